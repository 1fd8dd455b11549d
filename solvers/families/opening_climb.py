"""Coalitions that would be served well together, found by opening and closing one site at a time.

Where one opening serves each city by itself, as with facilities, the most that a coalition can gain
by leaving a split x of costs is a matter of which sites to open:

    max over sets of sites F of   sum_i max(0, x_i - min over j in F of c_ij)  -  sum over F of f_j

A climb opens or closes the site that helps most, from each single site on, and from what integer
programs have opened, until none helps. What it finds need not be the most; but each end is a
coalition with its plan, found in no time, where an integer program takes seconds.

>>> from games import FacilityLocation
>>> from solvers.families.program_game import program_game
>>> game = program_game(FacilityLocation(["A", "B"], ["a", "b"], [2, 9], [[0, 1], [1, 0]]))
>>> climb = OpeningClimb.of(game, list(game.program.bounds))
>>> [climb.names[k] for k in np.flatnonzero(climb.above(np.array([-2.0, -2.0]), 0.5)[0])]
['A', 'B', 'open a', 'serve A from a', 'serve B from a']

Source: Kuehn and Hamburger (1963), A heuristic program for locating warehouses, for the climb.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.families.program_game import ProgramGame
from solvers.linear_program import LinearProgram

__all__ = ["OpeningClimb", "links", "served"]

ZERO, ONE = Fraction(0), Fraction(1)
_CLOSE = 1e-9

Floats = npt.NDArray[np.float64]


def links(lp: LinearProgram, integers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of whole variables of which the first needs the second: rows  x <= z."""
    whole = set(integers)
    for row in lp.rows:
        if row.relation == "<=" and not row.bound and len(row.coefficients) == 2:
            needs = {a: name for name, a in row.coefficients.items()}
            if needs.keys() == {ONE, -ONE} and whole.issuperset(needs.values()):
                yield needs[ONE], needs[-ONE]


def served(lp: LinearProgram, city: Mapping[str, int]) -> dict[str, int]:
    """Which city a variable serves: it stands in a row in which that city asks for one of them."""
    serves = {}
    for row in lp.rows:
        members = [name for name in row.coefficients if name in city]
        if row.relation == "==" and not row.bound and len(members) == 1:
            others = {n: a for n, a in row.coefficients.items() if n not in city}
            if set(others.values()) == {ONE} and row.coefficients[members[0]] == -ONE:
                serves.update(dict.fromkeys(others, city[members[0]]))
    return serves


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
        lp = game.gains()
        place = {name: j for j, name in enumerate(names)}
        pairs = list(links(lp, game.integers))
        serves = served(lp, {name: i for i, name in enumerate(game.players)})
        sites = list(dict.fromkeys(site for _, site in pairs))
        explained = {*game.players, *serves, *sites}
        if (
            len(pairs) != len(serves)
            or len(lp.rows) != len(pairs) + len(game.players)
            or dict(pairs).keys() != serves.keys()
            or explained != lp.bounds.keys()
            or any(bounds != (ZERO, ONE) for bounds in lp.bounds.values())
        ):
            return None
        climb = cls(names, [place[c] for c in game.players], [place[site] for site in sites])
        number = {site: k for k, site in enumerate(sites)}
        for one, site in pairs:
            at = serves[one], number[site]
            climb.cost[at], climb.serve[at] = -float(lp.objective.get(one, ZERO)), place[one]
        climb.fixed = np.array([-float(lp.objective.get(site, ZERO)) for site in sites])
        return climb

    def above(self, payoffs: Floats, target: float) -> list[Any]:
        """Points of coalitions whose gain by leaving is more than the target; payoffs in gains."""
        ready = -payoffs  # what each pays at most
        ends = {self._climb(ready, start) for start in self.starts}
        return [self._point(ready, *end) for end in sorted(ends) if self._gain(ready, end) > target]

    def _gain(self, ready: Floats, opened: Sequence[int]) -> float:
        best = self.cost[:, opened].min(axis=1)
        return float(np.maximum(0, ready - best).sum() - self.fixed[list(opened)].sum())

    def remember(self, point: Any) -> None:
        """Start from what is open at this point, too."""
        opened = tuple(np.flatnonzero(point[self.sites] > 0.5).tolist())
        if opened:
            self.starts[opened] = None

    def _climb(self, ready: Floats, start: tuple[int, ...]) -> tuple[int, ...]:
        opened = list(start)
        while True:
            there = self.cost[:, opened]
            two = np.sort(there, axis=1)
            gained = np.maximum(0, ready - two[:, 0])
            better = np.maximum(0, ready[:, None] - np.minimum(two[:, :1], self.cost))
            opening = better.sum(axis=0) - gained.sum() - self.fixed
            best, more = float(opening.max()), int(opening.argmax())
            if len(opened) > 1:
                lost = gained - np.maximum(0, ready - two[:, 1])
                closing = self.fixed[opened] - np.bincount(
                    there.argmin(axis=1), weights=lost, minlength=len(opened)
                )
                if closing.max() > max(best, _CLOSE):
                    del opened[int(closing.argmax())]
                    continue
            if best <= _CLOSE:
                return tuple(sorted(opened))
            opened.append(more)

    def _point(self, ready: Floats, *opened: int) -> Any:
        """The plan: who gains by it joins, served from the cheapest open site."""
        point = np.zeros(len(self.names))
        there = self.cost[:, opened]
        cheapest = there.argmin(axis=1)
        joins = np.flatnonzero(ready - there.min(axis=1) > _CLOSE)
        sites = np.array(opened)[cheapest[joins]]
        point[np.array(self.members)[joins]] = 1
        point[self.serve[joins, sites]] = 1
        point[np.array(self.sites)[sites]] = 1
        return point
