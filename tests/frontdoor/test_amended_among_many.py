"""Amending a deal among many cities, where what outsiders could offer is searched for."""

from fractions import Fraction

import pytest

from intercity.amendment import amend
from intercity.amendment.english import _searched
from intercity.proofs import Recorder
from intercity.region import effort
from intercity.scenario_file import parse_scenario
from intercity.topics.registry import context_of
from mechanisms.compact.offers_among_many import OffersAmongMany
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
    assert set(found.not_standing) <= {"efficiency"}


def test_a_change_that_offers_alone_ask_for_is_said_to_mend_them(asked):
    """At 1.5 nobody loses, but Port would pay 2: no reason was told for the change."""
    text = quota_for_a_price(price=(1.5, 1.5, 2), **RIVAL)
    table, (found, told) = amend(parse_scenario(text)), asked(text)
    [one], [other] = table.clauses, found.clauses
    assert one.mends == other.mends == ("outside offers",)
    assert other.keeps == one.keeps == ()
    assert "It mends outside offers." in told


def test_that_wishes_exclude_each_other_is_not_proven_of_floors_that_may_move(asked):
    """Hub makes 3 of a unit, Port 4: Hub cannot pay what Port would."""
    text = quota_for_a_price(worth_in_port=(4, 4, 4))
    table, (found, told) = amend(parse_scenario(text)), asked(text)
    assert table.conflict.proven
    assert not found.conflict.proven
    assert "were found that" in told


def test_what_outsiders_could_offer_is_searched_for_before_and_after_alone(asked, monkeypatch):
    looked_at, offers = [], OffersAmongMany.offers.func

    def counted(self):
        looked_at.extend([self] * (self not in looked_at))
        return offers(self)

    monkeypatch.setattr(OffersAmongMany, "offers", property(counted))
    found, _ = asked(quota_for_a_price(**RIVAL))
    assert [one.members for one in looked_at] == [found.scenario.compact.members] * 2


def test_deals_that_are_tried_have_the_floors_of_the_deal_as_signed(monkeypatch):
    monkeypatch.setattr(effort, "MOST", 1)
    dearer = parse_scenario(quota_for_a_price(price=(3, 3, 3), **RIVAL))
    signed = context_of(parse_scenario(quota_for_a_price(**RIVAL)), Recorder())
    other_deal = context_of(dearer, Recorder()).region.compact
    assert not signed.aside(Recorder()).talk_floors  # none was asked for
    floors, aside = signed.talk_floors, signed.aside(Recorder())
    assert floors
    assert aside.with_deal(other_deal).talk_floors is floors
    again = aside.with_scenario(dearer, brief=True)
    assert again.talk_floors is again.with_deal(other_deal).talk_floors is floors
    assert signed.with_deal(other_deal).talk_floors is not floors


def test_deals_are_compared_by_what_groups_of_members_could_have_too(asked, monkeypatch):
    """At 1.5 nobody loses, but Hills and Port, a member too, make 20 of what Hills has 15 for."""
    monkeypatch.setattr("mechanisms.compact.floors_among_many._FEW", 1)
    text = quota_for_a_price(price=(1.5, 1.5, 2), **RIVAL)
    text = text.replace('members = ["Hub", "Hills"]', 'members = ["Hub", "Hills", "Port"]')
    table, (found, _) = amend(parse_scenario(text)), asked(text)
    assert len(found.before.context.talk_floors) == 3  # of each member by itself
    assert found.amended.compact.transfer[0].price_one_off.value == 2
    assert (found.text, found.not_standing) == (table.text, table.not_standing)
    [one], [other] = table.clauses, found.clauses
    assert one.mends == other.mends == ("outside offers",)


def test_of_many_members_deals_are_said_to_be_compared_by_each_alone(asked, monkeypatch):
    """At 1.5 nobody loses, nor could a member alone have more, and the search ends."""
    monkeypatch.setattr("mechanisms.compact.floors_among_many._FEW", 1)
    monkeypatch.setattr(effort, "MOST_AMENDED", 2)
    text = quota_for_a_price(price=(1.5, 1.5, 2), **RIVAL)
    text = text.replace('members = ["Hub", "Hills"]', 'members = ["Hub", "Hills", "Port"]')
    found, told = asked(text)
    assert "outside offers" in found.not_standing
    words = "compared by what each member by itself, not groups of so many, could have elsewhere in"
    assert words in " ".join(told.split())


@pytest.mark.parametrize("known", [True, False])
def test_floors_without_outsiders_are_not_told_as_what_members_have_elsewhere(
    known, asked, monkeypatch
):
    found, _ = asked(quota_for_a_price(**RIVAL))
    kind = type(found.before.context)
    monkeypatch.setattr(kind, "talks_without_outsiders", property(lambda _: not known))
    told = _searched(found)
    assert ("could have elsewhere in the deal as signed" in told) == known
    assert ("outsiders left out, as no stable split of theirs is known" in told) != known


@pytest.mark.parametrize(("rounds", "price"), [(1, 2), (2, Fraction(5, 2))])
def test_a_search_that_ends_before_all_groups_are_met_says_so(rounds, price, asked, monkeypatch):
    """At 3.5 Hub loses. Equal gains are had at 2 each, but Hills and Port make 25 of the ten."""
    monkeypatch.setattr("mechanisms.compact.floors_among_many._FEW", 1)
    monkeypatch.setattr("intercity.amendment.ROUNDS", rounds)
    text = quota_for_a_price(price=(3.5, 3.5, 3.5), worth_in_port=(2.5, 2.5, 2.5))
    text = text.replace('members = ["Hub", "Hills"]', 'members = ["Hub", "Hills", "Port"]')
    found, told = asked(text, aim="equal gains")
    assert found.amended.compact.transfer[0].price_one_off.value == price
    assert found.missed == ((("Hills", "Port"),) if rounds == 1 else ())
    words = "The search ended where these could still have more: Hills and Port."
    assert (words in " ".join(told.split())) == (rounds == 1)
