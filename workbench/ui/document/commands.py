"""All of undo: one command that swaps a project value for another."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from weakref import WeakMethod

from PySide6.QtGui import QUndoCommand

from workbench.project.project import Project


class EditCommand(QUndoCommand):
    """Swaps one project value for another; commands in a row with the same merge key become one."""

    def __init__(
        self,
        label: str,
        *,
        before: Project,
        after: Project,
        show: Callable[[Project], None],
        merge_key: str | None = None,
    ) -> None:
        super().__init__(label)
        self._before, self._after = before, after
        # Weak: a command that keeps its document alive is torn down in the wrong order with it.
        self._show = WeakMethod(show)
        self._merge_key = merge_key

    def redo(self) -> None:
        self._put(self._after)

    def undo(self) -> None:
        self._put(self._before)

    def _put(self, project: Project) -> None:
        show = self._show()
        if show is not None:
            show(project)

    def id(self) -> int:
        return -1 if self._merge_key is None else zlib.crc32(self._merge_key.encode()) & 0x7FFFFFFF

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, EditCommand) or other._merge_key != self._merge_key:
            return False
        self._after = other._after
        return True
