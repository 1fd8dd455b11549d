"""Learning in games of two cities: rules replayed in fractions, and ends that are known."""

import math
from fractions import Fraction
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, StrategicGame
from solvers import learning_path
from tests.solvers.strategic.bimatrix_games import regret

F = Fraction
CITIES = ["Quzhou", "Lishui"]
RULES = ["fictitious play", "stochastic fictitious play", "replicator dynamics"]

PENNIES = [[1, -1], [-1, 1]], [[-1, 1], [1, -1]]
DILEMMA = [[3, 1], [4, 2]], [[3, 4], [1, 2]]
CHICKEN = [[6, 2], [7, 0]], [[6, 7], [2, 0]]
STAG_HUNT = [[4, 1], [3, 3]], [[4, 3], [1, 3]]
# Shapley (1964), Some topics in two-person games: A wants to be where B is, B one ahead of A.
SHAPLEY = [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]]


def game_of(tables, unit=1):
    return StrategicGame.from_payoffs(
        CITIES, *[[[u * unit for u in row] for row in table] for table in tables]
    )


TABLES = st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(
    lambda size: st.tuples(
        *[
            st.lists(
                st.lists(st.integers(-2, 2), min_size=size[1], max_size=size[1]),
                min_size=size[0],
                max_size=size[0],
            )
        ]
        * 2
    )
)


@given(TABLES, st.integers(0, 5))
def test_each_reply_is_best_against_all_that_was_seen(tables, seed):
    """Fictitious play by its definition, counted in whole numbers; ties included."""
    first, second = (np.array(table, dtype=object) for table in tables)
    path = learning_path(game_of(tables), rounds=40, start=["1", "1"], seed=seed)
    seen = [np.array([1] + [0] * (n - 1), dtype=object) for n in first.shape]
    for profile, point in zip(path.plays, path.path[1:], strict=True):
        a, b = (int(action) - 1 for action in profile)
        against = first @ seen[1], seen[0] @ second
        assert against[0][a] == max(against[0])
        assert against[1][b] == max(against[1])
        seen[0][a] += 1
        seen[1][b] += 1
        assert point == tuple(tuple(F(k, sum(counts)) for k in counts) for counts in seen)
    assert len(path.plays) == path.rounds == 40


@given(TABLES, st.sampled_from(RULES))
def test_only_what_passes_the_exact_check_is_called_an_equilibrium(tables, rule):
    game = game_of(tables)
    path = learning_path(game, rule, rounds=30)
    assert path.regret == regret(game, path.path[-1])
    assert all(sum(strategy) == 1 for point in path.path for strategy in point)
    assert str(path.proof) == "unproven"
    if path.end is None:
        assert path.regret > 0
        assert "no equilibrium" in path.status
    else:
        assert regret(game, [list(strategy.values()) for strategy in path.end.values()]) == 0
        assert path.end.certificate.verify(game) is True


def test_the_dilemma_is_learned_at_once():
    """One round of holding was seen; n of bidding leave it a share of 1/(n + 1)."""
    path = learning_path(game_of(DILEMMA), rounds=99, start=["1", "1"])
    assert path.plays == (("2", "2"),) * 99
    assert path.last == {city: {"1": F(1, 100), "2": F(99, 100)} for city in CITIES}
    assert path.regret == F(1, 100)
    assert {city: list(played) for city, played in path.end.played.items()} == {
        "Quzhou": ["2"],
        "Lishui": ["2"],
    }


def test_robinson_1951():
    """In zero-sum games beliefs come to the value: the regret falls from round to round, to 0."""
    regrets = [
        learning_path(game_of(PENNIES), rounds=n, start=["1", "1"]).regret for n in (30, 300, 3000)
    ]
    assert regrets[0] > regrets[1] > regrets[2] > 0
    assert regrets[2] < F(1, 20)


def test_shapley_1964():
    """Play goes round through six profiles, staying longer and longer; nothing settles."""
    path = learning_path(game_of(SHAPLEY), rounds=2000, start=["1", "2"])
    runs = [(profile, len(list(run))) for profile, run in groupby(path.plays)]
    order = [profile for profile, _ in runs[:6]]
    assert [profile for profile, _ in runs] == [order[k % 6] for k in range(len(runs))]
    lengths = [length for _, length in runs[4:-1]]
    assert lengths == sorted(lengths)
    assert lengths[-1] > 4 * lengths[0]
    assert path.end is None
    assert path.swing > F(1, 4)
    assert path.regret > F(1, 10)


def test_replicators_of_a_dominated_action_shrink_by_the_logistic_formula():
    """Bidding brings 1 more, of a range of 3: its odds grow by e^(1/3) in a unit of time."""
    path = learning_path(game_of(DILEMMA), "replicator dynamics", rounds=20, start=[[0.9, 0.1]] * 2)
    for time, point in enumerate(path.path):
        odds = math.exp(time / 3) / 9
        for strategy in point:
            assert float(strategy[1]) == pytest.approx(odds / (1 + odds), abs=1e-6)


def test_replicators_circle_in_a_zero_sum_game():
    """Akin and Losert (1984): the product of all shares stays what it was."""
    start = [[0.7, 0.3], [0.5, 0.5]]
    path = learning_path(game_of(PENNIES), "replicator dynamics", rounds=60, start=start)
    for point in path.path:
        shares = [float(share) for strategy in point for share in strategy]
        assert math.prod(shares) == pytest.approx(0.7 * 0.3 / 4, rel=1e-4)
    assert path.end is None
    assert path.swing > F(1, 3)


