from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games import StrategicGame
from intercity.testing import strategic_games
from solvers import (
    LinearProgram,
    Row,
    nash_equilibria,
    nash_equilibrium,
    pure_equilibria,
    regrets,
    solve,
)
from tests.properties.strategies import examples
from tests.solvers.strategic.bimatrix_games import (
    CITIES,
    extreme_equilibria,
    pair,
    payoff_lists,
    regret,
    tables,
)

F = Fraction
HALF = (F(1, 2), F(1, 2))


def game_of(first, second, **keywords):
    return StrategicGame.from_payoffs(CITIES, first, second, **keywords)


def found_in(game):
    return {pair(equilibrium) for equilibrium in nash_equilibria(game)}


# ------------------------------------------------------------------------------ against an oracle


@given(game=strategic_games())
def test_every_choice_of_equations_gives_the_same_extreme_equilibria(game):
    answer = nash_equilibria(game)
    assert {pair(equilibrium) for equilibrium in answer} == extreme_equilibria(game)
    assert len(answer) == len(set(answer))
    assert answer.complete
    assert answer.certificate.verify(game) is True


@given(game=strategic_games(max_actions=4, min_value=0, max_value=1))
@examples(50)
def test_so_it_does_where_nearly_all_is_tied(game):
    assert found_in(game) == extreme_equilibria(game)


@given(game=strategic_games(), weights=st.lists(st.integers(0, 5), min_size=32, max_size=32))
def test_any_choice_from_a_nash_subset_is_an_equilibrium(game, weights):
    answer = nash_equilibria(game)
    assert sorted(map(pair, answer)) == sorted(
        pair(one) for component in answer.components for one in component.extreme
    )
    for component in answer.components:
        covered = set()
        for subset in component.subsets:
            mixed = []
            for corners in subset.values():
                parts = weights[: len(corners)]
                parts[0] += 1
                points = [tuple(corner.values()) for corner in corners]
                mixed.append(
                    [
                        sum(F(w, sum(parts)) * p[k] for w, p in zip(parts, points, strict=False))
                        for k in range(len(points[0]))
                    ]
                )
            assert regret(game, mixed) == 0
            first, second = subset.values()
            covered |= {(tuple(x.values()), tuple(y.values())) for x, y in product(first, second)}
        assert covered == {pair(one) for one in component.extreme}


@given(game=strategic_games(min_value=0, max_value=1))
@example(
    game=game_of([[1, 0, 0], [0, 0, 1], [0, 0, 0]], [[1, 1, 1], [1, 0, 1], [0, 1, 0]])
)  # two corners have one partner in common, and others each
@examples(62)
def test_what_meets_the_same_strategy_stands_in_one_subset(game):
    """If x and x' are each in equilibrium with y, so is every mean of theirs."""
    for component in nash_equilibria(game).components:
        subsets = [list(subset.values()) for subset in component.subsets]
        for one, other in product(map(dict, component.extreme), repeat=2):
            for city, (mine, theirs) in enumerate([game.players, game.players[::-1]]):
                if one[theirs] == other[theirs]:
                    assert any(
                        one[mine] in subset[city]
                        and other[mine] in subset[city]
                        and one[theirs] in subset[1 - city]
                        for subset in subsets
                    )


def is_mean(point, corners):
    names = [str(k) for k in range(len(corners))]
    rows = [Row("all", dict.fromkeys(names, F(1)), "==", F(1))] + [
        Row(f"p{a}", {name: c[a] for name, c in zip(names, corners, strict=True)}, "==", point[a])
        for a in range(len(point))
    ]
    lp = LinearProgram("max", {}, tuple(rows), dict.fromkeys(names, (F(0), None)))
    return solve(lp).outcome == "optimal"


