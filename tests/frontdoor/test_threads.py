"""From eight threads at once, the answers are those of one after the other."""

import gc
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from intercity.checkup.check_up import check_up
from intercity.checkup.garbage import rarely_collecting
from intercity.checkup.replay import verify_report
from intercity.scenario_file import load_scenario
from solvers import nucleolus
from solvers.precision import precision
from tests.frontdoor.small_scenarios import quota_scenario
from tests.properties.strategies import table

EXAMPLES = Path(__file__).parents[2] / "examples"
PARK = load_scenario(EXAMPLES / "three_city_park" / "scenario.toml")
RACE = load_scenario(EXAMPLES / "kansas_missouri" / "scenario.toml")


def told(scenario, *, ranges=False):
    return json.dumps(check_up(scenario, ranges=ranges).to_json())


def values_of(price):
    """Of one kind, so that solvers meet what they remember of each other."""
    return told(quota_scenario(price=(0, price, 40)), ranges=True)


def verified(report):
    outcome = verify_report(PARK, report)
    return outcome.ok, outcome.checked


def split(k):
    found = nucleolus(table([0, 1, 0, 3, 0, 2, 4, 7, 0, 0, 3, 7, 3, 6, 3, 14 + k]))
    return found, json.dumps(found.certificate.to_json())


@pytest.fixture(scope="module")
def questions():
    report = told(PARK)
    return [
        *((values_of, price) for price in (1, 2)),
        *((verified, report) for _ in range(3)),
        *((told, scenario) for scenario in (PARK, RACE, PARK)),
        *((split, k) for k in range(6)),
    ]


def test_eight_threads_have_the_answers_of_one(questions):
    one_by_one = [ask(given) for ask, given in questions]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as threads:
            jobs = [threads.submit(ask, given) for ask, given in questions]
            assert [job.result() for job in jobs] == one_by_one
    finally:
        sys.setswitchinterval(before)


def test_balls_keep_their_precision_beside_other_threads():
    """FLINT has one precision for all threads: two of them would change it for each other."""
    entered = threading.Event()

    def of_few_bits():
        with precision(64):
            entered.set()

    other = threading.Thread(target=of_few_bits)
    with precision(200):
        other.start()
        assert not entered.wait(0.2)
    assert entered.wait(60)
    other.join()


def test_garbage_is_looked_for_as_before_once_the_last_thread_is_done():
    before, first, second = gc.get_threshold(), rarely_collecting(), rarely_collecting()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] >= 200_000
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before


def test_garbage_is_not_looked_for_where_it_never_was():
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with rarely_collecting():
            assert gc.get_threshold()[0] == 0
        assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)
