"""Fiscal equalisation on the starter, by hand in fractions: what tax is lost to cut grants."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction

import pytest

from games.errors import InvalidInput
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.equations import model_text
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.report.labels import label
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.clauses.unused import unused
from intercity.topics.equalisation.check import PriceForTax
from intercity.topics.equalisation.english import repair
from intercity.topics.equalisation.section import Equalisation, GrantFormula
from intercity.topics.outcome import NotAsked, Repair
from tests.frontdoor.amended_deals import context_of
from tests.frontdoor.starter import STARTER, checked, finding, found_by, replayed, reported
from tests.frontdoor.test_moved_tax import DEAL
from tests.frontdoor.test_moved_tax import REFUND as REFUND_OF_MOVED

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
    found = finding(reported(), "equalisation")
    assert (found.verdict, found.says) == ("not asked", "add [equalisation] to a deal")


RATES = [Fraction(1, 4), Fraction(1, 2), Fraction(9, 10)]


@pytest.mark.parametrize("mode", ["payer", "payee"])
@pytest.mark.parametrize("cut", [(0.5, 0), (0, 0.5), (0.25, 0.5), (0.9, 0), (0.75, 0.9)])
def test_a_share_is_of_the_tax_that_the_contract_names(cut, mode):
    """Harbour collects 28 x 0.4 and shares half for five years; Uplands collects its plants' tax.

    The grants of each are cut by its own rate of what counts as its own tax.
    """
    rates = "".join(
        f"rate.{city} = {{ v = {rate}, low = 0, high = 0.95 }}\n"
        for city, rate in zip(("Harbour", "Uplands"), cut, strict=True)
        if rate
    )
    found, _ = examined(f'\n[equalisation]\nshared_tax = "{mode}"\n{rates}')
    shared = REFUND if mode == "payee" else 0
    own = {"Harbour": 28 * Fraction(4, 10) - shared, "Uplands": PLANTS + shared}
    # What Harbour keeps of its other projects, in the deal and without it, is cut by its rate too:
    others = found.lost["Harbour"] - Fraction(str(cut[0])) * own["Harbour"]
    assert others == -Fraction(str(cut[0])) * 40 * Fraction(4, 10)  # the 40 that leave its own pool
    assert found.lost["Uplands"] == Fraction(str(cut[1])) * own["Uplands"]


MOVED = """
[equalisation]
rate.{} = {{ v = 0.5, low = 0.4, high = 0.6 }}
shared_tax = "{}"
"""


@pytest.mark.parametrize(
    ("city", "mode", "lost"),
    [
        ("Edge", "payer", {"Core": 0, "Edge": 0}),
        ("Core", "payer", {"Core": 0, "Edge": 0}),
        ("Edge", "payee", {"Core": 0, "Edge": Fraction(-15, 2)}),
        ("Core", "payee", {"Core": Fraction(15, 2), "Edge": 0}),
    ],
)
def test_what_equalisation_takes_is_each_ones_own_account(city, mode, lost):
    """Edge pays Core half of 10 x 3 of moved tax, in three of four years without interest.

    Where a shared tax counts for the payee, Edge has half of what it pays back in grants; Core
    loses half of what it gets.
    """
    text = DEAL + REFUND_OF_MOVED + MOVED.format(city, mode)
    facts = found_by("equalisation", parse_scenario(text)).facts
    assert facts.lost == {one: x * Fraction(3, 4) for one, x in lost.items()}


@pytest.mark.parametrize("rate", RATES)
def test_a_tax_counts_where_it_is_collected(rate):
    before = gains(reported())
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
        found = found_by("equalisation", parse_scenario(STARTER + PAYEE.format(rate))).facts
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
        again = parse_scenario(text.replace(amount, written) + PAYEE.format(rate))
        after = found_by("equalisation", again).facts.after
        assert min(after.values()) > -Fraction(1, 10**12)  # the price is written in 17 digits


def test_a_payee_that_keeps_more_than_the_payer_gains_from_the_grant_system():
    both = "\n[equalisation]\nrate.Harbour = { v = 0.5, low = 0.4, high = 0.6 }\n"
    found, report = examined(both + 'shared_tax = "payee"\n')
    # Harbour loses half of its tax of 28 that stay; of what it shares, it costs Harbour half.
    assert found.received == {("Harbour", "Uplands"): 2}
    assert found.after["Uplands"] == found.before["Uplands"]
    # Grants that are made by sharing are not counted against what is left unused.
    payoffs, most = (
        report.context.payoffs_by_date,
        report.context.best.worth(("Harbour", "Uplands")),
    )
    made = REFUND / 2
    assert unused(report.context) == most - sum(payoffs.values()) + made


def test_a_member_that_loses_at_one_of_two_rates_is_undecided():
    told = set()
    for rate in (0.69, 0.6984, 0.70, 0.73):
        found = found_by("equalisation", parse_scenario(STARTER + PAYEE.format(rate))).facts
        own, gain = found.own_after["Uplands"], found.after["Uplands"]
        loses = [x < 0 for x in (gain, own)]
        verdict = "fails" if all(loses) else "undecided" if any(loses) else "stands"
        assert found.verdict.value == verdict
        told.add(verdict)
        if verdict == "fails":
            assert found.margin == max(gain, own)
    assert told == {"stands", "undecided", "fails"}


FORMULA = """
[equalisation.formula.{}]
capacity = {{ v = {}, low = 0, high = 300 }}
need     = {{ v = 100, low = 100, high = 100 }}
steps    = [
  {{ up_to = {{ v = 1.2, low = 1.2, high = 1.2 }}, rate = {{ v = {}, low = 0, high = 0.99 }} }},
  {{ rate = {{ v = {}, low = 0, high = 0.99 }} }},
]
"""


@pytest.mark.parametrize(
    ("capacity", "first", "then", "lost"),
    [
        (110, 0.75, 0, Fraction(75, 100) * 10),  # 10 of 15.36 lie below 120
        (110, 0.95, 0.8, Fraction(95, 100) * 10 + Fraction(8, 10) * (PLANTS - 10)),
        (110, 0, 0.5, (PLANTS - 10) / 2),  # the rich pay in: rates may rise
        (119, 0.99, 0, Fraction(99, 100)),
    ],
)
def test_each_part_of_the_tax_is_taken_at_the_rate_of_its_step(capacity, first, then, lost):
    """By a formula of capacity and need, of which the tax of plants crosses a step."""
    before = gains(reported())
    found, report = examined(FORMULA.format("Uplands", capacity, first, then))
    assert found.before == before
    assert found.lost == {"Harbour": 0, "Uplands": lost}
    assert found.after == gains(report)
    assert found.kept["Uplands"] == 1 - lost / PLANTS
    assert found.keeps_of_next["Uplands"] == 1 - Fraction(str(then))
    own = {c: found.own_before[c] - found.own_after[c] for c in found.own_after}
    assert own == found.lost, "the same in every year counts alike at any discount factor"
    assert found.verdict.value == ("fails" if lost > before["Uplands"] else "stands")
    # What other plans would leave is not said, and the terms are those of the deal.
    told = {one.name: one.verdict for one in report.findings}
    others = ("surplus", "the park", "all together", "firms' choice", "walk-away", "hold-up")
    assert {told[name] for name in others} == {"undecided"}
    assert told["terms"] == found.verdict
    assert not report.payoffs.lowest
    assert not report.negotiated.clauses


def test_the_repair_under_a_formula_does_what_it_says_once_it_is_written():
    """By money: it moves no plant, so that the rate stays what it is."""
    formula = FORMULA.format("Uplands", 110, 0.95, 0.8)
    found, _ = examined(formula)
    assert found.after["Uplands"] < 0
    assert isinstance(found.repair, Repair)
    (clause,) = found.repair.clauses
    amount = "amount     = { v = 120, low = 60, high = 150 }"
    price = f"price_one_off = {{ v = {float(clause.highest):.17g}, low = 0, high = 3 }}"
    again, _ = examined(formula, (amount, f"{amount}\n{price}"))
    assert min(again.after.values()) > -Fraction(1, 10**12)  # the price is written in 17 digits


@pytest.mark.parametrize(("capacity", "rate"), [(96.96, 0.75), (0, 0.75), (120, 0.25), (300, 0.25)])
def test_within_one_step_a_formula_is_a_rate(capacity, rate):
    """No plan brings more than 60 projects, 0.3 of which return, with 1.28 of tax each: 23.04."""
    formula, alike = FORMULA.format("Uplands", capacity, 0.75, 0.25), RATE.format(rate)
    report, same = (checked(STARTER + one) for one in (formula, alike))
    assert [one.to_json() for one in report.findings] == [one.to_json() for one in same.findings]
    assert report.payoffs == same.payoffs


def test_just_beyond_one_step_other_plans_are_not_compared():
    scenario = parse_scenario(STARTER + FORMULA.format("Uplands", 96.97, 0.75, 0.25))
    assert found_by("surplus", scenario).verdict == "undecided"
    assert found_by("equalisation", scenario).facts.lost["Uplands"] == Fraction(3, 4) * PLANTS


def test_a_city_that_chooses_how_much_it_taxes_needs_one_rate():
    with pytest.raises(InvalidInput, match="the own tax of Harbour"):
        check_up(parse_scenario(STARTER + FORMULA.format("Harbour", 110, 0.75, 0)), ranges=False)
    scenario = parse_scenario(STARTER + FORMULA.format("Harbour", 120, 0.75, 0))
    assert found_by("surplus", scenario).verdict == "stands"


RACE = """
[subsidies]
bidders = ["Hills", "Uplands"]
hub = "Harbour"
mass = { v = 10, low = 5, high = 20 }
mu = { v = 1, low = 0.5, high = 2 }
value = "from project"
[cities.Hills]
role = "small city"
"""


@pytest.mark.parametrize(("capacity", "known"), [(120, True), (110, False)])
def test_a_race_for_taxes_at_several_rates_is_not_made_up(capacity, known):
    rate = "return_rate.Harbour.Uplands = { v = 0.30, low = 0.10, high = 0.45 }"
    assert STARTER.count(rate) == 1
    text = STARTER.replace(rate, f"{rate}\n{rate.replace('Uplands', 'Hills')}")
    scenario = parse_scenario(text + RACE + FORMULA.format("Uplands", capacity, 0.75, 0))
    if known:
        check_up(scenario, ranges=False)
        return
    with pytest.raises(InvalidInput, match="what a project is worth to Uplands is of several"):
        check_up(scenario, ranges=False)


STEPS = FORMULA.format("Uplands", 110, 0.5, 0)
ENDS = "up_to = {{ v = {}, low = {}, high = {} }}, "
ONE_MORE = "},\n  { rate = { v = 0, low = 0, high = 0 } },\n]"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("\n[equalisation]\n", "missing"),
        (STEPS.replace("Uplands", "Upland"), "Upland is an unknown city"),
        (RATE.format(0.5) + STEPS, "a rate and a formula"),
        (
            RATE.format(0.5).replace("Uplands", "Harbour") + 'shared_tax = "payee"' + STEPS,
            "payer: a formula counts the tax that a city collects itself",
        ),
        (STEPS.replace("{ rate", "{ " + ENDS.format(2, 2, 2) + "rate"), "the last step has no end"),
        (STEPS.replace(ENDS.format(1.2, 1.2, 1.2), ""), "since another step follows"),
        (
            STEPS.replace("{ rate", "{ " + ENDS.format(1.3, 1.1, 2) + "rate").replace(
                "},\n]", ONE_MORE
            ),
            "above 1.2, where the one before may end",
        ),
        (STEPS.replace("0.99", "1"), "below 1, its range included"),
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


def test_the_model_text_of_a_formula_has_its_steps_and_no_other_plans():
    text = model_text(parse_scenario(STARTER + FORMULA.format("Uplands", 110, 0.75, 0)))
    assert "    Uplands: t = 0.75 of 0 to 10, t = 0 beyond 10" in text
    assert "on average of all that this deal brings" in text
    assert "What would be agreed on" not in text


def test_numbers_of_a_formula_have_names():
    scenario = parse_scenario(STARTER + FORMULA.format("Uplands", 110, 0.75, 0))
    told = [label(scenario, key) for key, _ in scenario.quantities() if key.startswith("equal")]
    assert len(set(told)) == 5
    assert all("Uplands" in one for one in told)


def japan(capacity, need):
    """Need less three quarters of capacity, or nothing."""
    return max(0, need - Fraction(3, 4) * capacity)


def germany(capacity, need):
    """63% of the gap, then 80% of what is left below 99.75% of need."""
    first = Fraction(63, 100) * (need - capacity)
    return first + Fraction(8, 10) * max(0, Fraction(9975, 10000) * need - capacity - first)


@pytest.mark.parametrize("capacity", [0, 50, 99, 100, 133, 150])
@pytest.mark.parametrize(
    ("grant", "up_to", "rates"),
    [
        (japan, Fraction(4, 3), (Fraction(3, 4), 0)),
        (germany, Fraction(3675, 3700), (Fraction(926, 1000), Fraction(63, 100))),
    ],
)
def test_the_steps_of_known_formulas_take_what_their_grants_lose(grant, up_to, rates, capacity):
    """The grants as the laws write them, before and after, at a need of 100."""
    given = {"src": "law"}
    steps = [{"rate": {"v": rate, **given}} for rate in rates]
    steps[0]["up_to"] = {"v": up_to, **given}
    numbers = {"capacity": {"v": capacity, **given}, "need": {"v": 100, **given}}
    kept = GrantFormula.model_validate({**numbers, "steps": steps}).kept
    for tax in (Fraction(1, 3), 5, 60, 200):
        lost = grant(Fraction(capacity), 100) - grant(Fraction(capacity + tax), 100)
        assert tax - kept.of(Fraction(tax)) == lost


def test_a_forged_gain_is_refused():
    scenario = parse_scenario(STARTER + RATE.format(0.5))
    told = json.loads(json.dumps(checked(scenario.text).to_json()))
    entry = next(one for one in told["findings"] if one["name"] == "equalisation")
    entry["facts"]["after"]["Uplands"] = entry["facts"]["before"]["Uplands"]
    assert not verify_report(scenario, told)


def test_a_formula_is_refused_where_a_transfer_has_a_tax_of_its_own():
    """Which steps the tax of what moves would reach is not counted: it would be wrong."""
    taxed = STARTER.replace(
        "reversible = false", "reversible = false\ntax = { v = 0.1, low = 0, high = 1 }", 1
    )
    formula = FORMULA.format("Uplands", 110, 0.75, 0)
    with pytest.raises(ScenarioError, match=r"formula is given; .* rates"):
        parse_scenario(taxed + formula)
    assert parse_scenario(STARTER + formula)


def test_a_deal_that_is_tried_is_looked_at_without_the_section_too():
    """The same as of a file with that deal, payees having what its grants leave them."""
    text = STARTER + PAYEE.format(0.5)
    share = "share = { v = 0.50,"
    more = "share = { v = 0.70,"
    written, as_signed = context_of(text.replace(share, more)), context_of(text)
    compact = as_signed.region.compact
    refund = replace(compact.refunds[0], share=Fraction(7, 10))
    tried = as_signed.with_deal(replace(compact, refunds=(refund,)))
    assert tried.gains == written.gains
    assert tried.without(Equalisation).gains == written.without(Equalisation).gains
    assert written.without(Equalisation).gains == context_of(STARTER.replace(share, more)).gains
    assert tried.without(Equalisation).gains != as_signed.without(Equalisation).gains


COST = "cost_one_off = { v = 100, low = 70, high = 140 }"
SOLD = "amount     = { v = 120, low = 60, high = 150 }"


def looked_at(more, cost, *changes):
    """The finding where the park costs so much each year, and 5.6 is shared in each of 20 years."""
    text = STARTER
    a_year = f"cost_per_year = {{ v = {cost}, low = 0, high = 99 }}"
    for old, new in ((COST, a_year), ("years = [1, 5]", "years = [1, 20]"), *changes):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return evaluate(Context(parse_scenario(text + more), Recorder()), "equalisation").facts


@pytest.mark.parametrize(
    ("cost", "margin"),
    [("16.08", 0), ("15.58", "0.5"), ("16.58", "-0.5"), ("23.76", "-7.68"), (24, "1.6")],
)
def test_a_gain_of_nothing_is_not_lost(cost, margin):
    """Half of the tax of plants is lost, and half, 5.6 and a rent of 2.8 are left.

    Who loses anyway loses no gain to the grants: of 24 Harbour's gain of 1.6 is told.
    """
    found = looked_at(RATE.format(0.5), cost)
    kept = PLANTS / 2 + SHARED + Fraction("2.8")
    assert found.after["Uplands"] == kept - Fraction(cost)
    assert found.margin == Fraction(margin)
    assert found.verdict.value == ("fails" if found.margin < 0 else "stands")
    assert found.losers == (("Uplands",) if found.margin < 0 else ())


def test_where_all_lose_anyway_nothing_is_lost():
    """Harbour pays 3 for each mu, and the park costs Uplands 90 a year."""
    found = looked_at(
        RATE.format(0.5), 90, (SOLD, f"{SOLD}\nprice_one_off = {{ v = 3, low = 0, high = 3 }}")
    )
    assert max(found.before.values()) < 0
    assert (found.verdict.value, found.margin, found.losers) == ("stands", None, ())


def price_of(found):
    (clause,) = found.repair.clauses
    assert isinstance(clause, PriceForTax)
    assert (clause.payer, clause.payee) == ("Harbour", "Uplands")
    assert (clause.resource, clause.unit) == ("quota", "mu")
    return clause.signed, clause.price


def test_a_price_costs_the_payer_as_much_as_the_tax_that_it_shares():
    """Of a tax of 5.6 a year Uplands is left half, of a price all."""
    found = looked_at(PAYEE.format(0.5), 14)
    assert found.margin == PLANTS / 2 + SHARED / 2 + Fraction("2.8") - 14
    assert price_of(found) == (0, SHARED * worth(20) / 120)


def test_a_price_that_is_paid_already_is_raised():
    sold = f"{SOLD}\nprice_one_off = {{ v = 0.1, low = 0, high = 3 }}"
    found = looked_at(PAYEE.format(0.5), 14.9, (SOLD, sold))
    tenth = Fraction(1, 10)
    assert price_of(found) == (tenth, tenth + SHARED * worth(20) / 120)


def moved(giver, taker, amount=0, when=0):
    return (
        f'[[compact.transfer]]\nresource = "quota"\nfrom = "{giver}"\nto = "{taker}"\n'
        f"amount = {{ v = {amount}, low = 0, high = 9 }}\nwhen = {when}\nreversible = false\n\n"
    )


def test_the_price_is_that_of_what_the_payee_hands_over_at_signing():
    """Not of nothing, nor of what goes the other way, nor of what comes later."""
    others = moved("Uplands", "Harbour") + moved("Harbour", "Uplands", 1)
    others += moved("Uplands", "Harbour", 1, when=2)
    first = ("[[compact.transfer]]", f"{others}[[compact.transfer]]")
    found = looked_at(PAYEE.format(0.5), 14, first)
    assert price_of(found) == (0, SHARED * worth(20) / 120)


@pytest.mark.parametrize(
    ("more", "cost", "changes"),
    [
        (PAYEE.format(0.5), 14, [("when       = 0 ", "when       = 1 ")]),  # nothing at signing
        (RATE.format(0.5), 16.5, []),  # nothing is lost by sharing
        (PAYEE.format(0.5), 17, []),  # a price is not enough
    ],
)
def test_where_a_price_does_not_help_other_clauses_are_looked_for(more, cost, changes):
    found = looked_at(more, cost, *changes)
    assert found.margin < 0
    if isinstance(found.repair, Repair):
        assert not any(isinstance(clause, PriceForTax) for clause in found.repair.clauses)


def test_a_price_that_leaves_nothing_is_enough():
    """Half of the tax of plants, all of 5.6, and 2.8: 16.08."""
    assert price_of(looked_at(PAYEE.format(0.5), 16.08)) == (0, SHARED * worth(20) / 120)


def test_the_price_as_it_is_told_leaves_no_loss():
    """Uplands has nothing to spare: 0.69 was told, which is less than what it takes."""
    found = looked_at(PAYEE.format(0.5), 16.08)
    told = Fraction(re.search("pays ([0-9.]+) once", repair(found))[1])
    (clause,) = found.repair.clauses
    assert clause.price == clause.lowest <= told <= clause.highest
    least = looked_at(PAYEE.format(0.5), 15).repair.clauses[0].lowest
    assert least == clause.price - (Fraction("16.08") - 15) * worth(20) / 120


def test_a_deal_is_needed():
    text = STARTER[: STARTER.index("# The deal on the table")] + RATE.format(0.5)
    found = evaluate(Context(parse_scenario(text), Recorder()), "equalisation").facts
    assert isinstance(found, NotAsked)


def test_a_rent_is_no_tax_and_stays_as_it_is():
    """Harbour has a rent of 2.8, of which it passes on half; of a price Uplands has 2.8 more."""
    rent = 'base = "rent"\nfrom = "Harbour"\nto = "Uplands"\nyears = [1, 20]\nenforceable = false\n'
    rent = f"[[compact.refund]]\n{rent}share = {{ v = 0.5, low = 0, high = 1 }}\n\n"
    found = looked_at(
        PAYEE.format(0.5),
        12.5,
        ('rent_to = "Uplands"', 'rent_to = "Harbour"'),
        ("[[compact.refund]]", f"{rent}[[compact.refund]]"),
    )
    assert found.margin == PLANTS / 2 + SHARED / 2 + Fraction("1.4") - Fraction("12.5")
    assert price_of(found) == (0, SHARED * worth(20) / 120)


def test_a_price_is_no_repair_where_the_payer_loses():
    """Harbour, which gains 1.6, pays 0.5 for each mu, and Uplands has as much more for the park."""
    discount = "discount = { v = 0.95, low = 0.90, high = 0.98 }"
    paid = Fraction(1, 2) * 120 / worth(20)
    found = looked_at(
        PAYEE.format(0.5),
        14 + float(paid),
        (SOLD, f"{SOLD}\nprice_one_off = {{ v = 0.5, low = 0, high = 3 }}"),
        (f'"hub"\n{discount}', '"hub"'),
        (f'"small city"\n{discount}', '"small city"'),
    )
    assert not found.own_after
    assert found.after["Harbour"] == Fraction("1.6") - paid < 0
    assert found.margin < 0
    assert not any(isinstance(one, PriceForTax) for one in getattr(found.repair, "clauses", ()))
