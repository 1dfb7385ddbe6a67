"""The roles of a table's columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json

from workbench.project.data import Arrays, DataSpec, Generated, ImageFolder, ImageTable, KerasDataset, Table
from workbench.project.roles import ROLES, feature_columns, own_past, role_of, with_role

COLUMNS = ("a", "b", "c", "d")


@given(
    given=st.lists(
        st.tuples(st.sampled_from(COLUMNS), st.sampled_from([role for role in ROLES if role != "image"]))
    )
)
def test_that_a_column_has_the_role_it_was_given_last(given: list[tuple[str, str]]) -> None:
    table = Table(path="t.csv", target="d")

    for column, role in given:
        table = with_role(table, column, role, COLUMNS)  # type: ignore[arg-type]

        assert role_of(table, column) == role
        assert len(set(table.targets)) == len(table.targets)
        assert set(table.targets) & set(feature_columns(table, COLUMNS)) == set(own_past(table))


def test_that_a_target_that_is_a_feature_too_leaves_the_others_what_they_are() -> None:
    table = Table(path="t.csv", target="d", ignored=("b",))

    both = with_role(table, "d", "both", COLUMNS)

    assert [role_of(both, column) for column in COLUMNS] == ["feature", "ignored", "feature", "both"]
    assert [role_of(with_role(both, "d", "target", COLUMNS), c) for c in COLUMNS][1:] == [
        "ignored",
        "feature",
        "target",
    ]


def test_that_chosen_features_stay_in_the_tables_order() -> None:
    table = Table(path="t.csv", target="d", features=("a", "c"))

    assert with_role(table, "b", "feature", COLUMNS).features == ("a", "b", "c")


@pytest.mark.parametrize(
    "source",
    [
        Table(path="t.parquet", target="y", more_targets=("z",), ignored=("id",), time="day"),
        Arrays(path="x.npy", y="y.npy"),
        ImageFolder(path="flowers"),
        ImageTable(path="t.csv", image="file", target="kind"),
        KerasDataset(name="imdb", words=500),
        Generated(kind="spirals", noise=0.2),
    ],
    ids=lambda source: type(source).__name__,
)
def test_that_a_source_survives_being_written(source: object) -> None:
    data = DataSpec(source=source)  # type: ignore[arg-type]

    assert json.decode(json.encode(data), type=DataSpec) == data