@given(game=strategic_games(min_value=0, max_value=2))
@examples(62)
def test_every_equilibrium_on_a_grid_lies_in_a_nash_subset(game):
    answer = nash_equilibria(game)
    subsets = [
        [[tuple(corner.values()) for corner in corners] for corners in subset.values()]
        for component in answer.components
        for subset in component.subsets
    ]
    for x, y in product(*(grid(len(actions)) for actions in game.actions)):
        if regret(game, (x, y)) == 0:
            assert any(is_mean(x, first) and is_mean(y, second) for first, second in subsets)


def grid(size):
    return [p for p in product((F(0), F(1, 2), F(1)), repeat=size) if sum(p) == 1]


def test_components_do_not_touch_and_a_single_equilibrium_is_isolated():
    """The first city's second action is as good as the first against all but a mixture."""
    game = game_of([[2, 0], [2, 0], [0, 1]], [[1, 0], [1, 0], [0, 1]])
    answer = nash_equilibria(game)
    sizes = sorted(len(component.extreme) for component in answer.components)
    assert sizes == [1, 2, 2]
    assert [one.isolated for one in answer.components].count(True) == 1
    assert answer.status == (
        "Infinitely many equilibria, and no others: 3 components with 5 corners, "
        "1 of them a single equilibrium."
    )


def generic(m, n, seed):
    rng = np.random.default_rng(seed)
    return game_of(*rng.integers(-(10**6), 10**6, size=(2, m, n)))


@pytest.mark.parametrize(
    ("m", "n", "seed"), [(3, 3, 1), (4, 5, 2), (6, 6, 3), (7, 5, 4), (2, 9, 5)]
)
def test_a_game_without_ties_has_an_odd_number(m, n, seed):
    """Wilson (1971); and each of them mixes as many actions as the other."""
    game = generic(m, n, seed)
    answer = nash_equilibria(game)
    assert len(answer) % 2 == 1
    assert len(answer.components) == len(answer)
    for equilibrium in answer:
        assert regret(game, pair(equilibrium)) == 0
        assert len({len(played) for played in equilibrium.played.values()}) == 1


@pytest.mark.parametrize("seed", range(8))
def test_nashpy_finds_the_same_where_nothing_is_tied(seed):
    import nashpy

    game = generic(3, 3, seed)
    first, second = (np.array(one, dtype=float) for one in payoff_lists(game))
    theirs = {
        tuple(tuple(np.round(side, 6)) for side in found)
        for found in nashpy.Game(first / 10**6, second / 10**6).vertex_enumeration()
    }
    ours = {
        tuple(tuple(np.round(np.array(side, dtype=float), 6)) for side in one)
        for one in found_in(game)
    }
    assert ours == theirs


# --------------------------------------------------------------------------------------- laws


@given(
    game=strategic_games(),
    scale=st.fractions(F(1, 7), 10**9),
    shifts=st.lists(st.integers(-(10**16), 10**16), min_size=3, max_size=3),
)
def test_scale_and_origin_do_not_matter(game, scale, shifts):
    """Nor does what a city gets for sure, given the other's action."""
    first, second = payoff_lists(game)
    first = [[scale * u + s for u, s in zip(row, shifts, strict=False)] for row in first]
    second = [[u / scale - s for u in row] for row, s in zip(second, shifts, strict=False)]
    assert found_in(game_of(first, second)) == found_in(game)


@given(game=strategic_games())
def test_the_cities_may_change_places(game):
    first, second = payoff_lists(game)
    turned = game_of(
        [list(row) for row in zip(*second, strict=True)],
        [list(row) for row in zip(*first, strict=True)],
    )
    assert found_in(turned) == {(y, x) for x, y in found_in(game)}


@given(game=strategic_games(max_actions=2), data=st.data())
def test_an_action_listed_twice_shares_its_probability(game, data):
    first, second = payoff_lists(game)
    k = data.draw(st.integers(0, len(first) - 1))
    twice = game_of([*first, first[k]], [*second, second[k]])

    def merged(x):
        return tuple(p + (x[-1] if i == k else 0) for i, p in enumerate(x[:-1]))

    assert {(merged(x), y) for x, y in found_in(twice)} == found_in(game)


