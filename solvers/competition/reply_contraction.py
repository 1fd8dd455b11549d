"""Do replies contract? Then there is one equilibrium, and it is near where replies stop moving.

Where the spillovers that a city receives differ by less than 2 k mu between the places where a firm
may go,

    max_j theta_ij b_j - min_j theta_ij b_j  <  2 k mu     (0 for the outside option, if there is),

|ds_i/ds_j| sums to at most share_i + (1 - share_i) * spread/(2 k mu) < 1 over j. That is always so
without spillovers, and with two cities and no outside option.

>>> from games import SubsidyCompetition
>>> pair = SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 4), spillovers=[[0, 1], [1, 0]])
>>> is_contraction(pair), unevenness(pair)
(True, [Fraction(0, 1), Fraction(0, 1)])

Source: Banach's fixed-point theorem. With budgets what a city can pay depends on the others, but
contracts as well: a generalised equilibrium (Harker 1991), unique under the same condition.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from games.subsidy import SubsidyCompetition
from solvers.competition.logit_choice import Choice, ball, larger, power_of_ten_above

__all__ = ["distance", "is_contraction", "unevenness"]


def is_contraction(game: SubsidyCompetition) -> bool:
    """Whether replies contract, exactly: the spillovers to each city differ by less than 2 k mu."""
    return max(unevenness(game)) < 1


def unevenness(game: SubsidyCompetition) -> list[Fraction]:
    """For each city the spread of what spills over to it, over 2 k mu; exact."""
    scale = 2 * game.cost_of_subsidy * game.mu
    found = []
    for row in game.spillovers:
        spilled = [theta * b for theta, b in zip(row, game.value, strict=True) if theta]
        if len(spilled) < len(row) - 1 or game.outside_option is not None:
            spilled.append(Fraction(0))
        found.append((max(spilled) - min(spilled)) / scale if len(spilled) > 1 else Fraction(0))
    return found


def distance(choice: Choice, profile: Sequence[Fraction], uneven: Sequence[Fraction]) -> Fraction:
    """How far the equilibrium is at most: the largest step to a best reply, over 1 - modulus.

    The modulus is largest where i's share is largest, at its reply to no subsidies: 1/(1 - share)
    is 1 + W(x) there, and W(x) <= max(1, ln x). A budget contracts by u/(1 + u), u <= s/mu.
    """
    game = choice.game
    outcome, free = choice.at(profile), choice.at([ball(0)] * choice.n)
    step = slack = ball(0)
    for i in range(choice.n):
        step = larger(step, abs(outcome.reply(i) - outcome.subsidies[i]))
        if free.alone(i):
            continue
        top = choice.value[i]
        for theta, one in zip(game.spillovers[i], choice.spilled[i], strict=True):
            if theta:
                top = larger(top, choice.value[i] - one)
        top /= choice.cost
        log_x = (choice.attractiveness[i] + top) / choice.mu - 1 - free.others[i].log()
        slack = larger(slack, (1 + larger(ball(1), log_x)) / ball(1 - uneven[i]))
        if game.budgets[i] is not None:
            slack = larger(slack, 1 + top / choice.mu)
    return power_of_ten_above(step * slack)
