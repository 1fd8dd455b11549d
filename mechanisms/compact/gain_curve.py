"""Gain curves: each member's gain against one open clause, exactly, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise

from games.by_city import one_of
from games.errors import Undefined, of_kind
from games.exact import exact
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import Instrument, amount_of
from mechanisms.compact.own_program import own_program, solve_once
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from mechanisms.compact.terms import SideBySide, status_quo_of
from solvers.linear_program import LinearProgram, Row

__all__ = ["Piece", "gain_curves", "kinks", "pieces"]

ZERO, ONE = Fraction(0), Fraction(1)
Curve = Sequence[tuple[Fraction, Fraction]]


@dataclass(frozen=True, slots=True)
class Piece:
    """From ``start`` to ``end`` member i gains a + b v, for (a, b) = ``lines[i]``.

    See ``gain_curves`` for the concept and its source.

    >>> piece = Piece(ZERO, ONE, {"Harbour": (Fraction(60), Fraction(-60)),
    ...                           "Uplands": (ZERO, Fraction(60))})
    >>> piece.lines["Uplands"]
    (Fraction(0, 1), Fraction(60, 1))
    """

    start: Fraction
    end: Fraction
    lines: Mapping[str, tuple[Fraction, Fraction]]

    def gain(self, city: str, value: Fraction) -> Fraction:
        """A member's gain at a value of the piece."""
        a, b = self.lines[one_of(city, self.lines, "a member")]
        return a + b * exact(value, "the value")

    def slope(self, city: str) -> Fraction:
        """What a member gains by one unit more."""
        return self.lines[one_of(city, self.lines, "a member")][1]


def gain_curves(
    compact: EnclaveCompact,
    status_quo: Mapping[str, Fraction],
    instrument: Instrument | None = None,
    run_solver: RunSolver = call,
) -> dict[str, list[tuple[Fraction, Fraction]]]:
    """Gain curves: each member's gain against one open clause, exactly, piece by piece.

    A member's gain is the optimum of its own program, with the instrument v on the right-hand side,
    plus what it is paid: concave and piecewise linear in v. Its kinks are found exactly, by
    tangents; between two kinks of anybody all gains are straight lines,

        gain_i(v) = a_i + b_i v,

    which is all that a bargaining solution needs to be written down as a formula.

    By member, the kinks (value, gain) of its gain over all values that can be delivered.

    By default against the amount of the first transfer.
    Where neither the law nor what is owned limits the instrument, the curve goes on to where
    somebody has lost as much as all could ever gain.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``Undefined`` where no value can be delivered.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> from mechanisms.compact.instrument import price_of
    >>> sale = EnclaveCompact(region, Annuity(20, 0), region.cities,
    ...                       transfers=(Transfer("quota", "Uplands", "Harbour", 60),))
    >>> alone = {"Harbour": Fraction(0), "Uplands": Fraction(0)}
    >>> curves = gain_curves(sale, alone, price_of(sale))
    >>> [(str(price), str(gain)) for price, gain in curves["Uplands"]]
    [('0', '0'), ('1', '60')]

    Source: the tangents are Eisner and Severance's (1976), Mathematical techniques for efficient
    record segmentation in large shared databases.
    """
    check_run_solver(run_solver)
    of_kind(compact, EnclaveCompact, place="deal")
    instrument = amount_of(compact) if instrument is None else instrument
    of_kind(instrument, Instrument, place="the open clause", hint="such as amount_of(deal)")
    status_quo = status_quo_of(compact, status_quo, compact.members)
    side_by_side = SideBySide(compact, (instrument,))
    low, high = side_by_side.range_of(instrument, None, run_solver)
    if low is None or high is None:
        sides = side_by_side.range_of(instrument, status_quo, run_solver)
        low, high = _where_nobody_loses(instrument, (low, high), sides)
    curves = {}
    for city in compact.members:
        own, fixed = own_program(compact, city), sum(compact.incidence(city).values(), ZERO)
        found = kinks(partial(_payoff, own, fixed, instrument, city, run_solver), low, high)
        curves[city] = [(value, payoff - status_quo[city]) for value, payoff in found]
    return curves


