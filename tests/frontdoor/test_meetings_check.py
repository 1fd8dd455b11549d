"""Joint meetings: all sets of votes gone through, and a truce played year by year."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import pytest

from intercity.equations import model_text
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.arms_race.builder import years_until_seen
from intercity.topics.arms_race.race_repair import Truce
from intercity.topics.arms_race.section import Accord
from intercity.topics.meetings.check import MeetEvery, Quota, WhyNot
from intercity.topics.outcome import NoRepair
from tests.frontdoor.starter import proven

F = Fraction
TEXT = """
format = 1
title = "votes"
[cities.Port]
[cities.Hill]
[cities.Mill]
[meetings]
votes = { Port = 5, Hill = 5, Mill = 1 }
"""
RACE = """
[subsidies]
bidders = ["Port", "Hill"]
technology = "tullock"
value.Port = { v = 8, low = 4, high = 12 }
value.Hill = { v = 8, low = 4, high = 12 }
truce_lag = 9
"""


def examined(text=TEXT, *changes):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return proven("meetings", parse_scenario(text))


def decisive(votes, quota):
    """By city, for how many sets of others it decides."""
    found = {}
    for city in votes:
        others = [other for other in votes if other != city]
        sums = [
            sum(votes[other] for other in group)
            for size in range(len(votes))
            for group in combinations(others, size)
        ]
        found[city] = sum(quota - votes[city] <= total < quota for total in sums)
    return found


@pytest.mark.parametrize(("quota", "dummies"), [(6, ()), (7, ("Mill",)), (10, ("Mill",)), (11, ())])
def test_who_never_decides(quota, dummies):
    facts = examined(f"{TEXT}quota = {quota}").facts
    counts = decisive({"Port": 5, "Hill": 5, "Mill": 1}, quota)
    assert facts.dummies == dummies == tuple(city for city, n in counts.items() if not n)
    assert facts.power == {city: F(n, sum(counts.values())) for city, n in counts.items()}
    assert facts.verdict == ("fails" if dummies else "stands")
    assert (facts.watch, facts.margin) == (None, None)


def test_more_than_half_of_the_votes_if_no_quota_is_given():
    assert examined().facts.quota == 6


@pytest.mark.parametrize(("quota", "nearest"), [(7, 6), (10, 11)])
def test_the_nearest_quota_at_which_all_decide(quota, nearest):
    repair = examined(f"{TEXT}quota = {quota}").facts.repair
    assert (repair.clauses, repair.unique) == ((Quota(votes=nearest),), False)
    good = [q for q in range(6, 12) if all(decisive({"A": 5, "B": 5, "C": 1}, q).values())]
    assert good == [6, 11]


def test_who_has_no_votes_decides_at_no_quota():
    facts = examined(TEXT, ("Mill = 1", "Mill = 0")).facts
    assert (facts.verdict, facts.dummies) == ("fails", ("Mill",))
    assert facts.repair == NoRepair(reason=WhyNot.NO_QUOTA)


def of_patience(port, hill, every):
    given = {"Port": port, "Hill": hill}
    changes = [
        (f"[cities.{city}]", f"[cities.{city}]\ndiscount = {{ v = {x}, low = 0.1, high = 0.99 }}")
        for city, x in given.items()
    ]
    return examined(f"{TEXT}every = {every}\n{RACE}", *changes)


def breach_pays(patience, years):
    """All of 8 for some years and then the race, 8/4 each, against half of 8 for ever."""
    broken = sum((8 if year < years else 2) * patience**year for year in range(2000))
    return broken > sum(4 * patience**year for year in range(2000))


@pytest.mark.parametrize(("every", "holds"), [(1, True), (3, True), (4, False), (9, False)])
def test_meetings_hold_a_truce_if_they_are_often_enough(every, holds):
    """Hill, at 0.9, waits 3 years: 0.9^3 is above 2/3, and 0.9^4 is not."""
    facts = of_patience("0.95", "0.9", every).facts
    assert facts.watch.holds_with == holds
    assert breach_pays(0.9, every) == (not holds)
    assert not breach_pays(0.95, 7)
    assert not facts.watch.holds_without
    assert (facts.watch.lag, facts.watch.longest) == (9, 3)
    assert facts.margin == 3 - every
    assert facts.verdict == ("stands" if holds else "fails")
    if not holds:
        assert facts.repair.clauses == (MeetEvery(years=3),)


def test_meetings_change_nothing_where_all_are_patient_or_one_is_not():
    patient = of_patience("0.96", "0.96", 4)
    assert not breach_pays(0.96, 9)
    assert patient.facts.watch.holds_without
    hasty = of_patience("0.96", "0.6", 1)
    assert breach_pays(0.6, 1)
    assert (hasty.verdict, hasty.facts.watch.longest) == ("fails", 0)
    assert hasty.facts.repair == NoRepair(reason=WhyNot.NO_MEETINGS)


NEIGHBOURS = """
format = 1
title = "firms next door"
cities = { A = { discount = 0.9 }, B = { discount = 0.9 } }
meetings = { votes = { A = 1, B = 1 }, quota = 2 }
[subsidies]
bidders = ["A", "B"]
mass = { v = 10, low = 9, high = 11 }
mu = { v = 0.2, low = 0.1, high = 1 }
value = { A = { v = 1, low = 0, high = 9 }, B = { v = 1, low = 0, high = 9 } }
"""
OUTSIDE = "outside_option = { v = 0.75, low = 0, high = 1 }\n"
SPILLS = "".join(
    f"spillovers.{one} = {{ {other} = {{ v = 1, low = 0, high = 1 }} }}\n"
    for one, other in ("AB", "BA")
)


@pytest.mark.parametrize(
    ("more", "worthwhile"), [(OUTSIDE + SPILLS, False), (OUTSIDE, False), ("", True)]
)
def test_a_truce_that_brings_nothing_need_not_hold(more, worthwhile):
    """Bids draw firms from elsewhere, and to the city next door, too."""
    text = NEIGHBOURS.replace("discount = 0.9", "discount = { v = 0.9, low = 0.1, high = 0.99 }")
    found = examined(text + more)
    race = evaluate(Context(parse_scenario(text + more), Recorder()), "arms race").facts
    (bid,) = set(race.bids.values())

    def all_keep(bid):
        here, elsewhere = 2 * math.exp(bid / 0.2), math.exp(0.75 / 0.2) * (OUTSIDE in more)
        return 10 * here / (here + elsewhere) * (1 + (SPILLS in more) - bid)

    assert (all_keep(0) > all_keep(float(bid))) == worthwhile
    assert found.facts.watch.worthwhile == worthwhile
    assert "a truce without bids brings the treasuries nothing" in found.says or worthwhile
    assert not found.facts.watch.holds_with or worthwhile
    assert found.verdict == "stands"
    assert found.facts.repair is None


def test_an_accord_says_what_is_left_to_watch():
    """Seen after a year, 0.7 is above 2/3; a court leaves nothing to watch."""
    accord = "[subsidies.accord]\ntruce = { v = 0, low = 0, high = 0 }\n"
    promised = with_accord(f"{accord}enforceable = false\nmonitoring_lag = 1\n")
    assert not breach_pays(0.7, 1)
    assert breach_pays(0.7, 4)
    assert promised.facts.watch.holds_without
    assert with_accord("").verdict == "fails"
    enforced = with_accord(f"{accord}enforceable = true\n")
    assert (enforced.facts.watch, enforced.verdict) == (None, "stands")


def test_all_checks_see_a_breach_when_they_meet():
    """The race's own truce, and a promised accord, are seen no later than at the next meeting."""
    accord = Accord(enforceable=False, truce="joint", monitoring_lag=2)
    for every, alone, signed in ((1, 1, 1), (3, 3, 2), (9, 9, 2)):
        context = Context(parse_scenario(f"{TEXT}every = {every}\n{RACE}"), Recorder())
        assert years_until_seen(context) == alone
        assert years_until_seen(context, accord) == signed
        facts = evaluate(context, "arms race").facts
        truces = [rule for rule in facts.repair.clauses if isinstance(rule, Truce)]
        truces += [rule for rule in facts.repair.in_vain if isinstance(rule, Truce)]
        assert [truce.lag for truce in truces] == [alone]
    others = parse_scenario(
        f"{TEXT.replace('Hill = 5', 'Mill = 5').replace(', Mill = 1', '')}every = 3\n{RACE}"
    )
    assert years_until_seen(Context(others, Recorder())) == 9  # one who bids does not meet


