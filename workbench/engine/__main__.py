"""The engine's front door: ``python -m workbench.engine``, alone or with a word of ``_USAGE``."""

from __future__ import annotations

import sys
from pathlib import Path

from workbench.engine import environment
from workbench.foundation import modesty

_USAGE = (
    "usage: python -m workbench.engine "
    "[once | import FILE | fetch JSON | [without-gpu] run FOLDER | [without-gpu] resume FOLDER [OFFSET]]"
)


def main(arguments: list[str]) -> int:
    """Serve requests, or be the process of a run, and return the exit code."""
    environment.prepare()
    modesty.give_way()
    if arguments[:1] == ["without-gpu"]:
        environment.leave_gpu_out()
        arguments = arguments[1:]
    match arguments:
        case []:
            from workbench.engine.server import serve

            return serve(finish=False)
        case ["once"]:
            from workbench.engine.server import serve

            return serve(finish=True)
        case ["import", file]:
            from workbench.engine.importing import one_shot

            return one_shot.main(file)
        case ["fetch", described]:
            from workbench.engine.applications import download

            return download.main(described)
        case ["run", folder]:
            from workbench.engine.training.run import run

            return run(Path(folder))
        case ["resume", folder, *rest] if all(word.isdecimal() for word in rest[:1]) and len(rest) <= 1:
            from workbench.engine.training.run import run

            return run(Path(folder), resume=True, asked=int(rest[0]) if rest else None)
        case _:
            print(_USAGE, file=sys.stderr)  # noqa: T201
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
