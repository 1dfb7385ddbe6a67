"""A table in a script: how it is read, which columns are what."""

from __future__ import annotations

from pathlib import Path

from workbench.code.column_kinds import column_kinds
from workbench.code.csv_reading import CsvReading, reading
from workbench.code.found import Found, Target
from workbench.code.literals import quote, texts
from workbench.code.preparation import needs_frame
from workbench.code.source import Call, Source, write
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import ImageTable, Preparation, Table, Task

_PARQUET = (".parquet", ".pq")
_EXCEL = (".xlsx", ".xlsm")
IMPORT = "import pandas as pd"
NO_PREPARATION = Preparation()
_DAY_FIRST = r"\s*(1[3-9]|2\d|3[01])[./-]\d{1,2}[./-]\d{4}"


def of_table(
    source: Table,
    base: Path,
    *,
    task: Task | None,
    wants_classes: bool,
    preparation: Preparation = NO_PREPARATION,
) -> Found:
    """Return the lines that read a table; ``wants_classes`` says that the losses are made for classes."""
    check_chosen(source)
    read, found = read_table(source, base, wants_classes=wants_classes)
    kinds = column_kinds(source, base / source.path, preparation)
    is_frame = needs_frame(preparation, kinds)
    lines = read + _features(source, "" if is_frame else '.to_numpy("float32")')
    targets, target = target_lines(source, found, task=task, wants_classes=wants_classes)
    return Found(
        tuple(lines + targets + role_lines(source)),
        (IMPORT,),
        target=target,
        quantities=quantities_of(source) if target == "numbers" else "",
        sizes=found.class_sizes,
        weights="weights" if source.weight else "",
        groups="groups" if source.group else "",
        order="order" if source.time else "",
        given="given" if source.part else "",
        is_frame=is_frame,
        columns=kinds,
    )


def read_table(
    source: Table | ImageTable, base: Path, *, wants_classes: bool
) -> tuple[list[str], CsvReading]:
    """Return the lines that bind ``table``, and what the target is as far as it can be told from here."""
    path = base / source.path
    suffix = path.suffix.lower()
    name: tuple[tuple[str, Source], ...] = (("", quote(str(path))),)
    if suffix in (*_PARQUET, *_EXCEL):
        # Only pandas can look into these; the losses say what the target is.
        found = CsvReading(target="classes" if wants_classes else "quantity")
        sheet = (("sheet_name", quote(source.sheet)),) if source.sheet else ()
        call = Call("pd.read_parquet", name) if suffix in _PARQUET else Call("pd.read_excel", (*name, *sheet))
        return write(call, before="table = ").split("\n"), found
    found = reading(path, source.target, source.encoding)
    options = _options(found, source.target)
    return write(Call("pd.read_csv", (*name, *options)), before="table = ").split("\n"), found


def target_lines(
    source: Table | ImageTable, found: CsvReading, *, task: Task | None, wants_classes: bool
) -> tuple[list[str], Target]:
    """Return the lines that bind the targets, and what they are."""
    if len(source.targets) > 1:
        columns = write(texts(source.targets), before="table[", after="]").split("\n")
        first, last = f"targets = {columns[0]}", '.to_numpy("float32")'
        return (
            [first + last] if len(columns) == 1 else [first, *columns[1:-1], columns[-1] + last]
        ), "quantities"
    column = f"table[{quote(source.target)}]"
    if task == "multilabel":
        message = "Several labels in one column can't be written as code: expected a column for each label."
        hint = "Give each label a column of 0 and 1."
        raise WorkbenchError(error("code.unsupported", "data.source.target", message, hint))
    if task == "regression" or (found.target == "quantity" and task is None):
        return [f"targets = {quantities_of(source)}"], "quantities"
    return [
        f"class_values, labels = np.unique({column}, return_inverse=True)",
        "class_names = [str(value) for value in class_values]",
    ], ("numbers" if found.target == "classes" else "classes")


def quantities_of(source: Table | ImageTable) -> str:
    """Return the source of the target column as numbers, (n, 1)."""
    return f'table[{quote(source.target)}].to_numpy("float32").reshape(-1, 1)'


def role_lines(source: Table | ImageTable) -> list[str]:
    """Return the lines that bind ``weights``, ``groups``, ``order`` and ``given``, where they are chosen."""
    lines = []
    if source.weight:
        lines.append(f'weights = table[{quote(source.weight)}].to_numpy("float32")')
    if source.group:
        column = f"table[{quote(source.group)}].astype(str)"
        lines.append(f"groups = np.unique({column}, return_inverse=True)[1]")
    if source.time:
        column = f"table[{quote(source.time)}]"
        lines += [
            f"moments = {column}",
            "if not pd.api.types.is_numeric_dtype(moments):",
            f'    day_first = moments.astype(str).str.match(r"{_DAY_FIRST}").any()',
            '    moments = pd.to_datetime(moments, format="mixed", dayfirst=day_first, utc=True)',
            'order = np.argsort(moments.to_numpy(), kind="stable")',
        ]
    if source.part:
        names = '{"train": 0, "training": 0, "validation": 1, "val": 1, "valid": 1, "test": 2, "testing": 2}'
        lines += [
            f"parts = {names}",
            f"given = table[{quote(source.part)}].str.strip().str.lower().map(parts).to_numpy()",
        ]
    return lines


def check_chosen(source: Table | ImageTable) -> None:
    """Refuse a table of which not all is chosen that a script needs."""
    if not source.path.strip():
        message = "No file is chosen: expected the path of a table."
        raise WorkbenchError(error("code.no_data", "data.source", message, "Choose a file."))
    if not source.targets:
        message = "No target column is chosen: expected the column that the network shall learn to tell."
        raise WorkbenchError(error("code.no_target", "data.source.target", message, "Choose a column."))


def _features(source: Table, after: str) -> list[str]:
    if source.features:
        return [
            *write(texts(source.features), before="features = ").split("\n"),
            f"x = table[features]{after}",
        ]
    others = (*source.targets, *source.ignored, source.weight, source.group, source.time, source.part)
    names = tuple(name for name in others if name)
    dropped: Source = quote(names[0]) if len(names) == 1 else texts(names)
    call = Call("table.drop", (("columns", dropped),))
    return write(call, before="x = ", after=after).split("\n")


def _options(found: CsvReading, target: str) -> list[tuple[str, Source]]:
    options: list[tuple[str, Source]] = [
        (key, value if value == "True" else quote(value)) for key, value in found.options
    ]
    if found.target == "codes":
        options.append(("dtype", f"{{{quote(target)}: str}}"))
    return options
