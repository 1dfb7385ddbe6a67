"""CSV files as people really have them: what is read, and the words in which the rest is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.datasets import load_prepared
from workbench.engine.data import csv_bytes
from workbench.engine.data.dataset import Dataset
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.data import DataSpec, Table

Read = Callable[..., Dataset]
Refusal = Callable[..., Problem]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a table from text or bytes."""

    def read_content(content: str | bytes, *, target: str = "y", features: tuple[str, ...] = ()) -> Dataset:
        (tmp_path / "table.csv").write_bytes(content.encode() if isinstance(content, str) else content)
        return load_prepared(
            DataSpec(source=Table(path="table.csv", target=target, features=features)), tmp_path
        )

    return read_content


@pytest.fixture
def refusal(read: Read) -> Refusal:
    """The one problem that a table is refused with."""

    def refuse(content: str | bytes, *, target: str = "y", features: tuple[str, ...] = ()) -> Problem:
        with pytest.raises(WorkbenchError) as caught:
            read(content, target=target, features=features)
        (problem,) = caught.value.problems
        assert problem.severity == "error"
        assert problem.hint
        return problem

    return refuse


def test_that_a_table_becomes_numbers_and_sorted_classes(read: Read) -> None:
    dataset = read("a,b,y\n1,2.5,pear\n3,4,apple\n5,6,pear\n")

    np.testing.assert_array_equal(dataset.x, np.array([[1, 2.5], [3, 4], [5, 6]], dtype=np.float32))
    assert dataset.x.dtype == np.float32
    assert dataset.classes == ("apple", "pear")
    assert dataset.y.tolist() == [1, 0, 1]
    assert dataset.feature_names == ("a", "b")
    assert [column.dtype for column in dataset.columns] == ["int64", "float64", "text"]


def test_that_chosen_features_keep_their_order(read: Read) -> None:
    dataset = read("a,b,c,y\n1,text,3,p\n4,text,6,q\n", features=("c", "a"))

    assert dataset.x.tolist() == [[3, 1], [6, 4]]


