"""Slips that no schema catches get a warning with their place, and block nothing."""

import copy
import json
from fractions import Fraction
from pathlib import Path

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.plausibility import doubts
from intercity.scenario_file import load_scenario, parse_scenario
from tests.frontdoor.small_scenarios import assumed, quota_scenario
from tests.frontdoor.starter import rendered, reported, screen, starter

EXAMPLES = Path(__file__).parents[2] / "examples"
INTEREST = "interest = { v = 0.05, low = 0.03, high = 0.08 }"


USUAL = assumed(0.03, 0.05, 0.08)


def towns(text, interest=USUAL):
    years = f"horizon = {assumed(10, 20, 30)}"
    head = f'format = 1\ntitle = "Towns"\n[time]\n{years}\ninterest = {interest}\n'
    return parse_scenario(head + text)


def slips(scenario):
    return [(doubt.key, doubt.slip) for doubt in doubts(scenario)]


CITIES = "[cities.A]\n[cities.B]\n[cities.C]\n"


def test_a_percent_in_place_of_a_share():
    (doubt,) = doubts(towns(CITIES, assumed(3, 5, 8)))
    assert (doubt.key, doubt.value, doubt.slip) == ("time.interest", 5, "percent")
    assert str(doubt) == (
        "[time] interest is 5, or 500% a year: a percent in place of a share? (5% is 0.05)"
    )
    (doubt,) = doubts(towns(CITIES, assumed(0.03, 0.05, 8)))
    assert str(doubt).startswith("[time.interest] high is 8, or 800% a year")
    (doubt,) = doubts(towns(CITIES, assumed(100, 100, 100)))
    assert "100, or 10,000% a year" in str(doubt)
    assert slips(towns(CITIES, assumed(0.1, 0.29, 0.3))) == []


def test_yuan_in_place_of_million_yuan():
    def built(*values):
        lines = [f"{c} = {assumed(v / 2, v, 2 * v)}" for c, v in zip("ABC", values, strict=False)]
        land = "".join(f"owned.{city} = {assumed(1, 2, 3)}\n" for city in "ABC")
        owned = "".join(
            f'[resources.{name}]\nkind = "{kind}"\n{land}'
            for name, kind in (("quota", "tradable"), ("buildable", "bound"))
        )
        return towns(CITIES + owned + "[build]\n" + "\n".join(lines))

    (doubt,) = doubts(built(0.12, 120_000, 0.1))
    assert (doubt.key, doubt.slip, doubt.compared) == ("build.B", "unit", Fraction("0.12"))
    assert str(doubt).startswith(
        "[build] B is 120000, 1,000,000 times the median of its kin (0.12)"
    )
    assert slips(built(120, 110, 0.0001)) == [("build.C", "unit")]
    assert slips(built(100, 0.1)) == [("build.A", "unit")]  # of two, the larger
    assert slips(built(99, 0.1, 0.1)) == []
    assert slips(built(0, 5000, 0)) == []  # nothing to compare with


def test_amounts_of_one_resource_are_kin_and_those_of_two_are_not():
    text = CITIES + "".join(
        f'[resources.{name}]\nkind = "tradable"\n'
        + "".join(f"owned.{city} = {assumed(v - 1, v, v + 1)}\n" for city, v in owned.items())
        for name, owned in (("land", {"A": 9000, "B": 8000}), ("sites", {"A": 2, "B": 4000}))
    )
    assert [key for key, slip in slips(towns(text)) if slip == "unit"] == [
        "resources.sites.owned.B"
    ]


def test_platforms_are_kin():
    costs = {"one": 320, "two": 160, "three": 150_000_000}
    text = f'{CITIES}[resources.places]\nkind = "tradable"\n' + "".join(
        f"[platforms.{name}]\ncost_one_off = {assumed(v - 1, v, v + 1)}\n"
        f"provides.places = {assumed(1, 2, 3)}\n"
        for name, v in costs.items()
    )
    assert slips(towns(text)) == [("platforms.three.cost_one_off", "unit")]


