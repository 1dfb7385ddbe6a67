"""The summary as text: tab-separated for a spreadsheet, or drawn as Keras draws it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.ui.summary.columns import COLUMNS, UNKNOWN, keras_shapes, name_text, sources_text, title
from workbench.ui.summary.rows import Row, Totals

_UNITS, _STEP = ("B", "KB", "MB", "GB", "TB", "PB"), 1024
_CLASSES = {"Input": "InputLayer"}
"""What Keras prints where it differs from the name that people write."""


def tab_separated(shown: Iterable[Row]) -> str:
    """Return rows under their titles; figures plain, so that a spreadsheet can add them up."""
    lines = [[title(column) for column in COLUMNS]]
    for row in shown:
        lines.append(
            [
                name_text(row),
                row.kind,
                keras_shapes(row.shapes),
                _plain(row.params),
                _plain(row.trainable),
                _plain(row.macs),
                _plain(row.memory),
                sources_text(row),
            ]
        )
    return "".join("\t".join(_one_line(cell) for cell in line) + "\n" for line in lines)


def keras_text(name: str, shown: Sequence[Row], sums: Totals) -> str:
    """Return what ``model.summary()`` prints, in its words, with columns as wide as they need.

    A layer that is called at several places stands once, as in Keras, with all that feeds it.
    """
    head = ("Layer (type)", "Output Shape", "Param #", "Connected to")
    calls: dict[str, list[Row]] = {}
    for row in shown:
        calls.setdefault(row.name, []).append(row)
    body = [_keras_line(of_layer) for of_layer in calls.values()]
    return "\n".join(
        [
            f'Model: "{_one_line(name)}"',
            *_table(head, body),
            f" Total params: {sums.params:,} ({_bytes(sums.weight_bytes)})",
            f" Trainable params: {sums.trainable:,} ({_bytes(sums.trainable_bytes)})",
            f" Non-trainable params: {sums.frozen:,} ({_bytes(sums.weight_bytes - sums.trainable_bytes)})",
            "",
        ]
    )


def _bytes(count: float) -> str:
    """Return a number of bytes as Keras says it: ``531.25 KB``."""
    for unit in _UNITS[:-1]:
        if count < _STEP:
            return f"{count:.2f} {unit}"
        count /= _STEP
    return f"{count:.2f} {_UNITS[-1]}"


def _keras_line(calls: Sequence[Row]) -> tuple[str, ...]:
    first = calls[0]
    sources = [f"{name}[{call}][{output}]" for row in calls for name, call, output in row.sources]
    return (
        f"{_one_line(name_text(first))} ({_CLASSES.get(first.kind, first.kind)})",
        keras_shapes(first.shapes) if first.shapes else "?",
        UNKNOWN if first.params is None else f"{sum(row.params or 0 for row in calls):,}",
        _one_line(", ".join(sources)) or "-",
    )


def _table(head: tuple[str, ...], body: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(line[column]) for line in (head, *body)) for column in range(len(head))]
    between = _rule(widths, "├─┼┤")
    lines = [_rule(widths, "┏━┳┓"), _line(head, widths, "┃"), _rule(widths, "┡━╇┩")]
    for number, cells in enumerate(body):
        lines += [between] if number else []
        lines.append(_line(cells, widths, "│"))
    return [*lines, _rule(widths, "└─┴┘")]


def _rule(widths: Sequence[int], signs: str) -> str:
    left, fill, middle, right = tuple(signs)
    return left + middle.join(fill * (width + 2) for width in widths) + right


def _line(cells: Sequence[str], widths: Sequence[int], bar: str) -> str:
    parts = [
        f" {cell.rjust(width) if column == 2 else cell.ljust(width)} "
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return bar + bar.join(parts) + bar


def _plain(number: int | None) -> str:
    return "" if number is None else str(number)


def _one_line(text: str) -> str:
    """Return a name without what would break a line or a cell."""
    return " ".join(text.split())
