"""Coalitions with a large excess, by a local search that opens or closes one site at a time.

Where one opening serves each city by itself, as with facilities, the most that a coalition can gain
by leaving a split x of costs is a matter of which sites to open:

    max over sets of sites F of   sum_i max(0, x_i - min over j in F of c_ij)  -  sum over F of f_j

A climb opens or closes the site that helps most, until none helps. It starts from each single site,
and from the sites that integer programs opened. Its end is a local optimum, and need not be a
global one; but it is a coalition with its plan, found much sooner than by an integer program.

>>> from games import FacilityLocation
>>> from solvers.families.program_game import program_game
>>> game = program_game(FacilityLocation(["A", "B"], ["a", "b"], [2, 9], [[0, 1], [1, 0]]))
>>> climb = OpeningClimb.of(game, list(game.program.bounds))
>>> [climb.names[k] for k in np.flatnonzero(climb.above(np.array([-2.0, -2.0]), 0.5)[0])]
['A', 'B', 'open a', 'serve A from a', 'serve B from a']

Source: Kuehn and Hamburger (1963), A heuristic program for locating warehouses, for the climb.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from solvers.families.floating_program import Floats
from solvers.families.program_game import ProgramGame
from solvers.linear_program import LinearProgram

__all__ = ["OpeningClimb", "links", "services"]

ZERO = Fraction(0)
_CLOSE = 1e-9


def links(lp: LinearProgram, integers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of whole variables of which the first needs the second: rows  x <= z."""
    whole = set(integers)
    for row in lp.rows:
        if len(row.coefficients) == 2 and row.relation == "<=" and not row.bound:
            (one, a), (other, b) = row.coefficients.items()
            if a == -1:
                one, a, other, b = other, b, one, a
            if a == 1 and b == -1 and one in whole and other in whole:
                yield one, other


def services(lp: LinearProgram, city: Mapping[str, int]) -> Iterator[tuple[int, list[str]]]:
    """By row in which a city asks for one of some variables: the city, and these variables."""
    for row in lp.rows:
        members = [name for name in row.coefficients if name in city]
        if row.relation == "==" and not row.bound and len(members) == 1:
            others = {n: a for n, a in row.coefficients.items() if n not in city}
            if row.coefficients[members[0]] == -1 and all(a == 1 for a in others.values()):
                yield city[members[0]], [*others]


