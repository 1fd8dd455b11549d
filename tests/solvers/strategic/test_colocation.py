"""Firms in places, against a search of our own, and two labs with two teams by hand."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, LocalBuzz
from solvers import colocation, pure_equilibria, relocation
from tests.properties.strategies import examples

F = Fraction
FIRMS, PLACES = ["A", "B", "C", "D"], ["hub", "home", "park"]
amounts = st.fractions(-3, 6, max_denominator=2)


@st.composite
def regions(draw):
    n, k = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    own = [[draw(st.none() | amounts) for _ in range(k)] for _ in range(n)]
    own = [row if any(x is not None for x in row) else [draw(amounts)] * k for row in own]
    buzz = [[draw(amounts) if i != j else 0 for j in range(n)] for i in range(n)]
    crowding = [draw(st.fractions(0, 3, max_denominator=2)) for _ in range(k)]
    return LocalBuzz(FIRMS[:n], PLACES[:k], own, buzz, crowding=crowding)


def payoff(game, i, at):
    p = at[i]
    own = game.own[i][p]
    if own is None:
        return None
    others = [j for j in range(len(at)) if j != i and at[j] == p]
    return own + sum((game.buzz[i][j] for j in others), F(0)) - game.crowding[p] * len(others)


@examples(40)
@given(regions())
def test_against_a_search_of_our_own(game):
    n, k = len(game.firms), len(game.places)
    rows = {}
    for at in itertools.product(range(k), repeat=n):
        row = [payoff(game, i, at) for i in range(n)]
        if None not in row:
            rows[at] = row
    at_rest = []
    for at, row in rows.items():
        moves = {
            (i, p): rows[there][i] - row[i]
            for i in range(n)
            for p in range(k)
            if (there := (*at[:i], p, *at[i + 1 :])) in rows
        }
        named = tuple(game.places[p] for p in at)
        move = relocation(game, named)
        assert (move.gain if move else 0) == max(moves.values())
        if move is None:
            at_rest.append(named)
        assert list(game.payoffs(named).values()) == row
        for i, firm in enumerate(game.firms):
            others, gone = [j for j in range(n) if j != i], [*at[:i], -1, *at[i + 1 :]]
            gives = sum(row[j] - payoff(game, j, gone) for j in others)
            assert game.gives(firm, named) == gives
    found = colocation(game)
    assert found.equilibria == tuple(at_rest)
    most = max(map(sum, rows.values()))
    assert found.most == most
    assert found.optima == tuple(
        tuple(game.places[p] for p in at) for at, row in rows.items() if sum(row) == most
    )
    assert found.equilibria == pure_equilibria(game.strategic()).profiles
    assert found.certificate.verify(game) is True


TOGETHER, APART = ("hub",) * 4, ("hub", "hub", "home", "home")


def labs_and_teams(b):
    """A team has 1 + 3 b in the hub with all, 6 + b at home with the other one."""
    own = {"L1": {"hub": 5}, "L2": {"hub": 5}, "T1": {"hub": 4, "home": 6}}
    own["T2"] = own["T1"]
    buzz = {x: {y: F(b) / (2 if x < "T" <= y else 1) for y in own if y != x} for x in own}
    return colocation(LocalBuzz(own, ["hub", "home"], own, buzz, crowding={"hub": 1}))


@pytest.mark.parametrize(
    ("b", "ends", "optimum"),
    [
        (F(166, 100), {APART}, APART),
        (F(167, 100), {TOGETHER, APART}, APART),
        (F(234, 100), {TOGETHER, APART}, TOGETHER),
        (F(399, 100), {TOGETHER, APART}, TOGETHER),
        (F(401, 100), {TOGETHER}, TOGETHER),
    ],
)
def test_where_teams_end(b, ends, optimum):
    found = labs_and_teams(b)
    assert set(found.equilibria) == ends
    assert found.optima == (optimum,)
    assert found.stuck == (len(ends) == 2)
    assert found.misplaced is False
    assert found.holds("T1", TOGETHER, "home") == 1 + 3 * b - 6
    assert found.game.gives("T1", TOGETHER) == 2 * b / 2 + b - 3


def test_nobody_counts_what_it_gives():
    """The team gives the lab 5 and takes 1: it stays at home, where it has 1 more."""
    buzz = {"lab": {"team": 5}, "team": {"lab": 1}}
    game = LocalBuzz(["lab", "team"], ["hub", "home"], [[0, None], [0, 2]], buzz)
    found = colocation(game)
    assert (found.misplaced, found.stuck, found.deserted) == (True, False, ())
    assert (found.most, found.least) == (6, 2)
    moved = LocalBuzz(["lab", "team"], ["hub", "home"], [[0, None], [2, 2]], buzz)
    assert colocation(moved).misplaced is False


def test_a_place_that_only_a_plan_would_fill():
    """B takes 2 from A in the hub, where it has 1 more than in the park."""
    followed = LocalBuzz(["A", "B"], ["hub", "park"], [[3, 2], [3, 2]], {"A": {"B": 1}})
    assert colocation(followed).deserted == ()
    given_away = LocalBuzz(["A", "B"], ["hub", "park"], [[3, None], [3, 2]], {"A": {"B": -2}})
    assert colocation(given_away).deserted == ("park",)


def test_one_chases_the_other():
    """B wants to be where A is, and A where B is not."""
    game = LocalBuzz(["A", "B"], ["hub", "home"], [[0, 0], [0, 0]], [[0, -1], [1, 0]])
    found = colocation(game)
    assert found.equilibria == ()
    assert found.least is None
    assert "never come to rest" in found.status


def test_hundreds_of_firms_can_be_asked_about():
    """Each has 1 of each other one: who is apart from 99 gains 99."""
    names = [f"firm {k}" for k in range(100)]
    buzz = [[int(i != j) for j in range(100)] for i in range(100)]
    game = LocalBuzz(names, ["hub", "home"], [[0, 0]] * 100, buzz)
    assert relocation(game, ["hub"] * 100) is None
    move = relocation(game, ["hub"] * 99 + ["home"])
    assert (move.firm, move.place, move.gain) == ("firm 99", "hub", 99)


def test_what_cannot_be_right_is_named():
    with pytest.raises(InvalidInput, match="the places of A"):
        LocalBuzz(["A"], ["hub"], [[None]])
    with pytest.raises(InvalidInput, match="buzz to A of A"):
        LocalBuzz(["A"], ["hub"], [[1]], [[1]])
    game = LocalBuzz(["A"], ["hub", "home"], [{"hub": 1}])
    with pytest.raises(InvalidInput, match="the place of A"):
        game.payoffs(["home"])
    with pytest.raises(InvalidInput, match="subject of colocation"):
        colocation(3)
