"""Runs' processes that don't wait for Keras: forked from one that has imported it and computed nothing yet.

``kill -9`` at fifty moments would else be fifty imports. ``python -m tests.helpers.forked_runs`` is the one
that forks; lines on its stdin are ``run FOLDER`` or ``resume FOLDER``, and it answers with a pid.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self


class ForkedRuns:
    """Starts and kills such runs; in a ``with`` block."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.helpers.forked_runs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self, folder: Path, *, resume: bool) -> int:
        """Start the process of a run and return its pid."""
        return int(self._asked(f"{'resume' if resume else 'run'} {folder}"))

    def kill(self, pid: int) -> None:
        """Kill it with signal 9, and wait until it is gone."""
        self._asked(f"kill {pid}")

    def wait(self, pid: int) -> int:
        """Wait for its own end and return its exit code."""
        return int(self._asked(f"wait {pid}"))

    def _asked(self, line: str) -> str:
        assert self._process.stdin is not None and self._process.stdout is not None
        print(line, file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()


def main() -> None:
    """Import Keras and obey the lines of stdin until it ends."""
    from workbench.engine import environment
    from workbench.foundation import modesty

    environment.prepare()
    modesty.give_way()
    environment.load_keras()
    from workbench.engine.training import conduct  # noqa: F401  # whatever it imports is there then

    answers = os.fdopen(os.dup(1), "w")
    alive: set[int] = set()
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word in ("run", "resume"):
            answer = _forked(Path(rest), resume=word == "resume")
            alive.add(answer)
        else:
            if word == "kill":
                os.kill(int(rest), signal.SIGKILL)
            answer = os.waitstatus_to_exitcode(os.waitpid(int(rest), 0)[1])
            alive.discard(int(rest))
        print(answer, file=answers, flush=True)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    os._exit(0)  # nothing of TensorFlow is worth tidying up


def _forked(folder: Path, *, resume: bool) -> int:
    pid = os.fork()
    if pid:
        return pid
    from workbench.engine.training.run import run

    os.setsid()
    code = 1
    try:
        code = run(folder, resume=resume)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
