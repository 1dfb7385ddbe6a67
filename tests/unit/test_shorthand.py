"""Layers in a few words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.catalog.catalog import bundled
from workbench.catalog.matching import axes_taken, by_use, matching
from workbench.catalog.shorthand import missing, parameters, split
from workbench.project.spec import ParamValue

LAYERS = bundled().of("layer")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("conv", "Conv2D"),
        ("conv2d", "Conv2D"),
        ("conv1", "Conv1D"),
        ("Conv3D", "Conv3D"),
        ("convtranspose", "Conv2DTranspose"),
        ("conv2dt", "Conv2DTranspose"),
        ("sepconv", "SeparableConv2D"),
        ("depthconv", "DepthwiseConv2D"),
        ("depth", "DepthwiseConv2D"),
        ("dense", "Dense"),
        ("d", "Dense"),
        ("in", "Input"),
        ("flat", "Flatten"),
        ("drop", "Dropout"),
        ("dropout", "Dropout"),
        ("maxpool", "MaxPooling2D"),
        ("max pool", "MaxPooling2D"),
        ("max_pool", "MaxPooling2D"),
        ("maxpool1d", "MaxPooling1D"),
        ("mp", "MaxPooling2D"),
        ("avgpool", "AveragePooling2D"),
        ("gap", "GlobalAveragePooling2D"),
        ("globalavg", "GlobalAveragePooling2D"),
        ("gmp", "GlobalMaxPooling2D"),
        ("bn", "BatchNormalization"),
        ("batchnorm", "BatchNormalization"),
        ("bnorm", "BatchNormalization"),
        ("ln", "LayerNormalization"),
        ("layernorm", "LayerNormalization"),
        ("relu", "ReLU"),
        ("leaky", "LeakyReLU"),
        ("softmax", "Softmax"),
        ("act", "Activation"),
        ("add", "Add"),
        ("concat", "Concatenate"),
        ("lstm", "LSTM"),
        ("gru", "GRU"),
        ("bi", "Bidirectional"),
        ("mha", "MultiHeadAttention"),
        ("emb", "Embedding"),
        ("resc", "Rescaling"),
        ("flip", "RandomFlip"),
        ("rotation", "RandomRotation"),
        ("zeropad", "ZeroPadding2D"),
        ("upsampling", "UpSampling2D"),
        ("reshape", "Reshape"),
    ],
)
def test_that_a_few_letters_find_the_kind_that_people_mean(typed: str, name: str) -> None:
    assert matching(LAYERS, typed)[0].name == name


@pytest.mark.parametrize(
    ("typed", "axes", "name"),
    [
        ("conv", 3, "Conv1D"),
        ("maxpool", 5, "MaxPooling3D"),
        ("conv", 2, "Conv2D"),
        ("convlstm", 4, "ConvLSTM1D"),
    ],
)
def test_that_the_tensor_decides_between_dimensions(typed: str, axes: int, name: str) -> None:
    assert matching(LAYERS, typed, axes=axes)[0].name in (name, "Conv2D" if axes == 2 else name)


def test_that_what_is_no_layer_finds_none() -> None:
    assert matching(LAYERS, "qqq") == []
    assert matching(LAYERS, "😀") == []


def test_that_every_kind_is_found_by_its_own_name() -> None:
    assert all(matching(LAYERS, kind.name)[0] is kind for kind in LAYERS)


def test_that_nothing_typed_offers_the_most_used_of_each_family_first() -> None:
    first = [kind.name for kind in by_use(LAYERS)[:6]]

    assert first == ["Input", "Dense", "Conv2D", "MaxPooling2D", "Dropout", "BatchNormalization"]
    assert len(matching(LAYERS, "  ")) == len(LAYERS)


def test_that_names_tell_the_rank_of_what_they_take() -> None:
    taken = {kind.name: axes_taken(kind) for kind in LAYERS}

    assert taken["Conv2D"] == taken["GlobalMaxPooling2D"] == taken["ConvLSTM1D"] == 4
    assert taken["Conv1D"] == 3
    assert taken["Dense"] is None


def _read(text: str) -> tuple[str, dict[str, ParamValue]]:
    word, words = split(text)
    kind = matching(LAYERS, word)[0]
    return kind.name, parameters(kind, words)


@pytest.mark.parametrize(
    ("text", "name", "params"),
    [
        ("conv 64 3 relu", "Conv2D", {"filters": 64, "kernel_size": 3, "activation": "relu"}),
        ("conv relu 64 3", "Conv2D", {"filters": 64, "kernel_size": 3, "activation": "relu"}),
        ("conv 64", "Conv2D", {"filters": 64, "kernel_size": 3}),
        (
            "conv 64 3x5 2 same",
            "Conv2D",
            {"filters": 64, "kernel_size": (3, 5), "strides": 2, "padding": "same"},
        ),
        ("conv 8 5 nobias", "Conv2D", {"filters": 8, "kernel_size": 5, "use_bias": False}),
        ("conv 8 strides=2", "Conv2D", {"filters": 8, "kernel_size": 3, "strides": 2}),
        ("conv kernel_s=5 8", "Conv2D", {"filters": 8, "kernel_size": 5}),
        (
            "Conv2D(64, (3, 3), activation=\"relu\", padding = 'same')",
            "Conv2D",
            {"filters": 64, "kernel_size": (3, 3), "activation": "relu", "padding": "same"},
        ),
        ("Conv2D(8, kernel_size=(3, 5))", "Conv2D", {"filters": 8, "kernel_size": (3, 5)}),
        ("dense 10 softmax", "Dense", {"units": 10, "activation": "softmax"}),
        ("dense", "Dense", {"units": 32}),
        ("dense 8 he_normal", "Dense", {"units": 8, "kernel_initializer": "he_normal"}),
        ("dense 8 kernel_reg=l2", "Dense", {"units": 8, "kernel_regularizer": "l2"}),
        ("drop 0.5", "Dropout", {"rate": 0.5}),
        ("maxpool", "MaxPooling2D", {}),
        ("maxpool 3 2", "MaxPooling2D", {"pool_size": 3, "strides": 2}),
        ("bn 0.9", "BatchNormalization", {"momentum": 0.9}),
        ("lstm 64 sequences 0.2", "LSTM", {"units": 64, "return_sequences": True, "dropout": 0.2}),
        ("input 28 28 1", "Input", {"shape": (28, 28, 1)}),
        ("input 28x28x1", "Input", {"shape": (28, 28, 1)}),
        ("input (None, 8)", "Input", {"shape": (None, 8)}),
        ("input 8", "Input", {"shape": (8,)}),
        ("input", "Input", {}),
        ("reshape 7 7 64", "Reshape", {"target_shape": (7, 7, 64)}),
        ("permute 2 1", "Permute", {"dims": (2, 1)}),
        ("rescaling 1/255", "Rescaling", {"scale": 1 / 255}),
        ("rotation 0.1", "RandomRotation", {"factor": 0.1}),
        ("flip horizontal", "RandomFlip", {"mode": "horizontal"}),
        ("activation tanh", "Activation", {"activation": "tanh"}),
        ("emb 1000 16", "Embedding", {"input_dim": 1000, "output_dim": 16}),
        ("mha 4 32", "MultiHeadAttention", {"num_heads": 4, "key_dim": 32}),
        ("concat axis=1", "Concatenate", {"axis": 1}),
        ("concat -1", "Concatenate", {"axis": -1}),
    ],
)
def test_that_words_fill_the_parameters(text: str, name: str, params: dict[str, ParamValue]) -> None:
    assert _read(text) == (name, params)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("dense 64 32", "Dense takes numbers for units, received 32 as one more."),
        ("dense 0.5", "Dense takes no number such as 0.5."),
        ("dense 0", "units expects 1 or more, received 0."),
        ("in 0 0", "shape expects sizes of 1 or more, received 0."),
        ("dense blah", "Dense has no use for 'blah'. Its words are for activation"),
        ("dense relu tanh", "Dense has no use for 'tanh'."),
        ("dense units=x", "units expects a whole number, received 'x'."),
        ("dense units=", "units expects a whole number, received ''."),
        ("dense size=3", "Dense has no parameter 'size'. Expected one of units, activation,"),
        ("dense =3", "Dense has no parameter ''."),
        ("dense units=3 units=4", "Dense takes units once, received 'units=4' as a second one."),
        ("conv kernel_=3", "Which one is 'kernel_': kernel_size, kernel_initializer,"),
        ("conv 8 3 padding=some", "padding expects one of valid, same, received 'some'."),
        ("dense use_bias=perhaps", "use_bias expects true or false, received 'perhaps'."),
        ("flatten 3", "Flatten takes no number such as 3."),
    ],
)
def test_that_what_means_nothing_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError) as caught:
        _read(text)
    assert words in str(caught.value)


def test_that_what_keras_demands_and_nobody_can_suggest_is_missing() -> None:
    kind = matching(LAYERS, "input")[0]

    assert missing(kind, {}) == ("shape",)
    assert missing(kind, {"shape": (8,)}) == ()


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(LAYERS), st.text(max_size=40))
def test_that_any_text_is_read_or_refused_in_words(kind: object, text: str) -> None:
    name, words = split(f"{kind.name} {text}")  # type: ignore[attr-defined]
    assert matching(LAYERS, name)
    try:
        parameters(kind, words)  # type: ignore[arg-type]
    except ValueError as refusal:
        assert str(refusal)
