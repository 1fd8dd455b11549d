"""Legislative bargaining: a council of cities divides a fund, by proposals and a quota of votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.by_city import by_name
from games.errors import InvalidInput, of_kind
from games.players import validated_players

__all__ = ["LegislativeBargaining"]


@dataclass(frozen=True, init=False, slots=True)
class LegislativeBargaining:
    """Legislative bargaining: a council of cities divides a fund,
    by proposals and a quota of votes.

    In each round one of n cities is drawn to propose a division of one unit. If at least ``quota``
    cities say yes, the proposer included, that is the division; else a round passes, in which each
    city's share shrinks by its discount factor, and the next proposer is drawn.

    Who decides on the fund, and by how many votes.

    ``cities``: n >= 2 names. ``discount``: delta, from 0, below 1; one for all, or, where all must
    agree, one for each city. ``quota``: votes needed, 1 to n; more than half where not given.
    ``recognition``: each city's probability to propose; the same for all where not given.

    Errors: ``InvalidInput`` names the number or city that cannot be right.

    >>> council = LegislativeBargaining(["Hangzhou", "Quzhou", "Jinhua"], discount=0.9)
    >>> council.quota, council.recognition["Quzhou"]
    (2, Fraction(1, 3))

    Source: Baron and Ferejohn (1989), Bargaining in legislatures, American Political Science Review
    83, 1181-1206, with a closed rule: a proposal is voted on as it is.
    """

    cities: tuple[str, ...]
    discount: Mapping[str, Fraction] = field(hash=False)
    quota: int
    recognition: Mapping[str, Fraction] = field(hash=False)

    def __init__(
        self,
        cities: Iterable[str],
        discount: Any,
        quota: int | None = None,
        recognition: Mapping[str, Any] | None = None,
    ) -> None:
        of_kind(cities, Iterable, place="list of cities")
        names = validated_players(cities, "city")
        n = len(names)
        if n < 2:
            raise InvalidInput("cities", names[0], "two or more: alone, nobody bargains")
        votes = n // 2 + 1 if quota is None else quota
        if type(votes) is not int or not 1 <= votes <= n:
            raise InvalidInput("quota", votes, f"a whole number from 1 to {n}")
        patience = by_name(discount, names, "discount factor")
        for city, delta in patience.items():
            if not 0 <= delta < 1:
                raise InvalidInput(f"discount factor of {city}", delta, "from 0 and below 1")
            if votes < n and delta != patience[names[0]]:
                expected = f"that of {names[0]}: only where all must agree may they differ"
                raise InvalidInput(f"discount factor of {city}", delta, expected)
        drawn = dict.fromkeys(names, Fraction(1, n))
        if recognition is not None:
            of_kind(recognition, Mapping, place="recognition", hint="a probability by city")
            drawn = by_name(recognition, names, "recognition")
        for city, probability in drawn.items():
            if probability < 0:
                raise InvalidInput(f"recognition of {city}", probability, "0 or more")
        if sum(drawn.values()) != 1:
            raise InvalidInput("the sum of recognition", sum(drawn.values()), "1")
        for part, found in (
            ("cities", names),
            ("discount", patience),
            ("quota", votes),
            ("recognition", drawn),
        ):
            object.__setattr__(self, part, found)
