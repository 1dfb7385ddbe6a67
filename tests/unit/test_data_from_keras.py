"""What only Keras can tell: its own data sets, its way with folders of images, training from files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.pictures import write_folder
from tests.helpers.trainings import Trained, train, weights
from workbench.engine.data.dataset import Dataset
from workbench.engine.data.load import load
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, ImageFolder, ImageForm, KerasDataset, Split
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

pytestmark = pytest.mark.slow


def read(name: str, **options: int) -> Dataset:
    return load(DataSpec(source=KerasDataset(name=name, **options)), Path())  # type: ignore[arg-type]


def test_that_keras_data_sets_come_with_their_own_test_part(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    images = np.zeros((6, 28, 28), np.uint8)
    given = (images, np.arange(6) % 3), (images[:2], np.arange(2))
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: given)
    texts = np.array([[1, 2, 3], [4]], dtype=object)
    monkeypatch.setattr(
        keras.datasets.imdb,
        "load_data",
        lambda num_words: ((texts, np.array([0, 1])), (texts, np.array([1, 0]))),
    )

    digits, reviews = read("mnist"), read("imdb", length=10)

    assert (digits.x.shape, digits.x.dtype, len(digits.classes)) == ((8, 28, 28, 1), np.uint8, 3)
    assert digits.given is not None and digits.given.tolist() == [0] * 6 + [2] * 2
    assert reviews.classes == ("negative", "positive")
    np.testing.assert_array_equal(reviews.x, keras.utils.pad_sequences([*texts, *texts], maxlen=10))


def test_that_a_data_set_without_network_and_cache_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    def fail() -> None:
        raise Exception(
            "URL fetch failure on https://somewhere: None -- no route"
        )  # as keras.utils.get_file does

    monkeypatch.setattr(keras.datasets.cifar10, "load_data", fail)
    with pytest.raises(WorkbenchError) as caught:
        read("cifar10")

    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("data.no_network", "data.source")
    assert "not in Keras' cache" in problem.message and "Connect to the network once" in problem.hint


@pytest.mark.parametrize("fit", ["stretch", "crop", "pad"])
@pytest.mark.parametrize("interpolation", ["nearest", "bilinear"])
def test_that_images_are_those_of_image_dataset_from_directory(
    tmp_path: Path, fit: str, interpolation: str
) -> None:
    import keras

    width, height = {"stretch": (8, 6), "crop": (16, 8), "pad": (12, 6)}[fit]
    write_folder(tmp_path, each=3, size=(8, 6))
    form = ImageForm(height=height, width=width, fit=fit, interpolation=interpolation)  # type: ignore[arg-type]
    theirs = keras.utils.image_dataset_from_directory(
        str(tmp_path),
        shuffle=False,
        batch_size=None,
        image_size=(height, width),
        interpolation=interpolation,
        crop_to_aspect_ratio=fit == "crop",
        pad_to_aspect_ratio=fit == "pad",
        verbose=False,
    )
    images, labels = (np.stack(list(column)) for column in zip(*theirs.as_numpy_iterator(), strict=True))

    ours = load(DataSpec(source=ImageFolder(path=str(tmp_path), form=form)), Path())

    np.testing.assert_array_equal(ours.y, labels)
    assert tuple(theirs.class_names) == ours.classes
    assert np.abs(np.asarray(ours.x, dtype=np.float32) - images).max() <= 1.01  # both round


def last(run: Trained) -> Path:
    return run.folder.checkpoints / "last.keras"


def photographs(folder: Path) -> Project:
    nodes = (
        Node(id="in", spec=Spec("Input", {"shape": (6, 8, 3)}), name="in", at=Point(0, 0)),
        Node(id="flat", spec=Spec("Flatten"), name="flat", at=Point(0, 0)),
        Node(id="scale", spec=Spec("Rescaling", {"scale": 1 / 255}), name="scale", at=Point(0, 0)),
        Node(id="out", spec=Spec("Dense", {"units": 3, "activation": "softmax"}), name="out", at=Point(0, 0)),
    )
    links = (Link("in", "flat"), Link("flat", "scale"), Link("scale", "out"))
    return Project(
        title="photographs",
        data=DataSpec(
            source=ImageFolder(path=str(folder), form=ImageForm(height=6, width=8)),
            split=Split(validation=0.2, test=0.2),
        ),
        graph=Graph(nodes=nodes, links=links),
        training=TrainingSpec(epochs=3, batch_size=7),
    )


def test_that_a_folder_ten_times_the_budget_trains_to_the_same_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.engine.training import aligned

    project = photographs(write_folder(tmp_path / "p", each=30))
    monkeypatch.setattr(aligned, "_WORTH_SHARING", 1 << 60)
    held = train(project, tmp_path / "held")
    monkeypatch.setattr(aligned, "_WORTH_SHARING", 1)
    shared = train(project, tmp_path / "shared")
    size = 90 * 6 * 8 * 3
    monkeypatch.setenv("WORKBENCH_DATA_MEMORY", str(size // 10))

    streamed = train(project, tmp_path / "streamed")

    for one, *others in zip(*(weights(last(run)) for run in (held, shared, streamed)), strict=True):
        for other in others:
            np.testing.assert_array_equal(one, other)
    with np.load(streamed.folder.artifacts / "split.npz") as parts:
        assert [len(parts[name]) for name in ("train", "validation", "test")] == [54, 18, 18]


def test_that_balanced_classes_weigh_the_rare_more(tmp_path: Path) -> None:
    from workbench.engine.model.build import build
    from workbench.engine.training.examples import arrange

    project = photographs(tmp_path)
    project = project.with_data(replace(project.data, class_weight="balanced"))
    y = np.array([0] * 8 + [1] * 2 + [2] * 2)
    dataset = Dataset(np.zeros((12, 6, 8, 3), np.uint8), y, ("p", "q", "r"))
    model = build(project.graph)

    training = arrange(dataset, np.arange(12), model, project, is_training=True)

    assert training.weights is not None
    np.testing.assert_allclose(training.weights, [0.5] * 8 + [2] * 4)
    assert arrange(dataset, np.arange(12), model, project).weights is None
