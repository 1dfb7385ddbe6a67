"""Writing, moving and deleting the notes on the canvas."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from workbench.project.edits.base import Edit
from workbench.project.graph import Point
from workbench.project.notes import LEAST_WIDTH, LONGEST, MOST_WIDTH, Note, NoteId
from workbench.project.project import Project


class AddNotes(Edit, frozen=True):
    """Put new notes on the canvas."""

    label: ClassVar[str] = "Add note"
    notes: tuple[Note, ...]

    def apply(self, project: Project) -> Project:
        taken = {note.id for note in project.all_notes}
        if len(taken | {note.id for note in self.notes}) < len(taken) + len(self.notes):
            raise ValueError("Expected new note ids, received one that is taken.")
        return project.with_notes((*project.all_notes, *self.notes))


class WriteNote(Edit, frozen=True):
    """Give a note another text; one without any is deleted."""

    label: ClassVar[str] = "Write note"
    note: NoteId
    text: str

    def apply(self, project: Project) -> Project:
        if len(self.text) > LONGEST:
            raise ValueError(f"Expected at most {LONGEST:,} characters, received {len(self.text):,}.")
        if not self.text.strip():
            return DeleteNotes(frozenset({self.note})).apply(project)
        return _with(project, replace(project.note_of(self.note), text=self.text))


class SizeNote(Edit, frozen=True):
    """Make a note wider or narrower, within its limits."""

    label: ClassVar[str] = "Resize note"
    note: NoteId
    width: float

    def apply(self, project: Project) -> Project:
        width = min(max(self.width, LEAST_WIDTH), MOST_WIDTH)
        return _with(project, replace(project.note_of(self.note), width=width))

    @property
    def merge_key(self) -> str:
        return f"note-width:{self.note}"


class MoveNotes(Edit, frozen=True):
    """Put notes at other places of the canvas."""

    label: ClassVar[str] = "Move"
    places: dict[NoteId, Point]

    def apply(self, project: Project) -> Project:
        return project.with_notes(
            tuple(replace(note, at=self.places.get(note.id, note.at)) for note in project.all_notes)
        )


class DeleteNotes(Edit, frozen=True):
    label: ClassVar[str] = "Delete"
    notes: frozenset[NoteId]

    def apply(self, project: Project) -> Project:
        return project.with_notes(tuple(note for note in project.all_notes if note.id not in self.notes))


def _with(project: Project, note: Note) -> Project:
    return project.with_notes(tuple(note if old.id == note.id else old for old in project.all_notes))
