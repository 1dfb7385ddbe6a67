"""The summary's text against what Keras itself prints of the built model."""

from __future__ import annotations

import re

import pytest

from workbench.project.samples import open_project
from workbench.ui.summary.as_text import keras_text
from workbench.ui.summary.rows import all_totals, rows

pytestmark = pytest.mark.slow

_TOTAL = re.compile(
    r"^ *((?:Total|Trainable|Non-trainable) params): ([\d,]+ \([\d.]+ [A-Z]+\))", re.MULTILINE
)


@pytest.mark.parametrize("name", ["cnn-batchnorm", "mnist-softmax-functional", "xor-functional"])
def test_that_the_text_holds_the_layers_and_figures_that_keras_prints(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.engine.model.analyse import Analyser
    from workbench.engine.model.build import build

    project = open_project(name)[0]
    graph = project.graph
    analysis = Analyser().analyse(project)
    listed = rows(graph, analysis)
    ours = keras_text(name, listed, all_totals(analysis, listed))
    monkeypatch.setenv("COLUMNS", "200")
    printed: list[str] = []
    model = build(graph)
    model.summary(line_length=200, print_fn=lambda text, **_: printed.append(text))
    theirs = "\n".join(printed)

    expected = _cells(theirs)
    assert [line[: len(expected[0])] for line in _cells(ours)] == expected
    assert _TOTAL.findall(ours) == _TOTAL.findall(theirs)


def _cells(text: str) -> list[list[str]]:
    """Return the cells of a table's lines without what pads them; Keras breaks lists of sources in lines.

    Of a plain chain Keras leaves the last column out.
    """
    lines: list[list[str]] = []
    for line in text.splitlines():
        cells = (
            [" ".join(cell.split()) for cell in line.strip("│").split("│")] if line.startswith("│") else []
        )
        if cells and cells[0]:
            lines.append(cells)
        elif cells:
            lines[-1] = [" ".join(filter(None, pair)) for pair in zip(lines[-1], cells, strict=True)]
    return lines
