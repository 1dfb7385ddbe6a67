"""Confusion matrices one behind another in a file."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.runs import matrices

counts = st.integers(0, 2**40)
squares = st.integers(1, 5).flatmap(
    lambda side: st.lists(counts, min_size=side * side, max_size=side * side).map(
        lambda cells: np.array(cells, dtype=np.int64).reshape(side, side)
    )
)


@given(st.lists(squares, min_size=1, max_size=5))
def test_that_every_matrix_is_found_again_by_its_offset(tmp_path_factory, found):
    path = tmp_path_factory.mktemp("run") / matrices.NAME

    offsets = [matrices.append(path, matrix) for matrix in found]

    for offset, matrix in zip(offsets, found, strict=True):
        assert np.array_equal(matrices.read(path, offset), matrix)


def test_that_a_file_that_holds_one_matrix_alone_is_read_as_well(tmp_path: Path):
    np.save(tmp_path / "confusion-0000.npy", np.eye(3, dtype=np.int64))

    assert np.array_equal(matrices.read(tmp_path / "confusion-0000.npy"), np.eye(3))


@pytest.mark.parametrize("kept", [0, 5, 130])
def test_that_a_torn_matrix_is_a_value_error(tmp_path: Path, kept: int):
    path = tmp_path / matrices.NAME
    matrices.append(path, np.full((10, 10), 7))
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(ValueError):
        matrices.read(path)
