"""The far end of a corridor: does it add more than its link costs, and what does each city get?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import listed
from games.corridor import Corridor
from games.errors import of_kind
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["CorridorCertificate", "CorridorEnds", "corridor_ends"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class CorridorEnds(Answer):
    """What both ends add against what their links cost, and what each city of a corridor gets.

    ``values``: the Myerson value of the whole corridor, its links paid. ``adds``: by end, what it
    adds to all others; ``costs``: what its link costs. ``stretches``: the parts that the corridor
    would be built in for all together to have the most, and ``most``: that.

    See ``corridor_ends`` for the concept, an example and its source.
    """

    values: Mapping[str, Fraction]
    adds: Mapping[str, Fraction]
    costs: Mapping[str, Fraction]
    stretches: tuple[tuple[str, ...], ...]
    most: Fraction
    certificate: CorridorCertificate
    method: str = "dividends of pairs, each shared by the cities between; best parts by Bellman"
    proof: Proof = EXACT

    @property
    def dead_ends(self) -> tuple[str, ...]:
        """The ends that add no more than their links cost: near-dummies."""
        return tuple(city for city, adds in self.adds.items() if adds <= self.costs[city])

    @property
    def losers(self) -> dict[str, Fraction]:
        """Who pays more for its links than it gets from the corridor, and how much."""
        return {city: -value for city, value in self.values.items() if value < 0}

    @property
    def status(self) -> str:
        if not self.dead_ends:
            return "Both ends add more than their links cost."
        shares = [
            f"{city} adds {approximately(self.adds[city])} and its link costs "
            f"{approximately(self.costs[city])}"
            for city in self.dead_ends
        ]
        return f"The corridor does not reach its end: {listed(shares)}."


@dataclass(frozen=True, slots=True)
class CorridorCertificate(Certificate, kind="corridor", of="corridor_ends"):
    """The values and the best parts: all pairs are gone through again."""

    values: Mapping[str, Fraction]
    stretches: tuple[tuple[str, ...], ...]

    def violations(self, subject: Corridor) -> Iterator[str]:
        found = _certificate(subject)
        if list(self.values.items()) != list(found.values.items()):
            yield "The dividends of pairs give other values."
        if self.stretches != found.stretches:
            yield "Other parts make more, or have fewer links."

    def answer(self, subject: Corridor) -> CorridorEnds:
        first, last = subject.cities[0], subject.cities[-1]
        end = len(subject.cities) - 1
        adds = {
            first: sum((gain for _, gain in subject.gains_from(0)), ZERO),
            last: sum((dict(subject.gains_from(i))[end] for i in range(end)), ZERO),
        }
        place = {city: k for k, city in enumerate(subject.cities)}
        most = sum(
            (_net(subject, place[part[0]], place[part[-1]]) for part in self.stretches), ZERO
        )
        return CorridorEnds(
            self.values,
            adds,
            {first: subject.link_costs[0], last: subject.link_costs[-1]},
            self.stretches,
            most,
            self,
        )


def corridor_ends(game: Corridor) -> CorridorEnds:
    """The far end of a corridor: does it add more than its link costs, and what does each city get?

    On a line what two cities gain is made by all cities from one to the other, and the Myerson
    value shares it equally among them; each link is paid half by either of its ends:

        x_k = sum over i <= k <= j of  d_ij / (j - i + 1)  -  (costs of the links of k) / 2.

    An end is a *near-dummy* if what it adds, the sum of its d_ij, is no more than its link costs.
    Cities in the middle earn by what passes through them; the end only by what is its own.

    The verdict on both ends, exact, for hundreds of cities.

    Of parts that make as much, those with fewer links.

    Errors: ``InvalidInput`` for what is not a ``Corridor``.

    >>> line = Corridor(["Shanghai", "Hangzhou", "Jinhua"], [8, 4, 0], [3, 5], kept=0.5)
    >>> found = corridor_ends(line)
    >>> print(found.status)
    The corridor does not reach its end: Jinhua adds 4 and its link costs 5.
    >>> found.stretches, found.most, {city: str(x) for city, x in found.values.items()}
    ... # doctest: +NORMALIZE_WHITESPACE
    ((('Shanghai', 'Hangzhou'), ('Jinhua',)), Fraction(3, 1),
     {'Shanghai': '13/6', 'Hangzhou': '2/3', 'Jinhua': '-5/6'})

    Source: Myerson (1977); Owen (1986), Values of graph-restricted games, for trees; Bellman (1957)
    for the parts.
    """
    of_kind(game, Corridor, place="subject of corridor_ends")
    return _certificate(game).answer(game)


def _certificate(game: Corridor) -> CorridorCertificate:
    n = len(game.cities)
    steps = [ZERO] * (n + 1)  # what the k-th city has more than the one before
    for i in range(n):
        for j, gain in game.gains_from(i):
            part = gain / (j - i + 1)
            steps[i] += part
            steps[j + 1] -= part
    values, running = [], ZERO
    for step in steps[:n]:
        running += step
        values.append(running)
    for k, cost in enumerate(game.link_costs):
        values[k] -= cost / 2
        values[k + 1] -= cost / 2
    return CorridorCertificate(dict(zip(game.cities, values, strict=True)), _parts(game))


def _parts(game: Corridor) -> tuple[tuple[str, ...], ...]:
    """From the far end on: the best first part, and then the best of what is left."""
    n = len(game.cities)
    best = [(ZERO, 0, n)] * (n + 1)  # what is made from here on, less links, and where to cut
    into = [dict(game.gains_from(i)) for i in range(n)]
    for i in reversed(range(n)):
        options, net = [], ZERO
        for j in range(i, n):
            if j > i:
                net += sum((into[k][j] for k in range(i, j)), ZERO) - game.link_costs[j - 1]
            made, unlinked, _ = best[j + 1]
            options.append((net + made, unlinked - (j - i), j + 1))
        best[i] = max(options)
    parts, start = [], 0
    while start < n:
        cut = best[start][2]
        parts.append(game.cities[start:cut])
        start = cut
    return tuple(parts)


def _net(game: Corridor, first: int, last: int) -> Fraction:
    """What a part makes, less its links."""
    gains = (gain for i in range(first, last) for j, gain in game.gains_from(i) if j <= last)
    return sum(gains, ZERO) - sum(game.link_costs[first:last], ZERO)
