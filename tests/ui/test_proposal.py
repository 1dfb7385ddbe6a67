"""The words in which a project is proposed for a file."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from workbench.project.data import DataSpec, Table, Window
from workbench.protocol.facts import ColumnFacts, DataFacts
from workbench.protocol.looks import Found
from workbench.ui.data.proposal import proposal

SOURCE = Table(path="/d/t.csv", target="y")
FOUND = Found(
    path="/d/t.csv",
    source=SOURCE,
    columns=(ColumnFacts(name="a", dtype="int64"), ColumnFacts(name="y", dtype="text")),
    row_count=1234,
)
SAMPLE = replace(FOUND, is_sample=True, row_count=6_012_345, sample_rows=5000)
FACTS = DataFacts(
    input_shape=(1,), task="classification", classes=("p", "q"), examples=6_000_000, training=4_200_000
)


def test_that_what_is_left_out_is_told(qapp: object) -> None:
    found = replace(FOUND, source=replace(SOURCE, ignored=("when", "name")))

    told = proposal(found, DataSpec(source=found.source), None)

    assert "Left out, since every row has another value: “when”, “name”." in told


@pytest.mark.parametrize(
    ("found", "facts", "data", "words"),
    [
        (FOUND, None, DataSpec(source=SOURCE), "a table of 1,234 rows and 2 columns"),
        (SAMPLE, None, DataSpec(source=SOURCE), "a table of about 6,012,345 rows and 2 columns"),
        (SAMPLE, FACTS, DataSpec(source=SOURCE), "a table of 6,000,000 rows and 2 columns"),
        (
            SAMPLE,
            FACTS,
            DataSpec(source=SOURCE, window=Window(length=5)),
            "a table of about 6,012,345 rows and 2 columns",
        ),
        (
            replace(SAMPLE, row_count=0),
            None,
            DataSpec(source=SOURCE),
            "a table of more than 5,000 rows and 2 columns",
        ),
    ],
    ids=["all seen", "a sample", "read", "in windows", "unknown"],
)
def test_that_a_proposal_says_how_many_rows_there_are(
    qapp: object, found: Found, facts: DataFacts | None, data: DataSpec, words: str
) -> None:
    assert words in proposal(found, data, facts).split("\n")[0]
