"""The bargaining set: nobody can object to a split without being met by a counter-objection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from games.players import Coalition, coalition_name
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.excess import read_split
from solvers.coalitional.excess_table import excess_table
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = [
    "BargainingSetCertificate",
    "BargainingSetMembership",
    "Objection",
    "UnmetObjectionCertificate",
    "bargaining_set_membership",
]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Objection:
    """``city`` objects to what ``against`` gets: its ``coalition`` could have ``payoffs``.

    See ``bargaining_set_membership`` for the concept, an example and its source.
    """

    city: str
    against: str
    coalition: Coalition
    payoffs: Mapping[str, Fraction]

    def __str__(self) -> str:
        others = [name for name in self.coalition if name != self.city]
        offers = " and ".join(f"{name} {self.payoffs[name]}" for name in others)
        return (
            f"{self.city} objects to {self.against}: with {', '.join(others)} alone {self.city} "
            f"would have {self.payoffs[self.city]} and {offers}, and {self.against} cannot win "
            f"{' or '.join(others)} back."
        )


@dataclass(frozen=True, slots=True, repr=False)
class BargainingSetMembership(Answer):
    """Whether a split is ``inside``; if not, an ``objection`` that nobody can meet.

    See ``bargaining_set_membership`` for the concept, an example and its source.
    """

    inside: bool
    objection: Objection | None
    certificate: Certificate = field(compare=False)
    method: str = "a linear program for each objector, opponent and coalition that could object"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if self.inside:
            return "Every objection is met by a counter-objection."
        return "There is an objection without a counter-objection."


def bargaining_set_membership(
    game: CoalitionalGame, split: Mapping[str, Any]
) -> BargainingSetMembership:
    """The bargaining set: nobody can object to a split without being met by a counter-objection.

    An objection of i against j at x is a coalition S with i but not j, and a split y of v(S) at
    which all of S get more than at x. It is met if j has a coalition T without i, and a split z of
    v(T), at which nobody gets less than at x, and nobody of S less than at y: that is, if

        e(T, x) >= sum over k in T n S of (y_k - x_k).

    The split is in the bargaining set if every objection is met. The core is in it (there are no
    objections), and so is the kernel: it is never empty where there are imputations.

    Whether a split is in the (Aumann-Davis-Maschler) bargaining set of the grand coalition.

    It takes up to n (n - 1) 2^(n-2) linear programs: seconds at 6 cities, minutes at 9.
    Errors: ``InvalidInput`` unless the split is an imputation: it adds up to v(N) exactly, and
    nobody gets less than alone.

    >>> from games import CoalitionalGame
    >>> majority = CoalitionalGame.from_function(["A", "B", "C"], lambda s: int(len(s) >= 2))
    >>> bargaining_set_membership(majority, dict.fromkeys("ABC", Fraction(1, 3))).inside
    True
    >>> answer = bargaining_set_membership(majority, {"A": 1, "B": 0, "C": 0})
    >>> print(answer.objection)
    B objects to A: with C alone B would have 1/2 and C 1/2, and A cannot win C back.

    For given i, j and S the smallest gains d = y - x that no T meets are a linear program, with a
    row for each T n S:  min d(S - i)  subject to  d(T n S) >= e(T, x), d >= 0.  Its optimum is less
    than e(S, x) exactly if an unmet objection exists; if not, the dual proves it: weights of
    coalitions T that cover each city of S - i at most once, and whose excesses add up to e(S, x).

    Source: Aumann and Maschler (1964); Davis and Maschler (1967), who show that it is never empty;
    Peleg and Sudhölter (2007), chapter 4.
    """
    refuse_untabulated(game)
    payoffs, _ = read_split(game, split)
    given = dict(zip(game.players, payoffs, strict=True))
    for place, value, expected in _not_an_imputation(game, payoffs):
        raise InvalidInput(place, value, f"{expected}, of an imputation in exact numbers")
    met = []
    table = _Excesses(game, payoffs)
    for i, j, mask in table.objectors():
        weights, raises = table.counter_objections(i, j, mask)
        if weights is None:
            return UnmetObjectionCertificate(
                given,
                game.players[i],
                game.players[j],
                {
                    city: given[city] + (d if game.sense == "gain" else -d)
                    for city, d in zip(game.members(mask), raises, strict=True)
                },
            ).answer(game)
        met.append(
            MetObjection(
                game.players[i],
                game.players[j],
                game.members(mask),
                tuple(WeightedCoalition(game.members(t), w) for t, w in sorted(weights.items())),
            )
        )
    return BargainingSetCertificate(given, tuple(met)).answer(game)


def _not_an_imputation(
    game: CoalitionalGame, payoffs: Sequence[Fraction]
) -> Iterator[tuple[str, Fraction, str]]:
    """Each place where a split is no imputation: the place, its value, and what is required."""
    if sum(payoffs) != game.grand_worth:
        yield "the sum of the split", sum(payoffs, ZERO), f"{game.grand_worth}"
    bound = "or more" if game.sense == "gain" else "or less"
    for city, payoff in zip(game.players, payoffs, strict=True):
        own = game.worth([city])
        if gains(game, [payoff - own])[0] < 0:
            yield f"the split's payoff of {city}", payoff, f"{own} {bound}"


def _imputation_violations(game: CoalitionalGame, payoffs: Sequence[Fraction]) -> Iterator[str]:
    for place, value, expected in _not_an_imputation(game, payoffs):
        yield f"{place[0].upper()}{place[1:]} is {value}, not {expected}."


class _Excesses:
    """The excesses at a split, as gains, and what objections they allow."""

    def __init__(self, game: CoalitionalGame, payoffs: Sequence[Fraction]) -> None:
        table, unit = excess_table(game, payoffs)
        self.excesses = [int(e) * unit for e in table]
        self.players = len(game.players)

    def objectors(self) -> Iterator[tuple[int, int, int]]:
        """(i, j, S) such that i could object to j with S, in a fixed order."""
        for mask, e in enumerate(self.excesses):
            if e > 0:
                for i in range(self.players):
                    for j in range(self.players):
                        if mask >> i & 1 and not mask >> j & 1:
                            yield i, j, mask

    def counters(self, i: int, j: int) -> Iterator[int]:
        """The coalitions T with j and without i."""
        return (t for t in range(len(self.excesses)) if t >> j & 1 and not t >> i & 1)

    def counter_objections(
        self, i: int, j: int, mask: int
    ) -> tuple[dict[int, Fraction] | None, list[Fraction]]:
        """Weights of the T that meet every objection of i against j with S; else an unmet one.

        That one is the raise of each member of S, in the order of the players.
        """
        best: dict[int, int] = {}  # for each T n S a coalition T with the greatest excess
        for t in self.counters(i, j):
            shared = t & mask
            if shared not in best or self.excesses[t] > self.excesses[best[shared]]:
                best[shared] = t
        if self.excesses[best[0]] >= 0:
            return {best[0]: ONE}, []
        others = [k for k in range(self.players) if mask >> k & 1 and k != i]
        rows = tuple(
            Row(str(t), {str(k): ONE for k in others if t >> k & 1}, ">=", self.excesses[t])
            for t in best.values()
            if self.excesses[t] > 0
        )
        least = solve(
            LinearProgram(
                "min",
                {str(k): ONE for k in others},
                rows,
                {str(k): (ZERO, None) for k in others},
            )
        )
        spare = self.excesses[mask] - least.optimum
        if spare > 0:
            each = spare / (len(others) + 1)
            return None, [
                each + (least[str(k)] if k != i else 0)
                for k in range(self.players)
                if mask >> k & 1
            ]
        scale = self.excesses[mask] / least.optimum
        return {int(t): price * scale for t, price in least.prices.items() if price}, []


@dataclass(frozen=True, slots=True)
class MetObjection:
    """Why i (``city``) has no unmet objection against j with S.

    Either one T apart from S, with j and without i, that has no need of anybody of S: e(T) >= 0; or
    weights of coalitions T with j and without i that cover nobody of S - i more than once, and
    whose weighted excesses add up to e(S). If no T met an objection d, then
    e(S) = d(S) > d(S - i) >= sum of w_T d(T n S) >= sum of w_T e(T) = e(S), which is absurd.
    """

    city: str
    against: str
    coalition: tuple[str, ...]
    weights: tuple[WeightedCoalition, ...]


@dataclass(frozen=True, slots=True)
class BargainingSetCertificate(Certificate, kind="bargaining set: inside"):
    """The split, and for each i, j and S that could object, why the objection is met."""

    split: Mapping[str, Fraction]
    met: tuple[MetObjection, ...]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        payoffs = list(self.split.values())
        yield from _imputation_violations(subject, payoffs)
        table = _Excesses(subject, payoffs)
        objectors = [
            (subject.players[i], subject.players[j], subject.members(mask))
            for i, j, mask in table.objectors()
        ]
        if objectors != [(met.city, met.against, met.coalition) for met in self.met]:
            yield "The objections are not all that there are."
        for met in self.met:
            yield from _unmet(subject, table, met)

    def answer(self, subject: CoalitionalGame) -> BargainingSetMembership:
        return BargainingSetMembership(inside=True, objection=None, certificate=self)


def _unmet(game: CoalitionalGame, table: _Excesses, met: MetObjection) -> Iterator[str]:
    """Why the weights do not show that an objection is met."""
    who = f"{met.city}'s objection to {met.against} with {coalition_name(met.coalition)}"
    masks = [game.mask(member.coalition) for member in met.weights]
    for mask, member in zip(masks, met.weights, strict=True):
        if game.members(mask) != member.coalition:
            yield f"{coalition_name(member.coalition)} is not in the order of the players."
        if met.against not in member.coalition or met.city in member.coalition:
            yield f"{coalition_name(member.coalition)} cannot meet {who}."
    own = game.mask(met.coalition)
    if len(masks) == 1 and not masks[0] & own:
        if table.excesses[masks[0]] < 0 or met.weights[0].weight != 1:
            yield f"{coalition_name(met.weights[0].coalition)} does not meet {who}."
        return
    total = ZERO
    for mask, member in zip(masks, met.weights, strict=True):
        if member.weight <= 0 or table.excesses[mask] <= 0:
            yield f"{coalition_name(member.coalition)} does not count against {who}."
        total += member.weight * table.excesses[mask]
    if sorted(set(masks)) != masks or total != table.excesses[own]:
        yield f"The excesses do not add up against {who}."
    for city in met.coalition:
        if city != met.city:
            covered = sum(m.weight for m in met.weights if city in m.coalition)
            if covered > 1:
                yield f"{city} is counted {covered} times against {who}."


@dataclass(frozen=True, slots=True)
class UnmetObjectionCertificate(Certificate, kind="bargaining set: outside"):
    """The split, and an objection that no coalition can meet."""

    split: Mapping[str, Fraction]
    city: str
    against: str
    payoffs: Mapping[str, Fraction]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        yield from _imputation_violations(subject, list(self.split.values()))
        own = subject.mask(self.payoffs)
        if subject.members(own) != tuple(self.payoffs):
            yield "The coalition is not in the order of the players."
        if self.city not in self.payoffs or self.against in self.payoffs:
            yield f"{coalition_name(self.payoffs)} must hold {self.city}, not {self.against}."
        if sum(self.payoffs.values()) != subject.worth(own):
            yield "The objection does not add up to what its coalition makes."
        more = {city: y - self.split[city] for city, y in self.payoffs.items()}
        raises = dict(zip(more, gains(subject, more.values()), strict=True))
        if min(raises.values()) <= 0:
            yield "A member of the objecting coalition gets no more."
        table = _Excesses(subject, list(self.split.values()))
        players = subject.players
        for t in table.counters(players.index(self.city), players.index(self.against)):
            members = subject.members(t)
            if table.excesses[t] >= sum(raises[k] for k in members if k in raises):
                yield f"{coalition_name(members)} meets the objection."

    def answer(self, subject: CoalitionalGame) -> BargainingSetMembership:
        objection = Objection(self.city, self.against, tuple(self.payoffs), self.payoffs)
        return BargainingSetMembership(inside=False, objection=objection, certificate=self)
