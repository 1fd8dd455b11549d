"""Airport games by formula: the Shapley value and the nucleolus, for any number of cities.

Sort the cities by cost, c_1 <= ... <= c_n. Each stretch is shared by those who need it,

    Shapley value   x_i = sum over k <= i of (c_k - c_(k-1)) / (n - k + 1).

The nucleolus lets the cities before some k save alike as far as the dearer ones allow:

    r = min of (c_k - c_j + r') / (k - j + 1)  over  j < k < n,   and  (c_n - c_j + r') / (n - j),

where j cities are settled already and r' is what the last of them pays; the cities up to the k
that attains it pay r each, and so on.

>>> from games import AirportGame
>>> from solvers import nucleolus, shapley_value
>>> line = AirportGame({"Hangzhou": 10, "Jinhua": 40, "Quzhou": 60})
>>> shapley_value(line)
Allocation(Hangzhou=3.33333, Jinhua=18.3333, Quzhou=38.3333)
>>> nucleolus(line), nucleolus(line).certificate.verify(line)
(Allocation(Hangzhou=5, Jinhua=17.5, Quzhou=37.5), True)

Source: Littlechild and Owen (1973); Littlechild (1974), A simple expression for the nucleolus in a
special case; Kohlberg (1971) for the proof.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.airport import AirportGame
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.core import Core, core, core_violation, ranged_core
from solvers.coalitional.excess import Violation, excess, read_division
from solvers.coalitional.nucleolus import nucleolus
from solvers.coalitional.shapley import shapley_value
from solvers.families.oracle_core import asked_excess
from solvers.search_limits import check_limits

__all__ = [
    "AirportCoreCertificate",
    "AirportNucleolusCertificate",
    "AirportShapleyCertificate",
    "airport_core",
    "airport_core_violation",
    "airport_nucleolus",
    "airport_shapley",
]

ZERO = Fraction(0)
_CONCAVE = "from what each adds to all others to what it costs alone"


@shapley_value.register
def airport_shapley(game: AirportGame) -> Allocation:
    """The Shapley value of an airport game: each stretch is shared by those who need it."""
    share, paid, before = {}, ZERO, ZERO
    order = _order(game)
    for k, city in enumerate(order):
        paid += (game.costs[city] - before) / (len(order) - k)
        share[city], before = paid, game.costs[city]
    return AirportShapleyCertificate({city: share[city] for city in game.players}).answer(game)


@nucleolus.register
def airport_nucleolus(game: AirportGame) -> Allocation:
    """The nucleolus of an airport game by Littlechild's recursion."""
    order = _order(game)
    n, j, least, before = len(order), 0, ZERO, ZERO
    share: dict[str, Fraction] = {}
    while j < n:
        choices = [
            ((game.costs[order[k - 1]] - before + least) / (k - j + (k < n)), -k)
            for k in range(j + 1, n + 1)
        ]
        least, last = min(choices)
        for city in order[j:-last]:
            share[city] = least
        j, before = -last, game.costs[order[-last - 1]]
    return AirportNucleolusCertificate({city: share[city] for city in game.players}).answer(game)


excess.register(AirportGame, asked_excess)


@core.register
def airport_core(game: AirportGame, **limits: Any) -> Core:
    """The core with its nucleolus as a point, and each city's range: the game is concave.

    Each city pays at least what it adds to all others, and at most what it costs alone.
    """
    check_limits(**limits)
    order = _order(game)
    lowest = dict.fromkeys(game.players, ZERO)
    lowest[order[-1]] = game.costs[order[-1]] - (game.costs[order[-2]] if order[1:] else ZERO)
    point, highest = dict(airport_nucleolus(game)), dict(game.costs)
    return AirportCoreCertificate(point, lowest, highest).answer(game)


@core_violation.register
def airport_core_violation(game: AirportGame, split: Mapping[str, Any]) -> Violation | None:
    """The group that saves most by leaving; None, proven, if nobody saves.

    Of the groups that need no more than a given stretch, the one of all who pay anything saves
    most. A split that does not add up to c(N) is reported first, as for a table of worths.
    """
    cost = max(game.costs.values())
    paid, radius, uneven = read_division(game.players, split, cost, "cost")
    if uneven is not None:
        return uneven
    best, saved, order = 0, ZERO, _order(game)
    inside = ZERO
    for k, city in enumerate(order, start=1):
        inside += max(paid[city], ZERO)
        if inside - game.costs[city] > saved:
            best, saved = k, inside - game.costs[city]
    members = {city for city in order[:best] if paid[city] > 0}
    if saved <= radius:
        return None
    return Violation(tuple(city for city in game.players if city in members), saved)


