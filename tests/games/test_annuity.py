"""Yearly amounts that flows are worth, against the sum that defines them."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from games.annuity import Annuity

RATES = st.sampled_from([Fraction(0), Fraction(1, 20), Fraction(3, 7), Fraction(2)])
FLOWS = st.lists(st.sampled_from([Fraction(0), Fraction(-7, 3), Fraction(5), Fraction(1, 9)]))


@given(RATES, FLOWS, st.booleans())
def test_flows_are_worth_what_their_years_add_up_to(rate, flows, forever):
    """Many years bring as much as the year before; the last flow of a perpetuity never ends."""
    forever = forever and bool(rate)
    annuity = Annuity(3, rate, "perpetuity" if forever else "nothing")
    worth = sum((x / (1 + rate) ** t for t, x in enumerate(flows)), Fraction(0))
    if forever and flows:
        worth += flows[-1] / rate / (1 + rate) ** (len(flows) - 1)
    assert annuity.evenly(flows) == annuity.yearly * worth
