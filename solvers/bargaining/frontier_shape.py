"""Where a smooth frontier runs, and the proof that it falls and bends inwards there.

It starts at the greater of d1 and its own lowest x. It ends at its own highest x, where the second
city has no more than d2, or where the formula has no value any more. That end is a number that is
proven exactly, or the multiple of a tiny grid below it.

It falls on the way if it does not rise at the start and is concave: for polynomials and fractions
of them by isolating the roots of f'', else by enclosing f'' on intervals that cover the way but for
1e-60 of it at each end.

>>> arc = BargainingProblem.from_frontier(["Hangzhou", "Quzhou"], "4 - x**2", (-1, 0))
>>> start(arc), last_point(arc)
(Fraction(-1, 1), Fraction(2, 1))
>>> print(shape_violation(arc, Fraction(2)))  # doctest: +ELLIPSIS
the frontier 4 - x**2 near x = -1 is 'rising'; it should be falling and bending inwards: ...

Source: Rockafellar (1970), Convex analysis; Johansson (2017), Arb.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.bargaining import BargainingProblem
from games.errors import InvalidInput, Undefined
from games.frontier import Frontier
from solvers.bargaining.formula_balls import (
    OutsideDomain,
    Undecided,
    enclosed,
    exact_value,
    sign,
    symbolic,
)
from solvers.competition.logit_choice import between
from solvers.precision import precision

__all__ = [
    "beyond",
    "centre",
    "centred",
    "end_violations",
    "ends_at",
    "frontier_of",
    "grid",
    "last_point",
    "shape_violation",
    "sign_change",
    "simplest_between",
    "start",
]

DIGITS = 80  # more than a root's: the end is a term of some balances
PIECES = 20000
REPAIR = "falling and bending inwards: say with between= where it does, or give its corners, with \
all lotteries over them, with BargainingProblem.from_vertices"


def start(problem: BargainingProblem) -> Fraction:
    """The lowest x of the frontier at which the first city does not lose."""
    lowest, d1 = frontier_of(problem).low, problem.disagreement[problem.players[0]]
    return d1 if lowest is None else max(lowest, d1)


def beyond(problem: BargainingProblem, x: Fraction) -> bool:
    """Whether the frontier has ended before x, or the second city loses there."""
    frontier, d2 = frontier_of(problem), problem.disagreement[problem.players[1]]
    if frontier.high is not None and x > frontier.high:
        return True
    rest, symbol = _height_above(frontier, d2)
    try:
        return sign(rest, {symbol: (x, x)}) < 0
    except OutsideDomain:
        return True


def grid(width: Fraction, digits: int = DIGITS) -> Fraction:
    """The unit of the ``digits``-th digit after the first of ``width``; of 1 for no width."""
    if width <= 0:
        return Fraction(1, 10**digits)
    bits = width.numerator.bit_length() - width.denominator.bit_length()
    size = bits * 30103 // 100000 + 1  # of a digit or two more than it has
    while Fraction(10) ** size > width:
        size -= 1
    return Fraction(10) ** (size - digits)


def last_point(problem: BargainingProblem) -> Fraction:
    """The end of the frontier, or the multiple of the grid below it.

    Errors: ``InvalidInput`` where the frontier has no value at its start, or where the
    disagreement payoffs are above it; ``Undefined`` where it never ends.
    """
    frontier, low = frontier_of(problem), start(problem)
    first, second = problem.players
    if frontier.high is not None and frontier.high < low:
        raise InvalidInput(
            "the disagreement point",
            f"{first} {problem.disagreement[first]}",
            f"within reach: {first} can have no more than {frontier.high}",
        )
    rest, symbol = _height_above(frontier, problem.disagreement[second])
    try:
        height = sign(rest, {symbol: (low, low)})
    except OutsideDomain:
        raise InvalidInput(
            f"the frontier {frontier.formula} at x = {low}",
            "without a value",
            "a number from there on; say with between= where the frontier runs",
        ) from None
    if height < 0:
        shown = ", ".join(f"{name} {value}" for name, value in problem.disagreement.items())
        raise InvalidInput("the disagreement point", shown, "on or below the frontier")
    if height == 0:
        if not ends_at(problem, low):
            raise _violation(frontier.formula, low, "rising")
        return low
    if frontier.high is not None and not beyond(problem, frontier.high):
        return frontier.high
    step = Fraction(1, 2**200)
    while not beyond(problem, low + step):
        step *= 2
        if step > 2**4000:
            violation = shape_violation(problem, low + 1)
            if violation is not None:
                raise violation
            raise Undefined("bargaining solution", f"{first}'s payoff can grow without end", first)
    inside, outside = low, low + step
    while inside == low or inside // grid(inside - low) < outside // grid(inside - low):
        middle = (inside + outside) / 2
        if beyond(problem, middle):
            outside = middle
        else:
            inside = middle
        if outside - inside < grid(outside - low, 2 * DIGITS):
            break  # at a multiple of the grid
    unit = grid(inside - low)
    for exactly in (simplest_between(inside, outside), outside // unit * unit):
        if ends_at(problem, exactly):  # the second where many whole numbers are between
            return exactly
    return inside // unit * unit


def ends_at(problem: BargainingProblem, x: Fraction) -> bool:
    """Whether the frontier ends exactly at x.

    By its own end; or since the second city loses beyond; or since the formula ends in a root.
    """
    frontier = frontier_of(problem)
    if x == frontier.high:
        return not beyond(problem, x)
    rest, symbol = _height_above(frontier, problem.disagreement[problem.players[1]])
    if not beyond(problem, x + grid(max(abs(x), abs(start(problem))))):
        return False
    try:
        return sign(rest, {symbol: (x, x)}) == 0 or not _finite(rest.diff(symbol), symbol, x)
    except ArithmeticError:
        return False


def _finite(slope: Any, symbol: Any, x: Fraction) -> bool:
    """Whether the slope has a value at x; in the middle of a concave formula's domain it has."""
    try:
        exact_value(slope, {symbol: x})
    except OutsideDomain:
        return False
    return True


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction in [low, high] with the smallest denominator."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_between(-high, -low)
    whole = low.numerator // low.denominator
    if whole == low:
        return Fraction(whole)
    if whole + 1 <= high:
        return Fraction(whole + 1)
    return whole + 1 / simplest_between(1 / (high - whole), 1 / (low - whole))