def _order(game: AirportGame) -> list[str]:
    return sorted(game.players, key=lambda city: game.costs[city])


@dataclass(frozen=True, slots=True)
class AirportShapleyCertificate(
    Certificate, kind="Shapley value of an airport game", of="shapley_value"
):
    """The value: it covers the cost, and differences of cost are shared by those beyond them.

    Of two neighbours in the order, k and k + 1, the dearer pays (c_(k+1) - c_k) / (n - k) more.
    """

    split: Mapping[str, Fraction]

    def violations(self, subject: AirportGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        order = _order(subject)
        if sum(self.split.values()) != subject.costs[order[-1]]:
            yield "The split does not cover the cost."
        for k, (city, dearer) in enumerate(itertools.pairwise(order), start=1):
            step = (subject.costs[dearer] - subject.costs[city]) / (len(order) - k)
            if self.split[dearer] - self.split[city] != step:
                yield f"{dearer} should pay {step} more than {city}."

    def answer(self, subject: AirportGame) -> Allocation:
        return Allocation(
            self.split,
            method="each stretch shared by those who need it",
            status="What each city adds to the cost, averaged over all orders of joining.",
            certificate=self,
        )


@dataclass(frozen=True, slots=True)
class AirportNucleolusCertificate(Certificate, kind="nucleolus of an airport game"):
    """The nucleolus itself, from which Kohlberg's levels can be read off.

    Cities that pay the same r are one level: together they save r against leaving all dearer
    cities (but for the last level), each saves the others r by staying, and no cheaper group saves
    less. Among all coalitions these are the worst off of their level. No r is below 0, as the
    least is c_k / (k + 1), where the k cheapest cities pay it and the others more.
    """

    split: Mapping[str, Fraction]

    def violations(self, subject: AirportGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        order = _order(subject)
        n, paid = len(order), ZERO
        if sum(self.split.values()) != subject.costs[order[-1]]:
            yield "The split does not cover the cost."
        for k, city in enumerate(order, start=1):
            share = self.split[city]
            paid += share
            if k > 1 and share < self.split[order[k - 2]]:
                yield f"{city} pays less than a cheaper city."
            saved = subject.costs[city] - paid
            if k < n and saved < share:
                yield f"The cities up to {city} save less than {city} pays."
            if k < n and self.split[order[k]] != share and saved != share:
                yield f"The cities up to {city} do not save what {city} pays."

    def answer(self, subject: AirportGame) -> Allocation:
        return Allocation(
            self.split,
            method="Littlechild's recursion",
            status="The one split whose savings, from the least up, are greatest.",
            certificate=self,
        )


@dataclass(frozen=True, slots=True)
class AirportCoreCertificate(Certificate, kind="core of an airport game"):
    """A point that no group is better off without, and each city's range.

    No core split leaves a city less than it adds to all others, nor more than it costs alone; in a
    concave game, as this is, both are reached (Shapley 1971).
    """

    point: Mapping[str, Fraction]
    lowest: Mapping[str, Fraction]
    highest: Mapping[str, Fraction]

    def violations(self, subject: AirportGame) -> Iterator[str]:
        for named in (self.point, self.lowest, self.highest):
            if tuple(named) != subject.players:
                yield "The splits do not fit the players."
        breach = airport_core_violation(subject, self.point)
        if breach is not None:
            yield f"{breach} by leaving the point."
        everybody = set(subject.players)
        for city in subject.players:
            added = subject.worth(everybody) - subject.worth(everybody - {city})
            if (self.lowest[city], self.highest[city]) != (added, subject.costs[city]):
                yield f"{city} pays from {added} to {subject.costs[city]}."

    def answer(self, subject: AirportGame) -> Core:
        return ranged_core(subject, self.point, self.lowest, self.highest, self, _CONCAVE)
