"""Check 3, second half: could other groups make more of some members than the deal does?

A group of some members, not all, and any outsiders counts only if it makes more than its members
have in the deal and its outsiders make by themselves. Groups of members alone do not count where
one lawful change of the deal satisfies all of them: that is waste (``efficiency``). The outsiders'
split of what they make by themselves is theirs to choose: the deal stands if it holds under each,
fails if under none, and is undecided in between. Groups that need the province's consent are told
beside. To ask outsiders in is no failure. Where the law limits money between cities, a group is
held to lawful clauses too.

Source: Aumann and Maschler (1964); Gillies (1959); Scarf (1967).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np

from games.coalitional import CoalitionalGame
from games.players import Coalition
from intercity.region.context import Context
from intercity.region.deal.builder import public_money
from intercity.region.groups import Worths
from intercity.topics.all_together.check import limits_money
from intercity.topics.clauses.clause import NoLawfulClause
from intercity.topics.clauses.nearest_terms import least_outside, nearest_repair, payment_limit
from intercity.topics.condition import Condition, Wish
from intercity.topics.outcome import (
    NoPayoffs,
    NoRepair,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    Verdict,
)
from mechanisms.compact.lawful_contract import LawfulContract, lawful_contract
from mechanisms.compact.outside_offers import OutsideOffers
from mechanisms.compact.outsider_splits import OutsiderSplits, sums

__all__ = [
    "LawfulClauses",
    "Need",
    "NotLookedFor",
    "Offer",
    "OffersInALargeRegion",
    "OutsideOffersOutcome",
    "OutsideRange",
    "WithConsent",
    "beyond_stable",
    "check",
    "conditions",
    "lawful_block",
]

NUMBER, NAME = 3, "outside offers"
ZERO = Fraction(0)
MOST_GROUPS = 32
"""So many groups are asked for lawful contracts, those with most to gain first."""


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    OUTSIDERS = "cities that are not in the deal"


class NotLookedFor(StrEnum):
    """Why no repair was looked for, in a large region."""

    SPLIT_UNKNOWN = "no stable split of the outsiders is known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A group of some ``members`` and some ``outsiders``, and what it could make."""

    group: Coalition
    members: Coalition
    outsiders: Coalition
    worth: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class WithConsent:
    """What it would come to if the province consented to whatever any group does.

    ``hangs_on``: members on whose payoffs it then hangs, as in ``OutsideOffersOutcome``.
    """

    verdict: Verdict
    shortfall: Fraction
    groups: tuple[Coalition, ...]
    hangs_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulClauses:
    """Whether a ``group`` was found that can better the deal by lawful clauses, and its ``gain``.

    ``limit``: the most that one city may pay another a year. ``gain``: of each of its members, at
    least. ``all_tried``: whether all groups, and all ways to open platforms, were tried.
    """

    limit: Fraction
    group: Coalition | None
    gain: Fraction | None
    all_tried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideRange:
    """A member whose payoff as signed is outside its range in the stable splits of all."""

    city: str
    payoff: Fraction
    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideOffersOutcome(Outcome):
    """Whether other groups could make more of some members than the deal does.

    ``if_money_flows``: the verdict if cities could pay each other freely. ``offers``: where that
    fails, groups that no split of the outsiders keeps from forming, together ``shortfall`` or more
    beyond the deal; where it is undecided, one that some splits do not keep. ``holds_at``: then, a
    split at which the deal holds. ``stable_outsiders``: whether outsiders have a stable split; if
    not, each of them has at least its own. ``elsewhere``: what each member could have without the
    others. ``gain_from_asking_all``: what all make beyond what members and outsiders make apart.
    ``with_consent``: where the province consents to anything. ``lawful``: where the law limits
    money and the deal does not stand without such a limit. ``beyond_stable``: members whose payoffs
    no stable split of all brings. ``floors_split``: the split of the outsiders on which the
    repair rests, if it is not the least of each. ``hangs_on``: members at whose lower payoff, of
    those at the ``interest`` and at their own factors in ``discounts``, the verdict is another than
    at the higher: it is then undecided, and ``offers`` are those at the lower payoffs.
    """

    outsiders: Coalition
    if_money_flows: Verdict
    shortfall: Fraction
    offers: tuple[Offer, ...]
    holds_at: Mapping[str, Fraction]
    stable_outsiders: bool
    elsewhere: Mapping[str, Fraction]
    gain_from_asking_all: Fraction | None
    with_consent: WithConsent | None
    lawful: LawfulClauses | None
    beyond_stable: tuple[OutsideRange, ...]
    floors_split: Mapping[str, Fraction] | None
    hangs_on: tuple[str, ...]
    discounts: Mapping[str, Fraction]
    interest: Fraction

    @property
    def by_consent_alone(self) -> bool:
        """Whether the deal stands, and might not if the province consented to anything."""
        stands, consent = self.verdict is Verdict.STANDS, self.with_consent
        return stands and consent is not None and consent.verdict is not Verdict.STANDS


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersInALargeRegion(OutsideOffersOutcome):
    """Outside offers in a region of which not every group and split of outsiders is looked at.

    Undecided, it has no ``offers`` where no split was found at which the deal does not hold, though
    there may be one. ``shortfall_exact``: false where it fails and the shortfall is a lower bound;
    it is then at most ``shortfall_at_most``, where that is known. ``elsewhere`` is what was found,
    ``elsewhere_at_most`` what is proven that none has more than, and ``elsewhere_exact`` whether
    that is the same for each member, and of at most four members for each group. The repair counts
    outsiders at ``floors_split``, a stable split at which they ask members away least, if there is
    one; where none is known, each member at its own.
    ``elsewhere_at_split``: what each member could have at that split.
    """

    shortfall_exact: bool
    shortfall_at_most: Fraction | None
    elsewhere_at_most: Mapping[str, Fraction]
    elsewhere_exact: bool
    elsewhere_at_split: Mapping[str, Fraction]


