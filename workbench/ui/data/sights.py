"""What is seen of the data: an overview, its columns, examples of each part, the augmentation."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.catalog.kinds import Group
from workbench.foundation.errors import Problem
from workbench.project.data import DataSpec, ImageTable, Source, Table
from workbench.project.preparation import Preparation
from workbench.project.spec import Spec
from workbench.protocol.facts import ColumnFacts, DataFacts, PartName
from workbench.protocol.looks import Found
from workbench.ui.data.augment.view import AugmentView
from workbench.ui.data.columns.view import ColumnsView
from workbench.ui.data.examples_view import ExamplesView
from workbench.ui.data.figures import sample_words
from workbench.ui.data.overview import Overview
from workbench.ui.data.pictures.picture import decoded, is_image
from workbench.ui.data.questions import DataQuestions
from workbench.ui.data.scrolling import scrolling
from workbench.ui.data.series import with_source
from workbench.ui.data.tabs import Tabs
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme


class Sights(QWidget):
    """Tabs; ``changed`` carries the data that the user made of it there, and the field's name."""

    changed = Signal(object, str)

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
        self.has_something = False
        self._shown: tuple[DataSpec, DataFacts | None, Found | None] | None = None
        self.overview = Overview(document, theme, self)
        self.columns = ColumnsView(theme, self)
        self.examples = ExamplesView(theme, self)
        self.augment = AugmentView(document.catalog, theme, request_docs, self)
        self.tabs = Tabs(self)
        self.tabs.add("overview", self.tr("Overview"), scrolling(self.overview))
        self.tabs.add("columns", self.tr("Columns"), self.columns)
        self.tabs.add("examples", self.tr("Examples"), self.examples)
        self.tabs.add("augment", self.tr("Augmentation"), self.augment)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self.tabs.shown.connect(self._on_tab_shown)
        self.columns.roles_changed.connect(self._on_roles_changed)
        self.columns.preparation_changed.connect(self._on_preparation_changed)
        self.augment.changed.connect(self._on_augment_changed)
        self.examples.wanted.connect(self._on_examples_wanted)
        self.augment.wanted.connect(self._on_draws_wanted)

    def connect_questions(self, questions: DataQuestions) -> None:
        self._questions = questions
        questions.thumbnails.connect(self._on_thumbnails)
        questions.examples.connect(self.examples.show_examples)
        questions.examples_failed.connect(self.examples.show_problems)
        questions.draws.connect(self.augment.show_draws)
        questions.draws_failed.connect(self.augment.show_problems)

    def show_data(self, data: DataSpec, facts: DataFacts | None, found: Found | None) -> None:
        """Show the facts of the data, or what a glance ``found`` while there are none.

        What is shown already stays: the project changes for many reasons that have nothing to do with it.
        """
        before, self._shown = self._shown, (data, facts, found)
        if before is not None and before[0] == data and before[1] is facts and before[2] is found:
            return
        columns = self._columns(facts, found)
        self.has_something = facts is not None or found is not None
        self.tabs.offer("columns", is_there=bool(columns))
        self.tabs.offer("examples", is_there=facts is not None)
        self.tabs.offer("augment", is_there=self._may_augment(data, facts))
        if facts is not None:
            self.overview.show_facts(facts)
            self._ask_for_thumbnails()
        elif found is not None:
            self.overview.show_found(found)
        if columns:
            sample = sample_words(found) if facts is None and found is not None and found.is_sample else ""
            self.columns.show_columns(data, columns, sample)
        self.examples.show_data(data, facts)
        self.augment.show_data(data, facts)

    def refresh(self) -> None:
        """Ask for what the tab that is shown lacks, as when the page is shown."""
        if self.has_something and self._document.facts is not None:
            self._on_tab_shown(self.tabs.current)

    def show_problems(self, augment: tuple[Problem, ...]) -> None:
        """Show problems of the augmentation at its layers."""
        self.augment.show_layer_problems(augment)

    def columns_of(self, data: DataSpec, facts: DataFacts | None, found: Found | None) -> tuple[str, ...]:
        """Return the names of the columns of a table, as far as they are known."""
        if not isinstance(data.source, Table | ImageTable):
            return ()
        return tuple(column.name for column in self._columns(facts, found))

    @staticmethod
    def _columns(facts: DataFacts | None, found: Found | None) -> tuple[ColumnFacts, ...]:
        if facts is not None and facts.columns:
            return facts.columns
        return found.columns if found is not None else ()

    @staticmethod
    def _may_augment(data: DataSpec, facts: DataFacts | None) -> bool:
        return bool(data.augment) or (facts is not None and is_image(facts.input_shape))

    def _ask_for_thumbnails(self) -> None:
        page = self.parentWidget()
        if self._questions is not None and page is not None and page.isVisible():
            self._questions.ask_for_thumbnails(self.overview.wanted_thumbnails())

    def _on_thumbnails(self, found: tuple[tuple[str, bytes], ...]) -> None:
        self.overview.add_thumbnails(found, tuple(decoded(image) for _, image in found))

    def _on_tab_shown(self, name: str) -> None:
        if name == "examples":
            self.examples.refresh()
        elif name == "augment":
            self.augment.refresh(self._document.project.data)
        elif name == "overview":
            self._ask_for_thumbnails()

    def _on_examples_wanted(self, part: PartName, is_augmented: bool) -> None:
        if self._questions is not None:
            data = self._document.project.data
            self._questions.ask_for_examples(data, part, is_augmented=is_augmented)

    def _on_draws_wanted(self, number: int, seed: int) -> None:
        if self._questions is not None:
            self._questions.ask_for_draws(self._document.project.data, number, seed)

    def _on_roles_changed(self, source: Source) -> None:
        self.changed.emit(with_source(self._document.project.data, source), "")

    def _on_preparation_changed(self, preparation: Preparation, field: str) -> None:
        self.changed.emit(replace(self._document.project.data, preparation=preparation), field)

    def _on_augment_changed(self, layers: tuple[Spec, ...], field: str) -> None:
        data = replace(self._document.project.data, augment=layers)
        self.changed.emit(data, f"augment.{field}" if field else "")
