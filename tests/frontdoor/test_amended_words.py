"""What is said of an amended clause is what has to be signed: its number, its years, who lends."""

import dataclasses
import re
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from intercity.amendment import AmendedClause, amend
from intercity.amendment.amendable_clause import AmendableClause, Kind
from intercity.amendment.english import DEAL_IS_KEPT, _losses, clause_words, summary
from intercity.amendment.linear_deal import wishes_of
from intercity.amendment.rounding import as_written
from intercity.amendment.search import drafts
from intercity.amendment.step import FewerParks, LeaveOutParks, PlanReturns
from intercity.checkup.check_up import check_up
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.report import written
from intercity.scenario_file import parse_scenario
from intercity.topics.condition import Condition, Wish
from intercity.topics.outcome import NotAsked
from tests.frontdoor.amended_deals import amended, swapped
from tests.frontdoor.small_scenarios import assumed, quota_for_a_price
from tests.frontdoor.starter import found_by

F = Fraction

DEAL = """
format = 1
title  = "Ten units"
money  = "million a year"
[time]
horizon  = {{ v = {years}, low = 1, high = 9 }}
interest = {{ v = 0, low = 0, high = 0.5 }}
[cities.A]
discount = {{ v = 0.9, low = 0.1, high = 0.99 }}
[cities.B]
discount = {{ v = {factor}, low = 0.1, high = 0.99 }}
{third}
[resources.quota]
kind = "tradable"
owned.A = {{ v = 10, low = 5, high = 15 }}
[[activities]]
name   = "use in A"
sites  = ["A"]
uses   = [{{ resource = "quota" }}]
values = [{{ city = "A", kind = "cash", amount = {{ v = {in_a}, low = 0, high = 9 }} }}]
[[activities]]
name   = "use in B"
sites  = ["B"]
uses   = [{{ resource = "quota" }}]
values = [{{ city = "B", kind = "cash", amount = {{ v = {in_b}, low = 0, high = 9 }} }}]
{province}
[compact]
members = [{members}]
{limits}
[[compact.transfer]]
resource   = "quota"
from       = "A"
to         = "B"
amount     = {{ v = 10, low = 5, high = 12 }}
reversible = false
{transfer}
{clauses}
"""


def deal(clauses="", **other):
    """A, to whom each unit is worth ``in_a`` a year, hands ten over to B, worth ``in_b`` there."""
    usual = {"years": 4, "factor": 0.9, "in_a": 2, "in_b": 5, "third": "", "province": ""}
    usual |= {"members": '"A", "B"', "limits": "", "transfer": ""}
    return parse_scenario(DEAL.format(**usual | other, clauses=clauses))


def number(value):
    return f"{{ v = {value}, low = 0, high = 99 }}"


def price(value):
    return f"price_one_off = {number(value)}"


def payment(amount, years="[1, 2]", enforceable="true"):
    kept = f"years = {years}\nenforceable = {enforceable}\n"
    return f'[[compact.payment]]\nfrom = "B"\nto = "A"\namount = {number(amount)}\n{kept}'


def said(scenario):
    """What is printed of its amendment, in one line."""
    return " ".join(summary(amend(scenario)).split())


def test_a_number_is_told_as_it_is_written():
    """A gives up 2.0375 a unit in four years: 8.15 a unit, of which 8.1 would not be enough."""
    assert "B pays A 8.15 once per unit of quota (was 0)." in said(deal(in_a=2.0375))


def test_a_share_is_told_as_it_is_written():
    """20 of tax in three years of four: two thirds bring the 10 a year that A gives up."""
    refund = (
        '[[compact.refund]]\nbase = "moved_tax"\nfrom = "B"\nto = "A"\nyears = [1, 3]\n'
        "share = { v = 0.3, low = 0, high = 1 }\nenforceable = true\n"
    )
    text = said(deal(refund, in_a=1, in_b=3, transfer=f"tax = {number(2)}"))
    assert "B gives A 66.7% of the tax of what moved from A in years 1 to 3 (was 30%)." in text


