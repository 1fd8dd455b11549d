"""Dominated actions and what survives: textbook games, envelopes of lines, and laws."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import StrategicGame
from solvers.strategic.correlated_equilibrium import correlated_equilibrium
from solvers.strategic.dominance import DominanceCertificate, Likelihood, Verdict, dominance
from solvers.strategic.iterated_elimination import iterated_elimination, rationalisable_actions
from tests.properties.strategies import examples

HALF = Fraction(1, 2)


def duopoly(parts):
    """Cournot (1838): inverse demand 1 - Q (below 0 too), no costs, quantities k / parts."""
    q = [Fraction(k, parts) for k in range(parts + 1)]
    table = [[a * (1 - a - b) for b in q] for a in q]
    return StrategicGame.from_payoffs(
        ["A", "B"],
        table,
        [list(column) for column in zip(*table, strict=True)],
        actions=range(parts + 1),
    )


def best_somewhere(table, a, *, inside):
    """Whether line a touches the upper envelope of the lines p u1 + (1 - p) u2 for some p.

    ``inside``: for 0 < p < 1. Where it does, it does so at an end, or at or between crossings.
    """
    lines = [(Fraction(u2), Fraction(u1) - u2) for u1, u2 in table]
    cuts = {Fraction(0), Fraction(1)}
    for (c, d), (e, f) in itertools.combinations(lines, 2):
        if d != f and 0 < (e - c) / (d - f) < 1:
            cuts.add((e - c) / (d - f))
    ordered = sorted(cuts)
    places = ordered + [(x + y) / 2 for x, y in itertools.pairwise(ordered)]
    return any(
        lines[a][0] + p * lines[a][1] == max(c + p * d for c, d in lines)
        for p in places
        if not inside or 0 < p < 1
    )


def test_gibbons_figure_1_1_1():
    game = StrategicGame.from_payoffs(
        ["A", "B"],
        [[1, 1, 0], [0, 0, 2]],
        [[0, 2, 1], [3, 1, 0]],
        actions=[["Up", "Down"], ["Left", "Middle", "Right"]],
    )
    found = iterated_elimination(game)
    assert [[each.action for each in step] for step in found.steps] == [
        ["Right"],
        ["Down"],
        ["Left"],
    ]
    assert found.solution == ("Up", "Middle")
    assert found.certificate.verify(game)


def test_only_a_lottery_dominates():
    """Osborne and Rubinstein (1994), section 4.2: M is beaten by half U and half D, by neither."""
    game = StrategicGame.from_payoffs(
        ["A", "B"], [[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3, actions=[["U", "D", "M"], ["L", "R"]]
    )
    found = dominance(game)
    assert found.strict == {"A": {"M": {"U": HALF, "D": HALF}}, "B": {}}
    assert found.undominated == {"A": ("U", "D"), "B": ("L", "R")}
    assert rationalisable_actions(game).surviving["A"] == ("U", "D")


def test_weak_dominance_depends_on_the_order():
    """Osborne and Rubinstein (1994), section 4.3: without T first R is left, without B first L."""
    game = StrategicGame.from_payoffs(
        ["A", "B"],
        [[1, 0], [1, 2], [0, 2]],
        [[1, 0], [1, 1], [0, 1]],
        actions=[["T", "M", "B"], ["L", "R"]],
    )
    found = dominance(game)
    assert found.strict == {"A": {}, "B": {}}
    assert found.weak["A"] == {"T": {"M": 1}, "B": {"M": 1}}
    assert iterated_elimination(game, weakly=True).surviving == {"A": ("M",), "B": ("L", "R")}
    for first, left in (("T", "R"), ("B", "L")):
        without = game.restricted({"A": [a for a in "TMB" if a != first]})
        assert iterated_elimination(without, weakly=True).solution == ("M", left)
    assert iterated_elimination(game).steps == ()


def test_guessing_two_thirds_of_the_mean():
    """Moulin (1986): of 0 to 9, two cities that name the closer to 2/3 of the mean end at 0."""

    def worth(guess):
        away = [abs(3 * x - sum(guess)) for x in guess]
        return [Fraction(away[i] == min(away), away.count(min(away))) for i in range(2)]

    game = StrategicGame.from_function(["A", "B"], range(10), worth)
    assert dominance(game).weak["A"].keys() == {str(k) for k in range(1, 9)}
    assert dominance(game).strict["A"].keys() == {"9"}  # it never wins
    assert iterated_elimination(game, weakly=True).solution == ("0", "0")


def test_cournot_duopoly():
    """Moulin (1984): best replies that contract leave what surrounds 1/3; in parts of 24, 7 to 9.

    7 and 9 reply to each other: 12 - 9/2 is as near to 7 as to 8, 12 - 7/2 as near to 9 as to 8.
    """
    found = rationalisable_actions(duopoly(24))
    assert found.surviving == {"A": ("7", "8", "9"), "B": ("7", "8", "9")}
    assert found.beliefs["A"]["9"].keys() <= {("7",), ("8",)}


def test_a_dilemma_of_three():
    game = StrategicGame.from_function(
        ["A", "B", "C"],
        ["hold", "bid"],
        lambda a: [2 * a.count("hold") + (x == "bid") * 3 for x in a],
    )
    found = dominance(game)
    assert set(found.dominant.values()) == {"bid"}
    assert set(found.dominant) == {"A", "B", "C"}
    assert iterated_elimination(game).solution == ("bid", "bid", "bid")
    assert "correlated" in iterated_elimination(game).status


def test_nothing_to_choose_between():
    zeros = StrategicGame.from_payoffs(["A", "B"], np.zeros((2, 3), int), np.zeros((2, 3), int))
    assert dominance(zeros).undominated == {"A": ("1", "2"), "B": ("1", "2", "3")}
    assert iterated_elimination(zeros, weakly=True).steps == ()
    alone = StrategicGame.from_payoffs(["A"], [4])
    assert dominance(alone).dominant == {"A": "1"}


@given(st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=6))
def test_envelopes(table):
    """Against two actions, an undominated one is on the upper envelope of lines."""
    game = StrategicGame.from_payoffs(["A", "B"], np.array(table), np.zeros((len(table), 2), int))
    found = dominance(game)
    assert found.certificate.verify(game)
    for a, action in enumerate(game.actions[0]):
        assert (action in found.strict["A"]) == (not best_somewhere(table, a, inside=False))
        assert (action in found.undominated["A"]) == best_somewhere(table, a, inside=True)


def games(most):
    def tables(shape):
        size = int(np.prod(shape))
        one = st.lists(st.integers(-3, 3), min_size=size, max_size=size)
        return st.tuples(*[one] * len(shape)).map(
            lambda found: StrategicGame.from_payoffs(
                ["A", "B", "C"][: len(shape)], *[np.array(t).reshape(shape) for t in found]
            )
        )

    return st.lists(st.integers(1, most), min_size=2, max_size=3).flatmap(tables)


@given(games(3))
def test_a_mediator_never_tells_what_is_left_out(game):
    """Aumann (1987): correlated equilibria are those of the game that is left."""
    found = iterated_elimination(game)
    assert found.certificate.verify(game)
    for objective in ("welfare", {"A": -1}):
        best = correlated_equilibrium(game, objective)
        assert best.value == correlated_equilibrium(found.game, objective).value
        for profile in best.distribution:
            assert all(a in kept for a, kept in zip(profile, found.surviving.values(), strict=True))
    for i, (city, beliefs) in enumerate(found.beliefs.items()):
        for action, belief in beliefs.items():
            expected = {
                other: sum(
                    p * found.game.payoff((*o[:i], other, *o[i:]))[city] for o, p in belief.items()
                )
                for other in found.surviving[city]
            }
            assert expected[action] == max(expected.values())


@given(games(3))
@examples(62)
def test_one_at_a_time_leaves_the_same(game):
    """Gilboa, Kalai and Zemel (1990): strict dominance does not depend on the order."""
    left = game
    while True:
        first = next(((c, a) for c, acts in dominance(left).strict.items() for a in acts), None)
        if first is None:
            break
        kept = left.actions[left.players.index(first[0])]
        left = left.restricted({first[0]: [a for a in kept if a != first[1]]})
    assert iterated_elimination(game).game == left


def test_a_wrong_lottery_or_belief_is_refuted():
    game = StrategicGame.from_payoffs(["A", "B"], [[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3)
    verdicts = dominance(game).certificate.verdicts
    for wrong in ({"1": Fraction(1)}, {"1": Fraction(1, 3), "2": Fraction(2, 3), "3": Fraction(0)}):
        forged = verdicts | {"A": verdicts["A"] | {"3": Verdict(wrong, ())}}
        assert not DominanceCertificate(forged).verify(game)
    # 1/3 and 2/3 dominate only weakly: (1, 2) against (1, 1); strictly is too much said.
    forged = verdicts | {
        "A": verdicts["A"] | {"3": Verdict({"1": Fraction(1, 3), "2": Fraction(2, 3)}, ())}
    }
    assert not DominanceCertificate(forged).verify(game)


def test_a_belief_that_excludes_something_is_not_enough():
    """T is as good as M against L, and worse against R: a best reply to L, but weakly dominated."""
    game = StrategicGame.from_payoffs(["A", "B"], [[1, 0], [1, 2]], [[0, 0]] * 2)
    verdicts = dominance(game).certificate.verdicts
    assert verdicts["A"]["1"].by
    believed = verdicts["A"]["1"].belief
    for belief in (believed, (*believed, Likelihood(("2",), Fraction(0)))):  # named, at no chance
        forged = verdicts | {"A": verdicts["A"] | {"1": Verdict({}, belief)}}
        assert not DominanceCertificate(forged).verify(game)


@pytest.mark.parametrize("scale", [Fraction(1, 10**12), Fraction(10**15)])
def test_near_ties(scale):
    """M is beaten by a lottery by a millionth of what is at stake, or not at all."""
    hair = Fraction(1, 10**6)
    for edge in (hair, -hair):
        middle = (Fraction(3, 2) - edge) * scale
        game = StrategicGame.from_payoffs(
            ["A", "B"], [[3 * scale, 0], [0, 3 * scale], [middle, middle]], [[0, 0]] * 3
        )
        assert ("3" in dominance(game).strict["A"]) == (edge > 0)
