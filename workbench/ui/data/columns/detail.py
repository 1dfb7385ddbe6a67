"""One column: its figures, its distribution, and how it is prepared."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from workbench.project.preparation import ColumnPreparation, Preparation
from workbench.project.spec import ParamValue
from workbench.protocol.facts import ColumnFacts
from workbench.ui.data.columns.delegate import paint_distribution
from workbench.ui.data.columns.words import distinct_words, figure, kind_words, range_words
from workbench.ui.data.forms.form import FieldForm
from workbench.ui.data.forms.preparation import column_fields
from workbench.ui.inspector.figures import Figures
from workbench.ui.theme import Theme

_HEIGHT = 72


class Distribution(QWidget):
    """A column's histogram, or its most frequent values."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._facts: ColumnFacts | None = None
        self.setObjectName("distribution")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_column(self, facts: ColumnFacts) -> None:
        self._facts = facts
        self.setVisible(bool(facts.histogram or facts.top))
        self.setAccessibleName(self.tr("Distribution of {name}").format(name=facts.name))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._facts is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_distribution(painter, QRectF(self.rect()).adjusted(0, 2, 0, -1), self._facts, self._theme)
        painter.end()


class ColumnDetail(QWidget):
    """``changed`` carries the whole preparation and the name of the column and field that changed."""

    changed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column_detail")
        self._facts: ColumnFacts | None = None
        self._preparation = Preparation()
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.distribution = Distribution(theme, self)
        self.figures = Figures(name="column_figures", parent=self)
        heading = QLabel(self.tr("Preparation of this column"), self)
        heading.setProperty("role", "heading")
        self._heading = heading
        self.form = FieldForm(column_fields(), theme, prefix="column_", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for widget in (self.title, self.distribution, self.figures, heading, self.form):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.form.changed.connect(self._on_form_changed)

    def show_column(self, facts: ColumnFacts, preparation: Preparation, *, is_prepared: bool) -> None:
        """Show a column; only features are prepared."""
        self._facts, self._preparation = facts, preparation
        self.title.setText(facts.name)
        self.distribution.show_column(facts)
        self.figures.show_figures(self._lines(facts))
        own = preparation.column(facts.name)
        self.form.show_value(replace(own, fill=None if own.fill is None else str(own.fill)))
        self.form.show_only(_meant(facts, own, preparation))
        self._heading.setVisible(is_prepared)
        self.form.setVisible(is_prepared)

    def _lines(self, facts: ColumnFacts) -> list[tuple[str, str]]:
        lines = [
            (self.tr("type"), f"{facts.dtype} · {kind_words(facts)}"),
            (self.tr("missing"), f"{facts.missing:,}"),
            (self.tr("distinct"), distinct_words(facts)),
        ]
        if facts.counted:
            sample = self.tr("a sample of {0} rows").format(f"{facts.counted:,}")
            lines.append((self.tr("counted in"), sample))
        if facts.minimum is not None:
            lines.append((self.tr("range"), range_words(facts)))
        if facts.mean is not None and facts.deviation is not None:
            lines.append((self.tr("mean ± deviation"), f"{figure(facts.mean)} ± {figure(facts.deviation)}"))
        lines += [(f"“{value}”" if value else "“”", f"{count:,}") for value, count in facts.top[:6]]
        return lines

    def _on_form_changed(self, name: str, value: ParamValue) -> None:
        if self._facts is None:
            return
        column = self._facts.name
        change: dict[str, Any] = {name: _fill(value) if name == "fill" else value}
        own = replace(self._preparation.column(column), **change)
        others = tuple(entry for entry in self._preparation.columns if entry.name != column)
        columns = others if own == ColumnPreparation(name=column) else (*others, own)
        self.changed.emit(replace(self._preparation, columns=columns), f"preparation.{column}.{name}")


def _fill(value: ParamValue) -> float | str | None:
    if value is None or value == "":
        return None
    try:
        return float(str(value))
    except ValueError:
        return str(value)


def _meant(facts: ColumnFacts, own: ColumnPreparation, preparation: Preparation) -> list[str]:
    kind = own.kind or facts.kind
    names = ["kind"]
    if kind == "text":
        return [*names, "mode", "tokens", "length"]
    names += ["missing", "scaling" if kind == "number" else "categories"]
    if (own.missing or preparation.missing) == "constant":
        names.append("fill")
    return names
