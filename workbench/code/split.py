"""The split in a script: which rows are trained on, and which are kept."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from workbench.code.literals import literal
from workbench.code.source import Call, write
from workbench.project.data import Split


def can_stratify(split: Split, sizes: Sequence[int]) -> bool:
    """Tell whether classes of so many rows can surely be dealt out in proportion; unknown ones can."""
    if not sizes:
        return True
    total = sum(sizes)
    kept = [int(total * share + 0.5) for share in (split.test, split.validation) if share]
    least = min(sizes)
    left = least - ceil(least * split.test) - 1 if split.test and split.validation else least
    rest = total - sum(kept)
    return left >= 2 and min((*kept, rest)) >= len(sizes)


def parts(split: Split, stratify: str) -> list[str]:
    """Return the lines that bind ``train``, ``validation`` and ``test`` to the rows of each part.

    ``stratify`` is the variable with the classes to keep in proportion, or empty.
    """
    if not split.validation and not split.test:
        return [
            "# Every example is trained on; none is kept for validation or a test.",
            "train = np.arange(len(x))",
        ]
    lines: list[str] = ["# The rows of each part, drawn with a seed and with the classes in proportion."]
    if not stratify:
        lines = ["# The rows of each part, drawn with a seed."]
    rows = "np.arange(len(x))"
    if split.test:
        left = "rest" if split.validation else "train"
        lines += _draw(rows, left, "test", share=split.test, seed=split.seed, stratify=stratify)
        rows = left
        stratify = f"{stratify}[rest]" if stratify else ""
    if split.validation:
        lines += _draw(
            rows, "train", "validation", share=split.validation, seed=split.seed, stratify=stratify
        )
    return lines


def _draw(rows: str, left: str, drawn: str, *, share: float, seed: int, stratify: str) -> list[str]:
    options = [
        ("", rows),
        ("test_size", f"int(len(x) * {literal(float(share))} + 0.5)"),
        ("random_state", repr(seed)),
    ]
    if stratify:
        options.append(("stratify", stratify))
    return write(Call("train_test_split", tuple(options)), before=f"{left}, {drawn} = ").split("\n")
