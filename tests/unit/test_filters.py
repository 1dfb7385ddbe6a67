"""Kernels and feature maps are those of plain Keras, for every kind of convolution."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from workbench.foundation.errors import WorkbenchError
from workbench.protocol.filters import PAGE, Filters, Plane
from workbench.protocol.frames import LIMIT, encode
from workbench.protocol.messages import FiltersShown

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with numpy 2.4
]


def numbers(plane: Plane) -> np.ndarray:
    return np.frombuffer(plane.values, dtype=np.float32).reshape(plane.height, plane.width, plane.depth)


def network(*layers: Any, shape: tuple[int, ...] = (12, 10, 3)) -> tuple[Any, np.ndarray]:
    import keras

    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input(shape), *layers, keras.layers.Flatten(), keras.layers.Dense(2)])
    return model, np.random.default_rng(2).random((1, *shape)).astype(np.float32)


def shown(model: Any, x: np.ndarray | None, layer: str = "", **page: Any) -> Filters:
    from workbench.engine.evaluation.filters import find, page_of

    return page_of(find(model, x, layer), x, **page)


def outputs(model: Any, x: np.ndarray, layer: str) -> np.ndarray:
    import keras

    told: np.ndarray = keras.Model(model.inputs, model.get_layer(layer).output).predict(x, verbose=0)[0]
    return told


def test_that_kernels_and_maps_are_those_of_a_plain_sub_model() -> None:
    from keras import layers

    one = layers.Conv2D(6, 3, activation="relu", name="one")
    model, x = network(one, layers.Conv2D(4, (2, 3), name="two"))
    found = shown(model, x, "two", channel=5)

    kernel = np.asarray(model.get_layer("two").kernel)
    assert [(one.name, one.kind, one.maps, one.kernels, one.inputs) for one in found.layers] == [
        ("one", "Conv2D", 6, 6, 3),
        ("two", "Conv2D", 4, 4, 6),
    ]
    for number, plane in enumerate(found.kernels):
        np.testing.assert_array_equal(numbers(plane)[..., 0], kernel[:, :, 5, number])
    maps = outputs(model, x, "two")
    for number, plane in enumerate(found.maps):
        np.testing.assert_allclose(numbers(plane)[..., 0], maps[..., number], atol=1e-5)
        assert (plane.low, plane.high, plane.mean) == pytest.approx(
            (maps[..., number].min(), maps[..., number].max(), maps[..., number].mean()), abs=1e-5
        )
    assert found.kernel_range == pytest.approx((kernel.min(), kernel.max()))
    assert found.map_range == pytest.approx((maps.min(), maps.max()), abs=1e-5)
    colours = shown(model, x)
    assert (colours.layer, colours.channel) == ("one", -1)
    np.testing.assert_array_equal(
        numbers(colours.kernels[2]), np.asarray(model.get_layer("one").kernel)[..., 2]
    )


def test_that_every_kind_of_convolution_shows_its_own_kernels() -> None:
    from keras import layers

    depthwise = layers.DepthwiseConv2D(3, depth_multiplier=2, name="depthwise")
    separable = layers.SeparableConv2D(5, 3, name="separable")
    transposed = layers.Conv2DTranspose(4, 3, name="transposed")
    model, x = network(depthwise, separable, layers.MaxPooling2D(name="pool"), transposed)

    kernel = np.asarray(depthwise.kernel)
    for number, plane in enumerate(shown(model, x, "depthwise").kernels):
        np.testing.assert_array_equal(numbers(plane)[..., 0], kernel[:, :, number // 2, number % 2])
    kernel = np.asarray(separable.depthwise_kernel)
    found = shown(model, x, "separable")
    np.testing.assert_array_equal(numbers(found.kernels[5])[..., 0], kernel[:, :, 5, 0])
    assert (len(found.kernels), len(found.maps)) == (6, 5)
    kernel = np.asarray(transposed.kernel)
    np.testing.assert_array_equal(
        numbers(shown(model, x, "transposed", channel=1).kernels[3])[..., 0], kernel[:, :, 3, 1]
    )
    pooled = shown(model, x, "pool")
    assert pooled.kernels == ()
    np.testing.assert_allclose(numbers(pooled.maps[0])[..., 0], outputs(model, x, "pool")[..., 0], atol=1e-5)


def test_that_a_convolution_along_a_line_is_one_high() -> None:
    from keras import layers

    model, x = network(layers.Conv1D(4, 5, name="line"), shape=(20, 2))
    found = shown(model, x, channel=1)

    kernel, maps = np.asarray(model.get_layer("line").kernel), outputs(model, x, "line")
    assert [(plane.height, plane.width) for plane in (found.kernels[0], found.maps[0])] == [(1, 5), (1, 16)]
    np.testing.assert_array_equal(numbers(found.kernels[3])[0, :, 0], kernel[:, 1, 3])
    np.testing.assert_allclose(numbers(found.maps[3])[0, :, 0], maps[:, 3], atol=1e-5)


def test_that_the_largest_page_is_a_frame_and_a_large_map_is_told_by_blocks() -> None:
    from keras import layers

    model, x = network(layers.Conv2D(40, 3, padding="same", name="wide"), shape=(480, 400, 3))
    found = shown(model, x, first=30, large=7)

    assert len(encode(FiltersShown(id=1, filters=found))) <= LIMIT
    assert (found.first, [plane.number for plane in found.maps]) == (PAGE, list(range(PAGE, 40)))
    assert len(encode(FiltersShown(id=1, filters=shown(model, x, large=7)))) <= LIMIT
    maps = outputs(model, x, "wide")
    assert found.large is not None
    assert (found.large.number, found.large.height, found.large.width) == (7, 200, 200)
    assert found.large.mean == pytest.approx(maps[..., 7].mean(), abs=1e-5)
    np.testing.assert_allclose(
        numbers(found.large)[0, :, 0],
        maps[: 480 // 200, :, 7].reshape(2, 200, 2).mean(axis=(0, 2)),
        atol=1e-5,
    )


def test_that_without_an_example_there_are_kernels_alone_and_other_layers_are_refused() -> None:
    from keras import layers

    model, x = network(layers.Conv2D(3, 3, name="conv"))
    alone = shown(model, None)

    assert (len(alone.kernels), alone.maps, alone.map_range, alone.picture) == (3, (), (0.0, 0.0), b"")
    with pytest.raises(WorkbenchError, match="dense gives no feature maps: expected one of conv"):
        shown(model, x, "dense")
    plain, flat = network(shape=(4,))
    with pytest.raises(WorkbenchError, match="expected a layer that gives feature maps"):
        shown(plain, flat)


def test_that_sheets_are_written_as_pictures(tmp_path: Path) -> None:
    from keras import layers

    from workbench.engine.evaluation.filter_files import write
    from workbench.engine.evaluation.filters import find

    model, x = network(layers.Conv2D(6, 3, name="one"), layers.Conv2D(4, 3, name="two"))
    written = write(find(model, x, "two"), tmp_path / "new")

    assert [Path(path).name for path in written] == ["two-kernels.png", "two-maps.png"]
    kernel = np.asarray(model.get_layer("two").kernel)
    with Image.open(written[0]) as image:
        pixels = np.asarray(image)
    # A row for each filter and a column for each input: 3 x 3 numbers of 16 pixels, and a gap.
    assert pixels.shape == (4 * 50, 6 * 50, 3)
    low, high = (np.unravel_index(at, kernel.shape) for at in (kernel.argmin(), kernel.argmax()))
    for (row, column, channel, number), is_blue in ((low, False), (high, True)):
        red, _, blue = pixels[number * 50 + row * 16 + 8, channel * 50 + column * 16 + 8].tolist()
        assert (blue > red) is is_blue
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(WorkbenchError, match="expected a folder"):
        write(find(model, x, "one"), file)
