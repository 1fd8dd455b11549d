"""The matching levy: what a city must pay into a common fund per yuan of subsidy it grants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.errors import InvalidInput, of_kind
from games.subsidy import SubsidyCompetition
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.joint_optimum import JointOptimum, JointOptimumCertificate, joint_optimum
from solvers.competition.logit_choice import (
    SHARE_DECIMALS,
    Outcome,
    ball,
    logit_choice,
    money_decimals,
    shown,
)

__all__ = ["MatchingLevy", "MatchingLevyCertificate", "levied", "matching_levy"]

ROUNDING = Fraction(1, 10**SHARE_DECIMALS)


@dataclass(frozen=True, slots=True, repr=False)
class MatchingLevy(Answer):
    """The levy per yuan of subsidy that makes the joint optimum an equilibrium.

    ``rates``: for each city, within ``proof.radius``; ``None`` where no positive price of a
    subsidy makes the city pay what the joint optimum asks for (a firm elsewhere is worth more to
    it). ``revenue``: what the fund takes in, per period. ``optimum``: what it leads to.

    See ``matching_levy`` for the concept, an example and its source.
    """

    rates: Mapping[str, Fraction | None]
    revenue: Fraction
    optimum: JointOptimum
    status: str
    method: str
    proof: Proof
    certificate: MatchingLevyCertificate


@dataclass(frozen=True, slots=True)
class MatchingLevyCertificate(Certificate, kind="matching levy", of="matching_levy", searches=True):
    """The joint optimum that the levy leads to."""

    optimum: JointOptimumCertificate

    def violations(self, game: SubsidyCompetition) -> Iterator[str]:
        yield from self.optimum.violations(game)

    def answer(self, game: SubsidyCompetition) -> MatchingLevy:
        optimum = self.optimum.answer(game)
        with logit_choice(game) as choice:
            outcome = choice.at([optimum.subsidies[city] for city in game.cities])
            rates = {city: _rate(outcome, i) for i, city in enumerate(game.cities)}
            revenue = choice.mass * sum(
                (
                    ball(rate) * s * share
                    for rate, s, share in zip(
                        rates.values(), outcome.subsidies, outcome.shares, strict=True
                    )
                    if rate is not None
                ),
                ball(0),
            )
            takings = shown(revenue, money_decimals(game))
        beyond = [city for city, rate in rates.items() if rate is None]
        return MatchingLevy(
            rates=rates,
            revenue=takings,
            optimum=optimum,
            status=(
                f"No levy makes {', '.join(beyond)} pay what the joint optimum asks for."
                if beyond
                else "With this levy no city gains by leaving the joint optimum."
            ),
            method="each city's first-order condition at the joint optimum, balls",
            proof=Proof("enclosed", 2 * ROUNDING),
            certificate=self,
        )


def matching_levy(game: SubsidyCompetition) -> MatchingLevy:
    """The matching levy: what a city must pay into a common fund per yuan of subsidy it grants.

    With a levy l_i a yuan of subsidy costs city i k + l_i, and the fund's money returns to the
    cities in equal lumps that no one city's bids move. City i then chooses the joint optimum's s_i
    if

        k + l_i = (b_i - c_i)(1 - share_i) / (mu + s_i (1 - share_i)),

    shares and the mean spillover c_i at the joint optimum: the first-order condition of its one
    peak. A negative levy is a grant that matches the city's own money. Where s_i = 0 any higher
    levy does as well, and at a cap any lower one; the rate nearest to 0 is shown, rounded to the
    side that does.

    The levy on subsidies at which the race ends in the joint optimum, city by city.

    The joint optimum is the one at ``game.firm_weight``. Without spillovers it is then the only
    equilibrium, since replies contract whatever a yuan of subsidy costs each city.

    Errors: ``InvalidInput`` for what is not a ``SubsidyCompetition``, and those of
    ``subsidy_equilibrium``.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> matching_levy(park).rates
    {'Quzhou': Fraction(1, 1), 'Lishui': Fraction(1, 1)}

    Source: Pigou (1920); for grants between governments, Wildasin (1989), Interjurisdictional
    capital mobility: fiscal externality and a corrective subsidy.
    """
    of_kind(game, SubsidyCompetition, place="subject of matching_levy")
    return MatchingLevyCertificate(joint_optimum(game).certificate).answer(game)


def levied(game: SubsidyCompetition, rates: Mapping[str, Fraction]) -> SubsidyCompetition:
    """A race with the same equilibria, cost of a subsidy for all, as this one under a levy.

    With r_i = k / (k + l_i), city i's payoff but for its lump, times r_i, is that of a race in
    which a firm is worth r_i b_i to it and  theta_ij r_i / r_j  spills over.

    ``rates``: l_i by city, 0 where not given; negative for a grant. Errors: ``InvalidInput`` for a
    grant that leaves a subsidy without cost, and for budgets, of which the levy would take a part.

    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 8))
    >>> [str(worth) for worth in levied(park, {"Quzhou": Fraction(1)}).value]
    ['1/2', '1']
    """
    if any(budget is not None for budget in game.budgets):
        raise InvalidInput("budgets of a race with a levy", "given", "caps on bids instead")
    cost = game.cost_of_subsidy
    worth = []
    for city in game.cities:
        price = cost + rates.get(city, Fraction(0))
        if price <= 0:
            raise InvalidInput(f"grant to {city}", -rates[city], f"below {cost}, the cost")
        worth.append(cost / price)
    return replace(
        game,
        value=tuple(r * b for r, b in zip(worth, game.value, strict=True)),
        spillovers=tuple(
            tuple(theta * r / other for theta, other in zip(row, worth, strict=True))
            for row, r in zip(game.spillovers, worth, strict=True)
        ),
    )


def _rate(outcome: Outcome, i: int) -> Fraction | None:
    choice, game = outcome.choice, outcome.choice.game
    s, others_share = outcome.subsidies[i], 1 - outcome.shares[i]
    price = (choice.value[i] - outcome.external(i)) * others_share / (choice.mu + s * others_share)
    rate = shown(price - choice.cost, SHARE_DECIMALS)
    if outcome.given[i] == 0:  # by a lower rate it would bid next to 0, which is too much
        short = bool(ball(rate) < price - choice.cost)
        return max(Fraction(0), rate + short * ROUNDING)
    if not price > 0:
        return None
    if outcome.given[i] == game.caps[i]:
        beyond = bool(ball(rate) > price - choice.cost)
        return min(Fraction(0), rate - beyond * ROUNDING)
    return rate
