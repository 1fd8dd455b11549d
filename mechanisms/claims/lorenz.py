"""Lorenz and Gini: which of two divisions is the more equal, and how a rule's awards grow.

A division Lorenz-dominates another of the same sum if its k smallest awards add up to at least as
much, for every k; the Gini index is half the mean difference of two awards, relative to the mean.

>>> from games import BankruptcyProblem
>>> from mechanisms.claims.constrained_equal_awards import constrained_equal_awards
>>> from mechanisms.claims.constrained_equal_losses import constrained_equal_losses
>>> claims = BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 300)
>>> equal, unequal = constrained_equal_awards(claims), constrained_equal_losses(claims)
>>> lorenz_comparison(equal, unequal), gini_index(unequal)
('more equal', Fraction(4, 9))

Source: Lorenz (1905); Gini (1912); Bosmans and Lauwers (2011), Lorenz comparisons of nine rules for
the adjudication of conflicting claims.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from games.bankruptcy import BankruptcyProblem
from games.by_city import whole
from games.errors import InvalidInput, of_kind
from games.exact import exact
from mechanisms.claims.division import ClaimsRule, awards_of

__all__ = ["Comparison", "award_path", "gini_index", "lorenz_comparison"]

Comparison = Literal["more equal", "as equal", "less equal", "neither"]


def lorenz_comparison(one: Mapping[str, Any], other: Mapping[str, Any]) -> Comparison:
    """Which of two divisions is the more equal, by Lorenz: the first, the other, or neither.

    ``one``, ``other``: a number for each city, 0 or more, of the same sum.

    Errors: ``InvalidInput`` for divisions of different cities or sums.

    >>> lorenz_comparison({"A": 1, "B": 2, "C": 6}, {"A": 0, "B": 4, "C": 5})
    'neither'

    Source: Lorenz (1905); Dutta and Ray (1989).
    """
    mine, yours = _cumulative(one), _cumulative(other)
    if set(one) != set(other):
        given, expected = (", ".join(map(str, split)) for split in (other, one))
        raise InvalidInput("cities of the second division", given, expected)
    if mine[-1] != yours[-1]:
        raise InvalidInput("sum of the second division", yours[-1], f"{mine[-1]}, as of the first")
    above = any(a > b for a, b in zip(mine, yours, strict=True))
    below = any(a < b for a, b in zip(mine, yours, strict=True))
    if above and below:
        return "neither"
    return "more equal" if above else "less equal" if below else "as equal"


def _cumulative(split: Mapping[str, Any]) -> list[Fraction]:
    return list(itertools.accumulate(sorted(_numbers(split))))


def _numbers(split: Mapping[str, Any]) -> list[Fraction]:
    of_kind(split, Mapping, place="the division", hint="a number for each city, by name")
    numbers = [exact(number, f"what {city} gets") for city, number in split.items()]
    if not numbers or min(numbers) < 0:
        raise InvalidInput("least number of the division", min(numbers, default=0), "0 or more")
    return numbers


def gini_index(split: Mapping[str, Any]) -> Fraction:
    """The Gini index of a division: 0 where all have the same, nearly 1 where one has all.

        G = sum over i, j of |x_i - x_j|  /  (2 n sum of x)

    It is 0 where there is nothing to divide.

    Errors: ``InvalidInput`` for a number below 0.

    >>> gini_index({"A": 0, "B": 0, "C": 9})
    Fraction(2, 3)

    Source: Gini (1912).
    """
    numbers = _numbers(split)
    total = sum(numbers, Fraction(0))
    if not total:
        return total
    apart = sum((abs(a - b) for a, b in itertools.combinations(numbers, 2)), Fraction(0))
    return apart / (len(numbers) * total)


def award_path(
    rule: ClaimsRule, problem: BankruptcyProblem, *, steps: int = 10
) -> tuple[dict[str, Fraction], ...]:
    """The path of awards of a rule: what each city gets as the estate grows from 0 to all claims.

    ``steps``: how many, all of the same size; the estate of the problem plays no part.

    Errors: ``InvalidInput`` for what is no ``BankruptcyProblem``, or a rule that divides wrongly.

    >>> from mechanisms.claims.talmud import talmud_rule
    >>> claims = BankruptcyProblem({"A": 100, "B": 200}, 0)
    >>> [str(awards["A"]) for awards in award_path(talmud_rule, claims, steps=6)]
    ['0', '25', '50', '50', '50', '75', '100']

    Source: Thomson (2019), How to Divide When There Isn't Enough, chapter 2.
    """
    from dataclasses import replace

    of_kind(problem, BankruptcyProblem, place="subject of award_path")
    count = whole(steps, "the number of steps", 1)
    total = sum(problem.claims.values(), Fraction(0))
    return tuple(
        dict(awards_of(rule, replace(problem, estate=total * k / count))) for k in range(count + 1)
    )