def test_terms_in_office():
    def officials(years):
        return towns(f"[cities.A]\ntenure = {assumed(years, years, years)}\n[cities.B]\n")

    assert slips(officials(1)) == [("cities.A.tenure", "short tenure")]
    assert slips(officials(60)) == [("cities.A.tenure", "long tenure")]
    assert slips(officials(2)) == slips(officials(29)) == []
    (doubt,) = doubts(officials(1))
    assert str(doubt) == (
        "[cities.A] tenure is 1: do officials count nothing that comes after one year?"
    )


@pytest.mark.parametrize(("price", "doubtful"), [(1999, False), (2000, True), (7e5, True)])
def test_a_price_in_another_unit(price, doubtful):
    """A mu brings 0.1 a year in Harbour, the most anywhere, so 2 in 20 years."""
    when = "when       = 0 "
    sold = f"price_one_off = {assumed(price / 2, price, 2 * price)}\n{when}"
    found = doubts(starter((when, sold)))
    told = [(doubt.key, doubt.slip, doubt.compared) for doubt in found]
    key = "compact.transfer.0.price_one_off"
    assert told == ([(key, "price", Fraction(1, 10))] if doubtful else [])
    if price == 2000:
        assert ", 20,000 times the most that a unit brings a year (0.1): " in str(found[0])


def test_what_cities_own_where_nothing_says_what_it_is_good_for():
    """Such a file came from a table of cities: all had 0, and no word said why."""
    owned = f'[resources.sites]\nkind = "tradable"\nowned.B = {assumed(1, 2, 3)}\n'
    (doubt,) = doubts(towns(CITIES + owned))
    assert (doubt.key, doubt.slip, doubt.value) == ("resources.sites.owned.B", "idle", 2)
    assert "is [build], [project] or [[activities]] missing?" in str(doubt)
    used = (
        '[[activities]]\nname = "x"\nsites = ["B"]\nuses = [{ resource = "sites" }]\n'
        f'values = [{{ city = "B", kind = "cash", amount = {assumed(1, 2, 3)} }}]\n'
    )
    assert slips(towns(CITIES + owned + used)) == []


def test_what_is_handed_over_and_nothing_uses():
    """Without [project] and [build] quota is good for nothing, unless it can be sold."""
    swap = (EXAMPLES.parent / "intercity" / "starter_swap.toml").read_text(encoding="utf-8")
    before, rest = swap.split("[build]")
    without = before + rest[rest.index("[compact]") :]
    assert slips(parse_scenario(swap)) == []
    (doubt,) = doubts(parse_scenario(without))
    assert (doubt.key, doubt.slip, doubt.value) == ("compact.transfer.0.amount", "unused", 120)
    assert "[compact.transfer #1] amount is 120, though nothing here uses " in str(doubt)
    number = assumed(1, 2, 3)
    market = f"exchange = {{ buy_one_off = {number}, sell_one_off = {number}, cap = {number} }}"
    owned = "owned.Hill = { v = 200"
    assert slips(parse_scenario(without.replace(owned, f"{market}\n{owned}"))) == []


@pytest.mark.parametrize(("resource", "used"), [("projects", True), ("permits", False)])
def test_projects_use_what_their_table_says(resource, used):
    number = assumed(1, 2, 3)
    clause = f'resource = "{resource}"\nfrom = "Harbour"\nto = "Uplands"\namount = {number}\n'
    permits = f'[resources.permits]\nkind = "tradable"\nowned.Harbour = {number}\n'
    refund = "[[compact.refund]]"
    scenario = starter(
        ("[resources.quota]", f"{permits}[resources.quota]"),
        (refund, f"[[compact.transfer]]\n{clause}reversible = true\n{refund}"),
    )
    found = [(doubt.keys[:3], doubt.slip) for doubt in doubts(scenario)]
    assert found == ([] if used else [(("compact", "transfer", 1), "unused")])


def test_a_number_at_the_end_of_its_own_range():
    low, high = (starter((INTEREST, f"interest = {assumed(*r)}")) for r in ENDS)
    assert slips(low) == slips(high) == [("time.interest", "end of range")]
    (doubt,) = doubts(high)
    assert str(doubt) == (
        "[time] interest is 0.08, the high end of its own range (the other is 0.03): is it certain "
        "on that side?"
    )
    # Nothing is below 0 anyway, and a point is no range.
    assert slips(quota_scenario(price=(0, 0, 40), amount=(10, 10, 10))) == []


