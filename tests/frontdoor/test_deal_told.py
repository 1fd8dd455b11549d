"""The deal in sentences: each clause of the file once, with its parties, numbers and years."""

import re
from pathlib import Path

import pytest

from intercity.proofs import Recorder
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.deal.english import deal_sentences
from intercity.topics.registry import context_of
from tests.frontdoor.starter import starter

EXAMPLES = Path(__file__).parents[2] / "examples"
DEALS = [
    "quzhou_hangzhou/scenario.toml",
    "jing_jin_ji/scenario.toml",
    "two_compacts/land_for_funds.toml",
    "two_compacts/land_for_innovation.toml",
]


def told(scenario):
    return deal_sentences(context_of(scenario, Recorder()))


def numbers(text):
    return {float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


@pytest.mark.parametrize("name", DEALS)
def test_each_clause_is_a_sentence_with_its_numbers(name):
    scenario = load_scenario(EXAMPLES / name)
    deal, found = scenario.compact, told(scenario)
    for one in deal.transfer:
        price = [] if one.price_one_off is None else [one.price_one_off.value]
        wanted = {float(x) for x in (one.amount.value, *price) if x}
        assert any(wanted <= numbers(s) and one.giver in s and one.receiver in s for s in found)
    for one in deal.refund:
        wanted = {100 * float(one.share.value), *map(float, one.years)}
        (sentence,) = [s for s in found if wanted <= numbers(s) and s.startswith(one.payer)]
        assert one.receiver in sentence
        assert ("promise" in sentence) == (not one.enforceable and one.guaranteed_by is None)
    for park, terms in deal.platforms.items():
        (sentence,) = [s for s in found if park.replace("_", " ") in s]
        assert sentence.startswith(terms.paid_by)
    assert len(found) == len(deal.transfer) + len(deal.refund) + len(deal.platforms)


def test_a_price_is_told_with_what_all_costs():
    """300 at 0.0625 are 18.75."""
    text = (EXAMPLES / DEALS[0]).read_text("utf-8")
    old = "price_one_off = { v = 0, low = 0, high = 0.5 }"
    assert old in text
    given = parse_scenario(text.replace(old, "price_one_off = { v = 0.0625, low = 0, high = 1 }"))
    (sentence,) = [s for s in told(given) if "quota" in s]
    assert {300, 0.0625, 18.75} <= numbers(sentence)
    assert "no money" not in sentence


def test_where_there_is_no_deal_nothing_is_told():
    assert told(load_scenario(EXAMPLES / "skane" / "scenario.toml")) == []


def test_a_clause_of_each_other_kind_is_told():
    clauses = """
    [[compact.bonus]]
    from = "Uplands"
    amount = { v = 0.25, low = 0, high = 1 }
    first = { v = 3, low = 0, high = 5 }
    [[compact.clawback]]
    to = "Uplands"
    amount = { v = 0.75, low = 0, high = 1 }
    [[compact.pool]]
    share = { v = 0.4, low = 0, high = 1 }
    weights = { Harbour = { v = 1, low = 0, high = 9 }, Uplands = { v = 3, low = 0, high = 9 } }
    years = [2, 7]
    enforceable = true
    """
    found = told(starter(("[[compact.transfer]]", f"{clauses}[[compact.transfer]]")))
    for wanted in ({0.25, 3}, {0.75}, {40, 25, 75, 2, 7}):
        assert sum(wanted <= numbers(sentence) for sentence in found) == 1, (wanted, found)


def test_parts_of_a_pool_add_up_as_they_are_told():
    """A third and two thirds: rounded, parts may add up to more or less than all."""
    pool = """
    [[compact.pool]]
    share = { v = 0.4, low = 0, high = 1 }
    weights = { Harbour = { v = 1, low = 0, high = 9 }, Uplands = { v = 2, low = 0, high = 9 } }
    years = [2, 7]
    enforceable = true
    """
    found = told(starter(("[[compact.transfer]]", f"{pool}[[compact.transfer]]")))
    (sentence,) = [one for one in found if "pool" in one]
    assert "1/3 to Harbour" in sentence
    assert "2/3 to Uplands" in sentence


def test_what_moved_is_what_the_one_handed_over_who_gets_the_share():
    found = told(load_scenario(EXAMPLES / "jing_jin_ji" / "scenario.toml"))
    refunds = [one for one in found if "of what moved" in one]
    assert refunds
    for one in refunds:
        getter = re.match(r"\w+ gives (\w+) ", one)[1]
        assert f"of what moved from {getter}" in one
