"""Check 12 on the starter with a dearer park: Harbour's money does, or does not, make up for it.

Harbour is the one that counts projects less: 40, all of the park's. With g the money that a city
gains a year, u what counting one is worth to it and s its share, it gains g + 40 u s, Harbour 40 u
less. Without refunds g is 7.2 for Harbour; it may pay Uplands any price for the land, not the other
way round.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from fractions import Fraction

import pytest

from intercity.checkup.check_up import check_up
from intercity.english import shown
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from intercity.topics.condition import Wish
from intercity.topics.outcome import NoPayoffs, NotAsked, Undecided, Verdict
from intercity.topics.statistics.check import (
    CountedTwice,
    LeastShares,
    Payments,
    WhyNot,
    conditions,
)
from intercity.topics.statistics.english import WORDS
from tests.frontdoor.starter import STARTER, finding

COST, REFUND = "cost_one_off = { v = 100,", "share = { v = 0.50, low = 0.30,"


def written(cost, harbour, uplands, shares, *, more="", change=("", "")):
    """The starter with statistics, of which Harbour and Uplands may count these shares.

    Members have no discount factors, but for those that are changed.
    """
    text = STARTER.replace(COST, f"cost_one_off = {{ v = {cost},").replace(
        REFUND, "share = { v = 0, low = 0,"
    )
    text = text.replace("low = 70, high = 140", "low = 70, high = 440").replace(*change)
    text = text.replace("discount = { v = 0.95, low = 0.90, high = 0.98 }\n", "")
    attribution = ", ".join(
        f"{city} = {float(share)}"
        for city, share in zip(("Harbour", "Uplands"), shares, strict=True)
    )
    return f"""{text}
[statistics]
indicator_value.Harbour = {{ v = {harbour}, low = 0, high = 20 }}
indicator_value.Uplands = {{ v = {uplands}, low = 0, high = 20 }}
attribution = {{ {attribution} }}
double_counting = {str(sum(shares) > 1).lower()}
{more}
"""


def counted(cost, harbour, uplands, *, share=Fraction(1, 2), more="", change=("", "")):
    """The report and the finding, where each may count that share; one text ``change``d."""
    text = written(cost, harbour, uplands, (share, share), more=more, change=change)
    report = check_up(parse_scenario(text), ranges=False)
    found = finding(report, "statistics")
    assert len(found.line) <= 75
    assert len(found.remedy) <= 60
    return report, found


def annuity():
    return Fraction(5, 100) / (1 - Fraction(100, 105) ** 20)


def test_the_money_of_the_two_is_as_by_hand():
    """Uplands pays the park, and nobody else's money turns on its cost."""
    (cheap, _), (dear, _) = counted(300, 1, 1), counted(400, 1, 1)
    money, less = cheap.context.gains, dear.context.gains
    assert money["Harbour"] == less["Harbour"] == Fraction(36, 5)
    assert money["Uplands"] - less["Uplands"] == 100 * annuity()
    assert less["Harbour"] + less["Uplands"] < 0 < money["Harbour"] + money["Uplands"]


def with_factor(factor):
    role = '"small city"\ndiscount = { v = 0.95, low = 0.90'
    return role, role.replace("0.95, low = 0.90", f"{factor}, low = 0.5")


def yearly(factor):
    """What 1 a year for 20 years is worth at signing."""
    return sum(Fraction(factor) ** year for year in range(1, 21))


def held(amount):
    """A deposit of Uplands for all years: nothing at the interest, a cost to who is impatient."""
    return (
        '[[compact.deposit]]\nfrom = "Uplands"\nuntil = 20\n'
        f"amount = {{ v = {amount}, low = 0, high = 400 }}\n"
    )


def given_up(amount, factor):
    """What that costs at signing, at a factor."""
    return amount * (1 - (Fraction(factor) * Fraction(105, 100)) ** 20)


