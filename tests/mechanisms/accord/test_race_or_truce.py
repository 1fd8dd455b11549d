"""Race or truce: payoffs by hand and from an own logit equilibrium, and the names they lead to."""

import math
from fractions import Fraction

import pytest
from scipy.optimize import brentq

from games import Contest, SubsidyCompetition
from mechanisms import race_or_truce
from solvers import subsidy_equilibrium, two_by_two

F = Fraction


def table(game, city):
    """The city's and the other's payoffs: truce-truce, truce-race, race-truce, race-race."""
    other = game.players[1]
    cells = [game.payoff([mine, theirs]) for mine in game.actions[0] for theirs in game.actions[1]]
    return [cell[city] for cell in cells], [cell[other] for cell in cells]


def test_two_in_tullocks_contest_by_hand():
    """Lots: V/2 each; alone: V and 0; both: V/4 (Tullock 1980)."""
    games = race_or_truce(Contest(["A", "B"], [8, 8]))
    assert list(games) == ["A"]
    mine, theirs = table(games["A"], "A")
    assert mine == [4, 0, 8, 2]
    assert theirs == [4, 8, 0, 2]
    assert two_by_two(games["A"]).name == "prisoners' dilemma"


def test_three_in_tullocks_contest_against_the_rest_by_hand():
    """If A holds, B and C race for 9 alone: 9/4 each; all three: 9/9 = 1 each."""
    games = race_or_truce(Contest(["A", "B", "C"], [9, 9, 9]))
    assert list(games) == ["A", "B", "C"]
    mine, theirs = table(games["A"], "A")
    assert mine == [3, 0, 9, 1]
    assert theirs == [6, F(9, 2), 0, 2]


@pytest.mark.parametrize("technology", ["all-pay", "bertrand"])
def test_where_the_race_leaves_nothing_two_payoffs_are_equal_and_there_is_no_name(technology):
    """The weaker keeps 0 whether it races or not: its payoffs have no strict order."""
    assert race_or_truce(Contest(["A", "B"], [6, 4], technology)) == {}


def test_a_spillover_can_make_it_better_not_to_win():
    """At 3/4 of 8 next door each still wants it at home; at twice 8 nobody bids, race or truce."""
    pair = Contest(["A", "B"], [8, 8], spillovers=[[0, F(3, 4)], [F(3, 4), 0]])
    mine, theirs = table(race_or_truce(pair)["A"], "A")
    assert (mine[0], mine[1], mine[2]) == (7, 6, 8)
    assert (theirs[1], theirs[2]) == (8, 6)
    envied = Contest(["A", "B"], [8, 8], spillovers=[[0, 2], [2, 0]])
    assert race_or_truce(envied) == {}


def reply(value, mu, rest, cap=math.inf):
    def slope(s):
        return (value - s) * rest / (math.exp(s / mu) + rest) - mu

    return 0.0 if slope(0) <= 0 else min(cap, brentq(slope, 0, value, xtol=1e-15))


def kept(values, mu, caps):
    bids = [0.0] * len(values)
    for _ in range(500):
        for i, value in enumerate(values):
            rest = sum(math.exp(s / mu) for j, s in enumerate(bids) if j != i)
            bids[i] = reply(value, mu, rest, caps[i])
    weights = [math.exp(s / mu) for s in bids]
    return [(b - s) * w / sum(weights) for b, s, w in zip(values, bids, weights, strict=True)]


@pytest.mark.parametrize("level", [F(0), F(1, 10)])
@pytest.mark.parametrize("values", [(F(1), F(4, 5)), (F(1), F(4, 5), F(3, 5))])
def test_logit_races_against_an_own_equilibrium(values, level):
    mu, n = F(1, 5), len(values)
    game = SubsidyCompetition(list("ABC")[:n], values, mu=mu)
    games = race_or_truce(game, level)
    assert list(games) == ["A"] if n == 2 else ["A", "B", "C"]
    for i, city in enumerate(games):
        mine, theirs = table(games[city], city)
        cells = []
        for racing in (set(), set(range(n)) - {i}, {i}, set(range(n))):
            caps = [math.inf if j in racing else float(level) for j in range(n)]
            cells.append(kept([float(v) for v in values], float(mu), caps))
        assert [float(x) for x in mine] == pytest.approx([x[i] for x in cells], abs=1e-9)
        rest = [sum(x) - x[i] for x in cells]
        assert [float(x) for x in theirs] == pytest.approx(rest, abs=1e-9)


def test_where_nobody_pays_there_is_nothing_to_choose():
    assert race_or_truce(SubsidyCompetition(["A", "B"], [1, 1], mu=2)) == {}


def test_where_another_equilibrium_is_possible_none_is_named():
    cycle = SubsidyCompetition(
        ["A", "B", "C"],
        [3, 1, 1],
        mu=F(1, 20),
        spillovers=[[0, 2, 0], [-1, 0, 0], [-1, 0, 0]],
    )
    assert not subsidy_equilibrium(cycle).unique
    assert race_or_truce(cycle) == {}


@pytest.mark.parametrize("value", [[4, 3, 0], [4, 0, 3]])
def test_a_city_without_value_does_not_spoil_the_others_games(value):
    """Tullock, 4 against 3: the race leaves 4^3/7^2 and 3^3/7^2; alone each takes the firm."""
    games = race_or_truce(Contest(list("ABC"), value))
    other = "ABC"[value.index(3)]
    assert list(games) == ["A", other]
    own = [[games["A"].payoff([m, o])["A"] for o in ("truce", "race")] for m in ("truce", "race")]
    assert own == [[2, 0], [4, Fraction(64, 49)]]
    race_or_truce(Contest(list("ABC"), value, "all-pay"))  # ties, but no traceback
