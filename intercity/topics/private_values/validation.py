"""What a city alone knows: one of three forms, and priors that can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from intercity.region.cities import no_time
from intercity.scenario.errors import Keys, Violation, missing
from intercity.scenario.names import unknown_cities, unknown_city
from intercity.scenario.quantity import Quantity, toml_text
from intercity.topics.private_values.rule_validation import rule_violations
from intercity.topics.private_values.section import Information, Reservation, SharedProject

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["information_violations"]


_TRADE = ("buyer", "seller", "value", "cost")


_MARKET = ("buyers", "sellers")


def information_violations(s: Scenario) -> Iterator[Violation]:
    """One form of private information, whole."""
    told = s.section(Information)
    if told is None:
        return
    if told.rule is not None:
        yield from rule_violations(told, told.rule)
    keys: Keys = ("information",)
    if told.project is not None:
        yield from _given_beside(told, (*_TRADE, *_MARKET, "good", "amount"), "a shared project")
        yield from _shared_project(s, told.project)
    elif told.buyers or told.sellers:
        yield from _given_beside(told, _TRADE, "several buyers and sellers")
        for field in _MARKET:
            side = getattr(told, field)
            if not side:
                yield missing((*keys, field), "one city or more, and what each alone knows")
            yield from _reservations(s, (*keys, field), side)
            for city, given in side.items():
                yield from _no_harm((*keys, field, city), given)
        for city in told.sellers:
            if city in told.buyers:
                yield Violation((*keys, "sellers", city), "a buyer", "on one side only")
    else:
        yield from _trade(s, keys, told)


def _trade(s: Scenario, keys: Keys, told: Information) -> Iterator[Violation]:
    """Two different cities, and what each alone knows."""
    for field in _TRADE:
        if getattr(told, field) is None:
            meaning = str(type(told).model_fields[field].description)
            other = " (or buyers and sellers, or project, given)" if field == "buyer" else ""
            yield missing((*keys, field), meaning + other)
    for field in ("buyer", "seller"):
        yield from unknown_city(s, (*keys, field), getattr(told, field))
    if told.buyer is not None and told.buyer == told.seller:
        found = f"{toml_text(told.seller)}, the buyer"
        yield Violation((*keys, "seller"), found, "another city")
    for field in ("value", "cost"):
        given = getattr(told, field)
        if given is not None:
            yield from _reservation((*keys, field), given)


def _given_beside(told: Information, fields: Iterable[str], what: str) -> Iterator[Violation]:
    """Only one form of [information] is given."""
    for field in fields:
        if field in told.model_fields_set and getattr(told, field):
            found = f"given beside {what}"
            yield Violation(("information", field), found, "left out: one question at a time")


def _shared_project(s: Scenario, project: SharedProject) -> Iterator[Violation]:
    keys: Keys = ("information", "project")
    if s.time is None and project.cost_one_off is not None:
        yield no_time("information.project.cost_one_off")
    if (project.cost_one_off is None) == (project.cost_per_year is None):
        both = project.cost_one_off is not None
        where, what = (*keys, "cost_one_off"), "the cost, as either cost_one_off or cost_per_year"
        yield Violation(where, "given twice", what) if both else missing(where, what)
    if len(project.members) < 2:
        found = "empty" if not project.members else "a single city"
        yield Violation((*keys, "members"), found, "two cities or more, and what each alone knows")
    yield from _reservations(s, (*keys, "members"), project.members)


def _reservations(s: Scenario, keys: Keys, given: Mapping[str, Reservation]) -> Iterator[Violation]:
    yield from unknown_cities(s, keys, given)
    for city, one in given.items():
        yield from _reservation((*keys, city), one)


def _reservation(keys: Keys, given: Reservation) -> Iterator[Violation]:
    """What a city alone knows is given in one way."""
    ranged = given.lowest is not None or given.highest is not None
    if (given.known is not None) + ranged + bool(given.types) != 1:
        expected = "one of: known; lowest and highest; types"
        yield Violation(
            keys, "given in several ways" if ranged or given.types else "empty", expected
        )
    elif ranged and (given.lowest is None or given.highest is None):
        lacks = "lowest" if given.lowest is None else "highest"
        yield missing((*keys, lacks), "given, as the other end of the range")
    elif (
        given.lowest is not None
        and given.highest is not None
        and given.lowest.value >= given.highest.value
    ):
        found = toml_text(given.highest.value)
        yield Violation((*keys, "highest"), found, "more than lowest")
    if given.steps is not None and not ranged:
        found = f"{given.steps} without a range"
        yield Violation((*keys, "steps"), found, "left out: only lowest and highest are cut")
    worths = [kind.value.value for kind in given.types]
    for i, worth in enumerate(worths):
        if worth in worths[:i]:
            again = f"{toml_text(worth)} again"
            yield Violation((*keys, "types", i, "value"), again, "a value that is not yet listed")


def _no_harm(keys: Keys, given: Reservation) -> Iterator[Violation]:
    """Bids and asks are not below 0, nor are their ranges."""
    numbers: list[tuple[Keys, Quantity]] = [
        ((*keys, field), getattr(given, field))
        for field in ("known", "lowest", "highest")
        if getattr(given, field) is not None
    ]
    numbers += [((*keys, "types", i, "value"), kind.value) for i, kind in enumerate(given.types)]
    for place, quantity in numbers:
        least = quantity.value if quantity.low is None else quantity.low
        if least < 0:
            yield Violation(place, toml_text(least), "0 or more, its range included")
