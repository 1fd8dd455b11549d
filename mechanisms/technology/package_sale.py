"""Selling licences in packages by VCG: honest bids, the best allocation, and perhaps no revenue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, of_kind
from games.package_auction import Package, PackageAuction
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.excess import Violation, blocking_coalitions

__all__ = ["PackageSale", "PackageSaleCertificate", "sale_game", "vcg_sale"]

ZERO = Fraction(0)
MOST_ITEMS, MOST_BIDDERS = 12, 12


@dataclass(frozen=True, slots=True, repr=False)
class PackageSale(Answer):
    """The outcome of a sale: the package and the payment of each bidder.

    ``packages``, ``payments`` and ``gains`` by bidder (gains at reported values); ``revenue``: all
    payments; ``value``: what the packages are worth together, the most that is possible.
    ``blocking``: the seller and bidders who would gain most by a deal of their own; ``None``: the
    outcome is in the core. What the seller would get there: ``core(sale_game(auction))``.

    See ``vcg_sale`` for the concept, an example and its source.
    """

    packages: Mapping[str, Package]
    payments: Mapping[str, Fraction]
    gains: Mapping[str, Fraction]
    revenue: Fraction
    value: Fraction
    blocking: Violation | None
    status: str
    certificate: Certificate
    method: str = "Vickrey, Clarke and Groves; allocations by dynamic programming over packages"
    proof: Proof = EXACT


@dataclass(frozen=True, slots=True)
class PackageSaleCertificate(Certificate, kind="package sale: VCG"):
    """Each bidder's package and payment. Checked against every way to allocate the items."""

    packages: Mapping[str, Package]
    payments: Mapping[str, Fraction]

    def violations(self, subject: PackageAuction) -> Iterator[str]:
        if not tuple(self.packages) == tuple(self.payments) == subject.bidders:
            yield "Packages and payments do not fit the bidders."
            return
        sold = [item for package in self.packages.values() for item in package]
        if len(sold) != len(set(sold)):
            yield "An item is sold twice."
        for bidder, package in self.packages.items():
            if package and package not in subject.bids[bidder]:
                yield f"{bidder} did not bid for its package."
        if {b: p for b, p in self.packages.items() if p and not subject.value(b, p)}:
            yield "A package that is worth nothing is sold."
        worth = {b: subject.value(b, package) for b, package in self.packages.items()}
        total = sum(worth.values(), ZERO)
        most = _greatest_value(subject, subject.bidders)
        if total != most:
            yield f"The packages are worth {total}, and {most} is possible."
        for bidder, paid in self.payments.items():
            others = [name for name in subject.bidders if name != bidder]
            if paid != _greatest_value(subject, others) - (total - worth[bidder]):
                yield f"{bidder} does not pay what its package costs the others."

    def answer(self, subject: PackageAuction) -> PackageSale:
        worth = {b: subject.value(b, package) for b, package in self.packages.items()}
        gains = {b: worth[b] - paid for b, paid in self.payments.items()}
        revenue = sum(self.payments.values(), ZERO)
        game = sale_game(subject)
        blocking = blocking_coalitions(game, {subject.seller: revenue, **gains})
        status = f"Sold for {approximately(revenue)} in all."
        if blocking:
            status += f" Outside the core: {blocking[0]} by a deal of their own."
        return PackageSale(
            self.packages,
            self.payments,
            gains,
            revenue,
            sum(worth.values(), ZERO),
            blocking[0] if blocking else None,
            status,
            self,
        )


def vcg_sale(auction: PackageAuction) -> PackageSale:
    """Selling licences in packages by VCG: honest bids, the best allocation,
    and perhaps no revenue.

    Each bidder pays what its package costs the others,

        p_i  =  v(all without i)  -  (v(all) - value of i's package).

    Honesty is a dominant strategy. But revenue can be low, even 0, and then it is not in the core:
    the seller and bidders who got nothing would do better among themselves. Packages that belong
    together are the cause; if bidders are substitutes, VCG lies in the core.

    The VCG sale, exact. Of several best allocations, the first bidders' first packages.

    Errors: ``InvalidInput`` beyond 12 items or bidders, where all allocations are too many.

    >>> from games import PackageAuction
    >>> sale = vcg_sale(PackageAuction(["one", "two"], {
    ...     "A": {("one", "two"): 2}, "B": {"one": 2}, "C": {"two": 2}}))
    >>> sale.packages, sale.revenue
    ({'A': (), 'B': ('one',), 'C': ('two',)}, Fraction(0, 1))
    >>> print(sale.blocking)
    {seller, A} can gain 2

    Source: Vickrey (1961); Clarke (1971); Ausubel and Milgrom (2006), whose example it is.
    """
    of_kind(auction, PackageAuction, place="subject of vcg_sale")
    _refuse_large(auction)
    best = _tables(auction, auction.bidders)
    packages = _allocation(auction, best)
    worth = {b: auction.value(b, package) for b, package in packages.items()}
    total = sum(worth.values(), ZERO)
    payments = {}
    for bidder in auction.bidders:
        others = [name for name in auction.bidders if name != bidder]
        payments[bidder] = _tables(auction, others)[-1][-1] - (total - worth[bidder])
    return PackageSaleCertificate(packages, payments).answer(auction)