@given(first=tables(3, 3, 0, 4), second=tables(3, 3, 0, 4))
@examples(62)
def test_an_action_that_is_always_worse_is_never_played(first, second):
    worse = [u - 1 for u in first[0]]
    game = game_of([*first, worse], [*second, [9, 0, 4]])
    assert {(x[:-1], y) for x, y in found_in(game)} == found_in(game_of(first, second))
    assert all(x[-1] == 0 for x, _ in found_in(game))


@given(game=strategic_games())
@examples(62)
def test_the_pure_ones_among_them_are_the_pure_equilibria(game):
    profiles = {
        tuple(next(iter(played)) for played in one.played.values())
        for one in nash_equilibria(game)
        if one.pure
    }
    assert profiles == set(pure_equilibria(game).profiles)


# ---------------------------------------------------------------------------------- degenerate


def test_if_nothing_matters_everything_is_an_equilibrium():
    game = game_of(np.zeros((3, 4)), np.zeros((3, 4)))
    answer = nash_equilibria(game)
    assert len(answer) == 12
    (component,) = answer.components
    (subset,) = component.subsets
    assert [len(corners) for corners in subset.values()] == [3, 4]


def test_one_city_alone_takes_any_of_its_best():
    game = StrategicGame.from_payoffs(["Quzhou"], [3, 7, 7, -1])
    answer = nash_equilibria(game)
    assert [one.played["Quzhou"] for one in answer] == [{"2": 1}, {"3": 1}]
    assert answer.status.startswith("Infinitely many")
    assert [pair(one) for one in nash_equilibria(StrategicGame.from_payoffs(["Q"], [1]))] == [
        ((1,),)
    ]


def test_cities_without_a_choice_do_not_count():
    """Three cities, of which one can do one thing: complete as for two."""
    first, second = [[2, 0], [0, 1]], [[0, 1], [3, 0]]
    three = StrategicGame.from_payoffs(
        ["A", "B", "C"], *[[[row] for row in table] for table in (first, [[5, 5], [6, 7]], second)]
    )
    answer = nash_equilibria(three)
    assert answer.complete
    (only,) = answer
    assert pair(only) == ((F(3, 4), F(1, 4)), (F(1),), (F(1, 3), F(2, 3)))
    assert only.payoffs["B"] == 5 * F(3, 4) + F(1, 4) * (2 + 7 * F(2, 3))


@pytest.mark.parametrize("unit", [F(1, 10**12), F(10**15), 1e-300, 1e300])
def test_magnitudes_do_not_matter(unit):
    game = game_of([[2 * unit, 0], [0, unit]], [[0, unit], [3 * unit, 0]])
    assert found_in(game) == {((F(3, 4), F(1, 4)), (F(1, 3), F(2, 3)))}


def test_a_near_tie_is_no_tie():
    tiny = F(1, 10**30)
    game = game_of([[1, 1], [1, 1 - tiny]], [[0, 0], [0, 0]])
    assert nash_equilibria(game).status == (
        "Infinitely many equilibria, and no others: 1 component with 3 corners."
    )
    assert ((F(0), F(1)), (F(1), F(0))) in found_in(game)
    assert ((F(0), F(1)), (F(0), F(1))) not in found_in(game)


def test_many_actions_against_two():
    """More labels than a machine word has bits."""
    rng = np.random.default_rng(0)
    game = game_of(*rng.integers(0, 10**6, size=(2, 70, 2)))
    answer = nash_equilibria(game)
    assert answer.complete
    assert len(answer) % 2 == 1
    assert all(max(regrets(game, one).values()) == 0 for one in answer)
    assert answer.certificate.verify(game) is True


