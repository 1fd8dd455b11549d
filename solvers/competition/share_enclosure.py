"""How near bids in Tullock's contest with r <= 1 are to the one equilibrium: by share functions.

Given Y = sum_j e_j x_j^r city i, whose stake is s, takes the share p at which

    e (r p (1 - p) s)^r  =  p Y,        or that of its budget, e B^r / Y, if that is less.

The left side over p falls in p, and shares fall as Y rises, so that they add up to 1 at one Y. If
they add up to more than 1 at Y(1 - d) and to less at Y(1 + d), that Y is between the two, and what
each city takes is between what it takes there. That it takes more, or less, than some p is a sign.

>>> trio = Contest(["A", "B", "C"], [3, 2, 1], exponent=Fraction(1, 2))
>>> from solvers.competition.tullock import tullock
>>> bids = list(tullock(trio).subsidies.values())
>>> near_the_equilibrium(trio, bids), near_the_equilibrium(trio, [2 * x for x in bids])
(True, False)

Source: Cornes and Hartley (2005), Asymmetric contests with general technologies.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from games.contest import Contest
from solvers.competition.logit_choice import ball
from solvers.competition.rivalry import rivalry_in_balls
from solvers.competition.tullock_search import BITS
from solvers.precision import precision

__all__ = ["NEAR", "near_the_equilibrium"]

NEAR = Fraction(1, 10**35)
"""Shares, and money over the largest value, are at most so far from those of the equilibrium."""
STEP = Fraction(1, 10**40)


def near_the_equilibrium(game: Contest, bids: Sequence[Fraction]) -> bool:
    """Whether that is proven of these bids; only for r <= 1, without spillovers."""
    if game.technology != "tullock" or game.exponent > 1 or any(map(any, game.spillovers)):
        return False
    with precision(BITS):
        rivalry, r, step = rivalry_in_balls(game, bids), ball(game.exponent), ball(STEP)
        total = rivalry.impact * ball(max(bids)) ** r
        less, more = total * (1 - step), total * (1 + step)
        sums = [ball(0), ball(0)]
        for i, (bid, p) in enumerate(zip(bids, rivalry.p, strict=True)):
            share = _Share(game, i)
            if not bid:
                if not (r == 1 and share.least_bid_loses(more) and share.below(2 * step, less)):
                    return False
                continue
            capped = bid == game.budgets[i]
            move = step * (p if capped else p * (1 - p) / ((1 - r) * (1 - p) + r * p))
            ends = share.above(p - 2 * move, more) and share.below(p + 2 * move, less)
            if not (ends and share.above(p + move / 2, less) and share.below(p - move / 2, more)):
                return False
            sums = [sums[0] + p + move / 2, sums[1] + p - move / 2]
        return bool(sums[0] > 1 and sums[1] < 1)


class _Share:
    """What one city takes, given Y."""

    def __init__(self, game: Contest, i: int) -> None:
        budget, self.r = game.budgets[i], ball(game.exponent)
        self.stake, self.efficiency = ball(max(game.stakes[i])), ball(game.efficiency[i])
        self.most = None if budget is None else self.efficiency * ball(budget) ** self.r

    def _wants_more(self, p: Any) -> Any:
        """E (r p (1 - p) s)^r."""
        return self.efficiency * (self.r * p * (1 - p) * self.stake) ** self.r

    def above(self, p: Any, total: Any) -> bool:
        """It takes p or more."""
        affords = self.most is None or self.most >= p * total
        return bool(affords and self._wants_more(p) >= p * total)

    def below(self, p: Any, total: Any) -> bool:
        """It takes p or less."""
        held = self.most is not None and self.most <= p * total
        return bool(held or self._wants_more(p) <= p * total)

    def least_bid_loses(self, total: Any) -> bool:
        """With r = 1 it takes nothing: e s <= Y."""
        return bool(self.efficiency * self.stake <= total)
