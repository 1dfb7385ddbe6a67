"""The house's walls: who imports whom, what the window's process never loads, what the tools find."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "workbench"
HEAVY = ("keras", "tensorflow", "pandas", "sklearn", "PIL")
MODULES = sorted(PACKAGE.rglob("*.py"))


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)


def _tool(name: str, *arguments: str) -> None:
    result = _run(sys.executable, "-m", name, *arguments)
    assert result.returncode == 0, result.stdout + result.stderr


def _loaded_after(statement: str) -> set[str]:
    result = _run(
        sys.executable, "-c", f"{statement}\nimport json, sys; print(json.dumps(list(sys.modules)))"
    )
    assert result.returncode == 0, result.stderr
    return {name.partition(".")[0] for name in json.loads(result.stdout)}


def test_that_imports_go_one_way() -> None:
    result = _run(
        sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_that_ruff_finds_nothing() -> None:
    _tool("ruff", "check")


def test_that_every_file_is_formatted() -> None:
    _tool("ruff", "format", "--check")


def test_that_every_type_holds() -> None:
    _tool("mypy")


def test_that_the_windows_process_never_loads_the_engines_libraries() -> None:
    window = [_name(path) for path in MODULES if path.is_relative_to(PACKAGE / "ui")]
    loaded = _loaded_after(f"import {', '.join(['workbench.app', *window])}")
    assert not loaded & set(HEAVY)
    assert "PySide6" in loaded


def test_that_the_shells_process_loads_neither_keras_nor_qt() -> None:
    loaded = _loaded_after("import workbench.cli.shell")
    assert not loaded & {*HEAVY, "PySide6", "pyqtgraph"}


def test_that_no_modules_import_each_other_in_a_circle() -> None:
    graph = {_name(path): set(_imports(path)) for path in MODULES}
    graph = {name: {target for target in targets if target in graph} for name, targets in graph.items()}
    while leaves := {name for name, targets in graph.items() if not targets}:
        graph = {name: targets - leaves for name, targets in graph.items() if name not in leaves}
    assert not graph, f"These modules are in a circle or lead to one: {sorted(graph)}"


@pytest.mark.parametrize(
    ("call", "keyword"),
    [("allow_pickle", True), ("shell", True), ("safe_mode", False), ("follow_symlinks", True)],
)
def test_that_no_call_opens_a_known_door(call: str, keyword: bool) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in MODULES
        for name, value, line in _switches(path)
        if (name, value) == (call, keyword)
    ]
    assert not found


@pytest.mark.parametrize("name", ["eval", "exec", "pickle", "marshal", "dill", "processEvents"])
def test_that_no_module_uses(name: str) -> None:
    found = [str(path.relative_to(ROOT)) for path in MODULES if name in _names(path)]
    assert not found


def test_that_there_is_one_event_loop() -> None:
    starts = re.compile(r"\.exec\(|QEventLoop|\.exec_\(")
    found = {path.name for path in MODULES if starts.search(path.read_text(encoding="utf-8"))}
    assert found <= {"app.py"}


def test_that_every_module_says_what_it_is_for() -> None:
    assert not [str(path.relative_to(ROOT)) for path in MODULES if not ast.get_docstring(_tree(path))]


def test_that_no_file_speaks_of_unfinished_work() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for folder in (PACKAGE, ROOT / "tests")
        for path in folder.rglob("*.py")
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert not found


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path) -> Iterator[str]:
    """Yield the modules imported as the file is loaded: not those for types, nor inside functions."""
    for statement in _loading(_tree(path).body):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            yield statement.module
            yield from (f"{statement.module}.{alias.name}" for alias in statement.names)


def _loading(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            continue
        yield statement
        for block in ("body", "orelse", "finalbody"):
            if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _loading(getattr(statement, block, []))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _names(path: Path) -> set[str]:
    """Return the names and the modules that a file uses; of attributes only Qt's, which is always one."""
    found = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and node.attr == "processEvents":
            found.add(node.attr)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


@cache
def _switches(path: Path) -> set[tuple[str, bool, int]]:
    """Return what a file's calls switch on or off by name, and in which lines."""
    return {
        (argument.arg, argument.value.value, node.lineno)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        for argument in node.keywords
        if argument.arg
        and isinstance(argument.value, ast.Constant)
        and isinstance(argument.value.value, bool)
    }
