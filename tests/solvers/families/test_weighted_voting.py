"""Power of a thousand voters: what is enclosed has the exact index in it."""

import time
from collections import Counter
from fractions import Fraction
from math import comb, factorial

import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, WeightedVoting
from solvers import banzhaf_value, normalised_banzhaf_value, shapley_value
from solvers.answer import EXACT
from solvers.families.multilinear_extension import LEFT_OUT, _decided, enclosed_power, error_of
from solvers.families.weighted_voting import EnclosedShapleyShubikCertificate
from tests.properties.strategies import examples

MANY = {f"v{k}": 1 + k * k % 9 for k in range(1000)}
COUNCIL = WeightedVoting(MANY, sum(MANY.values()) // 2 + 1)


@examples(60)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=14).filter(any), st.integers(1, 99))
def test_the_exact_index_is_within_the_error_of_the_enclosed_one(weights, percent):
    quota = max(1, sum(weights) * percent // 100)
    game = WeightedVoting({f"v{k}": w for k, w in enumerate(weights)}, quota)
    exact = shapley_value(game)
    assert exact.proof == EXACT
    shares, relative, absolute = enclosed_power(weights, quota)
    for share, truth in zip(shares, exact.values(), strict=True):
        assert abs(share - truth) <= relative * share + absolute < Fraction(1, 10**11)


def test_where_nodes_and_the_rest_of_the_rule_are_left_out_the_bound_holds():
    """With 300 voters the rule has fewer nodes than would be exact, and most are decided."""
    few = {f"v{k}": 1 + k % 3 for k in range(300)}
    for quota in (301, 560):
        game = WeightedVoting(few, quota)
        weights, _ = game.integers()
        exact, (shares, relative, absolute) = shapley_value(game), enclosed_power(weights, quota)
        assert exact.proof == EXACT
        for share, truth in zip(shares, exact.values(), strict=True):
            assert abs(share - truth) <= relative * share + absolute < Fraction(1, 10**14)


def test_a_thousand_voters_take_no_minutes():
    """Of this process's own time each takes less than a second, more on a busy machine."""
    start = time.process_time()
    shapley, banzhaf = shapley_value(COUNCIL), banzhaf_value(COUNCIL)
    assert time.process_time() - start < 20
    assert banzhaf.proof == EXACT
    assert shapley.proof.kind == "enclosed"
    assert shapley.proof.radius < Fraction(1, 10**13)
    assert abs(shapley.total() - 1) <= 1000 * shapley.proof.radius
    assert shapley.certificate.verify(COUNCIL) is True
    assert banzhaf.certificate.verify(COUNCIL) is True
    assert normalised_banzhaf_value(COUNCIL).total() == 1


def test_a_thousand_equal_voters_have_a_thousandth_each():
    equal = WeightedVoting({f"v{k}": 1 for k in range(1000)}, 501)
    shapley = shapley_value(equal)
    assert all(abs(share - Fraction(1, 1000)) <= shapley.proof.radius for share in shapley.values())
    assert banzhaf_value(equal)["v0"] == Fraction(comb(999, 500), 2**999)


def test_one_large_voter_among_nine_hundred_is_decisive_as_in_the_closed_form():
    """It has w of n small votes' weight: decisive after q - w to q - 1 of them, of n + 1 places."""
    n, w, quota = 900, 90, 470
    ocean = WeightedVoting({"large": w} | {f"v{k}": 1 for k in range(n)}, quota)
    shapley = shapley_value(ocean)
    assert shapley.proof.kind == "enclosed"
    assert abs(shapley["large"] - Fraction(w, n + 1)) <= shapley.proof.radius


def test_a_game_of_a_thousand_voters_shows_itself_without_a_table():
    assert "1000 players" in repr(COUNCIL)
    assert "988 more" in COUNCIL._repr_html_()
    assert COUNCIL.worth(list(MANY)) == 1
    assert banzhaf_value(COUNCIL)._repr_html_().count("<tr>") == 1000


@pytest.mark.parametrize("change", [Fraction(1, 10**9), Fraction(-1, 10**9), Fraction(1, 10**12)])
def test_a_forged_number_is_refused_and_of_another_quota_too(change):
    game = WeightedVoting({"A": 3, "B": 2, "C": 1}, 4)
    shares, _, _ = enclosed_power(*game.integers())
    split = dict(zip("ABC", shares, strict=True))
    assert EnclosedShapleyShubikCertificate(split).verify(game) is True
    assert not EnclosedShapleyShubikCertificate(split | {"B": split["B"] + change}).verify(game)
    assert not EnclosedShapleyShubikCertificate(split).verify(WeightedVoting(game.weights, 6))


def test_the_error_counts_each_rounding_of_each_voter():
    relative, absolute = error_of([1] * 100)
    assert relative >= 100 * 4 * Fraction(1, 2**53)
    assert 0 < absolute < Fraction(1, factorial(19))


def test_votes_that_are_counted_too_finely_are_refused_in_a_sentence():
    people = {f"state {k}": 10**8 + k * 10**6 + 1 for k in range(60)}
    with pytest.raises(InvalidInput, match="count them in thousands"):
        shapley_value(WeightedVoting(people, sum(people.values()) // 2 + 1))


@pytest.mark.parametrize(("count", "quota", "share", "decided"), [
    (400, 300, 0.25, True), (400, 300, 0.7, False), (400, 100, 0.75, True), (40, 30, 0.25, False),
])  # fmt: skip
def test_a_node_is_left_out_only_where_nobody_is_decisive(count, quota, share, decided):
    """Of so many voters alike: by the binomial distribution, in fractions."""
    p = Fraction(share)
    found = _decided(Counter({1: count}), quota, arb(fmpq(*p.as_integer_ratio())), 1)
    n = count - 1  # one is decisive where so many of the others vote for it
    chance = comb(n, quota - 1) * p ** (quota - 1) * (1 - p) ** (n - quota + 1)
    assert found is decided
    assert not found or chance < Fraction(1, 2**LEFT_OUT)
