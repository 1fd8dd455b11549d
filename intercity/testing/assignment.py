"""Assignment games, drawn: two sides, and what each pair makes.

>>> from hypothesis import given, settings
>>> from solvers import assignment_core
>>> @settings(max_examples=10)
... @given(assignment_games())
... def somebody_is_paid_all_that_is_made(market):
...     assert assignment_core(market).certificate.verify(market)
>>> somebody_is_paid_all_that_is_made()
"""

from __future__ import annotations

from hypothesis import strategies as st

from games.assignment import AssignmentGame
from intercity.testing.bounds import number_of
from intercity.testing.spelled import spelled

__all__ = ["assignment_games"]


@st.composite
def assignment_games(
    draw: st.DrawFn,
    *,
    min_side: int = 1,
    max_side: int = 3,
    min_value: int = -1,
    max_value: int = 6,
) -> AssignmentGame:
    """Sellers and buyers, so many a side, and whole surpluses, a few below 0."""
    side = number_of("side", min_side, max_side)
    sellers, buyers = draw(side), draw(side)
    row = st.lists(st.integers(min_value, max_value), min_size=buyers, max_size=buyers)
    surplus = draw(st.lists(row, min_size=sellers, max_size=sellers))
    return spelled(
        draw,
        AssignmentGame,
        [f"seller {k + 1}" for k in range(sellers)],
        [f"buyer {k + 1}" for k in range(buyers)],
        surplus,
    )
