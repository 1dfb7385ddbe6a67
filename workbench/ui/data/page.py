"""The Data page: where the examples come from, how they are split, and what they look like."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from workbench.checks.first_network import first_network
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.data import Bundled, DataSpec, Source, Split, Table
from workbench.project.edits import SetData, SetNetwork
from workbench.ui.data.csv_header import read_header
from workbench.ui.data.facts_view import FactsView
from workbench.ui.data.roles_card import RolesCard
from workbench.ui.data.source_card import SourceCard
from workbench.ui.data.split_card import SplitCard
from workbench.ui.document.document import Document
from workbench.ui.inspector.relayout import measure_when_shown
from workbench.ui.theme import Theme

_LEFT = 340
_ROLES = ("data.source.target", "data.source.features")


class DataPage(QWidget):
    """Choices at the left, facts at the right. ``csv_requested`` asks the application for a file."""

    csv_requested = Signal()
    network_started = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._refusal: tuple[Problem, ...] = ()
        self._headers: dict[str, tuple[str, ...]] = {}
        self._is_busy = False
        self.setObjectName("data_page")
        self.setAccessibleName(self.tr("Data"))
        self.setProperty("role", "page")
        self.source = SourceCard(theme, self)
        self.roles = RolesCard(self)
        self.split = SplitCard(theme, self)
        self.facts = FactsView(theme, self)
        self.hint = self._new_hint()
        self.busy = QProgressBar(self)
        self.busy.setObjectName("data_busy")
        self.busy.setAccessibleName(self.tr("Reading the data"))
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self._lay_out()
        self._connect()
        self.set_busy(False)
        self._show()
        self._show_problems()

    def set_csv(self, path: str | Path) -> None:
        """Make a file the source, with its last column as the target; unreadable ones are told in words."""
        file = Path(path)
        try:
            header = read_header(file)
        except WorkbenchError as failure:
            self._refusal = failure.problems
            self._show_problems()
            return
        told = self._told(file)
        self._headers[told] = header
        self._set_source(Table(path=told, target=header[-1]))

    def set_busy(self, is_busy: bool) -> None:
        """Say that the engine is reading the data."""
        self._is_busy = is_busy
        self.busy.setVisible(is_busy)
        self._show_hint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        measure_when_shown(self)

    def _new_hint(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("data_hint")
        label.setProperty("role", "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        label.setMinimumHeight(160)
        return label

    def _lay_out(self) -> None:
        left = self._column([self.source, self.roles, self.split], (16, 16, 8, 16))
        right = self._column([self.busy, self.hint, self.facts], (8, 16, 16, 16))
        left.setFixedWidth(_LEFT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(left)
        layout.addWidget(right, 1)

    def _column(self, widgets: list[QWidget], margins: tuple[int, int, int, int]) -> QScrollArea:
        content = QWidget(self)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(*margins)
        inner.setSpacing(16)
        for widget in widgets:
            inner.addWidget(widget)
        inner.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        return area

    def _connect(self) -> None:
        document = self._document
        self.source.chosen.connect(self._on_bundled_chosen)
        self.source.csv_requested.connect(self.csv_requested)
        self.facts.start.clicked.connect(self._on_start_clicked)
        self.roles.changed.connect(self._set_source)
        self.split.changed.connect(self._on_split_changed)
        document.project_changed.connect(self._show)
        document.facts_changed.connect(self._show)
        document.problems_changed.connect(self._show_problems)

    def _on_start_clicked(self) -> None:
        facts = self._document.facts
        if facts is not None:
            graph, training = first_network(facts)
            self._document.do(SetNetwork(graph, training))
            self.network_started.emit()

    def _data(self) -> DataSpec:
        return self._document.project.data

    def _show(self) -> None:
        source = self._data().source
        self.source.show_source(source)
        self.split.show_split(self._data().split)
        self.split.setVisible(source is not None)
        self.roles.setVisible(isinstance(source, Table))
        if isinstance(source, Table):
            self.roles.show_source(source, self._columns(source))
        facts = self._document.facts
        if facts is not None and source is not None:
            self.facts.show_facts(facts)
        self._show_hint()

    def _show_hint(self) -> None:
        source, facts = self._data().source, self._document.facts
        has_facts = facts is not None and source is not None
        self.facts.setVisible(has_facts)
        self.hint.setVisible(not has_facts)
        if source is None:
            self.hint.setText(
                self.tr("Choose where the examples come from: a set at the left, or a CSV file of your own.")
            )
        elif self._is_busy:
            self.hint.setText(self.tr("Reading the data…"))
        elif self._document.problems_at("data.source"):
            self.hint.setText(self.tr("The data can't be used yet; the reason stands at the left."))
        else:
            self.hint.setText(self.tr("Nothing is known of this data yet."))

    def _show_problems(self) -> None:
        problems = self._document.problems_at("data")
        split = self._document.problems_at("data.split")
        roles = [problem for problem in problems if problem.where.startswith(_ROLES)]
        rest = [problem for problem in problems if problem not in roles and problem not in split]
        self.source.notes.show_problems((*self._refusal, *rest))
        self.roles.notes.show_problems(roles)
        self.split.notes.show_problems(split)
        self._show_hint()

    def _columns(self, source: Table) -> tuple[str, ...]:
        """Return the table's columns: what the engine found, else the file's first line."""
        facts = self._document.facts
        known = tuple(column.name for column in facts.columns) if facts is not None else ()
        if source.target in known:
            return known
        if source.path not in self._headers:
            try:
                self._headers[source.path] = read_header(self._document.base / source.path)
            except WorkbenchError:
                return ()  # the engine says the same in ``data.source``
        return self._headers[source.path]

    def _told(self, file: Path) -> str:
        """Return the path as the project keeps it: relative where the file lies beside a saved project."""
        absolute = file.absolute()
        if self._document.path is not None and absolute.is_relative_to(self._document.base.absolute()):
            return absolute.relative_to(self._document.base.absolute()).as_posix()
        return str(absolute)

    def _set_source(self, source: Source, split: Split | None = None) -> None:
        self._refusal = ()
        data = replace(self._data(), source=source, split=split or self._data().split)
        self._document.do(SetData(data))
        self._show_problems()

    def _on_bundled_chosen(self, name: str) -> None:
        """Take a bundled set. XOR's four points are all needed to learn it, so nothing is set aside there."""
        split = self._data().split
        if name == "xor":
            split = replace(split, validation=0.0, test=0.0)
        elif self._data().source == Bundled("xor") and split.validation == split.test == 0:
            split = replace(split, validation=Split().validation, test=Split().test)
        self._set_source(Bundled(name), split)

    def _on_split_changed(self, split: Split, field: str) -> None:
        self._document.do(SetData(replace(self._data(), split=split), f"split.{field}"))
