"""What the members would write into an open clause, under three solutions, and why.

Equal gains, Kalai-Smorodinsky and Nash, applied to one clause at a time (all else as signed): the
amount handed over, the share of the refund, money; then to amount and share together. All count
gains over the status quo, and none gives a group less than it could have without the others. What
members that discount differently gain by money over time. And what bidders in a subsidy race would
pay each other to end it. No verdict rests on these, so that they are made once for a report, and
not while numbers are moved in their ranges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from games.bargaining import BargainingProblem
from games.contest import Contest
from games.errors import IntercityError
from games.players import Coalition
from games.subsidy import SubsidyCompetition
from intercity.proofs import Unverified
from intercity.region.context import Context
from intercity.region.groups import AskedGame
from intercity.topics.arms_race.builder import subsidy_race
from intercity.topics.negotiation.formula import Reason, Solution, reason_of
from intercity.topics.negotiation.over_time import Schedule, schedule
from intercity.topics.outcome import to_json
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.gain_curve import Piece
from mechanisms.compact.instrument import (
    Instrument,
    amended_compact,
    amount_of,
    main_transfer,
    payments_between,
    price_of,
    refund_share,
    with_clauses_merged,
)
from mechanisms.compact.negotiation import NegotiatedTerms, Negotiation
from mechanisms.compact.run_solver import RunSolver
from mechanisms.compact.threat_point import Disarmament, How, disarmament, truce_parties
from solvers.answer import Allocation, Proof
from solvers.bargaining.egalitarian import egalitarian
from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.competition.arms_race import ArmsRace
from solvers.competition.contest_race import ContestRace

__all__ = [
    "CONCEPTS",
    "Agreed",
    "Negotiated",
    "OpenClause",
    "OpenKind",
    "Truce",
    "lost_at_own_rate",
    "negotiated",
    "open_clauses",
    "talks_over",
]

ZERO = Fraction(0)
CONCEPTS: Mapping[Solution, Callable[[BargainingProblem], Allocation]] = {
    Solution.EQUAL_GAINS: egalitarian,
    Solution.KALAI_SMORODINSKY: kalai_smorodinsky,
    Solution.NASH: nash_bargaining,
}


class OpenKind(StrEnum):
    """Which numbers of the deal are open."""

    AMOUNT = "amount"
    SHARE = "share"
    PRICE = "price"
    MONEY = "money"
    AMOUNT_AND_SHARE = "amount_and_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What members would agree on under one solution: the ``terms`` by instrument, and the gains.

    ``asked``: the payoffs that the solution asks for. ``values``: by instrument, the least and the
    largest value at which nobody gets less than that. ``at_floor``: of the groups whose floors are
    told, those that have no more than theirs. ``reason``: why it lies there, with one open number.
    ``lost``: what members would lose a year by these terms at their own discount factor.
    """

    terms: Mapping[str, Fraction]
    gains: Mapping[str, Fraction]
    asked: Mapping[str, Fraction]
    values: Mapping[str, tuple[Fraction | None, Fraction | None]]
    at_floor: tuple[Coalition, ...]
    reason: Reason | None
    lost: Mapping[str, Fraction]
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClause:
    """One clause (or two at once) left open: the ``range`` in which all gain, and what is agreed.

    ``resource``, ``unit``: what is handed over, and what it is counted in. ``base``: of what a
    share is open. ``agreed``: by solution; empty where no value makes all gain. ``gain_at_ends``:
    whether it is shown that all gain at both ends of the range, too. ``floors``: what groups of
    members could have without the others; among many cities, where not each group is asked, what
    each member could, and groups that would else have less than they could. ``shortfall``: the
    least money from outside with which all have that, where no value does it. ``further``: of
    money, whether the deal has payments already, to which it comes.
    """

    kind: OpenKind
    instruments: tuple[Instrument, ...]
    resource: str = ""
    unit: str = ""
    base: str = ""
    range: tuple[Fraction | None, Fraction | None] = (None, None)
    agreed: Mapping[Solution, Agreed] = field(default_factory=dict)
    gain_at_ends: bool = False
    floors: Mapping[Coalition, Fraction] = field(default_factory=dict)
    shortfall: Fraction = ZERO
    further: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Truce:
    """The end of the subsidy race; its fields are those of ``Disarmament``.

    ``site``: where the firm goes if nobody bids, in a contest for one. ``race``: whether it ends
    a race, or bids that are too low or harm nobody.
    """

    how: How
    size: Fraction | None
    limit: Fraction | None
    subsidies: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    gains: Mapping[str, Fraction]
    paid: Mapping[str, Fraction]
    bystanders: tuple[str, ...]
    site: str | None
    race: bool
    proof: Proof

    @property
    def smallest_gain(self) -> Fraction:
        """What the party that gains least gains."""
        return min(gain for city, gain in self.gains.items() if city not in self.bystanders)


