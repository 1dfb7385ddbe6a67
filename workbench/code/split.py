"""The split in a script: which rows are trained on, and which are kept."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from workbench.code.found import NOTHING, Found
from workbench.code.literals import literal
from workbench.code.source import Call, write
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import Split, Window

SPLITTERS = (
    "GroupKFold",
    "GroupShuffleSplit",
    "KFold",
    "StratifiedGroupKFold",
    "StratifiedKFold",
    "TimeSeriesSplit",
    "train_test_split",
)
"""What a split may call of ``sklearn.model_selection``."""
_EVERYTHING = "np.arange(len(x))"


def can_stratify(split: Split, sizes: Sequence[int]) -> bool:
    """Tell whether classes of so many rows can surely be dealt out in proportion; unknown ones can."""
    if not sizes:
        return True
    total = sum(sizes)
    validation = 0 if split.folds else split.validation
    kept = [int(total * share + 0.5) for share in (split.test, validation) if share]
    least = min(sizes)
    left = least - ceil(least * split.test) - 1 if split.test and validation else least
    rest = total - sum(kept)
    return left >= max(2, split.folds) and min((*kept, rest)) >= len(sizes)


def parts(split: Split, stratify: str, found: Found = NOTHING) -> list[str]:
    """Return the lines that bind ``train``, ``validation`` and ``test`` to the rows of each part.

    ``stratify`` is the variable with the classes to keep in proportion, or empty.
    """
    if split.by == "given":
        return _given(split, stratify, found)
    if not split.validation and not split.test and not split.folds:
        return [
            "# Every example is trained on; none is kept for validation or a test.",
            f"train = {_EVERYTHING}",
        ]
    return [_comment(split, stratify), *_dealt(split, stratify, found, _EVERYTHING)]


def there(split: Split, found: Found) -> tuple[str, ...]:
    """Return which of ``validation`` and ``test`` there will be."""
    given = found.parts if split.by == "given" else ()
    has_validation = bool(split.validation or split.folds or 1 in given)
    has_test = bool(split.test or 2 in given)
    return (*(["validation"] if has_validation else []), *(["test"] if has_test else []))


def window_lines(
    window: Window, found: Found, targets: Sequence[str], *, keeps_raw: bool = False
) -> list[str]:
    """Return the lines that cut ``x`` into windows, and take the target rows of ``targets`` with them."""
    if found.groups:
        message = "Windows within groups can't be written as code: expected rows without a group."
        hint = "Take the role of the group away from its column."
        raise WorkbenchError(error("code.unsupported", "data.window", message, hint))
    # Prepared rows are cut later: until then x holds the numbers of the rows.
    cut = "raw, x = x, {}" if keeps_raw else "x = x[{}]"
    along = [*targets, *(name for name in (found.weights, found.given) if name)]
    return [
        f"# Windows of {window.length} rows; the target stands {window.horizon} rows after the last one.",
        *([] if found.order else [f"order = {_EVERYTHING}"]),
        f"starts = np.arange(0, len(x) - {window.length + window.horizon - 1}, {window.stride})",
        f"last = order[starts + {window.length - 1 + window.horizon}]",
        cut.format(f"order[starts[:, np.newaxis] + np.arange({window.length})]"),
        *(f"{name} = {name}[last]" for name in along),
        *([f"order = {_EVERYTHING}"] if found.order else []),
    ]


def _comment(split: Split, stratify: str) -> str:
    if split.by == "time":
        return "# The rows of each part: the last in time are kept."
    if split.by == "group":
        return "# The rows of each part, drawn by whole groups with a seed."
    proportion = " and with the classes in proportion" if stratify else ""
    return f"# The rows of each part, drawn with a seed{proportion}."


def _given(split: Split, stratify: str, found: Found) -> list[str]:
    """Return the parts that the source gives; what it doesn't is drawn from its training part."""
    if not found.given:
        message = "The source gives no parts of its own."
        hint = "Choose another rule for the split."
        raise WorkbenchError(error("code.unsupported", "data.split", message, hint))
    lines = [
        "# The rows of each part, as the source gives them.",
        "train, validation, test = (np.flatnonzero(given == part) for part in range(3))",
    ]
    for name, share in (("test", split.test), ("validation", 0.0 if split.folds else split.validation)):
        if share:
            size = f"int(np.count_nonzero(given == 0) * {literal(float(share))} + 0.5)"
            keep = f"{stratify}[train]" if stratify else ""
            drawn = _draw("train", "train", name, size=size, seed=split.seed, stratify=keep)
            lines += [f"if len({name}) == 0:", *(f"    {line}" for line in drawn)]
    if split.folds:
        fold = _fold(split, stratify, found, "train", by="share")
        lines += ["if len(validation) == 0:", *(f"    {line}" for line in fold)]
    return lines


