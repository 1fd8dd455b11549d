"""Which mechanism is the best for an objective among those that keep some properties.

>>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [0, 1]}, {"Quzhou": [0, 1]})
>>> DesignQuestion(swap, "Hangzhou", ("interim IR", "BIC")).properties
('Bayesian incentive compatibility', 'interim individual rationality')
"""

from __future__ import annotations

from dataclasses import dataclass, field

from games.bayesian_problem import BayesianProblem
from games.by_city import one_of
from games.errors import InvalidInput, of_kind
from mechanisms.direct.properties import PROPERTIES, property_names

__all__ = ["DesignQuestion"]


@dataclass(frozen=True)
class DesignQuestion:
    """Which mechanism is the best for an objective among those that keep some properties.

    ``objective``: "welfare" (what the outcome is expected to be worth to all, less its cost), a
    city (its expected payoff), "revenue" (what the fund expects to keep) or "subsidy" (the least
    money that it expects to need from outside; below 0 it keeps some).
    ``subject_to``: names of ``PROPERTIES``, or short ones; non-bossiness is not linear, and cannot
    be asked for. ``properties`` are their full names.

    Errors: ``InvalidInput`` for another objective or property.
    """

    problem: BayesianProblem
    objective: str = "welfare"
    subject_to: tuple[str, ...] = ()
    properties: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        of_kind(self.problem, BayesianProblem, place="problem to design a rule for")
        known = ("welfare", "revenue", "subsidy", *self.problem.cities)
        one_of(self.objective, known, "the objective")
        asked = property_names(self.subject_to, "subject_to")
        if "non-bossiness" in asked:
            raise InvalidInput(
                "a property to design for",
                "non-bossiness",
                "another: it is not linear, and an audit of the mechanism found will tell",
            )
        object.__setattr__(self, "properties", tuple(name for name in PROPERTIES if name in asked))
