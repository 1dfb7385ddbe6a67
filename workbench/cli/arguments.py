"""The words that the shell understands."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_args

from workbench import __version__
from workbench.cli.exploring_words import USUAL, Exploring, add_words, exploring, joined
from workbench.project.training import LayerLooks, Residence, Xla
from workbench.protocol.judgement import ExportFormat, Prepared, SplitName, Which

_COMMANDS = {
    "samples": "list the bundled projects",
    "applications": "list the networks of keras.applications that can be placed",
    "check": "say what a project lacks or contradicts",
    "analyse": "print each layer's output shape, parameters and multiply-adds",
    "preflight": "take one batch through the network: what it needs and whether it can learn",
    "rate": "propose a learning rate by a short sweep, or print its curve over the epochs",
    "train": "train a project in a new run",
    "queue": "let trainings wait for one another: list, add, remove, move, run",
    "resume": "go on with a run that is paused, or from its last checkpoint, for more epochs if wished",
    "pause": "hold a run in memory after its current step",
    "step": "let a run train one batch, or one epoch, and hold it again",
    "suspend": "save all of a run and end its process, so that its device is free; resume goes on",
    "stop": "end a run after its current step, with its best and its last model",
    "kill": "kill the process of a run that does not obey; its last checkpoint is kept",
    "steer": "change the learning rate, epochs or patience of a run while it goes on",
    "doctor": "say what is wrong with a run, why, and what to try",
    "layers": "print what a run measured in its layers: weights, gradients, outputs, dead units",
    "relink": "tell a run where the data lie now that it was trained on",
    "evaluate": "judge a run's model on a part of its data",
    "predict": "let a run's model answer the examples of a file",
    "probe": "send one example through a network, and tell what each layer makes of it",
    "explain": "say which parts of a picture a run's answer rests on",
    "boundary": "print what a run's model of two inputs answers over the plane",
    "explore": "print what an activation, loss, initializer, optimizer or neuron computes",
    "export": "write a run's model to a file, reload it and compare",
    "begin": "make a project of a table, arrays or a folder of images, with a first network for it",
    "import": "make a project of a .keras model",
    "code": "write the Keras script that trains the same network",
}


@dataclass(frozen=True, kw_only=True)
class Arguments:
    """What was asked for; a field that the command doesn't know keeps its default."""

    command: str
    json: bool = False
    project: str | None = None
    demo: bool = False
    data: bool = False
    run: Path = Path()
    runs: Path | None = None
    epochs: int | None = None
    seed: int | None = None
    device: str | None = None
    xla: Xla | None = None
    residence: Residence | None = None
    steps_per_call: int | None = None
    layers: LayerLooks | None = None
    layer: str = ""
    of_epoch: int | None = None
    class_weight: tuple[str, ...] = ()
    rate: float | None = None
    patience: int | None = None
    plateau_patience: int | None = None
    curve: bool = False
    split: SplitName | None = None
    which: Which = "best"
    input: Path = Path()
    format: ExportFormat = "keras"
    out: Path | None = None
    preparation: Prepared | None = None
    importance: bool = False
    filters: str | None = None
    wrong: int = 0
    of_run: Path | None = None
    values: tuple[float, ...] = ()
    row: int = -1
    set: tuple[str, ...] = ()
    action: str = "list"
    target: str = ""
    sheet: str = ""
    encoding: str = ""
    to: int | None = None
    hold: bool = False
    epoch: bool = False
    now: bool = False
    exploring: Exploring = USUAL

    @property
    def project_name(self) -> str:
        return self.project or ""


