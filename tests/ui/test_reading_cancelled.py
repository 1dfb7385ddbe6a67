"""A reading that the user ends: the engine is told first, and only one that doesn't hear is started anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from tests.helpers.listening import ListeningEngine
from tests.helpers.pages import text
from tests.helpers.small_engine import LISTENS
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.data import DataSpec, Split, Table
from workbench.project.edits import SetData
from workbench.project.project import Project
from workbench.protocol.facts import DataFacts
from workbench.protocol.messages import (
    Cancel,
    DataInspected,
    Failed,
    InspectData,
    LookAt,
    Progress,
    Response,
)
from workbench.ui.data.reading_bar import ReadingBar
from workbench.ui.document import engine_client
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.document.reviewer import Reviewer

HEARS = """
    if isinstance(request, Cancel):
        say(Failed(id=request.request, problems=(error("cancelled", "run", "It was cancelled."),)))
        say(Cancelled(id=request.id))
"""
DEAF = """
    pass
"""
OF_A = DataSpec(source=Table(path="/d/a.csv", target="y"))
OF_B = DataSpec(source=Table(path="/d/b.csv", target="y"))
ENDED = (error("cancelled", "run", "It was cancelled."),)


@pytest.fixture
def client(request: pytest.FixtureRequest, qtbot: QtBot, qapp: object) -> Iterator[EngineClient]:
    client = EngineClient(command=(sys.executable, "-c", LISTENS + request.param))
    with qtbot.waitSignal(client.ready):
        client.start()
    yield client
    client.stop()
    client.deleteLater()


@pytest.mark.parametrize("client", [HEARS], indirect=True)
def test_that_an_engine_that_hears_a_cancel_goes_on(
    qtbot: QtBot, client: EngineClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_client, "_PATIENCE_MS", 3_600_000)
    answers: list[Response] = []
    asked = client.request(LookAt, answers.append, path="/d")

    with qtbot.assertNotEmitted(client.restarted):
        client.end(asked)
        qtbot.waitUntil(lambda: bool(answers))

    assert answers == [Failed(id=asked, problems=ENDED)]
    assert client.is_ready


@pytest.mark.parametrize("client", [DEAF], indirect=True)
def test_that_an_engine_that_hears_nothing_is_started_anew(
    qtbot: QtBot, client: EngineClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_client, "_PATIENCE_MS", 10)
    answers: list[Response] = []
    asked = client.request(LookAt, answers.append, path="/d")

    with qtbot.waitSignals([client.restarted, client.ready]):
        client.end(asked)

    (answer,) = answers
    assert isinstance(answer, Failed) and answer.id == asked


@pytest.mark.parametrize("client", [DEAF], indirect=True)
def test_that_ending_what_has_not_begun_leaves_alone_what_goes_on(
    qtbot: QtBot, client: EngineClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_client, "_PATIENCE_MS", 0)
    first: list[Response] = []
    second: list[Response] = []
    client.request(LookAt, first.append, path="/at-work")
    asked = client.request(LookAt, second.append, path="/waits")

    with qtbot.assertNotEmitted(client.restarted):
        client.end(asked)
        qtbot.waitUntil(lambda: bool(second))

    assert not first and client.is_ready


@pytest.fixture
def engine(qapp: object) -> ListeningEngine:
    return ListeningEngine()


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    return Document(Project(data=OF_A), catalog)


def _reading(qtbot: QtBot, document: Document, engine: ListeningEngine) -> tuple[Reviewer, InspectData]:
    reviewer = Reviewer(document, engine, document)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(engine.waiting(InspectData)))
    (asked,) = engine.waiting(InspectData)
    assert isinstance(asked, InspectData)
    return reviewer, asked


def test_that_another_source_ends_the_reading_of_the_one_before(
    qtbot: QtBot, document: Document, engine: ListeningEngine
) -> None:
    _, asked = _reading(qtbot, document, engine)

    document.do(SetData(OF_B))
    qtbot.waitUntil(lambda: bool(engine.waiting(Cancel)))
    assert [cancel.request for cancel in engine.waiting(Cancel) if isinstance(cancel, Cancel)] == [asked.id]
    engine.answer(Failed(id=asked.id, problems=ENDED))

    assert not document.problems_at("data.source")
    qtbot.waitUntil(lambda: bool(engine.waiting(InspectData)))
    (again,) = engine.waiting(InspectData)
    assert isinstance(again, InspectData) and again.data == OF_B


def test_that_a_source_chosen_back_is_read_again(
    qtbot: QtBot, document: Document, engine: ListeningEngine
) -> None:
    _, asked = _reading(qtbot, document, engine)
    document.do(SetData(OF_B))
    qtbot.waitUntil(lambda: bool(engine.waiting(Cancel)))

    document.undo_stack.undo()
    engine.answer(Failed(id=asked.id, problems=ENDED))

    qtbot.waitUntil(lambda: bool(engine.waiting(InspectData)))


def test_that_another_split_of_the_same_file_lets_it_be_read_to_its_end(
    qtbot: QtBot, document: Document, engine: ListeningEngine
) -> None:
    _, asked = _reading(qtbot, document, engine)

    document.do(SetData(replace(OF_A, split=Split(seed=7))))
    engine.answer(DataInspected(id=asked.id, facts=DataFacts(input_shape=(2,), task="classification")))
    qtbot.waitUntil(lambda: bool(engine.waiting(InspectData)))

    assert not engine.waiting(Cancel)


def test_that_reading_again_while_it_is_read_begins_anew_and_can_be_cancelled(
    qtbot: QtBot, document: Document, engine: ListeningEngine
) -> None:
    reviewer, asked = _reading(qtbot, document, engine)

    reviewer.look_again()
    qtbot.waitUntil(lambda: len(engine.waiting(InspectData)) == 2)
    again = engine.waiting(InspectData)[1]
    with qtbot.assertNotEmitted(reviewer.busy_changed):
        engine.answer(Failed(id=asked.id, problems=ENDED))
    assert not document.problems_at("data.source")

    reviewer.cancel_data()
    assert engine.ended == [again.id]
    engine.answer(Failed(id=again.id, problems=ENDED))
    assert [problem.code for problem in document.problems_at("data.source")] == ["data.cancelled"]
    reviewer.look_again()
    qtbot.waitUntil(lambda: not document.problems_at("data.source"))


def test_that_what_is_wrong_with_the_data_is_told_though_the_user_cancelled(
    qtbot: QtBot, document: Document, engine: ListeningEngine
) -> None:
    reviewer, asked = _reading(qtbot, document, engine)

    reviewer.cancel_data()
    broken = error("data.no_rows", "data.source", "It holds no rows.")
    engine.answer(Failed(id=asked.id, problems=(broken,)))

    assert [problem.code for problem in document.problems_at("data.source")] == ["data.no_rows"]


def test_that_each_step_after_the_reading_has_its_words(qtbot: QtBot) -> None:
    bar = ReadingBar()
    qtbot.addWidget(bar)
    bar.begin("Reading")
    told = {}
    for what in ("comparing", "splitting", "fitting", "preparing", "counting"):
        bar.show_progress(Progress(id=1, what=what, done=1, total=4))
        told[what] = text(bar, "reading_words")

    assert told == {
        "comparing": "Looking for copies: 25%",
        "splitting": "Dealing the examples out: 25%",
        "fitting": "Learning the preparation: 25%",
        "preparing": "Preparing the examples: 25%",
        "counting": "Counting what is in the data: 25%",
    }
