"""The length of a frontier in root-products, the integral of sqrt(-f'), in balls.

Perles and Maschler's solution halves it. Near an end the slope may be 0 or infinite, where balls
cannot integrate; there Cauchy and Schwarz bound what is left out:

    integral of sqrt(-f') from a to b  <=  sqrt((b - a) (f(a) - f(b))).

>>> import sympy
>>> x, one = sympy.Symbol("x", real=True), Fraction(1)
>>> length = root_product(1 - 4 * x, Fraction(0), (one / 4, one / 4), one)  # sqrt(4) for 1/4
>>> abs(float(length.mid()) - 0.5) < 1e-12, float(length.rad()) < 1e-12
(True, True)

Source: Perles and Maschler (1981), The super-additive solution for the Nash bargaining game;
Johansson (2018), Numerical integration in arbitrary-precision ball arithmetic.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from solvers.bargaining.formula_balls import OutsideDomain, enclosed
from solvers.bargaining.frontier_shape import grid
from solvers.competition.logit_choice import ball
from solvers.precision import precision

__all__ = ["halfway", "root_product"]

TAIL_DIGITS = 90
BITS = 400


def root_product(
    f: Any, low: Fraction, ends: tuple[Fraction, Fraction], greatest_drop: Fraction
) -> Any:
    """The ball of the integral from low to a number between the two ends.

    ``greatest_drop``: an upper bound on what f falls by on the way.
    """
    end, last = ends
    tail = grid(end - low, TAIL_DIGITS)
    whole = _inner(f, ball(low + tail), ball(end - tail)) if low < end else ball(0)
    left_out = (2 * tail + last - end) if low < end else last - low
    bound = (ball(left_out) * ball(2 * greatest_drop)).sqrt().upper()  # two ends: twice the drop
    return whole + ball(0).union(bound)


def _inner(f: Any, low: Any, high: Any) -> Any:
    from flint import acb

    (x,) = f.free_symbols
    slope = f.diff(x)

    def speed(z: Any, *, analytic: bool) -> Any:
        # A straight frontier's slope is a real ball, whatever z is.
        return acb(-enclosed(slope, {x: z}, analytic=analytic)).sqrt(analytic=analytic)

    tolerance = ball(Fraction(1, 10**45))
    return acb.integral(
        lambda z, analytic: _complex(speed, z, analytic=bool(analytic)),
        low,
        high,
        rel_tol=tolerance,
        abs_tol=tolerance * abs(high - low) * abs(speed(acb((low + high) / 2), analytic=False)),
    ).real


def _complex(speed: Any, z: Any, *, analytic: bool) -> Any:
    from flint import acb

    try:
        return speed(z, analytic=analytic)
    except (OutsideDomain, ZeroDivisionError):
        return acb("nan")


def halfway(
    f: Any, low: Fraction, ends: tuple[Fraction, Fraction], greatest_drop: Fraction
) -> Fraction:
    """About where half of the root-product is reached, by Newton steps."""
    (x,) = f.free_symbols
    slope = f.diff(x)
    with precision(BITS):
        half = root_product(f, low, ends, greatest_drop).mid() / 2
        here = (low + ends[0]) / 2
        done = root_product(f, low, (here, here), greatest_drop).mid()
        at, last = ball(here), ball(ends[0])
        for _ in range(200):
            speed = (-enclosed(slope, {x: at})).sqrt().mid()
            step = ((half - done) / speed).mid()
            if at + step > last:
                step = ((last - at) / 2).mid()
            if abs(step) < ball(grid(ends[0] - low, 50)):
                break
            done = (done + _inner(f, at, (at + step).mid())).mid()
            at = (at + step).mid()
        mantissa, exponent = at.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
