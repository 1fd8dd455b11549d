"""Coalitional games, and costs that cities share."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

import games
from games import Arc
from intercity.testing.bounds import city_names
from intercity.testing.coalitional import coalitional_games
from intercity.testing.public_games.draws import (
    CITIES,
    INTEGER,
    POSITIVE,
    WHOLE,
    Draw,
    by_name,
    draws,
    each,
    matrix,
)
from intercity.testing.spelled import spelled


@draws(games.AirportGame)
def _airport(draw: Draw) -> Any:
    return spelled(draw, games.AirportGame, by_name(draw, WHOLE, draw(CITIES)))


@draws(games.BankruptcyProblem)
def _bankruptcy(draw: Draw) -> Any:
    claims = by_name(draw, WHOLE, draw(CITIES))
    estate = draw(st.integers(0, sum(claims.values())))
    return spelled(draw, games.BankruptcyProblem, claims, estate)


@draws(games.CoalitionStructure)
def _coalition_structure(draw: Draw) -> Any:
    names = draw(CITIES)
    union = draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
    return spelled(draw, games.CoalitionStructure, names, [union])


@draws(games.CostSharingProblem)
def _cost_sharing(draw: Draw) -> Any:
    demands = by_name(draw, st.integers(0, 3), draw(CITIES))
    most = len(demands) * max(demands.values())  # that serial cost sharing asks of
    steps = draw(st.lists(st.integers(0, 3), min_size=most, max_size=most))
    costs = {Fraction(k): Fraction(c) for k, c in enumerate(itertools.accumulate([0, *steps]))}
    return spelled(draw, games.CostSharingProblem, demands, costs.__getitem__)


@draws(games.CostlyLinks)
def _costly_links(draw: Draw) -> Any:
    game = draw(
        coalitional_games(min_players=2, max_players=3, senses=["gain"], kinds=["integers"])
    )
    pairs = draw(st.lists(st.sampled_from([*itertools.combinations(game.players, 2)]), unique=True))
    costs = dict(zip(pairs, each(draw, WHOLE, pairs), strict=True))
    return spelled(draw, games.CostlyLinks, game, costs)


@draws(games.DividendGame)
def _dividends(draw: Draw) -> Any:
    names = draw(CITIES)
    groups = [g for k in (1, 2, 3) for g in itertools.combinations(names, k)]
    chosen = draw(st.lists(st.sampled_from(groups), unique=True))
    sense = draw(st.sampled_from(["gain", "cost"]))
    dividends = dict(zip(chosen, each(draw, INTEGER, chosen), strict=True))
    return spelled(draw, games.DividendGame, names, dividends, sense)


@draws(games.FacilityLocation)
def _facilities(draw: Draw) -> Any:
    names, sites = draw(CITIES), ["north", "south"]
    return spelled(
        draw,
        games.FacilityLocation,
        names,
        sites,
        each(draw, WHOLE, sites),
        matrix(draw, WHOLE, names, sites),
    )


@draws(games.Arc)
def _arc(draw: Draw) -> Any:
    tail, head = draw(st.sampled_from([("mine", "yard"), ("yard", "port"), ("mine", "port")]))
    return spelled(draw, Arc, tail, head, draw(WHOLE), draw(st.sampled_from(city_names(3))))


@draws(games.FlowGame)
def _flow_game(draw: Draw) -> Any:
    arcs = draw(st.lists(st.from_type(Arc), min_size=1, max_size=5))
    return spelled(draw, games.FlowGame, "mine", "port", arcs)


@draws(games.GloveGame)
def _gloves(draw: Draw) -> Any:
    left, right = draw(POSITIVE), draw(POSITIVE)
    return spelled(
        draw,
        games.GloveGame,
        tuple(f"left {k + 1}" for k in range(left)),
        tuple(f"right {k + 1}" for k in range(right)),
    )


@draws(games.OracleGame)
def _oracle(draw: Draw) -> Any:
    table = draw(coalitional_games(min_players=2, max_players=3))
    return spelled(draw, games.OracleGame, table.players, table.worth, None, table.sense)


@draws(games.PackageAuction)
def _package_auction(draw: Draw) -> Any:
    items = ["one", "two"]
    packages = ["one", "two", ("one", "two")]
    names = draw(CITIES)
    bids = {}
    for name in names:
        chosen = draw(st.lists(st.sampled_from(packages), unique=True, min_size=1))
        bids[name] = dict(zip(chosen, each(draw, WHOLE, chosen), strict=True))
    return spelled(draw, games.PackageAuction, items, bids)


@draws(games.PartitionGame)
def _partition_game(draw: Draw) -> Any:
    names = city_names(2)
    payoffs = [tuple(map(Fraction, each(draw, WHOLE, names))) for _ in range(4)]
    return spelled(draw, games.PartitionGame, tuple(names), tuple(payoffs))


@draws(games.SpanningTreeGame)
def _spanning_tree(draw: Draw) -> Any:
    names = draw(CITIES)
    pairs = draw(st.lists(st.sampled_from([*itertools.combinations(names, 2)]), unique=True))
    links = dict(zip(pairs, each(draw, WHOLE, pairs), strict=True))
    return spelled(draw, games.SpanningTreeGame, names, by_name(draw, WHOLE, names), links)
