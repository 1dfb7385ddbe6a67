"""A row of a table to type: a field for each column, with the values that a category may have."""

from __future__ import annotations

import csv
import io

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from workbench.protocol.judgement import InputColumn


class RowForm(QWidget):
    """``edited`` comes whenever a value is another."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("row_form")
        self._columns: tuple[InputColumn, ...] = ()
        self._fields: list[QLineEdit | QComboBox] = []
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 8, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)

    def show_columns(self, columns: tuple[InputColumn, ...]) -> None:
        """Offer a field for each column, filled with a usual value."""
        if columns == self._columns:
            return
        while self._form.rowCount():
            self._form.removeRow(0)
        self._columns = columns
        self._fields = [self._field(number, column) for number, column in enumerate(columns)]
        for column, field in zip(columns, self._fields, strict=True):
            self._form.addRow(column.name, field)
            for widget in (field, self._form.labelForField(field)):
                widget.show()  # what is not yet shown counts for nothing in the height of the form

    def values(self) -> tuple[str, ...]:
        return tuple(
            field.currentText() if isinstance(field, QComboBox) else field.text() for field in self._fields
        )

    def field(self, number: int) -> QLineEdit | QComboBox:
        return self._fields[number]

    def as_table(self) -> str:
        """Return the row as a CSV file with a header."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([column.name for column in self._columns])
        writer.writerow([value.strip() for value in self.values()])
        return out.getvalue()

    def _field(self, number: int, column: InputColumn) -> QLineEdit | QComboBox:
        field: QLineEdit | QComboBox
        if column.values:
            field = QComboBox()
            field.setEditable(True)
            field.addItems(list(column.values))
            field.setCurrentText(column.example or column.values[0])
            field.currentTextChanged.connect(lambda _text: self.edited.emit())
        else:
            field = QLineEdit(column.example)
            field.textEdited.connect(lambda _text: self.edited.emit())
        field.setObjectName(f"try_field_{number}")
        field.setAccessibleName(column.name)
        return field
