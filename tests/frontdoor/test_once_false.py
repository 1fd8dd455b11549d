"""Small regions on which a printed sentence was once false; what is true was worked out by hand."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from intercity.english import shown
from intercity.scenario_file import parse_scenario
from intercity.topics.clauses.clause import WhyNot
from intercity.topics.park.check import BonusLeftOut
from intercity.topics.park.check import WhyNot as WhyNotPark
from intercity.topics.statistics.check import Payments
from tests.frontdoor.starter import (
    NONE_RETURNS,
    STARTER,
    finding,
    proven,
    replayed,
    screen,
    staying,
)

DRAWER = Path(__file__).parent / "once_false"
BONUS = '\n[[compact.bonus]]\nfrom = "Uplands"\namount = { v = 0.1, low = 0, high = 0.2 }\n'
CLAWBACK = '\n[[compact.clawback]]\nto = "Harbour"\namount = { v = 0.2, low = 0, high = 0.3 }\n'


def scenario_of(name, more="", **changes):
    text = (DRAWER / f"{name}.toml").read_text("utf-8") + more
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return parse_scenario(text)


def examined(name, more="", **changes):
    return replayed(scenario_of(name, more, **changes))


def gains(report):
    return {city: x - report.payoffs.alone[city] for city, x in report.payoffs.signed.items()}


def test_a_city_opens_its_own_park_with_what_a_deal_brings_it():
    """Two batches at 80 in a park for 100, one of them bought for 20 a year: 160 - 100 - 20."""
    report = examined("ownpark")
    assert gains(report) == {"A": 40, "B": 20}
    assert finding(report, "efficiency").facts.unused == 0
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
    found = proven("walk-away", scenario_of("nod"))
    assert found.verdict == "undecided"
    assert found.facts.others == ("Harbour",)
    assert "whether Harbour would leave is open" in found.says


def test_a_gain_at_one_rate_and_a_loss_at_the_other_is_told_as_both():
    """100 mu for 100 now bring A 12 a year: at 3 per cent more than they cost, at 0.9 less."""
    report = examined("own")
    assert finding(report, "terms").verdict == "undecided"
    assert gains(report)["A"] > 0
    assert "at the region's interest, both gain" in screen(report)
    assert "Whether A gains hangs on whether it can borrow at 3%" in screen(report)


@pytest.mark.parametrize("name", ["nosham", "sham"])
def test_a_thing_of_no_use_makes_no_payment_lawful(name):
    """Rival's spillover cannot reach Hub by law, with paper to sell or without."""
    found = proven("outside offers", scenario_of(name))
    assert found.verdict == "undecided"


def test_what_is_sold_may_be_paid_for_instead_of_counted_twice():
    """A price of the land that the deal hands over makes up for statistics counted once."""
    found = proven("statistics", scenario_of("s9"))
    (clause,) = found.facts.repair.clauses
    assert isinstance(clause, Payments)
    assert found.mends == 1


def test_a_bonus_for_the_first_few_is_no_bonus_for_all():
    """Of twelve returns two are paid: with as many as are planned the small city gains."""
    report = examined("first2")
    assert gains(report)["Uplands"] > 0
    assert "gains from" not in finding(report, "firms' choice").says


def test_handing_over_at_once_is_no_repair_where_it_still_loses():
    """At 0.9 ten years count 5.862, so that 24 a year for 160 now is a loss to H."""
    found = proven("terms", scenario_of("info"))
    assert 24 * sum(Fraction(9, 10) ** t for t in range(1, 11)) < 160
    assert found.verdict == "undecided"
    assert found.facts.hangs_on == ("H",)
    assert "hand over at signing" not in found.repair


def test_the_bonus_is_a_repair_of_terms_too():
    """Where none returns nothing else that is lawful does it, and the bonus does.

    So if Quzhou's officials stay, and what the park costs now weighs less than at 0.76.
    """
    report = replayed(parse_scenario(staying(NONE_RETURNS, "Quzhou")))
    for name in ("terms", "outside offers"):
        found = finding(report, name)
        assert found.verdict == "fails"
        assert found.repair.startswith("a bonus of 0.1 a year")
        assert found.mends == 1


