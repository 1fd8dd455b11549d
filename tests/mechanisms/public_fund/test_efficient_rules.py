"""Groves, Clarke and expected externality: known figures, and what they keep at random."""

import itertools
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from games import BayesianProblem, ContinuousProblem, InvalidInput, midpoint_types
from mechanisms import (
    ContinuousMechanism,
    audit,
    clarke_pivot,
    expected_externality,
    fund_balance,
    groves,
)
from mechanisms.direct.verdict import Fails, Holds
from solvers.certificate import Certificate
from tests.properties.strategies import examples


def project(types, cost, choices=("nothing", "road")):
    """A road that is worth to each city what its type says."""
    return BayesianProblem(
        list(types), types, choices, lambda city, a, t: t * (a == "road"), costs={"road": cost}
    )


def plot(count):
    """One plot for one of two cities, values midpoints of [0, 1]."""
    return BayesianProblem(
        ["A", "B"],
        {"A": midpoint_types(0, 1, count), "B": midpoint_types(0, 1, count)},
        ["to A", "to B"],
        lambda city, a, t: t * (a == "to " + city),
    )


@st.composite
def problems(draw):
    n = draw(st.integers(1, 3))
    cities = "ABC"[:n]
    choices = ["x", "y", "z"][: draw(st.integers(1, 3))]
    types = {}
    for city in cities:
        weights = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
        types[city] = {k: Fraction(w, sum(weights)) for k, w in enumerate(weights)}
    number = draw(st.sampled_from([st.integers(-4, 4), st.fractions(-2, 2, max_denominator=5)]))
    table = {key: draw(number) for key in itertools.product(cities, choices, range(3))}
    costs = {choice: draw(number) for choice in choices}
    return BayesianProblem(
        list(cities), types, choices, lambda *at: table[at[0], at[1], int(at[2])], costs=costs
    )


@given(problem=problems(), tilt=st.integers(-3, 3))
def test_truth_is_best_whatever_the_others_report(problem, tilt):
    for rule in (
        clarke_pivot(problem),
        groves(problem),
        groves(problem, lambda city, others: Fraction(tilt, 7) * sum(others.values())),
    ):
        found = audit(rule, ["DSIC", "efficiency"])
        assert found["DSIC"]
        assert found["efficiency"]
    assert fund_balance(clarke_pivot(problem)).least >= 0


@given(problem=problems())
def test_expected_externalities_balance(problem):
    found = audit(expected_externality(problem), ["BIC", "efficiency", "exact budget balance"])
    assert found["BIC"]
    assert found["efficiency"]
    assert found["exact budget balance"] or len(problem.cities) == 1


@given(problem=problems())
@examples(50)
def test_the_pivot_is_a_groves_mechanism(problem):
    """Its lump is what the others could have, their parts of the cost deducted."""
    n = len(problem.cities)

    def lump(_, others):
        return max(
            sum(
                (
                    problem.value(other, a, kind) - problem.costs[problem.alternative_index(a)] / n
                    for other, kind in others.items()
                ),
                Fraction(0),
            )
            for a in problem.alternatives
        )

    assert groves(problem, lump) == clarke_pivot(problem)


@given(problem=problems())
@examples(50)
def test_payments_by_the_definition(problem):
    """Clarke's payments once more, from the definition, profile by profile."""
    rule = clarke_pivot(problem)
    n = len(problem.cities)
    for profile in problem.profiles():

        def worth(a, without=None, profile=profile):
            cost = problem.costs[problem.alternative_index(a)] / n
            return sum(
                problem.value(city, a, profile[city]) - cost
                for city in problem.cities
                if city != without
            )

        best = max(problem.alternatives, key=worth)
        outcome = rule.outcome(profile)
        assert outcome.lottery == {best: 1}
        for city in problem.cities:
            pivot = max(worth(a, city) for a in problem.alternatives) - worth(best, city)
            cost = problem.costs[problem.alternative_index(best)] / n
            assert outcome.payments[city] == cost + pivot


def test_the_pivot_of_three():
    """By hand: cost 30, 10 each. Net 10, -4, -4: A tips 8 short; it pays 10 + 8."""
    road = project({"A": [20], "B": [6], "C": [6]}, 30)
    outcome = clarke_pivot(road).outcome([20, 6, 6])
    assert outcome.payments == {"A": 18, "B": 10, "C": 10}
    assert fund_balance(clarke_pivot(road)).expected == 8
    # All of the cost on A: net -10, 6, 6. Without B (or C) the others lack 4, which it pays.
    due = {"A": 30, "B": 4, "C": 4}
    assert clarke_pivot(road, {"A": 1, "B": 0, "C": 0}).outcome([20, 6, 6]).payments == due


