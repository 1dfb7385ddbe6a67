"""Augmentation changes the batches that are trained on, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.trainings import Trained, chain, go, train, weights
from workbench.engine.training.steering import Steering
from workbench.foundation import paths
from workbench.project.data import Bundled, DataSpec, ImageFolder, ImageForm
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.runs.controls import Stop
from workbench.runs.events import EpochEnded, RunFailed, RunFinished, RunStarted

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
FLIP, TURN = Spec("RandomFlip", {"mode": "horizontal"}), Spec("RandomRotation", {"factor": 0.1})
MIX = Spec("MixUp")


def flowers(*augment: Spec, loss: str = "CategoricalCrossentropy", **training: Any) -> Project:
    """Return a tiny network on the bundled flowers at 32 x 32 pixels."""
    graph = chain(
        Spec("Input", {"shape": (32, 32, 3)}),
        Spec("Rescaling", {"scale": 1 / 255}),
        Spec("Conv2D", {"filters": 4, "kernel_size": 5, "strides": 4, "activation": "relu"}),
        Spec("Flatten"),
        Spec("Dropout", {"rate": 0.2}),
        Spec("Dense", {"units": 5, "activation": "softmax"}),
    )
    folder = str(paths.sample_data() / "flowers")
    source = ImageFolder(path=folder, form=ImageForm(height=32, width=32))
    return Project(
        title="flowers",
        data=DataSpec(source=source, augment=augment),
        graph=graph,
        training=TrainingSpec(
            loss=Spec(loss), **{"epochs": 3, "batch_size": 32, "metrics": (Spec("accuracy"),), **training}
        ),
    )


def seen(project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    """Train, and return what the network got: (images, targets) of each batch in training and in judging."""
    import keras
    import tensorflow as tf

    got: dict[str, list[Any]] = {"train": [], "judge": []}
    step, loss = keras.Model.train_step, keras.Model.compute_loss

    def keep(part: str) -> Any:
        return lambda *arrays: got[part].append(tuple(np.array(array) for array in arrays))

    def train_step(model: Any, data: Any) -> Any:
        tf.py_function(keep("train"), [data[0], data[1]], [])
        return step(model, data)

    def compute_loss(
        model: Any, x: Any = None, y: Any = None, *rest: Any, training: bool = True, **more: Any
    ) -> Any:
        if not training:
            tf.py_function(keep("judge"), [x, y], [])
        return loss(model, x, y, *rest, training=training, **more)

    with monkeypatch.context() as patch:
        patch.setattr(keras.Model, "train_step", train_step)
        patch.setattr(keras.Model, "compute_loss", compute_loss)
        assert train(project, folder).code == 0
    return got


def test_that_training_images_change_in_every_epoch_and_validation_images_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = seen(flowers(epochs=2), tmp_path, monkeypatch)
    changed = seen(flowers(FLIP, TURN, epochs=2), tmp_path, monkeypatch)

    assert len(plain["train"]) == len(changed["train"]) > 2
    for (image, target), (other, same) in zip(plain["train"], changed["train"], strict=True):
        assert image.shape == other.shape
        assert not np.allclose(image, other, atol=1)
        assert np.array_equal(target, same)
        assert 0 <= other.min() <= other.max() <= 255
        assert other.max() > 100
    assert len(plain["judge"]) == len(changed["judge"]) > 2
    for before, after in zip(plain["judge"], changed["judge"], strict=True):
        assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))
    first, second = _by_original(plain, changed)
    assert len(first) == len(second) > 100
    assert sum(np.allclose(first[key], second[key], atol=1) for key in first) < 3


def _by_original(plain: dict[str, list[Any]], changed: dict[str, list[Any]]) -> tuple[dict[bytes, Any], ...]:
    """Return the changed images of the first and the second epoch by what they were made of."""
    half = len(plain["train"]) // 2
    return tuple(
        {
            image.tobytes(): other
            for (images, _), (others, _) in zip(plain["train"][part], changed["train"][part], strict=True)
            for image, other in zip(images, others, strict=True)
        }
        for part in (slice(half), slice(half, None))
    )


def test_that_mixed_images_have_mixed_targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    got = seen(flowers(MIX, epochs=1), tmp_path, monkeypatch)

    targets = np.concatenate([target for _, target in got["train"]])
    np.testing.assert_allclose(targets.sum(axis=1), 1, atol=1e-5)
    assert ((targets > 0.01) & (targets < 0.99)).any()
    assert all(np.isin(target, (0, 1)).all() for _, target in got["judge"])


def test_that_every_input_sees_the_same_and_every_output_mixes_alike() -> None:
    from workbench.engine.training.augmenting import Augmenter
    from workbench.engine.training.examples import Examples

    drawn = np.random.default_rng(0)
    x = drawn.integers(0, 256, (16, 8, 8, 3)).astype(np.float32)
    y = [np.eye(16, dtype=np.float32), np.arange(16, dtype=np.float32)[:, np.newaxis]]
    weights = drawn.uniform(size=16).astype(np.float32)
    examples = Examples(x=x, y=y, labels=None, count=16, bytes=x.nbytes, inputs=2, weights=weights)

    images, targets, _, mixed = Augmenter(flowers(MIX), examples)(([x, x], y, None, weights))

    shares = np.asarray(targets[0])
    assert len(images) == len(targets) == 2
    assert images[0] is images[1]
    assert not np.allclose(images[0], x)
    np.testing.assert_allclose(images[0], np.tensordot(shares, x, 1), rtol=1e-3, atol=1e-2)
    np.testing.assert_allclose(targets[1], shares @ y[1], rtol=1e-4)
    np.testing.assert_allclose(mixed, shares @ weights, rtol=1e-4)


class StopAt(Steering):
    """Stops after so many batches."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self._left = batches

    def batch_ended(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.obey(Stop())

    @property
    def one_batch_only(self) -> bool:
        return True


def _same(one: Trained, other: Trained) -> bool:
    mine, theirs = (weights(run.folder.checkpoints / "last.keras") for run in (one, other))
    return all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True))


