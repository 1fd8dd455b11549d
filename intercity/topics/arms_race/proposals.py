"""Accords on bids that bidders could sign: under which of them nobody keeps less than in the race.

The rules that would end the race, as a promise where it is kept, else enforced; the bids that are
best for all signatories together; no bids; the highest cap, and the smallest part of a levy, with
which the check stands. Who would keep less is paid for it by who gains, as far as the law allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any, ClassVar, TypeAlias

from games.approximately import last_place
from games.contest import Contest
from games.errors import IntercityError
from games.subsidy import SubsidyCompetition
from intercity.proofs import Unverified
from intercity.region.context import Context
from intercity.scenario.quantity import Quantity
from intercity.topics.arms_race.accord import RuleKind, SignedRace, race_under, signed_race
from intercity.topics.arms_race.builder import competition, subsidy_race
from intercity.topics.arms_race.check import ArmsRaceOutcome, race_outcome, under_accord
from intercity.topics.arms_race.race_repair import (
    Ban,
    CommonCap,
    CommonFloor,
    Grants,
    RaceRepair,
    Truce,
    grants,
)
from intercity.topics.arms_race.section import Accord, Subsidies
from intercity.topics.outcome import Clause, Verdict
from intercity.topics.proposal import Bare, Entry, Path, Proposal, money
from mechanisms.compact.threat_point import payable
from solvers.competition.arms_race import ArmsRace

__all__ = ["AccordOnBids", "accords", "as_signed", "proposals"]

ZERO, ONE = Fraction(0), Fraction(1)
AT: Path = ("subsidies", "accord")
DIGITS = (2, 4)
"""After the point, of what bidders pay each other."""
HALVINGS = 6
"""So often the range of a cap, or of the part of a levy, is halved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordOnBids(Clause):
    """An accord as it could be signed, and what it changes for each bidder, against the race.

    ``members``: who signs. ``level``: per firm; ``rates``: of a levy. ``transfers``: what members
    get a year (negative: pay).
    """

    kind: ClassVar[str] = "accord on bids"
    rule: RuleKind
    members: tuple[str, ...]
    level: Fraction | None = None
    rates: Mapping[str, Fraction]
    enforceable: bool
    transfers: Mapping[str, Fraction]
    change: Mapping[str, Fraction]


def proposals(context: Context, found: object) -> Iterator[Proposal]:
    """Accords of all bidders: what ends the race, the best bids, none, the least cap and levy."""
    game, given = context.once(competition), context.scenario.section(Subsidies)
    if not isinstance(found, ArmsRaceOutcome) or game is None or given is None:
        return
    rules = list(_rules(found, contest=isinstance(game, Contest)))
    race = context.once(subsidy_race)
    if isinstance(game, SubsidyCompetition) and isinstance(race, ArmsRace):
        alone = race_outcome(game, race)

        def stands(rule: Mapping[str, Any]) -> bool:
            signed = as_signed(context, given.bidders, rule, {})
            return signed is not None and under_accord(alone, signed).verdict is Verdict.STANDS

        rules = [_in_three_digits(rule, stands) for rule in rules]
        rules += _least_cap(max(alone.bids.values()), stands)
        rules += [] if given.budget else _least_levy(_levy(context, game, race, found), stands)
    for rule in rules:
        yield from accords(context, "arms race", given.bidders, rule)


Stands: TypeAlias = Callable[[Mapping[str, Any]], bool]


def _in_three_digits(rule: Mapping[str, Any], stands: Stands) -> Mapping[str, Any]:
    """The rule with its level in three digits, rounded down, if the check stands with it, too."""
    found: dict[str, Any] = dict(rule)
    for key in ("cap", "truce", "floor"):
        if isinstance(level := rule.get(key), Quantity):
            found[key] = _quantity(_few_digits(level.value, down=True))
    return found if found != rule and stands(found) else rule


