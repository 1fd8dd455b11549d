"""The cobweb in a scenario: its verdict standing and failing, by hand; and its picture."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

import intercity as ic
from intercity.checkup.check_up import check_up
from intercity.equations import model_text
from intercity.pictures import pictures_of
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.cobweb.check import Error, SlowerLearning
from tests.frontdoor.starter import finding, replayed

F = Fraction
TEXT = """
format = 1
title = "two markets"
cities = { Port = {}, Hill = {} }
[cobweb]
lag_side = "supply"
[cobweb.markets.Port]
demand = { v = 70, low = 50, high = 90 }
demand_slope = { v = 2, low = 1, high = 3 }
supply = { v = 10, low = 0, high = 20 }
supply_slope = { v = 4, low = 1, high = 5 }
start = { v = 12, low = 8, high = 14 }
[cobweb.markets.Hill]
demand = { v = 40, low = 30, high = 50 }
demand_slope = { v = 3, low = 2, high = 4 }
supply = { v = 4, low = 0, high = 8 }
supply_slope = { v = 1, low = 0.5, high = 2 }
start = { v = 10, low = 8, high = 14 }
"""


def examined(*changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    report = replayed(parse_scenario(text))
    return finding(report, "cobweb"), report


def test_it_fails_where_the_side_that_lags_is_the_more_elastic_one():
    """Port: 70 - 2p = 10 + 4p at 10, k = 2; Hill: 40 - 3p = 4 + p at 9, k = 1/3."""
    found, _ = examined()
    facts = found.facts
    assert found.verdict == "fails"
    assert {city: one.rest for city, one in facts.cities.items()} == {"Port": 10, "Hill": 9}
    assert {city: one.ratio for city, one in facts.cities.items()} == {"Port": -2, "Hill": F(-1, 3)}
    assert facts.margin == -1
    assert list(facts.unsettled) == ["Port"]
    assert facts.repair.clauses == (SlowerLearning(below=F(2, 3)),)


def test_what_is_said_names_the_side_that_would_have_to_lag():
    told = examined()[0].says
    assert (
        "in Port, where supply is the more elastic side, prices settle only if demand lags" in told
    )
    assert "and it does not" in told


def test_prices_that_start_at_rest_move_only_once_they_are_off_it():
    found, _ = examined(("start = { v = 12,", "start = { v = 10,"))
    port, hill = found.facts.cities.values()
    assert (found.verdict, port.starts_at_rest, hill.starts_at_rest) == ("fails", True, False)
    assert port.below_zero is None
    assert "once off 10.0" in found.line


def test_lines_hold_until_a_price_falls_below_0():
    """Port expects 12, then 10 - 2 2, 10 + 2 4, 10 - 2 8: below 0 in the third period."""
    port, hill = examined()[0].facts.cities.values()
    assert (port.below_zero, hill.below_zero) == (3, None)
    assert "would be below 0 in period 3" in examined()[0].says


@pytest.mark.parametrize(
    ("learned", "error"),
    [
        ("", Error.LOGARITHM),
        ('expectations = "adaptive"\nweight = { v = 0.5, low = 0.1, high = 0.9 }', Error.NEAR_REST),
    ],
)
def test_of_constant_elasticities_no_error_of_prices_has_that_ratio(learned, error):
    """Hill: 40 p^-3 = 4 e^1 (supply lags), so that ln p = (ln 10 - ln e)/3: -1/3 of logarithms."""
    found, _ = examined(
        ('lag_side = "supply"', f'lag_side = "supply"\ncurves = "constant elasticity"\n{learned}')
    )
    hill = found.facts.cities["Hill"]
    assert hill.error is error
    assert examined()[0].facts.cities["Hill"].error is Error.PRICE
    if error is Error.LOGARITHM:
        rest, first = 10 ** (1 / 4), 1.0  # 40/10 = 4 of the start, 10
        assert (first - rest) / (10 - rest) != pytest.approx(float(hill.ratio), rel=0.1)
        assert math.log(first / rest) / math.log(10 / rest) == pytest.approx(float(hill.ratio))


@pytest.mark.parametrize(("weight", "verdict"), [("0.66", "stands"), ("0.67", "fails")])
def test_the_repair_does_what_it_says(weight, verdict):
    """It settles below a weight of 2/3 of the last price."""
    learned = f'expectations = "adaptive"\nweight = {{ v = {weight}, low = 0.1, high = 0.9 }}'
    written = f'lag_side = "supply"\n{learned}'
    assert examined(('lag_side = "supply"', written))[0].verdict == verdict


def test_it_stands_where_all_settle():
    """Port's supply reacts by 1 in place of 4: k = 1/2, and 70 - 2p = 10 + p at 20."""
    found, _ = examined(("supply_slope = { v = 4,", "supply_slope = { v = 1,"))
    assert (found.verdict, found.facts.margin, found.facts.repair) == ("stands", F(1, 2), None)
    assert found.facts.cities["Port"].rest == 20


