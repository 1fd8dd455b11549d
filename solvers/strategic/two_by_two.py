"""Two cities with two actions each: which of the well-known games it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product

from games.approximately import approximately
from games.errors import InvalidInput, of_kind
from games.strategic import StrategicGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["TwoByTwo", "TwoByTwoCertificate", "two_by_two"]

MEANING = {
    "prisoners' dilemma": "each does what is best for itself, and both are worse off than if "
    "neither did: an agreement has to bind, or to be watched for long",
    "deadlock": "each does what is best for itself; one or both would like the other to change, "
    "but not at the price of changing too, so there is nothing to agree on",
    "harmony": "each does what is best for itself, and helps the other by it",
    "one-sided dilemma": "each does what is best for itself; only one would gain if both changed, "
    "and would have to pay the other",
    "stag hunt": "two equilibria, of which both prefer the same, but the other action is safer: "
    "what is missing is trust",
    "coordination": "two equilibria, of which both prefer the same: it is enough to talk",
    "chicken": "two equilibria, in each of which one city gives way; both yielding would be second "
    "best for all, both insisting is worst",
    "battle of the sexes": "two equilibria, and each city prefers another one: they may take "
    "turns, or draw lots",
    "leader and follower": "only one city has an action that is best whatever the other does; the "
    "other follows",
    "matching pennies": "whatever the two choose, one of them wants to change: they are led to "
    "hide what they do",
}
"""What each name means for the two cities."""

Payoffs = tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
"""A city's payoffs: its own action first, then the other's."""


@dataclass(frozen=True, slots=True, repr=False)
class TwoByTwo(Answer):
    """Which of the well-known games of two cities with two actions it is.

    ``name``: a key of ``MEANING``, or ``"border"`` where ties leave several. ``names``: all of
    them. ``conditions``: what decides, in plain words. ``equilibria``: the pure ones.

    See ``two_by_two`` for the concept, an example and its source.
    """

    name: str
    names: tuple[str, ...]
    conditions: tuple[str, ...]
    equilibria: tuple[tuple[str, str], ...]
    status: str
    method: str
    proof: Proof
    certificate: TwoByTwoCertificate


def two_by_two(game: StrategicGame) -> TwoByTwo:
    """Two cities with two actions each: which of the well-known games it is.

    Only the order of each city's payoffs counts. The name follows from four questions: which
    actions are better whatever the other does, which profiles are equilibria, whether both like the
    same one, and whether both would rather be at the opposite corner. Ties lie on a border: then
    all games are named to which a hair's breadth would lead.

    The name of a game of two cities with two actions each, by the order of payoffs.

    Neither the names of actions nor which city is first matter. In a game of zeros all names are
    possible. Errors: ``InvalidInput`` for other than two cities with two actions each.

    >>> race = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]],
    ...                                   actions=["hold", "bid"])
    >>> found = two_by_two(race)
    >>> found.name, found.equilibria
    ("prisoners' dilemma", (('bid', 'bid'),))
    >>> print(found.conditions[0])
    Quzhou does better by bid whatever Lishui does (4 against 3, 2 against 1).

    Source: Rapoport and Guyer (1966), A taxonomy of 2x2 games; Robinson and Goforth (2005).
    """
    of_kind(game, StrategicGame, place="subject of two_by_two")
    return TwoByTwoCertificate(_names(_payoffs(game))).answer(game)


def _payoffs(game: StrategicGame) -> tuple[Payoffs, Payoffs]:
    if [len(actions) for actions in game.actions] != [2, 2]:
        counts = " and ".join(str(len(actions)) for actions in game.actions)
        raise InvalidInput("the numbers of actions", counts, "2 and 2, for two cities")
    first, second = (
        [[int(u) * unit for u in line] for line in table]
        for table, unit in zip(game.tables, game.units, strict=True)
    )
    return (
        ((first[0][0], first[0][1]), (first[1][0], first[1][1])),
        ((second[0][0], second[1][0]), (second[0][1], second[1][1])),
    )


def _names(payoffs: tuple[Payoffs, Payoffs]) -> tuple[str, ...]:
    """The names of all strict games that the ties may be broken to."""
    found = {_name(one, two) for one, two in product(*map(_strict, payoffs))}
    return tuple(name for name in MEANING if name in found)


def _strict(u: Payoffs) -> Iterator[Payoffs]:
    """All strict orders of a city's four payoffs that keep to the strict ones it has."""
    flat = [*u[0], *u[1]]
    below = [(i, j) for i, j in permutations(range(4), 2) if flat[i] < flat[j]]
    for order in permutations(map(Fraction, range(4))):
        if all(order[i] < order[j] for i, j in below):
            yield (order[0], order[1]), (order[2], order[3])


