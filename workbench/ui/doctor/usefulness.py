"""Whether a treatment of a run is of any use to the project that is open now."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from workbench.doctor.diagnosis import Cure
from workbench.project.project import Project

_tr = QCoreApplication.translate


def reason_against(cure: Cure, project: Project, trained: Project) -> str:
    """Return why ``cure``, proposed for the project ``trained``, can't be applied; empty when it can."""
    if not _are_kin(project, trained):
        text = _tr("Doctor", "This is a run of another project: “{0}”. Open that one to change it.")
        return text.format(trained.title)
    try:
        treated = cure.apply(project)
    except (KeyError, ValueError):
        return _tr("Doctor", "The project has changed since: this no longer fits it.")
    return _tr("Doctor", "The open project has it already: train again.") if treated == project else ""


def _are_kin(project: Project, trained: Project) -> bool:
    """Tell whether one was made of the other: the same title, or mostly the same layers."""
    mine = {(node.id, node.spec.kind) for node in project.graph.nodes}
    theirs = {(node.id, node.spec.kind) for node in trained.graph.nodes}
    return 2 * len(mine & theirs) >= max(1, len(mine | theirs))
