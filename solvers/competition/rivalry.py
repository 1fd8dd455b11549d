"""What decides a bid in Tullock's contest, in fractions or in balls.

Chances come from bids, p_i = e_i x_i^r / sum, and everything else from chances: what i has at stake
against the field is S_i = sum_{j != i} p_j s_ij, and the slope of its payoff has the sign of
r p_i S_i - x_i. Chances are fractions where each (x_i/x_j)^r is one: for r = 1, for equal bids,
for a power of squares; else they are balls that contain the true ones.

>>> from games import Contest
>>> exact_rivalry(Contest(["A", "B"], [4, 2], exponent=2), [Fraction(1), Fraction(2)]).p
(Fraction(1, 5), Fraction(4, 5))

Source: as in ``tullock.py``; balls: Johansson (2017), Arb.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.contest import Contest
from solvers.competition.logit_choice import ball

__all__ = ["Rivalry", "as_ball", "broken", "exact_power", "exact_rivalry", "rivalry_in_balls"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Rivalry:
    """A profile of bids with its chances ``p``; ``zero`` is 0 in the kind of number.

    ``stakes``: s_ij. ``impact``: sum_j e_j (x_j/m)^r, m the largest bid.
    """

    game: Contest
    stakes: tuple[tuple[Fraction, ...], ...]
    bids: tuple[Fraction, ...]
    p: tuple[Any, ...]
    impact: Any
    zero: Any

    def at_stake(self, i: int) -> Any:
        """S_i, what i has at stake against the field."""
        row = self.stakes[i]
        return sum(
            (p * self._number(row[j]) for j, p in enumerate(self.p) if self.bids[j] and row[j]),
            self.zero,
        )

    def surplus(self, i: int) -> Any:
        """What r p_i S_i is beyond x_i: the slope of the payoff at x_i > 0, times x_i/k."""
        r = self._number(self.game.exponent)
        return r * self.p[i] * self.at_stake(i) - self._number(self.bids[i])

    def regret(self, i: int) -> Any:
        """An upper bound on what i gains by any other bid, over k: below the tangent, or from 0."""
        bid = self.bids[i]
        if bid == 0:
            return self._entry_gain(i)
        slope = self.surplus(i) / self._number(bid)
        if bid == self.game.budgets[i] and slope > 0:
            slope = self.zero
        gain = abs(slope) * self._number(max(*self.stakes[i], bid))
        return self._larger(gain, self.exit_gain(i)) if self.game.exponent > 1 else gain

    def exit_gain(self, i: int) -> Any:
        """What i would gain by bidding nothing, over k."""
        if self.p[i] == 1:  # any smaller bid would do as well
            return self._number(self.bids[i])
        return self._number(self.bids[i]) - self.at_stake(i) * self.p[i] / (1 - self.p[i])

    def _entry_gain(self, i: int) -> Any:
        """A bound on what i, which stays out, would gain by its best bid, over k; 0 if none."""
        game, r, S = self.game, self.game.exponent, self.at_stake(i)
        budget = game.budgets[i]
        if S <= 0 or budget == 0:
            return self.zero
        if r < 1:
            return S  # the first yuan pays without limit
        e, most = self._number(game.efficiency[i]), self._number(max(self.bids))
        if r == 1:
            slope = e * S / (self.impact * most) - 1
            return self._larger(slope, self.zero) * S
        S, e, most, impact = (as_ball(one) for one in (S, e, most, self.impact))
        bid = most * (ball(r - 1) * impact / e) ** ball(1 / r)  # where what a yuan buys peaks
        if budget is not None and bid > ball(budget):
            bid = ball(budget)
        z = e * (bid / most) ** ball(r) / impact
        return self._larger(S * z / (1 + z) / bid - 1, self.zero) * S

    def _number(self, one: Fraction) -> Any:
        return one if isinstance(self.zero, Fraction) else ball(one)

    def _larger(self, one: Any, other: Any) -> Any:
        if isinstance(one, Fraction) and isinstance(other, Fraction):
            return max(one, other)
        from flint import arb

        return arb.max(as_ball(one), as_ball(other))


def as_ball(one: Any) -> Any:
    """A fraction as a ball; a ball as it is."""
    return ball(one) if isinstance(one, Fraction) else one


def broken(rivalry: Rivalry) -> Iterator[int]:
    """The cities whose bid is not proven to be a best reply."""
    for i, bid in enumerate(rivalry.bids):
        if not rivalry.regret(i) <= 0 or (bid and rivalry.surplus(i) < 0):
            yield i


def exact_rivalry(game: Contest, bids: Sequence[Fraction]) -> Rivalry | None:
    """The chances as fractions, or ``None`` where a power of two bids' ratio is none."""
    most = max(bids)
    if most == 0:
        return Rivalry(game, game.stakes, tuple(bids), game.idle_shares, ONE, ZERO)
    powers = [exact_power(x / most, game.exponent) for x in bids]
    if any(power is None for power in powers):
        return None
    impacts = [
        e * power for e, power in zip(game.efficiency, powers, strict=True) if power is not None
    ]
    total = sum(impacts, ZERO)
    return Rivalry(
        game, game.stakes, tuple(bids), tuple(one / total for one in impacts), total, ZERO
    )


def rivalry_in_balls(game: Contest, bids: Sequence[Fraction]) -> Rivalry:
    """The chances as balls."""
    most, r = max(bids), ball(game.exponent)
    impacts = [
        ball(e) * ball(x / most) ** r if x else ball(0)
        for e, x in zip(game.efficiency, bids, strict=True)
    ]
    total = sum(impacts, ball(0))
    return Rivalry(
        game, game.stakes, tuple(bids), tuple(one / total for one in impacts), total, ball(0)
    )


def exact_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """base^exponent if it is a fraction, else ``None``; base and exponent from 0 on.

    >>> exact_power(Fraction(4, 9), Fraction(3, 2)), exact_power(Fraction(2), Fraction(1, 2))
    (Fraction(8, 27), None)
    """
    roots = []
    for number in (base.numerator, base.denominator):
        root = _whole_root(number, exponent.denominator)
        if root is None:
            return None
        roots.append(root)
    if max(roots).bit_length() * exponent.numerator > 10**5:
        return None
    return Fraction(roots[0], roots[1]) ** exponent.numerator


def _whole_root(number: int, degree: int) -> int | None:
    if number < 2 or degree == 1:
        return number
    if degree > number.bit_length():
        return None
    low, high = 1, 1 << -(-number.bit_length() // degree)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
    return low if low**degree == number else None
