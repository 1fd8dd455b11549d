"""Negotiated terms: what a bargaining solution says, mapped back to the clause to be signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import permutations
from typing import Literal

from games.bargaining import BargainingProblem
from games.by_city import listed, one_of
from games.errors import MISSING, InvalidInput, NotProven, all_of_kind, of_kind
from games.exact import exact
from games.players import Coalition
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.gain_curve import Piece, gain_curves, pieces
from mechanisms.compact.instrument import Instrument
from mechanisms.compact.run_solver import RunSolver, agreed_under, call, check_run_solver
from mechanisms.compact.terms import (
    SideBySide,
    bargaining_problem,
    group_floors,
    outside_money_to,
)
from mechanisms.compact.unmet_floors import FloorAbove
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.bargaining.egalitarian import egalitarian
from solvers.bargaining.feasible_payoffs import payoff_program
from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
from solvers.bargaining.lexicographic_egalitarian import lexicographic_egalitarian
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.certificate import Certificate
from solvers.optimum import LinearProgramAnswer, solve

__all__ = [
    "SOLUTIONS",
    "Formula",
    "NegotiatedTerms",
    "Negotiation",
    "negotiated_terms",
]

ZERO, ONE = Fraction(0), Fraction(1)
Solution = Callable[[BargainingProblem], Allocation]
_MISSED = 200
"""So often talks may miss floors: of sixteen members, in twelve drawn regions, at most 49 times."""
_Values = Mapping[str, tuple[Fraction | None, Fraction | None]]
SOLUTIONS: Mapping[str, Solution] = {
    "equal gains": egalitarian,
    "Kalai-Smorodinsky": kalai_smorodinsky,
    "Nash": nash_bargaining,
}
"""The three that an arbitrator would try first, by the names that are printed."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Why a solution lies where it does, along one instrument.

    ``piece``: the straight lines on which it lies. ``where``: "crossing" (a condition on these
    lines holds at ``value``), "kink" (they break there, the best is the corner), "least" or "most"
    (the instrument ends there), "any" (several values do), "fixed" (there is only one value),
    "floor" (a group would have less than without the others) or "cap" (a member more than it adds).
    ``claims``: what gains are compared by (equal gains: the weights; Kalai-Smorodinsky: weights
    times ideal gains; Nash: the weights, as exponents). ``binding``: the two members whose claims
    meet, or all. ``held_back``: who would gain by going on where the instrument ends. ``ideal``:
    under Kalai-Smorodinsky, whether each has the most that it could hope for. ``floor``: where it
    lies at the floor of a group ("floor"), that group.

    See ``negotiated_terms`` for the concept, an example and its source.
    """

    piece: Piece
    where: Literal["crossing", "kink", "least", "most", "any", "fixed", "floor", "cap"]
    value: Fraction
    claims: Mapping[str, Fraction]
    binding: tuple[str, ...]
    held_back: tuple[str, ...]
    ideal: bool = False
    floor: Coalition = ()


@dataclass(frozen=True, slots=True, repr=False)
class NegotiatedTerms(Answer):
    """What members would agree on: payoffs, and the values of the instruments that bring them.

    ``agreed``: some values make every member gain; if not, all else is empty. ``asked``: the
    payoffs that the solution asks for. ``terms``: values of the instruments that bring them, and
    ``gains`` over the status quo at these; somebody may have more than was asked for. ``values``:
    by instrument, the least and largest value at which nobody gets less than asked for; where they
    differ, the terms are one of several. ``at_floor``: groups that have no more than their floor,
    of those whose floors the talks know. ``formula``: with one instrument that changes something,
    and one of the three solutions named in this module. ``proof``: how close the payoffs are to the
    solution; ``certificate``: of the payoffs asked for, at the negotiation's problem (under
    Kalai-Smorodinsky with the weights times the most that each could gain as weights).

    See ``negotiated_terms`` for the concept, an example and its source.
    """

    solution: str
    agreed: bool
    asked: Mapping[str, Fraction]
    gains: Mapping[str, Fraction]
    terms: Mapping[str, Fraction]
    values: Mapping[str, tuple[Fraction | None, Fraction | None]]
    formula: Formula | None
    status: str
    proof: Proof = EXACT
    method: str = "linear programs over the instruments"
    certificate: Certificate | None = None
    at_floor: tuple[Coalition, ...] = ()


class Negotiation:
    """A deal with some clauses left open, to which solutions are then applied with ``under``.

    ``floors``: what groups of members could have without the others. ``caps``: what a member asks
    for at most; one whose cap is its status quo need not gain. ``weights``: bargaining power, 1
    where it is not given. What they share (whether all can gain, the problem, the straight pieces)
    is found once, when first needed, through ``run_solver``.

    See ``negotiated_terms`` for the concept, an example and its source.
    """

    def __init__(
        self,
        compact: EnclaveCompact,
        status_quo: Mapping[str, Fraction],
        instruments: Sequence[Instrument],
        run_solver: RunSolver = call,
        weights: Mapping[str, Fraction] | None = None,
        *,
        floors: Mapping[Coalition, Fraction] | None = None,
        caps: Mapping[str, Fraction] | None = None,
    ) -> None:
        check_run_solver(run_solver)
        of_kind(compact, EnclaveCompact, place="deal")
        self.compact = compact
        self.instruments = all_of_kind(instruments, Instrument, place="the list of open clauses")
        if not self.instruments:
            raise InvalidInput("the open clauses", MISSING, "one instrument or more")
        self.run_solver = run_solver
        plain = bargaining_problem(compact, status_quo, self.instruments, weights)
        self.status_quo = plain.disagreement
        self.unbound = plain
        known = group_floors({} if floors is None else floors, compact.members)
        self.floors = {
            group: floor
            for group, floor in known.items()
            if floor > sum((self.status_quo[city] for city in group), ZERO)
        }
        of_kind({} if caps is None else caps, Mapping, place="caps", hint="by member")
        self.caps = {
            one_of(city, compact.members, "a member with a cap"): exact(cap, f"cap of {city}")
            for city, cap in (caps or {}).items()
        }
        self._found: dict[tuple[Fraction, ...], tuple[LinearProgramAnswer, _Values]] = {}
        self._agreements: dict[Solution, Allocation] = {}
        self.idle = tuple(city for city, cap in self.caps.items() if cap == self.status_quo[city])

    @cached_property
    def side_by_side(self) -> SideBySide:
        """What all programs over the open clauses share."""
        return SideBySide(self.compact, self.instruments)

    @cached_property
    def problem(self) -> BargainingProblem:
        """The bargaining problem with its floors, and with its caps if these leave an agreement."""
        capped = self._problem(self.caps)
        if not self.caps or self.run_solver(solve, payoff_program(capped, {})).outcome == "optimal":
            return capped
        return self._problem({})

    def _problem(self, caps: Mapping[str, Fraction]) -> BargainingProblem:
        if not caps and not self.floors:
            return self.unbound
        bound = self.side_by_side.problem(self.status_quo, groups=self.floors, caps=caps)
        return replace(bound, weights=self.unbound.weights)

    @cached_property
    def without_floors(self) -> Negotiation:
        """The same talks if no group could have anything without the others."""
        return Negotiation(
            self.compact, self.status_quo, self.instruments, self.run_solver, self.unbound.weights
        )

    def held_to(self, floor_above: FloorAbove, solutions: Iterable[Solution]) -> Negotiation:
        """The same talks, held to all floors, of which there are too many to know each.

        Where all can gain, the range and these solutions must reach every floor; where not, what
        members have with the least money from outside. Floors that they do not reach join those of
        the talks, until all are reached: see ``unmet_floors``.

        Errors: ``NotProven`` where floors are missed too often.

        >>> from games.annuity import Annuity
        >>> from games.production import LinearProductionGame
        >>> from mechanisms.compact.instrument import payments_between
        >>> region = LinearProductionGame(("Hub", "Home"), (), ())
        >>> deal = EnclaveCompact(region, Annuity(20, 0), region.cities)
        >>> talks = Negotiation(deal, dict.fromkeys(region.cities, ZERO), payments_between(deal))
        >>> held = talks.held_to(lambda x: {("Home",): ONE} if x["Home"] < 1 else {}, ())
        >>> held.floors, held.shortfall
        ({('Home',): Fraction(1, 1)}, Fraction(1, 1))
        """
        talks, asked = self, tuple(solutions)
        for _ in range(_MISSED):
            missed = (floor_above(payoffs) for payoffs in talks._claimed(asked))
            more = next(filter(None, missed), None)
            if more is None:
                return talks
            talks = Negotiation(
                self.compact,
                self.status_quo,
                self.instruments,
                self.run_solver,
                self.unbound.weights,
                floors={**talks.floors, **more},
                caps=self.caps,
            )
        raise NotProven(
            "terms that leave each group what it could have elsewhere",
            f"{_MISSED} times some group had less",
        )

    def _claimed(self, solutions: Sequence[Solution]) -> Iterator[Mapping[str, Fraction]]:
        """The payoffs that must reach all floors for what these talks say to be so."""
        most_at = self.side_by_side.most_at
        if not self.all_can_gain:
            helped = self._helped
            if helped.value is not None:
                most = most_at(helped.point, self.run_solver)
                yield {city: x + helped[outside_money_to(city)] for city, x in most.items()}
            return
        all_gain = False
        for solution in solutions:
            agreed = dict(self._agreed(solution))
            all_gain = all_gain or self._all_gain(agreed)
            yield agreed
        if not all_gain:
            plain = self._problem({})
            yield dict(agreed_under(self.run_solver, lexicographic_egalitarian, plain))
        for end in self._ends:
            if end.value is not None:  # else payoffs do not fall on the way there
                yield most_at(end.point, self.run_solver)

    def _all_gain(self, payoffs: Mapping[str, Fraction]) -> bool:
        """Whether these payoffs show that all gain who need to."""
        return all(
            x > self.status_quo[city] for city, x in payoffs.items() if city not in self.idle
        )

    @cached_property
    def shortfall(self) -> Fraction:
        """The least money from outside with which all floors hold together."""
        return self._helped.optimum

    @cached_property
    def _helped(self) -> LinearProgramAnswer:
        return self.side_by_side.outside_money(self.status_quo, self.floors, self.run_solver)

    @cached_property
    def all_can_gain(self) -> bool:
        """Whether some values make every member gain."""
        return self.side_by_side.all_can_gain(
            self.status_quo, self.run_solver, self.floors, self.idle
        )

    @cached_property
    def range(self) -> tuple[Fraction | None, Fraction | None]:
        """The values of the first instrument at which nobody loses; ``None`` is no limit.

        And at which no group has less than its floor.
        """
        lowest, highest = self._ends
        return lowest.value, highest.value

    @cached_property
    def _ends(self) -> tuple[LinearProgramAnswer, LinearProgramAnswer]:
        return self.side_by_side.ends_of(
            self.instruments[0], self.status_quo, self.run_solver, self.floors
        )

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The straight pieces of all gains along the only instrument."""
        return pieces(
            gain_curves(self.compact, self.status_quo, self.instruments[0], self.run_solver)
        )

    def ideal_gains(self) -> dict[str, Fraction]:
        """The most that each can gain along the only instrument while nobody loses."""
        found = dict.fromkeys(self.compact.members, ZERO)
        for piece in self.pieces:
            low, high = piece.start, piece.end
            for a, b in piece.lines.values():
                root = -a / b if b else ZERO
                low = max(low, root) if b > 0 else low
                high = min(high, root) if b < 0 else high
                if not b and a < 0:
                    low, high = piece.end, piece.start
            if low <= high and all(piece.gain(c, low) >= 0 for c in piece.lines):
                for city in found:
                    found[city] = max(found[city], piece.gain(city, low), piece.gain(city, high))
        return found

    def under(self, solution: Solution) -> NegotiatedTerms:
        """What the members would agree on under a solution; nobody gains where all cannot."""
        name = getattr(solution, "__name__", type(solution).__name__)
        names = listed(one.name for one in self.instruments)
        if not self.all_can_gain:
            status = f"With all else as signed, no {names} makes every member gain."
            if self.floors and self.without_floors.all_can_gain:
                status = (
                    f"With all else as signed, no {names} gives all what they could have apart."
                )
            return NegotiatedTerms(name, False, {}, {}, {}, {}, None, status)
        found = self._agreed(solution)
        asked = dict(found)
        best, values = self._terms_of(asked)
        terms = {one.name: best.point[one.name] for one in self.instruments}
        several = any(low is None or low != high for low, high in values.values())
        several = several and found.proof.kind == "exact"
        return NegotiatedTerms(
            name,
            True,
            asked,
            self._gains(best.point),
            terms,
            values,
            self._formula(solution, asked, values, found.proof)
            if len(self.instruments) == 1
            and solution in SOLUTIONS.values()
            and not self.instruments[0].idle
            else None,
            self._status_of(solution, found)
            + (" These terms are one of several." if several else ""),
            found.proof,
            found.method,
            found.certificate,
            tuple(
                group
                for group, floor in self.floors.items()
                if sum((asked[city] for city in group), ZERO) == floor
            ),
        )

    def _terms_of(self, asked: Mapping[str, Fraction]) -> tuple[LinearProgramAnswer, _Values]:
        """Terms that give members what they ask for, and the range of such values; solved once."""
        key = tuple(asked.values())
        if key not in self._found:
            programs = self.side_by_side
            best = self.run_solver(solve, programs.program(programs.total, floors=asked))
            values: _Values = {
                one.name: programs.range_of(one, asked, self.run_solver) for one in self.instruments
            }
            self._found[key] = best, values
        return self._found[key]

    @cached_property
    def _claims(self) -> dict[str, Fraction]:
        """The most that each could gain, floors apart, times its weight; 1 for who could not."""
        claims = {}
        for city in self.problem.players:
            most = self.run_solver(solve, payoff_program(self.unbound, {city: ONE})).optimum
            gain = most - self.status_quo[city]
            claims[city] = self.problem.weights[city] * gain if gain else ONE
        return claims

    def _status_of(self, solution: Solution, found: Allocation) -> str:
        """What the solution is, in a sentence."""
        relative = solution is kalai_smorodinsky
        if not relative and solution is not egalitarian:
            return found.status
        weights = self.problem.weights
        claims = self._claims if relative else weights
        shares = {(found[city] - self.status_quo[city]) / claims[city] for city in claims}
        if len(shares) > 1:
            least = "share of what each could gain" if relative else "gain"
            return f"The least {least} is as large as can be, then the next."
        if relative:
            return "Gains are in proportion to the most that each could gain."
        alike = len(set(weights.values())) == 1
        return "All gain the same." if alike else "Gains are in proportion to the weights."

    def _agreed(self, solution: Solution) -> Allocation:
        """What a solution asks for; found once."""
        if solution not in self._agreements:
            self._agreements[solution] = self._solved(solution)
        return self._agreements[solution]

    def _solved(self, solution: Solution) -> Allocation:
        """Equal gains and Kalai-Smorodinsky level by level."""
        if solution is kalai_smorodinsky:
            levels = replace(self.problem, weights=self._claims)
            return agreed_under(self.run_solver, lexicographic_egalitarian, levels)
        if solution is egalitarian:
            return agreed_under(self.run_solver, lexicographic_egalitarian, self.problem)
        return agreed_under(self.run_solver, solution, self.problem)

    def _gains(self, point: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Each member's gain at a point of the program."""
        gains = {}
        for city, payoff in zip(self.compact.members, self.problem.inequalities, strict=False):
            mine = {name: -a for name, a in payoff.coefficients.items() if name != city}
            brought = sum((c * point[name] for name, c in mine.items()), ZERO)
            gains[city] = payoff.bound + brought - self.status_quo[city]
        return gains

    def _formula(
        self,
        solution: Solution,
        asked: Mapping[str, Fraction],
        values: _Values,
        proof: Proof,
    ) -> Formula:
        low, high = values[self.instruments[0].name]
        assert low is not None and high is not None  # noqa: S101, PT018 - gains bound the value
        claims = dict(self.problem.weights)
        if solution is not kalai_smorodinsky:
            return self._bound(solution, asked, self._placed(solution, low, high, claims, proof))
        ideal_gains = self.ideal_gains()
        claims = {city: claims[city] * gain for city, gain in ideal_gains.items()}
        found = self._bound(solution, asked, self._placed(solution, low, high, claims, proof))
        gains = {city: found.piece.gain(city, found.value) for city in ideal_gains}
        return replace(found, ideal=gains == ideal_gains)

    def _bound(self, solution: Solution, asked: Mapping[str, Fraction], found: Formula) -> Formula:
        """The formula, or the floor or cap that keeps the solution from where it would lie."""
        tops = {c: cap for c, cap in self.caps.items() if c not in self.idle and asked[c] == cap}
        if tops:
            plain = self.without_floors._agreed(solution)
            if any(plain[city] > cap for city, cap in tops.items()):
                return replace(found, where="cap")
        tight = [g for g, floor in self.floors.items() if self._has(g, asked) == floor]
        if not tight:
            return found
        plain = self.without_floors._agreed(solution)
        kept = [group for group in tight if self._has(group, plain) < self.floors[group]]
        return replace(found, where="floor", floor=kept[0]) if kept else found

    @staticmethod
    def _has(group: Coalition, payoffs: Mapping[str, Fraction]) -> Fraction:
        return sum((payoffs[city] for city in group), ZERO)

    def _placed(
        self,
        solution: Solution,
        low: Fraction,
        high: Fraction,
        claims: Mapping[str, Fraction],
        proof: Proof,
    ) -> Formula:
        """Where the solution lies, whose terms are from ``low`` to ``high``."""
        claims = {city: claim for city, claim in claims.items() if city not in self.idle}
        if low < high and proof.kind == "exact":
            return Formula(self._piece_at(high)[0], "any", low, claims, tuple(claims), ())
        if self.pieces[0].start == self.pieces[-1].end:
            return Formula(self.pieces[0], "fixed", low, claims, tuple(claims), ())
        value = (low + high) / 2
        left, right = self._piece_at(value)
        if solution is nash_bargaining:
            return _greatest_product(left, right, value, claims, exact=proof.kind == "exact")
        return _equal_claims(left, right, value, claims)

    def _piece_at(self, value: Fraction) -> tuple[Piece, Piece]:
        """The pieces that end and that start at a value: the same one inside it or at an end."""
        around = [p for p in self.pieces if p.start <= value <= p.end]
        return around[0], around[-1]


def _greatest_product(
    left: Piece, right: Piece, value: Fraction, weights: Mapping[str, Fraction], *, exact: bool
) -> Formula:
    def rise(piece: Piece) -> Fraction:
        return sum((w * piece.slope(c) / piece.gain(c, value) for c, w in weights.items()), ZERO)

    for piece in (left, right):
        inside = piece.start < value < piece.end and not exact  # a root with no exact digits
        if inside or rise(piece) == 0:
            return Formula(piece, "crossing", value, weights, tuple(weights), ())
    return _end(left, right, value, weights, tuple(weights))


def _equal_claims(
    left: Piece, right: Piece, value: Fraction, claims: Mapping[str, Fraction]
) -> Formula:
    share = {c: left.gain(c, value) / claim for c, claim in claims.items() if claim}
    least = min(share.values())
    binding = tuple(c for c, part in share.items() if part == least)
    for piece in (left, right):
        for up, down in permutations(binding, 2):
            if piece.slope(up) > 0 > piece.slope(down):
                pair = tuple(c for c in claims if c in (up, down))
                return Formula(piece, "crossing", value, claims, pair, ())
    return _end(left, right, value, claims, binding)


def _end(
    left: Piece,
    right: Piece,
    value: Fraction,
    claims: Mapping[str, Fraction],
    binding: tuple[str, ...],
) -> Formula:
    """In a kink between two pieces, or at an end of the instrument."""
    if left is not right:
        return Formula(left, "kink", value, claims, binding, ())
    most = value == left.end
    sign = 1 if most else -1
    held = tuple(c for c in left.lines if sign * left.slope(c) > 0)
    return Formula(left, "most" if most else "least", value, claims, binding, held)


def negotiated_terms(
    compact: EnclaveCompact,
    status_quo: Mapping[str, Fraction],
    solution: Solution,
    instruments: Instrument | Sequence[Instrument],
    run_solver: RunSolver = call,
    *,
    weights: Mapping[str, Fraction] | None = None,
    floors: Mapping[Coalition, Fraction] | None = None,
    caps: Mapping[str, Fraction] | None = None,
) -> NegotiatedTerms:
    """Negotiated terms: what a bargaining solution says, mapped back to the clause to be signed.

    Leave one clause of a deal open (or several), all others as they stand. What its members can
    reach is a bargaining problem; a solution picks payoffs; and the instrument's values at which
    members have these payoffs are the terms. Along one instrument v all gains are straight lines
    between kinks, gain_i = a_i + b_i v, so that where the solution lies on such a piece it has a
    formula:

      Nash                sum_i w_i b_i / (a_i + b_i v) = 0;   with two members
                          v = -(w_1 b_1 a_2 + w_2 b_2 a_1) / ((w_1 + w_2) b_1 b_2)
      Kalai-Smorodinsky   gain_i / (w_i h_i) is the same for who gains and who loses by more of v
      equal gains         gain_i / w_i is;      v = (c_j a_i - c_i a_j) / (c_i b_j - c_j b_i),
                          c the w_i h_i or the w_i

    and where it does not, it lies in a kink, where the law or a member's means end, or where a
    group of members would have no more than its *floor*, what it could have without the others.
    Floors cut the set of agreements; gains are still counted from the status quo. Nash is taken on
    the set that is cut. Kalai-Smorodinsky and equal gains are taken level by level (leximin): where
    one member cannot gain more, the others go on. h_i is the *ideal gain* of i, the most that it
    could gain without floors.

    ``solution``: any bargaining solution of ``solvers``; ``egalitarian`` and ``kalai_smorodinsky``
    are taken level by level. ``weights``: bargaining power, by member. ``floors``: what groups of
    members could have without the others. ``caps``: what a member asks for at most.
    Nobody can gain, or not all: ``agreed`` is false and the status says so. An instrument that
    changes nothing keeps an interval of values. Several solutions: ``Negotiation`` shares work.
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` where a price and an amount are both open, or a member or a number
    cannot be right; ``Undefined`` where payoffs can grow without end.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> from mechanisms.compact.instrument import price_of
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> sale = EnclaveCompact(region, Annuity(20, Fraction(0)), region.cities,
    ...                       transfers=(Transfer("quota", "Uplands", "Harbour", Fraction(60)),))
    >>> alone = {"Harbour": Fraction(0), "Uplands": Fraction(0)}
    >>> agreed = negotiated_terms(sale, alone, nash_bargaining, price_of(sale))
    >>> agreed.values["price of quota, Harbour to Uplands"], agreed.gains["Uplands"]
    ((Fraction(1, 2), Fraction(1, 2)), Fraction(30, 1))
    >>> agreed.formula.where, agreed.formula.value
    ('crossing', Fraction(1, 2))
    >>> talks = Negotiation(sale, alone, [price_of(sale)])
    >>> {name: str(talks.under(solution).gains["Uplands"]) for name, solution in SOLUTIONS.items()}
    {'equal gains': '30', 'Kalai-Smorodinsky': '30', 'Nash': '30'}

    Source: Nash (1950); Kalai and Smorodinsky (1975); Kalai (1977); Imai (1983) for leximin;
    Binmore, Shaked and Sutton (1989) for an outside option as a floor, not a disagreement point.
    That terms move payoffs along straight pieces is linear programming's (Dantzig 1963).
    """
    check_run_solver(run_solver)
    of_kind(compact, EnclaveCompact, place="deal")
    open_ones = (instruments,) if isinstance(instruments, Instrument) else instruments
    talks = Negotiation(
        compact, status_quo, open_ones, run_solver, weights, floors=floors, caps=caps
    )
    return talks.under(solution)
