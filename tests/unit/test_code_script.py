"""A project as a script: the same network, data and training, in code that reads well."""

import itertools
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.helpers import drawings
from tests.helpers.drawings import node
from workbench.catalog.catalog import Catalog, bundled
from workbench.code.script import script
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Bundled, DataSpec, Split, Table
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.project.samples import open_project, samples
from workbench.project.spec import Spec
from workbench.project.training import Head, TrainingSpec

BASE = Path("/data")
chain = partial(drawings.chain, style="sequential")
INPUT = node("inputs", "Input", shape=(4,))
IRIS = DataSpec(source=Bundled("iris"))


DEEP = Spec("Zeros")
for _ in range(300):
    DEEP = Spec("Zeros", {"inner": DEEP})


def written(project: Project) -> str:
    text = script(project, bundled(), base=BASE)
    compile(text, "script", "exec")
    return text


@pytest.mark.parametrize("name", [sample.name for sample in samples()])
def test_that_every_bundled_project_becomes_a_formatted_script(name: str, catalog: Catalog, tmp_path: Path):
    project, base = open_project(name)
    path = tmp_path / "script.py"
    path.write_text(script(project, catalog, base=base), encoding="utf-8")
    ruff = shutil.which("ruff") or str(Path(sys.executable).with_name("ruff"))

    checks = [
        subprocess.run(
            [ruff, *arguments, "--isolated", str(path)], capture_output=True, text=True, check=False
        )
        for arguments in (["format", "--diff"], ["check", "--select", "E,F,W,I,N,B,UP"])
    ]

    assert [(check.returncode, check.stdout) for check in checks if check.returncode] == []
    assert "workbench" not in path.read_text(encoding="utf-8")
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120 + 3 * len(project.graph.nodes)


def test_that_the_same_project_gives_the_same_script(project: Project, catalog: Catalog):
    assert script(project, catalog, base=BASE) == script(project, catalog, base=BASE)


def test_that_a_chain_is_written_as_a_list_of_layers():
    graph = chain(INPUT, node("hidden", "Dense", units=16, activation="relu"), node("out", "Dense", units=3))

    text = written(Project(data=IRIS, graph=graph))

    assert "model = keras.Sequential(" in text
    assert 'layers.Dense(16, activation="relu", name="hidden"),' in text
    assert "stratify=labels" in text


def test_that_links_become_arguments_in_the_order_of_the_inputs():
    nodes = (INPUT, node("a", "Dense", units=3), node("b", "Dense", units=3), node("both", "Subtract"))
    links = (Link("inputs", "a"), Link("inputs", "b"), Link("a", "both", 0, 1), Link("b", "both", 0, 0))

    text = written(Project(data=IRIS, graph=Graph(nodes=nodes, links=links)))

    assert 'both = layers.Subtract(name="both")([b, a])' in text
    assert "model = keras.Model(inputs=inputs, outputs=both)" in text


def test_that_nested_objects_come_from_their_own_modules():
    hidden = node(
        "hidden", "Dense", units=8, kernel_initializer=Spec("HeNormal"), kernel_constraint=Spec("MaxNorm")
    )
    training = TrainingSpec(
        optimizer=Spec(
            "SGD",
            {
                "learning_rate": Spec(
                    "ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}
                )
            },
        ),
        metrics=(Spec("accuracy"), Spec("TopKCategoricalAccuracy", {"k": 2})),
    )

    text = written(
        Project(data=IRIS, graph=chain(INPUT, hidden, node("out", "Dense", units=3)), training=training)
    )

    assert "kernel_initializer=keras.initializers.HeNormal()" in text
    assert "kernel_constraint=keras.constraints.MaxNorm()" in text
    assert "keras.optimizers.schedules.ExponentialDecay(" in text
    assert 'metrics=["accuracy", keras.metrics.TopKCategoricalAccuracy(k=2)]' in text


def test_that_layers_of_ours_and_formulas_are_spelt_out():
    graph = chain(
        INPUT,
        node("a", "Maxout", units=4),
        node("b", "Dense", units=4, activation="formula:1/(1+exp(x))"),
        node("c", "Activation", activation="formula:1/(1+exp(x))"),
        node("d", "Dense", units=3, activation="formula:tanh(x)"),
    )

    text = written(Project(data=IRIS, graph=graph))

    assert "class Maxout(layers.Layer):" in text
    assert "class HeavisideStep" not in text
    assert text.count("def activation") == 2
    assert "    return 1 / (1 + ops.exp(x))" in text
    assert "activation=activation_1" in text
    assert "workbench" not in text


def test_that_a_typed_learning_rate_is_a_function_before_the_network():
    callback = Spec("LearningRateScheduler", {"schedule": "lr * 0.5 ** floor(epoch / 10)"})
    training = TrainingSpec(callbacks=(callback,))

    text = written(Project(data=IRIS, graph=chain(INPUT, node("out", "Dense", units=3)), training=training))

    assert "import math\n\nimport keras" in text
    assert "def learning_rate(epoch, lr):" in text
    assert "callbacks=[keras.callbacks.LearningRateScheduler(learning_rate)]," in text


