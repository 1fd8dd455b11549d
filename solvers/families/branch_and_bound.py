"""The optimum of an integer program, proven: a tree of cases, and prices that bound each case.

HiGHS' floats find the tree and the prices (``case_tree``; ``integer_program`` says what they
prove); they are rounded to fractions, and the bounds they prove are exact all the same. Where such
a bound misses the claim by a hair, the prices of HiGHS' basis are solved for exactly.

>>> from solvers import LinearProgram, Row
>>> lp = LinearProgram("max", {"a": Fraction(2), "b": Fraction(3)},
...                    (Row("room", {"a": Fraction(2), "b": Fraction(3)}, "<=", Fraction(4)),),
...                    {"a": (Fraction(0), Fraction(1)), "b": (Fraction(0), Fraction(1))})
>>> program = IntegerProgram(lp, ("a", "b"))
>>> cases, _ = branch_and_bound(program, Fraction(3))
>>> max(rounded(case.bound, program.step()) for case in cases), len(cases)
(Fraction(3, 1), 3)

Source: Land and Doig (1960); Neumaier and Shcherbina (2004) for bounds that are safe.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from games.errors import IntercityError
from games.exact import over_one_denominator
from solvers.families.case_tree import CaseTree, Cut, Node, Relaxation
from solvers.families.floating_program import Floats, floating_costs
from solvers.families.integer_program import Case, IntegerProgram, Step, narrowed, rounded
from solvers.optimum import solve
from solvers.rational import fraction
from solvers.simplex import BASIC, RationalProgram

__all__ = ["branch_and_bound"]

ZERO = Fraction(0)
_CLOSE = 1e-7  # the tolerance of floats, of numbers about 1
_PARTS = 5040  # prices are rounded to this denominator first: halves to tenths are exact
_SMALL = 400  # the most variables and rows of a program that is solved anew in fractions
_SOLVED = 1500  # the most equations that are solved exactly, in seconds; at 100 cities some 400

Nearby = Callable[[Floats], Iterable[Floats]]


def branch_and_bound(
    program: IntegerProgram,
    claim: Fraction,
    *,
    until: float = math.inf,
    nearby: Nearby | None = None,
    relaxation: Relaxation | None = None,
    leaves: Sequence[Node] = (),
    raised: Callable[[Floats], Fraction] | None = None,
    most: int | None = None,
    before: Fraction | None = None,
) -> tuple[tuple[Case, ...], Floats | None]:
    """Cases whose bounds are at most ``claim``, and a point that does better if one was found.

    The search ends early at such a point, after 1000 cases, or near the time ``until``; then some
    bounds may exceed the claim.

    ``nearby``: a function from a point of the relaxation to whole points to try. ``relaxation``:
    that of the program, if it exists already. ``leaves``: cases to go on from, of a search with
    nearly the same objective. ``raised``: a function from a better point to a new claim; then the
    search goes on with that claim. ``most``: the number of cases instead of 1000; then the newest
    case is cut first. ``before``: a higher claim, to be proven first.
    """
    proof = _Proof(program, claim, relaxation or Relaxation(program.lp, program.integers), leaves)
    tree, began = proof.tree, time.monotonic()
    if most is not None:
        tree.limit = tree.many = most
    first = tree.cases[0]
    proof.cases[first.path] = proof.case(first)
    pace = time.monotonic() - began
    for goal in [claim] if before is None else [before, claim]:
        proof.aim_at(max(goal, claim))
        for point in tree.grow(until, nearby=nearby, settled=proof.settled, pace=pace):
            if raised is None:
                proof.better = point
                break
            claim = max(claim, raised(point))
            proof.aim_at(max(proof.claim, claim))
        if proof.better is not None or tree.open_:
            break
    return tuple(map(proof.told, tree.cases)), proof.better


class _Proof:
    """The program in whole numbers, and the cases proven so far."""

    def __init__(
        self,
        program: IntegerProgram,
        claim: Fraction,
        relaxation: Relaxation,
        leaves: Sequence[Node],
    ) -> None:
        lp = program.lp
        self.program, self.claim, self.step = program, claim, program.step()
        self.relaxation = relaxation
        self.tree = CaseTree(relaxation, self.target, floating_costs(lp), leaves=leaves)
        self.names = self.relaxation.names
        self.cases: dict[tuple[Cut, ...], Case] = {}
        self.better: Floats | None = None
        self.exact: RationalProgram | None = None
        # All limits of variables, times their least common denominator; 0 where there is none.
        limits = [limit for both in lp.bounds.values() for limit in both if limit is not None]
        self.box_scale = math.lcm(1, *(limit.denominator for limit in limits))
        ends = [*zip(*lp.bounds.values(), strict=True)]
        self.box = [np.array([self._scaled(x or ZERO) for x in end], dtype=object) for end in ends]
        self.widest = max(int(np.abs(end).max(initial=0)) for end in self.box)
        self.endless = [np.array([limit is None for limit in end]) for end in ends]
        # Each row times the least common denominator of its coefficients.
        self.row_scale = [
            math.lcm(1, *(a.denominator for a in row.coefficients.values())) for row in lp.rows
        ]
        self.limits = [[row.lower for row in lp.rows], [row.upper for row in lp.rows]]
        entries = [
            a.numerator * (scale // a.denominator)
            for row, scale in zip(lp.rows, self.row_scale, strict=True)
            for a in row.coefficients.values()
        ]
        self.entries = np.array(entries, dtype=object)
        objective = (lp.objective.get(name, ZERO) for name in self.names)
        costs, self.cost_scale = over_one_denominator(objective)
        self.costs = np.array(costs, dtype=object)
        self.dearest = max(map(abs, costs), default=0)
        terms = np.bincount(self.relaxation.column, minlength=1).max()
        self.most = int(terms) * max(map(abs, entries), default=0)

    def _scaled(self, limit: Fraction) -> int:
        return limit.numerator * (self.box_scale // limit.denominator)

    @property
    def target(self) -> float:
        """A case with a greater optimum is cut: just below the next value above the claim."""
        near = _CLOSE * max(1.0, abs(float(self.claim)))
        if self.step <= 10 * near:
            return float(self.claim)
        beyond = (self.claim // self.step + 1) * self.step
        return float(beyond) - min(float(self.step) / 2, 100 * near)

    def aim_at(self, claim: Fraction) -> None:
        """Go on with this claim; cases that exceed a lower one are open again."""
        lower, left = claim < self.claim, self.tree.left
        self.claim = claim
        self.tree.target = self.target
        if lower:
            beyond = [node for node in left if self.over(self.cases[node.path])]
            self.tree.left = [node for node in left if not self.over(self.cases[node.path])]
            self.tree.open_ += beyond

    def settled(self, node: Node) -> Node | None:
        """Prove the node's case; ``None`` if its bound keeps to the claim, else the node to be cut.

        Where the node's program left out variables, all of it may have to be solved.
        """
        vertex = None
        while True:
            case = self.case(node)
            beyond = node.value - float(self.claim)
            tie = abs(beyond) <= _CLOSE * max(1.0, abs(float(self.claim)))
            if self.over(case) and (tie or self.tree.fractional(node) is None):
                case, vertex = self._exactly(case, node)
                if vertex is not None and self.over(case) and self._is_whole(vertex):
                    self.better = vertex
            self.cases[node.path] = case
            if not self.over(case) or self.better is not None:
                return None
            if node.part is self.tree.whole:  # a tie: cut it at the exact vertex
                if vertex is None:
                    return node
                return replace(node, solution=vertex[node.part.kept], exact=True)
            node = self.tree.solve(node.path, whole=True)

    def told(self, node: Node) -> Case:
        """The case proven for a node, or, if it was not settled, the best bound of its prices.

        Where prices of part of the program exceed the claim, those of all of it may bound better.
        """
        if node.path in self.cases:
            return self.cases[node.path]
        case = self.case(node)
        if self.over(case) and node.part is not self.tree.whole:
            case = min(
                case, self.case(self.tree.solve(node.path, whole=True)), key=lambda case: case.bound
            )
        return case

    def over(self, case: Case) -> bool:
        return rounded(case.bound, self.step) > self.claim

    def _is_whole(self, vertex: Floats) -> bool:
        values = vertex[self.relaxation.whole]
        return bool((values == np.round(values)).all())

    def case(self, node: Node) -> Case:
        """The case with those prices of its node, in fractions, that give the least bound."""
        path = tuple(
            Step(self.names[j], "<=", int(high))
            if math.isinf(low)
            else Step(self.names[j], ">=", int(low))
            for j, low, high in node.path
        )
        allowed = narrowed(self.program.lp, path)
        if allowed is None:
            return Case(path, {}, ZERO, ZERO)
        box = [ends.copy() for ends in self.box]
        for name in {step.name for step in path}:
            j = self.relaxation.place[name]
            for end, limit in zip(box, allowed[name], strict=True):
                end[j] = self._scaled(limit)  # a whole variable has both
        best: tuple[Fraction, int, dict[int, int]] | None = None
        for exact in (False, True):
            for floats in node.prices():
                scale, prices = self._in_parts(floats, exact=exact)
                bound = self._bound(scale, prices, box)
                if bound is not None and (best is None or bound < best[0]):
                    best = bound, scale, prices
            if best is not None and rounded(best[0], self.step) <= self.claim:
                break
        if best is None:
            raise IntercityError("A variable of the integer program has no finite bounds.")
        bound, scale, prices = best
        scale *= self.cost_scale
        whole = {i: y * self.row_scale[i] for i, y in prices.items()}
        named = {self.program.lp.rows[i].name: Fraction(y, scale) for i, y in whole.items()}
        return Case(path, named, Fraction(sum(whole.values()), scale), bound)

    def _in_parts(self, prices: Floats, *, exact: bool) -> tuple[int, dict[int, int]]:
        """Prices of the scaled rows as whole numbers over one denominator.

        Prices of the wrong sign become 0.
        """
        used = np.flatnonzero(np.abs(prices) > _CLOSE / 100).tolist()
        floats = [float(prices[i]) * self.cost_scale for i in used]
        scales, scale = [self.row_scale[i] for i in used], _PARTS
        if exact:
            short = [Fraction(price).limit_denominator(1 << 20) for price in floats]
            parts, scale = over_one_denominator(map(Fraction, short, scales))
        else:
            parts = [round(price / by * scale) for price, by in zip(floats, scales, strict=True)]
        limits = self.limits
        counted = zip(used, parts, strict=True)
        return scale, {i: y for i, y in counted if y and limits[y > 0][i] is not None}

    def _bound(self, scale: int, prices: Mapping[int, int], box: Sequence[Any]) -> Fraction | None:
        """The bound that such prices prove, by duality; ``None`` if it is infinite."""
        whole = [0] * len(self.row_scale)
        total = ZERO
        for i, price in prices.items():
            whole[i] = price
            if limit := self.limits[price > 0][i]:
                total += price * limit * self.row_scale[i]
        # In 64-bit integers where products and sums fit.
        reach = max([1, *map(abs, whole)]) * self.most + self.dearest * scale
        room = reach * max(1, self.widest * len(self.costs)) < 2**62
        kind: Any = np.int64 if room else object
        slopes = self.costs.astype(kind) * scale
        products = np.array(whole, dtype=kind)[self.relaxation.row] * self.entries.astype(kind)
        np.subtract.at(slopes, self.relaxation.column, products)
        down, up = slopes < 0, slopes > 0
        if (down & self.endless[0]).any() or (up & self.endless[1]).any():
            return None
        rent = sum(
            int(slopes[to] @ end[to].astype(kind)) for to, end in zip((down, up), box, strict=True)
        )
        return (total / scale + Fraction(rent, scale * self.box_scale)) / self.cost_scale

    def _exactly(self, case: Case, node: Node) -> tuple[Case, Floats | None]:
        """The case with the exact prices of the node's basis, and its exact optimal point.

        Floats are too short for the prices of an objective of 16 digits, such as payoffs that were
        floats. Where near ties make the basis wrong by a hair, a small program is solved anew in
        fractions; the case of a large one stays as it is.
        """
        bounds = narrowed(self.program.lp, case.path)
        basis = self.tree.basis(node)
        if bounds is None or basis is None or basis[0].count(BASIC) > _SOLVED:
            return case, None
        self.exact = self.exact or RationalProgram(self.program.lp)
        program = self.exact.within(bounds.values())
        lp = replace(self.program.lp, bounds=bounds)
        vertex = program.vertex(basis)
        if vertex is not None and program.is_optimal(*vertex):
            point, values = ([fraction(x) for x in both] for both in vertex)
            prices = {row.name: y for row, y in zip(lp.rows, values, strict=True) if y}
        elif sum(map(len, basis)) <= _SMALL:
            answer = solve(lp)
            point = [answer.point[name] for name in self.names]
            prices = {name: y for name, y in answer.prices.items() if y}
        else:
            return case, None
        worth = lp.value(dict(zip(self.names, point, strict=True)))
        exact = Case(case.path, prices, sum(prices.values(), ZERO), worth)
        return exact, np.array([float(x) for x in point])
