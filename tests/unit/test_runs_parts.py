"""Which parts of the data a run has, and which of them is judged on where nobody says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from workbench.runs import parts


@pytest.mark.parametrize(
    ("counts", "there", "usual"),
    [
        ((4, 0, 0), ("train",), "train"),
        ((4, 2, 0), ("train", "validation"), "validation"),
        ((4, 0, 3), ("train", "test"), "test"),
    ],
)
def test_that_the_part_judged_on_is_one_that_has_examples(
    tmp_path: Path, counts: tuple[int, int, int], there: tuple[str, ...], usual: str
) -> None:
    train, validation, test = (np.arange(count) for count in counts)
    np.savez(tmp_path / "split.npz", train=train, validation=validation, test=test)

    found = parts.there(tmp_path)

    assert found == there
    assert parts.usual(found) == usual


def test_that_a_run_which_has_not_told_its_parts_or_whose_file_is_cut_is_judged_on_test(
    tmp_path: Path,
) -> None:
    assert parts.there(tmp_path) is None
    np.savez(tmp_path / "split.npz", train=np.arange(9), validation=np.arange(2), test=np.arange(2))
    whole = (tmp_path / "split.npz").read_bytes()

    for size in (0, 10, len(whole) // 2):
        (tmp_path / "split.npz").write_bytes(whole[:size])
        assert parts.there(tmp_path) is None
    assert parts.usual(None) == "test"
