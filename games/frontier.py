"""A smooth frontier: the most that the second city can have, y = f(x), where the first has x."""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from games.errors import InvalidInput
from games.exact import exact, floating

__all__ = ["Frontier", "read_formula"]

PLACE = "the frontier"
LARGEST, DIGITS = 200, 1000
SIZES = f"a formula with exponents up to {LARGEST}, and numbers of up to {DIGITS} digits"
SHAPE = "a formula of one variable, such as '4 - x**2', made of + - * / ** exp log sqrt"


@dataclass(frozen=True, slots=True, repr=False)
class Frontier:
    """A smooth frontier: the most that the second city can have, y = f(x), where the first has x.

    The formula is exact: floats are read as the decimals that they print as. It may use + - * / **
    and exp, log, sqrt, pi and E (Euler's number), so that its values can be enclosed by ball
    arithmetic.

    ``y = formula`` in the variable ``x``, from ``low`` to ``high``.

    Build it with ``Frontier.read``. Where ``low`` is ``None`` the frontier starts at the first
    city's disagreement payoff; where ``high`` is ``None`` it ends where the second city has no more
    than its own. Payoffs below the frontier are feasible too (free disposal).

    >>> arc = Frontier.read("4 - 0.5*x**2")
    >>> arc
    Frontier('4 - x**2/2')
    >>> arc.at(2)
    2.0
    >>> Frontier.read(lambda x: 4 - x**2 / 2) == arc
    True

    Source: Nash (1950), The bargaining problem, Econometrica 18, 155-162.
    """

    formula: str
    low: Fraction | None = None
    high: Fraction | None = None

    @classmethod
    def read(cls, frontier: object, between: tuple[object, object] | None = None) -> Frontier:
        """From a string, a SymPy expression in one symbol, or a function that SymPy can call.

        Errors: ``InvalidInput`` for a formula that cannot be read, that has two variables or none,
        or for ends in the wrong order.
        """
        import sympy

        if isinstance(frontier, Frontier):
            frontier = frontier.formula if between is not None else frontier
        if isinstance(frontier, Frontier):
            return frontier
        expression = read_formula(frontier)
        symbols = sorted(expression.free_symbols, key=str)
        if len(symbols) != 1:
            found = ", ".join(map(str, symbols)) or "none: " + str(expression)
            raise InvalidInput(
                "the frontier's variable",
                found,
                "one name, the first city's payoff; formulas with parameters: closed_form(); "
                "a flat frontier is a polygon: BargainingProblem.from_vertices",
            )
        named = expression.subs(symbols[0], sympy.Symbol("x", real=True))
        if between is None:
            return cls(str(named))
        try:
            low, high = between
        except (TypeError, ValueError):
            raise InvalidInput("between", between, "two numbers, lowest and highest x") from None
        ends = exact(low, "between, lowest"), exact(high, "between, highest")
        if ends[0] > ends[1]:
            raise InvalidInput("between", f"{ends[0]} to {ends[1]}", "the lowest x first")
        return cls(str(named), *ends)

    @property
    def expression(self) -> Any:
        """The formula as a SymPy expression in the real symbol ``x``."""
        return _expression(self.formula)

    def at(self, x: float) -> float:
        """The frontier's height at x in floating point, for pictures; ``nan`` where it has none."""
        place = floating(exact(x, "x"), "x")
        value = complex(_function(self.formula)(complex(place)))
        return value.real if abs(value.imag) <= 1e-9 * abs(value) else float("nan")

    def __repr__(self) -> str:
        if self.low is None or self.high is None:
            return f"Frontier({self.formula!r})"
        return f"Frontier({self.formula!r}, {self.low} to {self.high})"


@functools.lru_cache(maxsize=256)
def _expression(formula: str) -> Any:
    return read_formula(formula)


@functools.lru_cache(maxsize=256)
def _function(formula: str) -> Callable[[complex], complex]:
    import cmath

    import sympy

    x = sympy.Symbol("x", real=True)
    names = {name: getattr(cmath, name) for name in ("exp", "log", "sqrt", "pi")}
    call = sympy.lambdify(x, _expression(formula), modules=[{**names, "E": cmath.e}])

    def height(value: complex) -> complex:
        try:
            return complex(call(value))
        except (ArithmeticError, ValueError):
            return complex("nan")

    return height


