"""A rule on what members of an accord pay firms: a cap, a floor, a levy; what they get at bids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from games.errors import InvalidInput, of_kind
from games.subsidy import SubsidyCompetition
from mechanisms.accord.bid_floor import above_floor, least_bids
from mechanisms.accord.cap_accord import under_cap
from mechanisms.accord.matching_levy import levied
from solvers.competition.logit_choice import ball, logit_choice, money_decimals, shown

__all__ = ["BidRule", "payoffs_of"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class BidRule:
    """A rule on what members of an accord pay firms: a cap, a floor, or a levy; the others race on.

    The race under it is a race again, so that one solver finds its equilibrium: with caps that are
    lower (``cap_accord.py``), in what is paid beyond the floor (``bid_floor.py``), or with firms
    that are worth less to who pays a levy (``matching_levy.py``).

    ``members``: who signs. One of ``cap``, ``floor``, and ``levy``, by member (negative: a grant).

    >>> from solvers.competition.subsidy_equilibrium import subsidy_equilibrium
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> rule = BidRule(park, park.cities, levy={"Quzhou": Fraction(1), "Lishui": Fraction(1)})
    >>> rule.bids(subsidy_equilibrium(rule.race()).subsidies)
    {'Quzhou': Fraction(0, 1), 'Lishui': Fraction(0, 1)}

    Source: as of the three rules.
    """

    game: SubsidyCompetition
    members: tuple[str, ...]
    cap: Fraction | None = None
    floor: Fraction | None = None
    levy: Mapping[str, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        of_kind(self.game, SubsidyCompetition, place="game of a rule on bids")
        if (self.cap is not None) + (self.floor is not None) + bool(self.levy) != 1:
            raise InvalidInput("rule on bids", self, "one of a cap, a floor and a levy")

    def race(self) -> SubsidyCompetition:
        """The race of which an equilibrium is looked for."""
        if self.cap is not None:
            return under_cap(self.game, self.cap, self.members)
        if self.floor is not None:
            return above_floor(self.game, self.floor, self.members)
        return levied(self.game, self.levy)

    def bids(self, found: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """What each city pays a firm, from its subsidy in an equilibrium of that race."""
        if self.floor is None:
            return dict(found)
        least = least_bids(self.game, self.floor, self.members)
        return {c: low + found[c] for c, low in zip(self.game.cities, least, strict=True)}

    def money(self, bids: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """What each city gets of the levy's fund less what it pays in, a period, at these bids."""
        cities = self.game.cities
        with logit_choice(self.game) as choice:
            outcome = choice.at([bids[city] for city in cities])
            paid = [
                ball(self.levy.get(city, ZERO)) * choice.mass * s * share
                for city, s, share in zip(cities, outcome.subsidies, outcome.shares, strict=True)
            ]
            lump = sum(paid, ball(0)) / len(self.members)
            return {
                city: shown((lump if city in self.members else 0) - one, money_decimals(self.game))
                for city, one in zip(cities, paid, strict=True)
            }


def payoffs_of(game: SubsidyCompetition, bids: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What each city gets at these bids.

    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> payoffs_of(park, dict.fromkeys(park.cities, ZERO))
    {'Quzhou': Fraction(1, 2), 'Lishui': Fraction(1, 2)}
    """
    with logit_choice(game) as choice:
        outcome = choice.at([bids[city] for city in game.cities])
        found = [shown(one, money_decimals(game)) for one in outcome.payoffs()]
    return dict(zip(game.cities, found, strict=True))