def test_who_loses_at_its_own_discount_factor_does_not_gain():
    """What it counts is as much in each year, and 100 are held from signing to the end."""
    report, found = counted(100, 0, 1, more=held(100), change=with_factor(0.5))
    there = report.context.gains["Uplands"] + 20
    here = there - given_up(100, "0.5") / yearly("0.5")
    assert here < 0 < there
    assert found.facts.gains["Uplands"] == there
    assert found.facts.own_gains["Uplands"] == here
    assert (found.verdict, found.margin) == ("undecided", None)
    assert found.line == "whether Uplands gains hangs on whether it can borrow at 5%"
    assert "at the region's interest" in found.says
    assert f"worth 0.50) Uplands would lose {shown(-here)} a year" in found.says
    assert "at the region's interest" not in counted(100, 0, 0)[1].says
    assert evaluate(world(100, 0, 0, (0.5, 0.5)), "statistics").verdict == "stands"


def test_to_whom_nothing_later_counts_its_statistics_do_not():
    """An official who leaves within the year looks at the deposit, and at no later count."""
    role, kept = with_factor(0.95)
    leaving = role, kept.replace("\n", "\ntenure = { v = 1, low = 1, high = 8 }\n")
    context = world(100, 1, 1, (0.5, 0.5), more=held(100), change=leaving)
    assert context.discounts == {"Uplands": 0}
    assert context.own_gains["Uplands"] < 0
    found = evaluate(context, "statistics").facts
    assert found.own_gains == {}
    assert found.margin == min(found.gains.values())


@pytest.mark.parametrize("cost", [300, 345])
def test_of_whom_nothing_later_counts_all_goes_by_the_interest(cost):
    """By hand: Uplands lacks so much, Harbour has 7.2 to pay it and loses 1 for each of 40.

    Each project that Harbour does not count is worth a quarter to Uplands: 3/4 p = lacks - 7.2 / 4.
    Where 7.2 are too little for that, Harbour counts all, and the rest is counted twice.
    """
    role, kept = with_factor(0.5)
    leaving = role, kept.replace("\n", "\ntenure = { v = 1, low = 1, high = 8 }\n")
    context = world(cost, 1, 0.25, (0.5, 0.5), more=held(100), change=leaving)
    lacks = cost * annuity() - Fraction("18.16")
    assert context.own_gains["Uplands"] < -lacks < 0
    found = evaluate(context, "statistics").facts
    paid = (lacks - Fraction("7.2") / 4) / Fraction(3, 4)
    assert found.verdict == "fails"
    assert found.gains == {"Harbour": Fraction("7.2") - 20, "Uplands": 5 - lacks}
    assert found.least_shares == {"Harbour": Fraction("32.8") / 40, "Uplands": lacks / 10}
    if paid <= Fraction("7.2"):
        assert found.payments.received == {"Harbour": -paid, "Uplands": paid}
        assert not found.must
    else:
        assert found.payments is None
        assert found.must
        assert found.twice == (lacks - Fraction("7.2")) / 10


@pytest.mark.parametrize(
    ("cost", "kept", "value", "factor"),
    [(140, 98, "0.8", "0.8"), (200, 108, "0.2", "0.9"), (200, 104, 0, "0.91")],
)
def test_nobody_loses_at_its_own_factor_by_the_repair_that_is_told(cost, kept, value, factor):
    """Year by year: a deposit at signing, then in each year the same money, count and payment."""
    context = world(cost, 0, value, (1, 0), more=held(kept), change=with_factor(factor))
    found = evaluate(context, "statistics")
    each_year = context.gains["Uplands"]
    assert 0 < each_year * yearly(factor) < given_up(kept, factor)
    told = re.search(r"count at least ([\d.]+)% in Uplands", found.repair)
    share, paid = (Fraction(told[1]) / 100, Fraction(0)) if told else (Fraction(0), None)
    if paid is None:
        paid = Fraction(re.search(r"Harbour paying ([\d.]+) a year", found.repair)[1])
    has = each_year + 40 * share * Fraction(value) + paid
    assert given_up(kept, factor) <= sum(Fraction(factor) ** year * has for year in range(1, 21))
    assert paid <= context.gains["Harbour"]
    assert found.verdict == "undecided"
    fails = {c for c, x in conditions(context).items() if x < 0}
    assert [(c.wish, c.cities) for c in fails] == [(Wish.OWN_GAIN_IN_STATISTICS, ("Uplands",))]