def check(context: Context) -> Outcome:
    """Whether the deal holds against the groups that could form instead, free ones and others."""
    game = context.best
    if context.compact is None or game is None:
        return NotAsked(needs=context.missing_for_a_deal)
    if not context.outsiders and len(context.members) < 3:
        return NotAsked(needs=(Need.OUTSIDERS,))
    if context.deal is None:
        return Undecided(reason=NoPayoffs.PROMISES_TOO_MUCH)
    free, most = context.free, context.least_and_most[1]
    assert free is not None  # noqa: S101 - there is a deal
    gain = _gain_alone(context) if context.verdict_alone else ZERO
    if gain > 0 and context.members_alone_count(free, most):
        return Outcome(verdict=Verdict.FAILS, margin=-gain)  # whatever other groups could do
    found, consented = context.outside, context.outside_with_consent
    assert found is not None  # noqa: S101 - there is a deal
    assert consented is not None  # noqa: S101 - there is a deal
    hangs_on, found = _hanging(context, context.free, found)
    if_money_flows = verdict = Verdict.UNDECIDED if hangs_on else Verdict(found.verdict)
    margin = None if hangs_on else _margin(context, found)
    elsewhere = {city: context.floors[city,].amount for city in context.members}
    lawful = None
    if verdict is not Verdict.STANDS and not hangs_on and limits_money(context):
        lawful = _lawfully(context)
        if lawful.group is None:
            verdict, margin = Verdict.UNDECIDED, None
    outside = () if context.brief else beyond_stable(context)
    nearest = _repair(context) if verdict is Verdict.FAILS and not context.brief else None
    apart = game.worth(context.members) + game.worth(context.outsiders)
    kind: type[OutsideOffersOutcome] = OutsideOffersOutcome
    more: dict[str, Any] = {}
    if context.among_many is not None and context.floors_among_many is not None:
        at_split, bounded = context.among_many.floor_at_split, context.floors_among_many
        kind = OffersInALargeRegion
        more = {
            "shortfall_exact": found.exact,
            "shortfall_at_most": context.among_many.highest_shortfall,
            "elsewhere_at_most": {city: bounded.highest[city,] for city in context.members},
            "elsewhere_exact": bounded.exact,
            "elsewhere_at_split": {city: at_split((city,)).amount for city in context.members},
        }
    return kind(
        **more,
        verdict=verdict,
        margin=margin,
        repair=nearest,
        outsiders=context.outsiders,
        if_money_flows=if_money_flows,
        shortfall=ZERO if hangs_on else found.shortfall,
        offers=tuple(
            Offer(group=one.group, members=one.members, outsiders=one.outsiders, worth=one.worth)
            for one in found.blocking
        ),
        holds_at=dict(found.split) if found.verdict == "undecided" else {},
        stable_outsiders=found.stable,
        elsewhere=elsewhere,
        gain_from_asking_all=game.grand_worth - apart if context.outsiders else None,
        with_consent=None if context.free is context.best else _with_consent(context, consented),
        lawful=lawful,
        beyond_stable=outside,
        floors_split=context.outsiders_split
        if (nearest is not None and not _at_any_split(context, nearest))
        or context.among_many is not None
        else None,
        hangs_on=hangs_on,
        discounts={city: context.discounts[city] for city in hangs_on},
        interest=context.compact.annuity.interest,
    )


