"""From the press on Train to the first point on the curve, in a real window with a warm engine."""

from __future__ import annotations

import time

_SETTLE_S = 5.0
_LOOK_MS = 1


def seconds_to_the_first_point(sample: str, repeats: int) -> list[float]:
    """Train ``repeats`` times in one window, each time once its fresh engine is warm."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QPushButton

    from workbench.app import keep_what_stays, paint_alone
    from workbench.ui.desk import Desk

    paint_alone()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    desk = Desk(app)
    desk.open(sample)
    desk.window.resize(1440, 900)
    desk.show()
    desk.is_ready.connect(keep_what_stays)
    found: list[float] = []
    warm_since = pressed = 0.0

    def look() -> None:
        nonlocal warm_since, pressed
        session, now = desk.training.session, time.perf_counter()
        if pressed:
            if session is not None and session.state.curves:
                found.append(now - pressed)
                pressed = 0.0
        elif desk.engine.is_ready and desk.reviewer.is_settled and not desk.training.reason_not_to_train():
            if len(found) == repeats:
                app.exit()
                return
            warm_since = warm_since or now
            if now - warm_since > _SETTLE_S:
                warm_since, pressed = 0.0, now
                button = desk.window.findChild(QPushButton, "run_main")
                assert isinstance(button, QPushButton)
                button.click()

    timer = QTimer()
    timer.setInterval(_LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    app.exec()
    timer.stop()
    desk.close()
    return found
