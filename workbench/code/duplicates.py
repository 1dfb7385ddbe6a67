"""Leaving equal examples out, as lines of a script."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.code.found import Found
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import DataSpec


def duplicate_lines(data: DataSpec, found: Found, targets: Sequence[str]) -> list[str]:
    """Return the lines that keep the first of equal examples, with the rows of ``targets`` that go along.

    Raises:
        WorkbenchError: where ``data.preparation``, for images that only look the same.
    """
    rule = data.preparation.duplicates
    if rule == "keep" or data.window is not None:
        return []
    if rule == "drop_alike":
        message = "Leaving out images that look the same can't be written as code."
        hint = "Leave out equal ones only, or take the others out of the folder."
        raise WorkbenchError(error("code.unsupported", "data.preparation", message, hint))
    hashes = ["hashes = pd.util.hash_pandas_object(x, index=False).to_numpy()"] if found.is_frame else []
    key = ", ".join(f"{name}[row].tobytes()" for name in ("hashes" if hashes else "x", *targets))
    rows = 'np.argsort(given, kind="stable")' if found.given else "range(len(x))"
    order, along = found.order, (*targets, found.weights, found.groups, found.given)
    return [
        "# Of equal examples with equal targets only the first is used.",
        *hashes,
        "seen = {}",
        f"kept = np.sort([row for row in {rows} if seen.setdefault(({key}), row) == row])",
        *([f"{order} = np.searchsorted(kept, {order}[np.isin({order}, kept)])"] if order else []),
        f"x = x{'.iloc' if hashes else ''}[kept]",
        *(f"{name} = {name}[kept]" for name in along if name),
    ]
