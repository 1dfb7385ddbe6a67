"""Bad input in the real window: told at its place, Train refused with the reason, the work untouched."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from tests.helpers.patient_bot import PatientBot
from tests.helpers.windows import answer, click, drop_file, field, is_asked, key_in, open_desk, question
from workbench.foundation import paths
from workbench.project import file
from workbench.project.data import Bundled, Table
from workbench.project.edits import DeleteItems, SetNote, SetTraining
from workbench.project.graph import Graph, Link
from workbench.project.samples import open_project

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from workbench.ui.desk import Desk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shared_desk(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Desk]:
    """A window for all tests, with all that its engine brings: bad input must leave it as it was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(tmp_path_factory.mktemp("home")))
        made = open_desk(qapp, "iris-mlp")
        bot = PatientBot(request)
        with bot.waitSignal(made.is_ready):
            made.engine.start()
        bot.waitUntil(lambda: made.warming.is_over)
        yield made
        made.close()


@pytest.fixture
def desk(qtbot: QtBot, shared_desk: Desk, caplog: pytest.LogCaptureFixture) -> Iterator[Desk]:
    """The window on the iris network as it is bundled; nothing may have been logged as an error."""
    shared_desk.document.undo_stack.setClean()
    shared_desk.files.open_named("iris-mlp")
    shared_desk.commands.choose_mode("model")
    shared_desk.window.activateWindow()
    qtbot.waitUntil(shared_desk.window.isActiveWindow)
    _settle(qtbot, shared_desk)
    yield shared_desk
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def _settle(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: desk.reviewer.is_settled, timeout=60_000)


def _cannot_train(desk: Desk) -> str:
    """Return why Train is refused, as its button says it."""
    button = field(desk, "run_main")
    assert not button.isEnabled()
    assert not desk.actions["train"].isEnabled()
    return str(button.accessibleDescription())


def _bad_projects(folder: Path) -> dict[Path, str]:
    """Write files that are no projects; return a word that must be said of each."""
    good: dict[str, Any] = json.loads(file.dumps(open_project("iris-mlp")[0]))
    contents = {
        "empty": (b"", "expected JSON"),
        "binary": (bytes(range(256)), "expected JSON"),
        "cut": (json.dumps(good).encode()[:300], "expected JSON"),
        "newer": (json.dumps({**good, "format": 99}).encode(), "newer version"),
        "older-than-any": (json.dumps({**good, "format": 0}).encode(), "received format 0"),
        "many-epochs": (json.dumps({**good, "training": {"epochs": "many"}}).encode(), "training.epochs"),
    }
    found = {folder / "missing.workbench": "can't be read", folder / "folder.workbench": "can't be read"}
    (folder / "folder.workbench").mkdir()
    for name, (content, word) in contents.items():
        path = folder / f"{name}.workbench"
        path.write_bytes(content)
        found[path] = word
    return found