def test_a_share_that_a_cap_cuts_is_told_as_it_was_signed():
    """90% of 20 would be 18, the cap leaves 12, or 60%; B has 11 a year, and pays 1 too much."""
    refund = (
        '[[compact.refund]]\nbase = "moved_tax"\nfrom = "B"\nto = "A"\nyears = [1, 4]\n'
        f"share = {{ v = 0.9, low = 0, high = 1 }}\nat_most = {number(12)}\nenforceable = true\n"
    )
    found = amend(deal(refund, in_a=1, in_b=1.1, transfer=f"tax = {number(2)}"))
    [share] = found.clauses
    assert "(was 90%, of which 60% was due)" in clause_words(found, share)


def test_a_payment_is_told_with_its_years():
    """40 in two years of four bring the 20 a year that A gives up."""
    assert "B pays A 40 a year in years 1 to 2 (was 30)." in said(deal(payment(30)))


def test_payments_that_are_alike_are_told_together():
    """The same in two clauses of half of it."""
    assert "B pays A 40 a year in years 1 to 2 (was 30)." in said(deal(payment(15) * 2))


def test_a_loan_is_told_with_who_lends_and_its_years():
    """At a factor of 0.3 B has 50 x 0.4251 for 80 paid at signing; 1 lent is worth 0.9415 to it."""
    loan = f'[[compact.loan]]\nto = "B"\nlender = "the city bank"\namount = {number(10)}\n'
    limits = f"limits = {{ loan = {number(90)} }}"
    text = said(deal(f"{loan}years = [2, 3]\n", transfer=price(8), factor=0.3, limits=limits))
    lent = "The city bank lends B 62.4 at signing (was 10), paid back with interest in years 2 to"
    assert f"{lent} 3." in text


def test_a_deposit_is_told_with_the_year_in_which_it_comes_back():
    """5 x 1.9 not paid from year 1 on; of a deposit back in year 2, 0.9 is lost: 10.6 hold B."""
    deposit = f'[[compact.deposit]]\nfrom = "B"\namount = {number(3)}\nuntil = 2\n'
    promise = payment(5, enforceable="false")
    text = said(deal(promise + deposit, years=3, transfer=price(6)))
    assert "B pays a deposit of 10.6 at signing (was 3)" in text
    assert "gets back with interest after year 2." in text


def test_what_a_deposit_costs_whose_it_is_is_told():
    """7.6 more until year 2 of three at a factor of 0.9: 7.6 x 0.19 / (0.9 + 0.81 + 0.729)."""
    deposit = f'[[compact.deposit]]\nfrom = "B"\namount = {number(3)}\nuntil = 2\n'
    signed = deal(payment(5, enforceable="false") + deposit, years=3, transfer=price(6))
    [one] = amend(signed).clauses
    assert one.at_own_factor == {"B": -F("7.6") * F("0.19") / F("2.439")}
    assert not any(one.gives.values())
    assert "A year, at its own discount factor: B -0.59." in said(signed)


def test_help_is_told_as_what_comes_to_the_grant_there_is_rounded_up():
    """B has 46.4265 and 0.855 of the grant g, A half of it; A needs 80 - g: g = 18.0989, 2 signed.

    20 a year that A gives up are 80 in four years; half of g in two of them is g in all.
    """
    province = f"[province]\ngrant = {number(2)}\ngrant_years = [1, 2]\n"
    text = said(deal(in_b=1.5, transfer=price(8), province=province))
    assert "a grant of 16.1 more a year in years 1 to 2 (--outside grant)" in text


def test_help_that_is_rounded_is_rounded_up():
    """B has 14.0625 and pays A 80; of a grant g it has 0.46875 g, and pays 2 g less: 26.71."""
    text = said(deal(in_b=1.5, factor=0.5, transfer=price(8)))
    assert "a grant of 26.8 a year (--outside grant)" in text


