"""Correlated equilibrium: a mediator draws a profile and tells each city its part, and all obey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from games.by_city import one_of, truth
from games.errors import IntercityError, InvalidInput, of_kind
from games.exact import exact
from games.strategic import StrategicGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.strategic.obedience_program import ObedienceProgram, Vertex

__all__ = [
    "CorrelatedEquilibrium",
    "CorrelatedEquilibriumCertificate",
    "CorrelatedProblem",
    "Disobedience",
    "Recommendation",
    "coarse_correlated_equilibrium",
    "correlated_equilibrium",
]

ZERO = Fraction(0)


@dataclass(frozen=True)
class CorrelatedProblem:
    """What a mediator is to make as great as possible, and which cities obey.

    ``objective``: ``"welfare"`` (the sum of payoffs), a city (its payoff), or weights by city (0
    for who is not named; a negative one holds a city down). ``coarse``: cities commit themselves
    before they are told anything. ``weights`` is the objective spelled out.
    Errors: ``InvalidInput`` names an objective that is none of these.

    See ``correlated_equilibrium`` for the concept, an example and its source.
    """

    game: StrategicGame
    objective: str | Mapping[str, object] = "welfare"
    coarse: bool = False
    weights: Mapping[str, Fraction] = field(init=False)

    def __post_init__(self) -> None:
        of_kind(self.game, StrategicGame, place="game of a mediator")
        truth(self.coarse, "coarse")
        players, given = self.game.players, self.objective
        weights = dict.fromkeys(players, ZERO)
        if isinstance(given, Mapping):
            for city, weight in given.items():
                if city not in weights:
                    raise InvalidInput("a city with a weight", city, players)
                weights[city] = exact(weight, f"weight of {city}")
        elif isinstance(given, str) and given in weights:
            weights[given] = Fraction(1)
        elif isinstance(given, str) and given == "welfare":
            weights = dict.fromkeys(players, Fraction(1))
        else:
            raise InvalidInput(
                "the objective",
                given,
                '"welfare", a city or weights by city, such as ' + players[0],
            )
        object.__setattr__(self, "weights", weights)

    def program(self) -> ObedienceProgram:
        """The linear program, in whole numbers."""
        return ObedienceProgram(self.game, self.weights, coarse=self.coarse)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What a city learns from being told an action.

    ``probability`` that it is told so; ``beliefs`` about what the others are told, in their order;
    ``payoff`` that it then expects if it obeys, and ``otherwise`` from its best other action
    (``None`` if it has no other).

    See ``correlated_equilibrium`` for the concept, an example and its source.
    """

    told: str
    probability: Fraction
    beliefs: Mapping[tuple[str, ...], Fraction]
    payoff: Fraction
    otherwise: Fraction | None


@dataclass(frozen=True, slots=True, repr=False)
class CorrelatedEquilibrium(Answer):
    """The best lottery over profiles that all cities obey.

    ``distribution``: each profile drawn, by the names of actions, with its probability.
    ``payoffs``: what each city expects. ``value``: the objective. ``problem``: the question, which
    the certificate is verified against. Other lotteries may reach the same value.

    See ``correlated_equilibrium`` for the concept, an example and its source.
    """

    problem: CorrelatedProblem
    distribution: Mapping[tuple[str, ...], Fraction]
    payoffs: Mapping[str, Fraction]
    value: Fraction
    status: str
    method: str
    proof: Proof
    certificate: CorrelatedEquilibriumCertificate

    def total(self) -> Fraction:
        """What all expect together."""
        return sum(self.payoffs.values(), ZERO)

    def recommendations(self, city: str) -> tuple[Recommendation, ...]:
        """What the mediator tells a city, in the order of its actions."""
        game = self.problem.game
        one_of(city, game.players, "a city")
        i = game.players.index(city)
        found = []
        for action in game.actions[i]:
            likely = {a: p for a, p in self.distribution.items() if a[i] == action}
            mass = sum(likely.values(), ZERO)
            if not mass:
                continue
            expected = {
                other: sum(
                    (
                        p * game.payoff((*a[:i], other, *a[i + 1 :]))[city]
                        for a, p in likely.items()
                    ),
                    ZERO,
                )
                / mass
                for other in game.actions[i]
            }
            payoff = expected.pop(action)
            found.append(
                Recommendation(
                    action,
                    mass,
                    {(*a[:i], *a[i + 1 :]): p / mass for a, p in likely.items()},
                    payoff,
                    max(expected.values(), default=None),
                )
            )
        return tuple(found)


def correlated_equilibrium(
    game: StrategicGame, objective: str | Mapping[str, object] = "welfare"
) -> CorrelatedEquilibrium:
    """Correlated equilibrium: a mediator draws a profile and tells each city its part,
    and all obey.

    Given what it is told, no city gains by another action: for all its actions a and b,

        sum over profiles with a_i = a of  p(a) (u_i(a) - u_i(b, a_-i))  >=  0.

    Every mixture of Nash equilibria is one, but there are better ones: in Aumann's game of chicken
    the mediator sends the cities to the bad outcome never, and still nobody is told what the other
    does. In a *coarse* one a city must commit itself to the mediator before it is told, or stay out
    and play one action throughout. Both sets are polyhedra; the best point is a linear program.

    The best correlated equilibrium for an objective, exact; see ``CorrelatedProblem``.

    There always is one. In a game of zeros every profile is; a city alone just chooses.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``, and for an objective that is
    neither welfare nor of its cities.

    >>> pennies = StrategicGame.from_payoffs(["A", "B"], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> correlated_equilibrium(pennies, objective="A").value
    Fraction(0, 1)

    >>> chicken = StrategicGame.from_payoffs(["A", "B"], [[6, 2], [7, 0]], [[6, 7], [2, 0]],
    ...                                      actions=["yield", "go"])
    >>> best = correlated_equilibrium(chicken)
    >>> best.distribution[("yield", "yield")], best.value, best.certificate.verify(best.problem)
    (Fraction(1, 2), Fraction(21, 2), True)
    >>> best.recommendations("A")[0].beliefs
    {('yield',): Fraction(2, 3), ('go',): Fraction(1, 3)}

    Source: Aumann (1974), Subjectivity and correlation in randomized strategies; Hart and
    Schmeidler (1989) for existence; Moulin and Vial (1978) for the coarse one.
    """
    of_kind(game, StrategicGame, place="subject of correlated_equilibrium")
    return _best(CorrelatedProblem(game, objective))


