"""The equilibrium of subsidy competition: no city gains by paying firms more or less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import overload

from games.contest import Contest
from games.errors import NotFound, of_kind
from games.subsidy import SubsidyCompetition
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.contest_equilibrium import ContestEquilibrium
from solvers.competition.logit_choice import (
    SHARE_DECIMALS,
    Outcome,
    ball,
    logit_choice,
    money_decimals,
    power_of_ten_above,
    shown,
)
from solvers.competition.reply_contraction import distance, is_contraction, unevenness
from solvers.competition.reply_search import decimals_of, is_reply, resting_points, tried
from solvers.competition.solve_contest import contest_equilibrium

__all__ = [
    "SubsidyEquilibrium",
    "SubsidyEquilibriumCertificate",
    "equilibria_of",
    "subsidy_equilibrium",
]


@dataclass(frozen=True, slots=True, repr=False)
class SubsidyEquilibrium(Answer):
    """An equilibrium of subsidy competition.

    ``subsidies``, ``shares`` (of all firms), ``payoffs``: one number for each city.
    ``regret``: for each city an upper bound on its gain from any subsidy that it may pay.
    ``unique``: there is no other equilibrium, by the contraction theorem.
    ``others``: subsidies of further equilibria that were found; there may be more.
    ``proof``: if unique, how far the true subsidies are at most; else the largest regret.

    See ``subsidy_equilibrium`` for the concept, an example and its source.
    """

    subsidies: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    regret: Mapping[str, Fraction]
    unique: bool
    others: tuple[Mapping[str, Fraction], ...]
    status: str
    method: str
    proof: Proof
    certificate: SubsidyEquilibriumCertificate

    def total(self) -> Fraction:
        """What all cities get together."""
        return sum(self.payoffs.values(), Fraction(0))


@dataclass(frozen=True, slots=True)
class SubsidyEquilibriumCertificate(
    Certificate, kind="subsidy equilibrium", of="subsidy_equilibrium", searches=True
):
    """Subsidies of the equilibria found: in order of what they add up to, then city by city.

    The first is the one that is shown.
    """

    equilibria: tuple[Mapping[str, Fraction], ...]

    def violations(self, game: SubsidyCompetition) -> Iterator[str]:
        if not self.equilibria:
            yield "There is no equilibrium in it."
        contracts = is_contraction(game)
        if len(self.equilibria) > 1 and contracts:
            yield "Replies contract, so there is one equilibrium only."
        profiles = [[each[city] for city in game.cities] for each in self.equilibria]
        if any(len(each) != len(game.cities) for each in self.equilibria):
            yield "A subsidy is of no city of the game."
        if len({tuple(profile) for profile in profiles}) < len(profiles):
            yield "An equilibrium stands twice."
        if profiles != sorted(profiles, key=_rank):
            yield "The equilibria are out of order."
        with logit_choice(game) as choice:
            for profile in profiles:
                decimals = decimals_of(choice, profile)
                outcome = choice.at(profile)
                for i, city in enumerate(game.cities):
                    if not is_reply(outcome, i, decimals, contracts=contracts):
                        yield f"{profile[i]} is not the best reply of {city}, rounded."

    def answer(self, game: SubsidyCompetition) -> SubsidyEquilibrium:
        profile = [self.equilibria[0][city] for city in game.cities]
        cities, uneven = range(len(game.cities)), unevenness(game)
        unique = max(uneven) < 1
        with logit_choice(game) as choice:
            outcome = choice.at(profile)
            regret = [power_of_ten_above(outcome.regret(i)) for i in cities]
            money = money_decimals(game)
            payoffs = [shown(payoff, money) for payoff in outcome.payoffs()]
            shares = [shown(share, SHARE_DECIMALS) for share in outcome.shares]
            status = _status(outcome, unique=unique, found=len(self.equilibria))
            radius = distance(choice, profile, uneven) if unique else max(regret)

        def by_city(numbers: Sequence[Fraction]) -> Mapping[str, Fraction]:
            return dict(zip(game.cities, numbers, strict=True))

        return SubsidyEquilibrium(
            subsidies=by_city(profile),
            shares=by_city(shares),
            payoffs=by_city(payoffs),
            regret=by_city(regret),
            unique=unique,
            others=tuple(self.equilibria[1:]),
            status=status,
            method=f"{tried(game, contracts=unique)}, Newton's method, balls",
            proof=Proof("enclosed", radius),
            certificate=self,
        )


@overload
def subsidy_equilibrium(game: SubsidyCompetition) -> SubsidyEquilibrium: ...
@overload
def subsidy_equilibrium(game: Contest) -> ContestEquilibrium: ...
def subsidy_equilibrium(
    game: SubsidyCompetition | Contest,
) -> SubsidyEquilibrium | ContestEquilibrium:
    """The equilibrium of subsidy competition: no city gains by paying firms more or less.

    Each city's best reply is one root (``logit_choice.py``). An equilibrium is shown to some
    decimals, each city's subsidy being its best reply to the others' *as shown*, rounded; what is
    left is each city's ``regret``, an enclosed upper bound on its gain from any deviation. (Where
    replies expand, so that roundings add up, three decimals less are asked for; the regret says
    what that is.)

    Where replies contract there is one equilibrium, and best replies lead to it from anywhere
    (``reply_contraction.py``): always without spillovers. Else equilibria are *found*, from a fixed
    number of starts (``reply_search.py``); whether those are all is for
    ``all_subsidy_equilibria.py``.

    Identical cities, no outside option, no spillovers: s* = max(0, b/k - mu n/(n - 1)).

    The equilibrium subsidies of a game; of several found, the one with the smallest sum.

    That of a ``Contest`` is ``contest_equilibrium``. What follows is about many firms (logit).

    With spillovers so uneven that replies do not contract, many starts look for ``others``; which
    one a race ends in then depends on who moves first, so that the order is by what is paid.

    With one city and no outside option nobody bids: the subsidy is 0. A city to which a firm is
    worth nothing pays nothing. Errors: ``NotFound`` if no start led to an equilibrium.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui", "Jinhua"], value=[1, 1, 1],
    ...                           mu=Fraction(1, 2))
    >>> race = subsidy_equilibrium(park)
    >>> race.subsidies["Quzhou"], race.unique, race.certificate.verify(park)
    (Fraction(1, 4), True, True)

    Source: the fixed point is Banach's; on prices instead of subsidies, Anderson, de Palma and
    Thisse (1992), chapter 7.
    """
    of_kind(game, SubsidyCompetition, Contest, place="subject of subsidy_equilibrium")
    if isinstance(game, Contest):
        return contest_equilibrium(game)
    return equilibria_of(game).answer(game)


def equilibria_of(game: SubsidyCompetition) -> SubsidyEquilibriumCertificate:
    """The equilibria found, without the figures that an answer has of them."""
    with logit_choice(game) as choice:
        found = resting_points(choice)
    if not found:
        raise NotFound("subsidy equilibrium", tried(game, contracts=False), game)
    return SubsidyEquilibriumCertificate(
        tuple(dict(zip(game.cities, profile, strict=True)) for profile in sorted(found, key=_rank))
    )


def _rank(profile: Sequence[Fraction]) -> tuple[Fraction, Sequence[Fraction]]:
    return sum(profile, Fraction(0)), profile


def _status(race: Outcome, *, unique: bool, found: int) -> str:
    game = race.choice.game
    bound = [
        city
        for i, (city, cap) in enumerate(zip(game.cities, game.caps, strict=True))
        if cap is not None and race.peak(i) > ball(cap)
    ]
    what = "No city gains by paying more or less" if any(race.given) else "No city pays a subsidy"
    what += f"; {', '.join(bound)} would pay more without a cap." if bound else "."
    if unique:
        return f"{what} It is the only equilibrium."
    if found == 1:
        return f"{what} One equilibrium was found; with these spillovers there may be others."
    return (
        f"{what} {found} equilibria were found and there may be others; of these, this is the one "
        "in which the cities' subsidies add up to least."
    )
