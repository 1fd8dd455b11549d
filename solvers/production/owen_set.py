"""The Owen set: all splits that pay cities for what they own at some optimal prices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from games.errors import IntercityError, of_kind
from games.production import LinearProductionGame
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram
from solvers.optimum import Basis, optimal_basis, proven_optimum
from solvers.production.opening_proof import CoalitionProof
from solvers.production.opening_search import grand_proof
from solvers.production.owen import PriceProgram, claims, refuse_without_duals

__all__ = ["OwenSet", "OwenSetCertificate", "owen_set"]

ZERO = Fraction(0)
_METHOD = "the least and the most of each city over all optimal prices, by exact linear programs"


@dataclass(frozen=True, slots=True, repr=False)
class OwenSet(Answer):
    """The splits that some optimal prices of resources pay.

    ``lowest``, ``highest``: what each city gets at least and at most, not all at once. ``point``: a
    split of the set, the mean of those at which a city gets its least or its most; it is in the
    core, as the whole set is.

    See ``owen_set`` for the concept, an example and its source.
    """

    lowest: Allocation
    highest: Allocation
    point: Allocation
    certificate: OwenSetCertificate = field(compare=False)
    method: str = _METHOD
    proof: Proof = EXACT

    @property
    def single(self) -> bool:
        """Whether there is one such split only."""
        return all(self.lowest[city] == most for city, most in self.highest.items())

    @property
    def status(self) -> str:
        if self.single:
            return "All optimal prices pay one and the same split; it is in the core."
        return "Several prices are optimal; what they pay is in the core whichever are taken."


@dataclass(frozen=True, slots=True)
class OwenSetCertificate(Certificate, kind="production game: Owen set"):
    """The proof of what all make, and for each city a basis at which optimal prices pay it least
    (``least``), and one at which they pay it most (``greatest``).
    """

    grand: CoalitionProof
    least: Mapping[str, Basis]
    greatest: Mapping[str, Basis]

    def violations(self, subject: LinearProductionGame) -> Iterator[str]:
        self.answer(subject)
        yield from ()

    def answer(self, subject: LinearProductionGame) -> OwenSet:
        if not tuple(self.least) == tuple(self.greatest) == subject.cities:
            raise IntercityError("The bases do not fit the cities.")
        payments = _Payments(subject, self.grand)
        low: dict[str, Fraction] = {}
        high: dict[str, Fraction] = {}
        splits = []
        for city in subject.cities:
            for ends, bases, sense in ((low, self.least, "min"), (high, self.greatest, "max")):
                ends[city], prices = proven_optimum(payments.lp(city, sense), bases[city])
                splits.append(payments.at(prices))
        mean = {c: sum((x[c] for x in splits), ZERO) / len(splits) for c in subject.cities}

        def allocation(payoffs: Mapping[str, Fraction], status: str) -> Allocation:
            return Allocation(payoffs, method=_METHOD, status=status, certificate=self)

        return OwenSet(
            allocation(low, "Each city's least pay at optimal prices, not all at once."),
            allocation(high, "Each city's greatest pay at optimal prices, not all at once."),
            allocation(mean, "A split of the Owen set, in the core; one of possibly many."),
            self,
        )


class _Payments:
    """What optimal prices pay each city."""

    def __init__(self, game: LinearProductionGame, grand: CoalitionProof) -> None:
        refuse_without_duals(game, "Owen set")
        self.prices = PriceProgram(game, grand)
        known = self.prices.lp({}, "min").bounds
        self.claims = {
            city: {name: units for name, units in owned.items() if name in known}
            for city, owned in claims(game).items()
        }

    def lp(self, city: str, sense: str) -> LinearProgram:
        return self.prices.lp(self.claims[city], sense)

    def at(self, prices: Mapping[str, Fraction]) -> dict[str, Fraction]:
        return {
            city: sum((units * prices[name] for name, units in owned.items()), ZERO)
            for city, owned in self.claims.items()
        }


def owen_set(game: LinearProductionGame) -> OwenSet:
    """The Owen set: all splits that pay cities for what they own at some optimal prices.

        x_i(y) = sum_r y_r owned_i(r)  +  i's part of what limits are worth,    y any optimal prices

    Every such split is in the core; where the prices are unique it is one point. The least and the
    most that each city gets are linear programs over the optimal prices. They say how much hangs on
    prices that supply and demand leave open.

    The range of what each city is paid at optimal prices, exact, by two programs for each.

    What the limit of an activity is worth goes to its sites in equal parts, as in ``owen_point``;
    a city that owns nothing, and no limit, gets 0. Errors: ``Undefined`` with a common pool, or
    with a platform.

    >>> from games.production import *
    >>> left = Resource("left", "tradable", {"L": 1})
    >>> one, two = (Resource("right", "tradable", dict.fromkeys(who, 1)) for who in ("R", "RS"))
    >>> wear = Activity("wear", ("L",), (Use("left", 1), Use("right", 1)), (Value("L", "cash", 1),))
    >>> scarce = owen_set(LinearProductionGame(("L", "R", "S"), (left, two), (wear,)))
    >>> scarce.point, scarce.single
    (Allocation(L=1, R=0, S=0), True)
    >>> even = owen_set(LinearProductionGame(("L", "R"), (left, one), (wear,)))
    >>> even.lowest, even.highest, even.point
    (Allocation(L=0, R=0), Allocation(L=1, R=1), Allocation(L=0.5, R=0.5))

    Source: Owen (1975); van Gellekom, Potters, Reijnierse, Engel and Tijs (2000), Characterization
    of the Owen set of linear production processes, Games and Economic Behavior 32, 139-156.
    """
    of_kind(game, LinearProductionGame, place="subject of owen_set")
    refuse_without_duals(game, "Owen set")
    grand = grand_proof(game)
    payments = _Payments(game, grand)

    def bases(sense: str) -> dict[str, Basis]:
        found = {city: optimal_basis(payments.lp(city, sense)) for city in game.cities}
        return {city: basis for city, basis in found.items() if basis is not None}

    return OwenSetCertificate(grand, bases("min"), bases("max")).answer(game)