def test_a_loss_at_its_own_factor_alone_is_told_as_that():
    report, found = counted(140, 0, 0, more=held(98), change=with_factor(0.5))
    assert report.context.gains["Uplands"] > 0 > report.context.own_gains["Uplands"]
    assert found.line == "whether Uplands gains hangs on whether it can borrow at 5%"
    twice = counted(140, 0, 0, share=Fraction(1), more=held(98), change=with_factor(0.5))[1]
    assert twice.says.startswith("as attributed, nobody loses (")
    assert "at the region's interest). At its own discount factor (1 a year later" in twice.says


@pytest.mark.parametrize("share", [0, 1])
def test_what_payments_every_year_do_not_do_is_not_said_to_be_impossible(share):
    """At 0.8 Uplands needs 68 once; Harbour's 7.2 a year are worth 90 at signing, but 27 to it.

    Counting all projects, as Harbour does, too, Uplands gains; each once, it may need such a price.
    """
    value = 0.44 if share else 0.1
    context = world(140, 0.2, value, (1, share), more=held(98), change=with_factor("0.8"))
    assert context.gains["Harbour"] / annuity() > -context.own_gains["Uplands"] * yearly("0.8") > 0
    found = evaluate(context, "statistics")
    assert "whatever payments the law allows" not in found.repair + found.says
    assert "only if" not in found.repair + found.says
    if share:
        assert isinstance(found.facts, Undecided)
    else:
        assert found.verdict == "undecided"
        assert found.facts.repair.reason is WhyNot.NOT_BY_THE_YEAR
        assert WORDS.remedy(found.facts) == "none by payments every year; other money was not tried"


def test_a_price_paid_once_is_not_paid_back_by_the_year():
    """Harbour pays 120 once, and lacks 2.43 a year: no other payment to it is lawful.

    A price of 0.747 in place of 1 gives it that, and takes 30 from Uplands at signing, which it
    counts as 7.7 a year at 0.8: of the 5.0 that it gains there. So it was told to pay 2.43 a year.
    """
    none = "[compact.limits]\nside_payment = { v = 0, low = 0, high = 9 }\n"
    role = "[cities.Uplands]\n"

    def at(price):
        text = written(172, 0, 0, (1, 0), more=none + held(121))
        for old, new in (
            (role, f"{role}discount = {{ v = 0.8, low = 0.5, high = 0.98 }}\n"),
            ("when       = 0 ", f"price_one_off = {{ v = {price}, low = 0, high = 9 }}\nwhen = 0 "),
        ):
            assert text.count(old) == 1
            text = text.replace(old, new)
        return Context(parse_scenario(text), Recorder())

    signed, lower = at(1), at(0.747)
    lacks = -signed.gains["Harbour"]
    assert lower.gains["Harbour"] > 0 > lower.own_gains["Uplands"]
    assert signed.own_gains["Uplands"] > lacks > 0
    found = evaluate(signed, "statistics")
    assert found.verdict == "fails"
    assert found.facts.repair.reason is WhyNot.NOT_BY_THE_YEAR


def test_a_loan_may_do_what_payments_every_year_do_not():
    """Lent 140 while it holds 98, Uplands gains at 0.8: so it is told that none was tried."""
    loan = """[[compact.loan]]
to = "Uplands"
lender = "the province's fund"
years = [1, 20]
amount = { v = 140, low = 0, high = 400 }
"""
    signed, lent = (
        evaluate(world(140, 0.2, 0.1, (1, 0), more=more, change=with_factor("0.8")), "statistics")
        for more in (held(98), held(98) + loan)
    )
    assert (signed.verdict, lent.verdict) == ("undecided", "stands")
    assert signed.repair.endswith("and loans are not looked at")