def parse(words: Sequence[str]) -> Arguments:
    """Understand a command line; SystemExit with 0 for help and version, with 2 for wrong usage."""
    if not words or words[0] not in (*_COMMANDS, "-h", "--help", "--version"):
        found = _window_parser().parse_args(words)
        return Arguments(command="window", project=found.project, demo=found.demo)
    found = _parser().parse_args(joined(words) if words[0] == "explore" else words)
    known = {field.name for field in fields(Arguments)}
    told: dict[str, Any] = {name: value for name, value in vars(found).items() if name in known}
    told |= {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    if found.command == "explore":
        told = {"command": "explore", "json": found.json, "exploring": exploring(found)}
    return Arguments(**told)


def _window_parser() -> argparse.ArgumentParser:
    """Without a command it is the window that opens, on a project or not."""
    parser = argparse.ArgumentParser(prog="workbench", usage=_usage())
    parser.add_argument("project", nargs="?")
    parser.add_argument("--demo", action="store_true")
    return parser


def _add_example(name: str, command: argparse.ArgumentParser) -> None:
    command.add_argument("--row", metavar="N", type=int, default=-1, help="a row of the data")
    command.add_argument("--input", metavar="FILE", type=Path, default=Path(), help="a file with the example")
    if name == "probe":
        told = "numbers as the network gets them"
        command.add_argument("--values", metavar="X", type=float, nargs="+", default=(), help=told)
        told = "a weight to set by hand, by its place in the layer's weights"
        command.add_argument("--set", metavar="LAYER:PLACE=VALUE", action="append", default=[], help=told)
        told = "the run whose model it is, instead of fresh weights"
        command.add_argument("--run", metavar="RUN", type=Path, dest="of_run", help=told)


def _which(word: str) -> Which:
    """Return the name of a model; ArgumentTypeError for a word that can't name one."""
    from workbench.runs.models import epoch_name

    if word in ("best", "last"):
        return word
    number = word.removeprefix("epoch-")
    if not number.isdecimal() or int(number) < 1:
        raise argparse.ArgumentTypeError(f"expected best, last or the number of an epoch, received {word}")
    return epoch_name(int(number))


def _usage() -> str:
    return "workbench [PROJECT] [--demo]\n       workbench COMMAND ... [--json]\n       workbench --help"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="workbench",
        usage=_usage(),
        description="Draw a Keras network, train it in the background, watch it learn, take it away.",
        epilog="Without a command the window opens. PROJECT is a path or the name of a bundled project; "
        "RUN is a run's folder. Exit code: 0 done, 1 the project or the run has problems, 2 wrong usage.",
    )
    parser.add_argument("--version", action="version", version=f"workbench {__version__}")
    parser.add_argument("--demo", action="store_true", help="open the window and let it do all by itself")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, prog="workbench")
    for name, words in _COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        command.add_argument("--json", action="store_true", help="print JSON lines and nothing else")
        _add_arguments(name, command)
    return parser


def _add_arguments(name: str, command: argparse.ArgumentParser) -> None:
    if name in ("check", "analyse", "preflight", "rate", "train", "probe", "code"):
        command.add_argument("project", metavar="PROJECT", help="a path, or the name of a bundled project")
    elif name == "import":
        command.add_argument("input", metavar="FILE", type=Path, help="a model that Keras saved as .keras")
        command.add_argument("--out", metavar="PROJECT", type=Path, required=True)
    elif name == "begin":
        _add_data(command)
    elif name == "queue":
        _add_queue_actions(command)
    elif name == "explore":
        add_words(command)
    elif name not in ("samples", "applications"):
        command.add_argument("run", metavar="RUN", type=Path, help="a run's folder")
    if name == "relink":
        command.add_argument("input", metavar="PATH", type=Path, help="the file or folder, where it is now")
    if name == "check":
        command.add_argument("--data", action="store_true", help="the data alone, with what mends it")
    if name == "doctor":
        command.add_argument("--data", action="store_true", help="read the data too, for more reasons")
    if name == "train":
        _add_training(command)
    if name == "layers":
        told = "an epoch whose figures are kept, from 1 on; default: the newest"
        command.add_argument("--epoch", metavar="N", type=int, dest="of_epoch", help=told)
        command.add_argument("--layer", metavar="NAME", default="", help="all that is known of this layer")
    if name in ("resume", "steer"):
        command.add_argument("--epochs", metavar="N", type=int, help="how many in all")
    if name == "step":
        command.add_argument("--epoch", action="store_true", help="an epoch instead of a batch")
    if name == "stop":
        told = "keep only the state to resume from: no last model, no ends of callbacks"
        command.add_argument("--now", action="store_true", help=told)
    if name == "steer":
        command.add_argument("--rate", metavar="R", type=float, help="the learning rate")
        command.add_argument("--patience", metavar="N", type=int, help="EarlyStopping's, in epochs")
        told = "ReduceLROnPlateau's, in epochs"
        command.add_argument("--plateau-patience", metavar="N", type=int, help=told)
    if name == "rate":
        told = "print the rate against the epoch, as it is set"
        command.add_argument("--curve", action="store_true", help=told)
    if name in ("probe", "explain"):
        _add_example(name, command)
    if name in ("evaluate", "predict", "probe", "explain", "boundary", "export"):
        told = "best (default), last, or the number of an epoch whose model is kept"
        command.add_argument("--which", type=_which, default="best", metavar="best|last|N", help=told)
    if name == "evaluate":
        _add_judging(command)
    if name == "explain":
        told = "show what a convolution's filters are, and make of the example, instead; default: the first"
        command.add_argument("--filters", metavar="LAYER", nargs="?", const="", help=told)
    if name == "predict":
        command.add_argument("--input", metavar="PATH", type=Path, required=True)
    if name == "export":
        command.add_argument("--format", choices=get_args(ExportFormat), required=True)
        told = "where the data's preparation goes; default: where the project says"
        command.add_argument("--preparation", choices=get_args(Prepared), help=told)
    if name in ("export", "code", "explain"):
        command.add_argument("--out", metavar="PATH", type=Path)


