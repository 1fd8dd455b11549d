"""Check 13: does the deal promise more than its members own?"""

from __future__ import annotations

from fractions import Fraction

from intercity.english import amount, shown
from intercity.region.context import Context
from intercity.topics.all_together.english import outside_supply_words
from intercity.topics.all_together.outside_supply import outside_supply
from intercity.topics.finding import Finding
from mechanisms.claims.promised_claims import promised_claims
from mechanisms.claims.proportional import proportional_rule
from mechanisms.compact.shortfalls import Shortfall, shortfalls

__all__ = ["check"]

NUMBER, NAME = 13, "consistency"


def check(context: Context) -> Finding:
    """What was given away plus what promised plants need, against what each member owns."""
    compact = context.plan
    if compact is None:
        return Finding(NUMBER, NAME, "not asked", "add [compact]")
    found = shortfalls(compact)
    lacking = max((s.lacking for s in found), default=Fraction(0))
    figures = {f"{s.city}, {s.resource} beyond what it owns": s.beyond_owned for s in found}
    if not found:
        says = "the deal promises nothing that a member does not own"
        return Finding(NUMBER, NAME, "stands", says, margin=Fraction(0), figures=figures)
    told = "; ".join(_told(context, s) for s in found)
    if lacking:
        worst = found[0]
        repair = f"promise {amount(lacking)} less of {worst.resource}"
        claims = promised_claims(compact, worst)
        if len(claims.claims) > 1:
            shared = proportional_rule(claims).items()
            repair += ": in proportion " + ", ".join(f"{amount(x)} for {who}" for who, x in shared)
        if worst.resource.startswith("floor of"):
            park = worst.resource.removeprefix("floor of ")
            each = next(e.incubation.floor for e in compact.enclaves if e.name == park)
            repair = f"admit {amount(lacking / each)} projects fewer"
        elif not context.brief:
            supply = outside_supply(context, worst)
            if supply is not None:
                repair += f"; {'or ' if supply.purchase else ''}{outside_supply_words(supply)}"
            if supply is not None and supply.purchase is not None:
                price, cost = supply.purchase.price, supply.purchase.cost
                figures[f"uniform price of {supply.resource} outside the deal"] = price
                figures["yearly cost of the lacking amount at that price"] = cost
        return Finding(NUMBER, NAME, "fails", told, repair, -lacking, figures, mends=Fraction(1))
    return Finding(NUMBER, NAME, "stands", told, margin=Fraction(0), figures=figures)


def _told(context: Context, short: Shortfall) -> str:
    says = (
        f"{short.city} promises {amount(short.promised)} of {short.resource} and owns "
        f"{amount(short.owned)}"
    )
    if short.lacking:
        return says + f": {amount(short.lacking)} cannot be had"
    production = context.region.production
    assert production is not None  # noqa: S101 - there is a compact
    exchange = next(r.exchange for r in production.resources if r.name == short.resource)
    assert exchange is not None  # noqa: S101 - it can be bought
    cost = short.beyond_owned * exchange.buy
    return (
        says + f": it must buy {amount(short.beyond_owned)} on the exchange, {shown(cost)} a year"
    )
