"""What is said of an interval of terms holds at its ends too, and names what is compared."""

from dataclasses import replace
from fractions import Fraction

import pytest

from intercity.checkup.check_up import check_up
from intercity.drawing.svg import svg
from intercity.english import one_unit
from intercity.topics.clauses.clause import (
    Amount,
    AtSigning,
    Price,
    RefundShare,
    ReturnBonus,
    SidePayment,
    WhichRefund,
    WhichTransfer,
)
from intercity.topics.clauses.english import remedy_words, repair_words
from intercity.topics.outcome import Repair, Verdict
from intercity.topics.terms.charts import charts
from intercity.topics.terms.english import line, remedy
from tests.frontdoor.small_scenarios import quota_scenario
from tests.frontdoor.starter import finding, found_by, reported, screen, starter

# Two a unit are worth 3 to the hub and 1 to Hills: of nothing nobody gains, of ten each 10.
TWO = {"price": (2, 2, 3)}
PRICED = (
    "amount     = { v = 120, low = 60, high = 150 }",
    "amount = { v = 120, low = 60, high = 150 }\nprice_one_off = { v = 0.1, low = 0, high = 1 }",
)


def test_where_nothing_is_handed_over_nobody_gains():
    says = found_by("terms", quota_scenario(**TWO)).says
    assert "both gain (Hub +10.0, Hills +10.0)" in says
    assert "Nobody would lose from 0 to 10 units, and both gain in between, signed 10" in says
    assert "both would gain from 0" not in says


def test_the_ends_of_an_open_clause_at_which_somebody_gains_nothing():
    told = screen(check_up(quota_scenario(**TWO), ranges=False))
    assert "(signed 2.0 each, once; nobody loses from 1.0 to 3.0)" in told


def test_the_ends_of_an_open_clause_at_which_all_gain():
    told = screen(reported())
    assert "(signed 50%; both gain from 0% to 100%)" in told


def test_a_price_is_for_one_unit():
    scenario = quota_scenario()
    repair = found_by("terms", scenario).repair
    assert repair == "a price from 1.0 to 3.0 per unit of quota, paid once"
    told = screen(check_up(quota_scenario(**TWO), ranges=False))
    assert "Hub pays 2 per unit for it" in told
    assert "per units" not in told


def test_the_facts_of_quota_for_nothing():
    """Ten units are worth 3 each to the hub and 1 to Hills, so that nothing more can be made."""
    found = found_by("terms", quota_scenario()).facts
    assert found.gains == {"Hub": 10 * 3, "Hills": -10}
    assert (found.margin, found.at_signing) == (-10, None)
    assert found_by("efficiency", quota_scenario()).verdict == "stands"
    assert (found.own_gains, found.returning, found.first_decides) == ({}, 0, ())
    one = found.open_amount
    assert (one.signed, one.lowest, one.highest, one.floor_space) == (10, None, None, 0)
    (clause,) = found.repair.clauses
    assert (clause.signed, clause.price, clause.lowest, clause.highest) == (0, 1, 1, 3)
    assert clause.transfer == sale("Hills", "Hub", "quota", "units")
    assert found.repair.unique
    assert line(found) == "Hills loses 10.0 a year"
    assert remedy(found) == "a price of 1.0 per unit of quota, paid once"


def test_who_gains_is_told_in_one_line():
    at = {price: check_up(quota_scenario(price=(0, price, 40)), ranges=False) for price in (1, 2)}
    told = {price: line(finding(report, "terms").facts) for price, report in at.items()}
    assert told == {1: "nobody loses, but Hills gains nothing", 2: "both gain 10.0 a year"}
    found = finding(at[2], "terms").facts
    uneven = replace(found, gains={"Hub": Fraction(3), "Hills": Fraction(1)})
    assert line(uneven) == "both gain, Hills least: 1.0 a year"
    assert line(replace(found, gains={city: -x for city, x in uneven.gains.items()})) == (
        "2 members lose, Hub most: 3.0 a year"
    )
    for factor in Fraction(9, 10), Fraction(0):
        own = {"own_gains": {"Hub": Fraction(-4)}, "discounts": {"Hub": factor}}
        told = line(replace(uneven, verdict=Verdict.UNDECIDED, **own))
        assert told == "whether Hub gains hangs on whether it can borrow at 0%"
    lasting = replace(uneven, gains={"H" * 99: Fraction(-1), "B": Fraction(-2)})
    assert line(lasting) == "2 members lose, B most: 2.0 a year"
    assert len(line(replace(uneven, gains={"H" * 99: Fraction(-3), "B": Fraction(2)}))) <= 75