def test_that_a_bad_project_file_is_told_and_leaves_the_open_project_alone(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    desk.document.do(SetNote("mine"))
    before = desk.document.project
    for path, word in _bad_projects(tmp_path).items():
        drop_file(desk, path)
        answer(qtbot, desk, "discard")
        assert path.name in question(desk).text()
        assert word in question(desk).text(), path
        answer(qtbot, desk, "cancel")
        assert desk.document.project == before
        assert not desk.document.undo_stack.isClean()
    desk.files.open_named("no-such-sample")
    answer(qtbot, desk, "discard")
    assert "no-such-sample" in question(desk).text()
    answer(qtbot, desk, "cancel")
    assert not is_asked(desk)

    desk.document.undo_stack.undo()
    assert desk.document.project.note != "mine"


@pytest.mark.parametrize(
    ("name", "words"), [("data.xlsx", "is not an Excel file"), ("picture.png", "is one image")]
)
def test_that_a_dropped_file_of_another_kind_is_told(
    qtbot: QtBot, desk: Desk, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG")
    drop_file(desk, tmp_path / name)
    qtbot.waitUntil(lambda: words in desk.window.data_page.source.notes.text(), timeout=60_000)
    assert not is_asked(desk)


def test_that_a_bad_table_is_told_on_the_data_page_and_train_says_why_not(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    page = desk.window.data_page
    (tmp_path / "folder.csv").mkdir()
    contents = {"empty": b"", "blank": b"\n\n", "binary": bytes(range(256)), "header": b"a,b,kind\n"}
    for name, content in contents.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    for name in ("missing", "folder", *contents):
        drop_file(desk, tmp_path / f"{name}.csv")
        assert desk.window.mode == "data"
        qtbot.waitUntil(lambda name=name: f"{name}.csv" in page.source.notes.text(), timeout=60_000)  # type: ignore[misc]
        assert page.source.notes.isVisible()
        assert desk.document.project.data.source == Bundled("iris")
        assert desk.document.undo_stack.count() == 0

    path = tmp_path / "one.csv"
    path.write_text("a,b,kind\n1,2,u\n", encoding="utf-8")
    drop_file(desk, path)
    qtbot.waitUntil(lambda: is_asked(desk), timeout=60_000)
    assert "can't be used as it is" in question(desk).text()
    answer(qtbot, desk, "use")
    _settle(qtbot, desk)
    assert desk.document.project.data.source == Table(path=str(path), target="kind")
    assert "one row" in page.source.notes.text()
    assert "one row" in _cannot_train(desk)
    desk.actions["undo"].trigger()
    _settle(qtbot, desk)
    assert desk.document.project.data.source == Bundled("iris")


def _shown(graph: Graph, *links: Link) -> Graph:
    from msgspec.structs import replace

    return replace(graph, style="functional", links=links)


def test_that_a_broken_network_is_marked_on_its_nodes_and_listed(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    project, _ = open_project("iris-mlp")
    first, hidden, last = (node.id for node in project.graph.nodes)
    into, on, back = Link(first, hidden), Link(hidden, last), Link(last, hidden)
    broken = {
        "cycle": (_shown(project.graph, into, on, back), f"node:{hidden}", "cycle"),
        "gap": (_shown(project.graph, into), f"node:{last}", "not connected"),
        "no-input": (
            DeleteItems(frozenset({first})).apply(project).graph,
            "graph",
            "no input",
        ),
        "no-output": (
            DeleteItems(frozenset({hidden, last})).apply(project).graph,
            "graph",
            "no output",
        ),
        "nothing": (DeleteItems(frozenset({first, hidden, last})).apply(project).graph, "graph", "no layers"),
    }
    for name, (graph, where, word) in broken.items():
        path = tmp_path / f"{name}.workbench"
        file.save(project.with_graph(graph), path)
        drop_file(desk, path)
        _settle(qtbot, desk)
        said = [problem.message for problem in desk.document.problems_at(where)]
        assert any(word in message for message in said), (name, desk.document.problems)
        assert _cannot_train(desk)
        rows = desk.window.problems.model
        listed = [str(rows.index(row, 0).data()) for row in range(rows.rowCount())]
        assert any(word in line for line in listed)
        click(qtbot, desk, "problems-toggle")
        assert field(desk, "problems-list").isVisible()
        click(qtbot, desk, "problems-toggle")


def test_that_impossible_settings_are_told_at_their_fields(qtbot: QtBot, desk: Desk) -> None:
    desk.actions["mode-training"].trigger()
    for name, words in {"epochs": "0", "batch_size": "100000", "seed": "-1"}.items():
        before = desk.document.project
        row = desk.window.training_page.fit.rows[name]
        key_in(qtbot, row.editor, words)
        qtbot.waitUntil(row.message.isVisible, timeout=5_000)
        assert "expected" in row.message.text().lower()
        if desk.document.project != before:
            assert _cannot_train(desk) in row.message.text()
            desk.actions["undo"].trigger()
        else:
            key_in(qtbot, row.editor, str(getattr(before.training, name)))
        assert desk.document.project == before
        qtbot.waitUntil(field(desk, "run_main").isEnabled, timeout=5_000)


def test_that_train_says_what_is_wrong_with_the_field_that_is_being_typed_in(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.actions["mode-training"].trigger()
    qtbot.waitUntil(field(desk, "run_main").isEnabled, timeout=5_000)
    before, epochs = desk.document.project, field(desk, "field_epochs")
    epochs.setFocus()
    qtbot.keyClick(epochs, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(epochs, "0")

    click(qtbot, desk, "run_main")

    assert "Epochs: Expected at least 1, received “0”." in question(desk).text()
    answer(qtbot, desk, "cancel")
    assert desk.document.project == before
    assert desk.training.session is None
    assert not paths.runs_home().exists()
    assert field(desk, "run_main").isEnabled()


def test_that_a_device_of_another_machine_is_told_before_there_is_a_run(qtbot: QtBot, desk: Desk) -> None:
    training = desk.document.project.training
    desk.document.do(SetTraining(replace(training, device="gpu:99"), "Change device"))

    qtbot.waitUntil(lambda: "received “gpu:99”" in _cannot_train(desk), timeout=5_000)
