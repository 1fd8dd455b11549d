"""Where alternating offers lead as rounds get short: a Nash solution, with weights by patience.

Two cities that discount at the rates rho_i come to the Nash bargaining solution with weights
1 / rho_i: who is twice as patient counts twice. With rounds of length D, delta_i = exp(-rho_i D),
and so the weights are 1 / (-ln delta_i). A risk of breakdown counts like impatience, and what
cities get in an impasse is the disagreement point; outside payoffs are only a floor.

With three or more cities this holds where the frontier is flat or smooth around the solution; at a
kink it need not.

>>> from games import AlternatingOffers, BargainingProblem
>>> from solvers.bargaining.nash_bargaining import nash_bargaining
>>> pie = BargainingProblem.from_inequalities(["A", "B"], [((1, 1), 1)], (0, 0))
>>> nash_bargaining(nash_limit(AlternatingOffers(pie, {"A": 0.81, "B": 0.9})))
Allocation(A=0.333333, B=0.666667)

Source: Binmore, Rubinstein and Wolinsky (1986), The Nash bargaining solution in economic modelling,
RAND Journal of Economics 17, 176-188; Kultti and Vartiainen (2010) for three and more.
"""

from __future__ import annotations

import decimal
from dataclasses import replace
from fractions import Fraction

from games.alternating_offers import AlternatingOffers
from games.bargaining import BargainingProblem, Inequality
from games.errors import Undefined

__all__ = ["nash_limit"]


def nash_limit(game: AlternatingOffers) -> BargainingProblem:
    """The problem whose Nash solution the equilibrium comes to as rounds get short.

    Disagreement is the impasse e, city i's weight is 1 / (-ln g_i) relative to the first player's
    (to 30 digits; equal patience gives equal weights exactly), and nobody gets less than outside.

    >>> from games import AlternatingOffers, BargainingProblem
    >>> pie = BargainingProblem.from_inequalities(["A", "B"], [((1, 1), 1)], (0, 0))
    >>> limit = nash_limit(AlternatingOffers(pie, {"A": 0.81, "B": 0.9}))
    >>> limit.weights["B"]                      # B is twice as patient: 0.9^2 = 0.81
    Fraction(2, 1)

    Errors: ``Undefined`` where a city has no patience at all.
    Source: Binmore, Rubinstein and Wolinsky (1986).
    """
    problem, patience = game.problem, game.patience
    for name, g in patience.items():
        if not g:
            raise Undefined("limit of alternating offers", f"{name} has no patience at all", name)
    with decimal.localcontext(decimal.Context(prec=50)):
        logs = {
            name: (decimal.Decimal(g.numerator) / decimal.Decimal(g.denominator)).ln()
            for name, g in patience.items()
        }
        weights = {
            name: Fraction(round(logs[problem.players[0]] / log, 30)) for name, log in logs.items()
        }
    floors = tuple(
        Inequality({name: Fraction(-1)}, -outside)
        for name, outside in game.outside.items()
        if outside > game.impasse[name]
    )
    return replace(
        problem,
        disagreement=dict(game.impasse),
        weights=weights,
        inequalities=(*problem.inequalities, *floors),
    )
