"""What every edit is: a label and a pure function from project to project."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from workbench.project.project import Project


class Edit(msgspec.Struct, frozen=True):
    """One thing that a user does. ``merge_key``: edits in a row with the same key undo as one step."""

    label: ClassVar[str] = "Edit"

    def apply(self, project: Project) -> Project:
        """Return the project after this edit; ValueError when it does not fit the project."""
        raise NotImplementedError

    @property
    def merge_key(self) -> str | None:
        return None
