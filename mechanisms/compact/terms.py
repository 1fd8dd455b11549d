"""Terms: which values of an open clause would all members sign, all else as it stands?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from games.bargaining import BargainingProblem
from games.by_city import one_of
from games.errors import MISSING, InvalidInput, all_of_kind, of_kind
from games.exact import exact
from games.players import Coalition, members_named
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import Instrument, amount_of, main_transfer
from mechanisms.compact.own_program import own_program
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import LinearProgramAnswer, solve

__all__ = [
    "LEAST_GAIN",
    "SideBySide",
    "Terms",
    "bargaining_problem",
    "group_floors",
    "read_beside",
    "terms_of_trade",
    "terms_program",
]

ZERO, ONE = Fraction(0), Fraction(1)
LEAST_GAIN = "least gain"
Beside = Mapping[str, tuple[Mapping[str, Fraction], Fraction]]
Bounds = dict[str, tuple[Fraction | None, Fraction | None]]


@dataclass(frozen=True, slots=True)
class Terms:
    """The values of an instrument at which no member loses, ``lowest`` to ``highest``.

    Both are ``None`` where no value makes every member gain, and one of them where there is no
    limit on that side.

    See ``terms_of_trade`` for the concept, an example and its source.
    """

    instrument: Instrument
    agreeable: bool
    lowest: Fraction | None
    highest: Fraction | None

    @property
    def inside(self) -> bool:
        """Whether the signed value lies in the interval."""
        signed = self.instrument.signed
        return (
            self.agreeable
            and (self.lowest is None or self.lowest <= signed)
            and (self.highest is None or signed <= self.highest)
        )


def status_quo_of(
    compact: EnclaveCompact, status_quo: Mapping[str, Any], members: Iterable[str]
) -> dict[str, Fraction]:
    """What each member has without the deal, exact; ``InvalidInput`` for who is missing."""
    members = tuple(members)
    of_kind(status_quo, Mapping, place="the status quo", hint="a number for each member, by name")
    for city in status_quo:
        one_of(city, compact.region.cities, "a city with a status quo")
    for city in members:
        if city not in status_quo:
            raise InvalidInput(f"the status quo of {city}", MISSING, "a number")
    return {city: exact(status_quo[city], f"the status quo of {city}") for city in members}


def group_floors(
    given: Mapping[Coalition, Fraction], members: Iterable[str]
) -> dict[Coalition, Fraction]:
    """What groups of members must have together at least, in exact numbers.

    Errors: ``InvalidInput`` for what is no mapping from groups, a group with a stranger, and what
    is no number.

    >>> group_floors({("Hub",): 0.5}, ["Hub", "Home"])
    {('Hub',): Fraction(1, 2)}
    >>> group_floors({("Hub", "Port"): 3}, ["Hub", "Home"])
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: a group's member is 'Port'; it should be one of Hub, Home.
    """
    of_kind(given, Mapping, place="floors", hint="what each group has at least, by group")
    cities = tuple(members)
    for group in given:
        of_kind(group, tuple, place="a group with a floor", hint="the names of its members")
        members_named(group, cities, "group")
    return {group: exact(x, f"floor of {', '.join(group)}") for group, x in given.items()}


def read_beside(given: Beside | None, members: Iterable[str]) -> Beside:
    """A second measure of members' payoffs, as ``terms_program`` takes it; empty without one.

    Errors: ``InvalidInput`` for a city that is no member, and for what is no pair of what each
    instrument adds per unit, by name, and what is to be reached.

    >>> read_beside({"Hub": ({"price of quota": 2}, 1)}, ["Hub", "Home"])
    {'Hub': ({'price of quota': Fraction(2, 1)}, Fraction(1, 1))}
    """
    if given is None:
        return {}
    of_kind(given, Mapping, place="the second measure", hint="a pair for each member, by name")
    cities, read = tuple(members), {}
    for city, pair in given.items():
        one_of(city, cities, "a member with a second measure")
        place = f"the second measure of {city}"
        of_kind(pair, tuple, place=place, hint="what instruments add, and what is to be reached")
        if len(pair) != 2:
            raise InvalidInput(place, pair, "a pair")
        of_kind(pair[0], Mapping, place=f"what instruments add for {city}", hint="by name")
        slopes = {name: exact(x, f"what {name} adds for {city}") for name, x in pair[0].items()}
        read[city] = slopes, exact(pair[1], f"what {city} must reach")
    return read


def terms_program(
    compact: EnclaveCompact,
    instruments: Sequence[Instrument],
    objective: Mapping[str, Fraction],
    *,
    sense: str = "max",
    floors: Mapping[str, Fraction] | None = None,
    groups: Mapping[Coalition, Fraction] | None = None,
    least_gain: Collection[str] = (),
    beside: Beside | None = None,
) -> LinearProgram:
    """All members' own programs side by side, tied by the instruments, whose names are variables.

    Variables "i: x" are those of member i's own program. With ``floors``, rows "payoff of i" ask
    that i gets at least its floor (plus ``least gain``, a variable, for those named there), and
    with ``groups``, rows "floor of I" that each group of members I has at least so much together.
    ``beside``: by member, a second measure of its payoff, which is so much more per unit of each
    instrument, by name, and what it must reach.

    Errors: ``InvalidInput`` where a price and the amount that it is paid for are both open.
    """
    return SideBySide(compact, instruments).program(
        objective,
        sense=sense,
        floors=floors,
        groups=groups,
        least_gain=least_gain,
        beside=beside,
    )


class SideBySide:
    """What all programs of the same open clauses share, worked out once: see ``terms_program``.

    ``payoffs``: each member's payoff in the variables of the programs, and what it has besides.
    """

    def __init__(self, compact: EnclaveCompact, instruments: Sequence[Instrument]) -> None:
        all_of_kind(instruments, Instrument, place="the list of open clauses")
        kinds = [one.kind for one in instruments]
        if "price" in kinds and "amount" in kinds:
            raise InvalidInput(
                "the open clauses",
                "a price and an amount",
                "one of the two (a side payment does what the price would)",
            )
        self.compact = compact
        self.open_bounds: Bounds = {one.name: (one.lowest, one.highest) for one in instruments}
        self.own_bounds: Bounds = {}
        self.rows: dict[str, list[Row]] = {}
        self.payoffs: dict[str, tuple[dict[str, Fraction], Fraction]] = {}
        for city in compact.members:
            own = own_program(compact, city)
            self.own_bounds |= {f"{city}: {name}": limits for name, limits in own.bounds.items()}
            self.rows[city] = [_tied(row, instruments, city) for row in own.rows]
            payoff = {f"{city}: {name}": c for name, c in own.objective.items()}
            fixed = sum(compact.incidence(city).values(), ZERO)
            for one in instruments:
                money = one.money.get(city, ZERO)
                if money:
                    payoff[one.name] = money
                    fixed -= money * one.signed
            self.payoffs[city] = payoff, fixed

    @property
    def total(self) -> dict[str, Fraction]:
        """The sum of all payoffs, but for a constant."""
        total: dict[str, Fraction] = {}
        for payoff, _ in self.payoffs.values():
            for name, c in payoff.items():
                total[name] = total.get(name, ZERO) + c
        return total

    def program(
        self,
        objective: Mapping[str, Fraction],
        *,
        sense: str = "max",
        floors: Mapping[str, Fraction] | None = None,
        groups: Mapping[Coalition, Fraction] | None = None,
        least_gain: Collection[str] = (),
        beside: Beside | None = None,
    ) -> LinearProgram:
        """The program with an objective, and with what members and groups must have."""
        gain: Bounds = {LEAST_GAIN: (None, None)} if least_gain else {}
        bounds = self.open_bounds | gain | self.own_bounds
        rows: list[Row] = []
        for city, own in self.rows.items():
            rows.extend(own)
            if floors is not None:
                payoff, fixed = self.payoffs[city]
                if city in least_gain:
                    payoff = {**payoff, LEAST_GAIN: -ONE}
                rows.append(Row(f"payoff of {city}", payoff, ">=", floors[city] - fixed))
        for city, (more, least) in (beside or {}).items():
            payoff, fixed = dict(self.payoffs[city][0]), self.payoffs[city][1]
            for name, slope in more.items():
                payoff[name] = payoff.get(name, ZERO) + slope
            if city in least_gain:
                payoff[LEAST_GAIN] = -ONE
            name = f"payoff of {city}, measured otherwise"
            rows.append(Row(name, payoff, ">=", least - fixed))
        for group, floor in (groups or {}).items():
            together: dict[str, Fraction] = {}
            besides = ZERO
            for city in group:
                payoff, fixed = self.payoffs[city]
                besides += fixed
                for name, c in payoff.items():
                    together[name] = together.get(name, ZERO) + c
            rows.append(Row(f"floor of {', '.join(group)}", together, ">=", floor - besides))
        return LinearProgram("max" if sense == "max" else "min", objective, tuple(rows), bounds)

    def all_can_gain(
        self,
        status_quo: Mapping[str, Fraction],
        run_solver: RunSolver = call,
        groups: Mapping[Coalition, Fraction] | None = None,
        idle: Collection[str] = (),
        beside: Beside | None = None,
    ) -> bool:
        """Whether some values of the instruments make every member gain.

        ``groups``: what groups of members must have together. ``idle``: members who need not gain.
        """
        check_run_solver(run_solver)
        members = self.compact.members
        if set(idle) >= set(members):
            return False
        program = self.program(
            {LEAST_GAIN: ONE},
            floors=status_quo,
            groups=groups,
            least_gain=[city for city in members if city not in idle],
            beside=beside,
        )
        least = run_solver(solve, program).value
        return least is not None and least > 0

    def range_of(
        self,
        one: Instrument,
        floors: Mapping[str, Fraction] | None,
        run_solver: RunSolver = call,
        beside: Beside | None = None,
    ) -> tuple[Fraction | None, Fraction | None]:
        """The least and largest value of one of the instruments at which nobody is below its floor.

        ``None`` is no limit. Without floors: all that can be delivered. ``beside``: a second
        measure (``terms_program``).
        """
        lowest, highest = self.ends_of(one, floors, run_solver, beside=beside)
        return lowest.value, highest.value

    def ends_of(
        self,
        one: Instrument,
        floors: Mapping[str, Fraction] | None,
        run_solver: RunSolver = call,
        groups: Mapping[Coalition, Fraction] | None = None,
        beside: Beside | None = None,
    ) -> tuple[LinearProgramAnswer, LinearProgramAnswer]:
        """The programs of the ends of that range, solved, with points in which they are reached.

        ``groups``: what groups of members must have together.
        """
        check_run_solver(run_solver)
        least = self.program(
            {one.name: ONE}, sense="min", floors=floors, groups=groups, beside=beside
        )
        return run_solver(solve, least), run_solver(solve, replace(least, sense="max"))

    def most_at(
        self, point: Mapping[str, Fraction], run_solver: RunSolver = call
    ) -> dict[str, Fraction]:
        """The most that each member has at the instruments' values in a point of a program.

        Nobody's program hangs on what another does, so that all have it at once.
        """
        check_run_solver(run_solver)
        program = self.program(self.total)
        held = {name: (point[name], point[name]) for name in self.open_bounds}
        best = run_solver(solve, replace(program, bounds={**program.bounds, **held})).point
        return {
            city: fixed + sum((c * best[name] for name, c in payoff.items()), ZERO)
            for city, (payoff, fixed) in self.payoffs.items()
        }

    def outside_money(
        self,
        floors: Mapping[str, Fraction],
        groups: Mapping[Coalition, Fraction],
        run_solver: RunSolver = call,
    ) -> LinearProgramAnswer:
        """The least money from outside with which nobody, and no group, is below its floor.

        Its variables "outside money to i" are all 0 where some values of the instruments do it by
        themselves.
        """
        check_run_solver(run_solver)
        base = self.program({}, floors=floors, groups=groups)
        given = {city: outside_money_to(city) for city in self.compact.members}
        paid = {f"payoff of {city}": {name: ONE} for city, name in given.items()}
        paid |= {f"floor of {', '.join(g)}": {given[city]: ONE for city in g} for g in groups}
        rows = tuple(
            replace(row, coefficients={**row.coefficients, **paid[row.name]})
            if row.name in paid
            else row
            for row in base.rows
        )
        bounds = {**base.bounds, **dict.fromkeys(given.values(), (ZERO, None))}
        program = LinearProgram("min", dict.fromkeys(given.values(), ONE), rows, bounds)
        return run_solver(solve, program)

    def problem(
        self,
        alone: Mapping[str, Fraction],
        *,
        groups: Mapping[Coalition, Fraction] | None = None,
        caps: Mapping[str, Fraction] | None = None,
    ) -> BargainingProblem:
        """What the members can reach by moving the instruments: see ``bargaining_problem``."""
        program = self.program({})
        rows: list[tuple[dict[str, Fraction], Fraction]] = []
        for city, (payoff, fixed) in self.payoffs.items():
            rows.append(({city: ONE, **{name: -c for name, c in payoff.items()}}, fixed))
        rows.extend((dict(row.coefficients), row.bound) for row in program.rows)
        for name, (low, high) in program.bounds.items():
            if low is not None:
                rows.append(({name: -ONE}, -low))
            if high is not None:
                rows.append(({name: ONE}, high))
        for group, floor in (groups or {}).items():
            rows.append((dict.fromkeys(group, -ONE), -floor))
        for city, cap in (caps or {}).items():
            rows.append(({city: ONE}, cap))
        return BargainingProblem.from_inequalities(self.compact.members, rows, alone)


def outside_money_to(city: str) -> str:
    """The variable of what a member is given from outside."""
    return f"outside money to {city}"


def _tied(row: Row, instruments: Sequence[Instrument], city: str) -> Row:
    """A row of a member's own program, in which the instruments move what it has."""
    coefficients = {f"{city}: {name}": a for name, a in row.coefficients.items()}
    bound = row.bound
    for one in instruments:
        moved = one.moves.get(city, ZERO) if one.resource == row.name else ZERO
        if moved:
            coefficients[one.name] = -moved
            bound -= moved * one.signed
    return Row(f"{city}: {row.name}", coefficients, row.relation, bound)


