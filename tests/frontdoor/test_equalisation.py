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
from intercity.topics.equalisation.check import PriceForTax
from intercity.topics.outcome import Repair
from tests.frontdoor.starter import STARTER, finding, replayed

RATE = "\n[equalisation]\nrate.Uplands = {{ v = {}, low = 0, high = 0.9 }}\n"
PAYEE = RATE + 'shared_tax = "payee"\n'
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


RATES = [Fraction(1, 4), Fraction(1, 2), Fraction(9, 10)]


@pytest.mark.parametrize("rate", RATES)
def test_a_tax_counts_where_it_is_collected(rate):
    before = gains(check_up(parse_scenario(STARTER), ranges=False))
    found, report = examined(RATE.format(float(rate)))
    assert found.before == before
    assert found.lost == {"Harbour": 0, "Uplands": rate * PLANTS}
    assert found.after == gains(report)
    assert found.received == {("Harbour", "Uplands"): 1}


@pytest.mark.parametrize("rate", RATES)
def test_what_is_lost_is_the_rate_of_plants_and_shared_tax_where_that_counts_for_the_payee(rate):
    found, report = examined(PAYEE.format(float(rate)))
    assert found.lost == {"Harbour": 0, "Uplands": rate * (PLANTS + REFUND)}
    assert found.received == {("Harbour", "Uplands"): 1 - rate}
    assert found.after == gains(report)
    assert found.verdict.value == ("fails" if rate > Fraction(7, 10) else "stands")
    # What groups could make by sharing taxes is not known: nothing is said that compares with it.
    told = {one.name: one.verdict for one in report.findings}
    compared = ("surplus", "the park", "all together")
    assert {told[name] for name in compared} == {"undecided"}
    assert told["outside offers"] == "not asked"  # there is nobody outside
    assert not report.payoffs.lowest, "no range of stable splits either"
    assert not report.payoffs.highest


def test_where_a_tax_counts_for_the_payer_groups_are_compared():
    _, report = examined(RATE.format(0.5))
    assert finding(report, "surplus").verdict == "stands"
    most = report.context.best.worth(("Harbour", "Uplands"))
    assert sum(report.context.payoffs_by_date.values()) <= most


def test_the_repair_does_what_it_says_once_it_is_written():
    """Harbour pays more than it has to for the land, and nobody loses."""
    for rate in (0.72, 0.75, 0.9):
        found, _ = examined(PAYEE.format(rate))
        assert isinstance(found.repair, Repair)
        (clause,) = found.repair.clauses
        price = clause.price if isinstance(clause, PriceForTax) else clause.highest
        text = STARTER
        if isinstance(clause, PriceForTax):
            start, end = STARTER.index("[[compact.refund]]"), STARTER.index("# What if each side")
            text = STARTER[:start] + STARTER[end:]
            assert clause.price == REFUND * worth(20) / 120
        amount = "amount     = { v = 120, low = 60, high = 150 }"
        assert text.count(amount) == 1
        written = f"{amount}\nprice_one_off = {{ v = {float(price):.17g}, low = 0, high = 3 }}"
        again = replayed(parse_scenario(text.replace(amount, written) + PAYEE.format(rate)))
        after = finding(again, "equalisation").facts.after
        assert min(after.values()) > -Fraction(1, 10**12)  # the price is written in 17 digits


def test_a_payee_that_keeps_more_than_the_payer_gains_from_the_grant_system():
    both = "\n[equalisation]\nrate.Harbour = { v = 0.5, low = 0.4, high = 0.6 }\n"
    found, report = examined(both + 'shared_tax = "payee"\n')
    # Harbour loses half of its tax of 28 that stay, but what it shares costs it half as much.
    assert found.received == {("Harbour", "Uplands"): 2}
    assert found.after["Uplands"] == found.before["Uplands"]
    # Grants that are made by sharing are not counted against what is left unused.
    payoffs, most = (
        report.context.payoffs_by_date,
        report.context.best.worth(("Harbour", "Uplands")),
    )
    made = REFUND / 2
    assert finding(report, "terms").facts.unused == most - sum(payoffs.values()) + made


def test_a_member_that_loses_at_its_own_factor_alone_loses():
    """Of 0.25 a year Uplands gains at the region's interest, and nothing as it counts years."""
    for rate in (0.70, 0.71, 0.72, 0.73):
        found, _ = examined(PAYEE.format(rate))
        own = found.own_after["Uplands"]
        assert found.margin == min(*found.after.values(), own, found.own_after["Harbour"])
        assert (found.verdict.value == "fails") == (min(found.after["Uplands"], own) < 0)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (RATE.format(0.5).replace("Uplands", "Upland"), "Upland is an unknown city"),
        (RATE.format(0.5).replace("0.9 }", "1 }"), "below 1, its range included"),
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
