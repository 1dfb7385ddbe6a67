"""The script augments the batches that it trains on, as the program does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.trainings import chain
from workbench.catalog.catalog import Catalog
from workbench.code.script import script
from workbench.engine.data.pixel_range import pixel_range
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Arrays, Bundled, DataSpec, ImageFolder, Preparation, Source
from workbench.project.project import Project
from workbench.project.spec import ParamValue, Spec
from workbench.project.training import TrainingSpec

FOLDER, DIGITS = ImageFolder(path="flowers"), Bundled("digits")
ARRAYS = Arrays(path="images.npz", x="x", y="y")


def project(*augment: Spec, source: Source = FOLDER, loss: str = "CategoricalCrossentropy") -> Project:
    graph = chain(
        Spec("Input", {"shape": (8, 8, 1)}),
        Spec("Flatten"),
        Spec("Dense", {"units": 10, "activation": "softmax"}),
    )
    training = TrainingSpec(loss=Spec(loss), batch_size=16)
    return Project(data=DataSpec(source=source, augment=augment), graph=graph, training=training)


def written(project: Project, catalog: Catalog) -> str:
    text = script(project, catalog, base=Path("/data"))
    compile(text, "script", "exec")
    return text


def layer(kind: str, **params: ParamValue) -> Spec:
    return Spec(kind, params)


def test_that_training_batches_go_through_the_layers_and_others_do_not(catalog: Catalog) -> None:
    text = written(project(Spec("RandomFlip"), layer("RandomRotation", factor=0.1)), catalog)

    assert "import tensorflow as tf\n" in text
    assert "layers.Pipeline([layers.RandomFlip(), layers.RandomRotation(0.1)])" in text
    assert "tf.data.Dataset.from_tensor_slices((x[train], targets[train]))" in text
    assert "batch(16)" in text
    assert text.count("augmentation(") == 1
    assert "model.fit(\n    batches," in text or "model.fit(batches, " in text
    assert "validation_data=(x[validation], targets[validation])" in text


def test_that_a_script_without_augmentation_needs_no_tensorflow(catalog: Catalog) -> None:
    text = written(project(), catalog)

    assert "tf." not in text
    assert "batches" not in text


@pytest.mark.parametrize(
    ("source", "scaling", "contrast", "noise"),
    [
        (FOLDER, "none", "layers.RandomContrast(0.2)", "layers.Rescaling(1 / 255)"),
        (DIGITS, "none", "layers.RandomContrast(0.2, value_range=(0, 1))", ""),
        (FOLDER, "zero_to_one", "layers.RandomContrast(0.2, value_range=(0, 1))", ""),
        (
            FOLDER,
            "minus_one_to_one",
            "layers.RandomContrast(0.2, value_range=(-1, 1))",
            "layers.Rescaling(1 / 2, 0.5)",
        ),
        (
            ARRAYS,
            "none",
            "layers.RandomContrast(0.2, value_range=(low, high))",
            "layers.Rescaling(1 / (high - low), -low / (high - low))",
        ),
    ],
)
def test_that_layers_are_told_the_range_of_the_pixels(
    source: Source, scaling: str, contrast: str, noise: str, catalog: Catalog
) -> None:
    plain = project(layer("RandomContrast", factor=0.2), layer("GaussianNoise", stddev=0.1), source=source)
    prepared = Preparation(images=scaling)  # type: ignore[arg-type]

    text = written(plain.with_data(replace(plain.data, preparation=prepared)), catalog)

    assert contrast in text
    assert noise in text
    assert ("layers.Rescaling(" in text) == bool(noise)
    assert ("low, high = " in text) == (source is ARRAYS)


@pytest.mark.parametrize("span", [(0, 1), (-1, 1), (0, 255), (-3.5, 2.5)])
def test_that_the_script_finds_the_range_that_the_program_finds(
    span: tuple[float, float], catalog: Catalog
) -> None:
    x = np.random.default_rng(0).uniform(*span, (40, 8, 8, 1)).astype(np.float32)
    rows = np.arange(30)
    lines = written(project(layer("RandomContrast", factor=0.2), source=ARRAYS), catalog).split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("seen = "))
    found: dict[str, object] = {"x": x, "train": rows}

    exec("\n".join(lines[first : first + 3]), found)

    assert (found["low"], found["high"]) == pixel_range(x, rows)


def test_that_mixed_images_mix_targets_and_weights(catalog: Catalog) -> None:
    mixing = project(Spec("RandomFlip"), Spec("MixUp"))

    text = written(mixing.with_data(replace(mixing.data, class_weight="balanced")), catalog)

    assert "def augmented(images, targets, weights):" in text
    assert '"labels": targets' in text
    assert "(x[train], targets[train], weights[train])" in text
    assert "sample_weight" not in text


@pytest.mark.parametrize(
    ("augment", "loss"),
    [
        ((Spec("RandomFlip"), Spec("MixUp")), "SparseCategoricalCrossentropy"),
        ((Spec("RandomFlip"), layer("RandomCrop", height=4, width=4)), "CategoricalCrossentropy"),
    ],
)
def test_that_what_cannot_augment_is_refused_where_it_stands(
    augment: tuple[Spec, ...], loss: str, catalog: Catalog
) -> None:
    with pytest.raises(WorkbenchError) as refused:
        script(project(*augment, loss=loss), catalog, base=Path("/data"))

    assert [problem.where for problem in refused.value.problems] == ["data.augment.1"]


def test_that_layers_count_in_float32_whatever_the_network_does(catalog: Catalog) -> None:
    plain = project(Spec("RandomFlip"))

    text = written(plain.with_training(replace(plain.training, precision="mixed_float16")), catalog)

    assert 'layers.RandomFlip(dtype="float32")' in text
