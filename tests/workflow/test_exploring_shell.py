"""The explorers from the shell: figures for people and for programs, and wrong words."""

from __future__ import annotations

import json

import pytest

from tests.helpers.lent_engines import lend
from workbench.cli import exploring, main
from workbench.protocol.client import EngineProcess


@pytest.fixture
def shared(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    lend(engine, monkeypatch, exploring)


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
def test_that_every_topic_prints_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    def told(words: str) -> str:
        assert main(["explore", *words.split()]) == 0
        return " ".join(capsys.readouterr().out.split())

    assert "-1 -0.15866 -0.083315 0 0 0.5 1 0.84134 1.0833" in told("activation gelu --at -1,0,1")
    assert "-2 -0.6 0.3" in told("activation leakyrelu --at -2")
    losses = told("loss --predicted 0.9 --target 0")
    assert "MeanSquaredError 0.81 1.8" in losses
    assert "BinaryCrossentropy 2.3026 10" in losses
    assert "Fan-in 64, fan-out 32" in told("initializer he_normal --shape 64,32")
    ways = told("optimizer sgd adam --surface bowl --start -1,1 --rate 0.1 --steps 20")
    assert "0 4 8 12 16 20 SGD 0.1 1 0.43 " in ways
    assert "0 * 2 + 1 * 3 + 4 = 7, sigmoid(7) = 0.99909" in told("neuron --inputs 2,3 --weights 0,1 --bias 4")


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
def test_that_programs_get_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explore", "neuron", "--bias", "0", "--json"]) == 0
    (line,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert line["topic"] == "neuron"
    assert round(line["output"], 4) == 0.9526


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("loss nothing", "Expected one of SparseCategoricalCrossentropy"),
        ("activation relu gelu", "Expected one name, received relu gelu"),
        ("optimizer adam --start 1", "--start: expected two numbers, received 1"),
        ("activation leakyrelu/slope=1", "has no parameter 'slope'"),
    ],
)
def test_that_wrong_words_are_told_before_keras_is_started(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explore", *(word.replace("/", " ") for word in words.split())]) == 1
    said = capsys.readouterr().err
    assert told in " ".join(said.split())
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("option", "told"), [("--at=a", "expected numbers"), ("--shape=4,b", "expected sizes")]
)
def test_that_what_is_no_number_is_wrong_usage(
    option: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["explore", "activation", "relu", option])
    assert end.value.code == 2
    assert told in capsys.readouterr().err
