"""Local buzz: firms choose a place, and what spills over reaches only who is in the same place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, Spillovers, in_order, numbers, one_of, spillover_matrix
from games.errors import MISSING, InvalidInput
from games.exact import exact
from games.players import validated_players
from games.strategic import StrategicGame

__all__ = ["LocalBuzz"]

ZERO = Fraction(0)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class LocalBuzz:
    """Local buzz: firms choose a place, and what spills over reaches only who is in the same place.

    If firm i is at place p with the others that chose it too, it has

        own_i(p)  +  sum over others j at p of  buzz_ij  -  crowding_p (how many others).

    Firms, or teams, and the places where they can be.

    ``own``: own_i(p), a row for each firm, by name or in order; ``None``, or left out of a mapping:
    it cannot be there. ``buzz``: buzz_ij by ``buzz[i][j]``, what j in the same place is worth to i.
    ``crowding``: by place, what each other one there costs; 0 where not given.

    Errors: ``InvalidInput`` names the number, place or firm that cannot be right.

    >>> own = [[5, None], [1, 3]]
    >>> region = LocalBuzz(["lab", "team"], ["hub", "home"], own, {"team": {"lab": 4}})
    >>> region.payoffs({"lab": "hub", "team": "hub"})
    {'lab': Fraction(5, 1), 'team': Fraction(5, 1)}
    >>> region.payoffs({"lab": "hub", "team": "home"})["team"]
    Fraction(3, 1)

    Source: Bathelt, Malmberg and Maskell (2004), Clusters and knowledge: local buzz, global
    pipelines and the process of knowledge creation; Marshall (1890).
    """

    firms: tuple[str, ...]
    places: tuple[str, ...]
    own: tuple[tuple[Fraction | None, ...], ...]
    buzz: tuple[tuple[Fraction, ...], ...]
    crowding: tuple[Fraction, ...]

    def __init__(
        self,
        firms: Iterable[str],
        places: Iterable[str],
        own: Mapping[str, ByCity] | Sequence[ByCity] | Any,
        buzz: Spillovers | None = None,
        *,
        crowding: ByCity | None = None,
    ) -> None:
        names, sites = validated_players(firms, "firm"), validated_players(places, "place")
        rows = []
        for firm, row in zip(names, in_order(own, names, "place", "firm"), strict=True):
            entries = in_order(row, sites, f"worth to {firm}", "place")
            if all(entry is None for entry in entries):
                raise InvalidInput(f"the places of {firm}", MISSING, "one or more")
            rows.append(
                tuple(
                    None if entry is None else exact(entry, f"what {firm} has of its own in {site}")
                    for site, entry in zip(sites, entries, strict=True)
                )
            )
        for field, found in {
            "firms": names,
            "places": sites,
            "own": tuple(rows),
            "buzz": spillover_matrix(buzz, names, "buzz"),
            "crowding": numbers(crowding, sites, "crowding", ZERO, "place"),
        }.items():
            object.__setattr__(self, field, found)

    def open_to(self, firm: str) -> tuple[str, ...]:
        """The places where a firm can be."""
        row = self.own[self.firms.index(one_of(firm, self.firms, "a firm"))]
        return tuple(site for site, own in zip(self.places, row, strict=True) if own is not None)

    def where(self, chosen: ByCity) -> dict[str, str]:
        """A place for each firm, by firm; ``InvalidInput`` where it cannot be there."""
        return {
            firm: one_of(place, self.open_to(firm), f"the place of {firm}")
            for firm, place in zip(
                self.firms, in_order(chosen, self.firms, "place", "firm"), strict=True
            )
        }

    def payoff(self, firm: str, chosen: ByCity) -> Fraction:
        """The payoff of a firm if all firms are at the places chosen."""
        places = self.where(chosen)
        i = self.firms.index(one_of(firm, self.firms, "a firm"))
        p = self.places.index(places[firm])
        others = [
            j for j, other in enumerate(self.firms) if j != i and places[other] == places[firm]
        ]
        own = self.own[i][p] or ZERO
        return own + sum((self.buzz[i][j] - self.crowding[p] for j in others), ZERO)

    def payoffs(self, chosen: ByCity) -> dict[str, Fraction]:
        """What each firm has."""
        return {firm: self.payoff(firm, chosen) for firm in self.firms}

    def gives(self, firm: str, chosen: ByCity) -> Fraction:
        """What the others at a firm's place would lose without it.

        >>> region = LocalBuzz(["lab", "team"], ["hub"], [[5], [1]], {"lab": {"team": 2}})
        >>> region.gives("team", ["hub", "hub"])
        Fraction(2, 1)
        """
        places = self.where(chosen)
        i = self.firms.index(one_of(firm, self.firms, "a firm"))
        p = self.places.index(places[firm])
        return sum(
            (
                self.buzz[j][i] - self.crowding[p]
                for j, other in enumerate(self.firms)
                if j != i and places[other] == places[firm]
            ),
            ZERO,
        )

    def strategic(self) -> StrategicGame:
        """The finite game in which each firm's actions are the places where it can be."""
        actions = [self.open_to(firm) for firm in self.firms]
        return StrategicGame.from_function(
            self.firms, actions, lambda chosen: list(self.payoffs(chosen).values())
        )

    def __repr__(self) -> str:
        return f"LocalBuzz({len(self.firms)} firms, {len(self.places)} places)"
