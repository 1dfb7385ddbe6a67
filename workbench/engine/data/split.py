"""Dealing the examples out to training, validation and test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Dataset, Tell, keep_quiet, part_of, refuse
from workbench.engine.data.drawing import Draw, draw_groups, draw_rows, draw_time, fold_of
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.data import Split

Indices = NDArray[np.int64]
_WHERE = "data.split"
_LARGEST_SEED = 2**32 - 1
_MOST_FOLDS = 100


@dataclass(frozen=True, eq=False)
class Parts:
    """The rows of each part as scikit-learn drew them; ``warnings`` tell what was not possible."""

    train: Indices
    validation: Indices
    test: Indices
    warnings: tuple[Problem, ...] = ()


def split(dataset: Dataset, spec: Split, tell: Tell = keep_quiet) -> Parts:
    """Deal the examples out: first the test part is drawn, then validation, both with the same seed.

    Shares are rounded to whole examples, or to whole groups. A class too small to be dealt in proportion
    makes that draw an unstratified one, with a warning. WorkbenchError (where ``data.split``) when a part
    that is asked for would be empty, or the rule needs what the data does not have. ``tell`` hears of it as
    of ``splitting``.
    """
    _check(spec)
    _check_rule(dataset, spec)
    if spec.by == "given":
        return _given(dataset, spec, tell)
    everything = np.arange(len(dataset), dtype=np.int64)
    wanted = {"test": spec.test, "validation": 0.0 if spec.folds else spec.validation}
    sizes = _sizes(len(dataset), wanted)
    return _dealt(dataset, spec, everything, sizes, tell)


def _dealt(dataset: Dataset, spec: Split, rows: Indices, sizes: dict[str, int], tell: Tell) -> Parts:
    first, second = part_of(tell, 0, 2), part_of(tell, 1, 2)
    rest, test, no_test = _draw(dataset, spec, rows, sizes["test"], "test", first)
    if spec.folds:
        train, validation, told = fold_of(dataset, rest, spec, second)
    else:
        train, validation, told = _draw(dataset, spec, rest, sizes["validation"], "validation", second)
    return Parts(train, validation, test, no_test + told)


def _draw(dataset: Dataset, spec: Split, rows: Indices, count: int, name: str, tell: Tell) -> Draw:
    """Return what stays, what was drawn, and warnings."""
    if count == 0:
        return rows, np.empty(0, dtype=np.int64), ()
    tell("splitting", 0, 1)
    if spec.by == "time":
        return draw_time(dataset, rows, count)
    if spec.by == "group":
        return draw_groups(dataset, rows, count, seed=spec.seed)
    labels = dataset.y.astype(np.int64, copy=False) if spec.stratify and dataset.is_classification else None
    return draw_rows(rows, count, labels, seed=spec.seed, name=name, tell=tell)


def _given(dataset: Dataset, spec: Split, tell: Tell) -> Parts:
    """Take the source's own parts; what it does not give is drawn from its training part."""
    assert dataset.given is not None
    train, validation, test = (np.flatnonzero(dataset.given == part) for part in range(3))
    if len(train) == 0:
        raise _refuse("the source gives no example for training", "Choose another rule for the split.")
    by_share = Split(
        validation=0.0 if len(validation) or spec.folds else spec.validation,
        test=0.0 if len(test) else spec.test,
        seed=spec.seed,
        stratify=spec.stratify,
        folds=0 if len(validation) else spec.folds,
        fold=spec.fold,
    )
    sizes = _sizes(len(train), {"validation": by_share.validation, "test": by_share.test})
    drawn = _dealt(dataset, by_share, train, sizes, tell)
    return Parts(
        drawn.train,
        validation if len(validation) else drawn.validation,
        test if len(test) else drawn.test,
        drawn.warnings,
    )


def _sizes(total: int, shares: dict[str, float]) -> dict[str, int]:
    sizes = {name: int(total * share + 0.5) for name, share in shares.items()}
    for name, share in shares.items():
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
    return sizes


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
    if spec.folds and not (2 <= spec.folds <= _MOST_FOLDS and 0 <= spec.fold < spec.folds):
        raise _refuse(
            f"expected 2 to {_MOST_FOLDS} folds and one of them from 0 on, "
            f"received fold {spec.fold} of {spec.folds}",
            "5 folds are usual; 0 folds do without.",
        )


def _check_rule(dataset: Dataset, spec: Split) -> None:
    if spec.by == "group" and dataset.groups is None:
        raise _refuse(
            "a split by group needs groups, and no column is chosen for them",
            "Give a column the role of the group, or choose another rule.",
        )
    if spec.by == "given" and dataset.given is None:
        raise _refuse(
            "the source gives no parts of its own",
            "Choose another rule, or a source with ready parts for training, validation and test.",
        )


def _refuse(reason: str, hint: str) -> WorkbenchError:
    return refuse("split.impossible", f"The examples can't be split like this: {reason}.", hint, where=_WHERE)
