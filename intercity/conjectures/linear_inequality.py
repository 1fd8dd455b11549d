"""Inequalities between invariants of all games of a class and size, proved by exact multipliers.

An invariant here is the greatest of finitely many linear forms of the worths, f(v) = max_k f_k.v;
a class is a cone, {v : a_j.v >= 0 for all j}, as superadditive or convex games are. Then

    f(v) <= q g(v)  for all v of the class

if and only if for each form f_k there are weights m >= 0 that add up to q and multipliers l >= 0
with  sum_i m_i g_i - f_k = sum_j l_j a_j: one direction is clear, the other one is the duality of
linear programs and the minimax theorem. The least such q is a linear program. Classes and
invariants do not depend on the names of cities: of forms f_k that differ only in them, one is
enough.

>>> short = "greatest excess of the Shapley value"
>>> proof = prove_inequality(short, "gain of all", "superadditive", 3).certificate
>>> str(proof.factor), list(proof.violations(None))
('1/3', [])

So no group of a superadditive game of three cities is short by more than a third of what all gain,
if they split by the Shapley value; and a third it can be.

Source: Farkas (1902); Schrijver (1986), Theory of Linear and Integer Programming, chapter 7.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from games.by_city import one_of, whole
from games.errors import Undefined
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.shapley import shapley_weights
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = [
    "CONES",
    "INVARIANTS",
    "Inequality",
    "LinearInequalityCertificate",
    "prove_inequality",
]

ZERO, ONE = Fraction(0), Fraction(1)
MOST_CITIES = 5

Form = tuple[Fraction, ...]
"""A coefficient for each coalition, by bitmask."""


def _form(n: int, entries: Mapping[int, Fraction]) -> Form:
    return tuple(entries.get(mask, ZERO) for mask in range(1 << n))


def _added(*parts: tuple[Fraction, Form]) -> Form:
    return tuple(
        sum((factor * form[m] for factor, form in parts), ZERO) for m in range(len(parts[0][1]))
    )


def _worth(n: int, mask: int) -> Form:
    return _form(n, {mask: ONE})


def _worths_alone(n: int, mask: int) -> Form:
    """What the members of a group have alone, together."""
    return _form(n, {1 << i: ONE for i in range(n) if mask >> i & 1})


def _gain(n: int, mask: int) -> Form:
    return _added((ONE, _worth(n, mask)), (-ONE, _worths_alone(n, mask)))


def _proper(n: int) -> range:
    return range(1, (1 << n) - 1)


@cache
def _shapley(n: int, i: int) -> Form:
    """Beyond what the city has alone."""
    weights = shapley_weights(n)
    entries = {1 << i: -ONE}
    for mask in range(1 << n):
        if not mask >> i & 1:
            weight = weights[mask.bit_count()]
            entries[mask | 1 << i] = entries.get(mask | 1 << i, ZERO) + weight
            entries[mask] = entries.get(mask, ZERO) - weight
    entries.pop(0, None)
    return _form(n, entries)


def _marginal(n: int, i: int) -> Form:
    grand = (1 << n) - 1
    return _added(
        (ONE, _worth(n, grand)), (-ONE, _worth(n, grand ^ 1 << i)), (-ONE, _worth(n, 1 << i))
    )


def _excesses(n: int, split: Callable[[int, int], Form]) -> Iterator[Form]:
    """Of each proper group, at a split beyond what each has alone."""
    for mask in _proper(n):
        members = [(-ONE, split(n, i)) for i in range(n) if mask >> i & 1]
        yield _added((ONE, _gain(n, mask)), *members)


def _equal_surplus(n: int, _: int) -> Form:
    return _added((Fraction(1, n), _gain(n, (1 << n) - 1)))


def _nonseparable(n: int, i: int) -> Form:
    """The separable part, and an equal part of what then is left."""
    grand = (1 << n) - 1
    rest = _added((ONE, _gain(n, grand)), *[(-ONE, _marginal(n, j)) for j in range(n)])
    return _added((ONE, _marginal(n, i)), (Fraction(1, n), rest))


@cache
def _balanced(n: int) -> tuple[tuple[tuple[int, Fraction], ...], ...]:
    """The minimal balanced collections of proper coalitions, with their weights."""
    from flint import fmpq_mat

    found = []
    for size in range(2, n + 1):
        for masks in _candidates(n, size):
            rows = [[mask >> i & 1 for mask in masks] + [1] for i in range(n)]
            reduced, rank = fmpq_mat(rows).rref()
            table = [[Fraction(int(x.p), int(x.q)) for x in row] for row in reduced.table()]
            if rank == size and all(table[k][k] == 1 for k in range(size)):
                weights = [table[k][size] for k in range(size)]
                if all(w > 0 for w in weights):
                    found.append(tuple(zip(masks, weights, strict=True)))
    return tuple(found)


def _candidates(n: int, size: int) -> list[list[int]]:
    """Collections of so many proper coalitions that may be balanced.

    In a balanced one no city is in fewer of its coalitions than another, and in none besides.
    """
    masks = np.array(list(itertools.combinations(_proper(n), size)))
    places = 1 << np.arange(size)
    within = [((masks >> i & 1) * places).sum(axis=1) for i in range(n)]
    fits = np.ones(len(masks), dtype=bool)
    for one, other in itertools.permutations(within, 2):
        fits &= (one | other != other) | (one == other)
    return [[int(mask) for mask in row] for row in masks[fits]]


def _stability(n: int) -> Iterator[Form]:
    """What balanced groups make beyond all together; 0 where that is less."""
    grand = (1 << n) - 1
    yield _form(n, {})
    for collection in _balanced(n):
        yield _form(n, {**dict(collection), grand: -ONE})


def _least_core(n: int) -> Iterator[Form]:
    grand = (1 << n) - 1
    for collection in _balanced(n):
        total = sum((weight for _, weight in collection), ZERO)
        yield _form(n, {**{m: w / total for m, w in collection}, grand: -1 / total})


INVARIANTS: dict[str, Callable[[int], Iterator[Form]]] = {
    "gain of all": lambda n: iter([_gain(n, (1 << n) - 1)]),
    "largest gain of a smaller group": lambda n: (_gain(n, mask) for mask in _proper(n)),
    "largest contribution to all": lambda n: (_marginal(n, i) for i in range(n)),
    "largest Shapley gain": lambda n: (_shapley(n, i) for i in range(n)),
    "spread of Shapley gains": lambda n: (
        _added((ONE, _shapley(n, i)), (-ONE, _shapley(n, j)))
        for i, j in itertools.permutations(range(n), 2)
    ),
    "least core value": _least_core,
    "cost of stability": _stability,
    "greatest excess of the Shapley value": lambda n: _excesses(n, _shapley),
    "greatest excess of equal surplus division": lambda n: _excesses(n, _equal_surplus),
    "greatest excess of equal nonseparable division": lambda n: _excesses(n, _nonseparable),
}
"""By name, the linear forms of which an invariant of n cities is the greatest.