def terms_of_trade(
    compact: EnclaveCompact,
    status_quo: Mapping[str, Fraction],
    instrument: Instrument | None = None,
    run_solver: RunSolver = call,
    beside: Beside | None = None,
) -> Terms | None:
    """Terms: which values of an open clause would all members sign, all else as it stands?

    Let one number v of the deal move (an ``Instrument``: an amount, a share, a price, a payment).
    Member i's gain over its status quo,

        gain_i(v) = w_i(endowment with v) + what the clauses bring to i with v - status quo_i,

    is concave in v: w_i is the largest value of a linear program in which v is one more variable.
    So the values at which nobody loses form an interval, found by two linear programs; a third
    finds whether all can gain. With the payoffs as variables the same rows are a bargaining
    problem, of one clause or of several that are open at once.

    The interval of an instrument's values at which no member loses, if all can gain.

    By default it is the amount of the largest transfer; ``None`` where nothing is transferred.
    ``beside``: a second measure by which members must not lose (``terms_program``).

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` where a member has no status quo, or where a city that has one is not
    of the region.

    A unit of quota is worth 1 a year in Harbour and 1/2 in Uplands, so that both gain at
    prices between:

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> from mechanisms.compact.instrument import price_of
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> farm = Activity("farm", ("Uplands",), (Use("quota", 1),), (Value("Uplands", "cash", 0.5),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build, farm))
    >>> gift = Transfer("quota", "Uplands", "Harbour", 60)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(gift,))
    >>> found = terms_of_trade(deal, {"Harbour": 0, "Uplands": 50}, price_of(deal))
    >>> found.agreeable, str(found.lowest), str(found.highest), found.inside
    (True, '1/2', '1', False)

    Source: Owen (1975) for the programs; Raiffa (1982), The Art and Science of Negotiation, for the
    zone of possible agreement.
    """
    check_run_solver(run_solver)
    of_kind(compact, EnclaveCompact, place="deal")
    if instrument is None:
        if not compact.transfers:
            return None
        instrument = amount_of(compact, main_transfer(compact))
    of_kind(instrument, Instrument, place="the open clause", hint="such as amount_of(deal)")
    status_quo = status_quo_of(compact, status_quo, compact.members)
    beside = read_beside(beside, compact.members)
    side_by_side = SideBySide(compact, (instrument,))
    if not side_by_side.all_can_gain(status_quo, run_solver, beside=beside):
        return Terms(instrument, agreeable=False, lowest=None, highest=None)
    lowest, highest = side_by_side.range_of(instrument, status_quo, run_solver, beside=beside)
    return Terms(instrument, agreeable=True, lowest=lowest, highest=highest)


