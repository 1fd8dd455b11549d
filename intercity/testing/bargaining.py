"""Bargaining problems, drawn.

>>> from hypothesis import find
>>> from solvers import kalai_smorodinsky, nash_bargaining
>>> def they_differ(deal):
...     return nash_bargaining(deal) != kalai_smorodinsky(deal)
>>> deal = find(bargaining_problems(), they_differ)
>>> deal.players
('A', 'B')
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from games.bargaining import BargainingProblem
from intercity.testing.bounds import bounds_of, city_names, number_of
from intercity.testing.spelled import spelled

__all__ = ["bargaining_problems"]

_NUMBERS = st.integers(0, 8).map(Fraction) | st.fractions(0, 8, max_denominator=7)


@st.composite
def bargaining_problems(
    draw: st.DrawFn,
    *,
    min_players: int = 2,
    max_players: int = 2,
    min_points: int = 1,
    max_points: int = 6,
) -> BargainingProblem:
    """Whatever lotteries over some points reach, the disagreement (0, ..., 0) among them.

    Now and then there is nothing to gain, for one city or for all.
    """
    n = draw(number_of("players", min_players, max_players))
    low, high = bounds_of("points", min_points, max_points)
    points = draw(st.lists(st.tuples(*[_NUMBERS] * n), min_size=low, max_size=high))
    nothing = (Fraction(0),) * n
    points = [*points, nothing]
    return spelled(draw, BargainingProblem.from_vertices, city_names(n), points, nothing)
