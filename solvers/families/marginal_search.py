"""Search for others to whom a group's marginal contribution is large.

    v(S with J) - v(J),  over groups J of others,

is sought in floats by local search: one city joins J or leaves it as long as that makes it larger.
It starts from nobody, from all others, and from the fewest and the most who reach the upper bound
of ``marginal_program``, taking cities in their order; and from nobody and the fewest once more,
taking each time the city that makes it largest. From the best two ends it goes on with any two
cities at once. Where the bound is far off yet, a closer one is tried, with what the others make at
prices of their own, and who reaches that one; where none is closer, the search goes on from the
best with five drawn cities at once. It ends in a local optimum: that no other J has more is not
proven. The worths are proven by ``worth_of_all``.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 1, "C": 1})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 2),), (Value("A", "cash", 5),), limit=1)
>>> joining = Joining(LinearProductionGame(("A", "B", "C"), (lots,), (stall,)), ("B", "C"))
>>> marginal_search(joining).to
()

Source: Aarts and Lenstra (1997), Local search in combinatorial optimization; Lourenço, Martin and
Stützle (2003), Iterated local search.
"""

from __future__ import annotations

import itertools
import math
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.errors import NotProven
from games.players import Coalition
from games.production import LinearProductionGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.families.floating_worths import FloatingWorths
from solvers.families.marginal_program import marginal_program
from solvers.families.program_game import ProgramGame
from solvers.families.program_oracle import SPARED, ProgramOracle
from solvers.families.worth_of_all import worth_of_all
from solvers.limited_work import work_left

__all__ = ["Joining", "MarginalSearch", "MarginalSearchCertificate", "marginal_search"]

_MORE = 1e-7  # of the largest worth: by less floats do not tell one group from another
_BEST = 2  # ends from which the search goes on with pairs
_WIDE = 0.005  # of the worth of all: a bound that is no farther off is close
_CLOSER = 0.01  # of a bound: another one has to be lower by more
_OPENINGS = 3  # sets of platforms that others may open, with prices of their own
_KICKS, _KICKED = 50, 5  # starts near the best end, and so many cities that join or leave for each
_JOINED = 0.5  # more than that is 1
_MANY = 100  # times that much is what a city counts where others are to be few, or many

Group = frozenset[int]


@dataclass(frozen=True, slots=True)
class Joining:
    """A ``group`` that may join others of a ``game``."""

    game: LinearProductionGame
    group: Coalition


@dataclass(frozen=True, slots=True, repr=False)
class MarginalSearch(Answer):
    """The others that were found, ``to`` whom the group's marginal contribution is large.

    ``closer``: openings with which ``marginal_program`` is closer to the most; empty if none are
    known.

    See ``marginal_search`` for the concept, an example and its source.
    """

    to: Coalition
    closer: tuple[Coalition | None, ...]
    certificate: MarginalSearchCertificate
    status: str = "Others to whom the group adds much; to some it may add more."
    method: str = "local search"
    proof: Proof = EXACT


def marginal_search(subject: Joining) -> MarginalSearch:
    """Others of a game to whom a group's marginal contribution is large, in the order of the game.

    It ends sooner where the time of limited work is over. Errors: ``NotFound`` where HiGHS gives
    no answer.

    >>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
    >>> lots = Resource("lots", "tradable", {"A": 2, "B": 1})
    >>> stall = Activity("stall at A", ("A",), (Use("lots", 1),), (Value("A", "cash", 5),))
    >>> market = LinearProductionGame(("A", "B"), (lots,), (stall,))
    >>> marginal_search(Joining(market, ("B",))).to
    ('A',)

    Source: Aarts and Lenstra (1997).
    """
    game, group, until = subject.game, subject.group, work_left().until
    worths = FloatingWorths(game)
    places = range(len(game.cities))
    joining = frozenset(place for place in places if game.cities[place] in group)
    others = [place for place in places if place not in joining]
    known: dict[Group, float] = {}

    def worth(members: Group) -> float:
        if members not in known:
            known[members] = worths.worth(members)
        return known[members]

    def added(to: Group) -> float:
        return worth(to | joining) - worth(to)

    more = _MORE * max(abs(worth(frozenset(places))), worths.unit)
    nobody = frozenset[int]()
    bound = marginal_program(game, group)
    fewest, most = (_reaching(game, bound, sign * _MANY * more, until) for sign in (-1, 1))
    starts = [
        nobody,
        frozenset(others),
        fewest,
        most,
        _steepest(added, nobody, others, more, until),
        _steepest(added, fewest, others, more, until),
    ]

    def value(to: Group) -> tuple[int, int]:
        return round(added(to) / more), -len(to)

    ends = [_in_turn(added, at, others, more, until) for at in dict.fromkeys(starts)]
    better = sorted(dict.fromkeys(ends), key=value)[-_BEST:]
    best = max((_in_pairs(added, at, others, more, until) for at in better), key=value)
    closer: tuple[Coalition | None, ...] = ()
    if bound is not None:
        wide = _WIDE * abs(worth(frozenset(places)))
        reached, closer = _closer(game, group, bound, added(best) + wide, until)
        near = [_in_turn(added, to, others, more, until) for to in reached]
        best = max([best, *near], key=value)
    if not closer:
        best = _kicked(added, best, others, more, until)
    to = tuple(game.cities[place] for place in sorted(best))
    return MarginalSearchCertificate(to, closer).answer(subject)


