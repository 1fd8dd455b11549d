"""Slopes of best replies: what each city adds when another adds one, enclosed by balls.

Logit: ``Outcome.slopes``. Tullock's contest, from F_i = r p_i S_i - x_i = 0: the slope of i's reply
to x_j is -F_ij/F_ii. A city that is held at a cap, a budget or 0 does not react; where it is only
just there it may or may not, and the ball contains both.

>>> from solvers.precision import precision
>>> from solvers.competition.tullock_search import BITS
>>> with precision(BITS):
...     slopes = tullock_slopes(Contest(["A", "B"], [4, 2]), [Fraction(8, 9), Fraction(4, 9)])
...     [[round(float(one), 9) for one in row] for row in slopes]
[[0.0, 0.5], [-0.25, 0.0]]

Source: the implicit function theorem; on replies in contests Konrad (2009).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from games.contest import Contest
from solvers.competition.logit_choice import Choice, ball, between
from solvers.competition.rivalry import Rivalry, as_ball, exact_rivalry, rivalry_in_balls

__all__ = ["logit_slopes", "tullock_slopes"]


def logit_slopes(
    choice: Choice, subsidies: Mapping[str, Fraction], margin: Fraction
) -> list[list[Any]]:
    """The slopes wherever the subsidies may be, at most ``margin`` from the ones given."""
    around = []
    for city, cap in zip(choice.game.cities, choice.game.caps, strict=True):
        low, high = max(Fraction(0), subsidies[city] - margin), subsidies[city] + margin
        around.append(between(low, high if cap is None else min(cap, high)))
    outcome = choice.at(around)
    slopes = []
    for i, cap in enumerate(choice.game.caps):
        row, peak = outcome.slopes(i), outcome.peak(i)
        if not outcome.alone(i) and any(
            end is not None and not peak < ball(end) and not peak > ball(end)
            for end in (Fraction(0), cap)
        ):  # it may react or not
            row = [ball(0).union(one) for one in row]
        slopes.append(row)
    return slopes


def tullock_slopes(game: Contest, bids: list[Fraction]) -> list[list[Any]]:
    """The slopes at these bids.

    A city that is at a budget and would not pay more, or stays out and does not mind, may react.
    """
    rivalry = exact_rivalry(game, bids) or rivalry_in_balls(game, bids)
    n = range(len(bids))
    slopes = [[ball(0)] * len(bids) for _ in n]
    for i in n:
        reacts = bids[i] > 0 and bids[i] != game.budgets[i]
        edge = not reacts and any(bids) and _on_edge(rivalry, i)
        for j in n:
            if j == i or not (reacts or edge) or not (bids[j] or game.exponent == 1):
                continue
            slope = _slope_from_0(rivalry, i, j)
            if bids[i]:
                slope = ball(0) - _rise(rivalry, i, j) / (_rise(rivalry, i, i) - 1)
            slopes[i][j] = slope if reacts else ball(0).union(slope)
    return slopes


def _on_edge(rivalry: Rivalry, i: int) -> bool:
    """Whether a city at its budget, or out, is not proven to be held there."""
    game = rivalry.game
    if game.budgets[i] == 0:
        return False
    if rivalry.bids[i]:
        return not rivalry.surplus(i) > 0
    reach = game.efficiency[i] * rivalry.at_stake(i) if game.exponent == 1 else 0
    return bool(reach and not reach < rivalry.impact * max(rivalry.bids))


def _slope_from_0(rivalry: Rivalry, i: int, j: int) -> Any:
    """With r = 1, the slope of a reply that is just 0: (e_j/e_i)(s_ij/(2 S_i) - 1)."""
    S = as_ball(rivalry.at_stake(i))
    e = rivalry.game.efficiency
    return ball(e[j] / e[i]) * (ball(rivalry.stakes[i][j]) / (2 * S) - 1)


def _rise(rivalry: Rivalry, i: int, j: int) -> Any:
    """How r p_i S_i rises with x_j, a ball; also from x_j = 0 for r = 1."""
    game, r = rivalry.game, ball(rivalry.game.exponent)
    p, S = as_ball(rivalry.p[i]), as_ball(rivalry.at_stake(i))
    each = (  # p_j/x_j
        as_ball(rivalry.p[j]) / ball(rivalry.bids[j])
        if rivalry.bids[j]
        else ball(game.efficiency[j] / max(rivalry.bids)) / as_ball(rivalry.impact)
    )
    own = S / ball(rivalry.bids[i]) if i == j else ball(0)
    return r * r * p * (own + each * (ball(rivalry.stakes[i][j]) - 2 * S))
