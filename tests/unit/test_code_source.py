"""Expressions as source: when a line is broken, and how text is quoted."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.code.literals import literal, quote
from workbench.code.source import WIDTH, Call, Items, flat, listed, write

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)


def test_that_a_call_that_fits_stays_on_one_line():
    call = Call("layers.Dense", (("", "10"), ("activation", '"softmax"')), tail="(flatten)")

    assert write(call, before="output = ") == 'output = layers.Dense(10, activation="softmax")(flatten)'


def test_that_a_long_call_puts_its_arguments_on_a_line_of_their_own():
    call = Call("train_test_split", tuple((f"argument_{n}", "value") for n in range(3)))

    lines = write(call, before="training_examples, validation_examples = ").split("\n")

    assert [line.strip() for line in lines[1:]] == [
        "argument_0=value, argument_1=value, argument_2=value",
        ")",
    ]


def test_that_a_longer_call_gives_each_argument_a_line():
    call = Call("function", tuple((f"argument_{n}", "a_rather_long_value") for n in range(4)))

    lines = write(call).split("\n")

    assert len(lines) == 6
    assert all(line.endswith(",") and len(line) <= WIDTH for line in lines[1:-1])


def test_that_a_dict_shows_its_keys_and_a_tuple_of_one_its_comma():
    assert flat(Items("{}", (('"a"', "1"), ('"b"', "2")))) == '{"a": 1, "b": 2}'
    assert flat(Items("()", (("", "4"),))) == "(4,)"
    assert flat(listed([])) == "[]"


@given(st.text())
def test_that_quoted_text_is_one_printable_line_that_reads_back(text: str):
    source = quote(text)

    assert ast.literal_eval(source) == text
    assert source.isprintable()


@given(st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=12))
def test_that_a_literal_reads_back(value: object):
    assert ast.literal_eval(write(literal(value), before="")) == value


def test_that_what_has_no_literal_is_refused():
    assert literal(float("inf")) == 'float("inf")'
    with pytest.raises(TypeError, match="received list"):
        literal([1])
