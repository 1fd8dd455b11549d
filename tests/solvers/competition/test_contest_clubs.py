"""Clubs in contests: by formula, by an own solution in floats, and against a club's other bids."""

import itertools
import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import ClubRace, Contest, InvalidInput, SubsidyCompetition, Undefined
from solvers import joint_optimum, partition_form, subsidy_equilibrium, truce_clubs
from solvers.competition.share_enclosure import near_the_equilibrium

F = Fraction
NAMES = list("ABCDEFGH")


@pytest.mark.parametrize("n", range(2, 7))
def test_cities_alike_in_tullocks_contest(n):
    """A club of m is one of n - m + 1 bidders alike; by the classic formula each keeps 1/k^2."""
    game = Contest(NAMES[:n], [36] * n)
    form = partition_form(game).game
    assert form.radius == 0
    for m in range(2, n + 1):
        club = NAMES[:m]
        assert form.worth(club) == F(36, (n - m + 1) ** 2)
        assert all(form.payoff(club, city) == form.worth(club) for city in NAMES[m:n])
        assert len({form.payoff(club, city) for city in club}) == 1
    grand = truce_clubs(game).clubs[0]
    assert (len(grand.members), grand.share) == (n, 1)
    assert grand.internal is (n <= 4)  # 1/n against 1/4 for who leaves a club of three or more


def test_two_of_three_gain_by_a_merger_and_two_of_four_lose():
    for n, gains in ((3, True), (4, False)):
        form = partition_form(Contest(NAMES[:n], [1] * n)).game
        alone = form.payoff([], "A") + form.payoff([], "B")
        assert (form.worth(["A", "B"]) > alone) is gains


def own_solution(values, efficiency, blocks):
    """What each block keeps, r = 1, by replies in turn: sqrt(V Z/e) - Z/e for its best seat."""
    bids = [0.1] * len(blocks)
    seats = [max(block, key=lambda i: values[i]) for block in blocks]
    for _ in range(4000):
        last = list(bids)
        for b, i in enumerate(seats):
            rest = sum(
                efficiency[j] * x
                for c, (j, x) in enumerate(zip(seats, bids, strict=True))
                if c != b
            )
            reply = max(0.0, math.sqrt(values[i] * rest / efficiency[i]) - rest / efficiency[i])
            bids[b] = (bids[b] + reply) / 2
        if max(abs(x - y) for x, y in zip(bids, last, strict=True)) < 1e-14:
            break
    impact = [efficiency[i] * x for i, x in zip(seats, bids, strict=True)]
    total = sum(impact)
    kept = [values[i] * p / total - x for i, p, x in zip(seats, impact, bids, strict=True)]
    return kept, bids, seats


@settings(max_examples=15)
@given(
    st.lists(st.integers(1, 9), min_size=3, max_size=4),
    st.sampled_from(["gamma", "delta"]),
    st.booleans(),
)
def test_against_an_own_solution_and_other_bids_of_the_club(values, conjecture, drawn):
    n = len(values)
    values = sorted(values, reverse=True)
    efficiency = [3, *[1] * (n - 1)] if drawn else [1] * n
    game = Contest(NAMES[:n], values, efficiency=efficiency)
    form = partition_form(game, conjecture)
    assert form.certificate.verify(ClubRace(game, conjecture)) is True
    club, others = [0, 1], list(range(2, n))
    blocks = [club, *([others] if conjecture == "delta" else [[i] for i in others])]
    kept, bids, seats = own_solution(values, efficiency, blocks)
    for block, worth in zip(blocks, kept, strict=True):
        total = sum(form.game.payoff(["A", "B"], NAMES[i]) for i in block)
        assert float(total) == pytest.approx(worth, abs=1e-7)
    rest = sum(efficiency[i] * x for i, x in zip(seats[1:], bids[1:], strict=True))
    for one, other in itertools.product(range(41), repeat=2):  # bids for both seats at once
        x, y = one * values[0] / 40, other * values[0] / 40
        counts = efficiency[0] * x, efficiency[1] * y
        if sum(counts) + rest:
            wins = (values[0] * counts[0] + values[1] * counts[1]) / (sum(counts) + rest)
            assert wins - x - y <= kept[0] + 1e-7


@pytest.mark.parametrize("technology", ["all-pay", "bertrand"])
def test_where_the_largest_bid_wins_a_club_of_the_first_two_faces_the_third(technology):
    form = partition_form(Contest(NAMES[:4], [5, 4, 3, 2], technology)).game
    payoffs = {
        "": [1, 0, 0, 0],
        "AB": [2, 0, 0, 0],
        "BC": [1, 0, 0, 0],
        "ABC": [3, 0, 0, 0],
        "ABCD": [5, 0, 0, 0],
    }
    for club, kept in payoffs.items():
        assert [form.payoff(list(club), city) for city in NAMES[:4]] == kept


