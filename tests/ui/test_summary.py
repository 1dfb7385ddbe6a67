"""The summary of the network: rows, totals, sorting, search, selection, text."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.helpers.blocks import grouped
from tests.helpers.canvas import LEFT, NO_KEYS
from tests.helpers.canvas_graphs import branched, node
from workbench.catalog.catalog import Catalog
from workbench.project.edits import RenameNode
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.ui.document.document import Document
from workbench.ui.model_page import ModelPage
from workbench.ui.summary.as_text import keras_text
from workbench.ui.summary.columns import COLUMNS, keras_shapes, trainable_text
from workbench.ui.summary.panel import SummaryPanel
from workbench.ui.summary.rows import Row, all_totals, rows
from workbench.ui.summary.table import SummaryTable
from workbench.ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier
PARAMS = [column.id for column in COLUMNS].index("params")
FIGURES = {
    "image": (0, 0, 0, 32),
    "left": (36, 36, 32, 16),
    "right": (36, 0, 32, 16),
    "join": (0, 0, 0, 32),
    "out": (9, 9, 8, 4),
}


def _analysis(graph: Graph, figures: dict[str, tuple[int, int, int, int]]) -> Analysis:
    layers = tuple(
        LayerAnalysis(
            id=id_,
            name=graph.node(id_).name,
            kind=graph.node(id_).spec.kind,
            output_shapes=((None, 4),),
            params=params,
            trainable_params=trainable,
            flops=macs,
            memory=memory,
        )
        for id_, (params, trainable, macs, memory) in figures.items()
    )
    sums = [sum(column) for column in zip(*figures.values(), strict=True)]
    return Analysis(
        layers=layers,
        params=sums[0],
        trainable_params=sums[1],
        flops=sums[2],
        memory=sums[3],
        weight_bytes=4 * sums[0],
        trainable_bytes=4 * sums[1],
    )


@dataclass
class Shown:
    """The Model page with its summary open, and what it shows."""

    document: Document
    page: ModelPage

    @property
    def panel(self) -> SummaryPanel:
        return self.page.summary

    @property
    def table(self) -> SummaryTable:
        return self.page.summary.table

    def names(self) -> list[str]:
        return [row.name for row in self.panel.model.shown]


def _show(qtbot: QtBot, catalog: Catalog, graph: Graph | None = None) -> Shown:
    """Show the Model page with its summary open, and with figures where the graph is not given."""
    document = Document(Project(title="Two ways", graph=graph or branched()), catalog)
    if graph is None:
        document.set_analysis(_analysis(branched(), FIGURES))
    page = ModelPage(document, Theme(parent=document), lambda _group, _kind: None)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    page.activateWindow()
    page.show_summary(True)
    qtbot.waitUntil(page.isActiveWindow)
    return Shown(document, page)


def _click(qtbot: QtBot, shown: Shown, name: str, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    index = shown.panel.model.index(shown.names().index(name), 0)
    qtbot.mouseClick(shown.table.viewport(), LEFT, keys, shown.table.visualRect(index).center())


def _click_title(qtbot: QtBot, table: SummaryTable, column: int) -> None:
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), LEFT, NO_KEYS, place)


def test_that_the_summary_is_a_proper_item_model(
    qtbot: QtBot, catalog: Catalog, qtmodeltester: ModelTester
) -> None:
    shown = _show(qtbot, catalog)
    qtmodeltester.check(shown.panel.model)

    shown.document.do(RenameNode("left", "west"))
    shown.panel.model.sort(PARAMS, Qt.SortOrder.DescendingOrder)
    shown.panel.search.setText("dense")
    qtmodeltester.check(shown.panel.model)

    assert shown.names() == ["west", "right", "out"]


def test_that_a_click_on_a_title_sorts_and_a_third_one_goes_back(qtbot: QtBot, catalog: Catalog) -> None:
    shown = _show(qtbot, catalog)
    table = shown.table
    flow = shown.names()

    _click_title(qtbot, table, PARAMS)
    assert shown.names() == ["image", "join", "out", "left", "right"]
    _click_title(qtbot, table, PARAMS)
    assert shown.names()[:3] == ["left", "right", "out"]
    _click_title(qtbot, table, PARAMS)

    assert shown.names() == flow == list(FIGURES)


def test_that_every_column_sorts(qtbot: QtBot, catalog: Catalog) -> None:
    shown = _show(qtbot, catalog)
    for number, column in enumerate(COLUMNS):
        shown.panel.model.sort(number, Qt.SortOrder.AscendingOrder)
        keys = [column.key(row) for row in shown.panel.model.shown]
        assert keys == sorted(keys), column.id


def test_that_rows_select_on_the_canvas_and_come_into_view(qtbot: QtBot, catalog: Catalog) -> None:
    far = node("far", "Dense", 6000, 9000, units=2)
    graph = branched()
    shown = _show(qtbot, catalog, Graph(nodes=(*graph.nodes, far), links=graph.links))
    shown.page.canvas.zoom.reset()

    _click(qtbot, shown, "far")
    assert shown.document.selection == {"far"}
    assert _is_in_view(shown.page, "far")
    _click(qtbot, shown, "image", CTRL)

    assert shown.document.selection == {"far", "image"}
    assert _is_in_view(shown.page, "far")
    assert _is_in_view(shown.page, "image")


def _is_in_view(page: ModelPage, node_id: str) -> bool:
    canvas = page.canvas
    place = canvas.mapFromScene(canvas.graph_scene().nodes[node_id].pos() + QPointF(104, 27))
    return canvas.viewport().rect().contains(place)


def test_that_the_canvas_selects_rows_and_what_the_search_hides_stays_selected(
    qtbot: QtBot, catalog: Catalog
) -> None:
    shown = _show(qtbot, catalog)
    table, document = shown.table, shown.document

    document.select({"join", "left"})
    assert {row.name for row in table.picked()} == {"join", "left"}
    qtbot.keyClicks(shown.panel.search, "concat")
    assert shown.names() == ["join"]
    assert document.selection == {"join", "left"}
    shown.panel.search.clear()

    assert {row.name for row in table.picked()} == {"join", "left"}


def test_that_a_selected_block_selects_the_rows_of_its_layers(qtbot: QtBot, catalog: Catalog) -> None:
    shown = _show(qtbot, catalog, grouped(branched(), "both", "left", "right"))

    shown.document.select({"both"})

    assert {row.name for row in shown.table.picked()} == {"left", "right"}
    assert shown.document.selection == {"both"}, "the block itself stays selected"


def test_that_enter_on_a_row_goes_to_its_card(qtbot: QtBot, catalog: Catalog) -> None:
    shown = _show(qtbot, catalog)
    _click(qtbot, shown, "join")

    qtbot.keyClick(shown.table, Qt.Key.Key_Return)

    qtbot.waitUntil(shown.page.canvas.hasFocus)
    assert shown.document.selection == {"join"}


def test_that_escape_leaves_the_summary_for_the_canvas(qtbot: QtBot, catalog: Catalog) -> None:
    shown = _show(qtbot, catalog)
    _click(qtbot, shown, "join")

    qtbot.keyClick(shown.table, Qt.Key.Key_Escape)

    qtbot.waitUntil(shown.page.canvas.hasFocus)


def test_that_the_totals_follow_the_analysis_and_the_selection(qtbot: QtBot, catalog: Catalog) -> None:
    shown = _show(qtbot, catalog)
    label, document = shown.panel.totals, shown.document

    assert "81 parameters" in label.text()
    assert "45 trainable" in label.text()
    assert "36 non-trainable" in label.text()
    document.select({"left", "out"})
    assert label.text().startswith("Selected: 2 layers · 45 parameters")
    document.select(())
    document.set_analysis(_analysis(document.project.graph, {**FIGURES, "out": (18, 18, 16, 8)}))

    assert "90 parameters" in label.text()


def test_that_a_closed_summary_follows_when_it_is_opened_again(qtbot: QtBot, catalog: Catalog) -> None:
    shown = _show(qtbot, catalog)
    qtbot.mouseClick(_button(shown.page, "summary-close"), LEFT)
    assert not shown.page.is_summary_open()

    shown.document.do(RenameNode("left", "west"))
    shown.page.show_summary(True)

    assert "west" in shown.names()


def _button(page: ModelPage, name: str) -> QToolButton:
    button = page.findChild(QToolButton, name)
    assert isinstance(button, QToolButton)
    return button


def test_that_copied_rows_are_tab_separated_with_plain_figures(qtbot: QtBot, catalog: Catalog) -> None:
    shown = _show(qtbot, catalog)
    _click(qtbot, shown, "right")

    qtbot.keyClick(shown.table, Qt.Key.Key_C, CTRL)

    title, line = QGuiApplication.clipboard().text().splitlines()
    assert title.split("\t")[:4] == ["Layer", "Kind", "Output shape", "Parameters"]
    assert line.split("\t") == ["right", "Dense", "(None, 4)", "36", "0", "32", "16", "image"]


def test_that_the_text_is_drawn_as_keras_draws_it(qtbot: QtBot, catalog: Catalog) -> None:
    shown = _show(qtbot, catalog)

    shown.panel.copy_as_keras()

    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == 'Model: "Two ways"'
    assert len({len(line) for line in lines[1:-3]}) == 1
    assert lines[2].split("┃")[1:3] == [" Layer (type)       ", " Output Shape "]
    assert any("join (Concatenate)" in line and "left[0][0], right[0][0]" in line for line in lines)
    assert [line.strip() for line in lines[-3:]] == [
        "Total params: 81 (324.00 B)",
        "Trainable params: 45 (180.00 B)",
        "Non-trainable params: 36 (144.00 B)",
    ]


def test_that_a_shared_layer_is_counted_once_and_stands_once_in_the_text(catalog: Catalog) -> None:
    tower = node("tower", "Dense", units=4)
    again = replace(tower, id="again", shares="tower")
    graph = Graph(
        nodes=(node("a", "Input", shape=(8,)), node("b", "Input", shape=(8,)), tower, again),
        links=(Link("a", "tower"), Link("b", "again")),
    )
    figures = {"a": (0, 0, 0, 32), "b": (0, 0, 0, 32), "tower": (36, 36, 32, 16), "again": (0, 0, 32, 16)}

    analysis = _analysis(graph, figures)
    listed = rows(graph, analysis)

    params = next(column for column in COLUMNS if column.id == "params")
    assert [params.text(row) for row in listed] == ["0", "0", "36", "shared"]
    text = keras_text("twins", listed, all_totals(analysis, listed))
    assert text.count("tower (Dense)") == 1
    assert "a[0][0], b[0][0]" in text
    assert "Total params: 36" in text


def test_that_copies_in_a_repeated_block_are_all_counted() -> None:
    graph = branched()
    analysis = _analysis(graph, FIGURES)
    layers = tuple(replace(layer, copies=3) if layer.id == "left" else layer for layer in analysis.layers)
    analysis = replace(analysis, layers=layers, params=153)

    listed = rows(graph, analysis)

    row = next(row for row in listed if row.id == "left")
    assert [column.text(row) for column in COLUMNS][:4] == ["left ×3", "Dense", "4", "108"]
    assert all_totals(analysis, listed).params == 153
    assert all_totals(analysis, listed).layers == 7


def test_that_what_keras_has_not_told_is_a_dash_and_no_zero(catalog: Catalog) -> None:
    first = rows(branched(), None)[0]
    assert [column.text(first) for column in COLUMNS] == ["image", "Input", "–", "–", "–", "–", "–", ""]


def test_that_trainable_says_yes_no_frozen_or_how_many() -> None:
    def told(params: int, trainable: int, *, frozen: bool = False) -> str:
        return trainable_text(
            Row(id="a", place=0, name="a", kind="A", params=params, trainable=trainable, is_frozen=frozen)
        )

    assert told(0, 0) == ""
    assert told(8, 8) == "yes"
    assert told(8, 0) == "no"
    assert told(8, 0, frozen=True) == "frozen"
    assert told(1024, 512) == "512 of 1,024"


def test_that_shapes_are_written_as_keras_writes_them() -> None:
    assert keras_shapes(((None, 28, 28, 1),)) == "(None, 28, 28, 1)"
    assert keras_shapes(((None,),)) == "(None,)"
    assert keras_shapes(((None, 8), (None, 4))) == "[(None, 8), (None, 4)]"


def test_that_a_name_is_never_read_as_html(qtbot: QtBot, catalog: Catalog) -> None:
    graph = Graph(nodes=(node("<b>x</b>", "Dense", units=1),))
    shown = _show(qtbot, catalog, graph)

    tip = shown.panel.model.index(0, 0, QModelIndex()).data(Qt.ItemDataRole.ToolTipRole)

    assert "&lt;b&gt;" in tip
