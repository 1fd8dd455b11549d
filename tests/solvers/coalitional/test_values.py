"""Values and other formulas against their definitions, term by term, in fractions."""

import itertools
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games import CoalitionalGame, InvalidInput, Undefined
from solvers import (
    alternative_costs_avoided,
    banzhaf_value,
    egalitarian_nonseparable,
    equal_division,
    equal_surplus_division,
    game_from_dividends,
    gately_point,
    harsanyi_dividends,
    minimal_rights,
    normalised_banzhaf_value,
    propensity_to_disrupt,
    proportional_division,
    semivalue,
    separable_costs_remaining_benefits,
    shapley_value,
    tau_value,
    utopia_payoffs,
    weighted_shapley_value,
)
from solvers.coalitional import semivalue_sums
from solvers.coalitional.semivalue_sums import limbs
from tests.properties.strategies import MOST, coalitional_games, examples, table, worths_of


def by_sizes(game, weight):
    """Each city's mean addition, coalition by coalition."""
    return {
        city: sum(
            (
                weight[len(s)] * (game.worth([*s, city]) - game.worth(s))
                for size in range(len(game.players))
                for s in itertools.combinations([c for c in game.players if c != city], size)
            ),
            Fraction(0),
        )
        for city in game.players
    }


def by_weighted_orders(game, weights):
    """The mean over all orders, each as likely as drawing it by weight from the last on."""
    found = dict.fromkeys(game.players, Fraction(0))
    for order in itertools.permutations(game.players):
        chance = math.prod(
            Fraction(weights[city], sum(weights[c] for c in order[: k + 1]))
            for k, city in enumerate(order)
        )
        for k, city in enumerate(order):
            added = game.worth(order[: k + 1]) - game.worth(order[:k])
            found[city] += chance * added
    return found


@examples(30)
@given(coalitional_games())
def test_dividends_by_inclusion_and_exclusion(game):
    found = harsanyi_dividends(game)
    for coalition in game:
        expected = sum(
            (-1) ** (len(coalition) - size) * game.worth(part)
            for size in range(len(coalition) + 1)
            for part in itertools.combinations(coalition, size)
        )
        assert found[coalition] == expected
        assert (coalition in found) is (expected != 0)
    assert game_from_dividends(game.players, found, game.sense) == game


@examples(30)
@given(coalitional_games(), st.lists(st.integers(0, 5), min_size=MOST, max_size=MOST))
def test_semivalues_by_definition(game, drawn):
    n = len(game.players)
    drawn = [*drawn[: n - 1], drawn[-1] + 1]
    total = sum(math.comb(n - 1, s) * p for s, p in enumerate(drawn))
    weights = [Fraction(p, total) for p in drawn]
    assert dict(semivalue(game, weights)) == by_sizes(game, weights)
    banzhaf = by_sizes(game, [Fraction(1, 2 ** (n - 1))] * n)
    assert dict(banzhaf_value(game)) == banzhaf
    if sum(banzhaf.values()):
        index = normalised_banzhaf_value(game)
        for city, raw in banzhaf.items():
            assert index[city] * sum(banzhaf.values()) == raw * game.grand_worth


@examples(30)
@given(coalitional_games(), st.lists(st.integers(1, 5), min_size=MOST, max_size=MOST))
def test_weighted_shapley_values_by_orders(game, drawn):
    weights = dict(zip(game.players, drawn, strict=False))
    assert dict(weighted_shapley_value(game, weights)) == by_weighted_orders(game, weights)


@examples(20)
@given(coalitional_games())
def test_weights_that_do_not_differ_or_nearly_vanish(game):
    """Equal weights make the Shapley value; a zero weight is the limit of small ones."""
    n = len(game.players)
    assert weighted_shapley_value(game, [7] * n) == shapley_value(game)
    if n == 4:
        split = weighted_shapley_value(game, [2, 0, 1, 0], [0, 3, 0, 1])
        scale = 1 + max(abs(worth) for worth in worths_of(game))
        almost = by_weighted_orders(game, dict(zip("ABCD", (2 * 10**9, 3, 10**9, 1), strict=True)))
        assert all(abs(split[c] - almost[c]) < scale / 10**6 for c in game.players)


@examples(40)
@given(coalitional_games())
def test_tau_by_definition(game):
    sign = 1 if game.sense == "gain" else -1
    v = {frozenset(s): sign * game.worth(s) for s in ((), *game)}
    everybody = frozenset(game.players)
    most = {i: v[everybody] - v[everybody - {i}] for i in game.players}
    least = {
        i: max(v[s] - sum(most[j] for j in s - {i}) for s in v if i in s) for i in game.players
    }
    assert {i: sign * m for i, m in utopia_payoffs(game).items()} == most
    assert {i: sign * m for i, m in minimal_rights(game).items()} == least
    balanced = all(least[i] <= most[i] for i in least)
    if not (balanced and sum(least.values()) <= v[everybody] <= sum(most.values())):
        with pytest.raises(Undefined, match="not quasi-balanced"):
            tau_value(game)
        return
    split = {i: sign * x for i, x in tau_value(game).items()}
    assert sum(split.values()) == v[everybody]
    for i, j in itertools.pairwise(game.players):  # on the line from m to M
        one, other = split[i] - least[i], split[j] - least[j]
        assert one * (most[j] - least[j]) == other * (most[i] - least[i])


