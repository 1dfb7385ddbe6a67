"""Writing notes on a canvas: new ones, and those that are there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Signal
from PySide6.QtWidgets import QGraphicsView

from workbench.project.edits import AddNotes, SizeNote, WriteNote
from workbench.project.graph import Point
from workbench.project.notes import WIDTH, Note, NoteId, fresh_notes
from workbench.ui.canvas.geometry import GRID, card_at, snapped
from workbench.ui.canvas.notes.note_editor import NoteEditor
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.zoom import Zoom
from workbench.ui.document.document import Document

_NEW_HEIGHT = 40.0


class NoteCommands(QObject):
    """``told`` says in words what a note can't hold. ``pointer``: the place in the scene, None elsewhere."""

    told = Signal(str)

    def __init__(
        self,
        view: QGraphicsView,
        *,
        scene: Scene,
        document: Document,
        zoom: Zoom,
        pointer: Callable[[], QPointF | None],
    ) -> None:
        super().__init__(view)
        self._view, self._scene, self._document, self._pointer = view, scene, document, pointer
        self._note: NoteId | None = None
        self._area = QRectF()
        self.editor = NoteEditor(view)
        self.editor.written.connect(self._on_editor_written)
        self.editor.too_long.connect(self.told)
        zoom.changed.connect(self._follow)
        view.horizontalScrollBar().valueChanged.connect(self._follow)
        view.verticalScrollBar().valueChanged.connect(self._follow)

    def add(self) -> None:
        """Write a new note under the pointer, else beside the chosen card, else in the middle."""
        place = self._place()
        self._begin(None, QRectF(place.x, place.y, WIDTH, _NEW_HEIGHT), "")

    def can_write(self) -> bool:
        return len(self._scene.notes.chosen) == 1

    def write(self) -> None:
        """Write the note that is chosen."""
        if self.can_write():
            (item,) = (self._scene.notes.items[note] for note in self._scene.notes.chosen)
            self._begin(item.note.id, item.area(), item.note.text)

    def widen(self, steps: int) -> None:
        """Make the chosen note so many steps of the grid wider."""
        if self.can_write():
            (note,) = self._scene.notes.chosen_notes()
            self._document.do(SizeNote(note.id, note.width + steps * GRID))

    def _begin(self, note: NoteId | None, area: QRectF, text: str) -> None:
        self._note, self._area = note, area
        self._view.ensureVisible(area, 24, 24)
        self.editor.open(self._on_view(), text)

    def _on_editor_written(self, text: str) -> None:
        project, layer = self._document.project, self._scene.notes
        if self._note is not None:
            if self._note in layer.items and layer.items[self._note].note.text != text:
                self._document.do(WriteNote(self._note, text))
                self._scene.choose((), notes={self._note} & layer.items.keys())
            return
        if text.strip():
            at = Point(self._area.x(), self._area.y())
            blank = Note(id="note", text=text, at=at)
            notes = fresh_notes(project.all_notes, (blank,), by=Point(0, 0), block=layer.inside)
            self._document.do(AddNotes(notes))
            self._scene.choose((), notes={note.id for note in notes})

    def _follow(self) -> None:
        if self.editor.isVisible():
            self.editor.move_to(self._on_view())

    def _on_view(self) -> QRect:
        """Return where the note lies in the view."""
        return self._view.mapFromScene(self._area).boundingRect()

    def _place(self) -> Point:
        pointer = self._pointer()
        if pointer is not None:
            return snapped(pointer.x(), pointer.y())
        cards = [self._scene.nodes[node] for node in self._document.selection if node in self._scene.nodes]
        if cards:
            area = card_at(min((card.face.at for card in cards), key=lambda at: at.y))
            return snapped(area.right() + GRID, area.top())
        middle = self._view.mapToScene(self._view.viewport().rect().center())
        return snapped(middle.x() - WIDTH / 2, middle.y() - _NEW_HEIGHT / 2)
