"""Repeated games: the same stage game period after period, without end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.by_city import numbers, whole
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.strategic import Profile, StrategicGame

__all__ = ["RepeatedGame", "TacitAgreement"]

_HINT = "such as race_on_grid makes of a race"


def discount_factors(given: Any, cities: tuple[str, ...]) -> dict[str, Fraction]:
    """Each city's discount factor, by city, from figures by city or one for all.

    Errors: ``InvalidInput`` names the city whose factor is not from 0 and below 1.
    """
    if not isinstance(given, Mapping | list | tuple):
        given = dict.fromkeys(cities, given)
    found = dict(zip(cities, numbers(given, cities, "discount factor"), strict=True))
    for city, discount in found.items():
        if not 0 <= discount < 1:
            raise InvalidInput(f"discount factor of {city}", discount, "at least 0 and below 1")
    return found


@dataclass(frozen=True)
class RepeatedGame:
    """Repeated games: the same stage game period after period, without end.

    City i discounts by d_i: a stream of payoffs u(0), u(1), ... is worth (1 - d_i) sum of d_i^t
    u(t), in units of one period. What a city does is noticed after L periods, the *detection lag*;
    until then the others go on as before, so that L periods make one round, discounted by d_i^L. A
    tacit agreement is a profile, or a public lottery over profiles, that all are to play in every
    round; nothing but what follows a breach keeps them to it.

    A stage game, repeated for ever.

    ``discount``: d_i from 0, below 1, by city, in the order of the cities, or one for all; ``None``
    where only critical discount factors are asked for. ``lag`` L: how many periods a breach pays
    before it is noticed, a whole number from 1.
    Errors: ``InvalidInput`` names a discount factor outside [0, 1), or a lag that is none.

    >>> race = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]],
    ...                                   actions=["hold", "bid"])
    >>> truce = TacitAgreement(RepeatedGame(race, discount=0.9), ["hold", "hold"])
    >>> truce.target, truce.reward["Quzhou"]
    ({('hold', 'hold'): Fraction(1, 1)}, Fraction(3, 1))

    Source: Friedman (1971); Fudenberg and Maskin (1986); Mailath and Samuelson (2006).
    """

    stage: StrategicGame
    discount: Any = field(default=None, hash=False)
    lag: int = 1

    def __post_init__(self) -> None:
        of_kind(self.stage, StrategicGame, place="stage of the repeated game", hint=_HINT)
        if self.discount is not None:
            found = discount_factors(self.discount, self.stage.players)
            object.__setattr__(self, "discount", found)
        object.__setattr__(self, "lag", whole(self.lag, "lag of the repeated game", 1, 10**6))


@dataclass(frozen=True)
class TacitAgreement:
    """What is to be played in every period of a repeated game.

    ``target``: a profile, or a mapping from profiles (tuples of actions) to probabilities, of which
    a public draw picks one each round; it is kept as the latter. ``reversion``: for those who
    punish by a return to an equilibrium of the stage game, its strategies, mixed or not; ``None``:
    after a breach, the pure equilibrium that is worst for the city that broke it.
    Errors: ``InvalidInput`` names a profile that does not fit, or probabilities that do not add up.

    See ``RepeatedGame`` for the concept, an example and its source.
    """

    game: RepeatedGame
    target: Any = field(hash=False)
    reversion: Any = field(default=None, hash=False)

    def __post_init__(self) -> None:
        of_kind(self.game, RepeatedGame, place="game of a tacit agreement")
        stage = self.game.stage
        given = self.target
        if isinstance(given, Mapping) and all(isinstance(key, tuple) for key in given):
            target = {
                self._named(profile): exact(p, f"probability of {profile}")
                for profile, p in given.items()
            }
            for profile, p in target.items():
                if p <= 0:
                    raise InvalidInput(f"probability of {profile}", p, "greater than 0")
            if sum(target.values()) != 1:
                total = str(sum(target.values()))
                raise InvalidInput("the sum of the target's probabilities", total, "1")
        else:
            target = {self._named(given): Fraction(1)}
        object.__setattr__(self, "target", target)
        if self.reversion is not None:
            mixed = stage.mixed(self.reversion)
            named = {
                city: {a: p for a, p in zip(actions, x, strict=True) if p}
                for city, actions, x in zip(stage.players, stage.actions, mixed, strict=True)
            }
            object.__setattr__(self, "reversion", named)

    def _named(self, profile: Profile) -> tuple[str, ...]:
        stage = self.game.stage
        at = stage.profile(profile)
        return tuple(actions[k] for actions, k in zip(stage.actions, at, strict=True))

    @property
    def reward(self) -> dict[str, Fraction]:
        """Each city's expected payoff per period while all keep to the agreement."""
        total = dict.fromkeys(self.game.stage.players, Fraction(0))
        for profile, p in self.target.items():
            for city, payoff in self.game.stage.payoff(profile).items():
                total[city] += p * payoff
        return total
