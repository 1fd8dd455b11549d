"""The program of what members could have at most without the others."""

from itertools import chain, combinations

import pytest

from mechanisms.compact.floor_program import floor_program
from mechanisms.compact.member_floors import member_floors
from mechanisms.compact.offers_among_many import OffersAmongMany
from solvers.coalitional.superadditive_cover import superadditive_cover
from solvers.families.worth_of_all import worth_of_all
from solvers.production.coalitional_form import coalitional_form
from tests.mechanisms.compact.test_offers_among_many import STABLE, drawn


def groups_of(cities):
    sizes = range(1, len(cities) + 1)
    return chain.from_iterable(combinations(cities, size) for size in sizes)


def asked(many, group, makes, whole):
    """The program where all that is known of each outsider is what it makes alone."""
    ends = {city: (own, many.apart) for city, own in many.alone.items()}
    return floor_program(
        many.asking(group, many.alone),
        ends=ends,
        apart=many.apart,
        makes=makes,
        filled={},
        whole=whole,
    )


@pytest.mark.parametrize("seed", STABLE)
def test_with_what_all_groups_of_outsiders_make_it_is_the_floor(seed):
    """As a table of all groups gives it."""
    game, payoffs = drawn(seed)
    floors = member_floors(superadditive_cover(coalitional_form(game).game), payoffs)
    many = OffersAmongMany(game, payoffs, payoffs)
    makes = {group: many.worth(group) for group in groups_of(many.outsiders)}
    for group, floor in floors.items():
        program = asked(many, group, makes, many.outsiders)
        assert worth_of_all(program).worth == floor.amount


@pytest.mark.parametrize("seed", STABLE)
def test_with_fewer_groups_it_is_no_less(seed):
    game, payoffs = drawn(seed)
    floors = member_floors(superadditive_cover(coalitional_form(game).game), payoffs)
    many = OffersAmongMany(game, payoffs, payoffs)
    makes = {pair: many.worth(pair) for pair in combinations(many.outsiders, 2)}
    for group, floor in floors.items():
        most = [worth_of_all(asked(many, group, known, ())).worth for known in ({}, makes)]
        assert floor.amount <= most[1] <= most[0]
