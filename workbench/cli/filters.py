"""Filters in the shell: what each kernel and feature map of a layer holds, and all of them as PNG files."""

from __future__ import annotations

from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, ask
from workbench.cli.judging import run_at
from workbench.cli.output import Output
from workbench.protocol.filters import Filters, Plane
from workbench.protocol.messages import FiltersShown, ShowFilters


def filters(given: Arguments, layer: str, output: Output) -> int:
    """Print the figures of a layer's filters, or of the first with kernels; with ``--out`` draw them."""
    message = ShowFilters(
        id=1,
        run=str(run_at(given.run).path),
        which=given.which,
        layer=layer,
        row=given.row,
        file=str(given.input.absolute()) if given.input.name else "",
        out="" if given.out is None else str(given.out.absolute()),
    )
    with an_engine(output) as engine:
        shown = ask(engine, message, FiltersShown).filters
    if output.as_json:
        output.line(shown)
        return 0
    for text in _in_words(shown):
        output.show(text)
    output.problems(shown.problems)
    return 0


def _in_words(shown: Filters) -> list[str]:
    layer = next(one for one in shown.layers if one.name == shown.layer)
    lines = [f"{layer.name} ({layer.kind}): {layer.kernels} kernels, {layer.maps} feature maps"]
    if layer.inputs > 1:
        channel = f"input channel {shown.channel + 1} of {layer.inputs}"
        lines.append(f"Kernels over {'three colours' if shown.channel < 0 else channel}")
    lines += [f"  kernel {_figures(one)}" for one in shown.kernels]
    lines += [f"  map {_figures(one)}" for one in shown.maps]
    more = max(layer.kernels, layer.maps) - max(len(shown.kernels), len(shown.maps))
    if more > 0:
        lines.append(f"  and {more} more")
    if not shown.maps and not shown.problems:
        lines.append("Give an example with --row or --input for the feature maps.")
    return [*lines, *(f"Wrote {file}" for file in shown.files)]


def _figures(one: Plane) -> str:
    return f"{one.number + 1}: mean {one.mean:.4g}, {one.low:.4g} … {one.high:.4g}"