@dataclass(frozen=True, slots=True)
class MarginalSearchCertificate(Certificate, kind="marginal search", of="marginal_search"):
    """Others of the game, and platforms: nothing more is claimed of them."""

    to: Coalition
    closer: tuple[Coalition | None, ...]

    def violations(self, subject: Joining) -> Iterator[str]:
        others = [city for city in subject.game.cities if city not in subject.group]
        if self.to != tuple(city for city in others if city in self.to):
            yield "They are not others of the game, in its order."
        platforms = [platform.name for platform in subject.game.platforms]
        if len(self.closer) > _OPENINGS:  # whoever bounds with them would be long about it
            yield "More openings are named than are tried."
        for opened in self.closer:
            if opened and opened != tuple(name for name in platforms if name in opened):
                yield "What is opened are not platforms of the game, in its order."

    def answer(self, subject: Joining) -> MarginalSearch:
        return MarginalSearch(self.to, self.closer, self)


def _reaching(
    game: LinearProductionGame, bound: ProgramGame | None, each: float, until: float
) -> Group:
    """Others who reach the upper bound of what the group adds: most, or fewest if ``each`` costs.

    ``each`` is what it counts that one of them joins; nobody where there is no such bound.
    """
    if bound is None:
        return frozenset()
    joins = {city: Fraction(each) for city in game.cities if city not in bound.players}
    program = replace(bound.program, objective={**bound.program.objective, **joins})
    oracle = ProgramOracle(ProgramGame(bound.players, program, bound.integers), grand=True)
    try:
        oracle.evaluate(oracle.everybody, until)
    except NotProven:
        return frozenset()
    point = dict(zip(oracle.names, oracle.found[oracle.everybody][1], strict=True))
    return frozenset(
        k for k, city in enumerate(game.cities) if city in joins and point[city] > _JOINED
    )


def _closer(
    game: LinearProductionGame, group: Coalition, bound: ProgramGame, far: float, until: float
) -> tuple[list[Group], tuple[Coalition | None, ...]]:
    """Others who reach closer and closer bounds, and openings that bring a closer one still.

    Each time the openings are added with which those who reach the bound make most by themselves.
    None where the bound is not ``far``. There are no openings where HiGHS sees no closer bound, as
    its proof would be in vain.
    """
    reached: list[Group] = []
    own = any(one.site in group for one in game.platforms)
    openings: tuple[Coalition | None, ...] = ((),) if own else (None, ())
    lowest = math.inf
    try:
        if (most := _most(bound, until)[0]) <= far:
            return reached, ()
        while len(openings) < _OPENINGS and time.monotonic() <= until:
            program = marginal_program(game, group, openings, implied=False)
            if program is None:
                return reached, ()
            closer, joined = _most(program, until)
            lowest = min(lowest, closer)
            to = [city for city in game.cities if city in joined and city not in group]
            reached.append(frozenset(k for k, city in enumerate(game.cities) if city in to))
            opened = worth_of_all(game.subgame(to)).plan if to else {}
            theirs = tuple(one.name for one in game.platforms if opened.get(one.name))
            if theirs in openings:
                break
            openings = (*openings, theirs)
    except NotProven:
        return reached, ()
    return reached, openings if lowest < most * (1 - _CLOSER) else ()


def _most(program: ProgramGame, until: float) -> tuple[float, set[str]]:
    """What HiGHS says that a bound is at most, in its unit, and what its plan has."""
    oracle = ProgramOracle(program, grand=True)
    for heuristic in SPARED:
        oracle.fixed.setOptionValue(heuristic, False)
    oracle.evaluate(oracle.everybody, until)
    point = oracle.found[oracle.everybody][1]
    has = {name for name, x in zip(oracle.names, point, strict=True) if x > _JOINED}
    return oracle.seen_at_most() * float(oracle.unit), has


def _in_turn(
    added: Callable[[Group], float], at: Group, others: Sequence[int], more: float, until: float
) -> Group:
    """Each city in turn joins or leaves as soon as that adds more, until none does."""
    before = None
    while at != before and time.monotonic() <= until:
        before = at
        for city in others:
            if added(at ^ {city}) > added(at) + more:
                at ^= {city}
    return at


def _in_pairs(
    added: Callable[[Group], float], at: Group, others: Sequence[int], more: float, until: float
) -> Group:
    """Each city in turn, and where none adds more, any two that do at once."""
    before = None
    while at != before and time.monotonic() <= until:
        before = at = _in_turn(added, at, others, more, until)
        pairs = (at ^ {*two} for two in itertools.combinations(others, 2))
        at = next((other for other in pairs if added(other) > added(at) + more), at)
    return at


def _kicked(
    added: Callable[[Group], float], at: Group, others: Sequence[int], more: float, until: float
) -> Group:
    """Some cities at once join or leave, and then each in turn; what adds more is kept.

    Drawn from a fixed seed, so that the same is found each time.
    """
    draw = random.Random(0)
    for _ in range(_KICKS if len(others) > _KICKED else 0):
        if time.monotonic() > until:
            break
        start = at ^ frozenset(draw.sample(others, _KICKED))
        other = _in_turn(added, start, others, more, until)
        if added(other) > added(at) + more:
            at = other
    return at


def _steepest(
    added: Callable[[Group], float], at: Group, others: Iterable[int], more: float, until: float
) -> Group:
    """The city that adds most joins or leaves, until none adds more."""
    while time.monotonic() <= until:
        best = max((at ^ {city} for city in others), key=added, default=at)
        if added(best) <= added(at) + more:
            break
        at = best
    return at