def _least_cap(most: Fraction, stands: Stands) -> Iterator[Mapping[str, Any]]:
    """The highest cap with which the check stands, kept or enforced, if one above 0 does."""

    def cap(part: Fraction) -> Mapping[str, Any]:
        return {"cap": _quantity(_few_digits((1 - part) * most, down=True)), "enforceable": True}

    if (part := _smallest_part(lambda x: stands(cap(x)))) not in (None, ONE):
        level = cap(part)["cap"]
        yield {"truce": level, "enforceable": False}
        yield {"cap": level, "enforceable": True}


def _least_levy(rates: Mapping[str, Fraction], stands: Stands) -> Iterator[Mapping[str, Any]]:
    """The smallest part of a levy with which the check stands, if the whole does it."""

    def levy(part: Fraction) -> Mapping[str, Any]:
        scaled = {city: _few_digits(part * rate) for city, rate in rates.items()}
        return {"levy": {c: _quantity(x) for c, x in scaled.items() if x}, "enforceable": True}

    if any(rates.values()) and (part := _smallest_part(lambda x: stands(levy(x)))) is not None:
        yield levy(part)


def _levy(
    context: Context, game: SubsidyCompetition, race: ArmsRace, found: ArmsRaceOutcome
) -> Mapping[str, Fraction]:
    """The rates of the levy under which the best bids for all are an equilibrium, if known."""
    clauses = found.repair.clauses if isinstance(found.repair, RaceRepair) else ()
    known = next((one for one in clauses if isinstance(one, Grants)), None)
    try:
        levy = known or grants(context, game, race)
    except Unverified:
        raise
    except IntercityError:
        return {}
    rates = {city: rate for city, rate in levy.rates.items() if rate is not None}
    return rates if len(rates) == len(levy.rates) else {}


def _smallest_part(does: Callable[[Fraction], bool]) -> Fraction | None:
    """The smallest part of 1 that does it, to within a part in 2 to the power of ``HALVINGS``.

    ``None`` where 1 does not.
    """
    if not does(ONE):
        return None
    low, best = ZERO, ONE
    for _ in range(HALVINGS):
        middle = (low + best) / 2
        if does(middle):
            best = middle
        else:
            low = middle
    return best


def _few_digits(number: Fraction, *, down: bool = False) -> Fraction:
    """A number with three digits, as it would be signed.

    >>> _few_digits(Fraction(2, 3)), _few_digits(Fraction(2, 3), down=True)
    (Fraction(667, 1000), Fraction(333, 500))
    """
    if not number:
        return ZERO
    unit = last_place(number, 3)
    return (floor if down else round)(number / unit) * unit


def _rules(found: ArmsRaceOutcome, *, contest: bool) -> Iterator[Mapping[str, Any]]:
    """Each with its terms, promises first."""
    clauses = found.repair.clauses if isinstance(found.repair, RaceRepair) else ()
    for one in sorted(clauses, key=lambda clause: not isinstance(clause, Truce)):
        if isinstance(one, Truce):
            yield {"truce": _quantity(one.level or ZERO), "enforceable": False}
        elif isinstance(one, CommonCap) and one.level is not None:
            yield {"cap": _quantity(one.level), "enforceable": True}
        elif isinstance(one, CommonFloor) and one.level is not None:
            yield {"floor": _quantity(one.level), "enforceable": True}
        elif isinstance(one, Ban):
            yield {"cap": _quantity(ZERO), "enforceable": True}
        elif isinstance(one, Grants):
            rates = {city: _quantity(rate) for city, rate in one.rates.items() if rate}
            yield {"levy": rates, "enforceable": True}
    if not contest:
        for enforceable in (False, True):
            yield {"truce": "joint", "enforceable": enforceable}
        yield {"cap": _quantity(ZERO), "enforceable": True}


def _quantity(number: Fraction) -> Quantity:
    return Quantity.model_validate({"v": number, "low": number, "high": number})


def accords(
    context: Context,
    check: str,
    members: tuple[str, ...],
    rule: Mapping[str, Any],
    transfers: Mapping[str, Fraction] | None = None,
) -> Iterator[Proposal]:
    """The accord of these members, if it is in force and they keep no less than in the race.

    ``transfers``: what they pay each other; left out: what makes good what any of them lose.
    """
    found = as_signed(context, members, rule, transfers or {})
    if found is None or not found.signed.in_force.holds or found.signed.effect.treasuries <= 0:
        return
    if transfers is None and found.signed.effect.to_be_paid:
        change = {city: found.signed.effect.cities[city] for city in members}
        for digits in DIGITS:
            yield from accords(context, check, members, rule, _made_good(change, digits))
        return
    if not found.signed.effect.to_be_paid:
        yield _proposal(context, check, found)


