"""Tables that are read on several threads: rows, columns and refusals as if they were read at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workbench.engine.data import csv_blocks, csv_table, figures
from workbench.engine.data.csv_table import read_table
from workbench.engine.data.csv_text import recognise
from workbench.foundation.errors import Problem, WorkbenchError

MISSING = ("", "NA", "null")
FLAGS = ("True", "False")
KINDS = (
    ("1", "20", "-3"),
    ("1", "2.5", "-3", "1e3", "007", *MISSING),
    ("x", "Ä ö", '5" wide', "two\nlines", "a, b; c", 'said "no"', "1", *MISSING),
    FLAGS,
)
MIXED = ("1", "x", "True", "2.5", "", "y z")


class StoppedError(Exception):
    """What ends a reading."""


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Draw a file: of some delimiter, encoding and line end, with blanks, quotes, blank and odd rows."""
    delimiter = draw(st.sampled_from(",;\t|"))
    kinds = draw(st.lists(st.sampled_from((*KINDS, MIXED)), min_size=2, max_size=4))
    written = st.tuples(
        *(st.sampled_from(kind).flatmap(lambda cell: _styles(cell, delimiter)) for kind in kinds)
    )
    rows = draw(st.lists(written, min_size=1, max_size=12))
    rows.append(tuple("end" if kind is MIXED else kind[0] for kind in kinds))
    lines = [delimiter.join(row) for row in (tuple(f"c{n}" for n in range(len(kinds))), *rows)]
    odd = ["", "  ", "1", f"1{delimiter * len(kinds)}"]
    if FLAGS not in kinds:  # where a row is blank these are no flags any more
        odd.append(delimiter * (len(kinds) - 1))
    for line in draw(st.lists(st.sampled_from(odd), max_size=2)):
        lines.insert(draw(st.integers(1, len(lines))), line)
    end = draw(st.sampled_from(("\n", "\r\n")))
    text = end.join(lines) + draw(st.sampled_from(("", end)))
    return text.encode(draw(st.sampled_from(("utf-8", "utf-8-sig", "cp1252"))))


def _styles(cell: str, delimiter: str) -> st.SearchStrategy[str]:
    quoted = '"' + cell.replace('"', '""') + '"'
    needs_quotes = "\n" in cell or delimiter in cell or cell.startswith('"')
    plain = quoted if needs_quotes else cell
    return st.sampled_from((plain, plain, plain, quoted, f" {plain}", f"{plain} "))


@settings(max_examples=40, deadline=None)
@given(tables(), st.integers(1, 40))
def test_that_a_table_read_on_threads_is_the_table_read_at_once(content: bytes, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        plain = _outcome(path)
        patch.setattr(csv_blocks, "SIZE", size)
        quick = _outcome(path)

    if isinstance(plain, pd.DataFrame):
        assert isinstance(quick, pd.DataFrame)
        pd.testing.assert_frame_equal(quick, plain)
    else:
        assert quick == plain


def _outcome(path: Path) -> Any:
    """The table, or the problems why there is none."""
    try:
        text = recognise(path)
    except WorkbenchError:
        assume(False)
    try:
        return read_table(text, "c1")
    except WorkbenchError as failure:
        return failure.problems


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of one line each, and no other way to read."""
    monkeypatch.setattr(csv_blocks, "SIZE", 1)


@pytest.fixture
def no_plain_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Iterator[object]:
        raise AssertionError("The file was not read on threads.")

    monkeypatch.setattr(csv_table, "_rows", refuse)


def test_that_a_long_table_is_read_on_threads(tmp_path: Path, small_blocks: None, no_plain_way: None) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b,y\n\n1,2.5, p\n,,\n3,NA,"q"\n4,5,"a\nb\nc"\n6,7,r')

    frame = read_table(recognise(path), "y")

    assert frame["a"].tolist() == [1, 3, 4, 6]
    assert frame["y"].tolist() == ["p", "q", "a\nb\nc", "r"]
    assert frame.index.tolist() == [0, 2, 3, 4]


@pytest.mark.parametrize(
    ("content", "rows"),
    [("a;y\n1,5;é\n2,5;z\n".encode("utf-16"), 2), (b"a,y\r1,p\r2,q\r", 2), (b"a,y\n1,p\r2,q\n3,p\n", 3)],
    ids=["utf-16", "old line ends", "both line ends"],
)
def test_that_a_table_which_cannot_be_cut_into_lines_is_read_as_well(
    tmp_path: Path, small_blocks: None, content: bytes, rows: int
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)

    assert len(read_table(recognise(path), "y")) == rows


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ("1 01 2.50 True", ["1", "01", "2.50", "True"]),
        ("a 01 b", ["a", "01", "b"]),
        ("nan 99999999999999999999 nan 5", [None, "99999999999999999999", None, "5"]),
    ],
)
def test_that_a_target_stays_as_it_is_written_in_every_block(
    tmp_path: Path, no_plain_way: None, monkeypatch: pytest.MonkeyPatch, cells: str, values: list[str | None]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,y\n" + "".join(f"1,{cell}\n" for cell in cells.split()))
    for size in (1, 8):
        monkeypatch.setattr(csv_blocks, "SIZE", size)
        column = read_table(recognise(path), "y")["y"]

        assert [None if pd.isna(cell) else cell for cell in column] == values


def test_that_a_quote_that_never_closes_is_found_in_a_long_table(tmp_path: Path, small_blocks: None) -> None:
    assert _problem(tmp_path, 'a,y\n1,p\n2,"q\n3,p\n').message.count("opens at line 3") == 1


def test_that_the_first_row_of_a_block_may_not_be_too_long_either(tmp_path: Path, small_blocks: None) -> None:
    message = _problem(tmp_path, "a,y\n1,p\n2,q,5\n3,p\n").message

    assert "line 3 has 3 cells, expected 2" in message


def _problem(folder: Path, content: str) -> Problem:
    path = folder / "t.csv"
    path.write_text(content)
    with pytest.raises(WorkbenchError) as caught:
        read_table(recognise(path), "y")
    return caught.value.problems[0]


def test_that_a_reading_on_threads_ends_with_whoever_hears_of_it(
    tmp_path: Path, small_blocks: None, no_plain_way: None
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,y\n" + "1,p\n2,q\n" * 1000)
    told: list[int] = []

    def stop(what: str, done: int, total: int) -> None:
        told.append(done)
        if len(told) == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        read_table(recognise(path), "y", tell=stop)

    assert told == [8, 12, 16]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), max_size=40),
    st.integers(1, 12),
)
def test_that_figures_in_blocks_are_those_of_all_numbers(values: list[float], block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "_BLOCK", block)
        found = figures.figures(np.array(values))
    there = np.array([value for value in values if not np.isnan(value)])

    assert found.size == len(there)
    if len(there):
        assert (found.low, found.high) == (there.min(), there.max())
        assert found.mean == pytest.approx(there.mean(), rel=1e-9, abs=1e-6)
        assert found.deviation == pytest.approx(there.std(), rel=1e-9, abs=1e-6)
