"""Promises over time as the screen tells them: deposits, tranches, the horizon, each own factor."""

import math
import re
from fractions import Fraction

import pytest

from intercity.checkup.check_up import check_up
from intercity.english import shown
from intercity.equations import model_text
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.hold_up.check import held_up
from intercity.topics.hold_up.tranches import Tranches, tranches
from intercity.topics.walk_away.check import member_paths
from tests.frontdoor.starter import STARTER, finding, replayed, screen, starter

D, R = Fraction(95, 100), Fraction(5, 100)
REFUND = 8 * Fraction(7, 10)  # half of the tax of 28 projects that stay
TIME = "horizon  = { v = 20,   low = 10,   high = 30 }"
FOREVER = (TIME, f'{TIME}\nbeyond = "perpetuity"')
SIGNED = STARTER[STARTER.index("[[compact.transfer]]") : STARTER.index("[[compact.refund]]")]
FARM = """[[activities]]
name = "farm"
sites = ["Uplands"]
uses = [{ resource = "quota", amount = { v = 1, low = 1, high = 2 } }]
values = [{ city = "Uplands", kind = "cash", amount = { v = 0.02, low = 0, high = 1 } }]
"""
GIVES_UP = ("[[compact.transfer]]", f"{FARM}\n\n[[compact.transfer]]")


def checked(*changes):
    return check_up(starter(*changes), ranges=False)


def transfers(*dated):
    """The quota of the deal handed over in parts."""
    return (
        SIGNED,
        "".join(
            '[[compact.transfer]]\nresource = "quota"\nfrom = "Uplands"\nto = "Harbour"\n'
            f"amount = {{ v = {amount}, low = 0, high = 400 }}\nwhen = {year}\nreversible = false\n"
            for year, amount in dated
        ),
    )


def test_what_the_host_saves_by_stopping_and_the_deposit_that_holds_it():
    report = replayed(starter())
    found = finding(report, "walk-away")
    saved = [sum(D**k * REFUND for k in range(6 - t)) for t in range(1, 6)]
    assert found.figures["Harbour, gain of leaving then"] == saved[0]
    assert found.figures["Harbour, year in which leaving pays most"] == 1
    deposit = max(x / (D ** (5 - t) * (1 + R) ** 5) for t, x in enumerate(saved, 1))
    assert found.figures["deposit of Harbour"] == deposit
    cost = deposit * (1 - (D * (1 + R)) ** 5)
    assert found.figures["deposit of Harbour, cost in present value"] == cost
    years = sum(D**t for t in range(1, 21))
    gain = report.context.own_gains["Harbour"] - cost / years
    name = "gain of Harbour with its deposit, at its own discount factor"
    assert found.figures[name] == gain
    assert f"{shown(saved[0])} to it then" in found.says
    assert f"a deposit of {shown(deposit)} (once) by Harbour" in found.repair
    assert "having it there costs Harbour 1% of it in present value" in found.repair
    left = f"and leaves it a gain of {shown(gain)} a year at its own discount factor"
    assert left in found.repair
    assert "as from year 1 on staying only costs it" in found.says
    assert found.mends == 1


def test_the_year_that_is_told_is_the_one_with_the_amount():
    """Land of year 3 keeps Harbour in for a while: leaving pays in year 3, and most in year 4."""
    later = transfers((0, 40), (3, 80))
    found = finding(checked(later, ("years = [1, 5]", "years = [4, 9]")), "walk-away")
    first, most = (found.figures[f"Harbour, {x}"] for x in (
        "first year in which leaving pays", "year in which leaving pays most",
    ))  # fmt: skip
    assert (first, most) == (3, 4)
    assert "in year 3 already and most in year 4" in found.says
    assert found.figures["Harbour, gain of leaving then"] == sum(D**k * REFUND for k in range(6))


def test_a_deposit_that_costs_more_than_the_deal_brings_mends_nothing():
    impatient = ('role     = "hub"', 'role     = "hub"\ntenure   = { v = 2, low = 1, high = 5 }')
    found = finding(checked(impatient), "walk-away")
    assert re.search(r"costs Harbour 9\d% of it in present value, so that", found.repair)
    assert found.figures["gain of Harbour with its deposit, at its own discount factor"] < 0
    assert found.mends == 0


