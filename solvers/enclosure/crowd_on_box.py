"""How many startups each hub draws where numbers move in a box.

In hubs that are used all earn the same, the level, so that

    level = (sum of (A - tau)/gamma - N) / sum of 1/gamma        over hubs that are used;

a hub is used if it offers more than that. Which ones are, the box decides.

>>> from solvers.enclosure.box import Box, on_box
>>> with on_box(Box([(Fraction(9), Fraction(11))])) as (top,):
...     drawn, earned = crowd_on_box(HubCongestion(["A", "B"], [top, 1], [1, 1], 4))
...     print(*drawn, earned)
4 0 [20, 28]

Source: Wardrop (1952); ``solvers/competition/congestion_equilibrium.py``.
"""

from __future__ import annotations

from fractions import Fraction

from games.hub_congestion import HubCongestion
from solvers.enclosure.active_box import Unsettled

__all__ = ["crowd_on_box"]

ZERO = Fraction(0)


def crowd_on_box(game: HubCongestion) -> tuple[tuple[Fraction, ...], Fraction]:
    """Startups by hub in equilibrium, and what all earn, tolls paid back; the path decides.

    ``Unsettled`` for whole startups, and where they could stay out.
    """
    if game.whole or game.outside is not None:
        raise Unsettled("startups that are whole, or could stay out")
    offers = [a - toll for a, toll in zip(game.returns, game.tolls, strict=True)]
    used, seen = set(range(len(offers))), set[frozenset[int]]()
    while used and frozenset(used) not in seen:
        seen.add(frozenset(used))
        width = sum((1 / game.congestion[h] for h in used), ZERO)
        full = sum((offers[h] / game.congestion[h] for h in used), ZERO)
        level = (full - game.startups) / width
        wrong = [h for h, offer in enumerate(offers) if (offer > level) is not (h in used)]
        if not wrong:
            drawn = tuple(
                (offer - level) / slope if h in used else ZERO
                for h, (offer, slope) in enumerate(zip(offers, game.congestion, strict=True))
            )
            earned = (
                n * (a - slope * n)
                for n, a, slope in zip(drawn, game.returns, game.congestion, strict=True)
            )
            return drawn, sum(earned, ZERO)
        used ^= set(wrong)
    raise Unsettled("hubs of which it is not clear who is used")
