"""Cards and the look on them glide to where an edit has put them; the edit itself never waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPointF, QVariantAnimation
from PySide6.QtWidgets import QGraphicsView, QStyle

from workbench.project.graph import NodeId, Point
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.zoom import Zoom
from workbench.ui.document.document import Document

MOST_CARDS = 300
"""Above so many moving cards they are simply there: the eye follows no more, and frames would be late."""
_DURATION = 220
_TAKES_OVER = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.NativeGesture,
    QEvent.Type.DragEnter,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.KeyPress,
    QEvent.Type.Resize,
    QEvent.Type.Hide,
}


@dataclass(frozen=True)
class _Look:
    """How closely a view looks at what place of the scene."""

    scale: float
    middle: QPointF


class Glide(QObject):
    """Shows the way of cards for a moment. Whatever the user does meanwhile finds them at its end.

    Where ``is_still`` nothing moves: cards are simply there.
    """

    def __init__(self, view: QGraphicsView, *, scene: Scene, document: Document, zoom: Zoom) -> None:
        super().__init__(view)
        self.is_still = False
        self._view, self._scene, self._zoom = view, scene, zoom
        self._ways: dict[NodeId, tuple[QPointF, QPointF]] = {}
        self._from = self._to = _Look(1.0, QPointF())
        self._motion = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._motion.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._motion.valueChanged.connect(self._on_motion_value_changed)
        self._motion.finished.connect(self.finish)
        # The scene has put every card in its place before.
        document.project_changed.connect(self._stop)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @property
    def is_going_on(self) -> bool:
        return bool(self._ways)

    def over(self, edit: Callable[[], None], look: Callable[[], None]) -> None:
        """Do an edit and look at its outcome, both at once, and then show the way there."""
        self.finish()
        before, seen = {node: item.pos() for node, item in self._scene.nodes.items()}, self._look()
        edit()
        look()
        ways = {
            node: (before[node], item.pos())
            for node, item in self._scene.nodes.items()
            if node in before and before[node] != item.pos()
        }
        duration = self._duration()
        if ways and len(ways) <= MOST_CARDS and duration:
            self._ways, self._from, self._to = ways, seen, self._look()
            self._motion.setDuration(duration)
            self._on_motion_value_changed(0.0)
            self._motion.start()

    def finish(self) -> None:
        """Put everything where it belongs at once."""
        if self._ways:
            self._stop()
            self._scene.settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._ways and event.type() in _TAKES_OVER:
            self.finish()
        return super().eventFilter(watched, event)

    def _stop(self) -> None:
        if self._ways:
            self._ways = {}
            self._motion.stop()
            self._look_at(self._to)

    def _on_motion_value_changed(self, share: float) -> None:
        if not self._ways:
            return
        places = {node: _between(start, end, share) for node, (start, end) in self._ways.items()}
        self._scene.glide({node: Point(at.x(), at.y()) for node, at in places.items()})
        self._look_at(
            _Look(
                self._from.scale * (self._to.scale / self._from.scale) ** share,
                _between(self._from.middle, self._to.middle, share),
            )
        )

    def _look(self) -> _Look:
        view = self._view
        return _Look(self._zoom.scale, view.mapToScene(view.viewport().rect().center()))

    def _look_at(self, look: _Look) -> None:
        self._zoom.set_scale(look.scale)
        self._view.centerOn(look.middle)

    def _duration(self) -> int:
        """Return how long it takes, in milliseconds; 0 where nobody looks or motion is not wanted.

        Besides the user's own wish that is the platform's, which Qt tells as a hint of the style.
        """
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        may_move = not self.is_still and self._view.style().styleHint(hint, None, self._view) > 0
        wanted = self._view.isVisible() and may_move
        return _DURATION if wanted else 0


def _between(start: QPointF, end: QPointF, share: float) -> QPointF:
    return start + (end - start) * share
