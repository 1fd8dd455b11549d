"""Markets, drawn: exchanges for lots of quota, and who pairs with whom.

>>> from hypothesis import given
>>> from mechanisms import deferred_acceptance
>>> @given(matching_markets())
... def nobody_is_paired_with_whom_it_does_not_wish(market):
...     for city, hub in deferred_acceptance(market).pairs.items():
...         assert hub in market.wishes(city)
>>> nobody_is_paired_with_whom_it_does_not_wish()
"""

from __future__ import annotations

from hypothesis import strategies as st

from games.by_city import whole
from games.exchange_market import ExchangeMarket
from games.matching_market import MatchingMarket
from games.pairing_game import PairingGame
from intercity.testing.bounds import bounds_of, city_names, number_of
from intercity.testing.spelled import spelled

__all__ = ["exchange_markets", "matching_markets", "pairing_games"]


@st.composite
def exchange_markets(
    draw: st.DrawFn,
    *,
    min_side: int = 0,
    max_side: int = 4,
    min_value: int = 0,
    max_value: int = 9,
) -> ExchangeMarket:
    """Buyers and sellers of one lot each, so many a side, one in all: bids and asks tie often."""
    numbers = number_of("value", min_value, max_value, 10**9, lowest=0)
    low, high = bounds_of("side", min_side, whole(max_side, "max_side", 1), lowest=0)
    bids = draw(st.lists(numbers, min_size=low, max_size=high))
    asks = draw(st.lists(numbers, min_size=low if bids else max(low, 1), max_size=high))
    return spelled(
        draw,
        ExchangeMarket,
        {f"buyer {i}": bid for i, bid in enumerate(bids, start=1)},
        {f"seller {i}": ask for i, ask in enumerate(asks, start=1)},
    )


@st.composite
def matching_markets(draw: st.DrawFn, *, min_side: int = 1, max_side: int = 4) -> MatchingMarket:
    """Cities and hubs with strict rankings, complete or not, and hubs with up to two places.

    In one market of two everybody ranks all, and in one of two each hub has one place.
    """
    side = number_of("side", min_side, max_side)
    cities, hubs = city_names(draw(side)), _hubs(draw(side))
    complete, places = draw(st.sampled_from([True, False])), draw(st.sampled_from([[1], [0, 1, 2]]))

    def ranking(names: list[str]) -> list[str]:
        ranked = draw(st.permutations(names))
        return ranked if complete else ranked[: draw(st.integers(0, len(names)))]

    return spelled(
        draw,
        MatchingMarket,
        {city: ranking(hubs) for city in cities},
        {hub: ranking(cities) for hub in hubs},
        {hub: draw(st.sampled_from(places)) for hub in hubs},
    )


@st.composite
def pairing_games(
    draw: st.DrawFn,
    *,
    min_hubs: int = 1,
    max_hubs: int = 2,
    min_cities: int = 1,
    max_cities: int = 3,
) -> PairingGame:
    """Hubs with places that crowd, and what each pair is worth to both."""
    h = draw(number_of("hubs", min_hubs, max_hubs))
    c = draw(number_of("cities", min_cities, max_cities))
    table = st.lists(st.lists(st.integers(-2, 9), min_size=c, max_size=c), min_size=h, max_size=h)
    return spelled(
        draw,
        PairingGame,
        _hubs(h),
        city_names(c),
        draw(table),
        draw(table),
        capacity=[draw(st.integers(0, 3)) for _ in range(h)],
        crowding=[draw(st.integers(0, 2)) for _ in range(h)],
    )


def _hubs(count: int) -> list[str]:
    return [f"hub {k + 1}" for k in range(count)]
