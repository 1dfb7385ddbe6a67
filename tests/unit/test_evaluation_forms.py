"""What Keras' losses and layers are given of the data: targets, and what layers adapt to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from workbench.project.spec import Spec

pytestmark = pytest.mark.slow


@pytest.fixture
def keras(keras_as_it_was: None) -> Any:
    import keras

    keras.utils.set_random_seed(1)
    return keras


def test_that_keras_takes_the_targets_of_every_loss(keras: Any) -> None:
    from workbench.catalog.loss_forms import BINARY, ONE_HOT, QUANTITIES, SPARSE
    from workbench.engine.data.targets import encode

    classes, yes_no = np.array([2, 0, 1, 2]), np.array([1, 0, 0, 1])
    three = np.full((4, 3), 1 / 3, dtype=np.float32)
    one = np.full((4, 1), 0.5, dtype=np.float32)
    for kind in sorted(SPARSE | ONE_HOT | BINARY | QUANTITIES):
        loss = getattr(keras.losses, kind)()
        assert np.isfinite(float(loss(encode(classes, classes=3, loss=Spec(kind), units=3), three))), kind
        if kind in BINARY | QUANTITIES:
            assert np.isfinite(float(loss(encode(yes_no, classes=2, loss=Spec(kind), units=1), one))), kind


def test_that_layers_adapt_to_what_reaches_them(keras: Any) -> None:
    from workbench.engine.data.adapt import adapt_layers

    x = np.random.default_rng(0).normal(5, 3, size=(200, 2)).astype(np.float32)
    first = keras.layers.Normalization()
    given = keras.layers.Normalization(mean=[1.0, 1.0], variance=[4.0, 4.0])
    second = keras.layers.Normalization()
    inputs = keras.Input((2,))
    outputs = second(keras.layers.Rescaling(10.0, offset=7.0)(given(first(inputs))))
    model = keras.Model(inputs, outputs)

    adapt_layers(model, x)

    result = model.predict(x, verbose=0)
    np.testing.assert_allclose(result.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(result.std(axis=0), 1, atol=1e-4)
    np.testing.assert_allclose(np.ravel(first.mean), x.mean(axis=0), atol=1e-4)
    np.testing.assert_allclose(np.ravel(given.mean), 1)


def test_that_a_discretization_learns_its_bins(keras: Any) -> None:
    from workbench.engine.data.adapt import adapt_layers

    layer = keras.layers.Discretization(num_bins=4)
    inputs = keras.Input((1,))
    model = keras.Model(inputs, layer(inputs))

    adapt_layers(model, np.linspace(0, 1, 100, dtype=np.float32)[:, np.newaxis])

    assert layer.bin_boundaries == pytest.approx([0.25, 0.5, 0.75], abs=0.05)
