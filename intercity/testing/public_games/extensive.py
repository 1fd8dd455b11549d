"""Extensive games, and the nodes of their trees."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import games
from intercity.testing.public_games.draws import (
    CHANCES,
    INTEGER,
    Draw,
    draws,
)
from intercity.testing.spelled import spelled


@draws(games.Outcome)
def _outcome(draw: Draw) -> Any:
    return spelled(draw, games.Outcome, (draw(INTEGER), draw(INTEGER)))


@draws(games.Chance)
def _chance(draw: Draw) -> Any:
    one, other = draw(st.from_type(games.Outcome)), draw(st.from_type(games.Outcome))
    p = draw(CHANCES)
    return spelled(draw, games.Chance, (("up", p, one), ("down", 1 - p, other)))


@draws(games.Decision)
def _decision(draw: Draw) -> Any:
    after = st.from_type(games.Outcome) | st.from_type(games.Chance)
    who, where = draw(st.sampled_from("AB")), draw(st.sampled_from("12"))
    return spelled(
        draw, games.Decision, who, where, (("left", draw(after)), ("right", draw(after)))
    )


@draws(games.ExtensiveGame)
def _extensive(draw: Draw) -> Any:
    after = st.from_type(games.Outcome) | st.from_type(games.Decision)
    first = games.Decision("A", "first", (("in", draw(after)), ("out", draw(after))))
    return spelled(draw, games.ExtensiveGame, ("A", "B"), first)
