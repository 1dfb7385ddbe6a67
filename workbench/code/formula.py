"""Typed formulas, such as the activation ``1 / (1 + exp(-x))``, as Python expressions."""

from __future__ import annotations

import ast

from workbench.catalog.formula import ACTIVATION, CONSTANTS, SHAPE, Formula, Language
from workbench.code.literals import number
from workbench.foundation.errors import WorkbenchError, error

# What a function is called in the script where it isn't ops.NAME or math.NAME.
_TENSOR_NAMES = {"max": "ops.maximum", "min": "ops.minimum"}
_NUMBER_NAMES = {"abs": "abs", "max": "max", "maximum": "max", "min": "min", "minimum": "min"}


def translate(formula: str, language: Language, where: str) -> str:
    """Return the source of a formula's expression.

    Raises:
        WorkbenchError: pinned to ``where``, when the formula holds anything but arithmetic over the
            language's variables and functions.
    """
    try:
        tree = _copy(Formula(formula, language).tree, language)
    except ValueError as failure:
        variables = " and ".join(language.variables)
        problem = error(
            "code.formula",
            where,
            f"“{formula[:80]}” can't be written as code: expected arithmetic over {variables}; {failure}.",
            "Use numbers, + - * / ** and functions such as exp, tanh, maximum.",
        )
        raise WorkbenchError(problem) from failure
    is_truth = isinstance(tree, ast.Compare) and language is ACTIVATION
    return f"ops.cast({ast.unparse(tree)}, x.dtype)" if is_truth else ast.unparse(tree)


def _copy(node: ast.expr, language: Language) -> ast.expr:
    """Return the tree with its functions and constants under their names in the script."""

    def copy(part: ast.expr) -> ast.expr:
        return _copy(part, language)

    match node:
        case ast.BinOp(left=left, op=op, right=right):
            base = copy(left)
            return ast.BinOp(_as_float(base) if isinstance(op, ast.Pow) else base, op, copy(right))
        case ast.UnaryOp(op=op, operand=operand):
            return ast.UnaryOp(op, copy(operand))
        case ast.Compare(left=left, ops=operators, comparators=[right]):
            return ast.Compare(copy(left), operators, [copy(right)])
        case ast.Call(func=ast.Name(id="where"), args=[condition, yes, no]) if language is not ACTIVATION:
            return ast.IfExp(copy(condition), copy(yes), copy(no))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return ast.Call(ast.Name(_function(name, language)), [copy(part) for part in arguments], [])
        case ast.Name(id=name) if name in CONSTANTS and language is SHAPE:
            return ast.Name(f"math.{name}")
        case ast.Name(id=name) if name in CONSTANTS:
            return ast.Name(number(CONSTANTS[name]))
        case _:
            return node


def _function(name: str, language: Language) -> str:
    if language is ACTIVATION:
        return _TENSOR_NAMES.get(name, f"ops.{name}")
    return _NUMBER_NAMES.get(name, f"math.{name}")


def _as_float(base: ast.expr) -> ast.expr:
    """Return a number as a float: whole ones to the power of others may have millions of digits."""
    match base:
        case ast.Constant(value=int() as value):
            return ast.Constant(float(value))
        case _:
            return base
