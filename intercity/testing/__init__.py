"""Hypothesis strategies: games, markets and scenarios, drawn to look for a counterexample.

A law is a test; Hypothesis draws cases that might break it, and shrinks the first one that does to
the smallest that it can find. (The word is Hypothesis' own: a strategy here is a way of drawing
examples, not what a city plays.)

>>> from hypothesis import given
>>> import intercity as ic
>>> from intercity import testing
>>> @given(testing.convex_games(senses=["gain"]))
... def the_shapley_value_is_in_the_core_of_convex_games(game):
...     assert ic.core_violation(game, ic.shapley_value(game)) is None
>>> the_shapley_value_is_in_the_core_of_convex_games()

All are built rather than filtered (but for moves that fit no region), draw numbers that are exact,
tie often, and shrink to few cities and small whole numbers. See docs/exploring.md.

Source: Claessen and Hughes (2000), QuickCheck; MacIver and Hatfield-Dodds (2019), Hypothesis.
"""

from intercity.testing.bargaining import bargaining_problems
from intercity.testing.coalitional import (
    coalitional_games,
    convex_games,
    games_with_a_core,
    superadditive_games,
)
from intercity.testing.markets import exchange_markets, matching_markets, pairing_games
from intercity.testing.private_values import bayesian_problems
from intercity.testing.production import production_games
from intercity.testing.scenario import scenario_moves
from intercity.testing.strategic import strategic_games
from intercity.testing.subsidies import subsidy_competitions

__all__ = [
    "bargaining_problems",
    "bayesian_problems",
    "coalitional_games",
    "convex_games",
    "exchange_markets",
    "games_with_a_core",
    "matching_markets",
    "pairing_games",
    "production_games",
    "scenario_moves",
    "strategic_games",
    "subsidy_competitions",
    "superadditive_games",
]
