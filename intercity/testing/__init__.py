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

from typing import TYPE_CHECKING, NoReturn

from games.on_demand import no_attribute
from intercity.testing.assignment import assignment_games
from intercity.testing.bargaining import bargaining_problems
from intercity.testing.coalitional import (
    coalitional_games,
    convex_games,
    games_with_a_core,
    games_without_a_core,
    superadditive_games,
)
from intercity.testing.compacts import compacts
from intercity.testing.constructor_text import constructor_text, from_constructor_text
from intercity.testing.falsification import Counterexample, falsify
from intercity.testing.graphs import communication_graphs
from intercity.testing.markets import exchange_markets, matching_markets, pairing_games
from intercity.testing.negotiation import NegotiationMachine
from intercity.testing.private_values import bayesian_problems, direct_mechanisms, type_spaces
from intercity.testing.production import production_games
from intercity.testing.public_games import register_public_games
from intercity.testing.scenario import scenario_moves
from intercity.testing.strategic import (
    potential_games,
    strategic_games,
    supermodular_games,
    zero_sum_games,
)
from intercity.testing.subsidies import subsidy_competitions
from intercity.testing.voting import simple_games, weighted_voting_games
from solvers.bargaining.axiom import NotRefuted

__all__ = [
    "Counterexample",
    "NegotiationMachine",
    "NotRefuted",
    "assignment_games",
    "bargaining_problems",
    "bayesian_problems",
    "coalitional_games",
    "communication_graphs",
    "compacts",
    "constructor_text",
    "convex_games",
    "direct_mechanisms",
    "exchange_markets",
    "falsify",
    "from_constructor_text",
    "games_with_a_core",
    "games_without_a_core",
    "matching_markets",
    "pairing_games",
    "potential_games",
    "production_games",
    "scenario_moves",
    "simple_games",
    "strategic_games",
    "subsidy_competitions",
    "superadditive_games",
    "supermodular_games",
    "type_spaces",
    "weighted_voting_games",
    "zero_sum_games",
]

register_public_games()


if not TYPE_CHECKING:  # type checkers know the names above, and no others

    def __getattr__(name: str) -> NoReturn:
        raise no_attribute(__name__, name, __all__)
