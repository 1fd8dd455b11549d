"""Serial, average cost and Shapley-Shubik: published numbers, properties, degenerate demands."""

import copy
import dataclasses
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CostSharingProblem, InvalidInput
from mechanisms import average_cost_sharing, serial_cost_sharing, shapley_shubik_sharing
from solvers import core_violation
from tests.properties.strategies import examples

RULES = [serial_cost_sharing, average_cost_sharing, shapley_shubik_sharing]
COSTS = {
    "square": lambda q: q**2,
    "linear": lambda q: 3 * q,
    "fixed": lambda q: 5 * (q > 0) + q,
    "steps": lambda q: q // 2,
    "free": lambda q: 0,
}


@st.composite
def problems(draw, costs=tuple(COSTS)):
    number = draw(st.sampled_from([st.integers(0, 3), st.fractions(0, 9, max_denominator=4)]))
    demands = draw(st.lists(number, min_size=1, max_size=4))
    name = draw(st.sampled_from(costs))
    return CostSharingProblem(dict(zip("ABCD", demands, strict=False)), COSTS[name])


def test_moulin_and_shenker():
    """Moulin and Shenker (1992): C = Q^2, demands 1, 2, 3. Levels 3, 5, 6: 9/3, +16/2, +11."""
    works = CostSharingProblem({"A": 1, "B": 2, "C": 3}, COSTS["square"])
    assert list(serial_cost_sharing(works).values()) == [3, 11, 22]
    assert list(average_cost_sharing(works).values()) == [6, 12, 18]
    # Of Q^2 each pays q_i Q in the average of all orders: the same as average cost.
    assert shapley_shubik_sharing(works) == average_cost_sharing(works)


@pytest.mark.parametrize("rule", RULES)
@given(problem=problems())
@examples(62)
def test_every_rule_covers_the_cost(rule, problem):
    shares = rule(problem)
    assert shares.total() == problem.cost(problem.total)
    assert shares.certificate.verify(problem) is True
    for one, demand in problem.demands.items():
        assert shares[one] >= 0
        assert demand or shares[one] == 0
        assert all(
            shares[one] <= shares[other]
            for other, more in problem.demands.items()
            if demand <= more
        )


@given(problem=problems(), extra=st.integers(1, 9))
def test_a_serial_bill_does_not_depend_on_larger_demands(problem, extra):
    largest = max(problem.demands, key=lambda city: problem.demands[city])
    more = {**problem.demands, largest: problem.demands[largest] + extra}
    before = serial_cost_sharing(problem)
    after = serial_cost_sharing(CostSharingProblem(more, problem.costs))
    assert all(before[city] == after[city] for city in before if city != largest)


def test_an_average_bill_does():
    small = CostSharingProblem({"A": 1, "B": 2}, COSTS["square"])
    large = CostSharingProblem({"A": 1, "B": 9}, COSTS["square"])
    assert (average_cost_sharing(small)["A"], average_cost_sharing(large)["A"]) == (3, 10)
    assert serial_cost_sharing(small)["A"] == serial_cost_sharing(large)["A"] == 2


@pytest.mark.parametrize("rule", RULES)
@given(problem=problems(costs=("fixed",)))
@examples(62)
def test_falling_average_costs_put_every_rule_in_the_core(rule, problem):
    """A fixed cost and the same for each unit: a concave C, so the game is submodular."""
    assert core_violation(problem.game(), rule(problem)) is None


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("demands", "due"),
    [
        ({"A": 0}, [0]),
        ({"A": 0, "B": 0}, [0, 0]),
        ({"A": 5}, [25]),
        ({"A": 2, "B": 2}, [8, 8]),
        ({"A": 0, "B": 3}, [0, 9]),
        ({"A": Fraction(1, 10**12), "B": 0}, [Fraction(1, 10**24), 0]),
    ],
)
def test_degenerate(rule, demands, due):
    problem = CostSharingProblem(demands, COSTS["square"])
    assert list(rule(problem).values()) == due


def test_a_problem_is_a_value():
    works = CostSharingProblem({"A": 1, "B": 2}, abs)
    assert pickle.loads(pickle.dumps(works)) == copy.deepcopy(works) == works
    assert hash(works) == hash(CostSharingProblem({"B": 2, "A": 1}, abs))
    assert dataclasses.replace(works, demands={"A": 5}).total == 5


@pytest.mark.parametrize(
    ("demands", "costs", "words"),
    [
        ({"A": -1}, COSTS["square"], "demand of A is -1; it should be 0 or more."),
        ({"A": 1}, lambda q: q + 1, "the cost of 0 is 1; it should be 0."),
        ({"A": 1, "B": 2}, lambda q: -q, "no less than 0, the cost of 0"),
        ({"A": 1}, lambda q: None, "the cost of 0 is None; it should be a number."),
        ({"A": 1}, 5, "a function of the quantity"),
        ([1, 2], COSTS["square"], "a demand for each city, by name"),
    ],
)
def test_bad_input(demands, costs, words):
    with pytest.raises(InvalidInput) as raised:
        CostSharingProblem(demands, costs)
    assert words in str(raised.value)
