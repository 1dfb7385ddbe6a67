"""What is done while data are read, in words: on the Data page and where a run reads them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate  # by this name the texts are found for translation


def step_words(what: str) -> str:
    """Return what is done once the data are read, by a word of ``Progress``; empty for any other."""
    match what:
        case "comparing":
            return translate("ReadingBar", "Looking for copies")
        case "splitting":
            return translate("ReadingBar", "Dealing the examples out")
        case "fitting":
            return translate("ReadingBar", "Learning the preparation")
        case "preparing":
            return translate("ReadingBar", "Preparing the examples")
        case "counting":
            return translate("ReadingBar", "Counting what is in the data")
        case _:
            return ""


def with_share(words: str, share: float) -> str:
    """Return ``Preparing the examples: 43%``."""
    return translate("ReadingBar", "{words}: {share:.0%}").format(words=words, share=share)
