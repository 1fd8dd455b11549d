"""A linear production game with published worths and Owen point.

Model: Owen (1975), On the core of linear production games, Mathematical Programming 9, 358-370.
Numbers: the worked example of the R package coopProductGame (two goods, two resources).
"""

from __future__ import annotations

from games.production import Activity, LinearProductionGame, Resource, Use, Value
from solvers.production.coalitional_form import coalitional_form
from solvers.production.owen import owen_point, owen_prices

PLAYERS = ("1", "2", "3")
PRICE = {"first": 68, "second": 52}
NEEDS = {"first": {"labour": 4, "wood": 6}, "second": {"labour": 5, "wood": 2}}
OWNED = {"labour": (4, 6, 60), "wood": (33, 39, 0)}
WORTH = {"1": 68, "2": 102, "3": 0, "12": 170, "13": 710, "23": 762, "123": 992}

GAME = LinearProductionGame(
    PLAYERS,
    tuple(
        Resource(name, "tradable", dict(zip(PLAYERS, units, strict=True)))
        for name, units in OWNED.items()
    ),
    tuple(
        Activity(
            f"{good} by {player}",
            (player,),
            tuple(Use(name, units) for name, units in NEEDS[good].items()),
            (Value(player, "cash", price),),
        )
        for good, price in PRICE.items()
        for player in PLAYERS
    ),
)


def test_worths_are_the_published_ones() -> None:
    form = coalitional_form(GAME)
    for coalition, published in WORTH.items():
        assert round(form.game.worth(tuple(coalition))) == published
    assert form.certificate.verify(GAME) is True


def test_the_owen_point_is_the_published_one() -> None:
    split = owen_point(GAME)
    assert [split[player] for player in PLAYERS] == [230, 282, 480]
    assert split.certificate is not None
    assert split.certificate.verify(GAME) is True
    prices = owen_prices(GAME)
    assert dict(prices.prices) == {"labour": 8, "wood": 6}
