"""A formula as a product of factors that cannot be split further, over the whole numbers.

SymPy's own factorisation of polynomials in many unknowns draws random numbers, and on some draws
takes minutes. FLINT's takes milliseconds, and the same each time.

>>> import sympy
>>> a, b, c = sympy.symbols("a b c")
>>> factored((a * b + a * c) / (b**2 - c**2))
a/(b - c)

Source: Wang (1978), An improved multivariate polynomial factoring algorithm.
"""

from __future__ import annotations

from typing import Any

__all__ = ["factored", "polynomial_factors"]


def factored(expression: Any) -> Any:
    """The formula over one denominator, both in factors; what is no polynomial stays as it is."""
    import sympy

    above, below = sympy.fraction(sympy.cancel(sympy.together(expression)))
    return _product(above) / _product(below)


def _product(expression: Any) -> Any:
    import sympy

    product = sympy.Integer(1)
    for part in sympy.Mul.make_args(expression):
        base, power = part.as_base_exp()
        product *= _of_sum(base) ** power if base.is_Add else part
    return product


def _of_sum(expression: Any) -> Any:
    import sympy

    try:
        polynomial = sympy.Poly(expression)
    except sympy.polys.polyerrors.BasePolynomialError:  # as 1 + i, which has no unknowns
        return expression
    constant, factors = polynomial_factors(polynomial)
    product = sympy.Mul(*(factor.as_expr() ** power for factor, power in factors))
    if product.is_Add and abs(constant) != 1:
        return sympy.Mul(constant, product, evaluate=False)  # else SymPy has 2*a + 2*b again
    return constant * product


def polynomial_factors(polynomial: Any) -> tuple[Any, list[tuple[Any, int]]]:
    """A constant, and each factor with its power; the polynomial where they are no fractions.

    Of coefficients that hold other unknowns, each factor is one, too: of a x^2 - a b x in x they
    are a, x and x - b.

    >>> import sympy
    >>> a, b, x = sympy.symbols("a b x")
    >>> constant, factors = polynomial_factors(sympy.Poly(a * x**2 - a * b * x, x))
    >>> [factor.as_expr() for factor, power in factors]
    [a, x, -b + x]
    """
    import sympy

    inside = polynomial.inject() if polynomial.domain.is_PolynomialRing else polynomial
    if not (inside.domain.is_ZZ or inside.domain.is_QQ):
        return sympy.Integer(1), [(polynomial, 1)]
    import flint

    scale, whole = inside.clear_denoms(convert=True)
    context = flint.fmpz_mpoly_ctx.get([f"x{k}" for k in range(len(whole.gens))], "lex")
    terms = {powers: int(number) for powers, number in whole.rep.to_dict().items()}
    constant, factors = context.from_dict(terms).factor()
    found = [
        (sympy.Poly.from_dict({k: int(c) for k, c in one.to_dict().items()}, *whole.gens), int(p))
        for one, p in factors
    ]
    left = sympy.Integer(int(constant)) / scale
    if polynomial.gens == whole.gens:
        return left, found
    within = [(sympy.Poly(one.as_expr(), *polynomial.gens), power) for one, power in found]
    return left, within
