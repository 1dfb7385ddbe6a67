"""A model leaves in six formats, each run by a fresh process before we say done."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from tests.helpers.blocks import grouped
from tests.helpers.drawings import node
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Bundled, DataSpec
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.protocol.judgement import ExportFormat
from workbench.runs.folder import RunFolder, create

pytestmark = [
    pytest.mark.slow,
    # Keras' own conversion of variables to NumPy.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


def run_of(project: Project, home: Path) -> RunFolder:
    """Return the folder of a run whose best model is the untrained network."""
    from workbench.engine.model.build import build

    folder = create(project, home=home, base=home)
    build(project.graph).save(folder.checkpoints / "best.keras")
    return folder


@pytest.fixture(scope="module")
def convolutional(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    project, _ = open_project("digits-cnn")
    small = [
        replace(node, spec=node.spec.with_param("filters", 4)) if node.spec.kind == "Conv2D" else node
        for node in project.graph.nodes
    ]
    nodes = replace(project.graph, style="functional", nodes=tuple(small))
    first = next(node.id for node in nodes.nodes if node.spec.kind == "Conv2D")
    graph = grouped(nodes, "convolution", first, repeat=2)
    return run_of(project.with_graph(graph), tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def with_two_heads(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    nodes = (
        node("second", "Input", shape=(4,)),
        node("first", "Input", shape=(4,)),
        node("hidden", "Dense", units=5, activation="formula:x/(1+abs(x))"),
        node("both", "Subtract"),
        node("maxout", "Maxout", units=3),
        node("other", "Dense", units=3, activation="softmax"),
    )
    links = (
        Link("second", "both", 0, 1),
        Link("first", "both", 0, 0),
        Link("both", "hidden"),
        Link("hidden", "maxout"),
        Link("hidden", "other"),
    )
    project = Project(data=DataSpec(source=Bundled("iris")), graph=Graph(nodes=nodes, links=links))
    return run_of(project, tmp_path_factory.mktemp("runs"))


@pytest.mark.parametrize("format", get_args(ExportFormat))
def test_that_every_format_answers_as_the_model_does(
    format: ExportFormat, convolutional: RunFolder, tmp_path: Path
):
    from workbench.engine.export.export import export

    exported = export(convolutional.path, format, tmp_path / "model", "best")

    assert exported.max_abs_difference <= 1e-4
    assert exported.bytes > 1000
    assert [str(path) for path in tmp_path.iterdir()] == [exported.path]


@pytest.mark.parametrize("format", ["h5", "saved_model", "onnx", "litert"])
def test_that_several_inputs_and_outputs_and_layers_of_ours_come_along(
    format: ExportFormat, with_two_heads: RunFolder, tmp_path: Path
):
    from workbench.engine.export.export import export

    assert export(with_two_heads.path, format, tmp_path / "model", "best").max_abs_difference <= 1e-4


def test_that_an_older_export_is_replaced(convolutional: RunFolder, tmp_path: Path):
    from workbench.engine.export.export import export

    out = tmp_path / "model.onnx"
    out.write_bytes(b"older")

    assert export(convolutional.path, "onnx", out, "best").path == str(out)
    assert out.stat().st_size > 1000


def test_that_an_export_that_can_not_be_run_leaves_what_was_there(tmp_path: Path):
    from workbench.engine.export.export import export

    nodes = (
        node("flowers", "Input", shape=(4,)),
        node("steps", "Reshape", target_shape=(4, 1)),
        node("memory", "LSTM", units=3),
        node("out", "Dense", units=3, activation="softmax"),
    )
    links = (Link("flowers", "steps"), Link("steps", "memory"), Link("memory", "out"))
    project = Project(data=DataSpec(source=Bundled("iris")), graph=Graph(nodes=nodes, links=links))
    folder = run_of(project, tmp_path / "runs")
    out = tmp_path / "taken" / "model.tflite"
    out.parent.mkdir()
    out.write_bytes(b"older")

    with pytest.raises(WorkbenchError) as caught:
        export(folder.path, "litert", out, "best")

    assert "unroll of memory" in caught.value.problems[0].hint
    assert out.read_bytes() == b"older"
    assert [path.name for path in out.parent.iterdir()] == ["model.tflite"]


def test_that_a_run_without_a_last_model_says_so(convolutional: RunFolder, tmp_path: Path):
    from workbench.engine.export.export import export

    with pytest.raises(WorkbenchError) as caught:
        export(convolutional.path, "keras", tmp_path / "model", "last")

    assert caught.value.problems[0].where == "run"
    assert list(tmp_path.iterdir()) == []
