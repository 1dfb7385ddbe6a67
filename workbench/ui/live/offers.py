"""What a plot can show of a run: each figure, those of all outputs together, the rate, the speed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from workbench.ui.live import words

RATE = "learning_rate"
SPEED = "examples_per_second"
_TOGETHER = "*"


@dataclass(frozen=True)
class Shown:
    """One figure in a plot; ``output`` numbers it among those that are shown together."""

    name: str
    title: str
    output: int | None = None


def offers(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of what there is to choose from, for the figures of a run, the loss first."""
    together = [f"{_TOGETHER}{metric}" for metric in _shared_metrics(names)]
    return (*names, *together, RATE, SPEED)


def title_of(key: str) -> str:
    """Return what a key is called."""
    if key == RATE:
        return _tr("Learning rate")
    if key == SPEED:
        return _tr("Examples a second")
    if key.startswith(_TOGETHER):
        return _tr("{0}, all outputs").format(words.metric_title(key.removeprefix(_TOGETHER)))
    return words.metric_title(key)


def shown(key: str, names: tuple[str, ...]) -> tuple[Shown, ...]:
    """Return the figures that a key stands for."""
    if not key.startswith(_TOGETHER):
        return (Shown(key, title_of(key)),)
    metric = key.removeprefix(_TOGETHER)
    of_outputs = [output for output in _outputs(names) if f"{output}_{metric}" in names]
    return tuple(Shown(f"{output}_{metric}", output, number) for number, output in enumerate(of_outputs))


def _outputs(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the outputs of a network with several: each has a loss of its own."""
    found = tuple(name.removesuffix("_loss") for name in names if name.endswith("_loss"))
    return found if len(found) > 1 else ()


def _shared_metrics(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the metrics that more than one output has."""
    outputs = _outputs(names)
    own = [
        name.removeprefix(f"{output}_")
        for output in outputs
        for name in names
        if name.startswith(f"{output}_")
    ]
    return tuple(metric for metric in dict.fromkeys(own) if own.count(metric) > 1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Offers", text)
