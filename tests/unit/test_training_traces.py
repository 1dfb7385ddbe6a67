"""Nothing is compiled anew while a training goes on, whatever the sizes of its parts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.helpers.trainings import iris, train
from workbench.engine.training.steering import Steering
from workbench.project.training import Execution
from workbench.runs.folder import create

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
_OFF = Execution(xla="off")


class Counting(Steering):
    """Notes after each epoch how often any of the compiled functions was traced."""

    def __init__(self, functions: list[Any]) -> None:
        super().__init__()
        self._functions = functions
        self.counts: list[int] = []

    def epoch_ended(self) -> None:
        super().epoch_ended()
        self.counts.append(sum(function.traces for function in self._functions))


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """All compiled functions that trainings make from now on."""
    from workbench.engine.training.compiled import Looped

    made: list[Any] = []
    init = Looped.__init__

    def noted(looped: Any, *given: Any, **named: Any) -> None:
        init(looped, *given, **named)
        made.append(looped)

    monkeypatch.setattr(Looped, "__init__", noted)
    return made


@pytest.mark.parametrize(
    ("batch", "execution"),
    [
        (16, _OFF),  # 104 examples: a rest of 8; validation has a rest too
        (7, replace(_OFF, residence="streamed", steps_per_call=4)),
        pytest.param(16, replace(_OFF, xla="on"), marks=pytest.mark.thorough),
        pytest.param(104, _OFF, marks=pytest.mark.thorough),  # one batch, and no rest at all
        pytest.param(16, replace(_OFF, steps_per_call=1), marks=pytest.mark.thorough),
        pytest.param(16, replace(_OFF, residence="streamed", xla="on"), marks=pytest.mark.thorough),
    ],
)
def test_that_no_epoch_behind_the_first_traces_anything(
    batch: int, execution: Execution, functions: list[Any], tmp_path: Path
) -> None:
    steering = Counting(functions)

    assert train(iris(epochs=6, batch_size=batch, execution=execution), tmp_path, steering).code == 0

    assert len(steering.counts) == 6
    assert steering.counts[0] >= 1
    assert set(steering.counts[1:]) == {steering.counts[0]}
    # One for the full batches and one for the odd last, of the training and of the validation.
    assert steering.counts[0] <= 4


@pytest.mark.thorough
def test_that_xla_compiles_as_often_for_many_epochs_as_for_few(tmp_path: Path) -> None:
    assert _modules(tmp_path / "few", epochs=2) == _modules(tmp_path / "many", epochs=12) > 0


def _modules(home: Path, *, epochs: int) -> int:
    """Return how many modules XLA compiled in a run of so many epochs: it leaves a file of each."""
    project = iris(epochs=epochs, batch_size=16, execution=Execution(xla="on"))
    folder, dump = create(project, home=home, base=home), home / "dump"
    environment = {**os.environ, "XLA_FLAGS": f"--xla_dump_to={dump} --xla_dump_hlo_as_text"}
    command = [sys.executable, "-m", "workbench.engine", "run", str(folder.path)]
    subprocess.run(command, env=environment, check=True)
    return len(list(dump.glob("module_*before_optimizations.txt")))
