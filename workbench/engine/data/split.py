"""Training, validation and test: seeded shares of the examples, with the classes in proportion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from workbench.engine.data.dataset import Dataset, refuse
from workbench.foundation.errors import Problem, WorkbenchError, warning
from workbench.project.data import Split

Indices = NDArray[np.int64]
_WHERE = "data.split"
_LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True, eq=False)
class Parts:
    """The rows of each part as scikit-learn drew them; ``warnings`` tell what was not possible."""

    train: Indices
    validation: Indices
    test: Indices
    warnings: tuple[Problem, ...] = ()


def split(dataset: Dataset, spec: Split) -> Parts:
    """Deal the examples out: first the test part is drawn, then validation, both with the same seed.

    Shares are rounded to whole examples. A class too small to be dealt in proportion makes that draw an
    unstratified one, with a warning. WorkbenchError (where ``data.split``) when a part that is asked for
    would be empty.
    """
    _check(spec)
    total = len(dataset)
    sizes = {"validation": _share(total, spec.validation), "test": _share(total, spec.test)}
    for name, share in (("validation", spec.validation), ("test", spec.test)):
        if share > 0 and sizes[name] == 0:
            raise _refuse(
                f"the {name} part would be empty: expected an example or more, received {share:g} of {total}",
                f"Raise the share, or set it to 0 to do without a {name} part.",
            )
    if sum(sizes.values()) >= total:
        raise _refuse(
            f"nothing would be left to train on: expected less than {total} examples in the other parts, "
            f"received {sizes['validation']} for validation and {sizes['test']} for test",
            "Lower the shares, or choose more examples.",
        )
    labels = dataset.y if spec.stratify and dataset.is_classification else None
    everything = np.arange(total, dtype=np.int64)
    rest, test, no_test = _draw(everything, sizes["test"], labels, spec.seed, "test")
    train, validation, no_validation = _draw(rest, sizes["validation"], labels, spec.seed, "validation")
    return Parts(train, validation, test, no_test + no_validation)


def _draw(
    rows: Indices, count: int, labels: NDArray[np.generic] | None, seed: int, name: str
) -> tuple[Indices, Indices, tuple[Problem, ...]]:
    """Return what stays, what was drawn, and a warning when the classes could not be kept in proportion."""
    if count == 0:
        return rows, np.empty(0, dtype=np.int64), ()
    reason = None if labels is None else _not_stratifiable(labels[rows], count)
    stratify = None if labels is None or reason is not None else labels[rows]
    stay, drawn = train_test_split(rows, test_size=count, random_state=seed, stratify=stratify)
    return stay, drawn, () if reason is None else (_unstratified(name, reason),)


def _not_stratifiable(labels: NDArray[np.generic], count: int) -> str | None:
    _, sizes = np.unique(labels, return_counts=True)
    smallest, room = int(sizes.min()), min(count, len(labels) - count)
    if smallest < 2:
        return f"expected at least 2 examples of every class, received {smallest} of the smallest"
    if room < len(sizes):
        return f"expected room for all {len(sizes)} classes on both sides, received {room} examples on one"
    return None


def _unstratified(name: str, reason: str) -> Problem:
    return warning(
        "split.unstratified",
        _WHERE,
        f"The {name} part was drawn without regard to the classes: {reason}.",
        f"Classes may be missing from it. Choose more examples or another share for {name}.",
    )


def _check(spec: Split) -> None:
    for name, share in (("validation", spec.validation), ("test", spec.test)):
        if not 0 <= share < 1:
            raise _refuse(
                f"the share for {name} is out of range: expected 0 up to but not 1, received {share:g}",
                "0.15 takes 15 of 100 examples.",
            )
    if spec.validation + spec.test >= 1:
        raise _refuse(
            "nothing is left to train on: expected shares for validation and test that sum to less than 1, "
            f"received {spec.validation:g} + {spec.test:g}",
            "Lower one of them.",
        )
    if not 0 <= spec.seed <= _LARGEST_SEED:
        raise _refuse(
            f"the seed is out of range: expected 0 to {_LARGEST_SEED}, received {spec.seed}",
            "Any number will do.",
        )


def _share(total: int, share: float) -> int:
    return int(total * share + 0.5)


def _refuse(reason: str, hint: str) -> WorkbenchError:
    return refuse("split.impossible", f"The examples can't be split like this: {reason}.", hint, where=_WHERE)
