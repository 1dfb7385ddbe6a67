"""Watching a run: frames of long curves that grow, a large matrix, a long journal, disk to pixel.

There is no other way to do it, so the goals are absolute. Everything is drawn in software.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from report import Case, report

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from workbench.runs.series import Series
    from workbench.ui.theme import Theme

POINTS, CURVES, FRAMES = 1_000_000, 8, 90
CLASSES, EVENTS, LOOKS = 1000, 200_000, 20
A_FRAME = 16
"""New points of each curve between two frames: about those of a thousand batches a second at sixty hertz."""


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def _curves(app: QApplication, theme: Theme, points: int, frames: int) -> list[Case]:
    """Draw eight growing curves in one chart; a frame is the new points and the repaint that they cause."""
    from workbench.runs.series import Series
    from workbench.ui.live.chart import Chart
    from workbench.ui.live.lines import Drawing, Line
    from workbench.ui.live.readings import EMPTY, Points

    rng = np.random.default_rng(0)
    epochs = points / 1000
    curves: list[Series] = []
    for number in range(CURVES):
        x = np.linspace(0, epochs, points)
        y = np.exp(-x / epochs) + number / 10 + rng.normal(0, 0.05, points)
        curves.append(Series().extend(x.tolist(), y.tolist()))
    chart = Chart(theme, "benchmark")
    chart.resize(900, 300)
    chart.show()

    def frame() -> None:
        nonlocal epochs
        epochs += A_FRAME / 1000
        x = np.linspace(epochs - A_FRAME / 1000, epochs, A_FRAME)
        for number, curve in enumerate(curves):
            y = number / 10 + 0.3 + rng.normal(0, 0.05, A_FRAME)
            curves[number] = curve.extend(x.tolist(), y.tolist())
        lines = tuple(
            Line(f"output {number}", EMPTY, output=number, batches=Points(curve.x, curve.y))
            for number, curve in enumerate(curves)
        )
        chart.draw(Drawing(key="loss", lines=lines, epochs=round(epochs + 1)))
        chart.canvas.viewport().repaint()

    lasted = _times(frame, frames, app)
    chart.close()
    named = f"{CURVES} curves of {points:,} points, growing"
    return [
        Case(f"{named}: mean of a frame", statistics.mean(lasted[5:]), None, "ms").within(1000 / 30),
        Case(f"{named}: p95 of a frame", _p95(lasted[5:]), None, "ms").within(1000 / 30),
    ]


def _times(act: Callable[[], None], count: int, app: QApplication) -> list[float]:
    """Return the milliseconds of each of so many turns, with all that Qt does because of them."""
    lasted = []
    for _ in range(count):
        begun = time.perf_counter()
        act()
        app.processEvents()
        lasted.append((time.perf_counter() - begun) * 1000)
    return lasted


def _matrix(app: QApplication, theme: Theme, folder: Path, looks: int) -> list[Case]:
    """Read the newest matrix of a thousand classes and draw it, as when an epoch has ended."""
    from workbench.runs import matrices
    from workbench.ui.live.confusion import ConfusionView

    rng = np.random.default_rng(1)
    counts = rng.poisson(0.2, (CLASSES, CLASSES)).astype(np.int64)
    np.fill_diagonal(counts, rng.integers(20, 60, CLASSES))
    path = folder / matrices.NAME
    at = matrices.append(path, counts)
    classes = tuple(f"class {number}" for number in range(CLASSES))
    view = ConfusionView(theme)
    view.resize(600, 600)
    view.show()
    app.processEvents()

    def draw() -> None:
        view.set_matrix(matrices.read(path, at), classes, "Confusion, validation, epoch 1")
        view.repaint()

    lasted = _times(draw, looks, app)
    view.close()
    drawn = statistics.median(lasted)
    return [Case(f"matrix of {CLASSES:,} classes: read and drawn", drawn, None, "ms").within(100.0)]


def _long_journal(folder: Path, events: int) -> Path:
    """Write a run of so many events, an epoch after every two hundred steps."""
    from tests.helpers.journals import WrittenRun
    from workbench.runs.events import EpochEnded, StepsEnded
    from workbench.runs.journal import _line

    run = WrittenRun(folder / "long")
    run.begin(epochs=events // 200, steps=200)
    run.close()
    figures = {"loss": 0.5, "accuracy": 0.75}
    at = "2026-11-20T15:30:00.000+00:00"
    with run.folder.journal.open("ab") as handle:
        for number in range(events - 2):
            epoch, step = divmod(number, 200)
            step_ended = StepsEnded(
                seq=number + 2, t=number / 60, at=at, epoch=epoch, step=step + 1, steps=3, batch=figures,
                running=figures, examples_per_second=2310.0,
            )  # fmt: skip
            handle.write(_line(step_ended))
            if step == 199:
                values = {**figures, "val_loss": 0.6, "val_accuracy": 0.7}
                ended = EpochEnded(
                    seq=number + 2, t=number / 60, at=at, epoch=epoch, values=values, seconds=3.0,
                    learning_rate=0.001,
                )  # fmt: skip
                handle.write(_line(ended))
    return run.folder.path


def _opened(app: QApplication, theme: Theme, folder: Path, events: int) -> list[Case]:
    """Open a long journal in a session whose curves are seen, until its last event is folded and drawn."""
    from workbench.runs import lock
    from workbench.runs.folder import RunFolder
    from workbench.ui.live.curves import CurvePanel
    from workbench.ui.live.session import RunSession

    path = _long_journal(folder, events)
    panel = CurvePanel(theme)
    panel.resize(900, 260)
    panel.show()
    panel.prepare()
    app.processEvents()
    with lock.hold(RunFolder(path)):
        begun = time.perf_counter()
        session = RunSession(RunFolder(path))
        session.changed.connect(lambda: panel.set_state(session.state))
        last, longest = begun, 0.0
        while session.state.started is None or session.is_behind:
            app.processEvents()
            now = time.perf_counter()
            last, longest = now, max(longest, now - last)
        seconds = time.perf_counter() - begun
        session.close()
    panel.close()
    assert len(session.state.curves["loss"]) == events - 2
    return [
        Case(f"journal of {events:,} events opened", seconds, None, "s").within(1.0),
        Case("longest turn of the window meanwhile", longest * 1000, None, "ms").within(50.0),
    ]


def _to_the_pixel(app: QApplication, theme: Theme, folder: Path, looks: int) -> list[Case]:
    """Write the end of an epoch to the disk and wait until the curve that is seen has it."""
    from PySide6.QtCore import QEvent, QObject

    from tests.helpers.journals import WrittenRun
    from workbench.runs import lock
    from workbench.ui.live.panel import LivePanel
    from workbench.ui.live.session import RunSession

    class Paintings(QObject):
        seen = 0.0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.seen = time.perf_counter()
            return False

    run = WrittenRun(folder / "live")
    panel = LivePanel(theme)
    panel.resize(1280, 300)
    panel.show()
    panel.prepare()
    lasted = []
    with lock.hold(run.folder):
        run.begin(epochs=looks + 5)
        session = RunSession(run.folder)
        panel.set_session(session)
        for epoch in range(looks + 5):
            _wait(app, 0.11)
            chart = panel.curves.plots[0].chart
            paintings = Paintings()
            if chart is not None:
                chart.canvas.viewport().installEventFilter(paintings)
            run.end_epoch(epoch, matrix=np.array([[8, 2], [1, 9 + epoch]]))
            begun = time.perf_counter()
            while len(session.state.epochs) <= epoch or not paintings.seen:
                app.processEvents()
                if time.perf_counter() - begun > 2 or chart is None:
                    break
            if chart is not None and epoch >= 5:
                lasted.append((paintings.seen - begun) * 1000)
        session.close()
    panel.set_session(None)
    panel.close()
    run.close()
    return [Case("event on disk to pixel, p95", _p95(lasted), None, "ms").within(100.0)]


def _wait(app: QApplication, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        app.processEvents()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    part = 10 if options.quick else 1
    from PySide6.QtWidgets import QApplication

    from workbench.app import paint_alone

    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        paint_alone()
        app = QApplication([])
        from workbench.ui.theme import Theme

        theme = Theme()
        theme.apply(app)
        folder = Path(home)
        cases = [
            *_curves(app, theme, POINTS // part, FRAMES // (3 if part > 1 else 1)),
            *_matrix(app, theme, folder, LOOKS // (2 if part > 1 else 1)),
            *_opened(app, theme, folder, EVENTS // part),
            *_to_the_pixel(app, theme, folder, LOOKS // (2 if part > 1 else 1)),
        ]
        app.quit()
    report(cases, as_json=options.json)


if __name__ == "__main__":
    main()
