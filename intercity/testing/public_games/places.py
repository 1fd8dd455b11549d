"""Hubs, corridors, zones, and who settles where."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import games
from intercity.testing.bounds import city_names
from intercity.testing.public_games.draws import (
    CHANCES,
    CITIES,
    INTEGER,
    POSITIVE,
    WHOLE,
    Draw,
    by_name,
    draws,
    each,
    matrix,
    off_diagonal,
)
from intercity.testing.spelled import spelled


@draws(games.HubCongestion)
def _hub_congestion(draw: Draw) -> Any:
    hubs = ["hub 1", "hub 2"]
    return spelled(
        draw,
        games.HubCongestion,
        hubs,
        each(draw, WHOLE, hubs),
        each(draw, POSITIVE, hubs),
        draw(WHOLE),
        outside=0,
        whole=draw(st.booleans()),
    )


@draws(games.Centres)
def _centres(draw: Draw) -> Any:
    hubs, names = ["hub 1", "hub 2"], city_names(2)
    crowd = games.HubCongestion(
        hubs, each(draw, WHOLE, hubs), each(draw, POSITIVE, hubs), draw(WHOLE), outside=0
    )
    bids = games.SubsidyCompetition(names, each(draw, POSITIVE, names), mu=1)
    parks = by_name(draw, st.sampled_from(hubs), names)
    return spelled(draw, games.Centres, crowd, bids, parks, "hub 1")


@draws(games.Corridor)
def _corridor(draw: Draw) -> Any:
    names = draw(CITIES)
    return spelled(
        draw,
        games.Corridor,
        names,
        each(draw, WHOLE, names),
        each(draw, WHOLE, names[1:]),
        draw(CHANCES),
    )


@draws(games.HedonicGame)
def _hedonic(draw: Draw) -> Any:
    names = draw(CITIES)
    return spelled(draw, games.HedonicGame, names, off_diagonal(draw, INTEGER, names))


@draws(games.LinkFormation)
def _link_formation(draw: Draw) -> Any:
    names = draw(CITIES)
    worth, costs = off_diagonal(draw, WHOLE, names), off_diagonal(draw, WHOLE, names)
    return spelled(draw, games.LinkFormation, names, worth, costs, kept=draw(CHANCES))


@draws(games.PointHubs)
def _point_hubs(draw: Draw) -> Any:
    names, hubs = draw(CITIES), ["hub 1", "hub 2"]
    worth = matrix(draw, WHOLE, names, hubs)
    return spelled(draw, games.PointHubs, names, hubs, each(draw, WHOLE, hubs), worth, draw(WHOLE))


@draws(games.StationNodes)
def _station_nodes(draw: Draw) -> Any:
    names, nodes = draw(CITIES), ["station", "park"]
    return spelled(
        draw,
        games.StationNodes,
        names,
        nodes,
        each(draw, WHOLE, nodes),
        matrix(draw, WHOLE, names, nodes),
        minutes=matrix(draw, WHOLE, names, nodes),
        minute=each(draw, WHOLE, names),
        remote="park",
    )


@draws(games.LocalBuzz)
def _local_buzz(draw: Draw) -> Any:
    firms, places = ["lab", "team"], ["hub", "home"]
    own, buzz = matrix(draw, INTEGER, firms, places), off_diagonal(draw, WHOLE, firms)
    return spelled(draw, games.LocalBuzz, firms, places, own, buzz)


@draws(games.IndustryChoice)
def _industry_choice(draw: Draw) -> Any:
    names, industries = draw(CITIES), ["chips", "tea"]
    return spelled(
        draw,
        games.IndustryChoice,
        names,
        industries,
        fit=matrix(draw, WHOLE, names, industries),
        crowding=each(draw, INTEGER, industries),
    )