def test_what_repairs_the_terms_is_tried_on_hold_up():
    """B would have 1 a year of its land and is paid nothing: nothing is left to be talked down."""
    free = examined("own", price_one_off="price_one_off = { v = 0, src = 'S' } #")
    found = finding(free, "hold-up")
    assert found.verdict == "fails"
    assert found.mends == 1
    assert found.facts.repair.bargained_again["B"] == 1
    assert "2 checks fail; clauses below repair both of them, each taken alone" in screen(free)
    scenario = scenario_of("own", price_one_off="price_one_off = { v = 0.086, src = 'S' } #")
    assert proven("hold-up", scenario).verdict == "stands"  # 8.6 at 3 per cent: 1.008 a year


def test_a_park_is_not_left_out_for_a_needless_bonus():
    """Without the park 60 firms at 0.4 and 120 mu at 0.1 are left; 12 return unpaid as well."""
    report = replayed(parse_scenario(STARTER + BONUS))
    found = finding(report, "the park")
    assert found.verdict == "fails"
    assert found.facts.without == 24 + 12
    assert found.facts.as_signed == sum(report.payoffs.signed.values()) > 24 + 12
    (bonus,) = found.facts.repair.clauses
    assert bonus == BonusLeftOut(payer="Uplands", amount=Fraction(1, 10))
    assert found.repair == (
        "leave out the bonus of 0.1 a year by Uplands: as many projects return without"
    )
    assert found.mends == 1
    assert proven("the park", parse_scenario(STARTER)).verdict == "stands"


def test_of_two_bonuses_that_are_alike_the_needless_one_is_named():
    """At 1.15 one bonus of 0.1 moves all 12 firms, and the other costs 1.2 a year for nothing."""
    scenario = parse_scenario(STARTER.replace("v = 1.30", "v = 1.15") + BONUS + BONUS)
    found = proven("the park", scenario)
    assert found.facts.repair.clauses == (BonusLeftOut(payer="Uplands", amount=Fraction(1, 10)),)
    assert found.mends == Fraction(12, 10) / -found.facts.adds < 1
    assert "the bonus of 0.1 a year by Uplands" in found.repair
    before, after = map(shown, (-found.facts.adds, -found.facts.adds - Fraction(12, 10)))
    assert f"the loss falls from {before} to {after} a year" in found.repair


def test_a_park_that_the_deal_is_better_off_with_is_not_left_out():
    """At 1.15 in Uplands firms are moved by the bonus alone: no clause makes the park pay."""
    report = replayed(parse_scenario(STARTER.replace("v = 1.30", "v = 1.15") + BONUS))
    found = finding(report, "the park")
    assert found.verdict == "fails"
    assert sum(report.payoffs.signed.values()) > found.facts.without == 36
    assert found.facts.repair.reason is WhyNotPark.WORTH_LESS_WITHOUT
    assert found.mends is None


def test_what_firms_bear_by_a_clawback_is_no_part_of_what_members_could_make():
    """Twelve firms earn 0.1 less in Uplands: a clawback of 0.2 moves them for nothing."""
    text = STARTER.replace("v = 1.30", "v = 1.15")
    nothing, paid, moved, stay = (
        replayed(parse_scenario(text + clause))
        for clause in ("", BONUS, CLAWBACK, CLAWBACK.replace("0.2", "0.05"))
    )

    def unused(report):
        return finding(report, "efficiency").facts.unused

    assert unused(moved) == unused(paid)
    assert unused(stay) == unused(nothing)
    assert finding(moved, "surplus").facts.borne_by_firms == 12 * Fraction(1, 10)
    assert finding(stay, "surplus").facts.borne_by_firms == 12 * Fraction(5, 100)
    assert finding(paid, "surplus").facts.borne_by_firms == 0
    gain = finding(moved, "surplus").facts.gain_of_members
    agreed = [sum(found.gains.values()) for one in moved.negotiated.clauses
              for found in one.agreed.values()]  # fmt: skip
    assert max(agreed) > gain >= max(agreed) - 12 * Fraction(1, 10)


