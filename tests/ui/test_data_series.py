"""Time series on the data page: proposed as a whole, and chosen by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from tests.helpers.pages import click, in_front, line, retype
from workbench.catalog.catalog import Catalog
from workbench.project.data import Table, Window
from workbench.project.project import Project
from workbench.protocol.facts import ColumnFacts
from workbench.protocol.looks import Found
from workbench.ui.data.page import DataPage
from workbench.ui.data.proposal import proposal
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
DAY = ColumnFacts(name="day", dtype="text", kind="category")
HEAT, LOAD = (ColumnFacts(name=name, dtype="number", minimum=1, maximum=9) for name in ("heat", "load"))
SERIES = Found(
    path="/d/s.csv",
    source=Table(path="/d/s.csv", target="load", features=("load",), time="day"),
    columns=(DAY, LOAD),
    window=Window(length=24),
    row_count=400,
)
TABLE = Found(
    path="/d/t.csv",
    source=Table(path="/d/t.csv", target="load", time="day"),
    columns=(DAY, HEAT, LOAD),
)


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    return Document(Project(), catalog)


@pytest.fixture
def page(qtbot: QtBot, document: Document, theme: Theme) -> DataPage:
    return in_front(qtbot, DataPage(document, theme, lambda _group, _kind: None), 1280, 900)


def tick(qtbot: QtBot, page: DataPage, name: str) -> QCheckBox:
    box = page.findChild(QCheckBox, name)
    assert isinstance(box, QCheckBox)
    box.setFocus()  # the page scrolls to it
    qtbot.keyClick(box, Qt.Key.Key_Space)
    return box


def features(document: Document) -> tuple[str, ...]:
    source = document.project.data.source
    assert isinstance(source, Table)
    return source.features


def test_that_a_series_comes_with_its_windows_in_one_step(page: DataPage, document: Document) -> None:
    page.take(SERIES)
    data = document.project.data

    assert (data.window, data.task, data.split.by) == (Window(length=24), "regression", "time")
    assert (data.preparation.scaling, features(document)) == ("standard", ("load",))
    assert "A series by “day”: the next value of “load” is told by the 24 before it." in proposal(
        SERIES, data, None
    )
    document.undo_stack.undo()
    assert document.project == Project()


def test_that_a_tick_makes_the_targets_past_an_input(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    page.take(TABLE)
    tick(qtbot, page, "field_window_is_on")
    box = tick(qtbot, page, "field_window_own_past")
    assert features(document) == ("heat", "load")

    retype(qtbot, line(page, "field_window_horizon"), "0")
    assert (document.project.data.window, features(document)) == (Window(horizon=0), ())
    assert not box.isVisible()

    document.undo_stack.undo()
    assert features(document) == ("heat", "load")
    tick(qtbot, page, "field_window_own_past")
    assert features(document) == ()


def test_that_the_only_input_stays_one_and_why_is_told(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    page.take(SERIES)
    box = tick(qtbot, page, "field_window_own_past")

    assert features(document) == ("load",)
    assert box.isChecked()
    assert "Expected at least one feature" in page.preparation.window_form.rows["own_past"].message.text()


def test_that_a_key_gives_the_role_and_windows_with_it(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    page.take(TABLE)
    click(qtbot, page, "tab_columns")
    table = page.sights.columns.table
    at = table.visualRect(table.rows.index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)

    qtbot.keyClick(table, Qt.Key.Key_B)

    assert (document.project.data.window, features(document)) == (Window(), ("heat", "load"))
    document.undo_stack.undo()
    assert (document.project.data.window, features(document)) == (None, ())


def test_that_another_target_of_a_series_is_told_by_its_own_past_too(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    page.take(TABLE)
    tick(qtbot, page, "field_window_is_on")
    tick(qtbot, page, "field_window_own_past")

    page.learn.target.setFocus()
    qtbot.keyClick(page.learn.target, Qt.Key.Key_Up)

    source = document.project.data.source
    assert isinstance(source, Table)
    assert (source.target, source.features) == ("heat", ("heat", "load"))