@pytest.mark.parametrize(
    ("loss", "units", "line"),
    [
        ("SparseCategoricalCrossentropy", 3, "labels[train],"),
        ("CategoricalGeneralizedCrossEntropy", 3, "labels[train],"),
        ("Circle", 3, "labels[train],"),
        ("CategoricalCrossentropy", 3, "targets = keras.utils.to_categorical(labels, len(class_names))"),
        ("MeanSquaredError", 3, "targets = keras.utils.to_categorical(labels, len(class_names))"),
        ("MeanSquaredError", 1, 'targets = labels.reshape(-1, 1).astype("float32")'),
        ("mse", 3, "loss=keras.losses.MeanSquaredError(),"),
        ("BinaryCrossentropy", 1, 'targets = labels.reshape(-1, 1).astype("float32")'),
    ],
)
def test_that_the_encoding_of_the_targets_follows_the_loss(loss: str, units: int, line: str):
    graph = chain(INPUT, node("out", "Dense", units=units), node("end", "Activation", activation="sigmoid"))

    assert line in written(Project(data=IRIS, graph=graph, training=TrainingSpec(loss=Spec(loss))))


def test_that_a_table_is_read_from_where_the_project_says(tmp_path: Path):
    (tmp_path / "it's.csv").write_text("a;b;y\n1,5;2;red\n2,5;3;blue\n", encoding="utf-8")
    data = DataSpec(source=Table(path="it's.csv", target="y", features=("a", "b")))
    project = Project(data=data, graph=chain(INPUT, node("out", "Dense", units=2)))

    text = script(project, bundled(), base=tmp_path)

    assert repr(str(tmp_path / "it's.csv")) in text
    assert 'sep=";"' in text
    assert 'decimal=","' in text
    assert 'features = ["a", "b"]' in text
    assert 'class_values, labels = np.unique(table["y"], return_inverse=True)' in text


def test_that_a_quantity_is_learnt_as_it_stands():
    project = Project(
        data=DataSpec(source=Table(path="houses.csv", target="price")),
        graph=chain(INPUT, node("out", "Dense", units=1)),
        training=TrainingSpec(loss=Spec("MeanSquaredError"), metrics=()),
    )

    text = written(project)

    assert 'targets = table["price"].to_numpy("float32").reshape(-1, 1)' in text
    assert 'x = table.drop(columns="price").to_numpy("float32")' in text
    assert "classification_report" not in text
    assert "stratify" not in text


def test_that_several_inputs_and_outputs_each_get_their_arrays():
    nodes = (
        INPUT,
        node("second", "Input", shape=(4,)),
        node("both", "Concatenate"),
        node("a", "Dense", units=3, activation="softmax"),
        node("b", "Dense", units=3, activation="softmax"),
    )
    links = (Link("inputs", "both"), Link("second", "both", 0, 1), Link("both", "a"), Link("both", "b"))
    head = Head(output="b", loss=Spec("CategoricalCrossentropy"), weight=0.3)
    project = Project(data=IRIS, graph=Graph(nodes=nodes, links=links), training=TrainingSpec(heads=(head,)))

    text = written(project)

    assert "[x[train], x[train]]," in text
    assert "[labels[train], targets[train]]," in text
    assert "loss_weights=[1.0, 0.3]," in text
    assert "inputs=[inputs, second], outputs=[a, b]" in text
    assert "print(model.output_names[1], report)" in text


def test_that_an_output_of_a_recurrent_layer_is_picked_by_its_index():
    nodes = (node("steps", "Input", shape=(5, 2)), node("lstm", "LSTM", units=4, return_state=True))
    nodes += (node("next", "GRU", units=4), node("out", "Dense", units=3))
    links = (Link("steps", "lstm"), Link("steps", "next"), Link("lstm", "next", 1, 1), Link("next", "out"))

    text = written(Project(data=IRIS, graph=Graph(nodes=nodes, links=links)))

    assert "(steps, initial_state=[lstm[1]])" in text


def test_that_a_sequential_graph_that_is_no_chain_is_written_with_its_links():
    nodes = (INPUT, node("a", "Dense", units=3), node("b", "Dense", units=3))
    graph = Graph(style="sequential", nodes=nodes, links=(Link("inputs", "a"), Link("inputs", "b")))

    assert "model = keras.Model(inputs=inputs, outputs=[a, b])" in written(Project(graph=graph))


def test_that_a_thousand_layers_are_written_in_their_order():
    names = [f"layer{number}" for number in range(1000)]
    nodes = (*(node(name, "ReLU") for name in reversed(names)), INPUT)
    links = tuple(Link(a, b) for a, b in itertools.pairwise(["inputs", *names]))

    lines = written(Project(graph=Graph(nodes=nodes, links=links))).splitlines()

    made = [line.split(" = ")[0] for line in lines if " = layers." in line]
    assert made == names


def test_that_without_data_the_script_builds_the_network_only():
    text = written(Project(graph=chain(INPUT, node("out", "Dense", units=3))))

    assert "model.summary()" in text
    assert "fit" not in text
    assert "numpy" not in text


