"""Names in a script are Python's, whatever the project calls things."""

import keyword

from hypothesis import given
from hypothesis import strategies as st

from workbench.code.names import file_stem, headline, variables
from workbench.project.graph import Graph, Node, Point
from workbench.project.spec import Spec


def node(name: str, node_id: str = "a", kind: str = "Dense") -> Node:
    return Node(id=node_id, spec=Spec(kind), name=name, at=Point(0, 0))


def test_that_variables_avoid_pythons_words_and_the_scripts_own():
    graph = Graph(nodes=(node("input", "a"), node("lambda", "b"), node("model", "c"), node("Hidden", "d")))

    assert variables(graph, ["model"]) == {
        "a": "input_layer",
        "b": "lambda_layer",
        "c": "model_layer",
        "d": "hidden",
    }


@given(st.lists(st.text(), min_size=1, max_size=6))
def test_that_every_node_has_a_variable_of_its_own(names: list[str]):
    graph = Graph(nodes=tuple(node(name, str(number)) for number, name in enumerate(names)))

    found = variables(graph, ["x"])

    assert len(set(found.values())) == len(names)
    assert all(name.isidentifier() and not keyword.iskeyword(name) and name != "x" for name in found.values())


def test_that_a_file_takes_the_titles_letters_and_digits():
    assert file_stem("Digits: convolutional network") == "digits-convolutional-network"
    assert file_stem("שלום / ..") == "model"
    assert file_stem("CON") == "con-model"
    assert len(file_stem("x" * 1000)) == 60


@given(st.text())
def test_that_a_headline_neither_ends_nor_escapes_its_docstring(title: str):
    text = headline(title)

    assert text
    assert "\n" not in text
    compile(f'"""{text}."""', "script", "exec")
