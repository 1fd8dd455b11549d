"""Bargaining as a game of offers, threats and deals: published formulas at numbers of ours.

Formulas are the sources'; where a source has none at these data, "derived here" says so.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from games import AlternatingOffers, BargainingProblem, ContractNetwork, StrategicGame
from solvers import alternating_offers, nash_bargaining, nash_in_nash, nash_limit, variable_threats


def pie(players=("A", "B"), size=1, d=None) -> BargainingProblem:
    rows = [([1] * len(players), size)]
    return BargainingProblem.from_inequalities(players, rows, d or [0] * len(players))


PATIENCE = [Fraction(1, 2), Fraction(9, 10), Fraction(99, 100)]


@pytest.mark.parametrize("delta", PATIENCE)
@pytest.mark.parametrize("other", PATIENCE)
def test_rubinstein_1982(delta, other):
    deal = alternating_offers(AlternatingOffers(pie(), {"A": delta, "B": other}))
    assert deal["A"] == (1 - other) / (1 - delta * other)
    assert deal["B"] == 1 - deal["A"]


@pytest.mark.parametrize("delta", PATIENCE)
@pytest.mark.parametrize("rounds", [1, 2, 3, 4, 7])
def test_stahl_1972(delta, rounds):
    """Ståhl, Bargaining Theory: who opens gets 1 - d + d^2 - ... with one term for each round."""
    deal = alternating_offers(AlternatingOffers(pie(), delta, rounds=rounds))
    assert deal["A"] == sum((-delta) ** t for t in range(rounds))


@pytest.mark.parametrize("delta", PATIENCE)
@pytest.mark.parametrize("n", [3, 4])
def test_three_and_more_take_turns(delta, n):
    """Herrero (1985), Shaked: in the stationary equilibrium the shares are as 1, d, d^2, ..."""
    names = tuple("ABCD"[:n])
    deal = alternating_offers(AlternatingOffers(pie(names), delta))
    shares = [delta**k for k in range(n)]
    assert [deal[name] for name in names] == [share / sum(shares) for share in shares]


@pytest.mark.parametrize(("d", "size"), [((0, 0), 1), ((2, 3), 10), ((-1, 4), 7)])
@pytest.mark.parametrize("delta", PATIENCE)
def test_inside_options_move_the_split(d, size, delta):
    """Muthoo (1999), chapter 6: each its inside option, and of the rest 1/(1 + d) to who opens."""
    deal = alternating_offers(AlternatingOffers(pie(size=size, d=d), delta))
    assert deal["A"] == d[0] + (size - sum(d)) / (1 + delta)


@pytest.mark.parametrize(
    "elsewhere", [Fraction(0), Fraction(2, 5), Fraction(3, 5), Fraction(19, 20)]
)
@pytest.mark.parametrize("delta", PATIENCE)
def test_outside_options_are_floors(elsewhere, delta):
    """Shaked and Sutton (1984), Muthoo (1999), section 5.2: B gets its option or d/(1 + d)."""
    game = AlternatingOffers(pie(), delta, outside={"B": elsewhere})
    assert alternating_offers(game)["B"] == max(elsewhere, delta / (1 + delta))
    assert nash_bargaining(nash_limit(game))["B"] == max(Fraction(1, 2), elsewhere)


@pytest.mark.parametrize("risk", [Fraction(1, 100), Fraction(1, 4), Fraction(9, 10)])
def test_a_risk_of_breakdown_is_patience_too(risk):
    """Binmore, Rubinstein and Wolinsky (1986), section 4: patience 1 - p, over breakdown payoffs.

    Of a pie of 10 with (1, 3) after a breakdown, who opens gets 1 + 6/(2 - p); the limit is Nash's
    with disagreement (1, 3), so 4 and 6.
    """
    game = AlternatingOffers(pie(size=10), 1, breakdown=risk, breakdown_payoffs={"A": 1, "B": 3})
    assert alternating_offers(game)["A"] == 1 + Fraction(6) / (2 - risk)
    assert list(nash_bargaining(nash_limit(game)).values()) == [4, 6]


@pytest.mark.parametrize(
    ("first", "second"), [(Fraction(81, 100), Fraction(9, 10)), (Fraction(1, 8), Fraction(1, 2))]
)
def test_the_limit_has_weights_from_patience(first, second):
    """BRW (1986): r2/(r1 + r2). The rates here are as 2 : 1 and 3 : 1, for 0.9^2 and 0.5^3."""
    limit = nash_limit(AlternatingOffers(pie(), {"A": first, "B": second}))
    rate = {Fraction(81, 100): 2, Fraction(1, 8): 3}[first]
    assert nash_bargaining(limit)["A"] == Fraction(1, 1 + rate)


def test_nash_in_nash_of_horn_and_wolinsky():
    """Horn and Wolinsky (1988): with decreasing returns suppliers gain by merging, else they lose.

    Apart each gets (v2 - v1)/2, merged v2/2: they merge iff v2 < 2 v1.
    """
    for v1, v2 in ((3, 4), (1, 4), (2, 4), (Fraction(1, 3), Fraction(2, 7))):
        made = [0, v1, v1, v2]
        links = [("firm", "A"), ("firm", "B")]
        network = ContractNetwork(["firm", "A", "B"], links, [[v, 0, 0] for v in made])
        deal = nash_in_nash(network)
        if v2 >= v1:
            assert deal["A"] == deal["B"] == Fraction(v2 - v1) / 2
            assert deal["firm"] == v1
        else:  # both together make less than one: one of the deals is not signed
            assert len(deal.unsigned) == 1
            assert deal["firm"] == v1 / 2


THREATS = StrategicGame.from_payoffs(["row", "column"], [[0, 6, -1], [4, 3, 5]],
                                     [[0, 2, 2], [-1, 6, 5]])  # fmt: skip


def test_threats_with_side_payments():
    """Ferguson, Game Theory, part III, 4.2 (by recollection; derived here).

    10 is the most that both can make; A - B = [[0, 4, -3], [5, -3, 0]] is worth -9/10, where row
    mixes 3/10 and 7/10.
    """
    deal = variable_threats(THREATS, side_payments=True)
    assert (deal["row"], deal["column"]) == (Fraction(91, 20), Fraction(109, 20))
    assert list(deal.threats["row"].values()) == [Fraction(3, 10), Fraction(7, 10)]


def test_nash_1953_in_a_symmetric_game_is_the_middle():
    """Nash (1953): symmetric games have symmetric solutions; here the best is (2, 2)."""
    dilemma = StrategicGame.from_payoffs(["A", "B"], [[2, 0], [3, 1]], [[2, 3], [0, 1]])
    for side_payments in (True, False):
        deal = variable_threats(dilemma, side_payments=side_payments)
        assert (deal["A"], deal["B"]) == (2, 2)
