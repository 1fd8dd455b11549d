"""What would break a property on ranges: in each case, what is at most 0 on which polytope.

On a cell of reports and a cell of lies everything is affine in true types, reports and lies: what a
city gains by a lie, what it lacks, what the fund needs. A property holds if in each case that is 0
at most. With D the cell of the lie s and C that of the truth t, worth w and payment p,

    dominant-strategy:  w_i(D) t - p_i^D(s, r) - w_i(C) t + p_i^C(t, r)    t, r in C;  s, r in D.

Each case is a small linear program; its prices prove the bound (``solvers/polytope.py``).

Source: as in ``incentive_checks`` and ``outcome_checks``, for the properties.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from games.affine_number import Form
from games.bayesian_problem import profile_name, shown
from games.coalitional import coalition_name
from games.continuous_problem import ContinuousProblem, Line
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.decision_cells import Cell
from mechanisms.direct.interim_functions import (
    MOST_EXACT,
    InterimFunctions,
    interim_functions,
    worth_to,
)
from solvers.polytope import Condition, Polytope

__all__ = ["CASES", "Case", "RangeCases", "alike", "when"]

ZERO, ONE = Fraction(0), Fraction(1)
Types = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Case:
    """One way to break a property.

    ``polytope``: of the true types, in the order of the cities, and then of lies. ``gain``: what
    breaks it where it is above 0. ``who``: as in ``Fails``; ``lies``: the cities whose lies follow
    the true types; ``swap``: two cities that exchange reports. ``words``: the case in a sentence,
    from the true types, the reports and the gain.
    """

    polytope: Polytope
    gain: Form
    who: tuple[str, ...]
    words: Callable[[Types, Types, Fraction], str]
    lies: tuple[str, ...] = ()
    swap: tuple[str, ...] = ()


class RangeCases:
    """The cases of a mechanism, by property; what properties share is made once."""

    def __init__(self, mechanism: ContinuousMechanism) -> None:
        self.mechanism, self.problem = mechanism, mechanism.problem
        self.cities, self.cells = mechanism.problem.cities, mechanism.cells
        self.n = len(self.cities)
        self._pairs: dict[tuple[int, ...], Polytope] = {}
        self._alone = [Polytope(self.problem.ranges, cell.conditions) for cell in self.cells]
        self._lines: dict[tuple[int, tuple[Fraction, ...]], Line] = {}
        self._listed: dict[str, list[Case]] = {}
        self.known_empty: set[int] = set()  # polytopes that are shared need one proof, by their id

    def of(self, name: str) -> list[Case]:
        """The cases of a property."""
        if name not in self._listed:
            self._listed[name] = list(CASES[name](self))
        return self._listed[name]

    def worth(self, i: int, cell: Cell) -> Line:
        """What the cell's lottery is worth to city i: level and slope in its type."""
        known = self._lines.get((i, cell.lottery))
        if known is None:
            known = self._lines[i, cell.lottery] = worth_to(self.problem, i, cell.lottery)
        return known

    def payoff(self, i: int, cell: Cell) -> Form:
        """What city i has, by the true types, if all tell the truth."""
        return _minus(_line(self.worth(i, cell), i, self.n), cell.payments[i])

    @cached_property
    def interim(self) -> dict[str, InterimFunctions] | None:
        """What each city expects from its reports; None where integrals take too long."""
        if self.n > MOST_EXACT:
            return None
        return {city: interim_functions(self.mechanism, city) for city in self.cities}

    def together(self, liars: tuple[int, ...]) -> tuple[list[int], int]:
        """Where each city's report stands if these cities lie, and the number of coordinates."""
        place = list(range(self.n))
        for k, i in enumerate(liars):
            place[i] = self.n + k
        return place, self.n + len(liars)

    def pair(self, liars: tuple[int, ...], true: int, told: int) -> Polytope:
        """True types in one cell and, with the lies of these cities, reports in another."""
        key = (*liars, -1, true, told)
        if key not in self._pairs:
            place, size = self.together(liars)
            box = (*self.problem.ranges, *(self.problem.ranges[i] for i in liars))
            conditions = [_wide(c, list(range(self.n)), size) for c in self.cells[true].conditions]
            for condition in self.cells[told].conditions:
                wide = _wide(condition, place, size)
                if wide not in conditions:
                    conditions.append(wide)
            self._pairs[key] = Polytope(box, tuple(conditions))
        return self._pairs[key]

    def single(self) -> Iterator[tuple[Cell, Polytope]]:
        return zip(self.cells, self._alone, strict=True)

    def surplus(self, members: Sequence[int], a: int) -> Form:
        """What an alternative is worth to a group by the true types, its cost deducted."""
        total: Form = (-self.problem.costs[a], *(ZERO,) * self.n)
        for i in members:
            total = _plus(total, _line(self.problem.values[i][a], i, self.n))
        return total

    def total(self, cell: Cell) -> Form:
        """What the cell's outcome is worth to all, costs deducted."""
        everybody = range(self.n)
        total: Form = (ZERO,) * (self.n + 1)
        for a, chance in enumerate(cell.lottery):
            if chance:
                total = _plus(total, _times(chance, self.surplus(everybody, a)))
        return total

    def balance(self, cell: Cell) -> Form:
        """What the fund keeps."""
        cost = sum((p * c for p, c in zip(cell.lottery, self.problem.costs, strict=True)), ZERO)
        total: Form = (-cost, *(ZERO,) * self.n)
        for fee in cell.payments:
            total = _plus(total, fee)
        return total


