"""What cannot be a production game is refused in one sentence."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from games.errors import InvalidInput
from games.production import (
    Activity,
    Exchange,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)

CITIES = ("A", "B")
QUOTA = Resource("quota", "tradable", {"A": 3})
LAND = Resource("land", "bound", {"A": 3, "B": 1})


def game(*activities: Activity, platforms: tuple[Platform, ...] = ()) -> LinearProductionGame:
    return LinearProductionGame(CITIES, (QUOTA, LAND), activities, platforms)


REFUSED = {
    "negative endowment": (lambda: Resource("quota", "tradable", {"A": -1}), "A's quota is"),
    "not a number": (lambda: Resource("quota", "tradable", {"A": float("nan")}), "finite number"),
    "unknown kind": (lambda: Resource("quota", "free", {}), "one of tradable, bound, common"),
    "pool without conjecture": (lambda: Resource("air", "common", amount=3), "is missing"),
    "pool with an owner": (
        lambda: Resource("air", "common", {"A": 1}, amount=3, conjecture="race"),
        "nobody",
    ),
    "conjecture on an owned one": (
        lambda: Resource("quota", "tradable", {}, conjecture="race"),
        "it has owners",
    ),
    "amount of an owned one": (lambda: Resource("quota", "tradable", {}, amount=3), "left out"),
    "exchange of a bound one": (
        lambda: Resource("land", "bound", {}, Exchange(2, 1, 1)),
        "tradable ones only",
    ),
    "arbitrage": (lambda: Exchange(buy=1, sell=2, cap=3), "trading back and forth"),
    "activity nowhere": (lambda: Activity("a", (), (), ()), "at least one city"),
    "value to an outsider": (
        lambda: Activity("a", ("A",), (), (Value("B", "cash", 1),)),
        "a city at one of its sites",
    ),
    "gain without end": (
        lambda: Activity("a", ("A",), (), (Value("A", "cash", 1),)),
        "pays and uses nothing scarce",
    ),
    "uses as pairs": (
        lambda: Activity("a", ("A",), [("land", 1)], ()),
        r"entry 1 .* of kind tuple; it should be a Use, as Use\(\"land\", 2\)",
    ),
    "values as a dict": (
        lambda: Activity("a", ("A",), (), {"A": 3}),
        r"of kind str; it should be a Value, as Value\(\"Hangzhou\", \"cash\", 3\)",
    ),
    "positive cost": (lambda: Value("A", "cost", 1), "added, not subtracted"),
    "fractional limit": (lambda: Platform("p", "A", 1, limit=1.5), "whole number"),
    "unknown city": (lambda: game(Activity("a", ("C",), (), ())), "one of A, B"),
    "unknown resource": (
        lambda: game(Activity("a", ("A",), (Use("oil", 1),), ())),
        "one of quota, land",
    ),
    "bound use nowhere": (
        lambda: game(Activity("a", ("A",), (Use("land", 1),), ())),
        "site of land in activity a is missing",
    ),
    "pooled use at a site": (
        lambda: game(Activity("a", ("A",), (Use("quota", 1, "A"),), ())),
        "it is pooled",
    ),
    "twice": (lambda: game(*[Activity("a", ("A",), (), ())] * 2), "used once"),
    "platform far away": (
        lambda: game(platforms=(Platform("p", "A", 1, (Use("land", 1, "B"),)),)),
        "at the platform's site",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_in_one_sentence(name: str) -> None:
    build, sentence = REFUSED[name]
    with pytest.raises(InvalidInput, match=sentence):
        build()


def test_a_float_is_what_the_user_typed() -> None:
    assert Use("quota", 0.1).amount == Fraction(1, 10)


@pytest.mark.parametrize("conjecture", ["stay_home", "residual", "race"])
@pytest.mark.parametrize("side", ["uses", "provides"])
def test_no_platform_touches_a_common_pool(conjecture: str, side: str) -> None:
    pool = Resource("firms", "common", amount=3, conjecture=conjecture)
    platform = Platform("park", None, 1, **{side: (Use("firms", 1),)})
    with pytest.raises(InvalidInput, match="a resource of platform park is 'firms'"):
        LinearProductionGame(("A", "B"), (pool,), (), (platform,))


def test_a_limit_out_of_an_array_is_a_whole_number():
    assert type(Platform("p", "A", 1, limit=np.int64(2)).limit) is int
