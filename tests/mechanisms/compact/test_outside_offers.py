"""Outside offers: cases by hand, and random games in which outsiders' splits are played out."""

import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame, InvalidInput
from mechanisms.compact import outsider_splits
from mechanisms.compact.member_floors import _LeastHad, floors_are_feasible, member_floors
from mechanisms.compact.outside_offers import outside_offers
from mechanisms.compact.outsider_splits import OutsiderSplits
from solvers.coalitional.superadditive_cover import superadditive_cover
from solvers.optimum import solve
from tests.properties.strategies import simulations

CITIES = ("A", "B", "C", "D", "E")
F = Fraction


def market(*pairs, worth=10, cities=CITIES[:4]):
    """Each of these pairs makes so much, and nobody else anything; best parts."""
    made = {frozenset(pair): worth for pair in pairs}
    return superadditive_cover(
        CoalitionalGame.from_function(cities, lambda s: made.get(frozenset(s), 0))
    )


def test_what_outsiders_make_by_themselves_is_no_offer():
    """Two unrelated pairs, each trading within itself: the deal of one is in the core."""
    game = market("AB", "CD")
    found = outside_offers(game, ("A", "B"), {"A": F(5), "B": F(5)})
    assert found.verdict == "stands"
    assert found.shortfall == 0
    assert found.requirements == ()
    # Nor where the deal brings far less than the outsiders make.
    assert outside_offers(
        market("AB", "CD", worth=100), ("A", "B"), {"A": 50, "B": 50}
    ).verdict == ("stands")


def test_it_may_depend_on_how_outsiders_split():
    """Two buyers, two sellers: C could be paid off by B if D had most of what C and D make."""
    game = market("AB", "CD", "AD", "BC")
    found = outside_offers(game, ("A", "B"), {"A": F(5), "B": F(5)})
    assert found.verdict == "undecided"
    assert dict(found.split) == {"C": 5, "D": 5}
    assert found.blocking[0].group in {("A", "D"), ("B", "C")}
    assert {group: floor.amount for group, floor in member_floors(game, ("A", "B")).items()} == {
        ("A",): 10,
        ("B",): 10,
    }
    assert not floors_are_feasible(game, ("A", "B"), member_floors(game, ("A", "B")))
    half = member_floors(game, ("A", "B"), split={"C": F(5), "D": F(5)})
    assert {floor.amount for floor in half.values()} == {5}
    assert floors_are_feasible(game, ("A", "B"), half)


def test_a_sole_outsider_who_makes_nothing_alone_can_be_won_over():
    game = market("AB", "AC", cities=CITIES[:3])
    found = outside_offers(game, ("A", "B"), {"A": F(6), "B": F(4)})
    assert (found.verdict, found.shortfall) == ("fails", 4)
    assert [one.group for one in found.blocking] == [("A", "C")]
    assert outside_offers(game, ("A", "B"), {"A": F(10), "B": F(0)}).verdict == "stands"


def test_members_alone_can_block_without_outsiders():
    game = CoalitionalGame.from_function(CITIES[:3], lambda s: [0, 0, 6, 8][len(s)])
    found = outside_offers(game, CITIES[:3], {"A": F(6), "B": F(1), "C": F(1)})
    assert (found.verdict, found.shortfall) == ("fails", 4)
    assert found.blocking[0].group == ("B", "C")


def test_outsiders_without_a_stable_split_are_held_to_what_each_makes():
    """Three outsiders, any two of whom make 10: no split of theirs is stable."""
    game = superadditive_cover(
        CoalitionalGame.from_function(
            CITIES, lambda s: 10 if len(set(s) & set("CDE")) > 1 else 2 * ("A" in s and "C" in s)
        )
    )
    found = outside_offers(game, ("A", "B"), {"A": F(0), "B": F(0)})
    assert not found.stable
    # A, C and the pair of D and E make 12, where the outsiders have 10 however they split it.
    assert (found.verdict, found.shortfall) == ("fails", 2)
    assert found.blocking[0].outsiders == ("C", "D", "E")
    enough = outside_offers(game, ("A", "B"), {"A": F(2), "B": F(0)})
    assert (enough.verdict, enough.stable) == ("stands", False)


