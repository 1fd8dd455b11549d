"""Fund rules on whole ranges: against fine cuts, all other shares, and by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import UniformProject
from games.errors import InvalidInput
from mechanisms import expected_project, project_in_ranges, uniform_voluntary_rule


def ranges():
    return st.tuples(st.integers(-2, 6), st.integers(0, 5)).map(lambda x: (x[0], x[0] + x[1]))


@settings(max_examples=12, deadline=None)
@given(st.lists(ranges(), min_size=2, max_size=3), st.fractions(0, 14, max_denominator=3))
def test_against_sums_over_small_squares(types, cost):
    project = UniformProject({f"c{i}": ends for i, ends in enumerate(types)}, cost)
    found = project_in_ranges(project)
    assert found.certificate.verify(project) is True
    cut = expected_project(project.cut(16))
    assert float(found.first_best) == pytest.approx(float(cut.first_best), abs=0.03)
    for name in ("Clarke pivot", "expected externality"):
        one, two = found.rules[name], cut.rules[name]
        assert float(one.kept) == pytest.approx(float(two.kept), abs=0.1)
        for city in project.cities:
            assert float(one.payoffs[city]) == pytest.approx(float(two.payoffs[city]), abs=0.1)
        # The least of 16 types is 1/32 of a range of at most 5 above the lowest value.
        assert -0.1 <= two.worst.payoff - one.worst.payoff <= 5 / 32 + 0.1
    assert found.rules["expected externality"].kept == 0
    assert found.rules["VCG with a veto"].worst.payoff == 0
    best = uniform_voluntary_rule(project)
    assert found.rules["VCG with a veto"].kept == best.spare
    fixed = found.rules["fixed shares"]
    assert fixed.gain <= best.gains + (best.proof.radius or 0)
    assert fixed.kept == 0
    assert fixed.worst.payoff >= 0


@given(
    st.lists(ranges(), min_size=3, max_size=3),
    st.fractions(0, 14, max_denominator=3),
    st.fractions(-3, 9, max_denominator=4),
    st.fractions(-3, 9, max_denominator=4),
)
def test_no_other_shares_gain_more(types, cost, one, two):
    project = UniformProject(dict(zip("ABC", types, strict=True)), cost)
    chance, worth = Fraction(1), -Fraction(cost)
    for (low, high), share in zip(types, (one, two, cost - one - two), strict=True):
        if share > high:
            return
        start = max(Fraction(low), share)
        chance *= Fraction(high - start, high - low) if high > low else 1
        worth += (start + high) / 2
    assert chance * worth <= project_in_ranges(project).rules["fixed shares"].gain


def test_by_hand():
    """Three members of [0, 2], a cost of 3: shares of 1, built one time in 8, 3/2 each time."""
    project = UniformProject(dict.fromkeys("ABC", (0, 2)), 3)
    found = project_in_ranges(project)
    assert dict(found.shares) == dict.fromkeys("ABC", Fraction(1))
    assert found.rules["fixed shares"].gain == Fraction(3, 16)
    # One with all to gain from a gift of 1/5 or so less; what was tried is told as it is.
    misreport = found.misreport
    assert misreport.value == 2
    missing = 3 - misreport.given
    assert misreport.gain == (2 - misreport.given) * (4 - missing) ** 2 / 8


def test_who_could_not_refuse():
    """The lowest values pay for it: in proportion to these, and who is harmed is paid."""
    rich = project_in_ranges(UniformProject({"A": 8, "B": (0, 1)}, 5))
    assert (rich.shares, rich.lost("fixed shares")) == ({"A": 5, "B": 0}, 0)
    assert (rich.misreport.given, rich.misreport.gain) == (5, 3)
    project = UniformProject({"A": 8, "B": (-4, -1)}, 2)
    harmed = project_in_ranges(project)
    assert (harmed.shares, harmed.lost("fixed shares"), harmed.misreport) == (
        {"A": 6, "B": -4},
        0,
        None,
    )
    assert not replace(harmed.certificate, shares={"A": 5, "B": -3}).verify(project)


def test_degenerate_and_bad_input():
    for cost in (2, 3):
        never = UniformProject({"A": (0, 1), "B": (0, 1)}, cost)
        found = project_in_ranges(never)
        assert (found.first_best, found.shares, found.misreport) == (0, {}, None)
        assert found.certificate.verify(never) is True
    free = project_in_ranges(UniformProject({"A": (0, 2), "B": 0}, 0))
    assert free.lost("fixed shares") == 0
    with pytest.raises(InvalidInput, match="a rule is 'foo'"):
        free.lost("foo")
    with pytest.raises(InvalidInput, match="subject of project_in_ranges"):
        project_in_ranges({"A": 1})
