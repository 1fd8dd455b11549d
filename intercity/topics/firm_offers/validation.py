"""Levels that rise and add less and less, and offers to kinds of firms that there are."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation
from intercity.scenario.names import unknown_names
from intercity.scenario.quantity import toml_text
from intercity.topics.firm_offers.section import FirmOffers

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["offer_violations"]


def offer_violations(s: Scenario) -> Iterator[Violation]:
    """Each level is above the one before, and adds no more a unit; no offer is above the last."""
    given = s.section(FirmOffers)
    if given is None:
        return
    for field in ("numbers", "offers"):
        names, known = getattr(given, field), "kind of firm_offers.costs"
        yield from unknown_names(("firm_offers", field), names, given.costs, known)
    zero = Fraction(0)
    points = [(zero, zero), *((one.invested.value, one.worth.value) for one in given.value)]
    slopes: list[Fraction] = []
    for k, ((low, below), (high, above)) in enumerate(pairwise(points)):
        if high <= low:
            right = "above the level before it"
            yield Violation(("firm_offers", "value", k, "invested"), toml_text(high), right)
            return
        slopes.append((above - below) / (high - low))
        if k and slopes[k] > slopes[k - 1]:
            most = toml_text(below + slopes[k - 1] * (high - low))
            right = f"at most {most}: a unit adds no more than at the level before"
            yield Violation(("firm_offers", "value", k, "worth"), toml_text(above), right)
    for kind, offer in given.offers.items():
        if offer.invest.value > points[-1][0]:
            right = f"at most {toml_text(points[-1][0])}, the highest level"
            keys = ("firm_offers", "offers", kind, "invest")
            yield Violation(keys, toml_text(offer.invest.value), right)