def test_what_is_too_large_to_list_is_not_called_complete(monkeypatch):
    monkeypatch.setattr("solvers.strategic.best_response_polytope._MOST", 20)
    chase = [[(j - i) % 5 in (0, 1) for j in range(5)] for i in range(5)]
    flee = [[(j - i) % 5 in (2, 3) for j in range(5)] for i in range(5)]
    game = game_of(np.array(chase, dtype=int), np.array(flee, dtype=int))
    answer = nash_equilibria(game)
    assert not answer.complete
    assert "there may be more" in answer.status
    (only,) = answer
    assert only == nash_equilibrium(game)
    assert regret(game, pair(only)) == 0
    assert answer.certificate.verify(game) is True


# --------------------------------------------------------------------------- three and more


def volunteers(cost):
    """Diekmann (1985): one who pays for the bridge is enough, and all gain 1."""
    return StrategicGame.from_function(
        ["A", "B", "C"],
        ["pay", "wait"],
        lambda acts: [int("pay" in acts) - cost * (act == "pay") for act in acts],
    )


def test_volunteers_with_a_rational_probability():
    """Each waits with probability cost^(1/2) = 1/2."""
    answer = nash_equilibria(volunteers(F(1, 4)))
    assert not answer.complete
    assert sum(one.pure for one in answer) == 3
    assert (HALF,) * 3 in {pair(one) for one in answer}
    assert answer.proof.kind == "exact"
    assert answer.certificate.verify(volunteers(F(1, 4))) is True


def test_volunteers_with_an_irrational_probability():
    game = volunteers(F(1, 2))
    answer = nash_equilibria(game)
    (mixed,) = (one for one in answer if all(len(played) == 2 for played in one.played.values()))
    for strategy in mixed.values():
        assert abs(strategy["wait"] ** 2 - F(1, 2)) < F(1, 10**15)
    assert 0 < mixed.regret == max(regrets(game, mixed).values()) < F(1, 10**15)
    assert answer.proof.kind == "enclosed"
    assert 0 < answer.proof.radius == mixed.radius < F(1, 10**15)
    for strategy in mixed.values():  # (wait + r)^2 >= 1/2 >= (wait - r)^2
        low, high = strategy["wait"] - mixed.radius, strategy["wait"] + mixed.radius
        assert low**2 < F(1, 2) < high**2
    assert "epsilon-equilibrium" in mixed.status
    assert "1 is an epsilon-equilibrium" in answer.status
    assert answer.certificate.verify(game) is True


JORDAN = StrategicGame.from_function(
    ["A", "B", "C"],
    ["left", "right"],
    lambda acts: [int(acts[0] == acts[1]), int(acts[1] == acts[2]), int(acts[2] != acts[0])],
)


def test_ties_among_three_are_no_obstacle():
    """Small payoffs, many of them equal: at some starts Newton's equations have no one solution."""
    first = [[[1, 0], [1, 1]], [[0, 1], [0, 0]]]
    second = [[[1, 1], [0, 1]], [[1, 1], [0, 1]]]
    third = [[[0, 0], [0, 0]], [[1, 0], [1, 1]]]
    game = StrategicGame.from_payoffs(["A", "B", "C"], first, second, third)
    found = nash_equilibria(game)
    pure = [tuple(map(max, one.played.values())) for one in found if one.pure]
    assert pure == [("1", "1", "1"), ("1", "2", "2")]
    assert max(max(regrets(game, one).values()) for one in found) == 0


def test_jordans_game_has_one_equilibrium():
    """Jordan (1993): each of three pennies follows the next, the last one flees."""
    answer = nash_equilibria(JORDAN)
    assert [pair(one) for one in answer] == [(HALF,) * 3]
    assert nash_equilibrium(JORDAN) == next(iter(answer))


def test_of_many_cities_the_pure_ones_are_all_there():
    rng = np.random.default_rng(1)
    game = StrategicGame.from_payoffs(list("ABCDE"), *rng.integers(0, 9, size=(5,) + (2,) * 5))
    answer = nash_equilibria(game)
    pure = [tuple(next(iter(p)) for p in one.played.values()) for one in answer if one.pure]
    assert tuple(pure) == pure_equilibria(game).profiles
    for one in answer:
        assert max(regrets(game, one).values()) == one.regret < F(1, 10**12)
