"""Ends of corridors, against the Myerson value of a table and against all sets of links."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame, Corridor, CostlyLinks, InvalidInput
from solvers import corridor_ends, costly_links_game, myerson_value
from tests.properties.strategies import examples

F = Fraction
CITIES = ["Shanghai", "Jiaxing", "Hangzhou", "Jinhua", "Quzhou"]
amounts = st.fractions(0, 9, max_denominator=3)
shares = st.sampled_from([0, F(1, 3), F(1, 2), 1])


@st.composite
def corridors(draw):
    n = draw(st.integers(2, 5))
    return Corridor(
        CITIES[:n],
        draw(st.lists(amounts, min_size=n, max_size=n)),
        draw(st.lists(amounts, min_size=n - 1, max_size=n - 1)),
        draw(st.lists(shares, min_size=n - 1, max_size=n - 1)),
        takes=draw(st.lists(amounts, min_size=n, max_size=n)),
    )


def gain(line, i, j):
    both = line.gives[i] * line.takes[j] + line.gives[j] * line.takes[i]
    return both * math.prod(line.kept[i:j], start=F(1))


def table(line):
    place = {city: k for k, city in enumerate(line.cities)}
    pairs = {
        (a, b): gain(line, place[a], place[b]) for a, b in itertools.combinations(line.cities, 2)
    }
    return CoalitionalGame.from_function(
        line.cities, lambda s: sum((pairs[pair] for pair in itertools.combinations(s, 2)), F(0))
    )


@examples(40)
@given(corridors())
def test_against_a_table(line):
    found, game, n = corridor_ends(line), table(line), len(line.cities)
    links = list(itertools.pairwise(line.cities))
    costs = dict(zip(links, line.link_costs, strict=True))
    expected = myerson_value(game, links)
    for city in line.cities:
        paid = sum((cost for link, cost in costs.items() if city in link), F(0)) / 2
        assert found.values[city] == expected[city] - paid
    for city, place in ((line.cities[0], 0), (line.cities[-1], n - 1)):
        others = [other for other in line.cities if other != city]
        assert found.adds[city] == game.grand_worth - game.worth(others)
        assert (city in found.dead_ends) == (found.adds[city] <= line.link_costs[min(place, n - 2)])
    best = costly_links_game(CostlyLinks(game, costs))
    assert found.most == best.grand_worth
    assert sum(found.stretches, ()) == line.cities
    made = sum((game.worth(part) for part in found.stretches), F(0))
    kept = {link for part in found.stretches for link in itertools.pairwise(part)}
    assert made - sum((costs[link] for link in kept), F(0)) == found.most
    assert found.certificate.verify(line) is True


def test_the_far_end_is_a_dead_end_unless_spillovers_reach_it():
    """Jinhua adds 8/8 + 2/4 + 4/2 = 7/2, of which it gets 1/4, 1/3 and 1/2."""
    line = Corridor(CITIES[:4], [8, 2, 4, 0], [1, 1, F(7, 2)], F(1, 2))
    found = corridor_ends(line)
    assert found.adds["Jinhua"] == F(7, 2)
    assert found.dead_ends == ("Jinhua",)
    assert found.values["Jinhua"] == F(1, 4) + F(1, 6) + 1 - F(7, 4)
    assert found.losers == {"Jinhua": F(1, 3)}
    assert found.stretches == (("Shanghai", "Jiaxing", "Hangzhou"), ("Jinhua",))
    cheaper = corridor_ends(Corridor(CITIES[:4], [8, 2, 4, 0], [1, 1, F(10, 3)], F(1, 2)))
    assert cheaper.dead_ends == ()
    assert cheaper.stretches == (tuple(CITIES[:4]),)


def test_hundreds_of_cities():
    """Alike, nothing kept but between neighbours: each pair makes 2, each link costs 1."""
    names = [f"city {k}" for k in range(200)]
    found = corridor_ends(Corridor(names, [1] * 200, [1] * 199, [1, *[0] * 198]))
    assert found.values["city 199"] == -F(1, 2)
    assert found.dead_ends == ("city 199",)
    assert found.most == 1


def test_what_cannot_be_right_is_named():
    with pytest.raises(InvalidInput, match="of length 1"):
        Corridor(["A"], [1], [], 1)
    with pytest.raises(InvalidInput, match="one for each of the 1 stretches"):
        Corridor(["A", "B"], [1, 1], [], 1)
    with pytest.raises(InvalidInput, match="cost of the link A - B"):
        Corridor(["A", "B"], [1, 1], [-1], 1)
    with pytest.raises(InvalidInput, match="share kept by A - B"):
        Corridor(["A", "B"], [1, 1], [1], 2)
    with pytest.raises(InvalidInput, match="use to others of A is -1"):
        Corridor(["A", "B"], [-1, 1], [1], 1)
    with pytest.raises(InvalidInput, match="use to others of B is 'x'"):
        Corridor(["A", "B"], [1, "x"], [1], 1)
    with pytest.raises(InvalidInput, match="subject of corridor_ends"):
        corridor_ends(3)
