"""What an impossibility says: which money is lacking, of which types, and which groups were asked.

Each sentence is played by a linear program, or an enumeration, of this file's own.
"""

import random
from fractions import Fraction
from itertools import chain, combinations, product

import pytest

from games import BayesianProblem, ContinuousProblem
from mechanisms import (
    ContinuousMechanism,
    audit,
    design,
    exchange_mechanism,
    mcafee,
    vcg_exchange,
)
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

ZERO, ONE = Fraction(0), Fraction(1)
EX_POST = ["DSIC", "ex post IR", "efficiency"]


def swap(values, costs):
    return BayesianProblem.bilateral_trade({"B": values}, {"S": costs})


def trade_program(values, costs, money, *, exact):
    """Efficient trade that is honest and voluntary at every profile, by hand.

    ``money``: what is made least: an allowance at each profile ("allowance") or the expected sum.
    """
    pays = {(side, v, c): f"{side} {v} {c}" for side in "BS" for v in values for c in costs}
    rows, bounds = [], dict.fromkeys(pays.values(), (None, None))
    bounds |= dict.fromkeys(("allowance", "less"), (ZERO, None))

    def need(name, coefficients, bound, relation=">="):
        rows.append(Row(name, {k: x for k, x in coefficients.items() if x}, relation, bound))

    for v, c in product(values, costs):
        mine, theirs = pays["B", v, c], pays["S", v, c]
        need(f"B at {v} {c}", {mine: -ONE}, Fraction(-v * (v > c)))
        need(f"S at {v} {c}", {theirs: -ONE}, Fraction(c * (v > c)))
        for misreport in values:
            if misreport != v:
                gain = Fraction(v * (misreport > c) - v * (v > c))
                need(
                    f"B {v} as {misreport} at {c}", {mine: -ONE, pays["B", misreport, c]: ONE}, gain
                )
        for misreport in costs:
            if misreport != c:
                gain = Fraction(-c * (v > misreport) + c * (v > c))
                need(
                    f"S {c} as {misreport} at {v}",
                    {theirs: -ONE, pays["S", v, misreport]: ONE},
                    gain,
                )
        if money == "allowance":
            both = {mine: ONE, theirs: ONE, "allowance": ONE}
            need(f"fund at {v} {c}", both, ZERO, "==" if exact else ">=")
    if money == "allowance":
        goal = {"allowance": ONE}
    else:
        part = Fraction(-1, len(values) * len(costs))
        goal = dict.fromkeys(pays.values(), part)
    return solve(LinearProgram("min", goal, tuple(rows), bounds)).optimum


def test_what_the_fund_lacks_ex_post_is_an_allowance_at_each_profile():
    """Up to so much at a profile, or the same at all: an expectation is another number."""
    draw, apart, told = random.Random(7), 0, set()
    for _ in range(40):
        values, costs = (sorted(draw.sample(range(9), 2)) for _ in range(2))
        problem = swap(values, costs)
        average = design(problem, "subsidy", EX_POST).value
        assert average == trade_program(values, costs, "expected", exact=False)
        never = design(problem, "welfare", [*EX_POST, "weak budget balance ex post"])
        allowance = trade_program(values, costs, "allowance", exact=False)
        assert never.missing == allowance
        if never.mechanism is None:
            assert never.allowance == "at most at a profile"
            assert not never.assumes_independence
            assert "up to so much the fund would need from outside at a profile" in str(never)
            assert average <= allowance
            apart += average < allowance
            told.add(never.allowance)
        exact = design(problem, "welfare", [*EX_POST, "exact budget balance ex post"])
        if exact.mechanism is None and exact.allowance is not None:
            assert exact.allowance == "at every profile"
            assert exact.missing == trade_program(values, costs, "allowance", exact=True)
            told.add(exact.allowance)
        before = design(problem, "welfare", [*EX_POST, "weak budget balance ex ante"])
        if before.mechanism is None:
            assert (before.allowance, before.missing) == ("on average", average)
            told.add(before.allowance)
    assert apart > 5
    assert told == {"at most at a profile", "at every profile", "on average"}


def correlated_trade(correlation):
    """What a fund expects to lack at least, so that types 1 and 4 of a buyer and 0 and 3 of a
    seller trade efficiently, honestly and freely; the prior is 1/4 to all, and more to both high
    and both low.
    """
    values, costs = (1, 4), (0, 3)
    chance = {
        (v, c): Fraction(1, 4) + correlation * (1 if (v == 4) == (c == 3) else -1)
        for v in values
        for c in costs
    }
    # The high value and the low cost are likely: 3/4 each, if independent.
    if not correlation:
        assert all(chance[v, c] == Fraction(1, 4) for v, c in chance)
    chance = {
        at: p * (3 if at[0] == 4 else 1) * (3 if at[1] == 0 else 1) for at, p in chance.items()
    }
    whole = sum(chance.values())
    chance = {at: p / whole for at, p in chance.items()}
    names = {(side, v, c): f"{side} {v} {c}" for side in "BS" for v in values for c in costs}
    rows = []
    for side, own, others in (("B", values, costs), ("S", costs, values)):

        def at(kind, other, side=side):
            return (kind, other) if side == "B" else (other, kind)

        for kind in own:
            for report in own:
                row, bound = {}, ZERO
                for other in others:
                    p = chance[at(kind, other)]
                    worth = Fraction(kind if side == "B" else -kind)
                    honest, lying = at(kind, other), at(report, other)
                    bound -= p * worth * (honest[0] > honest[1])
                    row[names[side, *honest]] = row.get(names[side, *honest], ZERO) - p
                    if report != kind:
                        bound += p * worth * (lying[0] > lying[1])
                        row[names[side, *lying]] = row.get(names[side, *lying], ZERO) + p
                rows.append(Row(f"{side} {kind} as {report}", row, ">=", bound))
    goal = {name: -chance[v, c] for (_, v, c), name in names.items()}
    free = dict.fromkeys(names.values(), (None, None))
    return solve(LinearProgram("min", goal, tuple(rows), free)).optimum


