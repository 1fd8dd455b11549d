"""Scenarios side by side: who gains or saves, and what cannot be compared."""

from fractions import Fraction

import pytest

from games.errors import InvalidInput
from intercity.comparison import compare
from intercity.scenario_file import parse_scenario
from tests.frontdoor.starter import STARTER, starter

GAME = """
format = 1
title = "Two cities"
[game]
sense = "{}"
assumed = "an example"
worths = {{ A = 10, B = 10, "A, B" = {} }}
"""


def game(sense, both):
    return parse_scenario(GAME.format(sense, both))


def test_what_is_saved_is_a_gain():
    """10 and 10 apart, 12 or 16 together: each saves 4, or 2."""
    found = compare({"one": game("cost", 12), "other": game("cost", 16)})
    assert found.gains == {"A": (4, 2), "B": (4, 2)}
    found = compare({"one": game("gain", 28), "other": game("gain", 24)})
    assert found.gains == {"A": (4, 2), "B": (4, 2)}


def test_gains_of_two_kinds_say_which_they_are():
    whole = starter()
    head, rest = STARTER.split("[compact]")
    without = parse_scenario(head + rest[rest.index("# [information]") :])
    found = compare({"deal": whole, "none": without})
    assert found.ways == ("as signed", "nucleolus")
    head, *_ = found.tables()["What each city gains"]
    assert head == ("city", "deal (as signed)", "none (nucleolus)")


def test_what_differs_is_told_by_its_key_and_value():
    found = compare({"now": starter(), "more": starter().moved({"compact.projects": 41})})
    assert [(one.key, one.values) for one in found.inputs] == [("compact.projects", ("40", "41"))]
    assert compare({"a": starter(), "b": starter()}).inputs == ()


def test_the_smallest_difference_is_told_and_one_of_a_range_too():
    old = "stay_hub          = { v = 1.00, low = 0.80"
    for new, key in (
        ("stay_hub          = { v = 1.00001, low = 0.80", "firm.stay_hub"),
        ("stay_hub          = { v = 1.00, low = 0.81", "firm.stay_hub.low"),
    ):
        found = compare({"now": starter(), "other": starter((old, new))})
        assert [one.key for one in found.inputs] == [key]
        first, second = found.inputs[0].values
        assert first != second


def test_verdicts_and_clauses_are_those_of_the_reports():
    more = starter().moved({"firm.stay_hub": Fraction(12, 10)})
    found = compare({"now": starter(), "more": more})
    for k, report in enumerate(found.reports.values()):
        for finding in report.findings:
            if finding.name in found.verdicts:
                assert found.verdicts[finding.name][k] == finding.verdict
            else:
                assert finding.verdict == "not asked"
            mended = finding.remedy if finding.mended else ""
            assert found.clauses.get(finding.name, ("", ""))[k] == mended
    assert found.verdicts["firms' choice"] == ("stands", "fails")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("million yuan per year", "million euros per year", "money"),
        ("horizon  = { v = 20", "horizon  = { v = 15", "horizon"),
    ],
)
def test_what_counts_otherwise_is_not_compared(old, new, place):
    assert old in STARTER
    other = parse_scenario(STARTER.replace(old, new, 1))
    with pytest.raises(InvalidInput, match=place):
        compare({"now": starter(), "other": other})


def test_one_scenario_is_not_compared():
    with pytest.raises(InvalidInput, match="at least 2"):
        compare({"now": starter()})
