"""A flow: figures for each of its cities, and a delay within the horizon."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation, missing
from intercity.scenario.names import unknown_cities, unknown_names
from intercity.scenario.quantity import Quantity, toml_text
from intercity.topics.flow.section import Flow

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["flow_violations"]


def flow_violations(s: Scenario) -> Iterator[Violation]:
    """Cities of the file, each with what it needs; and numbers that fit, their ranges included."""
    flow = s.section(Flow)
    if flow is None:
        return
    cities = list(flow.productivity)
    yield from unknown_cities(s, ("flow", "productivity"), cities)
    if len(cities) < 2:
        yield Violation(("flow", "productivity"), "given for one city", "given for 2 or more")
    for field in ("elasticity", "start"):
        for city in cities:
            if city not in getattr(flow, field):
                yield missing(("flow", field, city), "a number, as each city of the flow has")
    for field in ("elasticity", "congestion", "spillover", "start", "stake", "nuisance"):
        known = "city of flow.productivity"
        yield from unknown_names(("flow", field), getattr(flow, field), cities, known)
    if not any(n.value for n in flow.start.values()):
        yield Violation(
            ("flow", "start"), "0 in all cities", "more than 0 in some: else none moves"
        )
    for city, n in flow.start.items():
        beta = flow.elasticity.get(city)
        if beta is not None and _lowest(beta) < 1 and not _lowest(n):
            expected = (
                "above 0, its range included: below an elasticity of 1 the first earn any sum"
            )
            yield Violation(("flow", "start", city), "0", expected)
    if flow.delay is not None and _highest(flow.delay) > _lowest(flow.horizon):
        years = toml_text(_lowest(flow.horizon))
        found = toml_text(_highest(flow.delay))
        yield Violation(
            ("flow", "delay"), found, f"at most the horizon of {years}, ranges included"
        )
    yield from _policy(flow, cities)


def _policy(flow: Flow, cities: list[str]) -> Iterator[Violation]:
    policy = flow.policy
    if policy is None:
        return
    keys: Keys = ("flow", "policy", "city")
    yield from unknown_names(
        keys, [policy.city], cities, "city of flow.productivity", as_value=True
    )
    start = flow.start.get(policy.city)
    if start is not None and not _lowest(start):
        yield Violation(keys, toml_text(policy.city), "a city in which somebody is to be paid")
    if policy.target is not None:
        whole = sum((_lowest(n) for n in flow.start.values()), Fraction(0))
        if _highest(policy.target) > whole:
            found, expected = toml_text(_highest(policy.target)), toml_text(whole)
            yield Violation(
                ("flow", "policy", "target"), found, f"at most all there is, {expected}"
            )


def _lowest(quantity: Quantity) -> Fraction:
    return quantity.value if quantity.low is None else quantity.low


def _highest(quantity: Quantity) -> Fraction:
    return quantity.value if quantity.high is None else quantity.high
