"""The command that takes one batch through the network before any training."""

from __future__ import annotations

import msgspec

from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, ask
from workbench.cli.output import Output
from workbench.cli.reviewing import has_errors, review
from workbench.foundation.errors import WorkbenchError
from workbench.project.samples import open_project
from workbench.protocol.messages import LookAhead, LookedAhead
from workbench.protocol.preflight import Preflight, PreflightCheck, Verdict

_SIGNS: dict[Verdict, str] = {"good": "✓", "warning": "!", "bad": "✕"}
_NAMES = {
    "data": "Data",
    "memory": "Memory",
    "layers": "Layers",
    "first_loss": "First loss",
    "one_batch": "One batch by heart",
    "time": "Time",
}


def preflight(given: Arguments, output: Output) -> int:
    """Look ahead and tell; 1 where training would be refused or is hopeless."""
    project, base = open_project(given.project_name)
    with an_engine(output) as engine:
        problems = review(engine, project, base)
        if has_errors(problems):
            raise WorkbenchError(*problems)
        found = ask(engine, LookAhead(id=4, project=project, folder=str(base)), LookedAhead).preflight
    if output.as_json:
        output.line({"type": "preflight", "hopeless": found.is_hopeless, **msgspec.to_builtins(found)})
    else:
        for check in found.checks:
            output.show(_line(check))
        output.show(_outcome(found))
    return int(found.is_hopeless)


def _line(check: PreflightCheck) -> str:
    hint = f"\n    {check.hint}" if check.hint else ""
    return f"{_SIGNS[check.verdict]} {_NAMES[check.name]}: {check.message}{hint}"


def _outcome(found: Preflight) -> str:
    device = found.device.upper()
    if found.is_hopeless:
        return f"Hopeless as it is, on {device}."
    warnings = sum(check.verdict == "warning" for check in found.checks)
    return (
        f"It can be trained on {device}; {warnings} to think about." if warnings else f"Ready, on {device}."
    )
