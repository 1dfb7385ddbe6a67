"""A layer in a few words: ``conv 64 3 relu`` is Conv2D(filters=64, kernel_size=3, activation="relu").

The first word finds the kind. Bare numbers fill the parameters that Keras demands, then the other usual
ones, in the catalog's order; bare words are choices, activations and switches; ``name=value`` says which.
Keras' own writing, ``Conv2D(64, (3, 3), activation="relu")``, is understood too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.catalog.kinds import Kind, Param
from workbench.catalog.values import Number, read_number, read_value, takes_number
from workbench.project.spec import ParamValue

_TUPLE = re.compile(r"[(\[]((?:[\d\s.,eE+-]|None|\?)*)[)\]]")
_BETWEEN = re.compile(r"[\s,;()]+")


def split(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the word for the kind, and the words for its parameters."""
    name, rest = re.match(r"\s*([^\s(,=]*)(.*)\Z", text, re.DOTALL).groups()  # type: ignore[union-attr]
    inner = re.sub(r"\s*=\s*", "=", rest.removeprefix("("))
    flat = _TUPLE.sub(lambda found: " " + "x".join(re.split(r"[\s,]+", found[1].strip(", "))), inner)
    flat = flat.replace("= ", "=").replace("×", "x").replace('"', "").replace("'", "")
    return name, tuple(word for word in _BETWEEN.split(flat) if word)


def parameters(kind: Kind, words: tuple[str, ...]) -> dict[str, ParamValue]:
    """Return the parameters that the words mean, with the catalog's suggestion for demanded ones left out.

    Raises:
        ValueError: a word means nothing to the kind; its text says what was expected and received.
    """
    given: dict[str, ParamValue] = {}
    numbers: list[Number] = []
    for word in words:
        name, is_named, value = word.partition("=")
        number = None if is_named else read_number(word)
        if number is not None:
            numbers.append(number)
            continue
        param, found = _named(kind, name, value) if is_named else _bare(kind, word, given)
        if param.name in given:
            raise ValueError(f"{kind.name} takes {param.name} once, received {word!r} as a second one.")
        given[param.name] = found
    _fill(kind, numbers, given)
    return {**kind.starting_params(), **given}


def missing(kind: Kind, given: dict[str, ParamValue]) -> tuple[str, ...]:
    """Return the demanded parameters that nothing was said of and nobody can suggest."""
    return tuple(param.name for param in kind.params if param.required and param.name not in given)


def _fill(kind: Kind, numbers: list[Number], given: dict[str, ParamValue]) -> None:
    """Give each number to the next parameter that can take it; a shape takes all that are left."""
    free = [param for param in _in_turn(kind) if param.name not in given]
    while numbers:
        number = numbers[0]
        param = next((param for param in free if takes_number(param, number)), None)
        if param is None:
            raise ValueError(_surplus(kind, number))
        del free[: free.index(param) + 1]
        if param.editor in ("shape", "ints"):
            axes = [axis for number in numbers for axis in number.axes]
            given[param.name] = read_value(param, "x".join(axes))
            return
        given[param.name] = read_value(param, number.text)
        del numbers[0]


def _in_turn(kind: Kind) -> list[Param]:
    """Return the parameters in the order in which bare numbers fill them."""
    usual = [param for param in kind.params if not param.advanced]
    return [param for param in usual if param.required] + [
        param for param in usual if not param.required and param.editor in ("int", "float", "size")
    ]


def _surplus(kind: Kind, number: Number) -> str:
    names = [param.name for param in _in_turn(kind) if takes_number(param, number)]
    if not names:
        return f"{kind.name} takes no number such as {number.text}."
    return f"{kind.name} takes numbers for {', '.join(names)}, received {number.text} as one more."


def _named(kind: Kind, name: str, value: str) -> tuple[Param, ParamValue]:
    """Read ``name=value``; a name may be cut short where it stays clear."""
    begun = [param for param in kind.params if param.name.startswith(name)] if name else []
    exact = [param for param in begun if param.name == name]
    usual = [param for param in begun if not param.advanced]
    found = exact or usual or begun
    if not found:
        known = ", ".join(param.name for param in kind.params if not param.advanced)
        raise ValueError(f"{kind.name} has no parameter {name!r}. Expected one of {known or 'none'}.")
    if len(found) > 1 and not exact:
        raise ValueError(f"Which one is {name!r}: {', '.join(param.name for param in found)}?")
    return found[0], read_value(found[0], value)


def _bare(kind: Kind, word: str, given: dict[str, ParamValue]) -> tuple[Param, ParamValue]:
    """Read a word that says its parameter by itself: a choice, an activation, a switch."""
    for param, value in _meanings(kind, word.lower()):
        if param.name not in given:
            return param, value
    choices = [param.name for param in kind.params if param.choices and not param.advanced]
    hint = f" Its words are for {', '.join(choices)}." if choices else ""
    raise ValueError(f"{kind.name} has no use for {word!r}.{hint}")


def _meanings(kind: Kind, word: str) -> Iterator[tuple[Param, ParamValue]]:
    for param in sorted(kind.params, key=lambda param: param.advanced):
        if word in param.choices:
            yield param, word
        elif param.editor == "bool":
            switch = param.name.removeprefix("use_").removeprefix("return_")
            if word in (param.name, switch):
                yield param, True
            elif word in (f"no{switch}", f"no-{switch}", f"no_{switch}"):
                yield param, False
