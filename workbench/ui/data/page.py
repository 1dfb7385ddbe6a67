"""The Data page: where the examples come from, how they are split and prepared, and what they look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.catalog.kinds import Group
from workbench.checks.first_network import first_network
from workbench.foundation.errors import Problem
from workbench.project.data import DataSpec, Source, Split
from workbench.project.edits import SetData, SetNetwork
from workbench.project.source_paths import path_of
from workbench.protocol.looks import Found
from workbench.protocol.messages import Progress
from workbench.ui.data.choosing import data_from, data_with, identity, told_path
from workbench.ui.data.drop_hint import DropHint
from workbench.ui.data.learn_card import LearnCard
from workbench.ui.data.lint_bar import LintBar
from workbench.ui.data.preparation_card import PreparationCard
from workbench.ui.data.questions import DataQuestions
from workbench.ui.data.reading_bar import ReadingBar
from workbench.ui.data.scrolling import scrolling
from workbench.ui.data.sharing_problems import ProblemsOfPage
from workbench.ui.data.sights import Sights
from workbench.ui.data.source_card import SourceCard
from workbench.ui.data.source_settings import SourceSettings
from workbench.ui.data.split_card import SplitCard
from workbench.ui.document.document import Document
from workbench.ui.document.linter import Linter
from workbench.ui.inspector.relayout import measure_when_shown
from workbench.ui.theme import Theme

_LEFT, _SOON = 364, 400


class DataPage(QWidget):
    """Choices at the left, facts at the right.

    ``asked`` wants a file or folder from the application: a ``table``, a ``folder``, ``arrays``, or one for a
    field of the source by its name. ``cancelled`` when reading shall end, ``again`` when it shall begin.
    """

    asked = Signal(str)
    cancelled = Signal()
    again = Signal()
    network_started = Signal()

    def __init__(
        self,
        document: Document,
        theme: Theme,
        request_docs: Callable[[Group, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._questions: DataQuestions | None = None
        self._refusal: tuple[Problem, ...] = ()
        self._found: Found | None = None
        self._glanced_at: tuple[str, ...] = ()
        self._known: object = None
        self._is_busy, self._bringing = False, ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self.setObjectName("data_page")
        self.setAccessibleName(self.tr("Data"))
        self.setProperty("role", "page")
        self.source = SourceCard(theme, self)
        self.settings = SourceSettings(theme, self)
        self.learn = LearnCard(theme, self)
        self.split = SplitCard(theme, self)
        self.preparation = PreparationCard(theme, self)
        self.sights = Sights(document, theme, request_docs, self)
        self.reading = ReadingBar(self)
        self.linting = LintBar(self)
        self.hint = DropHint(theme, self)
        self.read_again = QPushButton(self.tr("Read again"), self)
        self.read_again.setObjectName("read_again")
        self.read_again.setAccessibleName(self.tr("Read the data again"))
        self._problems = ProblemsOfPage(document, self)
        self._lay_out()
        self._connect()
        self.source.begin(document.project.data.source)
        self.set_busy(False)
        self._show()
        self._show_problems()

    def connect_questions(self, questions: DataQuestions) -> None:
        """Ask the engine through ``questions`` from now on."""
        self._questions = questions
        self.sights.connect_questions(questions)
        questions.looked.connect(self._on_looked)
        questions.read_on.connect(self._on_questions_read_on)
        questions.read.connect(self._show_reading)
        self._glance()

    def connect_linter(self, linter: Linter) -> None:
        """Show how far the looking for traps has come from now on, and let it be stopped and begun anew."""
        self.linting.follow(linter)
        findings = self.sights.overview.findings
        linter.stopped_changed.connect(findings.show_stopped)
        findings.again.connect(linter.look_again)

    def take(self, found: Found) -> None:
        """Make what was found the source."""
        self.expect(found)
        self._change(data_from(self._data(), found, self._document), "")

    def expect(self, found: Found) -> None:
        """Take what was found as a glance at the source that comes next."""
        self._found, self._glanced_at = found, _place(found.path, found.source)
        self.source.others.button.setChecked(False)

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Say why something could not be made the source; the one there was stays."""
        self._refusal = problems
        self._show_problems()

    def set_busy(self, is_busy: bool) -> None:
        """Say that the engine is reading the data; a quick reading is over before it is told."""
        self._is_busy = is_busy
        if not is_busy and self._document.facts is not None:
            self._known = identity(self._data().source)
        self._show_reading()
        self._show_facts()

    def set_bringing(self, words: str) -> None:
        """Say that a file or folder is being looked at, in words; in none that it is not any more."""
        self._bringing = words
        if words:
            self.refuse(())
        self._show_reading()

    def show_progress(self, progress: Progress) -> None:
        """Show how far a reading has come."""
        if self._is_busy or self._bringing:
            self.reading.show_progress(progress)

    def end_reading(self) -> None:
        """End what is read once more for examples or draws."""
        if self._questions is not None:
            self._questions.give_up_reading()

    def set_docs(self, group: Group, kind: str, text: str, params: Mapping[str, str]) -> None:
        """Take Keras' documentation of a layer, whenever it comes."""
        if group == "layer":
            self.sights.augment.set_docs(kind, text, params)

    def change_source(self, source: Source, field: str = "") -> None:
        """Replace the source by one that differs in a setting."""
        self._change(replace(self._data(), source=source), field)

    def set_folder(self, field: str, path: Path) -> None:
        """Put a folder that was chosen into a field of the source."""
        source = self._data().source
        if source is not None and hasattr(source, field):
            change: dict[str, Any] = {field: told_path(str(path), self._document)}
            self.change_source(replace(source, **change))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        measure_when_shown(self)
        self._glance()
        self.sights.refresh()

    def _lay_out(self) -> None:
        content = QWidget(self)
        cards = QVBoxLayout(content)
        cards.setContentsMargins(16, 16, 8, 16)
        cards.setSpacing(16)
        for card in (self.source, self.settings, self.learn, self.split, self.preparation):
            cards.addWidget(card)
        cards.addStretch(1)
        left = scrolling(content, name="data_choices")
        left.setFixedWidth(_LEFT)
        right = QVBoxLayout()
        right.setContentsMargins(8, 16, 16, 16)
        right.setSpacing(12)
        right.addWidget(self.reading)
        right.addWidget(self.linting)
        right.addWidget(self.hint)
        right.addWidget(self.read_again, 0, Qt.AlignmentFlag.AlignHCenter)
        right.addWidget(self.sights, 1)
        right.addStretch(0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(left)
        layout.addLayout(right, 1)

    def _connect(self) -> None:
        document = self._document
        self._soon.timeout.connect(self._on_soon_timeout)
        self.reading.cancelled.connect(self._on_reading_cancelled)
        self.read_again.clicked.connect(self.again)
        self.source.chosen.connect(self._on_source_chosen)
        self.source.asked.connect(self.asked)
        self.settings.changed.connect(self.change_source)
        self.settings.browse_requested.connect(self.asked)
        self.learn.changed.connect(self._change)
        self.split.changed.connect(self._on_split_changed)
        self.preparation.changed.connect(self._change)
        self.sights.changed.connect(self._change)
        self.sights.overview.start.clicked.connect(self._on_start_clicked)
        document.project_changed.connect(self._show)
        document.path_changed.connect(self._on_document_path_changed)
        document.facts_changed.connect(self._on_facts_changed)
        document.problems_changed.connect(self._show_problems)

    def _data(self) -> DataSpec:
        return self._document.project.data

    def _change(self, data: DataSpec, field: str) -> None:
        self._refusal = ()
        self._document.do(SetData(data, field))
        self._show_problems()

    def _show(self) -> None:
        data = self._data()
        path = path_of(data.source)
        if self._found is not None and (path is None or self._absolute(path) != self._found.path):
            self._found = None
        self.source.show_source(data.source)
        self.settings.show_source(data.source, self._found)
        self.split.setVisible(data.source is not None)
        self._show_facts()
        self._glance()

    def _show_facts(self) -> None:
        data, facts = self._data(), self._document.facts
        is_known = facts is not None and self._known == identity(data.source)
        current = facts if is_known else None
        columns = self.sights.columns_of(data, current, self._found)
        self.learn.show_data(data, columns, current)
        self.split.show_split(data.split, current)
        self.preparation.show_data(data, current, columns)
        self.sights.show_data(data, current, self._found)
        self._show_hint()

    def _show_hint(self) -> None:
        has_problems = bool(self._document.problems_at("data.source"))
        has_sights = self.sights.has_something and self._data().source is not None
        self.sights.setVisible(has_sights)
        self.hint.setVisible(not has_sights)
        self.read_again.setVisible(self._is_cancelled())
        if self._data().source is None:
            words = self.tr(
                "Drop a table, a folder of photographs or an array file here,\n"
                "or choose at the left where the examples come from."
            )
        elif self._is_busy:
            words = self.tr("Reading the data…")
        elif has_problems:
            words = self.tr("The data can't be used yet; the reason stands at the left.")
        else:
            words = self.tr("Nothing is known of this data yet.")
        self.hint.say(words, is_inviting=self._data().source is None)

    def _is_cancelled(self) -> bool:
        return any(problem.code == "data.cancelled" for problem in self._document.problems)

    def _show_problems(self) -> None:
        self._problems.show(self._refusal)
        self._show_hint()

    def _glance(self) -> None:
        """Ask what lies at the source's path, once, while somebody looks at this page."""
        path = path_of(self._data().source)
        if self._questions is None or not path or not self.isVisible():
            return
        wanted = _place(self._absolute(path), self._data().source)
        if wanted != self._glanced_at:
            self._glanced_at = wanted
            self._questions.look(*wanted)

    def _absolute(self, path: str) -> str:
        return str((self._document.base / path).absolute())

    def _on_looked(self, found: Found) -> None:
        path = path_of(self._data().source)
        if path and self._absolute(path) == found.path:
            self._found = found
            self.settings.show_source(self._data().source, found)
            self._show_facts()

    def _on_document_path_changed(self) -> None:
        if self._document.undo_stack.count() == 0:  # opened, rather than saved
            self.source.begin(self._data().source)

    def _on_facts_changed(self) -> None:
        self._known = identity(self._data().source)
        self._show_facts()

    def _show_reading(self) -> None:
        if not self._is_busy and not self._bringing:
            self._soon.stop()
            self.reading.end()
        elif self.reading.isHidden() and not self._soon.isActive():
            self._soon.start()

    def _on_soon_timeout(self) -> None:
        self.reading.begin(self._bringing or self.tr("Reading the data…"))

    def _on_questions_read_on(self, progress: Progress) -> None:
        if self.reading.isHidden():
            self.reading.begin(self.tr("Reading the data…"))
        self.reading.show_progress(progress)

    def _on_reading_cancelled(self) -> None:
        if self._is_busy or self._bringing:
            self.cancelled.emit()
        else:
            self.end_reading()

    def _on_start_clicked(self) -> None:
        facts = self._document.facts
        if facts is not None:
            graph, training = first_network(facts)
            self._document.do(SetNetwork(graph, training))
            self.network_started.emit()

    def _on_source_chosen(self, source: Source) -> None:
        self.source.others.button.setChecked(False)
        self._change(data_with(self._data(), source), "")

    def _on_split_changed(self, split: Split, field: str) -> None:
        self._change(replace(self._data(), split=split), f"split.{field}")


def _place(path: str, source: Source | None) -> tuple[str, ...]:
    """Return what a glance is at: a path, and the sheet and encoding that are said."""
    return (path, getattr(source, "sheet", ""), getattr(source, "encoding", ""))
