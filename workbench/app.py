"""The window's front door: builds everything and wires it. The only composition root."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from workbench.foundation import log, paths
from workbench.foundation.errors import WorkbenchError
from workbench.project.samples import open_project
from workbench.ui import system_libraries

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

_log = logging.getLogger(__name__)


def main(project: str | None = None, *, demo: bool = False) -> int:
    """Open the window on ``project`` (a path or a bundled project's name) and run until it is closed.

    With ``demo`` the digits network is built, trained, evaluated and exported before the user's eyes;
    without a display this happens off screen, and the program ends by itself.
    Returns the exit code: 1 when something failed, 2 when the window can't be shown.
    """
    unknown = _unknown_sample(project)
    if unknown:
        sys.stderr.write(f"{unknown}\n")
        return 2
    is_seen = system_libraries.has_display() or "QT_QPA_PLATFORM" in os.environ
    if not is_seen:
        if not demo:
            sys.stderr.write(
                "There is no display. `workbench --demo` works without one, and so do the shell's commands: "
                "`workbench --help`.\n"
            )
            return 2
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    missing = system_libraries.advice()
    if missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    log.open_log("window")
    return _run(project, demo=demo)


def _unknown_sample(project: str | None) -> str:
    """Return what is wrong with a bundled project's name; a file's own troubles are told in the window."""
    if project is None or Path(project).suffix or Path(project).exists():
        return ""
    try:
        open_project(project)
    except WorkbenchError as failure:
        return "\n".join(f"{problem.message} {problem.hint}" for problem in failure.problems)
    return ""


def _run(project: str | None, *, demo: bool) -> int:
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from workbench.ui.desk import Desk
    from workbench.ui.preferences import prefers_dark

    paint_alone()
    qInstallMessageHandler(lambda _kind, _context, text: _log.warning("Qt: %s", text))
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Keras Workbench")
    app.setStyle("Fusion")
    sys.excepthook = _log_and_go_on
    desk = Desk(app, dark=prefers_dark(app))
    if demo:
        from workbench.ui.demo import Demo

        show = Demo(desk, ends_itself=os.environ.get("QT_QPA_PLATFORM") == "offscreen")
        show.start()
    else:
        desk.open(project)
    desk.show()
    desk.is_ready.connect(keep_what_stays)
    wakeful = _obey_signals(app)
    code = app.exec()
    wakeful.stop()
    desk.close()
    return code


def paint_alone() -> None:
    """Have Qt paint without helping threads: where a network trains, the window would wait for them.

    To be called before there is an application.
    """
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")


def keep_what_stays() -> None:
    """Take what the window is made of out of the garbage collector's rounds: each would stall it a little."""
    gc.collect()
    gc.freeze()


def _obey_signals(app: QApplication) -> QTimer:
    """Close on a logout or Ctrl+C; Python handles signals only when it runs, so a slow timer lets it."""
    from PySide6.QtCore import QTimer

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: app.exit(0))
    timer = QTimer(app)
    timer.timeout.connect(lambda: None)
    timer.start(500)
    return timer


def _log_and_go_on(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
    """Keep the window alive after a slip in a slot; the log has the traceback."""
    _log.error("Unexpected in the window", exc_info=(kind, value, trace))
    where = paths.state() / "logs" / "window.log"
    sys.stderr.write(f"Something went wrong in the window: {value}. Details: {where}\n")
