"""What members that discount differently would pay each other when: words, figures and proof."""

import copy
import json
from fractions import Fraction

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.equations import model_text
from intercity.scenario_file import parse_scenario
from tests.frontdoor.starter import screen, starter

SMALL = 'role     = "small city"\ndiscount = { v = 0.95, low = 0.90, high = 0.98 }'
IMPATIENT = (SMALL, SMALL + "\ntenure = { v = 4, low = 3, high = 6 }")
RENTED = (  # not 100 at signing, which no payment of 3 a year makes up for to the impatient
    "cost_one_off = { v = 100, low = 70, high = 140 }",
    "cost_per_year = { v = 8.0242587190691, low = 5, high = 12 }",
)
LAWFUL = (
    "[[compact.transfer]]",
    "[compact.limits]\nside_payment = { v = 3, low = 0, high = 5 }\n\n[[compact.transfer]]",
)
UNSHARED = """
format = 1
title  = "One pays as much as it may"
money  = "million a year"
[time]
horizon  = { v = 3, src = "derived" }
interest = { v = 0, src = "derived" }
[cities]
Port = { discount = { v = 0.9, src = "derived" } }
Hill = { discount = { v = 0.5, src = "derived" } }
Mid  = { discount = { v = 0.8, src = "derived" } }
[resources.quota]
kind = "tradable"
owned.Hill = { v = 100, src = "derived" }
[resources.buildable]
kind = "bound"
owned.Port = { v = 100, src = "derived" }
owned.Hill = { v = 100, src = "derived" }
[build]
Port = { v = 0.12, src = "derived" }
Hill = { v = 0.01, src = "derived" }
[compact]
members = ["Port", "Hill", "Mid"]
[compact.limits]
side_payment = { v = 4, src = "derived" }
[[compact.transfer]]
resource   = "quota"
from       = "Hill"
to         = "Port"
amount     = { v = 100, src = "derived" }
reversible = false
[[compact.payment]]
from        = "Port"
to          = "Mid"
amount      = { v = 10, src = "derived" }
years       = [1, 1]
enforceable = true
"""


def reported(*changes):
    scenario = starter(RENTED, *changes)
    return scenario, check_up(scenario, ranges=False)


def streams(report):
    """What the deal brings year by year: even, but for the refund of 5.6 in years 1 to 5."""
    payoffs = report.payoffs
    found = {}
    for city, sign in (("Harbour", -1), ("Uplands", 1)):
        gain = float(payoffs.signed[city] - payoffs.alone[city])
        late = [1.05**-y for y in range(1, 21)]
        refund = sign * 28 * 0.4 * 0.5
        even = gain - refund * sum(late[:5]) / sum(late)
        found[city] = [0.0] + [even + refund * (y <= 5) for y in range(1, 21)]
    return found


def switched(flows, factors, switch):
    """Gains if Uplands gets 3 a year up to a (broken) year, and pays 3 a year from then on.

    From year 1 on: what the file calls a payment a year is due in none of the signing.
    """
    gains = {}
    for city, sign in (("Harbour", -1), ("Uplands", 1)):
        paid = [3 * sign * min(1, max(-1, 2 * (switch - y) - 1)) for y in range(21)]
        paid[0] = 0
        gains[city] = sum(
            factors[city] ** y * (c + m)
            for y, (c, m) in enumerate(zip(flows[city], paid, strict=True))
        )
    return gains


def test_who_is_impatient_is_paid_first():
    scenario, report = reported(IMPATIENT, LAWFUL)
    found = report.negotiated.schedule
    factors = {"Harbour": 0.95, "Uplands": 0.95 * 0.75}
    flows = streams(report)
    # The most that both gain alike: early to Uplands, late to Harbour, with one switch.
    low, high = 0.0, 21.0
    for _ in range(60):
        switch = (low + high) / 2
        gains = switched(flows, factors, switch)
        low, high = (switch, high) if gains["Uplands"] < gains["Harbour"] else (low, switch)
    assert float(found.gains["Uplands"]) == pytest.approx(gains["Uplands"], rel=1e-6)
    assert found.gains["Harbour"] == found.gains["Uplands"]
    # The same payment every year, by hand.
    worth = {c: sum(factors[c] ** y * x for y, x in enumerate(flows[c])) for c in flows}
    years = {c: sum(factors[c] ** y for y in range(1, 21)) for c in flows}
    even = (worth["Harbour"] - worth["Uplands"]) / (years["Harbour"] + years["Uplands"])
    flat = worth["Uplands"] + even * years["Uplands"]
    assert float(found.flat["Uplands"]) == pytest.approx(flat, rel=1e-6)
    assert found.gains["Uplands"] > found.flat["Uplands"]
    paid = found.payments
    assert all(a + b == 0 and abs(a) <= 3 for a, b in zip(*paid.values(), strict=True))
    assert paid["Uplands"][:2] == (0, 3)
    assert paid["Uplands"][-1] == -3
    text = screen(report)
    when = "pays 3.0 a year in years 1 to 13 (39.0 in all), gets up to 3.0 a year in years 14 to 20"
    assert f"Harbour {when} (18.8 in all)" in text
    assert (
        "so Harbour +43.7, Uplands +43.7, where the same payment in each of years 1 to 20 brings "
        "Harbour +41.0, Uplands +41.0" in text
    )
    written = model_text(scenario)
    assert "d_Uplands = 0.7125" in written
    assert "gain_Uplands = 43.7014, 41.0236 if the same is paid every year" in written
    told = json.loads(json.dumps(report.to_json()))
    outcome = verify_report(scenario, told)
    assert outcome.ok
    assert outcome.claims == report.claims
    forged = copy.deepcopy(told)
    forged["negotiated"]["schedule"]["gains"]["Uplands"] = {"exact": "50", "value": 50.0}
    assert not verify_report(scenario, forged).ok


