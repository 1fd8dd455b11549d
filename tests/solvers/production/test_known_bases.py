"""Worths by bases that are known already, against worths that are searched for afresh."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from games.production import LinearProductionGame
from intercity.testing import production_games
from solvers.production.coalitional_form import coalitional_form
from solvers.production.opening_proof import Memory
from solvers.production.opening_search import with_memory

FACTORS = st.sampled_from([Fraction(k, 4) for k in (0, 1, 3, 4, 5, 8, 20)])


@st.composite
def alike(draw: st.DrawFn) -> list[LinearProductionGame]:
    """A game, and others of its kind: with more or less of each resource, other values and costs.

    A factor of 0 and the number itself make ties, and what is no longer worth while.
    """
    game = draw(production_games(pools=True))

    def other() -> LinearProductionGame:
        resources = [
            replace(r, owned={city: draw(FACTORS) * x for city, x in r.owned.items()})
            for r in game.resources
        ]
        activities = [
            replace(a, values=tuple(replace(v, amount=draw(FACTORS) * v.amount) for v in a.values))
            for a in game.activities
        ]
        platforms = [
            replace(p, cost=cost, opening_cost=min(p.opening_cost, cost) if cost > 0 else 0)
            for p in game.platforms
            for cost in [draw(FACTORS) * p.cost]
        ]
        return LinearProductionGame(
            game.cities, tuple(resources), tuple(activities), tuple(platforms)
        )

    return [game, *(other() for _ in range(draw(st.integers(1, 4))))]


@settings(max_examples=40)
@given(alike())
def test_bases_that_are_known_prove_the_worths_and_openings_that_a_search_finds(games):
    with with_memory(Memory(), any_plan=True):
        by_known = [coalitional_form(game) for game in games]
    for game, known in zip(games, by_known, strict=True):
        with with_memory(Memory()):
            searched = coalitional_form(game)
        assert known.game == searched.game
        for one, other in zip(
            known.certificate.coalitions, searched.certificate.coalitions, strict=True
        ):
            assert one.openings == other.openings
        with with_memory(Memory()):
            assert known.certificate.verify(game)
