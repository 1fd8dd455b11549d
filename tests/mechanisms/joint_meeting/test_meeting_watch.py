"""Meetings that shorten the lag until a breach is noticed: powers of the discount factor."""

from __future__ import annotations

import math

import pytest

from games import Contest, JointMeeting, SubsidyCompetition
from games.errors import InvalidInput
from mechanisms import WatchedMeeting, critical_discount, meeting_watch
from mechanisms.accord.subsidy_accord import SubsidyTruce

VOTES = {"Quzhou": 1, "Lishui": 1}
PARK = SubsidyCompetition(list(VOTES), value=[1, 1], mu=0.25)


def watch(every, lag, discount, race=PARK):
    return meeting_watch(WatchedMeeting(JointMeeting(VOTES, every=every, lag=lag), race, discount))


@pytest.mark.parametrize(
    ("every", "lag", "discount", "holds", "words"),
    [
        (1, 1, 0.9, (True, True), "The truce holds without meetings."),
        (4, 20, 0.9, (True, False), "Meetings hold the truce"),
        (18, 20, 0.9, (False, False), "They meet too rarely"),
        (1, 20, 0.1, (False, False), "No meetings help"),
    ],
)
def test_whether_meetings_hold_the_truce(every, lag, discount, holds, words):
    with_, without = holds
    found = watch(every, lag, discount)
    assert found.certificate.verify(found.watched) is True
    assert (found.holds_with, found.holds_without) == (with_, without)
    assert words in found.status
    # By definition: delta^lag against the critical discount factor at once.
    at_once = float(critical_discount(SubsidyTruce(PARK, 0, 1)).critical_discount)
    assert with_ == (discount**every >= at_once)
    assert without == (discount**lag >= at_once)
    assert math.isclose(found.needed_with, at_once ** (1 / every), rel_tol=1e-9)
    assert math.isclose(found.needed_without, at_once ** (1 / lag), rel_tol=1e-9)


def test_who_likes_the_race_breaks_the_truce_however_often_they_meet():
    """Row 26: the critical discount factor is unchanged, there is none."""
    strong = SubsidyCompetition(list(VOTES), value=[5, 1], mu=0.25)
    found = watch(1, 6, 0.99, strong)
    assert found.needed_with is None
    assert found.needed_without is None
    assert "No meetings help" in found.status


def test_a_contest():
    found = watch(1, 6, 0.8, Contest(list(VOTES), [1, 1]))
    assert found.certificate.verify(found.watched) is True
    assert found.holds_with


def test_bad_watches_are_refused_in_a_sentence():
    with pytest.raises(InvalidInput, match="a city of the race is 'Lishui'"):
        WatchedMeeting(JointMeeting({"Quzhou": 1}), PARK, 0.9)
    with pytest.raises(InvalidInput, match="the discount factors is missing"):
        WatchedMeeting(JointMeeting(VOTES), PARK, None)
    with pytest.raises(InvalidInput):
        WatchedMeeting(JointMeeting(VOTES), PARK, 1.5)


def test_who_would_break_a_truce_though_they_meet():
    """At 0.9 Quzhou bears 16 periods, at 0.8 Lishui 7: of meetings every 10 Lishui alone breaks it.

    Quzhou was named, too, which would break it without meetings, after 20.
    """
    found = watch(10, 20, {"Quzhou": 0.9, "Lishui": 0.8})
    assert found.lags.longest == {"Quzhou": 16, "Lishui": 7}
    assert found.status == (
        "They meet too rarely: Lishui would break the truce; they must meet every 7 periods."
    )
