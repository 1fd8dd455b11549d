"""The club of an accord as signed: who would do better by staying outside it, alone or two of them.

The others keep to the rule among themselves, and no transfers are paid; with fewer than two left
there is no accord, and all race. Gains up to the doubt of the figures count as none: who is
indifferent stays in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from games.contest import Contest
from games.partition_game import MOST_PLAYERS, PartitionGame
from games.subsidy import SubsidyCompetition
from intercity.region.context import Context
from intercity.topics.arms_race.accord import (
    Signed,
    accord_bids,
    accord_rule,
    signed_race,
    without_bidders,
)
from intercity.topics.arms_race.builder import competition, subsidy_race
from intercity.topics.arms_race.section import Accord, Subsidies

__all__ = ["SignedClub", "signed_club"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedClub:
    """What each member gets by the accord as signed, and gains by staying outside it.

    ``gets``: of all bidders, transfers included. ``would_leave``: who gains alone. ``pair_gains``:
    of the two that would gain most together; ``pair_leaves``: whether both gain. Neither is looked
    at where only the verdict was asked for, or where more than ten have signed.
    """

    accord: Signed
    gets: Mapping[str, Fraction]
    gain_by_leaving: Mapping[str, Fraction]
    would_leave: tuple[str, ...]
    pair_gains: Mapping[str, Fraction]
    pair_leaves: bool


def signed_club(
    context: Context, clubs: Callable[[tuple[str, ...]], PartitionGame], radius: Fraction
) -> SignedClub | None:
    """The club of the accord in the file; ``None`` without one.

    ``clubs``: of a club, a game that says what it brings, within ``radius``.
    """
    found, given = context.once(signed_race), context.scenario.section(Subsidies)
    race = context.once(subsidy_race)
    if found is None or race is None or given is None or given.accord is None:
        return None
    accord, members = given.accord, found.signed.members
    doubt = 2 * max(radius, race.proof.radius or ZERO)

    def gains(*leavers: str) -> dict[str, Fraction]:
        rest = tuple(city for city in members if city not in leavers)
        got = race.equilibrium.payoffs
        if len(rest) > 1:
            got = _payoffs(context, clubs, accord, rest)
        return {city: got[city] - found.keeps[city] for city in leavers}

    alone = {city: gains(city)[city] for city in members}
    pairs = () if context.brief or len(members) > MOST_PLAYERS else combinations(members, 2)
    together = [gains(*pair) for pair in pairs]
    most: Mapping[str, Fraction] = max(
        together, key=lambda pair: (min(pair.values()), sum(pair.values())), default={}
    )
    return SignedClub(
        accord=found.signed,
        gets=found.keeps,
        gain_by_leaving=alone,
        would_leave=tuple(city for city, gain in alone.items() if gain > doubt),
        pair_gains=most,
        pair_leaves=min(most.values(), default=ZERO) > doubt,
    )


def _payoffs(
    context: Context,
    clubs: Callable[[tuple[str, ...]], PartitionGame],
    accord: Accord,
    members: tuple[str, ...],
) -> Mapping[str, Fraction]:
    """What each city gets if these alone keep to the rule."""
    from mechanisms.accord.bid_rule import payoffs_of
    from mechanisms.accord.contest_truce import only_bidder
    from solvers.competition.subsidy_equilibrium import subsidy_equilibrium

    game = context.once(competition)
    if isinstance(game, Contest):
        outside = [i for i, city in enumerate(game.cities) if city not in members]
        if len(outside) == 1:
            return dict(zip(game.cities, only_bidder(game, outside[0]), strict=True))
        found = context.run_solver(subsidy_equilibrium, without_bidders(game, members))
        payoffs: Mapping[str, Fraction] = found.payoffs
        return payoffs
    if not isinstance(game, SubsidyCompetition):
        raise TypeError("clubs are of a race")
    rule = accord_rule(game, accord, members)
    if rule is None:
        brings = clubs(members)
        return {city: brings.payoff(members, city) for city in brings.players}
    bids = accord_bids(context, game, accord, members).found[0]
    got = payoffs_of(game, bids)
    money = rule.money(bids) if accord.levy else {}
    return {city: one + money.get(city, ZERO) for city, one in got.items()}
