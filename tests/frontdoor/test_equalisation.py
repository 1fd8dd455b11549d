"""Fiscal equalisation on the starter, by hand in fractions: what tax is lost to cut grants."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.equations import model_text
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.equalisation.check import GrantEnds, PriceForTax, WhyNot
from intercity.topics.outcome import NoRepair, Repair
from tests.frontdoor.starter import STARTER, finding, replayed

RATE = "\n[equalisation]\nrate.Uplands = {{ v = {}, low = 0, high = 0.9 }}\n"
FORMULA = "\n[equalisation.formula.Uplands]\n" + "\n".join(
    f"{key} = {{{{ v = {{{key}}}, low = {{{key}}}, high = {{{key}}} }}}}"
    for key in ("share", "capacity", "need")
)
# 40 projects, of which 12 return: 8 mu at a tax of 0.4, of which the city keeps 0.4, each; 28 stay
# and bring Harbour 0.4 each, of which it shares half in the first 5 of 20 years, at 5 per cent.
PLANTS = 12 * 8 * Fraction(4, 10) * Fraction(4, 10)
SHARED = 28 * Fraction(4, 10) / 2


def worth(years):
    return sum(Fraction(100, 105) ** t for t in range(1, years + 1))


REFUND = SHARED * worth(5) / worth(20)


def examined(more, *changes):
    text = STARTER
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    report = replayed(parse_scenario(text + more))
    return finding(report, "equalisation").facts, report


def gains(report):
    return dict(report.context.gains)


def test_without_the_section_it_is_not_asked():
    found = finding(check_up(parse_scenario(STARTER), ranges=False), "equalisation")
    assert (found.verdict, found.says) == ("not asked", "add [equalisation] to a deal")


@pytest.mark.parametrize("rate", [Fraction(1, 4), Fraction(1, 2), Fraction(9, 10)])
def test_what_is_lost_is_the_rate_of_plants_and_shared_tax(rate):
    before = gains(check_up(parse_scenario(STARTER), ranges=False))
    found, report = examined(RATE.format(float(rate)))
    assert found.before == before
    assert found.lost == {"Harbour": 0, "Uplands": rate * (PLANTS + REFUND)}
    assert found.after == gains(report)
    assert found.received == {("Harbour", "Uplands"): 1 - rate}
    assert found.verdict.value == ("fails" if rate > Fraction(7, 10) else "stands")
    assert finding(report, "terms").verdict == found.verdict.value


def test_a_price_costs_as_much_and_is_not_cut():
    found, _ = examined(RATE.format(0.9))
    assert isinstance(found.repair, Repair)
    (clause,) = found.repair.clauses
    assert isinstance(clause, PriceForTax)
    assert clause.price == REFUND * worth(20) / 120
    assert found.mended_gains["Harbour"] == found.after["Harbour"]
    spared = REFUND - found.received["Harbour", "Uplands"] * REFUND
    assert found.mended_gains["Uplands"] == found.after["Uplands"] + spared
    assert found.repair.mends == 1 - found.mended_gains["Uplands"] / found.after["Uplands"]


def test_the_repair_does_what_it_says_once_it_is_written():
    found, _ = examined(RATE.format(0.9))
    price = found.repair.clauses[0].price
    start, end = STARTER.index("[[compact.refund]]"), STARTER.index("# What if each side")
    sold = STARTER[:start] + STARTER[end:]
    amount = "amount     = { v = 120, low = 60, high = 150 }"
    assert sold.count(amount) == 1
    written = f"{amount}\nprice_one_off = {{ v = {float(price):.17g}, low = 0, high = 1 }}"
    again = gains(
        check_up(parse_scenario(sold.replace(amount, written) + RATE.format(0.9)), ranges=False)
    )
    for city, gain in found.mended_gains.items():
        assert abs(again[city] - gain) < Fraction(1, 10**12)  # the price is written in 17 digits


def test_where_no_tax_is_shared_no_form_of_payment_repairs_it():
    start, end = STARTER.index("[[compact.refund]]"), STARTER.index("# What if each side")
    report = replayed(parse_scenario(STARTER[:start] + STARTER[end:] + RATE.format(0.9)))
    found = finding(report, "equalisation").facts
    assert found.verdict.value == "fails"
    assert found.repair == NoRepair(reason=WhyNot.NO_TAX_IS_SHARED)


def test_a_formula_is_a_rate_below_the_need_and_none_above():
    poor, _ = examined(FORMULA.format(share=0.5, capacity=100, need=200))
    rate, _ = examined(RATE.format(0.5))
    assert poor.after == rate.after
    rich, _ = examined(FORMULA.format(share=0.5, capacity=200, need=200))
    assert not any(rich.lost.values())


def test_where_the_grant_ends_no_one_rate_holds_and_the_average_is_told():
    tax = PLANTS + REFUND
    found, report = examined(FORMULA.format(share=0.5, capacity=100, need=110))
    assert isinstance(found, GrantEnds)
    assert (found.tax, found.room, found.rate) == (tax, 10, Fraction(1, 2) * 10 / tax)
    told = {one.name: one for one in report.findings}
    assert told["equalisation"].verdict == "undecided"
    # No check says anything at a rate that does not hold.
    assert {one.verdict for one in report.findings} <= {"undecided", "not asked"}
    assert "the rate that is then taken back on average" in told["terms"].says


def test_a_payee_that_keeps_more_than_the_payer_gains_from_the_grant_system():
    both = "\n[equalisation]\nrate.Harbour = { v = 0.5, low = 0.4, high = 0.6 }\n"
    found, _ = examined(both)
    # Harbour loses half of its tax of 28 that stay, but what it shares costs it half as much.
    assert found.received == {("Harbour", "Uplands"): 2}
    assert found.after["Uplands"] == found.before["Uplands"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (RATE.format(0.5).replace("Uplands", "Upland"), "Upland is an unknown city"),
        (RATE.format(0.5).replace("0.9 }", "1 }"), "below 1, its range included"),
        (
            RATE.format(0.5) + FORMULA.format(share=0.5, capacity=1, need=2),
            "given beside its rate",
        ),
    ],
)
def test_what_does_not_fit_is_named(more, words):
    with pytest.raises(ScenarioError, match=r"\[equalisation") as told:
        parse_scenario(STARTER + more)
    assert words in str(told.value)


def test_the_model_text_has_the_rates():
    text = model_text(parse_scenario(STARTER + RATE.format(0.5)))
    assert "    Uplands: t = 0.5" in text


def test_a_forged_gain_is_refused():
    scenario = parse_scenario(STARTER + RATE.format(0.5))
    told = json.loads(json.dumps(check_up(scenario, ranges=False).to_json()))
    entry = next(one for one in told["findings"] if one["name"] == "equalisation")
    entry["facts"]["after"]["Uplands"] = entry["facts"]["before"]["Uplands"]
    assert not verify_report(scenario, told)