def test_wishes_that_a_deposit_reconciles_are_not_said_to_exclude_each_other():
    """A is paid 22 at once and 9 in two years, the 10 a year that it gives up, and pays 2.1 back.

    B has 30.951 - 22 - 9 x 1.71 + 2.1 x 3.0951 = 0.06; A stays for its deposit, and loses by it.
    """
    refund = (
        '[[compact.refund]]\nbase = "moved_tax"\nfrom = "B"\nto = "A"\nyears = [1, 2]\n'
        "share = {{ v = {}, low = 0, high = 1 }}\nenforceable = true\n"
    )
    tax = f"tax = {number(0.9)}"
    back = (
        f'[[compact.payment]]\nfrom = "A"\nto = "B"\namount = {number(2.1)}\nenforceable = false\n'
    )
    deposit = f'[[compact.deposit]]\nfrom = "A"\namount = {number(12)}\n'
    signed = deal(refund.format(0.3), in_a=1, in_b=1, transfer=tax)
    found = drafts(Context(signed, Recorder(), brief=True), "least change", "none")
    promised = [one for one in found if not any(clause.enforced for clause in one.clauses)]
    conflict = min(promised, key=lambda one: one.rank).conflict  # a court would reconcile them
    other = deal(refund.format(1) + back + deposit, in_a=1, in_b=1, transfer=f"{tax}\n{price(2.2)}")
    worth = wishes_of(Context(other, Recorder(), brief=True))
    met = [wish for wish in conflict.wishes if worth[wish][1] >= 0]
    assert Condition(Wish.OWN_GAIN, ("B",), None) in met
    assert len(met) < len(conflict.wishes)


def at_interest(*changes, **other):
    """The same at an interest of 5%, at which sums over years have endless decimals."""
    rate = ("interest = { v = 0,", "interest = { v = 0.05,")
    return parse_scenario(swapped(deal(**other).text, rate, *changes))


LATER = "reversible = false\nwhen = 1"


def gains(report):
    """What each member gains by the deal."""
    return {city: x - report.payoffs.alone[city] for city, x in report.payoffs.signed.items()}


@pytest.mark.parametrize("many", [0, 8])
def test_numbers_that_have_to_make_up_for_one_another_are_rounded_together(many, monkeypatch):
    """A is to have 20 a year, and B to stay: each unit of the price asks for as much of a deposit.

    So there is no rounding of both at which A does not lose, but where both are a little more.
    """
    monkeypatch.setattr("intercity.amendment.rounding.MANY", many)  # of more each to the nearest
    clauses = f'[[compact.loan]]\nto = "B"\nlender = "a bank"\namount = {number(14)}\n'
    clauses += "years = [1, 4]\n" + payment(1, "[1, 4]")
    limits = f"[compact.limits]\nloan = {number(90)}\n"
    later, patient = ("reversible = false", LATER), ("{ v = 0.9,", "{ v = 0.97,")
    usual = {"in_b": 0, "factor": 0.5, "limits": limits, "transfer": price(8)}
    found = amend(at_interest(later, patient, clauses=clauses, **usual))
    assert max(len(f"{as_written(one.value)}") for one in found.clauses) <= 13
    assert gains(found.after)["A"] >= 0


def test_gains_of_nothing_are_rounded_too():
    """Each loses 1 a year as signed, and is granted 1 or next to no more: that no one loses."""
    loses = {"in_b": 1.9, "limits": f"[compact.limits]\nside_payment = {number(0)}\n"}
    impatient = ("discount = { v = 0.9, low = 0.1, high = 0.99 }", "")
    of_a = (f"{impatient[0]}\n[cities.B]", "[cities.B]")
    found = amend(at_interest(of_a, impatient, **loses), aim="Nash", outside="grant")
    assert set(found.not_standing) <= {"efficiency"}
    assert all(0 <= gain < F(1, 10) for gain in gains(found.after).values())


FAIR = f"""
[[activities]]
name = "fair"
sites = ["Hub", "Port"]
limit = {assumed(1, 1, 1)}
values = [{{ city = "Hub", kind = "cash", amount = {assumed(5, 5, 5)} }}]
[compact]
"""


