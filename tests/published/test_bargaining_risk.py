"""What risk aversion does to the terms of a deal: the classic results on smooth frontiers."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

import solvers
from games import BargainingProblem


@pytest.mark.parametrize("gamma", [Fraction(1, 2), Fraction(1, 3), Fraction(3, 4), Fraction(1)])
def test_the_risk_averse_gets_less(gamma):
    """Muthoo (1999), section 2.1: u_A = s^gamma, u_B = 1 - s gives A gamma/(1 + gamma)."""
    problem = BargainingProblem.from_frontier(["A", "B"], f"1 - x**(1/({gamma}))", (0, 0))
    answer = solvers.nash_bargaining(problem)
    assert float(answer["B"]) == pytest.approx(float(1 / (1 + gamma)), rel=1e-12)
    assert float(answer["A"]) == pytest.approx(float(gamma / (1 + gamma)) ** gamma, rel=1e-12)
    assert answer.certificate.verify(problem) is True


def test_the_opponent_of_the_more_risk_averse_gains():
    """Kihlstrom, Roth and Schmeidler (1981), in Nash and in Kalai-Smorodinsky alike.

    Derived here for u_A = sqrt(s): Nash gives B 2/3; Kalai-Smorodinsky 1 - x^2 = x, so that B has
    (sqrt(5) - 1)/2. Both had 1/2 when A was risk-neutral.
    """
    averse = BargainingProblem.from_frontier(["A", "B"], "1 - x**2", (0, 0))
    nash, proportional = solvers.nash_bargaining(averse), solvers.kalai_smorodinsky(averse)
    assert float(nash["B"]) == pytest.approx(2 / 3, rel=1e-12)
    assert float(proportional["B"]) == pytest.approx((math.sqrt(5) - 1) / 2, rel=1e-12)
    assert min(nash["B"], proportional["B"]) > Fraction(1, 2)
