"""Parts of small problems of mechanism design, as several tests draw them."""

from fractions import Fraction
from itertools import product
from math import prod

from hypothesis import strategies as st


def weighted_types(weights):
    """Types 0, 1, ... with probabilities in proportion to these weights."""
    return {k: Fraction(weight, sum(weights)) for k, weight in enumerate(weights)}


def drawn_values(draw, number, types, alternatives):
    """What each alternative is worth to each type of each city, as a function of the three."""
    values = {
        (city, each, k): draw(number)
        for city, kinds in types.items()
        for each in alternatives
        for k in kinds
    }
    return lambda city, each, k: values[city, each, int(k)]


def priors(kinds):
    """Up to three types of these, with their probabilities."""
    table = st.dictionaries(kinds, st.integers(1, 4), min_size=1, max_size=3)
    return table.map(lambda w: {kind: Fraction(x, sum(w.values())) for kind, x in w.items()})


def profiles(question):
    """Each profile of types, and its chance."""
    for pairs in product(*(prior.items() for prior in question.priors)):
        yield [kind for kind, _ in pairs], prod((p for _, p in pairs), start=Fraction(1))
