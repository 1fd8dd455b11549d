"""The Shapley value of a production game too large to tabulate, from random orders, with intervals.

    phi_i  =  E[ v(P_i and i) - v(P_i) ],    P_i: who comes before i in a random order of all

is estimated by the mean over orders drawn at random, each taken with its reverse: who adds much
when it comes late adds little when it comes early, so that a pair of them is nearer to the truth
than two orders are. Pairs are independent of each other.

What a city adds in few orders may be missed by all that are drawn, so that their spread alone says
nothing. But there are proven limits of what each city adds to any group (``marginal_limits``), and
within these limits the draws give an interval that holds however few they are (``bounded_mean``).
All intervals hold at once with 95 per cent confidence, since each may fail with a part of the risk;
so they also say what is left for one city once the others have their least, or their most:

    phi_i  >=  v(N) - sum of the highest of the others.

Worths of coalitions are found in floats (``floating_worths``), that of all is proven, and the
estimate adds up to it.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 1})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 2),), (Value("A", "cash", 5),))
>>> answer = shapley_estimate(LinearProductionGame(("A", "B"), (lots,), (stall,)))
>>> answer.value, answer.orders, answer.proof.kind
(Allocation(A=6.25, B=1.25; unproven), 200, 'unproven')
>>> [round(end, 2) for end in answer.interval("B")]
[1.25, 1.25]

Source: Castro, Gómez and Tejada (2009); Mitchell, Cooper, Frank and Holmes (2022), Sampling
permutations for Shapley value estimation, for reverses; Waudby-Smith and Ramdas (2024) for the
intervals.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.by_city import whole
from games.errors import InvalidInput
from games.production import LinearProductionGame
from solvers.answer import UNPROVEN, Allocation
from solvers.certificate import Certificate
from solvers.coalitional.shapley_estimate import ShapleyEstimate, interval_of_mean, shapley_estimate
from solvers.families.floating_worths import FloatingWorths
from solvers.families.marginal_limits import (
    MarginalLimits,
    limit_violations,
    marginal_limits,
)
from solvers.families.program_game import program_game
from solvers.families.proven_plan import ProvenWorth
from solvers.families.worth_of_all import worth_of_all
from solvers.limited_work import work_left
from solvers.progress import followed

__all__ = ["LargeShapleyCertificate", "large_shapley_estimate"]

ZERO = Fraction(0)
CONFIDENCE = Fraction(95, 100)
_MOST_PAIRS, _LEAST_PAIRS = 100, 20
_FEWEST = 4  # pairs
_WORTHS, _WITHOUT_PLATFORMS = 8_000, 40_000  # that are asked for, unless those are too few pairs
_ROUNDED = 4  # units by which what is drawn may be off, two worths in each of two orders
_DIGITS = 9  # of the worth of all, to which other worths are rounded


@shapley_estimate.register
def large_shapley_estimate(
    game: LinearProductionGame,
    *,
    orders: int | None = None,
    seed: int = 0,
    confidence: float = float(CONFIDENCE),
    marginals: None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ShapleyEstimate:
    """The Shapley value of a production game, whose worths are integer programs, by sampling.

    ``orders`` is rounded up to pairs, and to four of them; left out: 200, or as many as 8,000
    worths take (40,000 where there is no platform), 40 at least. ``progress`` is told how many
    orders are done, and of how many. Errors: ``NotProven`` where it is not proven what all make;
    ``InvalidInput`` for another ``confidence`` than 0.95, and for ``marginals``.
    """
    if confidence != float(CONFIDENCE):
        raise InvalidInput("the confidence", confidence, "0.95 for a production game")
    if marginals is not None:
        raise InvalidInput("marginals", marginals, "left out for a production game")
    n = len(game.cities)
    most = _WORTHS if game.platforms else _WITHOUT_PLATFORMS
    pairs = max(_LEAST_PAIRS, min(_MOST_PAIRS, most // (2 * n)))
    if orders is not None:
        pairs = max(_FEWEST, -(-whole(orders, "the number of orders", 1, 10**9) // 2))
    chance = random.Random(whole(seed, "the seed", 0))
    grand = worth_of_all(game).certificate.proven
    unit, total = _unit(grand.worth), _rounded(grand.worth)
    worths = FloatingWorths(game)
    drawn = []
    for done in followed("order of cities", range(pairs)):
        order = list(range(n))
        chance.shuffle(order)
        added = [0] * n
        for joining in (order, order[::-1]):
            before = 0
            steps = [round(Fraction(worth) / unit) for worth in worths.along(joining)]
            for city, after in zip(joining, (*steps[:-1], total), strict=True):
                added[city] += after - before
                before = after
        drawn.append(tuple(added))
        if len(drawn) >= _FEWEST and time.monotonic() > work_left().until:
            break
        if progress is not None:
            progress(2 * (done + 1), 2 * pairs)
    return LargeShapleyCertificate(grand, marginal_limits(game), tuple(drawn)).answer(game)


@dataclass(frozen=True, slots=True)
class LargeShapleyCertificate(
    Certificate, kind="Shapley estimate of a large game", of="shapley_estimate", searches=True
):
    """What all make and what each city adds at least and at most, proven; and what it added.

    ``drawn``: in both orders of each pair, in units of the ninth digit of what all make. That all
    that was drawn adds up and keeps to the limits, and that estimate and intervals follow from it,
    is checked; what a coalition makes is not.
    """

    grand: ProvenWorth
    limits: Mapping[str, MarginalLimits]
    drawn: tuple[tuple[int, ...], ...]

    def violations(self, game: LinearProductionGame) -> Iterator[str]:
        model = program_game(game)
        yield from self.grand.violations(model, model.players)
        yield from limit_violations(game, self.limits)
        if len(self.drawn) < _FEWEST:
            yield "There are fewer than four pairs of orders."
        total, unit = 2 * _rounded(self.grand.worth), _unit(self.grand.worth)
        for number, added in enumerate(self.drawn, start=1):
            if len(added) != len(model.players) or sum(added) != total:
                yield f"What cities add in pair {number} is not what all make, twice."
                continue
            for (city, limit), one in zip(self.limits.items(), added, strict=True):
                if (
                    not 2 * limit.least - _ROUNDED * unit
                    <= one * unit
                    <= 2 * limit.most + _ROUNDED * unit
                ):
                    yield f"What {city} adds in pair {number} is beyond its limits."

    def answer(self, game: LinearProductionGame) -> ShapleyEstimate:
        pairs, n = len(self.drawn), len(game.cities)
        unit = _unit(self.grand.worth)
        columns = list(zip(*self.drawn, strict=True))
        rest = (self.grand.worth - unit * _rounded(self.grand.worth)) / n
        method = f"{pairs} random orders, each with its reverse; intervals within proven limits"
        value = Allocation(
            {
                city: unit * Fraction(sum(column), 2 * pairs) + rest
                for city, column in zip(game.cities, columns, strict=True)
            },
            method=method,
            status="Estimated from random orders.",
            proof=UNPROVEN,
        )
        lowest, highest = self._ends(value, columns)
        return ShapleyEstimate(
            value, lowest, highest, float(CONFIDENCE), 2 * pairs, method, certificate=self
        )

    def _ends(
        self, value: Allocation, columns: Sequence[Sequence[int]]
    ) -> tuple[dict[str, float], dict[str, float]]:
        """The ends of all intervals, which hold the estimates, too."""
        if len(value) <= 2:  # an order and its reverse are all orders
            exact = {city: float(x) for city, x in value.items()}
            return exact, exact
        unit, risk = _unit(self.grand.worth), float(1 - CONFIDENCE) / len(value)
        lowest, highest = {}, {}
        for (city, limit), column in zip(self.limits.items(), columns, strict=True):
            draws = [min(max(unit * Fraction(one, 2), limit.least), limit.most) for one in column]
            lowest[city], highest[city] = interval_of_mean(draws, (limit.least, limit.most), risk)
        total = float(self.grand.worth)
        spare = total - sum(lowest.values()), sum(highest.values()) - total
        for city, x in value.items():
            low, high = lowest[city], highest[city]
            lowest[city] = min(max(low, high - spare[1]), float(x))
            highest[city] = max(min(high, low + spare[0]), float(x))
        return lowest, highest


def _unit(worth: Fraction) -> Fraction:
    """The place of the last digit that counts: a power of ten."""
    if not worth:
        return Fraction(1)
    size = abs(worth)
    power = len(str(size.numerator)) - len(str(size.denominator)) - _DIGITS
    return Fraction(10) ** power


def _rounded(worth: Fraction) -> int:
    return round(worth / _unit(worth))