@dataclass(frozen=True, slots=True)
class Negotiated:
    """What bargaining would bring: clauses of the deal, and the end of the subsidy race.

    ``undecided``: why nothing is known of the clauses, where limited work did not find what members
    could have without the deal.
    """

    clauses: tuple[OpenClause, ...] = ()
    truce: Truce | None = None
    schedule: Schedule | None = None
    undecided: IntercityError | None = None

    @property
    def claims(self) -> int:
        """Each interval, each agreement, the schedule and the truce."""
        beside = (self.truce is not None) + (self.schedule is not None)
        return sum(1 + len(one.agreed) for one in self.clauses) + beside

    def to_json(self) -> dict[str, Any]:
        """Its facts, field by field."""
        told: dict[str, Any] = to_json(self)
        return told


def negotiated(context: Context) -> Negotiated:
    """The open clauses of a deal that can be carried out, and the truce in a race."""
    clauses: tuple[OpenClause, ...] = ()
    undecided: IntercityError | None = None
    known = not context.several_rates
    if context.compact is not None and context.deal is not None and known:
        try:
            merged = with_clauses_merged(context.compact)
            signed = merged.at_signing
            clauses = tuple(_talked_over(context, signed, one) for one in open_clauses(signed))
        except Unverified:  # a recorded certificate
            raise
        except IntercityError as error:
            if not isinstance(context.best, AskedGame):
                raise
            undecided = error
    return Negotiated(clauses, _truce(context), schedule(context), undecided)


def talks_over(
    context: Context,
    compact: EnclaveCompact,
    instruments: tuple[Instrument, ...],
    run_solver: RunSolver | None = None,
) -> Negotiation:
    """The talks of the deal's members over open clauses, none of them below what it could have.

    Without a deal each has its status quo; that is the same for all clauses. ``run_solver``: in
    place of the context's, for who wants no answer recorded.
    """
    talks = Negotiation(
        compact,
        context.status_quo,
        instruments,
        run_solver or context.run_solver,
        context.region.power,
        floors=context.talk_floors,
        caps=context.contribution_caps,
    )
    if context.floor_above is None:
        return talks
    return talks.held_to(context.floor_above, CONCEPTS.values())


def open_clauses(compact: EnclaveCompact) -> Iterator[OpenClause]:
    """Each clause that is worth opening, not yet talked over.

    ``compact``: ``with_clauses_merged``, since clauses that are parts of one are opened together.
    """
    amount = share = None
    if compact.transfers:
        first = main_transfer(compact)
        transfer = compact.transfers[first]
        unit = compact.region.resource(transfer.resource).unit
        quota = amount_of(compact, first)
        amount = OpenClause(
            kind=OpenKind.AMOUNT, instruments=(quota,), resource=transfer.resource, unit=unit
        )
        yield amount
    shares = [refund_share(compact, k) for k in range(len(compact.refunds))]
    open_ones = [one for one in shares if not one.idle]
    if open_ones:
        largest = max(open_ones, key=lambda one: max(one.money.values()))
        base = compact.refunds[largest.place].base
        share = OpenClause(kind=OpenKind.SHARE, instruments=(largest,), base=base)
        yield share
    # Where the law limits money, a price is the lawful way to move it.
    limited = compact.side_payment_limit is not None
    if amount is not None and transfer.amount and (transfer.price or limited):
        yield replace(amount, kind=OpenKind.PRICE, instruments=(price_of(compact, first),))
    yield OpenClause(
        kind=OpenKind.MONEY,
        instruments=payments_between(compact),
        further=any(one.amount for one in compact.payments),
    )
    if amount is not None and share is not None and not _multiplied(compact, first, share):
        both = amount.instruments + share.instruments
        yield replace(amount, kind=OpenKind.AMOUNT_AND_SHARE, instruments=both, base=share.base)


def _multiplied(compact: EnclaveCompact, transfer: int, share: OpenClause) -> bool:
    """Whether a share is of the tax of what the transfer moves: then the two are no line."""
    refund, moved = compact.refunds[share.instruments[0].place], compact.transfers[transfer]
    pair = refund.payee, refund.payer
    return refund.base == "moved_tax" and moved.tax > 0 and pair == (moved.giver, moved.taker)


