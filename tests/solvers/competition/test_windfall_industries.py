"""Windfall industries: numbers by hand, and all profiles compared one by one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import IndustryChoice, InvalidInput
from solvers import potential, pure_equilibria, windfall_industries

F = Fraction
CITIES = ["Quzhou", "Lishui", "Jinhua", "Taizhou", "Huzhou"]
RUSH = IndustryChoice(
    CITIES, ["chips", "tea"], signal=[20, 4], truth=[12, 4], crowding={"chips": 3}
)


def test_all_court_chips():
    """The fifth believes in 20 - 12 > 4; in truth k in chips make k(12 - 3(k - 1)) + 4(5 - k)."""
    found = windfall_industries(RUSH)
    assert {k: k * (15 - 3 * k) + 4 * (5 - k) for k in range(6)} == {
        0: 20, 1: 28, 2: 30, 3: 26, 4: 16, 5: 0,
    }  # fmt: skip
    assert set(found.worst.choices.values()) == {"chips"}
    assert (found.worst.total, found.optimum.total, found.loss) == (0, 30, 30)
    assert found.optimum.counts == {"chips": 2, "tea": 3}
    assert (found.worst.overlap, found.optimum.overlap) == (1, F(4 + 9, 25))
    assert found.number == 1
    assert found.herding
    assert found.misplaced == ("Jinhua", "Taizhou", "Huzhou")
    assert found.losses == {"fit": 0, "truth": 3 * (4 - 12), "crowding": 60 - 6}
    assert found.status == (
        "All 5 court chips: with 3 of them elsewhere all together would have 30 more."
    )


def test_without_the_hype_they_crowd_less():
    """With the truth known the fourth stays out: 12 - 9 < 4; three make 26, two 30."""
    found = windfall_industries(replace(RUSH, signal=RUSH.truth))
    assert found.worst.counts == {"chips": 3, "tea": 2}
    assert found.number == 10  # which three of five
    assert [(one.counts, one.equilibria) for one in found.spreads] == [((3, 2), 10)]
    assert found.price_of_anarchy == found.price_of_stability == F(30, 26)
    assert found.status == (
        "3 of 5 court chips: with 1 of the 5 elsewhere all together would have 4 more."
    )
    assert RUSH.hype == {"chips": 8, "tea": 0}


def test_clusters_can_miss_each_other():
    """Each further city adds 2: two clusters are possible, the better one is best for all."""
    cluster = IndustryChoice(CITIES[:3], ["chips", "tea"], signal=[3, 2], crowding=[-2, -2])
    found = windfall_industries(cluster)
    assert [one.counts for one in found.spreads] == [(3, 0), (0, 3)]
    assert (found.worst.total, found.best.total) == (3 * 6, 3 * 7)
    assert found.price_of_anarchy == F(7, 6)
    assert found.price_of_stability == 1
    assert not found.herding  # they overlap as much as is best, in the wrong industry
    assert "they need only agree on it" in found.status


def test_a_city_of_another_fit():
    """What each is good at: both in their own, though the signal points to one industry."""
    apart = IndustryChoice(
        CITIES[:2], ["chips", "tea"], fit=[[5, 0], [0, 5]], signal=[2, 0], crowding=[4, 4]
    )
    found = windfall_industries(apart)
    assert found.worst.choices == {"Quzhou": "chips", "Lishui": "tea"}
    assert found.worst.payoffs == {"Quzhou": 7, "Lishui": 5}
    assert found.worst.parts == {"fit": 10, "truth": 2, "crowding": 0}
    assert found.loss == 0
    assert found.status == "Cities court what is best for all of them together."


def test_the_best_plan_that_is_nearest():
    """Two in chips (4 each) and one in tea (4); best is one in each, and one move does it."""
    three = IndustryChoice(
        CITIES[:3],
        ["chips", "tea", "silk"],
        signal=[5, 4, 1],
        truth={"silk": 5},
        crowding=[1, 3, 3],
    )
    found = windfall_industries(three)
    assert tuple(found.worst.choices.values()) == ("chips", "chips", "tea")
    assert (found.worst.total, found.optimum.total) == (12, 14)
    assert tuple(found.optimum.choices.values()) == ("chips", "silk", "tea")
    assert found.misplaced == ("Lishui",)


def test_one_city_one_industry_and_nothing():
    alone = windfall_industries(IndustryChoice(["Quzhou"], ["chips"], signal=[3], crowding=[9]))
    assert (alone.number, alone.worst.total) == (1, 3)
    flat = windfall_industries(IndustryChoice(CITIES[:3], ["chips", "tea"]))
    assert flat.number == 8
    assert flat.price_of_anarchy is None
    deceived = windfall_industries(
        IndustryChoice(["Quzhou"], ["chips", "tea"], signal=[9, 1], truth=[-1, 1])
    )
    assert (deceived.loss, deceived.misplaced) == (2, ("Quzhou",))
    assert not deceived.herding


def test_ten_cities_and_five_industries_are_counted_in_full():
    """Five equal industries, no ties beyond names: two cities in each, 10!/(2!)^5 ways."""
    even = IndustryChoice([f"c{k}" for k in range(10)], list("abcde"), crowding=[1] * 5)
    assert windfall_industries(even).number == 113_400
    free = IndustryChoice([f"c{k}" for k in range(10)], list("abcde"))
    assert windfall_industries(free).number == 5**10


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"signal": {"coal": 1}},
            "an industry with a signal is 'coal'; it should be one of chips, tea.",
        ),
        ({"crowding": [1]}, "the list of each industry's crowding is of length 1; "),
        ({"fit": {"Quzhou": {"tea": None, "chips": "x"}}}, "fit to Quzhou of chips is 'x'; "),
    ],
)
def test_bad_input(change, sentence):
    with pytest.raises(InvalidInput) as raised:
        replace(RUSH, **change)
    assert str(raised.value).startswith(sentence)


def test_a_choice_must_be_one_of_the_industries():
    with pytest.raises(InvalidInput, match="choice of Huzhou is missing; it should be one of"):
        RUSH.payoffs(dict.fromkeys(CITIES[:4], "tea"))
    with pytest.raises(InvalidInput, match="ways to share 60 cities among 6 industries"):
        windfall_industries(IndustryChoice([f"c{k}" for k in range(60)], list("abcdef")))
    with pytest.raises(InvalidInput, match="the number of cities is 401; it should be at most 400"):
        windfall_industries(IndustryChoice([f"c{k}" for k in range(401)], ["a"]))


number = st.integers(-3, 5)


@st.composite
def industry_choices(draw):
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    sorts = st.lists(number, min_size=m, max_size=m)
    return IndustryChoice(
        CITIES[:n],
        ["chips", "tea", "silk"][:m],
        fit=draw(st.lists(sorts, min_size=n, max_size=n)),
        signal=draw(sorts),
        truth=draw(sorts),
        crowding=draw(st.lists(st.fractions(-1, 3, max_denominator=2), min_size=m, max_size=m)),
    )


@given(industry_choices())
def test_against_all_profiles(game):
    found = windfall_industries(game)
    stable = pure_equilibria(game.as_strategic()).profiles
    totals = {
        plan: sum(game.payoffs(plan).values())
        for plan in product(game.industries, repeat=len(game.cities))
    }
    assert found.number == len(stable) > 0
    assert tuple(found.worst.choices.values()) in stable
    assert tuple(found.best.choices.values()) in stable
    assert found.worst.total == min(totals[plan] for plan in stable)
    assert found.best.total == max(totals[plan] for plan in stable)
    assert found.optimum.total == max(totals.values())
    moves = {
        sum(a != b for a, b in zip(plan, found.worst.choices.values(), strict=True))
        for plan, total in totals.items()
        if total == max(totals.values())
    }
    assert len(found.misplaced) == min(moves)
    assert sum(found.losses.values()) == found.loss
    assert sum(one.equilibria for one in found.spreads) == found.number
    assert found.certificate.verify(game)


@given(industry_choices())
def test_the_potential_is_that_of_the_strategic_game(game):
    played = potential(game.as_strategic())
    assert played.is_exact
    first = game.potential([game.industries[0]] * len(game.cities))
    assert all(game.potential(plan) - first == p for plan, p in played.values.items())


def test_the_charge_of_a_rush_by_hand():
    """Hype 8 of chips, and 3 taken from the one other there: 11. A third would pay 14 and leave."""
    found = windfall_industries(RUSH)
    assert found.charges == {"chips": 11, "tea": 0}
    kept = [20 - 3 * (n - 1) - 8 - 3 * (n - 1) for n in (2, 3)]
    assert kept[0] > 4 > kept[1]


@given(industry_choices())
def test_charged_by_the_rule_nobody_leaves_the_best_plan(game):
    """What a city then believes, with the charge at each number there: enumerated."""
    best = windfall_industries(game).optimum

    def kept(choices):
        believed, counts = game.believed(choices), game.counts(choices)
        return {
            city: believed[city]
            - game.hype[c]
            - game.crowding[game.industries.index(c)] * (counts[c] - 1)
            for city, c in zip(game.cities, choices, strict=True)
        }

    plan = [best[city] for city in game.cities]
    for i, city in enumerate(game.cities):
        for other in game.industries:
            assert kept([*plan[:i], other, *plan[i + 1 :]])[city] <= kept(plan)[city]


def test_one_city_that_follows_the_hype():
    alone = IndustryChoice(["Quzhou"], ["chips", "tea"], signal=[5, 1], truth=[0, 1])
    assert (
        windfall_industries(alone).status == "Quzhou courts chips; elsewhere it would have 1 more."
    )


def test_who_moves_for_the_best_plan_may_have_less_itself():
    """Each of four has 4 in chips, 3 in tea: "2 of them would be worth more elsewhere" was told."""
    game = IndustryChoice([*"ABCD"], ["chips", "tea"], signal=[10, 3], crowding=[2, 0])
    found = windfall_industries(game)
    assert set(found.worst.payoffs.values()) == {4}
    assert [found.optimum.payoffs[city] for city in found.misplaced] == [3, 3]
    assert found.optimum.total - found.worst.total == 6
    assert found.status == (
        "All 4 court chips: with 2 of them elsewhere all together would have 6 more."
    )
