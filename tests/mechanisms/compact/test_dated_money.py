"""Payments, deposits and loans between two cities that own nothing else, year by year by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from games import InvalidInput
from games.annuity import Annuity
from games.production import LinearProductionGame
from mechanisms.compact.clauses import (
    Deposit,
    Enclave,
    Incubation,
    Loan,
    Payment,
    Refund,
)
from mechanisms.compact.continuation import Continuation
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.deal_stream import deal_stream
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.hold_up import hold_up
from mechanisms.compact.instrument import payments_between, with_clauses_merged
from mechanisms.compact.last_obligation import last_obligation
from mechanisms.compact.own_rate import gains_at_own_rate
from mechanisms.compact.self_enforcement import walk_away
from mechanisms.compact.walk_away import at_stake

F = Fraction
CITIES = ("A", "B")
REGION = LinearProductionGame(CITIES, (), ())
TENTH = F(1, 10)
HALF = F(1, 2)


def compact(*payments, annuity=None, **more):
    return EnclaveCompact(REGION, annuity or Annuity(4, 0), CITIES, payments=payments, **more)


def stream(deal, city):
    return deal_stream(deal, deal_payoffs(deal), F(0), city)


def path(deal):
    return Continuation(deal, deal_payoffs(deal))


def stakes(deal, city):
    return at_stake(deal, deal_payoffs(deal), city)


def answers(deal):
    """All that members have: payoffs, flows in and out of the deal, and after bargaining again."""
    found = path(deal)
    years = range(1, deal.annuity.last + 1)
    return (
        deal_payoffs(deal).payoffs,
        [found.staying(city) for city in CITIES],
        [found.leaving(city, year) for city in CITIES for year in years],
        hold_up(deal, deal_payoffs(deal)),
    )


def test_a_payment_is_paid_in_its_years():
    deal = compact(Payment("A", "B", 5, 2, 3))
    assert stream(deal, "A") == [0, 0, -5, -5, 0]
    assert stream(deal, "B") == [0, 0, 5, 5, 0]
    assert deal_payoffs(deal).payoffs == {"A": F(-5, 2), "B": F(5, 2)}  # two years of four
    assert deal.incidence("B") == {**compact().incidence("B"), "payment": F(5, 2)}


def test_a_payment_without_a_last_year_goes_on_for_ever_with_the_region():
    assert stream(compact(Payment("A", "B", 5, 2)), "A") == [0, 0, -5, -5, -5]
    forever = Annuity(2, TENTH, "perpetuity")
    deal = compact(Payment("A", "B", 5), annuity=forever, lag=2)
    assert stream(deal, "B") == [0, 5, 5, 5]  # year 3 stands for all later ones
    assert path(deal).staying("B") == [0, 5, 5, 5, 5, 5]
    assert path(deal).leaving("B", 2) == [5, 5, 0, 0]
    assert deal.incidence("B")["payment"] == 5
    # From year 2 on: 5 / r in year 1, so 5 / r / (1 + r) now, of which r a year.
    late = compact(Payment("A", "B", 5, 2), annuity=forever)
    assert late.incidence("B")["payment"] == F(5) / (1 + TENTH)
    ended = compact(Payment("A", "B", 5, 1, 2), annuity=forever)
    assert stream(ended, "B") == [0, 5, 5, 0]
    assert last_obligation(late) == 2


def test_who_leaves_stops_paying_at_once_and_is_paid_within_the_lag():
    deal = compact(Payment("A", "B", 5))
    assert path(deal).leaving("A", 2) == [0, 0, 0]
    assert path(deal).leaving("B", 2) == [5, 0, 0]
    assert path(deal).among(("A",), 1) == {"A": [0, 0, 0]}
    assert path(deal).among(CITIES, 1) == {"A": [-5, -5, -5], "B": [5, 5, 5]}
    assert last_obligation(deal) == 4


def test_an_enforceable_payment_survives_leaving_and_bargaining_again():
    deal = compact(Payment("A", "B", 5, enforceable=True))
    assert path(deal).leaving("A", 2) == [-5, -5, -5]
    assert path(deal).leaving("B", 2) == [5, 5, 5]
    assert path(deal).among(("A",), 1) == {"A": [-5, -5, -5]}
    assert stakes(deal, "A") == [[], [0] * 4, [0] * 3, [0] * 2, [0]]
    assert last_obligation(deal) == 0


def test_two_halves_are_one():
    whole = compact(Payment("A", "B", 6, 1, 3), deposits=(Deposit("A", 4),))
    whole = replace(whole, loans=(Loan("B", 8, 2, 4),), annuity=Annuity(4, TENTH))
    halves = replace(
        whole,
        payments=(Payment("A", "B", 3, 1, 3),) * 2,
        deposits=(Deposit("A", 2),) * 2,
        loans=(Loan("B", 4, 2, 4),) * 2,
    )
    assert answers(halves) == answers(whole)
    assert with_clauses_merged(halves) == whole


def test_a_payment_of_the_sum_that_a_refund_comes_to_is_the_same():
    each = Incubation(1, 0, 0, 0, 4, 0, 6, 0, 0, return_rate=HALF)
    park = Enclave("park", "A", "B", "B", "B", 8, 10, 10, 10, each, running_cost=3)
    # 10 projects, of which half stay, pay 4 each: a quarter of 20 is 5.
    by_refund = compact(
        enclaves=(park,), refunds=(Refund("A", "B", F(1, 4), 2, 3),), annuity=Annuity(4, TENTH)
    )
    by_payment = replace(by_refund, refunds=(), payments=(Payment("A", "B", 5, 2, 3),))
    assert answers(by_refund) == answers(by_payment)
    assert by_payment.incidence("A")["payment"] == by_refund.incidence("A")["refund"] != 0


def test_a_deposit_comes_back_with_interest_when_all_obligations_end():
    deal = compact(
        Payment("A", "B", 10, 3, 3), annuity=Annuity(4, TENTH), deposits=(Deposit("A", 100),)
    )
    assert stream(deal, "A") == [-100, 0, 0, -10 + F("133.1"), 0]
    assert stream(deal, "B") == [0, 0, 0, 10, 0]
    assert deal_payoffs(deal).payoffs == deal_payoffs(replace(deal, deposits=())).payoffs
    assert path(deal).leaving("A", 3) == [0, 0]  # lost
    assert path(deal).leaving("A", 4) == [0]  # it was returned in year 3
    assert path(deal).among(("A",), 0) == {"A": [0, 0, F("133.1"), 0]}  # nothing was broken
    # Money in escrow is neither gained nor lost by bargaining again.
    without = replace(deal, deposits=())
    found, plain = (hold_up(one, deal_payoffs(one)) for one in (deal, without))
    assert [step.path for step in found.steps] == [step.path for step in plain.steps]
    later = replace(deal, deposits=(Deposit("A", 100, until=4),))
    assert stream(later, "A") == [-100, 0, 0, -10, F("146.41")]


def test_where_nothing_is_owed_a_deposit_is_nothing():
    deal = compact(annuity=Annuity(4, TENTH), deposits=(Deposit("A", 100),))
    assert last_obligation(deal) == 0
    assert answers(deal) == answers(compact(annuity=Annuity(4, TENTH)))


@pytest.mark.parametrize("lag", [1, 2])
def test_the_least_deposit_that_holds_a_payer(lag):
    # Leaving in year 3 saves 10; D comes back as D 1.1^3, so that D >= 10 / 1.331 holds it. In
    # earlier years both are worth as much less.
    payment, annuity = Payment("A", "B", 10, 3, 3), Annuity(4, TENTH)
    enough = F(10) / F("1.331")
    for amount, first in ((enough, None), (enough - F(1, 1000), 1)):
        deal = compact(payment, annuity=annuity, deposits=(Deposit("A", amount),), lag=lag)
        assert walk_away(stakes(deal, "A"), HALF).leaves_in == first


def test_at_its_own_factor_a_deposit_costs_what_it_is_too_little_worth_later():
    annuity = Annuity(2, TENTH)
    deal = compact(Payment("A", "B", 1, 2, 2), annuity=annuity, deposits=(Deposit("A", 100),))
    gains = gains_at_own_rate(deal, deal_payoffs(deal), {"A": 0, "B": 0}, {"A": HALF})
    # -100 now, 121 less the payment in two years; 1 a year is worth 1/2 + 1/4.
    assert gains == {"A": (-100 + F(120) / 4) / F(3, 4)}


def test_a_loan_is_paid_back_in_equal_sums_at_the_interest():
    deal = compact(annuity=Annuity(4, TENTH), loans=(Loan("A", F("2.1"), 2, 3),))
    each = F("1.331")  # 1.331 / 1.21 + 1.331 / 1.331 = 1.1 + 1
    assert stream(deal, "A") == [F("2.1"), 0, -each, -each, 0]
    assert deal.annuity.evenly(stream(deal, "A")) == 0
    assert stream(deal, "B") == [0] * 5
    assert deal_payoffs(deal).payoffs == {"A": 0, "B": 0}
    gains = gains_at_own_rate(deal, deal_payoffs(deal), {"A": 0, "B": 0}, {"A": HALF})
    yearly = F(1, 2) + F(1, 4) + F(1, 8) + F(1, 16)
    assert gains == {"A": (F("2.1") - each * (F(1, 4) + F(1, 8))) / yearly}


def test_leaving_keeps_the_debt():
    deal = compact(annuity=Annuity(4, 0), loans=(Loan("A", 6, 2, 4),))
    assert stream(deal, "A") == [6, 0, -2, -2, -2]
    assert path(deal).leaving("A", 2) == [-2, -2, -2]
    assert path(deal).leaving("A", 4) == [-2]
    assert path(deal).among(("A",), 0) == {"A": [0, -2, -2, -2]}
    assert stakes(deal, "A") == [[], [0] * 4, [0] * 3, [0] * 2, [0]]
    assert last_obligation(deal) == 0


def test_a_year_by_kind_names_payment_deposit_and_loan():
    deal = compact(
        Payment("A", "B", 5, 1, 2), deposits=(Deposit("A", 7),), loans=(Loan("A", 6, 1, 3),)
    )
    told = {kind: x for kind, x in path(deal).by_kind("A", 2).items() if x}
    assert told == {"payment": -5, "deposit": 7, "loan": -2}
    left = {kind: x for kind, x in path(deal).by_kind("A", 2, left_in=1).items() if x}
    assert left == {"loan": -2}


def test_clauses_of_nothing_change_nothing():
    plain = compact(Payment("A", "B", 5, 2, 3), annuity=Annuity(4, TENTH))
    idle = replace(
        plain,
        payments=(*plain.payments, Payment("B", "A", 0)),
        deposits=(Deposit("A", 0),),
        loans=(Loan("B", 0, 1, 4),),
    )
    assert answers(idle) == answers(plain)
    assert last_obligation(idle) == 3


def test_payments_of_the_deal_use_up_the_limit_on_side_payments():
    # 8 in two of four years at no interest is 4 a year, less 1 that comes back.
    deal = compact(Payment("A", "B", 8, 1, 2), Payment("B", "A", 1), side_payment_limit=5)
    assert (deal.net_payment("A", "B"), deal.net_payment("B", "A")) == (3, -3)
    (left,) = payments_between(deal, 5)
    assert (left.lowest, left.highest) == (-8, 2)
    (free,) = payments_between(deal)
    assert (free.lowest, free.highest) == (None, None)


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: Payment("A", "A", 1), "the payee of the payment of A to A is 'A'"),
        (lambda: Payment("A", "B", -1), "amount of the payment of A to B is -1"),
        (lambda: Payment("A", "B", 1, 3, 2), "the last year of the payment of A to B is 2"),
        (lambda: Deposit("A", -1), "amount of the deposit of A is -1"),
        (lambda: Loan("A", -1, 1, 2), "amount of the loan to A is -1"),
        (lambda: Loan("A", 1, 0, 2), "the first year of the loan to A is 0"),
        (lambda: compact(Payment("A", "C", 1)), "the payee of a payment is 'C'"),
        (lambda: compact(deposits=(Deposit("C", 1),)), "a member with a deposit is 'C'"),
        (lambda: compact(loans=(Loan("C", 1, 1, 2),)), "the borrower of a loan is 'C'"),
        (lambda: compact(Payment("A", "B", 1, 1, 5)), "the last year of a payment of A is 5"),
        (lambda: compact(Payment("A", "B", 1, 5)), "the last year of a payment of A is 5"),
        (lambda: compact(loans=(Loan("A", 1, 1, 5),)), "the last year of the loan to A is 5"),
        (lambda: compact(deposits=(Deposit("A", 1, 5),)), "the last year of the deposit of A is 5"),
        (lambda: compact(loan_limit=-1), "loan limit of a deal is -1"),
    ],
)
def test_what_cannot_be_is_refused(build, said):
    with pytest.raises(InvalidInput, match=said):
        build()
