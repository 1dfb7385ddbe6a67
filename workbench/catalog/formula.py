"""Formulas that a user types, such as ``1 / (1 + exp(x))``: parsed against an allow list, never executed.

What they may hold stands here; the engine computes them with Keras, the script says them in Python, and
the window draws them with NumPy.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

PREFIX = "formula:"
LONGEST = 500
_DEEPEST = 50
CONSTANTS = {"e": math.e, "pi": math.pi}

Functions = Mapping[str, Callable[..., Any]]
Operators = Mapping[type[ast.AST], Callable[..., Any]]
PYTHON: Operators = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
"""The allowed operators, and what they do with numbers and arrays; for tensors there must be the same."""


@dataclass(frozen=True)
class Language:
    """The variables of a formula, and its functions with the least and greatest number of arguments."""

    variables: tuple[str, ...]
    functions: Mapping[str, tuple[int, int]]


_OF_TWO = dict.fromkeys(("max", "maximum", "min", "minimum"), (2, 2))
_OF_ONE_TENSOR = (
    *("abs", "ceil", "cos", "cosh", "elu", "erf", "exp", "expm1", "floor", "gelu", "hard_sigmoid"),
    *("leaky_relu", "log", "log1p", "relu", "relu6", "round", "selu", "sigmoid", "sign", "silu", "sin"),
    *("sinh", "softmax", "softplus", "softsign", "sqrt", "square", "tan", "tanh"),
)
_OF_ONE_NUMBER = ("abs", "ceil", "cos", "exp", "floor", "log", "sin", "sqrt", "tanh")

ACTIVATION = Language(("x",), dict.fromkeys(_OF_ONE_TENSOR, (1, 1)) | _OF_TWO | {"where": (3, 3)})
"""An activation of each number; what would mix examples, such as a mean, is not in it."""
RATE = Language(
    ("epoch", "lr"),
    dict.fromkeys(_OF_ONE_NUMBER, (1, 1)) | dict.fromkeys(_OF_TWO, (2, 8)) | {"where": (3, 3)},
)
"""A learning rate for each epoch, counted from 0, and the rate so far."""
SHAPE = Language(("epoch", "epochs", "lr0"), RATE.functions)
"""A learning rate for each epoch, counted from 0, of so many epochs, from the rate that was chosen."""


class Formula:
    """A parsed formula. ``tree`` holds nothing but what its language allows.

    Raises:
        ValueError: the text holds anything but arithmetic, comparisons, numbers and what the language
            lists; the message says what.
    """

    def __init__(self, text: str, language: Language) -> None:
        self.text = text.removeprefix(PREFIX).strip()
        self.tree = _parse(self.text)
        _check(self.tree, language, depth=0)

    def names(self, variable: str) -> bool:
        """Tell whether a variable stands in the formula."""
        return any(isinstance(node, ast.Name) and node.id == variable for node in ast.walk(self.tree))

    def compute(self, values: Mapping[str, Any], functions: Functions, operators: Operators = PYTHON) -> Any:
        """Return the formula's value for some values of its variables."""
        return _value(self.tree, {**CONSTANTS, **values}, functions, operators)


def is_formula(value: object) -> bool:
    """Tell whether a parameter's value is a formula rather than a name."""
    return isinstance(value, str) and value.startswith(PREFIX)


def _parse(text: str) -> ast.expr:
    if not text:
        raise ValueError("it is empty")
    if len(text) > LONGEST:
        raise ValueError(f"it has {len(text)} characters, at most {LONGEST} are allowed")
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as failure:
        reason = failure.msg if isinstance(failure, SyntaxError) else str(failure)
        raise ValueError(f"it can't be read: {reason}") from failure


def _check(node: ast.expr, language: Language, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError(f"it nests more than {_DEEPEST} deep")
    for part in _parts(node, language):
        _check(part, language, depth + 1)


def _parts(node: ast.expr, language: Language) -> list[ast.expr]:
    """Return the operands of an allowed node; ValueError for any other."""
    match node:
        case ast.Constant(value=bool()):
            raise ValueError(f"it holds {ast.unparse(node)}, which is no number")
        case ast.Constant(value=int() | float()):
            return []
        case ast.Name(id=name):
            known = (*language.variables, *CONSTANTS)
            if name not in known:
                raise ValueError(f"it names {name}; known are {', '.join(known)}")
            return []
        case ast.BinOp(left=left, op=op, right=right) if type(op) in PYTHON:
            return [left, right]
        case ast.UnaryOp(op=op, operand=operand) if type(op) in PYTHON:
            return [operand]
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in PYTHON:
            return [left, right]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _arguments(name, arguments, language)
        case _:
            raise ValueError(f"it holds “{ast.unparse(node)[:40]}”, which is no arithmetic")


def _arguments(name: str, arguments: list[ast.expr], language: Language) -> list[ast.expr]:
    if name not in language.functions:
        raise ValueError(f"it calls {name}; known are {', '.join(sorted(language.functions))}")
    least, most = language.functions[name]
    if not least <= len(arguments) <= most:
        expected = str(least) if least == most else f"{least} to {most}"
        raise ValueError(f"it gives {name} {len(arguments)} arguments; expected {expected}")
    return arguments


def _value(node: ast.expr, values: Mapping[str, Any], functions: Functions, operators: Operators) -> Any:
    def value(part: ast.expr) -> Any:
        return _value(part, values, functions, operators)

    match node:
        case ast.Constant(value=int() | float() as number):
            # As a float: 9**9**9 of whole numbers would never end.
            return float(number)
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=op, right=right):
            return operators[type(op)](value(left), value(right))
        case ast.UnaryOp(op=op, operand=operand):
            return operators[type(op)](value(operand))
        case ast.Compare(left=left, ops=[comparison], comparators=[right]):
            return operators[type(comparison)](value(left), value(right))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return functions[name](*(value(part) for part in arguments))
        case _:
            raise AssertionError(f"{node!r} passed the check")
