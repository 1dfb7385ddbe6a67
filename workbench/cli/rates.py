"""The command about the learning rate: its curve over the epochs, or a sweep that proposes one."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from workbench.catalog.current import current
from workbench.catalog.rate_curve import RateCurve, rate_curve
from workbench.catalog.rates import schedule_of
from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, ask, facts_of
from workbench.cli.output import Output
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.protocol.messages import FindRate, RateFound
from workbench.protocol.sweep import RateSweep


def rate(given: Arguments, output: Output) -> int:
    """Propose a learning rate by a short sweep, or print the curve that is set."""
    project, base = open_project(given.project_name)
    if given.curve:
        return _show_curve(_curve(project, base, output), output)
    with an_engine(output) as engine:
        sweep = ask(engine, FindRate(id=1, project=project, folder=str(base)), RateFound).sweep
    if output.as_json:
        output.line(sweep)
    else:
        output.show(_told(sweep))
    if sweep.proposal is None:
        raise WorkbenchError(
            error(
                "rate.none-found",
                "training.optimizer.learning_rate",
                "No learning rate can be proposed: the loss never fell.",
                "Look at the network and the data first.",
            )
        )
    return 0


def _curve(project: Project, base: Path, output: Output) -> RateCurve:
    """Return the curve; the data are read only where an epoch's steps matter."""
    steps = None
    if schedule_of(project.training.optimizer) is not None:
        with an_engine(output) as engine:
            steps = -(-facts_of(engine, project, base).training // max(1, project.training.batch_size))
    curve = rate_curve(project.training, steps, current())
    if curve.trouble:
        message = f"The curve of the learning rate can't be drawn: {curve.trouble}."
        raise WorkbenchError(error("rate.no-curve", "training.rate", message, "Change the shape."))
    return curve


def _show_curve(curve: RateCurve, output: Output) -> int:
    points = zip(curve.x.tolist(), curve.y.tolist(), strict=True)
    if output.as_json:
        for epoch, value in points:
            output.line({"epoch": epoch, "learning_rate": value})
        return 0
    table = Table("epoch", "learning rate", box=None)
    for epoch, value in points:
        table.add_row(f"{epoch:g}", f"{value:.4g}")
    output.show(table)
    return 0


def _told(sweep: RateSweep) -> str:
    if sweep.proposal is None or sweep.steepest is None or sweep.lowest is None:
        return f"{len(sweep.rates)} batches, and the loss never fell."
    return (
        f"Learning rate {sweep.proposal:g}: the loss falls fastest at {sweep.steepest:.1e} and is lowest "
        f"at {sweep.lowest:.1e} ({len(sweep.rates)} batches)."
    )