def bargaining_problem(
    compact: EnclaveCompact,
    status_quo: Mapping[str, Fraction],
    instruments: Sequence[Instrument] | None = None,
    weights: Mapping[str, Fraction] | None = None,
    *,
    groups: Mapping[Coalition, Fraction] | None = None,
    caps: Mapping[str, Fraction] | None = None,
) -> BargainingProblem:
    """What the members can reach by moving the instruments; without a deal, their status quo.

    By default the amount of the largest transfer is open. ``groups``: what groups of members must
    have together. ``caps``: what a member asks for at most. The instruments and what members do
    with what they own are free variables of the problem, by their names in ``terms_program``.

    Errors: ``InvalidInput`` names a member without a status quo, a weight of no member, or a price
    and an amount that are both open.
    """
    given = instruments
    if given is None:
        given = (amount_of(compact, main_transfer(compact)),)
    open_ones = all_of_kind(given, Instrument, place="the list of open clauses")
    of_kind(status_quo, Mapping, place="the status quo", hint="a number for each member, by name")
    if weights is not None:
        of_kind(
            weights, Mapping, place="bargaining power", hint="a weight for each member, by name"
        )
    side_by_side = SideBySide(compact, open_ones)
    for city in status_quo:
        one_of(city, compact.region.cities, "a city with a status quo")
    alone = {city: status_quo[city] for city in compact.members if city in status_quo}
    problem = side_by_side.problem(alone, groups=groups, caps=caps)
    return replace(problem, weights=dict(weights)) if weights else problem
