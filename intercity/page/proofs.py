"""The certificates of a report written out: what ``verify.js`` redoes in a page.

A certificate in a report proves an answer about a subject, a linear program say, which the report
does not contain: ``intercity verify`` builds it again from the scenario. A script in a page cannot.
So each certificate's subject is written out beside it, its numbers as exact fractions in text.
What a kind of certificate needs is said by one function here; kinds without one need more than
sums, products and comparisons of fractions, and are checked in Python only.

>>> from solvers.linear_program import LinearProgram
>>> from solvers.optimum import solve
>>> lp = LinearProgram("max", {"x": Fraction(3)}, (), {"x": (None, Fraction(1, 2))})
>>> proof(solve(lp), lp)["program"]["bounds"]
[['x', None, '1/2']]
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from games.bargaining import BargainingProblem
from games.coalitional import CoalitionalGame
from games.cobweb import Cobweb
from games.common_agency import CommonAgency
from games.errors import IntercityError
from games.exact import exact
from games.hedonic_game import HedonicGame
from games.multitask_agency import MultitaskAgency
from games.pairing_game import MandatedPairing, PairingGame
from games.park_operator import ParkOperator
from games.partition_game import PartitionGame
from games.production import LinearProductionGame, Resource, Use
from games.project_screening import ProjectScreening
from games.strategic import StrategicGame
from games.uniform_values import UniformExchange, UniformProject
from games.white_space import WhiteSpace
from intercity.checkup.break_even import Moved
from intercity.checkup.check_up import examine
from intercity.topics.registry import context_of
from mechanisms.direct.myerson_satterthwaite import MyersonSatterthwaiteCertificate, UniformTrade
from mechanisms.direct.uniform_voluntary_rule import UniformVoluntaryRuleCertificate
from mechanisms.exchange.exchange_in_ranges import ExchangeInRangesCertificate
from mechanisms.operator.regimes import OperatorRegimesCertificate
from mechanisms.operator.screening_contract import ScreeningCertificate
from mechanisms.pairing.mandated_pairing import MandateCertificate
from mechanisms.pairing.pairing_with_transfers import PairingWithTransfersCertificate
from mechanisms.public_fund.project_in_ranges import ProjectInRangesCertificate
from solvers.bargaining.egalitarian import EgalitarianCertificate
from solvers.bargaining.feasible_payoffs import payoff_program, spare_program, way_program
from solvers.bargaining.lexicographic_egalitarian import LexicographicEgalitarianCertificate
from solvers.bargaining.nash_bargaining import NashBargainingCertificate
from solvers.certificate import Certificate
from solvers.coalitional.core import CoreCertificate, EmptyCoreCertificate
from solvers.coalitional.core_partitions import CorePartitionsCertificate
from solvers.coalitional.cost_of_stability import CostOfStabilityCertificate
from solvers.coalitional.least_core import LeastCoreCertificate
from solvers.coalitional.nucleolus import NucleolusCertificate
from solvers.coalitional.optimal_structure import OptimalStructureCertificate
from solvers.coalitional.proportional_division import ProportionalDivisionCertificate
from solvers.coalitional.separable_costs import AlternativeCostsCertificate
from solvers.coalitional.shapley import ShapleyCertificate
from solvers.competition.cobweb import CobwebCertificate
from solvers.competition.truce_clubs import TruceClubsCertificate
from solvers.linear_program import LinearProgram
from solvers.optimum import (
    InfeasibilityCertificate,
    OptimalityCertificate,
    UnboundednessCertificate,
)
from solvers.production.coalitional_form import CoalitionalForm, ProductionCertificate
from solvers.production.opening_proof import EXHAUSTIVE
from solvers.production.white_space import WhiteSpaceCertificate, proven_programs
from solvers.strategic.common_agency import CommonAgencyCertificate
from solvers.strategic.two_by_two import TwoByTwoCertificate

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["MOST_CITIES_PROVEN", "proof", "proofs"]

MOST_CITIES_PROVEN = 8
"""Games of more cities are not written out: their tables of worths would fill the page."""

Facts = dict[str, Any]


def proofs(report: Report) -> list[Facts]:
    """For each certificate of a report, in its order, what it is checked against.

    Those of its switching values follow, as they stand there. ``kind`` is the certificate's;
    ``python_only`` is there where the page cannot check it, ``as`` where the facts are those of an
    earlier one, of that number. An answer that was not found has the kind "undecided".
    """
    writer = _Writer(report.certificates.entries)
    examine(context_of(report.scenario, writer))
    for one in report.switching_values or ():
        for at, recorder in zip(one.places, one.certificates, strict=True):
            writer.entries = iter(recorder.entries)
            Moved(report.scenario, one.key, writer).look(one.check, at)
    return writer.told


class _Writer:
    """Answers each question by the next certificate, and writes out what it is about."""

    def __init__(self, entries: Iterable[Mapping[str, Any]]) -> None:
        self.entries = iter(entries)
        self.told: list[Facts] = []
        self.known: dict[str, int] = {}

    def __call__(self, solver: Callable[..., Any], subject: Any) -> Any:
        entry = next(self.entries)
        if "certificate" not in entry:
            self.told.append({"kind": "undecided"})
            raise IntercityError(str(entry["undecided"]))
        answer = entry["certificate"].answer(subject)
        self._append(proof(answer, subject))
        return answer

    def _append(self, facts: Facts) -> None:
        same = self.known.setdefault(json.dumps(facts), len(self.told))
        known = same < len(self.told) and "python_only" not in facts
        self.told.append({"kind": facts["kind"], "as": same} if known else facts)


def proof(answer: Any, subject: Any) -> Facts:
    """The kind of an answer's certificate, and what it is checked against."""
    certificate: Certificate = answer.certificate
    facts = written(certificate, subject)
    if facts is None:
        facts = {"python_only": True}
    elif isinstance(answer, CoalitionalForm) and "python_only" not in facts:
        facts = {**facts, "worths": _worths(answer.game)}
    return {"kind": certificate.kind, **facts}