def _line(line: Line, at: int, size: int) -> Form:
    """An affine function of one coordinate."""
    return (line[0], *(line[1] if k == at else ZERO for k in range(size)))


def _plus(one: Form, two: Form) -> Form:
    return tuple(a + b if b else a for a, b in zip(one, two, strict=True))


def _minus(one: Form, two: Form) -> Form:
    return tuple(a - b if b else a for a, b in zip(one, two, strict=True))


def _times(factor: Fraction, form: Form) -> Form:
    return tuple(factor * a if a else a for a in form)


def _placed(form: Form, place: Sequence[int], size: int) -> Form:
    """An affine function of the reports, where each stands at a place of its own."""
    found = [form[0], *(ZERO,) * size]
    for slope, at in zip(form[1:], place, strict=True):
        found[at + 1] = slope
    return tuple(found)


def _wide(condition: Condition, place: Sequence[int], size: int) -> Condition:
    return Condition(_placed(condition.form, place, size), condition.relation)


def when(others: Types, verb: str) -> str:
    """At which types of the others, in words."""
    if len(others) == 1:
        ((city, kind),) = others.items()
        return f" when {city} {verb}s {shown(kind)}"
    return f" when the others {verb} {profile_name(others)}" if others else ""


def _without(types: Types, *who: str) -> Types:
    return {city: kind for city, kind in types.items() if city not in who}


def _dominant_strategy(cases: RangeCases) -> Iterator[Case]:
    for i, city in enumerate(cases.cities):
        place, size = cases.together((i,))

        def words(truth: Types, told: Types, gain: Fraction, city: str = city) -> str:
            return (
                f"{city} of type {shown(truth[city])} gains {shown(gain)} by reporting "
                f"{shown(told[city])}{when(_without(truth, city), 'report')}"
            )

        for (c, true), (d, lie) in itertools.product(enumerate(cases.cells), repeat=2):
            honest = (*cases.payoff(i, true), ZERO)
            dishonest = _minus(
                _line(cases.worth(i, lie), i, size), _placed(lie.payments[i], place, size)
            )
            yield Case(
                cases.pair((i,), c, d), _minus(dishonest, honest), (city,), words, lies=(city,)
            )


def _monotone(cases: RangeCases) -> Iterator[Case]:
    for i, city in enumerate(cases.cities):

        def words(truth: Types, told: Types, gain: Fraction, city: str = city) -> str:
            return (
                f"if types {shown(truth[city])} and {shown(told[city])} of {city} changed places, "
                f"both outcomes together would be worth {shown(gain)} more to them"
                f"{when(_without(truth, city), 'report')}; no payments can keep both honest"
            )

        for (c, one), (d, two) in itertools.combinations(enumerate(cases.cells), 2):
            steeper = cases.worth(i, two)[1] - cases.worth(i, one)[1]
            gain = [ZERO] * (cases.n + 2)
            gain[i + 1], gain[-1] = steeper, -steeper
            yield Case(cases.pair((i,), c, d), tuple(gain), (city,), words, lies=(city,))


