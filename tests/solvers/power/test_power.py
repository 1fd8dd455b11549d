"""Indices of power against their definitions, voter by voter."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games import CoalitionalGame, InvalidInput
from solvers import (
    banzhaf_value,
    coleman_power,
    deegan_packel_index,
    johnston_index,
    koenig_braeuninger_index,
    minimal_winning_coalitions,
    public_good_index,
    rae_index,
)
from tests.properties.strategies import MOST, examples, table


@st.composite
def votes(draw):
    """Whoever holds one of some coalitions wins."""
    n = draw(st.integers(1, MOST))
    seeds = draw(st.lists(st.integers(1, 2**n - 1), min_size=1, max_size=4))
    return table([int(any(s & seed == seed for seed in seeds)) for s in range(2**n)])


COUNCIL = CoalitionalGame.from_function(
    ["A", "B", "C", "D"], lambda s: int(sum({"A": 3, "B": 2, "C": 2, "D": 1}[c] for c in s) >= 5)
)


@examples(40)
@given(votes())
@example(COUNCIL)
@example(table([0, 1]))
def test_indices_by_definition(game):
    everybody = [frozenset(s) for s in ((), *game)]
    wins = {s for s in everybody if game.worth(s)}
    minimal = [s for s in wins if not any(t < s for t in wins)]
    needed = {s: [i for i in s if s - {i} not in wins] for s in wins}
    assert set(map(frozenset, minimal_winning_coalitions(game))) == set(minimal)
    members = list(itertools.chain.from_iterable(minimal))
    swings = {i: sum(i in needed[s] for s in wins) for i in game.players}
    brought_down = [s for s in wins if needed[s]]
    expected = {
        deegan_packel_index: lambda i: (
            sum(Fraction(i in s, len(s)) for s in minimal) / len(minimal)
        ),
        public_good_index: lambda i: Fraction(members.count(i), len(members)),
        johnston_index: lambda i: (
            sum(Fraction(i in needed[s], len(needed[s])) for s in brought_down) / len(brought_down)
        ),
    }
    for index, definition in expected.items():
        power = index(game)
        assert dict(power) == {i: definition(i) for i in game.players}
        assert power.total() == 1
        assert power.certificate.verify(game) is True
    agreed = {
        i: sum((i in s) is (s in wins) for s in everybody) / Fraction(len(everybody))
        for i in game.players
    }
    included = {i: Fraction(sum(i in s for s in wins), len(wins)) for i in game.players}
    for index, expected in ((rae_index, agreed), (koenig_braeuninger_index, included)):
        assert dict(index(game)) == expected
        assert index(game).certificate.verify(game) is True
    coleman = coleman_power(game)
    assert coleman.act == Fraction(len(wins), 2 ** len(game.players))
    assert dict(coleman.prevent) == {i: Fraction(swings[i], len(wins)) for i in game.players}
    losing = len(everybody) - len(wins)
    assert dict(coleman.initiate) == {i: Fraction(swings[i], losing) for i in game.players}
    assert coleman.certificate.verify(game) is True
    assert dict(rae_index(game)) == {i: (1 + b) / 2 for i, b in banzhaf_value(game).items()}
    assert dict(koenig_braeuninger_index(game)) == {
        i: (1 + p) / 2 for i, p in coleman.prevent.items()
    }
    # Banzhaf's index is the harmonic mean of the two (Dubey and Shapley 1979).
    for i, beta in banzhaf_value(game).items():
        one, other = coleman.prevent[i], coleman.initiate[i]
        assert beta == (2 * one * other / (one + other) if beta else 0)


def test_what_is_no_vote_is_refused():
    for game, text in (
        (table([0, 0, 0, 2]), "the game is one in which {A, B} makes 2, neither 0 nor 1; it"),
        (table([0, 1, 0, 0]), "all together lose"),
        (table([0, 0, 0, 1, 0, 0, 0, 0]), "all together lose"),
        (table([0, 1, 1, 1], "cost"), "one of costs"),
    ):
        for index in (minimal_winning_coalitions, johnston_index, coleman_power):
            with pytest.raises(InvalidInput, match=f"{text}.*a vote"):
                index(game)
    with pytest.raises(InvalidInput, match="a CoalitionalGame"):
        johnston_index("a council")
