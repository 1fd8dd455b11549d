"""What each property asks of a mechanism, as rows of the linear program of the best one.

Each row is named by what it says, so that a program that is printed, and a proof that there is no
mechanism, can be read.

Source: as in ``design_program``; the definitions are those of the audit.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.alternatives import groups
from games.players import coalition_name
from mechanisms.direct.design_variables import DesignVariables, Expression
from mechanisms.direct.outcome_checks import alike
from solvers.linear_program import Relation, Row

__all__ = ["BUDGETS", "property_rows"]

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """That an expression is at least, or exactly, 0."""

    name: str
    total: Expression
    relation: Relation = ">="

    @property
    def idle(self) -> bool:
        """Whether it holds whatever the variables are."""
        constant = self.total.constant
        return not any(self.total.values()) and (
            constant >= 0 if self.relation == ">=" else not constant
        )


def property_rows(name: str, of: DesignVariables) -> Iterator[Row]:
    """What the property of this name asks for."""
    for asked in _BUILDERS[name](of):
        if not asked.idle:
            coefficients = {variable: c for variable, c in asked.total.items() if c}
            yield Row(asked.name, coefficients, asked.relation, -asked.total.constant)


def _dominant_strategy(of: DesignVariables) -> Iterator[_Asked]:
    for i, city in enumerate(of.problem.cities):
        for k, misreport in of.misreports(i):
            for at, _ in of.against(i, k):
                reported = (*at[:i], misreport, *at[i + 1 :])
                total = of.net(i, k, at).add(of.net(i, k, reported), -ONE)
                others = of.told(at, i)
                yield _Asked(
                    f"{city} {of.labels[i][k]} does not gain by reporting "
                    f"{of.labels[i][misreport]}" + (f" if {others}" if others else ""),
                    total,
                )


def _bayesian(of: DesignVariables) -> Iterator[_Asked]:
    for i, city in enumerate(of.problem.cities):
        for k, misreport in of.misreports(i):
            total = of.expected_net(i, k, k).add(of.expected_net(i, k, misreport), -ONE)
            yield _Asked(
                f"{city} {of.labels[i][k]} does not expect to gain by reporting "
                f"{of.labels[i][misreport]}",
                total,
            )


def _ex_post_rational(of: DesignVariables) -> Iterator[_Asked]:
    for i, city in enumerate(of.problem.cities):
        for at in of.profiles:
            total = of.net(i, at[i], at)
            total.constant -= of.problem.outside[i][at[i]]
            yield _Asked(f"{city} does not lose if {of.told(at)}", total)


def _interim_rational(of: DesignVariables) -> Iterator[_Asked]:
    for i, city in enumerate(of.problem.cities):
        for k, label in enumerate(of.labels[i]):
            total = of.expected_net(i, k, k)
            total.constant -= of.problem.outside[i][k]
            yield _Asked(f"{city} {label} does not expect to lose", total)


def _balanced(of: DesignVariables, *, exact: bool, ex_post: bool) -> Iterator[_Asked]:
    relation: Relation = "==" if exact else ">="
    verb = "breaks even" if exact else "is not short"
    if of.interim or not ex_post:
        how = "" if of.interim else " on average"
        yield _Asked(f"the fund {verb}{how}", of.expected_balance(), relation)
        return
    for at in of.profiles:
        yield _Asked(f"the fund {verb} if {of.told(at)}", of.balance(at), relation)


def _efficient(_: DesignVariables) -> Iterator[_Asked]:
    """Nothing to add: chances of what is not the best are bounded by 0."""
    return iter(())


def _core_stable(of: DesignVariables) -> Iterator[_Asked]:
    problem = of.problem
    for group, able in groups(problem.cities, problem.alternatives, problem.coalitions):
        name = coalition_name(tuple(problem.cities[i] for i in group))
        for at in of.profiles:
            alone = [sum((problem.outside[i][at[i]] for i in group), Fraction(0))]
            for a in able:
                worth = (problem.values[i][at[i]][a] for i in group)
                alone.append(sum(worth, -problem.costs[a]))
            total = of.net(group[0], at[group[0]], at)
            for i in group[1:]:
                total.add(of.net(i, at[i], at))
            total.constant -= max(alone)
            yield _Asked(f"{name} stays in if {of.told(at)}", total)
    for at in of.profiles:
        yield _Asked(f"no more is paid out than there is if {of.told(at)}", of.balance(at))


def _anonymous(of: DesignVariables) -> Iterator[_Asked]:
    cities = of.problem.cities
    for i, j, order in alike(of.problem):
        for at in of.profiles:
            swapped = list(at)
            swapped[i], swapped[j] = order.index(at[j]), order[at[i]]
            if tuple(swapped) < at:
                continue
            for k in of.cities:
                partner = j if k == i else i if k == j else k
                total = of.net(k, at[k], at)
                there = of.net(partner, swapped[partner], tuple(swapped))
                yield _Asked(
                    f"{cities[k]} if {of.told(at)} has what {cities[partner]} has if "
                    f"{of.told(tuple(swapped))}",
                    total.add(there, -ONE),
                    "==",
                )


def _envy_free(of: DesignVariables) -> Iterator[_Asked]:
    cities = of.problem.cities
    for i, j, order in alike(of.problem):
        for one, two, place in ((i, j, order), (j, i, [order.index(k) for k in range(len(order))])):
            for at in of.profiles:
                total = of.net(one, at[one], at).add(of.net(two, place[at[one]], at), -ONE)
                yield _Asked(f"{cities[one]} does not envy {cities[two]} if {of.told(at)}", total)


def _monotone(of: DesignVariables) -> Iterator[_Asked]:
    values, labels = of.problem.values, of.labels
    for i, city in enumerate(of.problem.cities):
        for k, other in itertools.combinations(range(len(values[i])), 2):
            for at, _ in of.against(i, k):
                there = (*at[:i], other, *at[i + 1 :])
                total = of.expected_over(at, values[i][k])
                total.add(of.expected_over(at, values[i][other]), -ONE)
                total.add(of.expected_over(there, values[i][other]))
                total.add(of.expected_over(there, values[i][k]), -ONE)
                others = of.told(at, i)
                yield _Asked(
                    f"{city} {labels[i][k]} and {labels[i][other]} each have the better outcome"
                    + (f" if {others}" if others else ""),
                    total,
                )


def _no_collusion(of: DesignVariables) -> Iterator[_Asked]:
    problem, labels = of.problem, of.labels
    for i, j in itertools.combinations(of.cities, 2):
        misreports = list(itertools.product(range(problem.shape[i]), range(problem.shape[j])))
        pair = f"{problem.cities[i]} and {problem.cities[j]}"
        for at in of.profiles:
            for one, two in misreports:
                reported = list(at)
                reported[i], reported[j] = one, two
                if tuple(reported) == at:
                    continue
                total = of.net(i, at[i], at).add(of.net(j, at[j], at))
                total.add(of.net(i, at[i], tuple(reported)), -ONE)
                total.add(of.net(j, at[j], tuple(reported)), -ONE)
                yield _Asked(
                    f"{pair} do not gain by reporting {labels[i][one]} and {labels[j][two]} if "
                    f"{of.told(at)}",
                    total,
                )


_BUILDERS: dict[str, Callable[[DesignVariables], Iterator[_Asked]]] = {
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

BUDGETS = frozenset(name for name in _BUILDERS if "budget balance" in name)
"""The properties whose rows balance the fund."""
