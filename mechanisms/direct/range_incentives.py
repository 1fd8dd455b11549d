"""Cases of a misreport on ranges: who gains by it, alone or as a pair, and whom it changes.

With D the cell of the misreport s, C that of the truth t, r the others' reports, w worths and p
payments,

    dominant-strategy:  w_i(D) t - p_i^D(s, r) - w_i(C) t + p_i^C(t, r) <= 0,
    monotonicity:       (slope of w_i(D) - slope of w_i(C)) (t - s) <= 0,

for all (t, r) in C and (s, r) in D.

Source: as in ``incentive_checks``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from games.affine_number import Form, minus, plus, times
from games.moving_slope import moves, powers_of
from games.private_types import shown
from mechanisms.direct import counterexample
from mechanisms.direct.range_cases import (
    Case,
    RangeCases,
    Types,
    line_at,
    placed,
    without,
)
from solvers.polynomial import Polynomial
from solvers.polytope import Condition, Polytope

__all__ = ["dominant_strategy", "monotone", "no_collusion", "non_bossy"]

ZERO, ONE = Fraction(0), Fraction(1)


def dominant_strategy(cases: RangeCases) -> Iterator[Case]:
    """A city's misreport, whatever the others report."""
    for i, city in enumerate(cases.cities):
        place, size = cases.together((i,))

        def words(truth: Types, told: Types, gain: Fraction, city: str = city) -> str:
            return counterexample.misreport(
                city, truth[city], told[city], gain, without(truth, city)
            )

        for (c, true), (d, misreport) in itertools.product(enumerate(cases.cells), repeat=2):
            honest = (*cases.payoff(i, true), ZERO)
            dishonest = minus(
                line_at(cases.worth(i, misreport), i, size),
                placed(misreport.payments[i], place, size),
            )
            yield Case(
                cases.pair((i,), c, d), minus(dishonest, honest), (city,), words, misreports=(city,)
            )


def monotone(cases: RangeCases) -> Iterator[Case]:
    """Two types of a city that would rather have each other's outcome."""
    for i, city in enumerate(cases.cities):

        def words(truth: Types, told: Types, gain: Fraction, city: str = city) -> str:
            others = without(truth, city)
            return counterexample.exchange_of_types(city, truth[city], told[city], gain, others)

        for (c, one), (d, two) in itertools.combinations(enumerate(cases.cells), 2):
            steeper = cases.worth(i, two)[1] - cases.worth(i, one)[1]
            gain = [ZERO] * (cases.n + 2)
            gain[i + 1], gain[-1] = steeper, -steeper
            yield Case(cases.pair((i,), c, d), tuple(gain), (city,), words, misreports=(city,))


def no_collusion(cases: RangeCases) -> Iterator[Case]:
    """A joint misreport of two cities that share what it brings."""
    for liars in itertools.combinations(range(cases.n), 2):
        place, size = cases.together(liars)
        who = tuple(cases.cities[i] for i in liars)

        def words(truth: Types, told: Types, gain: Fraction, who: tuple[str, ...] = who) -> str:
            return counterexample.joint_misreport(who, truth, told, gain, without(truth, *who))

        for (c, true), (d, misreport) in itertools.product(enumerate(cases.cells), repeat=2):
            gain: Form = (ZERO,) * (size + 1)
            for i in liars:
                dishonest = minus(
                    line_at(cases.worth(i, misreport), i, size),
                    placed(misreport.payments[i], place, size),
                )
                gain = plus(gain, minus(dishonest, (*cases.payoff(i, true), ZERO, ZERO)))
            yield Case(cases.pair(liars, c, d), gain, who, words, misreports=who)


def non_bossy(cases: RangeCases) -> Iterator[Case]:
    """A city that changes what another gets, and not what it gets itself."""
    for i, city in enumerate(cases.cities):
        place, size = cases.together((i,))
        for (c, true), (d, misreport) in itertools.product(enumerate(cases.cells), repeat=2):
            if cases.worth(i, true) != cases.worth(i, misreport):
                continue
            polytope = cases.pair((i,), c, d)
            own = minus((*true.payments[i], ZERO), placed(misreport.payments[i], place, size))
            curved = own if moves(own) else None
            if curved is not None and _told_apart(curved, i, cases.problem.ranges[i]):
                continue
            if any(own) and curved is None:
                if not any(own[1:]):
                    continue
                same = Condition(own, "==")
                polytope = Polytope(polytope.box, (*polytope.conditions, same))
            for j, other in enumerate(cases.cities):
                if j == i:
                    continue
                value = minus(
                    line_at(cases.worth(j, misreport), j, size),
                    line_at(cases.worth(j, true), j, size),
                )
                fee = minus(placed(misreport.payments[j], place, size), (*true.payments[j], ZERO))
                for what, change in (("value", value), ("payment", fee)):

                    def words(
                        truth: Types,
                        told: Types,
                        gain: Fraction,
                        who: tuple[str, str, str] = (city, other, what),
                    ) -> str:
                        city, other, what = who
                        changes = f"{other}'s {what} changes by {shown(gain)}"
                        others = without(truth, city)
                        return counterexample.bossiness(
                            city, truth[city], told[city], others, changes
                        )

                    for gain in (change, times(-ONE, change)) if any(change) else ():
                        yield Case(
                            polytope,
                            gain,
                            (city, other),
                            words,
                            misreports=(city,),
                            unchanged=curved,
                        )


def _told_apart(own: Form, i: int, ends: tuple[Fraction, Fraction]) -> bool:
    """Whether no two reports of a city cost it the same, its payments being p(t) and p(s) + rest.

    Then the same payment is the same report, which changes nothing.
    """
    level, *slopes = own
    if level or slopes[i] != -slopes[-1] or any(slopes[:i]) or any(slopes[i + 1 : -1]):
        return False
    rise = Polynomial.of(ZERO, *powers_of(slopes[i])).derivative()
    return rise.never_negative(*ends) or (-rise).never_negative(*ends)
