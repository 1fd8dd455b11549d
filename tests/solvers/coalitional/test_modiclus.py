"""The modiclus against the faces of all pairs of coalitions, and published answers."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from games import CoalitionalGame, TooLarge
from solvers import core_violation, dual_game, modiclus, prenucleolus, simplified_modiclus
from tests.properties.strategies import coalitional_games, convex_games, examples, table, worths_of
from tests.solvers import oracles


@examples(12)
@given(coalitional_games(max_players=3))
def test_modiclus_agrees_with_the_faces_of_all_pairs(game):
    split = modiclus(game)
    assert split.certificate.verify(game) is True
    sign = 1 if game.sense == "gain" else -1
    assert {c: sign * x for c, x in split.items()} == oracles.modiclus_by_faces(game)


@examples(30)
@given(coalitional_games())
def test_a_game_and_its_dual_have_the_same(game):
    assert modiclus(game) == modiclus(dual_game(game))


@examples(25)
@given(coalitional_games())
def test_simplified_modiclus_is_the_prenucleolus_of_the_averaged_game(game):
    worths, duals = worths_of(game), worths_of(dual_game(game))
    averaged = table([Fraction(a + b) / 2 for a, b in zip(worths, duals, strict=True)], game.sense)
    split = simplified_modiclus(game)
    sign = 1 if game.sense == "gain" else -1
    expected = oracles.nucleolus_by_faces(averaged, floors=False)
    assert {c: sign * x for c, x in split.items()} == expected
    assert split == simplified_modiclus(dual_game(game))
    assert split.certificate.verify(game) is True


def test_a_small_estate():
    """Aumann and Maschler's estate of 100; printed in the manual of CoopGame 0.2.2."""
    claims = {"A": 100, "B": 200, "C": 300}
    game = CoalitionalGame.from_function(
        list(claims), lambda s: max(0, 100 - sum(x for c, x in claims.items() if c not in s))
    )
    assert set(simplified_modiclus(game).values()) == {Fraction(100, 3)}


@examples(30)
@given(convex_games())
def test_it_is_in_the_core_of_a_convex_game(game):
    """Sudhölter (1997)."""
    assert core_violation(game, modiclus(game)) is None


def test_six_creditors():
    """Bankruptcy, estate 176; printed, to four digits, in the manual of MatTuGames 1.9."""
    claims = dict(
        zip("ABCDEF", map(Fraction, ["40", "32", "11", "73.3", "54.95", "81.1"]), strict=True)
    )
    game = CoalitionalGame.from_function(
        list(claims), lambda s: max(0, 176 - sum(x for c, x in claims.items() if c not in s))
    )
    printed = ["22.5067", "17.7567", "7.4533", "41.8600", "37.1100", "49.3133"]
    for got, told in zip(modiclus(game).values(), printed, strict=True):
        assert abs(got - Fraction(told)) <= Fraction("0.00005")


def test_the_empty_coalition_counts():
    """CoopGame and coopgame-py leave it out, and give (17/4, 21/4, 23/4, 23/4) here."""
    lexical = [0, 0, 0, 0, 5, 5, 8, 9, 10, 8, 13, 15, 16, 17, 21]
    coalitions = itertools.chain(*(itertools.combinations("ABCD", k) for k in range(1, 5)))
    game = CoalitionalGame(list("ABCD"), dict(zip(coalitions, lexical, strict=True)))

    def differences(split):
        excess = [
            game.worth(m) - sum(split[c] for c in game.members(m)) for m in range(game.grand + 1)
        ]
        return sorted((a - b for a, b in itertools.permutations(excess, 2)), reverse=True)

    split = modiclus(game)
    assert [*split.values()] == [Fraction(k, 3) for k in (13, 16, 17, 17)]
    theirs = dict(zip("ABCD", [Fraction(k, 4) for k in (17, 21, 23, 23)], strict=True))
    assert differences(split) < differences(theirs)


def test_names_with_stars_are_not_taken_for_copies():
    plain = CoalitionalGame.from_array(["A", "B", "C"], [0, 0, 0, 10, 0, 0, 0, 2])
    starred = CoalitionalGame.from_array(["A", "A*", "A**"], [0, 0, 0, 10, 0, 0, 0, 2])
    assert [*modiclus(starred).values()] == [*modiclus(plain).values()]


def test_one_city_and_ties():
    assert modiclus(CoalitionalGame(["A"], {"A": 5}))["A"] == 5
    council = table([0, 0, 0, 1, 0, 1, 1, 1])
    assert modiclus(council) == prenucleolus(council)


def test_too_many_cities_are_refused():
    cities = [f"c{i}" for i in range(18)]
    game = CoalitionalGame.from_array(cities, np.r_[0, np.arange(1, 1 << 18)])
    words = r"of 36 players, each city and its copy, needs .*; prenucleolus\(\) takes twice as many"
    with pytest.raises(TooLarge, match=words):
        modiclus(game)
