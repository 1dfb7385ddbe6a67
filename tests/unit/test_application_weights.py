"""Blocks begin with ImageNet's weights or a file's, and frozen ones keep them: transfer learning by hand."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.applications import fed, with_head
from tests.helpers.trainings import train
from workbench.catalog.catalog import Catalog
from workbench.code.script import script
from workbench.foundation import paths
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.data import DataSpec, ImageFolder, ImageForm
from workbench.project.graph import Application, Graph
from workbench.project.project import Project
from workbench.project.training import TrainingSpec
from workbench.runs.events import Advice, RunFailed, RunFinished

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

SIDE = 32
PLAIN: dict[str, Any] = {"include_top": False, "input_shape": (SIDE, SIDE, 3)}
SLIM: dict[str, Any] = {**PLAIN, "alpha": 0.25}
IN_CACHE = "mobilenet_2_5_224_tf_no_top.h5"


def _filled(name: str, options: dict[str, Any]) -> Any:
    """Return Keras' own network with weights that nobody else has."""
    import keras

    model = getattr(keras.applications, name)(weights=None, **options)
    generator = np.random.default_rng(5)
    for layer in model.layers:
        layer.set_weights([generator.uniform(0.1, 0.5, array.shape) for array in layer.get_weights()])
    return model


def _save_as_imagenets(model: Any, path: Path) -> None:
    """Write a file of weights alone in the older form, as Keras keeps ImageNet's."""
    from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group

    with h5py.File(path, "w") as file:
        save_weights_to_hdf5_group(file, model)


@pytest.fixture(scope="module")
def theirs(keras_here: None) -> Any:
    return _filled("VGG16", PLAIN)


