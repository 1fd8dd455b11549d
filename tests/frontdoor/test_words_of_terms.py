"""What is said of an interval of terms holds at its ends too, and names what is compared."""

import pytest

from intercity.checkup.check_up import check_up
from intercity.english import one_unit
from tests.frontdoor.small_scenarios import quota_scenario
from tests.frontdoor.starter import finding, screen, starter

# Two a unit are worth 3 to the hub and 1 to Hills: of nothing nobody gains, of ten each 10.
TWO = {"price": (2, 2, 3)}
PRICED = (
    "amount     = { v = 120, low = 60, high = 150 }",
    "amount = { v = 120, low = 60, high = 150 }\nprice_one_off = { v = 0.1, low = 0, high = 1 }",
)


def test_where_nothing_is_handed_over_nobody_gains():
    says = finding(check_up(quota_scenario(**TWO), ranges=False), "terms").says
    assert "both gain (Hub +10.0, Hills +10.0)" in says
    assert "nobody would lose from 0 to 10 units, and both gain in between, signed 10" in says
    assert "both would gain from 0" not in says


def test_the_ends_of_an_open_clause_at_which_somebody_gains_nothing():
    told = screen(check_up(quota_scenario(**TWO), ranges=False))
    assert "(signed 2.0 each, once; nobody loses from 1.0 to 3.0)" in told


def test_the_ends_of_an_open_clause_at_which_all_gain():
    told = screen(check_up(starter(), ranges=False))
    assert "(signed 50%; both gain from 0% to 100%)" in told


def test_a_price_is_for_one_unit():
    report = check_up(quota_scenario(), ranges=False)
    repair = finding(report, "terms").repair
    assert repair == "a price from 1.0 to 3.0 per unit of quota, paid once"
    told = screen(check_up(quota_scenario(**TWO), ranges=False))
    assert "2.0 per unit of quota once" in told
    assert "per units" not in told


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("", "unit"),
        ("units", "unit"),
        ("mu", "mu"),
        ("sites", "site"),
        ("batches", "batch"),
        ("gas", "gas"),
        ("1,000 m2", "1,000 m2"),
    ],
)
def test_one_of_what_is_counted(unit, one):
    assert one_unit(unit) == one


def test_the_picture_of_terms_says_what_its_curves_take_as_given():
    pytest.importorskip("matplotlib")
    from intercity import terms_picture

    kept = check_up(quota_scenario(**TWO), ranges=False)
    title = terms_picture(kept).texts[0].get_text()
    assert title == "Nobody loses from 0 to 10 units of quota; signed: 10"
    late = ("when       = 0 ", "when = 5 ")
    report = check_up(starter(PRICED, late), ranges=False)
    assert report.context.dated is not None
    words = " ".join(terms_picture(report).texts[0].get_text().split())
    assert ", if all is handed over at signing; signed: 120" in words


def test_the_picture_of_terms_does_not_promise_returns_that_will_not_come():
    pytest.importorskip("matplotlib")
    from intercity import terms_picture

    dear = ("separation_cost   = { v = 0.25,", "separation_cost   = { v = 0.35,")
    report = check_up(starter(dear), ranges=False)
    assert finding(report, "firms' choice").verdict == "fails"
    words = " ".join(terms_picture(report).texts[0].get_text().split())
    assert "as planned" not in words