def _made_good(change: Mapping[str, Fraction], digits: int) -> dict[str, Fraction]:
    """What losers are paid by who gains, in proportion; nothing where there is not so much."""
    lost = -sum((x for x in change.values() if x < 0), ZERO)
    won = sum((x for x in change.values() if x > 0), ZERO)
    if lost >= won:
        return {}
    return money({city: -x if x < 0 else -x * lost / won for city, x in change.items()}, digits)


def as_signed(
    context: Context,
    members: tuple[str, ...],
    rule: Mapping[str, Any],
    transfers: Mapping[str, Fraction],
) -> SignedRace | None:
    """The race under such an accord; ``None`` where it is not lawful, or has no answer."""
    given, limit = context.scenario.section(Subsidies), context.side_payment_limit
    if given is None or not payable([transfers.get(city, ZERO) for city in members], limit):
        return None
    everyone = set(members) == set(given.bidders)
    if (not everyone and given.technology != "logit") or ("levy" in rule and given.budget):
        return None
    accord = Accord.model_construct(
        **{
            "members": None if everyone else members,
            "cap": None,
            "floor": None,
            "levy": {},
            "truce": None,
            "monitoring_lag": None,
            "sunset": None,
            "transfers": transfers,
            **rule,
        }
    )
    try:
        return race_under(context, given.model_copy(update={"accord": accord}))
    except Unverified:
        raise
    except IntercityError:
        return None


def _proposal(context: Context, check: str, found: SignedRace) -> Proposal:
    signed, given = found.signed, context.scenario.section(Subsidies)
    assert given is not None  # noqa: S101 - it is raced
    key = "truce" if signed.rule is RuleKind.JOINT else signed.rule.value
    entries: list[tuple[Path, Entry]] = []
    if set(signed.members) != set(given.bidders):
        entries.append(((*AT, "members"), signed.members))
    if signed.rule is RuleKind.LEVY:
        entries += [((*AT, "levy", city), rate) for city, rate in signed.rates.items()]
    else:
        entries.append(((*AT, key), "joint" if signed.level is None else signed.level))
    enforceable = signed.promise is None
    entries.append(((*AT, "enforceable"), enforceable))
    paid = {city: x for city, x in signed.transfers.items() if x}
    entries += [((*AT, "transfers", city), Bare(x)) for city, x in paid.items()]
    clause = AccordOnBids(
        rule=signed.rule,
        members=signed.members,
        level=signed.level,
        rates=signed.rates,
        enforceable=enforceable,
        transfers=paid,
        change=signed.effect.cities,
    )
    moved = sum((x for x in paid.values() if x > 0), ZERO)
    first = given.accord is None
    return Proposal(
        check,
        clause,
        tuple(entries),
        left_out=() if first else (AT,),
        gives=clause.change if first else _more_than_now(context, found),
        moved=moved,
        enforced=enforceable,
        size=_change_of_bids(context, found),
    )


def _more_than_now(context: Context, found: SignedRace) -> Mapping[str, Fraction]:
    """What each keeps more than under the accord that is signed, or in the race if it is void."""
    signed, race = context.once(signed_race), context.once(subsidy_race)
    if signed is not None and signed.signed.in_force.holds:
        now = signed.keeps
    elif race is not None:
        now = race.equilibrium.payoffs
    return {city: has - now[city] for city, has in found.keeps.items()}


def _change_of_bids(context: Context, found: SignedRace) -> Fraction:
    """By how much all bids are other ones than in the race, in all."""
    race = context.once(subsidy_race)
    bids = {} if race is None else race.equilibrium.subsidies
    return sum((abs(x - bids.get(city, ZERO)) for city, x in found.bids.items()), ZERO)
