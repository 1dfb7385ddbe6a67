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
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from report import Case, report

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
PERIOD_MS = 5
TURN_S = 4.0
SETTLE_S = 2.0
WARM_SHARE = 0.2
MOST_GROWTH = 0.1
_MODES = ("model", "data", "training", "results")


@dataclass
class Seen:
    """Lateness of the timer in ms; seconds, bytes and epochs at each turn; what was slowest, by turn."""

    lateness: list[float] = field(default_factory=list)
    memory: list[tuple[float, int, int]] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)


def _bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _watch(minutes: float) -> Seen:
    from msgspec.structs import replace
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QToolButton

    from workbench.app import keep_what_stays
    from workbench.project.edits import SetTraining
    from workbench.ui.desk import Desk

    app = QApplication([])
    app.setStyle("Fusion")
    desk = Desk(app)
    desk.open("xor-mlp")
    desk.document.do(SetTraining(replace(desk.document.project.training, epochs=1_000_000)))
    desk.window.resize(1440, 900)
    desk.show()
    desk.is_ready.connect(keep_what_stays)
    seen = Seen()
    last, ready_at, begun, turned, place = time.perf_counter(), 0.0, 0.0, 0.0, "start"
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
        nonlocal last, ready_at, begun, turned, place
        now = time.perf_counter()
        late, last = max(0.0, (now - last) * 1000 - PERIOD_MS), now
        session = desk.training.session
        if session is None:
            if not desk.training.reason_not_to_train():
                ready_at = ready_at or now
                if now - ready_at > SETTLE_S:
                    desk.training.train()
                    begun = turned = now
            return
        if now - begun > 0.2:
            seen.lateness.append(late)
            seen.slowest[place] = max(late, seen.slowest.get(place, 0.0))
        if now - begun > 60 * minutes:
            app.exit()
        elif now - turned > TURN_S:
            seen.memory.append((now - begun, _bytes(), session.state.epoch))
            turned = now
            place = turn()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(PERIOD_MS)
    timer.timeout.connect(tick)
    timer.start()
    app.exec()
    timer.stop()
    desk.training.kill()
    desk.close()
    return seen


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
        for place, late in sorted(seen.slowest.items(), key=lambda item: -item[1])[:6]:
            print(f"{place}: largest lateness {late:.0f} ms")
        print(f"{later[-1][2]:,} epochs; {before / 1e6:.0f} MB, then {after / 1e6:.0f} MB")
    p99 = sorted(seen.lateness)[int(0.99 * len(seen.lateness))]
    words = f"{options.minutes:g} minutes of XOR"
    report(
        [
            Case(f"{words}: growth of the memory", after / before - 1, None, "").within(MOST_GROWTH),
            Case(f"{words}: growth for each epoch", (after - before) / max(1, epochs), None, "bytes"),
            Case(f"{words}: lateness p99", p99, None, "ms").within(16.0),
            Case(f"{words}: largest lateness", max(seen.lateness), None, "ms").within(50.0),
        ],
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
