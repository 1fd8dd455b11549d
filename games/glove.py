"""Glove games: each city owns a left or a right glove, and only pairs are worth anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from games.assignment import AssignmentGame
from games.errors import InvalidInput
from games.players import members_named, validated_players

__all__ = ["GloveGame"]


@dataclass(frozen=True, slots=True)
class GloveGame:
    """Glove games: each city owns a left or a right glove, and only pairs are worth anything.

        v(S) = min(left gloves in S, right gloves in S)

    The extreme of a two-sided market in which nobody is special: centres and satellites, sites and
    quota. Which side is scarce decides who gets what.

    Who owns a left glove, and who a right one; ``InvalidInput`` names who stands twice.

    >>> gloves = GloveGame(left=["L"], right=["R1", "R2"])
    >>> gloves.worth(["L", "R1"]), gloves.assignment().surplus
    (Fraction(1, 1), ((Fraction(1, 1), Fraction(1, 1)),))

    Source: Shapley (1959), The solutions of a symmetric market game; Shapley and Shubik (1969).
    """

    left: tuple[str, ...]
    right: tuple[str, ...]

    def __post_init__(self) -> None:
        for side in ("left", "right"):
            owners = validated_players(getattr(self, side), f"{side} glove")
            object.__setattr__(self, side, owners)
        for name in self.right:
            if name in self.left:
                raise InvalidInput("the owner of a right glove", name, "one who has no left one")

    @property
    def players(self) -> tuple[str, ...]:
        """Owners of left gloves, then of right ones."""
        return self.left + self.right

    def worth(self, coalition: Iterable[str]) -> Fraction:
        """v(S); ``InvalidInput`` names who is no player."""
        named = members_named(coalition, self.players)
        return Fraction(min(len(named.intersection(side)) for side in (self.left, self.right)))

    def assignment(self) -> AssignmentGame:
        """The assignment game of left and right gloves, for ``assignment_core``."""
        return AssignmentGame(self.left, self.right, [[1] * len(self.right) for _ in self.left])

    def __repr__(self) -> str:
        return f"GloveGame({len(self.left)} left, {len(self.right)} right)"