def _hanging(
    context: Context, game: Worths | None, found: OutsideOffers
) -> tuple[tuple[str, ...], OutsideOffers]:
    """On whose payoffs a verdict hangs, and what is found at the lower ones; else what was found.

    The more members have, the less is asked of outsiders. So the deal stands, or fails, for all
    payoffs between u and w if it stands at the lower of each, or fails at the higher.
    """
    least, most = context.least_and_most
    apart = tuple(city for city in context.members if least[city] < most[city])
    if not apart:
        return (), found
    low, high = context.outside_offers(game, least), context.outside_offers(game, most)
    assert low is not None  # noqa: S101 - there is a game
    assert high is not None  # noqa: S101 - there is a game
    if low.verdict == high.verdict:
        return (), found
    asked = {city for one in low.blocking for city in one.members}
    return tuple(city for city in apart if city in asked) or apart, low


def _gain_alone(context: Context) -> Fraction:
    """The most that a member would have more by itself than in the deal, or 0.

    By itself it needs nobody's consent, and no clause.
    """
    payoffs = context.least_and_most[1]
    gains = [
        context.free_alone(city) - payoffs[city]
        for city in context.members
        if context.status_quo[city] > payoffs[city]
    ]
    return max(gains, default=ZERO)


def _repair(context: Context) -> Repair | NoRepair:
    many = context.among_many
    if many is not None and not many.split:
        return NoRepair(reason=NotLookedFor.SPLIT_UNKNOWN)
    return _least_money(context, nearest_repair(context, context.talk_floors, context.floor_above))


def _least_money(context: Context, nearest: Repair | NoLawfulClause) -> Repair | NoLawfulClause:
    """Where no clause does it, the least money from outside over all splits of the outsiders.

    Among many cities it is that at one split, than which another, if there is one, may need less.
    """
    if not isinstance(nearest, NoLawfulClause) or nearest.outside is None:
        return nearest
    if context.among_many is not None:
        return replace(nearest, bound=len(context.outsiders) > 1)
    least = context.once(least_outside)
    return replace(nearest, outside=least) if least else nearest


def _at_any_split(context: Context, nearest: Repair | NoRepair) -> bool:
    """Whether no split of the outsiders needs less money from outside."""
    if not isinstance(nearest, NoLawfulClause) or context.among_many is not None:
        return False
    return bool(nearest.outside) and context.once(least_outside) == nearest.outside


def _with_consent(context: Context, at_interest: OutsideOffers) -> WithConsent:
    hangs_on, found = _hanging(context, context.best, at_interest)
    return WithConsent(
        verdict=Verdict.UNDECIDED if hangs_on else Verdict(found.verdict),
        shortfall=ZERO if hangs_on else found.shortfall,
        groups=tuple(one.group for one in found.blocking),
        hangs_on=hangs_on,
    )


