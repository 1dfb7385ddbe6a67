"""The command that tells a run where its data lie now."""

from __future__ import annotations

from workbench.cli.arguments import Arguments
from workbench.cli.judging import run_at
from workbench.cli.output import Output
from workbench.runs.relinking import relink as relink_run


def relink(given: Arguments, output: Output) -> int:
    """Write into a run's snapshot where its data lie now."""
    run = run_at(given.run)
    to = given.input.absolute()
    relink_run(run, to)
    if output.as_json:
        output.line({"type": "relinked", "run": str(run.path), "data": str(to)})
    else:
        output.show(f"The data of {run.path.name} lie at {to} from now on.")
    return 0
