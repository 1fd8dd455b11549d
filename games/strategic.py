"""Finite strategic games: each city chooses one of its actions, all at the same time."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from games.approximately import approximately
from games.by_city import by_index, one_of
from games.errors import MISSING, InvalidInput, Told, called, of_kind
from games.exact import exact, over_one_denominator
from games.players import validated_players

__all__ = ["ActionSets", "Profile", "StrategicGame", "Strategies"]

ActionSets = Mapping[str, Iterable[Any]] | Sequence[Any]
"""Each city's actions: by name, in the order of the cities, or one list for all of them."""

Profile = Mapping[str, Any] | Sequence[Any]
"""One action for each city: by name, or in the order of the cities."""

Strategies = Mapping[str, Any] | Sequence[Any]
"""One strategy for each city: a mapping from actions to probabilities, or one action."""

_MOST_PROFILES = 1 << 26
_INT64_SAFE = 1 << 62


class StrategicGame:
    """Finite strategic games: each city chooses one of its actions, all at the same time.

    City i has actions A_i and gets u_i(a) at the profile a = (a_1, ..., a_n). If the cities
    randomise by themselves, city j with probability x_j(a_j), it expects

        u_i(x) = sum over all profiles a of  x_1(a_1) ... x_n(a_n) u_i(a).

    A finite game of n cities, its payoffs exact.

    ``players``: the names, n of them, all different.
    ``actions``: each city's actions, in the order of the cities (or as ``ActionSets``). An action
    is named by a text; a number is named as it prints.
    ``payoffs``: one array for each city, whose axis j runs over the actions of city j.

    City i's payoffs are kept as whole numbers without common divisor, ``tables[i]`` (int64, or
    Python integers beyond it), times ``units[i]`` > 0. Which actions are best does not depend on
    the unit, so solvers work on the tables.

    A scalar float counts as the decimal it prints as, an array of float64 is read bit for bit.
    The value is frozen; two games are equal when names and payoffs are.

    Errors: ``InvalidInput`` names the payoff, shape or name that cannot be right.

    >>> race = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]],
    ...                                   actions=["hold", "bid"])
    >>> race
    StrategicGame(Quzhou: hold, bid; Lishui: hold, bid)
    >>> race.payoff(["bid", "hold"])
    {'Quzhou': Fraction(4, 1), 'Lishui': Fraction(1, 1)}
    >>> race.expected({"Quzhou": {"hold": 0.5, "bid": 0.5}, "Lishui": "bid"})["Quzhou"]
    Fraction(3, 2)

    Source: von Neumann and Morgenstern (1944); Osborne and Rubinstein (1994), chapter 2.
    """

    __slots__ = ("actions", "players", "tables", "units")

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    tables: tuple[npt.NDArray[Any], ...]
    units: tuple[Fraction, ...]

    def __init__(
        self, players: Iterable[str], actions: ActionSets, payoffs: Sequence[npt.ArrayLike]
    ) -> None:
        names = validated_players(players)
        of_kind(payoffs, Iterable, place="the payoffs", hint="an array for each city")
        arrays = list(payoffs)
        if len(arrays) != len(names):
            raise InvalidInput(
                "the number of payoff arrays", len(arrays), f"one for each of {len(names)} cities"
            )
        sets = tuple(_named(entry, name) for name, entry in _by_player(actions, names))
        packed = [
            _pack(array, name, names, sets) for name, array in zip(names, arrays, strict=True)
        ]
        self._fill(names, sets, packed)

    def _fill(
        self,
        players: tuple[str, ...],
        actions: tuple[tuple[str, ...], ...],
        packed: Sequence[tuple[npt.NDArray[Any], Fraction]],
    ) -> None:
        for table, _ in packed:
            table.flags.writeable = False
        for field, value in (
            ("players", players),
            ("actions", actions),
            ("tables", tuple(table for table, _ in packed)),
            ("units", tuple(unit for _, unit in packed)),
        ):
            object.__setattr__(self, field, value)

    @classmethod
    def from_payoffs(
        cls,
        players: Iterable[str],
        *arrays: npt.ArrayLike,
        actions: ActionSets | None = None,
    ) -> StrategicGame:
        """A game from one payoff array for each city; axis j runs over the actions of city j.

        ``actions`` as in ``ActionSets``; without, a city's actions are "1", "2", and so on. For
        two cities the rows of both arrays are the first city's actions. A pandas DataFrame names
        its actions by its index and columns, and is read by them.

        >>> StrategicGame.from_payoffs(["A", "B"], [[1, None]], [[0, 0]])
        Traceback (most recent call last):
            ...
        games.errors.InvalidInput: payoff of A at (1, 2) is None; it should be a number.
        """
        names = validated_players(players)
        if len(names) == 2:
            arrays, actions = _by_label(arrays, actions, names)
        if actions is None and arrays:
            shape = _array(arrays[0], names[0]).shape
            if len(shape) != len(names):
                raise _misshapen(
                    names[0], shape, f"an array with one axis for each of {len(names)} cities"
                )
            actions = [range(1, k + 1) for k in shape]
        return cls(names, [] if actions is None else actions, arrays)

    @classmethod
    def from_function(
        cls, players: Iterable[str], actions: ActionSets, payoffs: Callable[[tuple[Any, ...]], Any]
    ) -> StrategicGame:
        """A game from a function that gives each city's payoff at a profile.

        It is called with the tuple of actions, as they were given (a number stays one), and returns
        one payoff for each city: by name, or in their order.

        >>> contest = StrategicGame.from_function(
        ...     ["A", "B"], [0, 1, 2], lambda bids: [4 * (b > max(bids[:i] + bids[i + 1:])) - b
        ...                                          for i, b in enumerate(bids)])
        >>> contest.payoff([2, 1])
        {'A': Fraction(2, 1), 'B': Fraction(-1, 1)}
        """
        names = validated_players(players)
        if not callable(payoffs):
            raise InvalidInput("the payoffs", payoffs, "a function of the profile of actions")
        raw = [tuple(entry) for _, entry in _by_player(actions, names)]
        sets = tuple(_named(entry, name) for name, entry in zip(names, raw, strict=True))
        shape = _shape(sets)
        tables = [np.empty(shape, dtype=object) for _ in names]
        for at in np.ndindex(shape):
            where = f"the row of payoffs at {_at(at, sets)}"
            profile = tuple(entry[k] for entry, k in zip(raw, at, strict=True))
            found = called(where, "one payoff for each city", payoffs, profile)
            for (_, payoff), table in zip(_row(found, names, where), tables, strict=True):
                table[at] = payoff
        return cls(names, sets, tables)

    def profile(self, profile: Profile) -> tuple[int, ...]:
        """A profile of actions as indices into ``actions``; ``InvalidInput`` names a wrong one."""
        chosen = _row(profile, self.players, "a profile")
        return tuple(
            self._action(i, action, f"action of {name}") for i, (name, action) in enumerate(chosen)
        )

    def payoff(self, profile: Profile) -> dict[str, Fraction]:
        """What each city gets when each plays the action named."""
        at = self.profile(profile)
        return {
            name: int(table[at]) * unit
            for name, table, unit in zip(self.players, self.tables, self.units, strict=True)
        }

    def mixed(self, strategies: Strategies) -> tuple[tuple[Fraction, ...], ...]:
        """Strategies as exact probabilities in the order of ``actions``.

        Errors: ``InvalidInput`` where they are negative or do not add up to 1.
        """
        given = _row(strategies, self.players, "the strategies")
        return tuple(self._strategy(i, entry) for i, (_, entry) in enumerate(given))

    def expected(self, strategies: Strategies) -> dict[str, Fraction]:
        """What each city expects when each randomises by itself, exact."""
        mixed = self.mixed(strategies)
        return {
            name: sum(
                (x * u for x, u in zip(mixed[i], self._against(i, mixed), strict=True)), Fraction(0)
            )
            for i, name in enumerate(self.players)
        }

    def action_payoffs(self, strategies: Strategies) -> dict[str, dict[str, Fraction]]:
        """What each of a city's actions brings it while the others keep to their strategies.

        >>> pennies = StrategicGame.from_payoffs(["A", "B"], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
        >>> pennies.action_payoffs({"A": "1", "B": {"1": 0.5, "2": 0.5}})["A"]
        {'1': Fraction(0, 1), '2': Fraction(0, 1)}
        """
        mixed = self.mixed(strategies)
        return {
            name: dict(zip(self.actions[i], self._against(i, mixed), strict=True))
            for i, name in enumerate(self.players)
        }

    def _against(self, i: int, mixed: tuple[tuple[Fraction, ...], ...]) -> list[Fraction]:
        # Whole numbers: the others' weights over one denominator each, and only what they play.
        played = [
            range(len(x)) if j == i else [k for k, p in enumerate(x) if p]
            for j, x in enumerate(mixed)
        ]
        total = self.tables[i][np.ix_(*played)].astype(object)
        scale = self.units[i]
        for j in reversed(range(len(mixed))):
            if j == i:
                continue
            numerators, denominator = over_one_denominator(mixed[j])
            weights = [numerators[k] for k in played[j]]
            # An axis is summed away, so that axes before j keep their place.
            total = np.tensordot(total, np.array(weights, dtype=object), axes=(j, 0))
            scale /= denominator
        return [value * scale for value in np.atleast_1d(total).tolist()]

    def restricted(self, actions: Mapping[str, Iterable[Any]]) -> StrategicGame:
        """The game in which the cities named may play only these actions."""
        of_kind(actions, Mapping, place="the actions that are kept", hint="lists by city")
        for name, listed in actions.items():
            one_of(name, self.players, "a city")
            if isinstance(listed, str) or not isinstance(listed, Iterable):
                raise InvalidInput(f"actions of {name}", listed, "a list of names")
        kept = [
            [self._action(i, action, f"action of {name}") for action in actions[name]]
            if name in actions
            else list(range(len(self.actions[i])))
            for i, name in enumerate(self.players)
        ]
        sets = tuple(
            tuple(names[k] for k in keep) for names, keep in zip(self.actions, kept, strict=True)
        )
        for name, entry in zip(self.players, sets, strict=True):
            _named(entry, name)
        game = StrategicGame.__new__(StrategicGame)
        packed = [
            _lowest(table[np.ix_(*kept)], unit)
            for table, unit in zip(self.tables, self.units, strict=True)
        ]
        game._fill(self.players, sets, packed)
        return game

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """The profiles of actions, the last city's changing fastest."""
        return product(*self.actions)

    def __len__(self) -> int:
        """How many profiles there are."""
        return math.prod(map(len, self.actions))

    def _action(self, i: int, action: Any, place: str) -> int:
        name = action if isinstance(action, str) else str(action)
        if name not in self.actions[i]:
            raise InvalidInput(place, action, self.actions[i])
        return self.actions[i].index(name)

    def _strategy(self, i: int, entry: Any) -> tuple[Fraction, ...]:
        place, names = f"strategy of {self.players[i]}", self.actions[i]
        entry = by_index(entry, f"an action in the {place}")
        if isinstance(entry, Mapping):
            found = [Fraction(0)] * len(names)
            for action, probability in entry.items():
                k = self._action(i, action, f"an action in the {place}")
                found[k] = exact(probability, f"probability of {names[k]} in the {place}")
        elif isinstance(entry, Iterable) and not isinstance(entry, str):
            listed = list(entry)
            if len(listed) != len(names):
                raise InvalidInput(
                    place,
                    Told(f"of length {len(listed)}"),
                    f"one probability for each of {len(names)}",
                )
            found = [
                exact(p, f"probability of {name} in the {place}")
                for name, p in zip(names, listed, strict=True)
            ]
        else:
            found = [Fraction(0)] * len(names)
            found[self._action(i, entry, place)] = Fraction(1)
        for name, probability in zip(names, found, strict=True):
            if probability < 0:
                raise InvalidInput(
                    f"probability of {name} in the {place}", probability, "0 or more"
                )
        if sum(found) != 1:
            raise InvalidInput(f"the sum of the {place}", sum(found), "1")
        return tuple(found)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a StrategicGame is frozen: {name} cannot be set")

    def __reduce__(self) -> tuple[Any, ...]:
        copies = [(np.array(t), unit) for t, unit in zip(self.tables, self.units, strict=True)]
        return (_restored, (self.players, self.actions, copies))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StrategicGame):
            return NotImplemented
        return (self.players, self.actions, self.units) == (
            other.players,
            other.actions,
            other.units,
        ) and all(map(np.array_equal, self.tables, other.tables))

    def __hash__(self) -> int:
        return hash((self.players, self.actions, self.units))

    def __repr__(self) -> str:
        shown = [
            f"{name}: {', '.join(acts if len(acts) <= 4 else (*acts[:3], '...'))}"
            for name, acts in zip(self.players[:6], self.actions, strict=False)
        ]
        more = ["..."] if len(self.players) > 6 else []
        return f"StrategicGame({'; '.join(shown + more)})"

    def _repr_html_(self) -> str:
        if len(self.players) == 2:
            return self._bimatrix()
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.players)
        rows = []
        for profile in list(_first(self, 32)):
            cells = zip(profile, self.payoff(profile).values(), strict=True)
            rows.append("".join(f"<td>{html.escape(a)}: {approximately(u)}</td>" for a, u in cells))
        left = len(self) - len(rows)
        more = f"<p>and {left} more profiles</p>" if left else ""
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table><tr>{head}</tr>{body}</table>{more}"

    def _bimatrix(self) -> str:
        first, second = (
            names if len(names) <= 16 else (*names[:15], None) for names in self.actions
        )
        head = "".join(f"<th>{'...' if b is None else html.escape(b)}</th>" for b in second)
        rows = "".join(
            f"<tr><th>{'...' if a is None else html.escape(a)}</th>"
            + "".join(
                "<td>...</td>"
                if a is None or b is None
                else "<td>" + ", ".join(map(approximately, self.payoff([a, b]).values())) + "</td>"
                for b in second
            )
            + "</tr>"
            for a in first
        )
        corner = html.escape(" \\ ".join(self.players))
        return f"<table><tr><th>{corner}</th>{head}</tr>{rows}</table>"