def test_wishes_of_a_check_that_fails_anyway_do_not_keep_numbers_from_being_rounded():
    """Of ten units for 3 each Port would pay all that Hub has of them, and bring Hub 5 beside.

    So both offers exclude each other. At the price at which Hub has no more than nothing Hills has
    none; that has endless decimals, with which Hub was to lose 5e-27, and terms to fail.
    """
    text = swapped(
        quota_for_a_price(worth_in_port=(3, 3, 3), price=(12, 12, 12)),
        (f"horizon = {assumed(1, 1, 1)}", f"horizon = {assumed(4, 4, 4)}"),
        (f"interest = {assumed(0, 0, 0)}", f"interest = {assumed(0.05, 0.05, 0.05)}"),
        ('members = ["Hub", "Hills"]', 'members = ["Hills", "Hub"]'),
        ("[compact]\n", FAIR),
    )
    found = amend(parse_scenario(text))
    assert found.not_standing == ("outside offers",)
    assert 0 <= gains(found.after)["Hub"] < F(1, 2)


def test_where_not_all_is_mended_nobody_is_made_to_lose_more():
    """Ten units, worth 2 to A and 1 to B: 10 a year are lost, at 5 a unit by both of them.

    B would stay for a deposit if it paid for all of that: then it would lose 10.
    """
    signed = at_interest(("reversible = false", "reversible = true"), in_b=1, transfer=price(5))
    found = amend(signed)
    before, after_it = gains(found.before), gains(found.after)
    assert max(before.values()) < 0
    assert all(after_it[city] >= before[city] * (1 + F(1, 100)) for city in before)
    assert "Deals in which a member loses more than as signed were left out." in said(signed)


def test_who_loses_more_is_told_by_name_and_amount():
    found = amend(at_interest(("reversible = false", LATER), in_b=1, transfer=price(5)))
    worse = {"A": (F(-1), F(-3, 2)), "B": (F(2), F(-1, 4)), "C": (F(-2), F(-2)), "D": (None, F(-1))}
    found.__dict__["comparison"] = SimpleNamespace(gains=worse)
    assert found.loses_more == {"A": F(1, 2), "B": F(1, 4)}
    assert _losses(found) == " A loses 0.5 a year and B loses 0.25 a year more than as signed."


def test_who_loses_more_at_its_own_factor_alone_is_told_as_that():
    """By rounding, up to 1 per cent: that such deals were left out was said beside it."""

    def world(**own):
        factors = dict.fromkeys("ABCD", F(9, 10)) | {"D": F(0)}
        gains = {city: F(gain) for city, gain in own.items()}
        return SimpleNamespace(context=SimpleNamespace(own_gains=gains, discounts=factors))

    found = amend(at_interest(("reversible = false", LATER), in_b=1, transfer=price(5)))
    before, later = world(A=-1, B=1, C=-1, D=-1), world(A=-2, B=-3, C=-1, D=-2)
    found = replace(found, before=before, after=later)
    found.__dict__["comparison"] = SimpleNamespace(gains={"A": (F(-1), F(-3, 2))})
    assert found.loses_more_at_own_factor == {"B": F(3)}
    at_interest_too = " A loses 0.5 a year more than as signed."
    own = " At its own discount factor B loses 3.0 a year more than as signed."
    assert _losses(found) == at_interest_too + own
    both = replace(found, after=world(A=-2, B=-3, C=-2, D=-2))
    both.__dict__["comparison"] = found.comparison
    own = " Each at its own discount factor B loses 3.0 a year and C loses 1.0 a year more"
    assert _losses(both) == f"{at_interest_too}{own} than as signed."


def repair_of(scenario, name):
    return found_by(name, scenario).repair


def test_an_amount_that_repairs_is_rounded_away_from_the_signed_one():
    """B loses 8 - 1.5 x 3.0951 a unit and has 1.71 of the grant: up to 0.509 units, not 0.51."""
    province = f"[province]\ngrant = {number(2)}\ngrant_years = [1, 2]\n"
    scenario = deal(in_b=1.5, transfer=price(8), province=province)
    assert "from 10 to 0.50" in repair_of(scenario, "terms")


