"""Drawings that can't work: each with the codes and places that must be told."""

from __future__ import annotations

from msgspec.structs import replace

from tests.helpers.drawings import chain, graph, node
from tests.helpers.wrong_parameters import CONV, LSTM
from workbench.project.graph import Graph, Link

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
