"""What the members would write into an open clause, under three solutions, and why.

Equal gains, Kalai-Smorodinsky and Nash, applied to one clause at a time (all else as signed): the
amount handed over, the share of the refund, money; then to amount and share together. All count
gains over the status quo, and none gives a group less than it could have without the others. What
members that discount differently gain by money over time. And what bidders in a subsidy race would
pay each other to end it. No verdict rests on these, so that they are made once for a report, and
not while numbers are moved in their ranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.exact import number_to_json
from games.players import Coalition
from intercity.english import amount, listed, percent, shown
from intercity.region.context import Context
from intercity.topics.arms_race.builder import subsidy_race
from intercity.topics.clauses.clause import which_clause
from intercity.topics.clauses.english import loses_words, which_words
from intercity.topics.negotiation.formula import formula_words
from intercity.topics.negotiation.over_time import schedule
from mechanisms.compact.ask import Ask
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import (
    Instrument,
    amended_compact,
    amount_of,
    like_clauses_together,
    main_transfer,
    payments_between,
    price_of,
    refund_share,
)
from mechanisms.compact.negotiation import SOLUTIONS, NegotiatedTerms, Negotiation
from mechanisms.compact.payment_schedule import PaymentSchedule
from mechanisms.compact.threat_point import Disarmament, disarmament
from solvers.competition.contest_race import ContestRace

__all__ = [
    "Negotiated",
    "OpenClause",
    "floor_words",
    "lost_at_own_rate",
    "lost_words",
    "negotiated",
    "open_clauses",
    "talks_over",
    "value_words",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class OpenClause:
    """One clause (or two at once) left open: the ``range`` in which all gain, and what is agreed.

    ``agreed``: by solution; empty where no value makes all gain. ``formulas``: in words.
    ``floors``: what groups of members could have without the others. ``shortfall``: the least money
    from outside with which all have that, where no value does it. ``lost``: by solution, what
    members would lose a year by its terms at their own discount factor. ``which``: which of
    several clauses of its kind it is, in words.
    """

    name: str
    unit: str
    instruments: tuple[Instrument, ...]
    range: tuple[Fraction | None, Fraction | None]
    agreed: Mapping[str, NegotiatedTerms]
    formulas: Mapping[str, str]
    floors: Mapping[Coalition, Fraction] = field(default_factory=dict)
    shortfall: Fraction = ZERO
    lost: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    which: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "open": {one.name: {"signed": number_to_json(one.signed)} for one in self.instruments},
            "all gain from": None if self.range[0] is None else number_to_json(self.range[0]),
            "all gain to": None if self.range[1] is None else number_to_json(self.range[1]),
            "could have without it": {
                ", ".join(group): number_to_json(floor) for group, floor in self.floors.items()
            },
            "short of that": number_to_json(self.shortfall),
            "agreed": {
                solution: {
                    "terms": {name: number_to_json(v) for name, v in found.terms.items()},
                    "gains": {city: number_to_json(x) for city, x in found.gains.items()},
                    "formula": self.formulas.get(solution, ""),
                    "at the floor of": [", ".join(group) for group in found.at_floor],
                    "lost at the own discount factor": {
                        city: number_to_json(x) for city, x in self.lost.get(solution, {}).items()
                    },
                    "proof": str(found.proof),
                }
                for solution, found in self.agreed.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Negotiated:
    """What bargaining would bring: clauses of the deal, and the end of the subsidy race."""

    clauses: tuple[OpenClause, ...] = ()
    truce: Disarmament | None = None
    schedule: PaymentSchedule | None = None

    @property
    def claims(self) -> int:
        """Each interval, each agreement, the schedule and the truce."""
        beside = (self.truce is not None) + (self.schedule is not None)
        return sum(1 + len(one.agreed) for one in self.clauses) + beside

    def to_json(self) -> dict[str, Any]:
        return {
            "clauses": [one.to_json() for one in self.clauses],
            "schedule": None if self.schedule is None else _schedule_to_json(self.schedule),
            "truce": None if self.truce is None else _truce_to_json(self.truce),
        }


def _truce_to_json(truce: Disarmament) -> dict[str, Any]:
    return {
        "how": truce.how,
        "size": None if truce.size is None else number_to_json(truce.size),
        "limit": None if truce.limit is None else number_to_json(truce.limit),
        **{
            name: {city: number_to_json(x) for city, x in getattr(truce, name).items()}
            for name in ("subsidies", "payoffs", "gains", "paid")
        },
        "bystanders": list(truce.bystanders),
        "proof": str(truce.proof),
    }


def _schedule_to_json(found: PaymentSchedule) -> dict[str, Any]:
    return {
        "payments": {c: [number_to_json(x) for x in paid] for c, paid in found.payments.items()},
        "gains": {city: number_to_json(x) for city, x in found.gains.items()},
        "gains if the same is paid every year": {
            city: number_to_json(x) for city, x in found.flat.items()
        },
        "proof": str(found.proof),
    }


def negotiated(context: Context) -> Negotiated:
    """The open clauses of a deal that can be carried out, and the truce in a race."""
    clauses = []
    if context.compact is not None and context.deal is not None:
        compact = like_clauses_together(context.compact)
        for name, unit, instruments in open_clauses(compact):
            clauses.append(_agreed(context, compact, name, unit, instruments))
    return Negotiated(tuple(clauses), _truce(context), schedule(context))


def talks_over(
    context: Context,
    compact: EnclaveCompact,
    instruments: tuple[Instrument, ...],
    ask: Ask | None = None,
) -> Negotiation:
    """The talks of the deal's members over open clauses, none of them below what it could have.

    Without a deal each has its status quo; that is the same for all clauses. ``ask``: in place of
    the context's, for who wants no answer recorded.
    """
    return Negotiation(
        compact,
        context.status_quo,
        instruments,
        ask or context.ask,
        context.region.power,
        floors=context.talk_floors,
        caps=context.contribution_caps,
    )


def open_clauses(compact: EnclaveCompact) -> Iterator[tuple[str, str, tuple[Instrument, ...]]]:
    """Name, unit and instruments of each clause that is worth opening.

    Clauses that are parts of one are opened together: ``like_clauses_together``.
    """
    compact = like_clauses_together(compact)
    both: list[tuple[str, Instrument]] = []
    first = main_transfer(compact) if compact.transfers else 0
    if compact.transfers:
        resource = compact.transfers[first].resource
        quota = amount_of(compact, first)
        both.append((resource, quota))
        yield resource, compact.region.resource(resource).unit, (quota,)
    shares = [refund_share(compact, k) for k in range(len(compact.refunds))]
    open_ones = [share for share in shares if not share.idle]
    if open_ones:
        share = max(open_ones, key=lambda one: max(one.money.values()))
        name = f"share of {compact.refunds[share.place].base.replace('_', ' ')}"
        both.append((name, share))
        yield name, "", (share,)
    # Where the law limits money, a price is the lawful way to move it.
    limited = compact.side_payment_limit is not None
    if (
        compact.transfers
        and compact.transfers[first].amount
        and (compact.transfers[first].price or limited)
    ):
        yield f"price of {resource}", "a year each", (price_of(compact, first),)
    yield "money", "a year", payments_between(compact)
    if len(both) == 2:
        yield " and ".join(name for name, _ in both), "", tuple(one for _, one in both)


def _agreed(
    context: Context,
    compact: EnclaveCompact,
    name: str,
    unit: str,
    instruments: tuple[Instrument, ...],
) -> OpenClause:
    talks = talks_over(context, compact, instruments)
    floors = talks.floors
    which = which_words(which_clause(compact, instruments[0])) if len(instruments) == 1 else ""
    if not talks.all_can_gain:
        short = talks.shortfall if floors else ZERO
        return OpenClause(name, unit, instruments, (None, None), {}, {}, floors, short, which=which)
    agreed = {solution: talks.under(concept) for solution, concept in SOLUTIONS.items()}
    formulas = {
        solution: floor_words(found.formula.floor, floors)
        or formula_words(
            found.formula,
            solution,
            instruments[0],
            lambda value: value_words(instruments[0], value, unit),
            powers=bool(context.region.power),
        )
        for solution, found in agreed.items()
        if found.formula is not None
    }
    lost = {
        solution: lost_at_own_rate(context, compact, instruments, found.terms)
        for solution, found in agreed.items()
    }
    return OpenClause(
        name, unit, instruments, talks.range, agreed, formulas, floors, ZERO, lost, which
    )


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


def lost_words(context: Context, lost: Mapping[str, Fraction]) -> str:
    """Who would lose at its own discount factor; empty for nobody."""
    if not lost:
        return ""
    factors = context.region.discounts
    told = listed(loses_words(city, x, factors[city]) for city, x in lost.items())
    return f"at its own discount factor {told}"


def floor_words(group: Coalition, floors: Mapping[Coalition, Fraction]) -> str:
    """Why a group gets so much, where it gets no more than its floor; empty for no group."""
    return f"{listed(group)} could have {shown(floors[group])} without it" if group else ""


def _truce(context: Context) -> Disarmament | None:
    """The end of a race that was found (a check that came to no answer is not asked again).

    ``None`` where the parties have nothing to gain by it. Payments obey the deal's limits.
    """
    from mechanisms.compact.threat_point import truce_parties
    from solvers.bargaining.egalitarian import egalitarian

    race = context.known(subsidy_race)
    if race is None or not race.equilibrium.unique:
        return None
    joint = race.joint if isinstance(race, ContestRace) else race.treasuries.joint
    parties = truce_parties(race)
    spare = sum((joint.payoffs[c] - race.equilibrium.payoffs[c] for c in parties), ZERO)
    small = (2 * len(race.equilibrium.payoffs) + 1) * (race.proof.radius or ZERO)
    if len(parties) < 2 or spare <= small:
        return None
    compact = context.region.compact
    limit = None if compact is None else compact.side_payment_limit
    return disarmament(race, egalitarian, context.ask, limit=limit)


def value_words(instrument: Instrument, value: Fraction, unit: str) -> str:
    """A value of an instrument as one would say it."""
    if instrument.kind == "refund":
        return percent(value)
    if instrument.kind == "payment" and not value:
        return "nothing"
    if instrument.kind == "payment":
        payer, payee = instrument.money if value >= 0 else reversed(list(instrument.money))
        return f"{payer} pays {payee} {shown(abs(value))}"
    if instrument.kind == "price":
        return shown(value)
    return f"{amount(value)} {unit}".strip()
