from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from games import CoalitionalGame, Undefined
from solvers import core, cost_of_stability, least_core, nucleolus, prenucleolus
from solvers.certificate import Refuted
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.kohlberg import Level
from solvers.coalitional.nucleolus import NucleolusCertificate
from solvers.coalitional.prenucleolus import PrenucleolusCertificate
from tests.properties.strategies import (
    coalitional_games,
    examples,
    superadditive_games,
    table,
    up_to,
)
from tests.solvers import oracles


def as_gains(game, split):
    return {city: x if game.sense == "gain" else -x for city, x in split.items()}


@examples(30)
@given(coalitional_games(max_players=up_to(5)))
def test_prenucleolus_agrees_with_the_faces_of_every_level(game):
    split = prenucleolus(game)
    assert as_gains(game, split) == oracles.nucleolus_by_faces(game, floors=False)


@examples(30)
@given(coalitional_games(max_players=3) | superadditive_games(max_players=up_to(5)))
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


@examples(60)
@given(coalitional_games(min_players=2), st.data())
def test_no_other_split_has_smaller_excesses(game, data):
    split = prenucleolus(game)
    a, b = data.draw(st.permutations(game.players))[:2]
    step = data.draw(st.fractions(Fraction(1, 1000), 5))
    other = dict(split) | {a: split[a] + step, b: split[b] - step}
    assert oracles.sorted_excesses(game, split) < oracles.sorted_excesses(game, other)


@examples(60)
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


def talmud(claims, estate):
    """Aumann and Maschler (1985): up to half of each claim is gained equally, then lost equally."""
    half = [Fraction(claim, 2) for claim in claims]
    losing = estate > sum(half)
    rest, open_ = (sum(claims) - estate if losing else estate), sorted(half)
    level = next(
        share
        for k, top in enumerate(open_)
        if (share := (rest - sum(open_[:k])) / (len(open_) - k)) <= top
    )
    shares = [min(h, level) for h in half]
    return [c - s if losing else s for c, s in zip(claims, shares, strict=True)]


@pytest.mark.parametrize("kind", [np.int64, np.float64])
@pytest.mark.parametrize("estate", [1900, 6200])
def test_fourteen_creditors_get_what_the_talmud_gives(kind, estate):
    """Three blocks of 2^13 coalitions or more are passed over; many levels, many ties."""
    claims = [100, 100, 200, 250, 300, 300, 450, 500, 610, 700, 700, 900, 1000, 1500]
    total = np.zeros(1, dtype=np.int64)
    for claim in claims:
        total = np.concatenate((total, total + claim))
    worths = np.maximum(0, estate - (total[-1] - total))
    game = CoalitionalGame.from_array([f"c{i}" for i in range(14)], worths.astype(kind))
    expected = talmud(claims, Fraction(estate))
    for concept in (prenucleolus, nucleolus):
        split = concept(game)
        assert list(split.values()) == expected
        assert split.certificate.verify(game) is True


def test_a_game_that_is_additive_but_for_rounding():
    """Sums of tenths in floating point: what is left is a game of a few units in the last place."""
    tenths = [0.1, 0.2, 0.3, 0.7, 1.1, 2.3, 0.9]
    worths = np.zeros(1)
    for own in tenths:
        worths = np.concatenate((worths, worths + own))
    game = CoalitionalGame.from_array([f"c{i}" for i in range(7)], worths)
    split = prenucleolus(game)
    assert split.certificate.verify(game) is True
    assert any(split[f"c{i}"] != Fraction(own) for i, own in enumerate(tenths))
    # The same in units of the last place beyond what each makes alone, as fractions.
    beyond = [
        game.worth(m) - sum(Fraction(own) for i, own in enumerate(tenths) if m >> i & 1)
        for m in range(128)
    ]
    assert 0 < max(map(abs, beyond)) < Fraction(1, 2**48)
    residual = prenucleolus(
        CoalitionalGame.from_array(game.players, np.array(beyond, dtype=object) * 2**60)
    )
    for i, own in enumerate(tenths):
        assert split[f"c{i}"] == Fraction(own) + residual[f"c{i}"] / 2**60
    assert least_core(game).certificate.verify(game) is True
    assert core(game).certificate.verify(game) is True
    assert cost_of_stability(game).certificate.verify(game) is True
