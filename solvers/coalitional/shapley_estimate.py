"""The Shapley value of a game too large to tabulate, from random orders, with an interval."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Protocol, runtime_checkable

from games.by_city import one_of, whole
from games.errors import InvalidInput, of_kind
from games.exact import exact, floating
from games.production import LinearProductionGame
from solvers.answer import UNPROVEN, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.bounded_mean import mean_interval
from solvers.precision import precision
from solvers.single_dispatch import single_dispatch

__all__ = ["ShapleyEstimate", "interval_of_mean", "shapley_estimate", "student"]

_LEAST = 4  # rounds: below, their spread says nothing
_SUREST = 1 - Fraction(1, 10**12)  # floats tell no confidence beyond
_ADDED = "what a city adds"

MarginalLimits = tuple[Fraction, Fraction]
"""The least and the most that any city can add to any coalition."""


@runtime_checkable
class HasWorths(Protocol):
    """Players, and a worth for each coalition of them."""

    @property
    def players(self) -> tuple[str, ...]: ...
    def worth(self, coalition: Iterable[str], /) -> Fraction: ...


@dataclass(frozen=True, slots=True, repr=False)
class ShapleyEstimate(Answer):
    """``value``, which adds up to v(N), and each city's interval, ``lowest`` to ``highest``.

    With the probability ``confidence`` all intervals at once hold the true values. If they are
    ``approximate``, as no limits of what cities add are known, it is approximately so, and for each
    city by itself; a city for which all rounds agree has then no interval: its ends are infinite.
    ``orders``: how many were drawn.

    See ``shapley_estimate`` for the concept, an example and its source.
    """

    value: Allocation
    lowest: Mapping[str, float]
    highest: Mapping[str, float]
    confidence: float
    orders: int
    method: str
    proof: Proof = UNPROVEN
    certificate: Certificate | None = None
    approximate: bool = False

    @property
    def status(self) -> str:
        radius = {
            name: max(self.highest[name] - centre, centre - self.lowest[name])
            for name, centre in ((name, float(x)) for name, x in self.value.items())
        }
        known = {name: far for name, far in radius.items() if math.isfinite(far)}
        open_ = [name for name in radius if name not in known]
        said = []
        if known:
            city = max(known, key=lambda name: known[name])
            closer = min(known.values()) < known[city]
            more = f" and {len(known) - 1} more" if len(known) > 1 else ""
            whom = f"{city}, closer for others" if closer else city + more
            if not closer and not open_ and more:
                whom = "each city"
            within = "Approximately within" if self.approximate else "Within"
            for_all = "each" if self.approximate or len(radius) == 1 else "for all at once"
            said.append(
                f"{within} {known[city]:.3g} for {whom}, with "
                f"{self.confidence:.0%} confidence {for_all}."
            )
        if open_:
            more = f" and {len(open_) - 1} more" if len(open_) > 1 else ""
            said.append(
                f"No interval for {open_[0]}{more}: all rounds agree, which says nothing about "
                "what they missed; give marginals, the least and the most that a city can add."
            )
        return " ".join(said)

    def interval(self, city: str) -> tuple[float, float]:
        """The interval of a city's Shapley value, at the stated confidence."""
        one_of(city, self.value, "a city")
        return self.lowest[city], self.highest[city]


