"""A window that watches a run whose epochs end ten thousand times a second: its stalls, its memory, its lag.

A process of its own writes the journal, as a training would that is nothing but epochs. The window shows
one page after the other meanwhile. No engine runs: what is measured is the taking in and the drawing.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from beat import Beat, Beats
from report import Case, report

A_SECOND, CLASSES = 10_000, 2
TURN_S, WARM_S, A_SLICE = 1.0, 5.0, 0.005
MOST_GROWTH, MOST_LAG_S = 0.1, 0.25
_MODES = ("model", "data", "training", "results")


def _write(path: Path, a_second: int, seconds: float) -> None:
    """Write the journal of a run of so many epochs a second; some have a matrix."""
    import numpy as np

    from tests.helpers.journals import WrittenRun
    from workbench.runs import lock
    from workbench.runs.events import EpochEnded

    run = WrittenRun(path, classes=("no", "yes"))
    matrix = np.array([[3, 1], [0, 4]])
    with lock.hold(run.folder):
        run.begin(epochs=100_000_000, steps=1)
        begun, done = time.monotonic(), 0
        while (gone := time.monotonic() - begun) < seconds:
            for epoch in range(done, int(gone * a_second)):
                loss = 0.7 / (1 + epoch / 10_000)
                if epoch % 1000 == 0:
                    run.end_epoch(epoch, matrix=matrix)
                    continue
                figures = {"loss": loss, "accuracy": 0.75, "val_loss": loss, "val_accuracy": 0.75}
                run.journal.write(EpochEnded, epoch=epoch, values=figures, seconds=0.0001, learning_rate=0.1)
            done = int(gone * a_second)
            time.sleep(A_SLICE)
    run.close()


def _bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _watch(path: Path, a_second: int, seconds: float) -> tuple[Beats, list[int], list[float], float]:
    """Return the beats, memory and lag in seconds at each turn, and the share of the time that it works."""
    from PySide6.QtWidgets import QApplication

    from workbench.app import keep_what_stays, paint_alone
    from workbench.runs.folder import RunFolder
    from workbench.ui.desk import Desk

    paint_alone()
    app = QApplication([])
    app.setStyle("Fusion")
    desk = Desk(app)
    desk.open("xor-mlp")
    desk.window.resize(1440, 900)
    desk.window.show()
    for panel in (desk.window.live_panel, desk.window.results_page.view.live):
        panel.prepare()
    keep_what_stays()
    writer = subprocess.Popen([sys.executable, __file__, "--write", str(path), str(a_second), str(seconds)])
    modes, memory, lags = cycle(_MODES), list[int](), list[float]()
    begun = turned = 0.0
    began_with = 0.0

    def turn() -> None:
        nonlocal begun, turned, began_with
        now, session = time.perf_counter(), desk.training.session
        if session is None:
            if path.joinpath("journal.jsonl").exists():
                desk.training.attach(RunFolder(path))
            return
        if not session.state.epoch:
            begun = turned = now
            began_with = time.thread_time()
            return
        beat.counts = True
        if now - begun > seconds - 1:
            app.exit()
        elif now - turned > TURN_S:
            turned = now
            if now - begun > WARM_S:
                memory.append(_bytes())
                lags.append(max(0.0, now - begun - session.state.epoch / a_second))
            beat.place = next(modes)
            desk.commands.choose_mode(beat.place)

    beat = Beat(turn)
    app.exec()
    beat.stop()
    share = (time.thread_time() - began_with) / (time.perf_counter() - begun)
    desk.close()
    writer.kill()
    writer.wait()
    return beat.beats, memory, lags, share


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--write", nargs=3, metavar=("FOLDER", "A_SECOND", "SECONDS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        _write(Path(options.write[0]), int(options.write[1]), float(options.write[2]))
        return
    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        path = Path(home) / "runs" / "20261120-153000-flood"
        seconds = 20.0 if options.quick else options.seconds
        beats, memory, lags, share = _watch(path, A_SECOND, seconds)
    part = max(1, len(memory) // 4)
    before, after = statistics.median(memory[:part]), statistics.median(memory[-part:])
    words = f"{A_SECOND:,} epochs a second"
    if not options.json:
        print(beats.told())
    report(
        [
            *beats.cases(words),
            Case(f"{words}: share of the time that the window works", share, None, ""),
            Case(f"{words}: behind the journal, most", max(lags), None, "s").within(MOST_LAG_S),
            Case(f"{words}: growth of the memory", after / before - 1, None, "").within(MOST_GROWTH),
        ],
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
