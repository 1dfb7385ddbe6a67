"""The probe in the shell: what every layer makes of one example, and what an answer to a picture rests on."""

from __future__ import annotations

from workbench.cli import tables
from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, ask
from workbench.cli.filters import filters
from workbench.cli.judging import run_at
from workbench.cli.output import Output
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.samples import open_project
from workbench.protocol.messages import BoundaryDrawn, DrawBoundary, Explain, Explained, Probe, ProbeRead
from workbench.protocol.probing import WeightChange


def probe(given: Arguments, output: Output) -> int:
    """Send an example through a project's network with fresh weights, or through a run's model."""
    project, base = open_project(given.project_name)
    message = Probe(
        id=1,
        project=project,
        folder=str(base),
        run="" if given.of_run is None else str(run_at(given.of_run).path),
        which=given.which,
        values=given.values,
        file=str(given.input.absolute()) if given.input.name else "",
        row=given.row,
        changes=tuple(_change(text) for text in given.set),
    )
    with an_engine(output) as engine:
        reading = ask(engine, message, ProbeRead).reading
    if output.as_json:
        output.line(reading)
        return 0
    output.show(tables.of_reading(reading))
    if reading.label:
        output.show(f"Target: {reading.label}")
    return 0


def explain(given: Arguments, output: Output) -> int:
    """Print what a run's model rests its answer to a picture on, as maps from 0 to 9; or its filters."""
    if given.filters is not None:
        return filters(given, given.filters, output)
    file = str(given.input.absolute()) if given.input.name else ""
    message = Explain(id=1, run=str(run_at(given.run).path), which=given.which, row=given.row, file=file)
    with an_engine(output) as engine:
        found = ask(engine, message, Explained).explanation
    if output.as_json:
        output.line(found)
        return 0
    output.show(f"Answer: {found.name} ({found.score:.4f})")
    if found.cam:
        output.show(f"\nGrad-CAM at {found.layer}")
        output.show(tables.of_map(found.cam, found.cam_shape))
    output.show(f"\nOcclusion: the answer falls by up to {found.most:.4f}")
    output.show(tables.of_map(found.occluded, found.occluded_shape))
    return 0


def boundary(given: Arguments, output: Output) -> int:
    """Print what a run's model of two inputs answers over the plane."""
    message = DrawBoundary(id=1, run=str(run_at(given.run).path), which=given.which, side=24)
    with an_engine(output) as engine:
        drawn = ask(engine, message, BoundaryDrawn).boundary
    if output.as_json:
        output.line(drawn)
        return 0
    (left, right), (low, high) = drawn.x, drawn.y
    output.show(
        f"{drawn.names[0]} from {left:.3g} to {right:.3g}, {drawn.names[1]} from {low:.3g} to {high:.3g}"
    )
    for number, ground in enumerate(drawn.grounds):
        name = drawn.classes[number] if len(drawn.grounds) == len(drawn.classes) else "answer"
        output.show(f"\n{name}: 0 is {ground.low:.3g}, 9 is {ground.high:.3g}")
        output.show(tables.of_map(ground.shades, (drawn.side, drawn.side)))
    output.problems(drawn.problems)
    return 0


def _change(text: str) -> WeightChange:
    """Understand LAYER:PLACE=VALUE; WorkbenchError when it is something else."""
    place, _, value = text.partition("=")
    layer, _, number = place.rpartition(":")
    try:
        return WeightChange(layer=layer, place=int(number), value=float(value))
    except ValueError as failure:
        words = f"--set {text}: expected LAYER:PLACE=VALUE, such as dense:0=1.5."
        hint = "Places count the numbers of the layer's weights row by row, from 0."
        raise WorkbenchError(error("probe.change", "probe", words, hint)) from failure
