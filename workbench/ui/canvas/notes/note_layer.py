"""All notes of a scene: a pure view of the document's notes, with what is chosen among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from workbench.project.graph import BlockId, Point
from workbench.project.notes import Note, NoteId, notes_within
from workbench.ui.canvas.notes.note_item import NoteItem
from workbench.ui.canvas.notes.note_look import NoteLook
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme


class NoteLayer(QObject):
    """Lies under cards and links. ``changed`` tells that other notes are chosen than before.

    ``inside`` returns the block that is shown on its own, None at the top.
    """

    changed = Signal()

    def __init__(
        self,
        scene: QGraphicsScene,
        document: Document,
        theme: Theme,
        inside: Callable[[], BlockId | None],
    ) -> None:
        super().__init__(scene)
        self._scene, self._document, self._theme, self._inside = scene, document, theme, inside
        self._look = NoteLook(theme)
        self._items: dict[NoteId, NoteItem] = {}
        self._chosen: frozenset[NoteId] = frozenset()
        self._lifted: set[NoteId] = set()
        self._is_active = False
        document.project_changed.connect(self.settle)
        document.selection_changed.connect(self._on_selection_changed)
        theme.changed.connect(self._on_theme_changed)
        self.settle()

    @property
    def items(self) -> Mapping[NoteId, NoteItem]:
        return self._items

    @property
    def inside(self) -> BlockId | None:
        """Return the block whose notes are shown; None for those at the top."""
        return self._inside()

    @property
    def chosen(self) -> frozenset[NoteId]:
        return self._chosen & self._items.keys()

    def chosen_notes(self) -> tuple[Note, ...]:
        return tuple(item.note for note, item in self._items.items() if note in self._chosen)

    def choose(self, notes: Iterable[NoteId]) -> None:
        chosen = frozenset(notes)
        self.preview(chosen)
        if chosen != self._chosen:
            self._chosen = chosen
            self.changed.emit()

    def preview(self, notes: frozenset[NoteId]) -> None:
        """Show other notes as chosen than are."""
        for note, item in self._items.items():
            item.setSelected(note in notes)

    def settle(self) -> None:
        """Show the notes as the document has them, each in its place."""
        self._lifted.clear()
        self.refresh()

    def refresh(self) -> None:
        """Show the document's notes; those that are lifted stay where they are."""
        project = self._document.project
        shown = notes_within(project.all_notes, project.graph, self._inside())
        notes = {note.id: note for note in shown}
        for gone in [note for note in self._items if note not in notes]:
            self._scene.removeItem(self._items.pop(gone))
        for note in notes.values():
            item = self._items.get(note.id)
            if item is None:
                item = self._items[note.id] = NoteItem(note, self._look)
                item.set_active(self._is_active)
                self._scene.addItem(item)
                item.setSelected(note.id in self._chosen)
            elif item.note != note:
                item.show_note(note)
            if note.id not in self._lifted:
                item.settle()

    def lift(self, places: Mapping[NoteId, Point]) -> None:
        """Show notes elsewhere than the document says, until ``settle``."""
        self._lifted.update(places)
        for note, at in places.items():
            self._items[note].lift(at)

    def stretch(self, note: NoteId, width: float) -> None:
        """Show a note with another width than the document says, until ``settle``."""
        self._lifted.add(note)
        self._items[note].set_width(width)

    def set_active(self, active: bool) -> None:
        self._is_active = active
        for item in self._items.values():
            item.set_active(active)

    def at(self, place: QPointF) -> NoteItem | None:
        """Return the topmost note at a place of the scene."""
        return next((item for item in self._scene.items(place) if isinstance(item, NoteItem)), None)

    def bounds(self) -> QRectF:
        """Return the rectangle around all notes; a null one when there are none."""
        area = QRectF()
        for item in self._items.values():
            area = area.united(item.area())
        return area

    def touched(self, area: QRectF) -> frozenset[NoteId]:
        """Return the notes that a rectangle of the scene touches."""
        return frozenset(note for note, item in self._items.items() if item.area().intersects(area))

    def _on_selection_changed(self) -> None:
        self.choose(())

    def _on_theme_changed(self) -> None:
        self._look = NoteLook(self._theme)
        for item in self._items.values():
            item.relook(self._look)