def test_shares_that_need_not_be_counted_do_at_both_rates():
    """Counting 30 at 3 each Uplands gains at both rates; at its own it would not counting none."""
    report, found = counted(100, 0, 3, share=Fraction(3, 4), more=held(80), change=with_factor(0.5))
    money, own = report.context.gains["Uplands"], report.context.own_gains["Uplands"]
    assert own < 0 < min(money, own + 30 * 3)
    assert found.verdict == "stands"
    least = found.facts.least_shares["Uplands"]
    assert own + 120 * least == 0
    assert "they need not: count at least" in found.says


def of_three(limit):
    """Moor joins, with 100 mu of quota of which it sells 20 for 1 each; the park costs 300."""
    number = "{{ v = {}, low = 0, high = 999 }}".format
    factor = "discount = {{ v = {}, low = 0.1, high = 0.98 }}\n".format
    sale = (
        '[[compact.transfer]]\nresource = "quota"\nfrom = "Moor"\nto = "Harbour"\n'
        f"amount = {number(20)}\nprice_one_off = {number(1)}\nreversible = false\n"
    )
    text = written(300, 0.1, 0.5, (1, 0), more=LAWFUL.format(limit) + held(162))
    for old, new in (
        ("[resources.quota] ", f"[cities.Moor]\n{factor(0.9)}[resources.quota] "),
        ("[cities.Harbour]\n", f"[cities.Harbour]\n{factor(0.6)}"),
        ("[cities.Uplands]\n", f"[cities.Uplands]\n{factor(0.9)}"),
        ("owned.Uplands = { v = 250", f"owned.Moor = {number(100)}\nowned.Uplands = {{ v = 250"),
        ('"Harbour", "Uplands"]\nproj', '"Harbour", "Uplands", "Moor"]\nproj'),
        ("attribution = {", f"indicator_value.Moor = {number(1)}\nattribution = {{ Moor = 0,"),
        ("[[compact.refund]]", f"{sale}[[compact.refund]]"),
    ):
        text = text.replace(old, new, 1)
    return Context(parse_scenario(text), Recorder())


def test_payments_of_three_are_told_one_by_one_in_few_digits():
    """The least that do leave some of three nothing to round: they were told to nine digits.

    More than the limit Moor may not pay Harbour: some goes by Uplands. In all, and
    not one by one, it was told who gets how much.
    """
    limit = Fraction(8)
    context = of_three(float(limit))
    found = evaluate(context, "statistics").repair
    shares = {city: Fraction(x) / 100 for x, city in re.findall(r"([\d.]+)% in (\w+)", found)}
    paid = {
        (one, to): Fraction(x)
        for one, x, to in re.findall(r"(\w+) paying ([\d.]+) a year to (\w+)", found)
    }
    assert len(paid) == 3
    assert all((x * 10**5).denominator == 1 for x in [*shares.values(), *paid.values()])
    assert sum(shares.values()) <= 1
    assert max(paid.values()) <= limit
    for city, value, lost in (("Harbour", "0.1", 40), ("Uplands", "0.5", 0), ("Moor", 1, 0)):
        counted = Fraction(value) * (40 * shares.get(city, 0) - lost)
        gets = sum(
            x if to == city else -x for pair, x in paid.items() if city in pair for to in pair[1:]
        )
        assert min(context.gains[city], context.own_gains[city]) + counted + gets >= 0


def test_another_attribution_does():
    """Uplands gains without; Harbour loses 40 + 32.8 less, of 40 it needs 32.8."""
    _, found = counted(100, 1, 0)
    assert found.facts.gains["Harbour"] == found.margin == Fraction(36, 5) - 20
    (clause,) = found.facts.repair.clauses
    assert isinstance(clause, LeastShares)
    assert clause.shares == {"Harbour": Fraction(82, 100), "Uplands": 0}
    assert found.facts.payments.received == {"Harbour": 0, "Uplands": 0}
    assert WORDS.line(found.facts) == "Harbour loses 12.8 a year as projects are counted"
    assert WORDS.remedy(found.facts) == "count at least 82% of the projects in Harbour"


