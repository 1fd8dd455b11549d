"""What is said of how projects are counted is so."""

import re
from fractions import Fraction

import pytest

from intercity.topics.outcome import NoRepair, Repair, Verdict
from intercity.topics.statistics.check import (
    CountedTwice,
    LeastShares,
    Payments,
    StatisticsOutcome,
    WhyNot,
)
from intercity.topics.statistics.english import TURNED, clause, line, remedy, repair, says
from tests.frontdoor.words.facts import facts

F = Fraction
TWICE = F(6, 5)


def counted(*gains, attributed=1, verdict=Verdict.STANDS, **given):
    by_city = dict(zip(("Ost", "West", "Nord"), gains, strict=False))
    found = {"gains": by_city, "attributed": attributed, **given}
    return facts(StatisticsOutcome, verdict=verdict, **found)


def mended(one):
    return counted(-1, 2, verdict=Verdict.FAILS, repair=Repair(clauses=(one,)))


BY_PAYMENTS = (
    "every project counted once, all in West, with Ost paying 4.0 a year to West would do as well"
)


@pytest.mark.parametrize(
    ("gains", "told"),
    [
        ((3, 2), "both gain with no project counted twice (Ost +3.0, West +2.0)"),
        ((3, 2, 1), "all gain with no project counted twice ("),
        ((3, 0), "nobody loses with no project counted twice ("),
        ((F(1, 2), 3), "both gain with no project counted twice ("),
        ((3, -2), "as attributed, West loses (Ost +3.0, West -2.0)"),
        ((-3, -2), "as attributed, Ost and West lose ("),
        ((-3, 0), "as attributed, Ost loses ("),
    ],
)
def test_who_gains_and_who_loses(gains, told):
    assert says(counted(*gains)).startswith(told)


def test_credit_is_named_where_it_is_counted():
    assert says(counted(3, 2, credit_included=True)).endswith(
        "(Ost +3.0, West +2.0, the province's credit included)"
    )


@pytest.mark.parametrize(
    ("least", "double", "told"),
    [
        ({"Ost": F(0), "West": None}, F(0), "nobody loses even if none is counted"),
        ({"Ost": F(1, 5), "West": F(0)}, F(0), "count at least 20% in Ost"),
        ({"Ost": F(1, 5), "West": F(1, 2)}, F(0), "count at least 20% in Ost and 50% in West"),
        (
            {"Ost": F(1, 5)},
            F(1),
            BY_PAYMENTS,
        ),
        (
            {"Ost": F(1, 5)},
            None,
            BY_PAYMENTS,
        ),
    ],
)
def test_projects_that_need_not_be_counted_twice(least, double, told):
    received = {"Ost": F(-4), "West": F(4), "Nord": F(0)}
    paid = facts(Payments, received=received, counted={"Ost": F(0), "West": F(1)})
    found = counted(
        1, 2, attributed=TWICE, least_shares=least, least_double=double, payments_to_sign=paid
    )
    assert says(found) == (
        "nobody loses as attributed (Ost +1.0, West +2.0), where shares add up to 120%; they need "
        f"not: {told}"
    )


def test_nobody_loses_only_since_projects_are_counted_twice():
    found = counted(1, 2, attributed=TWICE, verdict=Verdict.FAILS, twice=F(1, 4))
    assert says(found).endswith(", but only since projects are counted twice")
    assert line(found) == "nobody loses only if 25% of the projects are counted twice"


@pytest.mark.parametrize(
    ("gains", "told"),
    [
        ((3, -2), "West loses 2.0 a year as projects are counted"),
        ((3, 2), "West gains 2.0 a year as projects are counted"),
        ((3, F(1, 2)), "West gains 0.5 a year as projects are counted"),
        ((3, 0), "West neither gains nor loses as projects are counted"),
    ],
)
def test_the_line_is_of_who_has_least(gains, told):
    assert line(counted(*gains)) == told


def test_a_line_that_is_too_long_leaves_out_why():
    name = "West" * 13
    assert line(facts(StatisticsOutcome, gains={name: -2})) == f"{name} loses 2.0 a year"
    assert line(facts(StatisticsOutcome, gains={name: 2})) == f"{name} gains 2.0 a year"


def test_payments_instead():
    received = {"Ost": F(4), "West": F("-5.1"), "Nord": F("1.1"), "Mitte": F(0)}
    shares = {"Ost": F(1, 4), "West": F(3, 4), "Nord": F(0)}
    paid = {("West", "Ost"): F("5.1"), ("Ost", "Nord"): F("1.1")}
    some = mended(facts(Payments, received=received, counted=shares, paid=paid))
    assert repair(some) == (
        "every project counted once, 75% in West and 25% in Ost, with West paying 5.1 a year to "
        "Ost and Ost paying 1.1 a year to Nord"
    )
    assert remedy(some) == "count each project once, in other shares, and pay 5.1 a year"
    third = {("West", "Ost"): F(1, 3)}
    endless = mended(
        facts(Payments, received={"Ost": F(1, 3), "West": F(-1, 3)}, counted=shares, paid=third)
    )
    assert repair(endless).endswith(
        "with West paying about 0.333333 a year to Ost (rounded so, a member may lose a little; "
        "the JSON report has the fractions)"
    )
    alone = mended(facts(Payments, received=received, counted={"Ost": F(0), "West": F(1)}))
    assert remedy(alone) == "count each project once, all in West, and pay 5.1 a year"
    nobody = mended(facts(Payments, received=received, counted=dict.fromkeys(shares, F(0))))
    assert "counted once, in no member, with" in repair(nobody)


