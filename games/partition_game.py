"""A game of one club: what each city gets depends on who joins, and on what outsiders then do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal, get_args

import numpy as np

from games.by_city import numbers, one_of, within
from games.coalitional import CoalitionalGame
from games.contest import Contest
from games.errors import InvalidInput, called, of_kind
from games.exact import exact
from games.players import members_of, validated_players
from games.quadratic_game import QuadraticGame
from games.subsidy import SubsidyCompetition

__all__ = ["ClubRace", "Conjecture", "PartitionGame"]

Conjecture = Literal["alpha", "beta", "gamma", "delta"]
MOST_PLAYERS = 10


def _place(club: Sequence[str]) -> str:
    return f"payoff with {'the club of ' + ', '.join(club) if club else 'no club'}"


def _known(conjecture: str) -> None:
    if conjecture not in get_args(Conjecture):
        raise InvalidInput("conjecture", conjecture, get_args(Conjecture))


@dataclass(frozen=True, slots=True)
class ClubRace:
    """The question: what do cities get in this race if a club forms, under this conjecture?

    The race is a subsidy competition, a contest, or a game of quadratic payoffs (say, of taxes). (A
    Richardson race has no payoffs, so that nothing says what a club would do.)
    Budgets may be given as long as outsiders are in equilibrium with the club (gamma, delta).
    So may spillovers, but in a contest none.
    Errors: ``InvalidInput`` for another conjecture, for more than 10 cities, for budgets and
    spillovers otherwise, for negative values, and for a contest in which a bid counts more for a
    city to which the firm is worth less: where a club would have it depends on others' bids then.
    Of quadratic payoffs only gamma and delta are known, without shared limits.

    See ``PartitionGame`` for the concept and its source.

    >>> from games import SubsidyCompetition
    >>> race = SubsidyCompetition(["A", "B", "C"], value=[1, 1, 1], mu=1)
    >>> ClubRace(race).conjecture
    'gamma'
    """

    game: SubsidyCompetition | Contest | QuadraticGame
    conjecture: Conjecture = "gamma"

    def __post_init__(self) -> None:
        _known(self.conjecture)
        of_kind(self.game, SubsidyCompetition, Contest, QuadraticGame, place="race of clubs")
        if len(self.players) > MOST_PLAYERS:
            raise InvalidInput("number of cities", len(self.players), f"at most {MOST_PLAYERS}")
        if isinstance(self.game, QuadraticGame):
            self._only_in_equilibrium("conjecture", self.conjecture, "gamma or delta")
            if self.game.shared:
                raise InvalidInput("shared limits", "given", "none, in a race of clubs")
            return
        if any(map(any, self.game.spillovers)):
            if isinstance(self.game, Contest):
                raise InvalidInput("spillovers", "given", "none, in a contest of clubs")
            expected = f"none, where outsiders do their worst ({self.conjecture})"
            self._only_in_equilibrium("spillovers", "given", expected)
        if any(budget is not None for budget in self.game.budgets):
            expected = f"none, where outsiders do their worst ({self.conjecture}); caps may be"
            self._only_in_equilibrium("budgets", "given", expected)
        for city, worth in zip(self.game.cities, self.game.value, strict=True):
            if worth < 0:
                raise InvalidInput(f"value of {city}", worth, "0 or more, in a race of clubs")
        if isinstance(self.game, Contest):
            _one_best_seat(self.game)

    @property
    def players(self) -> tuple[str, ...]:
        """The cities, in order."""
        return self.game.players if isinstance(self.game, QuadraticGame) else self.game.cities

    def _only_in_equilibrium(self, place: str, found: str, expected: str) -> None:
        if self.conjecture not in ("gamma", "delta"):
            raise InvalidInput(place, found, expected)


def _one_best_seat(game: Contest) -> None:
    """Of any cities that bid the same one is best for the firm, whatever others bid."""
    ranked = sorted(
        one for one in zip(game.value, game.efficiency, game.cities, strict=True) if one[0]
    )
    for (_, before, other), (_, after, city) in pairwise(ranked):
        if after < before:
            expected = (
                f"at least {before}, as that of {other}, to which the firm is worth less; else "
                "where a club would have the firm depends on what others bid"
            )
            raise InvalidInput(f"efficiency of {city}", after, expected)


@dataclass(frozen=True, slots=True, repr=False)
class PartitionGame:
    """A game of one club: what each city gets depends on who joins, and on what outsiders then do.

    For each club S the game says what *every* city gets, members and outsiders. What outsiders do
    is a conjecture, and it has a name:

    - ``"gamma"``: they act each for itself, in equilibrium with the club (Chander and Tulkens);
    - ``"delta"``: they stay together as one block, in equilibrium with the club;
    - ``"alpha"``: they do the worst to the club that they can, and it then does its best;
    - ``"beta"``: as alpha, but the club moves when it has seen what they do.

    The worth of a club is what its members get together. With the empty club everybody acts alone.

    What every city gets, for each club.

    ``payoffs``: by bitmask of the club (bit i is player i), one number for each player; the first,
    of the empty club, is what each gets alone. ``radius``: each is within it of the true number; 0
    if exact. ``conjecture``: what outsiders are taken to do; text only.
    Errors: ``InvalidInput`` names the club whose payoffs have a hole, or are no numbers.

    >>> duopoly = PartitionGame.from_function(["A", "B"], lambda club: [3, 3] if len(club) > 1
    ...                                       else [1, 1])
    >>> duopoly.worth(["A", "B"]), duopoly.payoff(["A"], "B")
    (Fraction(6, 1), Fraction(1, 1))
    >>> duopoly.coalitional_game().grand_worth
    Fraction(6, 1)

    Source: Thrall and Lucas (1963), N-person games in partition function form; on the conjectures
    Aumann (1959), Hart and Kurz (1983), Chander and Tulkens (1997).
    """

    players: tuple[str, ...]
    payoffs: tuple[tuple[Fraction, ...], ...]
    radius: Fraction = Fraction(0)
    conjecture: Conjecture = "gamma"

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", validated_players(self.players))
        if len(self.players) > MOST_PLAYERS:
            raise InvalidInput("number of players", len(self.players), f"at most {MOST_PLAYERS}")
        if len(self.payoffs) != 1 << len(self.players):
            raise InvalidInput(
                "number of clubs", len(self.payoffs), f"2^{len(self.players)}, the empty one too"
            )
        payoffs = tuple(
            numbers(row, self.players, _place(self.members(mask)))
            for mask, row in enumerate(self.payoffs)
        )
        object.__setattr__(self, "payoffs", payoffs)
        object.__setattr__(self, "radius", within(self.radius, "radius", "0 or more"))
        _known(self.conjecture)

    @classmethod
    def from_function(
        cls,
        players: Iterable[str],
        payoffs: Callable[[tuple[str, ...]], Mapping[str, Any] | Sequence[Any]],
        *,
        radius: Any = 0,
        conjecture: Conjecture = "gamma",
    ) -> PartitionGame:
        """From a function of the club (a tuple of names, in order; also the empty one)."""
        names = validated_players(players)
        if not callable(payoffs):
            raise InvalidInput("the payoffs", payoffs, "a function of the club")
        if len(names) > MOST_PLAYERS:  # before 2^n calls
            raise InvalidInput("number of players", len(names), f"at most {MOST_PLAYERS}")
        clubs = (
            tuple(name for i, name in enumerate(names) if mask >> i & 1)
            for mask in range(1 << len(names))
        )
        rows = []
        for club in clubs:
            place = _place(club)
            row = called(f"the {place}", "one for each city", payoffs, club)
            rows.append(numbers(row, names, place))
        return cls(names, tuple(rows), radius, conjecture)

    def mask(self, club: Iterable[str]) -> int:
        """The bitmask of a club; ``InvalidInput`` for a name that is no player's."""
        mask = 0
        of_kind(club, Iterable, place="a club", hint="names")
        for name in (club,) if isinstance(club, str) else club:
            mask |= 1 << self.players.index(one_of(name, self.players, "member of a club"))
        return mask

    def members(self, mask: int) -> tuple[str, ...]:
        """The club of a bitmask."""
        return members_of(mask, self.players)

    def payoff(self, club: Iterable[str], player: str) -> Fraction:
        """What a player gets when a club forms."""
        at = self.players.index(one_of(player, self.players, "a player"))
        return self.payoffs[self.mask(club)][at]

    def worth(self, club: Iterable[str]) -> Fraction:
        """What the members get together."""
        mask = self.mask(club)
        return sum((x for i, x in enumerate(self.payoffs[mask]) if mask >> i & 1), Fraction(0))

    def coalitional_game(
        self, *, grand: Fraction | int = 0, others: Fraction | int = 0
    ) -> CoalitionalGame:
        """The game of the clubs' worths; ``grand`` and ``others`` are added to them."""
        grand, others = exact(grand, "grand"), exact(others, "others")
        full = (1 << len(self.players)) - 1
        worths = [self.worth(self.members(mask)) + others for mask in range(full + 1)]
        worths[0], worths[full] = Fraction(0), worths[full] - others + grand
        return CoalitionalGame.from_array(self.players, np.array(worths, dtype=object))

    def __repr__(self) -> str:
        return f"PartitionGame({', '.join(self.players)}; {self.conjecture})"
