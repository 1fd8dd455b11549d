"""The windfall of a subsidy race, and what a city would lose if it alone stopped paying.

A firm takes a city's money and would be in that same city if nobody paid: that money is *windfall*.
With the same taste shocks in both worlds (Gumbel, scale mu) a firm is in i in both iff no place j
beats i in either, so that, the outside option among the places,

    W = M sum_i s_i / (1 + sum_{j != i} max(e^((a_j - a_i)/mu), e^((a_j + s_j - a_i - s_i)/mu))).

It is what the *race as a whole* fails to move. A city's own loss is another question: of its firms
it would lose 1 - share_i(0, the others as they are) / share_i(s) if it alone stopped.

>>> from games import SubsidyCompetition
>>> from solvers.competition.logit_choice import logit_choice
>>> pair = SubsidyCompetition(["A", "B"], value=[1, 1], mu=1, mass=10)
>>> with logit_choice(pair) as choice:
...     outcome = choice.at([Fraction(1), Fraction(1)])
...     round(float(windfall(outcome)), 6), [round(float(x), 3) for x in own_losses(outcome)]
(10.0, [0.462, 0.462])

Source: McFadden (1974) on the logit; the formula is the chance that independent Gumbel shocks meet
both sets of inequalities.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from solvers.competition.logit_choice import Outcome, ball, larger

__all__ = ["own_losses", "windfall"]


def windfall(outcome: Outcome) -> Any:
    """W at a profile of subsidies, as a ball."""
    choice = outcome.choice
    before = [choice.weight(i, ball(0)) for i in range(choice.n)]
    total = ball(0)
    for i, (paid, weight) in enumerate(zip(outcome.subsidies, outcome.weights, strict=True)):
        if outcome.given[i] == 0:
            continue
        rivals = sum(
            (
                larger(before[j] / before[i], outcome.weights[j] / weight)
                for j in range(choice.n)
                if j != i
            ),
            choice.outside / before[i],
        )
        total += paid / (1 + rivals)
    return choice.mass * total


def own_losses(outcome: Outcome) -> list[Any]:
    """For each city the share of its firms that it would lose if it alone stopped, as balls."""
    return [
        ball(0)
        if outcome.given[i] == 0 or outcome.alone(i)
        else 1 - outcome.share(i, ball(Fraction(0))) / outcome.shares[i]
        for i in range(outcome.choice.n)
    ]
