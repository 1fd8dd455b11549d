"""The search for a stationary equilibrium of alternating offers.

What each city gets when it proposes, m_i, fixes all: a city that is asked k rounds before its own
turn gets what k noes leave of m_j, a piecewise linear h_j(m_j); and m_i is the value of a linear
program in these, again piecewise linear. On each piece the equations m_i = M_i(h(m)) are linear,
and solved exactly (Newton); the next piece is the one at that solution. For two cities a bracket
makes sure that this ends well. For more, rounds of backward induction give the starts.

>>> from games import AlternatingOffers, BargainingProblem
>>> from solvers.bargaining.alternating_offers import proposal_program
>>> from solvers.optimum import solve
>>> pie = BargainingProblem.from_inequalities(["A", "B"], [((1, 1), 1)], (0, 0))
>>> own = stationary_payoffs(AlternatingOffers(pie, 0.5), pie.disagreement,
...                          lambda city, kept: solve(proposal_program(pie, city, kept)))
>>> own["A"], own["B"]
(Fraction(2, 3), Fraction(2, 3))

Source: Qi and Sun (1993), A nonsmooth version of Newton's method, for the steps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from games.alternating_offers import AlternatingOffers
from solvers.optimum import LinearProgramAnswer
from solvers.rational import square_solution

__all__ = ["stationary_payoffs"]

ZERO, ONE = Fraction(0), Fraction(1)
Payoffs = Mapping[str, Fraction]
Best = Callable[[str, Payoffs], LinearProgramAnswer]
"""The proposer's program at these reservations."""

STEPS, STARTS, BISECTIONS = 40, 12, 500


def stationary_payoffs(
    game: AlternatingOffers, floor: Payoffs, best: Best
) -> dict[str, Fraction] | None:
    """What each city gets when it proposes; None where the search fails."""
    names = game.problem.players
    if len(names) == 2:
        return _two(game, floor, best)
    start, rounds = dict(floor), len(names)
    for _ in range(STARTS):
        start, own = _induced(game, start, rounds, best)
        found = _newton(game, floor, own, best)
        if found is not None:
            return found
        rounds *= 2
    return None


def _offered(
    game: AlternatingOffers, city: str, own: Fraction, k: int
) -> tuple[Fraction, Fraction]:
    """What a city is offered k rounds before its own turn, and the slope of that in its own."""
    slope = ONE
    for _ in range(k):
        after = game.after_no(city, own)
        stays = after > game.outside[city] or after == own
        own, slope = after, slope * game.patience[city] if stays else ZERO
    return own, slope


def _two(game: AlternatingOffers, floor: Payoffs, best: Best) -> dict[str, Fraction] | None:
    """Newton inside a bracket: m_1 -> M_1(h_2(M_2(h_1(m_1)))) rises and has one fixed point.

    A step onto an end of the bracket has been there before: at a kink Newton's steps go to and fro
    between its two sides. Then the middle is next, so that each piece sends but one step outside.
    """
    one, two = game.problem.players

    def reply(proposer: str, other: str, own: Fraction) -> tuple[Fraction, Fraction]:
        kept, slope = _offered(game, other, own, 1)
        at = best(proposer, {other: kept})
        return at.optimum, at.prices[f"reservation of {other}"] * slope

    low, high = floor[one], best(one, floor).optimum
    own = high
    for _ in range(BISECTIONS):
        theirs, first = reply(two, one, own)
        back, second = reply(one, two, theirs)
        if back == own:
            return {one: own, two: theirs}
        low, high = (own, high) if back > own else (low, own)
        slope = first * second
        newton = own + (back - own) / (1 - slope) if slope != 1 else high
        own = newton if low < newton < high else (low + high) / 2
    return None


def _induced(
    game: AlternatingOffers, after: Payoffs, rounds: int, best: Best
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Some rounds back from ``after``: the last offer, and what each got when it proposed."""
    order, own = game.order, dict(after)
    for k in reversed(range(rounds)):
        proposer = order[k % len(order)]
        kept = {name: _coarse(game.after_no(name, after[name])) for name in own}
        own[proposer] = best(proposer, kept).optimum
        after = {**kept, proposer: own[proposer]}
    return dict(after), own


def _coarse(number: Fraction) -> Fraction:
    """A little less, in 60 binary digits: numbers stay short, and offers within reach."""
    scale = Fraction(2) ** (60 - math.ceil(math.log2(abs(number)))) if number else ONE
    return math.floor(number * scale) / scale


def _newton(
    game: AlternatingOffers, floor: Payoffs, own: dict[str, Fraction], best: Best
) -> dict[str, Fraction] | None:
    names = game.problem.players
    n = len(names)
    for _ in range(STEPS):
        rows, constants = [], []
        missed = False
        for i, proposer in enumerate(names):
            asked = {
                name: _offered(game, name, own[name], (j - i) % n) for j, name in enumerate(names)
            }
            at = best(proposer, {name: kept for name, (kept, _) in asked.items()})
            if at.outcome != "optimal":
                break
            missed |= at.optimum != own[proposer]
            row, constant = [ZERO] * n, at.optimum
            for j, name in enumerate(names):
                if j != i:
                    price = at.prices[f"reservation of {name}"] * asked[name][1]
                    row[j], constant = -price, constant - price * own[name]
            row[i] = ONE
            rows.append(row)
            constants.append(constant)
        if len(rows) < n:  # too much for all: back towards what is within reach
            own = {name: (own[name] + floor[name]) / 2 for name in names}
            continue
        if not missed:
            return own
        solved = square_solution(rows, constants)
        if solved is None:
            return None
        own = {name: max(floor[name], x) for name, x in zip(names, solved, strict=True)}
    return None
