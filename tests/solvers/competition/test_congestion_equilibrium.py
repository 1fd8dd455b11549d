"""Startups in hubs: Pigou's and Knight's numbers, all spreads compared, tolls that restore."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import HubCongestion, InvalidInput, StrategicGame
from solvers import congestion_equilibrium, potential, pure_equilibria

F = Fraction


def test_pigou():
    """Pigou (1920), as in Roughgarden and Tardos (2002): cost 1 or x, half of all should move."""
    roads = HubCongestion(["wide", "narrow"], [0, 1], [F(1, 10**9), 1], 1)
    found = congestion_equilibrium(
        replace(roads, hubs=["narrow"], returns=[1], congestion=[1], tolls=[0], outside=0)
    )
    assert (found["narrow"], found.optimum["narrow"]) == (1, F(1, 2))
    assert (found.welfare, found.optimal_welfare) == (0, F(1, 4))
    assert found.tolls["narrow"] == F(1, 2)
    assert found.cost_ratio == F(4, 3)  # costs 1 against 3/4
    assert found.price_of_anarchy is None
    near = congestion_equilibrium(roads).cost_ratio
    assert near is not None
    assert 0 < F(4, 3) - near < F(1, 10**8)


def test_a_free_hub_draws_twice_as_many_as_is_best():
    """Knight (1924): free entry leaves nothing, an owner's fee of (A - w)/2 is the best toll."""
    crowd = HubCongestion(["Hangzhou"], [60], [F(1, 2)], 1000, outside=20)
    found = congestion_equilibrium(crowd)
    assert found["Hangzhou"] == 80
    assert found.optimum["Hangzhou"] == 40
    assert found.outside == (920, 960)
    assert found.level == 20
    assert found.tolls["Hangzhou"] == 20
    assert found.rent["Hangzhou"] == 800  # the most that any fee f times (60 - f - 20)/(1/2) brings
    assert found.marginal["Hangzhou"] == 60 - 80  # below zero, as 60 > 2 * 20
    assert found.below_zero == ("Hangzhou",)
    assert found.optimal_welfare - found.welfare == 40 * (60 - 20) - 40 * 20


def test_where_the_last_startup_adds_nothing_it_takes_nothing_away():
    """60 - n / 2 = 30 draws 60 startups, of which the last adds 60 - 2 n / 2."""
    found = congestion_equilibrium(HubCongestion(["Hangzhou"], [60], [F(1, 2)], 1000, outside=30))
    assert (found["Hangzhou"], found.marginal["Hangzhou"]) == (60, 0)
    assert found.below_zero == ()


def test_two_hubs_by_hand():
    """9 - n = 7 - m and n + m = 4: n = 3; twice the slopes: 9 - 2n = 7 - 2m, n = 5/2."""
    found = congestion_equilibrium(HubCongestion(["H", "N"], [9, 7], [1, 1], 4))
    assert (found["H"], found["N"], found.level) == (3, 1, 6)
    assert found.optimum == {"H": F(5, 2), "N": F(3, 2)}
    assert found.tolls == {"H": F(5, 2), "N": F(3, 2)}
    assert (found.welfare, found.optimal_welfare) == (24, F(49, 2))
    assert found.price_of_anarchy == F(49, 48)
    assert "H draws 3 startups where 2.5 would be best; a toll" in found.status


def test_more_hubs_lower_the_price_of_anarchy():
    """H alone 12 - 10 = 2 each, against (12 - 10/4) each in four: then all is spread evenly."""
    four = HubCongestion(["H", "N", "W", "J"], [12, 12, 12, 12], [1, 1, 1, 1], 10)
    one = congestion_equilibrium(replace(four.only("H"), outside=0))
    assert one.price_of_anarchy == F(36, 20)
    assert congestion_equilibrium(four).price_of_anarchy == 1
    assert congestion_equilibrium(four).welfare == 95


def test_tolls_are_part_of_the_game():
    taxed = HubCongestion(["H", "N"], [9, 7], [1, 1], 4, tolls={"H": 10})
    found = congestion_equilibrium(taxed)
    assert (found["H"], found["N"]) == (0, 4)
    assert found.tolls == {"H": F(5, 2), "N": F(3, 2)}
    idle = congestion_equilibrium(HubCongestion(["H"], [3], [1], 10, outside=0, tolls=[3]))
    assert idle["H"] == 0
    assert "a subsidy would bring them" in idle.status


@pytest.mark.parametrize("whole", [False, True])
def test_nobody_or_nothing_to_gain(whole):
    none = congestion_equilibrium(HubCongestion(["H", "N"], [9, 7], [1, 1], 0, whole=whole))
    assert (none["H"], none.level, none.welfare, none.tolls["H"]) == (0, 9, 0, 0)
    assert none.cost_ratio is None
    away = congestion_equilibrium(HubCongestion(["H"], [-5], [1], 3, outside=1, whole=whole))
    assert (away["H"], away.outside, away.level) == (0, (3, 3), 1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"congestion": [0]}, "congestion of H is 0; it should be more than 0."),
        ({"startups": -1}, "the number of startups is -1; it should be 0 or more."),
        ({"startups": 0.5}, "the number of startups is 0.5; it should be a whole number."),
        ({"returns": {"N": 1}}, "a hub with a return is 'N'; it should be one of H."),
    ],
)
def test_bad_input(change, sentence):
    with pytest.raises(InvalidInput) as raised:
        HubCongestion(
            **{
                "hubs": ["H"],
                "returns": [1],
                "congestion": [1],
                "startups": 1,
                "whole": True,
                **change,
            }
        )
    assert str(raised.value) == sentence


