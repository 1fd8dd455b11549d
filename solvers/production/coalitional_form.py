"""The coalitional form of a production game: what each coalition's best plan is worth,
with proof.
"""

from __future__ import annotations

import gc
import math
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from games.coalitional import CoalitionalGame
from games.errors import IntercityError, InvalidInput, of_kind
from games.exact import over_one_denominator
from games.players import members_of
from games.production import LinearProductionGame
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.optimum import Basis
from solvers.production.common_pool import LeaderProof, OutsidersPlans, pools
from solvers.production.game_numbers import GameNumbers
from solvers.production.known_groups import known_groups, remember_groups
from solvers.production.opening_proof import (
    EXHAUSTIVE,
    CoalitionProof,
    OpeningPrograms,
    Settled,
    checked,
    memory,
)
from solvers.production.opening_search import outsiders_proof, search_from, settle
from solvers.production.production_program import coalition_members
from solvers.production.table_numbers import table_numbers
from solvers.production.table_proof import proven_worths
from solvers.production.table_search import TableOfProofs, search_table
from solvers.progress import followed

__all__ = ["CoalitionalForm", "Plan", "ProductionCertificate", "coalitional_form"]

ZERO = Fraction(0)
MOST_CITIES = 20
MANY, PARTS = 8, 5
"""From so many cities on, all groups are solved together; and in how many ways of leaving one city
out is a group's plan sought where it is not found so."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a coalition does, and what it is worth.

    ``levels`` of all activities, ``openings`` of all platforms, units ``bought`` and ``sold`` on
    the exchanges, ``values`` by city and kind. ``worth`` is the sum of the values, plus ``trade``
    (sales less purchases), less ``outlay`` (cost of the openings).

    See ``coalitional_form`` for the concept, an example and its source.
    """

    levels: Mapping[str, Fraction]
    openings: Mapping[str, int]
    bought: Mapping[str, Fraction]
    sold: Mapping[str, Fraction]
    values: Mapping[str, Mapping[str, Fraction]]
    trade: Fraction
    outlay: Fraction
    worth: Fraction


@dataclass(frozen=True, slots=True, repr=False)
class CoalitionalForm(Answer):
    """The coalitional ``game`` of a ``production`` game, and the plan behind each worth.

    See ``coalitional_form`` for the concept, an example and its source.
    """

    game: CoalitionalGame
    production: LinearProductionGame
    certificate: ProductionCertificate = field(compare=False)
    proof: Proof
    points: Sequence[Mapping[str, Fraction]]
    method: str = "best openings by bound, each worth proven by a basis in rational arithmetic"

    @property
    def status(self) -> str:
        if self.proof == UNPROVEN:
            return (
                f"Some coalition has more than {EXHAUSTIVE} ways to open its platforms: its worth "
                "is what HiGHS found, and may be too low. Lower the platforms' limits for a proof."
            )
        pools = [f"{pool.name}: {pool.conjecture}" for pool in self.production.common_pools]
        if pools:
            return f"Worths rest on what outsiders do with common pools ({', '.join(pools)})."
        return "Every coalition's worth, each with its plan."

    def plan(self, coalition: Iterable[str]) -> Plan:
        """The best plan of a coalition: with the smallest openings, a vertex of its program."""
        game, members = self.production, coalition_members(self.production, coalition)
        mask = self.game.mask(members)
        point = self.points[mask]
        openings = self.certificate.coalitions[mask - 1].openings if mask else ()
        opened = dict(
            zip(
                (p.name for p in game.platforms),
                openings or (0,) * len(game.platforms),
                strict=True,
            )
        )
        values: dict[str, dict[str, Fraction]] = {city: {} for city in members}
        for activity in game.activities:
            if level := point.get(activity.name, ZERO):
                for value in activity.values:
                    kinds = values[value.city]
                    kinds[value.kind] = kinds.get(value.kind, ZERO) + level * value.amount
        traded = {r.name: r.exchange for r in game.resources if r.exchange is not None}
        bought = {name: point.get(f"buy {name}", ZERO) for name in traded}
        sold = {name: point.get(f"sell {name}", ZERO) for name in traded}
        return Plan(
            {activity.name: point.get(activity.name, ZERO) for activity in game.activities},
            opened,
            bought,
            sold,
            values,
            sum((sold[r] * at.sell - bought[r] * at.buy for r, at in traded.items()), ZERO),
            sum((platform.cost * opened[platform.name] for platform in game.platforms), ZERO),
            self.game.worth(mask),
        )


