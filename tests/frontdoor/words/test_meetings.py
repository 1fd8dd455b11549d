"""What is said of joint meetings is so."""

from fractions import Fraction

import pytest

from intercity.topics.meetings.check import JointMeeting, MeetEvery, MeetingsOutcome, Quota, Watch
from intercity.topics.meetings.english import clause, line, remedy, repair, says
from intercity.topics.outcome import Repair
from tests.frontdoor.words.facts import facts

HOLDS = {
    "without": facts(Watch, worthwhile=True, holds_with=True, holds_without=True),
    "with": facts(Watch, worthwhile=True, holds_with=True),
    "never": facts(Watch, worthwhile=True),
    "nothing": facts(Watch),
}


def meeting(**given):
    power = {"Ost": Fraction(1, 2), "West": Fraction(1, 2), "Nord": 0}
    return facts(MeetingsOutcome, **{"votes": 9, "quota": 5, "every": 2, "power": power, **given})


def test_who_never_decides():
    told = says(meeting(dummies=("Nord",), vetoers=("Ost",)))
    assert told == (
        "5 of 9 votes pass a proposal; who decides how often: Ost 50%, West 50%, Nord 0%; "
        "Nord never decides; nothing passes without Ost"
    )
    assert line(meeting(dummies=("Nord",))) == "Nord never decides at 5 of 9 votes"
    assert line(meeting(dummies=("Nord", "West"))) == "Nord and West never decide at 5 of 9 votes"
    long = line(meeting(dummies=("Nord" * 20, "West")))
    assert long == "2 of 3 cities never decide"
    assert line(meeting(dummies=("Nord" * 20,))) == "1 of 3 cities never decides"
    assert line(meeting()) == "every city that meets decides at times"
    assert says(meeting()).endswith("; every city does for some set of others")


@pytest.mark.parametrize(
    ("holds", "every", "told", "short"),
    [
        ("without", 2, (
            "the threat of the race for ever keeps a truce without bids, without meetings, too"),
         "the threat of the race keeps a truce, without meetings, too"),
        ("with", 2, (
            "the threat of the race for ever keeps a truce without bids by meetings every 2 years, "
            "not without them"),
         "the threat of the race keeps a truce only by meetings, every 2 years"),
        ("with", 1, (
            "the threat of the race for ever keeps a truce without bids by meetings every year, "
            "not without them"),
         "the threat of the race keeps a truce only by meetings, every year"),
        ("never", 2, (
            "a breach of a truce without bids, noticed after 2 years, pays though the race "
            "follows"),
         "a breach of a truce, noticed after 2 years, pays though the race follows"),
        ("never", 1, (
            "a breach of a truce without bids, noticed after 1 year, pays though the race follows"),
         "a breach of a truce, noticed after 1 year, pays though the race follows"),
        ("nothing", 1, "a truce without bids brings the treasuries nothing",
         "a truce without bids brings the treasuries nothing"),
    ],
)  # fmt: skip
def test_whether_the_threat_of_the_race_keeps_the_truce(holds, every, told, short):
    """A harsher punishment may: two that value firms at 3, with a discount factor of 1/2, keep a
    truce of which a breach is seen after 2 years by bids of 2.6 (the check of the arms race)."""
    found = meeting(watch=HOLDS[holds], every=every)
    assert line(found) == short
    assert says(found).endswith(f"; {told}")


def test_who_never_decides_goes_before_a_truce_that_is_too_long_to_tell():
    found = meeting(watch=HOLDS["with"], dummies=("Nord",))
    assert line(found) == "Nord never decides at 5 of 9 votes"


def test_another_quota_and_meetings_more_often():
    found = meeting(repair=Repair(clauses=(Quota(votes=6), MeetEvery(years=1))))
    assert repair(found) == remedy(found) == "let 6 votes pass a proposal; meet every year"
    assert remedy(meeting()) == ""
    assert clause(JointMeeting(votes=6, years=3)) == (
        "6 votes pass a proposal; the cities meet every 3 years"
    )
    assert clause(JointMeeting(votes=None, years=3)) == "The cities meet every 3 years"
    one = meeting(repair=Repair(clauses=(Quota(votes=1),)), quota=1)
    assert repair(one) == "let 1 vote pass a proposal"
    assert says(one).startswith("1 of 9 votes passes a proposal;")
    assert clause(JointMeeting(votes=1, years=None)) == "1 vote passes a proposal"
    assert clause(JointMeeting(votes=6, years=None)) == "6 votes pass a proposal"
