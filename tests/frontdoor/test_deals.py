"""Deals that an analyst would try next: the starter with one thing changed, answers by hand."""

import dataclasses
import json
import re
import textwrap
from fractions import Fraction
from pathlib import Path

import pytest

from games import InvalidInput
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.english import shown
from intercity.findings.checks import evaluate
from intercity.findings.switching_value import SwitchingValue
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.report.basis import left_out
from intercity.report.switching_values import switching_value_lines
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.clauses.clause import NoLawfulClause, WhyNot
from intercity.topics.clauses.english import repair_words
from tests.frontdoor.starter import STARTER, finding, proven, replayed, screen, starter, with_ranges

PARK = "platforms.park = { paid_by"
PRICE = "when       = 0 "
REFUND = STARTER[STARTER.index("[[compact.refund]]") : STARTER.index("# What if each side alone")]
AMOUNT = "amount     = { v = 120, low = 60, high = 150 }"


def examined(*changes):
    return replayed(starter(*changes))


def without_park(price):
    return (
        (PARK, "# " + PARK),
        ("projects = { v = 40", "# projects = { v = 40"),
        (REFUND, ""),
        (PRICE, f"price_one_off = {{ v = {price}, low = 0, high = 9 }}\n{PRICE}"),
    )


def test_terms_end_where_the_giver_can_no_longer_supply_its_plants():
    # Uplands owns 250 mu; 12 plants of 8 mu need half a mu of quota each mu.
    terms = proven("terms", starter()).facts
    assert terms.open_amount.highest == 250 - 12 * 8 * Fraction(1, 2)


def test_a_plan_beyond_these_terms_cannot_be_carried_out():
    scenario = starter(
        (
            "amount     = { v = 120, low = 60, high = 150 }",
            "amount     = { v = 251, low = 60, high = 300 }",
        )
    )
    assert proven("consistency", scenario).verdict == "fails"
    assert proven("terms", scenario).verdict == "undecided"


def test_quota_for_a_price_is_fair_in_between():
    yearly = Fraction(5, 100) / (1 - Fraction(100, 105) ** 20)
    scenario = starter(*without_park("0.6"))
    gains = proven("terms", scenario).facts.gains
    gain = gains["Uplands"]
    assert gain == 120 * Fraction(6, 10) * yearly
    assert gains["Harbour"] == 12 - gain


def test_too_high_a_price_is_repaired_by_a_lower_one():
    scenario = starter(*without_park("2"))
    terms = proven("terms", scenario)
    assert terms.verdict == "fails"
    assert "no amount of quota makes both gain" in terms.says
    # Harbour's mu is worth 0.10 a year, which is 1.246 once.
    assert terms.repair == "a price from 0 to 1.2 per mu of quota, paid once"


def test_a_refund_of_what_nobody_gets_is_refused():
    """It would pay nothing, and a reader of the deal would count on it."""
    park, projects, refund, price = without_park("0.6")
    assert refund[0] == REFUND
    with pytest.raises(InvalidInput, match=r"refund #1 is .*stay_tax.*of a park in .compact"):
        examined(park, projects, price)
    with pytest.raises(InvalidInput, match="of return_tax'; it should be paid by Uplands"):
        examined(('base  = "stay_tax"', 'base  = "return_tax"'))


def test_the_files_in_the_docs_are_whole_and_say_what_is_written_beside_them():
    text = (Path(__file__).parents[2] / "docs" / "scenario.md").read_text("utf-8")
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE)
    files = [textwrap.dedent(block) for block in blocks if "    format = 1\n" in block]
    deal, pool, park, race = (screen(replayed(parse_scenario(file))) for file in files)
    assert "Hill would lose (Port +14.4, Hill -0.6)" in deal
    assert "a price from 0.063 to 0.94 per mu of quota, paid once" in deal
    # 18 in years 1 to 5 of ten, at 5 per cent, is 10.1 a year.
    assert "Core -1.9, Edge +27.9, Rim +4.0" in pool
    assert "The region does better in parts: as {North, East} and {South, West}" in park
    assert "a fine" not in park
    assert "a breach being seen after 2 years" in race
    assert "which Cove lacks" not in race  # it needs 0.43, and has 0.60


