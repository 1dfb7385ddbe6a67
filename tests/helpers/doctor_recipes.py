"""Trainings for the doctor, good and bad ones, each with what he is to find: small enough to repeat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from tests.helpers.trainings import chain
from workbench.project.data import Arrays, Bundled, DataSpec, Generated, ImageFolder, ImageForm, Source, Split
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.project.source_paths import with_absolute_paths
from workbench.project.spec import Spec
from workbench.project.training import LayerLooks, TrainingSpec

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Recipe:
    """A training by its name; ``finds`` are the codes of the complaints that are due, none for a good one.

    ``is_long`` takes minutes to repeat. ``looks`` says how often its layers are looked at: now and then would
    depend on the clock.
    """

    name: str
    project: Callable[[Path], Project]
    finds: frozenset[str] = frozenset()
    is_long: bool = False
    looks: LayerLooks = "off"

    def looked_at(self, folder: Path) -> Project:
        """Return the project with its layers looked at so often."""
        project = self.project(folder)
        checkpoints = replace(project.training.checkpoints, layers=self.looks)
        return project.with_training(replace(project.training, checkpoints=checkpoints))


def _dense(units: int, activation: str = "relu", **params: object) -> Spec:
    return Spec("Dense", {"units": units, "activation": activation, **params})  # type: ignore[dict-item]


def _digits(*layers: Spec, split: Split | None = None, **training: object) -> Callable[[Path], Project]:
    def project(_folder: Path) -> Project:
        graph = chain(Spec("Input", {"shape": (8, 8, 1)}), Spec("Flatten"), *layers)
        data = DataSpec(source=Bundled("digits"), split=split or Split())
        return Project(title="digits", data=data, graph=graph, training=TrainingSpec(**training))  # type: ignore[arg-type]

    return project


def _iris(*layers: Spec, split: Split | None = None, **training: object) -> Callable[[Path], Project]:
    def project(_folder: Path) -> Project:
        graph = chain(Spec("Input", {"shape": (4,)}), *layers)
        data = DataSpec(source=Bundled("iris"), split=split or Split())
        return Project(title="iris", data=data, graph=graph, training=TrainingSpec(**training))  # type: ignore[arg-type]

    return project


def _points(source: Source, *layers: Spec, inputs: int = 2, **training: object) -> Callable[[Path], Project]:
    def project(folder: Path) -> Project:
        graph = chain(Spec("Input", {"shape": (inputs,)}), *layers)
        data = DataSpec(source=with_absolute_paths(source, folder))
        return Project(title="points", data=data, graph=graph, training=TrainingSpec(**training))  # type: ignore[arg-type]

    return project


def _template(name: str, **training: object) -> Callable[[Path], Project]:
    def project(_folder: Path) -> Project:
        found, base = open_project(name)
        source = found.data.source
        assert source is not None
        found = found.with_data(replace(found.data, source=with_absolute_paths(source, base)))
        return found.with_training(replace(found.training, **training))

    return project


def _flowers(*layers: Spec, side: int = 32, **training: object) -> Callable[[Path], Project]:
    def project(_folder: Path) -> Project:
        form = ImageForm(height=side, width=side)
        source = ImageFolder(path=str(ROOT / "sample_data" / "flowers"), form=form)
        graph = chain(Spec("Input", {"shape": form.shape}), *layers)
        return Project(
            title="flowers", data=DataSpec(source=source), graph=graph, training=TrainingSpec(**training)
        )  # type: ignore[arg-type]

    return project


def _rare(share: float, gap: float) -> Callable[[Path], Project]:
    """Two classes, one of them rare, that lie ``gap`` deviations apart."""

    def project(folder: Path) -> Project:
        rng = np.random.default_rng(1)
        y = (rng.random(1200) < share).astype(np.int64)
        x = rng.normal(0, 1, (1200, 4)).astype(np.float32) + gap * y[:, None].astype(np.float32)
        np.savez(folder / "rare.npz", x=x, y=y)
        return _points(
            Arrays(path="rare.npz"), _dense(8), _dense(1, "sigmoid"), inputs=4, **_BINARY, epochs=15
        )(folder)

    return project


def _leaking(noise: float) -> Callable[[Path], Project]:
    """Ten columns, one of which is the class itself."""

    def project(folder: Path) -> Project:
        rng = np.random.default_rng(2)
        y = rng.integers(0, 3, 900)
        x = rng.normal(0, 1, (900, 10)).astype(np.float32)
        x[:, 0] = 6.0 * y + rng.normal(0, noise, 900)
        np.savez(folder / "leak.npz", x=x, y=y)
        layers = (_dense(64), _dense(3, "softmax"))
        return _points(
            Arrays(path="leak.npz"), *layers, inputs=10, epochs=8, optimizer=_adam(0.01), batch_size=8
        )(folder)

    return project


def _shuffled(classes: int) -> Callable[[Path], Project]:
    """Labels that have nothing to do with the examples."""

    def project(folder: Path) -> Project:
        rng = np.random.default_rng(3)
        x, y = rng.normal(0, 1, (1500, 6)).astype(np.float32), rng.integers(0, classes, 1500)
        np.savez(folder / "noise.npz", x=x, y=y)
        return _points(Arrays(path="noise.npz"), _dense(4), _dense(classes, "softmax"), inputs=6, epochs=12)(
            folder
        )

    return project


def _adam(rate: float) -> Spec:
    return Spec("Adam", {"learning_rate": rate})


def _sgd(rate: float, momentum: float = 0.0) -> Spec:
    return Spec("SGD", {"learning_rate": rate, "momentum": momentum})


_BINARY = {"loss": Spec("BinaryCrossentropy")}
_MSE = {"loss": Spec("MeanSquaredError"), "metrics": (Spec("MeanAbsoluteError"),)}
_CNN = (
    Spec("Rescaling", {"scale": 1 / 255}),
    Spec("Conv2D", {"filters": 16, "kernel_size": 3, "activation": "relu"}),
    Spec("MaxPooling2D"),
    Spec("Conv2D", {"filters": 32, "kernel_size": 3, "activation": "relu"}),
    Spec("MaxPooling2D"),
    Spec("Flatten"),
)
_VGG = tuple(
    layer
    for filters, count in ((16, 2), (32, 2), (64, 3), (64, 3), (64, 3))
    for layer in (
        *[Spec("Conv2D", {"filters": filters, "kernel_size": 3, "padding": "same", "activation": "relu"})]
        * count,
        Spec("MaxPooling2D"),
    )
)
_VGG_TOP = (Spec("Flatten"), _dense(256), _dense(256), _dense(5, "softmax"))
_FEW = Split(validation=0.6, test=0.2)
_TEN = _dense(10, "softmax")
_THREE = _dense(3, "softmax")


def _is(*codes: str) -> frozenset[str]:
    return frozenset(codes)


RECIPES = (
    # What goes well.
    Recipe("good-digits-cnn", _template("digits-cnn")),
    Recipe("good-digits-mlp", _template("digits-mlp")),
    Recipe("good-digits-softmax", _template("digits-softmax")),
    Recipe("good-dropout-hidden", _template("dropout-hidden")),
    Recipe("good-dropout-visible", _template("dropout-visible")),
    Recipe("good-iris-mlp", _template("iris-mlp")),
    Recipe("good-xor-mlp", _template("xor-mlp")),
    Recipe("good-xor-functional", _template("xor-functional")),
    Recipe("good-perceptron", _template("perceptron")),
    Recipe(
        "good-moons",
        _points(
            Generated("moons"), _dense(16), _dense(1, "sigmoid"), epochs=40, optimizer=_adam(0.01), **_BINARY
        ),
    ),
    Recipe(
        "good-blobs",
        _points(
            Generated("blobs", classes=4), _dense(8), _dense(4, "softmax"), epochs=25, optimizer=_adam(0.01)
        ),
    ),
    Recipe(
        "good-sine",
        _points(
            Generated("sine"),
            _dense(32, "tanh"),
            _dense(32, "tanh"),
            _dense(1, "linear"),
            inputs=1,
            epochs=60,
            optimizer=_adam(0.01),
            **_MSE,
        ),
    ),
    Recipe(
        "good-line",
        _points(Generated("line"), _dense(1, "linear"), inputs=1, epochs=40, optimizer=_adam(0.05), **_MSE),
    ),
    Recipe(
        "good-flowers",
        _flowers(*_CNN, Spec("Dropout", {"rate": 0.5}), _dense(5, "softmax"), epochs=25, batch_size=20),
    ),
    Recipe("good-rare-but-found", _rare(0.1, 3.0)),
    Recipe("good-almost-a-leak", _leaking(2.0)),
    # What does not.
    Recipe(
        "one-class-vgg-flowers",
        _flowers(
            Spec("Rescaling", {"scale": 1 / 255}),
            *_VGG,
            *_VGG_TOP,
            epochs=4,
            batch_size=4,
            optimizer=_adam(0.001),
        ),
        _is("one-class"),
    ),
    Recipe(
        "one-class-digits",
        _digits(*[_dense(32)] * 14, _TEN, epochs=4, optimizer=_adam(0.05)),
        _is("one-class"),
    ),
    Recipe("one-class-sigmoids", _digits(*[_dense(16, "sigmoid")] * 12, _TEN, epochs=5), _is("one-class")),
    Recipe(
        "one-class-iris",
        _iris(*[_dense(16)] * 16, _THREE, epochs=30, batch_size=8, optimizer=_adam(0.1)),
        _is("one-class"),
    ),
    Recipe(
        "diverging-digits",
        _digits(_dense(10, "linear"), epochs=10, optimizer=_sgd(0.9, 0.99), **_MSE),
        _is("diverging"),
    ),
    Recipe(
        "diverging-line",
        _points(
            Generated("line"),
            _dense(1, "linear"),
            inputs=1,
            epochs=6,
            batch_size=350,
            optimizer=_sgd(3.0),
            **_MSE,
        ),
        _is("diverging"),
    ),
    Recipe(
        "diverging-sine",
        _points(
            Generated("sine"),
            _dense(32),
            _dense(1, "linear"),
            inputs=1,
            epochs=8,
            optimizer=_sgd(0.3, 0.98),
            **_MSE,
        ),
        _is("diverging"),
    ),
    Recipe(
        "nan-line",
        _points(Generated("line"), _dense(1, "linear"), inputs=1, epochs=30, optimizer=_sgd(50.0), **_MSE),
        _is("not-a-number"),
    ),
    Recipe(
        "nan-sine",
        _points(
            Generated("sine"),
            _dense(64),
            _dense(64),
            _dense(1, "linear"),
            inputs=1,
            epochs=30,
            optimizer=_sgd(20.0),
            **_MSE,
        ),
        _is("not-a-number"),
    ),
    Recipe(
        "nan-digits",
        _digits(
            _dense(64, "linear"),
            _dense(64, "linear"),
            _dense(10, "linear"),
            epochs=20,
            optimizer=_sgd(10.0),
            **_MSE,
        ),
        _is("not-a-number"),
    ),
    Recipe("rate-high-digits", _digits(_dense(64), _TEN, epochs=20, optimizer=_adam(0.3)), _is("rate-high")),
    Recipe("rate-low-digits", _digits(_dense(64), _TEN, epochs=8, optimizer=_adam(1e-5)), _is("rate-low")),
    Recipe("rate-low-sgd", _digits(_dense(64), _TEN, epochs=10, optimizer=_sgd(3e-4)), _is("rate-low")),
    Recipe(
        "rate-low-iris",
        _iris(_dense(16), _THREE, epochs=30, batch_size=16, optimizer=_adam(1e-4)),
        _is("rate-low"),
    ),
    Recipe(
        "over-fitting-digits",
        _digits(
            _dense(512),
            _dense(512),
            _TEN,
            split=Split(validation=0.5, test=0.48),
            batch_size=8,
            epochs=100,
            optimizer=_adam(0.003),
        ),
        _is("over-fitting"),
    ),
    Recipe(
        "over-fitting-moons",
        _points(
            Generated("moons", n=120, noise=0.4),
            _dense(128),
            _dense(128),
            _dense(1, "sigmoid"),
            epochs=120,
            optimizer=_adam(0.005),
            **_BINARY,
        ),
        _is("over-fitting"),
    ),
    Recipe(
        "over-fitting-iris",
        _iris(_dense(256), _dense(256), _THREE, split=_FEW, epochs=150, batch_size=8, optimizer=_adam(0.02)),
        _is("over-fitting"),
    ),
    Recipe(
        "over-fitting-flowers",
        _flowers(
            *_CNN,
            _dense(128),
            _dense(5, "softmax"),
            epochs=90,
            batch_size=20,
            side=24,
            optimizer=_adam(0.002),
        ),
        _is("over-fitting"),
    ),
    Recipe(
        "under-fitting-spirals",
        _points(Generated("spirals", classes=3), _dense(2), _THREE, epochs=60, optimizer=_adam(0.01)),
        _is("under-fitting"),
    ),
    Recipe(
        "under-fitting-digits",
        _digits(_dense(1), _TEN, epochs=40, optimizer=_adam(0.01)),
        _is("under-fitting"),
    ),
    Recipe(
        "under-fitting-short",
        _digits(_dense(16), _TEN, epochs=8, batch_size=512, optimizer=_sgd(0.02)),
        _is("under-fitting"),
    ),
    Recipe(
        "not-learning-circles",
        _points(Generated("circles"), _dense(1, "sigmoid"), epochs=40, optimizer=_adam(0.01), **_BINARY),
        _is("not-learning"),
    ),
    Recipe("good-narrow-digits", _digits(_dense(3), _TEN, epochs=60, optimizer=_adam(0.01))),
    Recipe("not-learning-shuffled", _shuffled(4), _is("not-learning")),
    Recipe("not-learning-two", _shuffled(2), _is("not-learning")),
    Recipe("imbalance-5", _rare(0.05, 0.4), _is("imbalance")),
    Recipe("imbalance-10", _rare(0.1, 0.3), _is("imbalance")),
    Recipe("imbalance-15", _rare(0.15, 0.4), _is("imbalance")),
    Recipe("leakage-exact", _leaking(0.0), _is("leakage")),
    Recipe("leakage-noisy", _leaking(0.3), _is("leakage")),
    Recipe("dropout-gap-digits", _digits(_dense(64), Spec("Dropout", {"rate": 0.6}), _TEN, epochs=15)),
    Recipe(
        "monitor-digits",
        _digits(
            _dense(32),
            _TEN,
            epochs=4,
            callbacks=(Spec("EarlyStopping", {"monitor": "val_acc", "mode": "max"}),),
        ),
        _is("monitor"),
    ),
    Recipe(
        "monitor-rate",
        _digits(
            _dense(32),
            _TEN,
            epochs=4,
            callbacks=(Spec("ReduceLROnPlateau", {"monitor": "val_f1", "mode": "max"}),),
        ),
        _is("monitor"),
    ),
    Recipe(
        "monitor-refused",
        _iris(_dense(8), _THREE, epochs=4, callbacks=(Spec("EarlyStopping", {"monitor": "val_acc"}),)),
        _is("monitor"),
    ),
    Recipe(
        "monitor-good",
        _digits(
            _dense(32),
            _TEN,
            epochs=4,
            callbacks=(
                Spec("EarlyStopping", {"monitor": "val_accuracy"}),
                Spec("ModelCheckpoint", {"filepath": "a.keras", "monitor": "nothing"}),
            ),
        ),
    ),
    Recipe(
        "one-class-rate",
        _iris(_dense(16), _THREE, epochs=30, batch_size=16, optimizer=_adam(1.0)),
        _is("one-class"),
    ),
    Recipe(
        "rate-high-spirals",
        _points(
            Generated("spirals", classes=3), _dense(32), _dense(32), _THREE, epochs=40, optimizer=_adam(0.2)
        ),
        _is("rate-high"),
    ),
    Recipe(
        "rate-high-circles",
        _points(
            Generated("circles"),
            _dense(16),
            _dense(16),
            _dense(1, "sigmoid"),
            epochs=40,
            optimizer=_sgd(3.0),
            **_BINARY,
        ),
        _is("rate-high"),
    ),
    Recipe(
        "plateau-sine",
        _points(
            Generated("sine", noise=0.4),
            _dense(16, "tanh"),
            _dense(1, "linear"),
            inputs=1,
            epochs=60,
            optimizer=_adam(0.01),
            **_MSE,
        ),
        _is("plateau"),
    ),
    Recipe(
        "plateau-moons",
        _points(
            Generated("moons", noise=0.35),
            _dense(4),
            _dense(1, "sigmoid"),
            epochs=60,
            optimizer=_adam(0.01),
            **_BINARY,
        ),
        _is("plateau"),
    ),
    Recipe(
        "plateau-decayed",
        _digits(
            _dense(16),
            _TEN,
            epochs=30,
            optimizer=Spec(
                "Adam",
                {
                    "learning_rate": Spec(
                        "ExponentialDecay",
                        {"initial_learning_rate": 0.001, "decay_steps": 20, "decay_rate": 0.7},
                    )
                },
            ),
        ),
        _is("plateau"),
    ),
    Recipe(
        "batch-noise-moons",
        _points(
            Generated("moons", noise=0.3),
            _dense(32),
            _dense(1, "sigmoid"),
            epochs=25,
            batch_size=1,
            optimizer=_sgd(0.025, 0.95),
            **_BINARY,
        ),
        _is("batch-noise"),
        is_long=True,
    ),
    Recipe(
        "dropout-gap-iris",
        _iris(
            _dense(64),
            Spec("Dropout", {"rate": 0.5}),
            _THREE,
            epochs=40,
            batch_size=16,
            optimizer=_adam(0.003),
        ),
    ),
    Recipe(
        "dropout-gap-moons",
        _points(
            Generated("moons"),
            _dense(64),
            Spec("Dropout", {"rate": 0.5}),
            _dense(64),
            Spec("Dropout", {"rate": 0.5}),
            _dense(1, "sigmoid"),
            epochs=30,
            optimizer=_adam(0.003),
            **_BINARY,
        ),
    ),
    Recipe("leakage-early", _leaking(0.1), _is("leakage")),
    Recipe(
        "loss-fit-softmax",
        _digits(_dense(32), _TEN, epochs=6, loss=Spec("BinaryCrossentropy")),
        _is("loss-fit"),
    ),
    Recipe("loss-fit-linear", _digits(_dense(32), _dense(10, "linear"), epochs=6), _is("loss-fit")),
    Recipe(
        "loss-fit-mse", _digits(_dense(32), _TEN, epochs=6, loss=Spec("MeanSquaredError")), _is("loss-fit")
    ),
    # What only the layers' figures tell, and good ones that have them.
    Recipe("good-layers-digits-cnn", _template("digits-cnn"), looks="every"),
    Recipe("good-layers-xor", _template("xor-mlp"), looks="every"),
    Recipe(
        "good-layers-deep",
        _digits(*[_dense(32, kernel_initializer="he_normal")] * 6, _TEN, epochs=10),
        looks="every",
    ),
    Recipe(
        "good-layers-tanh",
        _digits(*[_dense(32, "tanh")] * 4, _TEN, epochs=10),
        looks="every",
    ),
    Recipe(
        "dead-units-bias",
        _digits(
            _dense(64, bias_initializer=Spec("Constant", {"value": -0.5})),
            _TEN,
            epochs=15,
            optimizer=_adam(0.003),
        ),
        _is("dead-units"),
        looks="every",
    ),
    Recipe(
        "dead-units-step",
        _digits(_dense(64), _dense(64), _TEN, epochs=12, optimizer=_sgd(0.2, 0.9)),
        _is("dead-units"),
        looks="every",
    ),
    Recipe(
        "vanishing-sigmoids",
        _digits(*[_dense(32, "sigmoid")] * 8, _TEN, epochs=8),
        _is("one-class", "vanishing-gradients"),
        looks="every",
    ),
    Recipe(
        "vanishing-tanh",
        _digits(
            *[_dense(32, "tanh", kernel_initializer=Spec("RandomNormal", {"stddev": 0.02}))] * 8,
            _TEN,
            epochs=8,
        ),
        _is("one-class", "vanishing-gradients"),
        looks="every",
    ),
    Recipe(
        "exploding-deep",
        _digits(
            *[_dense(64, kernel_initializer=Spec("RandomNormal", {"stddev": 1.0}))] * 7,
            _TEN,
            epochs=8,
            optimizer=_adam(1e-4),
        ),
        _is("exploding-gradients"),
        looks="every",
    ),
    Recipe(
        "exploding-squares",
        _digits(
            *[_dense(64, "linear", kernel_initializer=Spec("RandomNormal", {"stddev": 0.5}))] * 6,
            _dense(10, "linear"),
            epochs=8,
            optimizer=_adam(1e-3),
            **_MSE,
        ),
        _is("exploding-gradients"),
        looks="every",
    ),
)
