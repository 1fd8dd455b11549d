"""The core: the splits of v(N) that no coalition can improve on by leaving."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.coalitional import CoalitionalGame
from games.errors import Undefined
from games.players import coalition_name
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import (
    Asked,
    WeightedCoalition,
    collection,
    collection_violations,
    collection_worth,
    coverage,
)
from solvers.coalitional.demand_table import DemandTable
from solvers.coalitional.excess import (
    NoCoalitionFound,
    Violation,
    blocking_coalitions,
    greatest_excess,
    read_division,
    read_split,
)
from solvers.coalitional.excesses import Excesses
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.coalitional.row_generation import CoalitionProgram, starting_pool
from solvers.coalitional.slack_table import IN_WHOLE_NUMBERS, few_cities
from solvers.search_limits import Progress, check_limits
from solvers.single_dispatch import single_dispatch

__all__ = [
    "Core",
    "CoreCertificate",
    "EmptyCoreCertificate",
    "Extreme",
    "core",
    "core_violation",
    "ranged_core",
]

EMPTY_CORE = (
    "No split keeps every coalition in; least_core() gives the smallest fine for leaving that "
    "would, cost_of_stability() the smallest outside money."
)
NON_EMPTY_CORE = "Some splits leave no coalition a reason to leave."
NOT_PROVEN = (
    "No coalition was found that blocks the point; others may exist, so whether the core is empty "
    "is not proven."
)
_METHOD = "row generation; the basis solved in rational arithmetic"


@dataclass(frozen=True, slots=True, repr=False)
class Core(Answer):
    """The core of a game, which may be empty.

    ``point``: a split in the core, the mean of the extreme ones that were found (None if empty).
    ``lowest``, ``highest``: what each city gets at least and at most in the core, not all at once
    (None if empty, and for a game too large to tabulate); for costs, what it pays. ``empty`` is
    None where it is not proven: no coalition was found that blocks the point.

    See ``core`` for the concept, an example and its source.
    """

    game: CoalitionalGame | Any
    empty: bool | None
    point: Allocation | None = None
    lowest: Allocation | None = None
    highest: Allocation | None = None
    certificate: Certificate | None = None
    method: str = _METHOD
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if self.empty is None:
            return NOT_PROVEN
        return EMPTY_CORE if self.empty else NON_EMPTY_CORE

    def contains(self, split: Mapping[str, Any]) -> bool:
        """Whether a split is in the core; see ``core_violation`` for splits of floats.

        Errors: ``Undefined`` where nobody was found who blocks it, and that proves nothing.
        """
        found: Violation | NoCoalitionFound | None = core_violation(self.game, split)
        if isinstance(found, NoCoalitionFound):
            raise Undefined("verdict on the split", str(found).rstrip("."), found)
        return found is None

    def blocking(self, split: Mapping[str, Any]) -> tuple[Violation, ...]:
        """All coalitions that gain by leaving a split, the greatest gain first."""
        _, radius = read_split(self.game, split)
        return blocking_coalitions(self.game, split, radius=radius)


@single_dispatch
def core(
    game: CoalitionalGame | Any,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> Core:
    """The core: the splits of v(N) that no coalition can improve on by leaving.

        C(v) = { x : x(N) = v(N),  x(S) >= v(S) for every coalition S }       (costs: x(S) <= c(S))

    The core is empty exactly when a balanced collection of coalitions is worth more than v(N): such
    a collection is the proof. If it is not empty, the proof is a point, and the smallest and
    largest payoff of each city in the core are proven by linear-programming duality.

    The answer, for games of gains or costs: whether it is empty, a point, and each city's range.

    Both answers are exact and come with their proof; a game of one city has the core {v(N)}.
    ``seconds``, ``progress``: of the search in a game too large to tabulate, when to stop with what
    is known, and who is told of each round. A table or a formula is answered for good.

    Errors: ``InvalidInput`` for a game without a table of worths or a way of its own to the answer
    (``tabulated`` makes a table), and for ``seconds`` below 0.

    >>> from games import CoalitionalGame
    >>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 1,
    ...                                           ("L", "S"): 1, ("R", "S"): 0, ("L", "R", "S"): 1})
    >>> answer = core(glove)
    >>> answer.empty, answer.lowest, answer.highest
    (False, Allocation(L=1, R=0, S=0), Allocation(L=1, R=0, S=0))
    >>> answer.certificate.verify(glove)
    True
    >>> majority = CoalitionalGame.from_function(["A", "B", "C"], lambda s: int(len(s) >= 2))
    >>> print(*core(majority).certificate.collection, sep=" + ")
    1/2 {A, B} + 1/2 {A, C} + 1/2 {B, C}

    Source: Gillies (1959); Bondareva (1963); Shapley (1967); Peleg and Sudhölter (2007), chapter 3.
    """
    check_limits(seconds, progress)
    refuse_untabulated(game)
    search = DemandTable(game) if few_cities(game) else _Rows(game)
    payoffs, weights = search.demands()
    if sum(payoffs) > game.as_gains().grand_worth:
        return EmptyCoreCertificate(collection(game, weights)).answer(game)

    def extremes(sign: int) -> dict[str, Extreme]:
        found = {}
        for i, city in enumerate(game.players):
            payoffs, weights = search.extreme(i, sign)
            split = dict(zip(game.players, gains(game, payoffs), strict=True))
            found[city] = Extreme(split, collection(game, weights))
        return found

    up = 1 if game.sense == "gain" else -1
    return CoreCertificate(extremes(up), extremes(-up)).answer(game)


class _Rows:
    """What ``DemandTable`` tells, for many cities: by row generation on one pool."""

    def __init__(self, game: CoalitionalGame) -> None:
        self.excesses = Excesses(game).beyond_own()
        self.pool = starting_pool(self.excesses)
        self.stable: CoalitionProgram | None = None

    def demands(self) -> tuple[list[Fraction], Mapping[int, Fraction]]:
        n = self.excesses.players
        optimum = CoalitionProgram(self.excesses, grand=True, pool=self.pool).minimise([1] * n)
        return self.excesses.money(optimum.payoffs), optimum.weights

    def extreme(self, city: int, sign: int) -> tuple[list[Fraction], Mapping[int, Fraction]]:
        excesses = self.excesses
        if self.stable is None:
            settled = {excesses.grand: excesses.worth(excesses.grand)}
            self.stable = CoalitionProgram(excesses, settled=settled, pool=self.pool)
        optimum = self.stable.minimise([sign * (j == city) for j in range(excesses.players)])
        return excesses.money(optimum.payoffs), optimum.weights


@single_dispatch
def core_violation(game: CoalitionalGame | Any, split: Mapping[str, Any]) -> Violation | None:
    """What keeps a split out of the core: a coalition and what it gains by leaving; None: nothing.

    A split that does not add up to v(N) is reported first, as a violation of the grand coalition:
    its gain is what is left undistributed, negative if the split promises more than there is (for
    costs: what is collected beyond the cost, negative if the cost is not covered). Otherwise the
    coalition is one that gains most (in a game with a structure of its own, one that gains). A
    split that contains floats is judged within the radius n 2^-52 (sum |x_i| + |v(N)|), which
    ``read_split`` tells; one of exact numbers, exactly.

    Errors: ``InvalidInput`` names a city without a payoff in the split.

    See ``core`` for the concept and its source.

    >>> trio = CoalitionalGame.from_function(["A", "B", "C"], lambda s: 0.6 if len(s) == 3 else 0)
    >>> core_violation(trio, {"A": 0.1, "B": 0.2, "C": 0.1 + 0.2})
    >>> print(core_violation(trio, {"A": 0.1, "B": 0.2, "C": 0.2}))
    {A, B, C} can gain 0.1
    """
    refuse_untabulated(game)
    _, radius, uneven = read_division(game.players, split, game.grand_worth, game.sense)
    if uneven is not None:
        return uneven
    worst = greatest_excess(game, split)
    return worst if worst is not None and worst.gain > radius else None


@dataclass(frozen=True, slots=True)
class Extreme:
    """A core split at which one city gets its least (or most), and why there is no less (more).

    ``collection``: weights w_S with  sum w_S e_S + w_N e_N = e_i  (for the most: -e_i), where the
    weight w_N of the grand coalition may have any sign and follows from the others. Since
    x(S) >= v(S), no core split gives city i less than  sum w_S v(S) + w_N v(N).
    """

    split: Mapping[str, Fraction]
    collection: tuple[WeightedCoalition, ...]


@dataclass(frozen=True, slots=True)
class CoreCertificate(Certificate, kind="core", of="core"):
    """For each city the core split at which it gets least, and the one at which it gets most."""

    lowest: Mapping[str, Extreme]
    highest: Mapping[str, Extreme]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        excesses = Excesses(subject)
        up = 1 if subject.sense == "gain" else -1
        for sign, extremes in ((up, self.lowest), (-up, self.highest)):
            if tuple(extremes) != subject.players:
                yield "The extremes do not fit the players."
            for i, city in enumerate(subject.players):
                yield from _extreme_violations(subject, excesses, extremes[city], i, sign)

    def answer(self, subject: CoalitionalGame) -> Core:
        splits = [extreme.split for extreme in (*self.lowest.values(), *self.highest.values())]
        mean = {
            city: sum((s[city] for s in splits), Fraction(0)) / len(splits)
            for city in subject.players
        }
        low = {city: extreme.split[city] for city, extreme in self.lowest.items()}
        high = {city: extreme.split[city] for city, extreme in self.highest.items()}
        return ranged_core(subject, mean, low, high, self, _method_used(subject))


def ranged_core(  # noqa: PLR0917 - the three splits, then what proves them
    game: Any,
    point: Mapping[str, Fraction],
    lowest: Mapping[str, Fraction],
    highest: Mapping[str, Fraction],
    certificate: Certificate,
    method: str,
) -> Core:
    """A core that is not empty: a point of it, and each city's extremes."""

    def allocation(payoffs: Mapping[str, Fraction], status: str) -> Allocation:
        split = {city: payoffs[city] for city in game.players}
        return Allocation(split, method=method, status=status, certificate=certificate)

    return Core(
        game,
        empty=False,
        point=allocation(point, "A point of the core, one of possibly many."),
        lowest=allocation(lowest, "Each city's smallest payoff in the core, not all at once."),
        highest=allocation(highest, "Each city's largest payoff in the core, not all at once."),
        certificate=certificate,
        method=method,
    )


