"""Classics of tax and subsidy competition, as quadratic games: published equilibria."""

from fractions import Fraction

import pytest
import sympy

from games import QuadraticGame
from solvers import generalised_equilibrium

F = Fraction


def solved(payoffs, **options):
    found = generalised_equilibrium(QuadraticGame.from_formulas(payoffs, **options))
    assert found.certificate.verify(found.game) is True
    return found


@pytest.mark.parametrize("size", [F(1), F(1, 2), F(1, 5)])
@pytest.mark.parametrize("distance", [F(1), F(3, 2)])
def test_kanbur_keen_1993(size, distance):
    """The small one sets t = d (1 + 2 size)/3, the large one T = d (2 + size)/3.

    Where t <= T, (T - t)/d of the large one's shoppers cross the border.
    """
    found = solved(
        {"t": f"t*({size} + (T - t)/({distance}))", "T": f"T*(1 - (T - t)/({distance}))"}
    )
    assert found.point == {"t": distance * (1 + 2 * size) / 3, "T": distance * (2 + size) / 3}
    assert found.unique


@pytest.mark.parametrize("n", [2, 3, 5])
def test_zodrow_mieszkowski_type(n):
    """Output a k - b k^2/2, mean capital k: revenue maximisers tax at n b k/(n - 1)."""
    b, mean = F(2, 3), F(5)
    taxes = [f"t{i}" for i in range(n)]
    average = "(" + " + ".join(taxes) + f")/{n}"
    found = solved({t: f"{t}*({mean} + ({average} - {t})/({b}))" for t in taxes})
    assert found.point == dict.fromkeys(taxes, n * b * mean / (n - 1))


def profit(i, j, demand):
    return f"(({demand}) + 2*{i} - {j})**2/9 - {i}*(({demand}) + 2*{i} - {j})/3"


def test_brander_spencer_1985():
    """Export subsidies to Cournot duopolists: A/5 each, welfare 2 A^2/25, below A^2/9 without."""
    A = F(10)
    found = solved({"s": profit("s", "z", A), "z": profit("z", "s", A)}, lower=None)
    assert found.point == {"s": A / 5, "z": A / 5}
    assert found.payoffs == {"s": 2 * A**2 / 25, "z": 2 * A**2 / 25}
    assert found.game.payoffs({"s": 0, "z": 0})["s"] == A**2 / 9
    alone = solved({"s": profit("s", 0, A)}, lower=None)
    assert alone.point == {"s": A / 4}


def test_brander_spencer_together():
    """Together they would tax exports by A/4: SymPy on the sum of both."""
    s, A = sympy.symbols("s A")
    each = (A + s) ** 2 / 9 - s * (A + s) / 3
    assert sympy.solve(sympy.diff(2 * each, s), s) == [-A / 4]
    game = QuadraticGame.from_formulas(
        {"s": profit("s", "z", 10), "z": profit("z", "s", 10)}, lower=None
    )
    together = sum(game.payoffs({"s": F(-5, 2), "z": F(-5, 2)}).values())
    for change in (F(1, 100), F(-1, 100)):
        assert sum(game.payoffs([F(-5, 2) + change] * 2).values()) < together
