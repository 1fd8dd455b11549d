"""Harsanyi's dividends: what each coalition makes beyond what its parts make."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.approximately import approximately
from games.coalitional import CoalitionalGame, Sense, refuse_too_large
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.players import Coalition, coalition_name, validated_players
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.gains import refuse_untabulated

__all__ = [
    "Dividend",
    "DividendsCertificate",
    "HarsanyiDividends",
    "dividend_table",
    "game_from_dividends",
    "harsanyi_dividends",
    "sums_by_size",
]


@dataclass(frozen=True, slots=True, repr=False)
class HarsanyiDividends(Mapping[Coalition, Fraction], Answer):
    """The dividends of a game: a mapping from the coalitions whose dividend is not 0.

    ``dividends["A", "B"]`` may name any coalition, in any order; its dividend may be 0. ``len``
    and iteration are over those that are not.

    See ``harsanyi_dividends`` for the concept, an example and its source.
    """

    game: CoalitionalGame
    table: npt.NDArray[Any]
    unit: Fraction
    status: str = "What each coalition makes beyond what its parts make."
    method: str = "differences, one city at a time"
    proof: Proof = EXACT

    @property
    def certificate(self) -> DividendsCertificate:
        """Made when asked for: it lists every dividend that is not 0."""
        return DividendsCertificate(tuple(Dividend(s, d) for s, d in self.items()))

    def __getitem__(self, coalition: Iterable[str]) -> Fraction:
        return int(self.table[self.game.mask(coalition)]) * self.unit

    def __contains__(self, coalition: object) -> bool:
        return isinstance(coalition, Iterable) and self[coalition] != 0

    def __iter__(self) -> Iterator[Coalition]:
        return (self.game.members(int(mask)) for mask in np.flatnonzero(self.table))

    def __len__(self) -> int:
        return int(np.count_nonzero(self.table))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, HarsanyiDividends):
            return NotImplemented
        return self.game == other.game  # they are the game's coordinates

    def __hash__(self) -> int:
        return hash(self.game)

    def __repr__(self) -> str:
        return f"HarsanyiDividends({self})"

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(str(self))}</p>"

    def __str__(self) -> str:
        shown = [
            f"{approximately(self[coalition])} for {coalition_name(coalition)}"
            for coalition, _ in zip(self, range(8), strict=False)
        ]
        more = [f"and {len(self) - 8} more"] if len(self) > 8 else []
        return ", ".join(shown + more) or "0 for all"


def harsanyi_dividends(game: CoalitionalGame) -> HarsanyiDividends:
    """Harsanyi's dividends: what each coalition makes beyond what its parts make.

        d(S) = v(S) - sum of d(T) over all T inside S,         v(S) = sum of d(T) over all T up to S

    They are the game's coordinates among unanimity games: v = sum of d(T) u_T, where u_T is worth 1
    to every coalition that holds all of T. Values differ in how they share a dividend among its
    members. A negative dividend is what a coalition loses by congestion; of costs, a negative
    dividend is what it saves.

    The dividend of every coalition, exact; of costs as they are, not negated.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["Hub", "A", "B"], {"Hub": 1, "A": 0, "B": 0, ("Hub", "A"): 5,
    ...                       ("Hub", "B"): 4, ("A", "B"): 0, ("Hub", "A", "B"): 7})
    >>> dividends = harsanyi_dividends(hub)
    >>> dividends["Hub", "A"], dividends["Hub", "A", "B"], dividends.certificate.verify(hub)
    (Fraction(4, 1), Fraction(-1, 1), True)
    >>> print(dividends)
    1 for {Hub}, 4 for {Hub, A}, 3 for {Hub, B}, -1 for {Hub, A, B}
    >>> game_from_dividends(hub.players, dividends) == hub
    True

    Source: Harsanyi (1959); Shapley (1953) for the basis of unanimity games.
    """
    refuse_untabulated(game)
    table, unit = dividend_table(game)
    return HarsanyiDividends(game, table, unit)


def game_from_dividends(
    players: Iterable[str], dividends: Mapping[Any, Any], sense: Sense = "gain"
) -> CoalitionalGame:
    """The game with these dividends; a coalition that is not named has the dividend 0.

    ``sense``: "gain" (more is better) or "cost".

    Errors: ``InvalidInput`` for a dividend of nobody other than 0, or one that is given twice.

    See ``harsanyi_dividends`` for the concept and its source.

    >>> game_from_dividends(["A", "B", "C"], {("A", "B"): 4, "C": 1}).worth(["A", "B", "C"])
    Fraction(5, 1)
    """
    names = validated_players(players)
    of_kind(dividends, Mapping, place="list of dividends", hint="a number for each coalition")
    refuse_too_large(len(names))
    frame = CoalitionalGame.from_array(names, np.zeros(1 << len(names), dtype=np.int64), sense)
    worths = np.full(1 << len(names), Fraction(0), dtype=object)
    seen: set[int] = set()
    for coalition, given in dividends.items():
        mask = frame.mask(coalition)
        place = f"dividend of {coalition_name(frame.members(mask))}"
        if mask in seen:
            raise InvalidInput(place, given, "given once (this coalition stands twice)")
        seen.add(mask)
        worths[mask] = exact(given, place)
    if worths[0]:
        raise InvalidInput("dividend of the empty coalition", worths[0], "0")
    for i in range(len(names)):
        pairs = worths.reshape(-1, 2, 1 << i)
        pairs[:, 1] += pairs[:, 0]
    return CoalitionalGame.from_array(names, worths, sense)


@dataclass(frozen=True, slots=True)
class Dividend:
    """A coalition, its members in the order of the players, and its dividend."""

    coalition: tuple[str, ...]
    amount: Fraction


@dataclass(frozen=True, slots=True)
class DividendsCertificate(Certificate, kind="Harsanyi dividends"):
    """All dividends other than 0: the game that they make up has to be the one at hand."""

    dividends: tuple[Dividend, ...]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        given = {dividend.coalition: dividend.amount for dividend in self.dividends}
        masks = [subject.mask(coalition) for coalition in given]
        if any(subject.members(mask) != s for mask, s in zip(masks, given, strict=True)):
            yield "A coalition is not in the order of the players."
        if len(given) != len(self.dividends) or sorted(masks) != masks or 0 in given.values():
            yield "The list names a coalition twice, out of order, or one without a dividend."
        made = game_from_dividends(subject.players, given, subject.sense)
        for mask in range(1, subject.grand + 1):
            if made.worth(mask) != subject.worth(mask):
                name = coalition_name(subject.members(mask))
                yield f"{name} would have {made.worth(mask)}, not {subject.worth(mask)}."

    def answer(self, subject: CoalitionalGame) -> HarsanyiDividends:
        return harsanyi_dividends(subject)


def dividend_table(game: CoalitionalGame) -> tuple[npt.NDArray[Any], Fraction]:
    """The dividends by bitmask as whole numbers, and their unit.

    A dividend is a sum of at most 2^n worths: the numbers are wide enough to add up all of them.
    """
    worths, unit = game.integers()
    if worths.dtype != object:
        largest = max(int(worths.max()), -int(worths.min()))
        if largest >= 2**62 >> 2 * len(game.players):
            worths = worths.astype(object)
    dividends = worths.copy()
    for i in range(len(game.players)):
        pairs = dividends.reshape(-1, 2, 1 << i)
        pairs[:, 1] -= pairs[:, 0]
    return dividends, unit


def sums_by_size(values: npt.NDArray[Any]) -> list[int]:
    """Values by bitmask, added up for each number of bits.

    >>> sums_by_size(np.array([1, 10, 20, 300]))
    [1, 30, 300]
    """
    sums = values.reshape(1, -1)
    while sums.shape[1] > 1:
        half = sums.shape[1] // 2
        folded = np.zeros((len(sums) + 1, half), dtype=values.dtype)
        folded[:-1] = sums[:, :half]
        folded[1:] += sums[:, half:]
        sums = folded
    return [int(total) for total in sums[:, 0]]
