"""What a training chooses by itself, what a project overrules, and that neither changes what is learned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.helpers.trainings import Trained, chain, go, iris, train, weights
from workbench.engine.training.steering import Steering
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import Execution
from workbench.runs.controls import Stop
from workbench.runs.events import Advice, EpochEnded, ExecutionSettled, RunStarted

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
DENSE = (
    Spec("Input", {"shape": (4,)}),
    Spec("Dense", {"units": 8, "activation": "relu"}),
    Spec("Dense", {"units": 3, "activation": "softmax"}),
)


def dense(**training: Any) -> Project:
    """Return a network in which nothing is random."""
    return iris(**{"epochs": 4, **training}).with_graph(chain(*DENSE))


def last_weights(done: Trained) -> list[Any]:
    return weights(done.folder.checkpoints / "last.keras")


@pytest.mark.parametrize(
    ("layers", "epochs", "xla"),
    [
        ((), 1000, True),
        ((), 10, False),
        ((Spec("Dropout", {"rate": 0.5}),), 1000, False),
        (
            (Spec("Reshape", {"target_shape": (8, 1)}), Spec("Conv1D", {"filters": 2, "kernel_size": 2})),
            1000,
            False,
        ),
        ((Spec("Reshape", {"target_shape": (8, 1)}), Spec("LSTM", {"units": 4})), 1000, True),
        (
            (Spec("Reshape", {"target_shape": (8, 1)}), Spec("LSTM", {"units": 4, "dropout": 0.1})),
            1000,
            False,
        ),
    ],
    ids=["dense", "short", "dropout", "convolution", "recurrent", "recurrent dropout"],
)
def test_that_xla_is_chosen_where_it_pays_and_nothing_is_random(
    tmp_path: Path, layers: tuple[Spec, ...], epochs: int, xla: bool
) -> None:
    from workbench.engine.training.execution import choose
    from workbench.engine.training.prepare import prepare
    from workbench.engine.training.telling import Teller
    from workbench.runs.folder import create
    from workbench.runs.journal import JournalWriter

    flat = (Spec("Flatten"),) if any(layer.kind == "Conv1D" for layer in layers) else ()
    project = dense(epochs=epochs).with_graph(chain(*DENSE[:2], *layers, *flat, DENSE[2]))
    folder = create(project, home=tmp_path, base=tmp_path)
    writer = JournalWriter(folder.journal)
    job = prepare(project, folder, Teller(writer))
    writer.close()

    choice = choose(job, device="cpu", epoch=7, is_resident=True)

    assert choice.xla is xla
    assert choice.why


def test_that_with_xla_a_training_learns_the_same_within_a_ten_thousandth(tmp_path: Path) -> None:
    plain = train(dense(execution=Execution(xla="off")), tmp_path)
    fast = train(dense(execution=Execution(xla="on")), tmp_path)

    assert [event.xla for event in fast.all(ExecutionSettled)][:1] == [True]
    assert [event.xla for event in plain.all(ExecutionSettled)][:1] == [False]
    for mine, their in zip(last_weights(fast), last_weights(plain), strict=True):
        np.testing.assert_allclose(mine, their, rtol=1e-4, atol=1e-6)
    for mine, their in zip(fast.all(EpochEnded), plain.all(EpochEnded), strict=True):
        assert mine.values == pytest.approx(their.values, rel=1e-4)


def test_that_a_resumed_training_goes_on_with_xla_to_the_same_bits(tmp_path: Path) -> None:
    project = dense(epochs=6, batch_size=8, execution=Execution(xla="on"))
    whole = train(project, tmp_path)

    class StopAt(Steering):
        """Stops in the middle of the third epoch."""

        count = 0

        def batch_ended(self) -> None:
            self.count += 1
            if self.count == 3 * 14 - 5:
                self.obey(Stop())

        @property
        def one_batch_only(self) -> bool:
            return True

    stopped = train(project, tmp_path, StopAt())
    resumed = go(stopped.folder, resume=True)

    assert resumed.all(RunStarted)[-1].step > 0
    assert resumed.all(ExecutionSettled)[-1].xla
    for mine, their in zip(last_weights(resumed), last_weights(whole), strict=True):
        assert np.array_equal(mine, their)


def test_that_what_a_run_chose_holds_when_it_is_resumed(tmp_path: Path) -> None:
    from workbench.engine.training import choice

    choice.keep(choice.Choice(xla=True, why="as it began"), tmp_path)

    assert choice.kept(tmp_path).xla
    assert not choice.kept(tmp_path / "older").xla


def test_that_a_network_that_xla_refuses_trains_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tensorflow as tf

    from workbench.engine.training.compiled import Looped

    def refuse(*_: object) -> None:
        raise tf.errors.InvalidArgumentError(None, None, "Detected unsupported operations: Unique")

    monkeypatch.setattr(Looped, "compile", refuse)
    done = train(dense(execution=Execution(xla="on")), tmp_path)

    assert done.code == 0
    assert done.only(Advice).problem.code == "xla.refused"
    assert not any(event.xla for event in done.all(ExecutionSettled))


def test_that_streaming_and_the_steps_of_a_call_can_be_set_and_change_no_bit(tmp_path: Path) -> None:
    plain = train(dense(), tmp_path)
    other = train(dense(execution=Execution(residence="streamed", steps_per_call=3)), tmp_path)

    told = other.all(ExecutionSettled)
    assert [(event.residence, event.steps_per_call, event.adapts) for event in told] == [
        ("streamed", 3, False)
    ]
    for mine, their in zip(last_weights(other), last_weights(plain), strict=True):
        assert np.array_equal(mine, their)
