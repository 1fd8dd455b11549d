"""The spectral radius of a matrix, the largest modulus of its eigenvalues, enclosed by balls.

With k = 2^m,  |trace J^k| <= n rho^k  and  rho^k <= the norm of J^k, whose k-th roots meet.

>>> from solvers.competition.logit_choice import ball
>>> radius = spectral_radius([[ball(0), ball(2)], [ball(2), ball(0)]])
>>> radius.contains(2), float(radius.rad()) < 1e-9
(True, True)

Source: Gelfand (1941), Normierte Ringe, for the formula.
"""

from __future__ import annotations

from typing import Any

from solvers.competition.logit_choice import ball

__all__ = ["spectral_radius"]

SQUARINGS = 64


def spectral_radius(slopes: list[list[Any]]) -> Any:
    """A ball around it, for a square matrix of balls, by repeated squaring."""
    from flint import arb, arb_mat

    n = len(slopes)
    power, k = arb_mat(slopes), ball(1)
    low, high = ball(0), None
    for _ in range(SQUARINGS):
        norm = ball(0)
        for i in range(n):
            norm = arb.max(norm, sum((abs(power[i, j]) for j in range(n)), ball(0)))
        if norm == 0:
            return ball(0)
        upper = (norm.abs_upper().log() / k).exp()
        high = upper if high is None or upper < high else high
        trace = abs(power.trace()) / n
        if trace.lower() > 0:
            lower = (trace.lower().log() / k).exp()
            low = max(low, lower)
        power, k = power * power, 2 * k
    return low.union(high)