def test_the_lag_is_said_and_counts():
    found = finding(checked(), "walk-away")
    assert "who leaves still gets 1 year of what the others owe it" in found.says
    text = starter(("[[compact.transfer]]", "lag = 2\n\n[[compact.transfer]]"))
    found = finding(check_up(text, ranges=False), "walk-away")
    assert "who leaves still gets 2 years of what the others owe it" in found.says
    assert "answered after L = 2 years" in model_text(text)


@pytest.mark.parametrize("lag", [1, 2])
def test_tranches_hold_once_they_are_written_into_the_file(lag):
    """Written as dated transfers, rounded up, no member leaves, and no repair is told again."""
    year = ("[[compact.transfer]]", f"lag = {lag}\n\n[[compact.transfer]]")
    context = Context(starter(year), Recorder())
    found = tranches(context)
    assert isinstance(found, Tranches)
    assert list(found.schedule.releases) == list(range(1 + lag, 6 + lag))
    parts = [(y, math.ceil(100 * q) / 100) for y, q in found.schedule.releases.items()]
    kept = 120 - sum(q for _, q in parts)
    text = STARTER.replace(*transfers((0, round(kept, 2)), *parts))
    scenario = parse_scenario(
        text.replace("[[compact.transfer]]", f"lag = {lag}\n[[compact.transfer]]", 1)
    )
    report = replayed(scenario)
    assert finding(report, "walk-away").verdict == "stands"
    assert "tranches" not in finding(report, "hold-up").repair


def test_a_transfer_in_two_halves_is_the_same_transfer():
    one, two = checked(GIVES_UP), checked(GIVES_UP, transfers((0, 60), (0, 60)))
    for name in ("walk-away", "hold-up"):
        whole, halves = finding(one, name), finding(two, name)
        assert (halves.says, halves.repair) == (whole.says, whole.repair)
        assert (halves.figures, halves.mends) == (whole.figures, whole.mends)


def test_a_giver_that_farms_the_land_backs_the_last_tranches_with_a_deposit():
    scenario = starter(GIVES_UP)
    report = replayed(scenario)
    found = finding(report, "walk-away")
    assert "Or hand over quota in tranches of " in found.repair
    assert re.search(r"last tranches need a deposit of \S+ \(once\) by Uplands", found.repair)
    secured = tranches(Context(scenario, Recorder()))
    assert not secured.schedule.both_sides
    parts = [(y, math.ceil(100 * q) / 100) for y, q in secured.schedule.releases.items()]
    kept = round(120 - sum(q for _, q in parts), 2)
    written = check_up(starter(GIVES_UP, transfers((0, kept), *parts)), ranges=False)
    paths = member_paths(written.context)
    assert paths["Harbour"].verdict.leaves_in is None
    told = secured.deposits["Uplands"].deposit
    assert float(paths["Uplands"].deposit.deposit.amount) == pytest.approx(
        float(told.amount), rel=0.01
    )
    again = finding(written, "walk-away")
    assert "tranches" not in again.repair
    assert "tranches" not in finding(written, "hold-up").repair


def test_bargaining_again_is_told_by_step_and_member():
    report = replayed(starter(transfers((0, 70), (3, 50))))
    answer = held_up(report.context)
    assert [step.year for step in answer.found.steps] == [0, 3]
    found = finding(report, "hold-up")
    for step, when in zip(answer.found.steps, ("after signing", "after year 3"), strict=True):
        for city in ("Harbour", "Uplands"):
            assert found.figures[f"{city}, {when}, ends with"] == step.path[city]
    text = model_text(report.context.scenario)
    assert "After signing (if talks fail, park runs on):" in text
    assert "After year 3 (if talks fail, park runs on):" in text


def test_who_would_not_sign_and_who_is_only_talked_down():
    report = checked()
    found = finding(report, "hold-up")
    assert found.verdict == "stands"
    assert "can be talked down from" in found.says
    assert "no less than the 0 it has alone" in found.says
    dear = ("cost_one_off = { v = 100, low = 70, high = 140 }",
            "cost_one_off = { v = 230, low = 70, high = 240 }")  # fmt: skip
    found = finding(checked(dear), "hold-up")
    assert found.verdict == "fails"
    assert "foreseeing it, it would not sign" in found.says
    assert found.margin < 0


