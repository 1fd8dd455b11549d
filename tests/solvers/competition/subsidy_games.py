"""Random subsidy competitions, and figures of them by other means than the solvers'."""

import math
from fractions import Fraction

from hypothesis import strategies as st

from games import SubsidyCompetition


def twentieths(low, high):
    return st.integers(int(low * 20), int(high * 20)).map(lambda k: Fraction(k, 20))


@st.composite
def subsidy_competitions(draw, *, min_cities=1, max_cities=4, spillovers=True, budgets=True):
    n = draw(st.integers(min_cities, max_cities))

    def each(numbers):
        return draw(st.lists(numbers, min_size=n, max_size=n))

    limits = st.one_of(st.none(), twentieths(0, 2))
    matrix = [[Fraction(0)] * n for _ in range(n)]
    if spillovers and draw(st.booleans()):
        for i in range(n):
            for j in range(n):
                if i != j:
                    matrix[i][j] = draw(twentieths(-0.25, 0.5))
    return SubsidyCompetition(
        [f"c{i}" for i in range(n)],
        value=each(twentieths(-0.5, 4)),
        attractiveness=each(twentieths(-1, 1)),
        mu=draw(twentieths(0.1, 2)),
        mass=draw(st.sampled_from([1, 3, 100])),
        caps=each(limits),
        spillovers=matrix,
        outside_option=draw(st.one_of(st.none(), twentieths(-1, 2))),
        firm_weight=draw(st.sampled_from([0, Fraction(1, 2), 1])),
        public_funds_cost=draw(st.sampled_from([0, 0, Fraction(1, 4)])),
        budgets=each(limits) if budgets and draw(st.booleans()) else None,
    )


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