class OpeningClimb:
    """The climb for a program game; ``names``: its variables, in the order of the points found."""

    def __init__(self, names: list[str], members: list[int], sites: list[int]) -> None:
        self.names, self.members, self.sites = names, members, sites
        self.cost = np.full((len(members), len(sites)), np.inf)
        self.serve = np.zeros(self.cost.shape, dtype=np.int64)
        self.fixed = np.zeros(len(sites))
        self.starts: dict[tuple[int, ...], None] = {(site,): None for site in range(len(sites))}

    @classmethod
    def of(cls, game: ProgramGame, names: list[str]) -> OpeningClimb | None:
        """None unless the program says just who needs which opening, and who serves whom."""
        lp = game.gains
        place = {name: j for j, name in enumerate(names)}
        pairs = list(links(lp, game.integers))
        asked = list(services(lp, {name: i for i, name in enumerate(game.players)}))
        serve = [one for _, several in asked for one in several]
        sites = list(dict.fromkeys(site for _, site in pairs))
        if (
            not sites
            or sorted(city for city, _ in asked) != list(range(len(game.players)))
            or sorted(one for one, _ in pairs) != sorted(serve)
            or len(lp.rows) != len(pairs) + len(asked)
            or sorted([*game.players, *serve, *sites]) != sorted(lp.bounds)
            or any(low != 0 or high != 1 for low, high in lp.bounds.values())
        ):
            return None
        climb = cls(names, [place[c] for c in game.players], [place[site] for site in sites])
        number = {site: k for k, site in enumerate(sites)}
        serves = {one: city for city, several in asked for one in several}
        for one, site in pairs:
            at = serves[one], number[site]
            climb.cost[at], climb.serve[at] = -float(lp.objective.get(one, ZERO)), place[one]
        climb.fixed = np.array([-float(lp.objective.get(site, ZERO)) for site in sites])
        return climb

    def above(self, payoffs: Floats, target: float) -> list[Floats]:
        """Points of coalitions whose gain by leaving is more than the target; payoffs in gains."""
        ready = -payoffs  # what each pays at most
        ends = self._climb(ready, [*self.starts])
        return [self._point(ready, end) for end in ends if self._gain(ready, end) > target]

    def together(self) -> Floats:
        """Payments so high that every city joins."""
        dearest = np.where(np.isfinite(self.cost), self.cost, 0).max()
        return np.full(len(self.members), 1 + dearest + self.fixed.sum())

    def best(self, ready: Floats) -> Floats:
        """The best point that climbs find where each city pays so much at most."""
        ends = self._climb(ready, [*self.starts])
        return self._point(ready, max(ends, key=lambda end: self._gain(ready, end)))

    def nearby(self, payoffs: Floats) -> Callable[[Floats], list[Floats]]:
        """A function from a point of the relaxation to the end of its climb, if that is new."""
        ready = -payoffs
        seen: set[tuple[int, ...]] = set()

        def ends(point: Floats) -> list[Floats]:
            degrees = point[self.sites]
            opened = np.flatnonzero(degrees > 0.5).tolist() or [int(degrees.argmax())]
            start = tuple(opened)
            end = start if start in seen else self._climb(ready, [start])[0]
            found = [] if end in seen else [self._point(ready, end)]
            seen.update((start, end))
            return found

        return ends

    def _gain(self, ready: Floats, opened: Sequence[int]) -> float:
        best = self.cost[:, opened].min(axis=1)
        return float(np.maximum(0, ready - best).sum() - self.fixed[list(opened)].sum())

    def remember(self, point: Floats) -> None:
        """Start from the sites open at this point, too."""
        opened = tuple(np.flatnonzero(point[self.sites] > 0.5).tolist())
        if opened:
            self.starts[opened] = None

    def _climb(self, ready: Floats, starts: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
        """The distinct ends of climbs from some openings; all climbs take each step together.

        Climbs that meet are merged. Only pairs of a city and a site that it can pay for count; they
        are listed city by city.
        """
        now = np.zeros((len(starts), len(self.sites)), dtype=bool)
        for k, start in enumerate(starts):
            now[k, list(start)] = True
        city, site = np.nonzero(self.cost < ready[:, None])
        cost = self.cost[city, site]
        first = np.flatnonzero(np.diff(city, prepend=-1))  # the first pair of each city
        rank = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(city))))
        by_site = np.argsort(site, kind="stable")
        begins = np.flatnonzero(np.diff(site[by_site], prepend=-1))
        useful, limit = site[by_site[begins]], ready[city[first]]
        seen: set[bytes] = set()
        ends: list[tuple[int, ...]] = []
        while len(city) and len(now := now[_fresh(now, seen)]):
            there = np.where(now[:, site], cost, np.inf)
            cheap = np.minimum.reduceat(there, first, axis=1)
            serves = now[:, site] & (there == cheap[:, rank])
            second = np.minimum.reduceat(np.where(serves, np.inf, there), first, axis=1)
            second[np.add.reduceat(serves, first, axis=1, dtype=int) > 1] = -np.inf  # no loss
            second = np.maximum(np.minimum(second, limit), np.minimum(cheap, limit))
            lost = np.where(serves, second[:, rank] - cost, 0)
            saved = np.maximum(0, np.minimum(cheap, limit)[:, rank] - cost)
            moved = np.where(now[:, site], -lost, saved)[:, by_site]
            change = np.zeros(now.shape)
            change[:, useful] = np.add.reduceat(moved, begins, axis=1)
            change += np.where(now, self.fixed, -self.fixed)
            change[now & (now.sum(axis=1) < 2)[:, None]] = -np.inf
            best = change.argmax(axis=1)
            moves = change.max(axis=1) > _CLOSE
            ends += [tuple(np.flatnonzero(opened).tolist()) for opened in now[~moves]]
            now, best = now[moves], best[moves]
            now[np.arange(len(now)), best] ^= True
        return ends or [*starts]

    def _point(self, ready: Floats, opened: tuple[int, ...]) -> Floats:
        """The plan in which each city that gains joins, served from its cheapest open site."""
        point = np.zeros(len(self.names))
        there = self.cost[:, opened]
        cheapest = there.argmin(axis=1)
        joins = np.flatnonzero(ready - there.min(axis=1) > _CLOSE)
        sites = np.array(opened)[cheapest[joins]]
        point[np.array(self.members)[joins]] = 1
        point[self.serve[joins, sites]] = 1
        point[np.array(self.sites)[sites]] = 1
        return point


def _fresh(rows: Any, seen: set[bytes]) -> list[int]:
    """Which rows are new; they are seen from then on."""
    fresh = []
    for k, bits in enumerate(np.packbits(rows, axis=1)):
        if (key := bits.tobytes()) not in seen:
            seen.add(key)
            fresh.append(k)
    return fresh