@pytest.mark.parametrize(("owned", "bought"), [(100, 0), (60, 40)])
def test_rights_that_nobody_needs_are_not_left_unused(owned, bought):
    """A has land for 100 mu at 0.12; at 0.5 once, 0.059 a year, B's own 0.01 is not worth it."""
    at = "[resources.quota.exchange]\nbuy_one_off = { v = 0.5, src = 'S' }\n"
    at += "sell_one_off = { v = 0, src = 'S' }\ncap.B = { v = 50, src = 'S' }\n"
    scenario = scenario_of(
        "own",
        **{
            "owned.B = { v = 100, src": f"owned.B = {{ v = {owned}, src",
            "[resources.buildable]": f"{at}[resources.buildable]",
            "amount = { v = 100": "amount = { v = 60",
        },
    )
    says, facts = (proven("efficiency", scenario).says, proven("efficiency", scenario).facts)
    assert facts.unused > 0
    assert (f"For it they would buy {bought} mu" in says) == (bought > 0)
    assert ("on the exchange" in says) == (bought > 0)
    assert (0 if facts.to_buy is None else facts.to_buy.amount) == bought


def test_nobody_loses_at_the_ends_of_a_range_as_they_are_printed():
    """100 mu bring A 12 a year and B 1; what is paid once is spread over 10 years at 3 per cent."""
    text = screen(examined("own"))
    ends = re.search(r"each, once; .*? from ([\d.]+) to ([\d.]+)\)", text).groups()
    low, high = map(Fraction, ends)
    spread = 1 / sum(Fraction(100, 103) ** t for t in range(1, 11))
    assert 1 <= 100 * low * spread < Fraction(11, 10)
    assert Fraction(115, 10) < 100 * high * spread <= 12


def test_of_several_clauses_it_is_said_which_is_open():
    """60 mu now and 40 in year 3; and a half of a tax in two quarters, one of them a promise."""
    more = '\n[[compact.transfer]]\nresource = "quota"\nfrom = "B"\nto = "A"\nwhen = 3\n'
    more += "reversible = false\n"
    more += 'amount = { v = 40, src = "S" }\nprice_one_off = { v = 1, src = "S" }\n'
    told = examined("own", more, **{"amount = { v = 100": "when = 0\namount = { v = 60"})
    assert "quota (B to A, at signing)" in finding(told, "terms").says
    assert "price of quota (B to A, at signing)" in screen(told)
    assert "(B to A" not in screen(examined("own"))
    old = STARTER[STARTER.index("[[compact.refund]]") :].split("\n\n")[0]
    quarter = old.replace("v = 0.50, low = 0.30", "v = 0.25, low = 0.2")
    halves = f"{quarter}\n\n{quarter.replace('enforceable = false', 'enforceable = true')}"
    text = screen(replayed(parse_scenario(STARTER.replace(old, halves))))
    assert re.search(r"paid by Harbour in years 1 to 5, [a-z ]+\) \(signed 25%", text)


def test_one_year_is_a_year():
    (years,) = re.findall(r"\nyears = \[1, 5\].*", STARTER)
    text = screen(replayed(parse_scenario(STARTER.replace(years, "\nyears = [1, 1]"))))
    assert "in year 1," in text
    assert "years 1 to 1" not in text
    brief = screen(examined("own", **{"horizon = { v = 10": "horizon = { v = 1"}))
    assert re.search(r"\b1 year at 3%", brief)
    assert "1 years" not in brief


def test_what_comes_back_later_leaves_gains_that_are_not_denied():
    """A has the land of B for ten of twelve years; were it back at once nothing could be gained."""
    back = '\n[[compact.transfer]]\nresource = "quota"\nfrom = "A"\nto = "B"\nwhen = 10\n'
    back += "reversible = false\n"
    back += 'amount = { v = 100, src = "S" }\nprice_one_off = { v = 0.2, src = "S" }\n'
    report = examined(
        "own",
        back,
        **{
            "price_one_off = { v = 1,": "price_one_off = { v = 0.3,",
            "horizon = { v = 10": "horizon = { v = 12",
        },
    )
    assert min(finding(report, "terms").facts.gains.values()) > 0
    assert re.search(r"were all handed over at signing, no [^.;]* makes both gain", screen(report))


