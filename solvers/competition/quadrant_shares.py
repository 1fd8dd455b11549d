"""The share of firms in each quadrant, exact or in balls, and the smallest money that moves it.

With money m for the wanted quadrant (a bonus) or against the one left behind (a clawback), the
share of all firms in the wanted quadrant rises with m, from step to step where mu = 0. Where mu > 0
the smallest m is found to a decimal unit u: the share is proven to be short of the target at
m - 0.43 u and beyond it at m + 0.57 u, so that no short decimal is in doubt.

>>> from games import Firm, Quadrants
>>> even = Quadrants("Hangzhou", "Quzhou", [Firm("startup", [0, 0], [0, 0])], mu=1, target=0.5)
>>> shares = QuadrantShares(even)
>>> shares.share(), float(shares.smallest("bonus"))      # ln 3
(Fraction(1, 4), 1.0986122886681098)

Source: McFadden (1974); Johansson (2017) for the balls.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from games.quadrants import Quadrants
from games.subsidy import SubsidyCompetition
from solvers.competition.logit_choice import (
    ABOVE,
    BELOW,
    SHARE_DECIMALS,
    Choice,
    ball,
    logit_choice,
    rate_decimals,
    shown,
)

__all__ = ["Instrument", "QuadrantShares"]

Instrument = Literal["bonus", "clawback"]
Money = dict[str, Fraction]
ZERO = Fraction(0)


class QuadrantShares:
    """The shares of a game's firms in its quadrants, as functions of bonus and clawback."""

    def __init__(self, game: Quadrants) -> None:
        self.game = game
        self._wanted = game.quadrants.index(game.wanted)
        self._left = game.quadrants.index(game.left_behind)
        self._in_force = [list(game.profits(firm).values()) for firm in game.firms]

    def share(self, **money: Fraction) -> Fraction:
        """The share in the wanted quadrant; the bonus and clawback in force where not given."""
        if not self.game.mu:
            chosen = zip(self.game.firms, self._best(money), strict=True)
            number = sum((firm.number * one[self._wanted] for firm, one in chosen), ZERO)
            return number / self.game.number
        with self._precisely():
            return shown(self._ball(money), SHARE_DECIMALS)

    def by_firm(self) -> list[list[Fraction]]:
        """For each kind of firm its share in each quadrant, bonus and clawback as in force."""
        if not self.game.mu:
            return self._best({})
        with self._precisely():
            return [[shown(one, SHARE_DECIMALS) for one in shares] for shares in self._balls({})]

    def smallest(self, instrument: Instrument) -> Fraction | None:
        """The least of it at which the target is met; ``None``: nothing does."""
        if not self.game.mu:
            return self._step(instrument)
        if not self._reachable(instrument):
            return None
        high = 1
        with self._precisely():
            while not self._beyond(instrument, high - 1):
                high *= 2
            low = high // 2  # beyond at high - 1, and not at low - 1, unless low is 0
            while high - low > 1:
                middle = (low + high) // 2
                if self._beyond(instrument, middle - 1):
                    high = middle
                else:
                    low = middle
        return (high - 1) * self._unit

    def is_smallest(self, instrument: Instrument, money: Fraction | None) -> bool:
        """Whether this much is the least that meets the target; ``None``: whether nothing does."""
        if not self.game.mu:
            return money == self._step(instrument)
        if money is None or not self._reachable(instrument):
            return money is None and not self._reachable(instrument)
        units = money / self._unit
        if units < 0 or units.denominator != 1:
            return False
        with self._precisely():
            short = not units or self._gap(instrument, units - BELOW) < 0
            return short and self._beyond(instrument, units)

    def _beyond(self, instrument: Instrument, units: int | Fraction) -> bool:
        return self._gap(instrument, units + ABOVE) > 0

    def _gap(self, instrument: Instrument, units: Fraction) -> int:
        """The sign of the share less the target; 0 where balls do not decide."""
        gap = self._ball({instrument: units * self._unit}) - ball(self.game.target)
        return int(gap > 0) - int(gap < 0)

    def _reachable(self, instrument: Instrument) -> bool:
        """Whether the target is short of what no end of money would bring."""
        if instrument == "bonus":
            return self.game.target < 1
        with self._precisely():
            return bool(self._ball({}, deserted=self._left) > ball(self.game.target))

    def _step(self, instrument: Instrument) -> Fraction | None:
        """Without mu: what the kinds need, the cheapest first, until the target is met."""
        needs: list[tuple[Fraction, int]] = []
        total = ZERO
        for k, profits in enumerate(self._profits({instrument: ZERO})):
            rest = [p for q, p in enumerate(profits) if q != self._wanted]
            third = max(p for q, p in enumerate(profits) if q not in (self._wanted, self._left))
            if instrument == "bonus" or profits[self._wanted] >= third:
                needs.append((max(ZERO, max(rest) - profits[self._wanted]), k))
        if not self.game.target:
            return ZERO
        for need, k in sorted(needs):
            total += self.game.firms[k].number
            if total >= self.game.target * self.game.number:
                return need
        return None

    def _profits(self, money: Money) -> list[list[Fraction]]:
        found = [list(profits) for profits in self._in_force]
        for name, q, sign in (("bonus", self._wanted, 1), ("clawback", self._left, -1)):
            if name in money:
                for profits in found:
                    profits[q] += sign * (money[name] - getattr(self.game, name))
        return found

    def _best(self, money: Money) -> list[list[Fraction]]:
        found = []
        for profits in self._profits(money):
            top = max(profits)
            at = self._wanted if profits[self._wanted] == top else profits.index(top)
            found.append([Fraction(q == at) for q in range(4)])
        return found

    def _ball(self, money: Money, deserted: int | None = None) -> Any:
        wanted = [shares[self._wanted] for shares in self._balls(money, deserted)]
        total = ball(ZERO)
        for firm, share in zip(self.game.firms, wanted, strict=True):
            total += ball(firm.number / self.game.number) * share
        return total

    def _balls(self, money: Money, deserted: int | None = None) -> list[list[Any]]:
        found = []
        for profits in self._profits(money):
            weights = [
                ball((profit - profits[self._wanted]) / self.game.mu).exp()
                if q != deserted
                else ball(0)
                for q, profit in enumerate(profits)
            ]
            total = sum(weights, ball(ZERO))
            found.append([weight / total for weight in weights])
        return found

    @cached_property
    def _logit(self) -> SubsidyCompetition:
        """The quadrants of all kinds as cities: it says how precise the balls must be."""
        profits = [profit for found in self._in_force for profit in found]
        names = map(str, range(len(profits)))
        return SubsidyCompetition(names, [0] * len(profits), profits, mu=self.game.mu)

    @cached_property
    def _unit(self) -> Fraction:
        return Fraction(1, 10 ** rate_decimals(self._logit))

    def _precisely(self) -> AbstractContextManager[Choice]:
        return logit_choice(self._logit)