def _add_training(command: argparse.ArgumentParser) -> None:
    """Let a training's settings be overruled."""
    _add_wishes(command)
    command.add_argument("--xla", choices=get_args(Xla), help="whether XLA compiles the steps")
    told = "whether the examples lie on the device or are sent along with each call"
    command.add_argument("--residence", choices=get_args(Residence), help=told)
    told = "steps that one call of the compiled function has; 0 adapts them"
    command.add_argument("--steps-per-call", metavar="N", type=int, help=told)
    told = "how often the layers' figures are kept: now and then (auto), often, every epoch, or never"
    command.add_argument("--layers", choices=get_args(LayerLooks), help=told)


def _add_judging(command: argparse.ArgumentParser) -> None:
    """Let be said what is judged, and what of it is shown."""
    told = "default: the test part, or where the run has none, validation, or else training"
    command.add_argument("--split", choices=get_args(SplitName), help=told)
    told = "measure how much worse the model is without each column of a table"
    command.add_argument("--importance", action="store_true", help=told)
    told = "show the N examples that the model is most confidently wrong about"
    command.add_argument("--wrong", metavar="N", type=int, default=0, help=told)


def _add_data(command: argparse.ArgumentParser) -> None:
    """Let a file or folder of data be named, and what of it can't be told for sure."""
    command.add_argument("input", metavar="PATH", type=Path, help="a table, arrays or a folder of images")
    command.add_argument("--out", metavar="PROJECT", type=Path, required=True)
    command.add_argument("--target", metavar="COLUMN", default="", help="the column to learn")
    command.add_argument("--sheet", metavar="NAME", default="", help="of an Excel file; default: the first")
    told = "of a text table, such as cp1250 or shift_jis; default: as found"
    command.add_argument("--encoding", metavar="NAME", default="", help=told)


def _add_wishes(command: argparse.ArgumentParser) -> None:
    """Let the command line set some of a training in the project's place."""
    command.add_argument("--runs", metavar="DIR", type=Path, help="where the run's folder is made")
    command.add_argument("--epochs", metavar="N", type=int)
    command.add_argument("--seed", metavar="N", type=int)
    command.add_argument("--device", metavar="D", help="auto, cpu, gpu:N, gpu:0,1 or gpus (all of them)")
    told = "how much a class counts in the loss (more than once for several), or balanced, or none"
    command.add_argument("--class-weight", metavar="CLASS=W", action="append", default=[], help=told)


def _add_queue_actions(command: argparse.ArgumentParser) -> None:
    told = "list (what runs and waits), add PROJECT, remove N, move N --to M, or run (work it off here)"
    command.add_argument("action", nargs="?", choices=("list", "add", "remove", "move", "run"), help=told)
    target = "for add a project, for remove and move a number of the list"
    command.add_argument("target", nargs="?", default="", metavar="PROJECT|N", help=target)
    command.set_defaults(action="list")
    command.add_argument("--to", metavar="M", type=int, help="the new place of what is moved, from 1")
    told = "only put it in the queue: `workbench queue run` begins it"
    command.add_argument("--hold", action="store_true", help=told)
    _add_wishes(command)
