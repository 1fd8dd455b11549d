"""Properties against their definitions, over all pairs of coalitions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games import CoalitionalGame, InvalidInput, Undefined
from solvers import (
    core,
    dummy_players,
    game_properties,
    minimal_rights,
    nucleolus,
    null_players,
    prenucleolus,
    property_violation,
    strategically_equivalent,
    substitutes,
    tau_value,
    utopia_payoffs,
    veto_players,
    zero_normalised,
)
from solvers.coalitional.superadditive_cover import _BATCHED, best_pairs, cover, max_plus
from solvers.properties.property_violation import PROPERTIES
from tests.properties.strategies import (
    MOST,
    coalitional_games,
    convex_games,
    examples,
    superadditive_games,
    table,
    worths_of,
)
from tests.solvers import oracles


def inside(s, t):
    return s | t == t


DEFINITIONS = {
    "monotone": lambda v, s, t: not inside(s, t) or v[s] <= v[t],
    "superadditive": lambda v, s, t: bool(s & t) or v[s] + v[t] <= v[s | t],
    "subadditive": lambda v, s, t: bool(s & t) or v[s] + v[t] >= v[s | t],
    "convex": lambda v, s, t: v[s] + v[t] <= v[s | t] + v[s & t],
    "concave": lambda v, s, t: v[s] + v[t] >= v[s | t] + v[s & t],
    "additive": lambda v, s, t: bool(s & t) or v[s] + v[t] == v[s | t],
    "symmetric": lambda v, s, t: s.bit_count() != t.bit_count() or v[s] == v[t],
    "constant-sum": lambda v, s, t: s + t != len(v) - 1 or v[s] + v[t] == v[-1],
    "zero-normalised": lambda v, s, t: s.bit_count() != 1 or v[s] == 0,
    "simple": lambda v, s, t: v[s] in (0, 1) and v[-1] == 1 and (not inside(s, t) or v[s] <= v[t]),
}


any_games = st.one_of(coalitional_games(), superadditive_games(), convex_games())


@examples(60)
@given(any_games)
@example(table([0, 0, 0, 1, 0, 1, 1, 1]))
@example(table([0, 2, 3, 5]))
@example(table([0, 1]))
def test_each_property_is_its_definition(game):
    worths = worths_of(game)
    everything = range(len(worths))
    for kind, holds in DEFINITIONS.items():
        breach = property_violation(game, kind)
        expected = all(holds(worths, s, t) for s in everything for t in everything)
        assert (breach is None) is expected, kind
        if breach and kind not in ("zero-normalised", "additive", "simple"):
            one, other = map(game.mask, breach.coalitions)
            assert not holds(worths, one, other)
            gaps = {
                "monotone": worths[one] - worths[other],
                "symmetric": worths[one] - worths[other],
                "superadditive": worths[one] + worths[other] - worths[one | other],
                "subadditive": worths[one | other] - worths[one] - worths[other],
            }
            both = worths[one] + worths[other] - worths[one | other] - worths[one & other]
            gaps["constant-sum"] = abs(worths[one] + worths[other] - worths[-1])
            assert breach.gap == gaps.get(kind, both if kind == "convex" else -both) > 0


@st.composite
def nearly_totally_balanced(draw):
    """The least of two additive games, where every group has a core, but for one coalition."""
    n = draw(st.integers(2, MOST))
    owned = draw(st.lists(st.integers(-2, 5), min_size=2 * n, max_size=2 * n))
    worths = [
        min(sum(k for i, k in enumerate(part) if mask >> i & 1) for part in (owned[:n], owned[n:]))
        for mask in range(1 << n)
    ]
    worths[draw(st.integers(1, (1 << n) - 1))] += draw(st.integers(-1, 1))
    return table(worths) if draw(st.booleans()) else table([-w for w in worths], "cost")


@examples(30)
@given(coalitional_games(max_players=3))
def test_balanced_as_with_three_players_by_hand(game):
    if len(game.players) == 3:
        expected = oracles.core_is_empty_with_three_players(game)
        assert (property_violation(game, "balanced") is not None) is expected


@examples(40)
@given(nearly_totally_balanced() | coalitional_games())
@example(table([0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0]))
def test_totally_balanced_if_every_group_has_a_core(game):
    breach = property_violation(game, "totally balanced")
    empty = [s for s in sorted(game, key=len) if core(game.subgame(s)).empty]
    assert (breach is None) is (not empty)
    if breach:
        members = {city for coalition in breach.coalitions for city in coalition}
        assert members == set(empty[0])
        part = game.subgame(empty[0])
        worth = sum(
            w * game.worth(s) for w, s in zip(breach.weights, breach.coalitions, strict=True)
        )
        assert abs(worth - part.grand_worth) == breach.gap > 0


@examples(60)
@given(any_games)
@example(table([0, 2, 3, 5]))
@example(table([0, -1, -1, 0, 2, 2, 2, 1]))
def test_zero_monotone_if_nobody_is_unwelcome(game):
    sign = 1 if game.sense == "gain" else -1
    v = [sign * worth for worth in worths_of(game)]
    losses = {
        (mask, i): v[mask] + v[1 << i] - v[mask | 1 << i]
        for mask in range(len(v))
        for i in range(len(game.players))
        if not mask >> i & 1
    }
    breach = property_violation(game, "zero-monotone")
    assert (breach.gap if breach else 0) == max(losses.values())
    if breach:
        city, rest = map(game.mask, breach.coalitions)
        assert losses[rest, city.bit_length() - 1] == breach.gap
    elif not property_violation(game, "essential"):
        assert nucleolus(game) == prenucleolus(game)


@examples(60)
@given(any_games)
def test_quasi_balanced_where_the_tau_value_is_defined(game):
    breach = property_violation(game, "quasi-balanced")
    try:
        split = tau_value(game)
    except Undefined:
        assert breach.gap > 0
    else:
        assert breach is None
        low, high = minimal_rights(game), utopia_payoffs(game)
        assert all(min(low[c], high[c]) <= split[c] <= max(low[c], high[c]) for c in game.players)


@pytest.mark.parametrize(
    ("worths", "sense", "gap", "words"),
    [
        ([0, 0, 0, 5, 0, 5, 5, 6], "gain", 3, "A can claim 4 and adds 1 to the others."),
        ([0, 0, 0, -5, 0, -5, -5, -6], "cost", 3, "A need not pay more than -4 and adds -1 to"),
        ([0, 3, 1, 0, 4, 2, 0, 4], "gain", 4, "The cities can claim 8 in all and make 4."),
        ([0, -3, -1, 0, -4, -2, 0, -4], "cost", 4, "The cities need not pay more than -8 in all"),
    ],
)
def test_what_cities_claim_too_much(worths, sense, gap, words):
    breach = property_violation(table(worths, sense), "quasi-balanced")
    assert breach.gap == gap
    assert str(breach).startswith(words)


def exact_by_programs(game):
    """The least that each coalition gets in the core, by a linear program for each."""
    own = game.as_gains()
    for mask in range(1, own.grand):
        aim = oracles.indicator(own, mask)
        found = oracles.program(own, aim, oracles.core_rows(own))
        if found.outcome == "infeasible":
            return None
        if found.optimum > own.worth(mask):
            return False
    return True


@examples(25)
@given(nearly_totally_balanced() | any_games)
@example(table([0, 0, 0, 0, 0, 8, 8, 10]))
def test_exact_if_every_coalition_can_be_held_to_its_worth(game):
    breach = property_violation(game, "exact")
    assert (breach is None) is (exact_by_programs(game) is not False and not core(game).empty)
    if breach is None:
        assert property_violation(game, "totally balanced") is None
    elif not breach.weights:
        own = game.as_gains()
        mask = game.mask(breach.coalitions[0])
        found = oracles.program(own, oracles.indicator(own, mask), oracles.core_rows(own))
        assert found.optimum - own.worth(mask) == breach.gap > 0


@pytest.mark.parametrize(
    ("worths", "coalition", "gap"),
    [
        ([0, 0, 1, 0, 1, 1, 2, 4], ("A", "B"), 1),  # no other coalition is held above its worth
        ([0, 0, 1, 0, 0, 3, 4, 5], ("C",), 2),  # so are A and B together; C is the smaller one
    ],
)
def test_the_smallest_coalition_that_cannot_be_held_to_its_worth(worths, coalition, gap):
    breach = property_violation(table(worths), "exact")
    assert (breach.coalitions, breach.gap) == ((coalition,), gap)


def test_who_claims_most_beyond_what_it_adds():
    """A and C make 6 together, all 5: B adds -1, and A and C claim no more than they add."""
    breach = property_violation(table([0, 0, 0, 1, 0, 6, 3, 5]), "quasi-balanced")
    assert (breach.coalitions, breach.gap) == ((("B",),), 1)


def test_balanced_but_not_totally():
    """The pairs of A, B and C make 60 each, all four 200: the core is empty among the three."""
    game = CoalitionalGame.from_function(
        ["A", "B", "C", "D"],
        lambda s: 200 if len(s) == 4 else 0 if "D" in s else [0, 0, 60, 72][len(s)],
    )
    assert property_violation(game, "balanced") is None
    breach = property_violation(game, "totally_balanced")
    assert str(breach) == ("1/2 {A, B} + 1/2 {A, C} + 1/2 {B, C} makes 90, and {A, B, C} makes 72.")


@examples(30)
@given(st.lists(st.integers(-5, 5), min_size=15, max_size=15))
def test_covers(drawn):
    worths = [0, *drawn]
    best = list(worths)
    for mask in range(16):
        best[mask] = max(worths[t] + worths[mask ^ t] for t in range(mask + 1) if t & mask == t)
    assert best_pairs(np.array(worths)).tolist() == best
    for mask in range(16):
        best[mask] = max(
            [worths[mask]] + [best[t] + best[mask ^ t] for t in range(1, mask) if t & mask == t]
        )
    assert cover(np.array(worths)).tolist() == best


def sums_of_parts(one, other):
    """The most that two disjoint parts of each group make, from the definition."""
    return [
        max(one[t] + other[mask ^ t] for t in range(mask + 1) if t & mask == t)
        for mask in range(len(one))
    ]


# Of one half of 62 bits, of two, the longest that two hold, and longer.
long_tables = st.sampled_from([61, 62, 63, 100, 122, 123, 124, 125, 200]).flatmap(
    lambda bits: st.lists(
        st.integers(-(2**bits), 2**bits)
        | st.integers(2**bits - 3, 2**bits)
        | st.integers(-(2**bits), -(2**bits) + 3),
        min_size=16,
        max_size=16,
    )
)


@examples(60)
@given(long_tables, long_tables)
@example([2**61 + 3] * 16, [2**62 - 1] * 16)
@example([2**62 - 1] * 16, [2**62 - 1] * 15 + [2**62 - 2])
@example([1 - 2**123] * 8 + [2**123 - 1] * 8, [2**123 - 1] * 16)
@example([2**124] * 16, [2**124] * 16)
def test_parts_of_long_numbers_add_up_exactly(one, other):
    found = max_plus(np.array(one, dtype=object), np.array(other, dtype=object))
    assert found.tolist() == sums_of_parts(one, other)


def test_covers_beyond_one_batch():
    """Thirteen cities, in which a group is worth as many parts as it can be put into."""
    sizes = np.array([mask.bit_count() for mask in range(1 << 13)])
    assert len(sizes) // 2 > _BATCHED
    assert (cover(np.minimum(sizes, 1)) == sizes).all()
    assert (best_pairs(np.minimum(sizes, 1)) == np.minimum(sizes, 2)).all()


@examples(40)
@given(any_games)
def test_players_of_a_kind(game):
    worths = worths_of(game)
    added = {
        city: [worths[s | 1 << i] - worths[s] for s in range(len(worths)) if not s >> i & 1]
        for i, city in enumerate(game.players)
    }
    assert null_players(game) == tuple(c for c in added if not any(added[c]))
    assert dummy_players(game) == tuple(c for c in added if len(set(added[c])) == 1)
    assert veto_players(game) == tuple(
        c for c in added if not any(game.worth(s) for s in game if c not in s)
    )
    groups = substitutes(game)
    together = {frozenset((a, b)) for group in groups for a in group for b in group if a != b}
    for i, a in enumerate(game.players):
        for j, b in enumerate(game.players[:i]):
            same = all(
                worths[s | 1 << i] == worths[s | 1 << j]
                for s in range(len(worths))
                if not s & (1 << i | 1 << j)
            )
            assert (frozenset((a, b)) in together) is same


@examples(40)
@given(
    coalitional_games(),
    st.fractions(Fraction(1, 9), 9, max_denominator=9),
    st.lists(st.fractions(-9, 9, max_denominator=9), min_size=MOST, max_size=MOST),
)
def test_equivalent_games(game, scale, start):
    b = dict(zip(game.players, start, strict=False))
    moved = strategically_equivalent(game, scale, b)
    for s in game:
        assert moved.worth(s) == scale * game.worth(s) + sum(b[city] for city in s)
    assert property_violation(zero_normalised(game), "zero-normalised") is None
    assert zero_normalised(moved) == strategically_equivalent(zero_normalised(game), scale, {})
    for kind in ("superadditive", "convex", "additive", "essential", "balanced"):
        assert (property_violation(game, kind) is None) is (property_violation(moved, kind) is None)


def test_all_at_once_and_bad_words():
    savings = table([0, 10, 12, 18, 8, 15, 17, 25], "cost")
    found = game_properties(savings)
    assert "convex" not in found
    assert found["subadditive"] is None
    assert str(found["concave"]) == (
        "With {B} there already, A adds 6 before C has joined, and 8 after."
    )
    assert game_properties(table([0, 5])).keys() <= PROPERTIES.keys()
    with pytest.raises(InvalidInput, match="the kind of game is 'konvex'"):
        property_violation(savings, "konvex")
    for word in ("zero normalised", "Zero-Normalised", "zero_normalised"):
        assert property_violation(table([0, 0, 0, 5]), word) is None
    assert property_violation(table([0, 1, 2, 3]), "inessential") is None
    with pytest.raises(InvalidInput, match="the kind of game is 3"):
        property_violation(savings, 3)
    with pytest.raises(InvalidInput, match="the scale is 0; it should be more than 0"):
        strategically_equivalent(savings, 0, {})


def test_numbers_near_the_end_of_64_bits():
    near = 2**61
    for game in (
        table([0, near, -near, 1, near, 5, -near, 0]),
        CoalitionalGame.from_array(["A", "B"], [0.0, 1e300, -1e300, 1e-300]),
        CoalitionalGame.from_integers(["A", "B"], np.array([0, near, near, -near]), Fraction(1)),
    ):
        worths = worths_of(game)
        for kind, holds in DEFINITIONS.items():
            expected = all(
                holds(worths, s, t) for s in range(len(worths)) for t in range(len(worths))
            )
            assert (property_violation(game, kind) is None) is expected, kind


def test_parts_of_a_game():
    game = table([0, 1, 2, 4, 3, 5, 6, 9], "cost")
    part = game.subgame(["C", "A"])
    assert part == CoalitionalGame(["A", "C"], {"A": 1, "C": 3, ("A", "C"): 5}, "cost")
    assert game.subgame(game.players) == game
    with pytest.raises(InvalidInput, match="at least one name"):
        game.subgame([])
    with pytest.raises(InvalidInput, match="worth of the empty coalition is 1"):
        CoalitionalGame.from_integers(["A"], np.array([1, 2]), Fraction(1))
    with pytest.raises(InvalidInput, match="2 of them"):
        CoalitionalGame.from_integers(["A"], np.array([0, 1, 2]), Fraction(1))