def sale_game(auction: PackageAuction) -> CoalitionalGame:
    """The coalitional game of the seller and the bidders: what each coalition with it can make.

    Errors: ``InvalidInput`` for what is not a ``PackageAuction``.

    See ``vcg_sale`` for the concept and its source.

    >>> from games import PackageAuction
    >>> sale = PackageAuction(["one"], {"A": {"one": 3}, "B": {"one": 2}})
    >>> sale_game(sale).worth(["seller", "B"])
    Fraction(2, 1)
    """
    of_kind(auction, PackageAuction, place="subject of sale_game")
    _refuse_large(auction)
    worths: dict[tuple[str, ...], Fraction] = {}

    def joined(so_far: tuple[str, ...], best: list[Fraction], later: tuple[str, ...]) -> None:
        """Each larger coalition from the one without its last bidder, a table for each in turn."""
        worths[so_far] = best[-1]
        for k, bidder in enumerate(later):
            joined((*so_far, bidder), _after(auction, bidder, best), later[k + 1 :])

    joined((auction.seller,), [ZERO] * (1 << len(auction.items)), auction.bidders)
    return CoalitionalGame.from_function(
        (auction.seller, *auction.bidders), lambda coalition: worths.get(coalition, ZERO)
    )


def _refuse_large(auction: PackageAuction) -> None:
    for what, number, most in (
        ("the number of items", len(auction.items), MOST_ITEMS),
        ("the number of bidders", len(auction.bidders), MOST_BIDDERS),
    ):
        if number > most:
            raise InvalidInput(what, number, f"at most {most}: every allocation is compared")


def _mask(auction: PackageAuction, package: Package) -> int:
    return sum(1 << auction.items.index(item) for item in package)


def _tables(auction: PackageAuction, bidders: Sequence[str]) -> list[list[Fraction]]:
    """After each bidder: the most that those so far can make of each set of items, by bitmask."""
    tables = [[ZERO] * (1 << len(auction.items))]
    for bidder in bidders:
        tables.append(_after(auction, bidder, tables[-1]))
    return tables


def _after(auction: PackageAuction, bidder: str, before: Sequence[Fraction]) -> list[Fraction]:
    """The table with one bidder more."""
    wanted = [(_mask(auction, p), value) for p, value in auction.bids[bidder].items()]
    return [
        max([before[have], *(v + before[have ^ p] for p, v in wanted if p & have == p)])
        for have in range(len(before))
    ]


def _allocation(
    auction: PackageAuction, tables: Sequence[Sequence[Fraction]]
) -> dict[str, Package]:
    """Read off the tables, from the last bidder back, who gets what."""
    have = len(tables[0]) - 1
    found: dict[str, Package] = {}
    for k in range(len(auction.bids), 0, -1):
        bidder = auction.bidders[k - 1]
        found[bidder] = ()
        if tables[k][have] == tables[k - 1][have]:
            continue
        for package, value in auction.bids[bidder].items():
            mask = _mask(auction, package)
            if mask & have == mask and tables[k][have] == value + tables[k - 1][have ^ mask]:
                found[bidder] = package
                have ^= mask
                break
    return {bidder: found[bidder] for bidder in auction.bidders}


def _greatest_value(
    auction: PackageAuction, bidders: Sequence[str], sold: frozenset[str] = frozenset()
) -> Fraction:
    """The most that bidders can make, by trying every choice of packages in turn."""
    if not bidders:
        return ZERO
    first, rest = bidders[0], bidders[1:]
    with_first = [
        value + _greatest_value(auction, rest, sold.union(package))
        for package, value in auction.bids[first].items()
        if sold.isdisjoint(package)
    ]
    return max([_greatest_value(auction, rest, sold), *with_first])
