"""Axioms of bargaining, each put to the test by small problems:
the first that breaks it is shown.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.bargaining import BargainingProblem
from games.by_city import whole
from games.errors import MISSING, InvalidInput, Undefined, called, of_kind
from games.exact import exact

__all__ = ["AXIOMS", "AxiomViolation", "NotRefuted", "violation"]

PLAYERS = ("A", "B")
LARGEST = 11
FLOATING = Fraction(1, 10**9)
"""Outcomes in floats are taken to be right to nine decimals."""

Point = tuple[Fraction, Fraction]
Corners = tuple[Point, ...]
Solution = Callable[[BargainingProblem], Mapping[str, Any]]


@dataclass(frozen=True)
class AxiomViolation:
    """The smallest problem found that breaks an axiom.

    ``problems``: one, or the two that are compared; ``outcomes``: the solution of each, by city;
    ``sentence``: what is wrong, to be read aloud. ``cases``: how many were tried, this included.

    See ``violation`` for the concept, an example and its source.
    """

    axiom: str
    problems: tuple[BargainingProblem, ...]
    outcomes: tuple[Mapping[str, Fraction], ...]
    sentence: str
    cases: int

    def __str__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        return f"<p><b>{html.escape(self.axiom)}</b>: {html.escape(self.sentence)}</p>"


@dataclass(frozen=True)
class NotRefuted:
    """No case broke a claim, which does not prove that none does; false in a condition.

    ``claim``: in words, as the name of an axiom. ``cases``: how many were tried. ``vacuous``: of
    how many of them it says nothing, since
    what it supposes does not hold there; they are no evidence.

    See ``violation`` for the concept and its source.

    >>> from solvers.bargaining.nash_bargaining import nash_bargaining
    >>> bool(violation("symmetry", nash_bargaining))
    False
    >>> print(NotRefuted("patience ends the race", 100, vacuous=37))
    None of 100 cases, of which 63 say something, breaks patience ends the race; this is no proof.
    """

    claim: str
    cases: int
    vacuous: int = 0

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        if not self.cases:
            return f"No case was tried that could break {self.claim}."
        if self.vacuous == self.cases:
            return f"None of {self.cases} cases says anything of {self.claim}; this is no evidence."
        aside = "," if self.vacuous else ""
        return f"None of {self.tried}{aside} breaks {self.claim}; this is no proof."

    @property
    def tried(self) -> str:
        """How many cases were tried, in words, and how many of them say something.

        >>> NotRefuted("symmetry", 100).tried, NotRefuted("symmetry", 100, vacuous=37).tried
        ('100 cases', '100 cases, of which 63 say something')
        """
        if not self.vacuous:
            return f"{self.cases:,} cases"
        says = self.cases - self.vacuous
        verb = "says" if says < 2 else "say"
        return f"{self.cases:,} cases, of which {says or 'none'} {verb} something"


@dataclass(frozen=True)
class _Outcome:
    """A solution's payoffs, and how far the true ones may be away."""

    payoffs: Point
    slack: Fraction


