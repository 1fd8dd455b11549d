"""Project screening: an operator admits projects, some of them bad,
and is paid by an assessment.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import within
from games.errors import InvalidInput

__all__ = ["ProjectScreening"]


@dataclass(frozen=True, slots=True)
class ProjectScreening:
    """Project screening: an operator admits projects, some of them bad,
    and is paid by an assessment.

    A share beta of the projects that apply is bad. Looking into one costs the operator k and shows
    which kind it is; admitting one costs it a. Later each admitted project is assessed: a good one
    passes, and a bad one fails, with chance q. The operator is paid for each admitted project by
    what the assessment says, and never less than nothing. A good project is worth g to the city, a
    bad one costs it h.

    The figures of one project that applies.

    ``bad``: share of bad ones, above 0 and below 1. ``look``: k > 0. ``admit``: a >= 0.
    ``accuracy``: q, from 1/2 (the assessment says nothing) to 1. ``good_worth``, ``bad_harm``:
    g, h >= 0. ``tolerated``: the largest share of bad projects among those admitted that the city
    would bear.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> desk = ProjectScreening(bad=0.5, look=1, admit=4, accuracy=0.9, good_worth=20, bad_harm=10)
    >>> desk.admits_all, desk.admits_good
    (Fraction(5, 1), Fraction(10, 1))

    Source: Holmström (1979) for hidden effort with a noisy signal; the question, a hosted operator
    without "gate-keeping" and with "weak binding force of the assessment indexes", is Hu and
    Zhang's (2024).
    """

    bad: Any
    look: Any
    admit: Any
    accuracy: Any
    good_worth: Any
    bad_harm: Any = 0
    tolerated: Any = 0

    def __post_init__(self) -> None:
        for field, what, expected in (
            ("bad", "the share of bad projects", "between 0 and 1"),
            ("look", "the cost of a look", "more than 0"),
            ("admit", "the cost of admitting", "0 or more"),
            ("accuracy", "the accuracy of the assessment", "between 0 and 1"),
            ("good_worth", "the worth of a good project", "0 or more"),
            ("bad_harm", "the harm of a bad project", "0 or more"),
            ("tolerated", "the tolerated share of bad projects", "between 0 and 1"),
        ):
            object.__setattr__(self, field, within(getattr(self, field), what, expected))
        if self.bad in (0, 1):
            raise InvalidInput("the share of bad projects", self.bad, "above 0 and below 1")
        if self.accuracy < Fraction(1, 2):
            raise InvalidInput("the accuracy of the assessment", self.accuracy, "1/2 or more")

    @property
    def admits_all(self) -> Fraction:
        """What a project that applies is worth to the city before pay, if all are admitted."""
        found: Fraction = (1 - self.bad) * self.good_worth - self.bad * self.bad_harm
        return found

    @property
    def admits_good(self) -> Fraction:
        """What one that applies is worth to the city before pay, if only good ones are admitted."""
        found: Fraction = (1 - self.bad) * self.good_worth
        return found
