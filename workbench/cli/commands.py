"""The commands by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.cli.applications import applications
from workbench.cli.arguments import Arguments
from workbench.cli.beginning import begin
from workbench.cli.doctor import doctor
from workbench.cli.exploring import explore
from workbench.cli.importing import import_model
from workbench.cli.judging import evaluate, export, predict
from workbench.cli.layers import layers
from workbench.cli.obeying import kill, pause, step, stop, suspend
from workbench.cli.output import Output
from workbench.cli.preflight import preflight
from workbench.cli.probing import boundary, explain, probe
from workbench.cli.projects import analyse, check, code, samples
from workbench.cli.queueing import queue
from workbench.cli.rates import rate
from workbench.cli.relinking import relink
from workbench.cli.steering import steer
from workbench.cli.training import resume, train

COMMANDS: Mapping[str, Callable[[Arguments, Output], int]] = {
    "applications": applications,
    "samples": samples,
    "check": check,
    "analyse": analyse,
    "preflight": preflight,
    "rate": rate,
    "train": train,
    "queue": queue,
    "resume": resume,
    "pause": pause,
    "step": step,
    "suspend": suspend,
    "stop": stop,
    "kill": kill,
    "steer": steer,
    "doctor": doctor,
    "layers": layers,
    "relink": relink,
    "evaluate": evaluate,
    "predict": predict,
    "probe": probe,
    "explain": explain,
    "boundary": boundary,
    "explore": explore,
    "export": export,
    "begin": begin,
    "import": import_model,
    "code": code,
}
