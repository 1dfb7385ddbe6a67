"""The window's process paints with one thread: a helper would wait for its processor behind the training."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PAINT = """
import os, sys
if sys.argv[1] == "alone":
    from workbench.app import paint_alone
    paint_alone()
from PySide6.QtCore import QPointF
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QImage, QLinearGradient, QPainter
app = QGuiApplication(["paint", "-platform", "offscreen"])
image = QImage(2000, 1500, QImage.Format.Format_ARGB32_Premultiplied)
painter = QPainter(image)
painter.setRenderHint(QPainter.RenderHint.Antialiasing)
gradient = QLinearGradient(QPointF(0, 0), QPointF(2000, 1500))
gradient.setColorAt(1, QColor(0, 0, 0, 90))
painter.setBrush(QBrush(gradient))
painter.drawEllipse(0, 0, 2000, 1500)
painter.end()
names = [open(f"/proc/self/task/{task}/comm").read() for task in os.listdir("/proc/self/task")]
print(sum(name.startswith("Thread (pooled") for name in names))
"""


def _helping_threads(how: str) -> int:
    surroundings = {name: value for name, value in os.environ.items() if name != "QT_NO_GUI_THREADPOOL"}
    done = subprocess.run(
        [sys.executable, "-c", _PAINT, how],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return int(done.stdout)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="Linux lists a process' threads there")
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="Qt has no helpers on a single processor")
def test_that_painting_starts_no_helping_threads() -> None:
    assert _helping_threads("as Qt does") > 0
    assert _helping_threads("alone") == 0
