from dataclasses import replace
from fractions import Fraction

import pytest

from games import Contest, InvalidInput

F = Fraction


def pair(**changes):
    given = {"value": {"A": 4, "B": 2}} | changes
    return Contest(["A", "B"], **given)


def test_payoffs_are_the_formula():
    game = pair(
        exponent=2,
        efficiency={"A": 3},
        spillovers={"A": {"B": F(1, 4)}},
        public_funds_cost=F(1, 5),
    )
    chance = 3 * 4 / (3 * 4 + 25)
    found = game.payoffs({"A": 2, "B": 5})
    assert found["A"] == pytest.approx(4 * chance + (1 - chance) / 2 - 1.2 * 2)
    assert found["B"] == pytest.approx(2 * (1 - chance) - 1.2 * 5)
    auction = replace(game, technology="bertrand")  # scores 6 and 5: A wins and alone pays
    assert auction.payoffs({"A": 2, "B": 5}) == pytest.approx({"A": 4 - 2.4, "B": 0})
    allpay = replace(game, technology="all-pay")
    assert allpay.payoffs({"A": 2, "B": 5}) == pytest.approx({"A": 4 - 2.4, "B": -6})
    assert allpay.payoffs({"A": 1, "B": 3}) == pytest.approx({"A": 2.25 - 1.2, "B": 1 - 3.6})
    assert game.regional_value == (4, F(5, 2))
    assert game.stake(0, 1) == F(7, 2) / F(6, 5)


def test_who_gets_the_firm_without_bids():
    assert Contest(["A", "B", "C"], [1, 0, 5]).shares([0, 0, 0]) == {"A": 0.5, "B": 0.0, "C": 0.5}
    assert pair(value=[0, 0]).shares([0, 0]) == {"A": 0.5, "B": 0.5}


def test_the_firm_pockets_what_is_paid_not_what_is_spent():
    assert [
        pair(technology=technology).pocketed for technology in ("tullock", "all-pay", "bertrand")
    ] == [0, 0, 1]
    assert pair(captured=F(1, 3)).pocketed == F(1, 3)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"technology": "lottery"}, "technology is 'lottery'; it should be one of tullock"),
        ({"exponent": 0}, "exponent is 0; it should be more than 0."),
        ({"value": [1, -1]}, "value of B is -1; it should be 0 or more."),
        ({"value": 5}, "the list of each city's value is 5; it should be one number for each"),
        ({"spillovers": 0.3}, "the list of each city's spillover is 0.3; it should be one number"),
        ({"efficiency": [1, 0]}, "efficiency of B is 0; it should be more than 0."),
        ({"budgets": [-1, None]}, "budget of A is -1; it should be 0 or more."),
        ({"spillovers": [[0, 1]]}, "the list of each city's spillover is of length 1"),
        ({"spillovers": [[0, 1, 1], [0, 0]]}, "the list of each city's spillover to A is"),
        ({"spillovers": {"A": {"A": 1}}}, "spillover to A of A is 1"),
        ({"captured": 2}, "captured is 2; it should be between 0 and 1."),
        ({"public_funds_cost": -1}, "public_funds_cost is -1; it should be 0 or more."),
    ],
)
def test_bad_input_is_named(changes, sentence):
    with pytest.raises(InvalidInput) as error:
        pair(**changes)
    assert str(error.value).startswith(sentence)


def test_a_bid_beyond_the_budget_is_refused():
    with pytest.raises(InvalidInput, match=r"bid of B is 2; it should be from 0 to the budget 1"):
        pair(budgets={"B": 1}).payoffs([5, 2])
