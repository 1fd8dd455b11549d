"""Dominance: an action that some other way of playing beats, whatever the others do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from games.errors import of_kind
from games.exact import over_one_denominator
from games.strategic import StrategicGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = [
    "Dominance",
    "DominanceCertificate",
    "Likelihood",
    "Verdict",
    "believed",
    "dominance",
    "dominates",
    "is_reply",
    "others",
    "own_payoffs",
    "strictly_dominating",
]

ZERO, ONE = Fraction(0), Fraction(1)
Lottery = dict[int, Fraction]  # by index


@dataclass(frozen=True, slots=True, repr=False)
class Dominance(Answer):
    """Which actions are dominated, and by what.

    ``strict`` and ``weak``: for each city its dominated actions, each with a lottery over other
    actions that dominates it; ``weak`` has those that are only weakly dominated. ``undominated``:
    the others. ``dominant``: the action that strictly dominates all others, for the cities that
    have one (a city with one action has).

    See ``dominance`` for the concept, an example and its source.
    """

    strict: Mapping[str, Mapping[str, Mapping[str, Fraction]]]
    weak: Mapping[str, Mapping[str, Mapping[str, Fraction]]]
    undominated: Mapping[str, tuple[str, ...]]
    dominant: Mapping[str, str]
    status: str
    method: str
    proof: Proof
    certificate: DominanceCertificate


def dominance(game: StrategicGame) -> Dominance:
    """Dominance: an action that some other way of playing beats, whatever the others do.

    A lottery s over a city's other actions *strictly dominates* its action a iff

        sum_b s(b) u(b, o)  >  u(a, o)      for every profile o of the others;

    *weakly*, iff it is never worse and better at least once. By duality the alternative is a
    belief: an action is not strictly dominated iff it is a best reply to some belief about the
    others, and not even weakly iff it is one to a belief that excludes nothing. With three or more
    cities the belief may hold that the others' actions hang together. So every verdict has its
    proof, either way.

    For every action of every city, whether it is dominated, strictly or weakly, and the proof.

    Actions with equal payoffs do not dominate each other; in a game of zeros nothing is dominated.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``.

    >>> game = StrategicGame.from_payoffs(["A", "B"], [[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3)
    >>> found = dominance(game)
    >>> found.strict["A"], found.weak["B"], found.undominated["A"]
    ({'3': {'1': Fraction(1, 2), '2': Fraction(1, 2)}}, {}, ('1', '2'))

    Source: Gale, Kuhn and Tucker (1950); Pearce (1984), lemmas 3 and 4, for the beliefs.
    """
    of_kind(game, StrategicGame, place="subject of dominance")
    verdicts = {}
    for i, city in enumerate(game.players):
        own, beside = own_payoffs(game, i), others(game, i)
        verdicts[city] = {
            action: _verdict(own, a, game.actions[i], beside)
            for a, action in enumerate(game.actions[i])
        }
    return DominanceCertificate(verdicts).answer(game)


def _verdict(
    own: npt.NDArray[Any], a: int, names: Sequence[str], beside: Sequence[tuple[str, ...]]
) -> Verdict:
    even = dict.fromkeys(range(own.shape[1]), Fraction(1, own.shape[1]))
    if _regret(own, a, even) == 0:
        return Verdict({}, believed(even, beside))
    mix, belief = strictly_dominating(own, a)
    if mix is None:
        mix, wide = _weakly_dominating(own, a)
        if mix is None:
            return Verdict({}, believed(wide, beside))
    else:
        belief = {}
    return Verdict({names[b]: p for b, p in mix.items()}, believed(belief, beside))


# A city's payoffs as a matrix of whole numbers: its own actions by the profiles of the others.


def own_payoffs(game: StrategicGame, i: int) -> npt.NDArray[Any]:
    """City i's payoffs, its actions along the first axis and the others' profiles along the second.

    In whole numbers, as objects; a unit changes no comparison.
    """
    table = np.moveaxis(game.tables[i], i, 0)
    found: npt.NDArray[Any] = table.reshape(len(table), -1).astype(object)
    return found


def others(game: StrategicGame, i: int) -> list[tuple[str, ...]]:
    """The profiles of the others, in the order of that second axis."""
    return list(product(*game.actions[:i], *game.actions[i + 1 :]))


def believed(belief: Lottery, beside: Sequence[tuple[str, ...]]) -> tuple[Likelihood, ...]:
    """A belief by name."""
    return tuple(Likelihood(beside[s], p) for s, p in sorted(belief.items()) if p)


def _expected(own: npt.NDArray[Any], belief: Lottery) -> list[Fraction]:
    """What each action brings under a belief."""
    places = list(belief)
    weights, common = over_one_denominator(belief.values())
    totals = own[:, places] @ np.array(weights, dtype=object)
    return [Fraction(int(total), common) for total in totals]


def _regret(own: npt.NDArray[Any], a: int, belief: Lottery) -> Fraction:
    """How much the best reply to a belief brings more than action a."""
    expected = _expected(own, belief)
    return max(expected) - expected[a]


def strictly_dominating(own: npt.NDArray[Any], a: int) -> tuple[Lottery | None, Lottery]:
    """A lottery that strictly dominates action a; or else a belief to which a is a best reply."""
    if len(own) == 1:
        return None, {0: ONE}
    best = np.flatnonzero((own == own.max(axis=0)).astype(bool)[a])
    if len(best):
        return None, {int(best[0]): ONE}
    above = np.flatnonzero((own > own[a]).astype(bool).all(axis=1))
    if len(above):
        return {int(above[0]): ONE}, {}
    ahead = "ahead"
    better, bounds, whole = _program(own, a)
    rows = [
        Row(f"at {s}", coefficients | {ahead: -ONE}, ">=", ZERO)
        for s, coefficients in enumerate(better)
    ]
    bounds[ahead] = (None, None)
    found = solve(
        LinearProgram("max", {ahead: ONE}, (*rows, Row("whole", whole, "==", ONE)), bounds)
    )
    if found.optimum > 0:
        return _lottery(found.point, own, a), {}
    return None, {s: -found.prices[row.name] for s, row in enumerate(rows)}


def _weakly_dominating(own: npt.NDArray[Any], a: int) -> tuple[Lottery | None, Lottery]:
    """A lottery that weakly dominates action a; or else a belief that excludes nothing."""
    better, bounds, whole = _program(own, a)
    objective = {name: sum((line[name] for line in better), ZERO) for name in whole}
    rows = [Row(f"at {s}", coefficients, ">=", ZERO) for s, coefficients in enumerate(better)]
    # What is missing to 1 stays with action a, so that something is always feasible.
    found = solve(LinearProgram("max", objective, (*rows, Row("whole", whole, "<=", ONE)), bounds))
    if found.optimum > 0:
        return _lottery(found.point, own, a), {}
    weights = {s: 1 - found.prices[row.name] for s, row in enumerate(rows)}
    mass = sum(weights.values())
    return None, {s: weight / mass for s, weight in weights.items()}


def _program(
    own: npt.NDArray[Any], a: int
) -> tuple[
    list[dict[str, Fraction]],
    dict[str, tuple[Fraction | None, Fraction | None]],
    dict[str, Fraction],
]:
    """How much better each other action is, at each profile; their bounds; their sum."""
    size = int(own.max()) - int(own.min()) or 1  # differences within [-1, 1]
    named = {str(b): b for b in range(len(own)) if b != a}
    better = [
        {name: Fraction(int(column[b] - column[a]), size) for name, b in named.items()}
        for column in own.T
    ]
    return better, dict.fromkeys(named, (ZERO, None)), dict.fromkeys(named, ONE)


def _lottery(point: Mapping[str, Fraction], own: npt.NDArray[Any], a: int) -> Lottery:
    mix = {b: point[str(b)] for b in range(len(own)) if b != a and point[str(b)]}
    mass = sum(mix.values())
    return {b: p / mass for b, p in mix.items()}


@dataclass(frozen=True, slots=True)
class Likelihood:
    """That the others play this profile (in the order of the cities) has this probability."""

    others: tuple[str, ...]
    probability: Fraction


@dataclass(frozen=True, slots=True)
class Verdict:
    """A lottery that dominates an action, and a belief to which the action is a best reply.

    Strictly dominated: only the lottery. Only weakly: both. Not dominated: only the belief, and it
    excludes nothing.
    """

    by: Mapping[str, Fraction]
    belief: tuple[Likelihood, ...]


@dataclass(frozen=True, slots=True)
class DominanceCertificate(Certificate, kind="dominance"):
    """A verdict for each action of each city."""

    verdicts: Mapping[str, Mapping[str, Verdict]]

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        if tuple(self.verdicts) != subject.players or any(
            tuple(self.verdicts[city]) != actions
            for city, actions in zip(subject.players, subject.actions, strict=True)
        ):
            yield "The verdicts do not fit the actions."
        for i, (city, verdicts) in enumerate(self.verdicts.items()):
            own, beside = own_payoffs(subject, i), others(subject, i)
            for a, (action, verdict) in enumerate(verdicts.items()):
                by, belief = verdict.by, verdict.belief
                if by and not dominates(own, a, by, subject.actions[i], strictly=not belief):
                    yield f"The lottery does not dominate {action} of {city} as is said."
                if (belief or not by) and not is_reply(
                    own, a, belief, beside, excluding_nothing=not by
                ):
                    yield f"{action} of {city} is no best reply to the belief, or it excludes some."

    def answer(self, subject: StrategicGame) -> Dominance:
        def dominated(city: str, *, strictly: bool) -> dict[str, Mapping[str, Fraction]]:
            return {
                action: verdict.by
                for action, verdict in self.verdicts[city].items()
                if verdict.by and strictly != bool(verdict.belief)
            }

        strict = {city: dominated(city, strictly=True) for city in subject.players}
        weak = {city: dominated(city, strictly=False) for city in subject.players}
        undominated = {
            city: tuple(action for action, verdict in verdicts.items() if not verdict.by)
            for city, verdicts in self.verdicts.items()
        }
        dominant = {
            city: undominated[city][0]
            for i, city in enumerate(subject.players)
            if len(strict[city]) == len(subject.actions[i]) - 1
        }
        return Dominance(
            strict,
            weak,
            undominated,
            dominant,
            status=_status(strict, weak, dominant),
            method="linear programs, their solutions and prices in rational arithmetic",
            proof=EXACT,
            certificate=self,
        )


def dominates(
    own: npt.NDArray[Any],
    a: int,
    by: Mapping[str, Fraction],
    names: Sequence[str],
    *,
    strictly: bool,
) -> bool:
    """Whether a lottery over other actions, by name, dominates action a."""
    mix = {names.index(b): p for b, p in by.items()}
    if a in mix or min(mix.values()) <= 0 or sum(mix.values()) != 1:
        return False
    weights, common = over_one_denominator(mix.values())
    margins = np.array(weights, dtype=object) @ own[list(mix)] - common * own[a]
    return bool(margins.min() > 0 if strictly else margins.min() >= 0 and margins.any())


def is_reply(
    own: npt.NDArray[Any],
    a: int,
    belief: Sequence[Likelihood],
    beside: Sequence[tuple[str, ...]],
    *,
    excluding_nothing: bool,
) -> bool:
    """Whether action a is a best reply to a belief, given in the order of the others' profiles."""
    place = {profile: s for s, profile in enumerate(beside)}
    held = {place[each.others]: each.probability for each in belief}
    return (
        list(held) == sorted(held)
        and len(belief) == len(held)
        and (not excluding_nothing or len(held) == len(beside))
        and min(held.values()) > 0
        and sum(held.values()) == 1
        and _regret(own, a, held) == 0
    )


def _status(
    strict: Mapping[str, Mapping[str, object]],
    weak: Mapping[str, Mapping[str, object]],
    dominant: Mapping[str, str],
) -> str:
    if len(dominant) == len(strict):
        return "Every city has one action that is best whatever the others do."
    if any(strict.values()):
        return "Some actions are never best; iterated_elimination() leaves them out, step by step."
    if any(weak.values()):
        return (
            "Some actions are never better and sometimes worse than others; none is always worse."
        )
    return "No action is dominated: each is a best reply to some belief that excludes nothing."
