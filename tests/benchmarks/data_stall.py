"""How late a 5 ms timer of the window fires while a large table and many images are brought and looked at.

The lateness is what a user feels as a stall; the goal is absolute: 50 ms at most, in every part of the way.
The same timer in the idle window is a figure to compare with: it says what this machine can do just now. So
is the most time on the processor that the window's own thread took between two ticks: what is late beyond it
has waited for other work on the machine. ``--quick`` takes a tenth of the data.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from data import FILE, IMAGES, write_images, write_table
from report import Case, report

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
PERIOD_MS, SETTLE_S = 5, 1.0
SCROLLS, MOVES, EVERY_S = 60, 40, 0.03

if TYPE_CHECKING:
    from workbench.ui.desk import Desk


class Part(NamedTuple):
    """A part of the way: what begins it, what goes on meanwhile, and when it is over."""

    name: str
    begin: Callable[[], object]
    is_over: Callable[[], bool]
    step: Callable[[], object] = lambda: None


class Hand:
    """Repeats a move every so many seconds, so many times; ``is_done`` when it has."""

    def __init__(self, move: Callable[[int], object], times: int) -> None:
        self._move, self._times = move, times
        self._number, self._moved_at = 0, 0.0

    def __call__(self) -> None:
        now = time.perf_counter()
        if self._number < self._times and now - self._moved_at >= EVERY_S:
            self._moved_at = now
            self._number += 1
            self._move(self._number)

    def is_done(self) -> bool:
        return self._number >= self._times


def _way(desk: Desk, table: Path, images: Path) -> list[Part]:
    page = desk.window.data_page
    sights = page.sights

    def is_still() -> bool:
        return desk.reviewer.is_settled and desk.linter.is_settled and not page.reading.isVisible()

    def has(path: Path) -> bool:
        return str(path) in str(desk.document.project.data.source) and desk.document.facts is not None

    def scroll(number: int) -> None:
        area = sights.overview.parentWidget().parentWidget()
        bar = area.verticalScrollBar()  # type: ignore[attr-defined]
        bar.setValue(bar.maximum() * number // SCROLLS)

    def pull(number: int) -> None:
        from workbench.ui.data.augment.entry import AugmentEntry

        entries = [entry for entry in sights.augment.findChildren(AugmentEntry) if entry.sliders()]
        slider = next(iter(entries[0].sliders().values()))
        slider.setValue(slider.maximum() * number // (2 * MOVES))

    scrolling, pulling = Hand(scroll, SCROLLS), Hand(pull, MOVES)
    return [
        Part("the Data page shown first", lambda: desk.commands.choose_mode("data"), is_still),
        Part("a table opened and read", lambda: desk.bringing.use(table), lambda: has(table) and is_still()),
        Part("its columns", lambda: sights.tabs.show_page("columns"), lambda: True),
        Part(
            "its examples",
            lambda: sights.tabs.show_page("examples"),
            lambda: sights.examples.table.rows.rowCount() > 0,
        ),
        Part("a folder of images", lambda: desk.bringing.use(images), lambda: has(images) and is_still()),
        Part(
            "thumbnails scrolled",
            lambda: sights.tabs.show_page("overview"),
            lambda: scrolling.is_done() and sights.overview.wall.count > 0,
            scrolling,
        ),
        Part(
            "images of a part", lambda: sights.tabs.show_page("examples"), sights.examples.pictures.isVisible
        ),
        Part(
            "augmentation layers added",
            lambda: (sights.tabs.show_page("augment"), sights.augment.usual.click()),
            lambda: sights.augment.grid.count > 0 and is_still(),
        ),
        Part(
            "an augmentation's slider pulled", lambda: None, lambda: pulling.is_done() and is_still(), pulling
        ),
    ]


def _measure(table: Path, images: Path) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return by the parts of the way how late each tick was, and the window's own work before it, in ms."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from workbench.app import keep_what_stays, paint_alone
    from workbench.ui.desk import Desk

    paint_alone()
    app = QApplication([])
    app.setStyle("Fusion")
    desk = Desk(app)
    desk.open("iris-mlp")
    desk.window.resize(1440, 900)
    desk.show()
    desk.is_ready.connect(keep_what_stays)
    found: dict[str, list[float]] = {}
    worked: dict[str, list[float]] = {}
    last, last_work, over_at = time.perf_counter(), time.thread_time(), 0.0
    way = [Part("the idle window", lambda: None, lambda: True), *_way(desk, table, images)]
    current: Part | None = None

    def tick() -> None:
        nonlocal last, last_work, over_at, current
        now, work = time.perf_counter(), time.thread_time()
        late, last = max(0.0, (now - last) * 1000 - PERIOD_MS), now
        own, last_work = (work - last_work) * 1000, work
        if current is None:
            if not (desk.engine.is_ready and desk.reviewer.is_settled and desk.warming.is_over):
                return
            over_at = over_at or now
            if now - over_at < 2 * SETTLE_S:
                return
        else:
            found.setdefault(current.name, []).append(late)
            worked.setdefault(current.name, []).append(own)
            current.step()
            if not current.is_over():
                over_at = 0.0
                return
            over_at = over_at or now
            if now - over_at < SETTLE_S:
                return
        if not way:
            app.exit()
            return
        current, over_at = way.pop(0), 0.0
        current.begin()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(PERIOD_MS)
    timer.timeout.connect(tick)
    timer.start()
    app.exec()
    timer.stop()
    desk.close()
    return found, worked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    part = 10 if options.quick else 1
    with tempfile.TemporaryDirectory() as place:
        os.environ["WORKBENCH_HOME"] = str(Path(place) / "home")
        table, images = Path(place) / "table.csv", Path(place) / "pictures"
        write_table(table, FILE // part)
        write_images(images, IMAGES // part)
        found, worked = _measure(table, images)
    cases = [Case(f"largest lateness: {name}", max(late), None, "ms") for name, late in found.items()]
    own = [Case(f"most work in one go: {name}", max(work), None, "ms") for name, work in worked.items()]
    report([cases[0], *(case.within(50.0) for case in cases[1:]), *own], as_json=options.json)


if __name__ == "__main__":
    main()
