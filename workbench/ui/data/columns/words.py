"""Roles and kinds of columns in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from workbench.project.roles import Role
from workbench.protocol.facts import ColumnFacts

ROLE_KEYS = {
    "F": "feature",
    "T": "target",
    "B": "both",
    "I": "ignored",
    "W": "weight",
    "G": "group",
    "M": "time",
    "P": "part",
}
"""The key that gives each role in the table of columns."""


def tr(text: str) -> str:
    return QCoreApplication.translate("Columns", text)


def role_words(role: Role) -> str:
    """Return a role in words."""
    return {
        "feature": tr("feature"),
        "target": tr("target"),
        "both": tr("target + past"),
        "ignored": tr("ignored"),
        "weight": tr("weight"),
        "group": tr("group"),
        "time": tr("time"),
        "part": tr("part"),
        "image": tr("image file"),
    }[role]


def role_meaning(role: Role) -> str:
    """Return what a role does, in a line."""
    return {
        "feature": tr("the network tells the target by it"),
        "target": tr("the network learns to tell it"),
        "both": tr("learned, and told by its own past in windows"),
        "ignored": tr("left out"),
        "weight": tr("how much each row counts in the loss"),
        "group": tr("rows of one group stay together in the split"),
        "time": tr("the order of the rows"),
        "part": tr("train, validation or test, as the table says"),
        "image": tr("names the file of the image"),
    }[role]


def kind_words(column: ColumnFacts) -> str:
    """Return what a column's values are taken for."""
    return {"number": tr("numbers"), "category": tr("categories"), "text": tr("text")}[column.kind]


def distinct_words(column: ColumnFacts) -> str:
    """Return how many different values there are: at least so many where a sample was counted."""
    return f"≥ {column.distinct:,}" if column.counted else f"{column.distinct:,}"


def counted_words(counted: int) -> str:
    """Return that some of the figures are of a sample of so many rows."""
    return tr("Distinct values and distributions are counted over a sample of {rows} rows.").format(
        rows=f"{counted:,}"
    )


def range_words(column: ColumnFacts) -> str:
    """Return the range of the numbers, or the most frequent values."""
    if column.minimum is not None and column.maximum is not None:
        return f"{figure(column.minimum)} … {figure(column.maximum)}"
    return ", ".join(value for value, _ in column.top[:3]) or "–"


def figure(number: float) -> str:
    """Return a number of four digits or so, large ones in full."""
    return f"{number:,.0f}" if 10_000 <= abs(number) < 1e9 else f"{number:.4g}"