def _restored(
    players: tuple[str, ...],
    actions: tuple[tuple[str, ...], ...],
    packed: Sequence[tuple[npt.NDArray[Any], Fraction]],
) -> StrategicGame:
    game = StrategicGame.__new__(StrategicGame)
    game._fill(players, actions, packed)
    return game


def _first(profiles: Iterable[tuple[str, ...]], most: int) -> Iterator[tuple[str, ...]]:
    for _, profile in zip(range(most), profiles, strict=False):
        yield profile


def _by_player(actions: ActionSets, names: tuple[str, ...]) -> Iterator[tuple[str, Iterable[Any]]]:
    """Each city with its actions; a list of texts or numbers is one list for all."""
    if isinstance(actions, str) or not isinstance(actions, Iterable):
        raise InvalidInput("actions", actions, "a list of names")
    if not isinstance(actions, Mapping):
        actions = list(actions)
        if actions and all(
            isinstance(entry, str) or not isinstance(entry, Iterable) for entry in actions
        ):
            actions = [actions] * len(names)
    for name, entry in _row(actions, names, "the list of actions"):
        if isinstance(entry, str) or not isinstance(entry, Iterable):
            raise InvalidInput(f"actions of {name}", entry, "a list of names")
        yield name, entry


def _by_label(
    arrays: tuple[Any, ...], actions: ActionSets | None, names: tuple[str, ...]
) -> tuple[tuple[Any, ...], ActionSets | None]:
    """The arrays of two cities in one order of actions, and these: DataFrames name theirs."""
    found: list[Any] = []
    for city, given in zip(names, arrays, strict=False):
        place = f"the table of {city}"
        named = hasattr(given, "iterrows") and by_index(given, f"an action in {place}")
        if not isinstance(named, Mapping):  # an array, or a table whose rows pandas has counted
            found.append(given)
            continue
        labels = [list(map(str, given.index)), list(map(str, given.columns))]
        wanted = labels if actions is None else actions
        actions = [_named(entry, name) for name, entry in _by_player(wanted, names)]
        order = []
        for own, entry in zip(labels, actions, strict=True):
            if sorted(own) != sorted(entry):
                right = f"{', '.join(entry)} (to_numpy() makes an array without names)"
                raise InvalidInput(f"the list of actions in {place}", Told(", ".join(own)), right)
            order.append([own.index(action) for action in entry])
        found.append(given.to_numpy()[np.ix_(*order)])
    return (*found, *arrays[len(found) :]), actions


