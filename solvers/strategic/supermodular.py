"""Supermodular games: if one city does more, the others want to do more too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from games.errors import of_kind
from games.strategic import StrategicGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = [
    "DecreasingDifference",
    "NotSupermodularCertificate",
    "Supermodularity",
    "SupermodularityCertificate",
    "supermodular",
]


@dataclass(frozen=True, slots=True)
class DecreasingDifference:
    """At ``profile``, ``city`` gains less by its next action once ``other`` has gone one up.

    ``before`` and ``after``: what it gains.

    See ``supermodular`` for the concept and its source.

    >>> clash = StrategicGame.from_payoffs(["A", "B"], [[1, 1], [1, 0]], [[1, 1], [1, 0]])
    >>> supermodular(clash).violation
    DecreasingDifference(city='A', other='B', profile=('1', '1'), before=Fraction(0, 1),
    after=Fraction(-1, 1))
    """

    city: str
    other: str
    profile: tuple[str, ...]
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True, repr=False)
class Supermodularity(Answer):
    """The extremal equilibria, or where differences fall.

    ``least`` and ``greatest``: profiles between which all equilibria lie; ``None`` where the game
    is not supermodular in the order of its actions. ``violation``: then why.

    See ``supermodular`` for the concept, an example and its source.
    """

    least: tuple[str, ...] | None
    greatest: tuple[str, ...] | None
    violation: DecreasingDifference | None
    status: str
    method: str
    proof: Proof
    certificate: SupermodularityCertificate | NotSupermodularCertificate

    @property
    def holds(self) -> bool:
        """Whether the game is supermodular."""
        return self.violation is None

    @property
    def unique(self) -> bool:
        """Whether the least equilibrium is the greatest, so that there is no other."""
        return self.holds and self.least == self.greatest


def supermodular(game: StrategicGame) -> Supermodularity:
    """Supermodular games: if one city does more, the others want to do more too.

    With each city's actions in order, u_i has *increasing differences* iff what i gains by going
    one action up never falls when another city j goes one up. Then best replies rise with what the
    others do. From everybody's greatest action, greatest best replies fall step by step to the
    greatest equilibrium, and from the least actions least replies rise to the least one; all
    equilibria, mixed ones too, and all rationalisable actions lie between.

    Whether differences increase, in the order in which actions are listed; both extremes.

    A game of zeros is supermodular, with its first and last profile as extremes; so is a city
    alone. Where one city's action helps against the other's (strategic substitutes), two cities
    make a supermodular game once one lists its actions in reverse; ``status`` says so.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``.

    >>> race = StrategicGame.from_function(
    ...     ["A", "B"], [0, 1, 2, 3], lambda s: [4 * s[0] * s[1] - 3 * own**2 for own in s])
    >>> found = supermodular(race)
    >>> found.least, found.greatest
    (('0', '0'), ('1', '1'))

    Source: Topkis (1979); Vives (1990); Milgrom and Roberts (1990), theorem 5.
    """
    of_kind(game, StrategicGame, place="subject of supermodular")
    for i in range(len(game.players)):
        for j in range(len(game.players)):
            falls = np.argwhere(_second_differences(game, i, j) < 0)
            if i != j and len(falls):
                profile = tuple(game.actions[k][int(at)] for k, at in enumerate(falls[0]))
                return NotSupermodularCertificate(game.players[i], game.players[j], profile).answer(
                    game
                )
    return SupermodularityCertificate(
        _named(game, _iterated(game, greatest=False)), _named(game, _iterated(game, greatest=True))
    ).answer(game)


def _second_differences(game: StrategicGame, i: int, j: int) -> Any:
    return np.diff(np.diff(game.tables[i].astype(object), axis=i), axis=j)


def _replies(game: StrategicGame, at: list[int], *, greatest: bool) -> list[int]:
    """Each city's greatest (or least) best reply to the others' actions."""
    found = []
    for i, table in enumerate(game.tables):
        place: list[Any] = [*at[:i], slice(None), *at[i + 1 :]]
        column = table[tuple(place)]
        best = np.flatnonzero(column == column.max())
        found.append(int(best[-1 if greatest else 0]))
    return found


def _iterated(game: StrategicGame, *, greatest: bool) -> list[int]:
    at = [len(actions) - 1 if greatest else 0 for actions in game.actions]
    while True:
        replies = _replies(game, at, greatest=greatest)
        if replies == at:
            return at
        at = replies


def _named(game: StrategicGame, at: list[int]) -> tuple[str, ...]:
    return tuple(actions[k] for actions, k in zip(game.actions, at, strict=True))


@dataclass(frozen=True, slots=True)
class SupermodularityCertificate(Certificate, kind="supermodular"):
    """The least and the greatest equilibrium; differences and replies are compared once more."""

    least: tuple[str, ...]
    greatest: tuple[str, ...]

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        n = len(subject.players)
        for i in range(n):
            for j in range(n):
                if i != j and (_second_differences(subject, i, j) < 0).any():
                    yield f"What {subject.players[i]} gains by more falls with the others'."
                    return
        if self.least != _named(subject, _iterated(subject, greatest=False)):
            yield "Least replies do not rise to the least equilibrium."
        if self.greatest != _named(subject, _iterated(subject, greatest=True)):
            yield "Greatest replies do not fall to the greatest equilibrium."

    def answer(self, subject: StrategicGame) -> Supermodularity:
        return Supermodularity(
            self.least,
            self.greatest,
            None,
            status="Each wants to do more if others do; "
            + (
                "there is one equilibrium."
                if self.least == self.greatest
                else "all equilibria lie between the least and the greatest."
            ),
            method="second differences, then iterated best replies from both ends",
            proof=EXACT,
            certificate=self,
        )


@dataclass(frozen=True, slots=True)
class NotSupermodularCertificate(Certificate, kind="not supermodular"):
    """A city, another, and the profile from which both could go one up."""

    city: str
    other: str
    profile: tuple[str, ...]

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        found = self._difference(subject)
        if self.city == self.other or not found.after < found.before:
            yield f"What {self.city} gains does not fall."

    def _difference(self, game: StrategicGame) -> DecreasingDifference:
        i, j = game.players.index(self.city), game.players.index(self.other)
        at = list(game.profile(self.profile))
        table, unit = game.tables[i], game.units[i]

        def gain(others: int) -> Fraction:
            here = [*at]
            here[j] += others
            there = [*here]
            there[i] += 1
            return (int(table[tuple(there)]) - int(table[tuple(here)])) * unit

        return DecreasingDifference(self.city, self.other, self.profile, gain(0), gain(1))

    def answer(self, subject: StrategicGame) -> Supermodularity:
        reverse = len(subject.players) == 2 and all(
            (_second_differences(subject, i, 1 - i) <= 0).all() for i in range(2)
        )
        return Supermodularity(
            None,
            None,
            self._difference(subject),
            status="Not supermodular in the order of its actions"
            + (
                f"; it would be if {subject.players[1]} listed its actions in reverse."
                if reverse
                else ": more of one city makes another want less."
            ),
            method="second differences",
            proof=EXACT,
            certificate=self,
        )
