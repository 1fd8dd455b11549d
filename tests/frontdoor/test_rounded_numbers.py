"""Numbers to be signed in few digits: one payment of which a third is just enough, by hand."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from intercity.amendment.amendable_clause import AmendableClause, Kind
from intercity.amendment.law import Together
from intercity.amendment.linear_deal import LinearDeal
from intercity.amendment.rounding import rounded, rounded_down, rounded_up
from intercity.topics.condition import Condition, Wish

F = Fraction
GAIN = {city: Condition(Wish.GAIN, (city,)) for city in "ABC"}
THIRD = F(1, 3)


def paid(lines, *, lowest=0, highest=None, together=None, loses=None):
    """The numbers that are tried for a payment of 1/3 from A to B, in their order.

    ``lines``: by city its gain without the payment, and by how much each unit of it changes that.
    ``together``: what the law allows of it beside others. ``loses``: what A loses as signed.
    """
    most = None if highest is None else F(highest)
    one = AmendableClause(Kind.PAYMENT, "A", "B", F(0), F(lowest), most, F(1))
    deal = LinearDeal(
        context=SimpleNamespace(run_solver=lambda solver, subject: solver(subject)),
        compact=None,
        clauses=(one,),
        now={GAIN[city]: F(now) for city, (now, _) in lines.items()},
        slopes={GAIN[city]: {one.name: F(slope)} for city, (_, slope) in lines.items()},
        checks={},
        together=() if together is None else (Together("law", {one.name: F(1)}, F(together)),),
        most_lacking={} if loses is None else {GAIN["A"]: F(loses)},
    )
    wishes = [GAIN[city] for city in lines if city == "B" or (city == "A" and loses is None)]
    close = [GAIN["C"]] if "C" in lines else []
    return [one_way[one.name] for one_way in rounded(deal, {one.name: THIRD}, wishes, close)]


@pytest.mark.parametrize(
    ("lines", "limits", "first"),
    [
        # B needs a third at least, A has a third at most.
        ({"B": (-THIRD, 1)}, {}, "0.334"),
        ({"A": (THIRD, -1)}, {}, "0.333"),
        ({"B": (-THIRD, 1), "A": ("0.334", -1)}, {}, "0.334"),
        ({"A": (1, -1)}, {}, "0.333"),  # both do, and less is paid
        # More, or less, is not lawful.
        ({"B": (-THIRD, 1)}, {"highest": "0.3335"}, "0.3334"),
        ({"A": (THIRD, -1)}, {"lowest": "0.3333"}, "0.3333"),
        ({"B": (-THIRD, 1)}, {"together": "0.3335"}, "0.3334"),
        # A loses 3/10 as signed, and a hundredth more by rounding at most.
        ({"B": (-THIRD, 1), "A": (0, -1)}, {"loses": "0.3305"}, "0.3334"),
        # C has a third by it, which is to stay as it is but for a hundredth.
        ({"B": (-THIRD, 1), "C": (-33, 100)}, {}, "0.33334"),
    ],
)
def test_as_few_digits_as_break_nothing_come_first(lines, limits, first):
    found = paid(lines, **limits)
    assert found[0] == F(first)
    if "B" in lines:
        assert all(number >= THIRD for number in found[:-1])
    assert found[-1] == F("0.333333")  # to be read, where all others break something


def test_a_number_of_six_digits_at_most_is_as_it_is():
    assert rounded_up(F("0.123456")) == rounded_down(F("0.123456")) == F("0.123456")
    assert (rounded_down(F("0.1234567")), rounded_up(F("0.1234567"))) == (F("0.123"), F("0.124"))
