"""The chosen notes that come along when something else is moved."""

from __future__ import annotations

from collections.abc import Collection

from workbench.project.edits import Edit, MoveNotes, Together
from workbench.project.graph import Point
from workbench.project.notes import NoteId
from workbench.ui.canvas.notes.note_layer import NoteLayer


class NotesAlong:
    """Shows notes as far from their places as the thing that they come with."""

    def __init__(self, layer: NoteLayer, notes: Collection[NoteId]) -> None:
        self._layer = layer
        self._homes = {note: layer.items[note].note.at for note in notes if note in layer.items}
        self._places: dict[NoteId, Point] = {}

    def go(self, across: float, down: float) -> None:
        """Show the notes so many scene pixels from where the document has them."""
        self._places = {note: Point(at.x + across, at.y + down) for note, at in self._homes.items()}
        self._layer.lift(self._places)

    def with_them(self, edit: Edit | None) -> Edit | None:
        """Return an edit that also moves the notes to where they are shown."""
        if not self._places or self._places == self._homes:
            return edit
        moved = MoveNotes(self._places)
        return moved if edit is None else Together((edit, moved), edit.label)
