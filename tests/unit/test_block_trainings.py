"""A network with blocks is trained, stopped, gone on with and judged like any other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.blocks import grouped
from tests.helpers.trainings import go, iris, train, weights
from workbench.engine.training.steering import Steering
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.runs.controls import Stop
from workbench.runs.events import RunFinished, RunStarted

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


class _StopInTheSecondEpoch(Steering):
    count = 0

    def batch_ended(self) -> None:
        self.count += 1
        if self.count == 10:
            self.obey(Stop())

    @property
    def one_batch_only(self) -> bool:
        return True


def _nested() -> Project:
    """Iris through a Dense of eight, repeated in a block, with a normalisation of what comes in."""
    project = iris(epochs=2, batch_size=16)
    drawing = replace(project.graph, style="functional")
    normalised = replace(drawing.node("n2"), spec=Spec("BatchNormalization"))
    nodes = tuple(normalised if node.id == "n2" else node for node in drawing.nodes)
    return project.with_graph(grouped(replace(drawing, nodes=nodes), "hidden", "n1", "n2", repeat=2))


def test_that_a_run_that_was_stopped_within_goes_on_to_the_same_models_and_is_judged(tmp_path: Path) -> None:
    from workbench.engine.evaluation.model import load_run_model

    whole = train(_nested(), tmp_path)
    stopped = train(_nested(), tmp_path, _StopInTheSecondEpoch())
    assert stopped.only(RunFinished).ending == "stopped"
    resumed = go(stopped.folder, resume=True)

    assert resumed.all(RunStarted)[-1].step > 0
    ours, theirs = (weights(run.folder.checkpoints / "last.keras") for run in (resumed, whole))
    assert all(np.array_equal(one, other) for one, other in zip(ours, theirs, strict=True))
    model = load_run_model(resumed.folder.path, "last")
    assert [layer.name for layer in model.layers] == ["input_0", "hidden", "hidden_2", "dense_3"]
