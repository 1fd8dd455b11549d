"""What types expect, against means and against the rule itself."""

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mechanisms import audit
from mechanisms.direct.interim_functions import interim_functions
from mechanisms.direct.verdict import Holds
from tests.mechanisms.direct.range_rules import ranges, rules
from tests.properties.strategies import examples

F = Fraction


@examples(20)
@given(given=rules() | rules(powers=True))
def test_expected_payoffs_are_the_mean_of_interim_ones(given):
    problem, rule = given
    mechanism = ranges(problem, rule)
    report = audit(mechanism, ["budget balance ex ante"])
    for city, payoff in mechanism.payoffs().items():
        functions = interim_functions(mechanism, city)
        mean = F(0)
        for (low, high), honest in zip(
            itertools.pairwise(functions.points), functions.honest, strict=True
        ):
            for power, coefficient in enumerate(honest.coefficients, start=1):
                mean += coefficient * (high**power - low**power) / power
        assert mean == payoff
        kind = F(1, 3)
        level, slope = functions.at(kind)
        assert mechanism.interim(city, kind).payoff == level + slope * kind
    balance = report["budget balance ex ante"]
    left = report.surplus - sum(mechanism.payoffs().values())
    assert bool(balance) == (left == 0)
    assert isinstance(balance, Holds) or balance.gain == abs(left)


@examples(15)
@given(given=rules() | rules(powers=True), at=st.fractions(0, 1, max_denominator=7))
def test_expectations_against_the_rule_itself_in_many_small_steps(given, at):
    problem, rule = given
    mechanism = ranges(problem, rule)
    steps = 200
    for city, other in (("A", "B"), ("B", "A")):
        functions = interim_functions(mechanism, city)
        level = slope = F(0)
        for k in range(steps):
            told = {city: at, other: F(2 * k + 1, 2 * steps)}
            chosen, paid = rule(told)
            lottery = chosen if isinstance(chosen, dict) else {chosen: F(1)}
            for each, chance in lottery.items():
                start, rise = problem.values[problem.cities.index(city)]["xy".index(each)]
                level += chance * start / steps
                slope += chance * rise / steps
            level -= paid[problem.cities.index(city)] / steps
        found = functions.at(at)
        # Each of at most three changes of case is off by less than one step, of at most 10.
        assert abs(found[0] - level) <= F(3 * 12, steps)
        assert abs(found[1] - slope) <= F(3 * 4, steps)
        kinds = sorted({F(k, 5) for k in range(6)} | set(functions.points))
        most = max(functions.payoff(t, r) - functions.payoff(t, t) for t in kinds for r in kinds)
        verdict = audit(mechanism, ["BIC"])["BIC"]
        if isinstance(verdict, Holds):
            assert most <= 0
        else:
            if all(a.degree <= 2 for a, _ in functions.between):
                assert most <= (verdict.supremum or verdict.gain)
            (liar,), (true,), (misreport,) = (
                verdict.who,
                verdict.truth.values(),
                verdict.reports.values(),
            )
            expects = interim_functions(mechanism, liar)
            assert verdict.gain == expects.payoff(true, misreport) - expects.payoff(true, true)
