"""What a rule does on whole ranges of reports: its decision tree, cell by cell.

The rule is run on reports that are not known yet. Where it compares, both sides are followed, but
for those with no point, so that each run ends in a cell: a part of the ranges on which the lottery
is one and the same and payments are affine in the reports, or have powers of single reports in
them. The cells do not overlap, and cover all. Ties are cells of their own, unless the rule does
there what it does beside them.

>>> swap = ContinuousProblem.bilateral_trade({"Hangzhou": (0, 1)}, {"Quzhou": (0, 1)})
>>> def split_the_difference(told):
...     price = (told["Hangzhou"] + told["Quzhou"]) / 2
...     return ("trade", [price, -price]) if told["Hangzhou"] >= told["Quzhou"] else (
...         "no trade", None)
>>> for cell in decision_cells(swap, split_the_difference):
...     print(cell.words(swap.cities), [str(chance) for chance in cell.lottery])
Hangzhou - Quzhou >= 0 ['0', '1']
Hangzhou - Quzhou < 0 ['1', '0']

Source: King (1976), Symbolic execution and program testing, for the idea.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from games.affine_number import AffineNumber, Form, Oracle, affine_reports, form_name, minus
from games.continuous_problem import ContinuousProblem
from games.errors import IntercityError, InvalidInput
from games.moving_slope import moves, value_at
from games.private_types import shown
from mechanisms.direct.direct_mechanism import asked, read_lottery, read_payments
from solvers.polytope import Condition, Point, Polytope

__all__ = ["MOST_CELLS", "Cell", "Rule", "decision_cells", "rounded"]

MOST_CELLS = 500
"""How many cells a rule may have: an audit compares them in pairs."""

MOST_RUNS = 2000
"""How many cases a rule may distinguish, as it may do the same in many."""

ZERO, ONE = Fraction(0), Fraction(1)
_ROUNDED = Fraction(1, 10**9)
_BETWEEN = 6  # points of each cell at which a rule is asked again, beside corners
Rule = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Cell:
    """A part of the ranges, and what the rule does there.

    ``conditions``: what the reports satisfy, beside lying in their ranges. ``lottery``: the
    probability of each alternative, in order; ``payments``: what each city pays, affine in the
    reports (a constant, then a slope for each, which moves where a power is paid).
    """

    conditions: tuple[Condition, ...]
    lottery: tuple[Fraction, ...]
    payments: tuple[Form, ...]

    def words(self, cities: Sequence[str]) -> str:
        """The conditions as text."""
        return _words(self.conditions, cities)

    @cached_property
    def flat(self) -> bool:
        """Whether it is a tie: no type is exactly there, if types are drawn."""
        return any(condition.relation == "==" for condition in self.conditions)


def _words(conditions: Sequence[Condition], cities: Sequence[str]) -> str:
    named = []
    for condition in conditions:
        form, sign = condition.form, str(condition.relation)
        if next(a for a in form[1:] if a) < 0:
            form, sign = tuple(-a for a in form), {">": "<", ">=": "<=", "==": "=="}[sign]
        named.append(f"{form_name((ZERO, *form[1:]), cities)} {sign} {-form[0]}")
    return ", ".join(named) or "everywhere"


@dataclass(frozen=True, slots=True)
class _Step:
    """One comparison in a run: the question, its answer, and the condition on the reports."""

    asked: tuple[Form, str]
    answer: bool
    condition: Condition | None


def decision_cells(problem: ContinuousProblem, rule: Rule) -> tuple[Cell, ...]:
    """The cells of a rule, a function of the reports as in ``DirectMechanism.from_rule``.

    The rule may add and subtract reports, multiply and divide them by numbers, and compare; what it
    chooses, and with which probability, may depend on comparisons alone.

    Errors: ``InvalidInput`` for another step, for more than ``MOST_CELLS`` cells or ``MOST_RUNS``
    cases from which they are joined, for a rule that does not always do the same or that asks
    whether its reports are known, and as in ``from_rule``.
    """
    waiting: list[tuple[_Step, ...]] = [()]
    leaves: list[Cell] = []
    while waiting:
        path = _Path(problem, waiting.pop(), waiting)
        leaves.append(_cell(problem, rule, path))
        again = _Path(problem, tuple(path.steps), [])
        if _cell(problem, rule, again) != leaves[-1] or again.position < len(path.steps):
            raise InvalidInput(f"what the rule does {path.where()}", _ELSE, _SAME)
        _no_more("cases that the rule distinguishes", len(leaves) + len(waiting), MOST_RUNS)
    joined = _joined(leaves)
    _no_more("parts of the ranges on which the rule does the same", len(joined), MOST_CELLS)
    cells = [_pruned(problem, cell) for cell in _without_ties(problem, joined)]
    for cell in cells:
        _confirm(problem, rule, cell)
    return tuple(cells)


_ELSE, _SAME = "another thing when it is asked again", "the same whenever it is asked"


def _no_more(what: str, number: int, most: int) -> None:
    if number > most:
        raise InvalidInput(
            f"the number of {what}",
            f"more than {most}",
            f"at most {most}; such a rule can be audited on a grid, by DirectMechanism",
        )


class _Path(Oracle):
    """A run of a rule: comparisons are answered as in ``told``, then freely; other answers wait."""

    allowed = (
        Oracle.allowed + ", or, in what is paid, a power of one city's report; "
        "DirectMechanism takes any step, on a list of types"
    )
    powers = True

    def __init__(
        self, problem: ContinuousProblem, told: tuple[_Step, ...], waiting: list[tuple[_Step, ...]]
    ) -> None:
        self.cities, self.box = problem.cities, problem.ranges
        self.steps, self.waiting = list(told), waiting
        self.told, self.position = len(told), 0
        self.conditions = [step.condition for step in told if step.condition]
        self.polytope = Polytope(self.box, tuple(self.conditions))

    def where(self) -> str:
        """For which reports this run stands."""
        words = _words(self.conditions, self.cities)
        return f"where {words}" if self.conditions else words

    def holds(self, form: Form, relation: str) -> bool:
        at, self.position = self.position, self.position + 1
        if at < self.told:
            if self.steps[at].asked != (form, relation):
                self.refuse(_ELSE, _SAME, "what the rule compares")
            return self.steps[at].answer
        open_sides = [
            (answer, self._narrowed(condition))
            for answer, condition in _sides(form, relation)
            if self._possible(condition)
        ]
        decided = len(open_sides) == 1
        steps = [
            _Step((form, relation), answer, None if decided else condition)
            for answer, condition in open_sides
        ]
        self.waiting += [(*self.steps, other) for other in reversed(steps[1:])]
        self.steps.append(steps[0])
        if not decided:
            self.conditions.append(open_sides[0][1])
            self.polytope = Polytope(self.box, tuple(self.conditions))
        return steps[0].answer

    def _narrowed(self, condition: Condition) -> Condition:
        """A weak side of which nothing is left but the tie is one."""
        if condition.relation == ">=" and not self._possible(Condition(condition.form, ">")):
            return Condition(condition.form, "==")
        return condition

    def _possible(self, condition: Condition) -> bool:
        point = self.polytope.point
        if point is not None and condition.holds(point):
            return True
        most = self.polytope.box_bound(condition.form)
        if most < 0 or (most == 0 and condition.relation == ">"):
            return False
        return Polytope(self.box, (*self.conditions, condition)).point is not None


def _sides(form: Form, relation: str) -> list[tuple[bool, Condition]]:
    """Answers to ``form relation 0``, and what each means: that not all are alike, is two cases."""
    scale = abs(next(a for a in form[1:] if a))
    up: Form = tuple(a / scale for a in form)
    down: Form = tuple(-a for a in up)
    if relation == "<":
        return [(True, Condition(down, ">")), (False, Condition(up, ">="))]
    if relation == "<=":
        return [(True, Condition(down, ">=")), (False, Condition(up, ">"))]
    return [
        (True, Condition(up, "==")),
        (False, Condition(up, ">")),
        (False, Condition(down, ">")),
    ]


def _cell(problem: ContinuousProblem, rule: Rule, path: _Path) -> Cell:
    reports = affine_reports(problem.cities, path)
    try:
        decision, payments = asked(
            rule, dict(zip(problem.cities, reports, strict=True)), "for reports in their ranges"
        )
        if path.refusal:  # which the rule has swallowed
            raise path.refusal
        where = path.where()
        _no_report_chosen(decision, where)
        lottery = read_lottery(problem, decision, where)
        fees = read_payments(problem, payments, where)
    except IntercityError as error:
        if path.conditions:
            error.add_note(f"The rule was run {path.where()}.")
        raise
    level = (ZERO,) * len(problem.cities)
    return Cell(
        tuple(path.conditions),
        tuple(lottery),
        tuple(fee.form if isinstance(fee, AffineNumber) else (fee, *level) for fee in fees),
    )


def _no_report_chosen(decision: Any, where: str) -> None:
    """A lottery whose chances move with the reports would not be affine in types and reports."""
    chosen = decision.items() if isinstance(decision, Mapping) else [(decision, ONE)]
    for each, chance in chosen:
        if isinstance(each, AffineNumber):
            raise InvalidInput(f"what the rule chooses {where}", str(each), "an alternative")
        if isinstance(chance, AffineNumber):
            raise InvalidInput(
                f"probability of {shown(each)} {where}",
                chance,
                "a number that does not move with the reports (payments may)",
            )


def rounded(problem: ContinuousProblem, amount: Fraction) -> str:
    """What to say of an amount so small that it may come from a float in the rule."""
    largest = max(abs(end) for ends in problem.ranges for end in ends)
    if amount >= largest / 10**12:
        return ""
    return "; so little may come from a float in the rule: write 1/3 as Fraction(1, 3)"


def _confirm(problem: ContinuousProblem, rule: Rule, cell: Cell) -> None:
    """The rule does the same when it is asked with numbers, here and there in the cell."""
    for point in _spread(Polytope(problem.ranges, cell.conditions)):
        where = f"at ({', '.join(map(shown, point))})"
        decision, payments = asked(rule, dict(zip(problem.cities, point, strict=True)))
        found = read_lottery(problem, decision, where) + read_payments(problem, payments, where)
        known = [*cell.lottery, *(value_at(fee, point) for fee in cell.payments)]
        # Tolerate the rounding of a rule that computes in floats.
        if any(abs(a - b) > _ROUNDED * max(ONE, abs(a)) for a, b in zip(found, known, strict=True)):
            raise InvalidInput(
                f"what the rule does {where}",
                "not what it does on the ranges around it",
                "the same whenever it is asked, whatever kind of number it is asked with",
            )


def _spread(part: Polytope) -> Iterator[Point]:
    """Points of a cell: one inside, corners that are of it, and some between."""
    inside, draw = part.point, random.Random(0)
    if inside is None:
        raise AssertionError("a cell has a point")
    corners = []
    for sign in (1, -1):
        form = (ZERO, *(Fraction(sign**j * draw.randint(1, 9)) for j in range(len(inside))))
        corners += [part.most(each).point for each in (form, tuple(-a for a in form))]
    yield from dict.fromkeys([inside, *(corner for corner in corners if corner in part)])
    for k in range(_BETWEEN):  # the first in the middle, a round number where corners are
        shares = [Fraction(draw.randint(1, 997) if k else 997, 5 * 997) for _ in corners]
        yield tuple(
            x + sum((share * (y[j] - x) for share, y in zip(shares, corners, strict=True)), ZERO)
            for j, x in enumerate(inside)
        )


def _joined(leaves: list[Cell]) -> list[Cell]:
    """The cells, those that differ in their last condition alone joined if they do the same.

    The rule compared, and then did not mind: both sides, and a tie between them, are all there is
    to the conditions before.
    """
    cells = list(leaves)
    for depth in range(max(len(cell.conditions) for cell in cells), 0, -1):
        beside: dict[tuple[Condition, ...], list[Cell]] = {}
        for cell in cells:
            if len(cell.conditions) >= depth:
                beside.setdefault(cell.conditions[: depth - 1], []).append(cell)
        alike = {
            before: replace(group[0], conditions=before)
            for before, group in beside.items()
            if len({(len(c.conditions), c.lottery, c.payments) for c in group}) == 1
            and len(group[0].conditions) == depth
        }
        kept: dict[tuple[Condition, ...], Cell] = {}
        for cell in cells:
            before = cell.conditions[: depth - 1]
            joins = len(cell.conditions) == depth and before in alike
            kept.setdefault(before if joins else cell.conditions, alike[before] if joins else cell)
        cells = list(kept.values())
    return cells


def _without_ties(problem: ContinuousProblem, leaves: list[Cell]) -> list[Cell]:
    """The cells, ties joined to a side where the rule does what it does at the tie.

    A tie and both its sides have all conditions before it in common. If each cell of the tie lies
    in the closure of a cell of one side, and does the same, the side is closed instead. Last ones
    come first.
    """
    cells = list(leaves)
    ties = {
        cell.conditions[: k + 1]
        for cell in cells
        for k, condition in enumerate(cell.conditions)
        if condition.relation == "=="
    }
    for tie in sorted(ties, key=len, reverse=True):
        *before, level = tie
        k, at_tie = len(before), [cell for cell in cells if cell.conditions[: len(tie)] == tie]
        for form in (level.form, tuple(-a for a in level.form)):
            side = (*before, Condition(form, ">"))
            beside = [cell for cell in cells if cell.conditions[: k + 1] == side]
            if at_tie and all(
                any(_continues(problem, each, other, k) for other in beside) for each in at_tie
            ):
                closed = (*before, Condition(form, ">="))
                cells = [
                    replace(cell, conditions=closed + cell.conditions[k + 1 :])
                    if cell in beside
                    else cell
                    for cell in cells
                    if cell not in at_tie
                ]
                break
    return cells


def _continues(problem: ContinuousProblem, tie: Cell, other: Cell, k: int) -> bool:
    """Whether a tie lies in the other cell, but for its k-th condition, and does the same there."""
    if tie.lottery != other.lottery:
        return False
    apart = list(map(minus, tie.payments, other.payments))
    if any(map(moves, apart)):
        return False
    needed = [
        *(Condition(form, "==") for form in apart if any(form)),
        *(c for c in other.conditions[k + 1 :] if c not in tie.conditions),
    ]
    here = Polytope(problem.ranges, tie.conditions)
    if here.point is None or not all(condition.holds(here.point) for condition in needed):
        return False
    return all(_implied(problem, tie.conditions, condition) for condition in needed)


def _pruned(problem: ContinuousProblem, cell: Cell) -> Cell:
    """The cell without conditions that follow from the others."""
    kept = list(cell.conditions)
    for condition in cell.conditions:
        rest = list(kept)
        rest.remove(condition)
        if _implied(problem, rest, condition):
            kept = rest
    return replace(cell, conditions=tuple(kept))


def _implied(problem: ContinuousProblem, known: Sequence[Condition], condition: Condition) -> bool:
    return all(
        Polytope(problem.ranges, (*known, against)).point is None for against in condition.negations
    )
