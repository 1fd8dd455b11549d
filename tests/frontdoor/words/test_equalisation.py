"""What is said of equalisation is so."""

from fractions import Fraction

import pytest

from intercity.topics.equalisation.check import EqualisationOutcome, PriceForTax
from intercity.topics.equalisation.english import line, remedy, repair, says
from intercity.topics.outcome import Repair
from tests.frontdoor.words.facts import facts


def cut(before, after, **given):
    """Gains of Ost and West before and after grants are cut."""
    names = ("Ost", "West")
    gains = {
        "before": dict(zip(names, before, strict=True)),
        "after": dict(zip(names, after, strict=True)),
    }
    return facts(EqualisationOutcome, **{"margin": 1, **gains, **given})


def test_one_loses_and_two_lose_only_by_the_cut():
    told = says(cut((4, 6), (-2, 5)))
    assert told.startswith("Ost loses only because grants are cut (Ost -2.0, West +5.0, and Ost +4")
    assert says(cut((4, 6), (-2, -5))).startswith("Ost and West lose only because grants are cut (")
    assert line(cut((4, 6), (5, -2))) == "West loses 2.0 a year once grants are cut"
    assert says(cut((4, 6), (0, 6))).startswith("nobody's gain turns into a loss")
    alike = "(Ost +4.0, West +6.0, the same if grants stayed as they are)"
    assert says(cut((4, 6), (4, 6))) == f"nobody's gain turns into a loss as grants are cut {alike}"
    near = "(Ost +4.0, West +6.0, and about as much if grants stayed as they are); together"
    assert near in says(cut((Fraction("4.02"), 6), (4, 6)))
    assert line(cut((4, 6), (0, 6))) == "no member's gain is lost with its grants"
    never = says(cut((-4, -6), (-5, -7), margin=None))
    assert never.startswith("each member would lose without it, too (")


def test_who_loses_only_as_it_counts_later_years():
    half = {
        "discounts": dict.fromkeys(("Ost", "West"), Fraction(1, 2)),
        "interest": Fraction(1, 20),
    }
    own = {"own_before": {"Ost": 3}, "own_after": {"Ost": -1}, **half}
    said = says(cut((4, 6), (0, 5), **own))
    hangs = "whether Ost gains hangs on whether it can borrow at 5%"
    assert said.startswith(f"once grants are cut, {hangs} (Ost 0, West +5.0, and")
    assert line(cut((4, 6), (0, 5), **own)) == f"{hangs}, once grants are cut"
    assert says(cut((4, 6), (-1, 5), **own)).startswith("Ost loses only because grants are cut (")
    assert line(cut((4, 6), (0, -5), **own)) == "West loses 5.0 a year once grants are cut"
    two = {"own_before": {"Ost": 3, "West": 2}, "own_after": {"Ost": -1, "West": -2}, **half}
    assert "whether Ost and West gain hangs on whether they" in says(cut((4, 6), (0, 5), **two))


def test_who_would_lose_anyway_may_do_so_only_at_its_own_discount_factor():
    """Ost gains 4 a year at the region's interest, before and after."""
    both = {"own_before": {"Ost": -3, "West": -2}, "own_after": {"Ost": -4, "West": -3}}
    told = says(cut((4, -6), (3, -7), margin=None, **both))
    assert told.startswith(
        "each member would lose without it, too, Ost at its own discount factor (Ost +3.0"
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((4, 6), (3, 4), "; together members gain 3.0 a year less, 30% of what the deal would"),
        ((4, 6), (5, 8), "; together members gain 3.0 a year more"),
        ((-4, -6), (-5, -8), "; together members gain 3.0 a year less"),
        ((-3, 4), (-4, 4), "; together members gain 1.0 a year less, 100% of what the deal would"),
        ((-4, 4), (-5, 4), "; together members gain 1.0 a year less"),
    ],
)
def test_what_members_gain_less_together(before, after, told):
    said = says(cut(before, after))
    assert told in said
    assert (" of what the deal would bring them" in said) == (" of what" in told)


def test_nothing_is_said_of_gains_that_are_the_same_together():
    assert "together" not in says(cut((4, 6), (5, 5)))


def test_shares_that_differ_are_told():
    kept = {"kept": {"Ost": Fraction(1, 2), "West": Fraction(1, 4)}}
    following = {"keeps_of_next": {"Ost": Fraction(1, 5), "West": Fraction(1, 4)}}
    told = says(cut((4, 6), (4, 6), **kept, **following))
    assert told.endswith("; Ost keeps 50% of its tax, and 20% of more")
    received = {("Ost", "West"): Fraction(1, 2), ("West", "Ost"): Fraction(1)}
    told = says(cut((4, 6), (4, 6), received=received))
    assert told.endswith("; of 1 that Ost gives up of its tax, West has 0.5, of a price, a rent or "
                         "land all")  # fmt: skip
    assert told.count("of 1 that") == 1


def test_the_price_in_place_of_the_tax():
    prices = [
        facts(PriceForTax, payer="Ost", payee="West", resource=land, unit=unit, price=3, signed=2)
        for land, unit in (("quota", "mu"), ("land", ""), ("firms", "firms"))
    ]
    found = cut((4, 6), (-2, 5), repair=Repair(clauses=tuple(prices)))
    assert repair(found) == (
        "Ost pays 3.0 once per mu of quota (signed 2.0) in place of the share of its tax, "
        "Ost pays 3.0 once per unit of land (signed 2.0) in place of the share of its tax and "
        "Ost pays 3.0 once per firm (signed 2.0) in place of the share of its tax"
    )
    assert remedy(found) == "pay in the price of quota, not in shared tax"
    assert repair(cut((4, 6), (4, 6))) == remedy(cut((4, 6), (4, 6))) == ""
