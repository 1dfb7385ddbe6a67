"""How long until the window is painted and answers, against a bare PySide6 and pyqtgraph window.

Each start is a fresh process; ours and the plain one take turns. Clock: from before the interpreter
starts until the first event after the first paint is handled. Both sides run from compiled bytecode, as
installed programs do.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from report import Case, report

ROOT = Path(__file__).resolve().parent.parent.parent
GOAL = 2.5
PLAIN = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
import pyqtgraph
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(pyqtgraph.PlotWidget())
window.resize(1440, 900)
window.show()
QTimer.singleShot(0, lambda: (print(time.time(), flush=True), app.exit()))
app.exec()
"""
OURS = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workbench.ui.desk import Desk
app = QApplication([])
app.setStyle("Fusion")
desk = Desk(app)
desk.open("digits-cnn")
desk.show()
QTimer.singleShot(0, lambda: (print(time.time(), flush=True), app.exit()))
app.exec()
desk.close()
"""
MEMORY = """
import sys, psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workbench.ui.desk import Desk
app = QApplication([])
desk = Desk(app)
desk.open("digits-cnn")
desk.show()
QTimer.singleShot(200, app.exit)
app.exec()
print(psutil.Process().memory_info().rss / 1e6, flush=True)
desk.close()
"""


def _run(code: str, home: str) -> tuple[float, float]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHONPATH": str(ROOT),
        "WORKBENCH_HOME": home,
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.time()
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return begun, float(ended.stdout.split()[0])


def _seconds(code: str, home: str) -> float:
    begun, painted = _run(code, home)
    return painted - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    ours, plain = [], []
    with tempfile.TemporaryDirectory() as home:
        _seconds(OURS, home)
        _seconds(PLAIN, home)
        for _ in range(3 if options.quick else 9):
            plain.append(_seconds(PLAIN, home))
            ours.append(_seconds(OURS, home))
        resident = _run(MEMORY, home)[1]
    window = Case("window painted and answering", statistics.median(ours), statistics.median(plain), "s")
    report(
        [
            window.against(at_most=GOAL),
            Case("window's resident memory before the first plot", resident, None, "MB").within(200.0),
        ],
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