def test_the_fund_of_a_pivot_on_ranges():
    """Values even on [0, 4], cost 3: with a road city i is short of its 3/2 by 3/2 - v, without one
    it is 3/2 below the others'. Integrals: 2 (27/16 + 9/16) over 16; most where one is at 0."""
    road = ContinuousProblem.public_project({"A": (0, 4), "B": (0, 4)}, 3)
    rule = clarke_pivot(road)
    found = fund_balance(rule)
    assert (found.expected, found.least, found.most) == (Fraction(9, 32), 0, Fraction(3, 2))
    for balance, at in ((found.least, found.least_at), (found.most, found.most_at)):
        outcome = rule.outcome(at)
        assert sum(outcome.payments.values()) - 3 * outcome.lottery.get("built", 0) == balance


def test_a_fund_that_jumps():
    """A pays its value below 1/2, and nothing from there on: 1/2 is reached by nobody."""
    sale = ContinuousProblem.auction({"A": (0, 1)})
    jumps = ContinuousMechanism.from_rule(
        sale, lambda told: ("A", {"A": told["A"] if told["A"] < 0.5 else 0})
    )
    found = fund_balance(jumps)
    assert (found.expected, found.least, found.most) == (Fraction(1, 8), 0, Fraction(1, 2))
    assert found.most_at == {"A": Fraction(1, 2)}
    also = ContinuousMechanism.from_rule(
        sale, lambda told: ("A", {"A": told["A"] if told["A"] < 0.5 else Fraction(1, 2)})
    )
    assert also.outcome(fund_balance(also).most_at).payments == {"A": Fraction(1, 2)}
    assert fund_balance(expected_externality(sale)).most == 0  # powers that cancel
    curved = ContinuousMechanism.from_rule(sale, lambda told: ("A", {"A": told["A"] ** 2}))
    with pytest.raises(InvalidInput, match="what the fund keeps is 'a function with powers"):
        fund_balance(curved)


@given(rows=st.lists(st.tuples(*[st.fractions(-2, 2, max_denominator=3)] * 3), min_size=3))
@examples(20)
def test_no_profile_is_beyond_the_extremes_of_a_fund(rows):
    """A drawn rule of three cases at profiles of a grid, asked through the rule itself."""
    sale = ContinuousProblem.auction({"A": (0, 1), "B": (0, 1)})

    def rule(told):
        a, b = told["A"], told["B"]
        level, one, two = rows[0 if a > b else 1 if a + b < 1 else 2]
        return "A", {"A": level + one * a, "B": two * b}

    mechanism = ContinuousMechanism.from_rule(sale, rule)
    found = fund_balance(mechanism)
    kept = [
        sum(mechanism.outcome([Fraction(a, 8), Fraction(b, 8)]).payments.values())
        for a in range(9)
        for b in range(9)
    ]
    assert found.least <= min(kept)
    assert max(kept) <= found.most
    assert found.least <= found.expected <= found.most
    # Affine on polygons with corners on the grid: the extremes of their closures are at corners.
    corners = {0: [(0, 0), (1, 0), (1, 1)], 1: [(0, 0), (0, 1), (0.5, 0.5)], 2: [(0, 1), (1, 1)]}
    corners[2].append((0.5, 0.5))
    values = [
        level + one * Fraction(a) + two * Fraction(b)
        for case, (level, one, two) in enumerate(rows[:3])
        for a, b in corners[case]
    ]
    assert (found.least, found.most) == (min(values), max(values))


def test_aspremont_and_gerard_varet():
    """One object, two bidders, U[0,1]: i pays (v_i^2 - v_j^2)/2; the lowest type gets 1/6.

    Derived: x_i(v) = E[v_j; v_j > v] = (1 - v^2)/2. On k midpoints, ties to A, the sum over
    b > a of (2b + 1)/(2k^2) is (k^2 - (a+1)^2)/(2k^2), for B (k^2 - b^2)/(2k^2).
    """
    v, w = sympy.symbols("v w")
    assert sympy.integrate(w, (w, v, 1)) == sympy.Rational(1, 2) - v**2 / 2
    k = 12
    rule = expected_externality(plot(k))
    grid = midpoint_types(0, 1, k)
    for a, b in itertools.product(range(k), repeat=2):
        paid = rule.outcome([grid[a], grid[b]]).payments
        assert paid["A"] == Fraction((a + 1) ** 2 - b**2, 2 * k * k) == -paid["B"]
        assert abs(paid["A"] - (grid[a] ** 2 - grid[b] ** 2) / 2) <= Fraction(1, k)
    for count in (4, 40):
        lowest = expected_externality(plot(count)).interim("B")[Fraction(1, 2 * count)].payoff
        assert abs(lowest - Fraction(1, 6)) <= Fraction(1, count)


def test_who_loses():
    """The pivot makes B pay for a road it does not want; so, on average, does the other."""
    road = project({"A": [0, 4], "B": [0, 1]}, 3)
    found = audit(clarke_pivot(road), ["ex post IR", "interim IR", "no deficit"])
    assert found["no deficit"]
    assert found["ex post IR"].who == ("B",)
    assert found["ex post IR"].gain == Fraction(3, 2)
    assert not found["interim IR"]
    assert not audit(expected_externality(road), ["interim IR"])["interim IR"]
    assert not audit(expected_externality(plot(3)), ["DSIC"])["DSIC"]