def test_a_payment_does():
    """Each project that Harbour pays for is worth a quarter to Uplands: 3/4 p = -g_U - 7.2 / 4."""
    report, found = counted(300, 1, 0.25)
    loss = -report.context.gains["Uplands"]
    assert found.facts.least_shares == {"Harbour": Fraction(82, 100), "Uplands": loss / 10}
    assert found.facts.least_double == Fraction(82, 100) + loss / 10 - 1 > 0
    (clause,) = found.facts.repair.clauses
    assert isinstance(clause, Payments)
    paid = Fraction(4, 3) * (loss - Fraction(36, 5) / 4)
    assert found.facts.payments.received == {"Harbour": -paid, "Uplands": paid}
    signed = clause.received["Uplands"]
    assert paid <= signed == -clause.received["Harbour"] < 1.02 * paid
    assert f"pay {shown(signed)} a year" in WORDS.remedy(found.facts)
    assert found.mends == 1


def test_payments_do_as_well_where_shares_overlap():
    _, found = counted(300, 1, 0.25, share=Fraction(1))
    assert (found.facts.verdict, found.facts.attributed) == (Verdict.STANDS, 2)
    assert found.says.endswith("Harbour paying 5.5 a year to Uplands would do as well")


@pytest.mark.parametrize("rival", [False, True])
def test_it_must_be_counted_twice(rival):
    """Both lose together what 40 projects counted once leave them short of, and no price helps."""
    more = f"rival = {str(rival).lower()}"
    report, found = counted(400, 1, 1, share=Fraction(1), more=more)
    together = sum(report.context.gains.values())
    assert found.verdict == "fails"
    assert found.margin == min(found.facts.gains.values()) == Fraction(36, 5)
    (clause,) = found.facts.repair.clauses
    assert found.facts.twice == -together / 40
    assert clause == CountedTwice(
        share=Fraction(math.ceil(100 * found.facts.twice), 100),
        received=dict.fromkeys(found.facts.gains, 0),
        others_pay=rival,
    )
    assert found.facts.payments is None
    assert ("which others pay for" in found.repair) == rival


def test_counting_twice_and_a_payment_do_what_neither_does_alone():
    """Uplands lacks more than the 4 that all 40 are worth to it at 0.1. Harbour, with all of them,
    has 7.2 to pay it; the rest is a part of the 4, counted twice. It said that nothing does."""
    report, found = counted(340, 1, 0.1)
    lacks = -report.context.gains["Uplands"]
    assert Fraction(36, 5) < lacks < Fraction(36, 5) + 4
    assert (found.facts.least_shares["Uplands"], found.facts.payments) == (None, None)
    (clause,) = found.facts.repair.clauses
    share = (lacks - Fraction(36, 5)) / 4
    assert found.facts.twice == share <= clause.share < share + Fraction(1, 100)
    assert clause.received == {"Harbour": -Fraction(36, 5), "Uplands": Fraction(36, 5)}
    assert "of the projects are counted twice, with Harbour paying 7.2 a year" in found.repair


@pytest.mark.parametrize("cost", [293, 300, 310])
def test_nobody_loses_by_the_shares_and_payments_that_are_told(cost):
    """The least payments leave neither a reserve: rounded up alone, Harbour would lose by them."""
    context = world(cost, 1, 0.25, (Fraction(1, 2), Fraction(1, 2)))
    found = evaluate(context, "statistics")
    told = re.search(r"once, (.*), with Harbour paying ([\d.]+) a year to Uplands", found.repair)
    shares = {city: Fraction(x) / 100 for x, city in re.findall(r"([\d.]+)% in (\w+)", told[1])}
    assert sum(shares.values()) == 1
    paid = Fraction(told[2])
    assert context.gains["Harbour"] - paid + 40 * (shares["Harbour"] - 1) >= 0
    assert context.gains["Uplands"] + paid + 10 * shares["Uplands"] >= 0


