"""Cases of what comes of the truth on ranges: for each city, the fund, all, and groups.

With C a cell, w worths, p payments, o outside options and c costs, all affine in the types there,

    individual rationality:  o_i - w_i(C) t_i + p_i^C <= 0;
    budget balance:          c(C) - sum of p_i^C <= 0 (and >= 0, if exact);
    efficiency:              sum of w_i(a) - c(a) less the same of C, <= 0 for each alternative a.

Source: as in ``outcome_checks``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from games.affine_number import Form, minus, plus, times
from games.alternatives import groups
from games.continuous_problem import ContinuousProblem
from games.private_types import profile_name, shown
from mechanisms.direct import counterexample
from mechanisms.direct.range_cases import (
    Case,
    RangeCases,
    Types,
    line_at,
    placed,
    widened,
    without,
)
from solvers.polytope import Polytope

__all__ = [
    "alike",
    "anonymous",
    "balanced",
    "core_stable",
    "efficient",
    "envy_free",
    "individually_rational",
    "weakly_balanced",
]

ZERO, ONE = Fraction(0), Fraction(1)


def individually_rational(cases: RangeCases) -> Iterator[Case]:
    """A city that has less than outside."""
    for i, city in enumerate(cases.cities):

        def words(truth: Types, _: Types, gain: Fraction, city: str = city) -> str:
            return counterexample.walk_out(city, truth[city], gain, without(truth, city))

        outside = line_at(cases.problem.outside[i], i, cases.n)
        for cell, polytope in cases.single():
            yield Case(polytope, minus(outside, cases.payoff(i, cell)), (city,), words)


def _needs(truth: Types, _: Types, gain: Fraction) -> str:
    return counterexample.need(-gain, truth)


def _keeps(truth: Types, _: Types, gain: Fraction) -> str:
    return counterexample.need(gain, truth)


def weakly_balanced(cases: RangeCases) -> Iterator[Case]:
    """A fund that needs money."""
    for cell, polytope in cases.single():
        yield Case(polytope, times(-ONE, cases.balance(cell)), (), _needs)


def balanced(cases: RangeCases) -> Iterator[Case]:
    """A fund that needs or keeps money."""
    yield from weakly_balanced(cases)
    for cell, polytope in cases.single():
        yield Case(polytope, cases.balance(cell), (), _keeps)


def efficient(cases: RangeCases) -> Iterator[Case]:
    """An alternative that is worth more to all."""
    for a, each in enumerate(cases.problem.alternatives):

        def words(truth: Types, _: Types, gain: Fraction, best: object = each) -> str:
            return counterexample.waste(truth, gain, best)

        for cell, polytope in cases.single():
            best = cases.surplus(range(cases.n), a)
            yield Case(polytope, minus(best, cases.total(cell)), (), words)


def core_stable(cases: RangeCases) -> Iterator[Case]:
    """A group that has more by itself, or payments that nobody makes."""
    problem = cases.problem
    for members, able in groups(problem.cities, problem.alternatives, problem.coalitions):
        who = tuple(problem.cities[i] for i in members)

        def words(truth: Types, _: Types, gain: Fraction, who: tuple[str, ...] = who) -> str:
            return counterexample.secession(who, gain, truth)

        apart: Form = (ZERO,) * (cases.n + 1)
        for i in members:
            apart = plus(apart, line_at(problem.outside[i], i, cases.n))
        for alone in (apart, *(cases.surplus(members, a) for a in able)):
            for cell, polytope in cases.single():
                gain = alone
                for i in members:
                    gain = minus(gain, cases.payoff(i, cell))
                yield Case(polytope, gain, who, words)

    def short(truth: Types, _: Types, gain: Fraction) -> str:
        return counterexample.overspending(gain, truth)

    for cell, polytope in cases.single():
        yield Case(polytope, times(-ONE, cases.balance(cell)), (), short)


def alike(problem: ContinuousProblem) -> list[tuple[int, int]]:
    """Pairs of cities in the same position: alike ranges, and alike values up to their order."""
    return [
        (i, j)
        for i, j in itertools.combinations(range(len(problem.cities)), 2)
        if problem.ranges[i] == problem.ranges[j]
        and sorted(problem.values[i]) == sorted(problem.values[j])
    ]


def envy_free(cases: RangeCases) -> Iterator[Case]:
    """A city that would rather be in the place of another in the same position."""
    for i, j in (pair for one in alike(cases.problem) for pair in (one, one[::-1])):
        city, other = cases.cities[i], cases.cities[j]

        def words(
            truth: Types, _: Types, gain: Fraction, city: str = city, other: str = other
        ) -> str:
            return counterexample.envy(city, other, gain, truth)

        for cell, polytope in cases.single():
            place = minus(line_at(cases.worth(j, cell), i, cases.n), cell.payments[j])
            yield Case(polytope, minus(place, cases.payoff(i, cell)), (city, other), words)


def anonymous(cases: RangeCases) -> Iterator[Case]:
    """Two cities in the same position that exchange reports, and not payoffs."""
    n = cases.n
    for i, j in alike(cases.problem):
        place = [j if k == i else i if k == j else k for k in range(n)]
        who = (cases.cities[i], cases.cities[j])
        for (c, true), (d, other) in itertools.product(enumerate(cases.cells), repeat=2):
            conditions = [widened(condition, place, n) for condition in cases.cells[d].conditions]
            own = [each for each in cases.cells[c].conditions if each not in conditions]
            polytope = Polytope(cases.problem.ranges, (*own, *conditions))
            for k, city in enumerate(cases.cities):
                partner = cases.cities[place[k]]

                def words(
                    truth: Types,
                    told: Types,
                    gain: Fraction,
                    city: str = city,
                    partner: str = partner,
                ) -> str:
                    return (
                        f"the payoffs of {city} at {profile_name(truth)} and of {partner} at "
                        f"{profile_name(told)} differ by {shown(gain)}"
                    )

                exchanged = minus(
                    line_at(cases.worth(place[k], other), k, n),
                    placed(other.payments[place[k]], place, n),
                )
                differs = minus(cases.payoff(k, true), exchanged)
                for gain in (differs, times(-ONE, differs)) if any(differs) else ():
                    yield Case(polytope, gain, who, words, swap=who)
