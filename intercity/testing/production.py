"""Regions as production games, drawn: what cities own, can do with it, and can build.

>>> from hypothesis import given, settings
>>> from solvers import coalitional_form
>>> @settings(max_examples=10)
... @given(production_games(max_cities=2, allow_platforms=False))
... def together_they_make_no_less(region):
...     game = coalitional_form(region).game
...     assert game.worth(game.players) >= sum(game.worth([city]) for city in game.players)
>>> together_they_make_no_less()
"""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

from hypothesis import strategies as st

from games.by_city import truth
from games.production import (
    Activity,
    Conjecture,
    Exchange,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)
from intercity.testing.bounds import city_names, number_of

__all__ = ["production_games"]

_AMOUNTS = st.integers(0, 6).map(Fraction) | st.sampled_from([Fraction(1, 3), Fraction(7, 2)])
_WORTHS = st.integers(-3, 9).map(Fraction) | st.just(Fraction(5, 7))


@st.composite
def production_games(
    draw: st.DrawFn,
    *,
    min_cities: int = 1,
    max_cities: int = 3,
    allow_platforms: bool = True,
    allow_pools: bool = False,
) -> LinearProductionGame:
    """Up to five activities of firms, quota that may be bought and sold, land bound to its city.

    Where platforms are allowed, up to three that can be opened at a cost, once or twice; with
    ``allow_pools``, a resource that all own in common.
    """
    platforms, pools = truth(allow_platforms, "allow_platforms"), truth(allow_pools, "allow_pools")
    cities = tuple(city_names(draw(number_of("cities", min_cities, max_cities))))
    city = st.sampled_from(cities)
    owned = st.dictionaries(city, _AMOUNTS)
    exchange = draw(st.none() | st.just(Exchange(Fraction(4), Fraction(2), Fraction(3, 2))))
    resources = [
        Resource("quota", "tradable", draw(owned), exchange),
        Resource("firms", "tradable", draw(owned)),
        Resource("land", "bound", draw(owned)),
    ]
    if pools:
        conjecture = draw(st.sampled_from(get_args(Conjecture)))
        resources.append(Resource("air", "common", amount=draw(_AMOUNTS), conjecture=conjecture))
    activities = []
    for k in range(draw(st.integers(1, 5))):
        sites = tuple(dict.fromkeys(draw(st.lists(city, min_size=1, max_size=2))))
        uses = [Use("firms", Fraction(1))]
        uses += [Use("quota", draw(_AMOUNTS))] if draw(st.booleans()) else []
        uses += [Use("land", draw(_AMOUNTS), sites[-1])] if draw(st.booleans()) else []
        uses += [Use("air", draw(_AMOUNTS))] if pools and draw(st.booleans()) else []
        values = [Value(where, "cash", draw(_WORTHS)) for where in sites]
        limit = draw(st.none() | _AMOUNTS)
        activities.append(Activity(f"a{k}", sites, tuple(uses), tuple(values), limit))
    opened = []
    for k in range(draw(st.integers(0, 3)) if platforms else 0):
        site = draw(st.none() | city)
        provides = [Use("firms", draw(_AMOUNTS))]
        provides += [Use("land", draw(_AMOUNTS), site)] if site else []
        uses = [Use("quota", draw(_AMOUNTS))] if draw(st.booleans()) else []
        opened.append(
            Platform(
                f"p{k}", site, draw(_AMOUNTS), tuple(provides), tuple(uses), draw(st.integers(1, 2))
            )
        )
    return LinearProductionGame(cities, tuple(resources), tuple(activities), tuple(opened))
