"""Layers' figures as tables, histograms as a row of bars."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from workbench.runs.layer_figures import LayerFigures, Spread

_BARS = " ▁▂▃▄▅▆▇█"
_SHOWN_BINS = 16
_FIGURES = ("Output", "±", "Zero", "Dead", "Satur.", "|w|", "|∇w|", "|Δw|/|w|")


def of_layers(layers: Iterable[LayerFigures]) -> Table:
    """Return a row for each layer: its output, the norms of weights, gradient and last step.

    What does not exist or was not measured is empty.
    """
    table = _table("Layer", "Kind")
    for heading in _FIGURES:
        table.add_column(heading, justify="right")
    for layer in layers:
        output = layer.output
        table.add_row(
            layer.name,
            layer.kind,
            _number(None if output is None else output.mean),
            _number(None if output is None else output.std),
            _share(None if output is None else output.zeros),
            _share(layer.dead),
            _share(layer.saturated),
            _number(layer.weight),
            _number(layer.gradient),
            _number(layer.update),
        )
    return table


def of_layer(layer: LayerFigures) -> Table:
    """Return how a layer's output, its weights and their gradients spread, each with its histogram."""
    table = _table(layer.name)
    for heading in ("Mean", "±", "Smallest", "Largest", "Norm"):
        table.add_column(heading, justify="right")
    table.add_column("Histogram", no_wrap=True)
    rows: list[tuple[str, Spread | None]] = [("output", layer.output)]
    for weight in layer.weights:
        rows += [(weight.name, weight.values), (f"∇ {weight.name}", weight.gradient)]
    for name, found in rows:
        if found is not None:
            figures = (found.mean, found.std, found.low, found.high, found.norm)
            table.add_row(f"{name} ({_size(found)})", *map(_number, figures), bars(found))
    return table


def bars(found: Spread) -> str:
    """Return a histogram of half as many bins as one line; a bin that holds something is not empty."""
    width = max(1, len(found.counts) // _SHOWN_BINS)
    counts = [sum(found.counts[at : at + width]) for at in range(0, len(found.counts), width)]
    most = max(counts, default=0)
    return "".join(_BARS[-(-count * (len(_BARS) - 1) // most)] if most else " " for count in counts)


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _size(found: Spread) -> str:
    of_all = f"{found.size:,}" if found.sampled == found.size else f"{found.sampled:,} of {found.size:,}"
    return f"{of_all}, {found.broken:,} not finite" if found.broken else of_all