def test_who_gains_nothing_is_not_said_to_gain():
    # Half of Uplands' quota is of no use to it, so that a gift costs it nothing.
    gift = without_park("0")
    told = "As signed nobody loses, but Uplands would gain nothing: Harbour +12.0, Uplands 0 a year"
    assert f"IN SHORT {told}." in screen(examined(*gift))
    lost = screen(examined(*without_park("2")))
    assert "As signed Harbour would lose: Harbour -7.3, Uplands +19.3 a year." in lost


def test_nobody_is_held_up_where_nothing_changes_by_bargaining_again():
    scenario = starter(*without_park("0.6"))
    # The whole deal is a sale: quota against money, nothing to come later.
    assert proven("hold-up", scenario).says.startswith("nobody loses")


def test_a_city_that_brings_nothing_can_offer_nothing():
    report = examined(("[cities.Uplands]", "[cities.Valley]\n[cities.Uplands]"))
    # It has nothing to do with the others, and is looked at apart.
    assert finding(report, "outside offers").verdict == "not asked"
    assert left_out(report.context) == ["Valley"]
    assert "left out: Valley, which has nothing to do with the deal" in screen(report)


def test_a_city_that_a_table_of_the_file_asks_of_is_not_left_out():
    valley = ("[cities.Uplands]", "[cities.Valley]\n[cities.Uplands]")
    votes = "[meetings]\nvotes = { Harbour = 2, Uplands = 1, Valley = 1 }\n\n[compact]"
    report = examined(valley, ("[compact]", votes))
    assert left_out(report.context) == []


def test_a_key_of_a_table_is_no_city_that_it_asks_of():
    named = ("[cities.Uplands]", "[cities.votes]\n[cities.Uplands]")
    votes = "[meetings]\nvotes = { Harbour = 2, Uplands = 1 }\n\n[compact]"
    assert left_out(examined(named, ("[compact]", votes)).context) == ["votes"]


def test_a_third_city_with_more_quota_is_an_offer_that_no_terms_can_match():
    scenario = starter(
        ("[cities.Uplands]", "[cities.Valley]\n[cities.Uplands]"),
        (
            "owned.Uplands = { v = 250",
            "owned.Valley = { v = 300, low = 0, high = 400 }\nowned.Uplands = { v = 250",
        ),
    )
    offers = proven("outside offers", scenario)
    # Harbour alone keeps 60 x 0.4; with Valley it builds on 300 mu at 0.10.
    assert offers.facts.elsewhere["Harbour"] == 24 + 30
    assert offers.verdict == "fails"
    assert not offers.mended


def test_asking_an_outsider_in_is_no_walk_out():
    scenario = starter(
        ("[cities.Uplands]", "[cities.Valley]\n[cities.Uplands]"),
        (
            "owned.Uplands = { v = 250",
            "owned.Valley = { v = 1, low = 0, high = 400 }\nowned.Uplands = { v = 250",
        ),
    )
    assert proven("outside offers", scenario).verdict == "stands"


def test_a_refund_cannot_outlast_the_horizon():
    sentence = r"\[compact\.refund #1\] years is .*within the {} years of \[time\]"
    with pytest.raises(ScenarioError, match=sentence.format(20)):
        starter(("years = [1, 5]", "years = [1, 21]"))
    lasting = starter(("years = [1, 5]", "years = [1, 20]"))
    with pytest.raises(InvalidInput, match=sentence.format(19)):
        Context(lasting.moved({"time.horizon": Fraction(19)}), Recorder())


def later(year):
    return PRICE, f"price_one_off = {{ v = 0.5, low = 0, high = 1 }}\nwhen = {year} "


