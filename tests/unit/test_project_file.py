"""The ``.workbench`` file: golden, atomic, and refusing everything else in words."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.foundation.errors import WorkbenchError
from workbench.project import file
from workbench.project.data import Table
from workbench.project.project import FORMAT, Project
from workbench.project.samples import open_project, samples

GOLDEN = Path(__file__).parent / "golden"


def _code(content: bytes) -> str:
    with pytest.raises(WorkbenchError) as failure:
        file.loads(content)
    (problem,) = failure.value.problems
    assert problem.where == "file"
    assert problem.hint
    return problem.code


def test_that_the_golden_file_of_this_format_reads_and_writes_to_the_same_bytes() -> None:
    content = (GOLDEN / f"format-{FORMAT}.workbench").read_bytes()

    assert file.dumps(file.loads(content)) == content


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_that_every_bundled_project_is_written_as_the_program_writes_it(sample: object) -> None:
    path = Path(sample.path)  # type: ignore[attr-defined]

    assert file.dumps(file.load(path)) == path.read_bytes()


def test_that_a_newer_format_is_named_and_refused() -> None:
    assert _code(b'{"format": 99}') == "file.newer"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"[]",
        b'{"format": "1"}',
        b'{"format": 0}',
        b'{"format": -1}',
        b'{"format": true}',
        b'{"format": 1, "colour": 2}',
        b'{"format": 1, "format": 1}',
        b'{"format": 1, "training": {"epochs": NaN}}',
        b'{"format": 1, "graph": {"nodes": [{"id": "../x", "spec": {"kind": "Dense"}, "name": "x",'
        b' "at": {"x": 0, "y": 0}}]}}',
        b"[" * 100_000,
    ],
)
def test_that_what_is_no_project_is_refused_in_words(content: bytes) -> None:
    assert _code(content) == "file.broken"


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 4000))
def test_that_a_file_cut_anywhere_is_refused_and_never_crashes(length: int) -> None:
    content = file.dumps(open_project("digits-cnn")[0]).rstrip()
    cut = content[: length % len(content)]

    assert _code(cut) == "file.broken"


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_that_a_failing_save_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "mine.workbench"
    file.save(Project(title="old"), path)

    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    targets = {"open": (Path, "write_bytes"), "fsync": (os, "fsync"), "replace": (Path, "replace")}
    owner, name = targets[call]
    monkeypatch.setattr(owner, name, fail)
    with pytest.raises(WorkbenchError) as failure:
        file.save(Project(title="new"), path)
    monkeypatch.undo()

    assert failure.value.problems[0].code == "file.unwritable"
    assert file.load(path).title == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine.workbench"]


def test_that_a_missing_file_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as failure:
        file.load(tmp_path / "none.workbench")

    assert failure.value.problems[0].code == "file.unreadable"


def test_that_an_unknown_sample_lists_the_known_ones() -> None:
    with pytest.raises(WorkbenchError, match="digits-cnn"):
        open_project("no-such-sample")


def test_that_a_csv_file_of_the_first_format_is_a_table_now() -> None:
    project = file.loads(
        b'{"format": 1, "data": {"source": {"type": "csv", "path": "t.csv", "target": "kind"}}}'
    )

    assert project.format == FORMAT
    assert project.data.source == Table(path="t.csv", target="kind")


def test_that_the_golden_file_of_the_first_format_still_opens() -> None:
    old, new = ((GOLDEN / f"format-{number}.workbench").read_bytes() for number in (1, 2))

    assert file.loads(old) == file.loads(new)