def crowds(whole, most_hubs=3, most=4, *, tolls=False):
    """Whole numbers, so that ties are common."""
    number = st.integers(-2, 12)
    return st.integers(1, most_hubs).flatmap(
        lambda k: st.builds(
            lambda a, g, n, w, t: HubCongestion(
                [f"H{h}" for h in range(k)], a, g, n, outside=w, whole=whole, tolls=t
            ),
            st.lists(number, min_size=k, max_size=k),
            st.lists(st.integers(1, 4), min_size=k, max_size=k),
            st.integers(0, most),
            st.none() | st.integers(-1, 4),
            st.lists(st.integers(-2, 3) if tolls else st.just(0), min_size=k, max_size=k),
        )
    )


def spreads(crowd):
    n = int(crowd.startups)
    for spread in product(range(n + 1), repeat=len(crowd.hubs)):
        if sum(spread) == n or (crowd.outside is not None and sum(spread) < n):
            yield spread


def as_strategic(crowd):
    """Each startup a player that chooses a hub or to stay out."""
    places = [*crowd.hubs, *([] if crowd.outside is None else ["out"])]

    def paid(chosen):
        counts = {hub: chosen.count(hub) for hub in crowd.hubs}
        earned = {**crowd.earned(counts), "out": crowd.outside}
        return [earned[place] for place in chosen]

    return StrategicGame.from_function([f"s{k}" for k in range(int(crowd.startups))], places, paid)


@given(crowds(True, tolls=True).filter(lambda crowd: crowd.startups > 0))
def test_whole_startups_against_all_profiles(crowd):
    """The worst pure equilibrium of the strategic game, and the best of all spreads."""
    found = congestion_equilibrium(crowd)
    game = as_strategic(crowd)
    counts = [
        {hub: list(profile.values()).count(hub) for hub in crowd.hubs}
        for profile in pure_equilibria(game)
    ]
    assert found.startups in counts
    assert found.welfare == min(map(crowd.welfare, counts))
    assert found.optimal_welfare == max(map(crowd.welfare, spreads(crowd)))
    assert potential(game).is_exact
    assert found.certificate.verify(crowd)


@given(crowds(False, tolls=True))
def test_many_startups_against_perturbations(crowd):
    """No startup earns more elsewhere; no part of a unit, moved anywhere, makes all better off."""
    found = congestion_equilibrium(crowd)
    earned = crowd.earned(found.startups)
    places = {**earned, **({} if crowd.outside is None else {"out": crowd.outside})}
    used = [earned[hub] for hub, n in found.startups.items() if n]
    if found.outside[0]:
        used.append(crowd.outside)
    assert all(one == max(places.values()) for one in used)
    best = {**found.optimum, **({} if crowd.outside is None else {"out": found.outside[1]})}
    for one, there in best.items():
        for other in best:
            step = min(there, F(1, 7))
            moved = dict(best)
            moved[one] -= step
            moved[other] += step
            moved.pop("out", None)
            assert crowd.welfare(moved) <= found.optimal_welfare
    assert found.certificate.verify(crowd)


@given(crowds(False, most=9))
def test_the_tolls_restore_the_optimum(crowd):
    found = congestion_equilibrium(crowd)
    tolled = congestion_equilibrium(replace(crowd, tolls=found.tolls))
    assert tolled.startups == found.optimum
    assert tolled.welfare == found.optimal_welfare
    assert all(
        toll == slope * n
        for toll, slope, n in zip(
            found.tolls.values(), crowd.congestion, found.optimum.values(), strict=True
        )
    )


@given(crowds(True).filter(lambda crowd: crowd.startups > 0))
def test_the_tolls_make_the_optimum_an_equilibrium_of_whole_startups(crowd):
    found = congestion_equilibrium(crowd)
    tolled = as_strategic(replace(crowd, tolls=found.tolls))
    profile = [hub for hub, n in found.optimum.items() for _ in range(int(n))]
    profile += ["out"] * int(found.outside[1])
    assert tuple(profile) in pure_equilibria(tolled).profiles


@given(st.booleans().flatmap(lambda whole: crowds(whole, 4, 12)))
def test_bounds_on_the_ratio_of_costs(crowd):
    """4/3 for many: Roughgarden and Tardos (2002); 5/2: Christodoulou and Koutsoupias (2005)."""
    ratio = congestion_equilibrium(crowd).cost_ratio
    assert ratio is None or 1 <= ratio <= (F(5, 2) if crowd.whole else F(4, 3))
