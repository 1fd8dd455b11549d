"""Profit-taking: do subsidies by name leave firms more than they create, and what would not?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from games.approximately import approximately
from games.by_city import listed
from games.errors import IntercityError, of_kind
from games.firm_menu import FirmMenu, Offer
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import OptimalityCertificate, bounded_optimum

__all__ = ["FirmOffers", "ProfitTaking", "ProfitTakingCertificate", "menu_program", "profit_taking"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class FirmOffers:
    """What is offered by name, and what each kind of firm makes of it.

    ``taken``: the kind whose offer it takes, its own if no other is better, of others that leave it
    as much the one that is best for the city; ``None``: none.

    See ``profit_taking`` for the concept, an example and its source.
    """

    game: FirmMenu
    offers: Mapping[str, Offer]

    @property
    def taken(self) -> dict[str, str | None]:
        found = {}
        for kind in self.game.kinds:
            best = max(self.offers, key=lambda one: self._liked(kind, one), default=None)
            leaves = best is None or self.game.profit(kind, self.offers[best]) < 0
            found[kind] = None if leaves else best
        return found

    def _liked(self, kind: str, offered: str) -> tuple[Fraction, bool, Fraction]:
        """What an offer leaves a kind; of equals its own, then the best for the city."""
        invested, subsidy = offer = self.offers[offered]
        profit = self.game.profit(kind, offer)
        return profit, offered == kind, self.game.worth(invested) - subsidy

    @property
    def envy(self) -> dict[str, str]:
        """Who takes an offer that is meant for another kind: they cannot be told apart so."""
        return {kind: one for kind, one in self.taken.items() if one is not None and one != kind}

    @property
    def rents(self) -> dict[str, Fraction]:
        """What a firm of each kind has beyond its costs."""
        return {
            kind: ZERO if one is None else self.game.profit(kind, self.offers[one])
            for kind, one in self.taken.items()
        }

    @property
    def created(self) -> dict[str, Fraction]:
        """What a firm of each kind creates: what its investment is worth, less what it costs."""
        return {
            kind: ZERO
            if one is None
            else self.game.worth(self.offers[one][0]) - self.game.costs[kind] * self.offers[one][0]
            for kind, one in self.taken.items()
        }

    @property
    def pooled(self) -> tuple[tuple[str, ...], ...]:
        """Kinds that end up with the same investment and subsidy, group by group."""
        groups: dict[Offer, list[str]] = {}
        for kind, one in self.taken.items():
            if one is not None:
                groups.setdefault(self.offers[one], []).append(kind)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)

    @property
    def rent(self) -> Fraction:
        """The rent of all firms: revenue beyond their costs."""
        return sum((self.game.numbers[kind] * rent for kind, rent in self.rents.items()), ZERO)

    @property
    def value(self) -> Fraction:
        """What all firms create."""
        return sum((self.game.numbers[kind] * one for kind, one in self.created.items()), ZERO)

    @property
    def kept(self) -> Fraction:
        """What is left to the city."""
        return self.value - self.rent


@dataclass(frozen=True, slots=True, repr=False)
class ProfitTaking(Answer):
    """The offers as they are, and the best menu that lets firms choose.

    ``offered``: as the city has them. ``best``: the menu that leaves the city most, if each kind
    takes what is meant for it.

    See ``profit_taking`` for the concept, an example and its source.
    """

    game: FirmMenu
    offered: FirmOffers
    best: FirmOffers
    certificate: ProfitTakingCertificate
    method: str = "firms' choices compared; the best menu by a linear program"
    proof: Proof = EXACT

    @property
    def takes_profit(self) -> bool:
        """Whether firms are left more than they create, so that the city loses."""
        return self.offered.rent > self.offered.value

    @property
    def lost(self) -> Fraction:
        """What the city would keep more by the best menu."""
        return self.best.kept - self.offered.kept

    @property
    def status(self) -> str:
        found = self.offered
        text = f"Firms create {approximately(found.value)} and are left {approximately(found.rent)}"
        if found.envy:
            text += f"; offers to others are taken by {listed(found.envy)}"
        return f"{text}. The best menu would keep {approximately(self.lost)} more for the city."


@dataclass(frozen=True, slots=True)
class ProfitTakingCertificate(Certificate, kind="profit-taking", of="profit_taking"):
    """The best menu, with prices that prove that no other leaves the city more.

    ``total``: the sum of the prices. It proves nothing, but a price that happens not to matter
    cannot be changed unnoticed either.
    """

    optimum: OptimalityCertificate
    total: Fraction

    def violations(self, subject: FirmMenu) -> Iterator[str]:
        yield from self.optimum.violations(menu_program(subject))
        if self.total != sum(self.optimum.prices.values(), ZERO):
            yield "The prices do not add up to their total."

    def answer(self, subject: FirmMenu) -> ProfitTaking:
        point = self.optimum.point
        menu = {
            kind: (
                sum((point[_part(kind, k)] for k in range(len(subject.value) - 1)), ZERO),
                point[_subsidy(kind)],
            )
            for kind in subject.kinds
        }
        best = FirmOffers(subject, menu)
        return ProfitTaking(subject, FirmOffers(subject, dict(subject.offers)), best, self)


def profit_taking(game: FirmMenu) -> ProfitTaking:
    """Profit-taking: do subsidies by name leave firms more than they create, and what would not?

    Firms choose: a kind takes the offer that leaves it most, whoever it is meant for. If that is
    another's, the offers do not tell kinds apart (they are not incentive compatible). What a firm
    has beyond its costs is its *rent*; with s - c q > V(q) - c q the city pays for what it loses.
    The best menu that lets firms choose solves

        max  sum_i n_i (V(q_i) - s_i)
        subject to   s_i - c_i q_i >= s_j - c_i q_j    and    s_i - c_i q_i >= 0   for all i, j.

    It leaves a rent to all but the dearest kind, and may give up some or put several kinds in one
    pool, as that lowers what the others must be left.

    The offers as they are and the best menu, exact.

    A kind that is indifferent takes what is meant for it, then what is best for the city, and
    rather an offer than none.

    Errors: ``InvalidInput`` for what is no ``FirmMenu``.

    >>> found = profit_taking(FirmMenu({"lean": 1, "dear": 3}, value={2: 11, 4: 16},
    ...                                offers={"lean": (4, 6), "dear": (2, 12)}))
    >>> print(found.status)
    Firms create 14 and are left 16; offers to others are taken by lean. The best menu would keep 15
    more for the city.
    >>> {kind: tuple(map(str, offer)) for kind, offer in found.best.offers.items()}
    {'lean': ('4', '8'), 'dear': ('2', '6')}

    Source: Mussa and Rosen (1978); Baron and Myerson (1982); Hu and Zhang (2024), for the question.
    """
    of_kind(game, FirmMenu, place="subject of profit_taking")
    optimum = bounded_optimum(menu_program(game))
    if not isinstance(optimum, OptimalityCertificate):  # to offer nothing is always possible
        raise IntercityError("There is no menu.")
    return ProfitTakingCertificate(optimum, sum(optimum.prices.values(), ZERO)).answer(game)


def menu_program(game: FirmMenu) -> LinearProgram:
    """The best menu: V is a sum of straight parts, of which the steepest are used first.

    >>> [row.name for row in menu_program(FirmMenu({"A": 1}, {1: 2})).rows]
    ['A takes part']
    """
    parts = [
        (high - low, (above - below) / (high - low))
        for (low, below), (high, above) in pairwise(game.value)
    ]
    objective, bounds, rows = {}, {}, []
    for kind in game.kinds:
        number = game.numbers[kind]
        objective[_subsidy(kind)] = -number
        most = max(game.costs.values()) * game.value[-1][0]
        bounds[_subsidy(kind)] = (ZERO, most)
        for k, (width, slope) in enumerate(parts):
            objective[_part(kind, k)], bounds[_part(kind, k)] = number * slope, (ZERO, width)

    def profit(kind: str, offer: str) -> dict[str, Fraction]:
        paid = {_subsidy(offer): Fraction(1)}
        return paid | {_part(offer, k): -game.costs[kind] for k in range(len(parts))}

    for kind in game.kinds:
        own = profit(kind, kind)
        rows.append(Row(f"{kind} takes part", own, ">=", ZERO))
        for other in game.kinds:
            if other != kind:
                rival = {name: -c for name, c in profit(kind, other).items()}
                name = f"{kind} prefers its own to that of {other}"
                rows.append(Row(name, own | rival, ">=", ZERO))
    return LinearProgram("max", objective, tuple(rows), bounds)


def _subsidy(kind: str) -> str:
    return f"subsidy of {kind}"


def _part(kind: str, k: int) -> str:
    return f"part {k + 1} of {kind}"