@pytest.mark.parametrize("year", [20, 25])
def test_land_comes_while_there_are_years_to_use_it(year):
    sentence = rf"\[compact.transfer #1\] when is {year}; it should be before year 20, the last"
    with pytest.raises(InvalidInput, match=sentence):
        starter(later(year))


def test_a_horizon_moved_to_the_year_of_handing_over_fits_with_no_deal():
    scenario = starter(later(15))
    with pytest.raises(InvalidInput, match="year of the transfer of quota is 15"):
        Context(scenario.moved({"time.horizon": Fraction(15)}), Recorder())
    assert Context(scenario.moved({"time.horizon": Fraction(16)}), Recorder()).compact is not None


def test_the_deal_says_when_land_is_handed_over_and_how_it_is_counted():
    at_signing, late = screen(examined()), screen(examined(later(15)))
    assert "hands over 120 mu of quota to Harbour at signing" in at_signing
    assert "Figures a year" not in at_signing
    deal = late.split("IN SHORT")[0]
    assert "120 mu of quota to Harbour in year 15" in deal
    assert "count quota, and any price of it, from the year of handing over on" in deal


@pytest.mark.parametrize("year", [0, 3, 15])
def test_what_comes_later_counts_from_then_on_in_what_members_gain(year):
    # 120 mu at 0.5 once: at 5 per cent. In what each does with its land, year by year, both lose
    # what the land brings over and above in the years before.
    report = replayed(starter(later(year)))
    found, context = finding(report, "terms"), report.context
    interest, yearly = Fraction(1, 20), context.compact.annuity.yearly
    none = AMOUNT.replace("120, low = 60", "0, low = 0")
    without = Context(starter((AMOUNT, none)), Recorder())
    before = sum((1 + interest) ** -t for t in range(1, year + 1)) * yearly
    for city, sign in (("Harbour", -1), ("Uplands", 1)):
        waits = sign * 60 * yearly * ((1 + interest) ** -year - 1)
        idle = before * (context.planned.own[city] - without.planned.own[city])
        at_signing = context.planned.payoffs[city] - context.status_quo[city]
        assert found.facts.gains[city] == at_signing + waits - idle
        if year:
            gain = report.payoffs.signed[city] - context.status_quo[city]
            assert gain == found.facts.gains[city]
            assert found.facts.at_signing[city] == at_signing
    assert found.verdict == ("fails" if year else "stands")
    assert found.repair.startswith("hand over at signing") == bool(year)
    if year:
        (clause,) = found.facts.repair.clauses
        assert [(one.place, one.year) for one in clause.transfers] == [(0, year)]
    assert bool(report.payoffs.at_signing) == bool(year)
    told = screen(report)
    assert ("As signed Harbour would lose" in told) == bool(year)
    assert ("as if all were handed over at signing" in told) == bool(year)


def test_how_many_return_is_said_in_short():
    """Of 40 projects 30 in 100 are suited to return, and all of these would."""
    assert "As signed both gain, with 12 of 40 projects returning: " in screen(examined())


def test_no_returns_a_bonus_and_bargaining_again_count_what_comes_later_from_then_on():
    # Firms stay: 120 mu at 0.1 come from year 16 on, and the refund is of all 40 projects.
    stay = "return_small_city = { v = 1.30", "return_small_city = { v = 1.15"
    report = replayed(starter(later(15), stay))
    annuity, payoffs = report.context.compact.annuity, report.payoffs
    price = 60 * annuity.yearly * (1 + annuity.interest) ** -15
    late = 12 * annuity.share_of_years(16, 20)
    refund = 8 * annuity.share_of_years(1, 5)
    harbour = 24 + late - refund - price
    assert payoffs.signed["Harbour"] == harbour
    assert payoffs.signed["Uplands"] == Fraction("2.8") - 100 * annuity.yearly + refund + price
    assert payoffs.with_bonus["Harbour"] == payoffs.planned["Harbour"]
    assert payoffs.with_bonus["Uplands"] == payoffs.planned["Uplands"] - Fraction("1.2")
    told = screen(report)
    assert (
        f"with none of the projects returning: Harbour {shown(harbour - 24, sign=True)}, " in told
    )
    assert "As signed Harbour and Uplands would lose" in told
    assert "A bonus mends" not in told
    table = told.split("BASIS")[1].split("NEGOTIATED")[0]
    assert "deal, with bonus were all at signing stable deal" in table


