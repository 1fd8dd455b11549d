"""Fund rules side by side over a prior: by hand, against own sums, and against the audit."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import PrivateProject
from games.errors import InvalidInput
from mechanisms import (
    ProvisionPoint,
    audit,
    best_fixed_shares,
    best_voluntary_rule,
    expected_project,
)
from tests.mechanisms.direct.drawn_problems import priors, profiles
from tests.properties.strategies import examples

WORTHS = priors(st.integers(-2, 8))


def won(values, cost):
    return max(0, sum(values) - cost)


@settings(max_examples=15, deadline=None)
@given(st.lists(WORTHS, min_size=2, max_size=3), st.integers(0, 12))
def test_against_own_sums(types, cost):
    project = PrivateProject({f"c{i}": prior for i, prior in enumerate(types)}, cost)
    found = expected_project(project)
    assert found.certificate.verify(project) is True
    n = len(types)
    first = sum(p * won(v, cost) for v, p in profiles(project))
    clarke, veto = [], []
    for i, own in enumerate(types):
        part = Fraction(cost * (n - 1), n)
        clarke.append(
            sum(p * (won(v, cost) - max(0, sum(v) - v[i] - part)) for v, p in profiles(project))
        )
        least = min(own)
        veto.append(
            sum(
                p * (won(v, cost) - won([*v[:i], least, *v[i + 1 :]], cost))
                for v, p in profiles(project)
            )
        )
    assert found.first_best == first
    assert list(found.rules["Clarke pivot"].payoffs.values()) == clarke
    assert list(found.rules["VCG with a veto"].payoffs.values()) == veto
    assert found.rules["Clarke pivot"].kept == first - sum(clarke) >= 0
    assert found.rules["VCG with a veto"].worst.payoff == 0
    balanced = found.rules["expected externality"]
    assert (balanced.gain, balanced.kept) == (first, 0)
    # Fixed shares are voluntary and balanced: no better than the best rule.
    fixed = found.rules["fixed shares"]
    assert fixed.kept == 0
    assert fixed.worst.payoff >= 0
    assert fixed.gain <= best_voluntary_rule(project).gains
    if found.shares:
        assert sum(found.shares.values()) == cost
        agreed = [
            (v, p)
            for v, p in profiles(project)
            if all(x >= s for x, s in zip(v, found.shares.values(), strict=True))
        ]
        assert fixed.gain == sum(p * (sum(v) - cost) for v, p in agreed)


@examples(62)
@given(
    st.lists(WORTHS, min_size=2, max_size=2),
    st.integers(0, 9),
    st.fractions(-4, 12, max_denominator=4),
)
def test_no_other_shares_gain_more(types, cost, share):
    """Of two cities one pays any share, the other the rest."""
    project = PrivateProject(dict(zip("AB", types, strict=True)), cost)
    _, best = best_fixed_shares(project)
    shares = (share, cost - share)
    if min(shares) < min(0, *types[0], *types[1]):
        return
    gain = sum(
        p * (sum(v) - cost)
        for v, p in profiles(project)
        if all(x >= s for x, s in zip(v, shares, strict=True))
    )
    assert gain <= best


def test_two_cities_by_hand():
    """v is 0 or 4, alike; the dyke costs 3: it is worth it in three of four cases, 1, 1 and 5."""
    project = PrivateProject({"A": [0, 4], "B": [0, 4]}, 3)
    found = expected_project(project)
    assert found.first_best == Fraction(7, 4)
    # A alone pays 3 and agrees in half of all cases: 1 or 5.
    assert (found.shares, found.rules["fixed shares"].gain) == ({"A": 0, "B": 3}, Fraction(3, 2))
    clarke = found.rules["Clarke pivot"]
    assert clarke.kept == Fraction(3, 4)  # as in fund_balance's example
    assert clarke.worst.payoff < 0
    # W less W without: 1 - 0, 1 - 0 and twice 5 - 1 of 7 paid out in excess of the gain.
    assert found.rules["VCG with a veto"].kept == Fraction(7 - 1 - 1 - 8, 4)
    # Giving nothing when it is worth 4: the other gives 4 in half of all cases.
    assert (
        found.misreport.city,
        found.misreport.value,
        found.misreport.given,
        found.misreport.gain,
    ) == ("A", 4, 0, 2)


def test_the_lie_is_the_audits():
    project = PrivateProject({"A": [1, 3, 6], "B": {2: 0.25, 5: 0.75}}, 6)
    misreport = expected_project(project).misreport
    rule = ProvisionPoint(["A", "B"], 6).direct_mechanism(dict(project.members))
    fails = audit(rule, ["BIC"])["BIC"]
    assert not fails
    # The audit knows types alone; just 4 is what A has to give where B gives 2.
    assert (misreport.city, misreport.value, misreport.given, misreport.gain) == (
        "A",
        6,
        1,
        Fraction(15, 4),
    )
    assert (
        f"{misreport.city} of type {misreport.value} expects to gain {float(misreport.gain):.6g}"
        in str(fails)
    )


@settings(max_examples=15, deadline=None)
@given(st.lists(WORTHS, min_size=2, max_size=3), st.integers(0, 12))
def test_no_gift_gains_more_than_the_lie(types, cost):
    """All gifts in quarters: all numbers are whole, so that the best one is among them."""
    project = PrivateProject({f"c{i}": prior for i, prior in enumerate(types)}, cost)
    best = 0
    for i, own in enumerate(types):
        for value in own:
            for quarter in range(4 * max(0, int(value))):
                given = Fraction(quarter, 4)
                likely = sum(
                    p
                    for v, p in profiles(project)
                    if given + sum(max(0, x) for j, x in enumerate(v) if j != i) >= cost
                )
                best = max(best, (value - given) * likely)
    misreport = expected_project(project).misreport
    assert (misreport.gain if misreport else 0) == best


@pytest.mark.parametrize(
    ("members", "cost", "gain"),
    [
        ({"A": [8], "B": [8]}, 5, 8),
        ({"A": [2, 4], "B": [0, 1]}, 0, 4),
        ({"A": [3], "B": [3]}, 5, 1),
    ],
)
def test_lies_by_hand(members, cost, gain):
    """Of two to whom it is worth 8 one need give nothing; of two with 3, 2 is enough."""
    project = PrivateProject(members, cost)
    found = expected_project(project)
    assert found.misreport.gain == gain
    assert found.certificate.verify(project) is True
    assert not replace(found.certificate, misreport=None).verify(project)


def test_degenerate():
    never = expected_project(PrivateProject({"A": [0], "B": [1]}, 5))
    assert (never.first_best, never.shares, never.misreport) == (0, {}, None)
    assert never.status == "There is nothing to gain at any profile of types."
    free = expected_project(PrivateProject({"A": [0, 2], "B": [1]}, 0))
    assert free.lost("fixed shares") == 0
    harmed = expected_project(PrivateProject({"A": [-2], "B": [1, 5]}, 1))
    assert harmed.lost("fixed shares") == 0  # A is paid for what it bears
    assert harmed.rules["fixed shares"].payoffs["A"] >= 0
    huge = PrivateProject({"A": [10**30, 1], "B": [Fraction(1, 10**30), 2]}, 10**15)
    assert expected_project(huge).certificate.verify(huge) is True


def test_many_members():
    """Values that all know are one profile, of as many members as there are."""
    known = PrivateProject({f"c{i}": [i % 5] for i in range(70)}, 100)
    shares, gain = best_fixed_shares(known)
    assert (sum(shares.values()), gain) == (100, 40)
    best = best_voluntary_rule(known)
    assert (best.gains, best.certificate.verify(known)) == (40, True)
    with pytest.raises(InvalidInput, match="the number of members is 70; it should be at most 30"):
        expected_project(known)
    most = PrivateProject({f"c{i}": [i % 5] for i in range(30)}, 50)
    assert expected_project(most).certificate.verify(most) is True
    with pytest.raises(InvalidInput, match="the number of profiles of types is 2097152"):
        best_fixed_shares(PrivateProject({f"c{i}": [0, 3] for i in range(21)}, 20))


def test_bad_input():
    for function in (expected_project, best_fixed_shares):
        with pytest.raises(InvalidInput) as refused:
            function({"A": [1]})
        assert f"subject of {function.__name__}" in str(refused.value)
    with pytest.raises(InvalidInput, match="a rule is 'foo'"):
        expected_project(PrivateProject({"A": [1], "B": [2]}, 1)).lost("foo")