@dataclass(frozen=True, slots=True)
class ProductionCertificate(Certificate, kind="production game: worths", of="coalitional_form"):
    """A proof for each coalition, by bitmask from 1; with a residual pool, of outsiders too."""

    coalitions: tuple[CoalitionProof, ...]
    leaders: tuple[LeaderProof, ...] = ()

    def violations(self, subject: LinearProductionGame) -> Iterator[str]:
        self._settled(subject)
        yield from ()

    def answer(self, subject: LinearProductionGame) -> CoalitionalForm:
        return _form(subject, self, self._settled(subject))

    def _settled(self, game: LinearProductionGame) -> _Settled:
        known = memory().table
        if known is not None and known[0]() is self and known[1] is game:
            found: _Settled = known[2]
            return found
        pool = any(r.conjecture == "residual" for r in game.resources)
        groups = (1 << len(game.cities)) - 1
        if (groups, groups - 1 if pool else 0) != (len(self.coalitions), len(self.leaders)):
            raise IntercityError("The proofs do not fit the coalitions.")
        if not _together(game):
            return self._one_by_one(game, _subsets(game), pool=pool)
        found = _settled_together(game, self)
        memory().table = weakref.ref(self), game, found
        return found

    def _one_by_one(
        self, game: LinearProductionGame, coalitions: list[tuple[str, ...]], *, pool: bool
    ) -> _Settled:
        leaders = coalitions[:-1] if pool else []
        known = dict(zip(leaders, self.leaders, strict=True))
        given = OutsidersPlans(game, lambda _, outsiders: known[outsiders])
        numbers = GameNumbers(game)
        programs = [
            OpeningPrograms(game, s, pools(game, s, given), numbers=numbers) for s in coalitions
        ]
        settled = [
            checked(program, proof)
            for program, proof in zip(programs, self.coalitions, strict=True)
        ]
        return _settled_one_by_one(settled, [program.count for program in programs])


@dataclass(frozen=True, slots=True)
class _Settled:
    """Of all coalitions by bitmask: worths, plans, and whether each was looked at in full."""

    worths: list[Fraction]
    points: Sequence[Mapping[str, Fraction]]
    exact: bool


def _settled_one_by_one(settled: list[Settled], counts: list[int]) -> _Settled:
    return _Settled(
        [ZERO, *(known.worth for known in settled)],
        ({}, *(known.point for known in settled)),
        all(count <= EXHAUSTIVE for count in counts),
    )


@dataclass(frozen=True, slots=True)
class _PointsOfProofs(Sequence[Mapping[str, Fraction]]):
    """The plans of coalitions by bitmask, each solved from its proof when it is asked for."""

    game: LinearProductionGame
    proofs: tuple[CoalitionProof, ...]

    def __len__(self) -> int:
        return len(self.proofs) + 1

    def __getitem__(self, mask: Any) -> Any:
        if isinstance(mask, slice):
            return tuple(self[one] for one in range(*mask.indices(len(self))))
        mask = range(len(self))[mask]
        if not mask:
            return {}
        program = _program(self.game, members_of(mask, self.game.cities), GameNumbers(self.game))
        return checked(program, self.proofs[mask - 1]).point


def _together(game: LinearProductionGame) -> bool:
    """Whether all coalitions are looked at together: many, that can list their openings."""
    return (
        len(game.cities) >= MANY
        and math.prod(platform.limit + 1 for platform in game.platforms) <= EXHAUSTIVE
        and not any(r.conjecture == "residual" for r in game.resources)
    )


def _program(
    game: LinearProductionGame, members: tuple[str, ...], numbers: GameNumbers
) -> OpeningPrograms:
    """The program of a coalition that knows what it can draw on."""
    return OpeningPrograms(game, members, pools(game, members, None), numbers=numbers)


def _settled_together(game: LinearProductionGame, certificate: ProductionCertificate) -> _Settled:
    """The worths that a table of proofs proves, checked together; the rest one by one."""
    numbers, proofs = table_numbers(game), certificate.coalitions
    worths: list[Fraction | None] = [None] * len(proofs)
    if numbers is not None:
        worths = proven_worths(numbers, proofs)
    of_game = GameNumbers(game)
    found = [ZERO]
    for mask, (worth, proof) in enumerate(zip(worths, proofs, strict=True), start=1):
        if worth is None:
            program = _program(game, members_of(mask, game.cities), of_game)
            found.append(checked(program, proof).worth)
        else:
            found.append(worth)
    return _Settled(found, _PointsOfProofs(game, proofs), exact=True)


def _subsets(game: LinearProductionGame) -> list[tuple[str, ...]]:
    return [members_of(mask, game.cities) for mask in range(1, 1 << len(game.cities))]


