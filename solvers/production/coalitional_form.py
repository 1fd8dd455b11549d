"""The coalitional form of a production game: what each coalition's best plan is worth,
with proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.errors import IntercityError, InvalidInput, of_kind
from games.production import LinearProductionGame
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.optimum import Basis
from solvers.production.common_pool import LeaderProof, OutsidersPlans, pools
from solvers.production.game_numbers import GameNumbers
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
from solvers.progress import followed

__all__ = ["CoalitionalForm", "Plan", "ProductionCertificate", "coalitional_form"]

ZERO = Fraction(0)
MOST_CITIES = 20
MANY, PARTS = 8, 5
"""From so many cities on, a group's plan is sought in so many ways of leaving one of them out."""


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
    points: tuple[Mapping[str, Fraction], ...]
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

    def _settled(self, game: LinearProductionGame) -> list[tuple[OpeningPrograms, Settled]]:
        coalitions = _subsets(game)
        pool = any(r.conjecture == "residual" for r in game.resources)
        leaders = coalitions[:-1] if pool else []
        if len(coalitions) != len(self.coalitions) or len(leaders) != len(self.leaders):
            raise IntercityError("The proofs do not fit the coalitions.")
        known = dict(zip(leaders, self.leaders, strict=True))
        given = OutsidersPlans(game, lambda _, outsiders: known[outsiders])
        numbers = GameNumbers(game)
        programs = [
            OpeningPrograms(game, s, pools(game, s, given), numbers=numbers) for s in coalitions
        ]
        return [
            (program, checked(program, proof))
            for program, proof in zip(programs, self.coalitions, strict=True)
        ]


def _subsets(game: LinearProductionGame) -> list[tuple[str, ...]]:
    return [
        tuple(city for i, city in enumerate(game.cities) if mask >> i & 1)
        for mask in range(1, 1 << len(game.cities))
    ]


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
    leaders, settled = OutsidersPlans(game, outsiders_proof), []
    numbers = GameNumbers(game)
    many = len(game.cities) >= MANY and not memory().any_plan
    bases: dict[tuple[str, ...], Basis] = {}
    for members in followed("groups of cities", _subsets(game)):
        program = OpeningPrograms(game, members, pools(game, members, leaders), numbers=numbers)
        found = _settle_by_parts(program, bases) if many else settle(program)
        settled.append((program, found))
    residual = any(r.conjecture == "residual" for r in game.resources)
    outsiders = _subsets(game)[:-1] if residual else []
    certificate = ProductionCertificate(
        tuple(known.proof for _, known in settled),
        tuple(leaders.found[members][0] for members in outsiders),
    )
    return _form(game, certificate, settled)


def _settle_by_parts(program: OpeningPrograms, bases: dict[tuple[str, ...], Basis]) -> Settled:
    """By what all but one do, and that one alone, where it is best together too; else by a search.

    What this thread has solved before is not used, so that of several plans the same is found.
    """
    if program.count > EXHAUSTIVE:
        return settle(program)
    program.prepare()
    members, rows, columns = program.members, list(program.row), list(program.column)
    tried: list[Basis] = []
    for k in reversed(range(len(members))):
        others, one = (*members[:k], *members[k + 1 :]), members[k : k + 1]
        if others in bases and one in bases and len(tried) < PARTS:
            tried.append(bases[others].joined(bases[one], rows, columns))
    found, _ = search_from(program, tried)
    bases[members] = found.proof.plan
    return found


def _form(
    game: LinearProductionGame,
    certificate: ProductionCertificate,
    settled: list[tuple[OpeningPrograms, Settled]],
) -> CoalitionalForm:
    worths = {program.members: known.worth for program, known in settled}
    exact = all(program.count <= EXHAUSTIVE for program, _ in settled)
    return CoalitionalForm(
        CoalitionalGame.from_function(game.cities, worths.__getitem__),
        game,
        certificate,
        EXACT if exact else UNPROVEN,
        ({}, *(known.point for _, known in settled)),
    )
