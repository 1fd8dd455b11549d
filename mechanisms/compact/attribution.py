"""Attribution: who may count the projects, and must some be counted twice?

A city that values its statistics at u_i per project counted gains u_i (s_i P - lost_i) when it may
count the share s_i of the compact's P projects and loses lost_i that it counted before. Every
member gains iff

    gain_i + credit_i + u_i (s_i P - lost_i) >= 0    for every i,

so each member has a least share s_i it must be given; the deal needs double counting exactly when
these add up to more than 1.

>>> least_double_counting({"Hub": Fraction(-4), "Home": Fraction(-2)},
...                       {"Hub": Fraction(1, 10), "Home": Fraction(1, 10)},
...                       {"Hub": Fraction(0), "Home": Fraction(0)}, Fraction(50))
Attribution(needed={'Hub': Fraction(4, 5), 'Home': Fraction(2, 5)}, double=Fraction(1, 5))

Source: row 14 of Hu and Zhang's (2024) case, as a participation problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Attribution", "least_double_counting"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The least share that each member must count (``None``: even all is too little).

    ``double`` is the least share of all projects that must be counted twice; ``None`` if no
    attribution makes every member gain.
    """

    needed: Mapping[str, Fraction | None]
    double: Fraction | None


def least_double_counting(
    gains: Mapping[str, Fraction],
    values: Mapping[str, Fraction],
    lost: Mapping[str, Fraction],
    projects: Fraction,
) -> Attribution:
    """The least overlap in attribution at which every member gains.

    ``gains``: money and credit a year; ``values``: per project counted; ``lost``: projects that a
    member counts no longer; ``projects``: those of the compact.
    """
    needed: dict[str, Fraction | None] = {}
    for city, gain in gains.items():
        value = values.get(city, ZERO)
        missing = -(gain - value * lost.get(city, ZERO))
        if missing <= 0:
            needed[city] = ZERO
        elif value * projects >= missing:
            needed[city] = missing / (value * projects)
        else:
            needed[city] = None
    shares = [share for share in needed.values() if share is not None]
    impossible = len(shares) < len(needed)
    return Attribution(needed, None if impossible else max(ZERO, sum(shares, ZERO) - 1))
