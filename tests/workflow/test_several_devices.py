"""Training on several devices: two logical ones on the processor, in a process that begins with them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

_TRAIN = """
import json, sys
from pathlib import Path
from workbench.engine import environment
environment.prepare()
environment.load_keras()
import numpy as np
from msgspec.structs import replace
from tests.helpers.trainings import chain, go, iris, train, weights
from workbench.project.spec import Spec
from workbench.project.training import Checkpoints
from workbench.runs import layer_figures
from workbench.runs.events import Advice, EpochEnded, RunFailed, RunFinished, RunStarted

dense = Spec("Dense", {"units": 8, "activation": "relu"})
graph = chain(Spec("Input", {"shape": (4,)}), dense, Spec("Dense", {"units": 3, "activation": "softmax"}))
home = Path(sys.argv[1])
# 105 examples train: batches of 16 are dealt out evenly, the odd last one of 9 can't be.
every = Checkpoints(layers="every")
wanted = [
    replace(iris(batch_size=16, device=device, checkpoints=every), graph=graph)
    for device in ("cpu:0,1", "cpu")
]
runs = [train(project, home) for project in wanted]
# Dropout draws on each device, and a state of several devices is restored.
random = train(iris(batch_size=16, device="cpu:0,1", epochs=1), home)
again = go(runs[0].folder, resume=True)
assert not random.all(RunFailed) and again.code == 0, (random.events, again.events)
assert not again.all(Advice), again.all(Advice)
for run in runs:
    assert not run.all(RunFailed), run.all(RunFailed)
several, one = (weights(run.folder.checkpoints / "last.keras") for run in runs)
def slopes(run):
    figures = layer_figures.of_epoch(run.folder, run.all(EpochEnded)[0])
    return [[layer.gradient, layer.weight, layer.update] for layer in figures.layers]
print(json.dumps({
    "devices": [run.only(RunStarted).device for run in runs],
    "difference": max(float(np.abs(a - b).max()) for a, b in zip(several, one)),
    "values": [run.only(RunFinished).values for run in runs],
    "slopes": [slopes(run) for run in runs],
}))
"""


def test_that_two_devices_end_with_the_weights_of_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _TRAIN, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])

    assert found["devices"] == ["cpu:0,1", "cpu"]
    assert found["difference"] <= 1e-5
    assert np.allclose(*found["slopes"], rtol=1e-4)
    several, one = found["values"]
    assert several["val_loss"] == pytest.approx(one["val_loss"], rel=1e-5)
    assert several["val_accuracy"] == pytest.approx(one["val_accuracy"])
