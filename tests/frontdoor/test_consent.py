"""What groups may do without the province's consent: laws against the game with consent."""

from fractions import Fraction
from pathlib import Path

import pytest

from games import Activity, Exchange, LinearProductionGame, Resource, Use, Value
from intercity.region.consent import without_consent
from intercity.region.games import region
from intercity.region.production.builder import incubation_activity
from intercity.scenario_file import load_scenario
from solvers.production.coalitional_form import coalitional_form

EXAMPLE = Path(__file__).parents[2] / "examples" / "quzhou_hangzhou" / "scenario.toml"
PAIRS = [("Hangzhou", "Quzhou"), ("Ningbo", "Lishui")]


@pytest.fixture(scope="module")
def production():
    return region(load_scenario(EXAMPLE)).production


@pytest.fixture(scope="module")
def full(production):
    return coalitional_form(production).game


def worths(production, consent, pairs=PAIRS):
    return coalitional_form(without_consent(production, consent, pairs)).game


def test_without_acts_that_need_consent_nothing_changes(production, full):
    assert worths(production, []) == full


def test_alone_a_city_needs_no_consent(production, full):
    free = worths(production, ["quota transfer", "change of pairing"])
    for city in full.players:
        assert free.worth([city]) == full.worth([city])


def test_freedom_never_makes_more_than_consent(production, full):
    free = worths(production, ["quota transfer"])
    assert all(free.worth(group) <= full.worth(group) for group in full)
    assert free.grand_worth < full.grand_worth


def test_a_mandated_pair_needs_no_change_of_pairing(production, full):
    paired = worths(production, ["change of pairing"])
    assert paired.worth(["Hangzhou", "Quzhou"]) == full.worth(["Hangzhou", "Quzhou"])
    barred = without_consent(production, ["change of pairing"], PAIRS)
    assert incubation_activity("Hangzhou", "Lishui") not in {a.name for a in barred.activities}


def test_without_quota_moving_two_cities_gain_by_moving_projects_alone(production):
    free = worths(production, ["quota transfer", "change of pairing"], pairs=[])
    # Quzhou's four projects are worth 0.10 at home and 0.25 in Hangzhou.
    together = free.worth(["Hangzhou", "Quzhou"])
    alone = free.worth(["Hangzhou"]) + free.worth(["Quzhou"])
    assert together - alone == 4 * (Fraction(25, 100) - Fraction(10, 100))


def test_a_limited_activity_stays_limited_whoever_owns_the_quota():
    quota = Resource("quota", "tradable", {"A": 5, "B": 5}, exchange=Exchange(1, 0, 9))
    build = Activity("build", ("A", "B"), (Use("quota", 1),), (Value("A", "cash", 10),), limit=1)
    game = LinearProductionGame(("A", "B"), (quota,), (build,))
    free = worths(game, ["quota transfer"], pairs=[])
    assert free.worth(["A", "B"]) == coalitional_form(game).game.worth(["A", "B"]) == 10


def test_quota_at_any_of_its_sites_serves_an_activity():
    quota = Resource("quota", "tradable", {"A": 5})
    build = Activity("build", ("A", "B"), (Use("quota", 1),), (Value("A", "cash", 10),))
    free = worths(LinearProductionGame(("A", "B"), (quota,), (build,)), ["quota transfer"], [])
    assert free.worth(["A", "B"]) == 50
