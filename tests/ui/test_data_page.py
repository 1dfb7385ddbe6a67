"""The data page beside a document, with real keys and clicks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget
from pytestqt.qtbot import QtBot

from tests.helpers.pages import click, in_front, line, retype, text
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import Bundled, Table
from workbench.project.project import Project
from workbench.protocol.facts import ColumnFacts, DataFacts
from workbench.ui.data.csv_header import read_header
from workbench.ui.data.page import DataPage
from workbench.ui.data.tables import RowsModel
from workbench.ui.document.document import Document
from workbench.ui.inspector.figures import Figures
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
FLOWERS = "length,width,colour,species\n5.1,3.5,0.2,setosa\n4.9,3.0,0.2,setosa\n"


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    return Document(Project(), catalog)


@pytest.fixture
def page(qtbot: QtBot, document: Document, theme: Theme) -> DataPage:
    return in_front(qtbot, DataPage(document, theme), 1280, 700)


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS)
    return path


def toggle(qtbot: QtBot, features: QListWidget, name: str) -> None:
    """Click the tick of a feature."""
    item = next(features.item(i) for i in range(features.count()) if features.item(i).text() == name)
    area = features.visualItemRect(item)
    at = QPoint(area.left() + 10, area.center().y())
    qtbot.mouseClick(features.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_that_an_empty_project_is_told_what_to_do(page: DataPage) -> None:
    assert "Choose where the examples come from" in text(page, "data_hint")
    assert not page.split.isVisible()


def test_that_a_click_chooses_a_bundled_set(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_digits")
    assert document.project.data.source == Bundled("digits")
    assert page.source._bundled["digits"].isChecked()
    document.undo_stack.undo()
    assert not page.source._bundled["digits"].isChecked()


def test_that_xor_sets_nothing_aside(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_xor")
    assert (document.project.data.split.validation, document.project.data.split.test) == (0, 0)
    click(qtbot, page, "source_iris")
    assert (document.project.data.split.validation, document.project.data.split.test) == (0.15, 0.15)


def test_that_open_csv_asks_the_application_for_a_file(qtbot: QtBot, page: DataPage) -> None:
    with qtbot.waitSignal(page.csv_requested):
        click(qtbot, page, "source_csv")


def test_that_a_csv_proposes_its_last_column_as_the_target(
    page: DataPage, document: Document, flowers: Path
) -> None:
    page.set_csv(flowers)
    assert document.project.data.source == Table(path=str(flowers), target="species")
    features = page.roles.features
    assert [features.item(i).text() for i in range(features.count())] == ["length", "width", "colour"]


def test_that_a_csv_beside_a_saved_project_is_told_by_its_name(
    page: DataPage, document: Document, flowers: Path
) -> None:
    document.mark_saved(flowers.with_name("mine.workbench"))
    page.set_csv(flowers)
    assert document.project.data.source == Table(path="flowers.csv", target="species")


def test_that_target_and_features_are_chosen(
    qtbot: QtBot, page: DataPage, document: Document, flowers: Path
) -> None:
    page.set_csv(flowers)
    toggle(qtbot, page.roles.features, "colour")
    source = document.project.data.source
    assert isinstance(source, Table) and source.features == ("length", "width")

    target = page.findChild(QComboBox, "target")
    assert target is not None
    target.setFocus()
    qtbot.keyClick(target, Qt.Key.Key_Home)

    source = document.project.data.source
    assert isinstance(source, Table)
    assert (source.target, source.features) == ("length", ("width",))


def test_that_the_last_feature_cannot_be_taken_away(
    qtbot: QtBot, page: DataPage, document: Document, flowers: Path
) -> None:
    page.set_csv(flowers)
    for name in ("length", "width", "colour"):
        toggle(qtbot, page.roles.features, name)
    source = document.project.data.source
    assert isinstance(source, Table) and source.features == ("colour",)
    assert "at least one feature" in text(page, "features_message")


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "no header"), (b"\x89PNG\0\0", "binary data"), (None, "can't be read")]
)
def test_that_a_file_that_is_no_table_is_refused_in_words(
    page: DataPage, document: Document, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "bad.csv"
    if content is not None:
        path.write_bytes(content)
    page.set_csv(path)
    assert document.project.data.source is None
    assert words in page.source.notes.text()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfa,b\n1,2\n",
        b"a;b\n1;2\n",
        "a\tb\n".encode("utf-16"),
        b'\n"a",b\r\n',
    ],
)
def test_that_a_header_is_read_whatever_wrote_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert read_header(path) == ("a", "b")


def test_that_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="can't be read"):
        read_header(tmp_path)


def test_that_shares_are_typed_in_percent(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_iris")
    retype(qtbot, line(page, "field_validation"), "20")
    retype(qtbot, line(page, "field_test"), "12.5")
    retype(qtbot, line(page, "field_seed"), "7")
    split = document.project.data.split
    assert (split.validation, split.test, split.seed) == (0.2, 0.125, 7)
    assert text(page, "training_share") == "The rest, 67.5 %, is for training."
    qtbot.keyClick(line(page, "field_test"), Qt.Key.Key_Up)
    assert document.project.data.split.test == 0.135


def test_that_a_share_above_the_whole_is_refused(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_iris")
    retype(qtbot, line(page, "field_test"), "150")
    assert document.project.data.split.test == 0.15
    assert "received “150”" in text(page, "message_test")


def digits() -> DataFacts:
    return DataFacts(
        input_shape=(2, 2, 1),
        task="classification",
        classes=("zero", "one"),
        counts=(30, 10),
        examples=40,
        training=28,
        validation=6,
        test=6,
        maximum=16.0,
        preview=((0, 16, 16, 0), (16, 0, 0, 16)),
        preview_labels=("zero", "one"),
    )


def test_that_pictures_and_figures_are_shown(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_digits")
    document.set_facts(digits())
    figures = page.findChild(Figures, "data_figures")
    assert figures is not None
    assert {"examples 40", "input shape 2 × 2 × 1", "training 28", "test 6"} <= set(
        figures.text().splitlines()
    )
    assert page.facts.images.count == 2
    assert page.facts.images.isVisible()
    assert not page.facts.table.isVisible()
    assert page.facts.bars.accessibleName() == "zero: 30, one: 10"
    assert not page.hint.isVisible()


@pytest.mark.parametrize(("width", "shown"), [(2, "scatter"), (3, "table")])
def test_that_two_features_are_points_and_more_are_a_table(
    page: DataPage, document: Document, qtbot: QtBot, width: int, shown: str
) -> None:
    click(qtbot, page, "source_iris")
    columns = tuple(ColumnFacts(name=f"c{i}", dtype="float64", minimum=0, maximum=1) for i in range(width))
    document.set_facts(
        DataFacts(
            input_shape=(width,),
            task="regression",
            examples=1,
            columns=columns,
            preview=((0.5,) * width,),
            preview_labels=("3",),
        )
    )
    assert getattr(page.facts, shown).isVisible()
    assert not page.facts.bars.isVisible()
    assert page.facts.columns.rows.rowCount() == width


def test_that_problems_stand_where_they_belong(page: DataPage, document: Document, flowers: Path) -> None:
    page.set_csv(flowers)
    document.set_problems(
        (
            error("a", "data.source", "The file is gone."),
            error("b", "data.source.target", "No such column."),
            error("c", "data.split", "Nothing is left."),
        )
    )
    assert page.source.notes.text() == "✕ The file is gone."
    assert page.roles.notes.text() == "✕ No such column."
    assert page.split.notes.text() == "✕ Nothing is left."
    assert "the reason stands at the left" in text(page, "data_hint")


def test_that_reading_is_shown_while_it_lasts(qtbot: QtBot, page: DataPage) -> None:
    click(qtbot, page, "source_digits")
    page.set_busy(True)
    assert page.busy.isVisible()
    assert text(page, "data_hint") == "Reading the data…"
    page.set_busy(False)
    assert not page.busy.isVisible()


def test_that_the_table_keeps_qts_rules(qtmodeltester: Any) -> None:
    model = RowsModel()
    model.set_rows(("name", "figure"), [("a", "1"), ("b", "2")])
    qtmodeltester.check(model)


def test_that_a_users_names_are_never_markup(page: DataPage, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("<b>x</b>,y\n1,2\n")
    page.set_csv(path)
    assert page.roles.features.item(0).text() == "<b>x</b>"
    page.set_csv(tmp_path / "<img src=x>.csv")
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText for label in page.source.notes.findChildren(QLabel)
    )


def test_that_a_click_starts_a_network_that_fits_the_data(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    click(qtbot, page, "source_digits")
    document.set_facts(digits())
    with qtbot.waitSignal(page.network_started):
        click(qtbot, page, "start_network")

    assert [node.spec.kind for node in document.project.graph.nodes][-1] == "Dense"
    assert document.project.training.loss.kind == "BinaryCrossentropy"
    document.undo_stack.undo()
    assert document.project.graph.nodes == ()
