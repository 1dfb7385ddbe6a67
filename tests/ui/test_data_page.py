"""The data page beside a document, with real keys and clicks."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from tests.helpers.pages import choose, click, in_front, line, retype, text
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.data import Arrays, Bundled, DataSpec, Generated, ImageFolder, KerasDataset, Table
from workbench.project.edits import SetData
from workbench.project.project import Project
from workbench.protocol.facts import ColumnFacts, DataFacts, ImageFacts, SetAside
from workbench.protocol.looks import Found
from workbench.ui.data.page import DataPage
from workbench.ui.data.tables import RowsModel
from workbench.ui.document.document import Document
from workbench.ui.inspector.figures import Figures
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    return Document(Project(), catalog)


@pytest.fixture
def page(qtbot: QtBot, document: Document, theme: Theme) -> DataPage:
    page = DataPage(document, theme, lambda _group, _kind: None)
    return in_front(qtbot, page, 1280, 900)


def choose_source(qtbot: QtBot, page: DataPage, name: str) -> None:
    """Click a tile, which may be behind the one that is chosen."""
    tile = page.source.tiles[name]
    if not tile.isVisible():
        click(qtbot, page, "source_current")
    tile.setFocus()  # the page scrolls to it
    qtbot.keyClick(tile, Qt.Key.Key_Space)


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
        proposed="binary",
    )


def flowers() -> Found:
    columns = tuple(ColumnFacts(name=name, dtype="number") for name in ("length", "width", "colour", "kind"))
    return Found(
        path="/data/flowers.csv", source=Table(path="/data/flowers.csv", target="kind"), columns=columns
    )


def test_that_an_empty_project_is_told_what_to_do(page: DataPage) -> None:
    assert "choose at the left where the examples come from" in text(page, "data_hint")
    assert page.source.tiles["iris"].isVisible()
    assert not page.split.isVisible()
    assert not page.sights.isVisible()


def test_that_a_click_chooses_a_bundled_set(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_digits")
    assert document.project.data.source == Bundled("digits")
    assert page.source.tiles["digits"].isChecked()
    document.undo_stack.undo()
    assert not page.source.tiles["digits"].isChecked()


def test_that_the_sources_of_a_project_with_data_are_a_click_away(
    qtbot: QtBot, catalog: Catalog, theme: Theme
) -> None:
    project = Project(data=DataSpec(source=Bundled("iris")))
    page = DataPage(Document(project, catalog), theme, lambda _group, _kind: None)
    in_front(qtbot, page, 1280, 900)
    assert not page.source.tiles["xor"].isVisible()
    click(qtbot, page, "source_current")
    assert page.source.tiles["xor"].isVisible()


def test_that_xor_sets_nothing_aside(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_xor")
    assert (document.project.data.split.validation, document.project.data.split.test) == (0, 0)
    choose_source(qtbot, page, "iris")
    assert (document.project.data.split.validation, document.project.data.split.test) == (0.15, 0.15)


@pytest.mark.parametrize(("tile", "what"), [("csv", "table"), ("folder", "folder"), ("arrays", "arrays")])
def test_that_ones_own_data_are_asked_of_the_application(
    qtbot: QtBot, page: DataPage, tile: str, what: str
) -> None:
    with qtbot.waitSignal(page.asked) as asked:
        click(qtbot, page, f"source_{tile}")
    assert asked.args == [what]


def test_that_keras_own_sets_come_with_their_test_part(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    click(qtbot, page, "source_keras")
    assert document.project.data.source == KerasDataset(name="mnist")
    assert document.project.data.split.by == "given"
    box = page.findChild(QComboBox, "field_source_name")
    assert box is not None
    assert not page.settings.findChild(QLabel, "message_words").isVisible()
    choose(qtbot, box, "IMDB: film reviews")
    assert document.project.data.source == KerasDataset(name="imdb")
    retype(qtbot, line(page, "field_source_length"), "80")
    assert document.project.data.source == KerasDataset(name="imdb", length=80)
    choose_source(qtbot, page, "iris")
    assert document.project.data.split.by == "share"


def test_that_a_generated_set_follows_its_sliders_in_one_step_of_undo(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    click(qtbot, page, "source_generated")
    noise = page.settings.findChild(object, "slider_source_noise")  # type: ignore[call-overload]
    noise.setFocus()
    for _ in range(5):
        qtbot.keyClick(noise, Qt.Key.Key_Right)
    source = document.project.data.source
    assert isinstance(source, Generated)
    assert source.noise == pytest.approx(0.15)
    assert line(page, "field_source_noise").text() == "0.15"
    assert line(page, "field_source_noise").isVisible()
    assert not line(page, "field_source_classes").isVisible()
    document.undo_stack.undo()
    assert document.project.data.source == Generated(kind="moons")


def test_that_what_was_found_is_the_source_with_its_target(page: DataPage, document: Document) -> None:
    page.take(flowers())
    assert document.project.data.source == Table(path="/data/flowers.csv", target="kind")
    assert page.learn.target.currentText() == "kind"
    document.undo_stack.undo()
    assert document.project.data.source is None


def test_that_an_encoding_is_chosen_where_letters_may_be_wrong(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    found = flowers()
    page.take(found)
    assert not page.settings.isVisible()

    other = Table(path="/data/other.csv", target="kind")
    page.take(replace(found, path=other.path, source=other, encoding="cp1252"))
    box = page.findChild(QComboBox, "field_source_encoding")
    assert box.currentText() == "as found: Windows-1252: western Europe"
    choose(qtbot, box, "Windows-1250: central Europe")

    assert document.project.data.source == replace(other, encoding="cp1250")
    document.undo_stack.undo()
    assert document.project.data.source == other


def test_that_gaps_are_filled_in_what_is_proposed(page: DataPage, document: Document) -> None:
    found = flowers()
    gaps = ColumnFacts(name="length", dtype="number", missing=3)
    page.take(Found(path=found.path, source=found.source, columns=(gaps, *found.columns[1:])))
    assert document.project.data.preparation.missing == "median"


def test_that_another_target_is_chosen_with_a_key(qtbot: QtBot, page: DataPage, document: Document) -> None:
    page.take(flowers())
    page.learn.target.setFocus()
    qtbot.keyClick(page.learn.target, Qt.Key.Key_Home)
    assert document.project.data.source == Table(path="/data/flowers.csv", target="length")


def test_that_the_proposed_task_is_overruled(qtbot: QtBot, page: DataPage, document: Document) -> None:
    page.take(flowers())
    document.set_facts(digits())
    box = page.findChild(QComboBox, "field_task")
    assert box is not None
    assert box.currentText() == "proposed: two classes"
    choose(qtbot, box, "quantities")
    assert document.project.data.task == "regression"


def test_that_shares_are_typed_in_percent(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_iris")
    retype(qtbot, line(page, "field_validation"), "20")
    retype(qtbot, line(page, "field_test"), "12.5")
    retype(qtbot, line(page, "field_seed"), "7")
    split = document.project.data.split
    assert (split.validation, split.test, split.seed) == (0.2, 0.125, 7)
    assert page.split.bar.text().startswith("training  (68%)")
    qtbot.keyClick(line(page, "field_test"), Qt.Key.Key_Up)
    assert document.project.data.split.test == 0.135


def test_that_a_share_above_the_whole_is_refused(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_iris")
    retype(qtbot, line(page, "field_test"), "150")
    assert document.project.data.split.test == 0.15
    assert "received “150”" in text(page, "message_test")


def test_that_a_fold_is_chosen_out_of_the_folds(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_iris")
    retype(qtbot, line(page, "field_folds"), "4")
    assert not line(page, "field_validation").isVisible()
    box = page.findChild(QComboBox, "field_fold")
    assert box is not None
    choose(qtbot, box, "4 of 4")
    assert (document.project.data.split.folds, document.project.data.split.fold) == (4, 3)
    retype(qtbot, line(page, "field_folds"), "3")
    assert (document.project.data.split.folds, document.project.data.split.fold) == (3, 2)


def test_that_the_bar_tells_how_many_examples_each_part_has(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    click(qtbot, page, "source_digits")
    document.set_facts(digits())
    assert page.split.bar.text() == "training 28 (70%), validation 6 (15%), test 6 (15%)"


def test_that_pictures_and_figures_are_shown(qtbot: QtBot, page: DataPage, document: Document) -> None:
    click(qtbot, page, "source_digits")
    document.set_facts(digits())
    figures = page.findChild(Figures, "data_figures")
    assert figures is not None
    assert {"examples 40", "input shape 2 × 2 × 1", "training 28", "task two classes"} <= set(
        figures.text().splitlines()
    )
    overview = page.sights.overview
    assert overview.wall.count == 2
    assert overview.wall.accessibleDescription() == "zero: 30, one: 10"
    assert overview.bars.accessibleName() == "zero: 30, one: 10"
    assert not overview.table.isVisible()
    assert not page.hint.isVisible()


def test_that_files_that_were_set_aside_are_named_and_the_rest_counted(
    page: DataPage, document: Document
) -> None:
    document.do(SetData(DataSpec(source=ImageFolder(path="/data/birds"))))
    aside = tuple(SetAside(path=f"/data/birds/{n}.png", reason="it is no image") for n in range(100))
    document.set_facts(replace(digits(), images=ImageFacts(files=40, set_aside=aside, set_aside_count=1500)))

    told = page.sights.overview.figures.text()

    assert "set aside 1,500\n/data/birds/0.png: it is no image\n" in told
    assert told.endswith("/data/birds/11.png: it is no image\nand 1,488 more")


def test_that_grey_images_without_an_axis_for_colours_are_drawn(page: DataPage, document: Document) -> None:
    document.do(SetData(DataSpec(source=Arrays(path="/data/mnist.npz"))))
    grey = replace(digits(), input_shape=(8, 8), preview=((0.0, 16.0) * 32,) * 2)
    document.set_facts(grey)

    assert page.sights.overview.wall.isVisible()
    assert page.sights.overview.wall.count == 2
    assert page.preparation.form.rows["images"].isVisibleTo(page)


@pytest.mark.parametrize(("width", "shown"), [(2, "scatter"), (3, "table"), (1, "scatter")])
def test_that_points_and_curves_are_drawn_and_more_is_a_table(
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
            proposed="regression",
        )
    )
    assert getattr(page.sights.overview, shown).isVisible()
    assert not page.sights.overview.bars.isVisible()
    assert page.sights.columns.table.rows.rowCount() == width


def test_that_a_wide_table_takes_the_room_of_a_wide_page(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    page.resize(2560, 1440)
    click(qtbot, page, "source_iris")
    columns = tuple(ColumnFacts(name=f"measured_{i}", dtype="float64") for i in range(20))
    row = tuple("1.2345" for _ in columns)
    document.set_facts(
        DataFacts(input_shape=(20,), task="classification", examples=9, columns=columns, rows=(row,) * 3)
    )
    table = page.sights.overview.table
    qtbot.waitUntil(lambda: table.width() > 1600)

    assert table.full_width > 1600
    assert not table.horizontalScrollBar().isVisible()
    assert page.sights.overview.figures.width() < 800


def test_that_facts_of_another_source_are_not_shown_as_those_of_this_one(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    click(qtbot, page, "source_digits")
    document.set_facts(digits())
    choose_source(qtbot, page, "iris")
    assert not page.sights.isVisible()
    assert page.split.bar.text().startswith("training  (70%)")


def test_that_problems_stand_where_they_belong(page: DataPage, document: Document) -> None:
    page.take(flowers())
    document.set_problems(
        (
            error("a", "data.source", "The file is gone."),
            error("b", "data.source.target", "No such column."),
            error("c", "data.split", "Nothing is left."),
        )
    )
    assert page.source.notes.text() == "✕ The file is gone."
    assert page.learn.notes.text() == "✕ No such column."
    assert page.split.notes.text() == "✕ Nothing is left."


def test_that_a_problem_of_a_field_stands_at_the_field(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    document.do(SetData(DataSpec(source=ImageFolder(path="/data/flowers"))))
    document.set_problems((error("a", "data.source.form.height", "Expected 1 to 4096."),))
    assert text(page, "message_height") == "✕ Expected 1 to 4096."
    assert page.source.notes.text() == ""
    retype(qtbot, line(page, "field_form_width"), "96")
    source = document.project.data.source
    assert isinstance(source, ImageFolder)
    assert source.form.width == 96


def test_that_the_table_keeps_qts_rules(qtmodeltester: Any) -> None:
    model = RowsModel()
    model.set_rows(("name", "figure"), [("a", "1"), ("b", "2")])
    qtmodeltester.check(model)


def test_that_a_users_names_are_never_markup(page: DataPage) -> None:
    column = ColumnFacts(name="<b>x</b>", dtype="number")
    source = Table(path="/data/<img src=x>.csv", target="<b>x</b>")
    page.take(Found(path=source.path, source=source, columns=(column,)))
    page.refuse((error("a", "data.source", "<i>no</i>"),))
    labels = page.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if "<" in label.text())


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