def _no_collusion(cases: RangeCases) -> Iterator[Case]:
    for liars in itertools.combinations(range(cases.n), 2):
        place, size = cases.together(liars)
        who = tuple(cases.cities[i] for i in liars)

        def words(truth: Types, told: Types, gain: Fraction, who: tuple[str, ...] = who) -> str:
            mine = {city: truth[city] for city in who}
            return (
                f"{who[0]} and {who[1]} of types {profile_name(mine)} gain {shown(gain)} together "
                f"by reporting {profile_name({city: told[city] for city in who})}"
                f"{when(_without(truth, *who), 'report')}"
            )

        for (c, true), (d, lie) in itertools.product(enumerate(cases.cells), repeat=2):
            gain: Form = (ZERO,) * (size + 1)
            for i in liars:
                dishonest = _minus(
                    _line(cases.worth(i, lie), i, size), _placed(lie.payments[i], place, size)
                )
                gain = _plus(gain, _minus(dishonest, (*cases.payoff(i, true), ZERO, ZERO)))
            yield Case(cases.pair(liars, c, d), gain, who, words, lies=who)


def _individually_rational(cases: RangeCases) -> Iterator[Case]:
    for i, city in enumerate(cases.cities):

        def words(truth: Types, _: Types, gain: Fraction, city: str = city) -> str:
            others = _without(truth, city)
            return (
                f"{city} of type {shown(truth[city])} ends with {shown(gain)} less than without "
                "the rule" + (f" when the others are {profile_name(others)}" if others else "")
            )

        outside = _line(cases.problem.outside[i], i, cases.n)
        for cell, polytope in cases.single():
            yield Case(polytope, _minus(outside, cases.payoff(i, cell)), (city,), words)


def _needs(truth: Types, _: Types, gain: Fraction) -> str:
    return f"the fund needs {shown(gain)} at {profile_name(truth)}"


def _keeps(truth: Types, _: Types, gain: Fraction) -> str:
    return f"the fund keeps {shown(gain)} at {profile_name(truth)}"


def _weakly_balanced(cases: RangeCases) -> Iterator[Case]:
    for cell, polytope in cases.single():
        yield Case(polytope, _times(-ONE, cases.balance(cell)), (), _needs)


def _balanced(cases: RangeCases) -> Iterator[Case]:
    yield from _weakly_balanced(cases)
    for cell, polytope in cases.single():
        yield Case(polytope, cases.balance(cell), (), _keeps)


def _efficient(cases: RangeCases) -> Iterator[Case]:
    for a, each in enumerate(cases.problem.alternatives):

        def words(truth: Types, _: Types, gain: Fraction, best: object = each) -> str:
            return f"at {profile_name(truth)} all would have {shown(gain)} more by {shown(best)}"

        for cell, polytope in cases.single():
            best = cases.surplus(range(cases.n), a)
            yield Case(polytope, _minus(best, cases.total(cell)), (), words)


def _core_stable(cases: RangeCases) -> Iterator[Case]:
    problem = cases.problem
    able = {
        tuple(problem.cities.index(city) for city in members): [
            problem.alternatives.index(each) for each in alternatives
        ]
        for members, alternatives in problem.coalitions
    }
    everybody = tuple(range(cases.n))
    able[everybody] = list(range(len(problem.alternatives)))
    for i in everybody:
        able.setdefault((i,), [])
    for members in sorted(able, key=lambda group: (len(group), group)):
        who = tuple(problem.cities[i] for i in members)

        def words(truth: Types, _: Types, gain: Fraction, who: tuple[str, ...] = who) -> str:
            return (
                f"{coalition_name(who)} would have {shown(gain)} more without the rule at "
                f"{profile_name(truth)}"
            )

        apart: Form = (ZERO,) * (cases.n + 1)
        for i in members:
            apart = _plus(apart, _line(problem.outside[i], i, cases.n))
        for alone in (apart, *(cases.surplus(members, a) for a in able[members])):
            for cell, polytope in cases.single():
                gain = alone
                for i in members:
                    gain = _minus(gain, cases.payoff(i, cell))
                yield Case(polytope, gain, who, words)

    def short(truth: Types, _: Types, gain: Fraction) -> str:
        return f"it pays out {shown(gain)} more than there is at {profile_name(truth)}"

    for cell, polytope in cases.single():
        yield Case(polytope, _times(-ONE, cases.balance(cell)), (), short)


