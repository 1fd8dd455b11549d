"""Other groups and waste: sentences that were once false; what is true was worked out by hand."""

from fractions import Fraction

import pytest

from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.topics.outside_offers.on_box import on_box
from solvers.enclosure.box import Box
from solvers.enclosure.box import on_box as box
from tests.frontdoor.starter import finding, found_by, proven, replayed, screen
from tests.frontdoor.test_once_false import scenario_of
from tests.frontdoor.test_once_false_account import EARLY

F = Fraction
BAY = {
    "Hill = { v = 0.08": 'Bay = { v = 0.1, src = "S" }\nHill = { v = 0.08',
    "[cities.Hill]": "[cities.Bay]\n[cities.Hill]",
    "owned.Port = { v = 100": 'owned.Bay = { v = 100, src = "S" }\nowned.Port = { v = 100',
}


@pytest.mark.parametrize("changes", [{}, EARLY])
def test_whether_a_group_leaves_may_hang_on_who_can_borrow(changes):
    """Bay makes 10 of Hill's 100 mu. Hill has 10.3 and 7.0 at its own factor, or 6.8 and 10.75."""
    found = proven("outside offers", scenario_of("account", **BAY, **changes))
    assert (found.verdict, found.margin, found.facts.hangs_on) == ("undecided", None, ("Hill",))
    assert found.facts.offers[0].group == ("Bay", "Hill")
    assert "hangs on whether Hill can borrow at 5%" in found.says


@pytest.mark.parametrize(
    ("paid", "verdict"),
    [("22.7", "fails"), ("22.8", "undecided"), ("33.4", "undecided"), ("33.5", "stands")],
)
def test_offers_stand_or_fail_if_they_do_at_all_payoffs_between(paid, verdict):
    """10 a year take 22.76 in the last five years at 5 per cent, and 33.48 at 0.843."""
    late = {"v = 23.45": f"v = {paid}"}
    found = found_by("outside offers", scenario_of("account", **BAY, **late))
    assert found.verdict == verdict
    with box(Box([(F(0), F(1))])):  # the same on a box of numbers
        context = Context(scenario_of("account", **BAY, **late), Recorder())
        assert on_box(context) == verdict
    assert bool(found.facts.hangs_on) == (verdict == "undecided")


CONSENT = {
    "[[compact.transfer]]": '[province]\nconsent = ["quota transfer"]\n\n[[compact.transfer]]'
}


@pytest.mark.parametrize(
    ("paid", "verdict", "hangs_on", "told"),
    [
        ("22.7", "fails", (), "could gain"),
        ("23.45", "undecided", ("Hill",), "it hangs on whether Hill can borrow or lend"),
        ("33.5", "stands", (), ""),
    ],
)
def test_what_only_consent_holds_is_said_to_hang_on_borrowing(paid, verdict, hangs_on, told):
    """It was said to hang on how outsiders split, and that nothing would break the deal."""
    changes = BAY | CONSENT | {"v = 23.45": f"v = {paid}"}
    changes["Hill = { v = 0.08"] = 'Bay = { v = 0.1, src = "S" }\nHill = { v = 0.05'  # 5 alone
    report = replayed(scenario_of("account", **changes))
    found = finding(report, "outside offers")
    consent = found.facts.with_consent
    assert (found.verdict, consent.verdict, consent.hangs_on) == ("stands", verdict, hangs_on)
    assert found.facts.by_consent_alone == bool(told) == bool(found.proviso)
    for said in (found.says, found.proviso):
        assert told in said
        assert "outsiders split" not in said
    assert not [one.name for one in report.findings if one.verdict == "fails"]
    unsure = "Nothing that was asked would break it, unless the province consents" in screen(report)
    assert unsure == (verdict != "stands")
