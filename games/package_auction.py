"""A sale of several items, such as licences, to bidders who may want them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from games.by_city import one_of
from games.errors import InvalidInput
from games.exact import exact
from games.players import coalition_name, validated_players

__all__ = ["Package", "PackageAuction"]

Package = tuple[str, ...]
"""Items, in the order in which they are sold."""


@dataclass(frozen=True, init=False, slots=True, repr=False)
class PackageAuction:
    """A sale of several items, such as licences, to bidders who may want them together.

    Each bidder names what a package of items is worth to it; it gets one package at most, and what
    it does not name is worth as much as the best package inside it that it names. The items are
    sold to bring

        v(S) = max  sum of the values of disjoint packages, one for each bidder in S

    with the seller in S; without the seller nothing is sold and v(S) = 0.

    The items, and what each bidder's packages are worth to it.

    ``bids``: by bidder a mapping from a package (an item, or several) to a value, 0 or more.
    ``seller``: a name that no bidder has. Errors: ``InvalidInput`` names the bidder and package.

    >>> sale = PackageAuction(["one", "two"], {
    ...     "A": {("one", "two"): 2}, "B": {"one": 2}, "C": {"two": 2}})
    >>> sale.value("A", ["one", "two"]), sale.value("A", ["one"]), sale.value("B", ["one", "two"])
    (Fraction(2, 1), Fraction(0, 1), Fraction(2, 1))

    Source: Ausubel and Milgrom (2006), The lovely but lonely Vickrey auction.
    """

    items: tuple[str, ...]
    bids: Mapping[str, Mapping[Package, Fraction]]
    seller: str

    def __init__(
        self, items: Iterable[str], bids: Mapping[str, Mapping[Any, Any]], seller: str = "seller"
    ) -> None:
        names = validated_players(items, "item")
        if not isinstance(bids, Mapping):
            raise InvalidInput(
                "the table of bids", bids, "values of packages for each bidder, by name"
            )
        validated_players([seller, *bids])
        read: dict[str, Mapping[Package, Fraction]] = {}
        for bidder, wanted in bids.items():
            if not isinstance(wanted, Mapping):
                raise InvalidInput(f"what {bidder} bids", wanted, "values by package")
            packages: dict[Package, Fraction] = {}
            for key, given in wanted.items():
                package = _package(key, names)
                if not package:
                    raise InvalidInput(
                        f"a package that {bidder} bids for", key, "of one item at least"
                    )
                place = f"the bid of {bidder} for {coalition_name(package)}"
                if package in packages:
                    raise InvalidInput(place, given, "given once (this package stands twice)")
                packages[package] = exact(given, place)
                if packages[package] < 0:
                    raise InvalidInput(place, packages[package], "0 or more")
            read[bidder] = MappingProxyType(packages)
        for field, one in (("items", names), ("bids", MappingProxyType(read)), ("seller", seller)):
            object.__setattr__(self, field, one)

    @property
    def bidders(self) -> tuple[str, ...]:
        """The bidders, in their order."""
        return tuple(self.bids)

    def value(self, bidder: str, items: Iterable[str] | str) -> Fraction:
        """A bidder's value for these items: that of its best package among them."""
        one_of(bidder, self.bids, "a bidder")
        have = set(_package(items, self.items))
        inside = (value for package, value in self.bids[bidder].items() if have.issuperset(package))
        return max(inside, default=Fraction(0))

    def reporting(self, bidder: str, report: Mapping[Any, Any]) -> PackageAuction:
        """The sale if a bidder hands in other bids."""
        self.value(bidder, ())
        bids = {name: report if name == bidder else own for name, own in self.bids.items()}
        return PackageAuction(self.items, bids, self.seller)

    def __hash__(self) -> int:
        return hash((self.items, self.bidders, self.seller))

    def __reduce__(self) -> tuple[Any, ...]:
        bids = {bidder: dict(wanted) for bidder, wanted in self.bids.items()}
        return PackageAuction, (self.items, bids, self.seller)

    def __repr__(self) -> str:
        items = f"{len(self.items)} item{'' if len(self.items) == 1 else 's'}"
        return f"PackageAuction({items}, {len(self.bids)} bidders)"


def _package(key: Any, items: tuple[str, ...]) -> Package:
    if not isinstance(key, Iterable):
        raise InvalidInput("a package", key, "an item, or a list of items")
    names = (key,) if isinstance(key, str) else tuple(key)
    for name in names:
        one_of(name, items, "an item of a package")
    return tuple(item for item in items if item in names)