def test_an_impossibility_needs_types_that_are_independent():
    """At a correlation of 0.001 the fund lacks nothing (Crémer and McLean 1985, 1988)."""
    likely = {1: Fraction(1, 4), 4: Fraction(3, 4)}, {0: Fraction(3, 4), 3: Fraction(1, 4)}
    wishes = ["BIC", "interim IR", "efficiency"]
    never = design(swap(*likely), "welfare", [*wishes, "budget balance"])
    assert never.mechanism is None
    assert never.assumes_independence
    assert never.status.endswith(", if types are independent.")
    assert correlated_trade(ZERO) == never.missing > 0
    assert correlated_trade(Fraction(1, 4000)) < 0


def groups_of(cities):
    return chain.from_iterable(combinations(cities, k) for k in range(1, len(cities) + 1))


@pytest.mark.parametrize("rule", [mcafee, vcg_exchange])
def test_core_stability_asks_every_group_of_buyers_and_sellers(rule):
    """What each group could gain by trading apart, enumerated profile by profile."""
    draw, verdicts = random.Random(2), set()
    for _ in range(30):
        buyers = {c: draw.sample(range(9), 2) for c in "AB"}
        sellers = {c: draw.sample(range(9), draw.choice((1, 2))) for c in "CD"}
        mechanism = exchange_mechanism(rule, buyers, sellers)
        verdict = audit(mechanism, ["core"])["core"]
        worst = ZERO
        for told in product(*buyers.values(), *sellers.values()):
            kinds = dict(zip("ABCD", told, strict=True))
            outcome = mechanism.outcome(list(told))
            left = {c: -outcome.payments[c] for c in "ABCD"}
            for trades, p in outcome.lottery.items():
                for c in trades:
                    left[c] += p * (kinds[c] if c in buyers else -kinds[c])
            worst = max(worst, sum(outcome.payments.values()) * -1)
            for group in groups_of("ABCD"):
                bids = sorted((kinds[c] for c in group if c in buyers), reverse=True)
                asks = sorted(kinds[c] for c in group if c in sellers)
                alone = sum(max(0, b - a) for b, a in zip(bids, asks, strict=False))
                worst = max(worst, alone - sum(left[c] for c in group))
        assert bool(verdict) == (worst <= 0)
        if verdict:
            assert len(verdict.groups) == len(list(groups_of("ABCD"))) - 2  # no group of one side
        verdicts.add(bool(verdict))
    assert False in verdicts


def test_core_stability_says_which_groups_were_asked():
    found = design(swap([1, 3], [0, 2]), "welfare", ["core stability", "exact budget balance"])
    verdict = audit(found.mechanism, ["core"])["core"]
    assert verdict.groups == (("B",), ("S",), ("B", "S"))
    assert "all groups" not in str(verdict)
    assert "the problem names no other group" in str(verdict)


def test_so_it_does_on_ranges():
    """A price of 1 between the ranges, both always trading: nobody has more apart."""
    ranges = {"B": (1, 2)}, {"S": (0, 1)}

    problem = ContinuousProblem.bilateral_trade(*ranges)
    rule = ContinuousMechanism.from_rule(problem, lambda _: ("trade", [1, -1]))
    verdict = audit(rule, ["core"])["core"]
    assert verdict
    assert verdict.groups == (("B",), ("S",), ("B", "S"))
    assert "the problem names no other group" in str(verdict)


@pytest.mark.parametrize(
    ("types", "had"),
    [([0, 4], True), ([0, 2], True), ([0, 1, 2], True), ([0, 2, 4], False), ([0, 1, 2, 3], False)],
)
def test_green_and_laffont_is_about_ranges(types, had):
    """On a short list the best is built, truth is always best, and the fund balances."""
    road = BayesianProblem(
        ["A", "B"],
        {"A": types, "B": types},
        ["no", "yes"],
        lambda _, choice, worth: worth if choice == "yes" else 0,
        costs={"yes": 3},
    )
    wishes = ["DSIC", "efficiency", "exact budget balance"]
    found = design(road, "welfare", wishes)
    assert (found.mechanism is not None) == had
    assert not found.assumes_independence  # no property is about expectations
    if found.mechanism is not None:
        assert not audit(found.mechanism, wishes).failures
