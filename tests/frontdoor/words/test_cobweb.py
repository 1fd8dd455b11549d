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
        (("supply", "demand"), ("supply", "demand"), "prices settle whichever side lags"),
        (("supply", "demand"), ("demand",), "only if demand lags, and it does not"),
        (("supply",), ("supply", "demand"), "only if supply lags, as it does"),
        (("supply",), ("demand",), "prices do not settle by the lag of either side alone"),
        ((), ("supply",), "prices do not settle by the lag of either side alone"),
    ],
)
def test_a_side_calms_prices_where_it_does_so_in_each_city(ost, west, told):
    both = {
        "Ost": prices(ost, supply_reacts_more=True),
        "West": prices(west, supply_reacts_more=True),
    }
    said = says(lagging("supply", **both, Nord=prices(("demand",))))
    assert said.endswith(told)
    assert "; in Ost and West, where supply is the more elastic side, prices" in said


def test_a_city_whose_prices_settle_and_one_whose_do_not():
    found = lagging("demand", Ost=prices(("demand",)), West=prices())
    assert says(found) == (
        "with demand lagging, prices in Ost settle at 4.0: each error is -2.0 times the one before;"
        " prices in West swing ever wider around 4.0 once off it: each error is -2.0 times the one "
        "before"
    )
    assert line(found) == "prices in West, once off 4.0, swing ever wider with demand lagging"
    still = prices(starts_at_rest=True, everywhere=False, below_zero=7, verdict="closed")
    told = says(lagging("demand", West=still))
    assert "West start at rest, and go round for ever around 4.0 once off it from starts" in told
    assert told.endswith("(a price or quantity would be below 0 in period 7)")


def test_the_weight_of_the_last_price_is_not_rounded_up():
    slower = Repair(clauses=(SlowerLearning(below=Fraction(667, 1000)),))
    found = facts(CobwebOutcome, lag_side="supply", repair=slower)
    assert repair(found) == "supply plans by a mean of past prices, under 0.66 of it the last one"
    assert remedy(found) == "plan by a mean of past prices, under 0.66 the last one"
    assert repair(lagging("supply")) == remedy(lagging("supply")) == ""
