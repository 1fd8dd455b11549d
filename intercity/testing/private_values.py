"""Problems of private information, drawn.

>>> from hypothesis import given, settings
>>> from mechanisms import design
>>> @settings(max_examples=10)
... @given(bayesian_problems(max_cities=2))
... def honesty_brings_no_more(problem):
...     assert design(problem, subject_to=["BIC"]).value <= design(problem).value
>>> honesty_brings_no_more()
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import strategies as st

from games.bayesian_problem import BayesianProblem
from intercity.testing.bounds import bounds_of, city_names, number_of
from intercity.testing.spelled import spelled
from mechanisms.direct.direct_mechanism import DirectMechanism

__all__ = ["bayesian_problems", "direct_mechanisms", "type_spaces"]


@st.composite
def type_spaces(
    draw: st.DrawFn,
    *,
    min_cities: int = 2,
    max_cities: int = 3,
    min_types: int = 1,
    max_types: int = 3,
) -> dict[str, dict[int, Fraction]]:
    """By city its types 0, 1, ... with their chances, which may be unlike."""
    low, high = bounds_of("types", min_types, max_types)
    cities = city_names(draw(number_of("cities", min_cities, max_cities)))
    types = {}
    for city in cities:
        weights = draw(st.lists(st.integers(1, 3), min_size=low, max_size=high))
        types[city] = {k: Fraction(weight, sum(weights)) for k, weight in enumerate(weights)}
    return types


@st.composite
def bayesian_problems(
    draw: st.DrawFn,
    *,
    min_cities: int = 2,
    max_cities: int = 3,
    min_types: int = 1,
    max_types: int = 3,
    min_alternatives: int = 1,
    max_alternatives: int = 3,
) -> BayesianProblem:
    """Cities with types 0, 1, ... of unlike chances, alternatives x, y, z, and small whole values.

    One city may have something without the rule, one alternative may cost something.
    """
    small = st.integers(-3, 3)
    count = number_of("alternatives", min_alternatives, max_alternatives, 3)
    spaces = type_spaces(
        min_cities=min_cities, max_cities=max_cities, min_types=min_types, max_types=max_types
    )
    types = draw(spaces)
    cities = list(types)
    alternatives = ["x", "y", "z"][: draw(count)]
    values = {
        city: {each: {k: draw(small) for k in types[city]} for each in alternatives}
        for city in cities
    }
    return spelled(
        draw,
        BayesianProblem,
        cities,
        types,
        alternatives,
        values,
        outside={cities[0]: draw(small)},
        costs={alternatives[-1]: draw(small)},
    )


@st.composite
def direct_mechanisms(
    draw: st.DrawFn,
    *,
    min_cities: int = 1,
    max_cities: int = 2,
    min_types: int = 1,
    max_types: int = 2,
    min_alternatives: int = 1,
    max_alternatives: int = 2,
) -> DirectMechanism:
    """Rules that choose an alternative, or draw one of two, and take small whole payments.

    A payment below 0 is received. Nothing keeps them honest, voluntary or balanced.
    """
    problem = draw(
        bayesian_problems(
            min_cities=min_cities,
            max_cities=max_cities,
            min_types=min_types,
            max_types=max_types,
            min_alternatives=min_alternatives,
            max_alternatives=max_alternatives,
        )
    )
    allocation, payments = {}, {}
    for profile in itertools.product(*problem.types):
        one, other = draw(st.tuples(*[st.sampled_from(problem.alternatives)] * 2))
        allocation[profile] = one if one == other else {one: Fraction(1, 2), other: Fraction(1, 2)}
        payments[profile] = {city: draw(st.integers(-2, 2)) for city in problem.cities}
    return spelled(draw, DirectMechanism, problem, allocation, payments)