def sale(giver, taker, resource, unit="", year=0):
    return WhichTransfer(
        place=0,
        resource=resource,
        unit=unit,
        giver=giver,
        taker=taker,
        year=year,
        price=Fraction(0),
        reversible=False,
        marks=(),
    )


def each_kind(payer, payee, resource):
    """A clause of each kind that repairs terms, by how it is told in short."""
    land = sale(payee, payer, resource, "mu")
    refund = WhichRefund(
        place=0,
        base="stay_tax",
        payer=payer,
        payee=payee,
        first=1,
        last=5,
        enforceable=True,
        guaranteed=False,
        marks=(),
    )
    half, two, no = Fraction(1, 2), Fraction(2), Fraction(0)
    open_end = {"lowest": None, "highest": None}
    paid = {"paid": {(payer, payee): two}, "payers": (payer,), "payees": (payee,)}
    return {
        f"a price of 0.5 per mu of {resource}, paid once": Price(
            transfer=land, price=half, signed=no, **open_end
        ),
        f"give {payee} 50.0% of the tax of projects that stay": RefundShare(
            refund=refund, share=half, signed=no, **open_end
        ),
        f"a side payment of 2.0 a year from {payer} to {payee}": SidePayment(
            a_year=two, **paid, **open_end
        ),
        f"hand over 2 mu of {resource} in place of 0": Amount(transfer=land, amount=two, signed=no),
        f"a bonus of 0.5 a year for each return to {payer}": ReturnBonus(payer=payer, a_year=half),
        "hand over at signing what comes later": AtSigning(transfers=(land,)),
    }


def test_another_share_of_a_refund_is_told_beside_the_signed_one():
    (clause,) = (
        one for one in each_kind("Hub", "Hills", "quota").values() if isinstance(one, RefundShare)
    )
    told = repair_words(Repair(clauses=(replace(clause, signed=Fraction(1, 5)),)))
    assert told.startswith("give Hills 50.0% of the tax ")
    assert "in place of 20" in told


def test_what_is_counted_in_what_it_is_called_by_is_named_once():
    firms = sale("Hub", "Hills", "firms", "firms")
    ends = {"lowest": Fraction(1), "highest": Fraction(2)}
    price = Repair(clauses=(Price(transfer=firms, price=Fraction(1), signed=Fraction(0), **ends),))
    assert remedy_words(price) == "a price of 1.0 per firm, paid once"
    assert repair_words(price) == "a price from 1.0 to 2.0 per firm, paid once"
    few = Repair(clauses=(Amount(transfer=firms, amount=Fraction(2), signed=Fraction(0)),))
    assert remedy_words(few) == "hand over 2 firms in place of 0"


def test_each_clause_is_told_in_one_short_line():
    for told, clause in each_kind("Hub", "Hills", "quota").items():
        assert remedy_words(Repair(clauses=(clause,))) == told
    for clause in each_kind("H" * 40, "B" * 40, "q" * 40).values():
        told = remedy_words(Repair(clauses=(clause, clause)))
        assert len(told) <= 60
        assert told.endswith(" and 1 more")
        assert "H" * 20 not in told


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


def test_who_reads_the_chart_loses_nothing_at_its_ends():
    """From 67.747... mu on nobody loses: at 67.7 the hub would."""
    report = check_up(starter(), ranges=False)
    found = next(each.facts for each in report.findings if each.name == "terms")
    (chart,) = charts(report.context, found)
    low, high = (chart.marks[name] for name in ("nobody loses from", "nobody loses up to"))
    assert (low[0], high[0]) == (found.open_amount.lowest, found.open_amount.highest)
    assert low[0] < Fraction(low[1]) <= Fraction(high[1]) <= high[0]
    assert f"nobody loses from, {low[1]}" in svg(chart)
    assert chart.marks["as signed"][1] == "120"