None changes if a city is given something by itself: gains are beyond what each has alone.
"""


def _superadditive(n: int) -> Iterator[tuple[str, Form]]:
    for one in range(1, 1 << n):
        for other in range(one + 1, 1 << n):
            if not one & other:
                whole_form = _worth(n, one | other)
                parts = (-ONE, _worth(n, one)), (-ONE, _worth(n, other))
                yield f"{one}+{other}", _added((ONE, whole_form), *parts)


def _convex(n: int) -> Iterator[tuple[str, Form]]:
    for i, j in itertools.combinations(range(n), 2):
        for mask in range(1 << n):
            if not mask & (1 << i | 1 << j):
                entries = {mask | 1 << i | 1 << j: ONE, mask | 1 << i: -ONE, mask | 1 << j: -ONE}
                yield f"{mask}+{i}+{j}", _form(n, entries | ({mask: ONE} if mask else {}))


def _balanced_rows(n: int) -> Iterator[tuple[str, Form]]:
    grand = (1 << n) - 1
    yield from _superadditive(n)
    for collection in _balanced(n):
        name = " ".join(str(mask) for mask, _ in collection)
        yield name, _form(n, {**{m: -w for m, w in collection}, grand: ONE})


CONES: dict[str, Callable[[int], Iterator[tuple[str, Form]]]] = {
    "superadditive": _superadditive,
    "balanced superadditive": _balanced_rows,
    "convex": _convex,
}
"""By name, linear forms that are 0 or more in the games of a class of n cities, and no others."""


@dataclass(frozen=True, slots=True, repr=False)
class Inequality(Answer):
    """left <= factor * right for all games of the class and size; no smaller factor will do."""

    left: str
    right: str
    cone: str
    players: int
    factor: Fraction
    certificate: LinearInequalityCertificate
    status: str
    method: str = "one linear program for the least factor; its multipliers are the proof"
    proof: Proof = EXACT


@dataclass(frozen=True, slots=True)
class LinearInequalityCertificate(Certificate, kind="linear inequality", of="prove_inequality"):
    """``left`` <= ``factor`` times ``right`` in all games of the class ``cone`` with ``players``.

    ``weights``, ``multipliers``: for each form of the left, but one of those that differ only in
    the names of cities, weights of forms of the right by their number, and multipliers of the
    class's forms by name.
    ``sharp``: the worths by bitmask of a game of the class in which both sides are equal, and the
    right is more than 0.
    """

    left: str
    right: str
    cone: str
    players: int
    factor: Fraction
    weights: tuple[Mapping[str, Fraction], ...]
    multipliers: tuple[Mapping[str, Fraction], ...]
    sharp: tuple[Fraction, ...]

    def violations(self, subject: Any) -> Iterator[str]:
        left, right, rows = _data(self.left, self.right, self.cone, self.players)
        if not len(left) == len(self.weights) == len(self.multipliers):
            yield "The proof does not fit the forms of the left side."
        for form, weights, multipliers in zip(left, self.weights, self.multipliers, strict=False):
            if any(x < 0 for x in (*weights.values(), *multipliers.values())):
                yield "A weight or multiplier is negative."
            if sum(weights.values()) != self.factor:
                yield f"Weights add up to {sum(weights.values())}, not {self.factor}."
            parts = [(weight, right[int(k)]) for k, weight in weights.items()]
            rest = [(-multiplier, rows[name]) for name, multiplier in multipliers.items()]
            if any(_added((-ONE, form), *parts, *rest)):
                yield "Weights and multipliers do not add up to a form of the left side."
        if any(_value_at(row, self.sharp) < 0 for row in rows.values()):
            yield "The game in which both sides should be equal is not of the class."
        most_left, most_right = (
            max(_value_at(f, self.sharp) for f in side) for side in (left, right)
        )
        if not (most_left == self.factor * most_right and most_right > 0):
            yield f"In the game that should be sharp the sides are {most_left} and {most_right}."

    def answer(self, subject: Any) -> Inequality:
        return Inequality(
            self.left,
            self.right,
            self.cone,
            self.players,
            self.factor,
            self,
            f"In {self.cone} games of {self.players} cities the {self.left} is at most "
            f"{self.factor} times the {self.right}.",
        )


def _value_at(form: Form, worths: tuple[Fraction, ...]) -> Fraction:
    return sum((a * b for a, b in zip(form, worths, strict=True)), ZERO)


@cache
def _data(
    left: str, right: str, cone: str, players: int
) -> tuple[tuple[Form, ...], tuple[Form, ...], dict[str, Form]]:
    one_of(left, tuple(INVARIANTS), "the left side")
    one_of(right, tuple(INVARIANTS), "the right side")
    one_of(cone, tuple(CONES), "a class of games")
    n = whole(players, "the number of cities", 2, MOST_CITIES)
    return _unlike(INVARIANTS[left](n), n), tuple(INVARIANTS[right](n)), dict(CONES[cone](n))


def _unlike(forms: Iterable[Form], n: int) -> tuple[Form, ...]:
    """The first of each set of forms that differ only in the names of cities."""
    renamings = [
        [sum(1 << order[i] for i in range(n) if mask >> i & 1) for mask in range(1 << n)]
        for order in itertools.permutations(range(n))
    ]
    found, seen = [], set()
    for form in forms:
        if form not in seen:
            found.append(form)
            seen |= {tuple(form[mask] for mask in renaming) for renaming in renamings}
    return tuple(found)


def prove_inequality(left: str, right: str, cone: str, players: int) -> Inequality:
    """The least factor q with left <= q * right in all games of a class and size, with its proof.

    ``left``, ``right``: names of ``intercity.conjectures.INVARIANTS``, as "gain of all", "largest
    Shapley gain" or "cost of stability". ``cone``: of ``intercity.conjectures.CONES``, which are
    "superadditive", "balanced superadditive" and "convex". ``players``: from 2 to 5.

    Errors: ``InvalidInput`` for another name or number; ``Undefined`` where no factor will do, or
    only 0.

    >>> short = "greatest excess of the Shapley value"
    >>> found = prove_inequality(short, "gain of all", "superadditive", 3)
    >>> str(found.factor), found.certificate.verify(None)
    ('1/3', True)

    Source: Farkas (1902); Schrijver (1986), Theory of Linear and Integer Programming, chapter 7.
    """
    fs, gs, rows = _data(left, right, cone, players)
    answers = [_least_factor(f, gs, rows) for f in fs]
    factors = [None if found is None else found[0] for found in answers]
    if any(factor is None for factor in factors):
        raise Undefined("factor", f"no multiple of the {right} bounds the {left}")
    q = max(factor for factor in factors if factor is not None)
    if q <= 0:
        raise Undefined("factor", f"the {left} is never more than 0")
    weights, multipliers = [], []
    for f in fs:
        found = _least_factor(f, gs, rows, exactly=q)
        if found is None:
            raise Undefined("factor", f"no weights that add up to {q} bound the {left}")
        weights.append(found[1])
        multipliers.append(found[2])
    sharp = _sharp_game(fs, gs, rows, q)
    certificate = LinearInequalityCertificate(
        left, right, cone, players, q, tuple(weights), tuple(multipliers), sharp
    )
    return certificate.answer(None)


def _least_factor(
    form: Form, right: tuple[Form, ...], rows: Mapping[str, Form], exactly: Fraction | None = None
) -> tuple[Fraction, dict[str, Fraction], dict[str, Fraction]] | None:
    """The least sum of weights that bounds one form of the left, with weights and multipliers."""
    variables = {f"w {k}": right[k] for k in range(len(right))}
    variables |= {f"l {name}": tuple(-x for x in row) for name, row in rows.items()}
    equations = [
        Row(
            f"worth of {mask}",
            {name: column[mask] for name, column in variables.items() if column[mask]},
            "==",
            form[mask],
        )
        for mask in range(1, len(form))
    ]
    objective = {name: ONE for name in variables if name.startswith("w ")}
    if exactly is not None:
        equations.append(Row("factor", objective, "==", exactly))
    bounds = dict.fromkeys(variables, (ZERO, None))
    answer = solve(LinearProgram("min", objective, tuple(equations), bounds))
    if answer.value is None:
        return None
    point = answer.point
    return (
        answer.value,
        {n[2:]: x for n, x in point.items() if n.startswith("w ") and x},
        {n[2:]: x for n, x in point.items() if n.startswith("l ") and x},
    )


def _sharp_game(
    left: tuple[Form, ...], right: tuple[Form, ...], rows: Mapping[str, Form], q: Fraction
) -> tuple[Fraction, ...]:
    """A game of the class in which the left is q times the right, and the right is 1."""
    size = len(left[0])
    names = [f"v {mask}" for mask in range(1, size)]

    def entries(form: Form) -> dict[str, Fraction]:
        return {f"v {mask}": form[mask] for mask in range(1, size) if form[mask]}

    alone = {1 << i for i in range(size.bit_length() - 1)}
    bounds = {name: (ZERO, ZERO) if int(name[2:]) in alone else (None, None) for name in names}
    for form in left:
        program = LinearProgram(
            "max",
            entries(form),
            (
                *(Row(f"class {name}", entries(row), ">=", ZERO) for name, row in rows.items()),
                *(Row(f"right {k}", entries(g), "<=", ONE) for k, g in enumerate(right)),
            ),
            bounds,
        )
        answer = solve(program)
        if answer.value == q:
            return (ZERO, *(answer.point[name] for name in names))
    raise Undefined("factor", f"no game was found in which {q} is needed")
