"""What the shell says when nothing but words is asked of it, and when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.cli import main, shell
from workbench.cli.arguments import Arguments
from workbench.cli.output import Output
from workbench.project.samples import samples


def test_that_the_samples_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["samples"]) == 0
    text = capsys.readouterr().out
    assert all(sample.name in text and sample.title in text for sample in samples())


def test_that_a_sample_is_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["samples", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [set(line) for line in lines] == [{"name", "title", "path"}] * len(samples())
    assert all(Path(line["path"]).is_file() for line in lines)


@pytest.mark.parametrize("command", ["check", "analyse", "train", "code"])
@pytest.mark.parametrize("name", ["no-such-sample", "no/such/file.workbench", "."])
def test_that_a_project_that_is_not_there_is_wrong_usage(
    command: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, name]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error file: ")
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "content", [b"", b"{", b"{}", b'{"format": 99}', b"\xff\xfe", b'{"format": 1, "x": 1}']
)
@pytest.mark.parametrize("command", ["check", "code"])
def test_that_a_broken_project_is_a_problem_in_words(
    command: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.workbench"
    path.write_bytes(content)
    assert main([command, str(path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "broken.workbench" in said.err
    assert "Traceback" not in said.err
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "words", ["resume RUN", "evaluate RUN", "predict RUN --input x.csv", "export RUN --format keras"]
)
def test_that_a_folder_that_is_no_run_is_wrong_usage(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.replace("RUN", str(tmp_path)).split()) == 2
    assert capsys.readouterr().err.startswith("error run: ")


def test_that_a_problem_is_a_line_of_json_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "no-such-sample", "--json"]) == 2
    said = capsys.readouterr()
    problem = json.loads(said.out)
    assert set(problem) == {"type", "severity", "code", "where", "message", "hint"}
    assert problem["type"] == "problem"
    assert said.err == ""


def test_that_code_goes_to_stdout_or_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "xor-functional"]) == 0
    text = capsys.readouterr().out
    compile(text, "script.py", "exec")
    path = tmp_path / "script.py"
    assert main(["code", "xor-functional", "--out", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == text


def test_that_code_makes_the_folder_that_its_file_goes_to(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deeper" / "script.py"
    assert main(["code", "xor-functional", "--out", str(path)]) == 0
    assert path.is_file()


def test_that_code_says_when_a_file_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main(["code", "xor-functional", "--out", str(tmp_path / "file" / "script.py")]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_that_a_users_words_stay_literal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "[red]not red[bold].workbench"
    path.write_bytes(b"{")
    assert main(["check", str(path)]) == 1
    assert "[red]not red[bold]" in capsys.readouterr().err


def test_that_a_fault_of_our_own_is_one_sentence_and_a_log(
    workbench_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble(given: Arguments, output: Output) -> int:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(shell, "COMMANDS", {"samples": stumble})
    assert main(["samples"]) == 1
    said = capsys.readouterr().err
    log = workbench_home / "state" / "logs" / "shell.log"
    assert "ZeroDivisionError: by nought" in said
    assert str(log) in said
    assert "Traceback" not in said
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_that_ctrl_c_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(given: Arguments, output: Output) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(shell, "COMMANDS", {"samples": interrupted})
    assert main(["samples"]) == 1
    assert "Interrupted" in capsys.readouterr().err