def test_the_number_that_turns_it_is_found():
    """Port's prices settle once its supply reacts less than its demand does, by 2."""
    report = check_up(parse_scenario(TEXT))
    turns = {one.key: one for one in report.switching_values if one.check == "cobweb"}
    slope = turns["cobweb.markets.Port.supply_slope"]
    assert slope.after <= 2 <= slope.before


def test_constant_elasticities_and_demand_that_lags():
    found, _ = examined(
        ('lag_side = "supply"', 'lag_side = "demand"\ncurves = "constant elasticity"')
    )
    ratios = {city: one.ratio for city, one in found.facts.cities.items()}
    assert ratios == {"Port": F(-1, 2), "Hill": -3}
    assert found.verdict == "fails"
    assert float(found.facts.cities["Port"].rest) == pytest.approx(7 ** (1 / 6), rel=1e-10)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("supply_slope = { v = 4, low = 1", "supply_slope = { v = 0, low = 0", "above 0"),
        ("[cobweb.markets.Hill]", "[cobweb.markets.Hil]", "Hil is an unknown city"),
        ("demand = { v = 70, low = 50", "demand = { v = 10, low = 5", "meets supply at a price"),
        ('"supply"', '"supply"\nexpectations = "adaptive"', "weight is missing"),
    ],
)
def test_what_does_not_fit_is_named(old, new, told):
    assert old in TEXT
    with pytest.raises(ScenarioError, match=r"\[cobweb") as error:
        parse_scenario(TEXT.replace(old, new))
    assert told in str(error.value)


def test_the_model_text_has_the_curves():
    assert "    Port: A = 70, d = 2, C = 10, b = 4" in model_text(parse_scenario(TEXT))


def test_the_picture_goes_where_prices_go():
    report = examined()[1]
    figure = pictures_of(report)["cobweb"]()
    port, hill = figure.axes
    way = next(line for line in hill.get_lines() if line.get_gid() == "way").get_xydata().tolist()
    # Hill expects 10, supplies 14, which clears at 26/3; so that is expected next, ...
    assert way[:3] == [pytest.approx(x) for x in ([14, 10], [14, 26 / 3], [14, 26 / 3])]
    assert way[3] == pytest.approx([4 + 26 / 3, 26 / 3])
    rest = next(line for line in port.get_lines() if line.get_gid() == "rest")
    assert rest.get_xydata().tolist() == [[50, 10]]
    assert "swing ever wider in Port" in figure.texts[0].get_text().replace("\n", " ")


def test_the_picture_tells_of_no_endless_swings_where_curves_bound_them():
    """At slopes 3 : 1 and a weight of 0.9 an error near rest is -2.6 times the one before."""
    curved = ic.Cobweb(
        ["A", "B"], demand=[100, 100], demand_slope=[1, 1], supply=[10, 10], supply_slope=[3, 1.1],
        start=[2, 2], expectations="adaptive", weight=0.9, curves="constant elasticity",
    )  # fmt: skip
    told = ic.cobweb_picture(curved).texts[0].get_text().replace("\n", " ")
    assert told == (
        "With supply lagging, prices settle from near rest in B, and near rest swing away from it "
        "in A"
    )


def test_a_page_holds_three_cities():
    four = ic.Cobweb(
        list("abcd"), demand=[9] * 4, demand_slope=[1] * 4, supply=[1] * 4, supply_slope=[1] * 4,
        start=[2] * 4,
    )  # fmt: skip
    with pytest.raises(ic.InvalidInput, match="at most 3"):
        ic.cobweb_picture(four)
