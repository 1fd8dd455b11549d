"""Whether the deal holds against other groups, on a whole box of numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from games.players import Coalition
from intercity.region.deal.builder import public_money
from intercity.topics.all_together.check import limits_money
from intercity.topics.clauses.nearest_terms import payment_limit
from intercity.topics.outcome import Verdict
from intercity.topics.outside_offers.check import MOST_GROUPS
from mechanisms.compact.lawful_on_box import Lawful, blocks_on_box
from mechanisms.compact.offers_on_box import OffersOnBox
from mechanisms.compact.outsider_splits import groups_of
from solvers.enclosure.active_box import Unsettled, active

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]

ZERO = Fraction(0)


def on_box(context: Context) -> str:
    """The verdict: of all splits of the outsiders, and of what groups can do by lawful clauses."""
    game = context.free
    if context.compact is None or context.best is None or game is None:
        return Verdict.NOT_ASKED.value
    if not context.outsiders and len(context.members) < 3:
        return Verdict.NOT_ASKED.value
    if context.deal is None:
        return Verdict.UNDECIDED.value
    cities, members = context.region.cities, context.members
    least, offers = (
        OffersOnBox(game.worth, cities, members, payoffs) for payoffs in context.least_and_most
    )
    if least.stand():
        return Verdict.STANDS.value
    if _members_alone_want_more(offers):
        raise Unsettled("whether one change of the deal satisfies groups of members")
    if limits_money(context) and not _lawful_block(context, offers):
        return Verdict.UNDECIDED.value
    return (Verdict.FAILS if offers.fail() else Verdict.UNDECIDED).value


def _members_alone_want_more(offers: OffersOnBox) -> bool:
    """Whether a group of members alone makes more than it has: it may be waste, and not count."""
    return any(offers.asked(some, ()) > 0 for some in offers.some)


def _lawful_block(context: Context, offers: OffersOnBox) -> bool:
    """Whether a group was found that betters the deal by lawful clauses."""
    game, production, compact = context.free, context.free_production, context.compact
    if game is None or production is None or compact is None:
        raise Unsettled("what groups can do by lawful clauses")
    members, inside = offers.members, set(offers.members)
    groups = [
        group
        for group in groups_of(context.region.cities)
        if 0 < len(inside & {*group}) < len(inside)
    ]
    if len(groups) > MOST_GROUPS:
        raise Unsettled("more groups than are tried")
    now = dict(offers.payoffs)

    def gain(group: Coalition) -> Fraction:
        found: Fraction = game.worth(group) - sum((now[city] for city in group), ZERO)
        return found

    alone = [gain((city,)) for city in members]
    if any(one > 0 for one in sorted(alone, key=active().middle, reverse=True)):
        return True  # a city by itself needs no clause
    now |= {city: offers.most(city) for city in offers.outsiders}
    gains = {group: gain(group) for group in groups if len(group) > 1}
    law = Lawful(
        payment_limit(context),
        compact.refund_limits,
        lambda group: public_money(context.scenario, group).credit,
    )
    return blocks_on_box(production, gains, now, law)