def test_that_without_a_split_it_is_judged_on_what_it_learnt():
    data = DataSpec(source=Bundled("xor"), split=Split(validation=0, test=0))

    text = written(
        Project(data=data, graph=chain(node("two", "Input", shape=(2,)), node("out", "Dense", units=2)))
    )

    assert "validation_data" not in text
    assert 'print(f"Training {name}: {value:.4f}")' in text


def test_that_precision_is_set_before_the_network():
    text = written(
        Project(
            data=IRIS,
            graph=chain(INPUT, node("out", "Dense", units=3)),
            training=TrainingSpec(precision="mixed_float16"),
        )
    )

    assert text.index('keras.config.set_dtype_policy("mixed_float16")') < text.index("keras.Sequential")


@dataclass
class Bad:
    graph: Graph
    where: str


@pytest.mark.parametrize(
    "bad",
    [
        Bad(Graph(), "graph"),
        Bad(chain(INPUT), "graph"),
        Bad(Graph(nodes=(INPUT, node("a", "Dense", units=1))), "node:a"),
        Bad(
            Graph(
                nodes=(INPUT, node("a", "Dense"), node("b", "Dense")), links=(Link("a", "b"), Link("b", "a"))
            ),
            "node:a",
        ),
        Bad(chain(INPUT, node("a", "os.system")), "node:a"),
        Bad(chain(INPUT, node("a", "Dense")), "node:a.units"),
        Bad(Graph(nodes=(INPUT, node("a", "Dense", units=1)), links=(Link("b", "a"),)), "link:b.0->a.0"),
        Bad(chain(INPUT, node("a", "Dense", units=1, kernel_initializer=DEEP)), "node:a"),
        Bad(chain(INPUT, node("a", "Dense", units=1, **{"x=1, y": 1})), "node:a.x=1, y"),
        Bad(chain(INPUT, node("a", "Dense", units=1, activation="formula:y")), "node:a.activation"),
        Bad(
            chain(INPUT, node("a", "Dense", units=1, kernel_initializer=Spec("system"))),
            "node:a.kernel_initializer",
        ),
    ],
)
def test_that_what_cannot_be_written_is_refused_at_its_place(bad: Bad):
    with pytest.raises(WorkbenchError) as caught:
        script(Project(data=IRIS, graph=bad.graph), bundled(), base=BASE)

    assert caught.value.problems[0].where == bad.where


@pytest.mark.parametrize(
    ("source", "where"),
    [
        (Bundled("nothing"), "data.source"),
        (Table(path=" ", target="y"), "data.source"),
        (Table(path="table.csv", target=""), "data.source.target"),
    ],
)
def test_that_unknown_data_is_refused(source: Bundled | Table, where: str):
    with pytest.raises(WorkbenchError) as caught:
        script(
            Project(data=DataSpec(source=source), graph=chain(INPUT, node("a", "Dense", units=1))),
            bundled(),
            base=BASE,
        )

    assert caught.value.problems[0].where == where


NASTY = st.text() | st.sampled_from(
    ['"""', "'''", "\\", '\\"', "\n", "\u202e", "{x}", "%s", "#", "\r", "\x00", "\ud800"]
)


@settings(max_examples=150, deadline=None)
@given(title=NASTY, name=NASTY, path=NASTY, target=NASTY, feature=NASTY, text=NASTY)
def test_that_no_text_of_a_user_breaks_the_script(
    title: str, name: str, path: str, target: str, feature: str, text: str
):
    graph = chain(INPUT, replace(node("a", "Dense", units=3, activation=text), name=name))
    callback = Spec("CSVLogger", {"filename": text})
    graph = replace(graph, style="functional") if len(title) % 2 else graph
    project = Project(
        title=title,
        data=DataSpec(source=Table(path=path, target=target, features=(feature,))),
        graph=graph,
        training=TrainingSpec(callbacks=(callback,)),
    )
    if text.startswith("formula:") or not path.strip() or not target:
        return

    source = script(project, bundled(), base=BASE)

    compile(source, "script", "exec")
    assert source.replace("\n", "").isprintable()


def test_that_a_cell_and_its_states_are_spelt_out():
    nodes = (node("step", "Input", shape=(2,)), node("memory", "Input", shape=(4,)))
    nodes += (node("cell", "GRUCell", units=4), node("out", "Dense", units=3))
    links = (Link("step", "cell"), Link("memory", "cell", 0, 1), Link("cell", "out"))

    text = written(Project(graph=Graph(nodes=nodes, links=links)))

    assert 'cell = keras.tree.flatten(layers.GRUCell(4, name="cell")(step, states=[memory]))' in text
    assert "(cell[0])" in text


def test_that_logits_change_their_mind_at_zero():
    training = TrainingSpec(loss=Spec("BinaryCrossentropy", {"from_logits": True}))
    data = DataSpec(source=Bundled("xor"))

    text = written(
        Project(
            data=data,
            graph=chain(node("a", "Input", shape=2), node("b", "Dense", units=1)),
            training=training,
        )
    )

    assert "predicted = (outputs[:, 0] >= 0).astype(int)" in text
    assert 'keras.Input(shape=(2,), name="a")' in text
