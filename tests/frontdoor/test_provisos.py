"""What a check that stands rests on alone, or who loses by it, is told on the first screen."""

from intercity.english import shown
from tests.frontdoor.starter import checked, finding, rendered, report_of, starter
from tests.frontdoor.test_firms_choice import planned


def under_holds(report):
    """The words between HOLDS and what comes next, as one line."""
    told = rendered(report, width=100, full=False)
    return " ".join(told[told.index("HOLDS") : told.index("NOT ASKED")].split())


def test_where_only_consent_holds_a_deal_the_first_screen_names_who_could_leave():
    """In the main example three could have more, one of them by changing its partner."""
    report = report_of("quzhou_hangzhou")
    found = finding(report, "outside offers")
    assert found.verdict == "stands"
    consent = found.facts.with_consent
    assert (consent.verdict.value, len(consent.groups)) == ("fails", 1)
    told = under_holds(report)
    assert "only the province's consent holds it" in told
    assert f"{', '.join(consent.groups[0])}}} could gain {shown(consent.shortfall)} a year" in told


def test_what_stands_without_more_has_no_proviso():
    report = report_of("quzhou_hangzhou")
    held = [one for one in report.findings if one.verdict == "stands" and one.proviso]
    assert [one.name for one in held] == ["outside offers"]


def test_who_loses_by_firms_that_do_better_than_planned_is_told_on_the_first_screen():
    """12 plants come where 5 are planned: 0.88 more for each plant, and less for Harbour."""
    report = checked(starter(planned(5)).text)
    found = finding(report, "firms' choice")
    assert found.verdict == "stands"
    against = found.facts.against_plan
    assert sum(against.values()) > 0 > against["Harbour"]
    assert f"Harbour loses {shown(-against['Harbour'])} a year by it" in under_holds(report)
