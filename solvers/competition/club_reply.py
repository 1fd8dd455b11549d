"""The best bids of a club, given what others pay: one level, its root enclosed by signs.

With B_j what the club has of a firm in its member j, c what it has on average of one that comes to
no member, and R what firms find outside the club,

    payoffs of S / M  =  c + sum over j in S of (B_j - c - k s_j) share_j,

which is concave in shares, as the joint optimum is (``joint_optimum.py``): the best bids are

    k s_j = B_j - c - L, kept in [0, k cap_j],    L = k mu + sum in S of (B_j - c - k s_j) share_j,

with one root L. When R and c move, a bid inside [0, k cap] moves by

    k ds_j  =  (L - k mu) dR / T - (1 - share of S) dc,    T all that firms find.

>>> from games import SubsidyCompetition
>>> pair = SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 4))
>>> with logit_choice(pair) as choice:
...     one = ClubReply(choice, [0])
...     [float(shown(bid, 6)) for bid in one.best(one.outside([ball(0), ball(Fraction(1, 2))]))]
[0.5]

Source: as ``joint_optimum.py``; on firms with several products, Anderson, de Palma and Thisse
(1992), Discrete Choice Theory of Product Differentiation, chapter 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

from games.errors import Undefined
from solvers.competition.logit_choice import Choice, ball, larger, logit_choice, shown, smaller

__all__ = ["ClubReply", "Outside", "logit_choice", "shown"]

STEPS = 400


@dataclass(frozen=True, slots=True)
class Outside:
    """What firms find outside a club, and what the club has of one that goes there."""

    weight: Any
    mean: Any


class ClubReply:
    """Cities that bid together, by index."""

    def __init__(self, choice: Choice, members: Sequence[int]) -> None:
        self.choice, self.members = choice, list(members)
        self.others = [j for j in range(choice.n) if j not in members]
        self.worth = [
            sum((choice.spilled[i][j] for i in members if i != j), choice.value[j]) for j in members
        ]
        self.zero = ball(0)
        caps = [choice.game.caps[j] for j in members]
        self.caps = [None if cap is None else ball(cap) for cap in caps]
        self.reaching = [
            sum((choice.spilled[i][j] for i in members), self.zero) for j in self.others
        ]
        self.markup = choice.cost * choice.mu
        self.fine = self.markup * ball(Fraction(1, 10**70))
        self.last: Any = None  # level that was found: a start for the next

    def outside(self, paid: Sequence[Any]) -> Outside:
        """Where the others pay this."""
        choice = self.choice
        weights = [choice.weight(j, paid[j]) for j in self.others]
        total = sum(weights, choice.outside)
        if not self.others:
            return Outside(total, self.zero)
        gains = (gain * w for gain, w in zip(self.reaching, weights, strict=True))
        return Outside(total, sum(gains, self.zero) / total)

    def bids(self, level: Any, there: Outside) -> list[Any]:
        """What the members pay at a level."""
        found = []
        for worth, cap in zip(self.worth, self.caps, strict=True):
            bid = larger((worth - there.mean - level) / self.choice.cost, self.zero)
            found.append(bid if cap is None else smaller(bid, cap))
        return found

    def gap(self, level: Any, there: Outside) -> Any:
        """The level less what it should be; it crosses 0 once, upwards."""
        total, kept = there.weight, self.zero
        for j, worth, bid in zip(self.members, self.worth, self.bids(level, there), strict=True):
            weight = self.choice.weight(j, bid)
            total += weight
            kept += (worth - there.mean - self.choice.cost * bid) * weight
        return level - self.markup - kept / total

    def slopes(self, box: Sequence[Any]) -> list[list[Any]]:
        """How each member's best bid moves with what each outsider pays, anywhere in a small box.

        Inside [0, cap], of what firms find outside it takes (L - k mu)/(k T), T all that they find,
        and of the mean that spills over less than all, (1 - share)/k.
        """
        choice, there = self.choice, self.outside(box)
        level = self.level(there)
        bids = self.bids(level, there)
        total = there.weight
        for j, bid in zip(self.members, bids, strict=True):
            total += choice.weight(j, bid)
        through, rest = (level - self.markup) / total, there.weight / total
        row = []
        for j, gain in zip(self.others, self.reaching, strict=True):
            slope = through - rest * (gain - there.mean) / there.weight
            row.append(choice.weight(j, box[j]) * slope / self.markup)
        return [
            [one * part for one in row]
            for part in (
                self._moves(worth - there.mean - level, cap)
                for worth, cap in zip(self.worth, self.caps, strict=True)
            )
        ]

    def _moves(self, left: Any, cap: Any) -> Any:
        """1 for a bid inside [0, cap], 0 at an end, and both where it may be either."""
        most = None if cap is None else cap * self.choice.cost
        if left < 0 or (most is not None and left > most):
            return ball(0)
        if left > 0 and (most is None or left < most):
            return ball(1)
        return ball(0).union(ball(1))

    def best(self, there: Outside) -> list[Any]:
        """The best bids, enclosed."""
        return self.bids(self.level(there), there)

    def near_best(self, there: Outside) -> list[Any]:
        """The best bids, in midpoints."""
        return [bid.mid() for bid in self.bids(self._near_level(there), there)]

    def _near_level(self, there: Outside) -> Any:
        """The root of the gap, by steps of the gap, whose slope is 1 there; far from it by halves.

        (Where a club has nearly all firms the gap is -k mu on a long way, which takes many steps.)
        """
        ends = [self.markup + worth - there.mean for worth in self.worth]
        low = (reduce(smaller, ends, self.markup) - self.markup).mid()
        high = (reduce(larger, ends, self.markup) + self.markup).mid()
        level = ((low + high) / 2).mid() if self.last is None else self.last
        last = high - low
        for _ in range(STEPS):
            gap = self.gap(level, there).mid()
            if abs(gap) < self.fine:
                break
            low, high = (low, level) if gap > 0 else (level, high)
            step = (level - gap).mid()
            near = abs(gap) < last / 2 and low < step < high
            level, last = step if near else ((low + high) / 2).mid(), abs(gap)
        self.last = level
        return level

    def level(self, there: Outside) -> Any:
        """The level, enclosed by signs."""
        level = self._near_level(there)
        width = 2 * abs(self.gap(level, there)).upper() + self.markup * ball(Fraction(1, 10**40))
        low, high = (level - width).mid(), (level + width).mid()
        if not (self.gap(low, there) < 0 and self.gap(high, there) > 0):
            reason = "magnitudes are too far apart to enclose it"
            raise Undefined("best reply of a club", reason, self.choice.game)
        return low.union(high)
