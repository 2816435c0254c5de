"""Formulas over band names, such as `2.5 * (B8 - B4) / (B8 + 6 * B4 - 7.5 * B2 + 1)`.

They are read by Python's own parser and then walked; nothing of them is ever run as code. There are numbers, names,
`+ - * / **`, signs, parentheses, and

    sqrt(x)  abs(x)  log(x)  exp(x)  min(a, b, ...)  max(a, b, ...)  where(condition, a, b)

with `log` the natural logarithm. A condition compares (`<`, `<=`, `>`, `>=`, `==`, `!=`) and may join comparisons by
`and`, `or`, `not`.

A division by 0 gives 0, as in the built-in normalised differences. What else has no value (the root or logarithm of a
negative number) is NaN.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.types import AnyArray, Float32Array

LONGEST = 2000
DEEPEST = 100
"""Nesting: far below what Python's stack holds."""
REMEDY = (
    "A formula has names of bands, numbers, + - * / **, parentheses, and sqrt, abs, log, exp, min, max, "
    "where(condition, a, b)."
)


@dataclass(frozen=True)
class Expression:
    """A formula that was checked.

    Args:
        text: how it reads; `parse(text)` gives the same formula again.
        names: of the bands that it uses, in the order of their first appearance.
    """

    text: str
    names: tuple[str, ...]
    _tree: ast.expr = field(repr=False, compare=False)

    def evaluate(self, values: Mapping[str, AnyArray]) -> Float32Array:
        """Compute the formula in each place on its own, in single precision.

        Args:
            values: an array for each of `names`, all of one shape.

        Returns:
            The shape of the arrays, float32. NaN where a value is NaN or the formula has none.

        Raises:
            ValueError: if the shapes differ.
            KeyError: if a name has no array.
        """
        arrays = {name: np.ascontiguousarray(values[name], np.float32) for name in self.names}
        shapes = {array.shape for array in arrays.values()}
        if len(shapes) > 1:
            raise ValueError(f"the arrays of {self.text} have different shapes: {shapes}")
        shape = shapes.pop() if shapes else np.shape(next(iter(values.values()), 0.0))
        with np.errstate(all="ignore"):
            found = np.asarray(_value(self._tree, arrays), np.float32)
        return found if found.shape == shape else np.full(shape, found, np.float32)

    def renamed(self, values: Mapping[str, str | float | Expression]) -> Expression:
        """Return the formula with other names, numbers or formulas in place of some of its names.

        Raises:
            UserError: if a new name cannot stand in a formula.
        """
        for name in values.values():
            if isinstance(name, str) and not _is_name(name):
                raise UserError(f"The name '{name}' cannot stand in a formula.", "Use letters, digits and _ only.")
        tree = _Renamer(values).visit(ast.parse(self.text, mode="eval"))
        return parse(ast.unparse(tree))


@lru_cache(maxsize=512)
def parse(text: str) -> Expression:
    """Read a formula; a formula that was read before costs nothing.

    Raises:
        UserError: naming the place of what cannot stand there.
    """
    line = " ".join(text.split())
    if len(line) > LONGEST:
        raise UserError(f"The formula {line[:30]}... has more than {LONGEST} characters.", "Split it into several.")
    try:
        tree = ast.parse(line, mode="eval").body
    except SyntaxError as error:
        if not line:
            raise UserError("The formula is empty.", REMEDY) from error
        at = min(max(error.offset or 1, 1), len(line) + 1)
        raise _problem(line, at, "it cannot be read on from there") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise UserError(f"The formula {line[:30]!r} cannot be read.", REMEDY) from error
    names = dict.fromkeys(node.id for node in sorted(_names(tree, line, 0), key=lambda node: node.col_offset))
    with np.errstate(all="ignore"):
        constant = None if names else _value(tree, {})
    if constant is not None and not np.isfinite(constant):
        raise UserError(f"The formula '{line}' has no finite value.", REMEDY)
    return Expression(line, tuple(names), tree)


def _problem(line: str, at: int, what: str) -> UserError:
    shown = line[at - 1 : at + 19]
    place = f"character {at} ('{shown}')" if shown else "its end"
    return UserError(f"The formula '{line[:80]}' is wrong at {place}: {what}.", REMEDY)


def _is_name(text: str) -> bool:
    try:
        return isinstance(ast.parse(text, mode="eval").body, ast.Name) and text.isidentifier()
    except (SyntaxError, ValueError):
        return False


def _names(node: ast.AST, line: str, depth: int, wants_condition: bool = False) -> Iterator[ast.Name]:
    """Yield the names of bands below a node, having checked that it may stand there."""
    at = len(line.encode()[: getattr(node, "col_offset", 0)].decode(errors="ignore")) + 1
    if depth > DEEPEST:
        raise _problem(line, at, "it is nested too deeply")
    is_condition = isinstance(node, (ast.Compare, ast.BoolOp)) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )
    if is_condition != wants_condition:
        what = "a condition such as B8 > 0.2 must stand here" if wants_condition else \
            "a condition stands in where(condition, a, b) only"
        raise _problem(line, at, what)
    if isinstance(node, ast.Name):
        yield node
        return
    parts, conditions = _parts(node, line, at)
    for part in parts:
        yield from _names(part, line, depth + 1)
    for part in conditions:
        yield from _names(part, line, depth + 1, wants_condition=True)


