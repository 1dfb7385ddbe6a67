"""Keras' optimizers racing down a surface from one start."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.surfaces import SURFACES, Surface
from workbench.project.spec import Spec
from workbench.protocol.exploring import Answer, AskRace, Question, RaceRun, SurfaceName, Way
from workbench.ui.explore.number_slider import NumberSlider
from workbench.ui.explore.page import ExplorerPage, under
from workbench.ui.explore.race_clock import RaceClock
from workbench.ui.explore.subject import Subject
from workbench.ui.explore.surface_view import SurfaceView
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.live import words
from workbench.ui.results.figure_table import FigureTable
from workbench.ui.results.hues import run_icon
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme
from workbench.ui.training.settings_picker import SpecPicker

_STEPS = 120
_SIDE = 250
_OTHERS = (
    Spec("SGD"),
    Spec("SGD", {"momentum": 0.9}),
    Spec("SGD", {"momentum": 0.9, "nesterov": True}),
    Spec("RMSprop"),
    Spec("Adagrad"),
    Spec("Adam"),
    Spec("Nadam"),
    Spec("Lion"),
)
_FIRST = (Spec("SGD"), Spec("SGD", {"momentum": 0.9}), Spec("RMSprop"), Spec("Adam"))
_SURFACES: tuple[SurfaceName, ...] = ("bowl", "ravine", "saddle", "minima")


class RacePage(ExplorerPage):
    """The form's own optimizer runs first, beside those that are ticked, all at one learning rate."""

    topic = "optimizer"

    def __init__(
        self, catalog: Catalog, theme: Theme, questions: RunQuestions, parent: QWidget | None = None
    ) -> None:
        super().__init__(questions, parent)
        self._theme = theme
        self._spec = Spec("Adam")
        self._ways: tuple[Way, ...] = ()
        self.surface = CalmComboBox(self)
        self.surface.setObjectName("race_surface")
        self.surface.setAccessibleName(self.tr("Surface"))
        for name, title in zip(_SURFACES, self._titles(), strict=True):
            self.surface.addItem(title, name)
        self.surface.setCurrentIndex(1)
        self._start = self._its_surface().start
        rate = self._its_surface().rate
        title = self.tr("learning rate in the race")
        self.rate = NumberSlider(
            "race_rate", title, theme, low=1e-3, high=1.0, value=rate, is_log=True, minimum=0.0, parent=self
        )
        self.picker = SpecPicker(
            "optimizer", catalog, theme, self.request_docs, name="explored_optimizer", parent=self
        )
        self.others = self._list()
        self.view = SurfaceView(theme, self)
        self.clock = RaceClock(_STEPS, self)
        self.table = FigureTable("race_table", self.tr("Where each optimizer is"), self)
        self.table.setFixedWidth(_SIDE)
        self._lay_out_race()
        self.surface.activated.connect(self._on_surface_activated)
        self.rate.changed.connect(self.ask)
        self.picker.changed.connect(self._on_picker_changed)
        self.others.itemChanged.connect(self._on_others_changed)
        self.view.moved.connect(self._on_start_moved)
        self.clock.moved.connect(self._show_step)
        theme.changed.connect(self._show_step)
        self.picker.show_spec(self._spec)
        self.view.show_surface(self._its_surface(), self._start)

    def begin(self, subject: Subject) -> None:
        if subject.spec is not None:
            self._spec = subject.spec
            self.picker.show_spec(self._spec)
        self._edited()

    def value(self) -> Spec:
        return self._spec

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        self.picker.set_docs(kind, text, params)

    def racers(self) -> tuple[Spec, ...]:
        """Return the optimizers of the race, the form's own first, each at the race's learning rate."""
        ticked = [
            _OTHERS[row]
            for row in range(self.others.count())
            if self.others.item(row).checkState() == Qt.CheckState.Checked
        ]
        every = [spec.with_param("learning_rate", self.rate.value) for spec in (self._spec, *ticked)]
        return tuple(spec for place, spec in enumerate(every) if spec not in every[:place])

    def _titles(self) -> tuple[str, ...]:
        return self.tr("a bowl"), self.tr("a ravine"), self.tr("a saddle"), self.tr("two minima")

    def _list(self) -> QListWidget:
        others = QListWidget(self)
        others.setObjectName("race_others")
        others.setAccessibleName(self.tr("Optimizers beside it"))
        for spec in _OTHERS:
            item = QListWidgetItem(_told(spec))
            item.setFlags(
                Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Checked if spec in _FIRST else Qt.CheckState.Unchecked)
            others.addItem(item)
        others.setFixedHeight(25 * len(_OTHERS) + 4)
        others.setFixedWidth(_SIDE)
        return others

    def _lay_out_race(self) -> None:
        surface = under(self.tr("surface"), self.surface, self)
        mine = under(self.tr("first optimizer"), self.picker, self)
        beside = under(self.tr("beside it"), self.others, self)
        note = self.tr("A rate that suits this surface says nothing of your network: Use this leaves yours.")
        self.words.setText(note)
        self.words.setProperty("role", "muted")
        self.fill((surface, self.rate, mine), (self.notes,))
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self.table)
        side.addWidget(beside)
        side.addStretch(1)
        side.addWidget(self.words)
        above = QHBoxLayout()
        above.setSpacing(14)
        above.addWidget(self.view, 1)
        above.addLayout(side)
        self.right.addLayout(above, 1)
        self.right.addWidget(self.clock)

    def _its_surface(self) -> Surface:
        return SURFACES[str(self.surface.currentData())]

    def _question(self) -> Question:
        return AskRace(
            optimizers=self.racers(),
            surface=_SURFACES[self.surface.currentIndex()],
            start=self._start,
            steps=_STEPS,
        )

    def _show(self, answer: Answer) -> None:
        if isinstance(answer, RaceRun):
            self._ways = answer.ways
            self._show_step()

    def _forget(self) -> None:
        self._ways = ()
        self._show_step()

    def _show_step(self, _step: int = 0) -> None:
        step, surface = self.clock.step, self._its_surface()
        self.view.show_ways(tuple(enumerate(self._ways)), step)
        rows, icons = [], []
        for number, way in enumerate(self._ways):
            end = min(step, len(way.x) - 1)
            height = float(np.asarray(surface.height(way.x[end], way.y[end])))
            gone = len(way.x) <= step
            rows.append((_told(way.optimizer), self.tr("gone") if gone else words.reading(height)))
            icons.append(run_icon(number, is_dark=self._theme.is_dark))
        self.table.set_rows([self.tr("optimizer"), self.tr("height")], rows, icons)

    def _on_surface_activated(self, _index: int) -> None:
        surface = self._its_surface()
        self._start = surface.start
        self._ways = ()
        self.rate.set_value(surface.rate)
        self.view.show_surface(surface, self._start)
        self.ask()

    def _on_picker_changed(self, spec: Spec, _field: str) -> None:
        self._spec = spec
        self.picker.show_spec(spec)
        self._edited()

    def _on_others_changed(self, _item: QListWidgetItem) -> None:
        self.ask()

    def _on_start_moved(self, x: float, y: float) -> None:
        self._start = (x, y)
        self.view.show_surface(self._its_surface(), self._start)
        self.ask()


def _told(spec: Spec) -> str:
    """Return an optimizer's name with what tells it from others of its kind."""
    told = [spec.kind]
    momentum = spec.params.get("momentum")
    if isinstance(momentum, int | float) and momentum:
        told.append(f"momentum {momentum:g}")
    if spec.params.get("nesterov") is True:
        told = [spec.kind, f"Nesterov {momentum:g}" if isinstance(momentum, float) else "Nesterov"]
    return " ".join(told)
