"""The tab of the augmentation: its layers at the left, one image under twelve draws at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.foundation.errors import Problem
from workbench.project.data import DataSpec
from workbench.protocol.facts import DataFacts
from workbench.protocol.looks import Draws
from workbench.ui.data.augment.entry import AugmentEntry
from workbench.ui.data.augment.strengths import USUAL, offered
from workbench.ui.data.pictures.draws import DrawGrid
from workbench.ui.data.scrolling import scrolling
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.theme import Theme
from workbench.ui.training.settings_list import SpecList

_LIST = 300


class AugmentView(QFrame):
    """``changed`` carries the layers and the changed field; ``wanted`` an image's number and a seed."""

    changed = Signal(object, str)
    wanted = Signal(int, int)

    def __init__(
        self,
        catalog: Catalog,
        theme: Theme,
        request_docs: Callable[[Group, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("augment_view")
        self.setProperty("role", "card")
        self._number, self._seed = 0, 0
        self._shown: tuple[object, ...] = ()
        self.layers = SpecList(
            "layer",
            catalog,
            theme,
            request_docs,
            can_move=True,
            add_text=self.tr("Add a layer"),
            kinds=offered(catalog),
            entry=AugmentEntry,
            parent=self,
        )
        self.about = QLabel(self.tr("Training images only; validation and test stay as they are."), self)
        self.about.setProperty("role", "muted")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.notes = ProblemNotes(name="problems_augment", parent=self)
        self.grid = DrawGrid(theme, self)
        self.next = self._button("next_image", self.tr("Next image"))
        self.again = self._button("draw_again", self.tr("Draw again"))
        self.usual = self._button("usual_layers", self.tr("Begin with the usual ones"))
        self.usual.setToolTip(self.tr("Flip from left to right, turn and zoom a little"))
        self._lay_out()
        self.layers.changed.connect(self.changed)
        self.next.clicked.connect(self._on_next_clicked)
        self.again.clicked.connect(self._on_again_clicked)
        self.usual.clicked.connect(lambda: self.changed.emit(USUAL, ""))

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for widget in (self.about, self.layers, self.usual):
            column.addWidget(widget)
        column.addStretch(1)
        area = scrolling(left, name="augment_list")
        area.setFixedWidth(_LIST)
        buttons = QHBoxLayout()
        buttons.addWidget(self.next)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.notes)
        right.addWidget(self.grid)
        right.addLayout(buttons)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(16)
        layout.addWidget(area)
        layout.addLayout(right, 1)

    def show_data(self, data: DataSpec, facts: DataFacts | None) -> None:
        self.layers.show_specs(data.augment)
        self.usual.setVisible(not data.augment)
        if facts is not None and self.isVisible():
            self.refresh(data)

    def refresh(self, data: DataSpec) -> None:
        """Ask for draws, unless those that are shown are of these layers and this image."""
        wanted = (data, self._number, self._seed)
        if wanted != self._shown:
            self._shown = wanted
            self.wanted.emit(self._number, self._seed)

    def show_draws(self, draws: Draws) -> None:
        self.notes.show_problems(())
        self.grid.show_draws(draws)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say why there are no draws; those from before stay."""
        self._shown = ()
        self.notes.show_problems(problems)

    def show_layer_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show problems of the project at the layers that they are about."""
        self.layers.show_problems(problems, "data.augment")

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        self.layers.set_docs(kind, text, params)

    def _on_next_clicked(self) -> None:
        self._number += 1
        self.wanted.emit(self._number, self._seed)

    def _on_again_clicked(self) -> None:
        self._seed += 1
        self.wanted.emit(self._number, self._seed)
