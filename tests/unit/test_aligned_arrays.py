"""Arrays that TensorFlow takes without a copy."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["uint8", "float32", "float64", "int32"])
def test_that_chosen_rows_are_shared_with_their_tensor(kind: str) -> None:
    from workbench.engine.training.aligned import rows_of, tensor_of

    array = np.arange(60, dtype=kind).reshape(10, 3, 2)
    rows = np.array([7, 0, 7, 3])

    found = rows_of(array, rows)
    tensor = tensor_of(found)

    np.testing.assert_array_equal(found, array[rows])
    np.testing.assert_array_equal(tensor.numpy(), array[rows])
    assert np.shares_memory(np.asarray(tensor), found)


def test_that_a_tensor_outlives_the_array_whose_memory_it_shares() -> None:
    from workbench.engine.training.aligned import rows_of, tensor_of

    tensor = tensor_of(rows_of(np.ones((1000, 50), np.float32), np.arange(1000)))

    np.full((1000, 50), 7, np.float32)
    assert float(tensor.numpy().sum()) == 50_000


@pytest.mark.parametrize(
    "array",
    [
        np.array([[True], [False]]),
        np.zeros((0, 3), np.float32),
        np.arange(12.0).reshape(3, 4)[:, ::2],
        np.frombuffer(b"\x01\x02\x03\x04", np.uint8),
    ],
    ids=["truth values", "nothing", "every second column", "read only"],
)
def test_that_what_cannot_be_shared_is_copied(array: np.ndarray) -> None:  # type: ignore[type-arg]
    from workbench.engine.training.aligned import tensor_of

    tensor = tensor_of(array)

    np.testing.assert_array_equal(tensor.numpy(), array)
    assert not np.shares_memory(np.asarray(tensor), array)


def test_that_the_parts_of_large_examples_share_their_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.engine.data.room import room_for
    from workbench.engine.training import aligned

    monkeypatch.setattr(aligned, "_WORTH_SHARING", 1)
    features = room_for((10, 3), np.uint8)
    features[:] = np.arange(30).reshape(10, 3)
    parts = [aligned.part_of(features, np.array(rows)) for rows in ([7, 0, 5], [2, 9])]
    first, second = (aligned.tensor_of(part) for part in parts)

    np.testing.assert_array_equal(aligned.gathered(first, [2, 0]), features[[5, 7]])
    np.testing.assert_array_equal(aligned.gathered(second, [1]), features[[9]])
    for tensor in (first, second):
        assert isinstance(tensor, aligned.Part)
        assert np.shares_memory(np.asarray(tensor._tensor), features)


def test_that_no_rows_are_no_rows() -> None:
    from workbench.engine.training.aligned import rows_of

    assert rows_of(np.ones((4, 2), np.float32), np.array([], np.int64)).shape == (0, 2)
