"""What read_csv has to be told about a file."""

from dataclasses import replace
from pathlib import Path

import pytest

from workbench.code.csv_reading import CsvReading, reading


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a,b\n1,2\n", CsvReading()),
        (b"a;b\n1,5;2\n", CsvReading((("sep", ";"), ("decimal", ",")))),
        (b"a\tb\n1.5\tred\n", CsvReading((("sep", "\t"),), target="text")),
        (b"a, b\n1, 2\n", CsvReading((("skipinitialspace", "True"),))),
        ("a,b\n1,r\xf6t\n".encode("cp1252"), CsvReading((("encoding", "cp1252"),), target="text")),
        ("a,b\n1,2\n".encode("utf-16"), CsvReading((("encoding", "utf-16"),))),
        (b"", CsvReading()),
        (b"a,c\n1,2\n", CsvReading()),
        (b"a,b\n1,3\n2,5\n", CsvReading(target="classes")),
        (b"a,b\n1,03\n2,05\n", CsvReading(target="codes")),
        (b"a;b\n1,5;3,5\n2;5\n", CsvReading((("sep", ";"), ("decimal", ",")))),
        (b"a, nothing;b\n1;2\n", CsvReading((("sep", ";"),))),
        ("a,b\n1,2\n".encode("utf-16-le"), CsvReading((("encoding", "utf-16-le"),))),
    ],
)
def test_that_a_glance_tells_the_options(tmp_path: Path, content: bytes, expected: CsvReading):
    path = tmp_path / "table.csv"
    path.write_bytes(content)

    assert replace(reading(path, "b"), class_sizes=()) == expected


def test_that_the_rows_of_each_class_are_counted(tmp_path: Path):
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,3\n2,5\n\n4,3\n", encoding="utf-8")

    assert reading(path, "b").class_sizes == (2, 1)


def test_that_a_file_that_is_not_there_is_taken_for_a_plain_one(tmp_path: Path):
    assert reading(tmp_path / "none.csv", "b") == CsvReading()
    assert reading(Path("a\0b"), "b") == CsvReading()
