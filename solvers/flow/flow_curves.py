"""The curves of a factor flow in balls: what a unit earns, and what one more adds to all.

>>> from games import FactorFlow
>>> flow = FactorFlow(["Hub", "Edge"], 10, 1, mass=4, congestion=1)
>>> [(curve.a, curve.p, curve.g, curve.c) == (10, 0, 1, 0) for curve in earned_curves(flow)]
[True, True]
>>> marginal_curves(flow)[0].g
Fraction(2, 1)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from games.factor_flow import FactorFlow
from solvers.competition.logit_choice import ball
from solvers.competition.logit_choice import shown as shown_to
from solvers.flow.return_curve import ReturnCurve

__all__ = [
    "curves_in_balls",
    "decimals",
    "earned_curves",
    "earned_together",
    "marginal_curves",
    "masses_shown",
    "nine_digits",
    "residents",
    "welfare",
]

BITS = 128
DIGITS = 9


@contextmanager
def curves_in_balls(bits: int = BITS) -> Iterator[None]:
    """At this precision."""
    from flint import ctx

    with ctx.workprec(bits):
        yield


def earned_curves(game: FactorFlow) -> list[ReturnCurve]:
    """A n^(beta - 1) - (gamma + theta/T) n + theta M/T + s, by region."""
    return [
        ReturnCurve(
            game.productivity[i],
            game.elasticity[i] - 1,
            game.congestion[i] + game.arriving[i],
            game.arriving[i] * game.mass + game.subsidies[i],
            2 * game.mass,
        )
        for i in range(len(game.regions))
    ]


def marginal_curves(game: FactorFlow) -> list[ReturnCurve]:
    """What one more unit adds to n r(n) and to what residents have.

    Subsidies are left out, as they are only handed over. A rise in region i lowers what arrives
    there only: n_i theta_i (M - n_i)/T counts once.
    """
    return [
        ReturnCurve(
            (1 + game.stakes[i]) * game.productivity[i] * game.elasticity[i],
            game.elasticity[i] - 1,
            2 * (game.congestion[i] + game.arriving[i]),
            game.arriving[i] * game.mass - game.nuisance[i],
            2 * game.mass,
        )
        for i in range(len(game.regions))
    ]


def welfare(game: FactorFlow, masses: Sequence[Any]) -> Any:
    """The sum of A n^beta - gamma n^2 + theta n (M - n)/T and what residents have, in a ball."""
    total, whole = sum(residents(game, masses), ball(0)), ball(game.mass)
    for i, n in enumerate(masses):
        a, beta, gamma, theta = map(
            ball, (game.productivity[i], game.elasticity[i], game.congestion[i], game.arriving[i])
        )
        if n != 0:
            total += a * n**beta - gamma * n * n + theta * n * (whole - n)
    return total


def earned_together(game: FactorFlow, masses: Mapping[str, Fraction]) -> Fraction:
    """What all earn together, to nine digits, where the masses are known so well.

    >>> from games import FactorFlow
    >>> float(earned_together(FactorFlow(["Hub", "Edge"], 2, 0.5, mass=5), {"Hub": 4, "Edge": 1}))
    6.0
    """
    with curves_in_balls():
        return nine_digits(welfare(game, [ball(Fraction(masses[r])) for r in game.regions]))


def residents(game: FactorFlow, masses: Sequence[Any]) -> list[Any]:
    """What those who do not move have: a stake in output, less what the mass costs them."""
    found = []
    for i, n in enumerate(masses):
        a, beta = ball(game.productivity[i]), ball(game.elasticity[i])
        output = ball(0) if n == 0 else a * n**beta
        found.append(ball(game.stakes[i]) * output - ball(game.nuisance[i]) * n)
    return found


def decimals(scale: Fraction) -> int:
    """How many decimals show a number of this size to nine digits."""
    size = abs(scale) or Fraction(1)
    whole = int(size)
    magnitude = len(str(whole)) if whole else 1 - len(str(int(1 / size)))
    return DIGITS - magnitude


def nine_digits(number: Any) -> Fraction:
    """The ball's number to nine digits, and at most nine decimals."""
    return shown_to(number, min(DIGITS, decimals(Fraction(float(number.mid())))))


def masses_shown(game: FactorFlow, masses: Sequence[Any]) -> Mapping[str, Fraction]:
    """By region, to nine digits of the whole mass."""
    places = decimals(game.mass)
    return {
        region: Fraction(0) if n == 0 else shown_to(n, places)
        for region, n in zip(game.regions, masses, strict=True)
    }
