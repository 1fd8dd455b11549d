"""Growth by rents and growth by a deal: by hand, against the general flow, and by brute force."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games import FactorFlow, InvalidInput, NeighbourGrowth
from solvers import flow_equilibria, growth_split

F = Fraction
# At first 7 in the hub and 1 in the neighbour, at a level of 3.
DELTA = NeighbourGrowth(["Hub", "Next"], [10, 4], rent=[1, 1], firms=8)
WORLDS = ((False, False), (True, False), (False, True), (True, True))


@st.composite
def games(draw):
    n = draw(st.integers(2, 4))
    some, slopes = st.integers(-3, 12), st.sampled_from([F(1, 2), F(1), F(2), F(3)])
    return NeighbourGrowth(
        list("ABCD")[:n],
        [draw(some) for _ in range(n)],
        rent=[draw(slopes) for _ in range(n)],
        firms=draw(st.integers(1, 9)),
        growth=[draw(some) for _ in range(n)],
        arrivals=draw(st.integers(0, 9)),
        deal=[draw(some) for _ in range(n)],
        brings=draw(st.integers(0, 3)),
        tax=[draw(st.integers(0, 3)) for _ in range(n)],
        keeps=[draw(st.sampled_from([F(0), F(1, 3), F(1)])) for _ in range(n)],
    )


def test_arrivals_crowd_firms_out_to_the_neighbour_without_a_deal():
    """12 firms: 9 and 3 at a level of 1. The neighbour gains 2, and a deal that adds 2 one more."""
    found = growth_split(replace(DELTA, arrivals=F(4), deal=(F(0), F(2))))
    assert found.without_deal == {"Hub": 2, "Next": 2}
    assert found.by_deal == {"Hub": -1, "Next": 1}
    assert found.by_rent == ("Hub", "Next")
    assert found.crowded_out == ("Hub", "Next")
    assert not found.by_cooperation
    assert "Next gains 3, of which 1 by the deal" in found.status


def test_a_hub_that_only_becomes_better_drains_the_neighbour_and_the_deal_is_its_growth():
    """The hub earns 2 more: 8 and 0. A deal that adds 4: 7 and 1 again, and 6 adds one more."""
    drained = replace(DELTA, growth=(F(2), F(0)))
    found = growth_split(drained)
    assert found.without_deal == {"Hub": 1, "Next": -1}
    assert found.gains == {"Hub": 1, "Next": -1}
    assert "Next loses 1" in found.status
    found = growth_split(replace(drained, deal=(F(0), F(4))))
    assert found.by_deal == {"Hub": -2, "Next": 2}
    assert found.by_cooperation == ("Next",)
    assert found.crowded_out == ("Hub",)


def test_rents_count_where_the_city_keeps_them():
    """3 firms pay 3 each: tax 3 and a third of 9, against 1 and a third of 1."""
    found = growth_split(replace(DELTA, arrivals=F(4), keeps=(F(0), F(1, 3))))
    assert found.without_deal["Next"] == 3 + 3 - (1 + F(1, 3))


def test_what_the_deal_adds_may_need_the_growth():
    """Alone the deal brings nobody: 1 more is not enough where the first would earn 4 below."""
    far = NeighbourGrowth(["Hub", "Next"], [10, 0], rent=[1, 1], firms=2, arrivals=10, deal=[0, 1])
    found = growth_split(far)
    # 8 in the hub; with 12 firms 11 and 1, with the deal 10.5 and 1.5.
    assert found.deal_alone["Next"] == 0
    assert (found.without_deal["Next"], found.by_deal["Next"]) == (1, F(1, 2))


@given(games())
def test_the_parts_add_up_and_nobody_would_move(game):
    found = growth_split(game)
    certificate = found.certificate
    assert certificate.verify(game) is True
    assert found.settled == certificate.both
    first, last = (game.has(m.values()) for m in (certificate.at_first, certificate.both))
    assert found.gains == {city: last[city] - first[city] for city in game.cities}
    for (growth, deal), masses in zip(WORLDS, worlds(certificate), strict=True):
        earned = [a + growth * g + deal * d for a, g, d in
                  zip(game.earned, game.growth, game.deal, strict=True)]  # fmt: skip
        firms = game.firms + growth * game.arrivals + deal * game.brings
        assert list(masses.values()) == filled(earned, game.rent, firms)


def worlds(certificate):
    return certificate.at_first, certificate.grown, certificate.with_deal, certificate.both


def filled(earned, rents, firms):
    """Every set of cities in use is tried: the one at whose level nobody would move."""
    n = len(earned)
    for subset in range(1, 1 << n):
        used = [i for i in range(n) if subset >> i & 1]
        level = (sum(earned[i] / rents[i] for i in used) - firms) / sum(1 / rents[i] for i in used)
        masses = [(earned[i] - level) / rents[i] if i in used else F(0) for i in range(n)]
        left_out = [earned[i] for i in range(n) if i not in used]
        if min(masses) >= 0 and all(x <= level for x in left_out):
            return masses
    raise AssertionError


@settings(max_examples=10, deadline=None)
@given(games())
def test_firms_settle_as_in_the_general_flow(game):
    """An elasticity of 1 and rents as congestion; its balls enclose these masses."""
    flow = FactorFlow(
        game.cities, [a + 100 for a in game.earned], 1, game.firms, congestion=game.rent
    )
    (equilibrium,) = flow_equilibria(flow).equilibria
    for city, n in growth_split(game).certificate.at_first.items():
        assert abs(equilibrium.masses[city] - n) < F(1, 10**6)


@given(games())
def test_with_the_arrivals_needed_a_city_stays_as_it_was(game):
    for city, needed in growth_split(game).arrivals_needed.items():
        first = growth_split(game).certificate.at_first[city]
        for more, sign in ((F(0), 0), (F(1), 1)):
            grown = growth_split(replace(game, arrivals=needed + more)).certificate.grown[city]
            assert (grown > first) - (grown < first) == sign
        if needed > 1:
            fewer = growth_split(replace(game, arrivals=needed - 1)).certificate.grown[city]
            assert fewer < first


def test_arrivals_needed_by_hand():
    """The hub earns 2 more, so 2 arrivals fill it to the level of before."""
    found = growth_split(replace(DELTA, growth=(F(2), F(0)), arrivals=F(5)))
    assert found.arrivals_needed["Next"] == 2
    assert found.crowded_out == ("Hub", "Next")
    assert "Next" not in growth_split(replace(DELTA, growth=(F(0), F(2)))).arrivals_needed


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"cities": ["Hub"], "earned": [1], "rent": [1]}, "the number of cities"),
        ({"rent": [1, 0]}, "rent of Next"),
        ({"firms": 0}, "the number of firms"),
        ({"arrivals": -1}, "the number that arrives"),
        ({"brings": -1}, "the number that the deal brings"),
        ({"keeps": {"Hub": 2}}, "part of rents of Hub"),
        ({"tax": {"Hub": -1}}, "tax of Hub"),
        ({"cities": ["Hub", "Hub"]}, "city"),
    ],
)
def test_wrong_input_is_named(changes, place):
    given_numbers = {"cities": ["Hub", "Next"], "earned": [10, 4], "rent": [1, 1], "firms": 8}
    with pytest.raises(InvalidInput, match=place):
        NeighbourGrowth(**(given_numbers | changes))