class _Trial:
    """Solves problems once each."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.known: dict[Corners, _Outcome] = {}

    def __call__(self, corners: Corners) -> _Outcome:
        if corners not in self.known:
            place, expected = "the solution's answer", "a payoff for A and for B"
            found = called(place, expected, self.solution, _problem(corners))
            of_kind(found, Mapping, place="solution's answer", hint="a payoff for A and for B")
            for name in PLAYERS:
                if name not in found:
                    raise InvalidInput(f"the solution's payoff for {name}", MISSING, "a number")
            payoffs = [found[name] for name in PLAYERS]
            slack = getattr(getattr(found, "proof", None), "radius", None) or Fraction(0)
            if any(isinstance(payoff, float) for payoff in payoffs):
                slack = FLOATING
            one, two = (exact(payoff, "the solution's payoff") for payoff in payoffs)
            self.known[corners] = _Outcome((one, two), slack)
        return self.known[corners]


def _problem(corners: Corners) -> BargainingProblem:
    return BargainingProblem.from_vertices(PLAYERS, corners, (0, 0))


# ------------------------------------------------------------------- problems by size


def _chains() -> Iterator[Corners]:
    """Frontiers that fall and bend inwards, in the order of size."""
    for size in itertools.count(2):
        for count in range(1, min(size, LARGEST)):
            greatest = size - count
            levels = range(greatest + 1)
            for xs in itertools.combinations(levels, count):
                for ys in itertools.combinations(levels, count):
                    corners = tuple(zip(xs, reversed(ys), strict=True))
                    if max(xs[-1], ys[-1]) == greatest and _bends_inwards(corners):
                        yield tuple((Fraction(x), Fraction(y)) for x, y in corners)
        if size > LARGEST:
            return


def _bends_inwards(corners: Sequence[tuple[int, int]]) -> bool:
    if len(corners) == 1:
        return min(corners[0]) > 0  # both can gain
    return all(
        (b[0] - a[0]) * (c[1] - b[1]) < (b[1] - a[1]) * (c[0] - b[0])
        for a, b, c in zip(corners, corners[1:], corners[2:], strict=False)
    )


def _top(corners: Corners, x: Fraction) -> Fraction | None:
    """The most that the second can have where the first has x; ``None``: the first cannot."""
    if x <= corners[0][0]:
        return corners[0][1]
    for (x1, y1), (x2, y2) in itertools.pairwise(corners):
        if x <= x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return None


def _holds(corners: Corners, point: Point) -> bool:
    top = _top(corners, point[0])
    return top is not None and point[1] <= top


def _ideal(corners: Corners) -> Point:
    return corners[-1][0], corners[0][1]


def _sum(one: Corners, other: Corners) -> Corners:
    """The corners of the sum of two problems: their edges, the flattest first."""
    start = (one[0][0] + other[0][0], one[0][1] + other[0][1])
    edges = [
        (b[0] - a[0], b[1] - a[1])
        for corners in (one, other)
        for a, b in itertools.pairwise(corners)
    ]
    edges.sort(key=lambda edge: edge[1] / edge[0], reverse=True)
    reached = itertools.accumulate(edges, lambda at, e: (at[0] + e[0], at[1] + e[1]), initial=start)
    return tuple(reached)


# ------------------------------------------------------------------- axioms

Breach = tuple[tuple[Corners, ...], str]
Case = Callable[[_Trial, Corners], Iterator[Breach | None]]


def _individual_rationality(solve: _Trial, s: Corners) -> Iterator[Breach | None]:
    found = solve(s)
    for name, payoff in zip(PLAYERS, found.payoffs, strict=True):
        if payoff < -found.slack:
            yield (s,), f"{name} gets less than the 0 that it has without an agreement"
            return
    yield None


def _efficiency(solve: _Trial, s: Corners) -> Iterator[Breach | None]:
    found = solve(s)
    (x, y), slack = found.payoffs, found.slack
    if not _holds(s, (x - slack, y - slack)):
        yield (s,), "this cannot be agreed on"
        return
    here = min(max(x + slack, s[0][0]), _ideal(s)[0])
    top = _top(s, here) or y
    if y + slack < top or x + slack < here:
        better = max(x, s[0][0])
        text = f"{_shown((better, _top(s, better) or top))} is better for one, and worse for none"
        yield (s,), text
    else:
        yield None


def _weak_efficiency(solve: _Trial, s: Corners) -> Iterator[Breach | None]:
    found = solve(s)
    (x, y), slack = found.payoffs, found.slack
    if not _holds(s, (x - slack, y - slack)):
        yield (s,), "this cannot be agreed on"
        return
    top = _top(s, min(x + slack, _ideal(s)[0])) or y
    strictly = y + slack < top and x + slack < _ideal(s)[0]
    yield ((s,), "both could have more") if strictly else None


def _symmetry(solve: _Trial, s: Corners) -> Iterator[Breach | None]:
    if s == tuple((y, x) for x, y in reversed(s)):
        found = solve(s)
        alike = abs(found.payoffs[0] - found.payoffs[1]) <= 2 * found.slack
        yield (
            None if alike else ((s,), "the two are in the same position and get different payoffs")
        )


def _scale_invariance(solve: _Trial, s: Corners) -> Iterator[Breach | None]:
    for units in ((1, 2), (2, 1)):
        other = tuple((units[0] * x, units[1] * y) for x, y in s)
        before, after = solve(s), solve(other)
        slack = 2 * before.slack + after.slack
        asked = tuple(u * v for u, v in zip(units, before.payoffs, strict=True))
        alike = all(abs(a - b) <= slack for a, b in zip(asked, after.payoffs, strict=True))
        name = PLAYERS[units.index(2)]
        text = (
            f"with {name}'s payoffs counted in units half as large the same agreement would be "
            f"{_shown(asked)}, but another is chosen, {_shown(after.payoffs)}"
        )
        yield None if alike else ((s, other), text)


def _smaller(s: Corners) -> Iterator[Corners]:
    """What is left if one agreement is dropped, and both can still gain."""
    for k in range(len(s)):
        rest = s[:k] + s[k + 1 :]
        if len(rest) > 1 or (rest and min(rest[0]) > 0):
            yield rest


def _independence(solve: _Trial, s: Corners) -> Iterator[Breach | None]:
    for t in _smaller(s):
        whole = solve(s)
        if not _holds(t, whole.payoffs):
            continue
        part = solve(t)
        slack = whole.slack + part.slack
        alike = all(abs(a - b) <= slack for a, b in zip(whole.payoffs, part.payoffs, strict=True))
        text = (
            f"without {_dropped(s, t)}, which was not chosen, it is {_shown(part.payoffs)}, "
            "though the first is still there"
        )
        yield None if alike else ((s, t), text)


def _monotonicity(kind: str) -> Case:
    def case(solve: _Trial, s: Corners) -> Iterator[Breach | None]:
        for t in _smaller(s):
            same = [a == b for a, b in zip(_ideal(s), _ideal(t), strict=True)]
            # Who may ask not to lose: with individual monotonicity, whose partner's ideal is same.
            asks = {
                "strong": (True, True),
                "restricted": (all(same), all(same)),
                "individual": (same[1], same[0]),
            }[kind]
            if not any(asks):
                continue
            whole, part = solve(s), solve(t)
            slack = whole.slack + part.slack
            losers = [
                name
                for name, asking, more, less in zip(
                    PLAYERS, asks, whole.payoffs, part.payoffs, strict=True
                )
                if asking and more + slack < less
            ]
            text = (
                f"without {_dropped(s, t)} it is {_shown(part.payoffs)}: there is more to agree on "
                f"with it, and {' and '.join(losers)} gets less"
            )
            yield ((s, t), text) if losers else None

    return case


def _midpoint_domination(solve: _Trial, s: Corners) -> Iterator[Breach | None]:
    found, half = solve(s), tuple(a / 2 for a in _ideal(s))
    for name, payoff, least in zip(PLAYERS, found.payoffs, half, strict=True):
        if payoff + found.slack < least:
            text = f"{name} gets less than {_number(least)}, the even odds of each one's best"
            yield (s,), text
            return
    yield None


def _superadditivity(solve: _Trial, s: Corners) -> Iterator[Breach | None]:
    if len(s) == 1:  # a single agreement only moves the other problem
        return
    for t in itertools.takewhile(lambda other: other != s, _chains()):
        one, two, both = solve(s), solve(t), solve(_sum(s, t))
        slack = one.slack + two.slack + both.slack
        for name, a, b, c in zip(PLAYERS, one.payoffs, two.payoffs, both.payoffs, strict=True):
            if c + slack < a + b:
                text = (
                    f"with {_listed(t)} it is {_shown(two.payoffs)}; where both are agreed on at "
                    f"once, {_shown(both.payoffs)}, {name} gets less than the sum"
                )
                yield (s, t, _sum(s, t)), text
                return
        yield None


AXIOMS: dict[str, Case] = {
    "individual rationality": _individual_rationality,
    "efficiency": _efficiency,
    "weak efficiency": _weak_efficiency,
    "symmetry": _symmetry,
    "scale invariance": _scale_invariance,
    "independence of irrelevant alternatives": _independence,
    "restricted monotonicity": _monotonicity("restricted"),
    "individual monotonicity": _monotonicity("individual"),
    "strong monotonicity": _monotonicity("strong"),
    "midpoint domination": _midpoint_domination,
    "superadditivity": _superadditivity,
}


def violation(axiom: str, solution: Solution, *, cases: int = 500) -> AxiomViolation | NotRefuted:
    """Axioms of bargaining, each put to the test by small problems:
    the first that breaks it is shown.

    Problems of two cities with d = (0, 0) and few agreements (the corners of the frontier, in small
    integers; lotteries and less for anybody are feasible too) are tried in order of size: the
    number of agreements plus the greatest payoff, then the number of agreements, then the payoffs.
    Axioms on two problems compare each with what is left when one agreement is dropped, with new
    units, or with the sum of it and an earlier one.

    The smallest problem, in the order above, in which a solution breaks an axiom.

    ``axiom``: one of ``AXIOMS``, or "iia" or "monotonicity" (individual). ``solution``: any
    function from a ``BargainingProblem`` of the players A and B to a mapping by player; a problem
    for which it raises ``Undefined`` is passed over. ``cases``: how many to try at most.

    Errors: ``InvalidInput`` for another axiom, or for payoffs that are no numbers.

    >>> from solvers.bargaining.kalai_smorodinsky import kalai_smorodinsky
    >>> breach = violation("independence of irrelevant alternatives", kalai_smorodinsky)
    >>> print(breach.sentence)
    With the agreements (0, 3), (1, 2), (2, 0) of A and B the solution is (1.143, 1.714);
    without (0, 3), which was not chosen, it is (1.333, 1.333), though the first is still there.

    A search that ends without one is no proof: the answer is then ``NotRefuted``, with the number
    of cases that were tried.

    Source: Nash (1950); Kalai and Smorodinsky (1975); Kalai (1977); Sobel (1981) for the midpoint;
    Perles and Maschler (1981) for superadditivity; Thomson (1994), Cooperative models of
    bargaining.
    """
    short = {
        "iia": "independence of irrelevant alternatives",
        "independence": "independence of irrelevant alternatives",
        "monotonicity": "individual monotonicity",
    }
    of_kind(axiom, str, place="axiom")
    if not callable(solution):
        raise InvalidInput("the solution", solution, "a function of a bargaining problem")
    cases = whole(cases, "the number of cases", 1, 10**8)
    name = axiom.lower().replace("_", " ")
    name = short.get(name, name)
    if name not in AXIOMS:
        raise InvalidInput("the axiom", axiom, AXIOMS)
    solve, tried = _Trial(solution), 0
    for corners in _chains():
        try:
            for breach in AXIOMS[name](solve, corners):
                tried += 1
                if breach is not None:
                    return _violation(name, solve, breach, tried)
                if tried >= cases:
                    return NotRefuted(name, tried)
        except Undefined:
            continue
    return NotRefuted(name, tried)


def _violation(axiom: str, solve: _Trial, breach: Breach, tried: int) -> AxiomViolation:
    compared, text = breach
    outcomes = [solve(corners).payoffs for corners in compared]
    sentence = (
        f"With the agreements {_listed(compared[0])} of A and B the solution is "
        f"{_shown(outcomes[0])}; {text}."
    )
    return AxiomViolation(
        axiom,
        tuple(_problem(corners) for corners in compared),
        tuple(dict(zip(PLAYERS, payoffs, strict=True)) for payoffs in outcomes),
        sentence,
        tried,
    )


def _dropped(s: Corners, t: Corners) -> str:
    return _listed(tuple(point for point in s if point not in t))


def _listed(corners: Corners) -> str:
    return ", ".join(_shown(point) for point in corners)


def _shown(point: Sequence[Fraction]) -> str:
    return f"({', '.join(map(_number, point))})"


def _number(value: Fraction) -> str:
    return approximately(value, ".4g")
