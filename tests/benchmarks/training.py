"""The training against plain ``model.fit``: time a step, whole jobs, and the first point on the curve.

Ours is the real process of a run with all that is on by default: journal, checkpoints, the validation and the
confusion matrix of every epoch, the layers' figures of some. All of that counts as time of its steps, but for
a validation that lasts longer than a quarter of a second, since plain fit has none. Plain is ``model.fit`` on
NumPy arrays (float32) without callbacks and without validation. Both take turns on one machine, and a case is
told by the median of its repeats. ``--only NAME`` measures one case, ``--quick`` fewer and shorter repeats.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from report import Case, report

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ["PYTHONPATH"] = str(ROOT)
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from training_sides import OurRun, our_job, plain_fit, script_job, with_epochs  # noqa: E402

from workbench.project.data import DataSpec, Split  # noqa: E402
from workbench.project.graph import Graph, Link, Node, Point  # noqa: E402
from workbench.project.project import Project  # noqa: E402
from workbench.project.samples import open_project  # noqa: E402
from workbench.project.source_paths import with_absolute_paths  # noqa: E402
from workbench.project.sources import Arrays  # noqa: E402
from workbench.project.spec import Spec  # noqa: E402
from workbench.project.training import TrainingSpec  # noqa: E402

_XOR_ROWS = 4000
_SKIPPED = 2


@dataclass(frozen=True)
class StepCase:
    """How long a step takes. ``epochs`` of ours and of plain are so many that a repeat takes seconds."""

    name: str
    project: Callable[[Path], Project]
    ours: int
    plain: int
    goal: float
    memory: str = ""

    def quick(self) -> StepCase:
        return replace(self, ours=max(_SKIPPED + 1, self.ours // 4), plain=max(1, self.plain // 4))


def _sample(name: str) -> Callable[[Path], Project]:
    def make(home: Path) -> Project:
        project, base = open_project(name)
        assert project.data.source is not None
        source = with_absolute_paths(project.data.source, base)
        return project.with_data(_with_source(project.data, source))

    return make


def _with_source(data: DataSpec, source: object) -> DataSpec:
    from msgspec.structs import replace as changed

    return changed(data, source=source)


def _many_xor(home: Path) -> Project:
    """Return the XOR network on its four rows repeated: a thousand batches of 4 an epoch."""
    project = open_project("xor-mlp")[0]
    rows = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
    x = np.tile(rows, (_XOR_ROWS // 4, 1))
    return project.with_data(
        _arrays(home, x, np.tile(np.array([0, 1, 1, 0]), _XOR_ROWS // 4), Split(validation=0.0, test=0.0))
    )


def _lstm(home: Path) -> Project:
    """Return an LSTM of 32 units that tells from 50 values whether more than half of them are positive."""
    x = np.random.default_rng(0).standard_normal((1800, 50, 1)).astype(np.float32)
    y = ((x[:, :, 0] > 0).mean(axis=1) > 0.5).astype(np.int64)
    layers = (
        Spec("Input", {"shape": (50, 1)}),
        Spec("LSTM", {"units": 32}),
        Spec("Dense", {"units": 1, "activation": "sigmoid"}),
    )
    nodes = tuple(
        Node(id=f"n{i}", spec=spec, name=f"layer_{i}", at=Point(0, i)) for i, spec in enumerate(layers)
    )
    return Project(
        title="lstm",
        graph=Graph(style="sequential", nodes=nodes, links=(Link("n0", "n1"), Link("n1", "n2"))),
        data=_arrays(home, x, y, Split()),
        training=TrainingSpec(loss=Spec("BinaryCrossentropy"), batch_size=32),
    )


def _arrays(home: Path, x: object, y: object, split: Split) -> DataSpec:
    path = home / "data.npz"
    np.savez(path, x=x, y=y)
    return DataSpec(source=Arrays(path=str(path)), split=split)


STEPS = {
    "xor": StepCase("XOR MLP, batch 4, 1,000 steps an epoch", _many_xor, 150, 2, 60.0),
    "xor-rows": StepCase(
        "XOR MLP, batch 4, its four rows: a step an epoch", _sample("xor-mlp"), 20_000, 100, 60.0
    ),
    "digits-mlp": StepCase("digits MLP (64), batch 32", _sample("digits-mlp"), 500, 20, 20.0),
    "digits-cnn": StepCase("digits CNN (32, 64, dense 128), batch 32", _sample("digits-cnn"), 18, 12, 1.4),
    "lstm": StepCase("LSTM (32), sequences of 50, batch 32", _lstm, 60, 4, 1.5),
    "cnn-base": StepCase("cnn-base, 150 × 150, resident", _sample("cnn-base"), 4, 2, 1.0),
    "cnn-base-streamed": StepCase(
        "cnn-base, 150 × 150, streamed", _sample("cnn-base"), 4, 2, 1.0, memory=f"{16 << 20}"
    ),
}
JOBS = {
    "job-xor": ("whole job: XOR, 200 epochs, batch 4", "xor-mlp", 200, 5.0),
    "job-digits-cnn": ("whole job: digits-cnn, 15 epochs", "digits-cnn", 15, 1.3),
}
FIRST_POINT = "first-point"


def _measure_steps(case: StepCase, repeats: int) -> Case:
    ours, plain = [], []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        project = case.project(home)
        surroundings = {"WORKBENCH_DATA_MEMORY": case.memory} if case.memory else {}
        with plain_fit(project, home) as side:
            for _ in range(repeats):
                plain.append(side.seconds_a_step(case.plain))
                run = OurRun(with_epochs(project, case.ours), home / "runs", **surroundings)
                ours.append(run.seconds_a_step(_SKIPPED))
    return _judged(case.name, ours, plain, 1000, "ms a step", case.goal)


def _measure_job(name: str, sample: str, epochs: int, goal: float, repeats: int) -> Case:
    ours, plain = [], []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        project = with_epochs(_sample(sample)(home), epochs)
        for _ in range(repeats):
            plain.append(script_job(project, home))
            ours.append(our_job(project, home / "runs")[0])
    return _judged(name, ours, plain, 1, "s", goal)


def _judged(name: str, ours: list[float], plain: list[float], scale: float, unit: str, goal: float) -> Case:
    made = Case(name, statistics.median(ours) * scale, statistics.median(plain) * scale, unit)
    return made.against(at_most=1 / goal)


def _measure_first_point(repeats: int) -> Case:
    from training_window import seconds_to_the_first_point

    return Case(
        "Train pressed to first point on the curve, engine warm, XOR",
        statistics.median(seconds_to_the_first_point("xor-mlp", repeats)),
        None,
        "s",
    ).within(1.0)


def main() -> None:
    names = (*STEPS, *JOBS, FIRST_POINT)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=names, action="append")
    options = parser.parse_args()
    repeats = 3 if options.quick else 5
    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        for name in options.only or names:
            if name in STEPS:
                case = STEPS[name].quick() if options.quick else STEPS[name]
                made = _measure_steps(case, repeats)
            elif name in JOBS:
                made = _measure_job(*JOBS[name], repeats)
            else:
                made = _measure_first_point(repeats)
            report([made], as_json=options.json)


if __name__ == "__main__":
    main()
