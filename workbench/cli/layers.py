"""The command that prints what a run measured in its layers at the end of an epoch."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.cli.arguments import Arguments
from workbench.cli.layer_tables import of_layer, of_layers
from workbench.cli.output import Output
from workbench.foundation.errors import WorkbenchError, error
from workbench.runs import journal, layer_figures
from workbench.runs.events import EpochEnded
from workbench.runs.folder import RunFolder
from workbench.runs.layer_figures import EpochFigures, LayerFigures
from workbench.runs.state import fold

_MOST_NAMED = 12


def layers(given: Arguments, output: Output) -> int:
    """Print the layers' figures of an epoch, the newest unless told; with ``--layer`` all of one layer."""
    folder = RunFolder(given.run.absolute())
    folder.project()
    figures = _figures(folder, given.of_epoch)
    if given.layer:
        layer = _layer(figures, given.layer)
        if output.as_json:
            output.line(layer)
        else:
            output.show(of_layer(layer))
    elif output.as_json:
        output.line(figures)
    else:
        loss = "" if figures.loss is None else f", loss {figures.loss:.4g}"
        output.show(
            f"After epoch {figures.epoch}, on {figures.examples} examples of the training part{loss}:"
        )
        output.show(of_layers(figures.layers))
    return 0


def _figures(folder: RunFolder, number: int | None) -> EpochFigures:
    kept = layer_figures.kept(fold(journal.read(folder.journal)))
    if not kept:
        message = f"{folder.path.name} keeps no figures of its layers (yet)."
        hint = "They are kept where the training's checkpoints say “layers”: auto, often or every."
        raise WorkbenchError(error("layers.none", "run", message, hint))
    epoch = _epoch(kept, number)
    try:
        return layer_figures.of_epoch(folder, epoch)
    except (OSError, ValueError) as failure:
        message = f"The figures of epoch {epoch.epoch + 1} can't be read: {failure}."
        hint = "Take another epoch: each has a record of its own."
        raise WorkbenchError(error("layers.damaged", "run", message, hint)) from failure


def _epoch(kept: Sequence[EpochEnded], number: int | None) -> EpochEnded:
    if number is None:
        return kept[-1]
    for epoch in kept:
        if epoch.epoch + 1 == number:
            return epoch
    nearest = sorted((each.epoch + 1 for each in kept), key=lambda each: abs(each - number))[:_MOST_NAMED]
    message = (
        f"No figures are kept of epoch {number}: expected one of {', '.join(map(str, sorted(nearest)))}."
    )
    raise WorkbenchError(error("layers.epoch", "run", message, f"The nearest is {nearest[0]}."))


def _layer(figures: EpochFigures, name: str) -> LayerFigures:
    layer = figures.layer(name)
    if layer is None:
        names = ", ".join(each.name for each in figures.layers[:_MOST_NAMED])
        message = f"There is no layer “{name}” in the network: expected one of {names}."
        raise WorkbenchError(
            error("layers.name", "run", message, "`workbench layers RUN` lists all of them.")
        )
    return layer
