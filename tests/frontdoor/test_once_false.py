"""Small regions on which a printed sentence was once false; what is true was worked out by hand."""

from fractions import Fraction
from pathlib import Path

import pytest

from intercity.scenario_file import parse_scenario
from intercity.topics.statistics.check import Payments
from tests.frontdoor.starter import finding, replayed, screen

DRAWER = Path(__file__).parent / "once_false"


def examined(name, more="", **changes):
    text = (DRAWER / f"{name}.toml").read_text("utf-8") + more
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return replayed(parse_scenario(text))


def gains(report):
    return {city: x - report.payoffs.alone[city] for city, x in report.payoffs.signed.items()}


def test_a_city_opens_its_own_park_with_what_a_deal_brings_it():
    """Two batches at 80 in a park for 100, one of them bought for 20 a year: 160 - 100 - 20."""
    report = examined("ownpark")
    assert gains(report) == {"A": 40, "B": 20}
    assert finding(report, "terms").figures["left unused"] == 0
    assert finding(report, "walk-away").verdict == "stands"  # nothing is due after signing


def test_a_city_shuts_a_park_that_it_no_longer_needs():
    """Of its 2 batches, 60 in the park, A sells one for 65 a year; it is worth 90 to B."""
    report = examined("kept")
    assert gains(report) == {"A": 65 - 60, "B": 90 - 65}
    assert finding(report, "walk-away").verdict == "stands"


@pytest.mark.parametrize("consent", ["", '\n[province]\nconsent = ["quota transfer"]\n'])
def test_consent_to_move_a_resource_leaves_it_to_its_owner_at_home(consent):
    """Rival alone has 9 by its polder, so that with Hub it gains nothing over 10 - 5 - 9."""
    report = examined("polder", consent)
    assert report.payoffs.alone["Rival"] == 9
    assert finding(report, "outside offers").verdict == "stands"


def test_who_has_no_discount_factor_is_not_said_to_stay():
    found = finding(examined("nod"), "walk-away")
    assert found.verdict == "undecided"
    assert "whether Harbour would leave is open" in found.says


def test_a_gain_at_one_rate_and_a_loss_at_the_other_is_told_as_both():
    """100 mu for 100 now bring A 12 a year: at 3 per cent more than they cost, at 0.9 less."""
    report = examined("own")
    assert finding(report, "terms").verdict == "fails"
    assert gains(report)["A"] > 0
    assert "at the region's interest, both gain" in screen(report)
    assert "At its own discount factor A would lose" in screen(report)


@pytest.mark.parametrize("name", ["nosham", "sham"])
def test_a_thing_of_no_use_makes_no_payment_lawful(name):
    """Rival's spillover cannot reach Hub by law, with paper to sell or without."""
    found = finding(examined(name), "outside offers")
    assert found.verdict == "undecided"


def test_what_is_sold_may_be_paid_for_instead_of_counted_twice():
    """A price of the land that the deal hands over makes up for statistics counted once."""
    found = finding(examined("s9"), "statistics")
    (clause,) = found.facts.repair.clauses
    assert isinstance(clause, Payments)
    assert found.mends == 1


def test_a_bonus_for_the_first_few_is_no_bonus_for_all():
    """Of twelve returns two are paid: with as many as are planned the small city gains."""
    report = examined("first2")
    assert gains(report)["Uplands"] > 0
    assert "gains from" not in finding(report, "firms' choice").says


def test_handing_over_at_once_is_no_repair_where_it_still_loses():
    """At 0.9 ten years count 5.862, so that 24 a year for 160 now is a loss."""
    found = finding(examined("info"), "terms")
    assert 24 * sum(Fraction(9, 10) ** t for t in range(1, 11)) < 160
    assert found.verdict == "fails"
    assert "hand over at signing" not in found.repair


def test_the_bonus_is_a_repair_of_terms_too():
    """In the main example nothing else that is lawful does it, and the bonus does."""
    example = Path(__file__).parents[2] / "examples" / "quzhou_hangzhou" / "scenario.toml"
    report = replayed(parse_scenario(example.read_text("utf-8")))
    for name in ("terms", "outside offers"):
        found = finding(report, name)
        assert found.verdict == "fails"
        assert found.repair.startswith("a bonus of 0.1 a year")
        assert found.mends == 1
