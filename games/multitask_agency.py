"""Multitask agency: an operator who fills a park and looks after its quality,
and one noisy index.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import within
from games.errors import InvalidInput
from games.exact import exact

__all__ = ["MultitaskAgency"]

Pair = tuple[Fraction, Fraction]
ZERO = Fraction(0)
TASKS = ("quantity", "quality")


@dataclass(frozen=True, slots=True)
class MultitaskAgency:
    """Multitask agency: an operator who fills a park and looks after its quality,
    and one noisy index.

    By itself the operator does ``basic`` of each of two tasks, quantity and quality. Doing x = (x1,
    x2) more, it bears the cost

        c (x1^2 + 2 s x1 x2 + x2^2) / 2,

    so that with s > 0 more of one makes the other dearer, and neither can fall below nothing at
    all. The city gains v1 and v2 per unit. What it can pay by is an index m1 e1 + m2 e2 with normal
    noise of standard deviation sigma, of which the operator fears the risk (constant absolute risk
    aversion r).

    Two tasks, what each is worth, and how one index measures them.

    ``value``: (v1, v2). ``index``: (m1, m2) >= 0, not both 0. ``cost``: c > 0. ``noise``: sigma >=
    0. ``risk_aversion``: r >= 0. ``substitution``: s, from 0 and below 1. ``basic``: what is done
    without incentives, >= 0.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> park = MultitaskAgency(value=(1, 1), index=(1, 0), cost=1, noise=1, risk_aversion=1,
    ...                        substitution=Fraction(1, 2), basic=(0, 2))
    >>> park.beyond_basic(Fraction(3, 4)), park.surplus(Fraction(3, 4))
    ((Fraction(1, 1), Fraction(-1, 2)), Fraction(59, 32))

    Source: Holmström and Milgrom (1987), Aggregation and linearity; (1991), Multitask
    principal-agent analyses.
    """

    value: Any
    index: Any = (1, 0)
    cost: Any = 1
    noise: Any = 0
    risk_aversion: Any = 0
    substitution: Any = 0
    basic: Any = (0, 0)

    def __post_init__(self) -> None:
        for field, what in (
            ("value", "the value"),
            ("index", "the index's weight"),
            ("basic", "the basic effort"),
        ):
            given = getattr(self, field)
            if isinstance(given, str) or not hasattr(given, "__len__") or len(given) != 2:
                raise InvalidInput(f"{field}", given, "two numbers: of quantity and of quality")
            pair = tuple(
                exact(one, f"{what} of {task}") for one, task in zip(given, TASKS, strict=True)
            )
            if field != "value":
                for one, task in zip(pair, TASKS, strict=True):
                    within(one, f"{what} of {task}", "0 or more")
            object.__setattr__(self, field, pair)
        if not any(self.index):
            raise InvalidInput("the index's weights", "0 of both tasks", "above 0 of one")
        for field, expected in (
            ("cost", "more than 0"),
            ("noise", "0 or more"),
            ("risk_aversion", "0 or more"),
            ("substitution", "between 0 and 1"),
        ):
            name = field.replace("_", " ")
            object.__setattr__(self, field, within(getattr(self, field), f"the {name}", expected))
        if self.substitution == 1:
            raise InvalidInput("the substitution", 1, "below 1")

    @property
    def risk(self) -> Fraction:
        """R sigma^2, what the square of the slope costs twice."""
        found: Fraction = self.risk_aversion * self.noise**2
        return found

    def floor_slope(self) -> tuple[Fraction | None, int]:
        """The slope from which on one task is not done at all, and which; ``None``: never."""
        pulls = self.pulls
        for k in (0, 1):
            if pulls[k] < 0:
                return -self.basic[k] / pulls[k], k
        return None, 0

    @property
    def pulls(self) -> Pair:
        """How much a unit of slope adds to each task, while both are done."""
        (m1, m2), s = self.index, self.substitution
        scale = self.cost * (1 - s * s)
        return (m1 - s * m2) / scale, (m2 - s * m1) / scale

    def beyond_basic(self, slope: Fraction) -> Pair:
        """What the operator does beyond the basic, if it is paid so much per unit of the index."""
        slope = exact(slope, "the slope")
        limit, gone = self.floor_slope()
        if limit is None or slope <= limit:
            one, two = (slope * pull for pull in self.pulls)
            return one, two
        other = slope * self.index[1 - gone] / self.cost + self.substitution * self.basic[gone]
        return (-self.basic[0], other) if gone == 0 else (other, -self.basic[1])

    def efforts(self, slope: Fraction) -> Pair:
        """What the operator does of quantity and of quality."""
        one, two = self.beyond_basic(slope)
        return self.basic[0] + one, self.basic[1] + two

    def surplus(self, slope: Fraction) -> Fraction:
        """What both have together at a slope: value less the cost of effort and of risk."""
        x1, x2 = self.beyond_basic(slope)
        slope, done = exact(slope, "the slope"), self.efforts(slope)
        worth = sum((v * e for v, e in zip(self.value, done, strict=True)), ZERO)
        effort = self.cost * (x1 * x1 + 2 * self.substitution * x1 * x2 + x2 * x2) / 2
        together: Fraction = worth - effort - self.risk * slope * slope / 2
        return together

    @property
    def first_best(self) -> Fraction:
        """What both would have if effort could be seen."""
        (v1, v2), s, c = self.value, self.substitution, self.cost
        scale = c * (1 - s * s)
        choices = [((v1 - s * v2) / scale, (v2 - s * v1) / scale)]
        b1, b2 = self.basic
        choices += [(max(-b1, v1 / c + s * b2), -b2), (-b1, max(-b2, v2 / c + s * b1))]
        best: Fraction = max(
            v1 * (b1 + x) + v2 * (b2 + y) - c * (x * x + 2 * s * x * y + y * y) / 2
            for x, y in choices
            if x >= -b1 and y >= -b2
        )
        return best
