"""What every gesture is. It previews on the scene and ends in at most one edit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, Qt

from workbench.project.edits import Edit
from workbench.project.graph import Link, NodeId
from workbench.project.notes import NoteId


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is, in the scene and in the view, and which modifier keys are down."""

    scene: QPointF
    view: QPoint
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def adds(self) -> bool:
        """Tell whether a selection is added to instead of replaced."""
        return bool(
            self.modifiers & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        )

    @property
    def is_coarse(self) -> bool:
        """Tell whether to snap to the dots instead of the fine grid."""
        return bool(self.modifiers & Qt.KeyboardModifier.ShiftModifier)


@dataclass(frozen=True)
class Loose:
    """A link that was let go over bare canvas: from which port, and where in the scene it ends."""

    node: NodeId
    index: int
    is_input: bool
    end: QPointF


@dataclass(frozen=True)
class Wish:
    """A part of a network that was dropped from the palette: its key there, the place, and a link there."""

    key: str
    at: QPointF
    link: Link | None


@dataclass(frozen=True)
class Outcome:
    """What a gesture comes to: an edit, a selection (``nodes`` None: as it was), both or neither.

    ``loose`` asks for a layer to put at the end of a link, ``wish`` for a part of a network.
    """

    edit: Edit | None = None
    nodes: frozenset[NodeId] | None = None
    links: frozenset[Link] = frozenset()
    notes: frozenset[NoteId] = frozenset()
    loose: Loose | None = None
    wish: Wish | None = None


class Gesture(ABC):
    """One press, the way of the pointer, and its release."""

    cursor: Qt.CursorShape | None = None
    scrolls: bool = True
    """Whether the view scrolls on while the pointer is at its border."""
    status: str = ""
    """What the user should know now, in a few words."""

    @abstractmethod
    def start(self, pointer: Pointer) -> None: ...

    @abstractmethod
    def move(self, pointer: Pointer) -> None: ...

    @abstractmethod
    def finish(self, pointer: Pointer) -> Outcome:
        """Take the preview away and return what is to be done."""

    @abstractmethod
    def cancel(self) -> None:
        """Take the preview away; nothing is to be done."""


def has_left(start: Pointer, now: Pointer) -> bool:
    """Tell whether the pointer went far enough for a drag."""
    return (now.view - start.view).manhattanLength() >= _DRAG_DISTANCE


_DRAG_DISTANCE = 4
