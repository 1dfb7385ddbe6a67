"""Shapes, parameters and problems of blocks: every copy counts, each thing drawn is told once."""

from __future__ import annotations

import pytest

from tests.helpers.blocks import grouped
from tests.helpers.graphs import chain, dense, given
from workbench.engine.model import analyse
from workbench.project.graph import Graph
from workbench.project.spec import Spec

pytestmark = pytest.mark.slow

CONVOLUTION = Spec("Conv2D", {"filters": 8, "kernel_size": 3})


@pytest.fixture
def analyser():
    from workbench.engine.model.analyse import Analyser

    return Analyser()


def _stack(repeat: int) -> Graph:
    """n0 Input 16 x 16 x 3, n1 and n2 the block, n3 Flatten, n4 Dense."""
    drawing = chain(given(16, 16, 3), CONVOLUTION, Spec("BatchNormalization"), Spec("Flatten"), dense(2))
    return grouped(drawing, "block", "n1", "n2", repeat=repeat)


def test_that_a_layer_in_a_repeated_block_shows_its_first_copy_and_what_leaves_is_the_last(analyser) -> None:
    analysis = analyser.analyse_graph(_stack(3))

    first = analysis.layer("n1")
    assert (first.params, first.copies, first.output_shapes) == (3 * 9 * 8 + 8, 3, ((None, 14, 14, 8),))
    assert analysis.layer("n2").leaving_shapes == ((None, 10, 10, 8),)
    assert analysis.layer("n3").input_shapes == ((None, 10, 10, 8),)
    assert (analysis.layer("n4").copies, analysis.layer("n4").leaving_shapes) == (1, ((None, 2),))
    assert [layer.id for layer in analysis.layers] == ["n0", "n1", "n2", "n3", "n4"]


def test_that_totals_and_the_sums_of_a_block_count_every_copy(analyser) -> None:
    analysis = analyser.analyse_graph(_stack(3))
    block = analysis.block("block")

    convolutions = (3 * 9 * 8 + 8) + 2 * (8 * 9 * 8 + 8)
    assert block.params == convolutions + 3 * 32
    assert sum(layer.cost.params for layer in analysis.layers) == analysis.params
    assert analysis.layer("n1").cost.params == convolutions
    assert block.trainable_params == convolutions + 3 * 16
    assert analysis.params == block.params + 800 * 2 + 2
    assert (block.layers, block.copies) == (6, 3)
    assert block.input_shapes == ((None, 16, 16, 3),)
    assert block.output_shapes == ((None, 10, 10, 8),)
    assert block.flops == 14 * 14 * 27 * 8 + 12 * 12 * 72 * 8 + 10 * 10 * 72 * 8


def test_that_a_block_in_a_repeated_one_is_summed_for_the_first_copy_around_it(analyser) -> None:
    inner = grouped(chain(given(4), dense(4), dense(4), dense(1)), "inner", "n1", repeat=2)
    analysis = analyser.analyse_graph(grouped(inner, "outer", "inner", "n2", repeat=3))

    assert (analysis.block("inner").params, analysis.block("inner").copies) == (40, 2)
    assert (analysis.block("outer").params, analysis.block("outer").copies) == (180, 3)
    assert analysis.layer("n1").copies == 6
    assert analysis.params == 185


def test_that_what_only_a_further_copy_can_not_do_is_told_at_the_original_with_its_number(analyser) -> None:
    analysis = analyser.analyse_graph(_stack(9))

    (problem,) = analysis.problems
    assert (problem.code, problem.where) == ("shape-mismatch", "node:n1")
    assert problem.message.startswith("In copy 8 of “block”: Conv2D can't work on (None, 2, 2, 8)")


def test_that_a_wrong_parameter_in_a_repeated_block_is_told_once(analyser) -> None:
    drawing = grouped(chain(given(4), dense(0), dense(1)), "block", "n1", repeat=5)
    assert [problem.where for problem in analyser.analyse_graph(drawing).problems] == ["node:n1.units"]


def test_that_copies_alike_are_asked_of_keras_once(analyser, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    trace = analyse.trace
    monkeypatch.setattr(
        analyse, "trace", lambda spec, *rest, **named: asked.append(spec.kind) or trace(spec, *rest, **named)
    )
    drawing = grouped(chain(given(4), dense(4), dense(1)), "block", "n1", repeat=500)

    assert analyser.analyse_graph(drawing).params == 500 * 20 + 5
    assert asked == ["Dense", "Dense"]


def test_that_more_copies_than_a_network_holds_are_told_and_the_drawing_still_measured(analyser) -> None:
    drawing = grouped(chain(given(4), dense(4), *[dense(4)] * 8), "block", *(f"n{i}" for i in range(1, 9)))
    far = grouped(drawing, "outer", "block", repeat=1000)
    analysis = analyser.analyse_graph(far)
    assert [problem.code for problem in analysis.problems] == ["block.too-many"]
    assert analysis.layer("n8").output_shapes == ((None, 4),)
