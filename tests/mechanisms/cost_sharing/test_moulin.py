"""Moulin mechanisms: cross-monotonic shares against every lie, and the lie where they are not."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame, InvalidInput
from mechanisms import MoulinMechanism, audit
from solvers import nucleolus
from tests.properties.strategies import examples

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
        "if A, B value it at 1.25, 0.75, A is not served; if A says 4, it is served for 1, and "
        "gains 0.25"
    )


def payoffs(mechanism, truth, reports):
    """What each city of the whole mechanism has by its true values."""
    outcome = mechanism.outcome(reports)
    return {
        city: truth[city] - outcome.shares[city] if city in outcome.served else Fraction(0)
        for city in mechanism.game.players
    }


def replays(mechanism, verdict):
    """Whether the case shown is one: by ``outcome`` alone, with a value for every city."""
    assert set(verdict.truth) == set(mechanism.game.players)
    honest = payoffs(mechanism, verdict.truth, verdict.truth)
    lying = payoffs(mechanism, verdict.truth, {**verdict.truth, **verdict.reports})
    assert set(verdict.reports) <= set(verdict.who)
    gains = [lying[city] - honest[city] for city in verdict.who]
    return gains[0] == verdict.gain > 0 and all(gain >= 0 for gain in gains)


def listed(table):
    """A mechanism with shares from a table: by coalition, in the order of its members."""
    players = max(table, key=len)
    free = CoalitionalGame.from_function(list(players), lambda _: 0, "cost")

    def method(game):
        return dict(zip(game.players, map(Fraction, table["".join(game.players)]), strict=True))

    return MoulinMechanism(free, method)


ALONE = {"A": [2], "B": [1], "C": [1], "AC": [9, 9], "BC": [9, 9]}


@pytest.mark.parametrize(
    ("table", "who"),
    [
        # A leaves with C where it is told 5 for all three, and is served for 2 if it stays.
        (ALONE | {"AB": [3, 1], "ABC": [5, 1, 1], "AC": [6, 9]}, ("A",)),
        # All three at 1, 0, 1; where C leaves, A and B are offered 3 and 1, and both leave.
        (ALONE | {"AB": [3, 1], "ABC": [1, 0, 1]}, ("A",)),
        # B is offered 1 with A, and half of that without: it stays, and drives A away.
        (ALONE | {"AB": [3, 1], "ABC": [1, 1, 1], "B": ["1/2"]}, ("B",)),
        # B is worth just the 1 that it pays with or without A: if it leaves, A pays 2, not 3.
        (ALONE | {"AB": [3, 1], "ABC": [1, 1, 1]}, ("A", "B")),
    ],
)
def test_a_share_that_rises_below_all(table, who):
    """A pays 2 alone and 3 with B, and C is in the way: who gains depends on the offer to all."""
    mechanism = listed(table)
    verdict = mechanism.group_strategyproof()
    assert verdict.who == who
    assert replays(mechanism, verdict)


@st.composite
def share_tables(draw):
    players = "ABCD"[: draw(st.integers(1, 4))]
    coalitions = [
        "".join(each)
        for size in range(1, len(players) + 1)
        for each in itertools.combinations(players, size)
    ]
    number = st.integers(-1, 3)
    return {
        each: draw(st.lists(number, min_size=len(each), max_size=len(each))) for each in coalitions
    }


@given(table=share_tables())
def test_each_case_is_replayed(table):
    mechanism = listed(table)
    verdict = mechanism.group_strategyproof()
    assert bool(verdict) or replays(mechanism, verdict)


@given(table=share_tables().filter(lambda table: len(table) <= 7))
@examples(20)
def test_what_holds_is_broken_by_no_group(table):
    """Every profile of values that tells shares apart, every group, every joint misreport."""
    mechanism = listed(table)
    levels = []
    for city in mechanism.game.players:
        shares = {mechanism.shares(each)[city] for each in mechanism.game if city in each}
        levels.append(sorted({share + half for share in {*shares, -2} for half in (0, 0.5)}))
    profiles = [
        dict(zip(mechanism.game.players, values, strict=True))
        for values in itertools.product(*levels)
    ]
    served = [mechanism.outcome(values).shares for values in profiles]

    def pays(truth, reports, honest, lying):
        gains = [
            value - lying.get(city, value) - (value - honest.get(city, value))
            for city, value in truth.items()
            if reports[city] != value
        ]
        return any(gain > 0 for gain in gains) and all(gain >= 0 for gain in gains)

    broken = any(
        pays(truth, reports, honest, lying)
        for truth, honest in zip(profiles, served, strict=True)
        for reports, lying in zip(profiles, served, strict=True)
    )
    assert broken != bool(mechanism.group_strategyproof())


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
