"""What is said of who would sign is so."""

from fractions import Fraction

import pytest

from intercity.topics.clauses.clause import Mark, WhichTransfer
from intercity.topics.clauses.own_rate import verdict_on_gains
from intercity.topics.outside_offers.check import OutsideRange
from intercity.topics.terms.check import OpenAmount, TermsOutcome
from intercity.topics.terms.english import line, repair, says
from tests.frontdoor.words.facts import facts

F = Fraction
LATER = {"Ost": F(9, 10), "West": F(9, 10), "Nord": F(9, 10)}


def terms(*gains, own=(), **given):
    """Gains of Ost, West and Nord, and those at their own discount factors."""
    cities = ("Ost", "West", "Nord")
    found = {
        "gains": dict(zip(cities, gains, strict=False)),
        "own_gains": dict(zip(cities, own, strict=False)),
        "discounts": LATER,
        "interest": F(3, 100),
        **given,
    }
    verdict, _ = verdict_on_gains(found["gains"], found["own_gains"])
    return facts(TermsOutcome, **({"verdict": verdict} | found))


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (terms(5, -3), "West loses 3.0 a year"),
        (terms(5, -3, own=(5, -4)), "West loses 3.0 a year, 4.0 as it counts later years"),
        (terms(5, -3, own=(5, -3)), "West loses 3.0 a year"),
        (terms(5, -3, own=(5, -2)), "West loses 3.0 a year"),
        (terms(5, -3, own=(5, -4), discounts={"West": F(0)}), "West loses 3.0 a year"),
        (terms(-1, -3, 0, own=(-5, -9, 0)), "2 members lose, West most: 3.0 a year"),
        (terms(-1, -3, F(1, 2)), "2 members lose, West most: 3.0 a year"),
        (terms(5, F(1, 2)), "both gain, West least: 0.5 a year"),
        (terms(5, 3), "both gain, West least: 3.0 a year"),
        (terms(3, 3), "both gain 3.0 a year"),
        (terms(3, 3, 3), "all gain 3.0 a year"),
        (terms(3, 0), "nobody loses, but West gains nothing"),
        (terms(0, 0), "nobody gains or loses"),
        (terms(-1, -3, own=(1, -2)), "West loses 3.0 a year"),
        (terms(-9, -3, own=(1, -4)), "West loses 3.0 a year, 4.0 as it counts later years"),
        (terms(3, 3, own=(1, -2)), "whether West gains hangs on whether it can borrow at 3%"),
        (terms(3, -2, own=(1, 3)), "whether West gains hangs on whether it can borrow at 3%"),
        (
            terms(3, -2, own=(-1, 0)),
            ("whether Ost and West gain hangs on whether they can borrow at 3%"),
        ),
        (
            terms(3, -2, own=(0, 1), interest=F(1, 4)),
            ("whether West gains hangs on whether it can lend at 25%"),
        ),
        (terms(0, 0, own=(1, 2)), "nobody loses, but Ost gains nothing"),
        (terms(3, 3, own=(0, 3)), "both gain 3.0 a year"),
        (terms(3, 3, own=(F(1, 2), 3)), "both gain 3.0 a year"),
    ],
)
def test_who_loses_most_or_gains_least(found, told):
    assert line(found) == told


def test_a_city_of_discount_factor_0_loses_at_first():
    found = terms(3, 3, own=(1, -2), discounts={"West": F(0)})
    assert "West would lose 2.0 at first" in says(found)
    assert line(found) == "whether West gains hangs on whether it can borrow at 3%"


def test_too_many_names_for_a_line():
    cities = [f"City of some {number} thousand" for number in range(20, 24)]
    found = terms(
        gains=dict.fromkeys(cities, F(1)),
        own_gains=dict.fromkeys(cities, F(-1)),
        discounts=dict.fromkeys(cities, F(1, 2)),
    )
    assert line(found) == "whether all gain hangs on who can borrow or lend"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (terms(5, -3), "West would lose (Ost +5.0, West -3.0)"),
        (terms(-5, -3), "Ost and West would lose (Ost -5.0, West -3.0)"),
        (terms(0, 0), "nobody gains or loses"),
        (terms(5, 0), "nobody loses, but West would gain nothing (Ost +5.0, West 0)"),
        (terms(5, 3), "both gain (Ost +5.0, West +3.0)"),
        (terms(5, F(1, 2)), "both gain (Ost +5.0, West +0.5)"),
        (terms(5, 3, 1), "all gain (Ost +5.0, West +3.0, Nord +1.0)"),
        (terms(5, 3, own=(0, F(1, 2))), "both gain (Ost +5.0, West +3.0)"),
    ],
)
def test_who_gains_and_who_would_lose(found, told):
    assert says(found) == told


def test_who_loses_only_as_it_counts_later_years():
    assert says(terms(5, 3, own=(1, -2))) == (
        "at the region's interest both gain (Ost +5.0, West +3.0). At its own discount factor (1 a "
        "year later is worth 0.90) West would lose 2.0 a year. Whether West gains hangs on whether "
        "it can borrow at 3%"
    )