def test_a_break_even_beside_what_is_given_is_told_apart_from_it():
    # Without a price Harbour would stay from 0.9504 on, and has 0.95.
    says = proven("walk-away", starter((PRICE, "when = 15 "))).says
    assert "(1 a year later is worth 0.95 to it now); it would stay from 0.950" in says


@pytest.mark.parametrize(
    ("value", "before", "after", "told"),
    [
        # It holds at the first of two, and is turned at the second, and just beyond what is told.
        ("0.95", "0.9505", "0.95051", "above 0.9505 up to 1"),
        ("0.95", "0.95049", "0.95051", "from 0.95051 up to 1"),
        ("0.9", "0.95049", "0.9505", "from 0.9505 up to 1"),
        ("0.2", "0.2", "0.20001", "above 0.2 up to 1"),
        # 19/80 places: what is printed is no number at which the verdict still holds.
        ("0.2", "607/2560", "19/80", "from 0.2375 up to 1"),
    ],
)
def test_where_a_flip_is_beside_what_is_given_it_is_told_apart_from_it(value, before, after, told):
    places = [Fraction(each) for each in (value, 1, before, after, 1)]
    one = SwitchingValue("cities.Harbour.discount", "walk-away", *places, None, "stands", ())
    (line,) = switching_value_lines(starter(), (one,))
    interval = line.removeprefix("the discount factor of Harbour ")
    assert interval.startswith(f"{told} (yours {value}): ")


def test_a_late_price_at_which_neither_loses_is_told_at_its_date():
    # Nothing at signing either, as it is too dear then; the law has no payments, but a price.
    dear = PRICE, "price_one_off = { v = 0.9, low = 0, high = 1 }\nwhen = 2 "
    found = proven("terms", starter(dear))
    assert found.verdict == "fails"
    low, high = map(float, re.search(r"a price from (\S+) to (\S+) per mu", found.repair).groups())
    assert low == 0 < high < 0.9
    at_high = PRICE, f"price_one_off = {{ v = {high - 0.01}, low = 0, high = 1 }}\nwhen = 2 "
    assert proven("terms", starter(at_high)).verdict == "stands"
    over = PRICE, f"price_one_off = {{ v = {high + 0.01}, low = 0, high = 1 }}\nwhen = 2 "
    found = proven("terms", starter(over))
    # Beyond it Harbour loses as it counts later years, and not yet at the interest.
    assert (found.verdict, found.facts.hangs_on) == ("undecided", ("Harbour",))


def test_quota_that_comes_after_the_promise_is_not_advised_to_be_held_back():
    in_time, late = examined(), examined(later(15))
    assert "held back" in finding(in_time, "walk-away").repair
    assert "held back" not in finding(late, "walk-away").repair
    taken_back = proven("walk-away", starter(("reversible = false", "reversible = true ")))
    assert "held back" not in taken_back.repair  # it goes back anyway


def test_a_deal_on_a_common_pool_is_refused():
    pool = (
        "owned.Harbour = { v = 60, low = 40, high = 80 }",
        'amount = { v = 60, low = 40, high = 80 }\nconjecture = "race"',
    )
    owner = "# young firms, owned by the city where they settle if there is no deal"
    kind = (f'{owner}\nkind = "tradable"', '\nkind = "common"')
    with pytest.raises(InvalidInput, match="common pool projects"):
        check_up(starter(kind, pool), ranges=False)


