"""One centre or several: startups crowd in hubs, and small cities with parks there bid for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from games.by_city import in_order, one_of, truth, within
from games.errors import MISSING, InvalidInput, of_kind
from games.hub_congestion import HubCongestion
from games.subsidy import SubsidyCompetition

__all__ = ["Centres"]


@dataclass(frozen=True, slots=True)
class Centres:
    """One centre or several: startups crowd in hubs,
    and small cities with parks there bid for them.

    First startups choose a hub (``games/hub_congestion.py``). Then, in each hub, the cities that
    have a park there outbid each other for its firms (``games/subsidy.py``). With a *single centre*
    every city has its park in the centre, with several it is where ``parks`` says. Firms choose the
    hub by what they earn there, not by the subsidies that they will be offered.

    Hubs, the startups that choose among them, and the small cities that bid inside each.

    ``congestion``: hubs and startups. ``bidding``: the small cities as they would bid for one firm
    each: its ``mass`` is how many mobile firms come of one startup. Nothing may spill over.
    ``parks``: in which hub each city has its park, if there are several centres.
    ``centre``: the hub that is the only one otherwise.

    Errors: ``InvalidInput`` names the city, hub or number that cannot be right.

    >>> from games.hub_congestion import HubCongestion
    >>> from games.subsidy import SubsidyCompetition
    >>> region = Centres(HubCongestion(["Hangzhou", "Ningbo"], [9, 8], [1, 1], 8, outside=0),
    ...                  SubsidyCompetition(["Quzhou", "Lishui"], [1, 1], mu=Fraction(1, 4)),
    ...                  parks={"Quzhou": "Hangzhou", "Lishui": "Ningbo"}, centre="Hangzhou")
    >>> region.bidders("Ningbo"), region.race("Hangzhou", mass=Fraction(4), single=True).mass
    (('Lishui',), Fraction(4, 1))

    Source: the question is Hu and Zhang's (2024): an "innovation arms race" around a single centre.
    """

    congestion: HubCongestion
    bidding: SubsidyCompetition
    parks: Mapping[str, str] = field(hash=False)
    centre: str

    def __post_init__(self) -> None:
        of_kind(self.congestion, HubCongestion, place="congestion")
        of_kind(self.bidding, SubsidyCompetition, place="bidding")
        hubs, cities = self.congestion.hubs, self.bidding.cities
        named = in_order(self.parks, cities, "park")
        for place, hub in [
            *((f"park of {city}", hub) for city, hub in zip(cities, named, strict=True)),
            ("centre", self.centre),
        ]:
            one_of(MISSING if hub is None else hub, hubs, place)
        if any(any(row) for row in self.bidding.spillovers):
            raise InvalidInput("spillovers of the bidding", "some", "none: firms stay in their hub")
        object.__setattr__(self, "parks", dict(zip(cities, named, strict=True)))

    @property
    def single(self) -> HubCongestion:
        """The startups with the centre alone."""
        return self.congestion.only(self.centre)

    def bidders(self, hub: str, *, single: bool = False) -> tuple[str, ...]:
        """The cities that bid for firms in a hub; all of them in a single centre."""
        one_of(hub, self.congestion.hubs, "the hub")
        truth(single, "single")
        return tuple(
            city for city, place in self.parks.items() if hub == (self.centre if single else place)
        )

    def race(self, hub: str, mass: Fraction, *, single: bool = False) -> SubsidyCompetition | None:
        """The bidding in a hub with so many startups; ``None`` where nobody bids for anything."""
        names = self.bidders(hub, single=single)
        firms = within(mass, "the mass of startups", "0 or more") * self.bidding.mass
        if not names or not firms:
            return None
        at = [self.bidding.cities.index(city) for city in names]
        return replace(
            self.bidding,
            cities=names,
            value=tuple(self.bidding.value[k] for k in at),
            attractiveness=tuple(self.bidding.attractiveness[k] for k in at),
            caps=tuple(self.bidding.caps[k] for k in at),
            budgets=tuple(self.bidding.budgets[k] for k in at),
            spillovers=tuple((Fraction(0),) * len(names) for _ in names),
            mass=firms,
        )

    def __repr__(self) -> str:
        others = len(self.congestion.hubs) - 1
        return f"Centres({self.centre} or {others} more; {', '.join(self.bidding.cities)})"
