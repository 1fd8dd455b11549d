"""What is said of prices that settle or swing is so."""

from fractions import Fraction

import pytest

from intercity.topics.cobweb.check import CityPrices, CobwebOutcome, Error, SlowerLearning
from intercity.topics.cobweb.english import line, remedy, repair, says
from intercity.topics.outcome import Repair
from tests.frontdoor.words.facts import facts


def prices(converges_if=(), **given):
    at = {"rest": 4, "ratio": -2, "error": Error.PRICE, "everywhere": True, **given}
    verdict = given.pop("verdict", "convergent" if converges_if else "divergent")
    return facts(CityPrices, **{**at, "verdict": verdict}, converges_if=converges_if)


def lagging(side, **cities):
    return facts(CobwebOutcome, lag_side=side, cities=cities)


@pytest.mark.parametrize(
    ("ost", "west", "told"),
    [
        (("supply", "demand"), ("supply", "demand"), "in Ost and West{} whichever side lags"),
        (("supply",), ("supply",), "in Ost and West{} only if supply lags, as it does"),
        (("demand",), ("demand",), "in Ost and West{} only if demand lags, and it does not"),
        (
            ("supply", "demand"),
            ("demand",),
            "in Ost{} whichever side lags; in West{} only if demand lags, and it does not",
        ),
        (
            ("supply",),
            ("supply", "demand"),
            "in Ost{} only if supply lags, as it does; in West{} whichever side lags",
        ),
    ],
)
def test_a_side_calms_prices_where_it_does_so(ost, west, told):
    """Of cities that differ each is told of: with weight 1/2 and slopes 2 : 1 prices settle by the
    lag of either side (1/2 - 1/2 2 = -1/2), with 4 : 1 by that of demand alone (-3/2)."""
    both = {
        "Ost": prices(ost, supply_reacts_more=True),
        "West": prices(west, supply_reacts_more=True),
    }
    said = says(lagging("supply", **both, Nord=prices(("demand",))))
    assert said.endswith(
        told.replace("{}", ", where supply is the more elastic side, prices settle")
    )


def test_no_side_calms_prices():
    found = lagging("supply", Ost=prices(supply_reacts_more=True))
    assert says(found).endswith("prices do not settle by the lag of either side alone")


@pytest.mark.parametrize("ratio", ["-0.999995", "-1.00001", "0.999", "-1"])
def test_an_error_that_dies_out_or_grows_is_not_told_as_one_that_stays(ratio):
    """Told as -1.0 times the one before, prices that settle went round for ever."""
    verdict = {-1: "divergent", 0: "closed", 1: "convergent"}[
        (abs(Fraction(ratio)) < 1) - (abs(Fraction(ratio)) > 1)
    ]
    said = says(lagging("supply", Ost=prices(verdict=verdict, ratio=Fraction(ratio))))
    told = Fraction(said.partition("each error is ")[2].partition(" times")[0])
    assert told == Fraction(ratio)


def test_a_city_whose_prices_settle_and_one_whose_do_not():
    found = lagging("demand", Ost=prices(("demand",)), West=prices())
    assert says(found) == (
        "with demand lagging, prices in Ost settle at 4.0: each error is -2.0 times the one before;"
        " prices in West swing ever wider around 4.0 once off it: each error is -2.0 times the one "
        "before"
    )
    assert line(found) == "prices in West, once off 4.0, swing ever wider with demand lagging"
    still = prices(starts_at_rest=True, below_zero=7, verdict="closed")
    told = says(lagging("demand", West=still))
    assert "West start at rest, and go round for ever around 4.0 once off it: each" in told
    assert told.endswith("(a price or quantity would be below 0 in period 7)")


def test_what_is_known_near_rest_alone_is_no_ever_wider_swing():
    """e' = 0.1 e + 9 e^-3 leaves its rest at 1.78, and then stays between 0.54 and 57."""
    curved = prices(everywhere=False, error=Error.NEAR_REST)
    found = lagging("supply", Ost=curved)
    assert says(found) == (
        "with supply lagging, prices in Ost swing away from 4.0 when near it: near rest, each error"
        " is -2.0 times the one before"
    )
    assert line(found) == ("prices in Ost, when near 4.0, swing away from it with supply lagging")
    slowly = prices(("supply",), everywhere=False, ratio=-1, error=Error.NEAR_REST)
    assert says(lagging("supply", Ost=slowly)) == (
        "with supply lagging, prices in Ost settle at 4.0 from starts near rest: errors shrink, "
        "though ever more slowly"
    )


def test_the_weight_of_the_last_price_is_not_rounded_up():
    slower = Repair(clauses=(SlowerLearning(below=Fraction(667, 1000)),))
    found = facts(CobwebOutcome, lag_side="supply", repair=slower)
    assert repair(found) == "supply plans by a mean of past prices, under 0.66 of it the last one"
    assert remedy(found) == "plan by a mean of past prices, under 0.66 the last one"
    assert repair(lagging("supply")) == remedy(lagging("supply")) == ""
