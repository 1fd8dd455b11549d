"""Merging and splitting: who gains by claiming through one company, or under several names?"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from games.approximately import approximately
from games.bankruptcy import BankruptcyProblem
from games.by_city import listed, one_of
from games.errors import of_kind
from mechanisms.claims.division import ClaimsRule, awards_of, float_slack
from solvers.bargaining.axiom import NotRefuted

__all__ = ["ClaimsManipulation", "merged", "merging_gain", "split", "splitting_gain"]

GRID = 12
"""Splits in two are tried at each twelfth of the claim."""


@dataclass(frozen=True, slots=True)
class ClaimsManipulation:
    """Cities that get more by another number of claims, none of them larger than it was in sum.

    ``cities``: who does it; ``honest`` and ``changed``: the problem as it is, and as it is claimed;
    ``before`` and ``after``: what they get together.

    See ``merging_gain`` for the concept, an example and its source.
    """

    kind: Literal["merge", "split"]
    cities: tuple[str, ...]
    honest: BankruptcyProblem
    changed: BankruptcyProblem
    before: Fraction
    after: Fraction

    @property
    def gain(self) -> Fraction:
        return self.after - self.before

    def __str__(self) -> str:
        names = listed(self.cities)
        sums = f"{approximately(self.after)} instead of {approximately(self.before)}"
        new = [c for city, c in self.changed.claims.items() if city not in self.honest.claims]
        if self.kind == "merge":
            return f"{names} merge their claims into one of {approximately(new[0])} and get {sums}."
        parts = " and ".join(map(approximately, new))
        return f"{names} splits its claim into {parts} and gets {sums}."


def merging_gain(problem: BankruptcyProblem, rule: ClaimsRule) -> ClaimsManipulation | None:
    """The cities that gain most by merging their claims into one; ``None``: no group gains.

    Cities S merge: one claim, c(S), stands for theirs, and they gain what it gets beyond what they
    got together. One city splits its claim c_i = a + b, and gains if both parts together get more.
    Equal losses favour who is large, so it pays to merge; equal awards favour who is small, so it
    pays to split. The proportional rule alone is proof against both (de Frutos 1999).

    All 2^n groups are tried: about 12 cities at most. Errors: ``InvalidInput`` where the rule
    stops, or does not divide.

    >>> from mechanisms.claims.constrained_equal_losses import constrained_equal_losses
    >>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=200)
    >>> print(merging_gain(quota, constrained_equal_losses))
    Quzhou and Jinhua merge their claims into one of 300 and get 100 instead of 50.

    Source: O'Neill (1982); Chun (1988); de Frutos (1999), Coalitional manipulations in a bankruptcy
    problem; Ju (2003), Manipulation via merging and splitting in claims problems.
    """
    of_kind(problem, BankruptcyProblem, place="problem of claims")
    found: ClaimsManipulation | None = None
    awards = awards_of(rule, problem)
    for size in range(2, len(problem.claims) + 1):
        for cities in itertools.combinations(problem.players, size):
            changed = merged(problem, cities)
            before = sum((awards[city] for city in cities), Fraction(0))
            after = awards_of(rule, changed)[joint_name(problem, cities)]
            new = ClaimsManipulation("merge", cities, problem, changed, before, after)
            better = new.gain > (found.gain if found else 0)
            if better and new.gain > float_slack(rule, problem, changed):
                found = new
    return found


def splitting_gain(problem: BankruptcyProblem, rule: ClaimsRule) -> ClaimsManipulation | NotRefuted:
    """The city that gains most by splitting its claim in two, at a twelfth of it or a multiple.

    Other splits are not tried, so that nobody gains by these is no proof. Errors: as of
    ``merging_gain``.

    See ``merging_gain`` for the concept and its source.

    >>> from mechanisms.claims.constrained_equal_awards import constrained_equal_awards
    >>> quota = BankruptcyProblem({"Quzhou": 100, "Lishui": 300}, estate=200)
    >>> print(splitting_gain(quota, constrained_equal_awards))
    Lishui splits its claim into 75 and 225 and gets 133.333 instead of 100.
    """
    of_kind(problem, BankruptcyProblem, place="problem of claims")
    found: ClaimsManipulation | None = None
    cases = 0
    awards = awards_of(rule, problem)
    for city, part in itertools.product(problem.players, range(1, GRID // 2 + 1)):
        if not problem.claims[city]:
            continue
        cases += 1
        changed = split(problem, city, problem.claims[city] * part / GRID)
        shared = awards_of(rule, changed)
        one, other = part_names(problem, city)
        after = shared[one] + shared[other]
        new = ClaimsManipulation("split", (city,), problem, changed, awards[city], after)
        better = new.gain > (found.gain if found else 0)
        if better and new.gain > float_slack(rule, problem, changed):
            found = new
    return found or NotRefuted("no gain by splitting", cases)


def merged(problem: BankruptcyProblem, cities: Iterable[str]) -> BankruptcyProblem:
    """The problem in which these cities claim as one, in the place of the first of them.

    >>> merged(BankruptcyProblem({"A": 1, "B": 2, "C": 3}, 4), ["A", "C"])
    BankruptcyProblem(A+C 4, B 2; estate 4)
    """
    group = tuple(cities)
    for city in group:
        one_of(city, problem.claims, "a city that merges")
    joint = joint_name(problem, group)
    claims = {
        joint if city == group[0] else city: claim
        for city, claim in problem.claims.items()
        if city == group[0] or city not in group
    }
    claims[joint] = sum((problem.claims[city] for city in group), Fraction(0))
    return BankruptcyProblem(claims, problem.estate)


def joint_name(problem: BankruptcyProblem, cities: Iterable[str]) -> str:
    """What a group is called as one: a name that no city has."""
    name = "+".join(cities)
    while name in problem.claims:
        name += "'"
    return name


def part_names(problem: BankruptcyProblem, city: str) -> tuple[str, str]:
    """What the two parts of a city's claim are called: names that no city has."""
    names = [f"{city} 1", f"{city} 2"]
    while any(name in problem.claims for name in names):
        names = [name + "'" for name in names]
    return names[0], names[1]


def split(problem: BankruptcyProblem, city: str, part: Fraction) -> BankruptcyProblem:
    """The problem in which a city claims ``part`` under one name, and the rest under another.

    >>> split(BankruptcyProblem({"A": 1, "B": 2}, 2), "B", Fraction(1, 2))
    BankruptcyProblem(A 1, B 1 0.5, B 2 1.5; estate 2)
    """
    one_of(city, problem.claims, "a city that splits")
    one, other = part_names(problem, city)
    claims: dict[str, Fraction] = {}
    for name, claim in problem.claims.items():
        claims |= {one: part, other: claim - part} if name == city else {name: claim}
    return BankruptcyProblem(claims, problem.estate)