def test_without_a_stable_split_whoever_is_asked_has_what_they_make():
    """Any two of C, D and E make 10, though each has nothing alone; with A, C and D make 13."""

    def worth(group):
        return 13 if set(group) >= set("ACD") else 10 * (len(set(group) & set("CDE")) > 1)

    game = superadditive_cover(CoalitionalGame.from_function(CITIES, worth))
    floors = member_floors(game, ("A", "B"))
    assert (floors["A",].amount, floors["A",].outsiders, floors["A",].paid) == (3, ("C", "D"), 10)
    assert floors["B",].amount == 0


def test_an_outsider_has_no_more_than_the_others_leave_it_in_any_stable_split():
    """Any two of D, E and F make 10, and so have 15 of 20 together, though they make 10 alone."""
    game = superadditive_cover(
        CoalitionalGame.from_function(
            (*CITIES, "F"),
            lambda s: 20 if set(s) >= set("CDEF") else 10 * (len(set(s) & set("DEF")) > 1),
        )
    )
    splits = OutsiderSplits(game, ("A", "B"))
    assert splits.own["D", "E", "F"] == 10
    assert splits.most("C") == max(y["C"] for y in extreme_splits(game, splits.outsiders)) == 5


def test_a_group_that_lacks_less_than_floats_can_tell_has_too_little():
    game = CoalitionalGame.from_function(CITIES, lambda s: len(set(s) & set("CDE")) ** 2)
    tables = OutsiderSplits(game, ("A", "B"))._tables
    tiny = F(1, 10**18)
    split = {"C": 2, "D": 2 - tiny, "E": 5 + tiny}
    missed = tables.missed([split[city] / tables.unit for city in "CDE"])
    assert [tables.groups[m] for m in missed] == [("C", "D")]
    assert not tables.missed([F(x) / tables.unit for x in (2, 2, 5)])


def test_a_member_without_a_payoff_is_named():
    with pytest.raises(InvalidInput, match="payoff of B"):
        outside_offers(market("AB"), ("A", "B"), {"A": F(1)})


def extreme_splits(game, outsiders):
    """All extreme stable splits of what outsiders make, by brute force; none if none is stable."""
    if not outsiders:
        return [{}]
    groups = [g for r in range(1, len(outsiders)) for g in combinations(outsiders, r)]
    own = {g: game.worth(g) for g in groups}
    whole = game.worth(outsiders)
    found = []
    for tight in combinations(groups, len(outsiders) - 1):
        y = _solved([(outsiders, whole), *((g, own[g]) for g in tight)], outsiders)
        if y is not None and all(sum(y[c] for c in g) >= own[g] for g in groups):
            found.append(y)
    return found


def _solved(equations, names):
    """The only solution of sums of variables, by elimination; ``None`` if there is none or many."""
    rows = [[F(name in group) for name in names] + [F(value)] for group, value in equations]
    for i in range(len(names)):
        pivot = next((r for r in range(i, len(rows)) if rows[r][i]), None)
        if pivot is None:
            return None
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for r, row in enumerate(rows):
            if r != i:
                rows[r] = [x - row[i] * p for x, p in zip(row, rows[i], strict=True)]
    return {name: rows[i][-1] for i, name in enumerate(names)}


def most_gained(game, members, payoffs, split):
    """The most that a group which counts gains over the deal and over what outsiders have."""
    best = F(0)
    outsiders = tuple(c for c in game.players if c not in members)
    for r in range(1, len(members)):
        for inside in combinations(members, r):
            for k in range(len(outsiders) + 1):
                for outside in combinations(outsiders, k):
                    worth = game.worth([*inside, *outside])
                    have = sum(payoffs[c] for c in inside)
                    own = game.worth(outside) if outside else 0
                    if worth > have + own:
                        best = max(best, worth - have - sum(split[c] for c in outside))
    return best


