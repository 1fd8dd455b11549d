"""Moulin mechanisms: cross-monotonic shares against every lie, and the lie where they are not."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame, InvalidInput
from mechanisms import MoulinMechanism, audit
from solvers import nucleolus

AIRPORT = CoalitionalGame.from_array(["A", "B", "C"], [0, 1, 2, 2, 3, 3, 3, 3], "cost")


def alike(game):
    return {city: game.grand_worth / len(game.players) for city in game.players}


def test_the_airport():
    """Littlechild and Owen (1973): each stretch is shared by those who use it."""
    metro = MoulinMechanism(AIRPORT)
    sixths = [Fraction(k, 6) for k in (2, 5, 11)]
    assert list(metro.shares(("A", "B", "C")).values()) == sixths
    assert metro.deficits() == {}
    # C will not pay 11/6, then B not 3/2, then A pays all of 1.
    outcome = metro.outcome({"A": 1, "B": 1, "C": 1})
    assert outcome.rounds == (("A", "B", "C"), ("A", "B"), ("A",))
    assert outcome.shares == {"A": 1}
    assert metro.outcome([0, 0, 0]).served == ()
    assert metro.outcome([0, 0, 0]).shares == {}


def test_no_group_gains_where_shares_are_cross_monotonic():
    """Every group, every profile over values around each share, every joint report."""
    metro = MoulinMechanism(AIRPORT)
    assert metro.group_strategyproof()
    levels = [Fraction(k, 6) for k in (1, 5, 9, 11)]
    outcomes = {values: metro.outcome(values) for values in itertools.product(levels, repeat=3)}

    def gains(truth, outcome):
        return [
            value - outcome.shares[city] if city in outcome.served else Fraction(0)
            for city, value in zip(AIRPORT.players, truth, strict=True)
        ]

    for truth, reports in itertools.product(outcomes, repeat=2):
        liars = [k for k in range(3) if truth[k] != reports[k]]
        honest, lying = gains(truth, outcomes[truth]), gains(truth, outcomes[reports])
        better = [lying[k] > honest[k] for k in liars]
        worse = [lying[k] < honest[k] for k in liars]
        assert not any(better) or any(worse)


def test_a_lie_where_they_are_not():
    """Equal shares: A pays 1 alone and 3/2 once B, which must be reached at 3, has joined."""
    verdict = MoulinMechanism(
        CoalitionalGame(["A", "B"], {"A": 1, "B": 3, ("A", "B"): 3}, "cost"), alike
    ).group_strategyproof()
    assert not verdict
    assert (verdict.who, verdict.gain) == (("A",), Fraction(1, 4))
    assert verdict.truth == {"A": Fraction(5, 4), "B": Fraction(3, 4)}
    assert verdict.sentence == (
        "if A, B apply and value it at 1.25, 0.75, A is not served; by saying 4 it gets rid of B, "
        "is served for 1, and gains 0.25"
    )


@st.composite
def cost_games(draw):
    n = draw(st.integers(1, 4))
    worths = draw(st.lists(st.integers(0, 9), min_size=2**n - 1, max_size=2**n - 1))
    return CoalitionalGame.from_array(["A", "B", "C", "D"][:n], [0, *worths], "cost")


@given(game=cost_games(), method=st.sampled_from([alike, None]))
def test_each_verdict_is_true(game, method):
    """A lie that is shown pays; where none is, no single lie over a grid does."""
    mechanism = MoulinMechanism(game, method) if method else MoulinMechanism(game)
    verdict = mechanism.group_strategyproof()
    if not verdict:
        (liar,) = verdict.who
        applied = tuple(verdict.truth)
        part = MoulinMechanism(
            CoalitionalGame.from_function(applied, game.worth, "cost"), mechanism.method
        )
        assert liar not in part.outcome(verdict.truth).served
        lying = part.outcome({**verdict.truth, **verdict.reports})
        assert verdict.truth[liar] - lying.shares[liar] == verdict.gain > 0
    else:
        for truth in itertools.product((1, 4), repeat=len(game.players)):
            honest = mechanism.outcome(truth)
            for k, city in enumerate(game.players):
                for report in (0, 2, 9):
                    lying = mechanism.outcome([*truth[:k], report, *truth[k + 1 :]])
                    assert truth[k] - lying.shares.get(city, truth[k]) <= (
                        truth[k] - honest.shares.get(city, truth[k])
                    )


def test_any_solution_is_a_method():
    assert MoulinMechanism(AIRPORT, nucleolus).outcome([9, 9, 9]).served == ("A", "B", "C")
    short = MoulinMechanism(AIRPORT, lambda game: dict.fromkeys(game.players, Fraction(1, 2)))
    assert short.deficits()[("A", "B", "C")] == Fraction(3, 2)
    assert short.outcome([1, 1, 1]).unpaid == Fraction(3, 2)
    assert short.outcome([1, 1, 0]).unpaid == 1
    assert short.outcome([0, 0, 0]).unpaid == 0
    assert MoulinMechanism(AIRPORT).outcome([9, 9, 9]).unpaid == 0


def test_as_a_direct_mechanism():
    values = [Fraction(1), Fraction(3, 2)]
    direct = MoulinMechanism(AIRPORT).direct_mechanism(dict.fromkeys(AIRPORT.players, values))
    outcome = direct.outcome({"A": 1, "B": 1.5, "C": 1})
    assert outcome.lottery == {("A", "B"): 1}
    assert outcome.payments == {"A": Fraction(1, 2), "B": Fraction(3, 2), "C": 0}
    report = audit(direct)
    assert report["dominant-strategy incentive compatibility"]
    assert report["ex post individual rationality"]
    assert report["exact budget balance ex post"]
    # At 3/2 each all are worth 9/2 and cost 3, but C will not pay 11/6: A and B, 3 - 2, are served.
    assert report["efficiency"].gain == Fraction(1, 2)


def test_bad_input():
    with pytest.raises(InvalidInput, match='should be "cost"'):
        MoulinMechanism(CoalitionalGame(["A"], {"A": 1}))
    with pytest.raises(InvalidInput, match="what each member pays, by name"):
        MoulinMechanism(AIRPORT, lambda game: {}).outcome([1, 1, 1])
    with pytest.raises(InvalidInput, match="value of C is missing"):
        MoulinMechanism(AIRPORT).outcome({"A": 1, "B": 1})