def _extreme_violations(
    game: CoalitionalGame, excesses: Excesses, extreme: Extreme, i: int, sign: int
) -> Iterator[str]:
    """Why ``extreme`` does not prove the least value of  sign x_i  in the core, x as gains."""
    if tuple(extreme.split) != game.players:
        yield "A split does not fit the players."
    payoffs = gains(game, extreme.split.values())
    if sum(payoffs) != game.as_gains().grand_worth:
        yield f"The extreme split of {game.players[i]} does not add up to what all make together."
    blocking = excesses.above(excesses.units(payoffs), Fraction(0), limit=1)
    for mask, _ in blocking:
        yield f"{coalition_name(game.members(mask))} blocks the extreme split of {game.players[i]}."
    yield from collection_violations(game, extreme.collection)
    covered = coverage(extreme.collection, game.players)
    rest = sign - covered[i]  # the weight of the grand coalition
    if any(weight + rest for j, weight in enumerate(covered) if j != i):
        yield f"The collection for {game.players[i]} is not balanced but for that city."
    (bound,) = gains(game, [collection_worth(game, extreme.collection) + rest * game.grand_worth])
    if bound != sign * payoffs[i]:
        yield f"The collection for {game.players[i]} does not prove its payoff."


@dataclass(frozen=True, slots=True)
class EmptyCoreCertificate(Certificate, kind="core: empty", of="core"):
    """A balanced collection worth more than the grand coalition (for costs: that costs less)."""

    collection: tuple[WeightedCoalition, ...]

    def violations(self, subject: Asked) -> Iterator[str]:
        yield from collection_violations(subject, self.collection)
        for city, covered in zip(
            subject.players, coverage(self.collection, subject.players), strict=True
        ):
            if covered != 1:
                yield f"The collection covers {city} {covered} times, not once."
        worth, of_all = collection_worth(subject, self.collection), subject.worth(subject.players)
        (surplus,) = gains(subject, [worth - of_all])
        if surplus <= 0:
            yield f"The collection is worth {worth}, no better than {of_all} of all."

    def answer(self, subject: Asked) -> Core:
        return Core(subject, empty=True, certificate=self, method=_method_used(subject))


def _method_used(game: Asked) -> str:
    """The method, in words."""
    if not isinstance(game, CoalitionalGame):
        return "a balanced collection of coalitions that the game was asked for"
    return IN_WHOLE_NUMBERS if few_cities(game) else _METHOD
