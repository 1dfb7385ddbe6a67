"""From an edit to fresh shapes on the painted canvas, against Keras building the model anew in the same run.

The network is Keras' own InceptionV3 without its top: 311 layers. The edits are made in a real window and
answered by a real engine; every edit is new to the engine, so nothing is answered from memory. VGG16 is then
analysed by an engine that has seen nothing, while its memory is watched: its weights would take 537 MB.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from report import Case, report

if TYPE_CHECKING:
    from workbench.project.edits import Edit
    from workbench.project.project import Project
    from workbench.ui.desk import Desk

ROOT = Path(__file__).resolve().parent.parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(ROOT))

WITHIN_MS, TIMES_FASTER, MEGABYTES = 50.0, 15.0, 50.0
A_ROUND = 5
KERAS = """
import sys, time
import keras
MODELS = {
    "inception": lambda: keras.applications.InceptionV3(
        weights=None, include_top=False, input_shape=(299, 299, 3)
    ),
    "vgg16": lambda: keras.applications.VGG16(weights=None, classes=5),
}
for line in sys.stdin:
    name, path = line.split()
    keras.backend.clear_session()
    begun = time.perf_counter()
    model = MODELS[name]()
    lasted = time.perf_counter() - begun
    with open(path, "w") as config:
        config.write(model.to_json())
    del model
    print(lasted, flush=True)
"""


class PlainKeras:
    """A process that builds a model anew whenever it is asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with (folder / "keras.log").open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", KERAS],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "CUDA_VISIBLE_DEVICES": "-1"},
            )

    def seconds(self, name: str) -> float:
        """Build a model and return what it took."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(name, self.config(name), file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())

    def config(self, name: str) -> Path:
        """Return where the configuration of a model lies once it was built."""
        return self._folder / f"{name}.json"

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def drawn(config: Path) -> Project:
    """Return a saved configuration as a project, laid out in layers."""
    import json

    from workbench.catalog.catalog import bundled
    from workbench.engine.importing.network import read_network
    from workbench.project.layout import tidied
    from workbench.project.project import Project

    graph = read_network(json.loads(config.read_text(encoding="utf-8")), bundled()).graph
    return Project(title=config.stem, graph=tidied(graph))


def _until(holds: Callable[[], bool], *, seconds: float = 120.0) -> None:
    """Run the window's events until something holds, asleep while there are none."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, looks = QEventLoop(), QTimer()
    looks.timeout.connect(lambda: loop.quit() if holds() else None)
    looks.start(1)
    ends = time.perf_counter() + seconds
    while not holds():
        loop.exec()
        assert time.perf_counter() < ends, "The window gave no answer."
    looks.stop()


def _painted(desk: Desk, edit: Edit) -> float:
    """Make an edit and return the milliseconds until the canvas is painted with what Keras says of it."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

    before, viewport = desk.document.analysis, desk.window.model_page.canvas.viewport()
    loop = QEventLoop()

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and desk.document.analysis is not before:
                QTimer.singleShot(0, loop.quit)
            return False

    watch = Watch()
    viewport.installEventFilter(watch)
    begun = time.perf_counter()
    desk.document.do(edit)
    loop.exec()
    lasted = (time.perf_counter() - begun) * 1000
    viewport.removeEventFilter(watch)
    _until(lambda: desk.reviewer.is_settled)
    wrong = [problem for problem in desk.document.problems if problem.where.startswith("node:")]
    assert not wrong, wrong[0]
    return lasted


def _local_edits(project: Project, count: int) -> Iterator[Edit]:
    """Yield edits of convolutions from the first to the last, each with a value that was never there."""
    from workbench.project.edits import SetParam

    convolutions = [node.id for node in project.graph.nodes if node.spec.kind == "Conv2D"]
    for number in range(count):
        node = convolutions[number * (len(convolutions) - 1) // max(1, count - 1)]
        yield SetParam(node, "filters", 501 + number)


def _far_edits(project: Project, count: int) -> Iterator[Edit]:
    """Yield edits of the input: every shape below changes."""
    from workbench.project.edits import SetParam

    for number in range(count):
        yield SetParam(project.graph.inputs()[0].id, "shape", (331 + 32 * number, 331 + 32 * number, 3))


@contextmanager
def _window(project: Project) -> Iterator[Desk]:
    """Open a window on a project; its engine has analysed nothing before."""
    from PySide6.QtWidgets import QApplication

    from workbench.ui.desk import Desk

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    desk = Desk(app)
    desk.open("xor-mlp")
    desk.window.resize(1440, 900)
    desk.commands.choose_mode("model")
    desk.show()
    _until(lambda: desk.engine.is_ready and desk.reviewer.is_settled)
    try:
        yield desk
    finally:
        desk.document.undo_stack.setClean()
        desk.close()


def _edits(keras: PlainKeras, rounds: int) -> list[Case]:
    keras.seconds("inception")  # the first building loads much of Keras
    project = drawn(keras.config("inception"))
    near, far, plain = [], [], []
    with _window(project) as desk:
        desk.document.open(project, path=None, base=Path.cwd())
        _until(lambda: desk.reviewer.is_settled and desk.document.analysis is not None)
        local, wide = _local_edits(project, A_ROUND * rounds), _far_edits(project, rounds)
        for _ in range(rounds):
            near += [_painted(desk, next(local)) for _ in range(A_ROUND)]
            far.append(_painted(desk, next(wide)))
            plain.append(keras.seconds("inception") * 1000)
    ours, theirs = statistics.median(near), statistics.median(plain)
    everything = Case("every shape anew, edit to painted canvas", statistics.median(far), theirs, "ms")
    return [
        Case("InceptionV3: one edit, to painted canvas", ours, None, "ms").within(WITHIN_MS),
        Case("the same, slowest of all edits", max(near), None, "ms"),
        Case("the same, Keras building anew", ours, theirs, "ms").against(at_most=1 / TIMES_FASTER),
        everything.against(at_most=1.0),
    ]


def _memory(keras: PlainKeras) -> list[Case]:
    theirs = keras.seconds("vgg16")
    project = drawn(keras.config("vgg16"))
    with _window(project) as desk:
        engine = _engine_of(desk)
        before = highest = engine.memory_info().rss
        begun = time.perf_counter()
        desk.document.open(project, path=None, base=Path.cwd())

        def is_there() -> bool:
            nonlocal highest
            highest = max(highest, engine.memory_info().rss)
            return desk.reviewer.is_settled and desk.document.analysis is not None

        _until(is_there)
        ours = time.perf_counter() - begun
        analysis = desk.document.analysis
    assert analysis is not None
    grown, weights = (highest - before) / 1e6, 4 * analysis.params / 1e6
    assert analysis.params == 134_281_029, analysis.params
    return [
        Case("VGG16 from nothing: the engine's memory grows by", grown, weights, "MB").within(MEGABYTES),
        Case("VGG16 from nothing: edit to analysis", ours, theirs, "s").against(at_most=1.0),
    ]


def _engine_of(desk: Desk) -> psutil.Process:
    """Return the engine's process: the one child of this process that is no Keras of ours."""
    (engine,) = (
        child for child in psutil.Process().children() if "workbench.engine" in " ".join(child.cmdline())
    )
    return engine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        keras = PlainKeras(Path(home))
        try:
            cases = _edits(keras, 2 if options.quick else 6) + _memory(keras)
        finally:
            keras.close()
    report(cases, as_json=options.json)


if __name__ == "__main__":
    main()
