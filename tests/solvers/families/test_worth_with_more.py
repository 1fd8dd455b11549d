"""What all make at most with more of a resource: against what they make then, in random regions."""

from dataclasses import replace
from fractions import Fraction

import pytest

from solvers.families.integer_program import narrowed
from solvers.families.program_game import program_game
from solvers.families.worth_of_all import worth_of_all
from solvers.families.worth_with_more import WorthWithMore
from tests.solvers.families.test_large_shapley import park_towns
from tests.solvers.families.test_marginal_program import drawn

ZERO, MORE = Fraction(0), Fraction(5, 2)


def larger(game, resource, city, more):
    at = game.resources.index(resource)
    owned = {**resource.owned, city: resource.owned[city] + more}
    resources = [*game.resources]
    resources[at] = replace(resource, owned=owned)
    return replace(game, resources=tuple(resources))


def rows(game):
    return [row.name for row in program_game(game).program.rows]


def bound_by_rows(game, make):
    """The bound that the same prices prove, by all rows of the larger game."""
    model = program_game(game)
    lp = model.with_members(model.players).lp
    bounds = []
    for case in make.certificate.proven.cases:
        if (allowed := narrowed(lp, case.path)) is not None:
            prices = {**{row.name: ZERO for row in lp.rows}, **case.prices}
            bounds.append(lp.bound_from(prices, lp.objective, allowed))
    return max(bounds, default=ZERO)


@pytest.mark.parametrize("seeds", [(0, 5, 17), (1, 6, 32), (2, 7, 36), (3, 41, 44)])
def test_it_is_what_the_same_prices_prove_of_the_larger_game(seeds):
    """It is found by a few numbers of the program; here by all rows of the larger one's."""
    rising = 0
    for game in [park_towns(seeds[0]), *map(drawn, seeds)]:
        make = worth_of_all(game)
        bounds = WorthWithMore(game, make)
        for resource in game.resources:
            for city in [city for city, units in resource.owned.items() if units]:
                place = resource.name if resource.kind == "tradable" else None
                found = bounds.at_most(place or f"{resource.name} at {city}", MORE)
                grown = larger(game, resource, city, MORE)
                assert found <= bound_by_rows(grown, make)
                if rows(grown) == rows(game):  # else the larger one has lost a row with a price
                    assert found == bound_by_rows(grown, make)
                assert found >= worth_of_all(grown).worth
                rising += found > make.worth
    assert rising
