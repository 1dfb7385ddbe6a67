"""Where on the data page each problem stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.foundation.errors import Problem
from workbench.ui.document.document import Document

if TYPE_CHECKING:
    from workbench.ui.data.page import DataPage

_COLUMNS = ("target", "features", "more_targets", "ignored", "weight", "group", "time", "part")


class ProblemsOfPage:
    """Parts the problems of the data among the cards, and the fields in them."""

    def __init__(self, document: Document, page: DataPage) -> None:
        self._document, self._page = document, page

    def show(self, refusal: tuple[Problem, ...]) -> None:
        """Show all problems; ``refusal`` says why a source was not even taken."""
        page = self._page
        if self._document.project.data.source is None:
            page.source.notes.show_problems(refusal)  # the page itself asks for a source
            return
        problems = self._below("data")
        split = self._below("data.split")
        preparation = self._below("data.preparation")
        augment = self._below("data.augment")
        columns = [p for p in problems if p.where.startswith("data.source.") and _field(p) in _COLUMNS]
        columns += self._below("data.class_weight")
        elsewhere = {*split, *preparation, *augment, *columns}
        fields = {_field(p): p for p in problems if p.where.startswith("data.source.") and p not in elsewhere}
        rest = [p for p in problems if p not in elsewhere and p not in fields.values()]
        page.source.notes.show_problems((*refusal, *rest, *self._unplaced(fields)))
        page.settings.show_problems(fields)
        page.learn.notes.show_problems(columns)
        page.split.notes.show_problems(split)
        page.preparation.notes.show_problems(preparation)
        page.sights.show_problems(augment)

    def _below(self, place: str) -> tuple[Problem, ...]:
        """Return the problems of a place; what was found in the examples has a card of its own."""
        told = self._document.problems_at(place)
        return tuple(problem for problem in told if not problem.code.startswith("lint."))

    def _unplaced(self, fields: dict[str, Problem]) -> list[Problem]:
        """Return the problems of fields that are not on the page."""
        shown = self._page.settings.field_names()
        return [problem for name, problem in fields.items() if name not in shown]


def _field(problem: Problem) -> str:
    """Return the field that a problem of the source is about: the last one of ``data.source.form.height``."""
    parts = problem.where.split(".")[2:]
    return parts[-1] if parts else ""
