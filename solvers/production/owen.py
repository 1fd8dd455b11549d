"""Owen's prices of resources, and the split in which every city sells what it owns at them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from games.by_city import entry_of
from games.errors import IntercityError, Undefined, of_kind
from games.production import LinearProductionGame
from solvers.answer import Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import Basis, optimal_basis, proven_optimum
from solvers.production.coalition_program import coalition_program
from solvers.production.opening_proof import CoalitionProof, proven_prices
from solvers.production.opening_search import grand_proof

__all__ = [
    "OwenPointCertificate",
    "OwenPrices",
    "OwenPricesCertificate",
    "PriceProgram",
    "claims",
    "owen_point",
    "owen_prices",
    "refuse_without_duals",
]

ZERO = Fraction(0)
Interval = tuple[Fraction, Fraction | None]


@dataclass(frozen=True, slots=True, repr=False)
class OwenPrices(Answer):
    """Prices by row ("quota" where it is pooled, "land at Quzhou" where it is bound).

    ``prices``: what one more unit adds to the worth of all, at the platforms that are best now: the
    least of the optimal prices; 0 means that the resource is not scarce.
    ``intervals``: the least and the greatest price of each in any optimal dual solution; the
    greatest is what one unit less would cost, ``None`` where there is no unit to lose.

    See ``owen_prices`` for the concept, an example and its source.
    """

    prices: Mapping[str, Fraction]
    intervals: Mapping[str, Interval]
    openings: Mapping[str, int]
    certificate: OwenPricesCertificate = field(compare=False)
    proof: Proof
    method: str = "optimal dual prices, each interval by two exact linear programs"

    @property
    def status(self) -> str:
        scarce = [name for name, price in self.prices.items() if price]
        if not scarce:
            return "Nothing is scarce: one more unit of any resource would add nothing."
        return "Scarce: " + ", ".join(scarce) + "; one more unit of anything else adds nothing."

    def __getitem__(self, name: str) -> Fraction:
        return entry_of(self.prices, name)


@dataclass(frozen=True, slots=True)
class OwenPricesCertificate(Certificate, kind="production game: prices", of="owen_prices"):
    """The proof of the best openings, and an optimal basis for each end of each interval.

    An end is left out where the plan leaves units of the resource unused (both ends are 0), and
    the upper one where there is no unit to lose.
    """

    grand: CoalitionProof
    least: Mapping[str, Basis]
    greatest: Mapping[str, Basis]

    def violations(self, subject: LinearProductionGame) -> Iterator[str]:
        self.answer(subject)
        yield from ()

    def answer(self, subject: LinearProductionGame) -> OwenPrices:
        prices = PriceProgram(subject, self.grand)
        if list(self.least) != prices.tight or list(self.greatest) != prices.reducible:
            raise IntercityError("The bases do not fit the rows that are tight.")
        intervals: dict[str, Interval] = {}
        for row in prices.program.rows:
            low = high = None if row.name in prices.tight else ZERO
            if row.name in self.least:
                low = prices.end(row.name, self.least[row.name], "min")
            if row.name in self.greatest:
                high = prices.end(row.name, self.greatest[row.name], "max")
            intervals[row.name] = low or ZERO, high
        return OwenPrices(
            {name: low for name, (low, _) in intervals.items()},
            intervals,
            dict(zip((p.name for p in subject.platforms), self.grand.openings, strict=True)),
            self,
            prices.proof,
        )


class PriceProgram:
    """The optimal dual solutions of the grand coalition's program, as a linear program.

    Its variables are the "price of" each row and the "limit of" each variable that has one.
    """

    def __init__(self, game: LinearProductionGame, grand: CoalitionProof) -> None:
        _refuse_common_pools(game)
        proven = proven_prices(game, grand)
        self.proof = proven.proof
        openings = dict(zip((p.name for p in game.platforms), grand.openings, strict=True))
        self.program = coalition_program(game, game.cities, openings)
        point = {name: proven.point.get(name, ZERO) for name in self.program.bounds}
        self.tight = [r.name for r in self.program.rows if r.activity(point) == r.bound]
        # No unit to lose: none there, and none that could be bought instead.
        self.reducible = [
            row.name
            for row in self.program.rows
            if row.name in self.tight and row.bound + self._purchasable(row) > 0
        ]
        self.value = self.program.value(point)

    def _purchasable(self, row: Row) -> Fraction:
        caps = (self.program.bounds[name][1] for name, a in row.coefficients.items() if a < 0)
        return sum((cap for cap in caps if cap is not None), ZERO)

    def lp(self, objective: Mapping[str, Fraction], sense: str) -> LinearProgram:
        """All optimal dual solutions, and what is sought among them."""
        limits = {name: high for name, (_, high) in self.program.bounds.items() if high is not None}
        columns: dict[str, dict[str, Fraction]] = {name: {} for name in self.program.bounds}
        for r in self.program.rows:
            for name, a in r.coefficients.items():
                columns[name][f"price of {r.name}"] = a
        for name in limits:
            columns[name][f"limit of {name}"] = Fraction(1)
        cost = {f"price of {r.name}": r.bound for r in self.program.rows}
        cost |= {f"limit of {name}": limit for name, limit in limits.items()}
        rows = [
            Row(name, terms, ">=", self.program.objective.get(name, ZERO))
            for name, terms in columns.items()
        ]
        return LinearProgram(
            "min" if sense == "min" else "max",
            objective,
            (*rows, Row("cost of all", cost, "<=", self.value)),
            dict.fromkeys(cost, (ZERO, None)),
        )

    def end(self, row: str, basis: Basis, sense: str) -> Fraction:
        """The least or greatest price that the basis proves."""
        return proven_optimum(self.lp(_price(row), sense), basis)[0]


def _price(row: str) -> dict[str, Fraction]:
    return {f"price of {row}": Fraction(1)}


def _refuse_common_pools(
    game: LinearProductionGame, concept: str = "vector of Owen prices"
) -> None:
    for pool in game.common_pools:
        raise Undefined(
            concept,
            f"nobody owns {pool.name}, so every coalition draws on it, and a price for it would "
            "pay nobody. Say who owns it, as where firms settle with no deal",
            pool.name,
        )


def owen_prices(game: LinearProductionGame) -> OwenPrices:
    """Owen's prices of resources, and the split in which every city sells what it owns at them.

    The prices y of a production game are the optimal dual solution of the grand coalition's
    program: y_r is what one more unit of resource r would add. Where no platform has to be opened,
    each city i is paid

      x_i = sum_r y_r owned_i(r) + what limits of scale at its sites and its exchange cap are worth,

    and no coalition can do better: y bounds its worth too, by just what its members are paid.

    What one more unit of each resource would add to the worth of all, with exact intervals.

    Platforms stay as in the proven optimum (of several, the smallest openings). Errors:
    ``Undefined`` names a common pool.

    >>> from games.production import *
    >>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
    >>> plant = Activity("plant", ("Hangzhou",), (Use("land", 1),), (Value("Hangzhou", "cash", 3),))
    >>> game = LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,))
    >>> owen_prices(game).prices["land"], owen_point(game)
    (Fraction(3, 1), Allocation(Hangzhou=3, Quzhou=15))

    Source: Owen (1975), On the core of linear production games, Mathematical Programming 9,
    358-370.
    """
    of_kind(game, LinearProductionGame, place="subject of owen_prices")
    _refuse_common_pools(game)
    grand = grand_proof(game)
    prices = PriceProgram(game, grand)

    def bases(names: list[str], sense: str) -> dict[str, Basis]:
        found = {name: optimal_basis(prices.lp(_price(name), sense)) for name in names}
        return {name: basis for name, basis in found.items() if basis is not None}

    return OwenPricesCertificate(
        grand, bases(prices.tight, "min"), bases(prices.reducible, "max")
    ).answer(game)


@dataclass(frozen=True, slots=True)
class OwenPointCertificate(Certificate, kind="production game: Owen point", of="owen_point"):
    """An optimal basis of the grand coalition: its prices pay out all, and bound every worth."""

    grand: CoalitionProof

    def violations(self, subject: LinearProductionGame) -> Iterator[str]:
        self.answer(subject)
        yield from ()

    def answer(self, subject: LinearProductionGame) -> Allocation:
        refuse_without_duals(subject)
        proven = proven_prices(subject, self.grand)
        duals = {f"price of {name}": price for name, price in proven.prices.items()}
        duals |= {f"limit of {name}": rent for name, rent in proven.rents.items()}
        pay = {
            city: sum((units * duals.get(name, ZERO) for name, units in owned.items()), ZERO)
            for city, owned in claims(subject).items()
        }
        return Allocation(
            pay,
            method="resources paid at the prices of an optimal basis of all",
            status="In the core: no coalition can make more than its resources are paid.",
            certificate=self,
        )


def claims(game: LinearProductionGame) -> dict[str, dict[str, Fraction]]:
    """What each city is paid for, by the names of dual variables: what it owns, and its limits.

    The limit of an activity belongs to its sites in equal parts.
    """
    owned: dict[str, dict[str, Fraction]] = {city: {} for city in game.cities}
    for resource in game.resources:
        for city, units in resource.owned.items():
            row = f"{resource.name} at {city}" if resource.kind == "bound" else resource.name
            owned[city][f"price of {row}"] = units
        if resource.exchange is not None:
            for city, verb in itertools.product(game.cities, ("buy", "sell")):
                owned[city][f"limit of {verb} {resource.name}"] = resource.exchange.cap_of(city)
    for activity in game.activities:
        if activity.limit is not None:
            sites = set(activity.sites)
            for city in sites:
                owned[city][f"limit of {activity.name}"] = activity.limit / len(sites)
    return owned


def refuse_without_duals(game: LinearProductionGame, concept: str = "Owen point") -> None:
    """``Undefined`` where prices do not pay out what all make: a common pool, or a platform."""
    _refuse_common_pools(game, concept)
    for platform in game.platforms:
        raise Undefined(
            concept,
            f"the cost of platform {platform.name} is all or nothing, and no price of a resource "
            "recovers it; owen_prices() gives the prices at the best platforms",
            platform.name,
        )


def owen_point(game: LinearProductionGame) -> Allocation:
    """Every city paid for what it owns at optimal prices; in the core (Owen's theorem).

    What the limit of an activity is worth goes to its sites in equal parts. Where the prices are
    not unique it is the point of one optimal basis; ``owen_set`` gives the ranges. Errors:
    ``Undefined`` with a common pool, or with a platform.

    See ``owen_prices`` for the concept and its source.

    >>> from games.production import *
    >>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
    >>> plant = Activity("plant", ("Hangzhou",), (Use("land", 1),), (Value("Hangzhou", "cash", 3),))
    >>> game = LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,))
    >>> owen_prices(game).prices["land"], owen_point(game)
    (Fraction(3, 1), Allocation(Hangzhou=3, Quzhou=15))
    """
    of_kind(game, LinearProductionGame, place="subject of owen_point")
    refuse_without_duals(game)
    return OwenPointCertificate(grand_proof(game)).answer(game)
