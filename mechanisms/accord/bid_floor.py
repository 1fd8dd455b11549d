"""A common floor on subsidies: what cities can sign where each bids too little."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.approximately import approximately, rounded_down
from games.errors import InvalidInput, Undefined, of_kind
from games.subsidy import SubsidyCompetition
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.bid_direction import logit_directions
from solvers.competition.joint_optimum import JointOptimumCertificate, joint_optimum
from solvers.competition.logit_choice import (
    ball,
    logit_choice,
    money_decimals,
    shown,
    shown_by_city,
)
from solvers.competition.subsidy_equilibrium import (
    SubsidyEquilibrium,
    SubsidyEquilibriumCertificate,
    subsidy_equilibrium,
)

__all__ = [
    "BidFloor",
    "BidFloorCertificate",
    "FlooredRace",
    "above_floor",
    "bid_floor",
    "least_bids",
]

ZERO = Fraction(0)
PARTS = 8


@dataclass(frozen=True, slots=True, repr=False)
class BidFloor(Answer):
    """A common floor on subsidies per firm, and what it changes.

    ``floor``: of those tried by which no bid is too high the one that leaves the treasuries most;
    ``None`` where none leaves them more than the race. ``subsidies``: what each city then pays.
    ``race``: without a floor. ``change``: what each city gains by it. ``firms``: what firms gain.

    See ``bid_floor`` for the concept, an example and its source.
    """

    floor: Fraction | None
    subsidies: Mapping[str, Fraction]
    race: SubsidyEquilibrium
    change: Mapping[str, Fraction]
    firms: Fraction
    status: str
    method: str
    proof: Proof
    certificate: BidFloorCertificate


@dataclass(frozen=True, slots=True)
class FlooredRace:
    """A floor, and the equilibrium of the race above it."""

    floor: Fraction
    equilibrium: SubsidyEquilibriumCertificate


@dataclass(frozen=True, slots=True)
class BidFloorCertificate(Certificate, kind="bid floor", of="bid_floor", searches=True):
    """The race without a floor, the joint optimum of the treasuries, the race above each floor."""

    race: SubsidyEquilibriumCertificate
    optimum: JointOptimumCertificate
    tried: tuple[FlooredRace, ...]

    def violations(self, game: SubsidyCompetition) -> Iterator[str]:
        yield from self.race.violations(game)
        yield from self.optimum.violations(_of_treasuries(game))
        if [one.floor for one in self.tried] != _floors(game, self.optimum):
            yield "The floors tried are not eighths of the highest bid of the joint optimum."
        for one in self.tried:
            yield from one.equilibrium.violations(above_floor(game, one.floor))

    def answer(self, game: SubsidyCompetition) -> BidFloor:
        race, money = self.race.answer(game), money_decimals(game)
        with logit_choice(game) as choice:
            before = choice.at([race.subsidies[city] for city in game.cities])
            best, at = None, before
            most = shown(sum(before.payoffs(), ball(0)), money)
            least = most + Fraction(2 * len(game.cities)) / 10**money
            for one in self.tried:
                beyond = one.equilibrium.equilibria[0]
                after = choice.at(
                    [
                        low + beyond[city]
                        for city, low in zip(game.cities, least_bids(game, one.floor), strict=True)
                    ]
                )
                total = shown(sum(after.payoffs(), ball(0)), money)
                bids = set(logit_directions(after, after, 0))
                if total > max(most, least) and bids <= {"too little", "neither"}:
                    best, at, most = one.floor, after, total
            change = [new - old for old, new in zip(before.payoffs(), at.payoffs(), strict=True)]
            by_city = shown_by_city(game, change, money)
            firms = shown(at.firms_gain(before), money)
            paid = dict(zip(game.cities, at.given, strict=True))
        status = (
            "No floor that was tried leaves the treasuries more than the race, and no bid too high."
        )
        if best is not None:
            status = f"The best floor found is {approximately(best)} per firm."
        return BidFloor(
            floor=best,
            subsidies=paid,
            race=race,
            change=by_city,
            firms=firms,
            status=status,
            method=f"{len(self.tried)} floors compared; equilibria enclosed by balls",
            proof=Proof("enclosed", Fraction(10) ** -money),
            certificate=self,
        )


def bid_floor(game: SubsidyCompetition) -> BidFloor:
    """A common floor on subsidies: what cities can sign where each bids too little.

    Where firms next door are worth something too, each city may wait for the others to draw them,
    and all bid less than is best for all. A cap does not help then; a floor may: no city pays less
    than f per firm (or its cap, if that is lower). The race above the floor is a race in the part
    of each bid that exceeds it: with k what a yuan of subsidy costs, a firm is then worth b_j - k f
    to city j, and j's attractiveness to firms is a_j + f; spillovers in money are as before. Floors
    tried: eighths of the highest bid of the joint optimum.

    The common floor on subsidies, of those tried, that leaves the treasuries most. A floor by which
    some city bids too much for all together (``bid_direction.py``) does not count: of unlike cities
    one that is worth less to firms and to others would have to pay more than is best.

    Of several equilibria above a floor the one counts that ``subsidy_equilibrium`` shows.
    Errors: ``InvalidInput`` for a game with budgets, which a floor need not leave affordable.

    >>> from games import SubsidyCompetition
    >>> near = SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 5),
    ...                           outside_option=Fraction(3, 4), spillovers=[[0, 1], [1, 0]])
    >>> found = bid_floor(near)
    >>> found.floor > max(found.race.subsidies.values()), sum(found.change.values()) > 0
    (True, True)

    Source: the mirror image of a cap (``cap_accord.py``); on bids that are too low where spillovers
    are positive, Wildasin (1989), Interjurisdictional capital mobility.
    """
    of_kind(game, SubsidyCompetition, place="subject of bid_floor")
    if any(budget is not None for budget in game.budgets):
        raise InvalidInput("budgets of a race with a floor", "given", "caps on bids instead")
    race, best = subsidy_equilibrium(game).certificate, joint_optimum(_of_treasuries(game))
    tried = tuple(
        FlooredRace(floor, subsidy_equilibrium(above_floor(game, floor)).certificate)
        for floor in _floors(game, best.certificate)
    )
    return BidFloorCertificate(race, best.certificate, tried).answer(game)


def above_floor(
    game: SubsidyCompetition, floor: Fraction, members: Collection[str] | None = None
) -> SubsidyCompetition:
    """The race in what each city pays beyond its part of a floor: see ``least_bids``."""
    lows = least_bids(game, floor, members)
    left = [b - game.cost_of_subsidy * low for b, low in zip(game.value, lows, strict=True)]
    for j, city in enumerate(game.cities):
        if not left[j] and game.value[j] and any(row[j] for row in game.spillovers):
            why = f"it takes from {city} all that a firm is worth, of which others have a part"
            raise Undefined("race above the floor", f"{why}; take another floor", floor)
    return replace(
        game,
        value=tuple(left),
        attractiveness=tuple(a + low for a, low in zip(game.attractiveness, lows, strict=True)),
        caps=tuple(
            None if cap is None else cap - low for cap, low in zip(game.caps, lows, strict=True)
        ),
        spillovers=tuple(
            tuple(
                theta * b / one if theta and b else ZERO
                for theta, b, one in zip(row, game.value, left, strict=True)
            )
            for row in game.spillovers
        ),
    )


def least_bids(
    game: SubsidyCompetition, floor: Fraction, members: Collection[str] | None = None
) -> list[Fraction]:
    """What a floor of these (or all) makes each pay at least: the floor, or a cap that is lower."""
    bound = game.cities if members is None else members
    return [
        (floor if cap is None else min(floor, cap)) if city in bound else ZERO
        for city, cap in zip(game.cities, game.caps, strict=True)
    ]


def _of_treasuries(game: SubsidyCompetition) -> SubsidyCompetition:
    return replace(game, firm_weight=ZERO)


def _floors(game: SubsidyCompetition, optimum: JointOptimumCertificate) -> list[Fraction]:
    """Eighths of the highest bid of the joint optimum, rounded down to four digits.

    A little above the optimum some bid would be too high.
    """
    highest = max(optimum.answer(_of_treasuries(game)).subsidies.values())
    floors = {rounded_down(highest * k / PARTS, 4) for k in range(1, PARTS + 1) if highest}
    cost, worth = game.cost_of_subsidy, set(game.value)
    return sorted(floor for floor in floors if floor > 0 and cost * floor not in worth)