def _parts(node: ast.AST, line: str, at: int) -> tuple[list[ast.expr], list[ast.expr]]:
    """Return the numbers and the conditions that a node is made of, having checked its own kind."""
    if isinstance(node, ast.Constant) and _is_number(node.value):
        return [], []
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return [node.left, node.right], []
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd, ast.Not)):
        return ([], [node.operand]) if isinstance(node.op, ast.Not) else ([node.operand], [])
    if isinstance(node, ast.BoolOp):
        return [], node.values
    if isinstance(node, ast.Compare) and all(type(op) in _COMPARE for op in node.ops):
        return [node.left, *node.comparators], []
    if isinstance(node, ast.Call):
        return _arguments(node, line, at)
    is_hat = isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor)
    raise _problem(line, at, "powers are written **, not ^" if is_hat else "this cannot stand in a formula")


def _arguments(node: ast.Call, line: str, at: int) -> tuple[list[ast.expr], list[ast.expr]]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in _COUNTS or node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
        raise _problem(line, at, f"there is no function '{name}'" if name else "this cannot be called")
    least, most = _COUNTS[name]
    if not least <= len(node.args) <= most:
        wanted = f"{least}" if least == most else f"{least} or more"
        raise _problem(line, at, f"{name} takes {wanted} arguments, not {len(node.args)}")
    return (list(node.args[1:]), [node.args[0]]) if name == "where" else (list(node.args), [])


def _is_number(value: object) -> bool:
    """Tell whether it is a number that single precision holds."""
    is_real = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_real and abs(value) <= float(np.finfo(np.float32).max)  # type: ignore[arg-type]


def _value(node: Any, arrays: Mapping[str, AnyArray]) -> Any:
    """Return a node's value: float32 arrays, or a number in double precision where no band takes part."""
    return _VALUES[type(node)](node, arrays)


def _unary(node: ast.UnaryOp, arrays: Mapping[str, AnyArray]) -> Any:
    value = _value(node.operand, arrays)
    if isinstance(node.op, ast.Not):
        return np.logical_not(value)
    return -value if isinstance(node.op, ast.USub) else value


def _binary(node: ast.BinOp, arrays: Mapping[str, AnyArray]) -> Any:
    return _BINARY[type(node.op)](*_alike(_value(node.left, arrays), _value(node.right, arrays)))


def _joined(node: ast.BoolOp, arrays: Mapping[str, AnyArray]) -> Any:
    join = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
    return _folded(join, [_value(v, arrays) for v in node.values])


def _compared(node: ast.Compare, arrays: Mapping[str, AnyArray]) -> Any:
    values = [_value(v, arrays) for v in (node.left, *node.comparators)]
    pairs = zip(node.ops, values, values[1:])
    return _folded(np.logical_and, [_COMPARE[type(op)](*_alike(a, b)) for op, a, b in pairs])


def _called(node: ast.Call, arrays: Mapping[str, AnyArray]) -> Any:
    given = _alike(*(_value(a, arrays) for a in node.args))
    return _FUNCTIONS[getattr(node.func, "id", "")](*given)


def _alike(*values: Any) -> tuple[Any, ...]:
    """Return numbers in single precision where they meet an array."""
    if all(isinstance(v, (np.float64, np.bool_)) for v in values):
        return values
    return tuple(np.float32(v) if isinstance(v, np.float64) else v for v in values)


def _folded(join: Callable[[Any, Any], Any], values: list[Any]) -> Any:
    found = values[0]
    for value in values[1:]:
        found = join(found, value)
    return found


def _divide(a: Any, b: Any) -> Any:
    """Divide; by 0 gives 0, whatever is divided, but NaN stays what it is."""
    with np.errstate(all="ignore"):
        return np.where((b == 0) & ~np.isnan(a), a.dtype.type(0), a / b)[()]


class _Renamer(ast.NodeTransformer):
    """Puts names, numbers or formulas in the place of names of bands."""

    def __init__(self, values: Mapping[str, str | float | Expression]) -> None:
        self.values = values

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """Leave the name of the function."""
        node.args = [self.visit(a) for a in node.args]
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Replace a band."""
        value = self.values.get(node.id, node.id)
        if isinstance(value, str):
            return ast.Name(value, ast.Load())
        if isinstance(value, Expression):
            return ast.parse(value.text, mode="eval").body
        number = ast.Constant(abs(value))
        return ast.UnaryOp(ast.USub(), number) if value < 0 else number


_VALUES: dict[type, Callable[[Any, Mapping[str, AnyArray]], Any]] = {
    ast.Constant: lambda node, arrays: np.float64(node.value),
    ast.Name: lambda node, arrays: arrays[node.id],
    ast.UnaryOp: _unary, ast.BinOp: _binary, ast.BoolOp: _joined, ast.Compare: _compared, ast.Call: _called,
}  # fmt: skip
_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: _divide, ast.Pow: np.power,
}  # fmt: skip
_COMPARE: dict[type, Callable[[Any, Any], Any]] = {
    ast.Lt: np.less, ast.LtE: np.less_equal, ast.Gt: np.greater, ast.GtE: np.greater_equal,
    ast.Eq: np.equal, ast.NotEq: np.not_equal,
}  # fmt: skip
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": np.sqrt,
    "abs": np.abs,
    "log": np.log,
    "exp": np.exp,
    "min": lambda *values: _folded(np.minimum, list(values)),
    "max": lambda *values: _folded(np.maximum, list(values)),
    "where": np.where,
}
_COUNTS = {"sqrt": (1, 1), "abs": (1, 1), "log": (1, 1), "exp": (1, 1), "min": (2, 99), "max": (2, 99), "where": (3, 3)}
