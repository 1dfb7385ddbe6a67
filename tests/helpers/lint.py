"""The linter's answers in the tests of prepared bad sets."""

from __future__ import annotations

from pathlib import Path

from workbench.engine.data.lint.linter import lint
from workbench.project.data import DataSpec
from workbench.project.edits.remedies import Remedy
from workbench.protocol.findings import Finding


def findings(data: DataSpec) -> dict[str, Finding]:
    """Return what is found, by code; each code stands once."""
    found = lint(data, Path())
    by_code = {finding.problem.code.removeprefix("lint."): finding for finding in found}
    assert len(by_code) == len({finding.problem.message for finding in found})
    for finding in found:
        assert finding.problem.hint
        assert finding.problem.where.startswith("data")
    return by_code


def mended(data: DataSpec, code: str) -> DataSpec:
    """Return the data after the way out of a finding, which is gone then, and read as well as before."""
    finding = findings(data)[code]
    remedy: Remedy | None = finding.remedy
    assert remedy is not None, finding.problem.message
    after = remedy.mended(data)
    assert code not in findings(after), findings(after)[code].problem.message
    return after