def test_what_is_more_than_the_law_allows_beside_prices_is_told_as_a_price():
    """Of 2 that are left to West, 2 are a payment and 3 are not."""
    left = {("West", "Ost"): F(2), ("Nord", "Ost"): F(2)}
    by_price = " (by another price of what is handed over)"

    def told(*amounts, **given):
        paid = {pair: F(x) for pair, x in zip(left, amounts, strict=False)}
        received = {"Ost": sum(paid.values()), **{one: -x for (one, _), x in paid.items()}}
        one = facts(Payments, received=received, counted={"Ost": F(1)}, paid=paid)
        found = counted(-1, 2, repair=Repair(clauses=(one,)), beside_prices=left, **given)
        return repair(found).partition("with ")[2]

    assert told(2) == "West paying 2.0 a year to Ost"
    assert told(3) == f"West paying 3.0 a year to Ost{by_price}"
    assert told(3, own_gains={"Ost": F(1)}).endswith("handed over, paid by the year)")
    assert told(2, 1) == "West paying 2.0 and Nord paying 1.0 a year to Ost"
    west, nord = (f"{one} paying {x}.0 a year to Ost" for one, x in (("West", 3), ("Nord", 1)))
    assert told(3, 1) == f"{west}{by_price} and {nord}"
    left.clear()
    left["West", "Ost"] = F(0)
    assert told(1).endswith(by_price)


@pytest.mark.parametrize("others", [False, True])
def test_what_has_to_be_counted_twice(others):
    twice = mended(facts(CountedTwice, share=F(1, 4), others_pay=others))
    told = "only if 25% of the projects are counted twice"
    assert repair(twice) == told + others * ", which others pay for, since it is a rank"
    assert remedy(twice) == "count 25% of the projects twice"
    received = {"Ost": F("-5.01"), "West": F("5.01")}
    paid = mended(facts(CountedTwice, share=F("0.2531"), received=received, others_pay=others))
    told = "only if 26% of the projects are counted twice, with Ost paying 5.01 a year to West"
    assert repair(paid) == told + others * ", which others pay for, since it is a rank"
    assert remedy(paid) == "count 26% of the projects twice, and pay 5.01 a year"


def test_why_nothing_does_it():
    none = counted(-1, 2, repair=NoRepair(reason=WhyNot.NOTHING_LAWFUL))
    assert repair(none) == f"none: {WhyNot.NOTHING_LAWFUL}"
    assert remedy(none) == repair(counted(1, 2)) == remedy(counted(1, 2)) == ""


def shares(**by):
    return mended(LeastShares(shares={c: None if x is None else F(x) for c, x in by.items()}))


def test_least_shares_are_rounded_up():
    assert repair(shares(Ost="201/1000", West="1/2")) == "count at least 21% in Ost and 50% in West"
    assert repair(shares(Ost="397/400")) == "count at least 100% in Ost"
    assert repair(shares(Ost=0, West=None)) == "count none"


def test_the_largest_shares_go_first():
    assert remedy(shares(Ost="1/5")) == "count at least 20% of the projects in Ost"
    two = remedy(shares(Ost="1/5", West="1/2"))
    assert two == "count at least 50% of the projects in West, 20% in Ost"
    several = remedy(shares(W="2/5", Ost="1/5", N="3/10"))
    assert several == "count at least 40% of the projects in W, less in others"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Osten" * 4, "count at least 70% in W, 20% in OstenOstenOstenOsten"),
        ("Osten" * 9, "count at least 70% in W, less elsewhere"),
    ],
)
def test_shares_with_long_names_are_told_without_being_cut(name, told):
    assert remedy(shares(**{"W": "7/10", name: "1/5"})) == told
    assert "…" not in remedy(shares(**{name: "7/10", name[::-1]: "1/5"}))


def test_what_members_count_at_least_is_in_all_no_more_than_there_is():
    """21% and 80% of the projects would be more than all of them."""
    told = repair(shares(Ost="2076/10000", West="7909/10000"))
    each = [F(share) for share in re.findall(r"([\d.]+)%", told)]
    assert F("20.76") <= each[0]
    assert F("79.09") <= each[1]
    assert sum(each) <= 100


def test_none_is_left_out_where_one_counts_none():
    told = [remedy(shares(Ost="1/5", West=none)) for none in (0, None)]
    assert told == ["count at least 20% of the projects in Ost"] * 2


def test_the_shares_as_they_are_written():
    told = clause(LeastShares(shares={"Ost": F(1, 5), "West": F(1, 2), "Nord": None}))
    assert told == "50% of the projects are counted in West, 20% in Ost"


def test_what_it_turns_into_names_what_is_counted():
    """It is told beside a number, as "the return rate below 0.3: ..."."""
    assert "projects" in TURNED["fails"]
    assert "twice" in TURNED["fails"]  # nobody may lose, and it fails all the same