@st.composite
def deals(draw):
    cities = CITIES[: draw(st.integers(3, 5))]
    worths = draw(
        st.lists(st.integers(0, 12), min_size=2 ** len(cities) - 1, max_size=2 ** len(cities) - 1)
    )
    single = draw(st.booleans())

    def worth(group):
        mask = sum(1 << cities.index(c) for c in group)
        return worths[mask - 1] if mask & (mask - 1) or single else 0

    game = superadditive_cover(CoalitionalGame.from_function(cities, worth))
    members = cities[: draw(st.integers(2, min(3, len(cities) - 1)))]
    return game, members, {c: F(draw(st.integers(0, 14))) for c in members}


@given(deals(), st.lists(st.integers(0, 3), min_size=12, max_size=12))
@simulations(80)
def test_verdict_and_shortfall_are_those_of_all_splits(deal, weights):
    game, members, payoffs = deal
    outsiders = tuple(c for c in game.players if c not in members)
    found = outside_offers(game, members, payoffs)
    extremes = extreme_splits(game, outsiders)
    assert found.stable == bool(extremes)
    if not extremes:
        return
    gained = [most_gained(game, members, payoffs, y) for y in extremes]
    # The gain is convex in the split: none gains at any split iff none does at the extreme ones.
    assert (found.verdict == "stands") == (max(gained) == 0)
    # Mixtures gain no less than the shortfall; the split that was found gains just that.
    for start in range(3):
        mix = weights[start : start + len(extremes)]
        total = sum(mix)
        mixed = {
            c: sum(w * y[c] for w, y in zip(mix, extremes, strict=False)) / F(total)
            for c in outsiders
        } if total else extremes[0]  # fmt: skip
        assert most_gained(game, members, payoffs, mixed) >= found.shortfall
    assert min(gained) >= found.shortfall
    if found.verdict != "stands":
        split = dict(found.split)
        assert all(
            sum(split[c] for c in g) >= game.worth(g)
            for r in range(1, len(outsiders) + 1)
            for g in combinations(outsiders, r)
        )
        assert most_gained(game, members, payoffs, split) == found.shortfall


@given(deals())
@simulations(60)
def test_the_deal_stands_exactly_where_every_floor_is_met(deal):
    game, members, payoffs = deal
    found = outside_offers(game, members, payoffs)
    least = member_floors(game, members)
    met = all(sum(payoffs[c] for c in g) >= floor.amount for g, floor in least.items())
    assert (found.verdict == "stands") == met
    extremes = extreme_splits(game, tuple(c for c in game.players if c not in members))
    if not extremes:
        return
    for group, floor in least.items():
        options = [
            game.worth([*group, *outside]) - min(sum(y[c] for c in outside) for y in extremes)
            for k in range(len(game.players) - len(members) + 1)
            for outside in combinations([c for c in game.players if c not in members], k)
        ]
        assert floor.amount == max(options)


@given(deals())
@simulations(40)
def test_the_most_of_an_outsider_is_that_of_some_split(deal):
    game, members, _ = deal
    splits = OutsiderSplits(game, members)
    extremes = extreme_splits(game, splits.outsiders)
    for city in splits.outsiders if extremes else ():
        assert splits.most(city) == max(y[city] for y in extremes)


@pytest.mark.parametrize("seed", range(8))
def test_groups_that_join_where_a_split_lacks_them_change_no_answer(seed):
    """Few outsiders stand in programs from the start; here hardly any, and one joins at a time.

    Five outsiders, of whom groups of two and three make more than their parts. At every other seed
    each city makes so much alone that what they make together is small beside it.
    """
    draw, alone = random.Random(seed), 10**6 * (seed % 2)
    cities, members = "ABCDEFG", ("A", "B")
    size = [0, 0, 4, 9, 14, 30, 40, 60]
    game = superadditive_cover(
        CoalitionalGame.from_function(
            list(cities),
            lambda s: alone * len(s) + size[len(s)] + (draw.randrange(6) if len(s) > 1 else 0),
        )
    )
    payoffs = {member: F(alone + draw.randrange(12)) for member in members}

    def found():
        splits = OutsiderSplits(game, members)
        offers = outside_offers(game, members, payoffs)
        most = [splits.most(city) for city in splits.outsiders]
        return splits.stable, most, offers.verdict, offers.shortfall, member_floors(game, members)

    whole, asked = found(), []
    assert whole[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outsider_splits, "AT_ONCE", 0)
        patch.setattr(outsider_splits, "JOIN", 1)
        assert found() == whole
        splits = OutsiderSplits(game, members, lambda _, lp: asked.append(lp) or solve(lp))
        assert splits.least(("C", "D")) == OutsiderSplits(game, members).least(("C", "D"))
    assert len(asked) > 2  # the first and the last are not all that were needed


