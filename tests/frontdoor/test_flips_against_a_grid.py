"""Flips against brute force: every number in fine steps through its range, every check asked."""

import functools
from fractions import Fraction
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intercity.checkup.break_even import decided
from intercity.checkup.check_up import check_up
from intercity.checkup.sensitivity import find_switching_values, workers_for
from intercity.findings.checks import CHECKS, evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import load_scenario
from intercity.testing import scenario_moves
from tests.frontdoor.small_scenarios import quota_scenario
from tests.frontdoor.starter import all_found, with_ranges
from tests.properties.strategies import NIGHTLY, simulations

EXAMPLES = Path(__file__).parents[2] / "examples"
STEPS = 24
QUARTER = Fraction(1, 4)


@functools.cache
def example(name):
    return load_scenario(EXAMPLES / name / "scenario.toml")


@st.composite
def quota_scenarios(draw):
    """Worths, amounts and prices in any order, with an outsider that wants the quota too."""
    whole = st.integers(0, 12)
    ranges = {
        name: tuple(sorted(draw(st.tuples(whole, whole, whole))))
        for name in ("worth_in_hub", "worth_in_hills", "worth_in_port", "amount", "price")
    }
    return quota_scenario(owned=(10, 10, 10), **ranges)


def moved_examples(name, *keys):
    """An example in which several of its numbers were moved inside their ranges."""
    return scenario_moves(example(name), keys or None).map(example(name).moved)


@st.composite
def random_scenarios(draw):
    return draw(
        st.one_of(
            quota_scenarios(),
            moved_examples("three_city_park"),
            moved_examples("park_operator"),
        )
    )


def verdicts_at(scenario, key, at):
    """What each check comes to, asked anew, without the search."""
    try:
        context = Context(scenario.moved({key: at}), Recorder(), brief=True)
    except ValueError:
        return dict.fromkeys(CHECKS, "")
    return {name: decided(evaluate(context, name)) for name in CHECKS}


def found_in(scenario):
    findings = all_found(Context(scenario, Recorder()))
    return {f.name: decided(f) for f in findings}, find_switching_values(scenario, findings)


def ways(scenario):
    for key, quantity in scenario.quantities():
        if not quantity.sourced:
            for end in (quantity.low, quantity.high):
                if end != quantity.value:
                    yield key, quantity, end


def grid(quantity, end):
    places = (
        quantity.value + (end - quantity.value) * Fraction(k, STEPS) for k in range(STEPS + 1)
    )
    return list(dict.fromkeys(Fraction(round(x)) if quantity.whole else x for x in places))


@simulations(15)
@given(scenario=random_scenarios(), data=st.data())
def test_inside_each_interval_and_outside_all_the_grid_finds_what_is_told(scenario, data):
    """Outside, of every stretch as long as the steps of the search, a quarter of the way."""
    all_ways = list(ways(scenario))
    if not all_ways:
        return
    key, quantity, end = data.draw(st.sampled_from(all_ways))
    verdicts, switching_values = found_in(scenario)
    places = grid(quantity, end)
    seen = {at: verdicts_at(scenario, key, at) for at in places}
    for name, verdict in verdicts.items():
        told = [one for one in switching_values if (one.key, one.check) == (key, name)]
        becomes = {at: one.becomes for at in places for one in told if one.low <= at <= one.high}
        assert {at: seen[at][name] for at in becomes} == becomes
        runs = groupby(
            places,
            key=lambda at: verdict and at not in becomes and seen[at][name] not in ("", verdict),
        )
        for missed, run in runs:
            run = list(run)
            length = abs(run[-1] - run[0])
            assert not missed or length < QUARTER * abs(end - quantity.value), (key, name, run)


@simulations(10)
@given(scenario=random_scenarios())
def test_each_interval_is_what_it_says(scenario):
    """It begins and ends where the verdict is the other one, and is another just outside."""
    verdicts, switching_values = found_in(scenario)
    for one in switching_values:
        quantity = scenario.quantity(one.key)
        ends = {at: verdicts_at(scenario, one.key, at)[one.check] for at in one.places}
        outside = {one.before} | ({one.beyond} - {None})
        assert {at for at, verdict in ends.items() if verdict != one.becomes} == outside
        assert one.becomes not in ("", verdicts[one.check])
        assert quantity.low <= min(ends) <= one.low <= one.high <= max(ends) <= quantity.high
        assert one.beyond is not None or one.until in (quantity.low, quantity.high)
        assert one.distance == abs(one.after - one.value) / (quantity.high - quantity.low)


def told(switching_values):
    """The list, in its order, without certificates."""
    return [(f.key, f.check, *f.places, f.becomes) for f in switching_values]


def backwards(node):
    """A file with the entries of each table in the reverse order."""
    if isinstance(node, dict):
        return {key: backwards(node[key]) for key in reversed(node)}
    return [backwards(each) for each in node] if isinstance(node, tuple | list) else node


def as_document(scenario):
    """What the file would hold."""
    return scenario.model_dump(exclude_unset=True, by_alias=True, mode="python")


@simulations(8)
@given(scenario=random_scenarios())
def test_the_order_of_the_file_does_not_matter(scenario):
    again = type(scenario).from_document(backwards(as_document(scenario)), scenario.path, "")
    keys = [key for key, _ in scenario.quantities()]
    assert sorted(keys) == sorted(key for key, _ in again.quantities())
    assert told(found_in(again)[1]) == told(found_in(scenario)[1])


@simulations(8)
@given(data=st.data())
def test_the_unit_of_money_does_not_matter(data):
    whole = st.integers(0, 12)
    names = ("worth_in_hub", "worth_in_hills", "worth_in_port", "amount", "price")
    ranges = {name: tuple(sorted(data.draw(st.tuples(whole, whole, whole)))) for name in names}
    small, large = (quota_scenario(money=money, **ranges) for money in (1, 1000))

    def distances(scenario):
        return [(f.key, f.check, f.distance, f.becomes) for f in found_in(scenario)[1]]

    assert distances(small) == distances(large)


@pytest.mark.parametrize("name", ["three_city_park", "park_operator", "private_quota"])
def test_certificates_are_the_same_whatever_was_solved_before(name):
    scenario = example(name)
    findings = check_up(scenario, ranges=False).findings
    first = find_switching_values(scenario, findings)
    evaluate(Context(example("quzhou_hangzhou"), Recorder()), "all together")
    again = find_switching_values(scenario, findings)
    assert [switching_value.to_json() for switching_value in again] == [
        switching_value.to_json() for switching_value in first
    ]


@pytest.mark.skipif(not NIGHTLY, reason="of a smaller file: test_reproducible.py")
def test_certificates_are_the_same_in_two_processes():
    alone = with_ranges()
    with workers_for(alone.scenario, 2) as workers:
        assert workers
        shared = find_switching_values(alone.scenario, alone.findings, workers=workers)
    assert [switching_value.to_json() for switching_value in shared] == [
        switching_value.to_json() for switching_value in alone.switching_values
    ]
