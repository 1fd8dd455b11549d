"""Virtual values: what a trade brings the fund, after what honest types must be left.

    psi(v_i) = v_i - (v_(i+1) - v_i) (1 - F_i) / f_i,
    phi(c_j) = c_j + (c_j - c_(j-1)) G_(j-1) / g_j.

Where they fall from one type to the next, types are pooled: each gets the average of its block
(*ironing*), since a better type cannot be made to trade less.

>>> from games import midpoint_types
>>> types = midpoint_types(0, 1, 2)
>>> swap = BayesianProblem.bilateral_trade({"B": types}, {"S": types})
>>> market = TradeMarket(swap, Fraction(0))
>>> [Fraction(score, weight) * market.unit for score, weight in zip(market.f_psi, market.f)]
[Fraction(-1, 4), Fraction(3, 4)]

Source: Myerson (1981), Optimal auction design; Myerson and Satterthwaite (1983).
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from games.bayesian_problem import BayesianProblem
from mechanisms.direct.direct_mechanism import packed

__all__ = ["Cuts", "TradeMarket", "ironed"]

ZERO = Fraction(0)
Cuts = tuple[int, ...]
"""A rule: for each buyer's type, with how many of the cheapest sellers it trades."""


class TradeMarket:
    """Types in rising order, weights, values and virtual values as whole numbers.

    ``problem``: a buyer and a seller, as ``BayesianProblem.bilateral_trade`` makes it; ``subsidy``:
    what may come from outside.

    A weight counts 1/``buyers`` or 1/``sellers``; money counts ``unit``, so that a sum over pairs
    of types of weight times weight times money counts ``total``.
    """

    def __init__(self, problem: BayesianProblem, subsidy: Fraction) -> None:
        own = [[row[1] for row in problem.values[0]], [-row[1] for row in problem.values[1]]]
        self.orders = [sorted(range(len(kinds)), key=kinds.__getitem__) for kinds in own]
        money = [[kinds[k] for k in order] for kinds, order in zip(own, self.orders, strict=True)]
        whole, self.unit = packed([*money[0], *money[1], subsidy])
        self.v, self.c = whole[: len(money[0])].tolist(), whole[len(money[0]) : -1].tolist()
        (f, buyers), (g, sellers) = (
            packed([problem.priors[i][k] for k in order]) for i, order in enumerate(self.orders)
        )
        self.f, self.g = f.tolist(), g.tolist()
        self.buyers, self.sellers = buyers.denominator, sellers.denominator
        self.total = self.unit / (self.buyers * self.sellers)
        self.subsidy = int(subsidy / self.total)
        above = [self.buyers - below for below in itertools.accumulate(self.f)]
        steps = [b - a for a, b in itertools.pairwise(self.v)] + [0]
        # Weighted by the type's probability: f v and f psi, g c and g phi.
        self.fv = [f * v for f, v in zip(self.f, self.v, strict=True)]
        self.f_psi = [
            fv - step * rest for fv, step, rest in zip(self.fv, steps, above, strict=True)
        ]
        self.gc = [g * c for g, c in zip(self.g, self.c, strict=True)]
        below = [0, *itertools.accumulate(self.g)][:-1]
        rises = [0] + [b - a for a, b in itertools.pairwise(self.c)]
        self.g_phi = [gc + rise * b for gc, rise, b in zip(self.gc, rises, below, strict=True)]
        self.weight_below, self.cost_below, self.phi_below = (
            [0, *itertools.accumulate(column)] for column in (self.g, self.gc, self.g_phi)
        )

    def worth(self, cuts: Cuts) -> tuple[int, int]:
        """What a rule gains, and what it brings the fund, in units of ``total``."""
        gains = funds = 0
        for f, fv, f_psi, cut in zip(self.f, self.fv, self.f_psi, cuts, strict=True):
            gains += fv * self.weight_below[cut] - f * self.cost_below[cut]
            funds += f_psi * self.weight_below[cut] - f * self.phi_below[cut]
        return gains, funds

    def best(self, multiplier: Fraction) -> Cuts:
        """The rule with the greatest gains plus multiplier times funds; no trade in a tie."""
        n, d = multiplier.numerator, multiplier.denominator
        buyer = ironed([d * a + n * b for a, b in zip(self.fv, self.f_psi, strict=True)], self.f)
        seller = ironed([d * a + n * b for a, b in zip(self.gc, self.g_phi, strict=True)], self.g)
        return tuple(bisect.bisect_left(seller, score) for score in buyer)

    def supports(self, multiplier: Fraction, value: Fraction) -> bool:
        """Whether no rule has more than ``value`` of gains plus multiplier times funds."""
        gains, funds = self.worth(self.best(multiplier))
        return gains + multiplier * funds <= value

    def multiplier(self, over: Cuts, under: Cuts) -> Fraction:
        """What a unit of the fund's money is worth where the best rule mixes these two."""
        if over == under:
            return ZERO
        (gain, spent), (less, kept) = self.worth(over), self.worth(under)
        return Fraction(gain - less, kept - spent)

    def mixture(self, over: Cuts, under: Cuts) -> Fraction:
        """The chance of the first rule with which the fund spends its subsidy, and no more."""
        if over == under:
            return Fraction(1)
        spent, kept = self.worth(over)[1], self.worth(under)[1]
        return Fraction(kept + self.subsidy, kept - spent)


def ironed(scores: Sequence[Any], weights: Sequence[Any]) -> list[Fraction]:
    """Scores per weight, averaged over blocks so that they do not fall."""
    blocks: list[tuple[Any, Any, int]] = []  # score, weight, how many types
    for score, weight in zip(scores, weights, strict=True):
        count = 1
        while blocks and blocks[-1][0] * weight > score * blocks[-1][1]:
            earlier = blocks.pop()
            score, weight, count = score + earlier[0], weight + earlier[1], count + earlier[2]
        blocks.append((score, weight, count))
    return [Fraction(s, w) for s, w, count in blocks for _ in range(count)]