@single_dispatch
def shapley_estimate(
    game: HasWorths | LinearProductionGame,
    *,
    orders: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
    marginals: tuple[Any, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ShapleyEstimate:
    """The Shapley value of a game too large to tabulate, from random orders, with an interval.

    The value is the mean of what a city adds when it joins, over all orders. Orders are drawn in
    rounds: a random one and its n rotations, in which every city stands at each place exactly once,

        phi_i = (1/n) sum over places s of  E[ what i adds at place s ],

    so that the places are strata, and how much a city adds early or late no longer counts as
    chance. Rounds are independent of each other, and their means give the interval:

    - with ``marginals``, limits that whatever a city adds is known to keep, all intervals at once
      hold with the stated probability however few rounds there are (by bets against each mean,
      see ``bounded_mean``, at a part of the risk for each city);
    - without, each is Student's, which is approximate: it holds as rounds grow many. Where
      all rounds agree they say nothing about what they have missed, such as the one order in a
      thousand in which a city decides: there is then no interval, and its ends are infinite.

    An estimate from random orders, the same for the same seed.

    ``confidence``: the probability with which all intervals at once hold.
    ``orders`` is rounded up to whole rounds, and to four of them. ``marginals``: the least and
    the most that any city can add to any coalition. ``progress`` is told how many orders are
    done, and of how many, after each round. Errors: ``InvalidInput``, also where a city is seen to
    add more or less than ``marginals`` allow.

    >>> from games import OracleGame
    >>> cities = [f"city {k}" for k in range(30)]
    >>> roads = OracleGame(cities, lambda s: len(s) * (len(s) - 1) // 2)
    >>> answer = shapley_estimate(roads, orders=120, seed=1)
    >>> answer.value.total() == roads.worth(cities), answer.value["city 3"]
    (True, Fraction(29, 2))

    Source: Castro, Gómez and Tejada (2009, 2017); Waudby-Smith and Ramdas (2024), Estimating means
    of bounded random variables by betting.
    """
    if not isinstance(game, HasWorths):
        raise InvalidInput(
            "subject of shapley_estimate",
            type(game),
            "a game that tells what a coalition is worth, such as an OracleGame; tabulated(game) "
            "makes one of a game of up to some 20 players",
        )
    n = len(game.players)
    orders, seed = whole(orders, "the number of orders", 1, 10**9), whole(seed, "the seed", 0)
    risk = 1 - exact(confidence, "the confidence")
    if not 1 - _SUREST <= risk < 1:
        raise InvalidInput("the confidence", confidence, "more than 0, and at most 1 - 1e-12")
    if progress is not None and not callable(progress):
        raise InvalidInput("progress", progress, "a function of two numbers")
    limits = _marginal_limits(marginals)
    rounds = max(_LEAST, -(-orders // n))
    chance = random.Random(seed)
    means: list[list[Fraction]] = []
    for number in range(1, rounds + 1):
        order = list(range(n))
        chance.shuffle(order)
        means.append(_round(game, order, limits))
        if progress is not None:
            progress(number * n, rounds * n)
    by_city = list(zip(*means, strict=True))
    value = [sum(draws, Fraction(0)) / rounds for draws in by_city]
    intervals = _intervals(by_city, value, limits, float(risk))
    method = f"{rounds} random orders with their {n} rotations; " + (
        "Student's interval, approximate: it holds as rounds grow many"
        if limits is None
        else "intervals by bets against each mean, which hold for any number of rounds"
    )
    allocation = Allocation(
        dict(zip(game.players, value, strict=True)),
        method=method,
        status="Estimated from random orders.",
        proof=UNPROVEN,
    )
    lowest, highest = (
        dict(zip(game.players, ends, strict=True)) for ends in zip(*intervals, strict=True)
    )
    return ShapleyEstimate(
        allocation,
        lowest,
        highest,
        float(confidence),
        rounds * n,
        method,
        approximate=limits is None and n > 1,
    )


def _marginal_limits(marginals: tuple[Any, Any] | None) -> MarginalLimits | None:
    """The least and the most that a city can add, read; ``None`` where they are not known."""
    if marginals is None:
        return None
    of_kind(marginals, tuple, list, place="the limits of what a city adds")
    limits = [exact(limit, "a limit of what a city adds") for limit in marginals]
    if len(limits) != 2 or limits[0] > limits[1]:
        raise InvalidInput("the limits of what a city adds", marginals, "(least, most)")
    return limits[0], limits[1]


def _intervals(
    by_city: Sequence[Sequence[Fraction]],
    value: Sequence[Fraction],
    limits: MarginalLimits | None,
    risk: float,
) -> list[tuple[float, float]]:
    """Each city's interval, from the means of all rounds, by city, and their mean, its value."""
    n = len(value)
    if n == 1:  # there is only one order
        return [(floating(value[0], _ADDED),) * 2]
    if limits is None:
        return [_student(draws, mean, risk) for draws, mean in zip(by_city, value, strict=True)]
    return [interval_of_mean(draws, limits, risk / n) for draws in by_city]


def _round(game: HasWorths, order: Sequence[int], limits: MarginalLimits | None) -> list[Fraction]:
    """What each city adds, averaged over an order's rotations."""
    n = len(order)
    added = [Fraction(0)] * n
    grand = game.worth(game.players)
    for start in range(n):
        rotated = [*order[start:], *order[:start]]
        before, inside = Fraction(0), [False] * n
        for place, city in enumerate(rotated, start=1):
            inside[city] = True
            members = tuple(
                name for name, joined in zip(game.players, inside, strict=True) if joined
            )
            after = grand if place == n else game.worth(members)
            if limits is not None and not limits[0] <= after - before <= limits[1]:
                raise InvalidInput(
                    f"what {game.players[city]} adds to {place - 1} others",
                    after - before,
                    f"between the given limits {limits[0]} and {limits[1]}",
                )
            added[city] += after - before
            before = after
    return [total / n for total in added]


def interval_of_mean(
    draws: Sequence[Fraction], limits: MarginalLimits, risk: float
) -> tuple[float, float]:
    """An interval for the mean of draws that keep to limits, with this risk."""
    least, most = limits
    width = most - least
    if not width:
        return floating(least, _ADDED), floating(most, _ADDED)
    low, high = mean_interval([float((x - least) / width) for x in draws], risk)
    start, reach = floating(least, _ADDED), floating(width, _ADDED)
    return start + low * reach, start + high * reach


def _student(draws: Sequence[Fraction], mean: Fraction, risk: float) -> tuple[float, float]:
    """Student's interval for the mean of independent rounds; without ends where all agree."""
    rounds, centre = len(draws), floating(mean, _ADDED)
    deviation = math.hypot(*(floating(x - mean, _ADDED) for x in draws)) / math.sqrt(rounds - 1)
    if not deviation:
        return -math.inf, math.inf
    radius = student(risk, rounds - 1) * deviation / math.sqrt(rounds)
    return centre - radius, centre + radius


@cache
def student(risk: float, freedom: int) -> float:
    """What |t| exceeds with a risk: Student's quantile, to about 15 digits.

    The chance that |t| exceeds q is the regularised incomplete beta function
    I_x(freedom / 2, 1 / 2) at x = freedom / (freedom + q^2), which is solved for q by bisection.

    Source: Abramowitz and Stegun (1964), 26.7.1.
    """
    from flint import arb

    with precision(80):
        half, degrees = arb(0.5), arb(freedom)

        def beyond(quantile: float) -> bool:
            """Whether |t| exceeds it with less than the risk."""
            x = degrees / (degrees + arb(quantile) ** 2)
            return bool(x.beta_lower(degrees / 2, half, True) < risk)

        low, high = 0.0, 1.0
        while not beyond(high):
            low, high = high, 2 * high
        while (middle := (low + high) / 2) not in {low, high}:
            low, high = (low, middle) if beyond(middle) else (middle, high)
    return high
