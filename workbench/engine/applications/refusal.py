"""What is said where weights can't be had."""

from __future__ import annotations

from pathlib import Path

from workbench.foundation.errors import Problem, error
from workbench.protocol.applications import WeightsFile


def not_fetched(file: WeightsFile, reason: str, where: str) -> Problem:
    """Return that a file could not be fetched, and what to do without a network."""
    path, told = Path(file.path), " ".join(reason.replace(file.address, "").split())[:200]
    return error(
        "weights.no-network",
        where,
        f"The ImageNet weights of {file.network} are not in Keras' cache, and fetching {path.name} failed: "
        f"{told}",
        f"Download {file.address} where there is a network, and give the file here as the weights of the "
        f"block; or put it into {path.parent}.",
    )