def test_no_club_is_the_race_and_all_are_the_joint_optimum():
    for technology, exponent in (("tullock", F(1, 2)), ("tullock", 1), ("all-pay", 1)):
        game = Contest(NAMES[:3], [7, 5, 4], technology, exponent=exponent)
        form = partition_form(game).game
        race = subsidy_equilibrium(game)
        for city in game.cities:
            assert abs(form.payoff([], city) - race.payoffs[city]) <= form.radius
        assert form.worth(game.cities) == joint_optimum(game).welfare


def test_proofs_are_exact_enclosed_or_none():
    game = Contest(NAMES[:3], [3, 2, 1])
    assert partition_form(game).proof.kind == "exact"
    for changes in ({"exponent": F(1, 2)}, {"budgets": (None, F(1, 10), None)}):
        form = partition_form(replace(game, **changes))
        assert form.proof.kind == "enclosed"
        assert form.proof.radius == form.game.radius == F(3, 10**35)
    form = partition_form(replace(game, exponent=F(5, 4)))
    assert form.proof.kind == "unproven"
    assert "may have other equilibria" in form.status


@settings(max_examples=12)
@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=4),
    st.sampled_from([F(1, 50), F(1, 2), F(9, 10), F(1)]),
    st.lists(st.sampled_from([None, F(1, 10), F(1, 2)]), min_size=4, max_size=4),
    st.integers(0, 3),
)
def test_bids_are_near_the_equilibrium_and_others_are_not(values, exponent, budgets, which):
    n = len(values)
    game = Contest(NAMES[:n], values, exponent=exponent, budgets=budgets[:n])
    bids = list(subsidy_equilibrium(game).subsidies.values())
    assert near_the_equilibrium(game, bids)
    for off in (1 + F(1, 10**30), 1 - F(1, 10**30)):
        moved = [x * off if i in (which, (which + 1) % n) else x for i, x in enumerate(bids)]
        assert moved == bids or not near_the_equilibrium(game, moved)


def test_a_club_bids_with_the_money_of_all():
    """A and B have 1 each, C has 3/2: together they win at 3/2, and draw lots for the seat."""
    game = Contest(NAMES[:3], [5, 5, 5], "bertrand", budgets=[1, 1, F(3, 2)])
    form = partition_form(game).game
    assert form.payoff([], "C") == 4
    assert [form.payoff(["A", "B"], city) for city in "ABC"] == [F(7, 4), F(7, 4), 0]
    free = partition_form(replace(game, budgets=(F(1), None, F(3, 2)))).game
    assert free.payoff([], "B") == F(7, 2)


def test_who_cannot_pay_leaves_the_field():
    assert partition_form(Contest(NAMES[:3], [3, 2, 1], budgets=[0, 1, 0])).game.payoffs == tuple(
        (3, 0, 0) if mask & 0b011 == 0b011 else (0, 2, 0) for mask in range(8)
    )
    lots = partition_form(Contest(NAMES[:2], [3, 0], budgets=[0, 0])).game
    assert set(lots.payoffs) == {(3, 0)}
    assert set(partition_form(Contest(NAMES[:2], [0, 0])).game.payoffs) == {(0, 0)}
    assert partition_form(Contest(["A"], [3])).game.payoffs == ((3,), (3,))


def test_under_alpha_only_all_together_have_anything():
    form = partition_form(Contest(NAMES[:3], [3, 2, 1]), "alpha").game
    assert [form.worth(list(club)) for club in ("A", "AB", "ABC")] == [0, 0, 3]


def test_what_has_no_equilibrium_names_the_club():
    with pytest.raises(Undefined, match="with no club the equilibrium in sure bids is not defined"):
        partition_form(Contest(NAMES[:3], [3, 2, 1], exponent=2))


def test_bad_races_of_clubs_are_named():
    with pytest.raises(InvalidInput, match="efficiency of B is 2; it should be at least 3, as"):
        partition_form(Contest(NAMES[:3], [3, 2, 1], efficiency=[1, 2, 3]))
    indifferent = Contest(NAMES[:3], [3, 2, 0], efficiency=[1, 1, 5])  # the last never bids
    alike = replace(indifferent, efficiency=(F(1),) * 3)
    assert partition_form(indifferent).game == partition_form(alike).game
    partition_form(Contest(NAMES[:3], [3, 3, 1], efficiency=[2, 1, 1]))
    with pytest.raises(InvalidInput, match="spillovers is given"):
        truce_clubs(Contest(NAMES[:2], [1, 1], spillovers=[[0, 1], [0, 0]]))
    with pytest.raises(InvalidInput, match="gamma or delta where budgets are given"):
        partition_form(Contest(NAMES[:2], [1, 1], budgets=[1, 1]), "alpha")
    contest = partition_form(Contest(NAMES[:2], [1, 1])).certificate
    logit = SubsidyCompetition(NAMES[:2], [1, 1], mu=1)
    assert not contest.verify(ClubRace(logit))
    assert not partition_form(logit).certificate.verify(ClubRace(Contest(NAMES[:2], [1, 1])))