def end_violations(problem: BargainingProblem, end: Fraction) -> Iterator[str]:
    """Why this is not where the frontier ends, exactly or as the multiple of the grid below."""
    if end < start(problem) or beyond(problem, end):
        yield "The end is not on the frontier."
    elif not ends_at(problem, end):
        unit = grid(end - start(problem))
        if end % unit or not beyond(problem, end + unit):
            yield "The frontier does not end there."


def centre(interval: tuple[Fraction, Fraction]) -> Fraction:
    """The middle, to some digits less than its interval's width."""
    low, high = interval
    if low == high:
        return low
    unit = grid(high - low, 2)
    return round((low + high) / 2 / unit) * unit


def centred(
    intervals: Mapping[str, tuple[Fraction, Fraction]],
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """By city the middle, and how far the true number can be from it."""
    middle = {name: centre(interval) for name, interval in intervals.items()}
    radii = {
        name: max(high - middle[name], middle[name] - low)
        for name, (low, high) in intervals.items()
    }
    return middle, radii


def sign_change(
    sign_at: Callable[[Fraction], int], low: Fraction, high: Fraction, unit: Fraction
) -> Fraction:
    """Where what falls from plus to minus is 0; or the multiple of the unit below that place.

    It is taken to be positive at ``low``, and negative beyond ``high``.
    """
    left, right = low // unit, high // unit + 1
    while right - left > 1:
        middle = (left + right) // 2
        try:
            here = sign_at(middle * unit) if middle * unit > low else 1
        except Undecided:
            break  # too near to the root
        if here == 0:
            return middle * unit
        left, right = (middle, right) if here > 0 else (left, middle)
    simple = simplest_between(max(low, left * unit), min(high, right * unit))
    try:
        return simple if sign_at(simple) == 0 else left * unit
    except Undecided:
        return left * unit


def shape_violation(problem: BargainingProblem, end: Fraction) -> InvalidInput | None:
    """Where the frontier rises or bends outwards before its end; ``None``: nowhere.

    Errors: ``Undefined`` where it cannot be proven either way.
    """
    low = start(problem)
    return _shape_violation(frontier_of(problem).formula, low, end) if low < end else None


@functools.lru_cache(maxsize=256)
def _shape_violation(formula: str, low: Fraction, end: Fraction) -> InvalidInput | None:
    f = Frontier(formula).expression
    (x,) = f.free_symbols
    slope, sliver = f.diff(x), grid(end - low)
    try:
        try:
            rising = sign(slope, {x: (low, low)}) > 0
        except OutsideDomain:
            rising = sign(slope, {x: (low + sliver, low + sliver)}) > 0
        bend = _outward_bend(slope.diff(x), x, low, end)
    except (Undecided, OutsideDomain) as reason:
        raise Undefined(
            "bargaining solution on this frontier",
            f"it could not be proven that {formula} falls and bends inwards ({reason})",
        ) from None
    if rising:
        return _violation(formula, low, "rising")
    return None if bend is None else _violation(formula, bend, "bending outwards")


def _violation(formula: str, x: Fraction, what: str) -> InvalidInput:
    return InvalidInput(f"the frontier {formula} near x = {approximately(x)}", what, REPAIR)


def _outward_bend(curvature: Any, x: Any, low: Fraction, end: Fraction) -> Fraction | None:
    """A point strictly between low and end at which the curvature is positive, if there is one."""
    import sympy

    above, below = sympy.fraction(sympy.together(curvature))
    if not above.is_polynomial(x) or not below.is_polynomial(x):
        return _outward_piece(curvature, x, low, end)
    signs = sympy.expand(above * below)
    if signs == 0:
        return None
    ends = [symbolic(a) for a in (low, end)]
    try:
        roots = sympy.Poly(signs, x).real_roots(multiple=False)
    except NotImplementedError:  # irrational coefficients
        return _outward_piece(curvature, x, low, end)
    inside = (root for root, _ in roots if bool(ends[0] < root) and bool(root < ends[1]))
    turns = [ends[0], *inside, ends[1]]
    for left, right in itertools.pairwise(turns):
        if left == right:
            continue
        nearest = [Fraction(str(sympy.nsimplify(t.n(40), rational=True))) for t in (left, right)]
        middle = simplest_between(
            (2 * nearest[0] + nearest[1]) / 3, (nearest[0] + 2 * nearest[1]) / 3
        )
        if sign(curvature, {x: (middle, middle)}) > 0:
            return middle
    return None


def _outward_piece(curvature: Any, x: Any, low: Fraction, end: Fraction) -> Fraction | None:
    """Such a point, found by enclosing the curvature on ever smaller intervals."""
    if curvature == 0:
        return None
    sliver = grid(end - low)
    pieces = [(low + sliver, end - sliver)]
    with precision(512):
        for _ in range(PIECES):
            if not pieces:
                return None
            left, right = pieces.pop()
            ball = enclosed(curvature, {x: between(left, right)})
            if ball <= 0:
                continue
            middle = (left + right) / 2
            if ball > 0:
                return middle
            if right - left < sliver:
                break
            pieces += [(middle, right), (left, middle)]
    raise Undecided(f"it may bend outwards near x = {approximately((left + right) / 2)}")


def frontier_of(problem: BargainingProblem) -> Frontier:
    """The smooth frontier of a problem that has one."""
    if problem.frontier is None:
        raise TypeError("the problem has no smooth frontier")
    return problem.frontier


def _height_above(frontier: Frontier, floor: Fraction) -> tuple[Any, Any]:
    f = frontier.expression
    (symbol,) = f.free_symbols
    return f - symbolic(floor), symbol
