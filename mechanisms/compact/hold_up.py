"""Hold-up: once the irreversible part is sunk, the terms can be bargained over again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from games.by_city import one_of
from games.coalitional import CoalitionalGame
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import Number, exact
from mechanisms.compact.continuation import Continuation, continued
from mechanisms.compact.deal_payoffs import DealPayoffs, of_the_deal
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.coalitional.shapley import shapley_value
from solvers.coalitional.superadditive_cover import superadditive_cover

__all__ = ["HoldUp", "Renegotiation", "hold_up", "sunk_steps"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Renegotiation:
    """What members have if they bargain again after the steps of ``year`` are done.

    All are annual equivalents over the whole horizon, by member. ``before``: the flows up to that
    year. ``going_on``: those after it if all keep to the deal; ``fall_back``: if nobody does.
    ``renegotiated``: those after it as bargained over again; ``nash``: the same by the Nash
    solution. ``path``: before and renegotiated together. ``runs``: by park, whether it would run on
    if its payer kept to the deal with nobody.

    See ``hold_up`` for the concept, an example and its source.
    """

    year: int
    before: Mapping[str, Fraction]
    going_on: Mapping[str, Fraction]
    fall_back: Mapping[str, Fraction]
    renegotiated: Mapping[str, Fraction]
    nash: Mapping[str, Fraction]
    runs: Mapping[str, bool]

    @property
    def path(self) -> dict[str, Fraction]:
        return {city: self.before[city] + x for city, x in self.renegotiated.items()}

    @property
    def surplus(self) -> Fraction:
        """What going on adds to the fall-backs; below 0 nobody goes on."""
        return sum(self.going_on.values(), ZERO) - sum(self.fall_back.values(), ZERO)


@dataclass(frozen=True, slots=True)
class HoldUp:
    """Payoffs a year under the ``deal``, and how each step reopens it.

    See ``hold_up`` for the concept, an example and its source.
    """

    deal: Mapping[str, Fraction]
    steps: tuple[Renegotiation, ...]

    def worst(self, city: str) -> Renegotiation:
        """The step after which a member ends lowest, the first of several."""
        one_of(city, self.deal, "a member")
        return min(self.steps, key=lambda step: step.path[city])

    def lowest(self, city: str) -> Fraction:
        """What a member ends with, after the step that is worst for it."""
        return self.worst(city).path[city]

    def loss(self, city: str) -> Fraction:
        """What bargaining again takes from a member after its worst step; negative if it gains."""
        return self.deal[city] - self.lowest(city)

    def margins(self, status_quo: Mapping[str, Number]) -> dict[str, Fraction]:
        """How far each member is above its status quo, foreseeing new talks; below 0 it won't sign.

        That is by its lowest path; by its first, where no path is below what it has as signed: then
        it opens the talks itself, at signing. ``InvalidInput`` where a status quo is missing.
        """
        of_kind(status_quo, Mapping, place="the status quo", hint="a number by member")
        found = {}
        for city in self.deal:
            if city not in status_quo:
                raise InvalidInput(f"the status quo of {city}", MISSING, "a number")
            before = exact(status_quo[city], f"the status quo of {city}")
            found[city] = self.lowest(city) - before
            first = self.steps[0].path[city] - before
            if found[city] < 0 <= first and self.loss(city) <= 0:
                found[city] = first
        return found


def sunk_steps(compact: EnclaveCompact) -> tuple[int, ...]:
    """The years after which something cannot be taken back: the signing, and later transfers.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``.

    See ``hold_up`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> from mechanisms.compact.clauses import Transfer
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> later = Transfer("quota", "Uplands", "Harbour", 60, when=1)
    >>> sunk_steps(EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(later,)))
    (0, 1)
    """
    of_kind(compact, EnclaveCompact, place="deal")
    return tuple(sorted({0, *(t.when for t in compact.transfers)}))


def hold_up(
    compact: EnclaveCompact,
    deal: DealPayoffs,
    run_solver: RunSolver = call,
    *,
    weights: Mapping[str, Number] | None = None,
    continuation: Continuation | None = None,
) -> HoldUp | None:
    """Hold-up: once the irreversible part is sunk, the terms can be bargained over again.

    Before signing, each member can stay as it is. After each step that cannot be taken back (the
    signing, and each later date at which something is handed over) it falls back on less, or on
    more: the best it can do from there (``continuation.py``). With v(C) what a group C of members
    makes from there by keeping the clauses among themselves, the others gone, members share what
    going on brings:

    - two members: fall-back_i + w_i (v(both) - sum of fall-backs), w_i = 1/2, or by bargaining
      weights;
    - three or more: the Shapley value of the superadditive cover of v. Beside it Nash: the
      fall-back plus an equal share (or by weights) of the surplus, for all who add to it.

    No member ends below what it falls back on with what outsiders add to that, more than in the
    deal: an outside option is a floor, and no part of the fall-back. In the Shapley value it is
    what a member makes alone. A surplus below 0 is not shared: then nobody goes on. Who adds
    nothing takes no share. A member's *path* is what it has had up to the step and its share from
    then on, as an annual equivalent at the region's interest. It would not sign, foreseeing it, if
    some path is below its status quo; unless no path is below what it has as signed, so that talks
    take nothing from it, and the first is not below its status quo: then it opens the talks itself,
    at signing.

    What renegotiation after each step does to each; ``None`` if a fall-back is impossible.

    ``weights``: bargaining power by member, 1 where it is not given; it counts for two members,
    and in Nash. ``continuation``: that of the same deal, if there is one; it keeps what has been
    solved.
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for weights that are not positive, or of others.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> from mechanisms.compact.clauses import Transfer
    >>> from mechanisms.compact.deal_payoffs import deal_payoffs
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
    >>> farm = Activity("farm", ("Uplands",), (Use("quota", 1),), (Value("Uplands", "cash", 0.5),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build, farm))
    >>> later = Transfer("quota", "Uplands", "Harbour", 60, price=0.9, when=1)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(later,))
    >>> found = hold_up(deal, deal_payoffs(deal))
    >>> [(step.year, {city: str(x) for city, x in step.path.items()}) for step in found.steps]
    [(0, {'Harbour': '10', 'Uplands': '60'}), (1, {'Harbour': '-14', 'Uplands': '84'})]

    After signing the price can be talked down, as nothing is sunk: land worth 60 x 0.5 a year for
    two of three years is gained, and shared equally. So Harbour signs, though it loses as signed:

    >>> {city: str(x) for city, x in found.margins({"Harbour": 0, "Uplands": 50}).items()}
    {'Harbour': '10', 'Uplands': '10'}

    Source: Williamson (1985); Grossman and Hart (1986); Hart and Moore (1988); MacLeod and
    Malcomson (1993). For three or more, Stole and Zwiebel (1996) on the Shapley value of
    renegotiation.
    """
    check_run_solver(run_solver)
    of_the_deal(compact, deal)
    power = _powers(compact, weights)
    path = continued(compact, deal, run_solver, continuation)
    streams = {}
    for city in compact.members:
        flows = path.staying(city)
        if flows is None:
            return None
        streams[city] = flows
    steps = []
    for year in sunk_steps(compact):
        step = _step(path, streams, year, power, run_solver)
        if step is None:
            return None
        steps.append(step)
    evenly = compact.annuity.evenly
    return HoldUp({city: evenly(flows) for city, flows in streams.items()}, tuple(steps))


def _powers(compact: EnclaveCompact, weights: Mapping[str, Number] | None) -> dict[str, Fraction]:
    given = {} if weights is None else weights
    of_kind(given, Mapping, place="the bargaining weights", hint="a number by member")
    power = dict.fromkeys(compact.members, Fraction(1))
    for city, weight in given.items():
        place = f"the bargaining weight of {one_of(city, compact.members, 'a member')}"
        power[city] = exact(weight, place)
        if power[city] <= 0:
            raise InvalidInput(place, weight, "above 0")
    return power


def _step(
    path: Continuation,
    streams: Mapping[str, list[Fraction]],
    year: int,
    power: Mapping[str, Fraction],
    run_solver: RunSolver,
) -> Renegotiation | None:
    members, evenly = path.compact.members, path.compact.annuity.evenly
    earlier = [ZERO] * (year + 1)
    going_on = {c: evenly(earlier + flows[year + 1 :]) for c, flows in streams.items()}
    worths: dict[tuple[str, ...], Fraction] = {members: sum(going_on.values(), ZERO)}
    fall_back: dict[str, Fraction] = {}
    for size in range(1, len(members)):
        for group in combinations(members, size):
            values = path.worths_among(group, year)
            if values is None:
                return None
            worths[group] = sum(values.values(), ZERO)
            if size == 1:
                fall_back |= values
    if len(members) == 1:
        fall_back = dict(going_on)
    floors = {c: x + max(ZERO, path.outsiders_add(c, year)) for c, x in fall_back.items()}
    if len(members) > 2:
        worths |= {(city,): floor for city, floor in floors.items()}
        best = superadditive_cover(CoalitionalGame.from_function(members, worths.__getitem__))
        nash = _nash(best, fall_back, power, floors)
        renegotiated = dict(run_solver(shapley_value, best))
    else:
        renegotiated = nash = _shared(worths[members], fall_back, fall_back, power, floors)
    before = {c: evenly(flows) - going_on[c] for c, flows in streams.items()}
    runs = {
        e.name: path.runs((e.paid_by,), year)[e.name]
        for e in path.compact.enclaves
        if e.paid_by in members
    }
    return Renegotiation(year, before, going_on, fall_back, renegotiated, nash, runs)


def _nash(
    best: CoalitionalGame,
    fall_back: Mapping[str, Fraction],
    power: Mapping[str, Fraction],
    floors: Mapping[str, Fraction],
) -> dict[str, Fraction]:
    """Fall-backs, and the surplus of the best parts by weights among those who add to it."""
    worths, _ = best.integers()
    masks = np.arange(1, len(worths))
    adds = []
    for k, city in enumerate(best.players):
        others = masks[masks & 1 << k == 0]
        if (worths[others | 1 << k] > worths[others] + worths[1 << k]).any():
            adds.append(city)
    return _shared(best.grand_worth, fall_back, adds, power, floors)


def _shared(
    worth: Fraction,
    fall_back: Mapping[str, Fraction],
    adds: Collection[str],
    power: Mapping[str, Fraction],
    floors: Mapping[str, Fraction],
) -> dict[str, Fraction]:
    """Fall-backs, plus the surplus beyond them by weights among those who add to it.

    Who would end below its floor has that, and the others share the rest. Where floors take more
    than there is, nobody goes on, and each has its floor.
    """
    found, sharing = dict(floors), [city for city in fall_back if city in adds]
    while sharing and sum(floors.values(), ZERO) < worth:
        rest = worth - sum((x for city, x in found.items() if city not in sharing), ZERO)
        rest -= sum((fall_back[city] for city in sharing), ZERO)
        each = rest / sum((power[city] for city in sharing), ZERO)
        shares = {city: fall_back[city] + each * power[city] for city in sharing}
        below = [city for city in sharing if shares[city] < floors[city]]
        if not below:
            return found | shares
        sharing = [city for city in sharing if city not in below]
    return found
