"""Figures of subsidy races by other means than the solvers'."""

import math
from fractions import Fraction


def log_sum(game, subsidies):
    """mu ln Z in floating point."""
    mu = float(game.mu)
    places = [float(a + s) / mu for a, s in zip(game.attractiveness, subsidies, strict=True)]
    if game.outside_option is not None:
        places.append(float(game.outside_option) / mu)
    best = max(places)
    return mu * (best + math.log(math.fsum(math.exp(place - best) for place in places)))


def welfare(game, subsidies, weight):
    """The cities' total plus weight times the firms' gain, in floating point."""
    gain = log_sum(game, subsidies) - log_sum(game, [Fraction(0)] * len(subsidies))
    return sum(game.payoffs(subsidies).values()) + float(weight * game.mass) * gain
