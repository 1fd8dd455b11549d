"""Stable zones: all partitions and groups by brute force, classics by hand, and many cities."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import HedonicGame, InvalidInput, NotProven
from solvers import blocking_zone, core_partitions

F = Fraction


def all_partitions(cities):
    if not cities:
        yield []
        return
    first, rest = cities[0], cities[1:]
    for k in range(len(rest) + 1):
        for friends in combinations(rest, k):
            others = [c for c in rest if c not in friends]
            for more in all_partitions(others):
                yield [{first, *friends}, *more]


def brute(game):
    """The stable partitions, by payoffs added up here."""

    def payoff(city, zone):
        i = game.cities.index(city)
        return sum(game.worth[i][game.cities.index(c)] for c in zone)

    groups = [set(g) for k in range(1, game.largest + 1) for g in combinations(game.cities, k)]
    found = set()
    for zones in all_partitions(list(game.cities)):
        if max(map(len, zones)) > game.largest:
            continue
        has = {c: payoff(c, zone) for zone in zones for c in zone}
        if not any(all(payoff(c, g) > has[c] for c in g) for g in groups):
            found.add(frozenset(map(frozenset, zones)))
    return found


@st.composite
def hedonic(draw):
    n = draw(st.integers(1, 4))
    worth = st.integers(-3, 3)
    return HedonicGame(
        list("abcd")[:n],
        [[0 if i == j else draw(worth) for j in range(n)] for i in range(n)],
        levels=[draw(st.integers(0, 3)) for _ in range(n)],
        largest=draw(st.integers(1, n)),
    )


@given(hedonic())
def test_stable_partitions_are_those_of_brute_force(game):
    found = core_partitions(game)
    stable = {frozenset(map(frozenset, one.zones)) for one in found.stable}
    assert stable == brute(game)
    assert found.exists == bool(stable)
    assert found.certificate.verify(game) is True
    for one in found.stable:
        assert blocking_zone(game, one.zones) is None
    for one, group in found.blocking:
        assert all(game.payoff(c, group) > one.payoffs[c] for c in group)
        assert blocking_zone(game, one.zones) == group
    totals = [
        sum(game.payoff(c, zone) for zone in zones for c in zone)
        for zones in all_partitions(list(game.cities))
        if max(map(len, zones)) <= game.largest
    ]
    assert found.best.total == max(totals)


def test_three_room_mates_who_each_prefer_the_next_one():
    """Gale and Shapley (1962): in zones of two, a likes b best, b likes c, c likes a."""
    circle = HedonicGame(["a", "b", "c"], [[0, 2, 1], [1, 0, 2], [2, 1, 0]], largest=2)
    found = core_partitions(circle)
    assert not found.exists
    assert len(found.blocking) == 4  # all alone, or one of three pairs
    assert found.status == "No partition into zones is stable."
    assert not found.excludes
    # Without the limit all three together are stable.
    assert len(core_partitions(replace_limit(circle, 3)).stable) == 1


def replace_limit(game, largest):
    return HedonicGame(game.cities, game.worth, levels=game.levels, largest=largest)


def test_complements_sort_and_leave_out():
    """Levels 5, 4, 2, 1, a cost of 6: A and B want each other (14), and C (4, 2); nobody D."""
    game = HedonicGame.from_levels({"A": 5, "B": 4, "C": 2, "D": 1}, complementarity=1, cost=6)
    found = core_partitions(game)
    assert [one.zones for one in found.stable] == [(("A", "B", "C"), ("D",))]
    assert (found.assortative, found.left_out, found.excludes) == (True, ("D",), True)
    assert found.stable[0].payoffs == {"A": 18, "B": 16, "C": 6, "D": 0}


def test_learning_alone_does_not_keep_who_has_nothing_to_give():
    """The hub has nobody to learn from and each partner costs it: with a cost all are alone."""
    costly = core_partitions(HedonicGame.from_levels({"A": 3, "B": 2, "C": 1}, learning=2, cost=1))
    assert [one.zones for one in costly.stable] == [(("A",), ("B",), ("C",))]
    assert costly.left_out == ("B", "C")
    free = core_partitions(HedonicGame.from_levels({"A": 3, "B": 2, "C": 1}, learning=2))
    assert (("A", "B", "C"),) in [one.zones for one in free.stable]
    assert free.left_out == ()
    assert not free.excludes


def test_zones_that_are_not_assortative():
    """Pairs who want their opposite: A wants D, and the two in the middle each other."""
    game = HedonicGame(
        ["A", "B", "C", "D"],
        [[0, 1, 1, 9], [1, 0, 9, 1], [1, 9, 0, 1], [9, 1, 1, 0]],
        levels=[4, 3, 2, 1], largest=2,
    )  # fmt: skip
    found = core_partitions(game)
    assert [set(one.zones) for one in found.stable] == [{("A", "D"), ("B", "C")}]
    assert not found.assortative
    assert found.left_out == ("B",)
    assert not found.excludes


def test_many_cities_in_zones_of_four():
    """Complements without cost: the four most advanced, the next four, and so on."""
    names = [f"c{k}" for k in range(18)]
    levels = {name: k + 1 for k, name in enumerate(names)}
    game = HedonicGame.from_levels(levels, complementarity=1, largest=4)
    found = core_partitions(game)
    zones = {tuple(names[max(0, k - 4) : k]) for k in (18, 14, 10, 6, 2)}
    assert [set(one.zones) for one in found.stable] == [zones]
    assert found.certificate.verify(game) is True
    ends = sorted((min(levels[c] for c in z), max(levels[c] for c in z)) for z in zones)
    assert found.assortative == all(a[1] <= b[0] for a, b in pairwise(ends))
    assert found.best is None


def test_a_zone_that_is_not_best_for_all_proves_nothing():
    game = HedonicGame.from_levels(
        {f"c{k}": k + 1 for k in range(10)}, complementarity=1, largest=4
    )
    certificate = core_partitions(game).certificate
    other = (("c9", "c8", "c7", "c5"), *certificate.top[1:])
    assert not replace(certificate, top=other).verify(game)


def test_many_cities_without_a_best_zone_are_not_decided():
    names = [f"c{k}" for k in range(9)]
    worth = [[2 if j == (i + 1) % 9 else 0 if i == j else 1 for j in range(9)] for i in range(9)]
    with pytest.raises(NotProven, match="9 cities are left"):
        core_partitions(HedonicGame(names, worth, largest=2))


@pytest.mark.parametrize(
    ("zones", "told"),
    [
        ([["A", "B"], ["B"]], "is 'B'; it should be named once"),
        ([["A", "Z"]], "is 'Z'; it should be one of A, B, C"),
        ([["A", "B", "C"]], "the members of a zone is 3; it should be at most 2"),
    ],
)
def test_a_partition_that_cannot_be_is_named(zones, told):
    game = HedonicGame.from_levels({"A": 3, "B": 2, "C": 1}, learning=2, largest=2)
    with pytest.raises(InvalidInput, match=told):
        blocking_zone(game, zones)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"levels": {"A": -1}}, "level of A is -1"),
        ({"levels": {"A": 1}, "cost": -1}, "the cost of a partner is -1"),
        ({"levels": {"A": 1}, "largest": 0}, "the largest zone is 0"),
    ],
)
def test_what_cannot_be_right_is_named(given, told):
    with pytest.raises(InvalidInput, match=told):
        HedonicGame.from_levels(**given)
