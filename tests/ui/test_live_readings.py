import math
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from tests.helpers.journals import WrittenRun
from workbench.runs import journal
from workbench.runs.events import RunStarted
from workbench.runs.state import RunState, fold
from workbench.ui.live import readings
from workbench.ui.live.readings import Points


def _state(path: Path, *losses: float) -> RunState:
    run = WrittenRun(path / "run")
    run.begin()
    for epoch, loss in enumerate(losses):
        run.step(epoch, 2, loss=loss)
        run.end_epoch(epoch, loss=loss)
    run.close()
    return fold(journal.read(run.folder.journal))


def _line(*values: float) -> Points:
    return Points(np.arange(1.0, len(values) + 1), np.array(values))


def test_that_epochs_end_at_whole_numbers_and_batches_lie_between(tmp_path: Path) -> None:
    state = _state(tmp_path, 1.0, 0.5)

    assert readings.epoch_points(state, "loss").x.tolist() == [1, 2]
    assert readings.batch_points(state, "loss").x.tolist() == [0.5, 1.5]


def test_that_values_that_are_not_finite_are_left_out(tmp_path: Path) -> None:
    state = _state(tmp_path, 1.0, math.nan, math.inf, 0.25)

    assert readings.epoch_points(state, "loss").y.tolist() == [1.0, 0.25]


def test_that_smoothing_takes_the_last_epochs_together() -> None:
    line = readings.smoothed(_line(1.0, 3.0, 5.0, 7.0), 2)

    assert line.y.tolist() == [1.0, 2.0, 4.0, 6.0]
    assert readings.smoothed(line, 1) is line


def test_that_a_logarithm_leaves_out_what_has_none() -> None:
    line = readings.logarithm(_line(10.0, 0.0, -1.0, 1000.0))

    assert line.x.tolist() == [1.0, 4.0]
    assert line.y.tolist() == [1.0, 3.0]


def test_that_the_loss_comes_first_and_twins_and_rates_are_no_metrics(tmp_path: Path) -> None:
    assert readings.metric_names(_state(tmp_path, 1.0)) == ("loss", "accuracy")


def test_that_the_best_point_is_the_earliest_of_equals() -> None:
    line = _line(3, 1, 1, 2)

    assert readings.best(line, is_higher_better=False) == (2, 1)
    assert readings.best(line, is_higher_better=True) == (1, 3)
    assert readings.best(readings.EMPTY, is_higher_better=True) is None


def test_that_the_crosshair_reads_the_nearest_epoch_only() -> None:
    line = _line(3, 1)

    assert readings.at(line, 1.4) == 3
    assert readings.at(line, 2.3) == 1
    assert readings.at(line, 7) is None
    assert readings.at(readings.EMPTY, 1) is None


def test_that_one_wild_batch_does_not_squash_the_curves() -> None:
    noise = Points(np.linspace(0, 5, 5000), np.full(5000, 0.5))
    noise.y[7] = 1e6

    _, top = readings.limits([_line(1.0, 0.5)], [noise])

    assert top < 2


def test_that_limits_are_sane_for_no_points_and_for_a_constant() -> None:
    assert readings.limits([]) == (0.0, 1.0)
    low, high = readings.limits([_line(0.0, 0.0)])
    assert low < high


def test_that_batches_taken_back_by_a_resumption_are_not_drawn(tmp_path: Path) -> None:
    run = WrittenRun(tmp_path / "run")
    run.begin()
    for step in (1, 2, 3):
        run.step(0, step, loss=9.0)
    earlier = journal.read(run.folder.journal)[1]
    assert isinstance(earlier, RunStarted)
    fields = {
        name: getattr(earlier, name) for name in earlier.__struct_fields__ if name not in ("seq", "t", "at")
    }
    run.journal.write(RunStarted, **{**fields, "step": 1})
    run.step(0, 2, loss=1.0)
    run.close()

    points = readings.batch_points(fold(journal.read(run.folder.journal)), "loss")

    assert points.x.tolist() == [0.25, 0.5, 0.5] or points.x.tolist() == [0.25, 0.5]
    assert points.y[-1] == 1.0
    assert (np.diff(points.x) >= 0).all()


def test_that_x_shows_all_that_is_planned_and_of_very_many_epochs_only_what_comes_soon(
    tmp_path: Path,
) -> None:
    state = _state(tmp_path, 1.0, 0.5)
    assert state.started is not None

    assert readings.horizon(state) == state.epochs_planned == 5
    many = replace(state, started=replace(state.started, epochs=5000))
    assert 20 <= readings.horizon(many) <= 100
    assert readings.horizon(replace(many, epoch=400)) == 5000
    assert readings.horizon(replace(many, status="failed")) == 2