@examples(40)
@given(coalitional_games())
@example(table([0, 0, 0, 1, 1, 0, 1, 1]))  # nothing to gain, and nothing to be shared either
def test_gately_makes_all_as_eager_to_break_up(game):
    try:
        split = gately_point(game)
    except Undefined:
        return
    eager = {x for x in propensity_to_disrupt(game, split).values() if x is not None}
    assert len(eager) <= 1
    if game.grand_worth != sum(game.worth([city]) for city in game.players):
        assert split == alternative_costs_avoided(game)


def test_separable_costs():
    """Three cities on a river; the joint cost is 21 - 14 = 7."""
    river = table([0, 10, 12, 18, 8, 15, 16, 21], "cost")
    assert list(egalitarian_nonseparable(river).values()) == [s + Fraction(7, 3) for s in (5, 6, 3)]
    assert list(alternative_costs_avoided(river).values()) == [
        s + Fraction(7 * r, 16) for s, r in ((5, 5), (6, 6), (3, 5))
    ]
    plenty = separable_costs_remaining_benefits(river, [100, 100, 100])
    assert plenty == alternative_costs_avoided(river)
    rebate = separable_costs_remaining_benefits(river, {"A": 4, "B": 12, "C": 8})
    assert rebate["A"] < 5  # it should not be served


def test_one_city_gets_what_there_is():
    alone = CoalitionalGame(["A"], {"A": -3})
    for concept in (
        banzhaf_value,
        normalised_banzhaf_value,
        equal_division,
        proportional_division,
        equal_surplus_division,
        egalitarian_nonseparable,
        alternative_costs_avoided,
        tau_value,
        gately_point,
        utopia_payoffs,
        minimal_rights,
    ):
        split = concept(alone)
        assert dict(split) == {"A": -3}
        assert split.certificate.verify(alone) is True
    assert dict(semivalue(alone, [1])) == dict(weighted_shapley_value(alone, [4])) == {"A": -3}


def test_in_a_game_of_nothing_nobody_gets_anything():
    nothing = table([0] * 8)
    assert str(harsanyi_dividends(nothing)) == "0 for all"
    for concept in (normalised_banzhaf_value, tau_value, gately_point, alternative_costs_avoided):
        assert set(concept(nothing).values()) == {0}
    with pytest.raises(Undefined, match="adds up to 0"):
        proportional_division(nothing)


def test_what_is_not_defined_says_why():
    with pytest.raises(Undefined, match="alone the cities do better by 2") as found:
        gately_point(table([0, 1, 1, 0]))
    assert found.value.witness == 2
    with pytest.raises(Undefined, match="C adds 2 less to the others") as found:
        gately_point(table([0, 0, 0, 4, 1, 2, 2, 3]))
    assert found.value.witness == "C"
    with pytest.raises(Undefined, match="no city adds more"):
        gately_point(table([0, 0, 0, 1, 0, 1, 1, 1]))
    with pytest.raises(Undefined, match="adds up to 0 and cannot be scaled"):
        normalised_banzhaf_value(table([0, 1, 1, 0, 1, 0, 0, 1]))
    with pytest.raises(Undefined, match="A can claim 48 and adds 12 to the others") as found:
        tau_value(table([0, 0, 0, 60, 0, 60, 60, 72]))
    assert found.value.witness == "A"
    with pytest.raises(Undefined, match="minimal rights are 1 more than") as found:
        tau_value(table([0, 0, 2, 0, 3, 0, 3, 4]))
    assert found.value.witness == 1
    with pytest.raises(Undefined, match="the joint cost of 1 has no key"):
        alternative_costs_avoided(table([0, 0, 0, 1, 0, 1, 1, 1], "cost"))


def test_bad_input_gets_a_sentence():
    trio = table([0, 0, 0, 60, 0, 60, 60, 72])
    for weights, text in {
        (1, 0): "of length 2; it should be of length 3",
        (1, 1, 1): "is 4; it should be 1",
        (2, -1, 1): "weight of coalitions of 1 is -1; it should be 0 or more",
    }.items():
        with pytest.raises(InvalidInput, match=text):
            semivalue(trio, weights)
    for lists, text in {
        (): "weight of A is 0; it should be more than 0",
        ((1, -1, 2),): "weight of B is -1; it should be 0 or more",
        ((1, 0, 2),): "weight of B is 0; it should be more than 0, here or in a further list",
        ((1, 0, 2), (1, 1, 0)): "another weight of A is 1; it should be 0: it has one",
        ((1, 0, 2), (0, 0, 0)): "a list of weights is 'without a weight'",
        ((1, 1, 2), (0, 0, 1)): "a further list of weights is 'given'; it should be left out",
    }.items():
        with pytest.raises(InvalidInput, match=text):
            weighted_shapley_value(trio, *lists)
    with pytest.raises(InvalidInput, match="one of costs"):
        separable_costs_remaining_benefits(trio, [1, 1, 1])
    with pytest.raises(InvalidInput, match="benefit of B is missing"):
        separable_costs_remaining_benefits(table([0, 1, 1, 1], "cost"), {"A": 1})
    with pytest.raises(InvalidInput, match="given once"):
        game_from_dividends(["A", "B"], {("A", "B"): 1, ("B", "A"): 1})
    with pytest.raises(InvalidInput, match="dividend of the empty coalition"):
        game_from_dividends(["A"], {(): 1})


