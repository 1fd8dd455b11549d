"""What checks find where all that they look at is as it was, against the same worked out anew."""

import functools
import io
import pickle
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.errors import IntercityError
from intercity.checkup.looked_at import NotingContext, _ByCity, _LookedInto
from intercity.checkup.sensitivity import movable
from intercity.findings.checks import CHECKS, evaluate
from intercity.region.context import Context
from intercity.region.games import region
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.testing import scenario_moves
from intercity.topics.registry import context_of
from mechanisms.compact.run_solver import call
from tests.frontdoor.small_scenarios import quota_scenario
from tests.frontdoor.starter import NONE_RETURNS
from tests.properties.strategies import examples

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/*.toml"))
SMALL = [name for name in FILES if not name.startswith("zhejiang")]


@functools.cache
def noted(name):
    """An example, and what its checks looked at."""
    scenario = load_scenario(EXAMPLES / name)
    context = NotingContext(scenario, call)
    for check in CHECKS:
        context.find(check)
    return scenario, context.noted


def same_findings(scenario, before):
    """Whether checks find the same by what was noted before, and without it."""
    try:
        plain = context_of(scenario, call, brief=True)
    except IntercityError:
        with pytest.raises(IntercityError):
            NotingContext(scenario, call, before)
        return
    again = NotingContext(scenario, call, before)
    plain.verdict_alone = again.verdict_alone
    for check in CHECKS:
        assert again.find(check) == evaluate(plain, check), check


@given(st.sampled_from(SMALL), st.data())
def test_checks_find_the_same_where_numbers_of_an_example_move(name, data):
    scenario, before = noted(name)
    keys = movable(scenario)
    if keys:
        moved = {data.draw(st.sampled_from(keys)): None}
        moved = data.draw(scenario_moves(scenario, list(moved)))
        same_findings(scenario.moved(moved), before)


@examples(50)
@given(st.data())
def test_checks_find_the_same_in_a_sale_of_quota(data):
    whole = st.integers(0, 12)
    names = ("worth_in_hub", "worth_in_hills", "worth_in_port", "amount", "price")
    ranges = {name: tuple(sorted(data.draw(st.tuples(whole, whole, whole)))) for name in names}
    scenario = quota_scenario(owned=(10, 10, 10), **ranges)
    context = NotingContext(scenario, call)
    for check in CHECKS:
        context.find(check)
    same_findings(scenario.moved(data.draw(scenario_moves(scenario))), context.noted)


class NoContext(pickle.Pickler):
    """Refuses a context, and a scenario or region that notes who looks."""

    def persistent_id(self, thing):
        assert not isinstance(thing, Context | _LookedInto | _ByCity), "this would look later"


@pytest.mark.parametrize("name", SMALL)
def test_nothing_that_is_noted_holds_a_context(name):
    """It would look into the old world where the new one is meant."""
    for fact in noted(name)[1].values():
        NoContext(io.BytesIO()).dump(fact.found)


def test_a_number_that_only_bids_rest_on_leaves_all_else_as_it_was():
    scenario, before = noted("quzhou_hangzhou/scenario.toml")
    again = NotingContext(scenario.moved({"subsidies.mu": 7}), call, before)
    for check in CHECKS:
        again.find(check)
    anew = {key[1] for key in again.noted if key[0] == "check"}
    assert "arms race" in anew
    assert not anew & {"walk-away", "terms", "all together", "surplus"}


def test_an_outsiders_land_leaves_what_members_have_as_it_was():
    """What they could have by leaving it may change: outsiders have more to offer."""
    scenario, before = noted("quzhou_hangzhou/scenario.toml")
    moved = scenario.moved({"resources.buildable.owned.Ningbo": 1})
    again = NotingContext(moved, call, before)
    for check in CHECKS:
        again.find(check)
    anew = {key[1] for key in again.noted if key[0] == "check"}
    assert {"surplus", "walk-away", "hold-up"} <= anew
    assert not anew & {"terms", "firms' choice", "statistics"}


def test_an_outsiders_impatience_leaves_what_members_think_as_it_was():
    scenario, before = noted("quzhou_hangzhou/scenario.toml")
    again = NotingContext(scenario.moved({"cities.Ningbo.discount": Fraction(9, 10)}), call, before)
    for check in CHECKS:
        again.find(check)
    assert ("region", "discounts") in again.noted
    assert not {key[1] for key in again.noted if key[0] == "check"}


def test_whether_all_sign_again_rests_on_no_table_of_free_groups():
    context = context_of(parse_scenario(NONE_RETURNS), call, brief=True)
    assert evaluate(context, "hold-up").verdict == "fails"
    assert "free" not in vars(context)
    assert context.among_many is None


@pytest.mark.parametrize(
    ("key", "same"),
    [
        ("resources.quota.owned.Ningbo", {"activities", "platforms"}),
        ("platforms.ningbo_park.cost_one_off", {"resources", "activities"}),
        ("build.Ningbo", {"resources", "platforms"}),
        ("subsidies.mu", {"resources", "activities", "platforms"}),
    ],
)
def test_only_the_parts_of_a_region_that_a_number_moves_are_built_anew(key, same):
    scenario, before = noted("quzhou_hangzhou/scenario.toml")
    moved = scenario.moved({key: 7})
    here = NotingContext(scenario, call, before).look(("region", "production"))
    there = NotingContext(moved, call, before).look(("region", "production"))
    assert there == region(moved).production
    parts = ("resources", "activities", "platforms")
    assert {part for part in parts if getattr(here, part) is getattr(there, part)} == same
