"""What was found at earlier points of a sweep, by all that was looked at for it.

At each point of a sweep a few numbers of the scenario are moved, and most facts are as they were at
some earlier point: those that hang on one of two numbers recur in each row of a grid. What is
looked at first for a fact is always the same, and what is looked at next hangs on what was seen. So
all that was looked at for a fact, at all points, is a tree: at each node a look, a branch for each
thing that was seen, at the leaves what was found. A fact is known at a new point if its looks lead
to a leaf; else it is worked out, and the tree grows.

That is exact for the reason that ``intercity.checkup.looked_at`` gives: facts are functions of what
they look at. Source: constructive traces, Mokhov, Mitchell and Peyton Jones (2018), Build systems a
la carte.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from games.coalitional import CoalitionalGame
from games.errors import IntercityError
from intercity.checkup.looked_at import NotingContext, same
from intercity.proofs import Unverified
from intercity.region.deal.builder import public_money
from intercity.region.effort import tabled

if TYPE_CHECKING:
    from games.production import LinearProductionGame
    from intercity.scenario.scenario import Scenario
    from mechanisms.compact.run_solver import RunSolver

__all__ = ["TracedContext", "Traces"]

Key = tuple[Hashable, ...]
MOST = 256
"""So many leaves has the tree of a fact; then it is grown anew."""
COMPARED = 8
"""With so many of the things last seen is one compared that has no hash."""
ALONE, AMONG, BEST_OF = "status_quo", "among", "best_of"


@dataclass(slots=True)
class _Look:
    """A look, and by the identity of what was seen there the next look, or the leaf."""

    key: Key
    seen: dict[int, _Look | _Leaf] = field(default_factory=dict)


@dataclass(slots=True)
class _Leaf:
    found: Any


class Traces:
    """The trees of all facts. Equal things are one object, so that looks branch by identity."""

    def __init__(self) -> None:
        self._trees: dict[Key, _Look] = {}
        self._leaves: dict[Key, int] = {}
        self._hashed: dict[Key, dict[tuple[type, Any], Any]] = {}
        self._others: dict[Key, list[Any]] = {}
        self._kept: dict[Key, list[Any]] = {}

    def leaf(self, key: Key, look: Callable[[Key], Any]) -> _Leaf | None:
        """Where the looks for a fact lead; ``None`` where it was never found so."""
        node: _Look | _Leaf | None = self._trees.get(key)
        while isinstance(node, _Look):
            node = node.seen.get(id(look(node.key)))
        return node

    def one(self, key: Key, found: Any) -> Any:
        """What was found, or what was found before if that is equal."""
        try:
            known = self._hashed.setdefault(key, {})
            if len(known) >= MOST:
                known.clear()
            return known.setdefault((type(found), found), found)
        except TypeError:  # it has no hash
            others = self._others.setdefault(key, [])
            for known in reversed(others):
                if same(known, found):
                    return known
            others.append(found)
            del others[:-COMPARED]
            return found

    def grow(self, key: Key, looked_at: Mapping[Key, Any], found: Any) -> None:
        """Note what was found, and the looks that led to it."""
        if not looked_at:
            return
        if self._leaves.get(key, 0) >= MOST:
            for grown in (self._trees, self._hashed, self._kept):
                grown.pop(key, None)
            self._leaves[key] = 0
        self._leaves[key] = self._leaves.get(key, 0) + 1
        # Keep what is known by its id alive, or another object could get the same id.
        self._kept.setdefault(key, []).extend(looked_at.values())
        looks = list(looked_at.items())
        node = self._trees.setdefault(key, _Look(looks[0][0]))
        for (look, seen), (after, _) in pairwise(looks):
            below = node.seen.setdefault(id(seen), _Look(after)) if node.key == look else None
            if not isinstance(below, _Look):
                return  # it looks elsewhere, as another of several best plans was found
            node = below
        if node.key == looks[-1][0]:
            node.seen.setdefault(id(looks[-1][1]), _Leaf(found))


class TracedContext(NotingContext):
    """A context that answers from what was found at earlier points, and adds what it finds.

    Where cities are looked at by themselves, the programs of other groups are not solved. Margins
    and facts are those of a check-up.
    """

    verdict_alone = False

    def __init__(self, scenario: Scenario, run_solver: RunSolver, traces: Traces) -> None:
        self.traces = traces
        super().__init__(scenario, run_solver)

    def best_of(self, group: tuple[str, ...]) -> Fraction:
        found: Fraction = self.look((BEST_OF, group))
        return found

    def _find(self, key: Key) -> Any:
        if key not in self._found:
            leaf = self._leaf(key)
            if leaf is not None:
                self._found[key] = leaf.found
            else:
                noted = self._work_out(key)
                found = self._found[key] = self.traces.one(key, noted.found)
                if key in self.noted:
                    self.traces.grow(key, noted.looked_at, found)
        return self._found[key]

    def _leaf(self, key: Key) -> _Leaf | None:
        try:
            return self.traces.leaf(key, self._find)
        except Unverified:
            raise
        except IntercityError:
            return None

    def _function(self, key: Key) -> Any:
        first, *rest = cast("tuple[str, *tuple[Any, ...]]", key)
        if first == AMONG:
            return self._among(*rest)
        if first == BEST_OF and self._separable_production is not None:
            return self._in_parts(self.look((AMONG, *rest))).worth(*rest)
        if first == BEST_OF:
            return super().best_of(*rest)
        if first == ALONE and rest and self._separable_production is not None:
            return (
                self.look((AMONG, tuple(rest))).worth(rest)
                if rest[0]
                else self._separable_production.cities
            )
        return super()._function(key)

    @property
    def _separable_production(self) -> LinearProductionGame | None:
        """The production game, if what a group can make is known without looking at all cities."""
        production = self.region.production
        if production is None or production.common_pools or not tabled(production):
            return None
        return production

    def _among(self, group: tuple[str, ...]) -> CoalitionalGame:
        """What a group and its parts can make."""
        production = self._separable_production
        assert production is not None  # noqa: S101 - the caller looked
        own = self._form(production.subgame(group)).game
        return CoalitionalGame.from_function(
            group, lambda part: own.worth(part) + public_money(self.scenario, part).total
        )