def test_worths_beyond_64_bits_are_exact():
    near = 2**61
    game = table([0, near, near - 1, -near, 3, near, near, near + 7])
    raw = by_sizes(game, [Fraction(1, 4)] * 3)
    assert dict(banzhaf_value(game)) == raw
    huge = table([w * 2**70 for w in worths_of(game)])
    assert {c: x / 2**70 for c, x in banzhaf_value(huge).items()} == raw
    for concept in (banzhaf_value, utopia_payoffs, minimal_rights, shapley_value):
        assert concept(huge).certificate.verify(huge) is True
        assert concept(game).certificate.verify(game) is True


@pytest.mark.parametrize("exponents", [(-1000, 1000), (-1060, -1000), (1020, 1020)])
def test_large_float_arrays_far_from_one_are_enclosed_too(exponents):
    """A few worths of every magnitude, as sums of unanimity games whose value is known."""
    names = [f"c{i}" for i in range(17)]
    masks = np.arange(1 << 17)
    low, high = (Fraction(2) ** e for e in exponents)
    worths = np.where(masks & 7 == 7, float(high), np.where(masks & 8, float(low), 0.0))
    game = CoalitionalGame.from_array(names, worths)  # c3's own, or 0, or high with c0, c1 and c2
    high_to_three = high / 3 - low / 4  # c3 loses its own when the three are there
    truth = dict.fromkeys(names, Fraction(0)) | dict.fromkeys(names[:3], high_to_three)
    truth["c3"] = low * 3 / 4  # unless it is the last of four
    split = shapley_value(game)
    assert split.proof.kind == "enclosed"
    assert 0 < split.proof.radius < high / 10**9
    assert all(abs(split[city] - truth[city]) <= split.proof.radius for city in names)
    assert split.certificate.verify(game) is True


def test_digits_of_unlike_denominators_stand_in_one_table():
    primes = [p for p in range(900, 1700) if all(p % q for q in range(2, 42))][:63]
    game = table([0, *(Fraction(1, p) for p in primes)])
    (whole, unit), *more = limbs(game, 40)
    assert (whole.dtype, more) == (object, [])
    assert [k * unit for k in whole.tolist()] == worths_of(game)
    assert shapley_value(game).certificate.verify(game) is True
    assert shapley_value(game).total() == game.grand_worth


@pytest.mark.parametrize("bits", [8, 15, 16, 31, 32, 60])
def test_digits_add_up_to_the_worths_and_are_no_longer_than_asked(bits, monkeypatch):
    """At and around the largest and the smallest number of so many digits, of both signs."""
    monkeypatch.setattr(semivalue_sums, "_FEW_NUMBERS", 0)
    edges = [
        sign * (2**e + step) for e in (7, 8, 15, 31, 47) for step in (-1, 0, 1) for sign in (1, -1)
    ]
    for scale in (1, 2**60):
        game = table([0, *(e * scale for e in edges), scale])
        worths, unit = game.integers()
        sums = [Fraction(0)] * len(worths)
        for digits, step in limbs(game, bits):
            assert digits.dtype == object or abs(digits).max() <= 2**bits
            sums = [x + int(d) * step for x, d in zip(sums, digits, strict=True)]
        assert sums == [int(w) * unit for w in worths]


def test_large_float_arrays_are_enclosed():
    """17 cities with random worths; the true values come from whole numbers."""
    worths = np.random.default_rng(0).random(1 << 17)
    worths[0] = 0
    names = [f"c{i}" for i in range(17)]
    game = CoalitionalGame.from_array(names, worths)
    exact = CoalitionalGame.from_integers(names, *game.integers())
    for concept in (banzhaf_value, normalised_banzhaf_value):
        split, truth = concept(game), concept(exact)
        assert truth.proof.kind == "exact"
        assert split.proof.kind == "enclosed"
        assert 0 < split.proof.radius < 1e-6
        assert all(abs(split[city] - truth[city]) <= split.proof.radius for city in names)
        assert split.certificate.verify(game) is True
        off = {**split, "c3": split["c3"] + Fraction(101, 100) * split.proof.radius}
        assert not replace(split.certificate, split=off).verify(game)