@singledispatch
def written(_: Certificate, __: Any) -> Facts | None:
    """What a kind of certificate is checked against; ``None``: in Python only."""
    return None


_TOO_LARGE = {"python_only": True, "why": "It is too large for a page."}


def _text(number: Any) -> str:
    return str(exact(number))


def _texts(numbers: Iterable[Any]) -> list[str]:
    return [_text(number) for number in numbers]


def _terms(coefficients: Mapping[str, Fraction]) -> list[tuple[str, str]]:
    return [(name, _text(a)) for name, a in coefficients.items() if a]


def _end(bound: Fraction | None) -> str | None:
    return None if bound is None else _text(bound)


def _program(lp: LinearProgram) -> Facts:
    return {
        "sense": lp.sense,
        "objective": _terms(lp.objective),
        "rows": [
            [row.name, row.relation, _text(row.bound), _terms(row.coefficients)] for row in lp.rows
        ],
        "bounds": [[name, _end(low), _end(high)] for name, (low, high) in lp.bounds.items()],
    }


@written.register
def _(_: OptimalityCertificate, lp: LinearProgram) -> Facts:
    return {"program": _program(lp)}


@written.register
def _(_: InfeasibilityCertificate, lp: LinearProgram) -> Facts:
    return {"program": _program(lp)}


@written.register
def _(_: UnboundednessCertificate, lp: LinearProgram) -> Facts:
    return {"program": _program(lp)}


