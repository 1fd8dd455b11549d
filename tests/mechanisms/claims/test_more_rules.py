"""Rules of claims against other formulas, and how equal they are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import BankruptcyProblem, InvalidInput
from mechanisms import (
    alpha_min,
    average_of_awards,
    award_path,
    constrained_equal_awards,
    constrained_equal_losses,
    dominguez_thomson,
    gini_index,
    lorenz_comparison,
    proportional_rule,
    reverse_talmud,
    talmud_rule,
)
from solvers import core_centre
from tests.properties.strategies import examples

TALMUD = BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 200)
RULES = (alpha_min, average_of_awards, dominguez_thomson, reverse_talmud)
problems = st.from_type(BankruptcyProblem)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_divides_and_proves_it(rule):
    @examples(60)
    @given(problems)
    def law(problem):
        awards = rule(problem)
        assert awards.total() == problem.estate
        assert all(0 <= awards[city] <= claim for city, claim in problem.claims.items())
        assert awards.certificate.verify(problem) is True

    law()


@examples(40)
@given(problems)
def test_the_average_of_awards_is_the_core_centre(problem):
    assert average_of_awards(problem) == core_centre(problem.game())


@examples(60)
@given(problems)
def test_two_rules_are_their_own_duals(problem):
    missing = BankruptcyProblem(problem.claims, problem.missing)
    for rule in (average_of_awards, reverse_talmud):
        awards, losses = rule(problem), rule(missing)
        assert all(awards[city] + losses[city] == problem.claims[city] for city in awards)


def test_values_worked_by_hand():
    """At half of all claims each has half: both rules of the two halves pass through it."""
    half = BankruptcyProblem(TALMUD.claims, 300)
    assert reverse_talmud(half) == talmud_rule(half) == {"A": 50, "B": 100, "C": 150}
    assert reverse_talmud(TALMUD) == {
        "A": Fraction(50, 3),
        "B": Fraction(200, 3),
        "C": Fraction(350, 3),
    }
    # 200/3 of 100 to B and C, 100/3 to A; of the last 100/3 each has a third
    assert dominguez_thomson(TALMUD) == {
        "A": Fraction(400, 9),
        "B": Fraction(700, 9),
        "C": Fraction(700, 9),
    }
    assert alpha_min(BankruptcyProblem(TALMUD.claims, 390)) == {"A": 100, "B": 130, "C": 160}
    assert alpha_min(TALMUD)["A"] == Fraction(200, 3)


@examples(60)
@given(problems)
def test_equal_awards_are_the_most_and_equal_losses_the_least_equal(problem):
    """Bosmans and Lauwers (2011), theorem 1, for the proportional rule between the two."""
    order = [f(problem) for f in (constrained_equal_awards, proportional_rule)]
    order.append(constrained_equal_losses(problem))
    for one, other in ((order[0], order[1]), (order[1], order[2])):
        assert lorenz_comparison(one, other) in ("more equal", "as equal")
        assert gini_index(one) <= gini_index(other)


def test_lorenz_needs_the_same_cities_and_sum():
    with pytest.raises(InvalidInput, match="cities of the second"):
        lorenz_comparison({"A": 1}, {"B": 1})
    with pytest.raises(InvalidInput, match="sum of the second division is 2"):
        lorenz_comparison({"A": 1}, {"A": 2})
    assert lorenz_comparison({"A": 1, "B": 3}, {"A": 3, "B": 1}) == "as equal"
    assert lorenz_comparison({"A": 0, "B": 4}, {"A": 1, "B": 3}) == "less equal"


def test_a_path_begins_at_nothing_and_ends_at_the_claims():
    path = award_path(talmud_rule, TALMUD, steps=3)
    assert path[0] == dict.fromkeys("ABC", 0)
    assert path[1] == talmud_rule(TALMUD)
    assert path[-1] == dict(TALMUD.claims)
