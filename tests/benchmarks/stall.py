"""How late a 5 ms timer of the window fires while digits-cnn trains with live curves, in one real run.

The lateness is what a user feels as a stall. The goals are absolute: p99 at most 16 ms, largest 50 ms.
The same timer in an idle window is given as a figure to compare with, and says what this machine can do.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from beat import Beat, Beats
from report import report

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
SETTLE_S = 2.0


def _measure(epochs: int) -> tuple[Beats, Beats]:
    """Return the beats of an idle window, and those while it trains."""
    from msgspec.structs import replace
    from PySide6.QtWidgets import QApplication

    from workbench.app import keep_what_stays, paint_alone
    from workbench.project.edits import SetTraining
    from workbench.ui.desk import Desk

    paint_alone()
    app = QApplication([])
    app.setStyle("Fusion")
    desk = Desk(app)
    desk.open("digits-cnn")
    desk.document.do(SetTraining(replace(desk.document.project.training, epochs=epochs)))
    desk.window.resize(1440, 900)
    desk.show()
    desk.is_ready.connect(keep_what_stays)
    idle = Beats()
    ready_at = begun = 0.0

    def tick() -> None:
        nonlocal idle, ready_at, begun
        now = time.perf_counter()
        session = desk.training.session
        if session is None:
            if desk.training.reason_not_to_train():
                return
            ready_at = ready_at or now
            beat.counts = now - ready_at > SETTLE_S
            if now - ready_at > 2 * SETTLE_S:
                desk.training.train()
                begun, idle, beat.beats = now, beat.beats, Beats()
        else:
            state = session.state
            beat.counts = now - begun > 0.2
            beat.place = f"epoch {state.epoch}" if state.epochs else state.phase
            if state.is_over:
                app.exit()

    beat = Beat(tick)
    app.exec()
    beat.stop()
    desk.close()
    return idle, beat.beats


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        idle, training = _measure(epochs=5 if options.quick else 30)
    if not options.json:
        print(training.told())
    report(
        [*training.cases("while training"), *idle.cases("idle window", has_goals=False)], as_json=options.json
    )


if __name__ == "__main__":
    main()
