"""Iterated elimination: leave out what is never best, then what is never best in the game left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.by_city import truth
from games.errors import of_kind
from games.strategic import StrategicGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.strategic.dominance import (
    Likelihood,
    believed,
    dominance,
    dominates,
    is_reply,
    others,
    own_payoffs,
    strictly_dominating,
)

__all__ = [
    "Elimination",
    "EliminationCertificate",
    "Gone",
    "Survivor",
    "WeakEliminationCertificate",
    "iterated_elimination",
    "rationalisable_actions",
]


@dataclass(frozen=True, slots=True)
class Gone:
    """An action that is left out, and the lottery that dominates it in the game as it then is."""

    city: str
    action: str
    by: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Survivor:
    """An action that stays, and a belief about what the others have left that makes it best."""

    city: str
    action: str
    belief: tuple[Likelihood, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Elimination(Answer):
    """What is left when dominated actions are left out, over and over.

    ``steps``: in order, what is left out at the same time. ``game``: the game that is left.
    ``surviving``: its actions. ``solution``: the profile, where each city has one action left, else
    ``None``. ``beliefs``: for each surviving action a belief, over the others' surviving profiles,
    to which it is a best reply. ``weakly``: whether weakly dominated actions go too.

    See ``iterated_elimination`` for the concept, an example and its source.
    """

    steps: tuple[tuple[Gone, ...], ...]
    game: StrategicGame
    surviving: Mapping[str, tuple[str, ...]]
    solution: tuple[str, ...] | None
    beliefs: Mapping[str, Mapping[str, Mapping[tuple[str, ...], Fraction]]]
    weakly: bool
    status: str
    method: str
    proof: Proof
    certificate: EliminationCertificate


def iterated_elimination(game: StrategicGame, *, weakly: bool = False) -> Elimination:
    """Iterated elimination: leave out what is never best, then what is never best in the game left.

    If all cities are rational, and know it of each other, and so on, only actions are played that
    survive the repeated elimination of strictly dominated ones: the *rationalisable* actions. Each
    of them is a best reply to a belief about actions that survive too. (With three or more cities
    beliefs may be correlated; those who want independent ones may have to leave out more.) The
    order does not matter. With weakly dominated actions it does, and one may lose equilibria on the
    way.

    Leave out all dominated actions at once, again and again until there are none.

    With ``weakly``, what is left depends on the order, here the largest steps: another order may
    leave more, or another equilibrium. In a game of zeros nothing goes.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``.

    >>> game = StrategicGame.from_payoffs(["A", "B"], [[1, 1, 0], [0, 0, 2]],
    ...                                   [[0, 2, 1], [3, 1, 0]],
    ...                                   actions=[["U", "D"], ["L", "M", "R"]])
    >>> found = iterated_elimination(game)
    >>> [(gone.action, dict(gone.by)) for step in found.steps for gone in step]
    [('R', {'M': Fraction(1, 1)}), ('D', {'U': Fraction(1, 1)}), ('L', {'M': Fraction(1, 1)})]
    >>> found.solution
    ('U', 'M')

    Source: Luce and Raiffa (1957); Bernheim (1984); Pearce (1984); the example: Gibbons (1992),
    figure 1.1.1.
    """
    of_kind(game, StrategicGame, place="subject of iterated_elimination")
    truth(weakly, "weakly")
    steps: list[tuple[Gone, ...]] = []
    left = game
    while True:
        gone, survivors = _weak_step(left) if weakly else _strict_step(left)
        if not gone:
            kind = WeakEliminationCertificate if weakly else EliminationCertificate
            return kind(tuple(steps), survivors).answer(game)
        steps.append(gone)
        left = _without(left, gone)


def rationalisable_actions(game: StrategicGame) -> Elimination:
    """The actions that cities may play if all are rational and know it of each other.

    They are what ``iterated_elimination`` leaves; ``beliefs`` says why each may be played. With
    three or more cities a belief may hold that the others' actions hang together.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``.

    See ``iterated_elimination`` for the concept and its source.

    >>> game = StrategicGame.from_payoffs(["A", "B"], [[1, 1, 0], [0, 0, 2]],
    ...                                   [[0, 2, 1], [3, 1, 0]],
    ...                                   actions=[["U", "D"], ["L", "M", "R"]])
    >>> rationalisable_actions(game).solution
    ('U', 'M')
    """
    of_kind(game, StrategicGame, place="subject of rationalisable_actions")
    return iterated_elimination(game)


def _strict_step(game: StrategicGame) -> tuple[tuple[Gone, ...], tuple[Survivor, ...]]:
    gone, survivors = [], []
    for i, city in enumerate(game.players):
        own, beside = own_payoffs(game, i), others(game, i)
        for a, action in enumerate(game.actions[i]):
            mix, belief = strictly_dominating(own, a)
            if mix is None:
                survivors.append(Survivor(city, action, believed(belief, beside)))
            else:
                by = {game.actions[i][b]: p for b, p in mix.items()}
                gone.append(Gone(city, action, by))
    return tuple(gone), tuple(survivors)


def _weak_step(game: StrategicGame) -> tuple[tuple[Gone, ...], tuple[Survivor, ...]]:
    verdicts = [
        (city, action, verdict)
        for city, of_city in dominance(game).certificate.verdicts.items()
        for action, verdict in of_city.items()
    ]
    return (
        tuple(Gone(city, action, verdict.by) for city, action, verdict in verdicts if verdict.by),
        tuple(Survivor(*each[:2], each[2].belief) for each in verdicts if not each[2].by),
    )


def _without(game: StrategicGame, gone: tuple[Gone, ...]) -> StrategicGame:
    out = {(each.city, each.action) for each in gone}
    return game.restricted(
        {
            city: [action for action in actions if (city, action) not in out]
            for city, actions in zip(game.players, game.actions, strict=True)
        }
    )


@dataclass(frozen=True, slots=True)
class EliminationCertificate(Certificate, kind="iterated elimination"):
    """What goes at each step and why; at the end, a belief for each action that is left."""

    steps: tuple[tuple[Gone, ...], ...]
    survivors: tuple[Survivor, ...]

    weakly: ClassVar[bool] = False

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        left = subject
        for step in self.steps:
            if not step:
                yield "At a step nothing goes."
            if len({(each.city, each.action) for each in step}) < len(step):
                yield "At a step an action goes twice."
            for each in step:
                i = left.players.index(each.city)
                a = left.actions[i].index(each.action)
                own = own_payoffs(left, i)
                if not dominates(own, a, each.by, left.actions[i], strictly=not self.weakly):
                    yield f"{each.action} of {each.city} is not dominated when it goes."
            left = _without(left, step)
        found = [(each.city, each.action) for each in self.survivors]
        if found != [
            (city, action)
            for city, actions in zip(left.players, left.actions, strict=True)
            for action in actions
        ]:
            yield "The survivors are not the actions that are left."
        for stays in self.survivors:
            i = left.players.index(stays.city)
            a = left.actions[i].index(stays.action)
            own, beside = own_payoffs(left, i), others(left, i)
            if not is_reply(own, a, stays.belief, beside, excluding_nothing=self.weakly):
                yield f"{stays.action} of {stays.city} is no best reply to its belief."

    def answer(self, subject: StrategicGame) -> Elimination:
        left = subject
        for step in self.steps:
            left = _without(left, step)
        surviving = dict(zip(left.players, left.actions, strict=True))
        beliefs: dict[str, dict[str, dict[tuple[str, ...], Fraction]]] = {
            city: {} for city in left.players
        }
        for each in self.survivors:
            held = {item.others: item.probability for item in each.belief}
            beliefs[each.city][each.action] = held
        return Elimination(
            steps=self.steps,
            game=left,
            surviving=surviving,
            solution=next(iter(left)) if len(left) == 1 else None,
            beliefs=beliefs,
            weakly=self.weakly,
            status=self._status(subject, left),
            method="linear programs, their solutions and prices in rational arithmetic",
            proof=EXACT,
            certificate=self,
        )

    def _status(self, subject: StrategicGame, left: StrategicGame) -> str:
        if not self.steps:
            found = "No action is dominated, so all are left."
        elif len(left) == 1:
            found = f"One profile is left: {', '.join(next(iter(left)))}."
        else:
            found = (
                f"{sum(map(len, left.actions))} of {sum(map(len, subject.actions))} actions stay."
            )
        if self.weakly:
            return found + " Another order might leave others: weak dominance depends on it."
        if len(subject.players) > 2:
            return found + " They are the rationalisable ones, if beliefs may be correlated."
        return found + " They are the rationalisable ones."


@dataclass(frozen=True, slots=True)
class WeakEliminationCertificate(EliminationCertificate, kind="iterated weak elimination"):
    """What goes at each step, weakly dominated actions too; the last beliefs exclude nothing."""

    weakly: ClassVar[bool] = True
