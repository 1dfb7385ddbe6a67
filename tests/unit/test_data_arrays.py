"""Arrays as examples: what they become, and what is refused before it is read."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.engine.data import array_files
from workbench.engine.data.arrays_source import MappedRows
from workbench.engine.data.dataset import Dataset
from workbench.engine.data.load import load
from workbench.engine.data.ready import ready
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.data import Arrays, DataSpec, Source, Split


def save(folder: Path, **arrays: np.ndarray) -> Arrays:
    np.savez(folder / "a.npz", **arrays)
    return Arrays(path=str(folder / "a.npz"))


def read(source: Source) -> Dataset:
    return load(DataSpec(source=source), Path())


def refusal(source: Source) -> Problem:
    with pytest.raises(WorkbenchError) as caught:
        read(source)
    (problem,) = caught.value.problems
    assert problem.where.startswith("data.source") and problem.hint
    return problem


X = np.arange(60, dtype=np.float64).reshape(20, 3)


@pytest.mark.parametrize(
    ("y", "classes", "labels"),
    [
        (np.arange(20) % 2, ("0", "1"), ()),
        (np.array(["b", "a"] * 10), ("a", "b"), ()),
        (np.eye(3)[np.arange(20) % 3], ("0", "1", "2"), ()),
        ((np.arange(40).reshape(20, 2) % 3 == 0).astype(int), (), ("y1", "y2")),
        (np.linspace(0, 1, 20), (), ()),
        (np.linspace(0, 1, 40).reshape(20, 2), (), ()),
    ],
    ids=["numbers", "texts", "one-hot", "labels", "quantity", "quantities"],
)
def test_that_the_form_of_the_targets_says_what_they_are(
    tmp_path: Path, y: np.ndarray, classes: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    dataset = read(save(tmp_path, x=X, y=y))

    assert (dataset.classes, dataset.labels) == (classes, labels)
    assert dataset.x.dtype == np.float32
    assert (dataset.y.ndim == 1) == bool(classes)


def test_that_images_keep_their_bytes(tmp_path: Path) -> None:
    dataset = read(save(tmp_path, x=np.zeros((4, 5, 5), np.uint8), y=np.array([0, 1, 0, 1])))

    assert dataset.x.dtype == np.uint8


def test_that_ready_parts_are_kept(tmp_path: Path) -> None:
    save(tmp_path, a=X, b=np.arange(20) % 2, c=X[:4], d=np.arange(4) % 2)
    source = Arrays(path=str(tmp_path / "a.npz"), x="a", y="b", x_test="c", y_test="d")

    parts = ready(DataSpec(source=source, split=Split(by="given", validation=0)), Path()).parts

    assert (parts.train.tolist(), parts.test.tolist()) == (list(range(20)), [20, 21, 22, 23])


def test_that_large_arrays_stay_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.save(tmp_path / "x.npy", X)
    np.save(tmp_path / "y.npy", np.arange(20) % 2)
    monkeypatch.setenv("WORKBENCH_DATA_MEMORY", "100")

    dataset = read(Arrays(path=str(tmp_path / "x.npy"), y=str(tmp_path / "y.npy")))

    assert isinstance(dataset.x, MappedRows)
    np.testing.assert_array_equal(dataset.x[np.array([3, 0])], X[[3, 0]].astype(np.float32))


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"x": X}, "has no array “y”"),
        ({"x": X, "y": np.arange(19)}, "a target for each of the 20"),
        ({"x": X.ravel(), "y": np.arange(60)}, "examples of shape"),
        ({"x": np.full((20, 2), np.nan), "y": np.arange(20) % 2}, "NaN or infinite"),
        ({"x": X[:0], "y": np.arange(0)}, "examples of shape"),
        ({"x": X[:1], "y": np.arange(1)}, "at least two examples"),
        ({"x": X.astype(str), "y": np.arange(20)}, "received text"),
        ({"x": X, "y": np.zeros(20)}, "in every row"),
        ({"x": X, "y": np.zeros((20, 2, 2))}, "targets have the shape"),
    ],
)
def test_that_arrays_which_do_not_fit_are_refused(
    tmp_path: Path, arrays: dict[str, np.ndarray], words: str
) -> None:
    assert words in refusal(save(tmp_path, **arrays)).message


def test_that_pickles_bombs_and_lying_headers_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = np.array([{"a": 1}, None] * 10)
    assert "its elements are object" in refusal(save(tmp_path, x=objects, y=np.arange(20))).message

    source = save(tmp_path, x=np.zeros((1000, 100)), y=np.arange(1000) % 2)
    monkeypatch.setattr(array_files, "LIMIT", 100_000)
    assert "it unpacks to" in refusal(source).message

    content = io.BytesIO()
    np.save(content, X)
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("x.npy", content.getvalue()[:-8])
        archive.writestr("y.npy", content.getvalue())
    assert "not what its header says" in refusal(source).message
    (tmp_path / "x.npy").write_bytes(content.getvalue()[:-8])
    np.save(tmp_path / "y.npy", np.arange(20) % 2)
    cut = Arrays(path=str(tmp_path / "x.npy"), y=str(tmp_path / "y.npy"))
    assert "not what its header says" in refusal(cut).message


class _Canary:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.mkdir, (self._path,)


@pytest.mark.parametrize("name", ["x.npy", "a.npz"])
def test_that_nothing_is_ever_unpickled(tmp_path: Path, name: str) -> None:
    objects = np.array([_Canary(tmp_path / "canary")] * 4, dtype=object)
    np.save(tmp_path / "y.npy", np.arange(4) % 2)
    if name == "x.npy":
        np.save(tmp_path / name, objects, allow_pickle=True)
        source = Arrays(path=str(tmp_path / name), y=str(tmp_path / "y.npy"))
    else:
        np.savez(tmp_path / name, x=objects, y=np.arange(4) % 2, allow_pickle=True)
        source = Arrays(path=str(tmp_path / name))

    assert "its elements are object" in refusal(source).message
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize(
    ("promised", "content", "words"),
    [
        ((1 << 30,), b"", "it unpacks to 8.0 GiB"),
        ((1 << 16,), bytes(80), "its length is not what its header says"),
        ((4,), bytes(50_000_000), "its length is not what its header says"),
    ],
    ids=["a bomb", "less than promised", "more than promised"],
)
def test_that_an_archive_that_lies_is_refused_before_it_is_unpacked(
    tmp_path: Path, promised: tuple[int, ...], content: bytes, words: str
) -> None:
    header = io.BytesIO()
    form = {"descr": "<f8", "fortran_order": False, "shape": promised}
    np.lib.format.write_array_header_1_0(header, form)
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", header.getvalue() + content)
        archive.writestr("y.npy", header.getvalue() + content)
    tracemalloc.start()
    try:
        problem = refusal(Arrays(path=str(tmp_path / "a.npz")))
        _, highest = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert words in problem.message and problem.hint
    assert highest < 10_000_000


@pytest.mark.parametrize("content", [b"", b"PK", b"\x93NUMPY\x09\x00", b"no array"])
@pytest.mark.parametrize("name", ["a.npz", "a.npy"])
def test_that_files_which_are_no_arrays_are_refused(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)

    assert refusal(Arrays(path=str(tmp_path / name), y=str(tmp_path / name))).code == "data.array"
    assert refusal(Arrays(path=str(tmp_path / "none.npz"))).code == "data.missing"
