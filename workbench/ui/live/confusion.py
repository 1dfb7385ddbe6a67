"""The confusion matrix: rows true, columns predicted; a click or Enter on a cell asks for its examples."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.ui.live.confusion_cells import Counts, cells, image
from workbench.ui.live.confusion_layout import Layout, arrange
from workbench.ui.live.confusion_menu import ConfusionMenu
from workbench.ui.live.confusion_paint import ConfusionPainter
from workbench.ui.live.confusion_seen import Choice, Seen, seen
from workbench.ui.live.labels import plain_label, show_tip
from workbench.ui.theme import Theme, mono_font

_NUMBER_POINTS = (8.5, 7.5, 6.5)
_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
_CLOSER = 0.7
_NOTCH = 120
_DRAG = 4
_BUTTON_TOP = 20


class ConfusionView(QWidget):
    """Shows one matrix; ``cell_clicked`` carries the numbers of the true and the predicted class.

    Ctrl and the wheel, or + and -, go nearer; then the wheel and the mouse move what is seen.
    """

    cell_clicked = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion_view")
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._seen: Seen | None = None
        self._cursor = (0, 0)
        self._pressed: tuple[QPointF, Seen] | None = None
        self._is_dragged = False
        self._image: tuple[Seen, int, str, QImage] | None = None
        self._title = plain_label("confusion_title", bold=True)
        self._hint = plain_label("confusion_hint", role="muted")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.menu = ConfusionMenu(self, self._on_choice, self.zoom, self.copy)
        self._button = QToolButton(self)
        self._button.setObjectName("confusion_menu")
        self._button.setText("⋯")
        self._button.setAccessibleName(self.tr("What the matrix shows"))
        self._button.setToolTip(self.tr("Counts or per cent, order, the most confused classes, zoom"))
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setMenu(self.menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._hint, 1)
        theme.changed.connect(self.update)
        self.clear()

    def set_matrix(self, matrix: Counts, classes: Sequence[str], title: str) -> None:
        """Show counts of shape (classes, classes); ValueError when they are not square."""
        made, before = cells(matrix, tuple(classes)), self._seen
        fresh = seen(made, self.menu.choice)
        if before is not None and not before.is_whole and before.cells.size == made.size:
            # The same classes after another epoch: what was looked at closely stays there.
            fresh = fresh.zoomed(before.size, 0, 0).moved(before.top, before.left)
        self._seen = fresh
        self.menu.offer(made.size)
        last = max(made.size - 1, 0)
        self._cursor = (min(self._cursor[0], last), min(self._cursor[1], last))
        self._title.setText(title)
        self._hint.hide()
        self._button.show()
        self._describe()
        self.update()

    def clear(self, hint: str = "") -> None:
        """Show no matrix, and say when there will be one."""
        self._seen = None
        self._cursor = (0, 0)
        self._title.setText(self.tr("Confusion"))
        self._hint.setText(hint or self.tr("Drawn after each epoch of a classification run"))
        self._hint.show()
        self._button.hide()
        self.setAccessibleDescription(self._hint.text())
        self.update()

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """The cell that the arrow keys stand on: (true, predicted)."""
        return self._cursor

    @property
    def seen(self) -> Seen | None:
        """Which cells are seen."""
        return self._seen

    def cell_center(self, true: int, predicted: int) -> QPointF:
        """Return the middle of a cell in the widget; of one that is not seen, its corner."""
        arranged = self._arranged()
        place = None if self._seen is None else self._seen.place(true, predicted)
        return QPointF() if arranged is None or place is None else arranged.rect(*place).center()

    def zoom(self, step: int, at: QPointF | None = None) -> None:
        """Go nearer (1) or further away (-1), by the cell at a point or the cursor; 0 shows the whole."""
        arranged = self._arranged()
        if self._seen is None or arranged is None:
            return
        if step == 0:
            self._show(seen(self._seen.cells, self.menu.choice))
            return
        place = arranged.cell_at(at, self._seen.size) if at is not None else self._seen.place(*self._cursor)
        size = self._seen.size * _CLOSER**step
        wanted = int(size) if step > 0 else max(round(size), self._seen.size + 1)
        self._show(self._seen.zoomed(wanted, *(place or (0, 0))))

    def copy(self) -> None:
        """Put the counts that are seen on the clipboard, as a table of cells parted by tabs."""
        if self._seen is None:
            return
        name = self._seen.cells.label
        corner = f"{self.tr('true')} \\ {self.tr('predicted')}"
        lines = ["\t".join((corner, *(name(int(one)) for one in self._seen.columns)))]
        for one, counts in zip(self._seen.rows, self._seen.counts.tolist(), strict=True):
            lines.append("\t".join((name(int(one)), *map(str, counts))))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def sizeHint(self) -> QSize:
        return QSize(300, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(190, 170)

    def paintEvent(self, event: QPaintEvent) -> None:
        arranged = self._arranged()
        if self._seen is None or arranged is None:
            return
        # A painter left open by a failure would block every later painting of the window.
        with QPainter(self) as painter:
            drawing = ConfusionPainter(painter, self._theme.colors, self._seen, arranged, _label_font(self))
            drawing.axes(self.tr("true"), self.tr("predicted"))
            drawing.labels()
            if arranged.are_drawn:
                drawing.cells([mono_font(points) for points in _NUMBER_POINTS])
            else:
                drawing.picture(self._picture(self._seen, arranged))
            place = self._seen.place(*self._cursor)
            if self.hasFocus() and place is not None:
                drawing.cursor(*place, has_focus=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Under the title, beside the word for the rows: the title needs the whole width.
        super().resizeEvent(event)
        self._button.adjustSize()
        self._button.move(self.width() - self._button.width(), _BUTTON_TOP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._seen is not None:
            self._pressed, self._is_dragged = (event.position(), self._seen), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        arranged = self._arranged()
        if self._pressed is None or arranged is None:
            return
        start, before = self._pressed
        away = start - event.position()
        self._is_dragged = self._is_dragged or away.manhattanLength() > _DRAG
        if self._is_dragged and not before.is_whole:
            self._show(before.moved(round(away.y() / arranged.cell), round(away.x() / arranged.cell)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragged, self._pressed = self._is_dragged, None
        self._is_dragged = False
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton and not was_dragged:
            self._move_to(cell)
            self.cell_clicked.emit(*cell)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if self._seen is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if turned.y() > 0 else -1, event.position())
        elif self._seen is not None and not self._seen.is_whole:
            step = max(1, self._seen.size // 8)
            down, right = (round(-way / _NOTCH * step) for way in (turned.y(), turned.x()))
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                down, right = right, down
            self._show(self._seen.moved(down, right))
        else:
            event.ignore()
            return
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._seen is None or not self._seen.size:
            super().keyPressEvent(event)
        elif key in _MOVES:
            self._step(*_MOVES[key])
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.cell_clicked.emit(*self._cursor)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            text = ""
            if self._seen is not None and cell is not None:
                text = self._seen.cells.text(*cell, measure=self._seen.measure)
            show_tip(self, event, text)
            return True
        return super().event(event)

    def _on_choice(self, choice: Choice) -> None:
        if self._seen is not None:
            self._show(seen(self._seen.cells, choice))

    def _show(self, wanted: Seen) -> None:
        self._seen = wanted
        self._describe()
        self.update()

    def _step(self, down: int, right: int) -> None:
        """Move the cursor by cells, in the order in which the classes are seen."""
        if self._seen is None:
            return
        order = self._seen.order.tolist()
        row, column = (order.index(one) if one in order else 0 for one in self._cursor)
        last = len(order) - 1
        cell = order[min(max(row + down, 0), last)], order[min(max(column + right, 0), last)]
        self._seen = self._seen.showing(*cell)
        self._move_to(cell)

    def _move_to(self, cell: tuple[int, int]) -> None:
        self._cursor = cell
        self._describe()
        self.update()

    def _describe(self) -> None:
        if self._seen is None or not self._seen.size:
            return
        self.setAccessibleDescription(self._seen.cells.text(*self._cursor, measure=self._seen.measure))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _cell_at(self, point: QPointF) -> tuple[int, int] | None:
        arranged = self._arranged()
        if arranged is None or self._seen is None:
            return None
        place = arranged.cell_at(point, self._seen.size)
        return None if place is None else self._seen.classes(*place)

    def _picture(self, shown: Seen, arranged: Layout) -> QImage:
        """Return the cells as one image, made anew only when something of it is another."""
        side = max(1, round(arranged.grid.width() * self.devicePixelRatioF()))
        base, full = self._theme.colors.card, self._theme.colors.training
        kept = self._image
        if kept is None or kept[0] is not shown or kept[1:3] != (side, base):
            kept = self._image = (shown, side, base, image(shown.shares, side, QColor(base), QColor(full)))
        return kept[3]

    def _arranged(self) -> Layout | None:
        if self._seen is None or not self._seen.size:
            return None
        return arrange(self._seen, self.width(), self.height(), QFontMetricsF(_label_font(self)))


def _label_font(widget: QWidget) -> QFont:
    font = QFont(widget.font())
    font.setPixelSize(11)
    return font
