"""Check 7 in the model text: the subsidy race, its verdict, a cap and a truce."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from games.contest import Contest
from games.errors import IntercityError
from games.subsidy import SubsidyCompetition
from intercity.english import counted
from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.arms_race import accord_equations
from intercity.topics.arms_race import contest_equations as contest
from intercity.topics.arms_race.builder import (
    competition,
    played_once,
    subsidy_race,
    years_until_seen,
)
from intercity.topics.arms_race.check import race_games
from intercity.topics.arms_race.section import Subsidies
from mechanisms.accord.cap_accord import cap_accord
from solvers.competition.race_verdict import RACES, RaceVerdict

__all__ = ["state"]

ZERO = Fraction(0)


def state(context: Context) -> Iterator[str]:
    """Shares, payoffs and limits, what makes it a race, and what would end it."""
    race, given = context.once(competition), context.scenario.section(Subsidies)
    if race is None or given is None:
        return
    yield from check(7, "arms race", "do the cities outbid each other?")
    raised = ""
    if played_once(context):
        yield "Cities bid once: no threat keeps a truce, so that delta below counts as 0."
    lag = years_until_seen(context)
    root = "" if lag == 1 else "^(1 / L)"
    if isinstance(race, Contest):
        yield from contest.state(race)
        yield (
            "Repairs. A ban on bids: the firm draws lots. A truce without bids, a breach of which "
            f"is seen after L = {lag}: with R_i the payoff by lots, P_i in the "
            "equilibrium, T_i = V_i if i alone bids next to nothing (R_i if that is more), the "
            "threat of the race for ever keeps i in it from"
        )
    else:
        yield from _game(race)
        yield from _verdict()
        yield ""
        yield (
            "Repairs. A common cap: among round numbers the one that makes the sum of payoffs "
            "largest in the equilibrium where nobody pays more than it. A truce at what each pays "
            "under that cap (at 0 if no cap helps), a breach of which is seen after "
            f"L = {counted(lag, 'year')}, payments of a year being made first: with R_i the "
            "payoff in the truce, P_i in the race, T_i in i's best reply to the truce, the threat "
            "of the race for ever keeps i in it from"
        )
        raised = (
            "Where bids are too low at w = 0: a common floor f (eighths of the highest bid of the "
            "joint optimum are tried, rounded down), above which each pays s_i = f + t_i, "
            "t_i >= 0, its best. "
            "There, and where no cap mends half of the loss: levies l_i on what each pays "
            "(negative: grants), shared equally, under which the joint optimum is an equilibrium: "
            "k + l_i = (b_i - c_i) (1 - share_i) / (mu + s_i (1 - share_i)), with c_i the mean "
            "spillover to i of firms that do not choose it; rounded up, to the fewest digits with "
            "which no bid is too high."
        )
    yield ""
    yield f"    delta_i = ((T_i - R_i) / (T_i - P_i)){root}"
    yield ""
    yield "on (0 if T_i = R_i; else never if R_i <= P_i), and all do from the largest delta_i on."
    yield (
        "No punishment keeps i in it below the same number with m_i, what i secures by itself, in "
        "place of P_i. In between a harsher punishment may do: bids p until a draw ends them, each "
        "round with chance q, then the truce again; with D_i = R_i - payoff_i(p), what a breach "
        "of p brings, c_i, and x = d_i^L, each i keeps both iff q x (D_i - c_i) >= c_i (1 - x) and "
        "x D_i >= (T_i - R_i) (1 - x + q x)."
    )
    yield (
        "A city that bids nothing in the race, in the truce and in reply to it is no party. Each "
        "repair mends the share (its gain for all payoffs) / (total_0 at the joint optimum - "
        "total_0(s*)); with firms' profit in full the region changes by that gain plus firms'."
        if isinstance(race, SubsidyCompetition)
        else "A city that bids nothing in the race and in reply to the truce is no party."
    )
    if raised:
        yield raised
    known = [city for city in race.cities if city in context.region.discounts]
    if known:
        told = ", ".join(f"d_{c} = {number(context.region.discounts[c])}" for c in known)
        yield f"Against it stand {told}."
    yield from accord_equations.state(context, given)
    yield from _companions(context, race)


def _companions(context: Context, race: SubsidyCompetition | Contest) -> Iterator[str]:
    """Whether replies settle, and the 2x2 games."""
    if isinstance(race, SubsidyCompetition) or race.technology == "tullock":
        yield ""
        yield (
            "Bidding settles if the matrix of slopes of best replies at the equilibrium, "
            "ds_i / ds_j, has a spectral radius below 1: by it the distance shrinks in each round "
            "in which all reply at once."
        )
    try:
        found = context.once(subsidy_race)
        if found is None or found.verdict not in (*RACES, RaceVerdict.MIXED):
            return
        level = (
            ZERO if isinstance(race, Contest) else context.run_solver(cap_accord, race).cap or ZERO
        )
        games = race_games(context, race, level)
    except IntercityError:
        return
    if games:
        yield ""
        yield (
            "Race or truce, as a game of two actions: who keeps the truce "
            + ("does not bid" if isinstance(race, Contest) else f"pays at most {number(level)}")
            + ", who races bids as it likes, in equilibrium. The row is the city's, the first "
            "number too:"
        )
    for city, (game, named) in games.items():
        other = game.players[1]
        yield ""
        yield f"    {city} against {other}: {named.name}"
        for mine in game.actions[0]:
            cells = [game.payoff([mine, theirs]) for theirs in game.actions[1]]
            told = "    ".join(
                f"{other} {theirs}: {number(cell[city])}, {number(cell[other])}"
                for theirs, cell in zip(game.actions[1], cells, strict=True)
            )
            yield f"        {mine}    {told}"


def _game(race: SubsidyCompetition) -> Iterator[str]:
    outside = race.outside_option
    spills = any(any(row) for row in race.spillovers)
    yield "City i pays s_i per firm that comes; firms choose by logit:"
    yield ""
    yield "    share_i = exp((a_i + s_i) / mu) / Z"
    yield "    Z = sum_j exp((a_j + s_j) / mu)" + ("" if outside is None else " + exp(a_0 / mu)")
    yield (
        "    payoff_i = M ((b_i - k s_i) share_i + sum over j other than i of theta_ij b_j share_j)"
        if spills
        else "    payoff_i = M (b_i - k s_i) share_i"
    )
    limits = "    0 <= s_i"
    if any(cap is not None for cap in race.caps):
        limits += " <= cap_i"
    if any(budget is not None for budget in race.budgets):
        limits += ",  M s_i share_i <= budget_i"
    yield limits
    yield ""
    told = [("M", race.mass), ("mu", race.mu), ("k", race.cost_of_subsidy)]
    if outside is not None:
        told.append(("a_0", outside))
    yield ", ".join(f"{name} = {number(value)}" for name, value in told) + "."
    yield ""
    for i, city in enumerate(race.cities):
        cap, budget = race.caps[i], race.budgets[i]
        yield (
            f"    {city}: b = {number(race.value[i])}, a = {number(race.attractiveness[i])}"
            + ("" if cap is None else f", cap = {number(cap)}")
            + ("" if budget is None else f", budget = {number(budget)}")
        )
        for j, theta in enumerate(race.spillovers[i]):
            if theta:
                yield f"        theta from {race.cities[j]} = {number(theta)}"


def _verdict() -> Iterator[str]:
    yield ""
    yield (
        "In the equilibrium s* each s_i is i's best within its limits, given the others'. With "
        "weight w on firms,"
    )
    yield ""
    yield "    total_w(s) = sum of payoff_i + w G,    G = M mu (ln Z(s) - ln Z(0))  firms' gain"
    yield "    paid R = M sum of s_i share_i(s)"
    yield "    windfall W = M sum of s_i / (1 + sum over j other than i, elsewhere included, of"
    yield "        max(exp((a_j - a_i) / mu), exp((a_j + s_j - a_i - s_i) / mu)))"
    yield "    own loss_i = 1 - share_i(0, others as they are) / share_i(s)"
    yield ""
    yield "    d total_w / d s_i = M share_i ((B_i - k s_i - mean) / mu - (k - w))"
    yield "    B_j = b_j (1 + sum of theta_ij),    mean = sum of (B_j - k s_j) share_j"
    yield ""
    yield (
        "W is what is paid to firms that would be in the same city if nobody paid. City i bids too "
        "much at w if that slope is below 0 and s_i can fall, too little if it is above 0 and s_i "
        "can rise. Too much (by some, too little by none) at w = 0 and w = 1: a race. At w = 0 "
        "only: a race for the treasuries; for the region a transfer if no bid is too high or too "
        "low at w = 1, else too little is bid, or too much here and too little there. Nothing at "
        "w = 0: no race, nor if too little is bid; proven neither way, or "
        "different in another equilibrium: undecided. The joint optimum makes "
        "total_w largest; budgets do not bind it, since cities that decide together can pay for "
        "one another."
    )
