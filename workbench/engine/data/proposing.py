"""Data that needs a preparation it was not given, as it would be with one that fits."""

from __future__ import annotations

from dataclasses import replace as changed

from msgspec.structs import replace

from workbench.engine.data.attended import attended
from workbench.engine.data.dataset import Tell, keep_quiet
from workbench.engine.data.preparing import prepared
from workbench.engine.data.ready import Ready
from workbench.foundation.errors import WorkbenchError
from workbench.project.preparation import Preparation

_CURABLE = frozenset({"data.missing_values", "data.more"})


def prepared_or_proposed(
    raw: Ready, preparation: Preparation, tell: Tell = keep_quiet
) -> tuple[Ready, Preparation | None]:
    """Return raw examples prepared; where values are missing, as the second answer would have it.

    Then the reasons why the data can't be trained on as it stands are among the data set's notes.

    Raises:
        WorkbenchError: as ``prepared`` has it, for all that no preparation can mend.
    """
    try:
        return _prepared(raw, preparation, tell), None
    except WorkbenchError as failure:
        if any(problem.code not in _CURABLE for problem in failure.problems):
            raise
        reasons = failure.problems
    proposal = filling(preparation)
    found = _prepared(raw, proposal, tell)
    told = changed(found.dataset, notes=(*found.dataset.notes, *reasons))
    return Ready(told, found.parts, found.fitted), proposal


def _prepared(raw: Ready, preparation: Preparation, tell: Tell) -> Ready:
    return attended(lambda say: Ready(*prepared(raw.dataset, raw.parts, preparation, tell=say)), tell)


def filling(preparation: Preparation) -> Preparation:
    """Return the preparation with missing values filled: by the median, and the most frequent category."""
    return replace(
        preparation,
        missing="median" if preparation.missing == "refuse" else preparation.missing,
        columns=tuple(
            replace(column, missing=None) if column.missing == "refuse" else column
            for column in preparation.columns
        ),
    )
