"""Of clauses whose other numbers are not tried it is not told that none of them does it."""

import pytest

from intercity.scenario_file import parse_scenario
from intercity.topics.clauses.english import UNTRIED
from intercity.topics.clauses.untried import Untried
from tests.frontdoor.starter import checked, found_by, screen

REGION = """
format = 1
title  = "Firms that move"
money  = "million a year"
[time]
horizon  = { v = 10, low = 5, high = 20 }
interest = { v = 0.05, low = 0.03, high = 0.07 }
[cities.Port]
discount = { v = 0.98, low = 0.9, high = 0.99 }
[cities.Hill]
discount = { v = 0.98, low = 0.9, high = 0.99 }
[resources.firms]
kind = "tradable"
owned.Port = { v = 20, low = 10, high = 30 }
[[activities]]
name   = "a firm in Port"
sites  = ["Port"]
uses   = [{ resource = "firms" }]
values = [{ city = "Port", kind = "cash", amount = { v = 1, low = 1, high = 3 } }]
[[activities]]
name   = "a firm in Hill"
sites  = ["Hill"]
uses   = [{ resource = "firms" }]
values = [{ city = "Hill", kind = "cash", amount = { v = 5, low = 1, high = 6 } }]
[compact]
members = ["Port", "Hill"]
"""
LIMITS = """
[compact.limits]
side_payment = { v = 0, low = 0, high = 1 }
loan         = { v = 40, low = 0, high = 50 }
"""


def clause(kind, **fields):
    """A clause of the deal; numbers in the ranges around them."""

    def told(key, value):
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str | list) or key in {"when", "until"}:
            return repr(value).replace("'", '"')
        return f"{{ v = {value}, low = 0, high = {1 if key == 'share' else 99} }}"

    table = "".join(f'"{key}" = {told(key, value)}\n' for key, value in fields.items())
    return f"\n[[compact.{kind}]]\n{table}"


def moved(amount, tax=4, **more):
    who = {"resource": "firms", "from": "Port", "to": "Hill"}
    return clause("transfer", **who, amount=amount, tax=tax, reversible=False, **more)


def shared(share, **ends):
    who = {"base": "moved_tax", "from": "Hill", "to": "Port"}
    return clause("refund", **who, share=share, years=[1, 10], enforceable=True, **ends)


def paid(amount):
    who = {"from": "Port", "to": "Hill"}
    return clause("payment", **who, amount=amount, years=[1, 1], enforceable=True)


def kept(amount):
    return clause("deposit", **{"from": "Port"}, amount=amount, until=5)


def lent(amount):
    return clause("loan", to="Port", amount=amount, years=[1, 10], lender="a bank") + LIMITS


def pooled(share):
    """The tax of 6 of each firm, which is worth 5 to Hill; nine tenths of it are for Port."""
    pool = clause("pool", share=share, years=[1, 10], enforceable=True)
    weights = (
        "weights = { Port = { v = 9, low = 1, high = 9 }, Hill = { v = 1, low = 1, high = 9 } }"
    )
    return f"{moved(5, tax=6, when=1)}{pool}{weights}{LIMITS}"


def terms(deal, discount="0.98"):
    return found_by("terms", parse_scenario(REGION.replace("v = 0.98", f"v = {discount}") + deal))


@pytest.mark.parametrize(
    ("signed", "other", "discount", "told"),
    [
        (paid(1), paid(0), "0.98", "other sums of what is paid in some years"),
        (kept(9), kept(0), "0.90", "other deposits"),
        (lent(9), lent(0), "0.98", "other loans"),
        (pooled(1), pooled(0.5), "0.98", "other shares of the pool"),
    ],
)
def test_what_another_number_of_a_clause_would_do_is_not_ruled_out(signed, other, discount, told):
    """Smaller, each of these clauses leaves nobody with a loss, without money from outside.

    A deposit earns 5 per cent, which is too little for whom a year later is worth 0.9; a loan takes
    it, which is too much for whom it is worth 0.98.
    """
    found = terms(signed, discount)
    at_own_factor_alone = told in ("other deposits", "other loans")
    assert found.verdict == ("undecided" if at_own_factor_alone else "fails")
    assert terms(other, discount).verdict == "stands"
    assert found.repair.startswith("none was found: ")
    assert f"{told} were not tried" in found.repair
    assert "it takes at most" in found.repair
    assert found.remedy.startswith("no clause found; at most")


def test_no_amount_is_told_of_those_alone_between_which_a_refund_does_not_bend():
    """Port gives up 1 for each of q firms, and gets 0.8 of it back, but 8 at least: it gains to 8.

    From 10 on the floor does not bind, and it loses whatever the amount.
    """
    found = terms(moved(12) + shared(0.2, at_least=8) + LIMITS)
    assert found.verdict == "fails"
    assert terms(moved(5) + shared(0.2, at_least=8) + LIMITS).verdict == "stands"
    words = screen(checked(REGION + moved(12) + shared(0.2, at_least=8) + LIMITS))
    assert "no amount of firms makes both gain (amounts from 10 to 20 alone are looked at" in words
    assert "no amount of firms from 10 to 20 makes both gain" in words


def test_more_than_a_cap_leaves_straight_can_be_delivered():
    """Port has 20 firms; beyond 12 it gets no more of their tax than 24."""
    words = screen(checked(REGION + moved(10) + shared(0.5, at_most=24) + LIMITS))
    assert "firms (q from 0 to 12)" in words
    assert "still rises at 12 units: beyond, a floor or cap of a refund begins or ceases" in words
    assert "can be delivered" not in words
    assert "nobody would lose from 0 to 12 units" in words.lower()
    assert terms(moved(13) + shared(0.5, at_most=24)).verdict == "stands"
    uncapped = screen(checked(REGION + moved(10) + shared(0.5) + LIMITS))
    assert "no more can be delivered" in uncapped
    assert "alone are looked at" not in uncapped


def test_money_from_outside_is_the_most_where_amounts_beyond_a_bend_were_not_tried():
    """What firms are worth in both is the same: 0.3 of them are worth what is paid for them."""
    equal = REGION.replace("v = 5, low = 1", "v = 1, low = 1")

    def found(amount):
        deal = moved(amount, tax=0.5) + shared(0.2, at_least=0.3) + LIMITS
        return found_by("terms", parse_scenario(equal + deal))

    beyond = "amounts beyond the one at which a floor or cap of a refund begins or ceases to bind"
    assert found(5).verdict == "fails"
    assert found(0.3).verdict == "stands"
    assert f"{beyond} were not tried; with the best that was tried it takes at" in found(5).repair


def test_each_kind_that_may_be_left_untried_has_its_words():
    assert set(UNTRIED) == set(Untried)
