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
from games.errors import MISSING, InvalidInput, Told, called, of_kind
from games.exact import exact
from games.players import members_named, members_of, validated_players
from games.quadratic_game import QuadraticGame
from games.subsidy import SubsidyCompetition

__all__ = ["MOST_PLAYERS", "ClubRace", "Conjecture", "PartitionGame", "others_do_their_worst"]

Conjecture = Literal["alpha", "beta", "gamma", "delta"]
MOST_PLAYERS = 10
"""Of so many at most each club is looked at."""


def _place(club: Sequence[str]) -> str:
    return f"payoff with {'the club of ' + ', '.join(club) if club else 'no club'}"


def others_do_their_worst(conjecture: Conjecture) -> bool:
    """Whether a club, or a city alone, is taken to have only what it can be sure of.

    >>> [name for name in get_args(Conjecture) if others_do_their_worst(name)]
    ['alpha', 'beta']
    """
    return conjecture in ("alpha", "beta")


def _known(conjecture: str) -> None:
    one_of(conjecture, get_args(Conjecture), "conjecture")


@dataclass(frozen=True, slots=True)
class ClubRace:
    """The question: what do cities get in this race if a club forms, under this conjecture?

    The race is a subsidy competition, a contest, or a game of quadratic payoffs (say, of taxes). (A
    Richardson race has no payoffs, so that nothing says what a club would do.)
    Budgets may be given as long as outsiders are in equilibrium with the club (gamma, delta): what
    outsiders could pay to do their worst depends on what the club bids.
    So may spillovers, by which a club may gain by what outsiders bid; but in a contest none.
    ``clubs``: those that are asked about, by their members; all if left out, of 10 cities at most.
    Errors: ``InvalidInput`` for another conjecture, for more than 10 cities unless clubs are named,
    for budgets and spillovers otherwise, for negative values, and for a contest in which a bid
    counts more for a city to which the firm is worth less: where a club would have it depends on
    others' bids then. Of quadratic payoffs only gamma and delta are known, without shared limits.

    See ``PartitionGame`` for the concept and its source.

    >>> from games import SubsidyCompetition
    >>> race = SubsidyCompetition(["A", "B", "C"], value=[1, 1, 1], mu=1)
    >>> ClubRace(race).conjecture, ClubRace(race, clubs=[[], ["C", "A"]]).masks
    ('gamma', (0, 5))
    """

    game: SubsidyCompetition | Contest | QuadraticGame
    conjecture: Conjecture = "gamma"
    clubs: tuple[tuple[str, ...], ...] | None = None

    def __post_init__(self) -> None:
        _known(self.conjecture)
        of_kind(self.game, SubsidyCompetition, Contest, QuadraticGame, place="race of clubs")
        if self.clubs is not None:
            of_kind(self.clubs, Iterable, place="the clubs", hint="each the names of its members")
            clubs = (members_named(club, self.players, "club") for club in self.clubs)
            named = [tuple(c for c in self.players if c in inside) for inside in clubs]
            object.__setattr__(self, "clubs", tuple(dict.fromkeys(named)))
        elif len(self.players) > MOST_PLAYERS:
            expected = f"at most {MOST_PLAYERS}, or clubs named"
            raise InvalidInput("number of cities", len(self.players), expected)
        if isinstance(self.game, QuadraticGame):
            self._only_in_equilibrium("gamma or delta")
            if self.game.shared:
                raise InvalidInput("shared limits", Told("given"), "none, in a race of clubs")
            return
        if any(map(any, self.game.spillovers)):
            if isinstance(self.game, Contest):
                raise InvalidInput("spillovers", Told("given"), "none, in a contest of clubs")
            self._only_in_equilibrium(
                "gamma or delta where spillovers are given: a club may then gain by what outsiders "
                "bid, so that their worst is not known"
            )
        if any(budget is not None for budget in self.game.budgets):
            self._only_in_equilibrium(
                "gamma or delta where budgets are given: what outsiders can pay then depends on "
                "what a club bids, so that their worst is not known; limit bids by caps instead"
            )
        for city, worth in zip(self.game.cities, self.game.value, strict=True):
            if worth < 0:
                raise InvalidInput(f"value of {city}", worth, "0 or more, in a race of clubs")
        if isinstance(self.game, Contest):
            _one_best_seat(self.game)

    @property
    def players(self) -> tuple[str, ...]:
        """The cities, in order."""
        return self.game.players if isinstance(self.game, QuadraticGame) else self.game.cities

    @property
    def masks(self) -> Sequence[int]:
        """The clubs that are asked about, as bitmasks (bit i is player i)."""
        if self.clubs is None:
            return range(1 << len(self.players))
        bit = {city: 1 << i for i, city in enumerate(self.players)}
        return tuple(sum(bit[city] for city in club) for club in self.clubs)

    def _only_in_equilibrium(self, expected: str) -> None:
        if others_do_their_worst(self.conjecture):
            raise InvalidInput("conjecture", self.conjecture, expected)


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
    - ``"alpha"``: they do the worst to the club that they can: it has what it can be sure of,
      whatever they do (maximin);
    - ``"beta"``: as alpha, but the club moves when it has seen what they do (minimax).

    The worth of a club is what its members get together. With the empty club everybody acts alone.
    Under alpha and beta a city that leaves a club, or joins none, can be sure only of what it gets
    as a club of its own (``outside``): it would not harm itself to harm those in the club.

    What every city gets, for each club.

    ``payoffs``: by bitmask of the club (bit i is player i), one number for each player; the first,
    of the empty club, is what each gets alone. ``radius``: each is within it of the true number; 0
    if exact. ``conjecture``: what outsiders are taken to do; text only. ``clubs``: the bitmasks of
    those whose payoffs are given, in their order; all if left out, of 10 players at most.
    Errors: ``InvalidInput`` names the club whose payoffs have a hole, or are no numbers, or which
    is asked about and not given.

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
    clubs: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", validated_players(self.players))
        masks: Sequence[int] = ()
        if self.clubs is None:
            if len(self.players) > MOST_PLAYERS:
                expected = f"at most {MOST_PLAYERS}"
                raise InvalidInput("number of players", len(self.players), expected)
            masks, expected = range(1 << len(self.players)), f"2^{len(self.players)}, the empty one"
            expected += " too"
        else:
            of_kind(self.clubs, Sequence, place="the clubs", hint="as bitmasks")
            masks, expected = self.clubs, f"{len(self.clubs)}, one for each that is given"
        of_kind(self.payoffs, Sequence, place="the payoffs", hint="a row for each club")
        if len(self.payoffs) != len(masks):
            raise InvalidInput("number of clubs", len(self.payoffs), expected)
        payoffs = tuple(
            numbers(row, self.players, _place(self.members(mask)))
            for mask, row in zip(masks, self.payoffs, strict=True)
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
        clubs = (members_of(mask, names) for mask in range(1 << len(names)))
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

    def knows(self, mask: int) -> bool:
        """Whether payoffs of this club are given."""
        return self.clubs is None or mask in self.clubs

    def row(self, mask: int) -> tuple[Fraction, ...]:
        """What every city gets with a club, by its bitmask."""
        if self.clubs is None:
            return self.payoffs[mask]
        if mask not in self.clubs:
            raise InvalidInput(_place(self.members(mask)), MISSING, "one of the clubs given")
        return self.payoffs[self.clubs.index(mask)]

    def outside(self, mask: int, player: int) -> int:
        """The club whose row says what a player gets that stays outside a club: that club.

        Where others do their worst (alpha, beta), it is the player alone.

        >>> row = ((0, 0), (1, 0), (0, 1), (3, 3))
        >>> [PartitionGame(("A", "B"), row, 0, name).outside(0b01, 1) for name in ("gamma", "beta")]
        [1, 2]
        """
        return 1 << player if others_do_their_worst(self.conjecture) else mask

    def payoff(self, club: Iterable[str], player: str) -> Fraction:
        """What a player gets when a club forms."""
        at = self.players.index(one_of(player, self.players, "a player"))
        return self.row(self.mask(club))[at]

    def worth(self, club: Iterable[str]) -> Fraction:
        """What the members get together."""
        mask = self.mask(club)
        return sum((x for i, x in enumerate(self.row(mask)) if mask >> i & 1), Fraction(0))

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