def with_accord(accord):
    patience = "{ v = 0.7, low = 0.6, high = 0.9 }"
    text = TEXT.replace("[cities.Hill]", f"[cities.Hill]\ndiscount = {patience}")
    text = text.replace("[cities.Port]", f"[cities.Port]\ndiscount = {patience}")
    return examined(f"{text}quota = 11\nevery = 4\n{RACE}{accord}")


def test_a_bidder_without_a_discount_factor_is_not_watched():
    assert examined(TEXT + RACE).facts.watch is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Mill = 1", "Mil = 1", "Mil is an unknown city"),
        ("Mill = 1", "Mill = -1", "0"),
        ("Port = 5, Hill = 5, Mill = 1", "Port = 0", "above 0 for at least one city"),
        ("Mill = 1", "Mill = 99991", "at most 100,000 in all"),
        ("Mill = 1", f"Mill = {10**30}", "at most 100,000 in all"),
        ("[subsidies]", "quota = 12\n[subsidies]", "at most all 11 votes"),
        ("[subsidies]", "every = 1000001\n[subsidies]", "every is 1000001"),
        ("[subsidies]", "every = 10\n[subsidies]", "at most 9, as subsidies.truce_lag"),
    ],
)
def test_what_does_not_fit_is_named(old, new, told):
    with pytest.raises(ScenarioError, match=r"\[meetings") as error:
        parse_scenario((TEXT + RACE).replace(old, new))
    assert told in str(error.value)


def test_the_model_text_has_votes_and_the_lag():
    text = model_text(parse_scenario(TEXT))
    assert "    Mill: w = 1" in text