@pytest.mark.parametrize(
    "content",
    [
        "a,b,y\n1.5,2,é\n3.25,4,z\n".encode("utf-8-sig"),
        "a;b;y\n1,5;2;é\n3,25;4;z\n".encode("utf-16"),
        "a;b;y\n1,5;2;é\n3,25;4;z\n".encode("utf-16-le"),
        "a\tb\ty\n1.5\t2\té\n3.25\t4\tz\n".encode("cp1252"),
        b"a|b|y\r\n1.5|2|\xc3\xa9\r\n\r\n3.25|4|z\r\n",
        "a; b ;y\n1,5; 2;é\n3,25;4 ; z\n;;\n".encode(),
        'a,b,y,\n"1.5",2,é,\n3.25,4,"z",\n,,,\n'.encode(),
    ],
    ids=["utf8-bom", "utf16", "utf16-no-bom", "cp1252-tab", "pipe-crlf-blank", "spaces", "trailing-commas"],
)
def test_that_encoding_delimiter_and_decimal_mark_are_recognised(read: Read, content: bytes) -> None:
    dataset = read(content)

    assert dataset.x.tolist() == [[1.5, 2], [3.25, 4]]
    assert dataset.classes == ("z", "é")
    assert dataset.feature_names == ("a", "b")


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        ("", "data.empty", "is empty"),
        ("\n \n", "data.empty", "is empty"),
        ("a,b,y\n", "data.no_rows", "holds no rows"),
        ("a,b,y\n1,2,p\n", "data.one_row", "holds one row"),
        ("y\n1\n2\n", "data.one_column", "has one column, “y”"),
        ("a,a,y\n1,2,p\n3,4,q\n", "data.duplicate_columns", "several columns called “a”"),
        ("1,2,3\n4,5,6\n", "data.no_header", "has no header"),
        ("a,b,y\n1,2,p\n3,4,q,5\n", "data.ragged", "line 3 has 4 cells, expected 3"),
        ("a,b,y\n1,2,p,4\n3,4,q,5\n", "data.ragged", "the first row has 4 cells, expected 3"),
        ('a,b,y\n1,2,p\n\n3,4,"q\n5,6,p\n', "data.open_quote", "a double quote opens at line 4"),
        ('a,b,y\n1,2,"p\np"\n3,4,"q\n' + "5,6,p\n" * 50_000, "data.open_quote", "opens at line 4"),
        ('a,b,y\n1,2,"p\np"\n3,4,q,5\n', "data.ragged", "line 4 has 4 cells, expected 3"),
        (b"PK\x03\x04\0\0\0\0", "data.not_text", "is not text"),
        (b"a,b,y\n1,2,\x81\n", "data.not_text", "is not text"),
        (b"a,b,y\n1,2,p\n3,\0,q\n", "data.not_text", "is not text"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_that_a_file_which_is_no_table_is_refused(
    refusal: Refusal, content: str | bytes, code: str, message: str
) -> None:
    problem = refusal(content)

    assert (problem.code, problem.where) == (code, "data.source")
    assert message in problem.message
    assert "expected" in problem.message or code == "data.open_quote"


def test_that_text_among_numbers_is_named_with_column_line_and_value(refusal: Refusal) -> None:
    problem = refusal('note,a,y\n"two\nlines",1,p\n\nx,oops,q\nx,3,p\n', features=("a",))

    assert problem.where == "data.source.features"
    assert problem.message == "Column “a”, line 5: expected a number, received “oops”."


@pytest.mark.parametrize("text", ["1_0", "１２", "0x1F", "1.2.3", "1,5", "--1", "12 cm"])
def test_that_only_plain_numbers_count_as_numbers(refusal: Refusal, text: str) -> None:
    assert refusal(f"a\tb\ty\n1.5\t2.5\tp\n{text}\t4\tq\n").code == "data.text_in_numbers"


def test_that_missing_values_are_counted_for_every_column(read: Read) -> None:
    with pytest.raises(WorkbenchError) as caught:
        read("a,b,c,y\n1,,NA,p\n3,4,nan,q\n5,6,7,p\n")

    first, second = caught.value.problems
    assert "Column “b” has 1 missing value in line 2" in first.message
    assert "Column “c” has 2 missing values, the first in line 2" in second.message


def test_that_many_bad_columns_make_a_short_list(read: Read) -> None:
    names = [f"c{number}" for number in range(9)]
    with pytest.raises(WorkbenchError) as caught:
        read(",".join([*names, "y"]) + "\n" + ",".join(["?"] * 9) + ",p\n" + ",".join(["1"] * 9) + ",q\n")

    assert len(caught.value.problems) == 6
    assert "4 more columns have" in caught.value.problems[-1].message


@pytest.mark.parametrize("value", ["inf", "-inf", "1e999", "1e300"])
def test_that_numbers_that_float32_can_not_hold_are_refused(refusal: Refusal, value: str) -> None:
    problem = refusal(f"a,b,y\n1,2,p\n3,{value},q\n")

    assert problem.code == "data.not_finite"
    assert "Column “b”, line 3" in problem.message


@pytest.mark.parametrize("target", ["", "price"])
def test_that_a_target_which_is_not_there_lists_what_is(refusal: Refusal, target: str) -> None:
    problem = refusal("a,b,y\n1,2,p\n3,4,q\n", target=target)

    assert problem.where == "data.source.target"
    assert "“a”, “b”, “y”" in problem.message


@pytest.mark.parametrize("features", [("a", "zz"), ("a", "y"), ("a", "a")])
def test_that_features_must_be_other_columns_of_the_file(refusal: Refusal, features: tuple[str, ...]) -> None:
    assert refusal("a,b,y\n1,2,p\n3,4,q\n", features=features).where == "data.source.features"


def test_that_a_quote_closed_too_late_is_noticed_in_the_target(refusal: Refusal) -> None:
    problem = refusal('a,b,y\n1,2,p\n3,4,"q\n5,6,p"\n7,8,q\n')

    assert (problem.code, problem.where) == ("data.open_quote", "data.source.target")


@pytest.mark.parametrize("path", ["none.csv", "", "  ", ".", "\0", "x" * 5000, "none.csv/table.csv"])
def test_that_a_path_which_leads_to_no_file_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        load_prepared(DataSpec(source=Table(path=path, target="y")), tmp_path)

    assert caught.value.problems[0].where == "data.source"


def test_that_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "table.csv").write_text("a,y\n1,p\n")

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(WorkbenchError, match="can't be read: Permission denied"):
        load_prepared(DataSpec(source=Table(path="table.csv", target="y")), tmp_path)


def test_that_a_file_beyond_the_limit_is_refused(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_bytes, "LIMIT", 10)

    assert refusal("a,b,y\n1,2,p\n3,4,q\n").code == "data.too_large"


def test_that_a_cell_longer_than_the_csv_module_takes_is_read(read: Read) -> None:
    dataset = read("note,a,y\nx,1,p\n" + "z" * 200_000 + ",2,q\n", features=("a",))

    assert dataset.x.tolist() == [[1], [2]]
