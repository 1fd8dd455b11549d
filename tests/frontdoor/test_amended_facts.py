"""What an amendment says of its changes, by verdicts and amounts that are made up."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import pytest

from intercity import amendment
from intercity.amendment import AmendedClause
from intercity.topics.outcome import Clause, Verdict
from intercity.topics.proposal import Proposal
from tests.frontdoor.amended_deals import amended
from tests.frontdoor.small_scenarios import quota_for_a_price

F = Fraction
STANDS, FAILS, UNDECIDED, NOT_ASKED = Verdict


def report(**verdicts):
    return SimpleNamespace(
        findings=[SimpleNamespace(name=name, verdict=one) for name, one in verdicts.items()]
    )


@pytest.mark.parametrize(("old", "new", "without"), [*product(Verdict, repeat=3)])
def test_a_check_that_stands_and_does_not_without_a_change_is_mended_or_kept_by_it(
    old, new, without
):
    needed = amendment._needed(report(check=old), report(check=new), {"check": without})
    if new != STANDS or without not in (FAILS, UNDECIDED):
        assert needed == ((), ())
    else:
        assert needed == (((), ("check",)) if old == STANDS else (("check",), ()))


@pytest.mark.parametrize(("old", "new"), [*product(Verdict, repeat=2)])
def test_what_does_not_stand_is_named_if_it_is_asked_or_was_decided(old, new):
    """A check that nobody asks, before or after, does not count."""
    named = amendment._not_standing(report(check=old), report(check=new))
    lost = new in (FAILS, UNDECIDED) or (new == NOT_ASKED and old in (STANDS, FAILS))
    assert named == (("check",) if lost else ())


def test_only_what_is_less_than_before_is_less():
    found = amended(quota_for_a_price())
    for before, after, less in ((F(2), F(1), True), (F(1), F(1), False), (None, F(0), False)):
        assert replace(found, lacking=(before, after)).less_lacking is less


def test_what_other_clauses_bring_is_that_of_proposals_in_all():
    found = amended(quota_for_a_price())
    (of_the_deal,) = found.clauses
    assert of_the_deal.gives
    beside = [
        AmendedClause(
            Proposal("check", Clause(), ()), None, (), {c: F(x) for c, x in gives.items()}
        )
        for gives in ({"Hub": 2, "Hills": -1}, {"Hub": 3, "Port": 4})
    ]
    found = replace(found, clauses=(of_the_deal, *beside))
    assert found.by_other_clauses == {"Hub": 5, "Hills": -1, "Port": 4}


def test_a_deal_that_is_left_as_it_is_lacks_what_it_did(monkeypatch):
    """Whatever the best draft would have lacked."""
    text = quota_for_a_price(price=(0, 2, 40))
    searched = amendment._searched

    def worse(*asked):
        found = searched(*asked)
        return replace(found, best=replace(found.best, lacking=F(5)))

    monkeypatch.setattr(amendment, "_searched", worse)
    found = amendment.amend(amendment.parse_scenario(text))
    assert not found.clauses
    assert found.lacking == (0, 0)
