"""Pure equilibria: profiles of actions at which no city gains by changing its own alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.errors import of_kind
from games.strategic import StrategicGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = [
    "PureEquilibria",
    "PureEquilibriaCertificate",
    "profiles_at",
    "pure_equilibria",
    "stable",
]


def pure_equilibria(game: StrategicGame) -> PureEquilibria:
    """Pure equilibria: profiles of actions at which no city gains by changing its own alone.

        u_i(a)  >=  u_i(b, a_-i)     for each city i and each of its actions b.

    All profiles are compared, so the list is complete. There may be none: then whatever the cities
    do, one of them gains by changing, and they chase each other in a circle.

    All pure equilibria of a game of any number of cities, exact.

    Ties count: an action that is as good as another is a best response too. In a game in which all
    payoffs are equal every profile is an equilibrium.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``.

    >>> from games import StrategicGame
    >>> race = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]],
    ...                                   actions=["hold", "bid"])
    >>> found = pure_equilibria(race)
    >>> list(found), found.payoffs(found.profiles[0])["Quzhou"]
    ([{'Quzhou': 'bid', 'Lishui': 'bid'}], Fraction(2, 1))
    >>> pennies = StrategicGame.from_payoffs(["A", "B"], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]],
    ...                                      actions=["heads", "tails"])
    >>> [profile["A"] for profile in pure_equilibria(pennies).cycle]
    ['heads', 'heads', 'tails', 'tails']

    Source: Cournot (1838); Nash (1950), Equilibrium points in n-person games.
    """
    of_kind(game, StrategicGame, place="subject of pure_equilibria")
    return PureEquilibriaCertificate(profiles_at(game, stable(game))).answer(game)


@dataclass(frozen=True, slots=True, repr=False)
class PureEquilibria(Answer):
    """All pure equilibria; iterates over them as mappings from cities to actions.

    ``profiles``: the same as tuples of actions, in the order of the game's profiles.
    ``payoffs(profile)``: what each city gets.
    ``cycle``: where there is none, profiles in a circle; from each to the next, one city changes
    to a best response and gains.

    See ``pure_equilibria`` for the concept, an example and its source.
    """

    game: StrategicGame
    profiles: tuple[tuple[str, ...], ...]
    certificate: PureEquilibriaCertificate
    method: str = "all profiles compared"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if not self.profiles:
            return (
                "No pure equilibrium: at every profile some city gains by changing. "
                "nash_equilibria() finds equilibria in which cities randomise."
            )
        if len(self.profiles) == 1:
            return "One pure equilibrium, and no other."
        return f"{len(self.profiles)} pure equilibria, and no others."

    @property
    def cycle(self) -> tuple[dict[str, str], ...]:
        return () if self.profiles else tuple(map(self._by_city, _cycle(self.game)))

    def payoffs(self, profile: Any) -> dict[str, Fraction]:
        return self.game.payoff(profile)

    def __iter__(self) -> Iterator[dict[str, str]]:
        return map(self._by_city, self.profiles)

    def __len__(self) -> int:
        return len(self.profiles)

    def _by_city(self, profile: tuple[str, ...]) -> dict[str, str]:
        return dict(zip(self.game.players, profile, strict=True))

    def __str__(self) -> str:
        shown = [f"({', '.join(profile)})" for profile in self.profiles[:6]]
        more = ["..."] if len(self.profiles) > 6 else []
        return f"{self.status}\n  {' '.join(shown + more)}\nProof: {self.proof} ({self.method})."


@dataclass(frozen=True, slots=True)
class PureEquilibriaCertificate(Certificate, kind="pure equilibria"):
    """The list itself: every profile is compared again."""

    profiles: tuple[tuple[str, ...], ...]

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        found = stable(subject)
        for profile in self.profiles:
            at = subject.profile(profile)
            if not found[at]:
                yield f"At ({', '.join(profile)}) some city gains by changing."
        if self.profiles != profiles_at(subject, found):
            yield "The list does not give every pure equilibrium once, in order."

    def answer(self, subject: StrategicGame) -> PureEquilibria:
        return PureEquilibria(subject, self.profiles, self)


def stable(game: StrategicGame) -> npt.NDArray[np.bool_]:
    """By profile: whether no city gains by changing."""
    found = np.ones(tuple(map(len, game.actions)), dtype=bool)
    for axis, table in enumerate(game.tables):
        found &= table == table.max(axis=axis, keepdims=True)
    return found


def profiles_at(game: StrategicGame, chosen: npt.NDArray[np.bool_]) -> tuple[tuple[str, ...], ...]:
    """The profiles, by name, at which a table over all profiles is true."""
    return tuple(
        tuple(names[k] for names, k in zip(game.actions, at, strict=True))
        for at in np.argwhere(chosen).tolist()
    )


def _cycle(game: StrategicGame) -> list[tuple[str, ...]]:
    """The first city that gains changes to its best response, until a profile comes back."""
    best = [table.argmax(axis=axis) for axis, table in enumerate(game.tables)]
    at = (0,) * len(game.players)
    path = {at: 0}
    while True:
        for i, table in enumerate(game.tables):
            better = (*at[:i], int(best[i][at[:i] + at[i + 1 :]]), *at[i + 1 :])
            if table[better] > table[at]:
                at = better
                break
        if at in path:
            return [
                tuple(names[k] for names, k in zip(game.actions, visited, strict=True))
                for visited in list(path)[path[at] :]
            ]
        path[at] = len(path)
