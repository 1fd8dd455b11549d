"""Screening: the fees at which a look is bought, against the operator's choices fee by fee."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import ProjectScreening
from games.errors import InvalidInput
from mechanisms import screening_contract
from mechanisms.operator.screening_contract import admission


@st.composite
def desks(draw):
    some = st.fractions(0, 6, max_denominator=4)
    return ProjectScreening(
        bad=draw(st.fractions(Fraction(1, 10), Fraction(9, 10), max_denominator=10)),
        look=draw(st.fractions(Fraction(1, 8), 2, max_denominator=8)),
        admit=draw(some),
        accuracy=draw(st.fractions(Fraction(1, 2), 1, max_denominator=10)),
        good_worth=draw(st.fractions(0, 30, max_denominator=2)),
        bad_harm=draw(some),
    )


def profits(desk, fee):
    """Of each thing that the operator can do with a project that applies, from its own figures."""
    q, beta = desk.accuracy, desk.bad
    return {
        "look": (1 - beta) * (q * fee - desk.admit) - desk.look,
        "all": (1 - beta) * (q * fee - desk.admit) + beta * ((1 - q) * fee - desk.admit),
        "nobody": Fraction(0),
    }


def kept(desk, fee):
    """By the city, where the operator, if indifferent, looks, or else admits all."""
    found = profits(desk, fee)
    q, beta = desk.accuracy, desk.bad
    does = next(act for act in ("look", "all", "nobody") if found[act] == max(found.values()))
    return does, {
        "look": (1 - beta) * (desk.good_worth - q * fee),
        "all": (1 - beta) * (desk.good_worth - q * fee) - beta * (desk.bad_harm + (1 - q) * fee),
        "nobody": Fraction(0),
    }[does]


@given(desks(), st.lists(st.fractions(0, 40, max_denominator=12), max_size=10))
def test_no_fee_leaves_the_city_more(desk, fees):
    found = screening_contract(desk)
    assert found.certificate.verify(desk) is True
    does, left = kept(desk, found.fee)
    assert left == found.kept
    assert (does == "look") == found.bought
    assert (
        found.fees is None or does != "all"
    )  # a look costs less than it saves, if it is to be had
    assert found.bad_share == {"look": 0, "all": desk.bad, "nobody": 0}[does]
    for fee in fees:
        does, left = kept(desk, fee)
        assert left <= found.kept
        inside = found.fees is not None and found.fees[0] <= fee
        inside = inside and (found.fees[1] is None or fee <= found.fees[1])
        assert (does == "look") == inside


@given(desks())
def test_a_look_can_be_bought_from_the_critical_accuracy_on(desk):
    found = screening_contract(desk)
    critical = found.critical_accuracy
    assert (found.fees is not None) == (critical is not None and desk.accuracy >= critical)


def test_a_class_example():
    """By hand: a = 4, k = 1, half bad. Needs (4 + 2)/q <= (4 - 2)/(1 - q), so q >= 6/8."""
    found = screening_contract(ProjectScreening(0.5, 1, 4, 0.75, 20, 10))
    assert found.fees == (8, 8)
    assert found.bought
    assert found.kept == 10 - Fraction(1, 2) * Fraction(3, 4) * 8
    noisy = screening_contract(ProjectScreening(0.5, 1, 4, 0.7, 20, 10, tolerated=0.3))
    assert (noisy.fees, noisy.bought) == (None, False)
    # 5 a project before pay, less the fee for which all are admitted: 4 of cost. Left: 1.
    assert (noisy.bad_share, noisy.kept, noisy.tolerable) == (Fraction(1, 2), 1, False)


def test_how_right_an_assessment_is_and_would_have_to_be_are_told_apart():
    """Both were told as 75%."""
    near = screening_contract(ProjectScreening(0.5, 1, 4, 0.7496, 20, 10))
    assert near.critical_accuracy == Fraction(3, 4)
    assert near.status.endswith("is right in 74.96%, and would have to be in 75%.")


def test_an_indifferent_operator_looks_or_else_admits_all_even_at_a_loss_to_the_city():
    """As ``screening_contract`` says: at 20/3 looking brings the operator 0, as nobody does."""
    desk = ProjectScreening(0.5, 1, 4, 0.9, good_worth=5)
    assert profits(desk, Fraction(20, 3))["look"] == 0
    assert admission(desk, Fraction(20, 3)) == "look"
    assert kept(desk, Fraction(20, 3))[1] < 0
    # Admitting costs nothing and is paid nothing, and a look costs 1.
    free = ProjectScreening(0.5, 1, 0, 0.9, good_worth=0, bad_harm=10)
    found = screening_contract(free)
    assert (found.fees, found.fee, found.bad_share, found.kept) == (None, 0, Fraction(1, 2), -5)


def test_looking_that_costs_more_than_bad_projects_save():
    dear = screening_contract(ProjectScreening(0.5, look=3, admit=1, accuracy=1, good_worth=20))
    assert dear.critical_accuracy is None
    assert "no accuracy would do" in dear.status
    harmless = screening_contract(ProjectScreening(0.1, 0.3, 4, 1, good_worth=20))
    assert harmless.fees is not None
    assert harmless.bought


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"bad": 0}, "the share of bad projects is 0; it should be above 0 and below 1"),
        ({"bad": 1.5}, "the share of bad projects is 1.5"),
        ({"look": 0}, "the cost of a look is 0"),
        ({"accuracy": 0.4}, "the accuracy of the assessment is 0.4; it should be 1/2 or more"),
        ({"good_worth": -1}, "the worth of a good project is -1"),
        ({"tolerated": 2}, "the tolerated share of bad projects is 2"),
    ],
)
def test_bad_desks_are_refused_in_a_sentence(changes, words):
    given = {"bad": 0.5, "look": 1, "admit": 4, "accuracy": 0.9, "good_worth": 20} | changes
    with pytest.raises(InvalidInput) as caught:
        ProjectScreening(**given)
    assert words in str(caught.value)


def test_the_best_may_be_that_nobody_is_admitted():
    """Half are good and worth 5 each; a look needs a fee of (4 + 1/0.5)/0.9 for nine in ten."""
    found = screening_contract(ProjectScreening(0.5, 1, 4, 0.9, 5, 0))
    assert (found.fees[0], found.bought, found.fee, found.kept) == (Fraction(20, 3), False, 0, 0)
    assert found.status == "A look can be bought, but the city does best if nobody is admitted."
