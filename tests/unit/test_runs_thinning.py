"""Which epochs of a very long run stay in memory."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.runs import thinning
from workbench.runs.events import EpochEnded
from workbench.runs.growing import Grown
from workbench.runs.state import RunState, fold
from workbench.runs.thinning import Best, taken_in, thinned


def ended(number: int, loss: float, **more: float) -> EpochEnded:
    return EpochEnded(
        seq=number, t=0.0, at="", epoch=number, values={"loss": loss, **more}, seconds=1.0, learning_rate=0.1
    )


def ranges(epochs: Sequence[EpochEnded]) -> dict[str, tuple[float, float]]:
    of_name: dict[str, list[float]] = {}
    for epoch in epochs:
        for name, value in epoch.values.items():
            of_name.setdefault(name, []).append(value)
    return {name: (min(values), max(values)) for name, values in of_name.items()}


@given(st.integers(0, 2**32), st.integers(1, 900))
def test_that_few_epochs_stay_with_the_last_and_the_best_of_every_figure(seed: int, count: int) -> None:
    rng = random.Random(seed)
    every = [
        ended(number, rng.random(), **({"accuracy": rng.random()} if rng.random() < 0.9 else {}))
        for number in range(count)
    ]

    kept: Grown[EpochEnded] = Grown()
    for epoch in every:
        kept = thinned(kept.append(epoch), 40)

    assert len(kept) <= 40
    assert kept[-1] is every[-1]
    assert list(kept) == sorted(kept, key=lambda epoch: epoch.epoch)
    assert ranges(kept) == ranges(every)


def test_that_what_stays_is_spread_over_the_whole_run() -> None:
    kept: Grown[EpochEnded] = Grown()
    for number in range(10_000):
        kept = thinned(kept.append(ended(number, 1.0)), 100)

    numbers = [epoch.epoch for epoch in kept]
    assert max(after - before for before, after in pairwise(numbers)) <= 10_000 // 25


def test_that_a_long_run_is_the_same_however_its_events_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thinning, "MOST", 50)
    events = [ended(number, 1.0 / (number + 1)) for number in range(500)]

    piecewise = RunState()
    for start in range(0, 500, 7):
        piecewise = fold(events[start : start + 7], piecewise)

    assert piecewise.epochs == fold(events).epochs
    assert piecewise.ranges == {"loss": (1.0 / 500, 1.0)}
    assert piecewise.epoch == 500


@given(st.lists(st.integers(1, 60), max_size=12))
def test_that_the_same_epochs_stay_whether_they_come_singly_or_together(pieces: list[int]) -> None:
    every = [ended(number, float(number % 37)) for number in range(sum(pieces))]

    together: tuple[Grown[EpochEnded], Best] = (Grown(), {})
    singly = together
    for piece in pieces:
        together = taken_in(together[0], every[:piece], together[1], 30)
        for epoch in every[:piece]:
            singly = taken_in(singly[0], (epoch,), singly[1], 30)
        every = every[piece:]

    assert together == singly
    assert ranges(together[0]) == {name: (low, high) for name, ((low, _), (high, _)) in together[1].items()}


def test_that_a_figure_that_never_was_a_number_is_in_nobodys_way() -> None:
    kept, best = taken_in(Grown(), [ended(number, 1.0, val_loss=math.nan) for number in range(100)], {}, 40)

    assert len(kept) <= 40
    assert best == {"loss": ((1.0, 0), (1.0, 0))}


def test_that_short_runs_keep_every_epoch() -> None:
    epochs = Grown(ended(number, 1.0) for number in range(40))

    assert thinned(epochs, 40) is epochs