def worth_of_years(d, years):
    return sum(d**t for t in range(1, years + 1))


def test_what_a_park_costs_once_is_spread_at_the_interest_at_a_member_s_own_factor_too():
    """100 for a rent of 12 a year over ten years: spread at 3 per cent they are 11.72 a year."""
    report = examined("parkonce")
    rent, even = 28 * Fraction("0.42857"), worth_of_years(1 / Fraction("1.03"), 10)
    terms = finding(report, "terms")
    assert terms.facts.own_gains["Uplands"] == rent - 100 / even == gains(report)["Uplands"] > 0
    assert terms.verdict == "stands"


def test_a_park_that_goes_on_for_ever_is_built_again_every_ten_years():
    scenario = scenario_of(
        "parkonce", **{"[time]": '[time]\nbeyond = "perpetuity"', "v = 0.42857": "v = 0.5"}
    )
    own = proven("terms", scenario).facts.own_gains["Uplands"]
    assert own == 14 - 100 / worth_of_years(1 / Fraction("1.03"), 10)


@pytest.mark.parametrize(
    ("name", "signing", "yearly"),
    [
        ("ownpark", -200, 160 - 100),  # the deal makes A open its park: 1000 once are 100 a year
        ("kept", 650, 100 - 160),  # A would open its park alone, and does not in the deal
    ],
)
def test_a_park_of_its_own_costs_as_much_with_the_deal_as_without_it(name, signing, yearly):
    once = {"cost_per_year = { v = 100,": "cost_one_off = { v = 1000,"}
    terms, even = proven("terms", scenario_of(name, **once)), worth_of_years(Fraction(9, 10), 10)
    assert terms.facts.own_gains["A"] == yearly + signing / even


TENURE = "tenure={ v = 1, low = 1, high = 1 }\n"


def test_what_comes_first_decides_at_a_factor_of_0():
    """Port pays 48 now for land worth 14.4 a year, and its officials count nothing later."""
    report = examined("rotates")
    terms = finding(report, "terms")
    assert (terms.verdict, terms.facts.own_gains["Port"]) == ("undecided", -120 * Fraction(4, 10))
    assert terms.facts.repair.cities == ("Port",)
    assert terms.facts.repair.reason is WhyNot.FIRST_DECIDES
    assert "Port would lose 48.0 at first" in terms.says
    assert "lose 48.0 a year" not in screen(report)


@pytest.mark.parametrize(("price", "verdict"), [("0.4", "stands"), ("0", "fails")])
def test_who_is_paid_first_gains_at_a_factor_of_0(price, verdict):
    """Hill has 48 now for 20 mu that it would have farmed; for nothing it loses them, from year 1.

    Of its 200 mu it builds on 100, of which 20 are handed over.
    """
    text = (DRAWER / "rotates.toml").read_text("utf-8").replace(TENURE, "")
    text = text.replace("[cities.Hill]\n", f"[cities.Hill]\n{TENURE}")
    scenario = parse_scenario(text.replace("v = 0.4, low = 0.4", f"v = {price}, low = 0"))
    terms = proven("terms", scenario)
    first = 48 if verdict == "stands" else -20 * Fraction(3, 100)
    assert terms.facts.own_gains["Hill"] == first
    assert terms.verdict == verdict
    # Amounts are not compared where any, however small, comes first.
    assert terms.facts.open_amount is None
    assert terms.facts.first_decides == ("Hill",)
    assert "no amount" not in terms.says
    assert "both gain in between" not in terms.says


def test_a_payment_every_year_decides_nothing_at_a_factor_of_0_where_a_price_is_paid():
    report = examined("rotates")
    (money,) = [one for one in report.negotiated.clauses if one.kind == "money"]
    assert {found.lost["Port"] for found in money.agreed.values()} == {48}
