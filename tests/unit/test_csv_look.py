"""One look at a CSV file for all: the script and the engine see the same table."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.code.csv_reading import reading
from workbench.engine.data.csv_text import recognise
from workbench.foundation.csv_look import look


@pytest.mark.parametrize(
    "content",
    [
        b"width, height in cm;kind\n1,5;2\n2,5;3\n",
        b"a|b\n1|x;y;z\n",
        "größe\tart\n1,5\trot\n".encode("cp1252"),
        "длина;вид\n1,5;роза\n".encode("cp1251"),
        "a;b\n1;2\n".encode("utf-16-le"),
        "a,b\n1,2\n".encode("utf-8-sig"),
        b'\n"a, or so", b\r\n1, 2\r\n',
    ],
)
def test_that_script_and_engine_see_the_same_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)

    text = recognise(path)

    options = dict(reading(path, text.columns[-1]).options)
    assert options.get("sep", ",") == text.delimiter
    assert options.get("decimal", ".") == text.decimal
    assert options.get("encoding", text.encoding) == text.encoding


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (("длина", "роза", "ромашка"), "cp1251"),
        (("length", "роза", "ромашка"), "cp1251"),
        (("Größe", "Gänseblümchen", "Löwenzahn"), "cp1252"),
        (("été", "naïveté", "à côté"), "cp1252"),
        (("size", "é", "ö"), "cp1252"),
    ],
)
def test_that_words_tell_cyrillic_from_western_letters(
    tmp_path: Path, words: tuple[str, ...], encoding: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("\n".join(f"{word};1" for word in words).encode(encoding))

    found = look(path)

    assert found is not None
    assert (found.encoding, found.rows[0][0]) == (encoding, words[0])


def test_that_a_glance_may_end_within_a_character(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,ä\n", encoding="utf-8")
    within = path.read_bytes().index("ä".encode()) + 1

    found = look(path, at_most=within)

    assert found is not None
    assert found.encoding == "utf-8"
    assert found.rows == (("a", "b"), ("1", "ä"))


def test_that_bytes_that_are_no_text_are_not_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"PK\3\4\0\0\0\0\x89\xff")

    assert look(path) is None
