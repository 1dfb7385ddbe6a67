"""The preparation in a script: scikit-learn fits it on the training rows, and all rows go through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.code.found import Found
from workbench.code.literals import number, quote, texts
from workbench.code.source import Call, Items, Source, flat, listed, write
from workbench.project.preparation import ColumnKind, ColumnPreparation, Preparation

_PIXELS = {
    "zero_to_one": 'x = x.astype("float32") * np.float32(1 / 255)',
    "minus_one_to_one": 'x = x.astype("float32") * np.float32(1 / 127.5) - 1',
}
_SCALERS = {"standard": "StandardScaler()", "minmax": "MinMaxScaler()"}
_MODULES = {
    "sklearn.compose": ("ColumnTransformer",),
    "sklearn.impute": ("SimpleImputer",),
    "sklearn.pipeline": ("make_pipeline",),
    "sklearn.preprocessing": (
        "FunctionTransformer",
        "MinMaxScaler",
        "OneHotEncoder",
        "OrdinalEncoder",
        "StandardScaler",
    ),
}


@dataclass(frozen=True)
class Preparing:
    """The lines that come behind the split, and what they import."""

    lines: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()


def needs_frame(preparation: Preparation, kinds: Sequence[tuple[str, ColumnKind]]) -> bool:
    """Tell whether the columns of a table have to stay as they are until the split."""
    if preparation.scaling != "none" or preparation.missing != "refuse":
        return True
    own = [preparation.column(name) for name, _ in kinds]
    return any(kind != "number" for _, kind in kinds) or any(rule.missing or rule.scaling for rule in own)


def preparing(
    preparation: Preparation, found: Found, parts: Sequence[str], *, is_windowed: bool
) -> Preparing:
    """Return the lines that prepare ``x``, which is a table's columns, points or pixels."""
    if found.has_pixels:
        line = _PIXELS.get(preparation.images)
        return Preparing(() if line is None else ("", "# Pixels as the network takes them.", line))
    if found.is_frame:
        return _with_imports(_of_frame(preparation, found, parts, is_windowed=is_windowed))
    if found.has_points and preparation.scaling != "none":
        fit = _fit_rows("x", is_windowed=is_windowed, at="")
        lines = [
            "",
            "# Scaled by what the training rows hold.",
            f"scaler = {_SCALERS[preparation.scaling]}.fit({fit})",
            _applied("scaler", is_windowed=is_windowed),
        ]
        return _with_imports(lines)
    return Preparing()


def _of_frame(
    preparation: Preparation, found: Found, parts: Sequence[str], *, is_windowed: bool
) -> list[str]:
    frame = "raw" if is_windowed else "x"
    lines = ["", *_dropping(preparation, found, parts, is_windowed=is_windowed)]
    lines.append("# Prepared by what the training rows hold.")
    for place, (name, kind) in enumerate(found.columns, start=1):
        if kind == "text":
            lines += _vocabulary(f"words_{place}", preparation, name, frame, is_windowed=is_windowed)
    lines += write(_transformer(preparation, found), before="prepare = ").split("\n")
    fit = _fit_rows("x", is_windowed=is_windowed, at=".iloc")
    return [*lines, f"prepare.fit({fit})", _applied("prepare", is_windowed=is_windowed)]


def _fit_rows(x: str, *, is_windowed: bool, at: str) -> str:
    return f"raw{at}[np.unique({x}[train])]" if is_windowed else f"{x}{at}[train]"


def _applied(tool: str, *, is_windowed: bool) -> str:
    if is_windowed:
        return f'x = {tool}.transform(raw).astype("float32")[x]'
    return f'x = {tool}.transform(x).astype("float32")'


