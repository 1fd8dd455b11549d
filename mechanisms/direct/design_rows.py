"""What each property asks of a mechanism, as rows of the linear program.

Each row is named by what it says, so that a program that is printed, and a proof that there is no
mechanism, can be read.

Source: as in ``design_program``; the definitions are those of the audit.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from games.bayesian_problem import groups
from games.coalitional import coalition_name
from mechanisms.direct.outcome_checks import alike
from solvers.linear_program import Relation

if TYPE_CHECKING:
    from mechanisms.direct.design_program import DesignProgram

__all__ = ["add_rows"]

ONE = Fraction(1)


def add_rows(program: DesignProgram, name: str) -> None:
    """Add what the property of this name asks for."""
    _BUILDERS[name](program)


def _dominant_strategy(program: DesignProgram) -> None:
    for i, city in enumerate(program.problem.cities):
        for k, lie in program.lies(i):
            for at, _ in program.against(i, k):
                told = (*at[:i], lie, *at[i + 1 :])
                total = program.net(i, k, at).add(program.net(i, k, told), -ONE)
                others = program.told(at, i)
                program.row(
                    f"{city} {program.labels[i][k]} does not gain by reporting "
                    f"{program.labels[i][lie]}" + (f" if {others}" if others else ""),
                    total,
                )


def _bayesian(program: DesignProgram) -> None:
    for i, city in enumerate(program.problem.cities):
        for k, lie in program.lies(i):
            total = program.expected_net(i, k, k).add(program.expected_net(i, k, lie), -ONE)
            program.row(
                f"{city} {program.labels[i][k]} does not expect to gain by reporting "
                f"{program.labels[i][lie]}",
                total,
            )


def _ex_post_rational(program: DesignProgram) -> None:
    for i, city in enumerate(program.problem.cities):
        for at in program.profiles:
            total = program.net(i, at[i], at)
            total.constant -= program.problem.outside[i][at[i]]
            program.row(f"{city} does not lose if {program.told(at)}", total)


def _interim_rational(program: DesignProgram) -> None:
    for i, city in enumerate(program.problem.cities):
        for k, label in enumerate(program.labels[i]):
            total = program.expected_net(i, k, k)
            total.constant -= program.problem.outside[i][k]
            program.row(f"{city} {label} does not expect to lose", total)


def _balanced(program: DesignProgram, *, exact: bool, ex_post: bool) -> None:
    relation: Relation = "==" if exact else ">="
    verb = "breaks even" if exact else "is not short"
    if program.interim or not ex_post:
        # Weak and exact, ex post and ex ante may be asked for at once: one row each is enough.
        how = "" if program.interim else " on average"
        name = f"the fund {verb}{how}"
        if name in program.budget:
            return
        program.budget.append(name)
        program.row(name, program.expected_balance(), relation)
        return
    for at in program.profiles:
        name = f"the fund {verb} if {program.told(at)}"
        program.budget.append(name)
        program.row(name, program.balance(at), relation)


def _efficient(program: DesignProgram) -> None:
    """Nothing to add: chances of what is not the best are bounded by 0."""


def _core_stable(program: DesignProgram) -> None:
    problem = program.problem
    for group, able in groups(problem.cities, problem.alternatives, problem.coalitions):
        name = coalition_name(tuple(problem.cities[i] for i in group))
        for at in program.profiles:
            alone = [sum((problem.outside[i][at[i]] for i in group), Fraction(0))]
            for a in able:
                worth = (problem.values[i][at[i]][a] for i in group)
                alone.append(sum(worth, -problem.costs[a]))
            total = program.net(group[0], at[group[0]], at)
            for i in group[1:]:
                total.add(program.net(i, at[i], at))
            total.constant -= max(alone)
            program.row(f"{name} stays in if {program.told(at)}", total)
    for at in program.profiles:
        program.row(f"no more is paid out than there is if {program.told(at)}", program.balance(at))


def _anonymous(program: DesignProgram) -> None:
    cities = program.problem.cities
    for i, j, order in alike(program.problem):
        for at in program.profiles:
            swapped = list(at)
            swapped[i], swapped[j] = order.index(at[j]), order[at[i]]
            if tuple(swapped) < at:
                continue
            for k in program.cities:
                partner = j if k == i else i if k == j else k
                total = program.net(k, at[k], at)
                there = program.net(partner, swapped[partner], tuple(swapped))
                program.row(
                    f"{cities[k]} if {program.told(at)} has what {cities[partner]} has if "
                    f"{program.told(tuple(swapped))}",
                    total.add(there, -ONE),
                    "==",
                )


def _envy_free(program: DesignProgram) -> None:
    cities = program.problem.cities
    for i, j, order in alike(program.problem):
        for one, two, place in ((i, j, order), (j, i, [order.index(k) for k in range(len(order))])):
            for at in program.profiles:
                total = program.net(one, at[one], at).add(
                    program.net(two, place[at[one]], at), -ONE
                )
                program.row(
                    f"{cities[one]} does not envy {cities[two]} if {program.told(at)}", total
                )


def _monotone(program: DesignProgram) -> None:
    values, labels = program.problem.values, program.labels
    for i, city in enumerate(program.problem.cities):
        for k, other in itertools.combinations(range(len(values[i])), 2):
            for at, _ in program.against(i, k):
                there = (*at[:i], other, *at[i + 1 :])
                total = program.expected_over(at, values[i][k])
                total.add(program.expected_over(at, values[i][other]), -ONE)
                total.add(program.expected_over(there, values[i][other]))
                total.add(program.expected_over(there, values[i][k]), -ONE)
                others = program.told(at, i)
                program.row(
                    f"{city} {labels[i][k]} and {labels[i][other]} each have the better outcome"
                    + (f" if {others}" if others else ""),
                    total,
                )


def _no_collusion(program: DesignProgram) -> None:
    problem, labels = program.problem, program.labels
    for i, j in itertools.combinations(program.cities, 2):
        lies = list(itertools.product(range(problem.shape[i]), range(problem.shape[j])))
        pair = f"{problem.cities[i]} and {problem.cities[j]}"
        for at in program.profiles:
            for one, two in lies:
                told = list(at)
                told[i], told[j] = one, two
                if tuple(told) == at:
                    continue
                total = program.net(i, at[i], at).add(program.net(j, at[j], at))
                total.add(program.net(i, at[i], tuple(told)), -ONE)
                total.add(program.net(j, at[j], tuple(told)), -ONE)
                program.row(
                    f"{pair} do not gain by reporting {labels[i][one]} and {labels[j][two]} if "
                    f"{program.told(at)}",
                    total,
                )


_BUILDERS: dict[str, Callable[[DesignProgram], None]] = {
    "dominant-strategy incentive compatibility": _dominant_strategy,
    "Bayesian incentive compatibility": _bayesian,
    "ex post individual rationality": _ex_post_rational,
    "interim individual rationality": _interim_rational,
    "weak budget balance ex post": lambda p: _balanced(p, exact=False, ex_post=True),
    "exact budget balance ex post": lambda p: _balanced(p, exact=True, ex_post=True),
    "weak budget balance ex ante": lambda p: _balanced(p, exact=False, ex_post=False),
    "exact budget balance ex ante": lambda p: _balanced(p, exact=True, ex_post=False),
    "allocative efficiency": _efficient,
    "anonymity": _anonymous,
    "envy-freeness": _envy_free,
    "core stability": _core_stable,
    "monotonicity": _monotone,
    "no collusion by a pair": _no_collusion,
}
