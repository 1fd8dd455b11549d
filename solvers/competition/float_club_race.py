"""A race of clubs in floating point: about where ``club_race.py`` starts.

The same equations: ln Z by Newton's method, and at each Z a level for each block. What is found
proves nothing.

>>> pair = FloatClubRace([[0], [1]], [1.0, 1.0], [0.0, 0.0], [math.inf] * 2, (0.25, 1.0, 0.0))
>>> found = pair.equilibrium()
>>> round(found.total, 6), [round(level, 6) for level in found.levels]
(2.693147, [0.5, 0.5])

Source: Nocke and Schutz (2018), Multiproduct-firm oligopoly: an aggregative games approach.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["FloatClubRace", "FloatEquilibrium"]

STEPS = 60
FINE = 1e-14


class FloatEquilibrium(NamedTuple):
    """ln Z, and each block's level."""

    total: float
    levels: list[float]


class FloatClubRace:
    """Blocks by index; cities' values, attractiveness and caps; and (mu, k, what else draws)."""

    def __init__(
        self,
        blocks: Sequence[Sequence[int]],
        values: Sequence[float],
        attractiveness: Sequence[float],
        caps: Sequence[float],
        given: tuple[float, float, float],
    ) -> None:
        self.mu, self.cost, self.rest = given
        self.cities = [[(values[i], attractiveness[i], caps[i]) for i in block] for block in blocks]

    def equilibrium(self) -> FloatEquilibrium | None:
        """About the equilibrium; ``None`` where floats do not bear it."""
        try:
            return self._equilibrium()
        except (OverflowError, ValueError, ZeroDivisionError):
            return None

    def levels(self, total: float) -> list[float] | None:
        """About each block's level at ln Z; ``None`` where floats do not bear it."""
        try:
            drawn = math.exp(total)
            return [self._block(block, drawn, None)[0] for block in self.cities]
        except (OverflowError, ValueError, ZeroDivisionError):
            return None

    def _equilibrium(self) -> FloatEquilibrium | None:
        everyone = [city for block in self.cities for city in block]
        ends = [
            self.rest + sum(self._weight(a, min(top, cap)) for _, a, cap in everyone)
            for top in (0.0, max(b for b, _, _ in everyone) / self.cost)
        ]
        low, high = map(math.log, ends)
        at, last = low, high - low
        levels: list[float | None] = [None] * len(self.cities)
        for _ in range(STEPS):
            drawn = math.exp(at)
            found = [
                self._block(block, drawn, level)
                for block, level in zip(self.cities, levels, strict=True)
            ]
            levels = [level for level, _, _ in found]
            excess = sum(share for _, share, _ in found) + self.rest / drawn - 1
            slope = sum(slope for _, _, slope in found) - self.rest / drawn
            low, high = (at, high) if excess > 0 else (low, at)
            step = -excess / slope if slope < 0 else 0.0
            if abs(step) <= FINE * max(1.0, abs(at)):
                return FloatEquilibrium(at, [level for level, _, _ in found])
            if not low <= at + step <= high or abs(step) > last / 2:
                step = (low + high) / 2 - at
            at, last = at + step, abs(step)
        return None

    def _weight(self, attractiveness: float, bid: float) -> float:
        return math.exp((attractiveness + bid) / self.mu)

    def _block(
        self, block: list[tuple[float, float, float]], drawn: float, start: float | None
    ) -> tuple[float, float, float]:
        """Its level at Z, its share, and how that moves with ln Z."""
        markup = self.mu * self.cost
        low, high = markup, markup + 2 * max(b for b, _, _ in block)
        level, last = (low + high) / 2, high - low
        if start is not None and low < start < high:
            level = start
        for _ in range(STEPS):
            mean = total = inside = at_ends = 0.0
            for b, a, cap in block:
                bid = min(max((b - level) / self.cost, 0.0), cap)
                kept, share = b - self.cost * bid, self._weight(a, bid) / drawn
                mean, total = mean + kept * share, total + share
                if 0 < bid < cap:
                    inside += share
                else:
                    at_ends += (kept - level) * share
            if mean <= 0:
                return markup, total, 0.0
            gap = math.log(mean) - math.log(level - markup)
            slope = inside * (1 - level / markup) / mean - 1 / (level - markup)
            low, high = (level, high) if gap > 0 else (low, level)
            step = -gap / slope
            if abs(step) <= level * FINE:
                break
            if not low <= level + step <= high or abs(step) > last / 2:
                step = (low + high) / 2 - level
            level, last = level + step, abs(step)
        falls = -(level - markup) / (1 - inside + inside * level / markup)
        return level, total, (falls * (1 - inside) + at_ends) / level
