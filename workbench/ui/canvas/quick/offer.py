"""What the quick field offers for a text: kinds, best first, and what the words come to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from workbench.catalog.kinds import Kind
from workbench.catalog.matching import matching
from workbench.catalog.shorthand import missing, parameters
from workbench.project.spec import Spec
from workbench.ui.canvas.shelf import Offer
from workbench.ui.canvas.summary import SEPARATOR, summary


@dataclass(frozen=True)
class Reading:
    """A layer, or why the words make none; ``words`` says either to the user."""

    spec: Spec | None
    words: str


def offered(
    fitting: tuple[Kind, ...], others: tuple[Kind, ...], typed: str, *, axes: int | None
) -> list[Kind]:
    """Return the kinds for a word; for none only those that fit."""
    return matching((*fitting, *others) if typed.strip() else fitting, typed, axes=axes)


def is_meant(offer: Offer, typed: str) -> bool:
    """Tell whether a text may be the beginning of a word in what is on the shelf."""
    text = typed.strip().lower()
    name = offer.name.lower()
    return bool(text) and (name.startswith(text) or f" {text}" in name.replace("_", " "))


def read(kind: Kind, words: tuple[str, ...]) -> Reading:
    """Return the layer that the words after its name make."""
    try:
        params = parameters(kind, words)
    except ValueError as refusal:
        return Reading(None, str(refusal))
    spec = Spec(kind.name, params)
    shown = SEPARATOR.join(part for part in (kind.name, summary(spec, kind)) if part)
    wanting = missing(kind, params)
    if wanting:
        more = QCoreApplication.translate("QuickAdd", "{layer}: {names} still to be given")
        shown = more.format(layer=shown, names=", ".join(wanting))
    return Reading(spec, shown)