def test_without_interest_and_for_one_year():
    scenario = starter(("interest = { v = 0.05, low = 0.03", "interest = { v = 0, low = 0"))
    assert proven("surplus", scenario).verdict == "stands"
    scenario = starter(("horizon  = { v = 20,   low = 10", "horizon  = { v = 5,   low = 5"))
    assert proven("surplus", scenario).facts.gain_of_members > 0


def test_plants_are_whole():
    # Uplands pays 8.02 a year for the park and forgoes refunds: it gains from 2.02 plants on.
    choice = proven("firms' choice", starter())
    assert 2 < choice.facts.break_even["Uplands"] < 3
    assert "gains from 3 returns on" in choice.says


def test_firms_that_follow_need_no_bonus():
    assert examined().payoffs.with_bonus == {}


def test_the_bonus_is_taken_from_the_home_that_pays_it():
    report = examined(
        ("return_small_city = { v = 1.30, low = 1.10", "return_small_city = { v = 1.15, low = 1.10")
    )
    assert finding(report, "firms' choice").verdict == "fails"
    paid = report.payoffs.planned["Uplands"] - report.payoffs.with_bonus["Uplands"]
    assert paid == 12 * Fraction(1, 10)
    assert report.payoffs.with_bonus["Harbour"] == report.payoffs.planned["Harbour"]


@pytest.mark.parametrize(("key", "value"), [("format", 7), ("money", "euro"), ("title", "another")])
def test_a_report_in_another_unit_is_refused(key, value):
    scenario = starter()
    told = json.loads(json.dumps(check_up(scenario, ranges=False).to_json()))
    assert not verify_report(scenario, told | {key: value}).ok
    assert not verify_report(scenario, told | {"more": 1}).ok


def test_a_break_even_that_is_not_close_is_refused():
    scenario = starter()
    whole = with_ranges()
    close = next(f for f in whole.switching_values if f.key == "firm.return_small_city")
    one = dataclasses.replace(whole, switching_values=(close,), robustness=None)
    told = json.loads(json.dumps(one.to_json()))
    assert verify_report(scenario, told).ok
    # The end of the range flips the verdict too, with proof; but it is no break-even.
    far, recorder = Fraction(11, 10), Recorder()
    evaluate(Context(scenario.moved({close.key: far}), recorder), close.check)
    wide = dataclasses.replace(close, after=far, certificates=(close.certificates[0], recorder))
    one = dataclasses.replace(one, switching_values=(wide,))
    wide = json.loads(json.dumps(one.to_json()))
    outcome = verify_report(scenario, wide)
    assert not outcome.ok
    assert "does not enclose the break-even closely" in outcome.reason


HALL = """
[resources.places]
kind = "bound"

[platforms.hall]
site = "Uplands"
cost_per_year = { v = 1, low = 1, high = 2 }
provides.places = { v = 5, low = 4, high = 6 }

[[activities]]
name = "firms in the hall"
sites = ["Uplands"]
uses = [{ resource = "places", site = "Uplands" }]
values = [{ city = "Uplands", kind = "cash", amount = { v = 2, low = 1, high = 3 } }]
"""


def test_signing_does_not_close_a_platform_that_a_member_has_anyway():
    plain, hall = examined(), examined(("\n[firm]\n", f"{HALL}\n[firm]\n"))
    for column in ("alone", "signed"):
        before, after = getattr(plain.payoffs, column), getattr(hall.payoffs, column)
        assert after["Uplands"] - before["Uplands"] == 5 * 2 - 1
        assert after["Harbour"] == before["Harbour"]
    assert finding(hall, "terms").facts == finding(plain, "terms").facts


THIRD = (
    ("[cities.Uplands]", "[cities.Valley]\n[cities.Uplands]"),
    ('members  = ["Harbour", "Uplands"]', 'members  = ["Harbour", "Uplands", "Valley"]'),
)
PAID = 'paid_by = "Uplands", rent_to = "Uplands"'