def _named(actions: Iterable[Any], player: str) -> tuple[str, ...]:
    names = tuple(entry if isinstance(entry, str) else str(entry) for entry in actions)
    if not names:
        raise InvalidInput(f"actions of {player}", MISSING, "at least one")
    for name in names:
        if not name:
            raise InvalidInput(f"an action of {player}", name, "a text that is not empty")
        if names.count(name) > 1:
            raise InvalidInput(
                f"actions of {player}", name, "a list of different names (this one stands twice)"
            )
    return names


def _row(given: Any, names: tuple[str, ...], what: str) -> Iterator[tuple[str, Any]]:
    """Each city with its entry in a mapping, or in a sequence in the order of the cities."""
    given = by_index(given, f"a city in {what}")
    if isinstance(given, Mapping):
        for name in given:
            one_of(name, names, f"a city in {what}")
        for name in names:
            if name not in given:
                raise InvalidInput(f"{name} in {what}", MISSING, "there")
        return iter([(name, given[name]) for name in names])
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput(what, given, f"one entry for each of {', '.join(names)}")
    entries = list(given)
    if len(entries) != len(names):
        raise InvalidInput(
            what, Told(f"of length {len(entries)}"), f"one entry for each of {', '.join(names)}"
        )
    return iter(list(zip(names, entries, strict=True)))


