"""What the commands on the selection mean for the notes in it."""

from __future__ import annotations

from workbench.project.edits import AddNotes, DeleteNotes, Edit, MoveNotes, Together
from workbench.project.graph import Point
from workbench.project.notes import Note, fresh_notes
from workbench.ui.canvas.geometry import GRID
from workbench.ui.canvas.notes.note_layer import NoteLayer
from workbench.ui.document.document import Document


def deleting(layer: NoteLayer) -> list[Edit]:
    """Return what deletes the chosen notes."""
    return [DeleteNotes(layer.chosen)] if layer.chosen else []


def moving(layer: NoteLayer, across: float, down: float) -> list[Edit]:
    """Return what moves the chosen notes by so many scene pixels."""
    places = {note.id: Point(note.at.x + across, note.at.y + down) for note in layer.chosen_notes()}
    return [MoveNotes(places)] if places else []


def copied(document: Document, layer: NoteLayer, notes: tuple[Note, ...], *, by: Point) -> tuple[Note, ...]:
    """Return copies of notes that may be added where one looks."""
    return fresh_notes(document.project.all_notes, notes, by=by, block=layer.inside)


def clear(layer: NoteLayer, notes: tuple[Note, ...], by: Point) -> Point:
    """Return ``by``, or a little more where a note would lie exactly on another."""
    taken = {item.note.at for item in layer.items.values()}
    while any(Point(note.at.x + by.x, note.at.y + by.y) in taken for note in notes):
        by = Point(by.x + GRID, by.y + GRID)
    return by


def duplicate(document: Document, layer: NoteLayer) -> list[str]:
    """Copy the chosen notes beside themselves and return the copies' ids."""
    chosen = layer.chosen_notes()
    notes = copied(document, layer, chosen, by=clear(layer, chosen, Point(GRID, GRID)))
    if notes:
        document.do(AddNotes(notes))
    return [note.id for note in notes]


def do_together(document: Document, edits: list[Edit], label: str) -> None:
    """Carry out several edits as one; nothing for none."""
    if edits:
        document.do(edits[0] if len(edits) == 1 else Together(tuple(edits), label))
