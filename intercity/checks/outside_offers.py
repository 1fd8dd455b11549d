"""Check 3, second half: what could groups other than the deal's members make of its members?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.players import Coalition, coalition_name
from intercity.checks.context import Context
from intercity.checks.finding import Finding, listed, shown
from intercity.consent import without_consent
from mechanisms.compact.side_payments import nearest_split

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
    compact, deal, game = context.compact, context.deal, context.game
    if compact is None or game is None:
        return Finding(NUMBER, NAME, "not asked", "add [compact]")
    if set(compact.members) == set(game.players):
        return Finding(NUMBER, NAME, "not asked", "add cities that are not in the deal")
    if deal is None:
        return Finding(NUMBER, NAME, "undecided", "the deal promises more than its members have")
    free = _free_game(context) or game
    found = offers(context, free)
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
        together = f"the {shown(pair)} that {listed(compact.members)} can make together"
        says += f": {shown(missing)} more than {together}, so that no terms match both"
    if freest.free > 0:
        says += f"; {coalition_name(freest.group)} may form freely and gains {shown(freest.free)}"
        repair = _repair(context, free)
        return Finding(NUMBER, NAME, "fails", says, repair, margin, figures)
    says += "; only the province's consent holds the deal: no group gains without it"
    return Finding(NUMBER, NAME, "stands", says, margin=margin, figures=figures)


def offers(context: Context, free: CoalitionalGame) -> list[Offer]:
    """Every other group with a member of the deal, by its gain over the deal, best first."""
    game, compact = context.game, context.compact
    assert game is not None and compact is not None  # noqa: S101, PT018
    found, payoffs = [], context.payoffs_by_date
    for group in game:
        if not set(group) & set(compact.members) or set(group) >= set(compact.members):
            continue  # who asks outsiders in enlarges the deal, and does not leave it
        now = sum(
            (payoffs[c] if c in compact.members else context.status_quo[c] for c in group),
            ZERO,
        )
        found.append(Offer(group, game.worth(group) - now, free.worth(group) - now))
    return sorted(found, key=lambda offer: -offer.gain)


def _free_game(context: Context) -> CoalitionalGame | None:
    """What groups can make without the province's consent; ``None`` where it need not consent."""
    from solvers.production.coalitional_form import coalitional_form

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


def _repair(context: Context, free: CoalitionalGame) -> str:
    """The nearest split at which no free group gains, if the law allows it; else outside money."""
    compact, game, payoffs = context.compact, context.game, context.payoffs_by_date
    assert compact is not None and game is not None  # noqa: S101, PT018
    demands: dict[Coalition, Fraction] = {}
    for group in game:
        inside = tuple(city for city in group if city in compact.members)
        if not inside or len(inside) == len(compact.members):
            continue
        others = sum((context.status_quo[c] for c in group if c not in inside), ZERO)
        demands[inside] = max(demands.get(inside, free.worth(inside)), free.worth(group) - others)
    found = nearest_split(payoffs, demands, context.ask)
    if found.outside:
        unused = game.worth(compact.members) - sum(payoffs.values(), ZERO)
        first = f", after the {shown(unused)} that the deal leaves unused" if unused > 0 else ""
        needed = max(ZERO, found.outside - unused)
        if not needed:
            return (
                f"none by side payments alone: use {shown(found.outside)} of the {shown(unused)} a "
                "year that the deal leaves unused"
            )
        return f"none within the deal: it takes {shown(needed)} a year from outside{first}"
    payers = listed(city for city, change in found.changes.items() if change < 0)
    getters = listed(city for city, change in found.changes.items() if change > 0)
    text = f"a side payment of {shown(found.paid)} a year from {payers} to {getters}"
    if found.paid > compact.side_payment_limit:
        return (
            f"none that is lawful: {text}, where the limit is {shown(compact.side_payment_limit)}"
        )
    return text
