"""Kernel, bargaining set, Dutta-Ray and population-monotonic schemes, against their definitions."""

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games import CoalitionalGame, InvalidInput, Undefined
from solvers import (
    bargaining_set_membership,
    core,
    dutta_ray,
    excess,
    kernel_violation,
    maximum_surpluses,
    nucleolus,
    population_monotonic_scheme,
    prekernel_violation,
    prenucleolus,
)
from solvers.certificate import Refuted
from solvers.coalitional.bargaining_set import UnmetObjectionCertificate
from solvers.coalitional.population_monotonic import PopulationMonotonicCertificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve
from tests.properties.strategies import (
    CITIES,
    MOST,
    coalitional_games,
    convex_games,
    examples,
    superadditive_games,
    table,
    up_to,
)
from tests.solvers import oracles

MAJORITY = table([0, 0, 0, 1, 0, 1, 1, 1])
DUO = table([0, 0, 0, 10, 0, 0, 0, 2])  # the nucleolus is not in the prekernel

splits = st.lists(st.integers(-4, 9), min_size=MOST, max_size=MOST)


def imputation(game, parts):
    """Some imputation: stand-alone worths and a part of the surplus; None where there is none."""
    alone = [game.worth([city]) for city in game.players]
    left = game.grand_worth - sum(alone)
    if left * (1 if game.sense == "gain" else -1) < 0:
        return None
    weights = [abs(part) + 1 for part in parts[: len(alone)]]
    return {
        city: own + left * w / sum(weights)
        for city, own, w in zip(game.players, alone, weights, strict=True)
    }


def surpluses(game, split):
    return {
        (i, j): max(excess(game, split, s) for s in game if i in s and j not in s)
        for i, j in itertools.permutations(game.players, 2)
    }


@examples(40)
@given(coalitional_games(), splits)
@example(MAJORITY, [0, 0, 0, 0])
@example(DUO, [0, 0, 0, 0])
def test_kernel_by_definition(game, parts):
    split = imputation(game, parts)
    if split is None:
        return
    s = surpluses(game, split)
    assert maximum_surpluses(game, split) == s
    sign = 1 if game.sense == "gain" else -1
    safe = {city for city in game.players if sign * split[city] <= sign * game.worth([city])}
    assert (prekernel_violation(game, split) is None) is all(s[i, j] == s[j, i] for i, j in s)
    breach = kernel_violation(game, split)
    assert (breach is None) is all(s[i, j] <= s[j, i] or j in safe for i, j in s)
    if breach:
        pair = (breach.city, breach.other)
        assert (breach.surplus, breach.other_surplus) == (s[pair], s[pair[::-1]])
        assert excess(game, split, breach.coalition) == breach.surplus > breach.other_surplus
        assert excess(game, split, breach.other_coalition) == breach.other_surplus
        assert breach.other not in safe


@examples(25)
@given(st.one_of(coalitional_games(), superadditive_games()))
@example(MAJORITY)
@example(DUO)
def test_who_contains_whom(game):
    """Nucleolus in the kernel, kernel in the bargaining set; prenucleolus in the prekernel."""
    assert prekernel_violation(game, prenucleolus(game)) is None
    try:
        split = nucleolus(game)
    except Undefined:
        return
    assert kernel_violation(game, split) is None
    answer = bargaining_set_membership(game, split)
    assert answer.inside
    assert answer.certificate.verify(game) is True


def unmet_objection_exists(game, split):
    """One program for each i, j and S: raises of at least t that leave every T short by t."""
    excesses = {frozenset(s): excess(game, split, s) for s in game}
    for i, j in itertools.permutations(game.players, 2):
        for s, most in excesses.items():
            if i not in s or j in s or most <= 0:
                continue
            rows = [Row("S", dict.fromkeys(s, Fraction(1)), "==", most)]
            rows += [
                Row(f"d{k}", {k: Fraction(1), "t": Fraction(-1)}, ">=", Fraction(0)) for k in s
            ]
            rows += [
                Row(
                    "T" + "".join(sorted(t)),
                    {**dict.fromkeys(t & s, Fraction(1)), "t": Fraction(-1)},
                    ">=",
                    e,
                )
                for t, e in excesses.items()
                if j in t and i not in t
            ]
            bounds = dict.fromkeys([*s, "t"], (None, None))
            if solve(LinearProgram("max", {"t": Fraction(1)}, tuple(rows), bounds)).optimum > 0:
                return True
    return False


