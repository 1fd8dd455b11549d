"""Barter of rights without money: each right has an owner, and a worth to every city."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.bargaining import BargainingProblem
from games.by_city import one_of
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import exact
from games.players import validated_players

__all__ = ["AgreedBarter", "Barter", "Right"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Right:
    """A right as a whole: its name, the city that owns it, and its worth to each city.

    A worth may be negative: a duty. Cities that are not named have no use for it (0).

    See ``Barter`` for the concept, an example and its source.
    """

    name: str
    owner: str
    worth: Mapping[str, Fraction] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Barter:
    """Barter of rights without money: each right has an owner, and a worth to every city.

    A swap moves some of the rights. A city's gain is what the rights that it gets are worth to it,
    less what those are worth to it that it gives. Cities can also agree on lotteries, or on parts
    of a right; the feasible gains are then

        x_i <= sum_g w_i(g) s_gi  -  sum over g of i, sum_j w_i(g) s_gj,   sum_j s_gj <= 1,  s >= 0,

    where s_gj is the probability that right g moves to city j: one variable for each right and
    taker, instead of one point for each of the 2^goods swaps.

    Three rights between a city and its hinterland: a year's quota of land, a site for an enclave in
    the centre, and a clause that brings the enclave's plants back home.

    Cities, and the rights that may change hands.

    ``players``: two or more names. ``goods``: the rights, each with an owner among the players.
    Errors: ``InvalidInput`` names a right that stands twice, an owner or a worth that is wrong.

    >>> rights = Barter(["Hangzhou", "Quzhou"], [
    ...     Right("land quota", "Quzhou", {"Hangzhou": 9, "Quzhou": 4}),
    ...     Right("enclave site", "Hangzhou", {"Hangzhou": 3, "Quzhou": 6}),
    ...     Right("return clause", "Hangzhou", {"Hangzhou": 2, "Quzhou": 5})])
    >>> rights.gains({"land quota": "Hangzhou", "enclave site": "Quzhou"})
    {'Hangzhou': Fraction(6, 1), 'Quzhou': Fraction(2, 1)}
    >>> sorted(rights.bargaining_problem().inequalities[0].coefficients)[:2]
    ['Hangzhou', 'enclave site to Quzhou']

    Source: Nash (1950), The bargaining problem, Econometrica 18, 155-162, whose Bill and Jack
    barter a book, a whip, a ball and more.
    """

    players: tuple[str, ...]
    goods: tuple[Right, ...]

    def __init__(self, players: Iterable[str], goods: Iterable[Right]) -> None:
        names = validated_players(players)
        if len(names) < 2:
            raise InvalidInput("players", names[0], "two or more: alone, nobody barters")
        of_kind(goods, Iterable, place="list of rights")
        listed = [_checked(right, names) for right in goods]
        for right in listed:
            if [other.name for other in listed].count(right.name) > 1:
                raise InvalidInput("the rights", right.name, "of different names")
        object.__setattr__(self, "players", names)
        object.__setattr__(self, "goods", tuple(listed))
        variables = [self.variable(*move) for move in self.moves()]
        for called in variables:
            if variables.count(called) > 1:
                raise InvalidInput("the rights and cities", called, "names that tell moves apart")

    def __getitem__(self, name: str) -> Right:
        """The right of that name."""
        for right in self.goods:
            if right.name == name:
                return right
        raise InvalidInput("a right", name, [g.name for g in self.goods])

    def moves(self) -> tuple[tuple[str, str], ...]:
        """Every right with every city that it could move to."""
        return tuple(
            (right.name, taker)
            for right in self.goods
            for taker in self.players
            if taker != right.owner
        )

    def gain(self, city: str, name: str, taker: str) -> Fraction:
        """What a city gains (or, below 0, loses) if the right moves to ``taker``."""
        right = self[name]
        return right.worth[city] * ((city == taker) - (city == right.owner))

    def gains(self, swap: Mapping[str, str]) -> dict[str, Fraction]:
        """What each city gains by a swap: the new owner of each right that moves."""
        of_kind(swap, Mapping, place="swap", hint="the new owner by right")
        for name, taker in swap.items():
            if self[name] and taker not in self.players:
                raise InvalidInput(f"the taker of {name}", taker, "one of the players")
        return {
            city: sum((self.gain(city, name, taker) for name, taker in swap.items()), ZERO)
            for city in self.players
        }

    def bargaining_problem(self) -> BargainingProblem:
        """The gains over no swap that lotteries over swaps can bring; no swap is disagreement.

        Its further variables are named "right to city".
        """
        rows: list[tuple[Mapping[str, object], object]] = []
        for city in self.players:
            coefficients = {
                self.variable(name, taker): -self.gain(city, name, taker)
                for name, taker in self.moves()
                if self.gain(city, name, taker)
            }
            rows.append(({city: 1, **coefficients}, 0))
        for right in self.goods:
            takers = [taker for name, taker in self.moves() if name == right.name]
            rows.append(({self.variable(right.name, taker): 1 for taker in takers}, 1))
        rows.extend(({self.variable(name, taker): -1}, 0) for name, taker in self.moves())
        return BargainingProblem.from_inequalities(self.players, rows, [0] * len(self.players))

    def variable(self, name: str, taker: str) -> str:
        """What the problem calls the probability that a right moves to a city."""
        called = f"{name} to {taker}"
        while called in self.players:
            called += "'"
        return called


@dataclass(frozen=True, slots=True)
class AgreedBarter:
    """Cities that have agreed on what each gains, and look for a swap that brings it.

    Errors: ``InvalidInput`` names a city without a gain, or a gain of no city.

    See ``Barter`` for the concept and its source.

    >>> rights = Barter(["Hangzhou", "Quzhou"], [
    ...     Right("land quota", "Quzhou", {"Hangzhou": 9, "Quzhou": 4}),
    ...     Right("enclave site", "Hangzhou", {"Hangzhou": 3, "Quzhou": 6})])
    >>> AgreedBarter(rights, {"Hangzhou": 6, "Quzhou": 2}).gains["Quzhou"]
    Fraction(2, 1)
    """

    barter: Barter
    gains: Mapping[str, Fraction] = field(hash=False)

    def __post_init__(self) -> None:
        of_kind(self.barter, Barter, place="barter that was agreed on")
        of_kind(self.gains, Mapping, place="list of agreed gains", hint="a number for each city")
        players = self.barter.players
        for city in self.gains:
            one_of(city, players, "a city that agreed")
        for city in players:
            if city not in self.gains:
                raise InvalidInput(f"agreed gain of {city}", MISSING, "a number")
        agreed = {city: exact(self.gains[city], f"agreed gain of {city}") for city in players}
        object.__setattr__(self, "gains", agreed)


def _checked(right: Right, players: tuple[str, ...]) -> Right:
    if not isinstance(right, Right):
        raise InvalidInput("a right", right, "a Right(name, owner, worth)")
    if not isinstance(right.worth, Mapping):
        raise InvalidInput(f"worth of {right.name}", right.worth, "a number for each city, by name")
    if not isinstance(right.name, str) or not right.name:
        raise InvalidInput("a right's name", right.name, "a text that is not empty")
    one_of(right.owner, players, f"owner of {right.name}")
    worth: dict[str, Any] = dict.fromkeys(players, 0)
    for city, value in right.worth.items():
        one_of(city, players, f"a city with a worth of {right.name}")
        worth[city] = value
    return Right(
        right.name,
        right.owner,
        {city: exact(value, f"worth of {right.name} to {city}") for city, value in worth.items()},
    )