ENDS = ((0.03, 0.03, 0.08), (0.03, 0.08, 0.08))


@pytest.mark.parametrize(
    ("factor", "doubtful"), [(0.05, True), (0.76, True), (0.77, False), (0.99, False)]
)
def test_a_discount_factor_far_from_the_interest(factor, doubtful):
    """discount * (1 + interest) outside [0.8, 1.05], at 5 per cent; tenure does not count."""
    line = f"discount = {assumed(factor / 2, factor, 0.999)}\ntenure = {assumed(3, 4, 5)}"
    found = slips(towns(f"[cities.A]\n{line}\n[cities.B]\n"))
    assert found == ([("cities.A.discount", "discount")] if doubtful else [])


def test_a_patient_city_beside_a_high_interest():
    (doubt,) = doubts(
        towns(f"[cities.A]\ndiscount = {assumed(0.9, 0.95, 0.99)}", assumed(0, 0.2, 0.3))
    )
    assert str(doubt) == (
        "[cities.A] discount is 0.95, far from what an interest of 20% makes of 1 a year later "
        "(0.833): a rate in place of a factor?"
    )


def test_a_wrong_interest_is_told_once():
    text = f"[cities.A]\ndiscount = {assumed(0.9, 0.95, 0.99)}\n[cities.B]\n"
    assert slips(towns(text, assumed(3, 5, 8))) == [("time.interest", "percent")]


def test_the_report_warns_and_goes_on():
    scenario = starter((INTEREST, f"interest = {assumed(3, 5, 8)}"))
    report = check_up(scenario, ranges=False)
    assert [doubt.key for doubt in report.warnings] == ["time.interest"]
    assert "DOUBTFUL [time] interest is 5, or 500% a year" in screen(report)
    told = json.loads(json.dumps(report.to_json()))
    assert told["warnings"][0]["key"] == "time.interest"
    assert told["warnings"][0]["value"] == {"exact": "5", "value": 5.0}
    assert verify_report(scenario, told).ok
    for forged in ([], [told["warnings"][0] | {"says": "all is well"}]):
        altered = copy.deepcopy(told) | {"warnings": forged}
        outcome = verify_report(scenario, altered)
        assert not outcome.ok
        assert "warnings" in outcome.reason


def test_of_many_the_first_are_printed_and_the_rest_counted():
    cities = "".join(f"[cities.C{k}]\ntenure = {assumed(1, 1, 5)}\n" for k in range(8))
    report = check_up(towns(cities), ranges=False)
    assert len(report.warnings) == 8
    lines = rendered(report, width=200).splitlines()
    first = next(k for k, line in enumerate(lines) if line.startswith("DOUBTFUL"))
    assert lines[first + 4].strip() == "and 4 more, in the report as JSON (--json)"
    assert not lines[first + 5].strip() or not lines[first + 5].startswith(" ")


def test_nothing_doubtful_is_not_mentioned():
    assert "DOUBTFUL" not in screen(reported())


def test_the_examples_give_few_warnings():
    """A governor has two terms at most: what is at the end of its range there is certain."""
    files = [
        *EXAMPLES.glob("*/scenario.toml"),
        *(EXAMPLES.parent / "intercity").glob("starter*.toml"),
    ]
    found = [(file.parent.name, slips(load_scenario(file))) for file in files]
    governors = [(f"cities.{state}.tenure", "end of range") for state in ("Kansas", "Missouri")]
    assert [one for one in found if one[1]] == [("kansas_missouri", governors)]


@pytest.mark.parametrize("money", [Fraction(1, 1000), 1000])
def test_the_unit_of_money_does_not_matter(money):
    ranges = {"worth_in_hub": (1, 3, 5), "worth_in_hills": (1, 3000, 5000), "price": (2, 2, 4)}
    one = slips(quota_scenario(**ranges))
    assert one == [("activities.1.values.0.amount", "unit"), (PRICE, "end of range")]
    assert slips(quota_scenario(money=float(money), **ranges)) == one


PRICE = "compact.transfer.0.price_one_off"
