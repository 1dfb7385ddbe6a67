"""Encodings of text tables that the user says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_code_preparation import check
from workbench.engine.data.csv_text import recognise as recognise_text
from workbench.engine.data.glance.recognise import recognise
from workbench.engine.data.load import load
from workbench.engine.evaluation.examples import read_examples
from workbench.foundation.errors import WorkbenchError
from workbench.foundation.text_encoding import ENCODINGS, WrongBytes, first_wrong, known
from workbench.project.data import DataSpec, Table

WORDS = {
    "shift_jis": "花",
    "koi8-r": "роза",
    "cp1250": "růže",
    "gb18030": "玫瑰",
    "utf-16": "バラ",
    "utf-8": "é",
}
ROWS = "".join(f"{number},{number % 5},word\n" for number in range(20))


def written(folder: Path, encoding: str, word: str) -> Path:
    rows = ROWS.replace("word", word, 10).replace("word", "other")
    (folder / "t.csv").write_bytes(f"a,{word},kind\n{rows}".encode(encoding))
    return folder / "t.csv"


@pytest.mark.parametrize("encoding", WORDS)
def test_that_a_table_is_read_in_the_encoding_that_is_said(tmp_path: Path, encoding: str) -> None:
    word = WORDS[encoding]
    path = written(tmp_path, encoding, word)
    source = Table(path="t.csv", target="kind", encoding=encoding)

    dataset = load(DataSpec(source=source), tmp_path)
    glance = recognise(path, encoding=encoding)

    assert set(dataset.classes) == {word, "other"}
    assert dataset.feature_names == ("a", word)
    assert [column.name for column in glance.columns] == ["a", word, "kind"]
    assert known(glance.encoding.removesuffix("-le")) == encoding
    check(DataSpec(source=source), tmp_path)


def test_that_a_glance_at_a_large_file_is_in_the_encoding_that_is_said(tmp_path: Path) -> None:
    rows = "".join(f"{number},{number % 7},роза\n" for number in range(320_000))
    (tmp_path / "t.csv").write_bytes(f"a,b,вид\n{rows}".encode("koi8-r"))

    found = recognise(tmp_path / "t.csv", encoding="koi8-r")

    assert found.is_sample
    assert found.columns[2].name == "вид"
    assert {row[2] for row in found.rows} == {"роза"}


def test_that_plain_letters_leave_nothing_to_say(tmp_path: Path) -> None:
    assert recognise(written(tmp_path, "ascii", "rose")).encoding == ""
    assert recognise(written(tmp_path, "cp1252", "Röschen")).encoding == "cp1252"


@pytest.mark.parametrize("at_most", [None, 1 << 20])
def test_that_bytes_of_another_encoding_are_told_by_line_and_place(
    tmp_path: Path, at_most: int | None
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("a,b\n1,x\n2,größe\n".encode("cp1252"))

    with pytest.raises(WorkbenchError, match=r"line 3: expected text in utf-8, .* 0xF6 \(byte 13") as caught:
        recognise_text(path, encoding="UTF8", at_most=at_most)

    assert caught.value.problems[0].where == "data.source.encoding"


def test_that_an_unknown_encoding_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="“hex” is no encoding of text that is known"):
        load(
            DataSpec(source=Table(path=str(written(tmp_path, "utf-8", "x")), target="kind", encoding="hex")),
            Path(),
        )


@given(
    st.text(st.characters(codec="utf-8"), max_size=60), st.integers(0, 60), st.sampled_from([None, 1 << 20])
)
def test_that_the_first_wrong_byte_is_found(
    tmp_path_factory: pytest.TempPathFactory, text: str, at: int, at_most: int | None
) -> None:
    before = text[:at].encode()
    path = tmp_path_factory.getbasetemp() / "wrong.txt"
    path.write_bytes(before + b"\xff" + text[at:].encode())

    line = before.count(b"\n") + 1
    assert first_wrong(path, "utf-8", at_most=at_most) == WrongBytes(line, len(before), 0xFF)


def test_that_every_encoding_goes_by_the_names_of_others() -> None:
    assert [known(name) for name in ENCODINGS] == list(ENCODINGS)
    assert [known(name) for name in ("latin-1", "Windows-1252", "SJIS", "UTF8")] == [
        "iso8859-1",
        "cp1252",
        "shift_jis",
        "utf-8",
    ]


def test_that_new_rows_are_read_as_unicode_or_in_the_encoding_of_the_training(tmp_path: Path) -> None:
    for encoding in ("koi8-r", "utf-8"):
        (tmp_path / "new.csv").write_bytes("a,вес\n1,2\n".encode(encoding))

        rows = read_examples(tmp_path / "new.csv", (2,), features=("вес", "a"), encoding="koi8-r")

        np.testing.assert_array_equal(rows, [[2, 1]])
