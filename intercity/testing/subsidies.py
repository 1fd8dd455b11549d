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
from typing import Any

from hypothesis import strategies as st

from games.by_city import truth
from games.subsidy import SubsidyCompetition
from intercity.testing.bounds import city_names, number_of
from intercity.testing.spelled import spelled

__all__ = ["subsidy_competitions"]


UNITS = (1, 1, 20)
"""By how much all money is divided: two of three races are in whole numbers."""


@st.composite
def subsidy_competitions(
    draw: st.DrawFn,
    *,
    min_cities: int = 1,
    max_cities: int = 4,
    allow_spillovers: bool = True,
    allow_budgets: bool = True,
) -> SubsidyCompetition:
    """Logit races: of one in three all cities are alike; one in two has neither caps nor the like.

    The others have caps, budgets where they are allowed, firms that may stay away, a ``mass`` of 1,
    3 or 100, a ``firm_weight`` of 0, 1/2 or 1, and ``public_funds_cost`` of 0 or 1/4, now and then.
    Where they are allowed, one race in two has ``spillovers``: -1, 0, 1, 2, or twentieths from -1/4
    to 1/2.

    In one race of two, numbers are small: ``value`` -1 to 8, ``attractiveness`` -1 to 1, ``mu`` 1
    or 2, ``caps`` 0 to 4, ``outside_option`` -1 to 4, ``budgets`` 0 to 40. In the others they go
    ten times as far. They are whole, and in one race of three divided by 20.
    """
    n = draw(number_of("cities", min_cities, max_cities))
    spillovers = truth(allow_spillovers, "allow_spillovers")
    budgets = truth(allow_budgets, "allow_budgets")
    alike = draw(st.sampled_from([True, False, False]))
    unit = draw(st.sampled_from(UNITS))
    reach = draw(st.sampled_from([1, 10]))

    def money(low: int, high: int) -> st.SearchStrategy[Fraction]:
        return st.integers(low * reach, high * reach).map(lambda k: Fraction(k, unit))

    def each(numbers: st.SearchStrategy) -> list[Fraction]:
        return [draw(numbers)] * n if alike else draw(st.lists(numbers, min_size=n, max_size=n))

    named: dict[str, Any] = {
        "value": each(money(-1, 8)),
        "attractiveness": each(money(-1, 1)),
        "mu": draw(st.integers(1, 2 * reach).map(lambda k: Fraction(k, unit))),
    }
    if draw(st.booleans()):
        named |= {
            "mass": draw(st.sampled_from([1, 3, 100])),
            "caps": each(st.none() | money(0, 4)),
            "outside_option": draw(st.none() | money(-1, 4)),
            "firm_weight": draw(st.sampled_from([0, Fraction(1, 2), 1])),
            "public_funds_cost": draw(st.sampled_from([0, 0, Fraction(1, 4)])),
        }
        if budgets and draw(st.booleans()):
            named["budgets"] = each(st.none() | money(0, 40))
    if spillovers and draw(st.booleans()):
        parts = st.integers(-1, 2) | st.integers(-5, 10).map(lambda k: Fraction(k, 20))
        named["spillovers"] = [[draw(parts) if i != j else 0 for j in range(n)] for i in range(n)]
    return spelled(draw, SubsidyCompetition, city_names(n), **named)
