"""Second-best trade: Myerson and Satterthwaite's numbers, the general program, the audit."""

import itertools
import random
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games import BayesianProblem, InvalidInput, midpoint_types
from mechanisms import audit, design, second_best_trade

VOLUNTARY = ("BIC", "interim IR", "budget balance")


def swap(k):
    types = midpoint_types(0, 1, k)
    return BayesianProblem.bilateral_trade({"B": types}, {"S": types})


def test_up_to_five_midpoints_the_first_best_can_be_had():
    for k in range(2, 6):
        found = second_best_trade(swap(k))
        assert found.gains == found.first_best
        assert found.multiplier == 0
    six = second_best_trade(swap(6))
    assert (six.gains, six.first_best) == (Fraction(25, 162), Fraction(35, 216))
    assert six.subsidy == Fraction(5, 216)


def test_grids_converge_to_nine_sixty_fourths_and_to_a_deficit_of_a_sixth():
    """Myerson and Satterthwaite (1983): trade iff v - c >= 1/4, gains 9/64 of 1/6."""
    gaps, deficits = [], []
    for k in (25, 50, 100, 200):
        found = second_best_trade(swap(k))
        gaps.append(found.gains - Fraction(9, 64))
        deficits.append(Fraction(1, 6) - found.subsidy)
        assert found.first_best == Fraction(1, 6) - Fraction(1, 6 * k**2)
        assert found.certificate.verify(found.question) is True
        # The deficit on k midpoints in closed form: one step of the grid from a sixth.
        assert found.subsidy == Fraction(1, 6) - Fraction(1, k) + Fraction(5, 6 * k**2)
    assert all(Fraction(4, 10) < b / a < Fraction(6, 10) for a, b in itertools.pairwise(gaps))
    assert gaps[-1] < Fraction(1, 1000)
    # Trade where v - c is above 1/4, none below; a few cells on the line are drawn by lot.
    types = midpoint_types(0, 1, 200)
    line = Fraction(1, 4)
    for v in types[::13]:
        for c in types[::17]:
            if abs(v - c - line) > Fraction(1, 50):
                assert found.chance(v, c) == (v - c > line)


def test_the_best_posted_price_is_one_half():
    posted = second_best_trade(swap(20)).posted
    assert posted.gains == Fraction(209, 1600)  # 1/8 in the limit
    assert abs(posted.price - Fraction(1, 2)) <= Fraction(1, 40)


def test_a_subsidy_buys_efficiency_and_never_more_than_it_costs():
    none = second_best_trade(swap(10))
    half = second_best_trade(swap(10), none.subsidy / 2)
    full = second_best_trade(swap(10), none.subsidy)
    assert none.gains < half.gains < full.gains == full.first_best
    assert half.gains - none.gains <= none.multiplier * none.subsidy / 2
    assert full.gains - half.gains < half.gains - none.gains
    report = audit(half.mechanism)
    assert report["exact budget balance ex ante"].gain == none.subsidy / 2
    assert set(report.failures).isdisjoint(
        {"Bayesian incentive compatibility", "interim individual rationality"}
    )


def test_who_never_or_always_trades():
    never = second_best_trade(BayesianProblem.bilateral_trade({"B": [1, 2]}, {"S": [2, 5]}))
    assert (never.gains, never.lost_share, never.posted.gains) == (0, 0, 0)
    assert never.status.startswith("There is nothing to gain")
    always = second_best_trade(BayesianProblem.bilateral_trade({"B": [6, 7]}, {"S": [2, 5]}))
    assert always.gains == always.posted.gains == 3
    assert always.status == "The first best can be had: all gains of 3."
    alone = second_best_trade(BayesianProblem.bilateral_trade({"B": [3]}, {"S": [1]}))
    assert alone.mechanism.payoffs() == {"B": 1, "S": 1}


def test_other_problems_are_refused():
    three = BayesianProblem(
        ["A", "B"], {"A": [1], "B": [1]}, ["x", "y"], lambda city, each, kind: kind
    )
    for problem in (
        three,
        BayesianProblem(
            ["B", "S"],
            {"B": ["rich"], "S": [1]},
            ["no trade", "trade"],
            lambda city, each, kind: 0 if each == "no trade" else 1 if city == "B" else -1,
        ),
    ):
        with pytest.raises(InvalidInput, match=r"for others there is design\(\)"):
            second_best_trade(problem)
    with pytest.raises(InvalidInput, match="the subsidy is -1"):
        second_best_trade(swap(2), -1)


@st.composite
def trades(draw):
    sides = []
    for _ in range(2):
        kinds = draw(st.lists(st.integers(0, 11), min_size=1, max_size=5, unique=True))
        weights = [draw(st.integers(1, 8)) for _ in kinds]
        sides.append({k: Fraction(w, sum(weights)) for k, w in zip(kinds, weights, strict=True)})
    return BayesianProblem.bilateral_trade({"B": sides[0]}, {"S": sides[1]})