@examples(12)
@given(
    st.one_of(
        coalitional_games(min_players=3, max_players=up_to(5)),
        superadditive_games(min_players=3, max_players=up_to(5)),
    ),
    splits,
)
@example(table([0, 0, 0, 8, 0, 9, 10, 12, 0, 7, 5, 13, 6, 12, 13, 15]), [3, 0, 1, 4])
@example(table([0, 0, 0, 8, 0, 9, 10, 12, 0, 7, 5, 13, 6, 12, 13, 15]), [1, 1, 2, 0])
@example(MAJORITY, [4, 0, 0, 0])
def test_bargaining_set_by_another_program(game, parts):
    split = imputation(game, parts)
    if split is None:
        return
    answer = bargaining_set_membership(game, split)
    assert answer.inside is not unmet_objection_exists(game, split)
    assert (answer.objection is None) is answer.inside
    assert answer.certificate.verify(game) is True


@examples(40)
@given(coalitional_games(min_players=3, max_players=3), splits)
def test_bargaining_set_of_three_by_hand(game, parts):
    """With S = {i, k} only {j} and {j, k} can answer: e(j) >= 0, or e(jk) >= e(ik)."""
    split = imputation(game, parts)
    if split is None:
        return
    unmet = any(
        excess(game, split, [j]) < 0
        and max(0, excess(game, split, [j, k])) < excess(game, split, [i, k])
        for i, j, k in itertools.permutations(game.players)
    )
    assert bargaining_set_membership(game, split).inside is not unmet


@examples(25)
@given(superadditive_games(min_players=3, max_players=4), splits)
@example(table([0, 0, 0, 6, 0, 6, 6, 9]), [2, 0, 0, 0])
def test_with_a_core_and_four_cities_the_bargaining_set_is_the_core(game, parts):
    """Solymosi (2002): of fewer than five players, if the core is not empty."""
    split = imputation(game, parts)
    if split is not None and not core(game).empty:
        assert bargaining_set_membership(game, split).inside is core(game).contains(split)


def test_weights_that_prove_less_are_refused():
    """Whoever of A, B, C objects to D: its pairs with the other two gain 2 each, the three 3."""
    game = CoalitionalGame.from_function(
        ["A", "B", "C", "D"],
        lambda s: {2: 14 if "D" in s else 0, 3: 0 if "D" in s else 21, 4: 24}.get(len(s), 0),
    )
    split = dict.fromkeys(game.players, 6)
    answer = bargaining_set_membership(game, split)
    assert answer.inside
    assert not unmet_objection_exists(game, split)
    certificate = answer.certificate
    k, met = next((k, met) for k, met in enumerate(certificate.met) if len(met.weights) > 1)
    assert sum(member.weight * 2 for member in met.weights) == 3

    def refused(weights):
        changed = (*certificate.met[:k], replace(met, weights=weights), *certificate.met[k + 1 :])
        return not replace(certificate, met=changed).verify(game)

    one, other = met.weights
    assert not refused((one, other))
    assert refused((one,))
    assert refused(())
    assert refused((other, one))
    assert refused((replace(one, weight=Fraction(3, 2)), replace(other, weight=Fraction(0))))
    assert refused((replace(one, weight=Fraction(3, 2)),))  # covers its member more than once
    assert refused((replace(one, coalition=("A", "D")), other))
    assert refused((replace(one, coalition=("A", "B", "C")), other))


def test_no_imputation_no_question():
    with pytest.raises(InvalidInput, match="the sum of the split is 3; it should be 1, of an"):
        bargaining_set_membership(MAJORITY, {"A": 1, "B": 1, "C": 1})
    with pytest.raises(InvalidInput, match="payoff of B is -1; it should be 0 or more, of an imp"):
        bargaining_set_membership(MAJORITY, {"A": 1, "B": -1, "C": 1})
    assert str(kernel_violation(MAJORITY, {"A": 1, "B": 1, "C": 1})) == (
        "{A, B, C} fares better by 2 in this split than it can by itself"
    )
    assert str(kernel_violation(MAJORITY, {"A": 2, "B": -1, "C": 0})) == "{B} can gain 1"
    assert prekernel_violation(MAJORITY, {"A": 2, "B": -1, "C": 0}) is not None
    alone = CoalitionalGame(["A"], {"A": 3})
    assert kernel_violation(alone, {"A": 3}) is prekernel_violation(alone, {"A": 3}) is None
    assert bargaining_set_membership(alone, {"A": 3}).inside


