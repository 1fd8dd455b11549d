"""A race of clubs: cities in a block bid together, blocks against each other; one number decides.

Let Z be what all places offer firms together, sum_j exp((a_j + s_j)/mu) (and the outside option).
Given Z, a block's best bids follow from one level L, as in the joint optimum:

    k s_j = b_j - L, kept in [0, k cap_j],    L = k mu + sum_{j in block} (b_j - k s_j) share_j,

and its share of firms falls as Z rises (for blocks without binding caps, and for single cities). So
sum of shares = 1 has one root Z: the equilibrium. Without caps it is the only one. It is enclosed
by the signs at two neighbouring Z, for which levels are enclosed by signs too.

>>> from games import SubsidyCompetition
>>> pair = SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 4))
>>> with logit_choice(pair) as choice:
...     race = BlockRace(choice, [[0], [1]])
...     [float(shown(x, 6)) for x in race.payoffs(race.bids_and_shares(race.root()))]
[0.25, 0.25]

Source: Nocke and Schutz (2018), Multiproduct-firm oligopoly: an aggregative games approach;
Anderson, Erkal and Piccinin (2020).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from games.errors import IntercityError
from solvers.competition.float_club_race import FloatClubRace
from solvers.competition.logit_choice import Choice, ball, between, logit_choice, shown

__all__ = ["LEVEL_DECIMALS", "BlockRace", "logit_choice", "shown"]

LEVEL_DECIMALS = 25
UNIT = Fraction(1, 10**LEVEL_DECIMALS)
STEPS = 400
FINE = Fraction(1, 10**60)


@dataclass(frozen=True, slots=True)
class _Block:
    """A block at one Z: its level, its share and how that moves with ln Z."""

    level: Any
    share: Any
    slope: Any


class BlockRace:
    """Blocks of cities, by index, and cities that pay a fixed subsidy whatever happens."""

    def __init__(
        self,
        choice: Choice,
        blocks: Sequence[Sequence[int]],
        fixed: Mapping[int, Fraction] | None = None,
    ) -> None:
        self.choice = choice
        self.blocks = [list(block) for block in blocks]
        self.fixed = {i: ball(s) for i, s in (fixed or {}).items()}
        self.rest = sum((self._weight(i, s) for i, s in self.fixed.items()), choice.outside)
        self.markup = choice.cost * choice.mu
        self.zero, self.fine = ball(0), ball(FINE)

    def root(self, near: Fraction | None = None) -> Fraction:
        """The equilibrium's ln Z, to 25 decimals; not proven here.

        ``near``: where to start if floats do not bear it.
        """
        from flint import arb

        game, floats = self.choice.game, self._floats.equilibrium()
        cities = [i for block in self.blocks for i in block]
        low = sum((self._weight(i, ball(0)) for i in cities), self.rest)
        high = sum(
            (
                self._weight(i, ball(top if cap is None else min(top, cap)))
                for i in cities
                for top, cap in [(game.value[i] / game.cost_of_subsidy, game.caps[i])]
            ),
            self.rest,
        )
        low, high = low.log().mid(), high.log().mid()
        at, last = low, high - low
        start = None if near is None else ball(near).mid()
        levels: Sequence[Any] = ()
        if floats is not None:
            start, levels = arb(floats.total), [arb(level) for level in floats.levels]
        if start is not None and low < start < high:
            at = start
        fine = ball(UNIT / 1000)
        for _ in range(STEPS):
            blocks = self._at(at.exp(), levels)
            levels = [block.level for block in blocks]
            excess = self._excess(at.exp(), blocks).mid()
            low, high = (at, high) if excess > 0 else (low, at)
            slope = sum((block.slope for block in blocks), -self.rest / at.exp()).mid()
            step = -excess / slope if slope < 0 else ball(0)
            if not low <= at + step <= high or abs(step) > last / 2 or step == 0:
                step = ((low + high) / 2 - at).mid()
            at, last = (at + step).mid(), abs(step)
            if abs(step) < fine:
                break
        return shown(at, LEVEL_DECIMALS)

    def encloses(self, level: Fraction) -> bool:
        """Whether the equilibrium's ln Z is proven to be within a unit of ``level``."""
        signs = [self._sign(level - UNIT), self._sign(level + UNIT)]
        return (level / UNIT).denominator == 1 and signs == [1, -1]

    def bids_and_shares(self, level: Fraction) -> list[tuple[Any, Any]]:
        """What every city pays a firm, and its share, in balls.

        Proven wherever ln Z may be within a unit of ``level``.
        """
        choice = self.choice
        bids = [self.fixed.get(i, self.zero) for i in range(choice.n)]
        low = self._proven(ball(level - UNIT).exp(), self._near(level))
        high = self._proven(ball(level + UNIT).exp(), low)
        for block, one, other in zip(self.blocks, low, high, strict=True):
            for i, bid in zip(block, self._bids(block, one.union(other)), strict=True):
                bids[i] = bid
        total = between(level - UNIT, level + UNIT).exp()
        return [(bid, self._weight(i, bid) / total) for i, bid in enumerate(bids)]

    def payoffs(self, profile: Sequence[tuple[Any, Any]]) -> list[Any]:
        """Every city's payoff in balls, at its bid and share."""
        choice = self.choice
        return [
            choice.mass * (value - choice.cost * bid) * share
            for value, (bid, share) in zip(choice.value, profile, strict=True)
        ]

    def outlays(self, profile: Sequence[tuple[Any, Any]]) -> list[Any]:
        """What every city pays firms in all, in balls."""
        return [self.choice.mass * bid * share for bid, share in profile]

    def _sign(self, level: Fraction) -> int:
        total = ball(level).exp()
        share = self.rest / total
        for block, L in zip(self.blocks, self._proven(total, self._near(level)), strict=True):
            share += self._share(block, self._bids(block, L), total)
        return 1 if share > 1 else -1 if share < 1 else 0

    @cached_property
    def _floats(self) -> FloatClubRace:
        choice = self.choice
        return FloatClubRace(
            self.blocks,
            [float(value) for value in choice.value],
            [float(place) for place in choice.attractiveness],
            [math.inf if cap is None else float(cap) for cap in choice.caps],
            (float(choice.mu), float(choice.cost), float(self.rest)),
        )

    def _near(self, level: Fraction) -> list[Any]:
        """About where each block's level is at ln Z; empty where floats do not bear it."""
        from flint import arb

        return [arb(one) for one in self._floats.levels(float(level)) or ()]

    def _proven(self, total: Any, near: Sequence[Any] = ()) -> list[Any]:
        """Each block's level at an exact Z, enclosed by signs; ``near``: the same at another Z."""
        from flint import ctx

        levels = []
        starts = [level.mid() for level in near] or [None] * len(self.blocks)
        part = ball(Fraction(1, 2 ** (ctx.prec // 3)))
        for block, start in zip(self.blocks, starts, strict=True):
            middle = self._block(block, total, start).level.mid()
            width = middle * part
            low, high = (middle - width).mid(), (middle + width).mid()
            if not (self._gap(block, low, total) < 0 and self._gap(block, high, total) > 0):
                raise IntercityError("a block's level is not enclosed")
            levels.append(low.union(high))
        return levels

    def _at(self, total: Any, near: Sequence[Any] = ()) -> list[_Block]:
        """Every block at Z; ``near``: the levels at another Z, from where to start."""
        starts = list(near) or [None] * len(self.blocks)
        return [
            self._block(block, total.mid(), start)
            for block, start in zip(self.blocks, starts, strict=True)
        ]

    def _excess(self, total: Any, blocks: Sequence[_Block]) -> Any:
        return sum((block.share for block in blocks), self.rest / total) - 1

    def _weight(self, i: int, bid: Any) -> Any:
        return self.choice.weight(i, bid)

    def _bids(self, block: Sequence[int], level: Any) -> list[Any]:
        from flint import arb

        bids = []
        for i in block:
            bid = (self.choice.value[i] - level) / self.choice.cost
            bid = self.zero if bid <= 0 else arb.max(bid, self.zero)
            cap = self.choice.caps[i]
            if cap is not None:
                bid = cap if bid >= cap else arb.min(bid, cap)
            bids.append(bid)
        return bids

    def _share(self, block: Sequence[int], bids: Sequence[Any], total: Any) -> Any:
        return (
            sum((self._weight(i, s) for i, s in zip(block, bids, strict=True)), self.zero) / total
        )

    def _gap(self, block: Sequence[int], level: Any, total: Any) -> Any:
        """The level less what it should be: rises in the level where that is at least k mu."""
        choice = self.choice
        kept = sum(
            (
                (choice.value[i] - choice.cost * s) * self._weight(i, s)
                for i, s in zip(block, self._bids(block, level), strict=True)
            ),
            self.zero,
        )
        return level - self.markup - kept / total

    def _block(self, block: Sequence[int], total: Any, start: Any = None) -> _Block:
        """The block at Z, in midpoints.

        Newton's method on ln(sum of what is kept) = ln(level - k mu), in a bracket: the
        upper end is beyond the level at which nobody in the block pays anything.
        """
        choice, markup = self.choice, self.markup.mid()
        low, high = markup, markup + 2 * ball(max(choice.game.value[i] for i in block))
        level, last = ((low + high) / 2).mid(), high - low
        if start is not None and low < start < high:
            level = start
        for _ in range(STEPS):
            shares, kept, inside = self._shares_and_kept(block, level, total)
            mean = sum((c * p for c, p in zip(kept, shares, strict=True)), self.zero).mid()
            if mean <= 0 or level <= markup:
                level = markup
                shares, kept, inside = self._shares_and_kept(block, level, total)
                break
            gap = (mean.log() - (level - markup).log()).mid()
            slope = (inside * (1 - level / markup) / mean - 1 / (level - markup)).mid()
            low, high = (level, high) if gap > 0 else (low, level)
            step = (-gap / slope).mid()
            if abs(step) <= level * self.fine:  # before rounding sends it elsewhere
                break
            if not low <= level + step <= high or abs(step) > last / 2:
                step = ((low + high) / 2 - level).mid()
            level, last = (level + step).mid(), abs(step)
        at_ends = sum(
            ((c - level) * p for c, p in zip(kept, shares, strict=True)), self.zero
        )  # 0 for those inside
        falls = -(level - markup) / (1 - inside + inside * level / markup)
        slope = (falls * (1 - inside) + at_ends) / level
        return _Block(level, sum(shares, self.zero).mid(), slope.mid())

    def _shares_and_kept(
        self, block: Sequence[int], level: Any, total: Any
    ) -> tuple[list[Any], list[Any], Any]:
        """Of each city; and the share of those that are neither at 0 nor at their cap."""
        choice = self.choice
        shares, kept, inside = list[Any](), list[Any](), self.zero
        for i in block:
            value, cap = choice.value[i], choice.caps[i]
            bid, ended = ((value - level) / choice.cost).mid(), True
            if bid <= 0:
                bid = self.zero
            elif cap is not None and bid >= cap:
                bid = cap.mid()
            else:
                ended = False
            shares.append((self._weight(i, bid) / total).mid())
            kept.append((value - choice.cost * bid).mid())
            if not ended:
                inside += shares[-1]
        return shares, kept, inside.mid()
