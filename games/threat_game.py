"""Bargaining with variable threats: cities first say what each will do if they do not agree."""

from __future__ import annotations

from dataclasses import dataclass

from games.errors import InvalidInput
from games.strategic import StrategicGame

__all__ = ["ThreatGame"]


@dataclass(frozen=True, slots=True)
class ThreatGame:
    """Bargaining with variable threats: cities first say what each will do if they do not agree.

    Both commit, at once and bindingly, to what they play in a strategic game without an agreement,
    each to a mixture of its actions. What that brings is the disagreement point of a bargaining
    problem over all that they could do together; its Nash solution is what they get. So a threat
    need not be good for the city that makes it: it is good if it is worse for the other.

    A strategic game of two cities, played only if they do not agree.

    ``side_payments``: payoffs are money that can change hands; else what they can agree on are the
    lotteries over profiles of actions.
    Errors: ``InvalidInput`` for other than two cities.

    >>> from games.strategic import StrategicGame
    >>> race = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]])
    >>> ThreatGame(race, side_payments=True).game is race
    True

    Source: Nash (1953), Two-person cooperative games, Econometrica 21, 128-140.
    """

    game: StrategicGame
    side_payments: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.game, StrategicGame):
            raise InvalidInput("what is played without an agreement", self.game, "a StrategicGame")
        if len(self.game.players) != 2:
            raise InvalidInput("the cities that threaten", ", ".join(self.game.players), "two")
        if type(self.side_payments) is not bool:
            raise InvalidInput("side_payments", self.side_payments, "true or false")
