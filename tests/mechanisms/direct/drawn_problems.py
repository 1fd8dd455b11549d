"""Parts of small problems of mechanism design, as several tests draw them."""

from fractions import Fraction


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
