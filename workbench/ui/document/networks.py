"""The networks of keras.applications for the palette, and ImageNet's weights for those who want them."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from workbench.foundation.errors import Problem
from workbench.project.applications import IMAGENET
from workbench.project.clip import Clip
from workbench.project.graph import Application, Node
from workbench.protocol.applications import NetworkOffer, WeightsFile
from workbench.protocol.messages import (
    Failed,
    FindWeights,
    ListNetworks,
    MakeNetwork,
    NetworkMade,
    NetworksListed,
    Response,
    WeightsFound,
)
from workbench.ui.canvas.shelf import Offer, Source
from workbench.ui.dialogs.network import NetworkDialog, Wish
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.document.fetcher import Fetcher

_KEY = "networks/"


class Networks(Source):
    """Asks how a network is to be and has the engine draw it.

    ``told`` says what became of fetching weights, which ``fetcher`` does.
    """

    told = Signal(str)
    refused = Signal(object)  # tuple[Problem, ...]

    def __init__(self, document: Document, engine: EngineClient, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._engine, self._window = document, engine, window
        self._offers: tuple[NetworkOffer, ...] = ()
        self.fetcher = Fetcher(self)
        self.fetcher.fetched.connect(self._on_fetcher_fetched)
        self.fetcher.cancelled.connect(self._on_fetcher_cancelled)
        self.fetcher.failed.connect(self._on_fetcher_failed)
        engine.ready.connect(self._on_engine_ready)

    def offers(self) -> tuple[Offer, ...]:
        return tuple(
            Offer(key=_KEY + each.name, name=each.name, family="networks", tip=self._tip(each))
            for each in self._offers
        )

    def fetch(self, key: str) -> None:
        name = key.removeprefix(_KEY)
        offer = next(each for each in self._offers if each.name == name)
        dialog = NetworkDialog(self._window, offer, self._document.facts)
        dialog.wished.connect(lambda wish: self._make(key, wish))
        dialog.rejected.connect(lambda: self.failed.emit(key, self.tr("it was cancelled.")))
        dialog.open()

    def fetch_weights(self, application: Application) -> None:
        """Have ImageNet's weights of a network in Keras' cache before a run wants them."""

        def answered(response: Response) -> None:
            if isinstance(response, WeightsFound):
                self.fetcher.fetch(response.file)
            elif isinstance(response, Failed):
                self.refused.emit(response.problems)

        self._engine.request(FindWeights, answered, application=application)

    def _make(self, key: str, wish: Wish) -> None:
        def answered(response: Response) -> None:
            if isinstance(response, NetworkMade):
                clip = self._frozen(response.clip) if wish.is_frozen else response.clip
                self.fetched.emit(key, clip)
                if wish.application.weights == IMAGENET:
                    self.fetch_weights(wish.application)
            elif isinstance(response, Failed):
                self.failed.emit(key, " ".join(problem.message for problem in response.problems))

        self._engine.request(MakeNetwork, answered, application=wish.application, brightest=wish.brightest)

    def _frozen(self, clip: Clip) -> Clip:
        return replace(clip, nodes=tuple(self._freeze(node) for node in clip.nodes))

    def _freeze(self, node: Node) -> Node:
        kind = self._document.catalog.kind("layer", node.spec.kind)
        may_learn = node.origin is not None and kind.has_param("trainable")
        return replace(node, spec=node.spec.with_param("trainable", False)) if may_learn else node

    def _tip(self, offer: NetworkOffer) -> str:
        head = self.tr("{0} · a network of keras.applications").format(offer.name)
        return f"{head}\n{offer.about}" if offer.about else head

    @Slot(object)
    def _on_engine_ready(self, _ready: object) -> None:
        def answered(response: Response) -> None:
            if isinstance(response, NetworksListed) and response.networks != self._offers:
                self._offers = response.networks
                self.offers_changed.emit()

        if not self._offers:
            self._engine.request(ListNetworks, answered)

    @Slot(object)
    def _on_fetcher_fetched(self, file: WeightsFile) -> None:
        self.told.emit(self.tr("The ImageNet weights of {0} are here.").format(file.network))

    @Slot(object)
    def _on_fetcher_cancelled(self, file: WeightsFile) -> None:
        words = self.tr("The weights of {0} were not fetched: a run that begins with them will do it.")
        self.told.emit(words.format(file.network))

    @Slot(object, object)
    def _on_fetcher_failed(self, _file: WeightsFile, problems: tuple[Problem, ...]) -> None:
        self.refused.emit(problems)