def test_less_is_counted_twice_where_a_payment_helps():
    """All are worth 10 to Uplands: without a payment it needs lacks / 10, and Harbour 82 per cent.
    Harbour counts all and pays its 7.2; the rest is counted twice."""
    report, found = counted(345, 1, 0.25)
    lacks = -report.context.gains["Uplands"]
    assert found.facts.payments is None
    assert found.facts.least_double == Fraction(82, 100) + lacks / 10 - 1
    assert found.facts.twice == (lacks - Fraction(36, 5)) / 10 < found.facts.least_double


def test_nothing_does():
    _, found = counted(400, 1, 0)
    assert found.facts.least_shares["Uplands"] is None
    assert found.facts.repair.reason is WhyNot.NOTHING_LAWFUL
    assert (found.mends, found.facts.least_double) == (None, None)
    assert WORDS.remedy(found.facts) == ""


def test_what_cannot_be_had_cannot_be_counted():
    old = "amount     = { v = 120, low = 60, high = 150 }"
    _, found = counted(100, 1, 1, change=(old, old.replace("0,", "00,").replace("50", "5000")))
    assert isinstance(found.facts, Undecided)
    assert found.facts.reason is NoPayoffs.PROMISES_TOO_MUCH
    assert found.says == "the deal promises more than its members have"


def test_who_gains_nothing_is_not_said_to_gain():
    """Counted once, nobody loses; that both gain is said where whoever gains least does."""
    facts = counted(100, 0, 0)[1].facts
    once = replace(facts, verdict=Verdict.STANDS, attributed=Fraction(1))
    for gains, told in (((1, 2), "both gain"), ((0, 2), "nobody loses"), ((2, 0), "nobody loses")):
        found = replace(once, gains=dict(zip(facts.gains, map(Fraction, gains), strict=True)))
        assert WORDS.says(found).startswith(f"{told} with no project counted twice")


@pytest.mark.parametrize(("when", "lawful"), [(0, True), (2, True), (10, False)])
def test_of_a_price_no_more_is_paid_back_than_it_is_worth_at_signing(when, lawful):
    """Harbour pays 1 for each of 120 mu, and no other payment to it is lawful.

    What it pays in year 10 is worth less at signing, and Harbour then lacks the land before.
    """
    sold = f"price_one_off = {{ v = 1, low = 0, high = 9 }}\nwhen       = {when} "
    report, found = counted(
        100,
        0,
        0,
        more="[compact.limits]\nside_payment = { v = 0, low = 0, high = 9 }",
        change=("when       = 0 ", sold),
    )
    paid = 120 * annuity()
    loss = -report.context.gains["Harbour"]
    assert 0 < loss <= paid
    assert (loss <= paid / Fraction(105, 100) ** when) == lawful
    paid = found.facts.payments
    assert (paid is not None) is lawful
    if paid is not None:
        assert paid.received == {"Harbour": loss, "Uplands": -loss}


def world(*given, **changes):
    """The same, without a report."""
    return Context(parse_scenario(written(*given, **changes)), Recorder())


@pytest.mark.parametrize(
    ("share", "gain", "verdict"),
    [(0.82, 0, "stands"), (0.83, "0.4", "stands"), (0.81, "-0.4", "fails")],
)
def test_nobody_may_lose(share, gain, verdict):
    """Harbour counts 40 projects of 1 less, and 7.2 + 40 times its share more."""
    context = world(100, 1, 0, (Fraction(str(share)), 1 - Fraction(str(share))))
    found = evaluate(context, "statistics")
    assert (found.verdict, found.facts.margin) == (verdict, Fraction(gain))
    assert {c.cities: x for c, x in conditions(context).items()} == {
        (city,): x for city, x in found.facts.gains.items()
    }
    assert {c.wish for c in conditions(context)} == {Wish.GAIN_IN_STATISTICS}


