"""Check 3, second half, in the model text: other groups, and what they may do without consent."""

from __future__ import annotations

from collections.abc import Iterator

from games.production import LinearProductionGame
from intercity.checks import outside_offers
from intercity.checks.context import Context
from intercity.consent import TRANSFER, without_consent
from intercity.model_text.notation import check, number

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """The gain of a group over the deal, with consent and without."""
    compact, production = context.compact, context.region.production
    if compact is None or production is None or set(compact.members) == set(production.cities):
        return
    yield from check(
        outside_offers.NUMBER, outside_offers.NAME, "could another group outbid the deal?"
    )
    yield "For each group S with some members D(S) of the deal, not all, and any outsiders O(S):"
    yield ""
    yield "    gain(S) = v(S) - sum over D(S) of payoff_i - sum over O(S) of v({j})"
    yield ""
    province = context.scenario.province
    if province is None or not province.consent:
        yield "The deal fails if some gain(S) > 0."
        return
    yield (
        "The deal fails if some gain(S) > 0 with v_free(S) in place of v(S): what S can make "
        "without the province's consent. This is v(S) but for"
    )
    yield ""
    for act in province.consent:
        if act.endswith(TRANSFER):
            yield from _own(production, act.removesuffix(TRANSFER))
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


def _own(production: LinearProductionGame, name: str) -> Iterator[str]:
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
        text += "; no platform that takes or brings it is opened"
    yield text
