"""Amending a deal among many cities, where what outsiders could offer is searched for."""

import pytest

from intercity.amendment import amend
from intercity.region import effort
from intercity.scenario_file import parse_scenario
from tests.frontdoor.small_scenarios import quota_for_a_price
from tests.frontdoor.test_large_region import drawn
from tests.properties.strategies import NIGHTLY


@pytest.fixture
def asked(monkeypatch):
    """Amend without a table."""

    def of(text, **how):
        with monkeypatch.context() as changed:
            changed.setattr(effort, "MOST", 1)
            found = amend(parse_scenario(text), **how)
            return found, str(found)

    return of


@pytest.mark.parametrize("seed", range(20 if NIGHTLY else 1))
def test_the_same_deal_is_found_with_a_table_and_without(seed, asked):
    text = drawn(seed, 3, 3)
    one, (other, told) = amend(parse_scenario(text)), asked(text)
    assert other.text == one.text
    assert [clause.mends for clause in other.clauses] == [clause.mends for clause in one.clauses]
    assert other.not_standing == one.not_standing
    assert "SEARCHED" in told
    assert "SEARCHED" not in str(one)


RIVAL = {"worth_in_port": (2, 2, 2)}
"""Port would pay 2 a unit: of ten Hills could have 20 elsewhere."""


def test_the_price_is_one_at_which_no_outsider_offers_more(asked):
    """Ten units, worth 1 each to who sells and 3 to who buys; a port makes 2 of each."""
    text = quota_for_a_price(**RIVAL)
    found, _ = asked(text)
    price = found.amended.compact.transfer[0].price_one_off.value
    assert price == amend(parse_scenario(text)).amended.compact.transfer[0].price_one_off.value == 2
    assert not found.not_standing


def test_that_wishes_exclude_each_other_is_not_proven_of_floors_that_may_move(asked):
    """Hub makes 3 of a unit, Port 4: Hub cannot pay what Port would."""
    text = quota_for_a_price(worth_in_port=(4, 4, 4))
    table, (found, told) = amend(parse_scenario(text)), asked(text)
    assert table.conflict.proven
    assert not found.conflict.proven
    assert "were found that" in told
