"""What every benchmark prints: a case a line, with its ratio (above 1 is in our favour) and its goal."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Case:
    """One measurement. ``baseline`` is the plain way, None where there is no other way."""

    case: str
    ours: float
    baseline: float | None
    unit: str
    ratio: float | None = None
    goal: float | None = None
    met: bool | None = None

    def against(self, *, at_most: float) -> Case:
        """Judge: ours may take at most that many times the baseline; the goal is told as a ratio."""
        assert self.baseline is not None
        ratio = self.baseline / self.ours
        return replace(self, ratio=round(ratio, 3), goal=round(1 / at_most, 3), met=ratio >= 1 / at_most)

    def within(self, limit: float) -> Case:
        """Judge: ours may be at most ``limit``."""
        return replace(self, goal=limit, met=self.ours <= limit)


def report(cases: list[Case], *, as_json: bool) -> None:
    """Print the cases."""
    for case in cases:
        if as_json:
            print(json.dumps(asdict(case)))
            continue
        baseline = "" if case.baseline is None else f", plain {case.baseline:.4g} {case.unit}"
        ratio = "" if case.ratio is None else f", ratio {case.ratio}"
        word = {True: "met", False: "NOT met", None: "no goal"}[case.met]
        print(f"{case.case}: {case.ours:.4g} {case.unit}{baseline}{ratio}, goal {case.goal}: {word}")
