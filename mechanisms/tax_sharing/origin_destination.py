"""The origin-destination split: tax is shared between where things are made and where used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, numbers, one_of, within
from games.errors import InvalidInput, of_kind
from games.exact import Number
from games.players import validated_players
from games.subsidy import SubsidyCompetition
from mechanisms.accord.common_fund import under_fund

__all__ = ["OriginDestination"]

ZERO = Fraction(0)
Flows = Mapping[str, Any]


@dataclass(frozen=True, init=False, slots=True)
class OriginDestination:
    """The origin-destination split: tax is shared between where things are made and where used.

    Of the tax x_ij on what is made in i and used in j, the origin i gets a share and j the rest:

        revenue_i = share sum_j x_ij + (1 - share) sum_j x_ji.

    The destination's part does not depend on where the firm sits. So a city that lures a firm with
    tax T gains share T only: the smaller the origin's share, the less there is to bid for. But a
    city that hosts firms bears costs for them, and a share below cost / T makes them unwelcome.

    The rule: which cities it binds, and the origin's share, from 0 to 1.

    >>> split = OriginDestination(["Hub", "Town"], share=Fraction(3, 4))
    >>> split.revenues({"Hub": {"Hub": 60, "Town": 20}, "Town": {"Hub": 16, "Town": 4}})
    {'Hub': Fraction(79, 1), 'Town': Fraction(21, 1)}
    >>> split.prize(100)
    Fraction(75, 1)

    In a race for mobile firms it works as a common fund that takes 1 - share and returns it by
    where things are used; ``common_fund`` finds the share at which the race ends.

    >>> from solvers import subsidy_equilibrium
    >>> race = SubsidyCompetition(["Hub", "Town"], value=[1, 1], mu=Fraction(1, 4))
    >>> subsidy_equilibrium(race).subsidies["Town"]
    Fraction(1, 2)
    >>> half = OriginDestination(["Hub", "Town"], share=Fraction(1, 2))
    >>> subsidy_equilibrium(half.race(race, {"Hub": 0.5, "Town": 0.5})).subsidies["Town"]
    Fraction(0, 1)

    Source: McLure (2000), Implementing subnational value added taxes, on origin and destination;
    Köthenbürger (2002) for the race.
    """

    cities: tuple[str, ...]
    share: Fraction

    def __init__(self, cities: Iterable[str], share: Number) -> None:
        object.__setattr__(self, "cities", validated_players(cities, "city"))
        object.__setattr__(self, "share", within(share, "the origin's share", "between 0 and 1"))

    def revenues(self, flows: Flows) -> dict[str, Fraction]:
        """What each city gets of the tax ``flows[i][j]`` on what is made in i and used in j.

        Where nothing is said there is no tax. All of it is handed out.
        """
        if not isinstance(flows, Mapping):
            raise InvalidInput("the flows", flows, "a mapping from each city to its customers'")
        for city in flows:
            one_of(city, self.cities, "a city of the flows")
        revenue = dict.fromkeys(self.cities, ZERO)
        for made, row in flows.items():
            if isinstance(row, str) or not isinstance(row, Mapping | Sequence):
                expected = "a tax for each city where it is used, by name or in order"
                raise InvalidInput(f"the tax on what is made in {made}", row, expected)
            taxes = numbers(row, self.cities, f"tax on what is made in {made} for", ZERO)
            for used, tax in zip(self.cities, taxes, strict=True):
                within(tax, f"tax on what is made in {made} for {used}", "0 or more")
                revenue[made] += self.share * tax
                revenue[used] += (1 - self.share) * tax
        return revenue

    def changes(self, flows: Flows) -> dict[str, Fraction]:
        """What each city gains by the rule if the origin had all before; adds up to 0."""
        before = OriginDestination(self.cities, 1).revenues(flows)
        return {city: money - before[city] for city, money in self.revenues(flows).items()}

    def prize(self, tax: Number) -> Fraction:
        """What a city gains if a firm that pays this tax moves to it, wherever it sells."""
        return self.share * within(tax, "the tax of a firm", "0 or more")

    def race(self, game: SubsidyCompetition, uses: ByCity) -> SubsidyCompetition:
        """The race for firms under the rule.

        ``game``: the race if the origin has all. ``uses``: the part of what firms make that is used
        in each city, positive and adding up to 1.
        """
        of_kind(game, SubsidyCompetition, place="the race")
        if set(game.cities) != set(self.cities):
            raise InvalidInput(
                "the cities of the race", game.cities, "the same as those of the rule"
            )
        return under_fund(game, 1 - self.share, uses)
