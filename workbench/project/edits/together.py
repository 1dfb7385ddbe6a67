"""Several edits that are one thing for the user."""

from __future__ import annotations

from typing import ClassVar

from workbench.project.edits.base import Edit
from workbench.project.project import Project


class Together(Edit, frozen=True):
    """Carry out edits one after the other, as one step that is called ``label_text``."""

    label: ClassVar[str] = "Edit"
    edits: tuple[Edit, ...]
    label_text: str

    def apply(self, project: Project) -> Project:
        for edit in self.edits:
            project = edit.apply(project)
        return project
