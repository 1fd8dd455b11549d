"""Misreports: who does better under deferred acceptance by handing in another list than its own?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

from games.by_city import one_of
from games.errors import InvalidInput, of_kind
from games.matching_market import MatchingMarket
from mechanisms.pairing.deferred_acceptance import Side, StablePairing, deferred_acceptance

__all__ = ["Misreport", "profitable_misreport"]

MOST_REPORTS = 20_000


@dataclass(frozen=True, slots=True)
class Misreport:
    """A list other than the own by which somebody does better: run the rule again to see it.

    ``report``: the list handed in. ``honest``, ``lying``: its partners by its own list and by the
    other.

    See ``profitable_misreport`` for the concept, an example and its source.
    """

    who: str
    report: tuple[str, ...]
    honest: tuple[str, ...]
    lying: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.who} gets {_named(self.lying)} instead of {_named(self.honest)} by listing "
            f"only {_named(self.report)}."
        )


def _named(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nobody"


def profitable_misreport(
    market: MatchingMarket, who: str, *, proposing: Side = "cities"
) -> Misreport | None:
    """Misreports: who does better under deferred acceptance by handing in another list
    than its own?

    No city on the side that proposes ever does, whatever the others hand in (*theorem*). On the
    side that receives, a city, or a hub with one place, does iff its partner is not the best that
    it has in any stable pairing: it then cuts its list off just below that one. A hub with several
    places may do so on either side. Whatever set it can reach, it also reaches by listing just that
    set, so that trying all sets of so many cities is exhaustive; it certainly gains by a set that
    is better place by place.

    A list by which a city or hub does better than by its own; ``None``: there is no such list.

    ``None`` is proven: by theorem for who has one place and is on the side that proposes, by the
    best stable pairing of its side for who has one place on the other, by trying all sets for a hub
    with several places. The others keep to their lists.
    ``proposing``: the side that proposes, "cities" or "hubs".

    Errors: ``InvalidInput`` for an unknown name, and for a hub with more sets of cities to try than
    20,000.

    >>> from games import MatchingMarket
    >>> market = MatchingMarket(
    ...     cities={"Quzhou": ["Hangzhou", "Ningbo"], "Lishui": ["Ningbo", "Hangzhou"]},
    ...     hubs={"Hangzhou": ["Lishui", "Quzhou"], "Ningbo": ["Quzhou", "Lishui"]})
    >>> misreport = profitable_misreport(market, "Hangzhou")
    >>> misreport.report, misreport.honest, misreport.lying
    (('Lishui',), ('Quzhou',), ('Lishui',))
    >>> profitable_misreport(market, "Quzhou") is None
    True

    Source: Dubins and Freedman (1981) and Roth (1982) for the theorem; Gale and Sotomayor (1985)
    for cutting lists off; Roth (1985) for hubs with several places; Kojima and Pathak (2009) for
    their exhaustive reports.
    """
    of_kind(market, MatchingMarket, place="subject of profitable_lie")
    one_of(who, (*market.cities, *market.hubs), "who reports")
    honest = deferred_acceptance(market, proposing=proposing)
    own = _partners(market, honest, who)
    wishes = market.wishes(who)
    several = who in market.hubs and market.quota(who) > 1
    if several:
        for report in _sets(market, who, wishes):
            lying = _partners(
                market, deferred_acceptance(market.reported(who, report), proposing=proposing), who
            )
            if _better(lying, own, wishes):
                return Misreport(who, report, own, lying)
        return None
    side: Side = "cities" if who in market.cities else "hubs"
    if side == proposing:
        return None
    best = _partners(market, deferred_acceptance(market, proposing=side), who)
    if best == own:
        return None
    report = wishes[: wishes.index(best[0]) + 1]
    lying = _partners(
        market, deferred_acceptance(market.reported(who, report), proposing=proposing), who
    )
    return Misreport(who, report, own, lying)


def _partners(market: MatchingMarket, found: StablePairing, who: str) -> tuple[str, ...]:
    """Who somebody has, best first by its own true list."""
    if who in market.cities:
        return () if found[who] is None else (found.pairs[who],)
    wishes = market.wishes(who)
    return tuple(sorted(found.partners[who], key=wishes.index))


def _sets(market: MatchingMarket, hub: str, wishes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """All sets of cities that a hub has places for, large ones first, each best first."""
    places = min(market.quota(hub), len(wishes))
    count = sum(comb(len(wishes), size) for size in range(1, places + 1))
    if count > MOST_REPORTS:
        raise InvalidInput(
            f"the sets of cities for {hub}",
            count,
            f"at most {MOST_REPORTS:,}, to be tried one by one",
        )
    for size in range(places, 0, -1):
        yield from combinations(wishes, size)


def _better(one: tuple[str, ...], other: tuple[str, ...], wishes: tuple[str, ...]) -> bool:
    """Whether a set is better than another place by place, nobody being worst; both best first."""
    ranks = [[wishes.index(city) for city in found] for found in (one, other)]
    return (
        one != other
        and len(one) >= len(other)
        and all(a <= b for a, b in zip(ranks[0], ranks[1], strict=False))
    )
