"""Check 3, second half: could other groups make more of some members than the deal does?

A group of some members, not all, and any outsiders counts only if it makes more than its members
have in the deal and its outsiders make by themselves. The outsiders' split of what they make by
themselves is theirs to choose: the deal stands if it holds under each, fails if under none, and is
undecided in between. Groups that need the province's consent are told beside. To ask outsiders in
is no failure. Where the law limits money between cities, a group is held to lawful clauses too.

Source: Aumann and Maschler (1964); Gillies (1959); Scarf (1967).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from games.players import Coalition, coalition_name
from intercity.english import listed, shown
from intercity.region.context import Context
from intercity.region.deal.builder import public_money
from intercity.topics.all_together.check import limits_money
from intercity.topics.clauses.english import repair_words
from intercity.topics.clauses.nearest_terms import nearest_repair, payment_limit
from intercity.topics.finding import Finding, Verdict
from intercity.topics.outcome import Repair
from mechanisms.compact.lawful_contract import LawfulContract, lawful_contract
from mechanisms.compact.outside_offers import OutsideOffers, OutsiderSplits, Requirement

if TYPE_CHECKING:
    from games.coalitional import CoalitionalGame

__all__ = [
    "OutsideRange",
    "beyond_stable",
    "beyond_stable_words",
    "check",
    "lawful_block",
    "split_words",
]

NUMBER, NAME = 3, "outside offers"
ZERO = Fraction(0)
MOST_GROUPS = 32
"""So many groups are asked for lawful contracts, those with most to gain first."""


@dataclass(frozen=True, slots=True)
class OutsideRange:
    """A member whose payoff as signed is outside its range in the stable splits of all."""

    city: str
    payoff: Fraction
    least: Fraction
    most: Fraction


def check(context: Context) -> Finding:
    """Whether the deal holds against the groups that could form instead, free ones and others."""
    compact, deal, game = context.compact, context.deal, context.best
    if compact is None or game is None:
        return Finding(NUMBER, NAME, "not asked", "add [compact]")
    if not context.outsiders and len(context.members) < 3:
        return Finding(NUMBER, NAME, "not asked", "add cities that are not in the deal")
    if deal is None:
        return Finding(NUMBER, NAME, "undecided", "the deal promises more than its members have")
    found, consented = context.outside, context.outside_with_consent
    assert found is not None and consented is not None  # noqa: S101, PT018 - there is a deal
    figures = dict(_figures(context, found, consented))
    says = f"{_told(context, found)}{_consent(context, found, consented)}"
    verdict: Verdict = found.verdict
    margin, repair, mends = _margin(context, found), "", None
    if verdict != "stands" and limits_money(context):
        verdict, told, margin = _lawfully(context, found, margin)
        says += told
    if not context.brief:
        outside = beyond_stable(context)
        figures |= {f"{one.city}, outside its stable range by": _by(one) for one in outside}
        says += beyond_stable_words(outside)
        if found.verdict == "fails" and verdict == "fails":
            mend = nearest_repair(context, context.talk_floors)
            repair = f"{repair_words(mend)}{split_words(context)}"
            mends = mend.mends if isinstance(mend, Repair) else None
    return Finding(NUMBER, NAME, verdict, says, repair, margin, figures, mends=mends)


def _figures(
    context: Context, found: OutsideOffers, consented: OutsideOffers
) -> Iterator[tuple[str, Fraction]]:
    game = context.best
    assert game is not None  # noqa: S101 - there is a deal
    yield "short of what outsiders need", found.shortfall
    if consented is not found:
        yield "short, with the province's consent", consented.shortfall
    for city in context.members:
        yield f"{city} elsewhere", context.floors[city,].amount
    everybody, members = game.grand_worth, game.worth(context.members)
    if context.outsiders:
        yield "gain from asking all in", everybody - members - game.worth(context.outsiders)
    for city, x in found.split.items() if found.verdict == "undecided" else ():
        yield f"{city}, for the deal to hold", x


def _margin(context: Context, found: OutsideOffers) -> Fraction | None:
    """How much is lacking, or how much the group that is nearest to leaving has to spare."""
    if found.verdict == "undecided":
        return None
    if found.verdict == "fails":
        return -found.shortfall
    payoffs = context.payoffs_by_date
    return min(
        sum((payoffs[city] for city in group), ZERO) - floor.amount
        for group, floor in context.floors.items()
    )


def _told(context: Context, found: OutsideOffers) -> str:
    if found.verdict == "stands":
        return "no other group could offer its members more than the deal does"
    if found.verdict == "undecided":
        (one,) = found.blocking
        split = listed(f"{city} {shown(x)}" for city, x in found.split.items())
        return (
            f"it depends on how {_the_outsiders(context)} split what they make by themselves"
            f"{_unstable(found)}: it holds at {split}; but {_could_have(one)}"
        )
    groups = found.blocking
    however = ""
    if len(context.outsiders) > 1 and any(one.outsiders for one in groups):
        however = f"however {_the_outsiders(context)} split what they make by themselves, "
    if len(groups) == 1:
        (one,) = groups
        return (
            f"{however}{_name(one.group)} could make {shown(one.worth)} and gain "
            f"{shown(found.shortfall)} over the deal{_unstable(found)}"
        )
    names = " or ".join(_name(one.group) for one in groups)
    return (
        f"{however}{names} could gain {shown(found.shortfall)} or more over the deal"
        f"{_unstable(found)}"
    )


def _could_have(one: Requirement) -> str:
    """Why a group forms under some splits of the outsiders."""
    return (
        f"{_name(one.group)} could make {shown(one.worth)}, more than the deal brings "
        f"{listed(one.members)} and the least that {listed(one.outsiders)} might have"
    )


def _the_outsiders(context: Context) -> str:
    return listed(context.outsiders) if len(context.outsiders) < 5 else "the outsiders"


def _unstable(found: OutsideOffers) -> str:
    return "" if found.stable else " (they have no stable split; each has at least its own)"


def _name(group: Coalition) -> str:
    return coalition_name(group) if len(group) > 1 else f"{group[0]} alone"


def _consent(context: Context, found: OutsideOffers, consented: OutsideOffers) -> str:
    """What only the province's consent holds."""
    if context.free is context.best or consented.verdict == "stands":
        return ""
    groups = listed([_name(one.group) for one in consented.blocking])
    if consented.verdict == "fails":
        gains = f"could gain {shown(consented.shortfall)}"
    else:
        gains = "could gain, if outsiders split in some ways"
    if found.verdict == "stands":
        only = "only that holds the deal"
        return f" without the province's consent; {only}: with it {groups} {gains}"
    more = consented.shortfall > found.shortfall
    with_it = f" (with it {groups} {gains})" if more else ""
    return f"; it needs no consent of the province{with_it}"


