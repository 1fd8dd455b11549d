"""Parts of a production game."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

import games
from games import Activity, Exchange, Platform, Resource, Use, Value
from intercity.testing.bounds import city_names
from intercity.testing.public_games.draws import (
    INTEGER,
    WHOLE,
    Draw,
    by_name,
    draws,
)
from intercity.testing.spelled import spelled


@draws(games.Use)
def _use(draw: Draw) -> Any:
    return spelled(draw, Use, "quota", Fraction(draw(WHOLE)))


@draws(games.Value)
def _value(draw: Draw) -> Any:
    kind = draw(st.sampled_from(["cash", "land_revenue", "spillover", "indicator"]))
    return spelled(draw, Value, draw(st.sampled_from(city_names(2))), kind, Fraction(draw(INTEGER)))


@draws(games.Activity)
def _activity(draw: Draw) -> Any:
    uses = tuple(draw(st.lists(st.from_type(Use), max_size=1)))
    values = (Value("A", "cash", Fraction(draw(INTEGER))),)
    return spelled(draw, Activity, "build", ("A",), uses, values, Fraction(draw(WHOLE)))


@draws(games.Exchange)
def _exchange(draw: Draw) -> Any:
    sell = draw(WHOLE)
    return spelled(
        draw, Exchange, Fraction(sell + draw(WHOLE)), Fraction(sell), Fraction(draw(WHOLE))
    )


@draws(games.Platform)
def _platform(draw: Draw) -> Any:
    provides = tuple(draw(st.lists(st.from_type(Use), max_size=1)))
    return spelled(draw, Platform, "park", "A", Fraction(draw(WHOLE)), provides)


@draws(games.Resource)
def _resource(draw: Draw) -> Any:
    kind = draw(st.sampled_from(["tradable", "bound"]))
    owned = {name: Fraction(amount) for name, amount in by_name(draw, WHOLE, city_names(2)).items()}
    return spelled(draw, Resource, "quota", kind, owned)
