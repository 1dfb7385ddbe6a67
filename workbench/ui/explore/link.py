"""The small word beside a field that opens its explorer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from workbench.catalog.kinds import Param
from workbench.ui.explore.subject import Topic


class ExploreLink(QPushButton):
    """``clicked`` asks for the explorer of what ``name`` stands beside."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("ExploreLink", "Explore"), parent)
        self.setObjectName(f"explore_{name}")
        self.setProperty("role", "word")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        words = QCoreApplication.translate("ExploreLink", "Explore {name}: see what it does, live")
        self.setToolTip(words.format(name=title))
        self.setAccessibleName(QCoreApplication.translate("ExploreLink", "Explore {0}").format(title))


def topic_of(param: Param) -> Topic | None:
    """Return what a parameter's values are explored as."""
    if param.editor == "activation":
        return "activation"
    if "schedule" in param.groups:
        return "rate"
    return "initializer" if "initializer" in param.groups else None
