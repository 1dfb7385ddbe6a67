"""How much each class counts, as code."""

from __future__ import annotations

from workbench.code.literals import literal, quote
from workbench.project.data import ClassWeight


def weighing_lines(asked: ClassWeight, *, own: str, weights: str) -> list[str]:
    """Return the lines that bind ``weights``: what an example's class counts, times its ``own`` weight."""
    times = f"{own} * " if own else ""
    return ["", *_of_class(asked), f'{weights} = {times}of_class[labels].astype("float32")']


def _of_class(asked: ClassWeight) -> list[str]:
    if asked == "balanced":
        return [
            "# Every class counts alike: an example of a rare one counts more.",
            "sizes = np.bincount(labels[train], minlength=len(class_names))",
            "of_class = len(train) / (np.count_nonzero(sizes) * np.maximum(sizes, 1))",
        ]
    return [
        "# Some classes count more or less than the others.",
        "class_weight = {",
        *(f"    {quote(name)}: {literal(float(weight))}," for name, weight in asked.items()),
        "}",
        "of_class = np.array([class_weight.get(name, 1.0) for name in class_names])",
    ]
