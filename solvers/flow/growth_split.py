"""A neighbour's growth in two parts: what it has without the deal, and what the deal adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import of_kind
from games.neighbour_growth import NeighbourGrowth
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["GrowthSplit", "GrowthSplitCertificate", "growth_split"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class GrowthSplit(Answer):
    """What each city gains over the status quo, in its two parts.

    ``without_deal``: what it would gain by the growth of cities alone: firms that are driven out by
    rents, less those that are drawn away. ``by_deal``: what the deal adds to that; the two add up
    to its gain. ``deal_alone``: what the deal would bring if nothing had grown.
    ``settled``: how many firms are in each city in the end.
    ``arrivals_needed``: with so many arrivals it would have as many firms as at first, without a
    deal: with fewer it loses, with more it gains by the growth alone. Without cities that have
    none at first, or for which even no arrivals would be too many.

    See ``growth_split`` for the concept, an example and its source.
    """

    without_deal: Mapping[str, Fraction]
    by_deal: Mapping[str, Fraction]
    deal_alone: Mapping[str, Fraction]
    settled: Mapping[str, Fraction]
    arrivals_needed: Mapping[str, Fraction]
    certificate: GrowthSplitCertificate
    method: str = "who settles where, with and without growth and deal"
    proof: Proof = EXACT

    @property
    def gains(self) -> dict[str, Fraction]:
        """What each city has more than at first."""
        return {city: x + self.by_deal[city] for city, x in self.without_deal.items()}

    @property
    def by_rent(self) -> tuple[str, ...]:
        """Cities that gain, most of it without the deal: no sign that cooperation works."""
        return tuple(
            city
            for city, gain in self.gains.items()
            if gain > 0 and self.without_deal[city] > self.by_deal[city]
        )

    @property
    def by_cooperation(self) -> tuple[str, ...]:
        """Cities that gain, at least half of it by the deal."""
        return tuple(c for c, gain in self.gains.items() if gain > 0 and c not in self.by_rent)

    @property
    def crowded_out(self) -> tuple[str, ...]:
        """Cities that gain by the growth of cities, without a deal."""
        return tuple(city for city, x in self.without_deal.items() if x > 0)

    @property
    def status(self) -> str:
        parts = []
        for city, gain in self.gains.items():
            part = f"{approximately(self.by_deal[city])} by the deal"
            if gain > 0:
                parts.append(f"{city} gains {approximately(gain)}, of which {part}")
            elif gain < 0:
                parts.append(f"{city} loses {approximately(-gain)}, with {part}")
        return f"{'; '.join(parts)}." if parts else "No city has more or less than at first."


@dataclass(frozen=True, slots=True)
class GrowthSplitCertificate(Certificate, kind="growth split", of="growth_split"):
    """Who settles where in each of the four worlds: nobody would earn more elsewhere."""

    at_first: Mapping[str, Fraction]
    grown: Mapping[str, Fraction]
    with_deal: Mapping[str, Fraction]
    both: Mapping[str, Fraction]

    def violations(self, subject: NeighbourGrowth) -> Iterator[str]:
        for masses, growth, deal in (
            (self.at_first, False, False),
            (self.grown, True, False),
            (self.with_deal, False, True),
            (self.both, True, True),
        ):
            earned, firms = subject.world(growth=growth, deal=deal)
            if tuple(masses) != subject.cities or min(masses.values()) < 0:
                yield "Not each city has a number of firms, 0 or more."
                return
            if sum(masses.values(), ZERO) != firms:
                yield f"Not all {approximately(firms)} firms have settled."
            left = [
                a - gamma * n
                for a, gamma, n in zip(earned, subject.rent, masses.values(), strict=True)
            ]
            for city, n, mine in zip(subject.cities, masses.values(), left, strict=True):
                if n and mine < max(left):
                    yield f"Firms in {city} would earn more elsewhere."

    def answer(self, subject: NeighbourGrowth) -> GrowthSplit:
        first, grown, dealt, both = (
            subject.has(masses.values())
            for masses in (self.at_first, self.grown, self.with_deal, self.both)
        )
        return GrowthSplit(
            without_deal={city: grown[city] - x for city, x in first.items()},
            by_deal={city: x - grown[city] for city, x in both.items()},
            deal_alone={city: dealt[city] - x for city, x in first.items()},
            settled=self.both,
            arrivals_needed=_arrivals_needed(subject, self.at_first),
            certificate=self,
        )


def growth_split(game: NeighbourGrowth) -> GrowthSplit:
    """A neighbour's growth in two parts: what it has without the deal, and what the deal adds.

    Firms settle where they earn most, rents paid. As the cities grow, with and without the deal, a
    city that had W_0 has

        W(growth) - W_0             by differential rent: what a dear hub drives out, less what it
                                    draws away,
        W(growth and deal) - W(growth)                  by the deal,

    which add up to its gain over the status quo. It is the second that shows whether a deal works;
    ``by_rent`` names the cities that gain without most of it being due to the deal. A hub that only
    becomes better draws firms away from its neighbours; one that also draws firms from elsewhere
    drives some out to them, from ``arrivals_needed`` on.

    Errors: ``InvalidInput`` for what is no ``NeighbourGrowth``.

    >>> from games import NeighbourGrowth
    >>> delta = NeighbourGrowth(["Shanghai", "Jiaxing"], [10, 4], rent=[1, 1], firms=8,
    ...                         growth={"Shanghai": 2}, arrivals=8, deal={"Jiaxing": 1})
    >>> found = growth_split(delta)
    >>> found.without_deal["Jiaxing"], found.by_deal["Jiaxing"], found.by_rent
    (Fraction(3, 1), Fraction(1, 2), ('Shanghai', 'Jiaxing'))
    >>> found.arrivals_needed["Jiaxing"]
    Fraction(2, 1)

    Source: Ricardo (1817), On the Principles of Political Economy and Taxation; Alonso (1964),
    Location and Land Use. That Jiaxing's rise may be due to differential rent is Hu and Zhang's
    (2024).
    """
    of_kind(game, NeighbourGrowth, place="subject of growth_split")

    worlds = (
        game.world(growth=growth, deal=deal) for deal in (False, True) for growth in (False, True)
    )
    settled = (dict(zip(game.cities, _masses(game, *world), strict=True)) for world in worlds)
    return GrowthSplitCertificate(*settled).answer(game)


def _masses(
    game: NeighbourGrowth, earned: tuple[Fraction, ...], firms: Fraction
) -> tuple[Fraction, ...]:
    """How many firms settle in each city: those with most to earn before rents fill up first."""
    used = sorted(range(len(earned)), key=lambda i: -earned[i])
    weight = weighted = level = ZERO
    for i in used:
        if weight and earned[i] <= level:
            break
        weight += 1 / game.rent[i]
        weighted += earned[i] / game.rent[i]
        level = (weighted - firms) / weight
    return tuple(max(ZERO, (a - level) / gamma) for a, gamma in zip(earned, game.rent, strict=True))


def _arrivals_needed(
    game: NeighbourGrowth, at_first: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Arrivals with which a city keeps its number of firms as cities grow, without a deal.

    Firms then earn the level that they would earn in it, which says how many the others hold.
    """
    earned, firms = game.world(growth=True, deal=False)
    found = {}
    for city, a, gamma, n in zip(game.cities, earned, game.rent, at_first.values(), strict=True):
        if n:
            level = a - gamma * n
            held = (max(ZERO, (b - level) / g) for b, g in zip(earned, game.rent, strict=True))
            needed = sum(held, ZERO) - (firms - game.arrivals)
            if needed >= 0:
                found[city] = needed
    return found
