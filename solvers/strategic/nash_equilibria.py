"""All Nash equilibria of a finite game, where they can be listed; what can be said, where not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from games.approximately import approximately
from games.by_city import figures
from games.errors import IntercityError, NotFound, about
from games.strategic import StrategicGame
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.strategic.best_response import regrets
from solvers.strategic.best_response_polytope import TooManyCorners, all_corners, positive, scaled
from solvers.strategic.bimatrix import Bimatrix
from solvers.strategic.equilibrium import Equilibrium, EquilibriumCertificate, proven_equilibrium
from solvers.strategic.equilibrium_enclosure import payoff_ranges
from solvers.strategic.equilibrium_search import mixed_candidates
from solvers.strategic.lemke_howson import lemke_howson
from solvers.strategic.pure_equilibria import PureEquilibriaCertificate, pure_equilibria

__all__ = [
    "AllEquilibriaCertificate",
    "Component",
    "NashEquilibria",
    "SomeEquilibriaCertificate",
    "nash_equilibria",
]

MOST_REGRET = Fraction(1, 10**9)
"""The most that a city may gain by leaving what is listed, of the range of its payoffs."""
ROUGHLY = Fraction(1, 10**6)
SEARCH = "Newton's method for choices of actions, and along the path of logit equilibria"

Strategy = tuple[Fraction, ...]
Subset = Mapping[str, tuple[Mapping[str, Fraction], ...]]


about_games = about(
    StrategicGame, 'made by StrategicGame.from_payoffs(["A", "B"], payoffs_of_A, payoffs_of_B)'
)
"""A decorator for what has arrays of payoffs in its place elsewhere: they are told the call."""


@about_games
def nash_equilibria(game: StrategicGame) -> NashEquilibria:
    """All Nash equilibria of a finite game, where they can be listed; what can be said, where not.

    For two cities the equilibria are finitely many products of polytopes, the *maximal Nash
    subsets*: any mean of the first city's corners with any mean of the second's. Subsets that touch
    make a *component*. In most games each component is a single equilibrium, and their number is
    odd; in a game with ties a component can be a continuum, which its corners, the *extreme*
    equilibria, describe completely. They are the pairs of corners of the two best-response
    polytopes that have all labels between them (see ``best_response_polytope``).

    All equilibria where at most two cities have more than one action, else those found.

    The list for two cities is exact and complete, ties and equal payoffs included: in a game in
    which all payoffs are equal, every pair of strategies is an equilibrium, one component whose
    corners are all profiles. A polytope with more than 100,000 corners (about 15 actions each) is
    not listed: what comes back then are the pure equilibria and one more.

    For three cities and more, all pure equilibria, and the mixed ones that a search finds; a
    mixed one whose probabilities are no fractions is given as an epsilon-equilibrium, in which no
    city could gain more than 1e-9 of the range of its payoffs (mostly far less), with a radius in
    which an equilibrium is proven (``Equilibrium.radius``). ``complete`` is False for these.
    Errors: ``NotFound`` where there is no pure equilibrium and the search comes upon none;
    ``InvalidInput`` for arrays of payoffs that are no game yet.

    >>> from games import StrategicGame
    >>> stag = StrategicGame.from_payoffs(["A", "B"], [[4, 1], [3, 3]], [[4, 3], [1, 3]],
    ...                                   actions=["stag", "hare"])
    >>> found = nash_equilibria(stag)
    >>> print(found)
    3 equilibria, and no others.
      A: stag; B: stag  (payoffs A=4, B=4)
      A: stag (2/3), hare (1/3); B: stag (2/3), hare (1/3)  (payoffs A=3, B=3)
      A: hare; B: hare  (payoffs A=3, B=3)
    Proof: exact (all corners of both best-response polytopes, in whole numbers).
    >>> found[0].payoffs["A"], len(found)
    (Fraction(4, 1), 3)

    Source: Nash (1950); Millham (1974) and Jansen (1981) for the subsets; Avis, Rosenberg, Savani
    and von Stengel (2010), Enumeration of Nash equilibria for two-player games.
    """
    try:
        found = _extreme(game)
    except TooManyCorners:
        found = None
    if found is not None:
        return found.answer(game)
    pure = pure_equilibria(game)
    mixed = []
    pair = Bimatrix.of(game)
    if pair is None:
        found_mixed = mixed_candidates(game)
        mixed = [proven_equilibrium(game, one) for one in found_mixed]
        if not pure.profiles and not mixed:
            raise NotFound("Nash equilibrium", SEARCH, game)
    elif not pure.profiles:
        strategies = lemke_howson(pair.first, pair.second)
        mixed = [proven_equilibrium(game, pair.strategies(*strategies))]
    return SomeEquilibriaCertificate(
        pure.certificate, tuple(one.certificate for one in mixed)
    ).answer(game)


@dataclass(frozen=True, slots=True)
class Component:
    """Equilibria that hang together: a single one, or a continuum given by its corners.

    ``extreme``: its corners, the only equilibrium if ``isolated``.
    ``subsets``: the maximal Nash subsets that it consists of. Each gives for every city the corners
    of a set of strategies; whatever each city chooses from its set is an equilibrium.

    See ``nash_equilibria`` for the concept and its source.

    >>> from games import StrategicGame
    >>> stag = StrategicGame.from_payoffs(["A", "B"], [[4, 1], [3, 3]], [[4, 3], [1, 3]],
    ...                                   actions=["stag", "hare"])
    >>> found = nash_equilibria(stag)
    >>> found.components[0]
    Component(extreme=(Equilibrium(A: stag; B: stag),), subsets=({'A': ({'stag': Fraction(1, 1),
    'hare': Fraction(0, 1)},), 'B': ({'stag': Fraction(1, 1), 'hare': Fraction(0, 1)},)},))
    """

    extreme: tuple[Equilibrium, ...]
    subsets: tuple[Subset, ...]

    @property
    def isolated(self) -> bool:
        return len(self.extreme) == 1


MANY = 20
"""The most equilibria that are printed."""


@dataclass(frozen=True, slots=True, repr=False)
class NashEquilibria(Answer):
    """Equilibria, and whether they are all; iterates over ``extreme``.

    ``extreme``: every equilibrium that is isolated, and the corners of the continua.
    ``components``: the same sorted into what hangs together; empty where the list is not complete.
    ``complete``: there are no other equilibria, since every corner was looked at.

    See ``nash_equilibria`` for the concept, an example and its source.
    """

    extreme: tuple[Equilibrium, ...]
    components: tuple[Component, ...]
    complete: bool
    certificate: Certificate

    @property
    def status(self) -> str:
        count = len(self.extreme)
        if not self.complete:
            pure = sum(one.pure for one in self.extreme)
            text = (
                f"{_count(pure, 'pure equilibrium', 'pure equilibria')}, and no other pure one; "
                f"{count - pure} in which cities randomise, and there may be more of these."
            )
            beside = [one for one in self.extreme if one.regret]
            if not beside:
                return text
            worst = approximately(max(one.regret for one in beside), ".1e")
            number = _count(len(beside), "is an epsilon-equilibrium", "are epsilon-equilibria")
            return f"{text} Of all, {number}: no city could gain more than {worst} in any."
        if count == len(self.components):
            return f"{_count(count, 'equilibrium, and no other.', 'equilibria, and no others.')}"
        points = sum(component.isolated for component in self.components)
        single = f", {points} of them a single equilibrium" if points else ""
        return (
            "Infinitely many equilibria, and no others: "
            f"{_count(len(self.components), 'component', 'components')} with "
            f"{count} corners{single}."
        )

    @property
    def method(self) -> str:
        if self.complete:
            return "all corners of both best-response polytopes, in whole numbers"
        return "all pure profiles compared; a search for others, proven in fractions"

    @property
    def proof(self) -> Proof:
        radii = [one.radius for one in self.extreme]
        known = [radius for radius in radii if radius is not None]
        if len(known) < len(radii):
            return UNPROVEN
        return Proof("enclosed", max(known)) if any(known) else EXACT

    def __iter__(self) -> Iterator[Equilibrium]:
        return iter(self.extreme)

    def __len__(self) -> int:
        return len(self.extreme)

    def __getitem__(self, k: int) -> Equilibrium:
        return self.extreme[k]

    def __str__(self) -> str:
        """The sentence, and up to 20 equilibria, each with what the cities expect."""
        shown = [f"  {one}  (payoffs {figures(one.payoffs)})" for one in self.extreme[:MANY]]
        more = [f"  and {len(self) - MANY} more"] if len(self) > MANY else []
        return "\n".join([self.status, *shown, *more, f"Proof: {self.proof} ({self.method})."])

    def _repr_html_(self) -> str:
        return f"<p>{self.status}</p>" + "".join(one._repr_html_() for one in self.extreme[:MANY])


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


@dataclass(frozen=True, slots=True)
class AllEquilibriaCertificate(Certificate, kind="all Nash equilibria"):
    """The corners of both cities' strategies, and with which of the second each of the first meets.

    That these are all is checked by walking along the edges of both polytopes again, in whole
    numbers: it takes as long as it took to find them.
    """

    first: tuple[Strategy, ...]
    second: tuple[Strategy, ...]
    partners: tuple[tuple[int, ...], ...]

    @property
    def pairs(self) -> Iterator[tuple[int, int]]:
        """Which of the first meet which of the second."""
        return ((i, j) for i, met in enumerate(self.partners) for j in met)

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        fresh = _extreme(subject)
        if fresh is None:
            yield "More than two cities have a choice."
            return
        ours = {(fresh.first[i], fresh.second[j]) for i, j in fresh.pairs}
        theirs = {(self.first[i], self.second[j]) for i, j in self.pairs}
        if theirs - ours:
            yield "One of the pairs is no corner of the equilibria."
        if ours - theirs:
            yield "An equilibrium is missing."
        if fresh != self:
            yield "The corners are not listed once each, in order."

    def answer(self, subject: StrategicGame) -> NashEquilibria:
        pair = Bimatrix.of(subject)
        if pair is None:
            raise IntercityError("more than two cities have a choice")
        zero = Fraction(0)
        found = {
            (i, j): Equilibrium(subject, pair.strategies(self.first[i], self.second[j]), zero)
            for i, j in self.pairs
        }
        components = tuple(
            Component(
                tuple(found[i, j] for i, partners in meets.items() for j in sorted(partners)),
                tuple(
                    _subset(
                        [found[i, columns[0]] for i in rows] + [found[rows[0], j] for j in columns]
                    )
                    for rows, columns in _maximal(meets)
                ),
            )
            for meets in _components(self.partners)
        )
        return NashEquilibria(tuple(found.values()), components, True, self)


def _subset(crossing: list[Equilibrium]) -> Subset:
    """For every city its strategies in these equilibria, each once."""
    corners: dict[str, list[Mapping[str, Fraction]]] = {city: [] for city in crossing[0]}
    for equilibrium in crossing:
        for city, strategy in equilibrium.items():
            if strategy not in corners[city]:
                corners[city].append(dict(strategy))
    return {city: tuple(strategies) for city, strategies in corners.items()}


@dataclass(frozen=True, slots=True)
class SomeEquilibriaCertificate(Certificate, kind="some Nash equilibria"):
    """All pure equilibria, and others that were found, each with its own proof.

    No city could gain more than 1e-9 of the range of its payoffs, and no two of them are the same:
    some probability differs by more than both radii, or by 1e-6 where no radius is known.
    """

    pure: PureEquilibriaCertificate
    mixed: tuple[EquilibriumCertificate, ...]

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        if not self.pure.profiles and not self.mixed:
            yield "Every game has an equilibrium, and none is given."
        yield from self.pure.violations(subject)
        ranges = payoff_ranges(subject)
        for one in self.mixed:
            yield from one.violations(subject)
            if all(len(played) == 1 for played in one.strategies.values()):
                yield "A pure equilibrium stands among those in which cities randomise."
            for city, regret in regrets(subject, one.strategies).items():
                if regret > MOST_REGRET * ranges[city]:
                    yield f"{city} could gain {regret} by changing alone: it is no equilibrium."
        for one, other in combinations(self.mixed, 2):
            if not _apart(one, other):
                yield "One equilibrium is listed twice."

    def answer(self, subject: StrategicGame) -> NashEquilibria:
        pure = (Equilibrium(subject, profile, Fraction(0)) for profile in self.pure.profiles)
        mixed = (one.answer(subject) for one in self.mixed)
        return NashEquilibria((*pure, *mixed), (), False, self)


def _apart(one: EquilibriumCertificate, other: EquilibriumCertificate) -> bool:
    """Whether the equilibria that two certificates stand for are two."""
    known = one.radius is not None and other.radius is not None
    least = one.radius + other.radius if known else ROUGHLY  # type: ignore[operator]
    zero = Fraction(0)
    return any(
        abs(strategy.get(action, zero) - other.strategies[city].get(action, zero)) > least
        for city, strategy in one.strategies.items()
        for action in {**strategy, **other.strategies[city]}
    )


def _extreme(game: StrategicGame) -> AllEquilibriaCertificate | None:
    """All pairs of corners with all labels; None where more than two cities have a choice."""
    pair = Bimatrix.of(game)
    if pair is None:
        return None
    m, n = pair.first.shape
    mine, theirs = all_corners(positive(pair.second.T)), all_corners(positive(pair.first))
    # Each polytope counts its own actions first; here the first city's come first.
    labels = (theirs.labels >> n) | ((theirs.labels & ((1 << n) - 1)) << m)
    every = (1 << (m + n)) - 1
    met = [
        (scaled(point), scaled(theirs.points[j].tolist()))
        for point, own in zip(mine.points.tolist(), mine.labels, strict=True)
        for j in np.flatnonzero((labels | own) == every)
    ]
    first, second = (sorted(set(side), reverse=True) for side in zip(*met, strict=True))
    row, column = ({one: k for k, one in enumerate(side)} for side in (first, second))
    partners: list[list[int]] = [[] for _ in first]
    for x, y in met:
        partners[row[x]].append(column[y])
    return AllEquilibriaCertificate(
        tuple(first), tuple(second), tuple(tuple(sorted(found)) for found in partners)
    )


def _components(listed: tuple[tuple[int, ...], ...]) -> list[dict[int, frozenset[int]]]:
    """The pairs that hang together by a corner in common: to each of the first, its partners."""
    partners = [frozenset(found) for found in listed]
    back: dict[int, set[int]] = defaultdict(set)
    for i, met in enumerate(partners):
        for j in met:
            back[j].add(i)
    found = []
    seen: set[int] = set()
    for start in range(len(partners)):
        if start in seen:
            continue
        together, waiting = {start}, [start]
        while waiting:
            near = {k for j in partners[waiting.pop()] for k in back[j]} - together
            together |= near
            waiting += near
        seen |= together
        found.append({i: partners[i] for i in sorted(together)})
    return found


def _maximal(meets: dict[int, frozenset[int]]) -> list[tuple[list[int], list[int]]]:
    """The maximal Nash subsets: sets of corners all of which meet, as large as can be.

    What some corners of the first city have in common is an intersection of their partners.
    """
    common: set[frozenset[int]] = set()
    for partners in meets.values():
        common |= {partners} | {partners & other for other in common}
    return sorted(
        ([i for i, partners in meets.items() if shared <= partners], sorted(shared))
        for shared in common
        if shared
    )
