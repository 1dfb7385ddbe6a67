"""The weights of one layer as a table of numbers to change by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from workbench.protocol.probing import LayerReading
from workbench.ui.live.labels import plain_label
from workbench.ui.theme import Theme, mono_font

_PLACE = Qt.ItemDataRole.UserRole
_Shape = tuple[str, tuple[tuple[int, ...], ...]]


class WeightTable(QWidget):
    """``changed`` carries the layer, the place of the number in its weights, and the number."""

    changed = Signal(str, int, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layer = ""
        self._is_filling = False
        self._shape: _Shape | None = None
        self._title = plain_label("probe_weights_title", bold=True)
        self._title.setWordWrap(True)
        self.table = QTableWidget(self)
        self.table.setObjectName("probe_weights")
        self.table.setAccessibleName(self.tr("Weights of the layer"))
        self.table.setShowGrid(False)
        self.table.horizontalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setDefaultSectionSize(84)
        self.table.verticalHeader().setDefaultSectionSize(24)
        self.table.itemChanged.connect(self._on_item_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.table, 1)

    def show_layer(self, reading: LayerReading | None) -> None:
        """Show a layer's weights: a line for each row of an array, with its name.

        Other numbers of the same weights take the places of the old ones: the keyboard stays where it is.
        """
        self._is_filling = True
        if reading is not None and self._shape == _shape_of(reading):
            self._title.setText(self._words(reading))
            self._refill([value for array in reading.weights for value in array.values])
            self._is_filling = False
            return
        self._shape = None if reading is None else _shape_of(reading)
        self.table.clear()
        self.table.setRowCount(0)
        self._layer = "" if reading is None else reading.layer
        self._title.setText(self._words(reading))
        names: list[str] = []
        place = 0
        for array in () if reading is None else reading.weights:
            width = array.shape[-1] if array.shape else 1
            for start in range(0, len(array.values), max(width, 1)):
                row = array.values[start : start + width]
                names.append(array.name if len(array.shape) < 2 else f"{array.name} {start // width + 1}")
                self._add_row(row, place + start)
            place += len(array.values)
        self.table.setVerticalHeaderLabels(names)
        self.table.setVisible(bool(names))
        self._is_filling = False

    def _refill(self, values: list[float]) -> None:
        for row in range(self.table.rowCount()):
            for column in range(self.table.columnCount()):
                item = self.table.item(row, column)
                if item is not None:
                    item.setText(f"{values[item.data(_PLACE)]:.6g}")
                    item.setForeground(QColor(self._theme.colors.text))
                    item.setToolTip("")

    def _add_row(self, row: tuple[float, ...], place: int) -> None:
        line = self.table.rowCount()
        self.table.setRowCount(line + 1)
        self.table.setColumnCount(max(self.table.columnCount(), len(row)))
        for column, value in enumerate(row):
            item = QTableWidgetItem(f"{value:.6g}")
            item.setData(_PLACE, place + column)
            item.setFont(mono_font(8.5))
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(line, column, item)

    def _words(self, reading: LayerReading | None) -> str:
        if reading is None:
            return self.tr("Select a layer to change its weights")
        if not reading.weights:
            return self.tr("{0} has no weights").format(reading.layer)
        if not any(array.values for array in reading.weights):
            return self.tr("{0} has too many weights to be typed").format(reading.layer)
        return self.tr("Weights of {0}").format(reading.layer)

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        if self._is_filling:
            return
        try:
            value = float(item.text().replace(",", "."))
        except ValueError:
            item.setForeground(QColor(self._theme.colors.bad))
            item.setToolTip(self.tr("Expected a number, received “{0}”.").format(item.text()))
            return
        self.changed.emit(self._layer, int(item.data(_PLACE)), value)


def _shape_of(reading: LayerReading) -> _Shape:
    return reading.layer, tuple(array.shape for array in reading.weights)
