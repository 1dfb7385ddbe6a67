"""Texts become what Keras makes of them, and a run on raw rows keeps what it learned of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.helpers.raw_tables import TEXTS, write_mixed_table
from tests.helpers.trainings import chain, train
from workbench.engine.data.preparation.fitted import kept
from workbench.engine.data.preparation.words import vectorised, vocabulary
from workbench.project.data import DataSpec, Table
from workbench.project.preparation import ColumnPreparation, Preparation
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

pytestmark = [
    pytest.mark.slow,
    # Keras' own conversion of variables to NumPy.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]
OTHERS = (*TEXTS, "", "Ünï Code — dashes", "tab\tand\nlines", "it's; 3.5 (x_y)", "good " * 9)


@pytest.mark.parametrize("mode", ["int", "multi_hot", "count", "tf_idf"])
@pytest.mark.parametrize("tokens", [4, 100])
def test_that_texts_are_vectorised_as_keras_does(keras_here: None, mode: Any, tokens: int) -> None:
    import keras

    length = {"output_sequence_length": 6} if mode == "int" else {}
    layer = keras.layers.TextVectorization(max_tokens=tokens, output_mode=mode, **length)
    layer.adapt(np.array(OTHERS[:6]))
    words, weights = vocabulary(OTHERS[:6], tokens, mode)

    specials = 2 if mode == "int" else 1
    assert layer.get_vocabulary()[specials:] == list(words)
    expected = np.asarray(layer(np.array(OTHERS)))
    made = vectorised(OTHERS, words, mode, length=6, weights=weights)
    np.testing.assert_allclose(made, expected, rtol=1e-6)


def test_that_a_run_keeps_its_preparation_and_judges_and_answers_with_it(
    keras_here: None, tmp_path: Path
) -> None:
    from workbench.engine.evaluation.evaluate import evaluate
    from workbench.engine.evaluation.predict import predict

    write_mixed_table(tmp_path / "t.csv")
    note = ColumnPreparation(name="note", kind="text")
    rule = Preparation(missing="median", scaling="standard", columns=(note,))
    width = 1 + 3 + 1 + 6
    graph = chain(Spec("Input", {"shape": (width,)}), Spec("Dense", {"units": 2, "activation": "softmax"}))
    training = TrainingSpec(epochs=1, batch_size=8, loss=Spec("SparseCategoricalCrossentropy"))
    data = DataSpec(source=Table(path=str(tmp_path / "t.csv"), target="y"), preparation=rule)
    run = train(Project(title="raw", data=data, graph=graph, training=training), tmp_path / "runs")

    fitted = kept(run.folder.artifacts)
    assert fitted is not None and fitted.width == width
    judged = evaluate(run.folder.path, "test", "best")
    answers = predict(run.folder.path, tmp_path / "t.csv")
    assert (len(answers), answers[0].label in ("yes", "no")) == (60, True)

    # Other figures in the data change nothing of what the run has learned.
    changed = (tmp_path / "t.csv").read_text().splitlines()
    (tmp_path / "t.csv").write_text("\n".join([changed[0], *changed[:0:-1], "999,violet,1,new words,yes"]))
    again = predict(run.folder.path, tmp_path / "t.csv")
    np.testing.assert_allclose(
        [answer.output for answer in again[:60]], [answer.output for answer in answers[::-1]], rtol=1e-5
    )
    assert judged.examples == 9
