"""Teams: Holmström's (1982) numbers, and shares against a grid."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import Team
from games.errors import InvalidInput
from mechanisms import best_shares, team_sharing


@pytest.mark.parametrize("n", [1, 2, 3, 10])
def test_equal_shares_of_cities_alike(n):
    """Holmström (1982), effort cost a^2/2: a = 1/n against 1, welfare 1 - 1/(2n) against n/2."""
    names = [f"city {k}" for k in range(n)]
    found = team_sharing(Team(names), [Fraction(1, n)] * n)
    assert set(found.efforts.values()) == {Fraction(1, n)}
    assert found.welfare == 1 - Fraction(1, 2 * n)
    assert found.first_best == Fraction(n, 2)
    assert found.best
    assert best_shares(Team(names)).shares == found.shares


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=3),
    st.lists(st.integers(1, 4), min_size=3, max_size=3),
)
def test_no_shares_do_better(values, costs):
    names = [f"city {k}" for k in range(len(values))]
    team = Team(names, values, costs[: len(values)])
    found = best_shares(team)
    assert found.certificate.verify(team) is True
    assert found.best
    for parts in itertools.product(range(7), repeat=len(values)):
        if sum(parts) == 6:
            shares = [Fraction(p, 6) for p in parts]
            other = team_sharing(team, shares)
            assert other.welfare <= found.welfare
            assert other.best == (other.welfare == found.welfare)
            assert sum(other.payoffs.values()) == other.welfare


def test_nobody_gains_by_another_effort():
    team = Team(["A", "B"], value=[2, 1], cost=[1, 3])
    found = team_sharing(team, {"A": 0.5, "B": 0.5})
    for city, c in zip(team.cities, team.cost, strict=True):
        for step in (Fraction(1, 9), Fraction(-1, 9)):
            other = dict(found.efforts) | {city: found.efforts[city] + step}
            mine = found.shares[city] * team.made(other) - c * other[city] ** 2 / 2
            assert mine < found.payoffs[city]


def test_a_small_loss_is_not_told_as_none():
    """Told as "0% of what could be had is lost"."""
    found = team_sharing(Team(["A", "B"], value=[1, 0.01]), {"A": 1, "B": 0})
    told = Fraction(found.status.partition("%")[0])
    assert abs(told / 100 - found.loss / found.first_best) < found.loss / found.first_best / 100


def test_where_no_effort_adds_anything():
    found = best_shares(Team(["A", "B"], value=0))
    assert found.shares == {"A": 1, "B": 0}
    assert found.status == "All do what is best for all."


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([0.5, 0.6], "the shares is '11/10 in all'"),
        ([1.5, -0.5], "share of B is -0.5"),
        ([1], "of length 1"),
    ],
)
def test_bad_shares_are_refused_in_a_sentence(shares, words):
    with pytest.raises(InvalidInput) as caught:
        team_sharing(Team(["A", "B"]), shares)
    assert words in str(caught.value)


def test_bad_teams():
    for changes, words in (
        ({"value": -1}, "value of A is -1"),
        ({"cost": 0}, "cost of A is 0"),
    ):
        with pytest.raises(InvalidInput) as caught:
            Team(["A"], **changes)
        assert words in str(caught.value)
