"""Worths and prices of production games, put to the test against forgery."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

from games import (
    Activity,
    Exchange,
    LinearProductionGame,
    Newsvendor,
    Platform,
    Resource,
    TrialAndError,
    Use,
    Value,
    WhiteSpace,
)
from solvers import (
    coalitional_form,
    newsvendor,
    owen_point,
    owen_prices,
    owen_set,
    saved_trials,
    white_space,
)
from tests.certified._subjects import NAMES

CERTIFIED: dict[str, tuple[Any, Any]] = {}


def _park(conjecture: str | None = None, limit: int = 1) -> LinearProductionGame:
    """A park with room for two of three batches; the batches owned, or a common pool."""
    batches = (
        Resource("batch", "tradable", dict.fromkeys(NAMES[:3], 1), Exchange(90, 30, Fraction(1, 2)))
        if conjecture is None
        else Resource("batch", "common", amount=3, conjecture=conjecture)
    )
    serve = tuple(
        Activity(
            f"serve {city}",
            (city,),
            (Use("batch", 1), Use("room", 1)),
            (Value(city, "cash", 80 + k),),
            limit=2 if k else None,
        )
        for k, city in enumerate(NAMES[:3])
    )
    park = Platform("park", None, 100, (Use("room", 2),), limit=limit)
    return LinearProductionGame(NAMES[:3], (batches, Resource("room", "tradable")), serve, (park,))


_LAND = dataclasses.replace(
    _park(),
    resources=(*_park().resources[:1], Resource("room", "tradable", {"A": 2})),
    platforms=(),
)
CERTIFIED |= {
    "coalitional_form park": (_park(), coalitional_form),
    "coalitional_form two parks": (_park(limit=2), coalitional_form),
    "coalitional_form residual": (_park("residual"), coalitional_form),
    "coalitional_form race": (_park("race"), coalitional_form),
    "owen_prices park": (_park(), owen_prices),
    "owen_prices land": (_LAND, owen_prices),
    "owen_point land": (_LAND, owen_point),
    "owen_set land": (_LAND, owen_set),
}
# Each use has land in every program, so that no price could be another one.
_WHITE = WhiteSpace(
    {"Bill": 10},
    {name: {"Bill": {"labs": 9, "homes": 5}} for name in ("up", "down")},
    demand={"up": {"Bill": {"labs": 6}}, "down": {"Bill": {"labs": 3}}},
    holding=[Fraction(1, 2)],
    late=[Fraction(1, 2)],
)
_TRIALS = TrialAndError(
    ["Bill", "Jack"],
    value=[40, 30],
    cost=[3, 4],
    chance=[0.125, 0.25],
    hub_cost=2,
    hub_chance=0.25,
    returns=[0.5, 0.25],
    paid=[1, 0.5],
    price=[1, 2],
    discount=0.75,
)
CERTIFIED |= {
    "saved_trials": (_TRIALS, saved_trials),
    "newsvendor": (Newsvendor({"slump": 0, "boom": 50}, worth=10, cost=4), newsvendor),
    "white_space": (_WHITE, white_space),
}
