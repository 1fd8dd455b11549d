"""Both effects, one, or none at each point of a grid, against the two conditions by hand."""

import json
from fractions import Fraction

import pytest

import intercity as ic
from intercity.topics.double_effect.on_grid import Effects
from tests.frontdoor.starter import STARTER, starter

F = Fraction
PARK = next(line for line in STARTER.splitlines() if line.startswith("[platforms."))
WITH_NEW = (PARK, f"{PARK}\nbrings = {{ v = 10, low = 0, high = 40 }}")
SEPARATION, BRINGS = "firm.separation_cost", "platforms.park.brings"


def by_hand(gathers, reaches):
    case = {(True, True): "both", (True, False): "gathers", (False, True): "reaches"}
    return case.get((gathers, reaches), "neither")


def test_all_four_cases_where_projects_come_from_elsewhere_and_two_sites_cost():
    """The park gathers what it brings; a plant returns if 1.30 less two sites is 1.00 or more."""
    found = ic.double_effect_grid(starter(WITH_NEW), SEPARATION, BRINGS, columns=7, rows=3)
    assert found.columns == tuple(F(k, 20) for k in range(2, 9))
    assert found.rows == (0, 20, 40)
    for brings, row in zip(found.rows, found.effects, strict=True):
        for cost, cell in zip(found.columns, row, strict=True):
            assert cell.value == by_hand(brings > 0, F(130, 100) - cost >= 1), (brings, cost)
    assert set(found.counts) - {case for case, n in found.counts.items() if n} == {
        Effects.UNDECIDED
    }
    assert found.counts[Effects.BOTH] == 2 * 5


def test_a_hub_that_hands_over_projects_gathers_only_if_the_park_brings_more():
    """12 of its 60 go to Uplands: what the park brings must be more than that."""
    first = "[[compact.transfer]]"
    away = f"""{first}
resource = "projects"
from = "Harbour"
to = "Uplands"
reversible = false
amount = {{ v = 12, low = 0, high = 20 }}
"""
    deal = starter(WITH_NEW, (first, f"{away}\n{first}"), ("stay_hub          = { v = 1.00",
                   "stay_hub          = { v = 1.10"))  # fmt: skip
    given = "compact.transfer.0.amount"
    found = ic.double_effect_grid(deal, given, BRINGS, columns=6, rows=11)
    for brings, row in zip(found.rows, found.effects, strict=True):
        for handed, cell in zip(found.columns, row, strict=True):
            assert cell.value == by_hand(brings > handed, reaches=False), (brings, handed)


def test_where_the_deal_promises_too_much_no_case_is_told():
    """60 projects and what the park brings, 40 of them admitted: it needs 28 of floor at least."""
    floor = "platforms.park.floor"
    changes = ("floor        = { v = 30,  low = 28", "floor        = { v = 30,  low = 20")
    found = ic.double_effect_grid(starter(WITH_NEW, changes), floor, BRINGS, columns=6, rows=2)
    for floor_there, cell in zip(found.columns, found.effects[1], strict=True):
        assert (cell is Effects.UNDECIDED) == (floor_there < 40 * F(7, 10)), floor_there


def test_it_is_labelled_in_print_and_as_data():
    found = ic.double_effect_grid(starter(WITH_NEW), SEPARATION, BRINGS, columns=3, rows=2)
    assert "3 x 2 points" in found.label
    assert found.label in str(found)
    told = json.loads(json.dumps(found.to_json()))
    assert told["label"] == found.label
    assert told["effects"] == [[cell.value for cell in row] for row in found.effects]
    assert repr(found) == "DoubleEffectGrid(2 both, 1 gathers, 2 reaches, 1 neither)"


def test_whole_numbers_move_in_whole_steps():
    found = ic.double_effect_grid(starter(WITH_NEW), "time.horizon", BRINGS, columns=8, rows=2)
    assert all(years.denominator == 1 for years in found.columns)
    assert (found.columns[0], found.columns[-1]) == (10, 30)


TABLE = """
format = 1
title = "Two cities"
[cities.A]
tenure = { v = 5, low = 3, high = 8 }
discount = { v = 0.9, low = 0.8, high = 0.95 }
[cities.B]
[resources.projects]
kind = "tradable"
owned.A = { v = 3, low = 1, high = 4 }
"""


@pytest.mark.parametrize(
    ("across", "down", "sizes", "place"),
    [
        ("firm.separation", BRINGS, {}, "the key of a number"),
        (BRINGS, BRINGS, {}, "the number of the rows"),
        (SEPARATION, BRINGS, {"columns": 1}, "the number of columns"),
        (SEPARATION, BRINGS, {"rows": 99}, "the number of rows"),
    ],
)
def test_wrong_input_is_said_in_one_sentence(across, down, sizes, place):
    with pytest.raises(ic.InvalidInput) as error:
        ic.double_effect_grid(starter(WITH_NEW), across, down, **sizes)
    assert error.value.place == place


def test_a_number_without_a_range_and_a_region_without_a_park_are_refused():
    sourced = ("cost_one_off = { v = 100, low = 70, high = 140 }",
               'cost_one_off = { v = 100, src = "BUDGET" }')  # fmt: skip
    deal = starter(WITH_NEW, sourced, ("# BUDGET", "BUDGET"))
    with pytest.raises(ic.InvalidInput, match="range"):
        ic.double_effect_grid(deal, "platforms.park.cost_one_off", BRINGS)
    with pytest.raises(ic.InvalidInput, match="park"):
        ic.double_effect_grid(ic.parse_scenario(TABLE), "cities.A.discount", "cities.A.tenure")
