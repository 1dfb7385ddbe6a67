"""Files with new examples: the shapes that fit, and what is refused before a model sees it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from workbench.engine.evaluation import arrays
from workbench.engine.evaluation.examples import read_examples
from workbench.foundation.errors import Problem, WorkbenchError


def read(path: Path, shape: tuple[int, ...], features: tuple[str, ...] = ()) -> np.ndarray:
    return read_examples(path, shape, features=features, targets=("species",))


def refusal(path: Path, shape: tuple[int, ...] = (2,), features: tuple[str, ...] = ()) -> Problem:
    with pytest.raises(WorkbenchError) as caught:
        read(path, shape, features)
    problem = caught.value.problems[0]
    assert problem.where == "file"
    assert problem.hint
    return problem


def test_that_a_csv_gives_the_trained_columns_in_the_trained_order(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("b,note,a\n1,x,2\n3,y,4\n")

    assert read(tmp_path / "new.csv", (2,), ("a", "b")).tolist() == [[2, 1], [4, 3]]


def test_that_a_csv_may_still_hold_the_target_and_be_one_row(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("a;species;b\n1,5;setosa;2\n")

    assert read(tmp_path / "new.csv", (2,)).tolist() == [[1.5, 2]]


def test_that_a_csv_may_have_a_single_column(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("a\n1.5\n2\n")

    assert read(tmp_path / "new.csv", (1,), ("a",)).tolist() == [[1.5], [2]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,c\n1,2\n", "without “b”"),
        ("a,b\n1,x\n", "expected a number, received “x”"),
        ("a,b\n", "holds no rows"),
        ("", "is empty"),
    ],
)
def test_that_a_csv_that_does_not_fit_is_refused(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "new.csv").write_text(content)

    assert words in refusal(tmp_path / "new.csv", features=("a", "b")).message


def test_that_the_hint_on_a_text_is_about_predicting_and_not_about_training(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("a,b\n1,x\n")

    hint = refusal(tmp_path / "new.csv", features=("a", "b")).hint
    assert "trained on numbers" in hint
    assert "leave this one out" not in hint


@pytest.mark.parametrize(
    ("given", "shape", "examples"),
    [
        ((5, 8, 8, 1), (8, 8, 1), 5),
        ((5, 8, 8), (8, 8, 1), 5),
        ((5, 64), (8, 8, 1), 5),
        ((8, 8), (8, 8, 1), 1),
        ((64,), (8, 8), 1),
        ((3, 4), (4,), 3),
        ((4,), (4,), 1),
        ((7,), (1,), 7),
        ((7, 1), (1,), 7),
    ],
)
def test_that_arrays_take_the_shape_of_the_input(
    tmp_path: Path, given: tuple[int, ...], shape: tuple[int, ...], examples: int
) -> None:
    array = np.arange(np.prod(given)).reshape(given)
    np.save(tmp_path / "new.npy", array)
    np.savez_compressed(tmp_path / "new.npz", x=array, y=np.arange(3))

    for name in ("new.npy", "new.npz"):
        result = read(tmp_path / name, shape)
        assert (result.shape, result.dtype) == ((examples, *shape), np.float32)
        np.testing.assert_array_equal(result.ravel(), array.ravel())


def test_that_an_array_of_another_shape_is_refused_with_both_shapes(tmp_path: Path) -> None:
    np.save(tmp_path / "new.npy", np.zeros((5, 7)))

    message = refusal(tmp_path / "new.npy", (8, 8, 1)).message
    assert "(8, 8, 1)" in message
    assert "(5, 7)" in message


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300])
def test_that_numbers_a_network_can_not_take_are_refused(tmp_path: Path, value: float) -> None:
    np.save(tmp_path / "new.npy", np.array([[1.0, value]]))

    assert "finite numbers" in refusal(tmp_path / "new.npy").message


def npy(write: Callable[[io.BytesIO], None]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def lying_header() -> bytes:
    honest = npy(lambda file: np.save(file, np.zeros((2, 2))))
    return honest.replace(b"(2, 2)", b"(9, 9)")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x93NUMPY\x01\x00",
        b"not an array",
        lying_header(),
        npy(lambda file: np.save(file, np.zeros((2, 2))))[:-4],
        npy(lambda file: np.save(file, np.array([{}, {}], dtype=object), allow_pickle=True)),
        npy(lambda file: np.save(file, np.array(["a", "b"]))),
        npy(lambda file: np.save(file, np.zeros((0, 2)))),
    ],
    ids=["empty", "cut header", "text", "lying", "cut", "pickle", "strings", "no rows"],
)
@pytest.mark.parametrize("name", ["new.npy", "new.npz"])
def test_that_broken_or_hostile_arrays_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    if name == "new.npz":
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("x.npy", content)
    else:
        (tmp_path / name).write_bytes(content)

    refusal(tmp_path / name)


def test_that_an_archive_is_refused_which_is_none_or_does_not_say_what_to_take(tmp_path: Path) -> None:
    (tmp_path / "text.npz").write_bytes(b"no zip")
    np.savez(tmp_path / "two.npz", a=np.zeros((2, 2)), b=np.zeros((2, 2)))

    refusal(tmp_path / "text.npz")
    assert "none is called x" in refusal(tmp_path / "two.npz").message


def test_that_an_array_beyond_the_limit_is_refused_by_its_header(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrays, "LIMIT", 1 << 20)
    np.savez_compressed(tmp_path / "bomb.npz", x=np.zeros((1 << 18, 2)))

    assert "4.0 GiB" in refusal(tmp_path / "bomb.npz").message


@pytest.mark.parametrize(("shape", "mode"), [((8, 8, 1), "L"), ((6, 4), "L"), ((5, 7, 3), "RGB")])
def test_that_a_picture_is_brought_to_the_input(tmp_path: Path, shape: tuple[int, ...], mode: str) -> None:
    Image.new("RGB", (32, 32), "white").save(tmp_path / "new.png")

    result = read(tmp_path / "new.png", shape)

    assert (result.shape, result.dtype) == ((1, *shape), np.float32)
    assert float(result.min()) == 1.0


def test_that_a_picture_is_refused_where_it_can_not_be_one(tmp_path: Path) -> None:
    (tmp_path / "fake.jpg").write_bytes(b"no picture")
    Image.new("1", (16_000, 16_000)).save(tmp_path / "huge.png")
    Image.new("L", (8, 8)).save(tmp_path / "small.png")

    assert "a picture" in refusal(tmp_path / "fake.jpg", (8, 8, 1)).message
    refusal(tmp_path / "huge.png", (8, 8, 1))
    assert "(4,)" in refusal(tmp_path / "small.png", (4,)).message


def test_that_a_file_which_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "none there" in refusal(tmp_path / "none.csv").message
    refusal(tmp_path)
