"""Worths by bases that are known already, against worths that are searched for afresh."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.production import Activity, LinearProductionGame, Platform, Value
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
    game = draw(production_games(allow_pools=True))

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


@pytest.mark.parametrize("any_plan", [False, True])
def test_a_platform_that_serves_nothing_counts_by_what_it_costs(any_plan):
    """One city has no activity, so that its program has no row; who is paid to open, opens."""
    plant = Activity("plant", ("A",), (), (Value("A", "cash", 5),), limit=1)
    for cost, alone in ((2, 0), (-2, 2)):
        shed = Platform("shed", None, cost, ())
        game = LinearProductionGame(("A", "B"), (), (plant,), (shed,))
        with with_memory(Memory(), any_plan=any_plan):
            form = coalitional_form(game)
        assert [form.game.worth(mask) for mask in (1, 2, 3)] == [5 + alone, alone, 5 + alone]
        assert form.certificate.verify(game)