def _where_nobody_loses(
    instrument: Instrument,
    deliverable: tuple[Fraction | None, Fraction | None],
    sides: tuple[Fraction | None, Fraction | None],
) -> tuple[Fraction, Fraction]:
    low, high = (
        limit if limit is not None else side for limit, side in zip(deliverable, sides, strict=True)
    )
    if low is None or high is None:
        raise Undefined("gain curve", f"no value of the {instrument.name} makes all gain")
    return low, high


def _payoff(  # noqa: PLR0917 - a member's program, the clause that is open, at which value
    own: LinearProgram,
    fixed: Fraction,
    instrument: Instrument,
    city: str,
    run_solver: RunSolver,
    value: Fraction,
) -> tuple[Fraction, Fraction]:
    """A member's payoff at a value of the instrument, and a slope of the payoff there."""
    change = value - instrument.signed
    moved = instrument.moves.get(city, ZERO)
    if moved and change:
        rows = tuple(
            Row(row.name, row.coefficients, row.relation, row.bound + moved * change)
            if row.name == instrument.resource
            else row
            for row in own.rows
        )
        own = LinearProgram(own.sense, own.objective, rows, own.bounds)
    best = run_solver(solve_once, own)
    money = instrument.money.get(city, ZERO)
    slope = money + (moved * best.prices[instrument.resource] if moved else ZERO)
    return best.optimum + fixed + money * change, slope


def kinks(
    curve: Callable[[Fraction], tuple[Fraction, Fraction]], low: Fraction, high: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """All kinks of a concave piecewise-linear curve, its ends first and last, exactly.

    ``curve`` gives a value and a slope there (any between the slopes of the two sides). Two
    tangents meet above the curve, or on it in a kink; else the curve below is looked at, and has a
    piece that was not seen before.

    >>> bends = kinks(lambda v: (v, ONE) if v < 2 else (4 - v, -ONE), ZERO, Fraction(3))
    >>> [(int(value), int(gain)) for value, gain in bends]
    [(0, 0), (2, 2), (3, 1)]
    """
    known = {v: curve(v) for v in (low, high)}
    spans = [(low, high)]
    while spans:
        left, right = spans.pop()
        (y, slope), (z, other) = known[left], known[right]
        chord = z - y
        if slope * (right - left) == chord or other * (right - left) == chord:
            continue
        middle = (chord + slope * left - other * right) / (slope - other)
        known[middle] = curve(middle)
        if known[middle][0] < y + slope * (middle - left):
            spans += [(left, middle), (middle, right)]
    return _bends([(v, known[v][0]) for v in sorted(known)])


def _bends(points: list[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
    """Without the points at which a curve goes straight on."""
    kept = points[:1]
    for (v, y), (after, z) in pairwise(points[1:]):
        before, x = kept[-1]
        if (y - x) * (after - v) != (z - y) * (v - before):
            kept.append((v, y))
    return kept + points[1:][-1:]


def pieces(curves: Mapping[str, Curve]) -> tuple[Piece, ...]:
    """The pieces between two kinks of any member, from the least value to the largest.

    A single value is one piece of no length, on which nobody's gain has a slope.
    """
    ends = sorted({v for curve in curves.values() for v, _ in curve})
    if len(ends) == 1:
        return (Piece(ends[0], ends[0], {city: (c[0][1], ZERO) for city, c in curves.items()}),)
    return tuple(
        Piece(start, end, {city: _line(curve, start, end) for city, curve in curves.items()})
        for start, end in pairwise(ends)
    )


def _line(curve: Curve, start: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
    (v, y), (w, z) = next(
        (left, right) for left, right in pairwise(curve) if left[0] <= start and end <= right[0]
    )
    slope = (z - y) / (w - v)
    return y - slope * v, slope
