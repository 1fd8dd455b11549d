"""Power in a meeting: published indices, and dummies by trying all sets."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import JointMeeting
from games.errors import InvalidInput
from mechanisms import meeting_power

SIX = {"France": 4, "Germany": 4, "Italy": 4, "Belgium": 2, "Netherlands": 2, "Luxembourg": 1}


def test_luxembourg_in_the_council_of_1958():
    """Brams and Affuso (1976): quota 12 of 17, Luxembourg is never decisive. 10 swings, 6, 0."""
    found = meeting_power(JointMeeting(SIX, quota=12))
    assert found.dummies == ("Luxembourg",)
    assert found.banzhaf["France"] == Fraction(10, 42)
    assert found.banzhaf["Belgium"] == Fraction(6, 42)
    assert found.shapley_shubik["France"] == Fraction(14, 60)
    assert found.shapley_shubik["Belgium"] == Fraction(9, 60)
    assert found.vetoers == ()
    assert found.status.startswith("Luxembourg is never decisive; that ends at a quota of ")


def dummies(votes, quota):
    def passes(group):
        return sum(votes[c] for c in group) >= quota

    def decisive(city):
        others = [c for c in votes if c != city]
        return any(
            passes((*group, city)) and not passes(group)
            for size in range(len(others) + 1)
            for group in itertools.combinations(others, size)
        )

    return tuple(city for city in votes if not decisive(city))


@given(st.lists(st.integers(0, 6), min_size=1, max_size=5).filter(any), st.data())
def test_dummies_and_quotas_without_them(weights, data):
    votes = {f"c{k}": w for k, w in enumerate(weights)}
    total = sum(weights)
    quota = data.draw(st.integers(1, total))
    meeting = JointMeeting(votes, quota)
    found = meeting_power(meeting)
    assert found.certificate.verify(meeting) is True
    assert found.dummies == dummies(votes, quota)
    assert found.dummies == tuple(c for c, power in found.banzhaf.items() if power == 0)
    assert found.dummies == tuple(c for c, power in found.shapley_shubik.items() if power == 0)
    good = [q for low, high in found.good_quotas for q in range(low, high + 1)]
    assert good == [
        q for q in range(total // 2 + 1, total + 1) if all(not votes[c] for c in dummies(votes, q))
    ]
    for city in votes:
        others = sum(v for c, v in votes.items() if c != city)
        assert (city in found.vetoers) == (others < quota)


def test_the_default_quota_and_unanimity():
    assert JointMeeting({"A": 2, "B": 1}).quota == 2
    every = meeting_power(JointMeeting({"A": 2, "B": 1}, quota=3))
    assert every.vetoers == ("A", "B")
    assert every.status == "Every city is decisive for some set of others."
    alone = meeting_power(JointMeeting({"A": 2, "B": 0}))
    assert alone.status == "B is never decisive; it has no votes."


@pytest.mark.parametrize(
    ("votes", "more", "words"),
    [
        ({"A": -1}, {}, "the number of votes of A is -1"),
        ({"A": 0.5}, {}, "the number of votes of A is 0.5"),
        ({"A": 0}, {}, "the sum of all votes is 0"),
        ({}, {}, "the list of cities is missing; it should be at least one name"),
        ([1], {}, "the table of votes is [1]"),
        ({"A": 1}, {"quota": 2}, "the quota is 2; it should be at most all 1 votes"),
        ({"A": 1}, {"quota": 0}, "the quota is 0"),
        ({"A": 1}, {"every": 3, "lag": 2}, "every 3 periods"),
        ({"A": 1}, {"lag": 0}, "the lag without meetings is 0"),
    ],
)
def test_bad_meetings_are_refused_in_a_sentence(votes, more, words):
    with pytest.raises(InvalidInput) as caught:
        JointMeeting(votes, **more)
    assert words in str(caught.value)
