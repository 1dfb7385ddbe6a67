"""Going to places: of a problem, to the outline, from one part of the window to the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from workbench.ui.focus import next_pane
from workbench.ui.window import MainWindow

_MODE_OF = {"data": "data", "training": "training", "run": "training"}


class Going(QObject):
    """What the commands do that lead somewhere in ``window``; ``choose_mode`` shows a mode's page."""

    def __init__(self, window: MainWindow, choose_mode: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._choose_mode = window, choose_mode

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each command calls, by its id."""
        problems = self._window.problems
        return {
            "outline": self.show_outline,
            "next-pane": self.go_to_next_pane,
            "next-problem": lambda: problems.step(1),
            "previous-problem": lambda: problems.step(-1),
        }

    @Slot(str)
    def go_to(self, where: str) -> None:
        """Show the place of a problem: its card or link in the middle of the canvas, else its page."""
        room, _, rest = where.partition(":")
        if room not in ("node", "block", "link"):
            self._choose_mode(_MODE_OF.get(where.partition(".")[0], "model"))
            return
        self._choose_mode("model")
        walker = self._window.model_page.canvas.walker
        if room != "link":
            walker.centre_on(rest.partition(".")[0])
        else:
            walker.centre_on_link(where)

    def show_outline(self) -> None:
        if self._window.mode != "model":
            self._choose_mode("model")
        self._window.model_page.show_outline()

    def go_to_next_pane(self) -> None:
        """Give the keyboard to the next part of the window that is shown."""
        window = self._window
        page: list[QWidget] = window.model_page.panes() if window.mode == "model" else [window.page()]
        next_pane([*page, window.problems, window.run_bar, window.live_panel, window.top_bar])