def _margin(context: Context, found: OutsideOffers) -> Fraction | None:
    """How much is lacking, or how much the group that is nearest to leaving has to spare."""
    if found.verdict == "undecided":
        return None
    if found.verdict == "stands" and context.among_many is not None:
        return None  # how much is to spare depends on how outsiders split
    if found.verdict == "fails":
        return -found.shortfall
    payoffs = context.payoffs_by_date
    spare = min(
        sum((payoffs[city] for city in group), ZERO) - floor.amount
        for group, floor in context.floors.items()
    )
    return spare if spare >= 0 else None  # members alone would have more, and do not count


def _lawfully(context: Context) -> LawfulClauses:
    """A group that can better the deal by lawful clauses: the verdict without limits fails, too."""
    block, all_tried = lawful_block(context)
    limit = payment_limit(context)
    assert limit is not None  # noqa: S101 - the caller looked
    return LawfulClauses(
        limit=limit,
        group=None if block is None else block.group,
        gain=None if block is None else block.gain,
        all_tried=all_tried,
    )


def lawful_block(context: Context) -> tuple[LawfulContract | None, bool]:
    """A free group whose members all gain by a lawful contract, whatever the outsiders' split.

    Beside it, whether all groups and all ways to open platforms were tried. Among many cities each
    member is asked by itself.
    """
    game, production, compact = context.free, context.free_production, context.compact
    assert production is not None  # noqa: S101 - there is a deal
    assert compact is not None  # noqa: S101 - the caller looked
    now = context.least_and_most[1]
    if isinstance(game, CoalitionalGame):
        splits = OutsiderSplits(game, context.members, context.run_solver)
        now |= {city: splits.most(city) for city in splits.outsiders}
        groups = _worth_asking(game, context.members, now)
    else:
        gains = {city: context.free_alone(city) - now[city] for city in context.members}
        better = (city for city, gain in gains.items() if gain > 0)
        groups = [(city,) for city in sorted(better, key=lambda city: -gains[city])]
    complete = isinstance(game, CoalitionalGame) and len(groups) <= MOST_GROUPS
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
            run_solver=context.run_solver,
        )
        complete = complete and found.complete
        if found.gain > 0:
            return found, complete
    return None, complete


def _worth_asking(
    game: CoalitionalGame, members: Coalition, now: Mapping[str, Fraction]
) -> list[Coalition]:
    """Groups of some members, not all, that have anything to gain, most of it first."""
    worths, unit = game.integers()
    has, over = sums([now[city] / unit for city in game.players])
    gains = worths.astype(object) * over - has
    all_members = game.mask(members)
    some = np.arange(len(worths)) & all_members
    wanted = np.flatnonzero((some < all_members) & (gains > 0)).tolist()  # outsiders have the most
    of_each = gains.tolist()
    wanted.sort(key=lambda m: (Fraction(-of_each[m], m.bit_count()), m.bit_count()))
    return [game.members(m) for m in wanted]


def beyond_stable(context: Context) -> tuple[OutsideRange, ...]:
    """The members whose payoffs as signed are outside their ranges in the table's stable splits.

    Those of which no range is known are left out.
    """
    core = context.core
    if core is None or core.lowest is None or core.highest is None:
        return ()
    payoffs = context.payoffs_by_date
    return tuple(
        OutsideRange(
            city=city, payoff=payoffs[city], least=core.lowest[city], most=core.highest[city]
        )
        for city in context.members
        if city in core.lowest and not core.lowest[city] <= payoffs[city] <= core.highest[city]
    )


def conditions(context: Context) -> dict[Condition, Fraction]:
    """What groups of members have beyond what they could have without the others.

    That the check stands does not need those of members alone where what they lack is waste.
    """
    if context.best is None or (not context.outsiders and len(context.members) < 3):
        return {}
    payoffs = context.payoffs_by_date
    return {
        Condition(Wish.NO_BETTER_OFFER, group): sum((payoffs[c] for c in group), ZERO) - floor
        for group, floor in context.talk_floors.items()
    }
