"""What groups of cities make when the numbers of a production game move in a box.

With its platforms given, a group's plan is a linear program (``program_on_box.py``); the openings
are few. The best openings at the centre bound the worth from below, and prices bound all openings
from above.

>>> from games.production import *
>>> from solvers.enclosure.box import Box, on_box
>>> plant = Activity("plant", ("Hangzhou",), (Use("land", 1),), (Value("Hangzhou", "cash", 3),))
>>> with on_box(Box([(Fraction(4), Fraction(6))])) as (units,):
...     land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": units})
...     form = form_on_box(LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,)))
...     form.game.worth(["Hangzhou"]), form.game.worth(["Hangzhou", "Quzhou"])
(Fraction(3, 1), [15, 21])

Source: Owen (1975), On the core of linear production games; Moore (1966), Interval analysis.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from games.errors import IntercityError, InvalidInput
from games.players import Coalition, members_named
from games.production import LinearProductionGame
from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.enclosed_maximum import largest
from solvers.enclosure.enclosed_number import EnclosedNumber, at_point, bounds_of, centre_of, hull
from solvers.enclosure.program_on_box import BoxedProgram, close, key_of
from solvers.linear_program import LinearProgram
from solvers.optimum import optimal_basis, proven_optimum
from solvers.production.common_pool import pools
from solvers.production.game_numbers import GameNumbers
from solvers.production.opening_proof import EXHAUSTIVE, CoalitionProof, OpeningPrograms, checked
from solvers.production.opening_search import settle
from solvers.production.production_program import (
    Openings,
    changes_per_opening,
    coalition_members,
    open_to,
    production_program,
)

__all__ = ["BoxedForm", "BoxedGame", "form_on_box", "in_best_parts"]

ZERO = Fraction(0)


@dataclass(frozen=True, eq=False)
class BoxedGame:
    """Worths that move, each worked out when it is first asked for.

    ``bounds``: of a group, one that its worth is nowhere below, and some of which one is nowhere
    below its worth; where they are known.
    """

    players: tuple[str, ...]
    of: Callable[[Coalition], Fraction] = field(repr=False)
    bounds: Callable[[Coalition], tuple[Fraction, list[Fraction]]] | None = field(
        default=None, repr=False
    )
    sense: Literal["gain"] = "gain"

    def worth(self, group: Iterable[str]) -> Fraction:
        """What a group makes; 0 of nobody."""
        inside = members_named(group, self.players)
        named = tuple(city for city in self.players if city in inside)
        if not named:
            return ZERO
        return active().recall((self, named), lambda: self.of(named))

    @property
    def grand_worth(self) -> Fraction:
        return self.worth(self.players)

    def as_gains(self) -> BoxedGame:
        return self


def in_best_parts(game: BoxedGame) -> BoxedGame:
    """v*: what each group makes in its best parts."""

    def worth(group: Coalition) -> Fraction:
        first, *others = group
        splits = [game.worth(group)]
        for size in range(len(others)):
            for beside in itertools.combinations(others, size):
                rest = tuple(city for city in others if city not in beside)
                splits.append(game.worth((first, *beside)) + best.worth(rest))
        return largest(splits, fork=active().fork)

    best = BoxedGame(game.players, worth, game.bounds)  # the bounds of acting as one
    return best


@dataclass(frozen=True, slots=True)
class BoxedPlan:
    """The ``openings`` that are best on all of the box."""

    openings: dict[str, int]


@dataclass(frozen=True, eq=False)
class BoxedForm:
    """The ``game`` of worths that move, and the ``production`` game that it is of."""

    game: BoxedGame
    centre: _Centre

    @property
    def production(self) -> LinearProductionGame:
        return self.centre.game

    def plan(self, group: Iterable[str]) -> BoxedPlan:
        """Which platforms a group opens; the path decides where that is not the same everywhere."""
        members = coalition_members(self.production, group)
        opened = _GroupOnBox(self.centre, members).best_openings()
        names = (platform.name for platform in self.production.platforms)
        return BoxedPlan(dict(zip(names, opened, strict=True)))


def form_on_box(game: LinearProductionGame) -> BoxedForm:
    """What each group makes; ``Unsettled`` where outsiders draw on a pool by their best plan."""
    if any(pool.conjecture == "residual" for pool in game.common_pools):
        raise Unsettled("a pool on which outsiders draw first")
    centre = _Centre(game)
    return BoxedForm(
        BoxedGame(
            game.cities,
            lambda group: _GroupOnBox(centre, group).worth(),
            lambda group: _GroupOnBox(centre, group).bounds(),
        ),
        centre,
    )


class _Centre:
    """A ``game`` whose numbers move, and its programs at points of the box."""

    def __init__(self, game: LinearProductionGame) -> None:
        self.game = game
        self._there: dict[tuple[int, ...], tuple[LinearProductionGame, GameNumbers]] = {}

    def at(self, place: Mapping[int, int]) -> tuple[LinearProductionGame, GameNumbers]:
        """The game at a point."""
        name = tuple(place.values())
        if name not in self._there:
            there = at_point(self.game, place)
            self._there[name] = there, GameNumbers(there)
        return self._there[name]

    def programs(self, members: Coalition, place: Mapping[int, int]) -> OpeningPrograms:
        """Those of a group, at a point."""
        there, numbers = self.at(place)
        return OpeningPrograms(there, members, pools(there, members, None), numbers=numbers)


class _GroupOnBox:
    """One group's programs, over all its opening vectors."""

    def __init__(self, centre: _Centre, members: Coalition) -> None:
        game = centre.game
        self.centre, self.members = centre, members
        closed = (0,) * len(game.platforms)
        self.lp: LinearProgram = production_program(
            game, members, pools(game, members, None), closed
        )
        fork = len(game.cities) == 1 or active().fork
        self.program = BoxedProgram(self.lp, fork=fork)
        can = set(map(id, open_to(game, members)))
        self.limits = [p.limit if id(p) in can else 0 for p in game.platforms]
        if math.prod(limit + 1 for limit in self.limits) > EXHAUSTIVE:
            raise Unsettled("more ways to open platforms than can be looked at")
        place = {name: i for i, name in enumerate(self.program.rows)}
        self.changes = [
            [(place[row], x) for row, x in changes_per_opening(p).items() if row in place]
            for p in game.platforms
        ]
        self.costs = [platform.cost for platform in game.platforms]
        self.name = (
            "worth",
            self.program.key,
            tuple(self.limits),
            tuple(
                (key_of(cost), tuple((i, key_of(x)) for i, x in change))
                for cost, change, limit in zip(self.costs, self.changes, self.limits, strict=True)
                if limit
            ),
        )
        # A city may be asked for as a group of a region, and as a region of its own, which decides
        # more: each has an enclosure of its own, though what is best at a point is the same.
        self.key = (*self.name, fork)

    def proof(self, place: Mapping[int, int] | None = None) -> CoalitionProof | None:
        """The best openings and plan at a point of the box, which are the hint."""
        at = place or {}

        def find() -> CoalitionProof | None:
            for terms in self.program.terms:
                if any(self.program.limits[j] is None and at_point(a, at) < 0 for j, a in terms):
                    return None  # the point is not where the path's answers are right
            try:
                return settle(self.centre.programs(self.members, at)).proof
            except InvalidInput:
                return None  # the point, with what was rounded, is none of the game

        found = active().hint((self.name, tuple(at.values())), find)
        known = isinstance(found, CoalitionProof) and len(found.openings) == len(self.limits)
        return found if known else None

    def proof_among(
        self, possible: Iterable[Openings], place: Mapping[int, int]
    ) -> CoalitionProof | None:
        """The best plan at a point of the box, of openings for which there is room on the path."""
        vectors = tuple(possible)

        def find() -> CoalitionProof | None:
            game, found = self.centre.at(place)[0], {}
            left = pools(game, self.members, None)
            for vector in vectors:
                lp = production_program(game, self.members, left, vector)
                basis = optimal_basis(lp)
                if basis is not None:
                    value = proven_optimum(lp, basis)[0] - at_point(self.cost(vector), place)
                    found[vector] = (value, basis)
            if not found:
                return None
            best = max(found, key=lambda vector: found[vector][0])
            others = (basis for vector, (_, basis) in found.items() if vector != best)
            return CoalitionProof(best, found[best][1], tuple(others))

        proof = active().hint((self.name, tuple(place.values()), vectors), find)
        known = isinstance(proof, CoalitionProof) and proof.openings in vectors
        return proof if known else None

    def worth(self) -> Fraction:
        """What the group makes, enclosed."""
        return active().recall(self.key, self._enclosed)

    def bounds(self) -> tuple[Fraction, list[Fraction]]:
        """What the group makes at least; and at most, by each way to open its platforms."""
        if not (self.program.moves or self._openings_move()):
            known = self.worth()
            return known, [known]
        active().count(self.key)
        first, low, highs = self._known_bounds()
        kept = [v for v in highs if v == first or not active().surely(highs[v] - low, "<=")]
        return low, [highs[vector] for vector in kept]

    def ends(self, vector: Openings) -> list[Fraction]:
        """The rows' ends with these openings."""
        ends = list(self.program.ends)
        for times, change in zip(vector, self.changes, strict=True):
            for i, x in change if times else ():
                ends[i] = ends[i] + times * x
        return ends

    def cost(self, vector: Openings) -> Fraction:
        """What the openings cost."""
        return sum((times * cost for times, cost in zip(vector, self.costs, strict=True)), ZERO)

    def _rooms(self) -> dict[Openings, tuple[list[Fraction], list[Fraction]]]:
        """By opening vector for which there may be room, the rows' ends and what may be left."""
        bought = [
            sum((-a * limit for j, a in terms if centre_of(a) < 0
                 and (limit := self.program.limits[j]) is not None), ZERO)
            for terms in self.program.terms
        ]  # fmt: skip
        found, box = {}, active()
        for vector in itertools.product(*(range(limit + 1) for limit in self.limits)):
            ends = self.ends(vector)
            rooms = [end + most for end, most in zip(ends, bought, strict=True)]
            if not any(box.surely(room, "<") for room in rooms):
                found[vector] = ends, rooms
        return found

    def _bounds(self) -> tuple[Openings, Fraction, dict[Openings, Fraction]]:
        """The openings that are best, what they bring at least, and each at most.

        Where it is open whether there is room for some, the path decides, unless they are worse.
        """
        box, rooms = active(), self._rooms()
        ends = {vector: given for vector, (given, _) in rooms.items()}
        sure = [v for v, (_, left) in rooms.items() if all(box.surely(-x, "<=") for x in left)]
        if 0 < len(sure) < len(rooms):
            try:
                first, low, highs = self._bounds_of(ends, sure)
            except Unsettled:
                pass
            else:
                if all(box.surely(highs[v] - low, "<") for v in ends if v not in sure):
                    return first, low, highs
        ends = {v: ends[v] for v, (_, left) in rooms.items() if all(x >= 0 for x in left)}
        if not ends:
            raise Unsettled("a group that promised more than it has")
        return self._bounds_of(ends, list(ends))

    def _bounds_of(
        self, possible: Mapping[Openings, Sequence[Fraction]], sure: Sequence[Openings]
    ) -> tuple[Openings, Fraction, dict[Openings, Fraction]]:
        """As ``_bounds``, of openings of which only some are ``sure`` to be possible."""
        program, box = self.program, active()
        most = [
            max(bounds_of(ends[i])[1] for ends in possible.values())
            for i in range(len(program.rows))
        ]
        caps = program.caps(most)
        lows: dict[Openings, list[Fraction]] = {}
        highs: dict[Openings, list[Fraction]] = {vector: [] for vector in possible}
        for proof in self._proofs(sure):
            for k, basis in enumerate((proof.plan, *proof.bounds)):
                square = program.matrix(basis)
                if square is None:
                    continue
                plan = None if k else program.plan(square, possible[proof.openings])
                if plan is not None:
                    value = program.value(plan) - self.cost(proof.openings)
                    lows.setdefault(proof.openings, []).append(value)
                prices = program.prices(square)
                for vector, ends in possible.items():
                    bound = program.bound(prices, ends, caps)
                    if bound is not None:
                        highs[vector].append(bound - self.cost(vector))
            if lows and all(highs.values()):
                _, low, bounds = self._best(lows, highs)
                if all(close((low, high)) or box.surely(high - low, "<=")
                       for high in bounds.values()):  # fmt: skip
                    break
        if not lows:
            raise Unsettled("a plan that is not possible everywhere")
        if not all(highs.values()):
            raise Unsettled("prices that are no bound everywhere")
        return self._best(lows, highs)

    def _proofs(self, possible: Sequence[Openings]) -> Iterator[CoalitionProof]:
        """Those of the centre and of corners; where many numbers move, of each opening too."""
        box = active()
        for place in ({}, *box.places):
            proof = self.proof(place)
            if proof is not None and proof.openings not in possible:
                proof = self.proof_among(possible, place)
            if proof is not None:
                yield proof
        if box.size > 2 and len(possible) > 1:
            proof = self.proof_among(possible, {})
            if proof is not None:
                yield proof

    @staticmethod
    def _best(
        lows: Mapping[Openings, list[Fraction]], highs: Mapping[Openings, list[Fraction]]
    ) -> tuple[Openings, Fraction, dict[Openings, Fraction]]:
        middle = active().middle
        best = {vector: max(each, key=middle) for vector, each in lows.items()}
        first = max(best, key=lambda vector: middle(best[vector]))
        return first, best[first], {v: min(each, key=middle) for v, each in highs.items()}

    def _enclosed(self) -> Fraction:
        if not (self.program.moves or self._openings_move()):
            return self._exact()
        box = active()
        box.count(self.key)
        first, low, highs = self._known_bounds()
        bounds = [
            bound
            for vector, bound in highs.items()
            if vector == first or not (bound <= low if box.fork else box.surely(bound - low, "<="))
        ]
        return hull(low, largest(bounds), self.key)

    def _known_bounds(self) -> tuple[Openings, Fraction, dict[Openings, Fraction]]:
        return active().recall(("bounds", *self.key), self._bounds)

    def _openings_move(self) -> bool:
        return any(
            isinstance(x, EnclosedNumber)
            for cost, change, limit in zip(self.costs, self.changes, self.limits, strict=True)
            if limit
            for x in (cost, *(x for _, x in change))
        )

    def _exact(self) -> Fraction:
        """The worth of a group whose numbers do not move, proven by its basis."""
        proof = self.proof()
        if proof is None:
            raise Unsettled("a certificate of something else")
        try:
            return checked(self.centre.programs(self.members, {}), proof).worth
        except (IntercityError, KeyError):
            raise Unsettled("a certificate of something else") from None

    def best_openings(self) -> Openings:
        """The openings that are best, the smallest of several; the path decides."""
        if not any(self.limits):
            return (0,) * len(self.limits)
        if not (self.program.moves or self._openings_move()):
            self._exact()
            proof = self.proof()
            assert proof is not None  # noqa: S101 - just checked
            return proof.openings
        first, low, highs = self._known_bounds()
        others = [low - high for vector, high in highs.items() if vector > first]
        active().demand(others, "openings that are not best everywhere")
        for vector, high in highs.items():
            if vector < first and high >= low:  # of several that are best it is the smallest
                raise Unsettled("openings that are not best everywhere")
        return first