def _at(at: Sequence[int], actions: Sequence[Sequence[str]]) -> str:
    return "(" + ", ".join(names[k] for names, k in zip(actions, at, strict=True)) + ")"


def _misshapen(player: str, shape: tuple[int, ...], expected: str) -> InvalidInput:
    return InvalidInput(f"the payoff array of {player}", Told(f"of shape {shape}"), expected)


def _array(given: npt.ArrayLike, player: str) -> npt.NDArray[Any]:
    """The payoffs as an array; lists become an array of their scalars, unrounded."""
    if isinstance(given, np.ndarray):
        if type(given) is not np.ndarray and isinstance(given, np.ma.MaskedArray):
            raise InvalidInput(f"the payoff array of {player}", "masked", "without holes")
        if given.dtype.kind == "f" and given.itemsize > np.dtype(np.float64).itemsize:
            raise InvalidInput(f"the payoff array of {player}", str(given.dtype), "float64 or less")
        return given
    try:
        return np.array(given, dtype=object)
    except ValueError:
        raise InvalidInput(
            f"the payoff array of {player}", "ragged", "rows of the same length"
        ) from None


def _shape(actions: Sequence[Sequence[str]]) -> tuple[int, ...]:
    shape = tuple(map(len, actions))
    if math.prod(shape) > _MOST_PROFILES or len(shape) > 32:  # numpy 1 has 32 axes
        raise InvalidInput(
            "the number of profiles",
            math.prod(shape),
            f"at most {_MOST_PROFILES}, of at most 32 cities",
        )
    return shape


