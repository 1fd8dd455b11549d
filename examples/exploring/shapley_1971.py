"""Shapley (1971): the value of a convex game is in its core. If only the core is not empty?

A law that is tried in 100 games, and the smallest game that breaks a bolder one.
"""

from hypothesis import HealthCheck, find, given, settings

import intercity as ic
from intercity import testing


def some_leave(game):
    return ic.core_violation(game, ic.shapley_value(game)) is not None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(testing.convex_games())
def the_value_is_stable(game):
    assert not some_leave(game)


the_value_is_stable()
game = find(testing.games_with_a_core(max_players=3), some_leave)
print(f"not in a game of {len(game.players)} cities: convex", ic.property_violation(game, "convex"))
