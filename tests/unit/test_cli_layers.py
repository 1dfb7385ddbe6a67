"""What a run measured in its layers, in the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.journals import finished_run
from tests.helpers.layer_figures import drawn_epoch, run_with_figures
from workbench.cli import main
from workbench.cli.arguments import parse
from workbench.cli.layer_tables import bars
from workbench.cli.training import with_wishes
from workbench.project.project import Project
from workbench.runs import layer_figures
from workbench.runs.layer_figures import Spread


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return run_with_figures(tmp_path / "run").path


def test_that_the_newest_figures_are_a_table_of_layers(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers", str(run)]) == 0

    said = capsys.readouterr().out
    assert "After epoch 5, on 64 examples" in said
    rows = [line.split()[0] for line in said.splitlines() if line.startswith("dense")]
    assert rows == ["dense", "dense_1", "dense_2"]


def test_that_an_epochs_figures_are_a_line_of_json(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers", str(run), "--epoch", "3", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["epoch"] == 3
    assert [layer["name"] for layer in told["layers"]] == ["dense", "dense_1", "dense_2"]
    assert sum(told["layers"][0]["weights"][0]["gradient"]["counts"]) == 32


def test_that_one_layer_is_told_with_its_histograms(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers", str(run), "--layer", "dense_1"]) == 0

    said = capsys.readouterr().out
    for row in ("output (512)", "kernel (32)", "∇ kernel (32)", "bias (8)", "∇ bias (8)"):
        assert row in said
    layer = drawn_epoch(5).layer("dense_1")
    assert layer is not None and layer.output is not None
    assert "█" in bars(layer.output)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--epoch 2", "No figures are kept of epoch 2: expected one of 1, 3, 5."),
        ("--layer conv", "no layer “conv” in the network: expected one of dense, dense_1, dense_2"),
    ],
)
def test_that_what_was_not_measured_is_one_sentence(
    words: str, told: str, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["layers", str(run), *words.split()]) == 1

    assert told in capsys.readouterr().err


def test_that_a_run_without_figures_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers", str(finished_run(tmp_path / "run").path)]) == 1

    assert "keeps no figures of its layers" in capsys.readouterr().err


def test_that_damaged_figures_are_told_and_the_others_shown(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = run / "artifacts" / layer_figures.NAME
    path.write_bytes(path.read_bytes()[:-5])

    assert main(["layers", str(run)]) == 1
    assert "The figures of epoch 5 can't be read" in capsys.readouterr().err
    assert main(["layers", str(run), "--epoch", "3"]) == 0


def test_that_the_command_line_says_how_often_layers_are_measured(project: Project) -> None:
    wished = with_wishes(project, parse(["train", "digits-mlp", "--layers", "every"]))

    assert wished.training.checkpoints.layers == "every"
    assert with_wishes(project, parse(["train", "digits-mlp"])) == project


def test_that_a_bar_shows_whatever_a_bin_holds() -> None:
    assert bars(Spread(size=100, sampled=100, counts=(0, 1, 99))) == " ▁█"
    assert bars(Spread(size=0, sampled=0, counts=(0, 0))) == "  "
