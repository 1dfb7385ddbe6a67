"""A run's full state in a file."""

import numpy as np
import pytest

from workbench.engine.training import state_file
from workbench.engine.training.state_file import Meta, State
from workbench.foundation.errors import WorkbenchError


@pytest.fixture
def state():
    arrays = {"model.0": np.arange(6, dtype=np.float32).reshape(2, 3), "model.1": np.array(7, dtype=np.int64)}
    meta = Meta(
        epoch=3,
        step=5,
        values={"loss": 0.25},
        best_value=0.2,
        best_epoch=1,
        callbacks=[{"wait": 2, "best": 0.2}],
        history=("loss",),
    )
    return State(meta=meta, arrays=arrays)


class Variable:
    """As much of a Keras variable as a state needs."""

    def __init__(self, value):
        self._value = value
        self.path = "dense/kernel"

    @property
    def shape(self):
        return self._value.shape

    def __array__(self, dtype=None, copy=None):
        return self._value

    def assign(self, value):
        self._value = value


def test_that_a_state_comes_back_as_it_was(state, tmp_path):
    state_file.write(state, tmp_path / "state-0.npz")

    back = state_file.read(tmp_path / "state-0.npz")

    assert back.meta == state.meta
    assert back.arrays.keys() == state.arrays.keys()
    for name, array in state.arrays.items():
        assert back.arrays[name].dtype == array.dtype
        assert np.array_equal(back.arrays[name], array)


def test_that_no_temporary_file_is_left(state, tmp_path):
    state_file.write(state, tmp_path / "state-0.npz")

    assert [path.name for path in tmp_path.iterdir()] == ["state-0.npz"]


def test_that_a_file_cut_anywhere_is_told_as_damaged(state, tmp_path):
    path = tmp_path / "state-0.npz"
    state_file.write(state, path)
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(WorkbenchError, match="can't be read"):
            state_file.read(path)


def test_that_flipped_bits_never_give_other_numbers(state, tmp_path):
    path = tmp_path / "state-0.npz"
    state_file.write(state, path)
    whole = path.read_bytes()
    generator = np.random.default_rng(0)
    for position in generator.integers(len(whole), size=400):
        damaged = bytearray(whole)
        damaged[position] ^= 1 << int(generator.integers(8))
        path.write_bytes(bytes(damaged))
        try:
            back = state_file.read(path)
        except WorkbenchError:
            continue
        assert back.meta == state.meta
        assert all(np.array_equal(back.arrays[name], array) for name, array in state.arrays.items())


def test_that_a_missing_file_is_told(tmp_path):
    with pytest.raises(WorkbenchError, match=r"state-0\.npz can't be read"):
        state_file.read(tmp_path / "state-0.npz")


def test_that_variables_get_their_numbers_back(state):
    first, second = Variable(np.zeros((2, 3), np.float32)), Variable(np.array(0, np.int64))

    state_file.assign(state, "model", [first, second])

    assert np.array_equal(np.asarray(first), state.arrays["model.0"])
    assert np.asarray(second) == 7


@pytest.mark.parametrize("shapes", [[(2, 3)], [(2, 3), ()], [(3, 2), (1,)]])
def test_that_a_state_of_another_network_is_refused(state, shapes):
    if shapes == [(2, 3), ()]:
        state.arrays.pop("model.1")

    with pytest.raises(WorkbenchError, match="another network"):
        state_file.assign(state, "model", [Variable(np.zeros(shape, np.float32)) for shape in shapes])