def _talked_over(context: Context, compact: EnclaveCompact, opened: OpenClause) -> OpenClause:
    """The open clause with what each solution would write into it."""
    talks = talks_over(context, compact, opened.instruments)
    opened = replace(opened, floors=talks.floors)
    if not talks.all_can_gain:
        return replace(opened, shortfall=talks.shortfall if talks.floors else ZERO)
    found = {solution: talks.under(concept) for solution, concept in CONCEPTS.items()}
    lost: dict[tuple[Fraction, ...], dict[str, Fraction]] = {}
    for terms in found.values():
        key = tuple(terms.terms.values())
        if key not in lost:
            lost[key] = lost_at_own_rate(context, compact, opened.instruments, terms.terms)
    agreed = {
        solution: _agreed(solution, terms, lost[tuple(terms.terms.values())])
        for solution, terms in found.items()
    }
    pieces = [terms.formula.piece for terms in found.values() if terms.formula is not None]
    ends = [end for end in talks.range if end is not None]
    return replace(
        opened,
        range=talks.range,
        agreed=agreed,
        gain_at_ends=all(any(_all_gain(piece, end) for piece in pieces) for end in ends),
    )


def _agreed(solution: Solution, found: NegotiatedTerms, lost: Mapping[str, Fraction]) -> Agreed:
    return Agreed(
        terms=found.terms,
        gains=found.gains,
        asked=found.asked,
        values=found.values,
        at_floor=found.at_floor,
        reason=None if found.formula is None else reason_of(found.formula, solution),
        lost=lost,
        proof=found.proof,
    )


def _all_gain(piece: Piece, value: Fraction) -> bool:
    """Whether the straight lines on a piece show that each member gains at a value."""
    inside = piece.start <= value <= piece.end
    return inside and all(piece.gain(city, value) > 0 for city in piece.lines)


def lost_at_own_rate(
    context: Context,
    compact: EnclaveCompact,
    instruments: tuple[Instrument, ...],
    terms: Mapping[str, Fraction],
) -> dict[str, Fraction]:
    """What members would lose by new terms at their own discount factor; those who would."""
    payments = [one for one in instruments if one.kind == "payment"]
    paid: dict[str, Fraction] = {}
    for one in payments:  # the same every year counts alike at any rate
        for city, money in one.money.items():
            paid[city] = paid.get(city, ZERO) + money * (terms[one.name] - one.signed)
    clauses = [one for one in instruments if one not in payments]
    own = context.own_gains_of(amended_compact(compact, clauses, terms), paid)
    return {city: -gain for city, gain in own.items() if gain < 0}


def _overdrawn(race: ArmsRace | ContestRace, found: Disarmament) -> bool:
    """Whether somebody would pay firms and others more than its budget."""
    if found.how != "bargained":
        return False
    if isinstance(race, ArmsRace):
        game: Contest | SubsidyCompetition = race.game
        spent = race.treasuries.joint.outlays(race.game)
    else:
        game, spent = race.equilibrium.game, {}
    small = race.proof.radius or ZERO
    return any(
        budget is not None and spent.get(city, ZERO) - found.paid[city] > budget + small
        for city, budget in zip(game.cities, game.budgets, strict=True)
    )


def _truce(context: Context) -> Truce | None:
    """The end of a race that was found (a check that came to no answer is not asked again).

    ``None`` where the parties have nothing to gain by it, where it would take more than a budget,
    and where an accord is in force, or may be: then they do not race while they talk. Payments obey
    the deal's limits.
    """
    race = context.known(subsidy_race)
    if race is None or not race.equilibrium.unique:
        return None
    from intercity.topics.arms_race.accord import signed_race
    from solvers.competition.race_verdict import RaceVerdict

    accord = context.known(signed_race)
    if accord is not None and accord.signed.in_force.may_hold:
        return None
    joint = race.joint if isinstance(race, ContestRace) else race.treasuries.joint
    parties = truce_parties(race)
    spare = sum((joint.payoffs[c] - race.equilibrium.payoffs[c] for c in parties), ZERO)
    small = (2 * len(race.equilibrium.payoffs) + 1) * (race.proof.radius or ZERO)
    if len(parties) < 2 or spare <= small:
        return None
    limit = context.side_payment_limit
    found = disarmament(race, egalitarian, context.run_solver, limit=limit)
    if _overdrawn(race, found):
        return None
    return Truce(
        how=found.how,
        size=found.size,
        limit=found.limit,
        subsidies=found.subsidies,
        payoffs=found.payoffs,
        gains=found.gains,
        paid=found.paid,
        bystanders=found.bystanders,
        site=race.joint.site if isinstance(race, ContestRace) else None,
        race=race.verdict not in (RaceVerdict.NO_RACE, RaceVerdict.BIDS_TOO_LOW),
        proof=found.proof,
    )
