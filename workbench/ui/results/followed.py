"""The sessions of several runs at once, opened and closed as runs come and go."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.runs.folder import RunFolder
from workbench.runs.state import RunState
from workbench.ui.live.session import RunSession


class FollowedRuns(QObject):
    """Owns one session a folder; ``changed`` when any of them has news."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sessions: dict[str, RunSession] = {}

    def follow(self, folders: Set[str]) -> None:
        """Follow exactly the runs in ``folders``."""
        for folder in self._sessions.keys() - folders:
            session = self._sessions.pop(folder)
            session.close()
            session.deleteLater()
        for folder in folders - self._sessions.keys():
            session = RunSession(RunFolder(Path(folder)), parent=self)
            session.changed.connect(self.changed)
            self._sessions[folder] = session
        for session in self._sessions.values():
            session.go_on()

    def rest(self) -> None:
        """Read nothing until the runs are followed again."""
        for session in self._sessions.values():
            session.rest()

    def state(self, folder: str) -> RunState:
        session = self._sessions.get(folder)
        return RunState() if session is None else session.state

    def close(self) -> None:
        self.follow(frozenset())
