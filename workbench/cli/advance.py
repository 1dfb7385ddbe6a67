"""How far the engine is with a long request, in a line of the terminal."""

from __future__ import annotations

from collections.abc import Callable

from workbench.foundation import clock
from workbench.protocol.messages import Progress

_WORDS = {
    "looking": "Looking for files",
    "reading": "Reading the data",
    "downloading": "Downloading",
    "comparing": "Comparing examples",
    "splitting": "Dealing the examples out",
    "fitting": "Learning the preparation",
    "preparing": "Preparing the examples",
    "counting": "Counting what is in the data",
    "checking": "Checking columns and labels",
}
_LEAST_SECONDS, _LEAST_SHARE = 2.0, 0.02


class Advance:
    """Puts each progress into words and shows them; the time left once it can be told."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._what = ""
        self._began = 0.0

    def __call__(self, progress: Progress) -> None:
        if progress.what != self._what:
            self._what, self._began = progress.what, clock.monotonic()
        words = _WORDS.get(progress.what, "Keras is at work")
        if progress.total:
            self._show(f"{words}: {progress.done / progress.total:.0%}{self._left(progress)}")
        else:
            self._show(f"{words}: {progress.done:,}")

    def _left(self, progress: Progress) -> str:
        passed, share = clock.monotonic() - self._began, progress.done / progress.total
        if passed < _LEAST_SECONDS or share < _LEAST_SHARE:
            return ""
        return f", {passed * (1 - share) / share:.0f} s left"
