"""Wrong graphs by the hundred: each with the places and codes that must be told, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from tests.helpers.drawings import chain, graph, node
from tests.helpers.layers import starting_params
from workbench.catalog.catalog import bundled
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.spec import ParamValue, Spec

SHAPES: dict[int, tuple[int, ...]] = {
    1: (6,),
    2: (6, 4),
    3: (8, 8, 3),
    4: (5, 8, 8, 3),
    5: (5, 6, 8, 8, 3),
    6: (2, 5, 6, 8, 8, 3),
}
RANKS = {
    1: "RepeatVector CategoryEncoding",
    2: "Conv1D Conv1DTranspose DepthwiseConv1D SeparableConv1D Cropping1D UpSampling1D ZeroPadding1D "
    "MaxPooling1D AveragePooling1D GlobalMaxPooling1D GlobalAveragePooling1D AdaptiveMaxPooling1D "
    "AdaptiveAveragePooling1D SpatialDropout1D LSTM GRU SimpleRNN Bidirectional RNN Permute",
    3: "Conv2D Conv2DTranspose DepthwiseConv2D SeparableConv2D Cropping2D UpSampling2D ZeroPadding2D "
    "MaxPooling2D AveragePooling2D GlobalMaxPooling2D GlobalAveragePooling2D AdaptiveMaxPooling2D "
    "AdaptiveAveragePooling2D SpatialDropout2D Resizing CenterCrop RandomCrop RandomFlip RandomRotation "
    "RandomZoom RandomContrast RandomBrightness RandomTranslation ConvLSTM1D",
    4: "Conv3D Conv3DTranspose Cropping3D UpSampling3D ZeroPadding3D MaxPooling3D AveragePooling3D "
    "GlobalMaxPooling3D GlobalAveragePooling3D AdaptiveMaxPooling3D AdaptiveAveragePooling3D "
    "SpatialDropout3D ConvLSTM2D",
    5: "ConvLSTM3D",
}
"""Layers by the number of axes that an example must have; each is given one less and one more."""

LSTM, DENSE = Spec("LSTM", {"units": 4}), Spec("Dense", {"units": 4})
BOUNDS, BOUNDS, CHOICE, TYPE = (
    "spec.out-of-bounds",
    "spec.out-of-bounds",
    "spec.unknown-choice",
    "bad-parameter",
)
SHAPE, MISSING, UNKNOWN = "shape-mismatch", "spec.missing", "spec.unknown-kind"
CONV: dict[str, ParamValue] = {"filters": 4, "kernel_size": 3}

PARAMETERS: tuple[tuple[str, int, dict[str, ParamValue], str, str], ...] = (
    # kind, axes of an example, parameters, the parameter that is blamed (or none), the code
    ("Dense", 1, {}, "units", MISSING),
    ("Dense", 1, {"units": 0}, "units", BOUNDS),
    ("Dense", 1, {"units": -3}, "units", BOUNDS),
    ("Dense", 1, {"units": 2.5}, "units", TYPE),
    ("Dense", 1, {"units": "many"}, "units", TYPE),
    ("Dense", 1, {"units": (3, 4)}, "units", TYPE),
    ("Dense", 1, {"units": True}, "units", TYPE),
    ("Dense", 1, {"units": 3, "speed": 1}, "speed", "spec.unknown-param"),
    ("Dense", 1, {"units": 3, "use_bias": 1}, "use_bias", TYPE),
    ("Dense", 1, {"units": 3, "trainable": "no"}, "trainable", TYPE),
    ("Dense", 1, {"units": 3, "dtype": "float7"}, "dtype", CHOICE),
    ("Dense", 1, {"units": 3, "activation": "nonsense"}, "activation", TYPE),
    ("Dense", 1, {"units": 3, "activation": "formula:x+"}, "activation", "bad-formula"),
    ("Dense", 1, {"units": 3, "activation": "formula:open(x)"}, "activation", "bad-formula"),
    ("Dense", 1, {"units": 3, "kernel_initializer": "nonsense"}, "kernel_initializer", TYPE),
    ("Dense", 1, {"units": 3, "kernel_initializer": Spec("L2")}, "kernel_initializer", UNKNOWN),
    ("Dense", 1, {"units": 3, "kernel_regularizer": "nonsense"}, "kernel_regularizer", TYPE),
    ("Dense", 1, {"units": 3, "kernel_constraint": Spec("Nonsense")}, "kernel_constraint", UNKNOWN),
    ("Dense", 1, {"units": 3, "lora_rank": 0}, "lora_rank", BOUNDS),
    ("Dense", 1, {"units": 10**12}, "", "too-large"),
    ("Lambda", 1, {}, "", UNKNOWN),
    ("NeverHeardOf", 1, {}, "", UNKNOWN),
    ("EinsumDense", 1, {"equation": "nonsense", "output_shape": (3,)}, "", SHAPE),
    ("EinsumDense", 1, {"equation": "abc,cd->abd", "output_shape": (None, 3)}, "", SHAPE),
    ("Embedding", 1, {"input_dim": 0, "output_dim": 3}, "input_dim", BOUNDS),
    ("Embedding", 1, {"input_dim": 3, "output_dim": 0}, "output_dim", BOUNDS),
    ("Maxout", 1, {"units": 0}, "units", BOUNDS),
    ("Maxout", 1, {"units": 3, "pieces": 0}, "pieces", BOUNDS),
    ("RepeatVector", 1, {"n": 0}, "n", BOUNDS),
    ("Reshape", 1, {"target_shape": (4,)}, "", SHAPE),
    ("Reshape", 1, {"target_shape": (-1, 4)}, "", SHAPE),
    ("Reshape", 1, {"target_shape": (-1, -1)}, "target_shape", TYPE),
    ("Reshape", 1, {"target_shape": "6"}, "target_shape", TYPE),
    ("Permute", 2, {"dims": (1, 1)}, "dims", TYPE),
    ("Permute", 2, {"dims": (0, 1)}, "dims", TYPE),
    ("Permute", 2, {"dims": (1, 3)}, "dims", TYPE),
    ("Permute", 2, {"dims": (1,)}, "", SHAPE),
    ("Cropping1D", 2, {"cropping": 3}, "", SHAPE),
    ("Cropping2D", 3, {"cropping": 4}, "", SHAPE),
    ("Cropping2D", 3, {"cropping": ((1, 1), (9, 9))}, "", SHAPE),
    ("ZeroPadding1D", 2, {"padding": -1}, "padding", TYPE),
    ("ZeroPadding2D", 3, {"padding": -1}, "", SHAPE),
    ("UpSampling2D", 3, {"size": 0}, "size", BOUNDS),
    ("UpSampling2D", 3, {"interpolation": "nonsense"}, "interpolation", CHOICE),
    ("Conv2D", 3, {"filters": 4}, "kernel_size", MISSING),
    ("Conv2D", 3, {"kernel_size": 3}, "filters", MISSING),
    ("Conv2D", 3, {**CONV, "filters": 0}, "filters", BOUNDS),
    ("Conv2D", 3, {**CONV, "filters": 1.5}, "filters", TYPE),
    ("Conv2D", 3, {**CONV, "kernel_size": 0}, "kernel_size", BOUNDS),
    ("Conv2D", 3, {**CONV, "kernel_size": (3, 3, 3)}, "kernel_size", TYPE),
    ("Conv2D", 3, {**CONV, "kernel_size": "3x3"}, "kernel_size", TYPE),
    ("Conv2D", 3, {**CONV, "kernel_size": 9}, "", SHAPE),
    ("Conv2D", 3, {**CONV, "strides": 0}, "strides", BOUNDS),
    ("Conv2D", 3, {**CONV, "strides": (1, 2, 3)}, "strides", TYPE),
    ("Conv2D", 3, {**CONV, "padding": "causal"}, "padding", CHOICE),
    ("Conv2D", 3, {**CONV, "data_format": "channels_middle"}, "data_format", CHOICE),
    ("Conv2D", 3, {**CONV, "groups": 2}, "", SHAPE),
    ("Conv2D", 3, {**CONV, "filters": 3, "groups": 2}, "", TYPE),
    ("Conv2D", 3, {**CONV, "strides": 2, "dilation_rate": 2}, "", TYPE),
    ("Conv1D", 2, {"filters": 4, "kernel_size": 7}, "", SHAPE),
    ("Conv3D", 4, {"filters": 4, "kernel_size": 6}, "", SHAPE),
    ("DepthwiseConv2D", 3, {"kernel_size": 9}, "", SHAPE),
    ("DepthwiseConv2D", 3, {"kernel_size": 3, "depth_multiplier": 0}, "depth_multiplier", BOUNDS),
    ("SeparableConv2D", 3, {"filters": 3, "kernel_size": (3, 4, 5)}, "kernel_size", TYPE),
    ("Conv2DTranspose", 3, {**CONV, "strides": 2, "output_padding": 2}, "", TYPE),
    ("MaxPooling2D", 3, {"pool_size": 0}, "pool_size", BOUNDS),
    ("MaxPooling2D", 3, {"pool_size": 9}, "", SHAPE),
    ("MaxPooling2D", 3, {"strides": 0}, "strides", BOUNDS),
    ("MaxPooling2D", 3, {"padding": "nonsense"}, "padding", CHOICE),
    ("AveragePooling1D", 2, {"pool_size": 7}, "", SHAPE),
    ("AdaptiveMaxPooling2D", 3, {"output_size": (1, 2, 3)}, "output_size", TYPE),
    ("Dropout", 1, {}, "rate", MISSING),
    ("Dropout", 1, {"rate": 1.5}, "rate", BOUNDS),
    ("Dropout", 1, {"rate": -0.1}, "rate", BOUNDS),
    ("Dropout", 1, {"rate": "half"}, "rate", TYPE),
    ("AlphaDropout", 1, {"rate": 2.0}, "rate", BOUNDS),
    ("GaussianDropout", 1, {"rate": -1.0}, "rate", BOUNDS),
    ("GaussianNoise", 1, {"stddev": -1.0}, "stddev", BOUNDS),
    ("SpatialDropout2D", 3, {"rate": 2.0}, "rate", BOUNDS),
    ("ActivityRegularization", 1, {"l1": -1.0}, "l1", BOUNDS),
    ("BatchNormalization", 1, {"momentum": 2.0}, "momentum", BOUNDS),
    ("BatchNormalization", 1, {"epsilon": -1.0}, "epsilon", BOUNDS),
    ("BatchNormalization", 1, {"axis": 3}, "", SHAPE),
    ("LayerNormalization", 1, {"axis": 4}, "", SHAPE),
    ("RMSNormalization", 1, {"axis": 5}, "", SHAPE),
    ("UnitNormalization", 1, {"axis": 5}, "", SHAPE),
    ("GroupNormalization", 1, {"groups": 4}, "", SHAPE),
    ("GroupNormalization", 1, {"groups": 0}, "groups", BOUNDS),
    ("SpectralNormalization", 1, {"layer": Spec("Flatten")}, "", SHAPE),
    ("Activation", 1, {}, "activation", MISSING),
    ("Activation", 1, {"activation": "nonsense"}, "activation", TYPE),
    ("LeakyReLU", 1, {"negative_slope": -1.0}, "negative_slope", BOUNDS),
    ("ReLU", 1, {"max_value": -1.0}, "", TYPE),
    ("ThresholdedReLU", 1, {"theta": -1.0}, "theta", BOUNDS),
    ("Softmax", 1, {"axis": 4}, "", SHAPE),
    ("LSTM", 2, {"units": 0}, "units", BOUNDS),
    ("LSTM", 2, {"units": 3, "dropout": 2.0}, "dropout", BOUNDS),
    ("GRU", 2, {"units": 3, "recurrent_dropout": -1.0}, "recurrent_dropout", BOUNDS),
    ("Bidirectional", 2, {}, "layer", MISSING),
    ("Bidirectional", 2, {"layer": DENSE}, "", TYPE),
    ("Bidirectional", 2, {"layer": Spec("LSTM", {"units": 0})}, "layer.units", BOUNDS),
    ("Bidirectional", 2, {"layer": LSTM, "merge_mode": "nonsense"}, "merge_mode", CHOICE),
    ("TimeDistributed", 2, {"layer": Spec("Conv2D", CONV)}, "", SHAPE),
    ("TimeDistributed", 2, {"layer": Spec("Dense", {})}, "layer.units", MISSING),
    ("TimeDistributed", 2, {"layer": Spec("Lambda")}, "layer", UNKNOWN),
    ("TimeDistributed", 2, {"layer": 3}, "layer", TYPE),
    ("RNN", 2, {"cell": DENSE}, "", TYPE),
    ("RNN", 2, {"cell": LSTM}, "", SHAPE),
    ("ConvLSTM2D", 4, {"filters": 0, "kernel_size": 3}, "filters", BOUNDS),
    ("Resizing", 3, {"height": 0, "width": 3}, "height", BOUNDS),
    ("Resizing", 3, {"height": 3, "width": 3, "interpolation": "nonsense"}, "interpolation", CHOICE),
    ("Rescaling", 3, {}, "scale", MISSING),
    ("RandomFlip", 3, {"mode": "nonsense"}, "mode", CHOICE),
    ("CategoryEncoding", 1, {"num_tokens": 0}, "num_tokens", BOUNDS),
    ("Hashing", 1, {"num_bins": 0}, "num_bins", BOUNDS),
    ("StringLookup", 1, {"vocabulary": ("a",)}, "", "dtype-mismatch"),
    ("TextVectorization", 1, {"vocabulary": ("a",)}, "", "dtype-mismatch"),
)

PAIRS = (((4,), (5,)), ((4,), (3, 5)), ((6, 4), (6, 5)), ((8, 8, 3), (7, 7, 3)), ((8, 8, 3), (4,)))
MERGES: dict[str, dict[str, ParamValue]] = {
    **{kind: {} for kind in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")},
    "Attention": {},
    "AdditiveAttention": {},
}
PAIRED: tuple[tuple[str, dict[str, ParamValue], tuple[int, ...], tuple[int, ...], str, str], ...] = (
    ("Concatenate", {}, (4,), (3, 5), "", SHAPE),
    ("Concatenate", {}, (6, 4), (7, 4), "", SHAPE),
    ("Concatenate", {}, (8, 8, 3), (7, 7, 3), "", SHAPE),
    ("Concatenate", {"axis": 1}, (6, 4), (6, 5), "", SHAPE),
    ("Concatenate", {"axis": 0}, (6, 4), (6, 4), "axis", SHAPE),
    ("Concatenate", {"axis": 4}, (6, 4), (6, 4), "", SHAPE),
    ("Dot", {"axes": 1}, (4,), (5,), "", SHAPE),
    ("Dot", {"axes": 1}, (6, 4), (7, 4), "", SHAPE),
    ("Dot", {"axes": 3}, (6, 4), (6, 4), "", SHAPE),
    ("Dot", {}, (4,), (4,), "axes", MISSING),
    ("Attention", {}, (6,), (6,), "", SHAPE),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, (4,), (5,), "", SHAPE),
    ("MultiHeadAttention", {"num_heads": 0, "key_dim": 3}, (6, 4), (6, 4), "num_heads", BOUNDS),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 0}, (6, 4), (6, 4), "key_dim", BOUNDS),
    ("LSTM", {"units": 5}, (6, 4), (5,), "", SHAPE),
    ("GRU", {"units": 5}, (6, 4), (7,), "", SHAPE),
    ("SimpleRNN", {"units": 5}, (6, 4), (4,), "", SHAPE),
)

INPUTS: tuple[tuple[dict[str, ParamValue], str, str], ...] = (
    ({}, "shape", MISSING),
    ({"shape": (0,)}, "shape", "bad-shape"),
    ({"shape": (3, -1)}, "shape", "bad-shape"),
    ({"shape": "3"}, "shape", TYPE),
    ({"shape": 3.5}, "shape", TYPE),
    ({"shape": (2, "a")}, "shape", TYPE),
    ({"shape": (3,), "dtype": "nonsense"}, "dtype", CHOICE),
    ({"shape": (3,), "speed": 1}, "speed", "spec.unknown-param"),
)

IN, OTHER = node("in", "Input", shape=(4,)), node("other", "Input", shape=(4,))
A, B, C = (node(name, "Dense", units=3) for name in "abc")
ADD, LESS = node("add", "Add"), node("less", "Subtract")
TWICE = replace(A, id="twice", shares="a")
STATES = node("states", "LSTM", units=3, return_state=True)
LONG = node("long", "Input", shape=(6, 4))

DRAWINGS: dict[str, tuple[Graph, tuple[str, ...]]] = {
    "nothing": (Graph(), ("graph.empty graph",)),
    "an input alone": (graph(IN), ("graph.no-output graph",)),
    "two inputs alone": (
        graph(IN, OTHER),
        ("graph.no-output graph", "node.unused-input node:in", "node.unused-input node:other"),
    ),
    "no input": (graph(A), ("graph.no-input graph", "node.unconnected node:a")),
    "an unused input": (graph(IN, OTHER, A, ways="in>a"), ("node.unused-input node:other",)),
    "a layer apart": (graph(IN, A, B, ways="in>a"), ("node.unconnected node:b",)),
    "two layers apart": (
        graph(IN, A, B, C, ways="in>a b>c"),
        ("node.unconnected node:b", "node.unconnected node:c"),
    ),
    "a merge with one input": (graph(IN, ADD, ways="in>add"), ("node.inputs node:add",)),
    "a merge with none": (graph(IN, A, ADD, ways="in>a"), ("node.unconnected node:add",)),
    "three to subtract": (
        graph(IN, A, B, LESS, ways="in>a in>b a>less b>less:1 a>less:2"),
        ("node.inputs node:less",),
    ),
    "two inputs into a layer": (graph(IN, OTHER, A, ways="in>a other>a:1"), ("node.inputs node:a",)),
    "a gap between inputs": (graph(IN, A, ADD, ways="in>a a>add a>add:2"), ("node.input-gap node:add",)),
    "an input before the first": (
        graph(IN, A, ADD, ways="in>a a>add:-1 a>add"),
        ("node.input-gap node:add",),
    ),
    "two links at one input": (
        graph(IN, OTHER, A, ways="in>a other>a"),
        ("link.input-taken link:in.0->a.0", "link.input-taken link:other.0->a.0", "node.inputs node:a"),
    ),
    "a link into an input": (
        graph(IN, OTHER, A, ways="in>a in>other"),
        ("node.inputs node:other", "node.unused-input node:other"),
    ),
    "a link to nowhere": (graph(IN, A, ways="in>a in>gone"), ("link.dangling link:in.0->gone.0",)),
    "a link from nowhere": (
        graph(IN, A, ADD, ways="in>a a>add gone>add:1"),
        ("link.dangling link:gone.0->add.1",),
    ),
    "a layer that feeds itself": (
        graph(IN, ADD, A, ways="in>add add>add:1 add>a"),
        ("link.self-loop link:add.0->add.1",),
    ),
    "a circle of two": (
        graph(IN, ADD, A, B, ways="in>add add>a a>add:1 add>b"),
        ("graph.cycle node:a", "graph.cycle node:add"),
    ),
    "a circle apart": (
        graph(IN, C, A, B, ways="in>c a>b b>a"),
        ("graph.cycle node:a", "graph.cycle node:b"),
    ),
    "an output that is not there": (
        Graph(nodes=(IN, A, B), links=(Link("in", "a"), Link("a", "b", 1, 0))),
        ("link.no-such-output link:a.1->b.0",),
    ),
    "an output before the first": (
        Graph(nodes=(IN, A, B), links=(Link("in", "a"), Link("a", "b", -1, 0))),
        ("link.no-such-output link:a.-1->b.0",),
    ),
    "a fourth state": (
        Graph(nodes=(LONG, STATES, A), links=(Link("long", "states"), Link("states", "a", 3, 0))),
        ("link.no-such-output link:states.3->a.0",),
    ),
    "a state without return_state": (
        Graph(
            nodes=(LONG, replace(STATES, spec=LSTM), A),
            links=(Link("long", "states"), Link("states", "a", 1, 0)),
        ),
        ("link.no-such-output link:states.1->a.0",),
    ),
    "one name twice": (
        chain(IN, A, replace(B, name="a")),
        ("node.duplicate-name node:a", "node.duplicate-name node:b"),
    ),
    **{
        f"the name {name!r}": (chain(IN, replace(A, name=name)), ("node.bad-name node:a",))
        for name in ("", "2nd", "a b", "a/b", "ü", "<b>", "x" * 65)
    },
    "a stack in another order": (
        graph(IN, B, A, ways="in>a a>b", style="sequential"),
        ("graph.not-a-chain graph",),
    ),
    "a stack with a branch": (
        graph(IN, A, B, ways="in>a in>b", style="sequential"),
        ("graph.not-a-chain graph",),
    ),
    "a stack without links": (
        graph(IN, A, style="sequential"),
        ("graph.not-a-chain graph", "node.unconnected node:a", "node.unused-input node:in"),
    ),
    "shared with nobody": (
        chain(IN, A, replace(TWICE, shares="gone")),
        ("share.missing node:twice",),
    ),
    "shared with a sharer": (
        graph(
            IN,
            A,
            TWICE,
            replace(TWICE, id="thrice", shares="twice"),
            ADD,
            ways="in>a in>twice in>thrice a>add twice>add:1 thrice>add:2",
        ),
        ("share.not-owner node:thrice",),
    ),
    "shared with itself": (chain(IN, replace(TWICE, shares="twice")), ("share.not-owner node:twice",)),
    "an input shared": (
        chain(IN, A, replace(TWICE, shares="in")),
        ("share.input node:twice",),
    ),
    "one layer for two outputs": (
        graph(IN, A, TWICE, ways="in>a in>twice"),
        ("share.outputs node:twice",),
    ),
    "one layer for two sizes": (chain(IN, A, TWICE), ("shape-mismatch node:twice",)),
    "several troubles at once": (
        chain(IN, node("flat", "Dense", units=0), node("much", "Dropout", rate=2.0), node("last", "Dense")),
        (
            "spec.missing node:last.units",
            "spec.out-of-bounds node:flat.units",
            "spec.out-of-bounds node:much.rate",
        ),
    ),
    "a flat image of open size before a layer": (
        chain(node("open", "Input", shape=(None, None, 3)), node("flat", "Flatten"), A),
        ("shape-mismatch node:a",),
    ),
    "a convolution behind a Flatten": (
        chain(
            node("image", "Input", shape=(8, 8, 1)), node("flat", "Flatten"), node("conv", "Conv2D", **CONV)
        ),
        ("shape-mismatch node:conv",),
    ),
    "too many poolings": (
        chain(node("image", "Input", shape=(8, 8, 1)), *(node(f"pool{n}", "MaxPooling2D") for n in range(5))),
        ("shape-mismatch node:pool3",),
    ),
    "texts into a layer that computes": (
        chain(node("words", "Input", shape=(4,), dtype="string"), A),
        ("dtype-mismatch node:a",),
    ),
}


@dataclass(frozen=True)
class Wrong:
    """A graph with all that must be told of it, each as ``code place``."""

    name: str
    graph: Graph
    told: frozenset[str]


def wrong_graphs() -> Iterator[Wrong]:
    """Yield every case of the table."""
    for name, (drawing, told) in DRAWINGS.items():
        yield Wrong(name, drawing, frozenset(told))
    for rank, kinds in RANKS.items():
        for kind in kinds.split():
            params = starting_params(bundled().kind("layer", kind))
            for given in (rank - 1, rank + 1):
                if given:
                    yield _one(kind, given, params, "", SHAPE)
    for kind, rank, params, blamed, code in PARAMETERS:
        yield _one(kind, rank, params, blamed, code)
    for kind, params in MERGES.items():
        for one, other in PAIRS:
            yield _two(kind, params, one, other, "", SHAPE)
    for kind, params, one, other, blamed, code in PAIRED:
        yield _two(kind, params, one, other, blamed, code)
    for params, blamed, code in INPUTS:
        drawing = chain(_node("layer", "Input", params), node("next", "Flatten"))
        yield Wrong(f"Input {params}", drawing, _told(blamed, code))


def _one(kind: str, rank: int, params: dict[str, ParamValue], blamed: str, code: str) -> Wrong:
    drawing = chain(node("in", "Input", shape=SHAPES[rank]), _node("layer", kind, params))
    return Wrong(f"{kind} {_words(params)} on {SHAPES[rank]}", drawing, _told(blamed, code))


def _two(
    kind: str,
    params: dict[str, ParamValue],
    one: tuple[int, ...],
    other: tuple[int, ...],
    blamed: str,
    code: str,
) -> Wrong:
    inputs = node("one", "Input", shape=one), node("other", "Input", shape=other)
    drawing = graph(*inputs, _node("layer", kind, params), ways="one>layer other>layer:1")
    return Wrong(f"{kind} {_words(params)} on {one} and {other}", drawing, _told(blamed, code))


def _node(name: str, kind: str, params: dict[str, ParamValue]) -> Node:
    return Node(id=name, spec=Spec(kind, params), name=name, at=Point(0, 0))


def _told(blamed: str, code: str) -> frozenset[str]:
    return frozenset({f"{code} node:layer.{blamed}" if blamed else f"{code} node:layer"})


def _words(params: dict[str, ParamValue]) -> str:
    return " ".join(
        f"{name}={value.kind if isinstance(value, Spec) else value}" for name, value in params.items()
    )
