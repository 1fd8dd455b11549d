"""Where alternating offers lead as rounds get short: a Nash solution, with weights by patience."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from games.alternating_offers import AlternatingOffers
from games.bargaining import BargainingProblem, Inequality
from games.errors import InvalidInput, Undefined, of_kind
from solvers.bargaining.frontier_shape import grid
from solvers.competition.logit_choice import ball
from solvers.precision import precision

__all__ = ["nash_limit"]

DIGITS = 30
"""To so many digits logarithms are given where they are no fractions."""


def nash_limit(game: AlternatingOffers) -> BargainingProblem:
    """Where alternating offers lead as rounds get short: a Nash solution, with weights by patience.

    With rounds of length D, city i's discount factor is delta_i = exp(-rho_i D), and talks go on
    after a no with probability 1 - p = exp(-lambda D). As D goes to 0 the equilibrium comes to the
    Nash bargaining solution with

        weights 1 / (rho_i + lambda)  and disagreement  (rho_i d_i + lambda b_i) / (rho_i + lambda):

    who is twice as patient counts twice, and the breakdown payoffs b_i matter by how likely
    breakdown is beside what waiting costs. Outside payoffs are only a floor.

    With three or more cities this holds where the frontier is flat or smooth around the solution;
    at a kink it need not.

    The problem whose Nash solution the equilibrium comes to as rounds get short.

    The weights are relative to the first player's; nobody gets less than outside. Ratios of
    logarithms are seldom fractions: weights, and disagreement payoffs where both discounting and
    the risk of breakdown matter, are rounded to 30 digits (equal patience gives equal weights
    exactly), so that an exact solution of this problem is the limit to about as many.

    >>> from games import AlternatingOffers, BargainingProblem
    >>> pie = BargainingProblem.from_inequalities(["A", "B"], [((1, 1), 1)], (0, 0))
    >>> limit = nash_limit(AlternatingOffers(pie, {"A": 0.81, "B": 0.9}))
    >>> limit.weights["B"]                      # B is twice as patient: 0.9^2 = 0.81
    Fraction(2, 1)

    Errors: ``Undefined`` where a city has no patience at all, ``InvalidInput`` for talks with a
    last round, whose limit depends on how many there are, and for outside payoffs that bind below a
    smooth frontier, which has no corners.
    Source: Binmore, Rubinstein and Wolinsky (1986).

    >>> from games import AlternatingOffers, BargainingProblem
    >>> from solvers.bargaining.nash_bargaining import nash_bargaining
    >>> pie = BargainingProblem.from_inequalities(["A", "B"], [((1, 1), 1)], (0, 0))
    >>> nash_bargaining(nash_limit(AlternatingOffers(pie, {"A": 0.81, "B": 0.9})))
    Allocation(A=0.333333, B=0.666667)

    Source: Binmore, Rubinstein and Wolinsky (1986), The Nash bargaining solution in economic
    modelling, RAND Journal of Economics 17, 176-188; Kultti and Vartiainen (2010) for three and
    more.
    """
    of_kind(game, AlternatingOffers, place="subject of nash_limit")
    if game.rounds is not None:
        raise InvalidInput("the last round", game.rounds, "none: rounds get short, talks do not")
    problem, patience = game.problem, game.patience
    for name, g in patience.items():
        if not g:
            raise Undefined("limit of alternating offers", f"{name} has no patience at all", name)
    first = patience[problem.players[0]]
    weights = {name: _log_ratio(first, g) for name, g in patience.items()}
    stay, kept = 1 - game.breakdown, problem.disagreement
    impasse = {
        name: kept[name] + _log_ratio(stay, patience[name]) * (broken - kept[name])
        for name, broken in game.breakdown_payoffs.items()
    }
    if problem.frontier is not None:
        for name, outside in game.outside.items():
            if outside > impasse[name]:
                expected = f"at most {impasse[name]}, the impasse payoff, on a smooth frontier"
                raise InvalidInput(f"outside payoff of {name}", outside, expected)
    floors = tuple(
        Inequality({name: Fraction(-1)}, -outside)
        for name, outside in game.outside.items()
        if outside > impasse[name]
    )
    return replace(
        problem,
        disagreement=impasse,
        weights=weights,
        inequalities=(*problem.inequalities, *floors),
    )


def _log_ratio(one: Fraction, other: Fraction) -> Fraction:
    """ln(one) / ln(other) to 30 digits, of numbers in (0, 1]; ``other`` is below 1."""
    if one in {1, other}:
        return Fraction(one != 1)
    bits = 128
    while True:  # numbers very near to 1 need more
        bits *= 2
        with precision(bits):
            ratio = ball(one).log() / ball(other).log()
            if ratio.rel_accuracy_bits() > 4 * DIGITS + 10:
                mantissa, exponent = ratio.mid().man_exp()
                break
    near = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    unit = grid(near, DIGITS)
    return round(near / unit) * unit