@pytest.fixture(scope="module")
def old_file(theirs: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weights") / "kept.h5"
    _save_as_imagenets(theirs, path)
    return path


@pytest.fixture
def keras_cache(keras_here: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test as the one where Keras keeps the weights of its networks."""
    from keras.src.backend import config

    monkeypatch.setattr(config, "_KERAS_DIR", str(tmp_path))
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def _graph(weights: object, options: dict[str, Any] = PLAIN, network: str = "VGG16") -> Graph:
    from workbench.engine.applications.drawing import drawn

    clip = drawn(Application(network=network, options=options, weights=str(weights)))
    return fed(clip, (SIDE, SIDE, 3))


def _begun(graph: Graph) -> tuple[Any, Problem]:
    from workbench.engine.applications.beginning import begin_blocks
    from workbench.engine.model.build import build

    model = build(graph)
    (told,) = begin_blocks(model, graph)
    return model, told


def _are_theirs(model: Any, graph: Graph, theirs: Any) -> bool:
    from workbench.engine.model.inside import layer_named

    by_name = {layer.name: layer.get_weights() for layer in theirs.layers}
    return all(
        np.array_equal(ours, their)
        for node in graph.nodes
        if node.origin
        for ours, their in zip(layer_named(model, node.name).get_weights(), by_name[node.origin], strict=True)
    )


def test_that_without_network_the_address_is_told_and_what_to_do(
    keras_cache: Path, monkeypatch: pytest.MonkeyPatch
):
    from urllib.error import URLError

    from keras.src.utils import file_utils

    from workbench.engine.applications.fetching import weights_file, with_imagenet

    def fail(*_: object, **__: object) -> None:
        raise URLError("no route")

    monkeypatch.setattr(file_utils, "urlretrieve", fail)
    application = Application(network="MobileNet", options=SLIM, weights="imagenet")

    with pytest.raises(WorkbenchError) as failure:
        with_imagenet(application, "network")

    (problem,) = failure.value.problems
    assert f"fetching {IN_CACHE} failed" in problem.message
    assert problem.hint.startswith(f"Download {weights_file(application).address} where there is a network")
    assert str(keras_cache) in problem.hint


def test_that_a_file_in_any_form_of_keras_gives_its_weights(theirs: Any, old_file: Path, tmp_path: Path):
    new, whole = tmp_path / "new.weights.h5", tmp_path / "whole.keras"
    theirs.save_weights(new)
    theirs.save(whole)
    for path in (old_file, new, whole):
        graph = _graph(path)
        renamed = replace(graph.nodes[1], name="first")
        nodes = tuple(renamed if node.id == renamed.id else node for node in graph.nodes)

        model, told = _begun(replace(graph, nodes=nodes))

        assert _are_theirs(model, replace(graph, nodes=nodes), theirs)
        assert told.message == f"13 layers of “vgg16” begin with the weights of {path.name}."
        assert (told.severity, told.where) == ("info", "block:vgg16")


def test_that_a_network_beyond_memory_is_refused_before_it_is_made():
    from workbench.engine.applications.functions import models_to_fill

    with pytest.raises(WorkbenchError, match="of this machine"):
        next(models_to_fill(Application(network="VGG16", options={"classes": 10**9})))


def test_that_a_script_gives_the_same_weights(theirs: Any, old_file: Path, catalog: Catalog, tmp_path: Path):
    graph = _graph(old_file.name)
    renamed = replace(graph.nodes[1], name="first")
    graph = replace(graph, nodes=tuple(renamed if node.id == renamed.id else node for node in graph.nodes))
    text = script(Project(title="given", graph=graph), catalog, base=old_file.parent)
    names: dict[str, Any] = {}

    exec(compile(text, "script", "exec"), names)

    assert 'renamed = {"first": "block1_conv1"}' in text
    block = names["model"].get_layer("vgg16")
    assert _are_theirs(block, graph, theirs)


def test_that_a_script_asks_keras_for_imagenets_weights_and_never_runs_a_name(catalog: Catalog):
    graph = _graph("imagenet")
    (block,) = graph.blocks
    hostile = replace(block, application=Application(network="VGG16();print", weights="imagenet"))

    text = script(Project(title="given", graph=graph), catalog, base=Path())

    assert (
        'keras.applications.VGG16(\n    weights="imagenet", include_top=False, input_shape=(32, 32, 3)\n)'
        in text
    )
    with pytest.raises(WorkbenchError, match="a name that Keras can't have"):
        script(Project(graph=replace(graph, blocks=(hostile,))), catalog, base=Path())


def test_that_layers_of_other_shapes_begin_anew_and_are_named(old_file: Path):
    graph = _graph(old_file)
    wider = next(node for node in graph.nodes if node.name == "block1_conv1")
    wider = replace(wider, spec=wider.spec.with_param("kernel_size", 5))

    _, told = _begun(replace(graph, nodes=tuple(wider if n.id == wider.id else n for n in graph.nodes)))

    assert told.message.startswith("12 layers of “vgg16” begin with the weights of kept.h5.")
    assert told.message.endswith("Begin anew, for their shapes are others: block1_conv1.")


def test_that_a_file_that_cannot_serve_is_refused_at_the_block(old_file: Path, tmp_path: Path):
    from workbench.engine.applications.beginning import begin_blocks
    from workbench.engine.model.build import build

    linking, text, missing = tmp_path / "linking.h5", tmp_path / "text.h5", tmp_path / "missing.h5"
    with h5py.File(linking, "w") as file:
        file["conv1"] = h5py.ExternalLink(str(old_file), "/conv1")
    text.write_text("no weights")
    cases = [
        (_graph(linking), "links to another place at “conv1”"),
        (_graph(text), "text.h5 can't be read: expected an HDF5 file of arrays"),
        (_graph(missing), "missing.h5 can't be read: No such file"),
        (_graph(tmp_path / "net.pkl"), "net.pkl is no file of weights: expected one that ends in .h5"),
        (_graph(old_file, network="VGG19"), "kept.h5 doesn't hold the weights of VGG19"),
    ]
    model = build(_graph(""))
    for graph, words in cases:
        with pytest.raises(WorkbenchError) as failure:
            begin_blocks(model, graph)
        (problem,) = failure.value.problems
        assert words in problem.message
        assert problem.where == f"block:{graph.blocks[0].id}"


def _flowers(folder: Path, graph: Graph) -> Project:
    for label in ("daisy", "rose", "tulip"):
        (folder / "flowers" / label).mkdir(parents=True)
        for photograph in sorted((paths.sample_data() / "flowers" / label).iterdir())[:8]:
            shutil.copy(photograph, folder / "flowers" / label)
    source = ImageFolder(str(folder / "flowers"), form=ImageForm(height=SIDE, width=SIDE))
    training = TrainingSpec(epochs=2, batch_size=4)
    return Project(title="transfer", data=DataSpec(source=source), graph=graph, training=training)


def test_that_a_frozen_block_with_imagenets_weights_from_the_cache_trains_nothing_but_the_head(
    keras_cache: Path, tmp_path: Path
):
    import keras

    theirs = _filled("MobileNet", SLIM)
    _save_as_imagenets(theirs, keras_cache / IN_CACHE)
    drawing = _graph("imagenet", {**SLIM, "pooling": "avg"}, "MobileNet")
    frozen = tuple(
        node if node.origin is None else replace(node, spec=node.spec.with_param("trainable", False))
        for node in drawing.nodes
    )
    graph = with_head(replace(drawing, nodes=frozen), classes=3)

    run = train(_flowers(tmp_path, graph), tmp_path)

    assert [event.problem.message for event in run.all(RunFailed)] == []
    assert run.only(RunFinished).ending == "completed"
    told = [event.problem.message for event in run.all(Advice)]
    assert "54 layers of “mobilenet” begin with the weights of ImageNet." in told
    model = keras.saving.load_model(run.folder.checkpoints / "last.keras", compile=False)
    assert _are_theirs(model, graph, theirs)
    assert [variable.path for variable in model.trainable_variables] == ["head/kernel", "head/bias"]
    assert np.any(model.get_layer("head").get_weights()[1])


def test_that_a_network_placed_for_random_weights_is_told_what_it_lacks_for_imagenets():
    from workbench.engine.applications.lacking import lacking

    at_random, for_imagenet = (_graph(weights, network="EfficientNetB0") for weights in ("", "imagenet"))
    (block,) = at_random.blocks
    assert block.application is not None
    changed = replace(block, application=replace(block.application, weights="imagenet"))

    (problem,) = lacking(replace(at_random, blocks=(changed,)))

    assert (problem.severity, problem.where) == ("warning", f"block:{block.id}")
    assert "EfficientNetB0 has one more Normalization" in problem.message
    assert problem.hint.startswith("Place EfficientNetB0 anew with these weights")
    assert list(lacking(for_imagenet)) == []
    assert list(lacking(at_random)) == []