def alike(problem: ContinuousProblem) -> list[tuple[int, int]]:
    """Pairs of cities in the same position: alike ranges, and alike values up to their order."""
    return [
        (i, j)
        for i, j in itertools.combinations(range(len(problem.cities)), 2)
        if problem.ranges[i] == problem.ranges[j]
        and sorted(problem.values[i]) == sorted(problem.values[j])
    ]


def _envy_free(cases: RangeCases) -> Iterator[Case]:
    for i, j in (pair for one in alike(cases.problem) for pair in (one, one[::-1])):
        city, other = cases.cities[i], cases.cities[j]

        def words(
            truth: Types, _: Types, gain: Fraction, city: str = city, other: str = other
        ) -> str:
            return (
                f"{city} would have {shown(gain)} more in the place of {other} at "
                f"{profile_name(truth)}"
            )

        for cell, polytope in cases.single():
            place = _minus(_line(cases.worth(j, cell), i, cases.n), cell.payments[j])
            yield Case(polytope, _minus(place, cases.payoff(i, cell)), (city, other), words)


def _anonymous(cases: RangeCases) -> Iterator[Case]:
    n = cases.n
    for i, j in alike(cases.problem):
        place = [j if k == i else i if k == j else k for k in range(n)]
        who = (cases.cities[i], cases.cities[j])
        for (c, true), (d, other) in itertools.product(enumerate(cases.cells), repeat=2):
            conditions = [_wide(condition, place, n) for condition in cases.cells[d].conditions]
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

                exchanged = _minus(
                    _line(cases.worth(place[k], other), k, n),
                    _placed(other.payments[place[k]], place, n),
                )
                differs = _minus(cases.payoff(k, true), exchanged)
                for gain in (differs, _times(-ONE, differs)) if any(differs) else ():
                    yield Case(polytope, gain, who, words, swap=who)


def _non_bossy(cases: RangeCases) -> Iterator[Case]:
    for i, city in enumerate(cases.cities):
        place, size = cases.together((i,))
        for (c, true), (d, lie) in itertools.product(enumerate(cases.cells), repeat=2):
            if cases.worth(i, true) != cases.worth(i, lie):
                continue
            polytope = cases.pair((i,), c, d)
            own = _minus((*true.payments[i], ZERO), _placed(lie.payments[i], place, size))
            if any(own):
                if not any(own[1:]):
                    continue
                same = Condition(own, "==")
                polytope = Polytope(polytope.box, (*polytope.conditions, same))
            for j, other in enumerate(cases.cities):
                if j == i:
                    continue
                value = _minus(
                    _line(cases.worth(j, lie), j, size), _line(cases.worth(j, true), j, size)
                )
                fee = _minus(_placed(lie.payments[j], place, size), (*true.payments[j], ZERO))
                for what, change in (("value", value), ("payment", fee)):

                    def words(
                        truth: Types,
                        told: Types,
                        gain: Fraction,
                        who: tuple[str, str, str] = (city, other, what),
                    ) -> str:
                        return (
                            f"{who[0]} gets the same whether it reports {shown(truth[who[0]])} or "
                            f"{shown(told[who[0]])}{when(_without(truth, who[0]), 'report')}, but "
                            f"{who[1]}'s {who[2]} changes by {shown(gain)}"
                        )

                    for gain in (change, _times(-ONE, change)) if any(change) else ():
                        yield Case(polytope, gain, (city, other), words, lies=(city,))


CASES: dict[str, Callable[[RangeCases], Iterator[Case]]] = {
    "dominant-strategy incentive compatibility": _dominant_strategy,
    "ex post individual rationality": _individually_rational,
    "weak budget balance ex post": _weakly_balanced,
    "exact budget balance ex post": _balanced,
    "allocative efficiency": _efficient,
    "anonymity": _anonymous,
    "non-bossiness": _non_bossy,
    "envy-freeness": _envy_free,
    "core stability": _core_stable,
    "monotonicity": _monotone,
    "no collusion by a pair": _no_collusion,
}
"""The cases of each property that can be judged at single profiles."""
