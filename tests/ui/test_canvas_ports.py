"""How many ports a card shows, and which links are refused."""

import pytest

from tests.helpers.canvas import branched
from workbench.catalog.catalog import Catalog
from workbench.project.block_view import view
from workbench.project.graph import Link
from workbench.ui.canvas.ports import first_free_input, input_count, takes_input
from workbench.ui.canvas.wiring import refusal


@pytest.mark.parametrize(
    ("kind", "taken", "expected"),
    [
        ("Input", (), 0),
        ("Dense", (), 1),
        ("Dense", (0,), 1),
        ("Concatenate", (), 2),
        ("Concatenate", (0, 1), 3),
        ("Concatenate", (3,), 5),
        ("Subtract", (0, 1), 2),
    ],
)
def test_that_a_card_shows_every_linked_input_and_a_free_one(
    catalog: Catalog, kind: str, taken: tuple[int, ...], expected: int
) -> None:
    assert input_count(catalog.kind("layer", kind), taken) == expected


def test_that_an_unknown_layer_shows_one_input_at_least() -> None:
    assert input_count(None, ()) == 1
    assert input_count(None, (2,)) == 3


def test_that_the_first_free_input_fills_gaps() -> None:
    assert first_free_input(3, (0, 2)) == 1
    assert first_free_input(1, (0,)) is None


def test_that_only_an_input_layer_can_not_be_fed(catalog: Catalog) -> None:
    assert takes_input(catalog, "Dense")
    assert not takes_input(catalog, "Input")
    assert takes_input(catalog, "NeverHeardOf")


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        (Link("left", "left"), "feed itself"),
        (Link("join", "image"), "cycle"),
        (Link("image", "left"), "already"),
        (Link("join", "out"), ""),
    ],
)
def test_that_a_refusal_says_why(link: Link, reason: str) -> None:
    said = refusal(branched(), view(branched()), link)

    assert reason in said
    assert bool(said) == bool(reason)
