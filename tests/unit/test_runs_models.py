"""Which models a run keeps, and weights of single epochs as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engine.training import looking_back
from workbench.engine.training.looking_back import EpochWeights
from workbench.runs import epoch_weights, models
from workbench.runs.events import CheckpointSaved, EpochEnded
from workbench.runs.folder import RunFolder
from workbench.runs.growing import Grown
from workbench.runs.state import RunState


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    folder = RunFolder(tmp_path)
    folder.checkpoints.mkdir()
    return folder


def saved(name: str, epoch: int, step: int = 0) -> CheckpointSaved:
    return CheckpointSaved(seq=0, t=0, at="", path=f"checkpoints/{name}.keras", epoch=epoch, step=step)


def after(epochs: int, *checkpoints: CheckpointSaved) -> RunState:
    ended = [
        EpochEnded(seq=0, t=0, at="", epoch=epoch, values={}, seconds=1, learning_rate=1)
        for epoch in range(epochs)
    ]
    return RunState(epoch=epochs, epochs=Grown(ended), checkpoints=Grown(checkpoints))


def test_that_models_and_weights_are_listed_by_their_epochs(folder: RunFolder) -> None:
    for name in ("epoch-0004.keras", "epoch-12000.keras", "best.keras", "last.keras", "epoch-x.keras"):
        (folder.checkpoints / name).touch()
    epoch_weights.write(models.weights_file(folder, "epoch-0002"), [np.zeros(2)])

    assert models.kept(folder) == {2: "epoch-0002", 4: "epoch-0004", 12000: "epoch-12000"}
    assert models.file_of(folder, "epoch-0002") == folder.weights / "epoch-0002.npy"
    assert models.file_of(folder, "epoch-0004") == folder.checkpoints / "epoch-0004.keras"


def test_that_the_best_and_the_last_model_stand_for_their_epochs(folder: RunFolder) -> None:
    for name in ("best", "last"):
        (folder.checkpoints / f"{name}.keras").touch()
    state = after(9, saved("best", 2), saved("last", 5), saved("best", 5), saved("last", 9))

    assert models.kept(folder, state) == {5: "best", 9: "last"}
    assert models.kept(folder, after(9, saved("best", 5), saved("last", 8, step=3))) == {5: "best"}
    assert models.kept(folder, after(0)) == {}


def test_that_what_a_resumed_run_has_undone_is_not_there(folder: RunFolder) -> None:
    for epoch in (2, 6):
        epoch_weights.write(models.weights_file(folder, models.epoch_name(epoch)), [np.zeros(2)])

    assert list(models.kept(folder, after(4))) == [2]


def test_that_of_two_that_are_as_near_the_earlier_is_meant() -> None:
    assert models.nearest({2: "epoch-0002", 6: "epoch-0006"}, 4) == 2
    assert models.nearest({2: "epoch-0002", 6: "epoch-0006"}, 5) == 6
    assert models.nearest({}, 5) is None
    assert (models.epoch_of("epoch-0010"), models.epoch_of("best")) == (10, None)


@given(st.lists(st.lists(st.integers(0, 4), max_size=3).map(tuple), max_size=5))
def test_that_weights_are_read_as_they_were_written(shapes: list[tuple[int, ...]]) -> None:
    import tempfile

    arrays = [np.random.default_rng(7).random(shape).astype(np.float32) for shape in shapes]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "epoch-0001.npy"
        epoch_weights.write(path, arrays)
        read = epoch_weights.read(path)

    assert len(read) == len(arrays)
    for one, other in zip(read, arrays, strict=True):
        np.testing.assert_array_equal(one, other)


def test_that_a_torn_file_of_weights_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "epoch-0001.npy"
    epoch_weights.write(path, [np.arange(100.0), np.arange(50.0)])
    whole = path.read_bytes()
    for length in (5, 200, len(whole) - 8):
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="no whole array"):
            epoch_weights.read(path)


class Weights:
    """Weights that say how often they were asked for."""

    def __init__(self, size: int) -> None:
        self.asked, self.size = 0, size

    def __call__(self) -> list[Any]:
        self.asked += 1
        return [np.full(self.size, self.asked, dtype=np.float32)]


def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_back, "_ALLOWANCE", 1e9)


def test_that_epochs_are_thinned_evenly_as_the_run_grows(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    unhurried(monkeypatch)
    weights = Weights(4)
    keeper = EpochWeights(folder, weights.size)
    for epoch in range(1, 301):
        keeper.epoch_ended(epoch, weights)

    kept = list(models.kept(folder))
    assert kept == list(range(1, 300, 8))
    assert len(kept) <= 50


def test_that_large_weights_are_fewer_and_larger_ones_none(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    unhurried(monkeypatch)
    weights, too_large = Weights(1 << 18), Weights((1 << 18) + 1)
    keeper = EpochWeights(folder, weights.size)
    for epoch in range(1, 20):
        keeper.epoch_ended(epoch, weights)
    assert len(models.kept(folder)) <= 16

    other = EpochWeights(folder, too_large.size)
    for epoch in range(20, 30):
        other.epoch_ended(epoch, too_large)

    assert too_large.asked == 0
    assert max(models.kept(folder)) < 20


def test_that_keeping_waits_for_its_share_of_the_time(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter(range(10_000))
    monkeypatch.setattr(looking_back.clock, "monotonic", lambda: float(next(now)))
    weights = Weights(4)
    keeper = EpochWeights(folder, weights.size)
    for epoch in range(1, 400):
        keeper.epoch_ended(epoch, weights)

    # Each look at the clock is a second later: keeping takes one, and may take one in a hundred.
    assert len(models.kept(folder)) <= 5


def test_that_a_full_disk_is_no_end(folder: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(epoch_weights, "write", full)
    weights = Weights(4)
    keeper = EpochWeights(folder, weights.size)

    keeper.epoch_ended(1, weights)

    assert models.kept(folder) == {}
