"""What the doctor says of a run: figures, why they matter, and edits that treat what is wrong."""

from __future__ import annotations

import msgspec

from workbench.foundation.errors import Severity
from workbench.project.edits.remedies import Remedy
from workbench.project.edits.treatments import Treatment

Cure = Treatment | Remedy
"""An edit of the project that crosses processes and shells as a value."""


class Evidence(msgspec.Struct, frozen=True):
    """One thing that was measured, in words and figures; ``epoch`` (from 1 on) is where it is to be seen."""

    text: str
    epoch: int | None = None


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the doctor found.

    ``severity`` info is no complaint: it explains what looks odd and is harmless. ``why`` says why it matters
    and where it comes from, ``tries`` what to try in words. Each of ``remedies`` is one undoable edit.
    ``epoch``, from 1 on, is where it began.
    """

    code: str
    severity: Severity
    title: str
    evidence: tuple[Evidence, ...]
    why: str
    tries: tuple[str, ...] = ()
    remedies: tuple[Cure, ...] = ()
    epoch: int | None = None


def figure(value: float) -> str:
    """Return a figure in few characters: ``0.412``, ``12.4``, ``1.2e-05``."""
    if value == 0 or 0.001 <= abs(value) < 10:
        return f"{value:.3f}"
    return f"{value:.3g}"


def percent(share: float) -> str:
    """Return a share as ``23 %``."""
    return f"{100 * share:.0f} %"