def test_what_is_handed_over_for_good_keeps_its_value_in_a_perpetuity():
    """A price of 30 once is 5 per cent of it a year; the park is built anew every 20 years."""
    priced = ("when       = 0 ", "price_one_off = { v = 0.25, low = 0, high = 1 }\nwhen = 0 ")
    report = replayed(starter(FOREVER, priced))
    compact = report.context.compact
    assert compact.transfers[0].price == Fraction(1, 4) * R
    assert compact.enclaves[0].cost == 100 * R / (1 - (1 + R) ** -20)
    refund = REFUND * (1 - (1 + R) ** -5) / R * R
    incidence = compact.incidence("Uplands")
    assert (incidence["price"], incidence["refund"]) == (30 * R, refund)
    told = screen(report)
    assert "the region goes on for ever, at 5%; parks are renewed every 20 years" in told
    assert "20 years at 5%; one-off sums are spread over them; nothing counts after them" in (
        screen(checked())
    )
    assert "the region goes on for ever. Money paid once counts as r = 0.05" in (
        model_text(report.context.scenario)
    )


def test_the_own_factor_counts_for_ever_in_a_perpetuity():
    """Land handed over in year 1: 12 a year from year 2 on, d^2 / (1 - d) over d / (1 - d)."""
    report = replayed(starter(FOREVER))
    own = report.context.own_gains
    lasting = report.context.compact.incidence("Harbour")
    per_year = report.context.deal.own["Harbour"] - report.context.status_quo["Harbour"]
    per_year += sum(x for kind, x in lasting.items() if kind not in ("price", "refund"))
    worth = per_year * D / (1 - D) - sum(D**t * REFUND for t in range(1, 6))
    assert own["Harbour"] == worth / (D / (1 - D))


def test_a_perpetuity_needs_interest():
    none = ("interest = { v = 0.05, low = 0.03", "interest = { v = 0, low = 0")
    with pytest.raises(ValueError, match=r"\[time\] interest is 0; it should be above 0"):
        checked(FOREVER, none)
    with pytest.raises(ValueError, match='beyond is "ever"; it should be "nothing" or "perp'):
        checked((TIME, f'{TIME}\nbeyond = "ever"'))


HUNDRED = """
format = 1
title = "100 now for 12 a year over ten years"
money = "million a year"
[time]
horizon = { v = 10, src = "x" }
interest = { v = 0.03, src = "x" }
[sources]
x = "the definition"
[cities.Seller]
[cities.Buyer]
discount = { v = 0.9, src = "x" }
[resources.land]
kind = "tradable"
owned.Seller = { v = 100, src = "x" }
[[activities]]
name = "build"
sites = ["Buyer"]
uses = [{ resource = "land", amount = { v = 1, src = "x" } }]
values = [{ city = "Buyer", kind = "cash", amount = { v = 0.12, src = "x" } }]
[compact]
members = ["Seller", "Buyer"]
[[compact.transfer]]
resource = "land"
from = "Seller"
to = "Buyer"
amount = { v = 100, src = "x" }
price_one_off = { v = 1, src = "x" }
when = 0
reversible = false
"""


def test_a_member_gains_only_if_it_does_at_its_own_discount_factor_too():
    report = replayed(parse_scenario(HUNDRED))
    found = finding(report, "terms")
    factors = 1 / Fraction(103, 100), Fraction(9, 10)
    present = {x: sum(12 * x**t for t in range(1, 11)) - 100 for x in factors}
    assert [round(float(x)) for x in present.values()] == [2, -30]
    own = present[Fraction(9, 10)] / sum(Fraction(9, 10) ** t for t in range(1, 11))
    assert found.facts.own_gains["Buyer"] == own
    assert found.facts.gains["Buyer"] > 0
    assert found.verdict == "fails"
    assert f"at its own discount factor of 0.90 Buyer would lose {shown(-own)} a year" in found.says
    patient = replayed(parse_scenario(HUNDRED.replace("v = 0.9,", "v = 0.98,")))
    assert finding(patient, "terms").verdict == "stands"
    assert "at its own discount factor" not in finding(patient, "terms").says


