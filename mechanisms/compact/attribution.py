"""Attribution: who may count the projects, and must some be counted twice?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.by_city import numbers, within
from games.errors import InvalidInput
from games.exact import Number
from games.players import validated_players

__all__ = ["Attribution", "least_double_counting"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The least share that each member must count (``None``: even all is too little).

    ``double`` is the least share of all projects that must be counted twice; ``None`` if no
    attribution makes every member gain.

    See ``least_double_counting`` for the concept, an example and its source.
    """

    needed: Mapping[str, Fraction | None]
    double: Fraction | None


def least_double_counting(
    gains: Mapping[str, Number],
    values: Mapping[str, Number],
    lost: Mapping[str, Number],
    projects: Number,
) -> Attribution:
    """Attribution: who may count the projects, and must some be counted twice?

    A city that values its statistics at u_i per project counted gains u_i (s_i P - lost_i) when it
    may count the share s_i of the compact's P projects and loses lost_i that it counted before.
    Every member gains iff

        gain_i + credit_i + u_i (s_i P - lost_i) >= 0    for every i,

    so each member has a least share s_i it must be given; the deal needs double counting exactly
    when these add up to more than 1.

    The least overlap in attribution at which every member gains.

    ``gains``: money and credit a year; ``values``: per project counted; ``lost``: projects that a
    member counts no longer; ``projects``: those of the compact. A member without a value, or
    without projects lost, has 0.

    Errors: ``InvalidInput`` names a figure that is no number, a number of projects below 0, or
    who is no member.

    >>> least_double_counting({"Hub": -4, "Home": -2}, {"Hub": 0.1, "Home": 0.1}, {}, projects=50)
    Attribution(needed={'Hub': Fraction(4, 5), 'Home': Fraction(2, 5)}, double=Fraction(1, 5))

    Source: row 14 of Hu and Zhang's (2024) case, as a participation problem.
    """
    if not isinstance(gains, Mapping):
        raise InvalidInput("the gains", gains, "a number for each member, by name")
    members = validated_players(gains)
    earned = numbers(gains, members, "gain", who="member")
    worth = numbers(values, members, "value of a project", ZERO, "member")
    missed = numbers(lost, members, "loss of projects", ZERO, "member")
    for city, gone in zip(members, missed, strict=True):
        within(gone, f"loss of projects of {city}", "0 or more")
    counted = within(projects, "the number of projects", "0 or more")
    needed: dict[str, Fraction | None] = {}
    for city, gain, value, gone in zip(members, earned, worth, missed, strict=True):
        missing = -(gain - value * gone)
        if missing <= 0:
            needed[city] = ZERO
        elif value * counted >= missing:
            needed[city] = missing / (value * counted)
        else:
            needed[city] = None
    shares = [share for share in needed.values() if share is not None]
    impossible = len(shares) < len(needed)
    return Attribution(needed, None if impossible else max(ZERO, sum(shares, ZERO) - 1))
