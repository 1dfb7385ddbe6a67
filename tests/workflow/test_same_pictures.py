"""One run, seen while it trains, by a window that comes later, and from the disk: the same pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.trainings import chain, go
from workbench.engine.training.steering import Steering
from workbench.project.data import Bundled, DataSpec, Split
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import Checkpoints, TrainingSpec
from workbench.runs import lock, registry
from workbench.runs.controls import Stop
from workbench.runs.folder import RunFolder, create

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from workbench.ui.results.page import ResultsPage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.qt_log_ignore("This plugin does not support"),  # the offscreen platform
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
_EPOCHS, _AT = 6, 3


def project() -> Project:
    """XOR by a convolution along the two inputs: it has a plane, filters, a matrix and rows to type."""
    graph = chain(
        Spec("Input", {"shape": (2,)}),
        Spec("Reshape", {"target_shape": (2, 1)}),
        Spec("Conv1D", {"filters": 4, "kernel_size": 2, "activation": "tanh"}),
        Spec("Flatten"),
        Spec("Dense", {"units": 1, "activation": "sigmoid"}),
    )
    every = Checkpoints(layers="every")
    training = TrainingSpec(epochs=50, batch_size=2, loss=Spec("BinaryCrossentropy"), checkpoints=every)
    data = DataSpec(source=Bundled("xor"), split=Split(validation=0.0, test=0.0))
    return Project(title="pictures", data=data, graph=graph, training=training)


class AtEpoch(Steering):
    """Calls ``see`` after an epoch, in the middle of the training, and ends it then."""

    def __init__(self, epoch: int, see: Callable[[], None]) -> None:
        super().__init__()
        self._left, self._see = epoch, see

    def epoch_ended(self) -> None:
        self._left -= 1
        if not self._left:
            self._see()
            self.obey(Stop())


@pytest.fixture
def open_page(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[RunFolder], ResultsPage]]:
    """A page on a run, whose questions an engine in this process answers at once."""
    from tests.helpers.pages import exposed
    from workbench.engine.requests import Desk
    from workbench.ui.document.engine_client import EngineClient
    from workbench.ui.results.page import ResultsPage
    from workbench.ui.results.questions import RunQuestions
    from workbench.ui.theme import Theme

    class Answered(RunQuestions):
        def __init__(self, page: ResultsPage) -> None:
            super().__init__(EngineClient(page), page)
            self._desk = Desk(lambda _progress: None)

        def ask(self, kind: str, message: Any, answer: Any, **fields: Any) -> None:
            answer(self._desk.answer(message(id=1, **fields)))

    pages: list[ResultsPage] = []

    def opened(folder: RunFolder) -> ResultsPage:
        page = exposed(qtbot, ResultsPage(Theme()), 1400, 900)
        pages.append(page)
        page.connect_questions(Answered(page))
        page.set_runs(registry.list_runs(folder.path.parent))
        page.choose(folder.path)
        return page

    yield opened
    for page in pages:
        page.close_session()


def pictures(qtbot: QtBot, page: ResultsPage) -> dict[str, Any]:
    """Return what every panel shows of the run at an epoch, as values."""
    from workbench.ui.results.model_choice import ModelNote

    session, view = page._session, page.view
    assert session is not None
    qtbot.waitUntil(lambda: len(session.state.epochs) == _EPOCHS and not session.is_behind)
    judgement, live = view.judgement, view.live
    live.prepare()
    live.show_epoch(_AT)
    for name in ("try", "boundary", "filters"):
        assert judgement.tabs.is_offered(name), name
        judgement.tabs.show_page(name)
    qtbot.waitUntil(lambda: len(judgement.trial.predictions) == 1)
    charts = [plot.chart for plot in live.curves.plots]
    qtbot.waitUntil(lambda: all(chart is not None and chart._drawing.lines for chart in charts))
    seen, note = live.confusion.seen, judgement.findChild(ModelNote)
    assert seen is not None
    assert note is not None
    return {
        "model": view.which,
        "said of it": note.text,
        "curves": [
            (line.name, line.points.x.tolist(), line.points.y.tolist())
            for chart in charts
            if chart is not None
            for line in chart._drawing.lines
        ],
        "epoch": live.timeline.text.partition(" of ")[0],
        "matrix": seen.cells.counts.tolist(),
        "layers": live.layers.figures(),
        "plane": judgement.boundary.view.boundary,
        "filters": judgement.filters.found,
        "answer": judgement.trial.bars.rows,
    }


def test_that_a_run_shows_the_same_live_attached_to_and_from_the_disk(
    qtbot: QtBot, open_page: Callable[[RunFolder], ResultsPage], tmp_path: Path
) -> None:
    folder = create(project(), home=tmp_path, base=tmp_path)
    told: dict[str, dict[str, Any]] = {}

    def see() -> None:
        told["live"] = pictures(qtbot, watching)
        told["attached"] = pictures(qtbot, open_page(folder))

    with lock.hold(folder):
        watching = open_page(folder)
        go(folder, AtEpoch(_EPOCHS, see))
    told["from disk"] = pictures(qtbot, open_page(folder))

    assert told["live"]["model"] == "epoch-0003"
    assert told["live"]["said of it"].startswith("At epoch 3: its own model answers")
    assert told["live"]["filters"].layer == "conv1d_2"
    assert told["live"]["layers"].layer("conv1d_2") is not None
    assert len(told["live"]["curves"][0][1]) == _EPOCHS
    for way in ("attached", "from disk"):
        for name, picture in told[way].items():
            assert picture == told["live"][name], (way, name)
