"""Amending a deal: least change, what excludes what, the file that is written, and bad input."""

import pytest

from intercity.amendment import amend
from intercity.amendment.open_clause import Kind
from tests.frontdoor.small_scenarios import quota_scenario


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