def _lawfully(
    context: Context, found: OutsideOffers, margin: Fraction | None
) -> tuple[Verdict, str, Fraction | None]:
    """The verdict where the law limits money between cities, the reason, and the margin."""
    block, complete = lawful_block(context)
    limit = payment_limit(context)
    law = f"at most {shown(limit)} a year" if limit else "no money"
    if block is not None:
        told = (
            f"; {_name(block.group)} can do so by lawful clauses, each of its members gaining "
            f"{shown(block.gain)} or more"
            if len(block.group) > 1
            else f"; {_name(block.group)} would have {shown(block.gain)} more, and needs no clause"
        )
        return "fails", told, margin if found.verdict == "fails" else -block.gain
    why = (
        f"whether it could do so lawfully is undecided: the law allows {law} between city budgets, "
        "and no group was found that gives each of its members more by lawful clauses"
    )
    return "undecided", f"; {why}{'' if complete else ' (not all were tried)'}", None


def lawful_block(context: Context) -> tuple[LawfulContract | None, bool]:
    """A free group whose members all gain by a lawful contract, whatever the outsiders' split.

    Beside it, whether all groups and all ways to open platforms were tried.
    """
    game, production, compact = context.free, context.free_production, context.compact
    if game is None or production is None or compact is None:
        return None, False
    splits = OutsiderSplits(game, context.members, context.ask)
    now = dict(context.payoffs_by_date) | {city: splits.most(city) for city in splits.outsiders}
    groups = _worth_asking(game, context.members, now)
    complete = len(groups) <= MOST_GROUPS
    for group in groups[:MOST_GROUPS]:
        assert context.form is not None  # noqa: S101 - there is a production game
        found = lawful_contract(
            production,
            group,
            now,
            side_payment=payment_limit(context),
            tax_shares=compact.refund_limits,
            openings=context.form.plan(group).openings,
            beside=public_money(context.scenario, group).credit,
            ask=context.ask,
        )
        complete = complete and found.complete
        if found.gain > 0:
            return found, complete
    return None, complete


def _worth_asking(
    game: CoalitionalGame, members: Coalition, now: Mapping[str, Fraction]
) -> list[Coalition]:
    """Groups of some members, not all, that have anything to gain, most of it first."""
    gains = {
        group: game.worth(group) - sum((now[city] for city in group), ZERO)
        for group in game
        if 0 < len(set(group) & set(members)) < len(members)
    }
    wanted = [group for group, gain in gains.items() if gain > 0]
    return sorted(wanted, key=lambda group: (-gains[group] / len(group), len(group)))


def split_words(context: Context) -> str:
    """On which split of the outsiders floors rest, where it is not the least for each of them."""
    split = context.outsiders_split
    if split is None:
        return ""
    told = listed(f"{city} {shown(x)}" for city, x in split.items())
    return f" (if outsiders split by the nucleolus, {told})"


def beyond_stable(context: Context) -> list[OutsideRange]:
    """The members whose payoffs as signed are outside their ranges in the table's stable splits."""
    core = context.core
    if core is None or core.lowest is None or core.highest is None or context.deal is None:
        return []
    payoffs = context.payoffs_by_date
    found = [
        OutsideRange(city, payoffs[city], core.lowest[city], core.highest[city])
        for city in context.members
    ]
    return [one for one in found if not one.least <= one.payoff <= one.most]


def beyond_stable_words(found: list[OutsideRange]) -> str:
    """What to say of them; empty where there are none."""
    if not found:
        return ""
    told = (
        f"{one.city} has {shown(one.payoff)}, its stable range being {shown(one.least)} to "
        f"{shown(one.most)}"
        for one in found
    )
    return f"; as signed {listed(told)}"


def _by(one: OutsideRange) -> Fraction:
    """How far a payoff is outside, negative below the range."""
    return one.payoff - (one.least if one.payoff < one.least else one.most)
