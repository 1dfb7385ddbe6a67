"""Columns on the data page: roles by keys and by mouse, preparation of one column."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QMenu
from pytestqt.qtbot import QtBot

from tests.helpers.pages import choose, click, in_front, line, retype, text
from workbench.catalog.catalog import Catalog
from workbench.project.data import ColumnPreparation, ImageTable, Table
from workbench.project.project import Project
from workbench.protocol.facts import ColumnFacts
from workbench.protocol.looks import Found
from workbench.ui.data.columns.model import DISTINCT, FACTS, ROLE, ColumnsModel
from workbench.ui.data.columns.roles import with_roles
from workbench.ui.data.page import DataPage
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
COLUMNS = (
    ColumnFacts(
        name="length", dtype="number", minimum=1, maximum=9, mean=4, deviation=2, histogram=(1, 5, 2)
    ),
    ColumnFacts(name="colour", dtype="text", kind="category", missing=4, top=(("red", 5), ("blue", 2))),
    ColumnFacts(name="words", dtype="text", kind="text"),
    ColumnFacts(name="batch", dtype="number"),
    ColumnFacts(name="kind", dtype="text", kind="category"),
)
NAMES = tuple(column.name for column in COLUMNS)


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    return Document(Project(), catalog)


@pytest.fixture
def page(qtbot: QtBot, document: Document, theme: Theme) -> DataPage:
    page = in_front(qtbot, DataPage(document, theme, lambda _group, _kind: None), 1280, 900)
    page.take(Found(path="/d/t.csv", source=Table(path="/d/t.csv", target="kind"), columns=COLUMNS))
    click(qtbot, page, "tab_columns")
    return page


def _source(document: Document) -> Table:
    source = document.project.data.source
    assert isinstance(source, Table)
    return source


def _go_to(qtbot: QtBot, page: DataPage, *names: str) -> None:
    """Click the row of a column, and add others with Ctrl."""
    table = page.sights.columns.table
    for number, name in enumerate(names):
        at = table.visualRect(table.rows.index(NAMES.index(name), 0)).center()
        keys = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, at)


def test_that_the_model_keeps_qts_rules(qtmodeltester: Any) -> None:
    model = ColumnsModel()
    model.set_columns(COLUMNS, ("feature",) * 5)
    qtmodeltester.check(model)
    assert model.index(1, 0).data(FACTS).name == "colour"
    assert "colour: feature, categories, 4 missing" in model.index(1, 0).data(
        Qt.ItemDataRole.AccessibleTextRole
    )


def test_that_keys_give_roles_to_all_chosen_columns(qtbot: QtBot, page: DataPage, document: Document) -> None:
    _go_to(qtbot, page, "words", "batch")
    table = page.sights.columns.table
    qtbot.keyClick(table, Qt.Key.Key_I)
    assert _source(document).ignored == ("words", "batch")
    document.undo_stack.undo()
    assert _source(document).ignored == ()

    _go_to(qtbot, page, "batch")
    qtbot.keyClick(table, Qt.Key.Key_G)
    assert _source(document).group == "batch"
    qtbot.keyClick(table, Qt.Key.Key_F)
    assert _source(document).group == ""


def test_that_a_target_takes_the_place_of_the_other_or_joins_it(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    table = page.sights.columns.table
    _go_to(qtbot, page, "length")
    qtbot.keyClick(table, Qt.Key.Key_T)
    assert _source(document).targets == ("length",)
    _go_to(qtbot, page, "batch")
    qtbot.keyClick(table, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    assert _source(document).targets == ("length", "batch")
    assert text(page, "more_targets") == "and also: batch"


def test_that_a_click_on_a_role_offers_all_of_them(qtbot: QtBot, page: DataPage, document: Document) -> None:
    table = page.sights.columns.table
    cell = table.visualRect(table.rows.index(NAMES.index("batch"), ROLE))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    menu = table.findChild(QMenu, "role_menu")
    assert menu is not None
    qtbot.waitUntil(menu.isVisible)
    action = next(action for action in menu.actions() if action.objectName() == "role_time")
    at = menu.actionGeometry(action).topLeft() + QPoint(8, 8)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=at)
    assert _source(document).time == "batch"


def test_that_at_least_one_feature_stays(qtbot: QtBot, page: DataPage, document: Document) -> None:
    before = document.project.data.source
    _go_to(qtbot, page, "length", "colour", "words", "batch")
    qtbot.keyClick(page.sights.columns.table, Qt.Key.Key_I)
    assert document.project.data.source == before
    assert text(page, "roles_message") == "Expected at least one feature, received none."


def test_that_a_table_of_images_has_no_features(qapp: object) -> None:
    source = ImageTable(path="t", image="file", target="kind")
    assert with_roles(source, ["b"], "image", ("file", "b", "kind")).image == "b"
    assert with_roles(source, ["b"], "target", ("file", "b", "kind")).targets == ("b",)


def test_that_all_features_again_is_no_choice_of_features() -> None:
    source = Table(path="t", target="c", features=("a",))
    assert with_roles(source, ["b"], "feature", ("a", "b", "c")).features == ()


def test_that_one_column_is_prepared_in_its_own_way(qtbot: QtBot, page: DataPage, document: Document) -> None:
    _go_to(qtbot, page, "colour")
    missing = page.findChild(QComboBox, "field_column_missing")
    assert missing is not None
    choose(qtbot, missing, "a constant")
    retype(qtbot, line(page, "field_column_fill"), "grey")
    wanted = ColumnPreparation(name="colour", missing="constant", fill="grey")
    assert document.project.data.preparation.columns == (wanted,)

    choose(qtbot, missing, "as for all")
    retype(qtbot, line(page, "field_column_fill"), "")
    assert document.project.data.preparation.columns == ()


def test_that_only_what_fits_a_column_is_asked(qtbot: QtBot, page: DataPage) -> None:
    detail = page.sights.columns.detail
    for name, shown in (
        ("length", {"kind", "missing", "scaling"}),
        ("words", {"kind", "mode", "tokens", "length"}),
    ):
        _go_to(qtbot, page, name)
        assert {field for field, row in detail.form.rows.items() if row.isVisible()} == shown
    _go_to(qtbot, page, "kind")
    assert not detail.form.isVisible()


def test_that_figures_counted_over_a_sample_say_so(qtbot: QtBot, page: DataPage, document: Document) -> None:
    counted = ColumnFacts(name="length", dtype="number", distinct=900, histogram=(1, 2), counted=200_000)
    page.take(Found(path="/d/u.csv", source=Table(path="/d/u.csv", target="kind"), columns=(counted,)))

    row = page.sights.columns.table.rows
    assert row.index(0, DISTINCT).data() == "≥ 900"
    words = "Distinct values and distributions are counted over a sample of 200,000 rows."
    assert row.index(0, DISTINCT).data(Qt.ItemDataRole.ToolTipRole) == words
    assert text(page, "columns_hint").startswith(words)
    assert "counted in a sample of 200,000 rows" in page.sights.columns.detail.figures.text()