def coarse_correlated_equilibrium(
    game: StrategicGame, objective: str | Mapping[str, object] = "welfare"
) -> CorrelatedEquilibrium:
    """The best coarse correlated equilibrium: nobody gains by one action whatever the draw.

    It is at least as good as the best correlated equilibrium, but needs cities that are bound to
    do what they are then told.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``, and for an objective that is
    neither welfare nor of its cities.

    See ``correlated_equilibrium`` for the concept and its source.

    >>> chicken = StrategicGame.from_payoffs(["A", "B"], [[6, 2], [7, 0]], [[6, 7], [2, 0]],
    ...                                      actions=["yield", "go"])
    >>> coarse_correlated_equilibrium(chicken).value
    Fraction(21, 2)
    """
    of_kind(game, StrategicGame, place="subject of coarse_correlated_equilibrium")
    return _best(CorrelatedProblem(game, objective, coarse=True))


def _best(problem: CorrelatedProblem) -> CorrelatedEquilibrium:
    game, program = problem.game, problem.program()
    rows, profiles = program.optimal_basis()
    names = list(zip(*np.unravel_index(profiles, program.shape), strict=True))
    return CorrelatedEquilibriumCertificate(
        tuple(
            Disobedience(
                game.players[i],
                None if recommended is None else game.actions[i][recommended],
                game.actions[i][instead],
            )
            for i, recommended, instead in (
                program.rows[row] for row in rows if row != program.last
            )
        ),
        tuple(tuple(game.actions[i][k] for i, k in enumerate(at)) for at in names),
    ).answer(problem)


@dataclass(frozen=True, slots=True)
class Disobedience:
    """A city plays ``instead`` when it is ``told`` an action (``None``: whatever it is told)."""

    city: str
    told: str | None
    instead: str


@dataclass(frozen=True, slots=True)
class CorrelatedEquilibriumCertificate(Certificate, kind="correlated equilibrium"):
    """A basis: disobediences from which nobody gains or loses, and one profile more than these.

    One elimination gives the probabilities of the profiles, all others are never drawn; another
    gives the prices of obedience, which prove that no lottery that all obey is worth more.
    """

    indifferent: tuple[Disobedience, ...]
    profiles: tuple[tuple[str, ...], ...]

    def violations(self, subject: CorrelatedProblem) -> Iterator[str]:
        program = subject.program()
        if not program.is_optimal(self._vertex(program)):
            yield "The basis is not optimal."

    def _vertex(self, program: ObedienceProgram) -> Vertex:
        game = program.game
        known = {row: k for k, row in enumerate(program.rows)}
        rows = []
        for each in self.indifferent:
            i = game.players.index(each.city)
            recommended = None if each.told is None else game.actions[i].index(each.told)
            rows.append(known[i, recommended, game.actions[i].index(each.instead)])
        rows.append(program.last)
        at = [game.profile(profile) for profile in self.profiles]
        profiles = [int(k) for k in np.ravel_multi_index(np.array(at).T, program.shape)]
        if (
            rows != sorted(set(rows))
            or profiles != sorted(set(profiles))
            or len(rows) != len(profiles)
        ):
            raise IntercityError("the basis is not square, or not in order")
        return program.vertex(rows, profiles)

    def answer(self, subject: CorrelatedProblem) -> CorrelatedEquilibrium:
        game, program = subject.game, subject.program()
        vertex = self._vertex(program)
        drawn = np.flatnonzero(vertex.lottery)
        weights = vertex.lottery[drawn]
        payoffs = {
            city: Fraction(int(weights @ table.ravel()[drawn].astype(object)), vertex.scale) * unit
            for city, table, unit in zip(game.players, game.tables, game.units, strict=True)
        }
        at = zip(*np.unravel_index(drawn, program.shape), strict=True)
        names = [tuple(game.actions[i][k] for i, k in enumerate(profile)) for profile in at]
        value = sum((subject.weights[city] * payoff for city, payoff in payoffs.items()), ZERO)
        return CorrelatedEquilibrium(
            problem=subject,
            distribution={
                name: Fraction(int(weight), vertex.scale)
                for name, weight in zip(names, weights, strict=True)
            },
            payoffs=payoffs,
            value=value,
            status=_status(subject, len(names)),
            method="HiGHS basis, solved again in whole numbers",
            proof=EXACT,
            certificate=self,
        )


def _status(problem: CorrelatedProblem, drawn: int) -> str:
    kind = "coarse correlated" if problem.coarse else "correlated"
    claim = "no city would rather stay out" if problem.coarse else "each city obeys"
    if drawn == 1:
        return f"No mediator is needed: one profile is the best {kind} equilibrium."
    return f"The mediator draws a profile and {claim}; no {kind} equilibrium is better."
