"""Others to whom a group adds much: against all groups of small games, by their tables."""

import math
from dataclasses import replace
from itertools import combinations

import pytest

from solvers.families.marginal_limits import adds_up, most_added_program
from solvers.families.marginal_program import marginal_program
from solvers.families.marginal_search import Joining, _kicked, marginal_search
from solvers.families.program_game import program_game
from solvers.families.worth_at_most import worth_at_most
from solvers.families.worth_of_all import worth_of_all
from solvers.limited_work import limited_work
from solvers.optimum import solve
from solvers.production.coalitional_form import coalitional_form
from tests.solvers.families.test_large_shapley import park_towns
from tests.solvers.families.test_marginal_program import drawn, most_added


def added(table, group, to):
    return table.worth([*group, *to]) - (table.worth(to) if to else 0)


def groups_of(cities):
    return [to for size in range(len(cities) + 1) for to in combinations(cities, size)]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("group", [("T0",), ("T3",), ("T1", "T4")])
def test_no_single_city_that_joins_or_leaves_makes_it_more(seed, group):
    game = park_towns(seed)
    table = coalitional_form(game).game
    found = set(marginal_search(Joining(game, group)).to)
    for city in set(game.cities) - {*group}:
        assert added(table, group, [*(found ^ {city})]) <= added(table, group, [*found])


def test_it_is_the_most_in_nearly_all_small_games():
    right = 0
    for seed in range(20):
        game = park_towns(seed)
        table = coalitional_form(game).game
        most = max(added(table, ("T2",), to) for to in groups_of(("T0", "T1", "T3", "T4")))
        right += added(table, ("T2",), marginal_search(Joining(game, ("T2",))).to) == most
    assert right >= 18


@pytest.mark.parametrize(("seed", "city"), [(145, "T4"), (146, "T6"), (148, "T4")])
def test_where_cities_in_turn_end_too_soon_the_best_of_them_each_time_does_not(seed, city):
    game = park_towns(seed, 7, 3)
    table = coalitional_form(game).game
    others = tuple(town for town in game.cities if town != city)
    most = max(added(table, (city,), to) for to in groups_of(others))
    assert added(table, (city,), marginal_search(Joining(game, (city,))).to) == most


def test_what_is_no_group_of_others_in_the_order_of_the_game_is_refused():
    joining = Joining(park_towns(0), ("T1",))
    proof = marginal_search(joining).certificate
    assert proof.verify(joining) is True
    assert replace(proof, to=("T2", "T3")).verify(joining) is True
    for to in (("T1",), ("T3", "T2"), ("T2", "T2"), ("elsewhere",)):
        assert not replace(proof, to=to).verify(joining)
    parks = tuple(park.name for park in joining.game.platforms)
    assert replace(proof, closer=(None, (), parks)).verify(joining) is True
    for opened in (parks[::-1], ("elsewhere",), (parks[0], parks[0])):
        assert not replace(proof, closer=(opened,)).verify(joining)
    assert not replace(proof, closer=(None, (), parks, None)).verify(joining)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("group", [("T0", "T3"), ("T1", "T2", "T4"), ("T0", "T1", "T2", "T3")])
def test_a_group_adds_no_more_than_its_limit(seed, group):
    game = park_towns(seed)
    table, model = coalitional_form(game).game, program_game(game)
    assert adds_up(model)
    alone = {city: table.worth([city]) for city in game.cities}
    limit = solve(most_added_program(game, group, alone, model)).optimum
    others = [city for city in game.cities if city not in group]
    assert max(added(table, group, to) for to in groups_of(others)) <= limit
    assert limit <= table.grand_worth + sum(alone.values())


@pytest.mark.parametrize(("seed", "city"), [(1, "T2"), (10, "T4")])
def test_others_who_reach_a_bound_are_tried_though_it_is_no_closer(seed, city, monkeypatch):
    """Here they alone lead to the most: the local search does not move, and no bound is closer."""
    where = "solvers.families.marginal_search"
    monkeypatch.setattr(f"{where}._WIDE", -1)
    monkeypatch.setattr(f"{where}._CLOSER", 2)
    monkeypatch.setattr(f"{where}._reaching", lambda *_: frozenset())
    for moves in ("_in_turn", "_in_pairs", "_steepest"):
        monkeypatch.setattr(f"{where}.{moves}", lambda _, at, *more: at)
    game = park_towns(seed)
    found = marginal_search(Joining(game, (city,)))
    assert found.closer == ()
    table = coalitional_form(game).game
    others = [town for town in game.cities if town != city]
    most = max(added(table, (city,), to) for to in groups_of(others))
    assert added(table, (city,), found.to) == most


def test_openings_that_bring_a_closer_bound_are_those_others_open_by_themselves(monkeypatch):
    """So it is of a host, too; with them the bound is no lower than the most, and no higher."""
    monkeypatch.setattr("solvers.families.marginal_search._WIDE", -1)
    monkeypatch.setattr("solvers.families.marginal_search._CLOSER", 1e-6)
    closer = 0
    for seed in range(60):
        game = drawn(seed)
        hosts = sorted({park.site for park in game.platforms if park.site})
        program = marginal_program(game, hosts[:1]) if hosts else None
        if program is None or len(game.cities) == 1:
            continue
        found = marginal_search(Joining(game, (hosts[0],)))
        if found.closer:
            least, most = most_added(game, hosts[:1]), worth_at_most(program).most
            bound = worth_at_most(marginal_program(game, hosts[:1], found.closer)).most
            assert least <= bound < most
            closer += 1
    assert closer >= 5


def test_no_worth_is_proven_for_a_closer_bound_after_the_time_is_over(monkeypatch):
    where = "solvers.families.marginal_search"
    asked = []
    monkeypatch.setattr(f"{where}._WIDE", -1)
    monkeypatch.setattr(f"{where}._most", lambda *_: (math.inf, {"T0"}))
    monkeypatch.setattr(f"{where}.worth_of_all", lambda game: asked.append(game) or worth(game))
    game, worth = park_towns(1), worth_of_all
    marginal_search(Joining(game, ("T1",)))
    assert asked
    asked.clear()
    with limited_work(1e-9):
        assert marginal_search(Joining(game, ("T1",))).closer == ()
    assert not asked


def test_drawn_cities_that_join_at_once_lead_out_of_a_local_optimum():
    """Three together are worth 9, one or two of them nothing: no single step leads there."""
    names = range(7)

    def added(group):
        return 9.0 if {1, 4, 6} <= group else -1.0 * len(group)

    assert added(_kicked(added, frozenset(), names, 1e-7, math.inf)) == 9