def test_floats_are_judged_within_their_rounding():
    third = {"A": 1 / 3, "B": 1 / 3, "C": 1 / 3}
    assert kernel_violation(MAJORITY, third) is prekernel_violation(MAJORITY, third) is None
    off = {"A": 1 / 3 + 1e-9, "B": 1 / 3, "C": 1 / 3 - 1e-9}
    assert kernel_violation(MAJORITY, off) is not None


@examples(15)
@given(convex_games(max_players=4), st.lists(st.integers(0, 9), min_size=24, max_size=24))
def test_dutta_ray_is_the_most_equal_split_in_the_core(game, mix):
    split = dutta_ray(game)
    assert split.certificate.verify(game) is True
    assert core(game).contains(split)
    sign = 1 if game.sense == "gain" else -1
    corners = sorted(oracles.core_vertices(game))
    weights = [w + (k == 0) for k, w in enumerate(mix[: len(corners)])]
    others = [
        *corners,
        [
            sum((w * c[i] for w, c in zip(weights, corners, strict=True)), Fraction(0))
            / sum(weights)
            for i in range(len(game.players))
        ],
    ]
    for other in others:  # the k that have most have no more than in any other split
        richest = sorted((sign * x for x in split.values()), reverse=True)
        for k in range(len(richest)):
            assert sum(richest[:k]) <= sum(sorted(other, reverse=True)[:k])


def test_dutta_ray_beyond_convex_games():
    with pytest.raises(Undefined, match=r"not convex, as \{A, C\} and \{B, C\} show") as found:
        dutta_ray(table([0, 0, 0, 60, 0, 60, 60, 72]))
    assert found.value.witness == (("A", "C"), ("B", "C"))
    with pytest.raises(Undefined, match="not concave"):
        dutta_ray(table([0, 1, 1, 3], "cost"))


@examples(40)
@given(coalitional_games(), convex_games(), st.permutations(CITIES[:MOST]))
@example(MAJORITY, MAJORITY.subgame(["A", "B"]), ["A", "B", "C", "D"])
def test_newcomers_harm_nobody(any_game, convex_game, drawn):
    for game in (any_game, convex_game):
        order = [city for city in drawn if city in game.players]
        sign = 1 if game.sense == "gain" else -1
        shares = {}
        for s in game:
            ours = [city for city in order if city in s]
            shares[frozenset(s)] = {
                city: game.worth(ours[: k + 1]) - game.worth(ours[:k])
                for k, city in enumerate(ours)
            }
        harmed = any(
            sign * shares[s][i] > sign * shares[t][i]
            for s in shares
            for t in shares
            if s < t
            for i in s
        )
        assert not (harmed and game is convex_game)
        if harmed:
            with pytest.raises(Undefined) as found:
                population_monotonic_scheme(game, order)
            coalition, newcomer, loser = found.value.witness
            before, after = shares[frozenset(coalition)], shares[frozenset((*coalition, newcomer))]
            assert sign * before[loser] > sign * after[loser]
        else:
            scheme = population_monotonic_scheme(game, order)
            assert all(dict(scheme[s]) == shares[frozenset(s)] for s in game)
            assert scheme.certificate.verify(game) is True


def test_an_order_in_which_somebody_loses_by_a_newcomer_is_refused():
    """Pairs make 60, all three 72: A, who comes first, has nothing to lose, but B has 48."""
    pairs = table([0, 0, 0, 60, 0, 60, 60, 72])
    split = {"A": Fraction(0), "B": Fraction(60), "C": Fraction(12)}
    forged = PopulationMonotonicCertificate(("A", "B", "C"), split)
    assert forged.verify(pairs) == Refuted("C loses when A joins some coalition.")


def test_an_order_names_everybody_once():
    for order in (["A", "B"], ["A", "B", "B"], "ABC", 3):
        with pytest.raises(InvalidInput, match="the order is"):
            population_monotonic_scheme(MAJORITY, order)


def test_who_objects_is_in_the_objection_and_whom_it_is_against_is_not():
    """A and C make 10 of 12 without B, who has it all."""
    game = CoalitionalGame.from_function(
        ["A", "B", "C"], lambda s: 12 if len(s) == 3 else 10 if set(s) == {"A", "C"} else 0
    )
    split = {"A": Fraction(0), "B": Fraction(12), "C": Fraction(0)}
    objection = UnmetObjectionCertificate(split, "A", "B", {"A": Fraction(5), "C": Fraction(5)})
    assert objection.verify(game) is True
    for forged in (replace(objection, against="C"), replace(objection, city="B", against="A")):
        assert f"must hold {forged.city}, not {forged.against}" in forged.verify(game).reason
