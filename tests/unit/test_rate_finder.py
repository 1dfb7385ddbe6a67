"""The learning-rate finder: what it proposes, and that it touches nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.trainings import iris
from workbench.project.spec import Spec

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_that_the_proposal_lies_where_the_loss_falls_fastest_and_well_below_the_lowest() -> None:
    from workbench.engine.training.finder import judged

    rates = np.logspace(-6, 1, 100)
    fall = 2.0 - 1.5 / (1 + np.exp(-3 * (np.log10(rates) + 3)))
    sweep = judged(rates.tolist(), (fall + np.maximum(0, rates - 0.3)).tolist(), has_diverged=False)

    assert sweep.steepest == pytest.approx(1e-3, rel=0.5)
    assert sweep.lowest is not None and sweep.proposal is not None
    assert sweep.proposal <= sweep.lowest / 10 * 1.05
    noise = np.random.default_rng(0).normal(1.0, 0.1, 100)
    assert judged(rates.tolist(), (noise + rates).tolist(), has_diverged=False).proposal is None


def test_that_a_sweep_finds_a_rate_and_leaves_no_trace(tmp_path: Path) -> None:
    import keras

    from workbench.engine.data.ready import ready
    from workbench.engine.training.finder import STEPS, find

    schedule = Spec("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.9})
    project = iris(optimizer=Spec("SGD", {"learning_rate": schedule}), precision="mixed_bfloat16")
    seen: list[int] = []
    data = ready(project.data, tmp_path)

    sweep = find(project, data, tmp_path, lambda done, _total: seen.append(done))

    assert sweep.proposal is not None and 1e-4 < sweep.proposal < 1
    assert len(sweep.rates) == len(sweep.losses) == len(sweep.smoothed) <= STEPS
    assert seen[0] == 0 and seen[-1] in (len(sweep.rates), len(sweep.rates) + 1)
    assert keras.config.dtype_policy().name == "float32"
    assert list(tmp_path.iterdir()) == []

    def give_up(done: int, _total: int) -> None:
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        find(project, data, tmp_path, give_up)
    assert keras.config.dtype_policy().name == "float32"