def _dealt(split: Split, stratify: str, found: Found, rows: str) -> list[str]:
    lines: list[str] = []
    if split.test:
        left = "rest" if split.validation or split.folds else "train"
        lines += _kept(split, stratify, found, rows, left, "test", split.test)
        rows = left
    if split.folds:
        lines += _fold(split, stratify, found, rows, by=split.by)
    elif split.validation:
        lines += _kept(split, stratify, found, rows, "train", "validation", split.validation)
    return lines


def _kept(
    split: Split, stratify: str, found: Found, rows: str, left: str, drawn: str, share: float
) -> list[str]:
    size = f"int(len(x) * {literal(float(share))} + 0.5)"
    if split.by == "time":
        ordered = (found.order or rows) if rows == _EVERYTHING else rows
        return [f"kept = {size}", f"{left}, {drawn} = np.split({ordered}, [-kept])"]
    if split.by == "group":
        lines = [] if rows != _EVERYTHING else [f"rest = {rows}"]
        there = "rest" if rows == _EVERYTHING else rows
        return [
            *lines,
            f"count = len(np.unique({found.groups}[{there}]))",
            f"kept = max(1, int(count * {size} / len({there}) + 0.5))",
            f"drawing = GroupShuffleSplit(1, test_size=kept, random_state={split.seed})",
            f"stay, draw = next(drawing.split({there}, groups={found.groups}[{there}]))",
            f"{left}, {drawn} = {there}[np.sort(stay)], {there}[np.sort(draw)]",
        ]
    keep = stratify if rows == _EVERYTHING or not stratify else f"{stratify}[{rows}]"
    return _draw(rows, left, drawn, size=size, seed=split.seed, stratify=keep)


def _fold(split: Split, stratify: str, found: Found, rows: str, *, by: str) -> list[str]:
    """Return the lines that take one fold for validation; of time, only what lies before is trained on."""
    start = []
    if rows == _EVERYTHING:
        ordered = found.order if by == "time" and found.order else rows
        start, rows = [f"rest = {ordered}"], "rest"
    shuffled = f"{split.folds}, shuffle=True, random_state={split.seed}"
    folding = {
        "time": f"TimeSeriesSplit({split.folds})",
        "group": f"{'StratifiedGroupKFold' if stratify else 'GroupKFold'}({shuffled})",
    }.get(by, f"{'StratifiedKFold' if stratify else 'KFold'}({shuffled})")
    labels = f"{stratify}[{rows}]" if stratify and by != "time" else "None"
    groups = f"{found.groups}[{rows}]" if by == "group" else "None"
    return [
        *start,
        f"folds = list({folding}.split({rows}, {labels}, {groups}))",
        f"stay, draw = folds[{split.fold}]",
        f"train, validation = {rows}[stay], {rows}[draw]",
    ]


def _draw(rows: str, left: str, drawn: str, *, size: str, seed: int, stratify: str) -> list[str]:
    options = [("", rows), ("test_size", size), ("random_state", repr(seed))]
    if stratify:
        options.append(("stratify", stratify))
    return write(Call("train_test_split", tuple(options)), before=f"{left}, {drawn} = ").split("\n")