def test_that_an_augmented_training_goes_on_to_the_bit_and_streams_to_the_bit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = flowers(FLIP, MIX, Spec("RandomErasing"), epochs=2, batch_size=48)
    project = project.with_data(replace(project.data, class_weight="balanced"))
    whole = train(project, tmp_path)

    stopped = train(project, tmp_path, StopAt(7))
    assert stopped.only(RunFinished).ending == "stopped"
    resumed = go(stopped.folder, resume=True)

    assert resumed.all(RunStarted)[-1].step > 0
    assert whole.only(RunStarted).augmented == ("RandomFlip", "MixUp", "RandomErasing")
    assert _same(resumed, whole)
    assert resumed.all(EpochEnded)[-1].values == pytest.approx(whole.all(EpochEnded)[-1].values, abs=1e-6)
    monkeypatch.setenv("WORKBENCH_DATA_MEMORY", "400000")
    assert _same(train(project, tmp_path), whole)


@pytest.mark.parametrize(
    ("project", "code", "where"),
    [
        (flowers(FLIP, MIX, loss="SparseCategoricalCrossentropy"), "data.mixes_labels", "data.augment.1"),
        (flowers(Spec("RandomRotation", {"factor": "far"})), "bad-parameter", "data.augment.0.factor"),
        (
            flowers(FLIP, Spec("RandomCrop", {"height": 8, "width": 8})),
            "data.not_augmenting",
            "data.augment.1",
        ),
        (flowers(Spec("Dense", {"units": 3})), "data.not_augmenting", "data.augment.0"),
        (
            replace(flowers(FLIP), data=DataSpec(source=Bundled("iris"), augment=(FLIP,))).with_graph(
                chain(Spec("Input", {"shape": (4,)}), Spec("Dense", {"units": 3}))
            ),
            "data.no_images",
            "data.augment",
        ),
    ],
)
def test_that_what_cannot_augment_is_refused_where_it_stands(
    tmp_path: Path, project: Project, code: str, where: str
) -> None:
    problem = train(project, tmp_path).only(RunFailed).problem

    assert (problem.code, problem.where) == (code, where), problem
    assert problem.hint
