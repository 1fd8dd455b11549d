"""Coalitional games with transferable utility: what each group of cities can make alone."""

from __future__ import annotations

import functools
import html
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, ParamSpec

import numpy as np
import numpy.typing as npt

from games.approximately import approximately
from games.by_city import within
from games.errors import ASSUMED_MEMORY, MISSING, InvalidInput, Told, TooLarge, of_kind
from games.exact import exact, over_one_denominator
from games.players import (
    Coalition,
    coalition_mask,
    coalition_name,
    members_of,
    told_worth,
    validated_players,
)

if TYPE_CHECKING:
    from pandas import Series

__all__ = ["CoalitionalGame", "Sense", "refuse_too_large"]

Parameters = ParamSpec("Parameters")
Sense = Literal["gain", "cost"]

_INT64_SAFE = 2**62


def _with_players(made: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Worths without the players are told the call that has both."""

    @functools.wraps(made)
    def called(*given: Parameters.args, **named: Parameters.kwargs) -> None:
        if len(given) == 2 and isinstance(given[1], Mapping) and "worths" not in named:
            call = "CoalitionalGame(['A', 'B'], {'A': 1, 'B': 2, 'A, B': 5})"
            raise InvalidInput("list of players", MISSING, f"given before the worths: {call}")
        made(*given, **named)

    return called


class CoalitionalGame:
    """Coalitional games with transferable utility: what each group of cities can make alone.

    A game on players N assigns a worth v(S) to every coalition S of N, with v(empty) = 0. In a game
    of *gains* more is better; in a game of *costs* c(S) is what S must pay to serve itself.

    A TU game: players, and a worth for each of the 2^n coalitions.

    ``players``: the names, n of them, all different.
    ``worths``: a mapping, or a pandas Series, from coalition to worth, complete but for the empty
    coalition, whose worth is 0. A coalition is an iterable of names, one name, or names in one text
    with commas, as "Hangzhou, Quzhou".
    ``sense``: ``"gain"`` (more is better) or ``"cost"`` (worths are what coalitions must pay).

    The worths are kept in ``array``, indexed by bitmask (bit i is player i), times ``unit``:
    float64, int64 or Python integers, whichever holds them exactly.

    Errors: ``InvalidInput`` names the coalition and the value; ``TooLarge`` says how much memory
    the table would take.

    >>> game = CoalitionalGame(["Hangzhou", "Quzhou"],
    ...                        {"Hangzhou": 30.5, "Quzhou": 5.8, ("Hangzhou", "Quzhou"): 93.9})
    >>> game
    CoalitionalGame(Hangzhou, Quzhou; worth of all 93.9)
    >>> game.worth(["Quzhou"])
    Fraction(29, 5)
    >>> CoalitionalGame(["A", "B"], {"A": 0, "B": 0, "A, B": 2})
    CoalitionalGame(A, B; worth of all 2)

    >>> park = CoalitionalGame.from_function(["A", "B", "C"],
    ...                                      lambda s: {1: 0, 2: 60, 3: 60}[len(s)])
    >>> park.worth(["A", "B"])
    Fraction(60, 1)

    Source: von Neumann and Morgenstern (1944); Peleg and Sudhölter (2007), chapter 2.
    """

    __slots__ = ("_index", "_largest", "array", "players", "sense", "unit")

    players: tuple[str, ...]
    sense: Sense
    array: npt.NDArray[Any]
    unit: Fraction
    _index: dict[str, int]
    _largest: float | None

    @_with_players
    def __init__(
        self,
        players: Iterable[str],
        worths: Mapping[Any, Any] | Series[Any],
        sense: Sense = "gain",
    ) -> None:
        names = validated_players(players)
        if not hasattr(worths, "to_frame"):  # a Series, which may have an index twice
            hint = (
                "or a pandas Series: a number for each coalition; a list is for "
                "CoalitionalGame.from_array"
            )
            of_kind(worths, Mapping, place="list of worths", hint=hint)
        refuse_too_large(len(names))
        index = {name: i for i, name in enumerate(names)}
        table: dict[int, Fraction] = {}  # a list of all would fill the memory before one is missed
        for key, value in worths.items():
            mask = coalition_mask(key, index)
            place = f"worth of {coalition_name(members_of(mask, names))}"
            worth = exact(value, place)
            if mask == 0 and worth != 0:
                raise InvalidInput("worth of the empty coalition", value, "0")
            if mask and mask in table:
                raise InvalidInput(place, value, "given once (this coalition stands twice)")
            table[mask] = worth
        table[0] = Fraction(0)
        masks = range(1 << len(names))
        missing = len(masks) - len(table)
        if missing:
            first = next(mask for mask in masks if mask not in table)
            more = f" (and {missing - 1:,} more)" if missing > 1 else ""
            place = f"worth of {coalition_name(members_of(first, names))}{more}"
            raise InvalidInput(place, MISSING, "a number")
        array, unit = _pack([table[mask] for mask in masks])
        self._fill(names, index, array, unit, sense)

    def _fill(
        self,
        names: tuple[str, ...],
        index: dict[str, int],
        array: npt.NDArray[Any],
        unit: Fraction,
        sense: Sense,
    ) -> None:
        if not isinstance(sense, str) or sense not in ("gain", "cost"):
            raise InvalidInput("sense", sense, '"gain" or "cost"')
        array.flags.writeable = False
        for field, value in (
            ("players", names),
            ("_index", index),
            ("array", array),
            ("unit", unit),
            ("sense", sense),
            ("_largest", None),
        ):
            object.__setattr__(self, field, value)

    @classmethod
    def from_array(
        cls, players: Iterable[str], array: npt.ArrayLike, sense: Sense = "gain"
    ) -> CoalitionalGame:
        """A game from its 2^n worths by bitmask: ``array[0b101]`` is the worth of players 0 and 2.

        A float64 array is read bit for bit (each entry is a dyadic rational), a list number by
        number: a float in it counts as the decimal that it prints as. Integers and fractions are
        exact. Wider floats and masked arrays are refused.

        >>> CoalitionalGame.from_array(["A", "B"], [0, 0.1, 0.2, 0.3]).worth(["A", "B"])
        Fraction(3, 10)
        """
        names = validated_players(players)
        refuse_too_large(len(names))
        given = _array(array)
        holed = type(given) is not np.ndarray and isinstance(given, np.ma.MaskedArray)
        if holed or (given.dtype.kind == "f" and given.itemsize > np.dtype(np.float64).itemsize):
            masked = "masked " if holed else ""
            raise InvalidInput(
                "dtype of the array of worths",
                f"{masked}{given.dtype}",
                "float64 or less, integers or fractions, with nothing masked",
            )
        given = np.asarray(given)
        if given.shape != (1 << len(names),):
            raise InvalidInput(
                "the array of worths",
                Told(f"of shape {given.shape}"),
                f"one row of {1 << len(names)} worths, by bitmask, one for each coalition of "
                f"{len(names)}, the first the 0 of the empty one",
            )
        unit, largest = Fraction(1), None
        if given.dtype.kind == "f":
            packed = given.astype(np.float64)
            largest = _largest(packed)
            if not np.isfinite(largest):
                bad = np.flatnonzero(~np.isfinite(packed))
                where = coalition_name(members_of(int(bad[0]), names))
                raise InvalidInput(f"worth of {where}", float(packed[bad[0]]), "a finite number")
        elif given.dtype.kind in "iu" and _fits(_largest(given), len(given)):
            packed = given.astype(np.int64)
        else:
            packed, unit = _pack(
                [
                    Fraction(value)  # 2^20 may come: a place is spelled out only where needed
                    if type(value) is int
                    else exact(value, f"worth of {coalition_name(members_of(mask, names))}")
                    for mask, value in enumerate(given.tolist())
                ]
            )
        if packed[0] != 0:
            raise InvalidInput("worth of the empty coalition", given.tolist()[0], "0")
        game = cls.__new__(cls)
        game._fill(names, {name: i for i, name in enumerate(names)}, packed, unit, sense)
        if largest is not None:
            object.__setattr__(game, "_largest", largest)
        return game

    @classmethod
    def from_function(
        cls,
        players: Iterable[str],
        worth: Callable[[Coalition], Any],
        sense: Sense = "gain",
    ) -> CoalitionalGame:
        """A game from a function of the coalition (a tuple of names, in the players' order).

        The function is not called for the empty coalition, whose worth is 0.

        >>> CoalitionalGame.from_function("ABC", lambda s: len(s) ** 2)  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        games.errors.InvalidInput: players is 'ABC'; it should be a list of names.
        """
        names = validated_players(players)
        if not callable(worth):
            raise InvalidInput("the worth", worth, "a function of the coalition")
        refuse_too_large(len(names))
        array, unit = _pack(
            [Fraction(0)]
            + [told_worth(worth, members_of(mask, names)) for mask in range(1, 1 << len(names))]
        )
        game = cls.__new__(cls)
        game._fill(names, {name: i for i, name in enumerate(names)}, array, unit, sense)
        return game

    @classmethod
    def from_integers(
        cls,
        players: Iterable[str],
        numbers: npt.NDArray[Any],
        unit: Fraction,
        sense: Sense = "gain",
    ) -> CoalitionalGame:
        """A game from what ``integers`` tells of one: whole numbers by bitmask, and their unit.

        >>> CoalitionalGame.from_integers(["A", "B"], np.array([0, 1, 0, 6]), Fraction(1, 2))
        CoalitionalGame(A, B; worth of all 3)
        """
        names = validated_players(players)
        numbers, unit = _array(numbers), within(unit, "unit", "more than 0")
        if (
            numbers.shape != (1 << len(names),)
            or numbers.dtype.kind not in "iO"
            or (numbers.dtype == object and not all(isinstance(k, int) for k in numbers))
        ):
            raise InvalidInput("the whole numbers", numbers, f"{1 << len(names)} of them")
        if numbers[0]:
            raise InvalidInput("worth of the empty coalition", int(numbers[0]), "0")
        array = numbers.astype(np.int64 if numbers.dtype.kind == "i" else object)
        if not _fits(_largest(array), len(array)):
            array = array.astype(object)
        game = cls.__new__(cls)
        game._fill(names, {name: i for i, name in enumerate(names)}, array, unit, sense)
        return game

    def subgame(self, coalition: Iterable[str]) -> CoalitionalGame:
        """The game among the members of a coalition alone, who keep their order.

        >>> park = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
        >>> park.subgame(["C", "A"])
        CoalitionalGame(A, C; worth of all 60)
        """
        mask = self.mask(coalition)
        masks = np.zeros(1, dtype=np.int64)  # of the subsets, by their bitmask in the subgame
        for i in range(len(self.players)):
            if mask >> i & 1:
                masks = np.concatenate((masks, masks | 1 << i))
        names = validated_players(self.members(mask))
        game = CoalitionalGame.__new__(CoalitionalGame)
        index = {name: i for i, name in enumerate(names)}
        game._fill(names, index, self.array[masks], self.unit, self.sense)
        return game

    def with_dividends(self, dividends: Mapping[Coalition, Any]) -> CoalitionalGame:
        """The game plus an amount for each of some coalitions, for all that have it in them:

            w(S) = v(S) + sum over T, a subset of S, of a(T).

        The amounts are added to Harsanyi dividends. Errors: ``InvalidInput`` for who is no player,
        and for what is no number.

        >>> pair = CoalitionalGame(["A", "B"], {"A": 0, "B": 0, "A, B": 5})
        >>> [str(w) for w in map(pair.with_dividends({("A",): 0.5}).worth, pair)]
        ['1/2', '0', '11/2']

        Source: Harsanyi (1959), A bargaining model for the cooperative n-person game.
        """
        of_kind(dividends, Mapping, place="the dividends", hint="an amount by coalition")
        given: dict[int, Fraction] = {}
        for coalition, amount in dividends.items():
            more = exact(amount, f"the dividend of {coalition_name(coalition)}")
            mask = self.mask(coalition)
            given[mask] = given.get(mask, Fraction(0)) + more
        if 0 in given:
            raise InvalidInput("a coalition with a dividend", "nobody", "one player or more")
        array, unit = self.integers()
        whole, denominator = over_one_denominator([unit, *given.values()])
        worths = array.astype(object) * whole[0]
        masks = np.arange(len(array))
        for mask, amount in zip(given, whole[1:], strict=True):
            worths[masks & mask == mask] += amount
        if _fits(max(map(abs, worths)), len(worths)):
            worths = worths.astype(np.int64)
        return CoalitionalGame.from_integers(
            self.players, worths, Fraction(1, denominator), self.sense
        )

    def mask(self, coalition: Iterable[str]) -> int:
        """The bitmask of a coalition; ``InvalidInput`` names a player who is not in the game."""
        return coalition_mask(coalition, self._index)

    def members(self, mask: int) -> Coalition:
        """The names behind a bitmask, in the players' order."""
        return members_of(mask, self.players)

    def worth(self, coalition: Iterable[str] | int | np.integer[Any], *more: object) -> Fraction:
        """v(S), exact. The coalition: names in a list or in one text with commas, or a bitmask.

        Errors: ``InvalidInput`` for a name or bitmask that is no coalition of the game, and for
        names that stand one by one, in no list.
        """
        if more:
            names = ", ".join(map(repr, (coalition, *more)))
            raise InvalidInput("a coalition", Told(names), f"one list of names: worth([{names}])")
        if isinstance(coalition, bool | np.bool_):
            raise InvalidInput("a coalition", bool(coalition), "names, or a bitmask")
        if isinstance(coalition, int | np.integer):
            mask = int(coalition)
            if not 0 <= mask <= self.grand:
                raise InvalidInput("a coalition's bitmask", mask, f"0 to {self.grand}")
        else:
            mask = self.mask(coalition)
        found = self.array[mask]
        worth = found.item() if hasattr(found, "item") else found
        if type(worth) is int:
            numerator, denominator = self.unit.as_integer_ratio()
            return Fraction(worth * numerator, denominator)
        return Fraction(worth) if self.unit == 1 else Fraction(worth) * self.unit

    @property
    def grand_worth(self) -> Fraction:
        """v(N), what all can make together."""
        return self.worth(self.grand)

    @property
    def grand(self) -> int:
        """The bitmask of the grand coalition N."""
        return len(self.array) - 1

    @property
    def largest(self) -> float:
        """The largest absolute value in ``array``; that times ``unit`` is the largest worth."""
        if self._largest is None:
            object.__setattr__(self, "_largest", _largest(self.array))
        return self._largest  # type: ignore[return-value]

    def integers(self) -> tuple[npt.NDArray[Any], Fraction]:
        """The worths by bitmask as whole numbers (int64, or Python integers), and their unit.

        Exact for every kind of array: float64 is read bit for bit.

        >>> CoalitionalGame.from_array(["A", "B"], [0.0, 0.5, 0.0, 3.0]).integers()
        (array([0, 1, 0, 6]), Fraction(1, 2))
        """
        if self.array.dtype.kind != "f":
            return self.array, self.unit
        mantissa, exponent = np.frexp(self.array)
        digits = (mantissa * 2.0**53).astype(np.int64)
        zeros = np.frexp((digits & -digits).astype(np.float64))[1] - 1  # trailing, in binary
        used = digits != 0
        lowest = int((exponent - 53 + zeros)[used].min()) if used.any() else 0
        shifts = exponent - 53 - lowest
        unit = Fraction(2) ** lowest * self.unit
        room = 62 - len(self.array).bit_length()
        if not used.any() or int(exponent[used].max()) - lowest < room:
            return np.ldexp(self.array, -lowest).astype(np.int64), unit
        moves = zip(digits.tolist(), shifts.tolist(), strict=True)
        whole = [d << s if s >= 0 else d >> -s for d, s in moves]
        return np.array(whole, dtype=object), unit

    def as_gains(self) -> CoalitionalGame:
        """The same game with more being better: a game of costs is negated, once, here."""
        return self if self.sense == "gain" else self._negated("gain")

    def _negated(self, sense: Sense) -> CoalitionalGame:
        game = CoalitionalGame.__new__(CoalitionalGame)
        game._fill(self.players, self._index, 0 - self.array, self.unit, sense)
        object.__setattr__(game, "_largest", self._largest)
        return game

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a CoalitionalGame is frozen: {name} cannot be set")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restored, (self.players, np.array(self.array), self.unit, self.sense))

    def __iter__(self) -> Iterator[Coalition]:
        """The non-empty coalitions, by bitmask."""
        return (self.members(mask) for mask in range(1, len(self.array)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CoalitionalGame):
            return NotImplemented
        return (
            self.players == other.players
            and self.sense == other.sense
            and (
                np.array_equal(self.array, other.array)
                if (self.unit, self.array.dtype) == (other.unit, other.array.dtype)
                else all(self.worth(mask) == other.worth(mask) for mask in range(len(self.array)))
            )
        )

    def __hash__(self) -> int:
        return hash((self.players, self.sense, self.grand_worth))

    def __repr__(self) -> str:
        shown = self.players if len(self.players) <= 6 else (*self.players[:5], "...")
        kind = "cost" if self.sense == "cost" else "worth"
        return (
            f"CoalitionalGame({', '.join(shown)}; {kind} of all {approximately(self.grand_worth)})"
        )

    def _repr_html_(self) -> str:
        kind = "cost" if self.sense == "cost" else "worth"
        order = sorted(range(1, len(self.array)), key=lambda mask: (mask.bit_count(), mask))
        rows = "".join(
            f"<tr><td>{html.escape(', '.join(self.members(mask)))}</td>"
            f"<td style='text-align:right'>{approximately(self.worth(mask))}</td></tr>"
            for mask in order[:32]
        )
        more = f"<tr><td colspan=2>and {len(order) - 32} more</td></tr>" if len(order) > 32 else ""
        return f"<table><tr><th>coalition</th><th>{kind}</th></tr>{rows}{more}</table>"


def _restored(
    players: tuple[str, ...], array: npt.NDArray[Any], unit: Fraction, sense: Sense
) -> CoalitionalGame:
    game = CoalitionalGame.__new__(CoalitionalGame)
    game._fill(players, {name: i for i, name in enumerate(players)}, array, unit, sense)
    return game


def _largest(array: npt.NDArray[Any]) -> float:
    """The largest absolute value, as a Python number; not finite where an entry is not."""
    high, low = array.max(), array.min()
    if array.dtype.kind == "f":
        return max(float(high), -float(low))
    return max(int(high), -int(low))


def _memory() -> int | None:
    """Of this machine, in bytes; None where the system does not say, as Windows."""
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    return size if size > 0 else None


def refuse_too_large(n: int, *said: str) -> None:
    """``TooLarge`` where the worths of n players would not fit into half of this machine's memory.

    Where the system does not say how much there is, it is taken to be 8 GiB.

    ``said``: whose table it is, and what needs none, where that is not a game of the user's.
    """
    needed, available = (1 << n) * 8, _memory()
    if n > 60 or needed > (available or ASSUMED_MEMORY) // 2:
        raise TooLarge(n, needed, available, *said)


def _array(given: npt.ArrayLike) -> npt.NDArray[Any]:
    """As an array; numbers in a list stay what they are, which numpy would make floats of."""
    kinds = set(map(type, given)) if isinstance(given, list | tuple) else set()
    others = {kind for kind in kinds if kind is not int and not issubclass(kind, np.integer)}
    listed = bool(others) and not kinds & {list, tuple}
    try:
        return np.array(given, dtype=object) if listed else np.asanyarray(given)
    except ValueError:  # rows of different lengths
        raise InvalidInput("the array of worths", given, "one row of numbers") from None


def _fits(largest: float, many: int) -> bool:
    """Whether int64 holds numbers no larger than this, with room for sums."""
    return largest * (many.bit_length() + 1) < _INT64_SAFE


def _pack(worths: list[Fraction]) -> tuple[npt.NDArray[Any], Fraction]:
    """Integers over one unit, as int64 where they fit with room for sums."""
    numerators, denominator = over_one_denominator(worths)
    fits = _fits(max(map(abs, numerators)), len(worths))
    packed = np.array(numerators, dtype=np.int64 if fits else object)
    return packed, Fraction(1, denominator)
