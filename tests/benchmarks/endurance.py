"""A window that watches XOR at full speed for ten minutes, from panel to panel: its memory and its stalls.

Every few seconds another page or panel is brought to sight by a click, all of them again and again.
The memory is that of the window alone; judged is its growth from the third minute to the last, for the
first two warm up. ``--minutes`` makes all of it shorter.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from beat import Beat, Beats
from report import Case, report

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
TURN_S = 4.0
SETTLE_S = 2.0
WARM_SHARE = 0.2
MOST_GROWTH = 0.1
_MODES = ("model", "data", "training", "results")


@dataclass
class Seen:
    """How late the window was; seconds, bytes and epochs at each turn."""

    beats: Beats
    memory: list[tuple[float, int, int]]


def _bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _watch(minutes: float) -> Seen:
    from msgspec.structs import replace
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QToolButton

    from workbench.app import keep_what_stays, paint_alone
    from workbench.project.edits import SetTraining
    from workbench.ui.desk import Desk

    paint_alone()
    app = QApplication([])
    app.setStyle("Fusion")
    desk = Desk(app)
    desk.open("xor-mlp")
    desk.document.do(SetTraining(replace(desk.document.project.training, epochs=100_000_000)))
    desk.window.resize(1440, 900)
    desk.show()
    desk.is_ready.connect(keep_what_stays)
    memory: list[tuple[float, int, int]] = []
    ready_at = begun = turned = 0.0
    modes = cycle(_MODES)

    def tabs() -> list[QToolButton]:
        found = desk.window.findChildren(QToolButton)
        return [each for each in found if each.objectName().startswith("tab_") and each.isVisible()]

    waiting: list[str] = []

    def turn() -> str:
        """Bring the next page or panel to sight and return its name."""
        if not waiting:
            mode = next(modes)
            desk.commands.choose_mode(mode)
            waiting.extend(tab.objectName() for tab in tabs())
            return mode
        name = waiting.pop(0)
        tab = next((tab for tab in tabs() if tab.objectName() == name), None)
        if tab is not None:
            QTest.mouseClick(tab, Qt.MouseButton.LeftButton)
        return name

    def tick() -> None:
        nonlocal ready_at, begun, turned
        now = time.perf_counter()
        session = desk.training.session
        if session is None:
            if not desk.training.reason_not_to_train():
                ready_at = ready_at or now
                if now - ready_at > SETTLE_S:
                    desk.training.train()
                    begun = turned = now
            return
        beat.counts = now - begun > 0.2
        if now - begun > 60 * minutes:
            app.exit()
        elif now - turned > TURN_S:
            memory.append((now - begun, _bytes(), session.state.epoch))
            turned = now
            beat.place = turn()

    beat = Beat(tick)
    app.exec()
    beat.stop()
    desk.training.kill()
    desk.close()
    return Seen(beat.beats, memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--minutes", type=float, default=10.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        seen = _watch(options.minutes)
    warm = 60 * options.minutes * WARM_SHARE
    later = [each for each in seen.memory if each[0] > warm]
    third = max(1, len(later) // 8)
    before, after = (statistics.median(each[1] for each in part) for part in (later[:third], later[-third:]))
    epochs = later[-1][2] - later[0][2]
    if not options.json:
        print(seen.beats.told())
        print(f"{later[-1][2]:,} epochs; {before / 1e6:.0f} MB, then {after / 1e6:.0f} MB")
    words = f"{options.minutes:g} minutes of XOR"
    report(
        [
            Case(f"{words}: growth of the memory", after / before - 1, None, "").within(MOST_GROWTH),
            Case(f"{words}: growth for each epoch", (after - before) / max(1, epochs), None, "bytes"),
            *seen.beats.cases(words),
        ],
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
