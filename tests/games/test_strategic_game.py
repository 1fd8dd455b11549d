import copy
import pickle
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, StrategicGame

F = Fraction
RACE = StrategicGame.from_payoffs(
    ["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]], actions=["hold", "bid"]
)


def test_each_number_is_what_was_given():
    given_ = [[0.1, Decimal("0.25"), F(1, 3), 7, np.float64(0.1), np.int8(-3)]]
    game = StrategicGame.from_payoffs(
        ["A", "B"], given_, np.array([[0.1, 0.5, 2.0, -0.0, 1e300, 5e-324]])
    )
    found = [list(game.payoff(profile).values()) for profile in game]
    assert [one[0] for one in found] == [F(1, 10), F(1, 4), F(1, 3), 7, F(1, 10), -3]
    assert [one[1] for one in found] == [
        F(3602879701896397, 36028797018963968),
        F(1, 2),
        2,
        0,
        F(1e300),
        F(5e-324),
    ]


def test_whole_numbers_of_every_width_are_exact():
    for dtype in (np.int8, np.uint8, np.int64, np.uint64):
        ends = [np.iinfo(dtype).min, np.iinfo(dtype).max]
        game = StrategicGame.from_payoffs(["A"], np.array(ends, dtype=dtype))
        assert [game.payoff([a])["A"] for a in "12"] == ends
    game = StrategicGame.from_payoffs(["A"], np.array([-(2**63)] * 2))
    assert game.payoff(["2"]) == {"A": -(2**63)}


@given(
    numbers=st.lists(st.fractions(max_denominator=10**12), min_size=6, max_size=6),
)
def test_tables_are_whole_and_in_lowest_terms(numbers):
    table = [numbers[:3], numbers[3:]]
    game = StrategicGame.from_payoffs(["A", "B"], table, table)
    whole, unit = game.tables[0], game.units[0]
    assert unit > 0
    assert [int(k) * unit for k in whole.ravel()] == numbers
    assert np.gcd.reduce(whole.astype(object), axis=None) == (1 if any(numbers) else 0)


@given(
    shape=st.lists(st.integers(1, 3), min_size=1, max_size=4),
    data=st.data(),
)
def test_expectations_are_sums_over_all_profiles(shape, data):
    cities = [f"c{i}" for i in range(len(shape))]
    payoffs = st.lists(st.integers(-9, 9), min_size=prod(shape), max_size=prod(shape))
    game = StrategicGame.from_payoffs(
        cities, *(np.array(data.draw(payoffs)).reshape(shape) for _ in cities)
    )
    mixed = []
    for size in shape:
        weights = data.draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
        weights[-1] += 1
        mixed.append([F(w, sum(weights)) for w in weights])
    by_hand = dict.fromkeys(cities, F(0))
    alone = {city: dict.fromkeys(game.actions[i], F(0)) for i, city in enumerate(cities)}
    for at in product(*map(range, shape)):
        names = [actions[k] for actions, k in zip(game.actions, at, strict=True)]
        chances = [strategy[k] for strategy, k in zip(mixed, at, strict=True)]
        for i, (city, payoff) in enumerate(game.payoff(names).items()):
            by_hand[city] += prod(chances) * payoff
            alone[city][names[i]] += prod(chances[:i] + chances[i + 1 :]) * payoff
    assert game.expected(mixed) == by_hand
    assert game.action_payoffs(mixed) == alone


def test_strategies_by_name_by_list_and_pure():
    half = {"hold": 0.5, "bid": F(1, 2)}
    for strategies in (
        {"Lishui": "bid", "Quzhou": half},
        [half, {"bid": 1}],
        [[0.5, 0.5], [0, 1]],
    ):
        assert RACE.expected(strategies) == {"Quzhou": F(3, 2), "Lishui": 3}
    assert RACE.payoff({"Lishui": "bid", "Quzhou": "hold"}) == {"Quzhou": 1, "Lishui": 4}


def test_a_function_is_called_with_the_actions_as_given():
    levels = [0, F(1, 2), 1]
    game = StrategicGame.from_function(
        ["A", "B"],
        {"A": levels, "B": levels[:2]},
        lambda bids: {"B": bids[0], "A": bids[1] - bids[0]},
    )
    assert game.actions == (("0", "1/2", "1"), ("0", "1/2"))
    assert game.payoff([1, F(1, 2)]) == {"A": F(-1, 2), "B": 1}


def test_fewer_actions_keep_their_payoffs():
    less = RACE.restricted({"Lishui": ["bid"]})
    assert less.actions == (("hold", "bid"), ("bid",))
    assert [less.payoff(profile) for profile in less] == [
        RACE.payoff([a, "bid"]) for a in ("hold", "bid")
    ]
    assert RACE.restricted({}) == RACE


def test_equal_games_are_equal_and_hash_alike():
    same = StrategicGame.from_payoffs(
        ["Quzhou", "Lishui"],
        [[3.0, 1.0], [4.0, 2.0]],
        [[3, 4], [1, 2]],
        actions=[["hold", "bid"]] * 2,
    )
    assert same == RACE
    assert hash(same) == hash(RACE)
    for copied in (pickle.loads(pickle.dumps(RACE)), copy.deepcopy(RACE)):
        assert copied == RACE
    other = StrategicGame.from_payoffs(
        ["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 3]], actions=["hold", "bid"]
    )
    assert other != RACE
    assert StrategicGame.from_payoffs(RACE.players, *RACE.tables) != RACE  # other names


def test_it_is_frozen_and_keeps_its_own_copy():
    mine = np.array([[1, 2]])
    game = StrategicGame.from_payoffs(["A", "B"], mine, mine)
    mine[0, 0] = 9
    assert game.payoff(["1", "1"])["A"] == 1
    with pytest.raises(AttributeError, match="frozen"):
        game.players = ("A",)
    with pytest.raises(ValueError, match="read-only"):
        game.tables[0][0, 0] = 5


def test_a_notebook_shows_a_table_of_payoffs_with_names_escaped():
    shown = StrategicGame.from_payoffs(["<A>", "B"], [[0.5, 10**400]], [[2, 3]])._repr_html_()
    assert "&lt;A&gt;" in shown
    assert "<td>0.5, 2</td>" in shown
    assert "1e+400" in shown


NAN = float("nan")
TWO = [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("build", "place", "words"),
    [
        (lambda: made([[1, NAN], [3, 4]], TWO), "payoff of A at (1, 2)", "a finite number"),
        (lambda: made(TWO, np.array([[1, 2], [np.inf, 4]])), "payoff of B at (2, 1)", "finite"),
        (lambda: made([[1, None], [3, 4]], TWO), "payoff of A at (1, 2)", "a number"),
        (lambda: made([[1, "2"], [3, 4]], TWO), "payoff of A at (1, 2)", "a number"),
        (lambda: made([[1, True], [3, 4]], TWO), "payoff of A at (1, 2)", "not a truth value"),
        (lambda: made(np.ma.masked_equal(TWO, 3), TWO), "payoff array of A", "without holes"),
        (lambda: made(np.array(TWO, dtype=np.longdouble), TWO), "payoff array of A", "float64"),
        (lambda: made([[1, 2], [3]], TWO), "payoff array of A", "one axis for each of 2"),
        (lambda: made(TWO, [[1, 2, 3], [3, 4, 5]]), "payoff array of B", "2 of A, 2 of B"),
        (lambda: made(TWO), "number of payoff arrays", "one for each of 2 cities"),
        (lambda: made(TWO, TWO, TWO), "number of payoff arrays", "one for each of 2 cities"),
        (lambda: made([[]], [[]]), "actions of B", "at least one"),
        (lambda: made(TWO, TWO, actions=["x", "x"]), "actions of A", "stands twice"),
        (lambda: made(TWO, TWO, actions=["x", ""]), "an action of A", "not empty"),
        (lambda: made(TWO, TWO, actions={"A": ["x", "y"]}), "B in the list of actions", "missing"),
        (lambda: made(TWO, TWO, actions="xy"), "actions", "a list of names"),
        (lambda: made(TWO, TWO, actions=[["x", "y"], 3]), "actions of B", "a list of names"),
        (lambda: StrategicGame.from_payoffs(["A", "A"], TWO, TWO), "players", "different names"),
        (lambda: StrategicGame.from_payoffs([], TWO), "players", "at least one"),
        (lambda: StrategicGame.from_function(["A"], ["x"], lambda _: [1, 2]), "(x)", "each of A."),
        (
            lambda: StrategicGame.from_function(list("Abcdefgh"), range(20), lambda _: []),
            "number of profiles",
            "at most",
        ),
        (lambda: RACE.payoff(["hold", "sell"]), "action of Lishui", "one of hold, bid"),
        (lambda: RACE.payoff(["hold"]), "a profile", "each of Quzhou, Lishui"),
        (lambda: RACE.payoff("hold"), "a profile", "each of Quzhou, Lishui"),
        (lambda: RACE.payoff({"Quzhou": "bid", "Wuhan": "bid"}), "city in a profile", "Quzhou"),
        (lambda: RACE.expected(["bid", {"bid": 0.9}]), "sum of the strategy of Lishui", "1"),
        (lambda: RACE.expected(["bid", [-1, 2]]), "probability of hold", "0 or more"),
        (lambda: RACE.expected(["bid", [1]]), "strategy of Lishui", "each of 2"),
        (lambda: RACE.restricted({"Wuhan": ["bid"]}), "a city", "one of Quzhou, Lishui"),
        (lambda: RACE.restricted({"Lishui": []}), "actions of Lishui", "at least one"),
    ],
)
def test_bad_input_is_one_clear_sentence(build, place, words):
    with pytest.raises(InvalidInput) as caught:
        build()
    assert place in caught.value.place
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def made(*arrays, **keywords):
    return StrategicGame.from_payoffs(["A", "B"], *arrays, **keywords)