def coalitional_form(game: LinearProductionGame) -> CoalitionalForm:
    """The coalitional form of a production game: what each coalition's best plan is worth,
    with proof.

        v(S) = max over openings z of  best(z) - cost(z),

    each worth proven by the prices of a few bases (``opening_proof.py``); where outsiders draw on
    a common pool first, what they use of it is proven too (``common_pool.py``).

    The coalitional game: v(S) is the worth of S' best plan, proven for every coalition.

    Exact for coalitions with up to 64 opening vectors; beyond that HiGHS' mixed-integer solver
    chooses the openings, and ``proof`` says "unproven". Worths are never negative, as a coalition
    may do nothing, unless a platform is paid for being opened, when they count that too.

    Errors: ``InvalidInput`` for what is not a ``LinearProductionGame``, and for more than 20
    cities, a million coalitions.

    >>> from games.production import *
    >>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
    >>> plant = Activity("plant", ("Hangzhou",), (Use("land", 1),), (Value("Hangzhou", "cash", 3),))
    >>> form = coalitional_form(LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,)))
    >>> form.game.worth(["Hangzhou"]), form.game.worth(["Hangzhou", "Quzhou"])
    (Fraction(3, 1), Fraction(18, 1))
    >>> form.plan(["Hangzhou", "Quzhou"]).levels["plant"], form.certificate.verify(form.production)
    (Fraction(6, 1), True)

    Source: Owen (1975), On the core of linear production games.
    """
    of_kind(game, LinearProductionGame, place="subject of coalitional_form")
    if len(game.cities) > MOST_CITIES:
        expected = (
            f"at most {MOST_CITIES}, as each of the 2^n coalitions has a program of its own; "
            "core(), least_core(), cost_of_stability(), shapley_estimate() take the game as it is"
        )
        raise InvalidInput("the number of cities", len(game.cities), expected)
    if _together(game):
        with _without_collection():
            return _form_together(game)
    leaders = OutsidersPlans(game, outsiders_proof)
    numbers = GameNumbers(game)
    known = known_groups(numbers)
    settled, counts = [], []
    for mask, members in enumerate(followed("groups of cities", _subsets(game)), start=1):
        if mask in known:
            settled.append(known[mask])
            continue
        program = OpeningPrograms(game, members, pools(game, members, leaders), numbers=numbers)
        settled.append(settle(program))
        counts.append(program.count)
    if all(count <= EXHAUSTIVE for count in counts):
        remember_groups(numbers, settled)
    residual = any(r.conjecture == "residual" for r in game.resources)
    outsiders = _subsets(game)[:-1] if residual else []
    certificate = ProductionCertificate(
        tuple(known.proof for known in settled),
        tuple(leaders.found[members][0] for members in outsiders),
    )
    return _form(game, certificate, _settled_one_by_one(settled, counts))


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for garbage: hundreds of thousands of proofs stay, and none is in a circle."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _form_together(game: LinearProductionGame) -> CoalitionalForm:
    """By a search among all coalitions at once; what it does not prove is settled one by one."""
    many = (1 << len(game.cities)) - 1
    table = search_table(game) or TableOfProofs([None] * many, [None] * many)
    worths, proofs = [ZERO], list[CoalitionProof]()
    numbers, bases = GameNumbers(game), dict[int, Basis]()
    complete = None not in table.proofs
    for mask, (proof, worth) in enumerate(zip(table.proofs, table.worths, strict=True), start=1):
        if proof is None or worth is None:
            found = _settle_by_parts(_program(game, members_of(mask, game.cities), numbers), bases)
            proof, worth = found.proof, found.worth
        if not complete:
            bases[mask] = proof.plan
        proofs.append(proof)
        worths.append(worth)
    certificate = ProductionCertificate(tuple(proofs))
    settled = _Settled(worths, _PointsOfProofs(game, certificate.coalitions), exact=True)
    return _form(game, certificate, settled)


def _settle_by_parts(program: OpeningPrograms, bases: dict[int, Basis]) -> Settled:
    """By what all but one do, and that one alone, where it is best together too; else by a search.

    What this thread has solved before is not used, so that of several plans the same is found.
    """
    program.prepare()
    cities = program.game.cities
    places = [cities.index(city) for city in program.members]
    mask, rows, columns = sum(1 << i for i in places), list(program.row), list(program.column)
    tried: list[Basis] = []
    for i in reversed(places):
        others, one = bases.get(mask ^ 1 << i), bases.get(1 << i)
        if others is not None and one is not None and len(tried) < PARTS:
            tried.append(others.joined(one, rows, columns))
    found, _ = search_from(program, tried)
    return found


def _form(
    game: LinearProductionGame, certificate: ProductionCertificate, settled: _Settled
) -> CoalitionalForm:
    whole, denominator = over_one_denominator(settled.worths)
    fits = max(map(abs, whole)) < 1 << 62
    array = np.array(whole, dtype=np.int64 if fits else object)
    return CoalitionalForm(
        CoalitionalGame.from_integers(game.cities, array, Fraction(1, denominator)),
        game,
        certificate,
        EXACT if settled.exact else UNPROVEN,
        settled.points,
    )