@written.register
def _(certificate: ProductionCertificate, game: LinearProductionGame) -> Facts:
    if certificate.leaders:
        return {"python_only": True, "why": "Outsiders come first."}
    limits = [platform.limit + 1 for platform in game.platforms]
    if len(game.cities) > MOST_CITIES_PROVEN or math.prod(limits) > EXHAUSTIVE:
        return _TOO_LARGE
    return {
        "cities": game.cities,
        "resources": [_resource(game, resource) for resource in game.resources],
        "activities": [
            {
                "name": activity.name,
                "sites": activity.sites,
                "uses": _uses(activity.uses),
                "worth": _text(activity.worth),
                "limit": _end(activity.limit),
            }
            for activity in game.activities
        ],
        "platforms": [
            {
                "site": platform.site,
                "cost": _text(platform.cost),
                "limit": platform.limit,
                "uses": _uses(platform.uses),
                "provides": _uses(platform.provides),
            }
            for platform in game.platforms
        ],
    }


def _uses(uses: Iterable[Use]) -> list[tuple[str, str | None, str]]:
    return [(use.resource, use.site, _text(use.amount)) for use in uses]


def _resource(game: LinearProductionGame, resource: Resource) -> Facts:
    exchange = resource.exchange
    return {
        "name": resource.name,
        "kind": "race" if resource.conjecture == "race" else resource.kind,
        "owned": _texts(resource.owned.get(city, 0) for city in game.cities),
        "amount": _text(resource.amount),
        "exchange": exchange
        and {
            "buy": _text(exchange.buy),
            "sell": _text(exchange.sell),
            "caps": _texts(exchange.cap_of(city) for city in game.cities),
        },
    }


def _worths(game: CoalitionalGame) -> list[str]:
    return [_text(game.worth(mask)) for mask in range(game.grand + 1)]


def _game(game: Any) -> Facts:
    if not isinstance(game, CoalitionalGame) or len(game.players) > MOST_CITIES_PROVEN:
        return _TOO_LARGE
    return {"game": {"players": game.players, "sense": game.sense, "worths": _worths(game)}}


def _of_games(*kinds: type[Certificate]) -> None:
    for kind in kinds:
        written.register(kind)(lambda _, game: _game(game))


_of_games(
    CoreCertificate,
    EmptyCoreCertificate,
    LeastCoreCertificate,
    CostOfStabilityCertificate,
    NucleolusCertificate,
    ShapleyCertificate,
    OptimalStructureCertificate,
    AlternativeCostsCertificate,
    ProportionalDivisionCertificate,
)


@written.register
def _(_: TruceClubsCertificate, game: PartitionGame) -> Facts:
    return {"radius": _text(game.radius)} | _game(game.coalitional_game())


def _problem(problem: BargainingProblem) -> Facts:
    """The payoffs as a program, and the names of the variables that solutions add to it."""
    program = payoff_program(problem, {})
    way = way_program(problem, problem.disagreement, problem.weights)
    spare = spare_program(problem, problem.disagreement)
    stretch, *others = [name for name in spare.bounds if name not in program.bounds]
    (step,) = [name for name in way.bounds if name not in program.bounds]
    return {
        "problem": {
            "players": problem.players,
            "disagreement": _texts(problem.disagreement[name] for name in problem.players),
            "weights": _texts(problem.weights[name] for name in problem.players),
            "program": _program(program),
            "added": {"step": step, "stretch": stretch, "spare": others},
        }
    }


@written.register
def _(_: EgalitarianCertificate, problem: BargainingProblem) -> Facts:
    return _problem(problem)


@written.register
def _(_: LexicographicEgalitarianCertificate, problem: BargainingProblem) -> Facts:
    return _problem(problem)


@written.register
def _(_: NashBargainingCertificate, problem: BargainingProblem) -> Facts:
    return _problem(problem)


@written.register
def _(_: PairingWithTransfersCertificate, game: PairingGame) -> Facts:
    return {
        "game": {
            "hubs": game.hubs,
            "cities": game.cities,
            "capacity": game.capacity,
            "crowding": _texts(game.crowding),
            "surplus": [
                _texts(game.surplus(hub, city) for city in game.cities) for hub in game.hubs
            ],
        }
    }


@written.register
def _(certificate: MandateCertificate, mandate: MandatedPairing) -> Facts | None:
    return written(certificate.best, mandate.game)


