"""What a context knows of one deal is not told of another one, whatever was asked for first."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pytest

from games.errors import IntercityError
from intercity.region.context import Context
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.registry import context_of
from tests.frontdoor.small_scenarios import quota_for_a_price

EXAMPLES = Path(__file__).parents[2] / "examples"
THREE_YEARS = "horizon = { v = 1, low = 1, high = 1 }", "horizon = { v = 3, low = 1, high = 5 }"
FACTS = [name for name, fact in vars(Context).items() if isinstance(fact, cached_property)]
WITHOUT_EQUALITY = {
    *("continuation", "among_many", "floors_among_many", "parts"),
    *("form", "game", "best", "free"),  # of groups, whatever the deal
}


def solved(solver, subject):
    return solver(subject)


def fact(context, name):
    """A fact, or the sentence that says why there is none."""
    try:
        return getattr(context, name)
    except (AssertionError, IntercityError) as error:
        return str(error)


@pytest.mark.parametrize(
    ("scenario", "table"),
    [
        (load_scenario(EXAMPLES / "quzhou_hangzhou/scenario.toml"), True),
        (parse_scenario(quota_for_a_price(price=(0, 2, 40)).replace(*THREE_YEARS)), False),
    ],
)
def test_another_deal_has_facts_of_its_own(scenario, table, monkeypatch):
    """With a table of worths, and where each worth is asked for, as of many cities."""
    monkeypatch.setattr("intercity.region.context.tabled", lambda production: table)
    asked, fresh = (context_of(scenario, solved, brief=True) for _ in range(2))
    (first, *rest) = asked.region.compact.transfers
    other = asked.region.compact.with_transfers(
        (replace(first, amount=first.amount / 2, when=1), *rest)
    )
    before = {name: fact(asked, name) for name in FACTS}
    again, anew = asked.with_deal(other), fresh.with_deal(other)
    after = {name: fact(again, name) for name in FACTS if name not in WITHOUT_EQUALITY}
    assert after == {name: fact(anew, name) for name in after}
    assert sum(before[name] != found for name, found in after.items()) > 5


def test_what_groups_can_make_is_not_asked_for_again():
    scenario = load_scenario(EXAMPLES / "quzhou_hangzhou/scenario.toml")
    asked = []

    def noted(solver, subject):
        asked.append(solver.__name__)
        return solver(subject)

    context = context_of(scenario, noted, brief=True)
    known = context.core, context.free
    before = len(asked)
    other = context.with_scenario(scenario, brief=False)
    assert (other.core, other.free) == known
    assert "core" in asked
    assert asked[before:] == []


def test_what_is_built_with_further_floors_is_not_what_was_built_without():
    def floors(context):
        return dict(context.talk_floors)

    context = context_of(parse_scenario(quota_for_a_price()), solved)
    before, member = context.once(floors), (context.members[0],)
    raised = before[member] + 1
    other = context.with_floors({member: raised})
    assert other.once(floors) == before | {member: raised}
    assert context.once(floors) == before
