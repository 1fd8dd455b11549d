"""Demand games: the common pasture by average cost, and the one equilibrium of the serial rule."""

import itertools
from fractions import Fraction

import pytest

from games import InvalidInput
from mechanisms import average_cost_sharing, demand_game, serial_cost_sharing
from solvers import pure_equilibria


def square(quantity):
    return quantity**2


def equilibria(rule, benefits, demands=range(8)):
    game = demand_game(rule, square, benefits, demands)
    return [tuple(int(q) for q in p.values()) for p in pure_equilibria(game)], game


def test_the_common_pasture():
    """C = Q^2, a unit worth 12: by average cost 12 = Q + q, so 4 each, 16 each; best is Q = 6.

    In whole units 9q - q^2, the answer to 3, is as good at 5 as at 4. By the serial rule equals pay
    C(2q)/2, so 12 = 4q: 3 each, 36 - 18 = 18.
    """
    found, game = equilibria(average_cost_sharing, {"A": 12, "B": 12})
    assert found == [(3, 5), (4, 4), (5, 3)]
    assert game.payoff(["4", "4"]) == {"A": 16, "B": 16}
    found, game = equilibria(serial_cost_sharing, {"A": 12, "B": 12})
    assert found == [(3, 3)]
    assert game.payoff(["3", "3"]) == {"A": 18, "B": 18}


def test_unequal_cities():
    """8 and 16. Serial: 8 = 4 q_A, 16 = 2 Q: 2 and 6. Average: 8 = Q + q_A, 16 = Q + q_B: 0, 8."""
    found, game = equilibria(serial_cost_sharing, {"A": 8, "B": 16}, range(10))
    assert found == [(2, 6)]
    assert game.payoff(["2", "6"]) == {"A": 16 - 8, "B": 96 - 56}
    found, _ = equilibria(average_cost_sharing, {"A": 8, "B": 16}, range(10))
    assert found == [(0, 8), (1, 7)]  # in whole units q - q^2, the answer to 7, is 0 at 0 and 1


def test_no_group_leaves_the_serial_equilibrium():
    """Moulin and Shenker (1992): a strong equilibrium, here of three, over all joint demands."""
    benefits = {"A": 6, "B": 10, "C": 14}
    found, game = equilibria(serial_cost_sharing, benefits, range(6))
    assert found == [(1, 2, 4)]  # 6 = 2 * 3 q_A, 10 = 2 (1 + 2 q_B), 14 = 2 (3 + q_C)
    for at in found:
        now = game.payoff([str(q) for q in at])
        for other in itertools.product(range(6), repeat=3):
            then = game.payoff([str(q) for q in other])
            movers = [c for c, old, new in zip(benefits, at, other, strict=True) if old != new]
            assert not movers or any(then[c] <= now[c] for c in movers)


def test_a_rule_and_benefits_of_your_own():
    def equal(problem):
        return {c: float(problem.cost(problem.total)) / 2 for c in problem.demands}

    game = demand_game(
        equal, square, {"A": lambda q: 10 * min(q, 1), "B": 0}, [0, Fraction(1, 2), 1]
    )
    assert game.payoff(["1", "0"]) == {"A": Fraction(19, 2), "B": Fraction(-1, 2)}


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda: demand_game(5, square, {"A": 1}, [0]), "a function from a problem to shares"),
        (lambda: demand_game(dict, square, [1], [0]), "a number or a function for each city"),
        (lambda: demand_game(lambda p: {}, square, {"A": 1}, [0]), "one share for each city"),
        (
            lambda: demand_game(
                lambda p: {"A": 0, "B": 0}, lambda q: q**2, {"A": 12, "B": 12}, [0, 3]
            ),
            "the sum of the shares for .* is 0; it should be 9, what it costs",
        ),
        (lambda: demand_game(serial_cost_sharing, square, {"A": "x"}, [0]), "benefit of A is 'x'"),
        (lambda: demand_game(serial_cost_sharing, square, {"A": 1}, [-1]), "demand of A is -1"),
    ],
)
def test_bad_input(broken, words):
    with pytest.raises(InvalidInput, match=words):
        broken()
