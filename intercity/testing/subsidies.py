"""Subsidy races, drawn.

>>> from hypothesis import given, settings
>>> from solvers import subsidy_equilibrium
>>> @settings(max_examples=10)
... @given(subsidy_competitions(max_cities=2))
... def the_equilibrium_is_proven(race):
...     found = subsidy_equilibrium(race)
...     assert found.certificate.verify(race)
>>> the_equilibrium_is_proven()
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from games.by_city import truth
from games.subsidy import SubsidyCompetition
from intercity.testing.bounds import city_names, number_of
from intercity.testing.spelled import spelled

__all__ = ["subsidy_competitions"]


def _twentieths(low: float, high: float) -> st.SearchStrategy[Fraction]:
    return st.integers(int(low * 20), int(high * 20)).map(lambda k: Fraction(k, 20))


@st.composite
def subsidy_competitions(
    draw: st.DrawFn,
    *,
    min_cities: int = 1,
    max_cities: int = 4,
    allow_spillovers: bool = True,
    allow_budgets: bool = True,
) -> SubsidyCompetition:
    """Logit races of cities that differ in all they can, with caps, and firms that may stay away.

    Where spillovers and budgets are allowed, there are some now and then.
    """
    n = draw(number_of("cities", min_cities, max_cities))
    spillovers = truth(allow_spillovers, "allow_spillovers")
    budgets = truth(allow_budgets, "allow_budgets")

    def each(numbers: st.SearchStrategy) -> list[Fraction]:
        return draw(st.lists(numbers, min_size=n, max_size=n))

    limits = st.none() | _twentieths(0, 2)
    matrix = [[Fraction(0)] * n for _ in range(n)]
    if spillovers and draw(st.booleans()):
        for i in range(n):
            for j in range(n):
                if i != j:
                    matrix[i][j] = draw(_twentieths(-0.25, 0.5))
    return spelled(
        draw,
        SubsidyCompetition,
        city_names(n),
        value=each(_twentieths(-0.5, 4)),
        attractiveness=each(_twentieths(-1, 1)),
        mu=draw(_twentieths(0.1, 2)),
        mass=draw(st.sampled_from([1, 3, 100])),
        caps=each(limits),
        spillovers=matrix,
        outside_option=draw(st.none() | _twentieths(-1, 2)),
        firm_weight=draw(st.sampled_from([0, Fraction(1, 2), 1])),
        public_funds_cost=draw(st.sampled_from([0, 0, Fraction(1, 4)])),
        budgets=each(limits) if budgets and draw(st.booleans()) else None,
    )