def test_side_payments_that_repair_are_told_one_by_one():
    """A has 0.75 x 10 in two years of four for the 10 that it gives up: 6.25 a year are lacking."""
    pool = (
        "[[compact.pool]]\nshare = { v = 0.5, low = 0, high = 1 }\nyears = [1, 2]\n"
        f"weights = {{ A = {number(3)}, B = {number(0)}, C = {number(1)} }}\nenforceable = true\n"
    )
    third = "[cities.C]\ndiscount = { v = 0.9, low = 0.1, high = 0.99 }"
    members = {"third": third, "members": '"A", "B", "C"'}
    scenario = deal(pool, in_a=1, in_b=3, transfer=f"tax = {number(2)}", **members)
    told = "side payments every year: B pays A 5.0 and C pays A 1.25"
    assert told in repair_of(scenario, "outside offers")


def test_an_open_share_that_a_cap_cuts_is_told_as_it_was_signed():
    """90% of 20 would be 18, the cap leaves 12, or 60%; A gives up 10 of 20, or 50%."""
    refund = (
        '[[compact.refund]]\nbase = "moved_tax"\nfrom = "B"\nto = "A"\nyears = [1, 4]\n'
        f"share = {{ v = 0.9, low = 0, high = 1 }}\nat_most = {number(12)}\nenforceable = true\n"
    )
    scenario = deal(refund, in_a=1, in_b=3, transfer=f"tax = {number(2)}")
    text = " ".join(written(check_up(scenario, ranges=False), full=True).split())
    assert "(signed 90%, of which 60% is due; nobody loses from 50% to 60%)" in text


def test_a_deposit_or_a_loan_of_nothing_is_not_told_as_paid_back():
    written = SimpleNamespace(deposit=[SimpleNamespace(until=9)], loan=[])
    amendment = SimpleNamespace(amended=SimpleNamespace(compact=written))
    for kind, told in (
        (Kind.DEPOSIT, "B pays no deposit (was 10)"),
        (Kind.LOAN, "Nothing is lent to B (was 10)"),
    ):
        change = AmendableClause(
            kind, "B", "B", Fraction(10), Fraction(0), None, Fraction(0), places=(0,)
        )
        clause = AmendedClause(change, Fraction(0), (), {})
        assert clause_words(amendment, clause).startswith(told)


def test_that_the_deal_is_not_given_up_is_said_where_nothing_mends_it():
    """What A gives up is worth more to it than to B: any deal loses, and none was not looked at."""
    found = amend(deal(in_a=5, in_b=2))
    assert "terms" in found.not_standing
    assert DEAL_IS_KEPT in " ".join(str(found).split())
    assert DEAL_IS_KEPT not in " ".join(str(amend(deal(in_a=2, in_b=5))).split())


def test_which_of_two_sales_of_one_resource_has_another_price_is_told():
    """A gives up 72 in four years for 23: some of the nine units are to cost more."""
    second = """
[[compact.transfer]]
resource   = "quota"
from       = "A"
to         = "B"
amount     = { v = 4, low = 3, high = 5 }
price_one_off = { v = 2, low = 1, high = 9 }
reversible = false
"""
    two = DEAL.replace("amount     = {{ v = 10, low = 5,", "amount     = {{ v = 5, low = 4,")
    usual = {"years": 4, "factor": 0.9, "in_a": 2, "in_b": 5, "third": "", "province": ""}
    usual |= {"members": '"A", "B"', "limits": "", "transfer": price(3), "clauses": second}
    text = said(parse_scenario(two.format(**usual)))
    assert re.search("once per unit of quota, for the [45] units handed over at signing", text)


