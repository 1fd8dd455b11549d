"""One account for each member: sentences on money of different dates that were once false.

Hill would build its 100 mu for 8 a year. It hands them to Port, which makes 20 of them, and pays
Hill in five of ten years, at 5 per cent.
"""

from fractions import Fraction

import pytest

from tests.frontdoor.amended_deals import amended
from tests.frontdoor.starter import finding, found_by, screen
from tests.frontdoor.test_once_false import DRAWER, examined, scenario_of

F = Fraction
EARLY = {"v = 23.45": "v = 12.127", "years = [6, 10]": "years = [1, 5]", "v = 0.843": "v = 0.663"}


def level(paid, years, factor):
    """What so much in these years of ten is worth a year in all of them."""
    return paid * sum(factor**t for t in years) / sum(factor**t for t in range(1, 11))


@pytest.mark.parametrize(
    ("changes", "paid", "years", "factor", "has"),
    [
        ({}, F("23.45"), range(6, 11), F("0.843"), ("10.3", "7.0")),
        (EARLY, F("12.127"), range(1, 6), F("0.663"), ("6.8", "10.75")),
    ],
)
def test_a_verdict_that_hangs_on_who_can_borrow_is_undecided(changes, paid, years, factor, has):
    """Hill has 10.3 at 5 per cent and 7.0 at its own factor, or 6.8 and 10.75; alone it has 8."""
    report = examined("account", **changes)
    u, w = level(paid, years, 1 / F("1.05")), level(paid, years, factor)
    assert max(abs(u - F(has[0])), abs(w - F(has[1]))) < F(1, 100)
    terms = finding(report, "terms")
    assert terms.facts.gains == {"Port": 20 - u, "Hill": u - 8}
    assert terms.facts.own_gains == {"Hill": w - 8}
    assert (terms.verdict, terms.margin, terms.facts.hangs_on) == ("undecided", None, ("Hill",))
    assert "Whether Hill gains hangs on whether it can borrow at 5%" in screen(report)
    # The second number stands beside the first.
    assert report.payoffs.signed["Hill"] == u
    assert report.payoffs.at_own_factor == {"Hill": w}
    assert "if it cannot borrow or lend" in screen(report)


@pytest.mark.parametrize(
    ("paid", "verdict"),
    [("9", "fails"), ("18.2", "fails"), ("18.25", "undecided"), ("26.75", "undecided"),
     ("26.8", "stands")],
)  # fmt: skip
def test_it_stands_if_it_does_for_all_between_and_fails_if_it_does_for_all(paid, verdict):
    """8 a year takes 18.21 in the last five years at 5 per cent, and 26.79 at 0.843."""
    late = range(6, 11)
    assert 18.2 < 8 / level(1, late, 1 / 1.05) < 18.25
    assert 26.75 < 8 / level(1, late, 0.843) < 26.8
    found = found_by("terms", scenario_of("account", **{"v = 23.45": f"v = {paid}"}))
    assert found.verdict == verdict
    if verdict == "fails":
        assert found.margin == level(F(paid), late, 1 / F("1.05")) - 8 < 0


def test_the_second_number_is_told_where_it_differs_by_more_than_a_tenth():
    """Paid in years 1 to 10 both are alike, and in 2 to 10 they differ by less."""
    for years, told in (("[1, 10]", set()), ("[2, 10]", set()), ("[5, 10]", {"Hill"})):
        report = examined(
            "account", **{"v = 23.45": "v = 15", "years = [6, 10]": f"years = {years}"}
        )
        assert set(report.payoffs.at_own_factor) == told
        assert ("if it cannot borrow or lend" in screen(report)) == bool(told)


def test_a_loan_makes_no_value_and_turns_no_verdict_at_the_interest():
    """Lent 60 and paying it back late, Hill counts the deal as more than 8 a year at its factor."""
    loan = (
        '[[compact.loan]]\nto = "Hill"\nlender = "a bank"\nyears = [10, 10]\n'
        'amount = { v = 60, src = "S" }\n'
    )
    plain, lent = (found_by("terms", scenario_of("account", more)).facts for more in ("", loan))
    assert plain.gains == lent.gains
    even = sum(F("0.843") ** t for t in range(1, 11))
    brings = 60 * (1 - (F("1.05") * F("0.843")) ** 10)
    assert lent.own_gains["Hill"] == plain.own_gains["Hill"] + brings / even > 0
    assert (plain.verdict.value, lent.verdict.value) == ("undecided", "stands")


def test_a_deposit_costs_nothing_at_the_interest_and_its_waiting_at_the_own_factor():
    held = '[[compact.deposit]]\nfrom = "Hill"\nuntil = 10\namount = { v = 50, src = "S" }\n'
    enough = {"v = 23.45": "v = 27"}  # both at the interest and at its own factor
    plain, deposited = (
        found_by("terms", scenario_of("account", more, **enough)).facts for more in ("", held)
    )
    assert plain.gains == deposited.gains
    even = sum(F("0.843") ** t for t in range(1, 11))
    costs = 50 * (1 - (F("1.05") * F("0.843")) ** 10)
    assert deposited.own_gains["Hill"] == plain.own_gains["Hill"] - costs / even < 0
    assert (plain.verdict.value, deposited.verdict.value) == ("stands", "undecided")


def test_an_amended_deal_stands_at_the_interest_and_at_the_own_factor():
    """Undecided as signed, it is changed until nobody loses at either."""
    found = amended((DRAWER / "account.toml").read_text("utf-8"))
    assert finding(found.before, "terms").verdict == "undecided"
    after = finding(found.after, "terms")
    assert after.verdict == "stands"
    assert min([*after.facts.gains.values(), *after.facts.own_gains.values()]) >= 0
    assert any("terms" in one.mends for one in found.clauses)
