"""Raiffa's solution: agree on the midpoint of the best offers, and again from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from games.bargaining import BargainingProblem
from games.errors import IntercityError
from games.exact import Number
from solvers.answer import Proof
from solvers.bargaining.feasible_payoffs import agreement_program, best_basis, weighted
from solvers.bargaining.midpoints import Ending, RaiffaSolution, told_of_way
from solvers.bargaining.smooth_raiffa import midpoints_on_frontier
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram
from solvers.optimum import Basis, proven_optimum

__all__ = ["RaiffaCertificate", "RaiffaSolution", "raiffa"]

CONCEPT = "Raiffa solution"
CLOSE = Fraction(1, 10**15)
"""A way without end is followed until each hope is so small beside the first one."""

ZERO, ONE = Fraction(0), Fraction(1)
Payoffs = Mapping[str, Fraction]
Bases = Mapping[str, Basis]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A number of steps at which the same bases prove the most that each could hope for."""

    bases: Mapping[str, Basis]
    times: int


@dataclass(frozen=True, slots=True)
class RaiffaCertificate(Certificate, kind="bargaining: Raiffa", of="raiffa"):
    """The steps from disagreement up to the first that ends the way, or comes close to its end."""

    stretches: tuple[Stretch, ...]

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
        if any(tuple(stretch.bases) != subject.players for stretch in self.stretches):
            yield "The bases do not fit the players."
        if any(stretch.times < 1 for stretch in self.stretches):
            yield "A stretch has one step or more."
        if any(one.bases == other.bases for one, other in pairwise(self.stretches)):
            yield "Steps with the same bases are to be counted together."
        way = _Way(subject)
        for stretch in self.stretches:
            for _ in range(stretch.times):
                if way.ended:
                    yield "The way goes on beyond its end."
                    return
                way.take(stretch.bases)
        if not way.ended:
            yield "The way stops before its end."

    def answer(self, subject: BargainingProblem) -> RaiffaSolution:
        way = _Way(subject)
        for stretch in self.stretches:
            for _ in range(stretch.times):
                way.take(stretch.bases)
        ending: Ending = "line"
        if not any(way.first.values()):
            ending = "no gain"
        elif way.limit is None:
            ending = "none"
        elif not any(way.ideal_gains.values()):
            ending = "frontier"
        elif way.limit == way.ideal:
            ending = "ideals"
        payoffs, radii = way.place()
        return RaiffaSolution(
            payoffs,
            tuple(way.path),
            method="midpoint after midpoint, by exact linear programs",
            status=told_of_way(ending, way.steps),
            proof=Proof.enclosed(radii),
            certificate=self,
        )


class _Way:
    """The way so far: what all have for certain, ``at``, and what each may hope for beyond it."""

    def __init__(self, problem: BargainingProblem) -> None:
        self.problem = problem
        total = sum(problem.weights.values(), ZERO)
        self.odds = {name: weight / total for name, weight in problem.weights.items()}
        self.at: Payoffs = problem.disagreement
        self.path: list[Payoffs] = []
        self.first: Payoffs = {}
        self.ideal_gains: Payoffs = {}
        self.limit: Payoffs | None = None
        self.steps = -1
        self.ended = False

    @property
    def ideal(self) -> Payoffs:
        """The most that each could hope for from here."""
        return {name: x + self.ideal_gains[name] for name, x in self.at.items()}

    def ahead(self) -> Payoffs:
        """Where the next step starts: where the hopes of this one lead."""
        return _moved(self.at, self.odds, self.ideal_gains) if self.ideal_gains else self.at

    def take(self, bases: Bases) -> None:
        """Go there, and see with these bases what each may hope for beyond it."""
        before, self.at = self.ideal_gains, self.ahead()
        self.path.append(self.at)
        self.ideal_gains = self._ideal_gains(self.at, bases)
        self.first = self.first or self.ideal_gains
        self.steps += 1
        if not any(self.ideal_gains.values()):
            self.limit = self.at
        elif self._ends_in(self.ideal, bases):
            self.limit = self.ideal
        elif before:
            self.limit = self._straight_limit(before, bases)
        near = all(gain <= CLOSE * self.first[name] for name, gain in self.ideal_gains.items())
        self.ended = near or self.limit is not None

    def _ideal_gains(self, at: Payoffs, bases: Bases) -> Payoffs:
        return {
            name: proven_optimum(_ideal(self.problem, at, name), basis)[0] - at[name]
            for name, basis in bases.items()
        }

    def _straight_limit(self, before: Payoffs, bases: Bases) -> Payoffs | None:
        """Where all further steps lead, if they shrink in one proportion on ground that is even."""
        shrunk = {gain / before[name] for name, gain in self.ideal_gains.items() if before[name]}
        if len(shrunk) > 1:
            return None
        factor = 1 / (1 - shrunk.pop())
        rest = {name: factor * gain for name, gain in self.ideal_gains.items()}
        limit = _moved(self.at, self.odds, rest)
        return limit if self._ends_in(limit, bases) else None

    def _ends_in(self, limit: Payoffs, bases: Bases) -> bool:
        """Whether these bases prove that all can have the limit, and nobody more."""
        try:
            return not any(self._ideal_gains(limit, bases).values())
        except IntercityError:
            return False

    def place(self) -> tuple[Payoffs, Payoffs]:
        """The end of the way, or a point of few digits; and how far it is from the end at most."""
        distances = dict.fromkeys(self.at, ZERO)
        if self.limit is not None:
            return self.limit, distances
        places = dict(self.at)
        for name, gain in self.ideal_gains.items():
            if gain:
                grid = Fraction(1)  # of its own: payoffs may be in different units
                while grid * gain < 1:
                    grid *= 10
                start = self.problem.disagreement[name]
                places[name] = start + (self.at[name] - start) * grid // 1 / grid
                distances[name] = gain + 1 / grid
        return places, distances


