"""Exaggeration: who gains by claiming more than it needs?"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.bankruptcy import BankruptcyProblem
from games.errors import of_kind
from mechanisms.claims.division import ClaimsRule, awards_of, float_slack
from mechanisms.claims.merging_and_splitting import GRID
from solvers.bargaining.axiom import NotRefuted

__all__ = ["Exaggeration", "exaggeration_gain"]


@dataclass(frozen=True, slots=True)
class Exaggeration:
    """A city that gets more by claiming more. ``need`` is its true claim, ``says`` the other one.

    ``before`` and ``after``: what it gets of what it needs.

    See ``exaggeration_gain`` for the concept, an example and its source.
    """

    city: str
    need: Fraction
    says: Fraction
    before: Fraction
    after: Fraction

    @property
    def gain(self) -> Fraction:
        return self.after - self.before

    def __str__(self) -> str:
        says, need, after, before = map(
            approximately, (self.says, self.need, self.after, self.before)
        )
        return f"{self.city} claims {says} instead of {need} and gets {after} instead of {before}."


def exaggeration_gain(problem: BankruptcyProblem, rule: ClaimsRule) -> Exaggeration | NotRefuted:
    """Exaggeration: who gains by claiming more than it needs?

    Claims are seldom known to all. A city that needs c_i and claims c'_i > c_i gains, if what it
    gets beyond its need is worth nothing to it,

        min(x_i(c'_i), c_i)  -  x_i(c_i).

    Only where the award does not rise with a claim that is not met is there nothing to gain: by
    equal awards. Where all exaggerate in the same way a proportional division is again the honest
    one, and nobody knows any more what was needed.

    The city that gains most by claiming up to twice its need, in steps of a twelfth of it.

    Of several claims that bring it as much, the smallest. Others are not tried, so that nobody
    gains by these is no proof. Errors: ``InvalidInput`` where the rule stops, or does not divide.

    >>> from mechanisms.claims.proportional import proportional_rule
    >>> quota = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Lishui": 300}, estate=200)
    >>> print(exaggeration_gain(quota, proportional_rule))
    Jinhua claims 400 instead of 200 and gets 100 instead of 66.6667.

    Source: Sprumont (1991), The division problem with single-peaked preferences, for equal awards
    as the uniform rule.
    """
    of_kind(problem, BankruptcyProblem, place="problem of claims")
    found: Exaggeration | None = None
    cases = 0
    awards = awards_of(rule, problem)
    for (city, need), step in itertools.product(problem.claims.items(), range(1, GRID + 1)):
        if not need:
            continue
        cases += 1
        says = need * (GRID + step) / GRID
        inflated = BankruptcyProblem({**problem.claims, city: says}, problem.estate)
        after = min(need, awards_of(rule, inflated)[city])
        new = Exaggeration(city, need, says, awards[city], after)
        better = new.gain > (found.gain if found else 0)
        if better and new.gain > float_slack(rule, problem, inflated):
            found = new
    return found or NotRefuted("no gain by exaggerating", cases)
