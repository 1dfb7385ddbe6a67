"""What every output takes for what, counted each epoch, is what scikit-learn and NumPy count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.trainings import Trained, chain, go, iris, train
from workbench.engine.training import looking_back
from workbench.engine.training.steering import Steering
from workbench.project.data import DataSpec, Split, Table, Task
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import Head, TrainingSpec
from workbench.protocol.outputs import BINS, OutputForm
from workbench.runs import matrices, models
from workbench.runs.controls import Stop
from workbench.runs.events import EpochEnded, RunStarted

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(autouse=True)
def _time_to_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the weights of every epoch, however quick."""
    monkeypatch.setattr(looking_back, "_ALLOWANCE", 1e9)


def two_outputs() -> Project:
    """Iris, told by one output as probabilities and by another as one unit for each class."""
    nodes = (
        Node(id="in", spec=Spec("Input", {"shape": (4,)}), name="flower", at=Point(0, 0)),
        Node(id="a", spec=Spec("Dense", {"units": 3, "activation": "softmax"}), name="sure", at=Point(0, 1)),
        Node(id="b", spec=Spec("Dense", {"units": 3, "activation": "sigmoid"}), name="each", at=Point(1, 1)),
    )
    graph = Graph(style="functional", nodes=nodes, links=(Link("in", "a"), Link("in", "b")))
    head = Head(output="b", loss=Spec("BinaryCrossentropy"))
    training = TrainingSpec(epochs=3, batch_size=16, heads=(head,))
    return replace(iris(), graph=graph, training=training)


def counted(done: Trained, epoch: EpochEnded) -> list[Any]:
    path = done.folder.artifacts / matrices.NAME
    return [matrices.read(path, at) for at in epoch.matrices_at]


def validation(done: Trained, model: Any) -> tuple[list[np.ndarray], Any]:
    """Return what each output says of the validation part, and its targets."""
    from workbench.engine.data.preparation.fitted import kept
    from workbench.engine.data.ready import ready

    project = done.folder.project()
    found = ready(project.data, done.folder.path, fitted=kept(done.folder.artifacts))
    rows = found.parts.validation
    said = model.predict(np.asarray(found.dataset.x[rows], dtype=np.float32), verbose=0)
    return (said if isinstance(said, list) else [said]), found.dataset.y[rows]


def test_that_each_of_several_outputs_has_a_matrix_and_every_epoch_its_model(tmp_path: Path) -> None:
    from sklearn.metrics import confusion_matrix

    from workbench.engine.evaluation.at_hand import RunAtHand

    done = train(two_outputs(), tmp_path)

    assert done.only(RunStarted).outputs == (
        OutputForm(name="sure", form="classes"),
        OutputForm(name="each", form="classes"),
    )
    at_hand = RunAtHand()
    for epoch in done.all(EpochEnded):
        model = at_hand.model(done.folder.path, models.epoch_name(epoch.epoch + 1))
        outputs, y = validation(done, model)
        found = counted(done, epoch)
        assert len(found) == 2
        for matrix, said in zip(found, outputs, strict=True):
            expected = confusion_matrix(y, said.argmax(axis=1), labels=range(3))
            assert matrix.tolist() == expected.tolist()
        assert epoch.confusion_at == epoch.matrices_at[0]
    last = at_hand.model(done.folder.path, "last")
    for one, other in zip(model.get_weights(), last.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.thorough
def test_that_a_run_that_goes_on_ends_with_the_same_weights_of_epochs(tmp_path: Path) -> None:
    class StopAfterOne(Steering):
        def epoch_ended(self) -> None:
            self.obey(Stop())

    whole = train(iris(epochs=3), tmp_path)
    stopped = train(iris(epochs=3), tmp_path, StopAfterOne())
    resumed = go(stopped.folder, resume=True)

    assert list(models.kept_weights(resumed.folder)) == list(models.kept_weights(whole.folder)) == [1, 2, 3]
    for which in models.kept_weights(whole.folder).values():
        told = [models.file_of(done.folder, which).read_bytes() for done in (whole, resumed)]
        assert told[0] == told[1]
    assert all(not event.matrices_at for event in resumed.all(EpochEnded)), "one output of classes as ever"


def table(path: Path) -> Path:
    """Write 120 rows: two numbers, two labels that follow from them, and two quantities."""
    x = np.random.default_rng(4).normal(size=(120, 2))
    rows = ["a,b,left,low,sum,twice"]
    rows += [f"{a:.5f},{b:.5f},{int(a < 0)},{int(b < 0)},{a + b:.5f},{2 * a:.5f}" for a, b in x]
    path.write_text("\n".join(rows) + "\n")
    return path


def learner(path: Path, targets: tuple[str, str], loss: str, activation: str, task: Task) -> Project:
    graph = chain(Spec("Input", {"shape": (2,)}), Spec("Dense", {"units": 2, "activation": activation}))
    first, *more = targets
    source = Table(path=str(path), target=first, more_targets=tuple(more), features=("a", "b"))
    return Project(
        title="learner",
        data=DataSpec(source=source, task=task, split=Split(test=0.0)),
        graph=graph,
        training=TrainingSpec(epochs=2, batch_size=16, loss=Spec(loss), metrics=()),
    )


def test_that_labels_are_counted_one_by_one(tmp_path: Path) -> None:
    from sklearn.metrics import multilabel_confusion_matrix

    from workbench.engine.evaluation.at_hand import RunAtHand

    path, targets = table(tmp_path / "t.csv"), ("left", "low")
    done = train(learner(path, targets, "BinaryCrossentropy", "sigmoid", "multilabel"), tmp_path)

    (form,) = done.only(RunStarted).outputs
    assert (form.form, form.names, form.threshold) == ("labels", ("left", "low"), 0.5)
    last = done.all(EpochEnded)[-1]
    assert (last.confusion, last.has_matrices) == ("", True)
    (said,), y = validation(done, RunAtHand().model(done.folder.path, "last"))
    assert counted(done, last)[0].tolist() == multilabel_confusion_matrix(y, said >= 0.5).tolist()


def test_that_quantities_are_counted_in_bins_of_their_ranges(tmp_path: Path) -> None:
    from workbench.engine.evaluation.at_hand import RunAtHand

    path, targets = table(tmp_path / "t.csv"), ("sum", "twice")
    done = train(learner(path, targets, "MeanSquaredError", "linear", "regression"), tmp_path)

    (form,) = done.only(RunStarted).outputs
    assert (form.form, form.names) == ("quantities", ("sum", "twice"))
    (said,), y = validation(done, RunAtHand().model(done.folder.path, "last"))
    (pictures,) = counted(done, done.all(EpochEnded)[-1])
    for number, (low, high) in enumerate(form.ranges):
        edges = np.linspace(low, high, BINS + 1)
        inside = np.clip(said[:, number], low, high)
        expected = np.histogram2d(y[:, number], inside, bins=(edges, edges))[0]
        assert pictures[number].sum() == len(y)
        # A number on the edge of two bins may count in either, by its last bit.
        assert np.abs(pictures[number] - expected).sum() <= 2