@example(  # virtual values that fall, so that types are pooled
    BayesianProblem.bilateral_trade(
        {"B": {1: 0.1, 2: 0.1, 8: 0.6, 9: 0.2}}, {"S": {0: 0.5, 1: 0.05, 7: 0.05, 8: 0.4}}
    )
)
@given(trades())
def test_the_general_program_and_the_audit_agree(problem):
    found = second_best_trade(problem)
    assert found.certificate.verify(found.question) is True
    assert found.gains == design(problem, "welfare", VOLUNTARY).value
    needed = design(problem, "subsidy", ["BIC", "interim IR", "efficiency"]).value
    assert found.subsidy == max(0, needed)
    report = audit(found.mechanism, [*VOLUNTARY, "efficiency"])
    assert set(report.failures) <= {"allocative efficiency"}
    assert report.surplus == found.gains
    assert report.first_best == found.first_best


@given(trades())
def test_the_best_posted_price_against_all(problem):
    prior_b, prior_s = problem.prior("B"), problem.prior("S")
    best = max(
        sum(
            f * g * (v - c)
            for v, f in prior_b.items()
            for c, g in prior_s.items()
            if v >= price >= c
        )
        for price in [*prior_b, *prior_s]
    )
    assert second_best_trade(problem).posted.gains == best


def test_huge_and_tiny_figures_stay_exact():
    problem = BayesianProblem.bilateral_trade(
        {"B": {10**20: Fraction(1, 10**15), 3: 1 - Fraction(1, 10**15)}},
        {"S": {Fraction(1, 10**20): 0.5, 2: 0.5}},
    )
    found = second_best_trade(problem)
    assert not audit(found.mechanism, VOLUNTARY).failures
    assert audit(found.mechanism, ["efficiency"]).surplus == found.gains


def test_verified_where_no_solver_can_be_imported():
    code = (
        "import sys; sys.modules['highspy'] = sys.modules['pulp'] = sys.modules['flint'] = None\n"
        "from games import BayesianProblem, midpoint_types\n"
        "from mechanisms import second_best_trade\n"
        "types = midpoint_types(0, 1, 9)\n"
        "found = second_best_trade(BayesianProblem.bilateral_trade({'B': types}, {'S': types}))\n"
        "assert found.certificate.verify(found.question) is True\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def drawn_lists(draw):
    """A value is likely to be high, and a cost to be low: then not all deals can be had."""
    sides = []
    for eager in (-1, 0):
        kinds = sorted(draw.sample(range(9), draw.choice((2, 2, 3))))
        weights = [draw.randint(1, 2) for _ in kinds]
        weights[eager] = draw.randint(2, 9)
        whole = sum(weights)
        sides.append({k: Fraction(w, whole) for k, w in zip(kinds, weights, strict=True)})
    return sides


def test_a_cut_is_told_only_where_no_other_rule_is_the_best():
    """Each rule "no deal unless it gains x" by its own sums: of lists it is seldom the best."""
    draw, seen = random.Random(11), {True: 0, False: 0}
    even = [{x: Fraction(1, k) for x in midpoint_types(0, 1, k)} for k in (6, 9, 13)]
    for values, costs in [*((one, one) for one in even), *(drawn_lists(draw) for _ in range(300))]:
        problem = BayesianProblem.bilateral_trade({"B": values}, {"S": costs})
        best = second_best_trade(problem)
        if best.gains == best.first_best:
            continue
        pairs = {(v, c): p * q for v, p in values.items() for c, q in costs.items()}
        chances = {at: best.chance(*at) for at in pairs}
        assert best.missed == sum(p * (1 - chances[v, c]) for (v, c), p in pairs.items() if v > c)
        assert best.gains == sum(p * (v - c) * chances[v, c] for (v, c), p in pairs.items())
        seller = {-cost: p for cost, p in costs.items()}
        brings = {(v, c): virtual(v, values) + virtual(-c, seller) for v, c in pairs}
        reached = set()
        for least in {v - c for v, c in pairs if v > c}:
            deals = {at: p for at, p in pairs.items() if at[0] - at[1] >= least}
            gains = sum(p * (v - c) for (v, c), p in deals.items())
            if gains == best.gains and sum(p * brings[at] for at, p in deals.items()) >= 0:
                reached.add(least)
        assert (best.cut is not None) == bool(reached)
        assert best.cut is None or best.cut in reached
        seen[best.cut is not None] += 1
    assert seen[True] >= 2
    assert seen[False] > 20


def virtual(kind, prior):
    """What a type brings the fund: its worth less the rent of those above, per chance."""
    above = [other for other in prior if other > kind]
    if not above:
        return Fraction(kind)
    return kind - (min(above) - kind) * sum(prior[x] for x in above) / prior[kind]
