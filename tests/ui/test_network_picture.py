"""The network as a picture: in files of three kinds and on the clipboard."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from tests.helpers.canvas_graphs import branched, node
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.ui.canvas.heat_colors import ramp
from workbench.ui.canvas.picture import image, picture
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from workbench.ui.desk import Desk


@pytest.fixture
def drawn(qapp: QApplication, catalog: Catalog) -> Document:
    return Document(Project(graph=branched()), catalog)


def test_that_an_svg_is_well_formed_and_holds_the_texts(drawn: Document, catalog: Catalog) -> None:
    formula = node("einsum", "EinsumDense", 500, 0, equation="ab,bc->ac", output_shape=(4,))
    shown = Document(Project(graph=Graph(nodes=(*branched().nodes, formula))), catalog)

    root = ElementTree.fromstring(picture(shown, Theme(dark=False), "svg"))

    texts = {"".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Concatenate", "EinsumDense", "join"} <= texts


@pytest.mark.parametrize(("dark", "color"), [(False, "#ffffff"), (True, "#0f1216")])
def test_that_a_png_has_the_double_size_on_a_clean_ground(drawn: Document, dark: bool, color: str) -> None:
    made = QImage.fromData(picture(drawn, Theme(dark=dark), "png"), "PNG")

    assert made.width() > 2 * 448
    assert made.pixelColor(3, 3) == QColor(color)


def test_that_the_picture_shows_the_heat_map_that_is_on(drawn: Document) -> None:
    layers = tuple(
        LayerAnalysis(id=name, name=name, kind="Dense", output_shapes=((None, 4),), params=params)
        for name, params in (("left", 36), ("out", 360_000))
    )
    drawn.set_analysis(Analysis(layers=layers))

    cool, hot = (image(drawn, Theme(), heat=by) for by in ("off", "params"))

    most = ramp(1, is_dark=True).rgb()
    places = [(x, y) for x in range(0, hot.width(), 8) for y in range(0, hot.height(), 8)]
    assert any(hot.pixel(*place) == most for place in places)
    assert not any(cool.pixel(*place) == most for place in places)


def test_that_a_pdf_is_one_page_of_its_own_size(drawn: Document) -> None:
    content = picture(drawn, Theme(), "pdf")

    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 1


def test_that_selection_and_problems_leave_no_mark(drawn: Document) -> None:
    theme = Theme()
    clean = image(drawn, theme)

    drawn.select({"left", "join"})
    drawn.set_problems((error("x", "node:left", "Wrong."),))

    assert image(drawn, theme) == clean


def test_that_a_very_long_network_stays_within_what_an_image_can_be(qapp: object, catalog: Catalog) -> None:
    graph = Graph(nodes=(node("a", "Flatten", 0, 0), node("b", "Flatten", 0, 90_000)))

    made = image(Document(Project(graph=graph), catalog), Theme())

    assert 15_000 < made.height() <= 16_000


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, workbench_home: Path) -> Iterator[Desk]:
    from workbench.ui.desk import Desk

    made = Desk(qapp)
    made.open("digits-mlp")
    yield made
    made.close()


def test_that_the_network_is_saved_as_the_kind_that_the_name_says(desk: Desk, tmp_path: Path) -> None:
    for suffix, start in (("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
        desk.actions["picture"].trigger()
        dialog = desk.window.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / f"net.{suffix}"))
        dialog.setParent(None)
        dialog.close()
        assert (tmp_path / f"net.{suffix}").read_bytes().startswith(start)


def test_that_a_name_of_another_kind_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    desk.actions["picture"].trigger()
    dialog = desk.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)

    dialog.fileSelected.emit(str(tmp_path / "net.doc"))

    box = desk.window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "ends in .svg, .png, .pdf" in box.text()
    assert not any(tmp_path.glob("net*"))
    box.close()
    dialog.close()


def test_that_the_network_is_copied_as_an_image(desk: Desk) -> None:
    desk.actions["copy-picture"].trigger()

    assert QGuiApplication.clipboard().image().width() > 400


def test_that_an_empty_canvas_makes_no_picture_and_says_so(desk: Desk) -> None:
    desk.document.open(Project(), path=None, base=Path.cwd())

    desk.actions["picture"].trigger()

    box = desk.window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "no network yet" in box.text()
    box.close()
