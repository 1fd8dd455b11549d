from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from games import Undefined
from solvers import core, nucleolus, prenucleolus
from solvers.certificate import Refuted
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.kohlberg import Level
from solvers.coalitional.nucleolus import NucleolusCertificate
from solvers.coalitional.prenucleolus import PrenucleolusCertificate
from tests.properties.strategies import coalitional_games, superadditive_games, table
from tests.solvers import oracles


def as_gains(game, split):
    return {city: x if game.sense == "gain" else -x for city, x in split.items()}


@settings(max_examples=30)
@given(coalitional_games())
def test_prenucleolus_agrees_with_the_faces_of_every_level(game):
    split = prenucleolus(game)
    assert as_gains(game, split) == oracles.nucleolus_by_faces(game, floors=False)


@settings(max_examples=30)
@given(coalitional_games(max_players=3) | superadditive_games())
def test_nucleolus_agrees_with_the_faces_of_every_level(game):
    gains = game.as_gains()
    shortfall = sum(gains.worth([city]) for city in game.players) - gains.grand_worth
    if shortfall > 0:
        with pytest.raises(Undefined) as raised:
            nucleolus(game)
        assert raised.value.witness == shortfall
        assert prenucleolus(game).certificate.verify(game) is True
        return
    assert as_gains(game, nucleolus(game)) == oracles.nucleolus_by_faces(game, floors=True)


@settings(max_examples=60)
@given(coalitional_games(min_players=2), st.data())
def test_no_other_split_has_smaller_excesses(game, data):
    split = prenucleolus(game)
    a, b = data.draw(st.permutations(game.players))[:2]
    step = data.draw(st.fractions(Fraction(1, 1000), 5))
    other = dict(split) | {a: split[a] + step, b: split[b] - step}
    assert oracles.sorted_excesses(game, split) < oracles.sorted_excesses(game, other)


@settings(max_examples=60)
@given(coalitional_games())
def test_the_two_agree_when_the_core_is_not_empty(game):
    assume(not core(game).empty)
    assert nucleolus(game) == prenucleolus(game)


def test_they_differ_when_a_city_would_do_better_alone():
    """Peleg and Sudhölter (2007), example 5.5.12."""
    game = table([0, 0, 0, 10, 0, 0, 0, 2])
    pre, nuc = prenucleolus(game), nucleolus(game)
    assert dict(pre) == {"A": 3, "B": 3, "C": -4}
    assert dict(nuc) == {"A": 1, "B": 1, "C": 0}
    floors = [level.floors for level in nuc.certificate.levels]
    assert any("C" in held for held in floors)
    # Neither proof passes for the other split.
    forged = type(nuc.certificate)(dict(pre), nuc.certificate.levels)
    assert isinstance(forged.verify(game), Refuted)
    forged = type(pre.certificate)(dict(nuc), pre.certificate.collections)
    assert isinstance(forged.verify(game), Refuted)


def test_no_imputation_is_undefined_and_says_what_is():
    game = table([0, 4, 4, 5])
    with pytest.raises(Undefined, match=r"alone they do better by 3 in all; prenucleolus\(\)"):
        nucleolus(game)
    assert dict(prenucleolus(game)) == {"A": Fraction(5, 2), "B": Fraction(5, 2)}


def test_a_level_that_stops_short_is_refuted():
    """The first level alone settles c100 in the Talmud's estate of 200, and nothing else."""
    game = table([0, 0, 0, 0, 0, 0, 100, 200])
    proof = prenucleolus(game).certificate
    assert dict(proof.split) == {"A": 50, "B": 75, "C": 75}
    short = type(proof)(proof.split, proof.collections[:1])
    assert short.verify(game).reason == "The levels leave the split open: their rank is 2, not 3."


@pytest.mark.parametrize("scale", [10**15, Fraction(1, 10**12), Fraction(1, 3)])
def test_scale_does_not_matter(scale):
    worths = [0, 1, 0, 3, 0, 2, 4, 7, 0, 0, 3, 7, 3, 6, 3, 14]
    small, large = table(worths), table([scale * worth for worth in worths])
    assert {c: scale * x for c, x in nucleolus(small).items()} == dict(nucleolus(large))


def weighted(**weights):
    return tuple(WeightedCoalition(tuple(names), Fraction(w)) for names, w in weights.items())


def test_a_level_that_overlooks_a_coalition_is_refuted():
    """At equal shares the three single cities do balance, and {A, B} has a greater excess."""
    game = table([0, 0, 0, 60, 0, 0, 0, 72])
    singles = weighted(A="1/3", B="1/3", C="1/3")
    forged = PrenucleolusCertificate(dict.fromkeys("ABC", Fraction(24)), (singles,))
    assert forged.verify(game).reason == "Level 1: {A, B} has a greater excess."


def test_a_level_that_does_not_balance_is_refuted():
    game = table([0, 0, 0, 2])
    forged = PrenucleolusCertificate({"A": Fraction(2), "B": Fraction(0)}, (weighted(B=1),))
    assert forged.verify(game).reason == "Level 1: The coalitions do not balance."


def test_a_city_above_its_floor_holds_nothing():
    """The same forgery, helped by a floor on which A does not stand."""
    game = table([0, 0, 0, 2])
    level = Level(weighted(B=1), {"A": Fraction(1)})
    forged = NucleolusCertificate({"A": Fraction(2), "B": Fraction(0)}, (level,))
    assert forged.verify(game).reason == "Level 1: A does not stand at its floor."
    level = Level(weighted(A=1), {"B": Fraction(-1)})
    forged = NucleolusCertificate({"A": Fraction(0), "B": Fraction(2)}, (level,))
    assert forged.verify(game).reason == "Level 1: A city's multiplier is not positive."


def test_an_imputation_leaves_nobody_worse_off_than_alone():
    """The prenucleolus, with its true levels, is no nucleolus."""
    game = table([0, 0, 0, 10, 0, 0, 0, 2])
    proof = prenucleolus(game).certificate
    levels = tuple(Level(collection, {}) for collection in proof.collections)
    forged = NucleolusCertificate(proof.split, levels)
    assert forged.verify(game).reason == "C would do better alone."