def _pack(
    given: npt.ArrayLike,
    player: str,
    players: tuple[str, ...],
    actions: tuple[tuple[str, ...], ...],
) -> tuple[npt.NDArray[Any], Fraction]:
    """The payoffs as whole numbers in lowest terms, and their unit."""
    shape = _shape(actions)
    array = _array(given, player)
    if array.shape != shape:
        counts = ", ".join(f"{k} of {name}" for name, k in zip(players, shape, strict=True))
        raise _misshapen(player, array.shape, f"of shape {shape}: actions are {counts}")
    if array.dtype.kind == "i":
        return _lowest(array.astype(np.int64), Fraction(1))
    where = (f"payoff of {player} at {_at(at, actions)}" for at in np.ndindex(shape))
    if array.dtype.kind == "f":
        bad = np.argwhere(~np.isfinite(array))
        if len(bad):
            at = tuple(bad[0].tolist())
            raise InvalidInput(
                f"payoff of {player} at {_at(at, actions)}", float(array[at]), "a finite number"
            )
        ratios = [x.as_integer_ratio() for x in array.astype(np.float64).ravel().tolist()]
    else:
        found = map(exact, array.ravel().tolist(), where)
        ratios = [number.as_integer_ratio() for number in found]
    denominator = math.lcm(*(d for _, d in ratios))
    whole = np.empty(len(ratios), dtype=object)
    whole[:] = [n * (denominator // d) for n, d in ratios]
    return _lowest(whole.reshape(shape), Fraction(1, denominator))


def _lowest(table: npt.NDArray[Any], unit: Fraction) -> tuple[npt.NDArray[Any], Fraction]:
    """Without common divisor, as int64 where every number and difference fits."""
    divisor = abs(int(np.gcd.reduce(table, axis=None))) or 1
    table = (table if divisor < _INT64_SAFE else table.astype(object)) // divisor
    if not table.any():
        return np.zeros(table.shape, dtype=np.int64), Fraction(1)
    fits = max(int(table.max()), -int(table.min())) < _INT64_SAFE
    return table.astype(np.int64 if fits else object), unit * divisor
