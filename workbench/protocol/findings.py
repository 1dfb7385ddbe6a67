"""What the linter finds in the data: a problem with a place and figures, and a way out of it."""

from __future__ import annotations

import msgspec

from workbench.foundation.errors import Problem
from workbench.project.edits.remedies import Remedy


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """``remedy`` is the edit after which the finding is gone; None where only the user can decide."""

    problem: Problem
    remedy: Remedy | None = None
