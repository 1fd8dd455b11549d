"""All pairings that nobody would leave without payments, ties included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.errors import InvalidInput, of_kind
from games.pairing_game import PairingGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["StablePairings", "StablePairingsCertificate", "stable_pairings"]

ZERO = Fraction(0)
MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True, repr=False)
class StablePairings(Answer):
    """All stable pairings of a game without payments, and the one to take.

    ``pairings``: the hub of each city that has one. ``best``: one that is as good for every city as
    any other, if there is such a one, and of these, or else of all, one that makes most for all
    together, so that none is better for somebody and worse for nobody. ``best_for_cities``: whether
    there is such a one.

    See ``stable_pairings`` for the concept, an example and its source.
    """

    pairings: tuple[Mapping[str, str], ...]
    best: Mapping[str, str]
    best_for_cities: bool
    certificate: StablePairingsCertificate
    method: str = "search, city after city"
    proof: Proof = EXACT

    @property
    def unique(self) -> bool:
        return len(self.pairings) == 1

    @property
    def status(self) -> str:
        if self.unique:
            return "The only pairing that nobody would leave without payments."
        which = "as good for every city as any" if self.best_for_cities else "that makes most"
        return (
            f"{len(self.pairings)} pairings that nobody would leave without payments; the one "
            f"shown is one {which}."
        )


def stable_pairings(game: PairingGame) -> StablePairings:
    """All pairings that nobody would leave without payments, ties included.

    A pairing is *stable* if nobody in a pair would rather have nobody, and no hub and city that are
    not a pair would *both* gain by becoming one. Where somebody is indifferent, several pairings
    can be so that no list, and no order in which ties are broken, tells apart: some are better for
    all than others. Here each is found, by adding city after city; a hub that a city would rather
    have than what it has must end full of cities that bring it as much.

    Errors: ``InvalidInput`` with crowding, under which what a city brings a hub depends on the
    others, and where the search would take more than 20,000 steps: there ``deferred_acceptance``
    finds one of them.

    >>> from games import PairingGame
    >>> even = PairingGame(["Port", "Bay"], ["Hill", "Dale"],
    ...                    to_hub=[[5, 1], [5, 1]], to_city=[[2, 2], [2, 1]])
    >>> found = stable_pairings(even)
    >>> found.pairings
    ({'Hill': 'Port', 'Dale': 'Bay'}, {'Hill': 'Bay', 'Dale': 'Port'})
    >>> found.best, found.best_for_cities, found.unique
    ({'Hill': 'Bay', 'Dale': 'Port'}, True, False)

    Source: Gale and Shapley (1962); Irving (1994), Stable marriage and indifference; Manlove and
    others (2002), Hard variants of stable marriage, for why no quick rule finds the best of them.
    """
    of_kind(game, PairingGame, place="subject of stable_pairings")
    for hub, slope in zip(game.hubs, game.crowding, strict=True):
        if slope:
            raise InvalidInput(f"crowding of {hub}", slope, "0 where pairs pay nothing")
    found = tuple(
        {game.cities[c]: game.hubs[h] for c, h in enumerate(hub_of) if h >= 0}
        for hub_of in _Search(game).all()
    )
    return StablePairingsCertificate(found).answer(game)


class _Search:
    """City after city: its hub, or nobody, unless a hub is then left with a reason to leave.

    ``needs[h]``: what each city at hub h must bring it, as another city envies them; a hub with
    such a need must be full in the end.
    """

    def __init__(self, game: PairingGame) -> None:
        self.game, self.steps = game, 0

    def all(self) -> Iterator[tuple[int, ...]]:
        hubs = len(self.game.hubs)
        yield from self._from((), [ZERO] * hubs, [[] for _ in range(hubs)])

    def _from(
        self, hub_of: tuple[int, ...], needs: list[Fraction], gives: list[list[Fraction]]
    ) -> Iterator[tuple[int, ...]]:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise InvalidInput(
                "the search for all stable pairings",
                f"longer than {MOST_STEPS:,} steps",
                "one among fewer cities or hubs; deferred_acceptance finds one of the pairings",
            )
        game, c = self.game, len(hub_of)
        if c == len(game.cities):
            full = (
                not need or len(mine) == places
                for need, mine, places in zip(needs, gives, game.capacity, strict=True)
            )
            if all(full):
                yield hub_of
            return
        for h in (*range(len(game.hubs)), -1):
            has = game.to_city[h][c] if h >= 0 else ZERO
            if h >= 0 and (
                has < 0
                or game.to_hub[h][c] < needs[h]  # at least 0
                or len(gives[h]) == game.capacity[h]
            ):
                continue
            now = [
                max(need, game.to_hub[k][c])
                if k != h and game.capacity[k] and game.to_city[k][c] > has
                else need
                for k, need in enumerate(needs)
            ]
            mine = [[*own, game.to_hub[h][c]] if k == h else own for k, own in enumerate(gives)]
            if all(min(own, default=need) >= need for own, need in zip(mine, now, strict=True)):
                yield from self._from((*hub_of, h), now, mine)


def _payoffs(game: PairingGame, pairs: Mapping[str, str]) -> tuple[list[Fraction], Fraction]:
    """Each city's payoff, and the sum of all."""
    has = [
        game.to_city[game.hubs.index(pairs[city])][c] if city in pairs else ZERO
        for c, city in enumerate(game.cities)
    ]
    return has, game.value(pairs)


def _stable(game: PairingGame, pairs: Mapping[str, str]) -> bool:
    """Whether nobody would leave, pair by pair."""
    partners = game.partners(pairs)
    has, _ = _payoffs(game, pairs)
    for h, hub in enumerate(game.hubs):
        gives = [game.to_hub[h][game.cities.index(city)] for city in partners[hub]]
        if min(gives, default=ZERO) < 0:
            return False
        if not game.capacity[h]:
            continue
        price = min(gives) if len(gives) == game.capacity[h] else ZERO
        for c, city in enumerate(game.cities):
            leaves = pairs.get(city) != hub and game.to_city[h][c] > has[c]
            if leaves and game.to_hub[h][c] > price:
                return False
    return min(has, default=ZERO) >= 0


@dataclass(frozen=True, slots=True)
class StablePairingsCertificate(
    Certificate, kind="all stable pairings", of="stable_pairings", searches=True
):
    """The pairings. Each is checked pair by pair; that there is no other, by the search again."""

    pairings: tuple[Mapping[str, str], ...]

    def violations(self, game: PairingGame) -> Iterator[str]:
        for pairs in self.pairings:
            if not _stable(game, pairs):
                yield f"Somebody would leave the pairs {dict(pairs)}."
        if stable_pairings(game).certificate != self:
            yield "There are other pairings that nobody would leave."

    def answer(self, game: PairingGame) -> StablePairings:
        pairings = tuple(dict(pairs) for pairs in self.pairings)
        payoffs = [_payoffs(game, pairs) for pairs in pairings]
        most = [max(column) for column in zip(*(has for has, _ in payoffs), strict=True)]
        best = [k for k, (has, _) in enumerate(payoffs) if has == most]
        chosen = max(best or range(len(pairings)), key=lambda k: payoffs[k][1])
        return StablePairings(pairings, pairings[chosen], bool(best), self)
