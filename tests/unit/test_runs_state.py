"""The fold of a journal: pure, and the same however it is cut into pieces."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.runs.events import (
    CheckpointSaved,
    EpochEnded,
    Event,
    Paused,
    Resumed,
    RunFinished,
    RunStarted,
    StepsEnded,
)
from workbench.runs.series import Series
from workbench.runs.state import RunState, fold


def _started(**changes: int) -> RunStarted:
    fields: dict[str, object] = {
        "seq": 0,
        "t": 1.0,
        "at": "",
        "folder": "",
        "title": "",
        "pid": 1,
        "epochs": 4,
        "steps_per_epoch": 10,
        "batch_size": 32,
        "examples": 320,
        "validation_examples": 0,
        "params": 7,
        "device": "cpu",
        "metrics": ("loss",),
    }
    return RunStarted(**{**fields, **changes})  # type: ignore[arg-type]


def _steps(epoch: int, step: int, t: float) -> StepsEnded:
    return StepsEnded(
        seq=0,
        t=t,
        at="",
        epoch=epoch,
        step=step,
        steps=1,
        batch={"loss": float(step)},
        running={"loss": 0.5},
        examples_per_second=1.0,
    )


def _epoch(epoch: int, t: float) -> EpochEnded:
    return EpochEnded(seq=0, t=t, at="", epoch=epoch, values={"loss": 1.0}, seconds=1.0, learning_rate=0.1)


def _figures(state: RunState) -> tuple[object, ...]:
    return state.status, state.epoch, state.step, state.values, len(state.epochs), state.progress


events = st.lists(
    st.one_of(
        st.builds(_started),
        st.builds(_steps, st.integers(0, 3), st.integers(0, 10), st.floats(0, 99)),
        st.builds(_epoch, st.integers(0, 3), st.floats(0, 99)),
        st.builds(Paused, seq=st.just(0), t=st.just(2.0), at=st.just(""), epoch=st.just(1), step=st.just(2)),
    ),
    max_size=30,
)


@given(events, st.integers(0, 30))
def test_that_folding_in_two_parts_is_folding_at_once(stream: list[Event], cut: int) -> None:
    whole = fold(stream)
    parts = fold(stream[cut:], fold(stream[:cut]))

    assert _figures(parts) == _figures(whole)
    assert all(np.array_equal(parts.curves[name].y, curve.y) for name, curve in whole.curves.items())


def test_that_an_earlier_state_is_untouched_by_later_events() -> None:
    before = fold([_started(), _steps(0, 1, 2.0)])
    seen = before.curves["loss"].y.copy()
    fold([_steps(0, 2, 3.0)], before)
    fold([_steps(0, 3, 3.0)], before)

    assert np.array_equal(before.curves["loss"].y, seen)


def test_that_progress_and_time_left_follow_the_pace_since_training_began() -> None:
    state = fold([_started(), _steps(0, 5, 6.0), _epoch(0, 11.0), _steps(1, 5, 16.0)])

    assert state.progress == 1.5 / 4
    assert state.eta is not None
    assert abs(state.eta - 25.0) < 1e-9


def test_that_resuming_forgets_epochs_that_the_checkpoint_does_not_know() -> None:
    state = fold([_started(), _epoch(0, 2.0), _epoch(1, 3.0), _started(epoch=1)])

    assert [epoch.epoch for epoch in state.epochs] == [0]
    assert state.status == "running"


def test_that_resuming_takes_back_the_batches_behind_the_checkpoint() -> None:
    before = fold([_started(), _steps(0, 4, 2.0), _steps(0, 5, 3.0), _steps(0, 9, 4.0)])
    resumed = fold([_started(step=5)], before)
    after = fold([_steps(0, 6, 6.0), _steps(0, 9, 7.0)], resumed)

    assert resumed.curves["loss"].x.tolist() == [0.4, 0.5]
    assert after.curves["loss"].x.tolist() == [0.4, 0.5, 0.6, 0.9]
    assert before.curves["loss"].x.tolist() == [0.4, 0.5, 0.9]
    assert fold([_started()], before).curves["loss"].x.tolist() == []


def test_that_pause_and_resume_are_seen() -> None:
    paused = fold([_started(), Paused(seq=0, t=2.0, at="", epoch=0, step=3)])
    resumed = fold([Resumed(seq=0, t=9.0, at="", epoch=0, step=3)], paused)

    assert (paused.status, resumed.status) == ("paused", "running")
    assert paused.eta is None


def test_that_the_best_epoch_is_the_last_best_checkpoint() -> None:
    saved = [
        CheckpointSaved(seq=0, t=1.0, at="", path="checkpoints/best.keras", epoch=epoch, step=0, best=best)
        for epoch, best in ((0, True), (1, True), (2, False))
    ]
    finished = RunFinished(
        seq=0, t=9.0, at="", ending="early", epochs=3, seconds=9.0, values={}, best_epoch=1
    )

    assert fold(saved).best_epoch == 1
    assert fold([*saved, finished]).ending == "early"


@given(st.lists(st.floats(allow_nan=False), max_size=600))
def test_that_a_series_holds_what_was_appended(values: list[float]) -> None:
    series = Series()
    for index, value in enumerate(values):
        series = series.append(index, value)

    assert series.y.tolist() == values


def test_that_a_series_continued_twice_becomes_two() -> None:
    stem = Series().append(0, 1.0)
    left, right = stem.append(1, 2.0), stem.append(1, 3.0)

    assert (left.y.tolist(), right.y.tolist(), stem.y.tolist()) == ([1, 2], [1, 3], [1])


@given(st.lists(st.integers(0, 50)), st.integers(-1, 51))
def test_that_a_cut_series_goes_on_by_itself(places: list[int], cut: int) -> None:
    whole = Series()
    for place in sorted(places):
        whole = whole.append(place, 1.0)

    shorter = whole.until(cut)
    longer = shorter.append(cut, 2.0)

    assert shorter.x.tolist() == [place for place in sorted(places) if place <= cut]
    assert longer.y.tolist() == [1.0] * len(shorter) + [2.0]
    assert whole.y.tolist() == [1.0] * len(places)