def _dropping(
    preparation: Preparation, found: Found, parts: Sequence[str], *, is_windowed: bool
) -> list[str]:
    """Return the lines that take rows with missing values out of their parts."""
    if found.columns:
        names = [
            name
            for name, _ in found.columns
            if (preparation.column(name).missing or preparation.missing) == "drop"
        ]
        if not names:
            return []
        some = "" if len(names) == len(found.columns) else f"[{flat(texts(tuple(names)))}]"
    elif preparation.missing == "drop":
        some = ""
    else:
        return []
    frame = "raw" if is_windowed else "x"
    whole = f"{frame}{some}.notna().all(axis=1).to_numpy()"
    return [
        "# Rows with missing values are left out.",
        f"whole = {whole}[x].all(axis=1)" if is_windowed else f"whole = {whole}",
        *(f"{part} = {part}[whole[{part}]]" for part in ("train", *parts)),
    ]


def _transformer(preparation: Preparation, found: Found) -> Source:
    if not found.columns:
        step = _step(ColumnPreparation(name=""), "number", preparation, "")
        entry = Items("()", (("", quote("all")), ("", step), ("", "slice(None)")))
        return Call("ColumnTransformer", (("", listed([entry])),))
    groups: list[tuple[str, list[str]]] = []
    for place, (name, kind) in enumerate(found.columns, start=1):
        step = _step(preparation.column(name), kind, preparation, f"words_{place}")
        if kind != "text" and groups and groups[-1][0] == step:
            groups[-1][1].append(name)
        else:
            groups.append((step, [name]))
    entries = [
        Items("()", (("", quote(names[0])), ("", step), ("", texts(tuple(names))))) for step, names in groups
    ]
    return Call("ColumnTransformer", (("", listed(entries)),))


def _step(rule: ColumnPreparation, kind: ColumnKind, whole: Preparation, words: str) -> str:
    if kind == "text":
        fill = quote(rule.fill) if isinstance(rule.fill, str) else '""'
        looked_up = f"np.asarray({words}(column.iloc[:, 0].fillna({fill}).to_numpy(str)))"
        return f"FunctionTransformer(lambda column: {looked_up})"
    missing = rule.missing or whole.missing
    steps = []
    if missing == "constant":
        value = _constant(rule, kind, whole)
        steps.append(f'SimpleImputer(strategy="constant", fill_value={value})')
    elif missing not in ("refuse", "drop"):
        strategy = missing if kind == "number" else "most_frequent"
        steps.append(f"SimpleImputer(strategy={quote(strategy)})")
    scaling = rule.scaling or whole.scaling
    if kind == "number" and scaling != "none":
        steps.append(_SCALERS[scaling])
    if kind == "category" and (rule.categories or whole.categories) == "one_hot":
        steps.append('OneHotEncoder(handle_unknown="ignore", sparse_output=False)')
    elif kind == "category":
        steps.append('OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)')
        steps.append("FunctionTransformer(lambda places: places + 1)")
    if not steps:
        return '"passthrough"'
    return steps[0] if len(steps) == 1 else f"make_pipeline({', '.join(steps)})"


def _constant(rule: ColumnPreparation, kind: ColumnKind, whole: Preparation) -> str:
    if kind == "number":
        return number(float(rule.fill if isinstance(rule.fill, int | float) else whole.fill))
    if rule.fill is None:
        return quote("missing")
    return quote(rule.fill if isinstance(rule.fill, str) else f"{rule.fill:g}")


def _vocabulary(
    words: str, preparation: Preparation, name: str, frame: str, *, is_windowed: bool
) -> list[str]:
    rule = preparation.column(name)
    mode = rule.mode or preparation.mode
    options = f"max_tokens={rule.tokens or preparation.tokens}, output_mode={quote(mode)}"
    if mode == "int":
        options += f", output_sequence_length={rule.length or preparation.length}"
    rows = "np.unique(x[train])" if is_windowed else "train"
    return [
        f"{words} = keras.layers.TextVectorization({options})",
        f'{words}.adapt({frame}[{quote(name)}].fillna("").iloc[{rows}].to_numpy(str))',
    ]


def _with_imports(lines: Sequence[str]) -> Preparing:
    text = "\n".join(lines)
    imports = []
    for module, tools in _MODULES.items():
        used = [tool for tool in tools if f"{tool}(" in text]
        if used:
            imports.append(f"from {module} import {', '.join(used)}")
    return Preparing(tuple(lines), tuple(imports))
