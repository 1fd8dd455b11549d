"""What is found with what is known from earlier points, against the same worked out anew."""

import functools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.errors import IntercityError
from intercity.checkup.sensitivity import movable
from intercity.findings.checks import CHECKS, evaluate
from intercity.scenario_file import load_scenario
from intercity.sweeps.traces import TracedContext, Traces
from intercity.testing import scenario_moves
from intercity.topics.registry import context_of
from mechanisms.compact.run_solver import call
from solvers.production.opening_proof import Memory
from solvers.production.opening_search import with_memory
from tests.frontdoor.small_scenarios import quota_scenario
from tests.properties.strategies import examples

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/*.toml"))
SMALL = [name for name in FILES if not name.startswith("zhejiang")]
MAIN = "quzhou_hangzhou/scenario.toml"


@functools.cache
def known(name):
    """An example, and what is known of it: more at each point that is looked at."""
    return load_scenario(EXAMPLES / name), Traces(), Memory(any_plan=True)


def same_findings(scenario, traces, memory, checks):
    """Whether the facts of checks are those that are found without what is known."""
    try:
        plain = context_of(scenario, call, brief=True)
    except IntercityError:
        with pytest.raises(IntercityError):
            TracedContext(scenario, call, traces)
        return
    expected = {check: evaluate(plain, check) for check in checks}
    with with_memory(memory, any_plan=True):
        context = TracedContext(scenario, call, traces)
        for check in checks:
            assert context.find(check) == expected[check], check


@examples(62)
@given(st.sampled_from([*SMALL, *[MAIN] * 20]), st.data())
def test_checks_find_the_same_at_points_of_an_example(name, data):
    scenario, traces, memory = known(name)
    keys = movable(scenario)
    if keys:
        two = data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True))
        checks = data.draw(st.sampled_from([("terms", "walk-away", "arms race"), tuple(CHECKS)]))
        moved = scenario.moved(data.draw(scenario_moves(scenario, two)))
        same_findings(moved, traces, memory, checks)


def test_what_was_found_at_a_point_is_not_asked_for_again():
    """Three prices with two amounts, twice: the second time no solver is asked anything."""
    asked = []

    def counting(solver, subject):
        asked.append(solver.__name__)
        return solver(subject)

    scenario, traces = quota_scenario(price=(0, 4, 9), amount=(1, 5, 10)), Traces()
    prices, amounts = "compact.transfer.0.price_one_off", "compact.transfer.0.amount"
    numbers = []
    for _ in range(2):
        for price in (1, 2, 3):
            for amount in (4, 8):
                moved = scenario.moved({prices: price, amounts: amount})
                TracedContext(moved, counting, traces).find("terms")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] > 0


@settings(max_examples=12)
@given(st.data())
def test_checks_find_the_same_in_a_sale_of_quota(data):
    whole = st.integers(0, 12)
    names = ("worth_in_hub", "worth_in_hills", "worth_in_port", "amount", "price")
    scenario = quota_scenario(
        owned=(10, 10, 10),
        **{name: tuple(sorted(data.draw(st.tuples(whole, whole, whole)))) for name in names},
    )
    traces, memory = Traces(), Memory(any_plan=True)
    for _ in range(3):
        moved = scenario.moved(data.draw(scenario_moves(scenario)))
        same_findings(moved, traces, memory, ("surplus", "terms", "outside offers"))