@pytest.mark.parametrize(
    "changes",
    [
        (LAWFUL,),  # all discount alike
        (IMPATIENT,),  # no money between budgets
        (
            LAWFUL,
            (SMALL, 'role     = "small city"'),
        ),  # one has no discount factor
    ],
)
def test_where_there_is_nothing_to_say(changes):
    _, report = reported(*changes)
    assert report.negotiated.schedule is None
    assert "money over time" not in screen(report)


def test_prices_and_years_of_the_stream():
    """A price is paid in year 2, with the quota, which is used from year 3 on."""
    transfer = "when       = 0 "
    later = (transfer, "price_one_off = { v = 0.5, low = 0, high = 1 }\nwhen       = 2 ")
    _, report = reported(IMPATIENT, LAWFUL, later)
    from mechanisms.compact.deal_stream import deal_stream

    context = report.context
    for city in context.members:
        flows = deal_stream(
            context.compact, context.planned, context.status_quo[city], city, context.run_solver
        )
        assert len(flows) == 21
        sign = 1 if city == "Uplands" else -1
        # Quota of 120 mu is used from year 3 on, and paid for in year 2.
        jump = flows[2] - flows[1]
        assert jump == sign * 60
    harbour = deal_stream(
        context.compact,
        context.planned,
        context.status_quo["Harbour"],
        "Harbour",
        context.run_solver,
    )
    assert harbour[3] - harbour[1] == Fraction(12)  # 120 mu at 0.1


def test_in_a_perpetuity_later_years_count_with_the_last():
    """Gains are present values of streams that go on for ever, and of payments that end."""
    horizon = "horizon  = { v = 20,   low = 10,   high = 30 }"
    more = tuple(
        text.replace("v = 3, low = 0, high = 5", "v = 8, low = 0, high = 9") for text in LAWFUL
    )
    _, report = reported(IMPATIENT, more, (horizon, f'{horizon}\nbeyond = "perpetuity"'))
    from intercity.topics.negotiation.over_time import streams_of
    from mechanisms.compact.self_enforcement import present_value

    found, factors = report.negotiated.schedule, report.context.region.discounts
    for city, flows in streams_of(report.context).items():
        worth = present_value(flows, factors[city], forever=True)
        assert found.gains[city] == worth + present_value(found.payments[city], factors[city])
        assert len(found.payments[city]) == 21


def test_who_cannot_share_all_of_its_gain_is_told_what_it_has():
    """Port's signed payment of 10 takes all of its limit of 4: it pays no more, and keeps its gain.

    12 a year for three years at 0.9, less 10 in the first; Mid, paid the 10, pays Hill early.
    """
    told = parse_scenario(UNSHARED)
    report = check_up(told, ranges=False)
    found, (port, mid) = report.negotiated.schedule, (Fraction(9, 10), Fraction(8, 10))
    assert not any(found.payments["Port"])
    assert found.gains["Port"] == 12 * (port + port**2 + port**3) - 10 * port
    assert found.flat["Port"] == found.gains["Port"]
    assert found.gains["Mid"] == 10 * mid + sum(
        x * mid**y for y, x in enumerate(found.payments["Mid"])
    )
    assert found.gains["Mid"] == found.gains["Hill"] < found.gains["Port"]
    text = screen(report)
    assert "by it no member pays, or gets, more than 4.0 a year in all): Hill gets" in text
    assert "Mid pays" in text
    assert "so Port +20.3, " in text
