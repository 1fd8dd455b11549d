"""The nearest terms: how little must be changed for everybody to have enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.by_city import one_of
from games.errors import MISSING, InvalidInput, all_of_kind, of_kind
from games.exact import exact
from games.players import Coalition
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.gain_curve import Piece, gain_curves, pieces
from mechanisms.compact.instrument import Instrument
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from mechanisms.compact.terms import Beside, group_floors, read_beside
from mechanisms.compact.unmet_floors import FloorAbove, floors_above
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import LinearProgramAnswer, solve

__all__ = [
    "NearestTerms",
    "nearest_amount",
    "nearest_by_money",
    "nearest_on_pieces",
    "range_on_pieces",
]

ZERO, ONE = Fraction(0), Fraction(1)
Floors = Mapping[Coalition, Fraction]


@dataclass(frozen=True, slots=True)
class NearestTerms:
    """Values of the open clauses, by name, that give everybody enough and move least money.

    ``changes``: how much more each member then has. ``given``: the money from outside that members
    need beside them, ``outside`` in all; where it is not 0, no values do it. ``unique``: whether no
    other values are as near.

    See ``nearest_by_money`` for the concept, an example and its source.
    """

    values: Mapping[str, Fraction]
    changes: Mapping[str, Fraction]
    given: Mapping[str, Fraction]
    unique: bool

    @property
    def outside(self) -> Fraction:
        """The money from outside in all."""
        return sum(self.given.values(), ZERO)

    @property
    def distance(self) -> Fraction:
        """Half the sum of the changes, each without its sign."""
        return sum((abs(change) for change in self.changes.values()), ZERO) / 2


def nearest_by_money(
    instruments: Sequence[Instrument],
    payoffs: Mapping[str, Fraction],
    floors: Floors,
    run_solver: RunSolver = call,
    beside: Mapping[str, Row] | None = None,
    *,
    floor_above: FloorAbove | None = None,
) -> NearestTerms:
    """The nearest terms: how little must be changed for everybody to have enough.

    Members have payoffs u; each group I of them in ``floors`` must have at least floor(I). One kind
    of clause is open at a time, its values v inside the law. The nearest terms move least money,

        min  1/2 sum_i |x_i(v) - u_i|    over lawful v with  x(I) >= floor(I)  for each I.

    Prices, shares of refunds and payments move money alone, so that this is a linear program. An
    amount moves what members can do: along it payoffs are concave, and the best value lies where a
    line of theirs ends, meets a floor, or meets what it was. Where no value does it, the least
    money from outside that would do is found instead,

        min  sum_i m_i    over  m >= 0 and lawful v with  x(I) + m(I) >= floor(I).

    Where the nearest terms are not unique the distance is the claim, and they are one of several:
    those whose values are changed least, each change counted by the money that it moves.

    The nearest values of clauses that move money alone, all of them open at once.

    ``beside``: by member, a row (">=") that these values must meet as well; money from outside for
    this member counts on its left side. ``floor_above``: where ``floors`` are not all, tells of
    payoffs some that they do not reach, if there are any: see ``unmet_floors``.
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` where a floor is of somebody who has no payoff.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> from mechanisms.compact.instrument import price_of
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> sale = EnclaveCompact(region, Annuity(20, Fraction(0)), region.cities,
    ...                       transfers=(Transfer("quota", "Uplands", "Harbour", Fraction(60)),))
    >>> found = nearest_by_money((price_of(sale),), {"Harbour": Fraction(60),
    ...                                              "Uplands": Fraction(0)},
    ...                          {("Uplands",): Fraction(15)})
    >>> [str(v) for v in found.values.values()], found.distance
    (['1/4'], Fraction(15, 1))

    Source: linear programs of distance, Charnes and Cooper (1961); Bachrach et al. (2009) for the
    least outside money, the cost of stability.
    """
    check_run_solver(run_solver)
    all_of_kind(instruments, Instrument, place="the list of open clauses")
    payoffs, floors = _read(payoffs, floors)
    of_kind({} if beside is None else beside, Mapping, place="rows beside", hint="by member")
    for city, row in (beside or {}).items():
        one_of(city, payoffs, "a member with a row")
        of_kind(row, Row, place=f"the row of {city}")
    up, down, outside = (
        {city: f"{way}: {city}" for city in payoffs}
        for way in ("more to", "less to", "outside money to")
    )
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {
        one.name: (one.lowest, one.highest) for one in instruments
    }
    bounds |= dict.fromkeys((*up.values(), *down.values(), *outside.values()), (ZERO, None))
    rows = [
        replace(row, coefficients={**row.coefficients, outside[city]: ONE})
        for city, row in (beside or {}).items()
    ]
    for city in payoffs:
        change = {up[city]: ONE, down[city]: -ONE}
        change |= {one.name: -money for one in instruments if (money := one.money.get(city, ZERO))}
        signed = sum((one.money.get(city, ZERO) * one.signed for one in instruments), ZERO)
        rows.append(Row(f"change of {city}", change, "==", -signed))
    reached = dict(floors)

    def solved(program: LinearProgram) -> LinearProgramAnswer:
        """The answer that reaches all floors."""
        while True:
            held = []
            for group, least in reached.items():
                line = {name[city]: ONE for name in (up, outside) for city in group}
                line |= {down[city]: -ONE for city in group}
                now = sum((payoffs[city] for city in group), ZERO)
                held.append(Row(f"floor of {', '.join(group)}", line, ">=", least - now))
            with_floors = (*rows, *held, *program.rows[len(rows) :])
            answer = run_solver(solve, replace(program, rows=with_floors))
            if floor_above is None or answer.value is None:
                return answer
            changes = {c: answer[up[c]] - answer[down[c]] + answer[outside[c]] for c in payoffs}
            more = floor_above({c: x + changes[c] for c, x in payoffs.items()})
            if not more:
                return answer
            reached.update(more)

    given = dict.fromkeys(outside.values(), ONE)
    first = solved(LinearProgram("min", given, tuple(rows), bounds))
    if first.optimum:
        return NearestTerms(
            {one.name: first[one.name] for one in instruments},
            {city: first[up[city]] - first[down[city]] for city in payoffs},
            {city: first[name] for city, name in outside.items()},
            unique=False,
        )
    bounds |= dict.fromkeys(outside.values(), (ZERO, ZERO))
    moved = dict.fromkeys((*up.values(), *down.values()), ONE)
    best = solved(LinearProgram("min", moved, tuple(rows), bounds))
    as_near = (*rows, Row("as near", moved, "<=", best.optimum))
    unique = all(
        solved(LinearProgram(sense, {one.name: ONE}, as_near, bounds)).value == best[one.name]
        for one in instruments
        for sense in ("min", "max")
    )
    if not unique and len(instruments) > 1:
        best = solved(_least_changed(instruments, as_near, bounds))
    return NearestTerms(
        {one.name: best[one.name] for one in instruments},
        {city: best[up[city]] - best[down[city]] for city in payoffs},
        {},
        unique,
    )


def _least_changed(
    instruments: Sequence[Instrument],
    rows: Sequence[Row],
    bounds: Mapping[str, tuple[Fraction | None, Fraction | None]],
) -> LinearProgram:
    """The least changed values of those that are as near, by the money that each change moves."""
    moved: dict[str, Fraction] = {}
    changes: list[Row] = []
    for one in instruments:
        rise, fall = f"rise of {one.name}", f"fall of {one.name}"
        size = max((abs(money) for money in one.money.values()), default=ZERO)
        moved |= {rise: size, fall: size}
        line = {one.name: ONE, rise: -ONE, fall: ONE}
        changes.append(Row(f"value of {one.name}", line, "==", one.signed))
    within = {**bounds, **dict.fromkeys(moved, (ZERO, None))}
    return LinearProgram("min", moved, (*rows, *changes), within)


def nearest_amount(  # noqa: PLR0917 - the deal, what is open, who must have what
    compact: EnclaveCompact,
    instrument: Instrument,
    payoffs: Mapping[str, Fraction],
    floors: Floors,
    run_solver: RunSolver = call,
    beside: Beside | None = None,
) -> NearestTerms:
    """The nearest value of one clause that may move a resource.

    Where no value does it, that with which the least money from outside does.

    ``payoffs``: those of the compact as signed. ``beside``: a second measure by which members must
    have enough (``terms_program``).
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Below, Uplands has 30 for 60 units at 1/2, and is to have 40: it must sell 80.

    See ``nearest_by_money``.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> from mechanisms.compact.instrument import amount_of
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> sale = EnclaveCompact(region, Annuity(20, Fraction(0)), region.cities,
    ...                       transfers=(Transfer("quota", "Uplands", "Harbour", 60, price=0.5),))
    >>> now = {"Harbour": Fraction(30), "Uplands": Fraction(30)}
    >>> found = nearest_amount(sale, amount_of(sale), now, {("Uplands",): Fraction(40)})
    >>> [str(v) for v in found.values.values()]
    ['80']

    Errors: ``InvalidInput`` where a member has no payoff, or a floor is of somebody else.

    Source: Eisner and Severance (1976) on linear programs along one parameter.
    """
    check_run_solver(run_solver)
    of_kind(compact, EnclaveCompact, place="deal")
    of_kind(instrument, Instrument, place="the open clause", hint="such as amount_of(deal)")
    payoffs, floors = _read(payoffs, floors)
    for city in payoffs:
        one_of(city, compact.members, "a member with a payoff")
    for city in compact.members:
        if city not in payoffs:
            raise InvalidInput(f"payoff of {city}", MISSING, "a number")
    beside = read_beside(beside, compact.members)
    curves = gain_curves(compact, dict.fromkeys(compact.members, ZERO), instrument, run_solver)
    return nearest_on_pieces(pieces(curves), instrument, payoffs, floors, run_solver, beside)


def nearest_on_pieces(  # noqa: PLR0917 - as above, along lines that are known
    lines: Sequence[Piece],
    instrument: Instrument,
    payoffs: Mapping[str, Fraction],
    floors: Floors,
    run_solver: RunSolver = call,
    beside: Beside | None = None,
    *,
    floor_above: FloorAbove | None = None,
) -> NearestTerms:
    """``nearest_amount`` where the straight pieces of payoffs along the clause are known."""
    otherwise, reached = _otherwise(instrument, beside), dict(floors)
    while True:
        best: list[tuple[Fraction, Fraction, dict[str, Fraction]]] = []
        for value, now in _enough(lines, payoffs, reached, otherwise):
            changes = {city: now[city] - payoffs[city] for city in now}
            moved = sum((abs(change) for change in changes.values()), ZERO) / 2
            best.append((moved, value, changes))
        if best:
            least = min(moved for moved, _, _ in best)
            nearest = {value: changes for moved, value, changes in best if moved == least}
            value = min(nearest, key=lambda v: (abs(v - instrument.signed), v))
            only = len(nearest) == 1
            found = NearestTerms({instrument.name: value}, nearest[value], {}, only)
        else:
            found = _with_money(instrument, lines, payoffs, reached, otherwise, run_solver)
            nearest = {found.values[instrument.name]: dict(found.changes)}
        has = [
            {c: x + changes[c] + found.given.get(c, ZERO) for c, x in payoffs.items()}
            for changes in nearest.values()
        ]
        more = floors_above(floor_above, has)
        if not more:
            return found
        reached |= more


def range_on_pieces(
    lines: Sequence[Piece],
    instrument: Instrument,
    payoffs: Mapping[str, Fraction],
    floors: Floors,
    beside: Beside | None = None,
    *,
    floor_above: FloorAbove | None = None,
) -> tuple[Fraction, Fraction] | None:
    """The least and largest value at which each group has its floor; all between do, too.

    Payoffs along the clause are concave. ``None`` where no value does it.
    """
    otherwise, reached = _otherwise(instrument, beside), dict(floors)
    while at := dict(_enough(lines, payoffs, reached, otherwise)):
        ends = min(at), max(at)
        more = floors_above(floor_above, [at[end] for end in ends])
        if not more:
            return ends
        reached |= more
    return None


def _otherwise(
    instrument: Instrument, beside: Beside | None
) -> dict[str, tuple[Fraction, Fraction]]:
    return {
        city: (more.get(instrument.name, ZERO), least)
        for city, (more, least) in (beside or {}).items()
    }


def _enough(
    lines: Sequence[Piece],
    payoffs: Mapping[str, Fraction],
    floors: Floors,
    otherwise: Mapping[str, tuple[Fraction, Fraction]],
) -> Iterator[tuple[Fraction, dict[str, Fraction]]]:
    """Candidates at which each group has its floor, and what each city then has."""
    for piece in lines:
        for value in _candidates(piece, payoffs, floors, otherwise):
            now = {city: piece.gain(city, value) for city in piece.lines}
            if any(now[city] + slope * value < f for city, (slope, f) in otherwise.items()):
                continue
            if all(sum((now[c] for c in group), ZERO) >= f for group, f in floors.items()):
                yield value, now


def _with_money(  # noqa: PLR0917 - as above
    instrument: Instrument,
    lines: Sequence[Piece],
    payoffs: Mapping[str, Fraction],
    floors: Floors,
    otherwise: Mapping[str, tuple[Fraction, Fraction]],
    run_solver: RunSolver,
) -> NearestTerms:
    """The least money from outside with which some value does it; on a piece gains are lines."""
    name = instrument.name
    given = {city: f"outside money to {city}" for city in payoffs}
    found: list[tuple[Fraction, Fraction, Piece, dict[str, Fraction]]] = []
    for piece in lines:
        bounds: dict[str, tuple[Fraction | None, Fraction | None]]
        bounds = {name: (piece.start, piece.end), **dict.fromkeys(given.values(), (ZERO, None))}
        rows = []
        for group, least in floors.items():
            more = sum((piece.slope(city) for city in group), ZERO)
            start = sum((piece.lines[city][0] for city in group), ZERO)
            line = {name: more, **{given[city]: ONE for city in group}}
            rows.append(Row(f"floor of {', '.join(group)}", line, ">=", least - start))
        for city, (slope, least) in otherwise.items():
            line = {name: piece.slope(city) + slope, given[city]: ONE}
            rows.append(Row(f"own rate of {city}", line, ">=", least - piece.lines[city][0]))
        objective = dict.fromkeys(given.values(), ONE)
        best = run_solver(solve, LinearProgram("min", objective, tuple(rows), bounds))
        money = {city: best[to] for city, to in given.items()}
        found.append((best.optimum, best[name], piece, money))
    _, value, piece, money = min(found, key=lambda one: one[:2])
    changes = {city: piece.gain(city, value) - payoffs[city] for city in payoffs}
    return NearestTerms({name: value}, changes, money, unique=False)


def _candidates(
    piece: Piece,
    payoffs: Mapping[str, Fraction],
    floors: Floors,
    otherwise: Mapping[str, tuple[Fraction, Fraction]],
) -> list[Fraction]:
    """Where a line of a piece ends, or meets what a member has or must have, or a group's floor."""
    found = [piece.start, piece.end]
    meets = [((city,), payoff) for city, payoff in payoffs.items()]
    for group, level in (*meets, *floors.items()):
        a = sum((piece.lines[city][0] for city in group), ZERO)
        b = sum((piece.lines[city][1] for city in group), ZERO)
        if b and piece.start < (level - a) / b < piece.end:
            found.append((level - a) / b)
    for city, (slope, level) in otherwise.items():
        a, b = piece.lines[city]
        if b + slope and piece.start < (level - a) / (b + slope) < piece.end:
            found.append((level - a) / (b + slope))
    return found


def _read(
    payoffs: Mapping[str, Fraction], floors: Floors
) -> tuple[dict[str, Fraction], dict[Coalition, Fraction]]:
    of_kind(payoffs, Mapping, place="list of payoffs")
    read = {city: exact(x, f"payoff of {city}") for city, x in payoffs.items()}
    return read, group_floors(floors, read)
