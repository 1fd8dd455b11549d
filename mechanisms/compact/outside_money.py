"""The least money from outside that lets a deal hold at some split of the outsiders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from games.errors import MISSING, InvalidInput, Told, all_of_kind, of_kind
from games.players import Coalition
from mechanisms.compact.gain_curve import Piece
from mechanisms.compact.instrument import Instrument
from mechanisms.compact.member_floors import member_floors
from mechanisms.compact.outsider_splits import Bounds, OutsiderSplits
from solvers.linear_program import LinearProgram, Row

__all__ = ["OpenClauses", "least_outside_money"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class OpenClauses:
    """Each member's payoff as a linear function of the values of open clauses.

    ``limits``: of each value. ``payoffs``: of each member, what it has if all values are 0.
    ``slopes``: of each member, what one more of a value brings it. ``beside``: of members, rows
    (">=") that the values must meet as well; money from outside counts on the left side.

    See ``least_outside_money`` for the concept, an example and its source.
    """

    payoffs: Mapping[str, Fraction]
    limits: Mapping[str, tuple[Fraction | None, Fraction | None]] = field(default_factory=dict)
    slopes: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    beside: Mapping[str, Row] = field(default_factory=dict)

    @classmethod
    def of_money(
        cls,
        payoffs: Mapping[str, Fraction],
        instruments: Sequence[Instrument],
        beside: Mapping[str, Row],
    ) -> OpenClauses:
        """Of clauses that move money alone, all of them open at once."""
        slopes = {
            city: {one.name: money for one in instruments if (money := one.money.get(city, ZERO))}
            for city in payoffs
        }
        signed = {one.name: one.signed for one in instruments}
        start = {
            city: x - sum((b * signed[name] for name, b in slopes[city].items()), ZERO)
            for city, x in payoffs.items()
        }
        limits = {one.name: (one.lowest, one.highest) for one in instruments}
        return cls(start, limits, slopes, beside)

    @classmethod
    def of_amount(
        cls,
        piece: Piece,
        name: str,
        otherwise: Mapping[str, tuple[Mapping[str, Fraction], Fraction]],
    ) -> OpenClauses:
        """Of an amount, on a piece of which all that members have is a line of it."""
        beside = {}
        for city, (slope, least) in otherwise.items():
            start, more = piece.lines[city]
            line = {name: more + slope.get(name, ZERO)}
            beside[city] = Row(f"own rate of {city}", line, ">=", least - start)
        return cls(
            {city: start for city, (start, _) in piece.lines.items()},
            {name: (piece.start, piece.end)},
            {city: {name: more} for city, (_, more) in piece.lines.items()},
            beside,
        )


def least_outside_money(splits: OutsiderSplits, ways: Iterable[OpenClauses]) -> Fraction:
    """The least money from outside that lets a deal hold at some split of the outsiders.

    Members I have x_i(v) by the values v of open clauses. With money m from outside the deal holds
    at a stable split y of the outsiders if no group betters it,

        min sum_i m_i   over  v,  m >= 0,  y stable,   x(I) + m(I) + y(J) >= v*(I with J)

    for each I of some members, not all, and each J of outsiders. Rows join as they are missed. The
    least over all ``ways`` to open clauses, each by itself; 0 where the deal can hold without.

    Errors: ``InvalidInput`` where outsiders have no stable split.

    >>> from games.coalitional import CoalitionalGame
    >>> game = CoalitionalGame.from_function(
    ...     ["Hub", "Home", "Rival"], lambda s: [0, 0, 10, 10][len(s)] if "Hub" in s else 0)
    >>> splits = OutsiderSplits(game, ["Hub", "Home"])
    >>> least_outside_money(splits, [OpenClauses({"Hub": Fraction(6), "Home": Fraction(4)})])
    Fraction(4, 1)

    Source: Bachrach et al. (2009), the cost of stability; Aumann and Maschler (1964) for objections
    that outsiders must be paid for; Kelley (1960) for rows that join.
    """
    of_kind(splits, OutsiderSplits, place="splits of the outsiders")
    tried = all_of_kind(ways, OpenClauses, place="the list of ways to open clauses")
    if not tried:
        raise InvalidInput("the list of ways to open clauses", MISSING, "one or more")
    if not splits.stable:
        raise InvalidInput(
            "the outsiders", Told("without a stable split"), "with one, for a deal to hold at it"
        )
    missed: dict[tuple[Coalition, Coalition], Fraction] = {}
    return min(_least_money(splits, way, missed) for way in tried)


def _least_money(
    splits: OutsiderSplits, way: OpenClauses, missed: dict[tuple[Coalition, Coalition], Fraction]
) -> Fraction:
    """The least money with one way open; ``missed`` gets what groups make that do better."""
    given = {city: f"money to {city}" for city in splits.members}
    bounds = {**way.limits, **dict.fromkeys(given.values(), (ZERO, None))}
    beside = [
        Row(row.name, {**row.coefficients, given[city]: ONE}, row.relation, row.bound)
        for city, row in way.beside.items()
    ]
    while True:
        rows = [
            _enough(way, members, outsiders, worth, given)
            for (members, outsiders), worth in missed.items()
        ]
        best = splits.solved(
            partial(_program, splits, (*beside, *rows), bounds, given), lambda city: f"y of {city}"
        )
        has = {
            city: way.payoffs[city]
            + best[given[city]]
            + sum((b * best[name] for name, b in way.slopes.get(city, {}).items()), ZERO)
            for city in splits.members
        }
        split = {city: best[f"y of {city}"] for city in splits.outsiders}
        floors = member_floors(splits.game, splits.members, splits.run_solver, split=split)
        new = {
            (group, floor.outsiders): floor.amount + floor.paid
            for group, floor in floors.items()
            if sum((has[city] for city in group), ZERO) < floor.amount
        }
        if not new:
            optimum: Fraction = best.optimum
            return optimum
        missed |= new


def _program(
    splits: OutsiderSplits, rows: tuple[Row, ...], bounds: Bounds, given: Mapping[str, str]
) -> LinearProgram:
    """The least money by some rows, at a split of the outsiders."""
    own = splits.program("min", {}) if splits.outsiders else LinearProgram("min", {}, (), {})
    stable = [
        Row(row.name, {f"y of {c}": a for c, a in row.coefficients.items()}, row.relation,
            row.bound)
        for row in own.rows
    ]  # fmt: skip
    held = {f"y of {city}": limits for city, limits in own.bounds.items()}
    goal = dict.fromkeys(given.values(), ONE)
    return LinearProgram("min", goal, (*stable, *rows), {**bounds, **held})


def _enough(
    way: OpenClauses,
    members: Coalition,
    outsiders: Coalition,
    worth: Fraction,
    given: Mapping[str, str],
) -> Row:
    """That members have enough, if outsiders have what they have."""
    line = {f"y of {city}": ONE for city in outsiders} | {given[city]: ONE for city in members}
    for city in members:
        for name, b in way.slopes.get(city, {}).items():
            line[name] = line.get(name, ZERO) + b
    start = sum((way.payoffs[city] for city in members), ZERO)
    name = f"enough: {', '.join(members)} with {', '.join(outsiders) or 'nobody'}"
    return Row(name, line, ">=", worth - start)
