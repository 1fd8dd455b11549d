"""Amending a deal: least change, what excludes what, the file that is written, and bad input."""

from dataclasses import replace

import pytest

from intercity.amendment import amend
from intercity.amendment.english import clause_words
from intercity.amendment.open_clause import Kind
from intercity.checkup.check_up import check_up
from intercity.scenario_file import parse_scenario
from tests.frontdoor.small_scenarios import quota_scenario
from tests.frontdoor.test_amended_file import SHORT


def price_of(scenario):
    return scenario.compact.transfer[0].price_one_off.value


def gains_of(amendment):
    signed, alone = amendment.after.payoffs.signed, amendment.after.payoffs.alone
    return {city: signed[city] - alone[city] for city in signed}


def test_the_least_price_at_which_the_seller_does_not_lose():
    """Ten units, worth 1 each to who sells and 3 to who buys, given away: 1 each is the least."""
    found = amend(quota_scenario())
    assert price_of(found.amended) == 1
    assert [one.change.kind for one in found.clauses] == [Kind.PRICE]
    assert found.clauses[0].gives == {"Hub": -10, "Hills": 10}
    assert "terms" in found.clauses[0].mends
    assert not found.not_standing
    assert found.conflict is None


@pytest.mark.parametrize("aim", ["equal gains", "Kalai-Smorodinsky", "Nash"])
def test_bargained_prices_halve_the_gain(aim):
    """20 to share: 10 each, at a price of 2."""
    found = amend(quota_scenario(), aim=aim)
    assert price_of(found.amended) == 2
    assert gains_of(found) == {"Hub": 10, "Hills": 10}


def test_a_deal_that_stands_is_left_alone():
    scenario = quota_scenario(price=(0, 2, 40))
    found = amend(scenario)
    assert (found.clauses, found.not_standing) == ((), ())
    assert found.text == scenario.text


def test_wishes_that_exclude_each_other_are_named_and_proven():
    """Ten units, worth 3 to who sells and 1 to who buys: 20 are lost, whatever is paid."""
    found = amend(quota_scenario(worth_in_hub=(1, 1, 1), worth_in_hills=(3, 3, 3)))
    assert "terms" in found.not_standing
    assert {one.cities for one in found.conflict.wishes} == {("Hub",), ("Hills",)}
    assert found.conflict.proven
    assert found.conflict.verify()
    [grant] = [one for one in found.help if one.kind == "grant"]
    assert sum(grant.amounts.values()) == 20
    helped = amend(
        quota_scenario(worth_in_hub=(1, 1, 1), worth_in_hills=(3, 3, 3)), outside="grant"
    )
    assert helped.amended.province.grant.value == 20
    assert not helped.not_standing


def test_a_share_that_is_no_more_is_said_to_be_none():
    """Half of the tax, which Harbour would stop to pay, is given up for equal gains."""
    found = amend(parse_scenario(SHORT), aim="equal gains")
    [share] = [one for one in found.clauses if one.change.kind is Kind.SHARE]
    assert share.value == 0
    assert "gives Uplands 0% of stay tax in years 1 to 5 (was 50%)" in clause_words(found, share)


def test_what_is_not_standing_is_what_the_check_up_says():
    """Nothing is said to stand that was not asked, and what does not stand is named."""
    found = amend(parse_scenario(SHORT))
    after = {one.name: one.verdict for one in found.after.findings if one.topic.of_the_deal}
    assert set(found.not_standing) == {n for n, v in after.items() if v in ("fails", "undecided")}
    said = str(found).split("CHANGES")[0]
    for name, verdict in after.items():
        assert (name in said) == (verdict in ("fails", "undecided"))


def test_each_change_taken_back_alone_undoes_what_it_mends():
    """Judged on a file without that one clause."""
    found = amend(parse_scenario(SHORT))
    [deposit] = found.clauses
    assert deposit.mends == ("walk-away",)
    before = {
        one.name: one.verdict for one in check_up(parse_scenario(SHORT), ranges=False).findings
    }
    assert before["walk-away"] == "fails"
    assert not any(deposit.gives.values())  # at the region's interest it costs nobody


def test_what_is_not_proven_is_not_said_to_be():
    """Found, or not found: the sentence follows ``proven``."""
    found = amend(quota_scenario(worth_in_hub=(1, 1, 1), worth_in_hills=(3, 3, 3)))
    assert "were found" not in str(found)
    guessed = replace(found, conflict=replace(found.conflict, proven=False))
    assert "were found" in " ".join(str(guessed).split())
