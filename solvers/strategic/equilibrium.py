"""A Nash equilibrium: strategies such that no city gains by changing its own alone."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from games.approximately import approximately
from games.by_city import entry_of
from games.strategic import StrategicGame, Strategies
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.strategic.best_response import regrets
from solvers.strategic.equilibrium_enclosure import enclosure

__all__ = ["Equilibrium", "EquilibriumCertificate", "proven_equilibrium"]


class Equilibrium(Answer, Mapping[str, Mapping[str, Fraction]]):
    """A Nash equilibrium: strategies such that no city gains by changing its own alone.

    It reads as a mapping: city, then action, then probability.

    The probability of every action of every city; frozen.

    ``payoffs``: what each city expects. ``regret``: the most that any city could gain by changing
    alone, 0 if exact; more makes it an epsilon-equilibrium. ``radius``: so close to each
    probability lies that of an equilibrium; 0 if exact, ``None`` where that is not proven.
    ``pure``: no city randomises. Two are equal when all probabilities are.

    >>> from games import StrategicGame
    >>> pennies = StrategicGame.from_payoffs(["A", "B"], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]],
    ...                                      actions=["heads", "tails"])
    >>> even = proven_equilibrium(pennies, [[0.5, 0.5], [0.5, 0.5]])
    >>> even
    Equilibrium(A: heads (1/2), tails (1/2); B: heads (1/2), tails (1/2))
    >>> even["A"]["heads"], even.payoffs["B"], even.certificate.verify(pennies)
    (Fraction(1, 2), Fraction(0, 1), True)

    In a game of three or more, probabilities can be roots of polynomials. What is given then are
    fractions beside them, an epsilon-equilibrium: no city could gain more than epsilon, the regret.
    That an equilibrium lies within a radius of each probability is proven apart
    (``equilibrium_enclosure``).

    Source: Nash (1950), Equilibrium points in n-person games.
    """

    __slots__ = ("_game", "_strategies", "radius", "regret")

    _game: StrategicGame
    _strategies: Mapping[str, Mapping[str, Fraction]]
    regret: Fraction
    radius: Fraction | None

    def __init__(
        self,
        game: StrategicGame,
        strategies: Strategies,
        regret: Fraction,
        radius: Fraction | None = None,
    ) -> None:
        by_city = {
            city: MappingProxyType(dict(zip(actions, weights, strict=True)))
            for city, actions, weights in zip(
                game.players, game.actions, game.mixed(strategies), strict=True
            )
        }
        for field, value in (
            ("_game", game),
            ("_strategies", by_city),
            ("regret", regret),
            ("radius", radius if regret else Fraction(0)),
        ):
            object.__setattr__(self, field, value)

    @property
    def payoffs(self) -> dict[str, Fraction]:
        return self._game.expected(self)

    @property
    def pure(self) -> bool:
        return all(max(weights.values()) == 1 for weights in self.values())

    @property
    def played(self) -> dict[str, dict[str, Fraction]]:
        """Each city's strategy without the actions of probability 0."""
        return {city: {a: p for a, p in weights.items() if p} for city, weights in self.items()}

    @property
    def status(self) -> str:
        if not self.regret:
            return "No city gains by changing its strategy alone."
        most = f"no city could gain more than {approximately(self.regret, '.1e')} by changing alone"
        if self.radius is None:
            return f"An epsilon-equilibrium: {most}."
        within = approximately(self.radius, ".1e")
        return f"An epsilon-equilibrium within {within} of an equilibrium's probabilities: {most}."

    @property
    def method(self) -> str:
        return "compared with every other action of every city, in fractions"

    @property
    def proof(self) -> Proof:
        if not self.regret:
            return EXACT
        return UNPROVEN if self.radius is None else Proof("enclosed", self.radius)

    @property
    def certificate(self) -> EquilibriumCertificate:
        return EquilibriumCertificate(self.played, self.regret, self.radius)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Equilibrium is frozen: {name} cannot be set")

    def __reduce__(self) -> tuple[Any, ...]:
        strategies = {city: dict(weights) for city, weights in self.items()}
        return (Equilibrium, (self._game, strategies, self.regret, self.radius))

    def __getitem__(self, city: str) -> Mapping[str, Fraction]:
        return entry_of(self._strategies, city)

    def __iter__(self) -> Iterator[str]:
        return iter(self._strategies)

    def __len__(self) -> int:
        return len(self._strategies)

    def __hash__(self) -> int:
        return hash(tuple((city, *weights.items()) for city, weights in self.items()))

    def __str__(self) -> str:
        shown = {
            city: ", ".join(a if p == 1 else f"{a} ({_brief(p)})" for a, p in weights.items())
            for city, weights in self.played.items()
        }
        return "; ".join(f"{city}: {plays}" for city, plays in shown.items())

    def __repr__(self) -> str:
        return f"Equilibrium({self})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{html.escape(city)}</th><td>"
            + ", ".join(f"{html.escape(action)} ({_brief(p)})" for action, p in weights.items())
            + f"</td><td>{_brief(self.payoffs[city])}</td></tr>"
            for city, weights in self.played.items()
        )
        return f"<table><tr><th>city</th><th>plays</th><th>gets</th></tr>{rows}</table>"


def _brief(number: Fraction) -> str:
    shown = str(number)
    return shown if len(shown) < 12 else approximately(number)


@dataclass(frozen=True, slots=True)
class EquilibriumCertificate(Certificate, kind="Nash equilibrium"):
    """The actions that are played, with their probabilities, and the greatest regret.

    ``radius``: how close an equilibrium is, in each probability; ``None`` where no proof is known.
    """

    strategies: Mapping[str, Mapping[str, Fraction]]
    regret: Fraction
    radius: Fraction | None

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        if tuple(self.strategies) != subject.players:
            yield "The strategies do not fit the cities."
        for city, actions in zip(subject.players, subject.actions, strict=True):
            played = self.strategies[city]
            if list(played) != [a for a in actions if a in played] or not all(played.values()):
                yield f"The strategy of {city} does not list the actions that it plays, in order."
        found = regrets(subject, self.strategies)
        city = max(found, key=lambda name: found[name])
        if found[city] != self.regret:
            yield f"{city} could gain {found[city]} by changing alone, not {self.regret}."
        if _radius(subject, self.strategies, found[city]) != self.radius:
            yield "That an equilibrium is so close, or not, is not what the proof says."

    def answer(self, subject: StrategicGame) -> Equilibrium:
        return Equilibrium(subject, self.strategies, self.regret, self.radius)


def proven_equilibrium(game: StrategicGame, strategies: Strategies) -> Equilibrium:
    """These strategies with their exact regret, whatever it is, and how close an equilibrium is."""
    regret = max(regrets(game, strategies).values())
    return Equilibrium(game, strategies, regret, _radius(game, strategies, regret))


def _radius(game: StrategicGame, strategies: Strategies, regret: Fraction) -> Fraction | None:
    return enclosure(game, strategies) if regret else Fraction(0)