@written.register
def _(_: TwoByTwoCertificate, game: StrategicGame) -> Facts:
    return {"payoffs": [[_texts(line) for line in city] for city in _own_first(game)]}


def _own_first(game: StrategicGame) -> Iterator[list[list[Fraction]]]:
    """Each city's payoffs, its own action first."""
    first, second = (
        [[int(payoff) * unit for payoff in line] for line in table]
        for table, unit in zip(game.tables, game.units, strict=True)
    )
    yield first
    yield [list(column) for column in zip(*second, strict=True)]


@written.register
def _(_: ScreeningCertificate, game: ProjectScreening) -> Facts:
    figures = ("bad", "look", "admit", "accuracy", "admits_all", "admits_good")
    return {"screening": {name: _text(getattr(game, name)) for name in figures}}


@written.register
def _(_: MyersonSatterthwaiteCertificate, trade: UniformTrade) -> Facts:
    return {"ranges": _texts((*trade.values, *trade.costs))}


@written.register
def _(_: CommonAgencyCertificate, game: CommonAgency) -> Facts:
    return {
        "engineer": {
            "cities": game.cities,
            "value": [_texts(row) for row in game.value],
            "burden": _texts(game.burden),
            "travel": _texts(game.travel),
            "grant": _texts(game.grant),
            "tiredness": _text(game.tiredness),
            "allowed": _text(game.allowed),
        }
    }


@written.register
def _(_: WhiteSpaceCertificate, game: WhiteSpace) -> Facts:
    flexible, fixed, known = proven_programs(game)
    return {
        "flexible": _program(flexible),
        "fixed": _program(fixed),
        "foresight": [[name, _program(lp)] for name, lp in known.items()],
    }


@written.register
def _(_: CorePartitionsCertificate, game: HedonicGame) -> Facts:
    if len(game.cities) > MOST_CITIES_PROVEN:
        return _TOO_LARGE
    worth = [_texts(row) for row in game.worth]
    return {"zones": {"cities": game.cities, "worth": worth, "largest": game.largest}}


@written.register
def _(_: OperatorRegimesCertificate, park: ParkOperator) -> Facts:
    return {"hosted": _agency(park.hosted), "joint": _agency(park.joint)}


def _agency(agency: MultitaskAgency) -> Facts:
    pairs = {name: _texts(getattr(agency, name)) for name in ("value", "index", "basic")}
    return pairs | {name: _text(getattr(agency, name)) for name in ("cost", "risk", "substitution")}


@written.register
def _(_: CobwebCertificate, game: Cobweb) -> Facts:
    if game.curves != "linear":
        return {"python_only": True, "why": "Its elasticities need ball arithmetic."}
    lines = ("demand", "demand_slope", "supply", "supply_slope")
    return {
        "market": {
            "cities": game.cities,
            **{name: _texts(getattr(game, name)) for name in lines},
            "lags": game.lag_side,
            "learned": None if game.expectations == "rational" else _text(game.learned),
        }
    }


@written.register
def _(_: UniformVoluntaryRuleCertificate, question: UniformExchange | UniformProject) -> Facts:
    return _in_ranges(question)


@written.register
def _(_: ExchangeInRangesCertificate, exchange: UniformExchange) -> Facts:
    return _in_ranges(exchange)


@written.register
def _(_: ProjectInRangesCertificate, project: UniformProject) -> Facts:
    return _in_ranges(project)


def _in_ranges(question: UniformExchange | UniformProject) -> Facts:
    if len(question.cities) > MOST_CITIES_PROVEN:
        return _TOO_LARGE
    if isinstance(question, UniformProject):
        ranges = [_texts(ends) for ends in question.members.values()]
        return {
            "project": {"cities": question.cities, "ranges": ranges, "cost": _text(question.cost)}
        }
    return {
        "exchange": {
            "cities": question.cities,
            "buyers": [_texts(ends) for ends in question.buyers.values()],
            "sellers": [_texts(ends) for ends in question.sellers.values()],
            "lots": list(question.lots.values()),
        }
    }
