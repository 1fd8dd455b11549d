"""Check 3, second half: what could groups other than the deal's members make of its members?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from games.coalitional import Coalition, CoalitionalGame, coalition_name
from intercity.checkup.context import Context
from intercity.checkup.finding import Finding, listed, shown
from intercity.consent import without_consent

__all__ = ["Offer", "check", "offers"]

NUMBER, NAME = 3, "outside offers"
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Offer:
    """A group that could form instead of the deal, and what it gains over it.

    ``gain``: if the province consents to whatever the group does; ``free``: without any consent.
    """

    group: Coalition
    gain: Fraction
    free: Fraction


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
    best = {city: _best_outside(game, city, compact.members) for city in compact.members}
    pair = game.worth(compact.members)
    missing = sum((worth for worth, _ in best.values()), ZERO) - pair
    freest = max(found, key=lambda offer: offer.free)
    figures = {f"{city} elsewhere": worth for city, (worth, _) in best.items()}
    figures["elsewhere, more than the deal can make"] = missing
    figures["most that a free group gains"] = freest.free
    margin = -freest.free
    if max(offer.gain for offer in found) <= 0:
        says = "no other group could offer a member more than the deal does"
        return Finding(NUMBER, NAME, "stands", says, margin=margin, figures=figures)
    elsewhere = [
        f"{city} could make up to {shown(worth)} with {listed(partners)}"
        for city, (worth, partners) in best.items()
        if partners
    ]
    says = ", ".join(elsewhere) or f"{coalition_name(found[0].group)} could make more together"
    if missing > 0:
        says += f": {shown(missing)} more than the deal's {shown(pair)} could match on any terms"
    if freest.free > 0:
        says += f"; {coalition_name(freest.group)} may form freely and gains {shown(freest.free)}"
        repair = _repair(context, best, missing)
        return Finding(NUMBER, NAME, "fails", says, repair, margin, figures)
    says += "; only the province's consent holds the deal: no group gains without it"
    return Finding(NUMBER, NAME, "stands", says, margin=margin, figures=figures)


def offers(context: Context) -> list[Offer]:
    """Every other group with a member of the deal, by its gain over the deal, best first."""
    game, deal, compact = context.game, context.planned, context.compact
    assert game is not None and deal is not None and compact is not None  # noqa: S101, PT018
    free = _free_game(context) or game
    found = []
    for group in game:
        if not set(group) & set(compact.members) or set(group) >= set(compact.members):
            continue  # who asks outsiders in enlarges the deal, and does not leave it
        now = sum(
            (deal.payoffs[c] if c in compact.members else context.status_quo[c] for c in group),
            ZERO,
        )
        found.append(Offer(group, game.worth(group) - now, free.worth(group) - now))
    return sorted(found, key=lambda offer: -offer.gain)


def _free_game(context: Context) -> CoalitionalGame | None:
    """What groups can make without the province's consent; ``None`` where it need not consent."""
    from solvers.production import coalitional_form

    province, production = context.scenario.province, context.region.production
    if province is None or not province.consent or production is None:
        return None
    game = without_consent(production, province.consent, province.pairs)
    free: CoalitionalGame = context.ask(coalitional_form, game).game
    return free


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
        return (
            f"none within the deal; it would take {shown(missing)} a year of outside money or more"
        )
    slack = {city: deal.payoffs[city] - worth for city, (worth, _) in best.items()}
    short = {city: -left for city, left in slack.items() if left < 0}
    paid, spare = sum(short.values(), ZERO), sum((s for s in slack.values() if s > 0), ZERO)
    if paid > spare:
        return (
            f"none by a side payment alone: {listed(short)} would need {shown(paid)} a year and "
            f"the others can spare {shown(spare)}; use first what the deal leaves unused"
        )
    payers = listed(city for city, left in slack.items() if left > 0)
    text = f"a side payment of {shown(paid)} a year from {payers} to {listed(short)}"
    if paid > compact.side_payment_limit:
        return (
            f"none that is lawful: {text}, where the limit is {shown(compact.side_payment_limit)}"
        )
    return text
