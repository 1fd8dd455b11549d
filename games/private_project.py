"""A shared project of which a city alone knows what it is worth to it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from games.bayesian_problem import BayesianProblem
from games.by_city import within
from games.errors import InvalidInput, of_kind
from games.exact import Number
from games.players import validated_players
from games.private_types import Prior, number_prior

__all__ = ["PrivateProject"]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class PrivateProject:
    """A shared project of which a city alone knows what it is worth to it.

    It costs C if it is built, and brings city i then v_i, which the others know as a prior only;
    cities are independent of each other. If all were known it would be built where the sum of v_i
    exceeds C, and on average

        E max(0, v_1 + ... + v_n - C)

    would be gained.

    Who would have the project, what the others believe about its worth to each, and its cost.

    ``members``: by city its types, which are numbers (below 0 for who would be harmed), alike
    likely or with probabilities; kept as a probability by type, from the least type up. Two or
    more. ``cost``: 0 or more. Without the project everybody has 0.

    Errors: ``InvalidInput`` names the city, and the type or probability that cannot be right.

    >>> dyke = PrivateProject({"Delta": [0, 3], "Ford": {0: 0.25, 3: 0.75}}, cost=2)
    >>> dyke.cities, dyke.profiles, dyke.members["Ford"][3]
    (('Delta', 'Ford'), 4, Fraction(3, 4))
    >>> dyke.problem().costs
    (Fraction(0, 1), Fraction(2, 1))

    Source: Mailath and Postlewaite (1990), Asymmetric information bargaining problems with many
    agents.
    """

    members: Mapping[str, Prior]
    cost: Fraction

    def __init__(self, members: Mapping[str, Any], cost: Number) -> None:
        of_kind(members, Mapping, place="table of the members", hint="the types of each, by name")
        if len(members) < 2:
            raise InvalidInput("the number of members", len(members), "2 or more")
        validated_players(members)
        read = {city: number_prior(types, city) for city, types in members.items()}
        object.__setattr__(self, "members", MappingProxyType(read))
        object.__setattr__(self, "cost", within(cost, "the cost", "0 or more"))

    @property
    def cities(self) -> tuple[str, ...]:
        """The members in their order."""
        return tuple(self.members)

    @property
    def priors(self) -> tuple[Prior, ...]:
        """The priors in the order of the cities."""
        return tuple(self.members.values())

    @property
    def profiles(self) -> int:
        """How many profiles of types there are."""
        return math.prod(map(len, self.priors))

    def problem(self) -> BayesianProblem:
        """The problem of mechanism design in which "not built" or "built" is chosen."""
        return BayesianProblem(
            self.cities,
            self.members,
            ["not built", "built"],
            lambda _city, choice, value: value if choice == "built" else 0,
            costs={"built": self.cost},
        )

    def __hash__(self) -> int:
        return hash((self.cost, tuple((c, tuple(p.items())) for c, p in self.members.items())))

    def __reduce__(self) -> tuple[Any, ...]:
        return PrivateProject, ({c: dict(p) for c, p in self.members.items()}, self.cost)

    def __repr__(self) -> str:
        return f"PrivateProject({len(self.members)} members, {self.profiles} profiles of types)"