LAWFUL = "[compact.limits]\nside_payment = {{ v = {}, low = 0, high = 9 }}\n"
PAYMENT = """[[compact.payment]]
from = "{}"
to = "{}"
amount = {{ v = 0.2, low = 0, high = 1 }}
enforceable = true
"""


@pytest.mark.parametrize(
    ("limit", "payment"),
    [
        (9, ""),
        (0.3, ""),
        (0.3, PAYMENT.format("Uplands", "Harbour")),
        (0.3, PAYMENT.format("Harbour", "Uplands")),
        (0.6, PAYMENT.format("Uplands", "Harbour")),
        (0.6, PAYMENT.format("Harbour", "Uplands")),
    ],
)
def test_what_is_paid_already_counts_for_the_limit_of_the_law(limit, payment):
    """A project is worth 0.5 to Harbour and 1 to Uplands, which has g in money, 14.9 less than 0.

    Of a share s it gains 40 s, and Harbour 7.2 - 20 s: it has to pay 20 s - 7.2, and can g + 40 s.
    So it pays 14.4 less than -g at least, in all.
    """
    context = world(412, 0.5, 1, (Fraction(0), Fraction(1)), more=LAWFUL.format(limit) + payment)
    paid = context.compact.net_payment("Uplands", "Harbour")
    least = -context.gains["Uplands"] - paid - Fraction("14.4")
    assert Fraction("0.4") < least < Fraction("0.6")
    found = evaluate(context, "statistics").facts
    assert (found.payments is not None) == (least <= limit)
    if found.payments is not None:
        assert found.payments.received == {"Harbour": least - paid, "Uplands": paid - least}
    else:
        assert conditions(context) == {}


@pytest.mark.parametrize(("cost", "lawful"), [(404, True), (412, False)])
def test_no_more_than_the_price_is_paid_back(cost, lawful):
    """As above, with 9 paid for each of 120 mu: at 412 Uplands would pay back 0.5 more."""
    sold = ("when       = 0 ", "price_one_off = { v = 9, low = 0, high = 9 }\nwhen       = 0 ")
    context = world(cost, 0.5, 1, (Fraction(0), Fraction(1)), more=LAWFUL.format(0), change=sold)
    price = 9 * 120 * annuity()
    assert (-context.gains["Uplands"] + price <= Fraction("14.4")) == lawful
    assert (evaluate(context, "statistics").facts.payments is not None) == lawful


@pytest.mark.parametrize(("limit", "left"), [(9, 9), (3, 3), (3, 2), (0, 0)])
def test_a_payment_that_the_law_does_not_allow_is_told_as_a_price(limit, left):
    """Harbour pays 5.5 a year more: beside prices it may pay the limit, less what it pays."""
    already = PAYMENT.format("Harbour", "Uplands").replace("v = 0.2", "v = 1") * (limit > left)
    more = LAWFUL.format(limit) + already
    context = world(300, 1, 0.25, (Fraction(1, 2), Fraction(1, 2)), more=more)
    found = evaluate(context, "statistics")
    (clause,) = found.facts.repair.clauses
    assert isinstance(clause, Payments)
    beyond = clause.paid["Harbour", "Uplands"] > left
    assert found.facts.beside_prices["Harbour", "Uplands"] == left
    assert ("by another price of what is handed over" in found.repair) == beyond


def test_without_statistics_or_a_park_it_is_not_asked():
    alone = Context(parse_scenario(STARTER), Recorder())
    park = "platforms.park = { paid_by"
    start, end = STARTER.index("[[compact.refund]]"), STARTER.index("# What if each side")
    bare = STARTER[:start] + STARTER[end:]
    for old in (park, "projects = { v = 40"):
        bare = bare.replace(old, f"# {old}")
    bare += "\n[statistics]\nattribution.Harbour = 1\n"
    bare += "indicator_value.Harbour = { v = 1, low = 0, high = 1 }\n"
    for context in (alone, Context(parse_scenario(bare), Recorder())):
        assert isinstance(evaluate(context, "statistics").facts, NotAsked)
        assert conditions(context) == {}