def read_formula(given: object, symbols: Mapping[str, Any] | None = None) -> Any:
    """A SymPy expression with exact numbers; ``symbols``: what the names in a text stand for.

    A name that is not among them becomes a real symbol.
    """
    import sympy

    if isinstance(given, str):
        return _parsed(given, symbols or {})
    if callable(given) and not isinstance(given, sympy.Basic):
        try:
            given = given(sympy.Symbol("x", real=True))
        except (ArithmeticError, AttributeError, TypeError, ValueError):
            raise InvalidInput(
                PLACE,
                getattr(given, "__name__", given),
                "a function that can be called with a SymPy symbol: use sympy.sqrt, sympy.exp and "
                "sympy.log in it, or sample it and use BargainingProblem.from_vertices",
            ) from None
    try:
        expression = sympy.sympify(given, strict=True)
    except sympy.SympifyError:
        raise InvalidInput(PLACE, given, SHAPE) from None
    if not isinstance(expression, sympy.Expr):
        raise InvalidInput(PLACE, given, SHAPE)
    return _checked(expression)


def _checked(expression: Any) -> Any:
    """The expression with decimals for floats, if it has only what can be enclosed."""
    import sympy

    floats = {
        number: sympy.Rational(str(number) if number._prec > 53 else repr(float(number)))
        for number in expression.atoms(sympy.Float)
    }
    expression = expression.xreplace(floats)
    known = (sympy.Add, sympy.Mul, sympy.Pow, sympy.exp, sympy.log, sympy.Rational, sympy.Symbol)
    for part in sympy.preorder_traversal(expression):
        if part.is_Rational and max(abs(int(part.p)), int(part.q)).bit_length() > DIGITS / 0.3:
            raise InvalidInput(PLACE, f"with a number of more than {DIGITS} digits", SIZES)
        if part.is_Pow and part.exp.is_Rational and abs(part.exp) > LARGEST:
            raise InvalidInput(PLACE, f"with the exponent {str(part.exp)[:20]}", SIZES)
        if not isinstance(part, known) and part not in (sympy.pi, sympy.E):
            raise InvalidInput(PLACE, str(part), SHAPE)
    return expression


def _constant(value: float, digits: str) -> Any:
    """A number as it is typed: every digit of a decimal counts."""
    import sympy

    number = Decimal(value) if isinstance(value, int) else Decimal(digits.replace("_", ""))
    if number and abs(number.adjusted()) > DIGITS:
        raise InvalidInput(PLACE, f"with a number of {abs(number.adjusted())} digits", SIZES)
    return sympy.Rational(*number.as_integer_ratio())


def _power(base: Any, exponent: Any) -> Any:
    """A power that can be written out: 9**9**9 would keep a computer busy for years."""
    digits, most = 1.0, LARGEST
    if base.is_Rational:
        digits, most = (max(abs(int(base.p)), int(base.q)).bit_length() - 1) * 0.30103, DIGITS
    if exponent.is_Rational and digits * abs(exponent) > most:
        raise InvalidInput(PLACE, f"with the exponent {str(exponent)[:20]}", SIZES)
    return base**exponent


def _parsed(text: str, symbols: Mapping[str, Any]) -> Any:
    """Read a text with Python's own grammar, and evaluate nothing but arithmetic."""
    import sympy

    source = text.replace("^", "**").strip()
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        raise InvalidInput(PLACE, text, SHAPE) from None
    functions = {"exp": sympy.exp, "log": sympy.log, "ln": sympy.log, "sqrt": sympy.sqrt}
    constants = {"pi": sympy.pi, "E": sympy.E}
    operations: dict[type, Callable[[Any, Any], Any]] = {
        ast.Add: lambda a, b: a + b,
        ast.Sub: lambda a, b: a - b,
        ast.Mult: lambda a, b: a * b,
        ast.Div: lambda a, b: a / b,
        ast.Pow: _power,
    }

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return _constant(number, ast.get_source_segment(source, node) or "")
            case ast.Name(id=name):
                found = symbols.get(name, constants.get(name))
                return sympy.Symbol(name, real=True) if found is None else found
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -value(inner)
            case ast.UnaryOp(op=ast.UAdd(), operand=inner):
                return value(inner)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in operations:
                return operations[type(op)](value(left), value(right))
            case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]) if name in functions:
                return functions[name](value(inner))
        raise InvalidInput(PLACE, ast.get_source_segment(source, node) or text, SHAPE)

    return _checked(sympy.sympify(value(tree)))