@pytest.mark.parametrize(("hunts", "end"), [("0.7", "1"), ("0.6", "2")])
def test_replicators_end_in_the_basin_where_they_begin(hunts, end):
    """On the diagonal the ridge of this stag hunt is at 2/3, its mixed equilibrium."""
    start = [[F(hunts), 1 - F(hunts)]] * 2
    path = learning_path(game_of(STAG_HUNT), "replicator dynamics", rounds=80, start=start)
    assert [list(played) for played in path.end.played.values()] == [[end], [end]]


def test_what_is_at_rest_need_not_be_an_equilibrium():
    """An action that nobody plays does not come up by replication."""
    path = learning_path(game_of(DILEMMA), "replicator dynamics", rounds=5, start=["1", "1"])
    assert set(path.path) == {((1, 0), (1, 0))}
    assert (path.regret, path.swing, path.end) == (1, 0, None)


def test_noise_keeps_cities_away_from_an_equilibrium():
    """Two cities that err alike end where x = 1/(1 + e^((1 - 3x)/(7 noise))), not at 2/3."""
    noise = 0.3
    path = learning_path(
        game_of(CHICKEN), "stochastic fictitious play", rounds=4000, noise=noise, seed=1
    )
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        x = (low + high) / 2
        # yield brings 2 + 4x, go 7x: the difference 2 - 3x, of a range of 7
        reply = 1 / (1 + math.exp(-(2 - 3 * x) / (7 * noise)))
        low, high = (x, high) if reply > x else (low, x)
    for strategy in path.path[-1]:
        assert float(strategy[0]) == pytest.approx(low, abs=0.03)
    assert path.end is None


def test_mistakes_are_as_frequent_as_the_logit_says():
    """Bidding brings a third of the range more: holding has the chance 1/(1 + e^(1/(3 noise)))."""
    path = learning_path(game_of(DILEMMA), "stochastic fictitious play", rounds=3000, noise=0.1)
    for strategy in path.path[-1]:
        assert float(strategy[0]) == pytest.approx(1 / (1 + math.exp(10 / 3)), abs=0.012)


def test_ties_are_seen_although_their_share_of_the_range_has_no_end():
    """49 times 1 is as good as once 49; 49 times 1/49 in floating point is not."""
    tied = game_of(([[1, 0], [0, 49]], [[1, 0], [1, 0]]))
    paths = [learning_path(tied, rounds=60, start=["2", "2"], seed=seed) for seed in range(9)]
    for path in paths:
        assert [a for a, _ in path.plays] in (["2"] * k + ["1"] * (60 - k) for k in (49, 50))
    assert {path.plays[49][0] for path in paths} == {"1", "2"}


@pytest.mark.parametrize("unit", [F(1, 10**12), 10**15])
@pytest.mark.parametrize("rule", RULES)
def test_the_unit_of_payoffs_does_not_matter(rule, unit):
    plain, scaled = (learning_path(game_of(CHICKEN, u), rule, rounds=50) for u in (1, unit))
    assert plain.path == scaled.path
    assert plain.regret * unit == scaled.regret


def test_payoffs_of_very_unlike_size():
    """Nashpy by itself adds 10^15 + 1 and the like in floating point, or warns and stops."""
    tables = [[10**17 + 1, -(10**17)], [10**17, 0]], [[0, 0], [0, 0]]
    for rule in RULES:
        path = learning_path(game_of(tables), rule, rounds=30)
        assert path.regret == regret(game_of(tables), path.path[-1])


def test_a_game_of_zeros():
    for rule in RULES:
        path = learning_path(game_of(([[0, 0]] * 2, [[0, 0]] * 2)), rule, rounds=20)
        assert path.regret == 0
        assert path.end.regret == 0
    assert path.path == (((F(1, 2),) * 2,) * 2,) * 21


def test_lots_come_from_the_seed_alone():
    np.random.seed(7)  # noqa: NPY002
    expected = np.random.random(3).tolist()  # noqa: NPY002
    np.random.seed(7)  # noqa: NPY002
    one, same, other = (
        learning_path(game_of(PENNIES), "stochastic fictitious play", rounds=60, seed=seed)
        for seed in (3, 3, 4)
    )
    assert np.random.random(3).tolist() == expected  # noqa: NPY002
    assert one == same
    assert one.plays != other.plays


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            {"rule": "tatonnement"},
            "rule of learning is 'tatonnement'; it should be one of",
        ),
        ({"rounds": 0}, "rounds is 0; it should be a whole number from 1"),
        ({"rounds": 2.5}, "rounds is 2.5"),
        ({"noise": 0}, "noise is 0.0; it should be at least 0.01"),
        ({"start": [[0.5, 0.6], "1"]}, "the sum of the strategy of Quzhou"),
    ],
)
def test_bad_input(arguments, words):
    with pytest.raises(InvalidInput) as error:
        learning_path(game_of(PENNIES), **arguments)
    assert words in str(error.value)


def test_three_cities_are_too_many():
    three = StrategicGame.from_function(list("ABC"), [0, 1], lambda _: [0, 0, 0])
    with pytest.raises(InvalidInput, match="the number of cities is 3; it should be 2"):
        learning_path(three)
