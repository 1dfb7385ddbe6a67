"""The confusion matrix: rows true, columns predicted; a click or Enter on a cell asks for its examples."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from workbench.ui.live.confusion_cells import Cells, Counts, cells
from workbench.ui.live.confusion_layout import Layout, arrange
from workbench.ui.live.confusion_paint import ConfusionPainter
from workbench.ui.live.labels import plain_label, plain_tip
from workbench.ui.theme import Theme, mono_font

_NUMBER_POINTS = (8.5, 7.5, 6.5)
_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class ConfusionView(QWidget):
    """Shows one matrix; ``cell_clicked`` carries the numbers of the true and the predicted class."""

    cell_clicked = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion_view")
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._cells: Cells | None = None
        self._cursor = (0, 0)
        self._title = plain_label("confusion_title", bold=True)
        self._hint = plain_label("confusion_hint", role="muted")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._hint, 1)
        theme.changed.connect(self.update)
        self.clear()

    def set_matrix(self, matrix: Counts, classes: Sequence[str], title: str) -> None:
        """Show counts of shape (classes, classes); ValueError when they are not square."""
        self._cells = cells(matrix, tuple(classes))
        last = max(self._cells.size - 1, 0)
        self._cursor = (min(self._cursor[0], last), min(self._cursor[1], last))
        self._title.setText(title)
        self._hint.hide()
        self._describe()
        self.update()

    def clear(self, hint: str = "") -> None:
        """Show no matrix, and say when there will be one."""
        self._cells = None
        self._cursor = (0, 0)
        self._title.setText(self.tr("Confusion"))
        self._hint.setText(hint or self.tr("Drawn after each epoch of a classification run"))
        self._hint.show()
        self.setAccessibleDescription(self._hint.text())
        self.update()

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """The cell that the arrow keys stand on: (true, predicted)."""
        return self._cursor

    def cell_center(self, true: int, predicted: int) -> QPointF:
        """Return the middle of a cell in the widget's own coordinates."""
        arranged = self._arranged()
        return arranged.rect(true, predicted).center() if arranged else QPointF()

    def sizeHint(self) -> QSize:
        return QSize(300, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(190, 170)

    def paintEvent(self, event: QPaintEvent) -> None:
        arranged = self._arranged()
        if self._cells is None or arranged is None:
            return
        # A painter left open by a failure would block every later painting of the window.
        with QPainter(self) as painter:
            drawing = ConfusionPainter(painter, self._theme.colors, self._cells, arranged, _label_font(self))
            drawing.axes(self.tr("true"), self.tr("predicted"))
            if arranged.has_labels:
                drawing.labels()
                drawing.cells([mono_font(points) for points in _NUMBER_POINTS])
            else:
                drawing.picture()
            if self.hasFocus():
                drawing.cursor(*self._cursor, has_focus=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._move_to(cell)
            self.cell_clicked.emit(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._cells is None or not self._cells.size:
            super().keyPressEvent(event)
        elif key in _MOVES:
            last = self._cells.size - 1
            row, column = (old + step for old, step in zip(self._cursor, _MOVES[key], strict=True))
            self._move_to((min(max(row, 0), last), min(max(column, 0), last)))
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
            if self._cells is not None and cell is not None:
                QToolTip.showText(event.globalPos(), plain_tip(self._cells.text(*cell)), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _move_to(self, cell: tuple[int, int]) -> None:
        self._cursor = cell
        self._describe()
        self.update()

    def _describe(self) -> None:
        if self._cells is None or not self._cells.size:
            return
        self.setAccessibleDescription(self._cells.text(*self._cursor))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _cell_at(self, point: QPointF) -> tuple[int, int] | None:
        arranged = self._arranged()
        return None if arranged is None or self._cells is None else arranged.cell_at(point, self._cells.size)

    def _arranged(self) -> Layout | None:
        if self._cells is None or not self._cells.size:
            return None
        return arrange(self._cells, self.width(), self.height(), QFontMetricsF(_label_font(self)))


def _label_font(widget: QWidget) -> QFont:
    font = QFont(widget.font())
    font.setPixelSize(11)
    return font