def test_of_sales_that_change_together_all_units_are_told():
    """Two sales at one date and price are one: the price of the second was changed untold."""
    sale = """
[[compact.transfer]]
resource   = "quota"
from       = "A"
to         = "B"
amount     = {{ v = {}, low = 1, high = 9 }}
price_one_off = {{ v = {}, low = 1, high = 9 }}
when       = {}
reversible = false
"""
    one = DEAL.replace("amount     = {{ v = 10, low = 5,", "amount     = {{ v = 2, low = 1,")
    usual = {"years": 4, "factor": 0.9, "in_a": 2, "in_b": 5, "third": "", "province": ""}
    usual |= {"members": '"A", "B"', "limits": "", "transfer": price(2)}
    told = ", for the 5 units handed over at signing"
    for more, which in ((sale.format(4, 9, 1), told), ("", "")):
        clauses = sale.format(3, 2, 0) + more
        scenario = parse_scenario(one.format(**usual, clauses=clauses))
        found = amend(scenario)
        prices = [t.price_one_off.value for t in found.amended.compact.transfer]
        assert prices[0] == prices[1] != 2
        assert f"once per unit of quota{which} (was 2)" in " ".join(str(found).split())


def test_what_a_change_gives_is_told_as_beside_the_others():
    """Later years and less a year give B 5.6 and 5.8, each beside the other; both do 13.3."""
    found = amend(deal(payment(30, "[1, 4]", "false")))
    given = sum(one.gives["B"] for one in found.clauses)
    had, has = (one.payoffs.signed["B"] for one in (found.before, found.after))
    assert given != has - had
    text = " ".join(summary(found).split())
    told = [one for one in found.clauses if any(one.gives.values())]
    assert text.count("A year, with the other changes: A ") == len(told) > 1
    assert "A year: " not in text


def test_what_is_no_longer_asked_is_told_apart_from_what_does_not_stand():
    """As of a park that is left out: no clause is lacking with which it would stand."""
    found = amend(deal(in_a=5, in_b=2))
    left = [name for name in found.not_standing if name != "terms"]
    terms = found.after["terms"]
    gone = dataclasses.replace(terms, facts=NotAsked(needs=("compact",)))
    findings = tuple(gone if one is terms else one for one in found.after.findings)
    after = dataclasses.replace(found.after, findings=findings)
    told = " ".join(str(dataclasses.replace(found, after=after)).split())
    assert left
    in_short = told[: told.index("CHANGES")]
    assert "nothing that they ask about: terms." in in_short
    assert in_short.count("terms") == 1
    assert all(name in in_short for name in left)


GONE = ", and the refunds and bonuses that hang on"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (FewerParks(("hill_park",), F(1)), "Without hill park; the deal is then for 1 project"),
        (LeaveOutParks(("hill_park",)), f"Without hill park{GONE} it"),
        (LeaveOutParks(("up", "low")), f"Without up and low{GONE} them"),
        (PlanReturns(F(1), F(1)), "The plan says that 1 project returns, as firms choose"),
        (PlanReturns(F(3), F(1)), "The plan says that 3 projects return, as firms choose"),
    ],
)
def test_one_park_and_one_project_are_told_in_the_singular(change, told):
    """And a park is named in words."""
    clause = SimpleNamespace(change=change, value=None)
    assert clause_words(None, clause) == f"{told}."


def test_a_new_promise_of_which_nobody_asks_whether_it_is_kept_says_so():
    """Without a discount factor of who pays the walk-away check is not asked."""
    bare = quota_for_a_price()
    patient = bare.replace("[cities.Hub]", f"[cities.Hub]\ndiscount = {assumed(0.8, 0.9, 0.95)}")
    for text, asked in (bare, False), (patient, True):
        found = amended(text)
        (price,) = found.clauses
        promise = dataclasses.replace(price.change, kind=Kind.PAYMENT, places=())
        enforced = dataclasses.replace(promise, enforced=True)
        for change, told in ((promise, not asked), (enforced, False), (price.change, False)):
            clause = dataclasses.replace(price, change=change)
            summary = " ".join(str(dataclasses.replace(found, clauses=(clause,))).split())
            assert ("Whether Hub keeps its new promise was not asked" in summary) == told
