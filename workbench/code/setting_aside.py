"""Examples that were set aside, in a script: taken out of the parts after these were dealt."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import DataSpec, ImageFolder, ImageTable, Table


def aside_lines(data: DataSpec, others: Sequence[str]) -> list[str]:
    """Return the lines that take the rows out of ``train`` and the ``others``.

    Raises:
        WorkbenchError: the rows of the source have other numbers in a script.
    """
    if not data.set_aside:
        return []
    if isinstance(data.source, Table | ImageFolder | ImageTable) or data.preparation.duplicates != "keep":
        text = f"{len(data.set_aside)} examples are set aside, which a script can't tell from the others."
        hint = "Take them out of the file or folder itself, or use them again."
        raise WorkbenchError(error("code.unsupported", "data.split", text, hint))
    rows = ", ".join(data.set_aside)
    return [
        "# Rows that were set aside are in no part.",
        f"aside = [{rows}]",
        *(f"{part} = {part}[~np.isin({part}, aside)]" for part in ("train", *others)),
    ]
