"""The palette's list of layers."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import FAMILIES, Kind
from workbench.ui.canvas.mime import MIME_TYPE, unpack
from workbench.ui.canvas.palette_model import FAMILY_ROLE, IS_HEADING_ROLE, PaletteModel

_MADE_UP = (("Odd", "oddities"), ("Dense", "core"))


def _rows(model: PaletteModel) -> list[QModelIndex]:
    return [model.index(row) for row in range(model.rowCount())]


def test_that_the_model_keeps_qts_rules(qtmodeltester: Any, catalog: Catalog) -> None:
    model = PaletteModel(catalog)

    qtmodeltester.check(model)
    model.filter("pool")
    qtmodeltester.check(model)


def test_that_every_layer_stands_under_its_family_in_the_palettes_order(catalog: Catalog) -> None:
    model = PaletteModel(catalog)

    headings = [index.data() for index in _rows(model) if index.data(IS_HEADING_ROLE)]
    listed = [kind for index in _rows(model) if (kind := model.kind_at(index))]

    assert headings == [family.upper() for family in FAMILIES]
    assert sorted(listed) == sorted(kind.name for kind in catalog.of("layer"))
    assert len(listed) == model.layer_count


def test_that_headings_can_neither_be_chosen_nor_dragged(catalog: Catalog) -> None:
    model = PaletteModel(catalog)

    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.mimeData([model.index(0)]).hasFormat(MIME_TYPE)


def test_that_a_drag_carries_the_kind(catalog: Catalog) -> None:
    model = PaletteModel(catalog)

    assert unpack(model.mimeData([model.index(1)])) == model.index(1).data() == "Input"


def test_that_typing_filters_by_name_and_by_family_in_any_case(catalog: Catalog) -> None:
    model = PaletteModel(catalog)

    model.filter(" conv2dT ")
    assert [index.data() for index in _rows(model)] == ["CONVOLUTION", "Conv2DTranspose"]
    model.filter("MERGING")
    assert {index.data(FAMILY_ROLE) for index in _rows(model)[1:]} == {"merging"}
    model.filter("no such thing")
    assert model.rowCount() == 0
    model.filter("")

    assert model.rowCount() == model.layer_count + len(FAMILIES)


def test_that_the_best_match_begins_with_what_was_typed(catalog: Catalog) -> None:
    model = PaletteModel(catalog)

    model.filter("add")
    assert model.index(model.best_row("add")).data() == "Add"
    model.filter("xyz")

    assert model.best_row("xyz") == -1


def test_that_a_family_nobody_heard_of_comes_last() -> None:
    kinds = (
        Kind(group="layer", name="Odd", family="oddities"),
        Kind(group="layer", name="Dense", family="core"),
    )
    model = PaletteModel(Catalog(keras="0", kinds=kinds))

    assert [index.data() for index in _rows(model)] == ["CORE", "Dense", "ODDITIES", "Odd"]


def test_that_a_tooltip_says_what_a_layer_needs_and_takes(catalog: Catalog) -> None:
    model = PaletteModel(catalog)
    tips = {index.data(): index.data(Qt.ItemDataRole.ToolTipRole) for index in _rows(model)}

    assert "Needs filters, kernel_size" in tips["Conv2D"]
    assert "Takes 2 inputs or more" in tips["Concatenate"]
    assert "Takes 2 inputs" in tips["Subtract"]
    assert "Takes no input" in tips["Input"]
