"""What was measured in layers, one record behind another in a file."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.layer_figures import drawn_epoch, spread_of
from workbench.runs import layer_figures
from workbench.runs.events import EpochEnded, RunStarted
from workbench.runs.state import RunState, fold

_AT = "2026-11-21T15:30:00.000+00:00"


@given(st.lists(st.integers(0, 2**16), min_size=1, max_size=4))
def test_that_every_epochs_figures_are_found_again_by_their_offset(tmp_path_factory, seeds):
    path = tmp_path_factory.mktemp("run") / layer_figures.NAME
    written = [drawn_epoch(1 + number, seed=seed) for number, seed in enumerate(seeds)]

    offsets = [layer_figures.append(path, figures) for figures in written]

    assert [layer_figures.read(path, offset) for offset in offsets] == written


@pytest.mark.parametrize("kept", [0, 3, 11, 12, 60, -1])
def test_that_a_torn_record_is_a_value_error(tmp_path: Path, kept: int):
    path = tmp_path / layer_figures.NAME
    layer_figures.append(path, drawn_epoch(1))
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(ValueError):
        layer_figures.read(path)


def test_that_a_changed_byte_is_a_value_error_and_harms_no_other_record(tmp_path: Path):
    path = tmp_path / layer_figures.NAME
    layer_figures.append(path, drawn_epoch(1))
    second = layer_figures.append(path, drawn_epoch(2))
    content = bytearray(path.read_bytes())
    content[second - 1] ^= 0xFF
    path.write_bytes(content)

    with pytest.raises(ValueError):
        layer_figures.read(path)
    assert layer_figures.read(path, second).epoch == 2


def test_that_an_offset_into_the_middle_of_a_record_is_a_value_error(tmp_path: Path):
    path = tmp_path / layer_figures.NAME
    layer_figures.append(path, drawn_epoch(1))

    with pytest.raises(ValueError):
        layer_figures.read(path, 5)


def test_that_a_missing_file_is_an_os_error(tmp_path: Path):
    with pytest.raises(OSError):
        layer_figures.read(tmp_path / layer_figures.NAME)


def test_that_the_edges_of_a_histogram_are_numpys():
    values = np.random.default_rng(0).normal(size=500)
    one = np.full(7, 3.0)

    for given_values in (values, one):
        found = spread_of(given_values)
        counts, edges = np.histogram(given_values, bins=layer_figures.BINS)
        assert list(found.counts) == counts.tolist()
        assert np.allclose(found.edges, edges)


def test_that_of_many_kept_epochs_evenly_spread_ones_are_chosen():
    state = _state([1, 2, 3, 5, 8, 9, 10], of=12)

    assert [epoch.epoch for epoch in layer_figures.kept(state)] == [1, 2, 3, 5, 8, 9, 10]
    assert [epoch.epoch for epoch in layer_figures.kept(state, 3)] == [1, 5, 10]
    assert [epoch.epoch for epoch in layer_figures.kept(state, 100)] == [1, 2, 3, 5, 8, 9, 10]


def _state(measured: list[int], *, of: int) -> RunState:
    started = RunStarted(
        seq=0, t=0.0, at=_AT, folder="", title="run", pid=1, epochs=of, steps_per_epoch=1, batch_size=1,
        examples=1, validation_examples=0, params=1, device="cpu", metrics=(),
    )  # fmt: skip
    ended = (
        EpochEnded(
            seq=0, t=0.0, at=_AT, epoch=epoch, values={}, seconds=1.0, learning_rate=0.1,
            layers=layer_figures.NAME if epoch in measured else "",
        )
        for epoch in range(of)
    )  # fmt: skip
    return fold([started, *ended])
