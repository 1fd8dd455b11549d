"""Redistribution keeps honesty and efficiency, harms nobody, and never lacks money."""

from fractions import Fraction

from hypothesis import given

from games import BayesianProblem
from intercity.testing import bayesian_problems
from mechanisms import audit, cavallo_redistribution, clarke_pivot
from tests.properties.strategies import examples


@examples(40)
@given(bayesian_problems(max_cities=3, max_types=2))
def test_honest_and_never_short_of_money(problem):
    rule, pivot = cavallo_redistribution(problem), clarke_pivot(problem)
    report = audit(rule, ["DSIC", "weak budget balance ex post", "efficiency"])
    assert all(report.values())
    for (reports, after), (_, before) in zip(rule.outcomes(), pivot.outcomes(), strict=True):
        assert after.lottery == before.lottery, reports
        assert all(after.payments[city] <= before.payments[city] for city in problem.cities)


def test_the_site_that_three_want():
    """Of a price of 2 each city but the two that set it counts on 2, the others on 1."""
    site = BayesianProblem(
        list("ABC"),
        {city: [1, 2] for city in "ABC"},
        list("ABC"),
        lambda city, winner, worth: worth if city == winner else 0,
    )
    rule = cavallo_redistribution(site)
    kept = {tuple(r.values()): sum(o.payments.values()) for r, o in rule.outcomes()}
    assert kept[1, 1, 1] == 0
    assert kept[2, 2, 2] == 0
    assert kept[2, 2, 1] == 2 - Fraction(1 + 1 + 2, 3)