def test_a_requirement_that_follows_from_others_is_not_listed():
    """A has 2 of the 10 that it makes with C: C needs 8, and with it C and D, who adds nothing."""
    found = outside_offers(market("AC"), ("A", "B"), {"A": F(2), "B": F(0)})
    assert [(one.outsiders, one.least) for one in found.requirements] == [(("C",), 8)]


@pytest.mark.parametrize("seed", range(3))
def test_what_prices_show_of_a_group_is_no_more_than_its_least(seed):
    """Of each of 32 groups its own program says what it has at least in all splits."""
    draw = random.Random(seed)
    size = [0, 0, 4, 9, 14, 30, 40, 60]
    game = superadditive_cover(
        CoalitionalGame.from_function(
            list("ABCDEFG"), lambda s: size[len(s)] + (draw.randrange(6) if len(s) > 1 else 0)
        )
    )
    splits = OutsiderSplits(game, ("A", "B"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outsider_splits, "AT_ONCE", 0)
        had = _LeastHad(splits, None)
    shown = [x * had.unit for x in had.least.tolist()]
    least = [splits.least(group) for group in splits.groups]
    assert all(x <= y for x, y in zip(shown, least, strict=True))
    assert any(had.least > had.surely)  # something was learned


def test_equal_games_that_count_in_other_units_share_what_is_kept():
    """Two outsiders alone make 1 each, and 6 together: that they join is seen by numbers."""
    size = [0, 1, 6, 9, 14, 30, 40, 60]
    whole = CoalitionalGame.from_function(list("ABCDEFG"), lambda s: size[len(s)])
    numbers, unit = whole.integers()
    small = CoalitionalGame.from_integers(whole.players, 1000 * numbers, unit / 1000)
    assert small == whole
    assert small.integers()[1] != unit
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outsider_splits, "AT_ONCE", 0)
        for game in (whole, small):  # what is kept of the first is what the second is told
            splits = OutsiderSplits(game, ("A", "B"))
            assert splits.stable
            assert splits.least(("C", "D")) == 6


def test_outsiders_may_have_more_in_every_stable_split_than_they_make_by_themselves():
    """C, D, F make 6, as do D, E, F; all four 8: C and E have 2 at most, so D and F 4 or more."""
    made = {frozenset("CDF"): 6, frozenset("DEF"): 6, frozenset("CDEF"): 8, frozenset("ADF"): 7}
    game = superadditive_cover(
        CoalitionalGame.from_function((*CITIES, "F"), lambda s: made.get(frozenset(s), 0))
    )
    splits = OutsiderSplits(game, ("A", "B"))
    assert splits.own["D", "F"] == 0
    assert splits.least(("D", "F")) == 4
    extremes = extreme_splits(game, splits.outsiders)
    assert min(y["D"] + y["F"] for y in extremes) == 4
    assert member_floors(game, ("A", "B"))["A",].amount == 3
    stands = outside_offers(game, ("A", "B"), {"A": F(3), "B": F(0)})
    assert [one.group for one in stands.requirements] == [("A", "D", "F")]
    assert (stands.verdict, stands.blocking) == ("stands", ())  # in every split it is held off
    assert outside_offers(game, ("A", "B"), {"A": F(2), "B": F(0)}).verdict == "undecided"