def raiffa(
    problem: BargainingProblem, weights: Mapping[str, Number] | None = None
) -> RaiffaSolution:
    """Raiffa's solution: agree on the midpoint of the best offers, and again from there.

    From a point d that all have for certain, each player i could at best get a_i, nobody else
    falling below d. Lots drawn among these n outcomes (with weights w: in these odds) give all more
    than d, and that is agreed on; then again from there, until the frontier is reached:

        d  <-  d + (w_i / W) (a_i(d) - d_i)  for each i,   W = sum_i w_i.

    The way may end after some steps, or approach its end for ever. As a_i falls with the others' d,
    the hope h_i = a_i - d_i shrinks with each step to 1 - w_i/W of itself or less, and the end lies
    between d and a: so d is within h of it. Where the steps shrink in one proportion and all a_i
    are linear up to their limit e, the limit is known: with the same bases optimal at d and at e,
    a(e) = e, and e - d along the step, every further step stays on the line from d to e. If all can
    have a at once, that is the limit, whatever the steps.

    For two or more players.

    ``weights`` stand in place of the problem's. Exact where the way ends or becomes straight, as
    when all that is left is one facet, or all can have their ideals; else enclosed within the
    ``proof``'s radius, some 1e-15 of the first hopes, at a point that all can have. Nobody could
    have more at no cost to others (where enclosed: than the limit). A player who cannot gain keeps
    its disagreement payoff; where nobody can gain, ``status`` says so. On a smooth frontier the
    radius is some 1e-30 of the first hopes (``smooth_raiffa.py``).

    Errors: ``Undefined`` where nothing is feasible or payoffs grow without end, ``InvalidInput``
    where the disagreement payoffs are out of reach or a weight is not positive.

    >>> from games.bargaining import BargainingProblem
    >>> problem = BargainingProblem.from_inequalities(
    ...     ["Hangzhou", "Quzhou"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
    >>> raiffa(problem)
    Allocation(Hangzhou=0.75, Quzhou=0.625)
    >>> [(float(step["Hangzhou"]), float(step["Quzhou"])) for step in raiffa(problem).steps]
    [(0.0, 0.0), (0.5, 0.5), (0.75, 0.625)]

    Source: Raiffa (1953), Arbitration schemes for generalized two-person games; Luce and Raiffa
    (1957), Games and decisions, section 6.7.
    """
    problem = weighted(problem, weights)
    if problem.frontier is not None:
        return midpoints_on_frontier(problem)
    way = _Way(problem)
    taken: list[Bases] = []
    while not way.ended:
        start, known = way.ahead(), taken[-1] if taken else {}
        bases = {name: _basis(problem, start, name, known.get(name)) for name in problem.players}
        way.take(bases)
        taken.append(bases)
    stretches = tuple(Stretch(same, len([*group])) for same, group in groupby(taken))
    return RaiffaCertificate(stretches).answer(problem)


def _ideal(problem: BargainingProblem, at: Payoffs, name: str) -> LinearProgram:
    return agreement_program(problem, at, {name: ONE})


def _basis(problem: BargainingProblem, at: Payoffs, name: str, known: Basis | None) -> Basis:
    """The basis of the step before, where it is still optimal."""
    lp = _ideal(problem, at, name)
    try:
        if known is not None:
            proven_optimum(lp, known)
            return known
    except IntercityError:
        pass
    return best_basis(problem, lp, CONCEPT)


def _moved(at: Payoffs, odds: Payoffs, ideal_gains: Payoffs) -> Payoffs:
    return {name: x + odds[name] * ideal_gains[name] for name, x in at.items()}
