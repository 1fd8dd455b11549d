"""Nucleoli with weights, against the faces of every level by exact linear programs."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame, Undefined
from solvers import (
    disruption_nucleolus,
    nucleolus,
    per_capita_nucleolus,
    per_capita_prenucleolus,
    prenucleolus,
    proportional_nucleolus,
)
from tests.properties.strategies import (
    coalitional_games,
    examples,
    superadditive_games,
    table,
    up_to,
    worths_of,
)
from tests.solvers import oracles


def as_gains(game, split):
    return {city: x if game.sense == "gain" else -x for city, x in split.items()}


def heads(mask):
    return Fraction(mask.bit_count())


@examples(25)
@given(coalitional_games(max_players=up_to(5)))
def test_per_capita_prenucleolus_agrees_with_the_faces(game):
    split = per_capita_prenucleolus(game)
    assert split.certificate.verify(game) is True
    assert as_gains(game, split) == oracles.nucleolus_by_faces(game, floors=False, weight=heads)


@examples(20)
@given(superadditive_games(max_players=up_to(5)))
def test_per_capita_nucleolus_agrees_with_the_faces(game):
    split = per_capita_nucleolus(game)
    assert split.certificate.verify(game) is True
    assert as_gains(game, split) == oracles.nucleolus_by_faces(game, floors=True, weight=heads)


@examples(40)
@given(coalitional_games(), st.fractions(-9, 9, max_denominator=9))
def test_what_all_make_more_is_shared_equally_a_head(game, more):
    """Young, Okada and Hashimoto: the per-capita prenucleolus is monotonic in v(N)."""
    worths = worths_of(game)
    worths[-1] += more
    raised = per_capita_prenucleolus(table(worths, game.sense))
    if len(game.players) > 1:
        each = more / len(game.players)
        assert {c: x - each for c, x in raised.items()} == dict(per_capita_prenucleolus(game))


@st.composite
def positive_games(draw):
    """What each coalition makes is more than 0, and all together make enough for each alone."""
    n = draw(st.integers(1, up_to(5)))
    number = draw(st.sampled_from([st.integers(1, 3), st.fractions(Fraction(1, 9), 50)]))
    worths = [0, *draw(st.lists(number, min_size=2**n - 1, max_size=2**n - 1))]
    own = sum(worths[1 << i] for i in range(n))
    worths[-1] = max(worths[-1], own) if n > 1 else worths[-1]
    if draw(st.booleans()):
        return table(worths)
    worths[-1] = min(worths[-1], own)
    return table(worths, "cost")


@examples(25)
@given(positive_games())
def test_proportional_nucleolus_agrees_with_the_faces(game):
    split = proportional_nucleolus(game)
    assert split.certificate.verify(game) is True
    assert as_gains(game, split) == oracles.nucleolus_by_faces(
        game, floors=True, weight=lambda mask: abs(game.worth(mask))
    )


@examples(25)
@given(superadditive_games(min_players=2, max_players=up_to(5)), st.integers(1, 9))
def test_disruption_nucleolus_agrees_with_the_faces(game, more):
    worths = worths_of(game)
    worths[-1] += more if game.sense == "gain" else -more  # now parting costs something
    game = table(worths, game.sense)
    gains = game.as_gains()

    def lost(mask):
        return gains.grand_worth - gains.worth(mask) - gains.worth(gains.grand ^ mask)

    split = disruption_nucleolus(game)
    assert split.certificate.verify(game) is True
    assert as_gains(game, split) == oracles.nucleolus_by_faces(game, floors=True, weight=lost)


def test_two_cities_share_costs_in_proportion():
    works = table([0, 10, 30, 32], "cost")
    assert dict(proportional_nucleolus(works)) == {"A": 8, "B": 24}
    assert dict(nucleolus(works)) == {"A": 6, "B": 26}
    assert dict(per_capita_nucleolus(works)) == {"A": 6, "B": 26}


def test_of_three_cities_propensities_are_equalised_as_in_gatelys_point():
    """Gately (1974): what i gets beyond its own, in proportion to what is lost without it."""
    game = table([0, 1, 2, 9, 0, 5, 4, 15])
    split = disruption_nucleolus(game)
    lost = {"A": 15 - 1 - 4, "B": 15 - 2 - 5, "C": 15 - 0 - 9}
    own = {"A": 1, "B": 2, "C": 0}
    rate = Fraction(15 - 3, sum(lost.values()))
    assert dict(split) == {c: own[c] + rate * lost[c] for c in "ABC"}


def test_where_there_is_none_the_witness_says_why():
    with pytest.raises(Undefined, match=r"\{A\} makes 0, and") as raised:
        proportional_nucleolus(table([0, 0, 1, 5]))
    assert raised.value.witness == ("A",)
    with pytest.raises(Undefined, match="lose 0 when they part") as raised:
        disruption_nucleolus(table([0, 1, 2, 9, 0, 1, 2, 9]))
    assert raised.value.witness == ("A", "B")
    better_alone = table([0, 3, 3, 5])
    for concept in (per_capita_nucleolus, proportional_nucleolus):
        with pytest.raises(Undefined, match="as well off as alone") as raised:
            concept(better_alone)
        assert raised.value.witness == 1
    assert dict(per_capita_prenucleolus(better_alone)) == {"A": Fraction(5, 2), "B": Fraction(5, 2)}


def test_one_city_gets_it_all():
    one = table([0, 5])
    for concept in (
        per_capita_nucleolus,
        per_capita_prenucleolus,
        proportional_nucleolus,
        disruption_nucleolus,
    ):
        split = concept(one)
        assert dict(split) == {"A": 5}
        assert split.certificate.verify(one) is True


def test_fourteen_cities_and_floats():
    """Beyond one block; weights of floats are read bit for bit as well."""
    rng = np.random.default_rng(4)
    sizes = np.zeros(1)
    for _ in range(14):
        sizes = np.concatenate((sizes, sizes + 1))
    worths = rng.random(1 << 14) * sizes
    worths[-1] = 16
    game = CoalitionalGame.from_array([f"c{i}" for i in range(14)], worths)
    answers = {
        concept: concept(game)
        for concept in (prenucleolus, per_capita_prenucleolus, proportional_nucleolus)
    }
    worths[-1] = 40
    rich = CoalitionalGame.from_array(game.players, worths)
    answers[disruption_nucleolus] = disruption_nucleolus(rich)
    for concept, split in answers.items():
        subject = rich if concept is disruption_nucleolus else game
        assert split.certificate.verify(subject) is True
        others = [s for c, s in answers.items() if c is not concept]
        assert all(type(split.certificate) is not type(other.certificate) for other in others)
        assert all(split != other for other in others)


# ------------------------------------------------------------------ coalitions without weight


@st.composite
def games_with_zero_weight_coalitions(draw):
    """Worths of 0 and more, many of them 0; all together make enough for each alone."""
    n = draw(st.integers(2, up_to(4)))
    number = st.sampled_from([0, 0, 1, 2, 3])
    worths = [0, *draw(st.lists(number, min_size=2**n - 1, max_size=2**n - 1))]
    own = sum(worths[1 << i] for i in range(n))
    if draw(st.booleans()):
        worths[-1] = max(worths[-1], own)
        return table(worths)
    worths[-1] = min(worths[-1], own)
    return table(worths, "cost")


def skipping_agrees(concept, game, weight):
    expected = oracles.nucleolus_by_faces(game, floors=True, weight=weight, only_one=True)
    if expected is None:
        with pytest.raises(Undefined, match="leave the split open"):
            concept(game, zero_weight="skip")
        return
    split = concept(game, zero_weight="skip")
    assert split.certificate.verify(game) is True
    assert as_gains(game, split) == expected
    skipped = [mask for mask in range(1, game.grand) if not weight(mask)]
    assert ("skipped" in split.status) == bool(skipped)
    assert split.certificate.skips == bool(skipped)
    if not skipped:
        assert dict(split) == dict(concept(game))


@examples(40)
@given(games_with_zero_weight_coalitions())
def test_the_proportional_nucleolus_can_skip_what_is_worth_nothing(game):
    skipping_agrees(proportional_nucleolus, game, lambda mask: abs(game.worth(mask)))


@examples(40)
@given(games_with_zero_weight_coalitions())
def test_the_disruption_nucleolus_can_skip_what_has_no_propensity(game):
    gains = game.as_gains()

    def lost(mask):
        return gains.grand_worth - gains.worth(mask) - gains.worth(gains.grand ^ mask)

    if all(lost(mask) >= 0 for mask in range(1, game.grand)):
        skipping_agrees(disruption_nucleolus, game, lost)


def test_which_convention_is_used_is_told():
    game = table([0, 0, 0, 4, 0, 2, 0, 8])
    with pytest.raises(Undefined, match='zero_weight="skip" leaves such coalitions out'):
        proportional_nucleolus(game)
    split = proportional_nucleolus(game, zero_weight="skip")
    assert split.status.endswith(
        "{A}, {B}, {C}, {B, C} are skipped: a rate needs a worth that is not 0."
    )
    assert dict(split) == {"A": 8, "B": 0, "C": 0}  # only {A, B} and {A, C} count
    with pytest.raises(ValueError, match='it should be "refuse" or "skip"'):
        proportional_nucleolus(game, zero_weight="yes")


def test_a_certificate_that_skips_does_not_hold_where_all_count():
    game = table([0, 1, 1, 4, 1, 2, 2, 8])
    certificate = proportional_nucleolus(game).certificate
    other = type(certificate)(certificate.split, certificate.levels, True)
    assert "all count" in other.verify(game).reason


def test_negative_weights_are_refused_all_the_same():
    with pytest.raises(Undefined, match="makes -1"):
        proportional_nucleolus(table([0, -1, 1, 5]), zero_weight="skip")
