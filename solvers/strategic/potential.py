"""Potential games: one number for all that rises exactly when the city that moves gains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from games.errors import IntercityError, of_kind
from games.exact import over_one_denominator
from games.strategic import StrategicGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["NoPotentialCertificate", "Potential", "PotentialCertificate", "potential"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, repr=False)
class Potential(Answer):
    """A potential, or a square that shows that there is no exact one.

    ``values``: P at each profile, 0 at the first; empty where there is none. ``weights``: w by
    city, all 1 if P is exact; where nothing fixes a weight it is 1. ``maximisers``: the profiles
    with the greatest P; each is an equilibrium. ``cycle``: four profiles, each one city's move from
    the one before, and ``gain``: what those who move gain in all, going round once.

    See ``potential`` for the concept, an example and its source.
    """

    values: Mapping[tuple[str, ...], Fraction]
    weights: Mapping[str, Fraction]
    maximisers: tuple[tuple[str, ...], ...]
    cycle: tuple[tuple[str, ...], ...] | None
    gain: Fraction | None
    status: str
    method: str
    proof: Proof
    certificate: PotentialCertificate | NoPotentialCertificate

    @property
    def exists(self) -> bool:
        """Whether there is an exact or a weighted potential."""
        return bool(self.values)

    @property
    def is_exact(self) -> bool:
        """Whether all weights are 1."""
        return self.exists and set(self.weights.values()) == {ONE}


def potential(game: StrategicGame) -> Potential:
    """Potential games: one number for all that rises exactly when the city that moves gains.

    P is an *exact potential* iff whenever city i alone changes its action, u_i changes as P does; a
    *weighted* one, iff u_i changes w_i > 0 times as much. Where P is greatest nobody gains by
    moving, and cities that move one after another, each for its own gain, end at an equilibrium.
    There is an exact potential iff around every square, i moves, j moves, i back, j back, the gains
    sum to 0.

    The exact potential, else a weighted one, else a square that refutes an exact one.

    A city alone is its own potential; in a game of zeros it is 0.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``.

    >>> road = StrategicGame.from_payoffs(["A", "B"], [[1, 3], [2, 0]], [[1, 2], [3, 0]])
    >>> found = potential(road)
    >>> found.values[("1", "2")], found.maximisers
    (Fraction(1, 1), (('1', '2'), ('2', '1')))
    >>> pennies = StrategicGame.from_payoffs(["A", "B"], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> around = potential(pennies)
    >>> around.exists, around.cycle, around.gain
    (False, (('1', '1'), ('2', '1'), ('2', '2'), ('1', '2')), Fraction(-8, 1))

    Source: Rosenthal (1973); Monderer and Shapley (1996), theorem 2.8 and corollary 2.9.
    """
    of_kind(game, StrategicGame, place="subject of potential")
    weights = _weights(game)
    if weights is not None:
        values = _along_a_path(game, weights)
        return PotentialCertificate(tuple(values.ravel().tolist())).answer(game)
    utilities, _ = _common(game)
    for i, j in combinations(range(len(game.players)), 2):
        wrong = np.argwhere(_squares(utilities[i], i, j) != _squares(utilities[j], i, j))
        if len(wrong):
            at = [int(k) for k in wrong[0]]
            corners = ((0, 0), (at[i], 0), (at[i], at[j]), (0, at[j]))
            cycle = [[*at[:i], a, *at[i + 1 : j], b, *at[j + 1 :]] for a, b in corners]
            named = tuple(
                tuple(game.actions[p][k] for p, k in enumerate(corner)) for corner in cycle
            )
            return NoPotentialCertificate(named).answer(game)
    raise AssertionError("without weights some square does not sum to 0")


def _common(game: StrategicGame) -> tuple[list[npt.NDArray[Any]], int]:
    """All payoffs as whole numbers over one denominator."""
    factors, common = over_one_denominator(game.units)
    tables = zip(game.tables, factors, strict=True)
    return [table.astype(object) * factor for table, factor in tables], common


def _squares(utility: npt.NDArray[Any], i: int, j: int) -> npt.NDArray[Any]:
    """u(a, b) - u(0, b) - u(a, 0) + u(0, 0) for the actions a of i and b of j."""
    edge = utility - np.take(utility, [0], axis=i)
    found: npt.NDArray[Any] = edge - np.take(edge, [0], axis=j)
    return found


def _weights(game: StrategicGame) -> dict[str, Fraction] | None:
    """Weights at which a potential exists, 1 for the first city of those that are tied; or None."""
    utilities, _ = _common(game)
    n = len(game.players)
    ratios: dict[tuple[int, int], Fraction] = {}
    for i, j in combinations(range(n), 2):
        ours, theirs = (_squares(utilities[k], i, j) for k in (i, j))
        places = np.flatnonzero(ours)
        if not len(places):
            if theirs.any():
                return None
            continue
        x, y = int(ours.flat[places[0]]), int(theirs.flat[places[0]])
        if x * y <= 0 or (ours * y != theirs * x).any():
            return None
        ratios[i, j], ratios[j, i] = Fraction(y, x), Fraction(x, y)
    found: dict[int, Fraction] = {}
    for root in range(n):
        if root in found:
            continue
        found[root] = ONE
        reached = [root]
        for i in reached:
            for j in range(n):
                if (i, j) in ratios and j not in found:
                    found[j] = found[i] * ratios[i, j]
                    reached.append(j)
    if any(found[j] != found[i] * ratio for (i, j), ratio in ratios.items()):
        return None
    return {name: found[i] for i, name in enumerate(game.players)}


def _along_a_path(game: StrategicGame, weights: Mapping[str, Fraction]) -> npt.NDArray[Any]:
    """P by letting the cities move from the first profile one after another."""
    values: npt.NDArray[Any] = np.full(game.tables[0].shape, ZERO, dtype=object)
    for i, (name, table, unit) in enumerate(
        zip(game.players, game.tables, game.units, strict=True)
    ):
        step = table.astype(object) * (unit / weights[name])
        for later in range(i + 1, len(game.players)):
            step = np.take(step, [0], axis=later)
        values = values + (step - np.take(step, [0], axis=i))
    return values


@dataclass(frozen=True, slots=True)
class PotentialCertificate(Certificate, kind="potential"):
    """P at each profile, the last city's action changing fastest."""

    values: tuple[Fraction, ...]

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        weights = _weights(subject)
        if weights is None:
            yield "There is no potential."
            return
        values = np.array(self.values, dtype=object).reshape(subject.tables[0].shape)
        if values.flat[0] != 0:
            yield "The potential is not 0 at the first profile."
        for i, (name, table, unit) in enumerate(
            zip(subject.players, subject.tables, subject.units, strict=True)
        ):
            rest = table.astype(object) * (unit / weights[name]) - values
            if (rest != np.take(rest, [0], axis=i)).any():
                yield f"A move of {name} does not change its payoff as it changes the potential."

    def answer(self, subject: StrategicGame) -> Potential:
        weights = _weights(subject) or {}
        values = dict(zip(subject, self.values, strict=True))
        most = max(self.values)
        exact = set(weights.values()) == {ONE}
        return Potential(
            values,
            weights,
            tuple(profile for profile, value in values.items() if value == most),
            None,
            None,
            status=("An exact potential: " if exact else "A weighted potential: ")
            + "cities that move one by one, each for its own gain, end at an equilibrium.",
            method="moves along a path, squares around it",
            proof=EXACT,
            certificate=self,
        )


@dataclass(frozen=True, slots=True)
class NoPotentialCertificate(Certificate, kind="no potential"):
    """Four profiles, around which those who move gain or lose in all."""

    cycle: tuple[tuple[str, ...], ...]

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        if _weights(subject) is not None:
            yield "There is a potential."
        if len(self.cycle) != 4 or self._gain(subject) == 0:
            yield "Around the cycle the gains sum to 0."

    def _gain(self, game: StrategicGame) -> Fraction:
        total = ZERO
        for k, here in enumerate(self.cycle):
            there = self.cycle[(k + 1) % len(self.cycle)]
            moved = [name for name, a, b in zip(game.players, here, there, strict=True) if a != b]
            if len(moved) != 1:
                raise IntercityError("a step of the cycle is not one city's move")
            total += game.payoff(there)[moved[0]] - game.payoff(here)[moved[0]]
        return total

    def answer(self, subject: StrategicGame) -> Potential:
        return Potential(
            {},
            {},
            (),
            self.cycle,
            self._gain(subject),
            status=(
                "No exact and no weighted potential: around the cycle gains do not sum to 0. "
                "Whether there is an ordinal one was not looked at."
            ),
            method="all squares of two cities' moves",
            proof=EXACT,
            certificate=self,
        )
