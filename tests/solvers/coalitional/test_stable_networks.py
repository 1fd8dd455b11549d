"""Stable networks against a search of our own, and the layered network of three cities by hand."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, LinkFormation
from solvers import link_change, stable_networks
from tests.properties.strategies import examples

F = Fraction
CITIES = ["Hub", "Port", "Hill", "Dale"]
amounts = st.fractions(-2, 6, max_denominator=2)


@st.composite
def formations(draw):
    n = draw(st.integers(2, 4))
    matrix = st.lists(st.lists(amounts, min_size=n, max_size=n), min_size=n, max_size=n)
    worth, costs = (
        [[x if i != j else 0 for j, x in enumerate(row)] for i, row in enumerate(draw(matrix))]
        for _ in range(2)
    )
    costs = [[abs(x) for x in row] for row in costs]
    return LinkFormation(CITIES[:n], worth, costs, kept=draw(st.sampled_from([0, F(1, 2), 1])))


def payoffs(game, links):
    """The shortest of all paths that visit no city twice."""
    n, joined = len(game.cities), {frozenset(link) for link in links}
    found = []
    for i in range(n):
        total = F(0)
        for j in range(n):
            lengths = [
                len(middle) + 1
                for k in range(n - 1)
                for middle in itertools.permutations([m for m in range(n) if m not in (i, j)], k)
                if j != i
                and all(
                    frozenset((game.cities[a], game.cities[b])) in joined
                    for a, b in itertools.pairwise((i, *middle, j))
                )
            ]
            if lengths:
                total += game.kept ** (min(lengths) - 1) * game.worth[i][j]
            if frozenset((game.cities[i], game.cities[j])) in joined:
                total -= game.costs[i][j]
        found.append(total)
    return found


@examples(30)
@given(formations())
def test_against_a_search_of_our_own(game):
    pairs = list(itertools.combinations(game.cities, 2))
    networks = [c for k in range(len(pairs) + 1) for c in itertools.combinations(pairs, k)]
    table = {frozenset(network): payoffs(game, network) for network in networks}
    stable, paid = set(), set()
    for network in networks:
        mine, free, sold = frozenset(network), True, True
        for a, b in pairs:
            other = mine ^ {(a, b)}
            ends = [game.cities.index(a), game.cities.index(b)]
            gains = [table[other][i] - table[mine][i] for i in ends]
            sold = sold and sum(gains) <= 0
            if (a, b) in mine:
                free = free and max(gains) <= 0
            else:
                free = free and not (max(gains) > 0 and min(gains) >= 0)
        stable |= {mine} if free else set()
        paid |= {mine} if sold else set()
        assert (link_change(game, network) is None) == free
        assert list(game.payoffs(network).values()) == table[mine]
    found = stable_networks(game)
    most = max(map(sum, table.values()))
    assert set(map(frozenset, found.stable)) == stable
    assert set(map(frozenset, found.paid)) == paid
    assert {frozenset(one) for one in found.efficient} == {
        network for network, row in table.items() if sum(row) == most
    }
    assert found.most == most
    assert found.held == max((sum(table[one]) for one in stable), default=None)
    assert found.certificate.verify(game) is True


def by_gap(gap):
    """Worth 8, 4 and 2; over Port Hub and Hill have 3/4 of 4 = 3 of each other."""
    levels = {"Hub": 4, "Port": 2, "Hill": 1}
    return stable_networks(
        LinkFormation.from_levels(levels, complementarity=1, gap_cost=gap, kept=F(3, 4))
    )


CHAIN = (("Hub", "Port"), ("Port", "Hill"))


@pytest.mark.parametrize(
    ("gap", "stable", "layered"),
    [
        (F(33, 100), (("Hub", "Port"), ("Hub", "Hill"), ("Port", "Hill")), False),
        (F(34, 100), CHAIN, True),  # Hub has 1 - 3 e more by a link with Hill
        (2, CHAIN, True),  # Port has 2 - e by its link with Hill
        (F(201, 100), (("Hub", "Port"),), True),
    ],
)
def test_where_the_layered_network_stands(gap, stable, layered):
    found = by_gap(gap)
    assert found.stable == (stable,)
    assert found.layered == layered


def test_the_middle_does_not_pay_for_the_small_city():
    """With Hill all have 10 - 2 e more, its two ends 7 - 2 e."""
    found = by_gap(F(7, 2))
    assert (found.efficient, found.conflict, found.mended) == ((CHAIN,), True, True)
    assert found.left_out == ("Hill",)
    assert found.most - found.held == 3
    assert not by_gap(F(36, 10)).mended
    assert not by_gap(2).conflict
    assert by_gap(2).left_out == ()
    beyond = by_gap(6)
    assert (beyond.stable, beyond.efficient) == (((),), ((),))


def test_strong_with_strong_and_small_with_medium_on_other_data():
    """Two hubs of 6: with nothing kept over others only links that pay both ends stand."""
    levels = {"East": 6, "West": 6, "Port": 3, "Hill": 2}
    game = LinkFormation.from_levels(levels, complementarity=1, cost=2, gap_cost=4, kept=0)
    found = stable_networks(game)
    # 36 - 2, 18 - 14, 12 - 18 and 6 - 6 = 0, which may be there or not
    strong = (("East", "West"), ("East", "Port"), ("West", "Port"))
    assert set(found.stable) == {(*strong, ("Port", "Hill"))} | {strong} & set(found.stable)
    assert found.layered
    direct = stable_networks(
        LinkFormation.from_levels(levels, complementarity=1, cost=2, gap_cost=2, kept=0)
    )
    assert not direct.layered
    assert any({"East", "Hill"} == set(link) for link in direct.stable[0])


def test_many_cities_can_be_asked_about_one_network():
    names = [f"city {k}" for k in range(30)]
    ring = [(names[k], names[k - 1]) for k in range(30)]
    game = LinkFormation(
        names, [[int(i != j) for j in range(30)] for i in range(30)], [[0] * 30] * 30
    )
    change = link_change(game, ring)
    assert change.adds
    assert set(change.gains.values()) == {1}
    with pytest.raises(InvalidInput, match="at most 6"):
        stable_networks(game)


def test_what_cannot_be_right_is_named():
    with pytest.raises(InvalidInput, match="two or more"):
        LinkFormation(["A"], [[0]], [[0]])
    with pytest.raises(InvalidInput, match="what A pays for a link with B"):
        LinkFormation(["A", "B"], [[0, 1], [1, 0]], [[0, -1], [0, 0]])
    with pytest.raises(InvalidInput, match="what a further link keeps"):
        LinkFormation(["A", "B"], [[0, 1], [1, 0]], [[0, 0], [0, 0]], kept=2)
    with pytest.raises(InvalidInput, match="level of A"):
        LinkFormation.from_levels({"A": -1, "B": 1})
    with pytest.raises(InvalidInput, match="subject of stable_networks"):
        stable_networks(3)
