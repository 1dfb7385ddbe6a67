"""The networks of keras.applications for the palette, and ImageNet's weights for those who want them."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from workbench.project.applications import IMAGENET
from workbench.project.clip import Clip
from workbench.project.graph import Application, Node
from workbench.protocol.applications import NetworkOffer
from workbench.protocol.messages import (
    Failed,
    FetchWeights,
    ListNetworks,
    MakeNetwork,
    NetworkMade,
    NetworksListed,
    Progress,
    Response,
    WeightsFetched,
)
from workbench.ui.canvas.shelf import Offer, Source
from workbench.ui.dialogs.network import NetworkDialog, Wish
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient

_KEY = "networks/"


class Networks(Source):
    """Asks how a network is to be and has the engine draw it. ``told`` says how fetching weights goes on."""

    told = Signal(str)
    refused = Signal(object)  # tuple[Problem, ...]

    def __init__(self, document: Document, engine: EngineClient, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._engine, self._window = document, engine, window
        self._offers: tuple[NetworkOffer, ...] = ()
        self._fetching: int | None = None
        engine.ready.connect(self._on_engine_ready)
        engine.progressed.connect(self._on_engine_progressed)

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
            self._fetching = None
            if isinstance(response, WeightsFetched):
                self.told.emit(self.tr("The ImageNet weights of {0} are here.").format(application.network))
            elif isinstance(response, Failed):
                self.told.emit("")
                self.refused.emit(response.problems)

        self.told.emit(self.tr("Fetching the ImageNet weights of {0}…").format(application.network))
        self._fetching = self._engine.request(FetchWeights, answered, application=application)

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
    def _on_engine_progressed(self, progress: Progress) -> None:
        if progress.id == self._fetching:
            words = self.tr("Fetching weights: {0:.1f} MB so far…")
            self.told.emit(words.format(progress.done / 1e6))
