"""Everything that the Training page offers is trained with once, in one process."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.helpers.trainings import go
from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.project.samples import open_project
from workbench.project.spec import Spec
from workbench.runs.events import Event, RunFailed, RunFinished
from workbench.runs.folder import RunFolder, create

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def _train(home: Path, **training: Any) -> tuple[RunFolder, Event]:
    """Train the iris network so; return the run's folder and its last event."""
    project, base = open_project("iris-mlp")
    project = project.with_training(replace(project.training, **{"epochs": 1, **training}))
    done = go(create(project, home=home, base=base))
    return done.folder, done.events[-1]


def _starting(catalog: Catalog, group: Group, name: str) -> Spec:
    """Return a kind as the page puts it in."""
    return Spec(name, catalog.kind(group, name).starting_params())


def _assert_finished(last: Event, of: str) -> None:
    assert isinstance(last, RunFinished), f"{of}: {last}"
    assert all(math.isfinite(value) for value in last.values.values()), of


@pytest.mark.thorough
def test_that_every_optimizer_and_schedule_trains(tmp_path: Path, catalog: Catalog) -> None:
    rates = [_starting(catalog, "schedule", kind.name) for kind in catalog.of("schedule")]
    optimizers = [_starting(catalog, "optimizer", kind.name) for kind in catalog.of("optimizer")]
    assert len(optimizers) > 10
    assert len(rates) > 4
    for optimizer in (*optimizers, *(Spec("SGD", {"learning_rate": rate}) for rate in rates)):
        _, last = _train(tmp_path, optimizer=optimizer)
        _assert_finished(last, str(optimizer))


@pytest.mark.thorough
def test_that_every_loss_trains_or_is_refused_in_words(tmp_path: Path, catalog: Catalog) -> None:
    refused = []
    for kind in catalog.of("loss"):
        _, last = _train(tmp_path, loss=_starting(catalog, "loss", kind.name))
        if isinstance(last, RunFailed):
            assert last.problem.where == "training.loss"
            refused.append(kind.name)
        else:
            _assert_finished(last, kind.name)
    assert refused == ["CTC"]


@pytest.mark.parametrize("precision", ["mixed_float16", "mixed_bfloat16", "float64"])
def test_that_a_network_learns_in_every_precision(tmp_path: Path, precision: str) -> None:
    folder, last = _train(tmp_path, precision=precision, epochs=2)
    _assert_finished(last, precision)
    assert (folder.checkpoints / "best.keras").is_file()


def test_that_every_callback_does_its_work_inside_the_run(tmp_path: Path, catalog: Catalog) -> None:
    callbacks = tuple(_starting(catalog, "callback", kind.name) for kind in catalog.of("callback"))
    optimizer = Spec("Adam", {"use_ema": True})
    folder, last = _train(tmp_path, callbacks=callbacks, optimizer=optimizer, epochs=3)
    _assert_finished(last, "all callbacks")
    assert "learning_rate" in (folder.artifacts / "history.csv").read_text(encoding="utf-8")
    assert (folder.artifacts / "checkpoint.keras").is_file()
    assert list(folder.artifacts.rglob("events.out.tfevents.*"))


def test_that_early_stopping_ends_a_training_and_the_ending_says_so(tmp_path: Path) -> None:
    early = Spec("EarlyStopping", {"patience": 1, "min_delta": 10.0})
    _, last = _train(tmp_path, callbacks=(early,), epochs=9)
    assert isinstance(last, RunFinished)
    assert last.ending == "early"
    assert last.epochs < 9


def test_that_a_metric_which_keras_refuses_is_told_without_graph_talk(tmp_path: Path) -> None:
    _, last = _train(tmp_path, metrics=(Spec("Precision"),))
    assert isinstance(last, RunFailed)
    assert "Incompatible shapes" in last.problem.message
    assert "{{" not in last.problem.message
    assert "[Op:" not in last.problem.message
