"""The shell understands its commands, and says so when it doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.cli.arguments import Arguments, parse
from workbench.cli.exploring_words import Exploring


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", Arguments(command="window")),
        ("digits-mlp", Arguments(command="window", project="digits-mlp")),
        ("--demo", Arguments(command="window", demo=True)),
        ("samples --json", Arguments(command="samples", json=True)),
        ("applications --json", Arguments(command="applications", json=True)),
        ("check digits-mlp", Arguments(command="check", project="digits-mlp")),
        (
            "check digits-mlp --data --json",
            Arguments(command="check", project="digits-mlp", data=True, json=True),
        ),
        (
            "train p.workbench --runs r --epochs 3 --seed 7 --device cpu --json",
            Arguments(
                command="train",
                project="p.workbench",
                runs=Path("r"),
                epochs=3,
                seed=7,
                device="cpu",
                json=True,
            ),
        ),
        (
            "train p.workbench --xla off --residence streamed --steps-per-call 16",
            Arguments(
                command="train",
                project="p.workbench",
                xla="off",
                residence="streamed",
                steps_per_call=16,
            ),
        ),
        (
            "probe neuron --values 2 3 --set neuron:2=-3",
            Arguments(command="probe", project="neuron", values=(2.0, 3.0), set=("neuron:2=-3",)),
        ),
        (
            "explain r --row 7 --which last",
            Arguments(command="explain", run=Path("r"), row=7, which="last"),
        ),
        (
            "explain r --row 7 --filters conv2d --out pictures --which epoch-12",
            Arguments(
                command="explain",
                run=Path("r"),
                row=7,
                filters="conv2d",
                out=Path("pictures"),
                which="epoch-0012",
            ),
        ),
        ("explain r --filters", Arguments(command="explain", run=Path("r"), filters="")),
        (
            "explore activation gelu --at -1,0,1 --json",
            Arguments(
                command="explore", json=True, exploring=Exploring(names=("gelu",), at=(-1.0, 0.0, 1.0))
            ),
        ),
        (
            "explore optimizer sgd adam --surface saddle --rate 0.2 --start -1,0.5",
            Arguments(
                command="explore",
                exploring=Exploring(
                    topic="optimizer", names=("sgd", "adam"), surface="saddle", rate=0.2, start=(-1.0, 0.5)
                ),
            ),
        ),
        (
            "train p.workbench --class-weight a=2 --class-weight b=0.5",
            Arguments(command="train", project="p.workbench", class_weight=("a=2", "b=0.5")),
        ),
        ("pause r", Arguments(command="pause", run=Path("r"))),
        ("step r --epoch", Arguments(command="step", run=Path("r"), epoch=True)),
        ("stop r --now --json", Arguments(command="stop", run=Path("r"), now=True, json=True)),
        ("kill r", Arguments(command="kill", run=Path("r"))),
        ("resume r", Arguments(command="resume", run=Path("r"))),
        ("resume r --epochs 40", Arguments(command="resume", run=Path("r"), epochs=40)),
        (
            "steer r --rate 1e-3 --epochs 40 --patience 5 --plateau-patience 2 --json",
            Arguments(
                command="steer",
                run=Path("r"),
                rate=0.001,
                epochs=40,
                patience=5,
                plateau_patience=2,
                json=True,
            ),
        ),
        ("rate p --curve", Arguments(command="rate", project="p", curve=True)),
        (
            "evaluate r --split train --which last",
            Arguments(command="evaluate", run=Path("r"), split="train", which="last"),
        ),
        ("predict r --input x.npy", Arguments(command="predict", run=Path("r"), input=Path("x.npy"))),
        (
            "export r --format onnx --out m.onnx",
            Arguments(command="export", run=Path("r"), format="onnx", out=Path("m.onnx")),
        ),
        ("code p --out s.py", Arguments(command="code", project="p", out=Path("s.py"))),
    ],
)
def test_that_a_command_line_is_understood(words: str, expected: Arguments) -> None:
    assert parse(words.split()) == expected


@pytest.mark.parametrize(
    "words",
    [
        "train",
        "train a b",
        "train p --epochs many",
        "evaluate r --split holdout",
        "predict r",
        "export r",
        "export r --format tiff",
        "check p --fast",
        "a b",
    ],
)
def test_that_wrong_usage_ends_with_2_and_a_line_on_it(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parse(words.split())
    assert end.value.code == 2
    assert "usage: workbench" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_that_help_and_version_end_with_0(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse([word])
    assert end.value.code == 0
    assert "workbench" in capsys.readouterr().out
