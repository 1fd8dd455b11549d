"""Tax-base pooling: each city puts a share of the growth of its tax base into a common pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, numbers, within
from games.errors import InvalidInput, Told
from games.exact import Number
from games.players import validated_players

__all__ = ["PooledBase", "tax_base_pooling"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class PooledBase:
    """What pooling moves between the cities; all tax base, by city.

    ``contributed`` to the pool and ``received`` from it; ``net``: received less contributed, which
    adds up to 0; ``after``: what each city taxes then. ``kept``: by how much ``after`` rises per
    unit of further growth of its own base, at the margin. ``disparity_before`` and
    ``disparity_after``: base per resident, the highest over the lowest (``None``: some city has
    none at all).
    ``payers``: who pays in more than it gets, and would have to agree before anybody knows who
    grows.

    See ``tax_base_pooling`` for the concept, an example and its source.
    """

    contributed: Mapping[str, Fraction]
    received: Mapping[str, Fraction]
    net: Mapping[str, Fraction]
    after: Mapping[str, Fraction]
    kept: Mapping[str, Fraction]
    disparity_before: Fraction | None
    disparity_after: Fraction | None
    payers: tuple[str, ...]


def tax_base_pooling(
    bases: Mapping[str, Sequence[Number]],
    residents: ByCity,
    *,
    share: Number,
    capacity: ByCity | None = None,
) -> PooledBase:
    """Tax-base pooling: each city puts a share of the growth of its tax base into a common pool.

    Since a base year each city contributes

        share max(0, base now - base then),

    and the pool returns by a key in which many residents and little capacity count,

        w_i  proportional to  residents_i (mean capacity) / (capacity_i),   capacity per resident.

    Cities still gain by growth of their own, but less: at the margin city i keeps of a unit of base

        1 - share (1 - w_i)                                   capacity given,
        1 - share (1 - w_i) - pool w_i (1 - w_i) / base_i     capacity is the base per resident now,

    for there a larger base is also a smaller part of the pool. Where the base is below that of the
    base year nothing is contributed and the middle term drops out. So luring a firm away from a
    neighbour pays less as well, and cities that did not grow share in what the region did.

    The pool for one year.

    ``bases``: by city the tax base in the base year, and now. ``residents``: how many now, more
    than 0. ``share`` of growth that is pooled, from 0 to 1. ``capacity``: fiscal capacity per
    resident, more than 0; the base per resident now where not given.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> pool = tax_base_pooling({"Core": (100, 200), "Edge": (50, 60)}, {"Core": 10, "Edge": 10},
    ...                         share=Fraction(2, 5))
    >>> pool.contributed, pool.received["Edge"], pool.net["Core"]
    ({'Core': Fraction(40, 1), 'Edge': Fraction(4, 1)}, Fraction(440, 13), Fraction(-388, 13))
    >>> float(pool.disparity_before), round(float(pool.disparity_after), 3)
    (3.33..., 1.894)
    >>> round(float(pool.kept["Core"]), 4)
    0.6533

    Source: the Minnesota Fiscal Disparities Program, 40 per cent of the growth of the commercial
    and industrial base since 1971 (Metropolitan Council 2021); its key as recalled, Minn. Stat.
    473F.07.
    """
    if not isinstance(bases, Mapping):
        raise InvalidInput("the tax bases", bases, "two numbers for each city, by name")
    cities = validated_players(bases, "city")
    pairs = {city: _pair(bases[city], city) for city in cities}
    part = within(share, "the share of growth that is pooled", "between 0 and 1")
    people = _positive(residents, cities, "number of residents")
    now = {city: pairs[city][1] for city in cities}
    able = (
        {city: now[city] / people[city] for city in cities}
        if capacity is None
        else _positive(capacity, cities, "fiscal capacity")
    )
    for city in cities:
        if able[city] <= 0:
            raise InvalidInput(
                f"fiscal capacity of {city}", Told("missing: it has no base"), "given, more than 0"
            )
    weights = {city: people[city] / able[city] for city in cities}  # the mean cancels out
    total = sum(weights.values(), ZERO)
    contributed = {city: part * max(ZERO, new - old) for city, (old, new) in pairs.items()}
    pool = sum(contributed.values(), ZERO)
    received = {city: pool * weights[city] / total for city in cities}
    net = {city: received[city] - contributed[city] for city in cities}
    after = {city: now[city] + net[city] for city in cities}
    kept = {}
    for city, (old, new) in pairs.items():
        key = weights[city] / total
        kept[city] = ONE - (part * (ONE - key) if new >= old else ZERO)
        if capacity is None:  # its capacity grows with its base, so its key falls
            kept[city] -= pool * key * (ONE - key) / new
    return PooledBase(
        contributed=contributed,
        received=received,
        net=net,
        after=after,
        kept=kept,
        disparity_before=_disparity(now, people),
        disparity_after=_disparity(after, people),
        payers=tuple(city for city in cities if net[city] < 0),
    )


def _pair(given: Any, city: str) -> tuple[Fraction, Fraction]:
    if isinstance(given, str) or not isinstance(given, Sequence) or len(given) != 2:
        raise InvalidInput(f"tax base of {city}", given, "two numbers: in the base year, and now")
    old, new = (within(x, f"tax base of {city}", "0 or more") for x in given)
    return old, new


def _positive(given: ByCity, cities: tuple[str, ...], what: str) -> dict[str, Fraction]:
    found = dict(zip(cities, numbers(given, cities, what), strict=True))
    for city, number in found.items():
        within(number, f"{what} of {city}", "more than 0")
    return found


def _disparity(bases: Mapping[str, Fraction], people: Mapping[str, Fraction]) -> Fraction | None:
    heads = [base / people[city] for city, base in bases.items()]
    return max(heads) / min(heads) if min(heads) > 0 else None
