"""Check 3, second half, in the model text: other groups, and what they may do without consent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from games.errors import NotProven
from games.production import LinearProductionGame
from intercity.notation import check, number
from intercity.region.consent import resources_held, without_consent
from intercity.region.context import Context
from intercity.topics.all_together.check import limits_money
from intercity.topics.outside_offers.check import NAME, NUMBER

if TYPE_CHECKING:
    from mechanisms.compact.floors_among_many import FloorsAmongMany

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """What outsiders must have for no group to leave the deal, with consent and without."""
    compact, production = context.compact, context.region.production
    if compact is None or production is None:
        return
    if not context.outsiders and len(context.members) < 3:
        return
    yield from check(NUMBER, NAME, "could another group outbid the deal?")
    yield (
        "v*(S) is the most that S makes in its best parts. Outsiders O split v*(O) as they like: "
        "y(O) = v*(O), y(J) >= v*(J) for all J inside O (if no y is so, only y_j >= v({j})). For "
        "each group of some members I, not all, and outsiders J, perhaps none, with "
        "v*(I with J) > payoff(I) + v*(J):"
    )
    yield ""
    yield "    y(J) >= v*(I with J) - payoff(I)"
    yield ""
    yield (
        "Groups of members alone do not count if one lawful change of the deal gives each of them "
        "what it makes and leaves no member less (efficiency)."
    )
    yield ""
    yield (
        "The deal stands if every y meets all of these, fails if none does, and is undecided in "
        "between. The shortfall is the least amount that, taken off each, lets some y pass. So"
    )
    yield ""
    yield "    floor(I) = max over J of  v*(I with J) - max(v*(J), min over y of y(J))"
    yield ""
    yield (
        "is what I could have without the others; the deal stands if payoff(I) >= floor(I) for "
        "all I."
    )
    if context.deal is not None:
        told = ", ".join(
            f"floor({', '.join(group)}) = {number(floor.amount)}"
            for group, floor in context.floors.items()
        )
        if context.floors_among_many is not None:
            yield from _found_among_many(context.floors_among_many)
        yield f"Here {told}; {_shortfall(context)}."
    if limits_money(context):
        yield ""
        yield (
            "The law limits money between cities. A group T then counts only if it can give each "
            "of its members more by lawful clauses, outsiders counted at the most that they may "
            "have:"
        )
        yield ""
        yield "    max t    over  payoff_i(x, payments, prices, tax shares) >= now_i + t,  i in T"
    province = context.scenario.province
    if province is None or not province.consent:
        return
    yield ""
    yield (
        "The verdict is that of v*_free in place of v*: what groups can make without the "
        "province's consent. v_free(S) is v(S) but for"
    )
    yield ""
    for name in resources_held(province.consent):
        yield from _consent_lines(production, name)
    if "change of pairing" in province.consent:
        pairs = ", ".join(f"{a}-{b}" for a, b in province.pairs) or "none"
        kept = without_consent(production, {"change of pairing"}, province.pairs).activities
        barred = [
            f"x{i}" for i, activity in enumerate(production.activities, 1) if activity not in kept
        ]
        yield (
            f"- change of pairing (pairs: {pairs}): a park admits no projects for another city "
            f"than its partner" + (f", so {', '.join(barred)} = 0" if barred else "")
        )


def _found_among_many(floors: FloorsAmongMany) -> Iterator[str]:
    """What is not said of floors of which not every one is looked for."""
    if not floors.of_all_groups:
        yield "(of each member by itself, of so many members)"
    if not floors.exact:
        yield "(what was found, of so many cities: a floor may be higher)"


def _shortfall(context: Context) -> str:
    """What is lacking, or that it is not known."""
    try:
        found = context.outside
    except NotProven as error:
        return f"the shortfall is not known: {str(error).rstrip('.')}"
    assert found is not None  # noqa: S101 - there is a deal
    return f"the shortfall is {'' if found.exact else 'at least '}{number(found.shortfall)}"


def _consent_lines(production: LinearProductionGame, name: str) -> Iterator[str]:
    quota = next((r for r in production.resources if r.name == name), None)
    if quota is None or quota.kind != "tradable":
        return
    text = (
        f"- {name} transfer: each unit of an activity takes its {name} at one of its sites, whose "
        "city owns"
    )
    if quota.exchange is not None:
        caps = ", ".join(
            f"{city} {number(cap)}"
            for city in production.cities
            if (cap := quota.exchange.cap_of(city))
        )
        text += f" or buys it; each may buy, and sell of its own, up to its cap ({caps or 'none'})"
    else:
        text += " it"
    if any(u.resource == name for p in production.platforms for u in (*p.uses, *p.provides)):
        text += "; what a platform takes or brings of it stays at its site"
    yield text
