"""What is said of the layers that augment: at the layer, and at the parameter."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.helpers.drawings import class_facts, classifier
from workbench.catalog.augmentation import augmenters
from workbench.catalog.catalog import Catalog
from workbench.checks.check import check
from workbench.project.spec import ParamValue, Spec
from workbench.protocol.facts import DataFacts

SPARSE, ONE_HOT, HINGE = "SparseCategoricalCrossentropy", "CategoricalCrossentropy", "Hinge"
IMAGES = replace(class_facts(3), input_shape=(32, 32, 3), maximum=255.0)
COLUMNS = class_facts(3)
FLIP, MIX = Spec("RandomFlip"), Spec("MixUp")


def layer(kind: str, **params: ParamValue) -> Spec:
    return Spec(kind, params)


@pytest.mark.parametrize(
    ("augment", "loss", "facts", "found"),
    [
        ((FLIP, layer("RandomRotation", factor=0.1)), SPARSE, IMAGES, []),
        ((FLIP, MIX, Spec("CutMix")), ONE_HOT, IMAGES, []),
        ((FLIP, MIX), SPARSE, IMAGES, [("error", "data.mixes_labels", "data.augment.1")]),
        ((Spec("CutMix"),), HINGE, IMAGES, [("error", "data.mixes_labels", "data.augment.0")]),
        ((FLIP,), SPARSE, COLUMNS, [("error", "data.no_images", "data.augment")]),
        ((FLIP,), SPARSE, None, []),
        (
            (Spec("Dense", {"units": 3}),),
            SPARSE,
            IMAGES,
            [("error", "data.not_augmenting", "data.augment.0")],
        ),
        (
            (FLIP, layer("RandomCrop", height=8, width=8)),
            SPARSE,
            IMAGES,
            [("error", "data.not_augmenting", "data.augment.1")],
        ),
        ((Spec("Shake"),), SPARSE, IMAGES, [("error", "spec.unknown-kind", "data.augment.0")]),
        (
            (layer("RandomFlip", mode="sideways"),),
            SPARSE,
            IMAGES,
            [("error", "spec.unknown-choice", "data.augment.0.mode")],
        ),
        (
            (Spec("RandomShear"),),
            SPARSE,
            IMAGES,
            [("warning", "data.draws_nothing", "data.augment.0.x_factor")],
        ),
        (
            (layer("RandomContrast", factor=0),),
            SPARSE,
            IMAGES,
            [("warning", "data.draws_nothing", "data.augment.0.factor")],
        ),
        ((layer("RandomZoom", height_factor=0, width_factor=0.1),), SPARSE, IMAGES, []),
        ((layer("GaussianNoise", stddev=0.1),), SPARSE, IMAGES, []),
        (
            (layer("GaussianNoise", stddev=25),),
            SPARSE,
            IMAGES,
            [("error", "data.noise", "data.augment.0.stddev")],
        ),
    ],
)
def test_that_what_is_wrong_with_an_augmentation_is_told_at_its_place(
    augment: tuple[Spec, ...],
    loss: str,
    facts: DataFacts | None,
    found: list[tuple[str, str, str]],
    catalog: Catalog,
) -> None:
    project = classifier(3, "softmax", loss, shape=(32, 32, 3))
    project = project.with_data(replace(project.data, augment=augment))

    problems = check(project, catalog, None, facts)

    mine = [problem for problem in problems if problem.where.startswith("data.augment")]
    assert [(problem.severity, problem.code, problem.where) for problem in mine] == found
    assert all(problem.hint for problem in mine)


def test_that_layers_that_draw_and_keep_the_size_may_augment(catalog: Catalog) -> None:
    names = {kind.name for kind in augmenters(catalog)}

    assert {"RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation", "RandomContrast"} <= names
    assert {"RandomBrightness", "GaussianNoise", "RandomErasing", "MixUp", "CutMix"} <= names
    assert not names & {"RandomCrop", "Resizing", "Rescaling", "Normalization", "Dropout", "Dense", "Hashing"}
