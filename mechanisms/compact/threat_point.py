"""Threat points: what each city has if talks fail, computed instead of assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from games.approximately import approximately
from games.bargaining import BargainingProblem
from games.by_city import within
from games.errors import of_kind
from games.production import LinearProductionGame
from mechanisms.compact.own_program import own_game
from mechanisms.compact.run_solver import RunSolver, agreed_under, call, check_run_solver
from solvers.answer import UNPROVEN, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.arms_race import ArmsRace
from solvers.competition.contest_optimum import ContestOptimum
from solvers.competition.contest_race import ContestRace
from solvers.competition.joint_optimum import JointOptimum
from solvers.competition.logit_choice import (
    Outcome,
    ball,
    logit_choice,
    money_decimals,
    shown_by_city,
)
from solvers.production.coalitional_form import coalitional_form

__all__ = [
    "Disarmament",
    "disarmament",
    "payable",
    "race_threat",
    "stand_alone",
    "truce_parties",
]

ZERO, ONE = Fraction(0), Fraction(1)


def stand_alone(game: LinearProductionGame, run_solver: RunSolver = call) -> dict[str, Fraction]:
    """What each city makes with what it owns itself, v({i}); platforms of its own included.

    Where a common pool has no owner it depends on what outsiders do, by the pool's conjecture.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for what is not a ``LinearProductionGame``.

    See ``disarmament`` for the concept and its source.

    >>> from games.production import *
    >>> land = Resource("quota", "tradable", {"Harbour": 20, "Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> stand_alone(LinearProductionGame(("Harbour", "Uplands"), (land,), (build,)))
    {'Harbour': Fraction(20, 1), 'Uplands': Fraction(0, 1)}
    """
    check_run_solver(run_solver)
    of_kind(game, LinearProductionGame, place="subject of stand_alone")
    if game.common_pools:
        form = run_solver(coalitional_form, game)
        return {city: form.game.worth((city,)) for city in game.cities}
    return {
        city: run_solver(coalitional_form, own_game(game, city)).game.grand_worth
        for city in game.cities
    }


def race_threat(
    race: ArmsRace | ContestRace, weights: Mapping[str, Fraction] | None = None
) -> BargainingProblem:
    """The bargaining problem of a truce with side payments, if the race goes on without one.

    Its players are the parties, all but bystanders. Its numbers are those that the race shows, each
    within ``race.proof.radius`` of the true one, if the equilibrium is unique. Cities whose race is
    as good as the joint optimum have nothing to share, up to that radius.

    ``weights``: bargaining power by city, 1 where it is not given.

    Errors: ``InvalidInput`` for what is neither an ``ArmsRace`` nor a ``ContestRace``.

    See ``disarmament`` for the concept and its source.

    >>> from games import SubsidyCompetition
    >>> from solvers.competition.arms_race import arms_race
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[3, 2], mu=Fraction(1, 2))
    >>> race = arms_race(park)
    >>> threat = race_threat(race)
    >>> threat.players, threat.disagreement["Quzhou"] == race.equilibrium.payoffs["Quzhou"]
    (('Quzhou', 'Lishui'), True)
    """
    of_kind(race, ArmsRace, ContestRace, place="race")
    if weights is not None:
        of_kind(weights, Mapping, place="bargaining power", hint="a weight for each city, by name")
    parties = truce_parties(race)
    payoffs = {city: race.equilibrium.payoffs[city] for city in parties}
    joint = sum((_joint(race).payoffs[city] for city in parties), ZERO)
    # Rounding may put payoffs of the race slightly above the joint optimum.
    total = max(joint, sum(payoffs.values(), ZERO))
    problem = BargainingProblem.from_inequalities(
        payoffs, [(dict.fromkeys(payoffs, ONE), total)], payoffs
    )
    known = {city: weight for city, weight in (weights or {}).items() if city in parties}
    return replace(problem, weights=known) if known else problem


def truce_parties(race: ArmsRace | ContestRace) -> tuple[str, ...]:
    """Who has something to give up: all but bystanders; all, if nobody bids.

    A bystander bids nothing in the race, in the joint optimum, and in reply to it.
    """
    joint = _joint(race)
    if isinstance(race, ContestRace):
        contest = race.equilibrium.game
        site = contest.cities.index(race.joint.site)
        silent = [
            i != site and (contest.budgets[i] == 0 or contest.stakes[i][site] <= 0)
            for i in range(len(contest.cities))
        ]
    else:
        with logit_choice(race.game) as choice:
            outcome = choice.at([joint.subsidies[city] for city in race.game.cities])
            silent = [bool(outcome.peak(i) <= 0) for i in range(choice.n)]
    parties = tuple(
        city
        for (city, bid), quiet in zip(race.equilibrium.subsidies.items(), silent, strict=True)
        if bid or joint.subsidies[city] or not quiet
    )
    return parties or tuple(race.equilibrium.payoffs)


def payable(paid: Iterable[Fraction], limit: Fraction | None) -> bool:
    """Whether net payments can be made where no city may pay another more than the limit.

    >>> payable([Fraction(3), Fraction(-2), Fraction(-1)], Fraction(2)), payable([ONE, -ONE], ZERO)
    (True, False)
    """
    gets = sorted(paid, reverse=True)
    if limit is None:
        return True
    return all(sum(gets[:k], ZERO) <= limit * k * (len(gets) - k) for k in range(1, len(gets) + 1))


def _joint(race: ArmsRace | ContestRace) -> JointOptimum | ContestOptimum:
    return race.joint if isinstance(race, ContestRace) else race.treasuries.joint


How = Literal["bargained", "joint optimum", "cut", "cap", "lots", "none"]


@dataclass(frozen=True, slots=True, repr=False)
class Disarmament(Answer):
    """A truce, with the money that makes all sign it, or without where the law allows too little.

    ``how``: ``bargained``, at the joint optimum with the money of a bargaining solution; without
    money at the ``joint optimum``, or with all bids ``cut`` by a share, or under a common ``cap``,
    or, of a contest, without bids and by ``lots``; ``none``: no truce was found by which all
    parties gain. ``size``: the share cut, the cap, or the weight of even lots against lots with the
    race's chances. ``limit``: what the law lets one city pay another; ``None``: anything.
    ``subsidies``: what each city pays per firm from then on. ``payoffs``: what it ends with, and
    ``gains`` over the race. ``paid``: what the others pay it a year, negative where it pays.
    ``bystanders``: no parties, who pay and get nothing; their gains are what it does to them.
    ``proof``: each is within the radius of what the solution of the true race would be; unproven
    where there may be another equilibrium to go back to. That no better truce without money lies
    elsewhere is the word of a search. ``certificate``: of the payoffs if ``bargained``, at
    ``race_threat(race, weights)``.

    See ``disarmament`` for the concept, an example and its source.
    """

    how: How
    size: Fraction | None
    limit: Fraction | None
    subsidies: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    gains: Mapping[str, Fraction]
    paid: Mapping[str, Fraction]
    bystanders: tuple[str, ...]
    status: str
    proof: Proof
    method: str
    certificate: Certificate | None

    @property
    def smallest_gain(self) -> Fraction:
        """What the party that gains least gains."""
        return min(gain for city, gain in self.gains.items() if city not in self.bystanders)


def disarmament(
    race: ArmsRace | ContestRace,
    solution: Callable[[BargainingProblem], Allocation],
    run_solver: RunSolver = call,
    *,
    weights: Mapping[str, Fraction] | None = None,
    limit: Fraction | int | None = None,
) -> Disarmament:
    """Who pays whom how much for the end of a subsidy race, under a bargaining solution.

    The threat point, what each city has if talks fail, is computed. Alone, a city has the worth
    v({i}) of its own best plan. In a subsidy race it has more to lose: if talks on a truce fail the
    race goes on, so that d_i is its payoff in the race's equilibrium, and what there is to share is
    the total of the joint optimum, T. With money from city to city the payoffs x that can be agreed
    on are all with sum x <= T, and

        x_i = d_i + w_i / W (T - sum d), city i is paid x_i - (its own payoff in the joint optimum),

    under Nash, Kalai-Smorodinsky and equal gains alike, w the weights and W their sum. A
    *bystander*, who bids nothing in the race and in reply to the truce, is no party: it pays and
    gets nothing.

    Where the law limits what one city may pay another to L, the payments m_i (what i gets) can be
    made iff no group of k of the n parties gets more than  L k (n - k)  in all (Gale 1957). If they
    cannot, what is left are truces without money, at which every party must gain by itself.

    Firms' gain counts for nothing in the joint optimum: the cities bargain for their treasuries.
    In a contest nobody bids then, and the firm goes where it is worth most to all of them.
    ``limit``: the most that the law lets one city pay another a year. Where the solution asks for
    more, or the joint optimum for bids beyond a budget, which others would have to pay for, no
    money moves: of the truces without money that were tried (all bids cut by the same percentage, a
    common cap, the joint optimum; of a contest, lots) the one that leaves the party that gains
    least most.
    With one city there is nobody to bargain with: ``InvalidInput``.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for what is neither an ``ArmsRace`` nor a ``ContestRace``.

    >>> from games import SubsidyCompetition
    >>> from solvers.competition.arms_race import arms_race
    >>> from solvers.bargaining.nash_bargaining import nash_bargaining
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[3, 2], mu=Fraction(1, 2))
    >>> deal = disarmament(arms_race(park), nash_bargaining)
    >>> round(float(deal.gains["Quzhou"] - deal.gains["Lishui"]), 9), sum(deal.paid.values())
    (0.0, Fraction(0, 1))

    Source: Nash (1953), Two-person cooperative games, Econometrica 21, 128-140, on threats; Ossa
    (2015) on bargaining over subsidies from their equilibrium; Gale (1957), A theorem on flows in
    networks.
    """
    check_run_solver(run_solver)
    of_kind(race, ArmsRace, ContestRace, place="race")
    most = None if limit is None else within(limit, "limit on side payments", "0 or more")
    problem = race_threat(race, weights)
    agreed = agreed_under(run_solver, solution, problem)
    joint = _joint(race)
    parties = problem.players
    count = len(parties)
    total = sum((joint.payoffs[city] for city in parties), ZERO)
    spare = (sum(agreed.values(), ZERO) - total) / count  # nothing, but for rounding
    radius = race.proof.radius or ZERO
    paid = {city: agreed[city] - joint.payoffs[city] - spare for city in parties}
    owed = [x if abs(x) > (2 * count + 4) * radius else ZERO for x in paid.values()]
    if not payable(owed, most) or (most is not None and not _affordable(race)):
        return _unpaid(race, parties, most)
    before = race.equilibrium.payoffs
    bystanders = tuple(city for city in before if city not in parties)
    after = {city: agreed[city] if city in parties else joint.payoffs[city] for city in before}
    return Disarmament(
        how="bargained",
        size=None,
        limit=most,
        subsidies=joint.subsidies,
        payoffs=after,
        gains={city: payoff - before[city] for city, payoff in after.items()},
        paid={city: paid.get(city, ZERO) for city in before},
        bystanders=bystanders,
        status=agreed.status,
        # A share of the surplus moves by at most what its 2n numbers move, and two more are added.
        proof=Proof("enclosed", (2 * count + 4) * radius) if race.equilibrium.unique else UNPROVEN,
        method=agreed.method,
        certificate=agreed.certificate,
    )


@dataclass(frozen=True, slots=True)
class _Unpaid:
    """A truce without money: what each pays, and what each then has."""

    how: How
    size: Fraction | None
    subsidies: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]


def _unpaid(
    race: ArmsRace | ContestRace, parties: tuple[str, ...], limit: Fraction | None
) -> Disarmament:
    """The best truce without money, of those tried."""
    before = race.equilibrium.payoffs
    tried = list(_lots(race) if isinstance(race, ContestRace) else _lower_bids(race))

    def least(one: _Unpaid) -> tuple[Fraction, Fraction]:
        gains = [one.payoffs[city] - before[city] for city in parties]
        return min(gains), sum(gains, ZERO)

    best, radius = max(tried, key=least), race.proof.radius or ZERO
    status = "Without money every party gains by it, more than by any other truce that was tried."
    if least(best)[0] <= 2 * radius:
        best = _Unpaid("none", None, race.equilibrium.subsidies, before)
        status = "No truce was found by which every party gains without money."
    return Disarmament(
        how=best.how,
        size=best.size,
        limit=limit,
        subsidies=dict(best.subsidies),
        payoffs=dict(best.payoffs),
        gains={city: best.payoffs[city] - before[city] for city in before},
        paid=dict.fromkeys(before, ZERO),
        bystanders=tuple(city for city in before if city not in parties),
        status=status,
        proof=Proof("enclosed", 2 * radius) if race.equilibrium.unique else UNPROVEN,
        method=f"{len(tried)} truces without money compared",
        certificate=None,
    )


PARTS = 100


def _lower_bids(race: ArmsRace) -> Iterator[_Unpaid]:
    """All bids cut by the same percentage, or to a common cap; and the joint optimum."""
    game, bids = race.game, list(race.equilibrium.subsidies.values())
    money, highest = money_decimals(game), max(bids)
    parts = [Fraction(k, PARTS) for k in range(1, PARTS + 1)]
    profiles: list[tuple[How, Fraction | None, list[Fraction]]] = [
        ("joint optimum", None, list(race.treasuries.joint.subsidies.values()))
    ]
    profiles += [("cut", cut, [(1 - cut) * bid for bid in bids]) for cut in parts]
    levels = [Fraction(approximately(highest * (1 - part), ".4g")) for part in parts]
    profiles += [("cap", level, [min(level, bid) for bid in bids]) for level in levels]
    with logit_choice(game) as choice:
        for how, size, profile in profiles:
            outcome = choice.at(profile)
            if _within_budgets(outcome):
                payoffs = shown_by_city(game, outcome.payoffs(), money)
                yield _Unpaid(how, size, dict(zip(game.cities, profile, strict=True)), payoffs)


def _within_budgets(outcome: Outcome) -> bool:
    choice = outcome.choice
    return all(
        budget is None or bool(choice.mass * bid * share <= ball(budget))
        for bid, share, budget in zip(
            outcome.subsidies, outcome.shares, choice.game.budgets, strict=True
        )
    )


def _affordable(race: ArmsRace | ContestRace) -> bool:
    """Whether each city can pay its own bid of the joint optimum."""
    if isinstance(race, ContestRace):
        return True
    with logit_choice(race.game) as choice:
        return _within_budgets(choice.at(list(race.treasuries.joint.subsidies.values())))


def _lots(race: ContestRace) -> Iterator[_Unpaid]:
    """No bids, and the firm at the best site, or by lots between the race's and even ones."""
    game, n = race.equilibrium.game, range(len(race.equilibrium.game.cities))
    none = dict.fromkeys(game.cities, ZERO)
    yield _Unpaid("joint optimum", None, none, race.joint.payoffs)
    now = [race.equilibrium.shares[city] for city in game.cities]
    for k in range(11):
        even = Fraction(k, 10)
        chances = [(1 - even) * p + even * q for p, q in zip(now, game.idle_shares, strict=True)]
        payoffs = {
            city: sum((p * game.gross(i, j) for j, p in zip(n, chances, strict=True)), ZERO)
            for i, city in enumerate(game.cities)
        }
        yield _Unpaid("lots", even, none, payoffs)
