"""Do cities bid too much or too little? The sign of what one more yuan of bid does to all together.

At a weight w on firms' gain G the joint payoff is  total_w = sum of payoffs + w G.  City i bids

- *too much* if total_w would rise if it bid a little less,
- *too little* if total_w would rise if it bid a little more,
- *neither*, if a small change that it can make brings nothing.

Only feasible changes count: a bid of 0 cannot fall, one at its cap or budget cannot rise. In the
logit race, with B_j what a firm in j is worth to all cities and k what a yuan of subsidy costs,

    d total_w / d s_i = M share_i ((B_i - k s_i - mean) / mu - (k - w)),    mean of B - k s.

In Tullock's contest, with p the chances and c what the firm pockets of a yuan that is spent,

    d total_w / d x_i = r p_i / x_i (B_i - mean) - (k - w c),    mean = sum of p_j B_j.

Where the largest bid wins (all-pay, Bertrand), a small change of one bid may turn the whole firm,
and there is no such slope; then all bids are scaled by the same percentage, which changes no
chance: those who spend bid too much iff k > w c. A slope that is 0 up to the radius of the figures
is "neither"; one whose sign is not proven is "undecided".

>>> overall(["too much", "neither"]), overall(["too much", "too little"]), overall(["neither"])
('too much', 'mixed', 'neither')

Source: a first-order condition of the joint optimum (``joint_optimum.py``), city by city; on fiscal
externalities of either sign, Wildasin (1989), Interjurisdictional capital mobility.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal

from games.contest import Contest
from solvers.competition.contest_equilibrium import ContestEquilibrium
from solvers.competition.logit_choice import Outcome, ball, money_decimals
from solvers.competition.rivalry import exact_rivalry, rivalry_in_balls
from solvers.competition.tullock_search import BITS
from solvers.precision import precision

__all__ = ["Direction", "Overall", "contest_directions", "logit_directions", "overall"]

ZERO = Fraction(0)
LEAST = Fraction(1, 10**15)
"""A slope of money in money that is no larger counts as 0."""

Direction = Literal["too much", "too little", "neither", "undecided"]
Overall = Literal["too much", "too little", "neither", "mixed", "undecided"]


def overall(directions: Iterable[Direction]) -> Overall:
    """What holds of all cities: mixed, if some bid too much and others too little."""
    found = set(directions)
    if {"too much", "too little"} <= found:
        return "mixed"
    if "undecided" in found:
        return "undecided"
    if "too much" in found:
        return "too much"
    return "too little" if "too little" in found else "neither"


def logit_directions(outcome: Outcome, around: Outcome, weight: int) -> tuple[Direction, ...]:
    """By city, wherever the true bids are in ``around``; ``outcome``: the bids as shown.

    A bid shown as 0, or as the cap, is there up to the radius of the bids.
    """
    choice, game = around.choice, around.choice.game
    least = ball(Fraction(10) ** -money_decimals(game))
    left = [
        b - choice.cost * s for b, s in zip(choice.regional_value, around.subsidies, strict=True)
    ]
    mean = sum((one * share for one, share in zip(left, around.shares, strict=True)), ball(0))
    markup = ball(game.cost_of_subsidy - weight)
    found = []
    for i, one in enumerate(left):
        # Per mu of bid, so that it is in money.
        rise = choice.mass * around.shares[i] * (one - mean - markup * choice.mu)
        bid, cap = outcome.given[i], game.caps[i]
        full = True if bid == cap or game.budgets[i] == 0 else _budget_binds(around, i)
        found.append(_direction(rise, least, empty=bid == 0, full=full))
    return tuple(found)


def _budget_binds(outcome: Outcome, i: int) -> bool | None:
    if outcome.alone(i):
        return False
    limit = outcome.affordable(i)
    if limit is None:
        return False
    beyond = outcome.unlimited(i) - limit
    return True if beyond >= 0 else False if beyond < 0 else None


def _direction(rise: Any, least: Any, *, empty: bool, full: bool | None) -> Direction:
    """From the slope of the total, in a ball, and whether the bid can fall and can rise."""
    too_little, too_much = rise > least, rise < -least
    if too_little and full is None:
        return "undecided"
    if too_little and not full:
        return "too little"
    if too_much and not empty:
        return "too much"
    cannot_rise, cannot_fall = rise <= least or full is True, rise >= -least or empty
    return "neither" if cannot_rise and cannot_fall else "undecided"


def contest_directions(found: ContestEquilibrium, weight: int) -> tuple[Direction, ...]:
    """By city, at the bids that are shown."""
    game = found.game
    if not found.outlay:
        return _unspent(found)
    if game.technology != "tullock":
        wasted = game.cost_of_subsidy - weight * game.pocketed
        return tuple(
            "too much" if paid and wasted > 0 else "neither" for paid in found.outlays.values()
        )
    return _tullock(game, [found.subsidies[city] for city in game.cities], weight)


def _tullock(game: Contest, bids: list[Fraction], weight: int) -> tuple[Direction, ...]:

    markup = game.cost_of_subsidy - weight * game.pocketed
    with precision(BITS):
        exactly = exact_rivalry(game, bids)
        chances = (exactly or rivalry_in_balls(game, bids)).p
        p = [ball(one) if isinstance(one, Fraction) else one for one in chances]
        worth = [ball(b) for b in game.regional_value]
        mean = sum((one * b for one, b in zip(p, worth, strict=True)), ball(0))
        impact = sum(
            (
                ball(e) * ball(x) ** ball(game.exponent)
                for e, x in zip(game.efficiency, bids, strict=True)
                if x
            ),
            ball(0),
        )
        directions = []
        for i, (bid, budget) in enumerate(zip(bids, game.budgets, strict=True)):
            away = worth[i] - mean
            if bid:
                rise = ball(game.exponent / bid) * p[i] * away - ball(markup)
            elif game.exponent == 1:
                rise = ball(game.efficiency[i]) / impact * away - ball(markup)
            elif game.exponent > 1:
                rise = -ball(markup)
            else:  # the first yuan moves the chances without limit
                rise = away
            directions.append(
                _direction(
                    rise, ball(LEAST), empty=bid == 0, full=budget is not None and bid == budget
                )
            )
        return tuple(directions)


def _unspent(found: ContestEquilibrium) -> tuple[Direction, ...]:
    """Who could have the firm for next to nothing, and should, where nobody spends anything."""
    game = found.game
    worth = game.regional_value
    here = sum((found.shares[city] * b for city, b in zip(game.cities, worth, strict=True)), ZERO)
    return tuple(
        "too little" if b > here and budget != 0 else "neither"
        for b, budget in zip(worth, game.budgets, strict=True)
    )