FARMED = """[resources.plots]
kind = "bound"
owned.Seller = { v = 50, src = "x" }
[[activities]]
name = "farm"
sites = ["Seller"]
uses = [
    { resource = "land", amount = { v = 1, src = "x" } },
    { resource = "plots", site = "Seller", amount = { v = 1, src = "x" } },
]
values = [{ city = "Seller", kind = "cash", amount = { v = 0.3, src = "x" } }]
[[activities]]
name = "town"
sites = ["Buyer"]
limit = { v = PLOTS, src = "x" }
uses = [{ resource = "land", amount = { v = 1, src = "x" } }]
values = [{ city = "Buyer", kind = "cash", amount = { v = 0.3, src = "x" } }]
[compact.limits]
side_payment = { v = 0, src = "x" }
[compact]
"""


def farmed(plots, amount=100):
    """Seller farms 50 plots at 0.3, and Buyer makes 0.3 of some plots and 0.12 of all others."""
    text = HUNDRED.replace("[compact]\n", FARMED.replace("PLOTS", str(plots)))
    return parse_scenario(text.replace("amount = { v = 100", f"amount = {{ v = {amount}"))


def at_zero(factor, plots):
    """Of how much land on Buyer loses, at a price of 1 for it now and this factor."""
    price = 1 / sum(factor**t for t in range(1, 11))
    return plots * Fraction(18, 100) / (price - Fraction(12, 100))


@pytest.mark.parametrize("plots", [20, 25])
def test_the_amount_that_is_told_is_enough_at_the_own_factor_too(plots):
    """Seller gains by up to 82 of the 100; at its own 0.9 Buyer gains by less than that or more."""
    price = 1 / sum(Fraction(100, 103) ** t for t in range(1, 11))
    least = min(15 / (Fraction(3, 10) - price), at_zero(Fraction(9, 10), plots))
    found = finding(replayed(farmed(plots)), "terms")
    assert found.facts.open_amount.highest == least
    (clause,) = found.facts.repair.clauses
    assert (clause.signed, clause.amount) == (100, least)
    told = re.fullmatch(r"move the amount of land from 100 to (\S+)", found.repair)
    assert told is not None
    assert float(told[1]) == pytest.approx(float(least), abs=0.05)
    assert found.mends == 1
    below = check_up(farmed(plots, round(float(least) - 0.1, 2)), ranges=False)
    assert finding(below, "terms").verdict == "stands"
    above = check_up(farmed(plots, round(float(least) + 0.1, 2)), ranges=False)
    assert finding(above, "terms").verdict == "fails"


def test_tranches_that_mend_a_hold_up_are_not_told_again_once_written():
    dear = ("cost_one_off = { v = 100, low = 70, high = 140 }",
            "cost_one_off = { v = 230, low = 70, high = 240 }")  # fmt: skip
    report = checked(dear)
    found = finding(report, "hold-up")
    assert found.verdict == "fails"
    assert "hand over quota in tranches" in found.repair
    assert found.mends == 1
    secured = tranches(Context(starter(dear), Recorder()))
    parts = [(y, math.ceil(100 * q) / 100) for y, q in secured.schedule.releases.items()]
    kept = round(120 - sum(q for _, q in parts), 2)
    again = checked(dear, transfers((0, kept), *parts))
    assert finding(again, "hold-up").verdict == "stands"
    assert finding(again, "walk-away").verdict == "stands"


@pytest.mark.parametrize("cost", [250, 300])
def test_tranches_mend_as_much_of_a_hold_up_as_is_not_lost_once_they_are_written(cost):
    """The loss of Uplands, who has nothing alone, before and after."""
    dear = ("cost_one_off = { v = 100, low = 70, high = 140 }",
            f"cost_one_off = {{ v = {cost}, low = 70, high = 340 }}")  # fmt: skip
    found = finding(replayed(starter(dear)), "hold-up")
    (before,) = (-x for name, x in found.figures.items() if name == "Uplands, bargained again")
    releases = tranches(Context(starter(dear), Recorder())).schedule.releases
    parts = [(year, float(amount)) for year, amount in releases.items()]
    again = finding(checked(dear, transfers((0, float(120 - sum(releases.values()))), *parts)),
                    "hold-up")  # fmt: skip
    after = -again.figures["Uplands, bargained again"]
    assert 0 < after < before
    assert float(-found.figures["Uplands, in tranches"]) == pytest.approx(float(after))
    assert f"that mends {round(100 * (1 - after / before))}% of what is lost" in found.repair
