"""A training that needs more memory than there is ends in words, with what it needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.trainings import chain, iris
from workbench.project.spec import Spec
from workbench.runs import journal
from workbench.runs.events import RunFailed
from workbench.runs.folder import create

pytestmark = [pytest.mark.slow, pytest.mark.thorough]
_LIMIT_KIB = 8 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of a process' memory is Linux' own")
def test_that_a_batch_too_large_for_the_memory_is_told_with_half_of_it(tmp_path: Path) -> None:
    graph = chain(
        Spec("Input", {"shape": (4,)}),
        Spec("Dense", {"units": 30_000_000}),
        Spec("Dense", {"units": 3, "activation": "softmax"}),
    )
    project = iris(batch_size=100, epochs=1, optimizer=Spec("SGD")).with_graph(graph)
    folder = create(project, home=tmp_path, base=tmp_path)
    command = f'ulimit -v {_LIMIT_KIB}; exec "$0" -m workbench.engine run "$1"'

    subprocess.run(["/bin/sh", "-c", command, sys.executable, str(folder.path)], check=False)

    failed = journal.last(folder.journal)
    assert isinstance(failed, RunFailed)
    assert failed.problem.code == "memory.exhausted"
    assert "It needed at least 1" in failed.problem.message
    assert "batch size of 50" in failed.problem.hint
