"""The layers of a run over time: one layer's weights, gradients and outputs, and what to think of them."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from workbench.project.graph import NodeId
from workbench.runs.folder import RunFolder
from workbench.runs.layer_figures import EpochFigures, LayerFigures
from workbench.runs.state import RunState
from workbench.ui.layers.history import LayerHistory
from workbench.ui.layers.pictures import Pictures
from workbench.ui.live import words
from workbench.ui.live.labels import plain_label
from workbench.ui.live.moment import Moment
from workbench.ui.theme import Theme
from workbench.ui.training.elided import ElidedLabel
from workbench.ui.turns import Turn

_REST_MS = 60
_SHORT = 14


class LayersPanel(QWidget):
    """Follows the moment, and the canvas' selection where that is told; reads only while it is seen.

    ``news`` comes with each other moment and with each epoch of which there are figures.
    """

    news = Signal()

    def __init__(self, theme: Theme, moment: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layers_panel")
        self.setAccessibleName(self.tr("Layers over time"))
        self._moment = moment
        self._state = RunState()
        self._names: tuple[str, ...] = ()
        self._wanted: frozenset[NodeId] = frozenset()
        self.history = LayerHistory(self)
        self.history.changed.connect(self._on_history_changed)
        self.layer = self._box("layer_choice", self.tr("Layer"))
        self.layer.activated.connect(self._on_layer_activated)
        self.weight = self._box("weight_choice", self.tr("Weight of the layer"))
        self.weight.activated.connect(self._draw)
        self._about = ElidedLabel("layer_about")
        self._about.set_role("muted")
        self._lacks = plain_label("layers_lacking", role="bad")
        self._empty = plain_label("layers_empty", role="muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pictures = Pictures(theme)
        self.pictures.epoch_picked.connect(moment.stand_at)
        # Figures pour in more often than is worth a picture.
        self._rest = Turn(self, is_single=True, interval=_REST_MS)
        self._rest.came.connect(self._draw)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._filled())
        moment.changed.connect(self._on_moment_changed)
        self._draw()

    @property
    def title(self) -> str:
        """What the run is called."""
        return self._state.started.title if self._state.started else ""

    def figures(self) -> EpochFigures | None:
        """Return the figures of all layers at the moment that is looked at, or nearest to it."""
        return self.history.at(self._moment.epoch)

    @property
    def shown(self) -> LayerFigures | None:
        """The chosen layer at the moment that is looked at; None where nothing is known of it."""
        figures = self.figures()
        return None if figures is None else figures.layer(self.layer.currentData() or "")

    def set_state(self, state: RunState | None, folder: RunFolder | None) -> None:
        """Take how far a run is; None is no run."""
        self._state = state or RunState()
        if self.history.follow(self._state.epochs, folder):
            self.news.emit()
        if self.isVisible() and not self._rest.is_active:
            self._rest.start()

    def follow_selection(self, nodes: Collection[NodeId]) -> None:
        """Show the layer that is selected on the canvas, where there is one of which something is known."""
        self._wanted = frozenset(nodes)
        figures = self.figures()
        if figures is None:
            return
        name = next((each.name for each in figures.layers if each.node in self._wanted), None)
        if name is not None and name != self.layer.currentData():
            self.layer.setCurrentIndex(self.layer.findData(name))
            self._on_layer_activated()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()
        self.history.set_wanted(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.history.set_wanted(False)
        self._rest.stop()

    def _box(self, name: str, title: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMinimumContentsLength(_SHORT)
        box.setMaximumWidth(260)
        return box

    def _filled(self) -> QWidget:
        filled = QWidget()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.layer)
        head.addWidget(self.weight)
        head.addWidget(self._about, 1)
        head.addWidget(self._lacks)
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.pictures, 1)
        return filled

    @Slot()
    def _on_moment_changed(self) -> None:
        self.news.emit()
        if self.isVisible():
            self._draw()

    @Slot()
    def _on_history_changed(self) -> None:
        if self.isVisible() and not self._rest.is_active:
            self._rest.start()

    @Slot()
    def _on_layer_activated(self, _index: int = 0) -> None:
        self.history.choose(self.layer.currentData() or "")
        self._draw()

    @Slot()
    def _draw(self) -> None:
        figures = self.figures()
        if figures is None and not self.history.rows:
            self._empty.setText(self._why_empty())
            self._stack.setCurrentIndex(0)
            return
        if figures is not None:
            self._offer(figures)
        self._stack.setCurrentIndex(1)
        layer = self.shown
        self._offer_weights(layer)
        self._about.set_text(self._words(figures, layer))
        unread = self.history.unread
        self._lacks.setVisible(unread > 0)
        self._lacks.setText(self.tr("✕ {0} of its epochs can't be read").format(words.count(unread)))
        last = self._state.epochs[-1].epoch + 1 if self._state.epochs else 1
        at = None if figures is None else figures.epoch
        self.pictures.show_layer(
            self.history.rows, layer, weight=self.weight.currentData() or "", at=at, last=last
        )

    def _why_empty(self) -> str:
        if self.history.epochs:
            return self.tr("The figures of the layers are damaged or gone: they can't be read.")
        if self._state.is_over:
            return self.tr(
                "This run kept no figures of its layers: it was too short for that, or they are off. "
                "How often they are measured is set in Training, under Checkpoints."
            )
        return self.tr(
            "Histograms of the layers appear here once an epoch of the run has measured them. In a short run "
            "that is its last one, so that measuring takes no more than its share of the time."
        )

    def _offer(self, figures: EpochFigures) -> None:
        """List the layers, and choose one where none is: the selected one, else the first with weights."""
        names = tuple(layer.name for layer in figures.layers)
        if names == self._names:
            return
        self._names = names
        before = self.layer.currentData()
        with QSignalBlocker(self.layer):
            self.layer.clear()
            for layer in figures.layers:
                self.layer.addItem(f"{layer.name} · {layer.kind}", layer.name)
            wanted = next((each.name for each in figures.layers if each.node in self._wanted), None)
            first = next((each.name for each in figures.layers if each.weights), names[0] if names else "")
            chosen = before if before in names else wanted or first
            self.layer.setCurrentIndex(self.layer.findData(chosen))
        self.history.choose(self.layer.currentData() or "")

    def _offer_weights(self, layer: LayerFigures | None) -> None:
        names = [] if layer is None else [each.name for each in layer.weights]
        if names != [self.weight.itemData(index) for index in range(self.weight.count())]:
            before = self.weight.currentData()
            with QSignalBlocker(self.weight):
                self.weight.clear()
                for name in names:
                    self.weight.addItem(name, name)
                self.weight.setCurrentIndex(max(0, self.weight.findData(before)))
        self.weight.setVisible(len(names) > 1)

    def _words(self, figures: EpochFigures | None, layer: LayerFigures | None) -> str:
        if figures is None:
            return self.tr("this epoch's figures can't be read")
        wanted = self._moment.epoch
        at = self.tr("epoch {0}").format(words.count(figures.epoch))
        if wanted is not None and wanted != figures.epoch:
            at = self.tr("epoch {0} has none, the nearest is {1}").format(
                words.count(wanted), words.count(figures.epoch)
            )
        if layer is None:
            return at
        shape = " × ".join(str(size) for size in layer.shape)
        of = self.tr("output {0}, of {1} examples").format(shape or "–", words.count(figures.examples))
        return f"{at} · {of}"