def test_whose_park_it_is_must_be_said_where_the_host_pays_and_there_are_three():
    by_host = (PAID, 'paid_by = "Harbour", rent_to = "Harbour"')
    land = "owned.Uplands = { v = 150,"  # else Valley has nothing to do with the deal
    third = (*THIRD, (land, f"owned.Valley = {{ v = 1, low = 0, high = 2 }}\n{land}"))
    with pytest.raises(InvalidInput, match="the member whose projects it is for"):
        check_up(starter(*third, by_host), ranges=False)
    check_up(starter(*third, (PAID, 'paid_by = "Harbour", rent_to = "Uplands"')), ranges=False)
    check_up(starter(by_host), ranges=False)


def test_a_refund_must_be_of_a_park_between_the_two():
    with pytest.raises(InvalidInput, match=r"\[compact\] refund #1 is .?from Harbour to Valley"):
        check_up(
            starter(*THIRD, ('to    = "Uplands"\nshare', 'to    = "Valley"\nshare')), ranges=False
        )


@pytest.mark.parametrize("years", ["[0, 5]", "[-2, 5]", "[5, 1]"])
def test_refunds_are_due_in_years_of_the_deal(years):
    with pytest.raises(InvalidInput, match=r"compact.refund #1\] years is .*from 1 on"):
        check_up(starter(("years = [1, 5]", f"years = {years}")), ranges=False)


def test_the_deals_own_park_is_judged_not_the_best_one():
    better = """
[platforms.bargain]
site         = "Harbour"
cost_one_off = { v = 1, low = 1, high = 2 }
floor        = { v = 30, low = 28, high = 40 }

[project]
"""
    costly = ("cost_one_off = { v = 100, low = 70", "cost_one_off = { v = 400, low = 70")
    limit = ("high = 140 }", "high = 500 }")
    scenario = starter(("\n[project]\n", better), costly, limit)
    park = proven("the park", scenario)
    # Each of the 40 projects in the park brings rent 0.07, and 0.28 + 0.384 of tax, less the
    # quota of its plant, 1.2 mu at 0.10.
    yearly = Fraction(5, 100) / (1 - Fraction(100, 105) ** 20)
    each = (
        Fraction(7, 10) * Fraction(1, 10)
        + Fraction(7, 10) * Fraction(4, 10)
        + Fraction(3, 10) * 8 * Fraction(4, 10) * Fraction(4, 10)
        - Fraction(3, 10) * 8 * Fraction(1, 2) * Fraction(1, 10)
    )
    stays = Fraction(4, 10)  # what a project brings Harbour without a park
    assert park.facts.adds == 40 * (each - stays) - 400 * yearly
    assert park.verdict == "fails"
    assert proven("surplus", scenario).facts.gain_of_members > 0


def test_a_deal_of_two_outside_what_they_could_agree_on_is_told_so():
    """Alone Harbour makes 24 a year and Uplands nothing; a price of 450 is too much."""
    assert proven("terms", starter()).facts.beyond_stable == ()
    scenario = starter((PRICE, f"price_one_off = {{ v = 450, low = 0, high = 900 }}\n{PRICE}"))
    beyond = {one.city: one for one in proven("terms", scenario).facts.beyond_stable}
    assert {city: one.least for city, one in beyond.items()} == {"Harbour": 24, "Uplands": 0}
    assert beyond["Harbour"].payoff < 24
    assert beyond["Uplands"].payoff > beyond["Uplands"].most


def test_what_no_lawful_clause_mends_tells_of_gains_left_unused():
    none = NoLawfulClause(reason=WhyNot.NONE_IS_ENOUGH, tried=("price",), outside=Fraction(3))
    assert "unused" not in repair_words(none)
    assert "unused" not in repair_words(dataclasses.replace(none, unused=Fraction(0)))
    left = repair_words(dataclasses.replace(none, unused=Fraction(2)))
    assert f"could make {shown(Fraction(2))} a year more together, which the deal leaves" in left
