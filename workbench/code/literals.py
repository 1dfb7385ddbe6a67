"""Plain values as Python source. Text from a user reaches a script only through here."""

from workbench.code.source import Items, Source, listed


def quote(text: str) -> str:
    """Return ``text`` as a literal: Python's own ``repr``, in double quotes where none stand inside."""
    single = repr(text)
    if single.startswith("'") and '"' not in single and "\\'" not in single:
        return f'"{single[1:-1]}"'
    return single


def number(value: float) -> str:
    """Return a number's source; infinities and NaN, which have no literal, through ``float``."""
    text = repr(value)
    return f'float("{text}")' if text in ("inf", "-inf", "nan") else text


def literal(value: object) -> Source:
    """Return the source of a leaf or of nested tuples of leaves.

    Raises:
        TypeError: ``value`` is anything else.
    """
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, float):
        return number(value)
    if value is None or isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, tuple):
        return Items("()", tuple(("", literal(item)) for item in value))
    raise TypeError(f"A literal is a leaf or a tuple, received {type(value).__name__}.")


def texts(values: tuple[str, ...]) -> Items:
    """Return a list of string literals."""
    return listed([quote(value) for value in values])
