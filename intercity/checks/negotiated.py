"""What the members would write into an open clause, under three solutions, and why.

Equal gains, Kalai-Smorodinsky and Nash, applied to one clause at a time (all else as signed): the
amount handed over, the share of the refund, money; then to amount and share together. What members
that discount differently gain by money over time. And what bidders in a subsidy race would pay each
other to end it. No verdict rests on these, so that they
are made once for a report, and not while numbers are moved in their ranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import number_to_json
from intercity.checks.context import Context
from intercity.checks.finding import amount, listed, percent, shown
from intercity.checks.negotiated_formula import formula_words
from intercity.checks.over_time import schedule
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import (
    Instrument,
    amount_of,
    payments_between,
    price_of,
    refund_share,
)
from mechanisms.compact.negotiation import SOLUTIONS, NegotiatedTerms, Negotiation
from mechanisms.compact.payment_schedule import PaymentSchedule
from mechanisms.compact.threat_point import Disarmament, disarmament
from solvers.competition.contest_race import ContestRace

__all__ = ["Negotiated", "OpenClause", "even_at", "negotiated", "open_clauses", "value_words"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class OpenClause:
    """One clause (or two at once) left open: the ``range`` in which all gain, and what is agreed.

    ``agreed``: by solution; empty where no value makes all gain. ``formulas``: in words.
    """

    name: str
    unit: str
    instruments: tuple[Instrument, ...]
    range: tuple[Fraction | None, Fraction | None]
    agreed: Mapping[str, NegotiatedTerms]
    formulas: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        return {
            "open": {one.name: {"signed": number_to_json(one.signed)} for one in self.instruments},
            "all gain from": None if self.range[0] is None else number_to_json(self.range[0]),
            "all gain to": None if self.range[1] is None else number_to_json(self.range[1]),
            "agreed": {
                solution: {
                    "terms": {name: number_to_json(v) for name, v in found.terms.items()},
                    "gains": {city: number_to_json(x) for city, x in found.gains.items()},
                    "formula": self.formulas.get(solution, ""),
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
        truce = self.truce
        return {
            "clauses": [one.to_json() for one in self.clauses],
            "schedule": None if self.schedule is None else _schedule_to_json(self.schedule),
            "truce": None
            if truce is None
            else {
                name: {city: number_to_json(x) for city, x in getattr(truce, name).items()}
                for name in ("subsidies", "payoffs", "gains", "paid")
            }
            | {"proof": str(truce.proof)},
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
        for name, unit, instruments in open_clauses(context.compact):
            clauses.append(_agreed(context, context.compact, name, unit, instruments))
    return Negotiated(tuple(clauses), _truce(context), schedule(context))


def open_clauses(compact: EnclaveCompact) -> Iterator[tuple[str, str, tuple[Instrument, ...]]]:
    """Name, unit and instruments of each clause that is worth opening."""
    both: list[tuple[str, Instrument]] = []
    if compact.transfers:
        resource = compact.transfers[0].resource
        quota = amount_of(compact)
        both.append((resource, quota))
        yield resource, compact.region.resource(resource).unit, (quota,)
    shares = [(r, refund_share(compact, k)) for k, r in enumerate(compact.refunds)]
    shares = [(refund, share) for refund, share in shares if not share.idle]
    if shares:
        refund, largest = max(shares, key=lambda one: max(one[1].money.values()))
        name = f"share of {refund.base.replace('_', ' ')}"
        both.append((name, largest))
        yield name, "", (largest,)
    if compact.transfers and compact.transfers[0].price and compact.transfers[0].amount:
        yield f"price of {compact.transfers[0].resource}", "a year each", (price_of(compact),)
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
    talks = Negotiation(compact, context.status_quo, instruments, context.ask, context.region.power)
    if not talks.all_can_gain:
        return OpenClause(name, unit, instruments, (None, None), {}, {})
    agreed = {solution: talks.under(concept) for solution, concept in SOLUTIONS.items()}
    formulas = {
        solution: _several(found, instruments[0], unit, context.region.power)
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
    return OpenClause(name, unit, instruments, talks.range, agreed, formulas)


def _truce(context: Context) -> Disarmament | None:
    """The end of a race that was found (a check that came to no answer is not asked again).

    ``None`` where the parties have nothing to gain by it. Payments obey the deal's limits.
    """
    from mechanisms.compact.threat_point import truce_parties
    from solvers.bargaining.egalitarian import egalitarian

    race = context.__dict__.get("race")
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


def _several(
    found: NegotiatedTerms, one: Instrument, unit: str, power: Mapping[str, Fraction]
) -> str:
    """Where several values bring what is asked for, which ones; else empty."""
    low, high = found.values[one.name]
    if found.formula is None or found.formula.where != "any" or low is None or high is None:
        return ""
    even = even_at(found, power)
    if even is not None and even != found.terms[one.name]:
        more = [
            city
            for city, gain in found.gains.items()
            if gain > found.formula.piece.gain(city, even)
        ]
        what = "in proportion to power" if power else "equal"
        others = "the other" if len(found.gains) == 2 else "others"
        return (
            f"gains are {what} at {value_words(one, even, unit)}; from there to "
            f"{value_words(one, found.terms[one.name], unit)} {listed(more)} "
            f"gain{'s' if len(more) == 1 else ''} more, at no cost to {others}"
        )
    ends = (value_words(one, value, unit) for value in (low, high))
    return f"{_COMPARED[found.solution]} is the same from {' to '.join(ends)}"


_COMPARED = {
    SOLUTIONS["equal gains"].__name__: "the least gain",
    SOLUTIONS["Kalai-Smorodinsky"].__name__: "the least share of what each could hope for",
    SOLUTIONS["Nash"].__name__: "the product of gains",
}
"""What each solution makes as large as can be."""


def even_at(found: NegotiatedTerms, power: Mapping[str, Fraction]) -> Fraction | None:
    """Of several values that bring what equal gains ask for, one at which gains are equal, if any.

    Equal by power. It is an end of these values, on the straight piece that the terms lie on.
    """
    evens = found.solution == SOLUTIONS["equal gains"].__name__
    if found.formula is None or not evens or len(found.values) != 1:
        return None
    piece, (ends,) = found.formula.piece, found.values.values()
    for value in ends:
        if value is not None and piece.start <= value <= piece.end:
            gains = {piece.gain(city, value) / power.get(city, 1) for city in found.gains}
            if len(gains) == 1:
                return value
    return None


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
