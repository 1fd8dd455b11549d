"""The lie that gains most on average, against a grid and next to nothing."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mechanisms import audit
from mechanisms.direct import best_misreport
from mechanisms.direct.interim_functions import InterimFunctions
from solvers.polynomial import Polynomial
from tests.mechanisms.direct.range_rules import first_price, ranges, sale
from tests.properties.strategies import examples

F = Fraction
small = st.integers(-4, 4)
lines = st.tuples(small, small).map(lambda c: Polynomial.of(*c))
parabolas = st.tuples(small, small, small).map(lambda c: Polynomial.of(*c))


@examples(60)
@given(
    between=st.lists(st.tuples(parabolas, lines), min_size=2, max_size=2),
    at_points=st.lists(st.tuples(small.map(F), small.map(F)), min_size=3, max_size=3),
)
# A concave payment for low reports, a convex one for high types: best well inside of both.
@example(
    [(Polynomial.of(1, 1, -2), Polynomial(())), (Polynomial.of(2, -3, 2), Polynomial(()))],
    [(F(1), F(0))] * 3,
)
def test_the_best_lie_against_a_grid(between, at_points):
    functions = InterimFunctions((F(0), F(1, 2), F(1)), tuple(at_points), tuple(between))
    kinds = [F(k, 16) for k in range(17)]
    most = max(functions.payoff(t, r) - functions.payoff(t, t) for t in kinds for r in kinds)
    breach = best_misreport.best_misreport(functions)
    if breach is None:
        assert most <= 0
        return
    gain, bound, true, misreport = breach
    assert gain == functions.payoff(true, misreport) - functions.payoff(true, true)
    assert bound >= max(most, gain) >= gain >= F(99, 100) * bound > 0


TINY = F(1, 10**18)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),  # A = -2/3 r^3 and B = r^2 are those of an honest rule
    [
        # W' - B is tiny, up or down
        ((-F(2, 3) - TINY), 0, (0, 0), (-F(2, 3) - TINY, 1)),
        ((-F(2, 3) + TINY), 0, (0, 0), (-F(2, 3) + TINY, 1)),
        # B = r^2 - TINY r falls up to TINY / 2, and A makes W its integral
        (-F(2, 3), TINY, (0, 0), (-F(2, 3) + TINY / 2, 1 - TINY)),
        # W jumps at an end
        (-F(2, 3), 0, (TINY, 0), (-F(2, 3), 1)),
        (-F(2, 3), 0, (-TINY, 0), (-F(2, 3), 1)),
        (-F(2, 3), 0, (0, 0), (-F(2, 3) + TINY, 1)),
        (-F(2, 3), 0, (0, 0), (-F(2, 3) - TINY, 1)),
        # B falls at an end
        (-F(2, 3), 0, (0, TINY), (-F(2, 3), 1)),
        (-F(2, 3), 0, (0, 0), (-F(2, 3) + TINY, 1 - TINY)),
    ],
)
def test_a_lie_that_pays_next_to_nothing_is_found_with_three_cities(a, b, low, high):
    between = Polynomial.of(0, 0, b / 2, a), Polynomial.of(0, -b, 1)
    ends = [(F(level), F(slope)) for level, slope in (low, high)]
    functions = InterimFunctions((F(0), F(1)), tuple(ends), (between,))
    gain, bound, true, misreport = best_misreport.best_misreport(functions)
    assert gain == bound == functions.payoff(true, misreport) - functions.payoff(true, true) > 0


def test_a_first_price_of_three_that_is_shaded_a_little_too_little():
    audited = audit(ranges(sale(3), lambda told: first_price(told, 0.667)), ["BIC"])["BIC"]
    # A type t has r^2 (t - 0.667 r) from r: the best is 2 t / 2.001, and the most to gain t = 1's
    most = F(2000, 2001) ** 2 / 3 - F("0.333")
    assert F(9, 10) * most <= audited.gain <= most
