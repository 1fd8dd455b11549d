"""Threat points: what each city has if talks fail, computed instead of assumed.

Alone, a city has the worth v({i}) of its own best plan. In a subsidy race it has more to lose: if
talks on a truce fail the race goes on, so that d_i is its payoff in the race's equilibrium, and
what there is to share is the total of the joint optimum, T. With money from city to city the
payoffs x that can be agreed on are all with sum x <= T, and

    x_i = d_i + w_i / W (T - sum d),    city i is paid  x_i - (its own payoff in the joint optimum),

under Nash, Kalai-Smorodinsky and equal gains alike, w the weights and W their sum.

>>> from games import SubsidyCompetition
>>> from solvers.competition.arms_race import arms_race
>>> from solvers.bargaining.nash_bargaining import nash_bargaining
>>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[3, 2], mu=Fraction(1, 2))
>>> deal = disarmament(arms_race(park), nash_bargaining)
>>> round(float(deal.gains["Quzhou"] - deal.gains["Lishui"]), 9), sum(deal.paid.values())
(0.0, Fraction(0, 1))

Source: Nash (1953), Two-person cooperative games, Econometrica 21, 128-140, on threats; Ossa (2015)
on bargaining over subsidies from their equilibrium.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.bargaining import BargainingProblem
from games.errors import of_kind
from games.production import LinearProductionGame
from mechanisms.compact.ask import Ask, agreed_under, call, check_ask
from mechanisms.compact.own_program import own_game
from solvers.answer import UNPROVEN, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.arms_race import ArmsRace
from solvers.competition.contest_optimum import ContestOptimum
from solvers.competition.contest_race import ContestRace
from solvers.competition.joint_optimum import JointOptimum
from solvers.production.coalitional_form import coalitional_form

__all__ = ["Disarmament", "disarmament", "race_threat", "stand_alone"]

ZERO, ONE = Fraction(0), Fraction(1)


def stand_alone(game: LinearProductionGame, ask: Ask = call) -> dict[str, Fraction]:
    """What each city makes with what it owns itself, v({i}); platforms of its own included.

    Where a common pool has no owner it depends on what outsiders do, by the pool's conjecture.
    """
    check_ask(ask)
    of_kind(game, LinearProductionGame, place="subject of stand_alone")
    if game.common_pools:
        form = ask(coalitional_form, game)
        return {city: form.game.worth((city,)) for city in game.cities}
    return {
        city: ask(coalitional_form, own_game(game, city)).game.grand_worth for city in game.cities
    }


def race_threat(
    race: ArmsRace | ContestRace, weights: Mapping[str, Fraction] | None = None
) -> BargainingProblem:
    """The bargaining problem of a truce with side payments, if the race goes on without one.

    Its numbers are those that the race shows, each within ``race.proof.radius`` of the true one, if
    the equilibrium is unique. Cities whose race is as good as the joint optimum have nothing to
    share, up to that radius.
    """
    of_kind(race, ArmsRace, ContestRace, place="race")
    if weights is not None:
        of_kind(weights, Mapping, place="bargaining power", hint="a weight for each city, by name")
    payoffs = race.equilibrium.payoffs
    joint = sum(_joint(race).payoffs.values(), ZERO)
    # By rounding a race that nobody would end may seem better than the joint optimum by a hair.
    total = max(joint, sum(payoffs.values(), ZERO))
    problem = BargainingProblem.from_inequalities(
        payoffs, [(dict.fromkeys(payoffs, ONE), total)], payoffs
    )
    return replace(problem, weights=dict(weights)) if weights else problem


def _joint(race: ArmsRace | ContestRace) -> JointOptimum | ContestOptimum:
    return race.joint if isinstance(race, ContestRace) else race.treasuries.joint


@dataclass(frozen=True, slots=True, repr=False)
class Disarmament(Answer):
    """A truce at the joint optimum, with the money that makes all sign it.

    ``subsidies``: what each city pays per firm from then on. ``payoffs``: what it ends with, and
    ``gains`` over the race. ``paid``: what the others pay it a year, negative where it pays.
    ``proof``: each is within the radius of what the solution of the true race would be; unproven
    where there may be another equilibrium to go back to. ``certificate``: of the payoffs, at
    ``race_threat(race, weights)``.
    """

    subsidies: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    gains: Mapping[str, Fraction]
    paid: Mapping[str, Fraction]
    status: str
    proof: Proof
    method: str
    certificate: Certificate | None


def disarmament(
    race: ArmsRace | ContestRace,
    solution: Callable[[BargainingProblem], Allocation],
    ask: Ask = call,
    *,
    weights: Mapping[str, Fraction] | None = None,
) -> Disarmament:
    """Who pays whom how much for the end of a race, under a bargaining solution.

    Firms' gain counts for nothing in the joint optimum: the cities bargain for their treasuries.
    In a contest nobody bids then, and the firm goes where it is worth most to all of them.
    With one city there is nobody to bargain with: ``InvalidInput``.
    """
    check_ask(ask)
    of_kind(race, ArmsRace, ContestRace, place="race")
    problem = race_threat(race, weights)
    agreed = agreed_under(ask, solution, problem)
    joint = _joint(race)
    count = len(problem.players)
    total = sum(joint.payoffs.values(), ZERO)
    spare = (sum(agreed.values(), ZERO) - total) / count  # nothing, but for rounding
    radius = race.proof.radius or ZERO
    return Disarmament(
        joint.subsidies,
        dict(agreed),
        {city: payoff - problem.disagreement[city] for city, payoff in agreed.items()},
        {city: payoff - joint.payoffs[city] - spare for city, payoff in agreed.items()},
        agreed.status,
        # A share of the surplus moves by at most what its 2n numbers move, and two more are added.
        Proof("enclosed", (2 * count + 4) * radius) if race.equilibrium.unique else UNPROVEN,
        agreed.method,
        agreed.certificate,
    )
