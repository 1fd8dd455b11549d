"""The verdict on a race whose numbers move in a box: do cities bid too much or too little?

A city's slope is by how much the payoff of all rises with its bid, over M times its share: at the
equilibrium (``race_on_box.py``), with the weight w on firms' gain (``bid_direction.py``),

    (B_i - k s_i - mean of B - k s)/mu - (k - w),    the mean over all that firms choose from.

The verdict hangs on the signs of these slopes, where a bid can move that way.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from games.subsidy import SubsidyCompetition
from solvers.competition.bid_direction import Overall
from solvers.competition.race_verdict import RaceVerdict, race_verdict
from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.enclosed_number import bounds_of, there
from solvers.enclosure.race_on_box import RaceOnBox, race_on_box

__all__ = ["verdict_on_box"]

ZERO = Fraction(0)
TIE = Fraction(1, 5 * 10**13)
"""A slope that is no larger a part of the largest value may count as 0."""


def verdict_on_box(game: SubsidyCompetition) -> RaceVerdict:
    """The verdict on a race whose numbers move, as ``arms_race`` finds it at each point.

    The path decides where it is not the same at all points; ``Unsettled`` where nothing is proven.

    >>> from solvers.enclosure.box import Box, paths
    >>> def verdict(mu):
    ...     return verdict_on_box(SubsidyCompetition(["A", "B"], [1, 1], mu=mu))
    >>> mu = Box([(Fraction(49, 100), Fraction(51, 100))])      # bids are 1 - 2 mu: 0 from 1/2 on
    >>> for cell in paths(mu, verdict):
    ...     if cell.found:
    ...         print(cell.found, round(float(cell.share), 1))
    race for the treasuries, transfer for the region 0.5
    no race 0.5
    """
    race = race_on_box(game)
    treasuries = _overall(race, 0)
    # What holds of the region counts where bids are too high for the treasuries.
    region = _overall(race, 1) if treasuries == "too much" else "neither"
    return race_verdict(treasuries, region)


def _overall(race: RaceOnBox, weight: int) -> Overall:
    """What holds of all cities' bids with firms' gain at this weight."""
    slopes, tie, box = _slopes(race, weight), _tie(race), active()
    may = [_may(race, i, slope, tie, box) for i, slope in enumerate(slopes)]
    while True:
        much = any(one == {"too much"} for one in may)
        little = any(one == {"too little"} for one in may)
        more = any("too much" in one for one in may)
        less = any("too little" in one for one in may)
        if much and little:
            return "mixed"
        if much and not less:
            return "too much"
        if little and not more:
            return "too little"
        if not more and not less:
            return "neither"
        # The path decides of one whose answer matters.
        i = next(
            i
            for i, one in enumerate(may)
            if len(one) > 1
            and not (one == {"too much", "neither"} and much)
            and not (one == {"too little", "neither"} and little)
        )
        may[i] = {_decided(may[i], slopes[i], tie, box)}


def _may(race: RaceOnBox, i: int, slope: Fraction, tie: Fraction, box: Any) -> set[str]:
    """What may be said of a city's bid, as far as the box has settled it."""
    empty = race.held[i] == "zero"
    full = race.held[i] in ("cap", "budget") or any(
        one is not None and not there(one) for one in (race.game.caps[i], race.game.budgets[i])
    )
    found = set[str]()
    if not full and not box.surely(slope, "<="):
        found.add("too little")
    if not empty and not box.surely(-slope, "<="):
        found.add("too much")
    if not (found == {"too little"} and box.surely(tie - slope, "<")) and not (
        found == {"too much"} and box.surely(tie + slope, "<")
    ):
        found.add("neither")
    return found


def _decided(may: set[str], slope: Fraction, tie: Fraction, box: Any) -> str:
    """One of them; the path decides."""
    if "too little" in may and slope > tie:
        return "too little"
    if "too much" in may and -slope > tie:
        return "too much"
    if {"too little", "too much"} <= may:
        raise Unsettled("a slope that is nearly 0")
    box.demand([-slope if "too little" in may else slope], "a slope that is nearly 0")
    return "neither"


def _slopes(race: RaceOnBox, weight: int) -> list[Fraction]:
    """D total / d s over M share: B/mu - k t, less the mean of that, less the markup."""
    game, cost = race.game, race.game.cost_of_subsidy
    each = 1 / game.mu
    left = [b * each - cost * t for b, t in zip(game.regional_value, race.in_mu, strict=True)]
    outside = ZERO if game.outside_option is None else 1 - sum(race.shares, ZERO)
    return [
        sum(
            (share * (one - other) for other, share in zip(left, race.shares, strict=True)),
            outside * one + weight - cost,
        )
        for one in left
    ]


def _tie(race: RaceOnBox) -> Fraction:
    """At a point a slope that is not larger may count as 0: money has some 15 digits."""
    game = race.game
    numbers = (*game.value, *game.regional_value, game.mu)
    largest = max(abs(end) for one in numbers for end in bounds_of(one))
    least = min(bounds_of(share)[0] for share in race.shares)
    if least <= 0:
        raise Unsettled("a share that may be 0")
    return TIE * largest / (least * bounds_of(game.mu)[0])
