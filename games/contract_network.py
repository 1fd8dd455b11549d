"""Contract networks: bilateral deals, and what each city has for every set of deals signed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.by_city import one_of, powers
from games.coalitional import CoalitionalGame
from games.errors import MISSING, InvalidInput, called, of_kind
from games.exact import exact
from games.players import validated_players

__all__ = ["ContractNetwork", "Link"]

Link = tuple[str, str]
"""Two cities that may sign a deal; transfers are counted from the first to the second."""

MOST_LINKS = 16


@dataclass(frozen=True, init=False, slots=True, repr=False)
class ContractNetwork:
    """Contract networks: bilateral deals, and what each city has for every set of deals signed.

    A link is a pair of cities that may sign a deal. What a city has before transfers may depend on
    all deals that are signed, also on those of others: u_i(G) for every set G of links.

    Around one hub, ``from_game`` lets the hub reap what it and the cities that signed with it can
    make. With several hubs that do the same for a city, ``from_surplus`` lets each small city use
    the best of its deals: the others are its outside options.

    Cities, links, and payoffs before transfers for each of the 2^links sets of deals.

    ``cities``: different names. ``links``: at most 16 pairs of them.
    ``payoffs``: a function of the tuple of signed links (in the order of ``links``), or a mapping
    from such tuples (or sets), that gives each city's payoff by name or in the order of the
    cities. Kept as one tuple of payoffs for each bitmask of links.
    ``weights``: bargaining power in every deal of the city; 1 where not given.

    Errors: ``InvalidInput`` names the link, the weight or the payoff that cannot be right.

    >>> park = ContractNetwork.from_surplus({"Quzhou": {"Hangzhou": 10, "Ningbo": 6}})
    >>> park.links
    (('Hangzhou', 'Quzhou'), ('Ningbo', 'Quzhou'))
    >>> park.payoff([("Ningbo", "Quzhou")])
    {'Hangzhou': Fraction(0, 1), 'Ningbo': Fraction(0, 1), 'Quzhou': Fraction(6, 1)}

    Source: Horn and Wolinsky (1988), Bilateral monopolies and incentives for merger, RAND Journal
    of Economics 19, 408-419; Jackson and Wolinsky (1996), A strategic model of social and economic
    networks, for payoffs by set of links.
    """

    cities: tuple[str, ...]
    links: tuple[Link, ...]
    payoffs: tuple[tuple[Fraction, ...], ...]
    weights: Mapping[str, Fraction] = field(hash=False)

    def __init__(
        self,
        cities: Iterable[str],
        links: Iterable[Iterable[str]],
        payoffs: Callable[[tuple[Link, ...]], Any] | Mapping[Any, Any] | Sequence[Any],
        weights: Mapping[str, Any] | None = None,
    ) -> None:
        of_kind(cities, Iterable, place="list of cities")
        of_kind(links, Iterable, place="list of links", hint="pairs of cities")
        if not callable(payoffs):
            of_kind(payoffs, Mapping, Sequence, place="table of payoffs", hint="or a function")
        object.__setattr__(self, "cities", validated_players(cities, "city"))
        object.__setattr__(self, "links", _links(links, self.cities))
        object.__setattr__(self, "weights", powers({} if weights is None else weights, self.cities))
        sets = range(1 << len(self.links))
        if isinstance(payoffs, Mapping):
            table = {self.mask(_as_links(key)): row for key, row in payoffs.items()}
            for mask in sets:
                if mask not in table:
                    raise InvalidInput(f"payoffs with {self._shown(mask)}", MISSING, "a row")
            rows = [table[mask] for mask in sets]
        elif callable(payoffs):
            rows = [
                called(f"payoffs with {self._shown(mask)}", "a row", payoffs, self.signed(mask))
                for mask in sets
            ]
        else:
            rows = list(payoffs)
            if len(rows) != len(sets):
                raise InvalidInput("the payoffs", f"{len(rows)} rows", f"{len(sets)} rows")
        listed = tuple(self._row(row, mask) for mask, row in zip(sets, rows, strict=True))
        object.__setattr__(self, "payoffs", listed)

    @classmethod
    def from_game(
        cls, game: CoalitionalGame, hub: str, weights: Mapping[str, Any] | None = None
    ) -> ContractNetwork:
        """A star: the hub reaps v(hub and all that signed with it), all others have their own v.

        >>> pair = CoalitionalGame(["H", "Q"], {"H": 1, "Q": 2, ("H", "Q"): 9})
        >>> ContractNetwork.from_game(pair, "H").payoff([("H", "Q")])
        {'H': Fraction(9, 1), 'Q': Fraction(0, 1)}
        """
        of_kind(game, CoalitionalGame, place="game around a hub")
        one_of(hub, game.players, "the hub")
        gains = game.as_gains()
        alone = {city: gains.worth([city]) for city in game.players}

        def reaped(signed: tuple[Link, ...]) -> dict[str, Fraction]:
            partners = [city for _, city in signed]
            reaps = gains.worth([hub, *partners])
            return {**alone, **dict.fromkeys(partners, Fraction(0)), hub: reaps}

        spokes = [(hub, city) for city in game.players if city != hub]
        return cls(game.players, spokes, reaped, weights)

    @classmethod
    def from_surplus(
        cls,
        surplus: Mapping[str, Mapping[str, Any]],
        weights: Mapping[str, Any] | None = None,
    ) -> ContractNetwork:
        """Small cities that can use one hub each: ``surplus[city][hub]`` is what that brings.

        The small city reaps the best of the deals that it has signed (0 without any), and pays for
        them; hubs reap nothing by themselves.
        """
        of_kind(surplus, Mapping, place="surplus", hint="for each city, a number for each hub")
        for city, values in surplus.items():
            if not isinstance(values, Mapping):
                raise InvalidInput(f"surplus of {city}", values, "a number for each hub, by name")
        worth = {
            (hub, city): exact(value, f"surplus of {city} with {hub}")
            for city, values in surplus.items()
            for hub, value in values.items()
        }
        hubs = tuple(dict.fromkeys(hub for hub, _ in worth))

        def reaped(signed: tuple[Link, ...]) -> dict[str, Fraction]:
            best = dict.fromkeys((*hubs, *surplus), Fraction(0))
            for link in signed:
                best[link[1]] = max(best[link[1]], worth[link])
            return best

        return cls((*hubs, *surplus), worth, reaped, weights)

    def mask(self, signed: Iterable[Iterable[str]]) -> int:
        """The bitmask of a set of links; ``InvalidInput`` names a pair that is no link."""
        of_kind(signed, Iterable, place="the links that are signed", hint="pairs of cities")
        number = 0
        for pair in signed:
            number |= 1 << self.link(pair)
        return number

    def link(self, pair: Iterable[str]) -> int:
        """The place of a link among ``links``, its cities in either order."""
        link = tuple(pair) if isinstance(pair, Iterable) else (pair,)
        for k, known in enumerate(self.links):
            if link in (known, known[::-1]):
                return k
        raise InvalidInput("a link", pair, "a pair of cities that is one of the links")

    def signed(self, mask: int) -> tuple[Link, ...]:
        """The links of a bitmask."""
        return tuple(link for k, link in enumerate(self.links) if mask >> k & 1)

    def payoff(self, signed: Iterable[Iterable[str]]) -> dict[str, Fraction]:
        """What each city has before transfers if these deals are signed."""
        return dict(zip(self.cities, self.payoffs[self.mask(signed)], strict=True))

    def _row(self, row: Any, mask: int) -> tuple[Fraction, ...]:
        named = row
        if isinstance(row, Collection) and not isinstance(row, Mapping):
            named = dict(zip(self.cities, row, strict=True)) if len(row) == len(self.cities) else {}
        if not isinstance(named, Mapping) or named.keys() != set(self.cities):
            place = f"payoffs with {self._shown(mask)}"
            raise InvalidInput(place, row, f"one for each of {', '.join(self.cities)}")
        return tuple(
            value  # 2^16 rows may come: a place is spelled out only where it is needed
            if isinstance(value, Fraction)
            else exact(value, f"payoff of {city} with {self._shown(mask)}")
            for city, value in ((city, named[city]) for city in self.cities)
        )

    def _shown(self, mask: int) -> str:
        return ", ".join("-".join(link) for link in self.signed(mask)) or "no deals"

    def __repr__(self) -> str:
        return f"ContractNetwork({self._shown((1 << min(len(self.links), 6)) - 1)})"


def _as_links(key: Any) -> Iterable[Iterable[str]]:
    """A set of links; one link stands for the set of it alone."""
    listed = tuple(key) if isinstance(key, Iterable) else (key,)
    return [listed] if listed and all(isinstance(name, str) for name in listed) else listed


def _links(links: Iterable[Iterable[str]], cities: tuple[str, ...]) -> tuple[Link, ...]:
    found: list[Link] = []
    for pair in links:
        ends = tuple(pair) if isinstance(pair, Iterable) and not isinstance(pair, str) else (pair,)
        if len(ends) != 2 or not all(end in cities for end in ends) or ends[0] == ends[1]:
            raise InvalidInput("a link", ends, "a pair of two different cities")
        if ends in found or ends[::-1] in found:
            raise InvalidInput("the links", ends, "different (this one stands twice)")
        found.append((ends[0], ends[1]))
    if len(found) > MOST_LINKS:
        raise InvalidInput("the number of links", len(found), f"at most {MOST_LINKS}")
    return tuple(found)