def _name(one: Payoffs, two: Payoffs) -> str:
    """The name where no payoffs of a city are equal."""
    dominant = [_dominant(one), _dominant(two)]
    equilibria = _equilibria(one, two)
    if not equilibria:
        return "matching pennies"
    if len(equilibria) == 2:
        return _two_equilibria(one, two, equilibria)
    if None in dominant:
        return "leader and follower"
    ((a, b),) = equilibria
    # Would both rather be where both do the opposite? Is each helped by what the other does?
    swaps = [one[1 - a][1 - b] > one[a][b], two[1 - b][1 - a] > two[b][a]]
    helped = [one[a][b] > one[a][1 - b], two[b][a] > two[b][1 - a]]
    if all(swaps):
        return "prisoners' dilemma"
    if any(swaps):
        return "one-sided dilemma"
    return "harmony" if all(helped) else "deadlock"


def _two_equilibria(one: Payoffs, two: Payoffs, equilibria: list[tuple[int, int]]) -> str:
    """They lie on a diagonal; a city's favourite is where it insists, the other where it yields."""
    at = [
        max(equilibria, key=lambda e: one[e[0]][e[1]]),
        max(equilibria, key=lambda e: two[e[1]][e[0]]),
    ]
    (a, b), (c, d) = at
    if at[0] == at[1]:
        safer = [
            min(one[1 - a]) > min(one[a]),
            min(two[1 - b]) > min(two[b]),
        ]
        return "stag hunt" if all(safer) else "coordination"
    # Both yield: each plays its part in the other's favourite.
    yields = [one[c][b] > one[c][d], two[b][c] > two[b][a]]
    return "chicken" if all(yields) else "battle of the sexes"


def _dominant(u: Payoffs) -> int | None:
    """The action that is better whatever the other does."""
    better = [u[0][b] > u[1][b] for b in range(2)], [u[1][b] > u[0][b] for b in range(2)]
    return next((a for a in range(2) if all(better[a])), None)


def _equilibria(one: Payoffs, two: Payoffs) -> list[tuple[int, int]]:
    return [
        (a, b)
        for a, b in product(range(2), repeat=2)
        if one[a][b] >= one[1 - a][b] and two[b][a] >= two[1 - b][a]
    ]


@dataclass(frozen=True, slots=True)
class TwoByTwoCertificate(Certificate, kind="two by two", of="two_by_two"):
    """The names; the comparisons are made once more."""

    names: tuple[str, ...]

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        if self.names != _names(_payoffs(subject)):
            yield f"The order of payoffs makes it {', '.join(_names(_payoffs(subject)))}."

    def answer(self, subject: StrategicGame) -> TwoByTwo:
        payoffs = _payoffs(subject)
        if len(self.names) == 1:
            name = self.names[0]
            status = f"{name.capitalize()}: {MEANING[name]}."
        else:
            name = "border"
            status = f"Ties put it on the border between {', '.join(self.names)}."
        return TwoByTwo(
            name,
            self.names,
            tuple(_conditions(subject, payoffs)),
            tuple((subject.actions[0][a], subject.actions[1][b]) for a, b in _equilibria(*payoffs)),
            status=status,
            method="the order of each city's payoffs",
            proof=EXACT,
            certificate=self,
        )


def _conditions(game: StrategicGame, payoffs: tuple[Payoffs, Payoffs]) -> Iterator[str]:
    for i, u in enumerate(payoffs):
        city, other = game.players[i], game.players[1 - i]
        mine, theirs = game.actions[i], game.actions[1 - i]
        best = _dominant(u)
        if best is not None:
            shown = ", ".join(
                f"{approximately(u[best][b])} against {approximately(u[1 - best][b])}"
                for b in (0, 1)
            )
            yield f"{city} does better by {mine[best]} whatever {other} does ({shown})."
            continue
        for b in range(2):
            if u[0][b] == u[1][b]:
                yield (
                    f"If {other} plays {theirs[b]}, {city} gets {approximately(u[0][b])} "
                    "either way."
                )
            else:
                a = int(u[1][b] > u[0][b])
                yield (
                    f"If {other} plays {theirs[b]}, {city} does better by {mine[a]} "
                    f"({approximately(u[a][b])} against {approximately(u[1 - a][b])})."
                )
    corners = [(a, b) for a, b in product(range(2), repeat=2)]
    for (a, b), (c, d) in ((corners[0], corners[3]), (corners[1], corners[2])):
        gains = [payoffs[0][c][d] - payoffs[0][a][b], payoffs[1][d][c] - payoffs[1][b][a]]
        here = f"({game.actions[0][a]}, {game.actions[1][b]})"
        there = f"({game.actions[0][c]}, {game.actions[1][d]})"
        if all(gain > 0 for gain in gains):
            yield f"Both prefer {there} to {here}."
        elif all(gain < 0 for gain in gains):
            yield f"Both prefer {here} to {there}."