def test_who_gains_only_as_it_counts_later_years():
    told = says(terms(5, -1, own=(1, 2)))
    assert told.startswith("at the region's interest West would lose (Ost +5.0, West -1.0). At its")
    hangs = "Whether West gains hangs on whether it can borrow at 3%"
    assert told.endswith(f"West would gain 2.0 a year. {hangs}")


@pytest.mark.parametrize(
    ("returning", "told"),
    [(0, ""), (1, " as 1 project returns"), (2, " as 2 projects return")],
)
def test_how_many_projects_return(returning, told):
    assert says(terms(0, 0, returning=returning)) == f"nobody gains or loses{told}"
    planned = says(terms(0, 0, returning=returning, as_planned=True))
    assert planned == f"nobody gains or loses{told}{', as planned' * bool(told)}"


def test_what_comes_later_is_counted_from_then_on():
    found = terms(5, 3, at_signing={"Ost": 6, "West": 4})
    assert says(found) == (
        "both gain (Ost +5.0, West +3.0), what comes later counted from then on (were it at "
        "signing: Ost +6.0, West +4.0)"
    )


def open_amount(lowest, highest, unit="mu", marks=(), floor=0):
    land = facts(WhichTransfer, resource="land", unit=unit, giver="Ost", taker="West", marks=marks)
    return facts(
        OpenAmount, transfer=land, signed=6, lowest=lowest, highest=highest, floor_space=floor
    )


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (open_amount(4, 8), "Nobody would lose from 4 to 8 mu, and both gain in between, signed 6"),
        (open_amount(4, 8, floor=2), (
            "Nobody would lose from 4 to 8 mu (2.0 to 4.0 per 1,000 m2), and both gain in "
            "between, signed 6 (3.0 per 1,000 m2)")),
        (open_amount(4, 4), "Both would gain only at 4 mu, signed 6"),
        (open_amount(1, 1, "sites"), "Both would gain only at 1 site, signed 6"),
        (open_amount(0, 1, "sites"), (
            "Nobody would lose from 0 to 1 site, and both gain in between, signed 6")),
        (open_amount(4, 4, unit="", floor=4), (
            "Both would gain only at 4 units (1.0 per 1,000 m2), signed 6 (1.5 per 1,000 m2)")),
        (open_amount(None, None), (
            "With the other clauses as they are, no amount of land makes both gain")),
        (open_amount(4, None), (
            "With the other clauses as they are, no amount of land makes both gain")),
        (open_amount(4, 8, marks=(Mark.PARTIES,)), (
            "Nobody would lose from 4 to 8 mu of land (Ost to West), and both gain in "
            "between, signed 6")),
        (open_amount(F(801, 200), F(1201, 200), floor=4), (
            "Nobody would lose from 4.1 to 6.005 mu (1.1 to 1.5 per 1,000 m2), and both gain "
            "in between, signed 6 (1.5 per 1,000 m2)")),
    ],
)  # fmt: skip
def test_at_which_amounts_nobody_would_lose(one, told):
    assert says(terms(5, 3, open_amount=one)).endswith(f"). {told}")
    dated = says(terms(5, 3, open_amount=one, at_signing={"Ost": 6, "West": 4}))
    later = "Were all handed over at signing, at the region's interest "
    assert dated.endswith(f". {later}{told[0].lower()}{told[1:]}")


def test_no_amount_does_it_where_a_member_loses_only_as_it_counts_later_years():
    """ "Both gain" at the region's interest stood beside "no amount makes both gain"."""
    told = says(terms(5, 3, open_amount=open_amount(None, None), own_gains={"Ost": -1, "West": 2}))
    assert "at the region's interest both gain (Ost +5.0, West +3.0)." in told
    assert (
        "no amount of land makes both gain at the region's interest and at their own discount "
        "factors too"
    ) in told
    lost = terms(-5, 3, open_amount=open_amount(None, None), own_gains={"Ost": -1, "West": 2})
    assert "no amount of land makes both gain. " in says(lost)


def test_how_many_return_at_these_amounts():
    found = says(terms(5, 3, open_amount=open_amount(4, 8), returning=2))
    assert found.endswith("both gain in between, with 2 returning, signed 6")


def test_why_amounts_are_not_compared():
    told = says(terms(5, 3, first_decides=("Ost",)))
    assert told.endswith(
        ". For which amounts nobody loses is undecided: to Ost later years count for nothing, so "
        "that what comes first decides"
    )


def test_payoffs_that_no_stable_split_brings():
    beyond = (facts(OutsideRange, city="Ost", payoff=1, least=2, most=3),)
    assert ". As signed Ost has 1.0, where" in says(terms(5, 3, beyond_stable=beyond))
    assert repair(terms(5, 3)) == ""
