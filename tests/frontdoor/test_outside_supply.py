"""Check 13 where quota is promised that members do not own: who outside could hand it over."""

from fractions import Fraction

import pytest

from tests.frontdoor.starter import proven, starter

TOO_MUCH = ("v = 120, low = 60, high = 150", "v = 240, low = 60, high = 300")


def outsider(name, quota, built, worth):
    """A city outside the deal that could build on so much, at a worth each."""
    return (
        ("[cities.Uplands]", f"[cities.{name}]\n[cities.Uplands]"),
        (
            "owned.Uplands = { v = 250",
            f"owned.{name} = {{ v = {quota}, low = 0, high = 999 }}\nowned.Uplands = {{ v = 250",
        ),
        (
            "owned.Harbour = { v = 300",
            f"owned.{name} = {{ v = {built}, low = 0, high = 999 }}\nowned.Harbour = {{ v = 300",
        ),
        (
            "[build]\n",
            f"[build]\n{name} = {{ v = {worth}, low = 0, high = 1 }}\n",
        ),
    )


def checked(*changes):
    return proven("consistency", starter(*changes))


def outside(found):
    (clause,) = found.facts.repair.clauses
    return clause.outside


# Uplands gives 240 and needs 12 x 8 x 0.5 = 48 for plants, of 250: 38 are lacking.


def test_the_cheapest_outside_sell_at_one_price():
    found = checked(
        TOO_MUCH, *outsider("Valley", 60, 19, 0.05), *outsider("Moorside", 19, 400, 0.08)
    )
    assert found.verdict == "fails"
    assert found.says.endswith("38 cannot be had")
    assert found.repair.startswith("promise 38 mu of quota less")
    # Valley has 41 that it cannot build on: it hands over all 38 for nothing.
    assert outside(found).price == 0
    assert "Valley 38 could be handed over, and nobody there would lose by it" in found.repair
    # With 19 to spare, five lots of 3.8 cost it nothing, and five 0.05 each mu.
    found = checked(
        TOO_MUCH, *outsider("Valley", 60, 41, 0.05), *outsider("Moorside", 19, 400, 0.08)
    )
    assert outside(found).price == Fraction(5, 100)
    cost = outside(found).cost
    assert cost == 38 * Fraction(5, 100)
    assert (
        "or have it from outside the deal: at a uniform price of 0.05 a year for each unit of "
        "quota, 1.9 a year in all, Valley 38 would be handed over (in lots of up to 3.8)"
        in found.repair
    )


@pytest.mark.parametrize("first", ["Valley", "Moorside"])
def test_dearer_sellers_set_the_price_for_all(first):
    """Whoever stands first in the file."""
    valley, moorside = outsider("Valley", 19, 400, 0.05), outsider("Moorside", 300, 400, 0.08)
    both = (*valley, *moorside) if first == "Valley" else (*moorside, *valley)
    found = checked(TOO_MUCH, *both)
    assert outside(found).price == Fraction(8, 100)
    assert "Valley 19 and Moorside 19 would be handed over" in found.repair


def test_too_little_outside_or_nothing():
    few = checked(TOO_MUCH, *outsider("Valley", 20, 400, 0.05))
    assert few.repair.endswith("; cities outside the deal could hand over 20 of it at most")
    assert (outside(few).available, outside(few).price) == (20, None)
    nobody = checked(TOO_MUCH)
    assert outside(nobody) is None
    assert "outside" not in nobody.repair


def test_a_city_whose_park_could_use_it_is_not_asked():
    """What a park there would make of the quota is not in what a lot less costs the city."""
    hall = '[platforms.hall]\nsite = "Valley"\ncost_one_off = { v = 9, low = 1, high = 20 }\n'
    found = checked(
        TOO_MUCH,
        *outsider("Valley", 60, 19, 0.05),
        ("[platforms.park]", f"{hall}floor = {{ v = 9, low = 1, high = 20 }}\n\n[platforms.park]"),
    )
    assert "outside" not in found.repair


def test_the_last_lot_of_a_city_may_be_smaller():
    """Valley owns 20.8 and Moorside 17.5, 38.3 together: enough for 38, though not in lots of 3.8.

    Valley loses 0.05 a unit of all it has; Moorside is paid its 0.08 for the other 17.2.
    """
    found = checked(
        TOO_MUCH, *outsider("Valley", 20.8, 400, 0.05), *outsider("Moorside", 17.5, 400, 0.08)
    )
    assert outside(found).price == Fraction(8, 100)
    cost = outside(found).cost
    assert cost == 38 * Fraction(8, 100)
    assert "Valley 20.8 and Moorside 17.2 would be handed over" in found.repair


def test_consent_is_named():
    found = checked(
        TOO_MUCH,
        *outsider("Valley", 100, 400, 0.05),
        ("[compact]\n", '[province]\nconsent = ["quota transfer"]\n\n[compact]\n'),
    )
    assert "and the province has to consent" in found.repair