def test_degenerate():
    alone = project({"A": [0, 5]}, 3)
    assert clarke_pivot(alone).outcome([5]).payments == {"A": 3}
    assert groves(alone).outcome([5]).payments == {"A": 3}
    assert expected_externality(alone).outcome([5]).payments == {"A": 3}
    nothing = project({"A": [1], "B": [1]}, 0, ["road"])
    assert fund_balance(clarke_pivot(nothing)).most == 0
    # Ties: the first alternative stands.
    assert clarke_pivot(project({"A": [1], "B": [2]}, 3)).outcome([1, 2]).lottery == {"nothing": 1}


def test_huge_and_tiny_stay_exact():
    huge = project({"A": [10**30, 1], "B": [Fraction(1, 10**12), 3]}, 10**29)
    report = audit(expected_externality(huge), ["BIC", "exact budget balance"])
    assert report["BIC"]
    assert report["exact budget balance"]


def test_bad_input():
    road = project({"A": [0, 4], "B": [0, 1]}, 3)
    with pytest.raises(InvalidInput, match=r"the sum of the cost shares is 0\.75; it should be 1"):
        clarke_pivot(road, {"A": 0.5, "B": 0.25})
    with pytest.raises(InvalidInput, match="cost share of B is missing"):
        clarke_pivot(road, {"A": 1})
    with pytest.raises(InvalidInput, match=r"the lump of A at \(B: 0\) is None"):
        groves(road, lambda city, others: None)


def test_aspremont_and_gerard_varet_on_ranges():
    # D'Aspremont and Gérard-Varet (1979): i pays (v_i^2 - v_j^2)/2, the lowest expects 1/6
    plot_in_range = ContinuousProblem.auction({"A": (0, 1), "B": (0, 1)})
    rule = expected_externality(plot_in_range)
    assert rule.outcome({"A": 0.8, "B": 0.4}).payments == {
        "A": Fraction(6, 25),
        "B": Fraction(-6, 25),
    }
    assert rule.interim("B", 0).payoff == Fraction(1, 6)
    assert rule.payoffs() == {"A": Fraction(1, 3), "B": Fraction(1, 3)}
    report = audit(rule)
    held = ["BIC", "exact budget balance", "efficiency", "interim IR", "ex post IR", "monotonicity"]
    assert all(isinstance(report[name], Holds) for name in held)
    misreport = report["DSIC"]
    assert isinstance(misreport, Fails)
    assert misreport.gain > Fraction(9, 10)  # who loses narrowly would rather win
    assert isinstance(report["non-bossiness"], Holds)  # another report costs another amount
    assert report.certificate.verify(rule) is True
    assert Certificate.from_json(report.certificate.to_json()) == report.certificate


@pytest.mark.parametrize("cost", [Fraction(1), Fraction(3), Fraction(5)])
@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(1, 3)])
def test_expected_externalities_on_ranges_by_the_definition(cost, share):
    road = ContinuousProblem.public_project({"A": (0, 2), "B": (1, 4)}, cost)
    rule = expected_externality(road, {"A": share, "B": 1 - share})

    def external(report, part, low, high):
        """E of (v - its part of the cost), of the other's value v, where a road is built."""
        start = Fraction(min(max(cost - report, low), high))
        return ((high**2 - start**2) / 2 - part * cost * (high - start)) / (high - low)

    for a, b in itertools.product(
        (Fraction(0), Fraction(5, 7), Fraction(2)), (1, Fraction(19, 8), 4)
    ):
        mine, other = external(a, 1 - share, 1, 4), external(b, share, 0, 2)
        paid = rule.outcome({"A": a, "B": b}).payments
        built = cost * (a + b > cost)
        assert paid == {"A": share * built - mine + other, "B": (1 - share) * built - other + mine}
    report = audit(rule, ["BIC", "efficiency", "exact budget balance"])
    assert all(isinstance(verdict, Holds) for verdict in report.values())


def test_expected_externalities_of_three_cities_with_ranges_of_their_own():
    road = ContinuousProblem.public_project(
        {"A": (0, 1), "B": (0, 2), "C": {(0, 1): 0.25, (1, 3): 0.75}}, 3
    )
    rule = expected_externality(road)
    report = audit(rule, ["BIC", "interim IR", "exact budget balance"])
    assert [type(verdict) for verdict in report.values()] == [Holds, Fails, Holds]
    with pytest.raises(InvalidInput, match="at most 5; on_grid takes more"):
        expected_externality(ContinuousProblem.auction(dict.fromkeys("ABCDEF", (0, 1))))


def test_who_loses_an_auction_of_three_may_pay():
    # i is paid 2/3 (1 - v_i^3): at 1, 1 and 0 the loser pays 2/3 (1 - 1/2), and has nothing.
    rule = expected_externality(ContinuousProblem.auction(dict.fromkeys("ABC", (0, 1))))
    assert sorted(rule.outcome([1, 1, 0]).payments.values())[1:] == [Fraction(1, 3)] * 2
    report = audit(rule, ["ex post IR", "interim IR"])
    assert report["ex post IR"].gain == Fraction(1, 3)
    assert isinstance(report["interim IR"], Holds)
