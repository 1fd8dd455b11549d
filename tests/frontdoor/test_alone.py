"""What one city can do alone: the same park, floor, rent and cost as with others; by hand."""

from fractions import Fraction

import pytest

from tests.frontdoor.starter import finding
from tests.frontdoor.test_once_false import examined

PARK = """
[project.home_value]
Hill = { v = 0.4, low = 0.2, high = 0.6 }
[platforms.barn]
site = "Hill"
cost_per_year = { v = 2, low = 1, high = 10 }
floor = { v = 30, low = 5, high = 50 }
"""


def test_a_city_lets_its_own_park_without_another():
    """100 projects pay 0.4 of tax and 0.1 of rent each, and the park costs 5."""
    report = examined("port")
    assert report.payoffs.alone == {"Port": 100 * Fraction("0.5") - 5, "Hill": 0}
    assert report.context.best.worth(("Port", "Hill")) == 45
    assert finding(report, "surplus").verdict == "fails"  # nothing is to be gained together


def test_a_small_city_lets_a_park_of_its_own():
    """20 of its projects at 0.4 and 0.1 of rent each; the barn costs 2: as good as without it."""
    hill = "owned.Hill = { v = 20, low = 0, high = 50 }\n"
    owned = {"owned.Port = { v = 100": f"{hill}owned.Port = {{ v = 100"}
    report = examined("port", PARK, **owned)
    assert report.payoffs.alone["Hill"] == 20 * Fraction("0.4")
    cheap = {"cost_per_year = { v = 2,": "cost_per_year = { v = 1,"}
    report = examined("port", PARK, **owned, **cheap)
    assert report.payoffs.alone["Hill"] == 20 * Fraction("0.5") - 1


@pytest.mark.parametrize(("floor", "alone"), [(10, 3 * 0.4), (60, 60 * 0.5 + 3 * 0.4 - 5)])
def test_a_park_brings_no_more_projects_than_it_has_floor_for(floor, alone):
    """Of 100 that would come, as many come as find floor; 3 more settle in Port without a park."""
    brings = "brings = { v = 100, low = 0, high = 100 }\n"
    changes = {
        "floor = { v = 100, low = 50": f"{brings}floor = {{ v = {floor}, low = 5",
        "owned.Port = { v = 100, low = 50": "owned.Port = { v = 3, low = 0",
    }
    report = examined("port", **changes)
    assert float(report.payoffs.alone["Port"]) == pytest.approx(alone)
    assert report.context.best.worth(("Port", "Hill")) == report.payoffs.alone["Port"]
