"""Best replies to a whole box of subsidies, in bounds that hold for each profile in it.

All is in units of mu. With P_j the part of the firms not with i that is at j (somewhere else, for
the outside option), R = sum of the others' exp(a + s), g_j what spills over to i from j and
c = sum g_j P_j,

    P_j    falls with what others than j pay, and rises with what j pays;
    reply  = t - 1 - W(exp(a + t - 1 - ln R)),  t = (b - c)/k,  falls with c and rises with R;
    budget = B + W(exp(ln B + ln R - a - B)), the most that i can pay, rises with R,

so that each is bounded by its values at two ends, without the loss of interval arithmetic. Slopes
are products of such bounds, of the peak's slopes, the budget's, or both where either may be what i
pays, and joined with 0 where the reply may be at an end of [0, cap]: that keeps differences of
replies within slopes times steps, across kinks, too.

>>> from fractions import Fraction
>>> from games import SubsidyCompetition
>>> with low_precision():
...     bounds = ReplyBounds(SubsidyCompetition(["A", "B"], value=[1, 1], mu=Fraction(1, 4)))
...     least, most = bounds.reply(0, [arb_of(0.0)] * 2, [arb_of(4.0)] * 2)
...     round(float(least) / 4, 3), round(float(most) / 4, 3)
(0.198, 0.68)

Source: Moore, Kearfott and Cloud (2009), Introduction to Interval Analysis; the reply:
``logit_choice.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from typing import Any

from games.subsidy import SubsidyCompetition
from solvers.competition.logit_choice import ball, larger, smaller
from solvers.precision import precision

__all__ = ["ReplyBounds", "arb_of", "low_precision"]

BITS = 96


@contextmanager
def low_precision() -> Iterator[None]:
    """Bounds over boxes need few digits."""
    with precision(BITS):
        yield


def arb_of(end: float) -> Any:
    """A float as a ball, exactly."""
    from flint import arb

    return arb(end)


def _hull(balls: Sequence[Any]) -> Any:
    """The ball around all of them."""
    return reduce(lambda one, other: one.union(other), balls)


class ReplyBounds:
    """A race in units of mu, in balls of low precision."""

    def __init__(self, game: SubsidyCompetition) -> None:
        mu, outside = game.mu, game.outside_option
        best = max([*game.attractiveness, *([] if outside is None else [outside])])
        self.n = len(game.cities)
        self.cost, self.zero = ball(game.cost_of_subsidy), ball(0)
        self.value = [ball(b / mu) for b in game.value]
        self.place = [ball((a - best) / mu) for a in game.attractiveness]
        self.outside = None if outside is None else ball((outside - best) / mu)
        self.caps = [None if cap is None else ball(cap / mu) for cap in game.caps]
        self.budgets = [
            None if one is None else ball(one / (game.mass * mu)) for one in game.budgets
        ]
        self.spilled = [
            [ball(theta * b / mu) for theta, b in zip(row, game.value, strict=True)]
            for row in game.spillovers
        ]

    def most(self, i: int) -> Any:
        """More than i ever pays."""
        top = self.value[i]
        for j in range(self.n):
            if j != i:
                top = larger(top, self.value[i] - self.spilled[i][j])
        return self._kept(i, top / self.cost)

    def reply(self, i: int, low: Sequence[Any], high: Sequence[Any]) -> tuple[Any, Any]:
        """The least and the most that i's best reply can be, if others pay from low to high."""
        external, log_rest, _ = self._others(i, low, high)
        wanted, limits = self._wanted(i, external, log_rest), self._limits(i, log_rest)
        if limits is not None:
            wanted = (smaller(wanted[0], limits[0]), smaller(wanted[1], limits[1]))
        return self._kept(i, wanted[0]), self._kept(i, wanted[1])

    def slopes(self, i: int, low: Sequence[Any], high: Sequence[Any]) -> list[Any]:
        """How i's reply moves with each city's subsidy, anywhere in the box; and across kinks."""
        external, log_rest, parts = self._others(i, low, high)
        least, most = self.reply(i, low, high)
        row, cap = [self.zero] * self.n, self.caps[i]
        if most <= 0 or (cap is not None and least >= cap):
            return row
        inside = least > 0 and (cap is None or most < cap)
        wanted, limits = self._wanted(i, external, log_rest), self._limits(i, log_rest)
        scarce = limits is not None and not wanted[1] < limits[0]  # the budget may end first
        ample = limits is None or not limits[1] < wanted[0]  # or may not
        lower = self._peak(i, external[1], log_rest[1])[1]  # share = w/(1 + w)
        upper = self._peak(i, external[0], log_rest[0])[1]
        share = (lower / (1 + lower)).union(upper / (1 + upper))
        rest = (1 / (1 + lower)).union(1 / (1 + upper))
        mean = external[0].union(external[1])
        pull = [w / (1 + w) for w in (self._affordable(i, one)[1] for one in log_rest)]
        for j, part in parts.items():
            slopes = [part * (share - rest * (self.spilled[i][j] - mean) / self.cost)] * ample
            slopes += [part * one for one in pull] * scarce
            row[j] = _hull(slopes if inside else [*slopes, self.zero])
        return row

    def _wanted(self, i: int, external: Sequence[Any], log_rest: Sequence[Any]) -> tuple[Any, Any]:
        """The least and the most at which i's payoff peaks."""
        return (
            self._peak(i, external[1], log_rest[0])[0],
            self._peak(i, external[0], log_rest[1])[0],
        )

    def _limits(self, i: int, log_rest: Sequence[Any]) -> tuple[Any, Any] | None:
        """The least and the most at which i's budget ends; ``None`` without one."""
        if self.budgets[i] is None:
            return None
        return self._affordable(i, log_rest[0])[0], self._affordable(i, log_rest[1])[0]

    def _others(
        self, i: int, low: Sequence[Any], high: Sequence[Any]
    ) -> tuple[tuple[Any, Any], tuple[Any, Any], dict[int, Any]]:
        """Ends of c and of ln R, and the parts of the others, by index."""
        others = [j for j in range(self.n) if j != i]
        least = [self.place[j] + low[j] for j in others]
        most = [self.place[j] + high[j] for j in others]
        spilled = [self.spilled[i][j] for j in others]
        if self.outside is not None:
            least, most = [*least, self.outside], [*most, self.outside]
            spilled.append(self.zero)
        ends = [(self._part(x, most, least), self._part(x, least, most)) for x in range(len(least))]
        sums = tuple(sum((u.exp() for u in one), self.zero).log() for one in (least, most))
        external = (
            -self._mean([-g for g in spilled], ends),
            self._mean(spilled, ends),
        )
        parts = {j: a.union(b) for j, (a, b) in zip(others, ends, strict=False)}
        return external, (sums[0], sums[1]), parts

    def _part(self, x: int, others: Sequence[Any], own: Sequence[Any]) -> Any:
        terms = ((u - own[x]).exp() for y, u in enumerate(others) if y != x)
        return 1 / (1 + sum(terms, self.zero))

    def _mean(self, weights: Sequence[Any], ends: Sequence[tuple[Any, Any]]) -> Any:
        """The most that the weights' mean over the parts can be: from the top, or from below."""
        top, bottom = weights[0], weights[0]
        for one in weights:
            top, bottom = larger(top, one), smaller(bottom, one)
        pairs = list(zip(weights, ends, strict=True))
        return smaller(
            top + sum(((g - top) * a for g, (a, _) in pairs), self.zero),
            bottom + sum(((g - bottom) * b for g, (_, b) in pairs), self.zero),
        )

    def _peak(self, i: int, external: Any, log_rest: Any) -> tuple[Any, Any]:
        top = (self.value[i] - external) / self.cost
        w = (self.place[i] + top - 1 - log_rest).exp().lambertw()
        return top - 1 - w, w

    def _affordable(self, i: int, log_rest: Any) -> tuple[Any, Any]:
        budget = self.budgets[i]
        if budget is None or budget == 0:
            return self.zero, self.zero
        w = (budget.log() + log_rest - self.place[i] - budget).exp().lambertw()
        return budget + w, w

    def _kept(self, i: int, paid: Any) -> Any:
        """Within [0, cap]."""
        paid, cap = larger(paid, self.zero), self.caps[i]
        return paid if cap is None else smaller(paid, cap)
