"""Check 3, second half: what could groups other than the deal's members make of its members?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.coalitional import Coalition, CoalitionalGame, coalition_name
from games.production import LinearProductionGame
from intercity.checkup.context import Context
from intercity.checkup.finding import Finding, listed, shown
from intercity.region import incubation_activity

__all__ = ["Offer", "check", "needs_consent", "offers"]

NUMBER, NAME = 3, "outside offers"
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Offer:
    """A group that could form instead: what it gains over the deal, and whether it may."""

    group: Coalition
    gain: Fraction
    consent: bool


def check(context: Context) -> Finding:
    """The groups that would gain by forming instead of the deal, free ones and those held back."""
    compact, deal, game = context.compact, context.planned, context.game
    if compact is None or game is None:
        return Finding(NUMBER, NAME, "not asked", "add [compact]")
    if set(compact.members) == set(game.players):
        return Finding(NUMBER, NAME, "not asked", "add cities that are not in the deal")
    if deal is None:
        return Finding(NUMBER, NAME, "undecided", "the deal promises more than its members have")
    found = offers(context)
    blocking = [offer for offer in found if offer.gain > 0]
    free = [offer for offer in blocking if not offer.consent]
    best = {city: _best_outside(game, city, compact.members) for city in compact.members}
    pair = game.worth(compact.members)
    missing = sum(worth for worth, _ in best.values()) - pair
    figures = {f"{city} elsewhere": worth for city, (worth, _) in best.items()}
    figures["elsewhere, more than the deal can make"] = missing
    greatest_free = max((o.gain for o in found if not o.consent), default=None)
    margin = None if greatest_free is None else -greatest_free
    if not blocking:
        says = "no other group could offer a member more than the deal does"
        return Finding(NUMBER, NAME, "stands", says, margin=margin, figures=figures)
    elsewhere = ", ".join(
        f"{city} could make up to {shown(worth)} with {listed(partners)}"
        for city, (worth, partners) in best.items()
        if partners
    )
    says = (
        elsewhere
        or f"{coalition_name(blocking[0].group)} could make {shown(blocking[0].gain)} more"
    )
    if missing > 0:
        says += f": {shown(missing)} more than the deal's {shown(pair)} could match on any terms"
    if free:
        says += f"; {coalition_name(free[0].group)} may form freely and gains {shown(free[0].gain)}"
        repair = _repair(context, best, missing)
        return Finding(NUMBER, NAME, "fails", says, repair, margin, figures)
    says += "; only the province's consent holds the deal: every better group needs it"
    return Finding(NUMBER, NAME, "stands", says, margin=margin, figures=figures)


def offers(context: Context) -> list[Offer]:
    """Every group with a member of the deal, best first, by its gain over the deal."""
    game, deal, compact = context.game, context.planned, context.compact
    assert game is not None and deal is not None and compact is not None  # noqa: S101, PT018
    found = []
    for group in game:
        inside = [city for city in group if city in compact.members]
        if not inside or set(group) == set(compact.members):
            continue
        now = sum(
            (deal.payoffs[c] if c in compact.members else context.status_quo[c] for c in group),
            ZERO,
        )
        consent = len(group) > 1 and needs_consent(context, group)
        found.append(Offer(group, game.worth(group) - now, consent))
    return sorted(found, key=lambda offer: -offer.gain)


def needs_consent(context: Context, group: Coalition) -> bool:
    """Whether the group's plan moves quota between cities, or pairs other cities than mandated."""
    province = context.scenario.province
    form, game = context.form, context.region.production
    if province is None or form is None or game is None or not province.consent:
        return False
    levels = form.plan(group).levels
    if "quota transfer" in province.consent and _moves_quota(game, group, levels):
        return True
    if "change of pairing" not in province.consent:
        return False
    pairs = {frozenset(pair) for pair in province.pairs}
    return any(
        levels.get(incubation_activity(host, home), ZERO) > 0
        for host in group
        for home in group
        if frozenset((host, home)) not in pairs
    )


def _moves_quota(
    game: LinearProductionGame, group: Coalition, levels: Mapping[str, Fraction]
) -> bool:
    quota = next((r for r in game.resources if r.name == "quota"), None)
    if quota is None:
        return False
    used = dict.fromkeys(group, ZERO)
    for activity in game.activities:
        level = levels.get(activity.name, ZERO)
        for use in activity.uses:
            if use.resource == "quota" and level:
                used[activity.sites[-1]] += level * use.amount
    cap = quota.exchange.cap if quota.exchange is not None else ZERO
    return any(used[city] > quota.owned.get(city, ZERO) + cap for city in group)


def _best_outside(
    game: CoalitionalGame, city: str, members: tuple[str, ...]
) -> tuple[Fraction, tuple[str, ...]]:
    """The most that a city could get with outsiders paid their status quo, and with whom."""
    best: tuple[Fraction, tuple[str, ...]] = (game.worth((city,)), ())
    for group in game:
        others = tuple(c for c in group if c != city)
        if len(others) == len(group) or any(c in members for c in others):
            continue
        worth = game.worth(group) - sum((game.worth((c,)) for c in others), ZERO)
        if worth > best[0]:
            best = (worth, others)
    return best


def _repair(
    context: Context, best: dict[str, tuple[Fraction, tuple[str, ...]]], missing: Fraction
) -> str:
    deal, compact = context.planned, context.compact
    assert deal is not None and compact is not None  # noqa: S101, PT018
    if missing > 0:
        return f"no terms within the deal; {shown(missing)} a year of outside money would hold it"
    short = {city: worth - deal.payoffs[city] for city, (worth, _) in best.items()}
    need = {city: gap for city, gap in short.items() if gap > 0}
    paid = sum(need.values(), ZERO)
    if paid > compact.side_payment_limit:
        return (
            f"a side payment of {shown(paid)} a year to {listed(need)}, above the lawful "
            f"{shown(compact.side_payment_limit)}"
        )
    return f"a side payment of {shown(paid)} a year to {listed(need)}"
