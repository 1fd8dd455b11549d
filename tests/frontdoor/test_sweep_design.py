"""At which points of some numbers the checks are asked."""

from __future__ import annotations

from fractions import Fraction

import pytest

from games.errors import InvalidInput
from intercity.scenario_file import parse_scenario
from intercity.sweeps.design import MOST_RUNS, design, table_of

pytest.importorskip("scipy")

SCENARIO = parse_scenario("""
format = 1
title = "Two cities"
[sources]
YB = "Yearbook 2020"
[time]
horizon = { v = 20, low = 10, high = 40 }
interest = { v = 0.05, src = "YB" }
[cities.Hub]
discount = { v = 0.9, low = 0.8, high = 0.98 }
[cities.Hills]
tenure = { v = 5, low = 3, high = 8 }
discount = { v = 0.7, low = 0.7, high = 0.7 }
[benchmarks]
fixed_return = { v = 0.1, src = "YB" }
""")
DISCOUNT, TENURE = "cities.Hub.discount", "cities.Hills.tenure"


def points(over, how="grid", **more):
    return design(SCENARIO, over, how, **more).points


def test_a_grid_has_each_value_with_each_other_exactly():
    found = points({DISCOUNT: "0.8:0.9:3", TENURE: [3, 4.5]})
    tenths = [Fraction(80, 100), Fraction(85, 100), Fraction(9, 10)]
    assert found == tuple((x, y) for x in tenths for y in (Fraction(3), Fraction(9, 2)))


def test_an_end_that_is_left_out_is_that_of_the_number_itself():
    own = points({DISCOUNT: "::3"})
    assert own == points({DISCOUNT: "0.8:0.98:3"})
    assert points({DISCOUNT: "0.9::2"}) == points({DISCOUNT: "0.9,0.98"})


def test_side_by_side_are_the_first_values_then_the_second():
    assert points({DISCOUNT: "0.8,0.9", TENURE: "3:8:2"}, "zip") == (
        (Fraction(8, 10), Fraction(3)),
        (Fraction(9, 10), Fraction(8)),
    )


def test_a_latin_hypercube_has_each_number_once_in_each_of_n_equal_parts():
    n = 40
    found = points({DISCOUNT: f"0.8:0.9:{n}", TENURE: f"3:8:{n}"}, "lhs", seed=7)
    for k, (low, high) in enumerate(
        [(Fraction(8, 10), Fraction(9, 10)), (Fraction(3), Fraction(8))]
    ):
        parts = sorted(int((point[k] - low) / (high - low) * n) for point in found)
        assert parts == list(range(n))


def test_a_sobol_sequence_fills_equal_boxes_equally():
    """Sobol (1967): of 2^m points each box of a 2^a times 2^b division, a + b = m, has one."""
    found = points({DISCOUNT: "0.8:0.9:16", TENURE: "3:8:16"}, "sobol")
    across = [(point[0] - Fraction(8, 10)) * 10 for point in found]
    up = [(point[1] - 3) / 5 for point in found]
    for a in range(5):
        boxes = {(int(x * 2**a), int(y * 2 ** (4 - a))) for x, y in zip(across, up, strict=True)}
        assert len(boxes) == 16


@pytest.mark.parametrize("how", ["lhs", "sobol"])
def test_the_seed_chooses_the_points(how):
    over = {DISCOUNT: "::8", TENURE: "::8"}
    assert points(over, how, seed=1) == points(over, how, seed=1) != points(over, how, seed=2)


@pytest.mark.parametrize("how", ["grid", "lhs", "sobol"])
def test_whole_numbers_stay_whole(how):
    found = points({"time.horizon": "10:40:16"}, how)
    assert all(x.denominator == 1 and 10 <= x <= 40 for (x,) in found)
    assert len(set(found)) == len(found)


def test_a_table_is_read_from_rows_columns_pandas_and_csv(tmp_path):
    pd = pytest.importorskip("pandas")
    rows = [{DISCOUNT: 0.8, TENURE: 3}, {DISCOUNT: 0.85, TENURE: 4}]
    columns = {DISCOUNT: [0.8, 0.85], TENURE: [3, 4]}
    file = tmp_path / "points.csv"
    file.write_text(f"\ufeff{DISCOUNT},{TENURE}\n0.80,3\n\n17/20,4\n", encoding="utf-8")
    expected = table_of(rows)
    assert expected[1] == [(Fraction(4, 5), Fraction(3)), (Fraction(17, 20), Fraction(4))]
    for table in (columns, pd.DataFrame(columns), file):
        assert table_of(table) == expected
        assert design(SCENARIO, None, table).points == tuple(expected[1])


def test_it_says_which_numbers_are_sourced_or_leave_their_range():
    found = design(SCENARIO, {"time.interest": "0.01:0.1:2", DISCOUNT: [0.7], TENURE: "::2"})
    sourced, beyond = found.notes
    assert "time.interest" in sourced
    assert "YB" in sourced
    assert DISCOUNT in beyond
    assert "0.8 to 0.98" in beyond


@pytest.mark.parametrize(
    ("over", "how", "right"),
    [
        ({"cities.Hub.discuont": "::3"}, "grid", DISCOUNT),  # the nearest
        ({DISCOUNT: "0.9:0.8:5"}, "grid", "0.8:0.9:5"),
        ({DISCOUNT: "0.8:0.8:5"}, "grid", "a higher one"),
        ({"cities.Hills.discount": "::5"}, "grid", "its own range is from 0.7 to 0.7"),
        ({DISCOUNT: "0.8:0.9:1"}, "grid", "at least 2"),
        ({DISCOUNT: "0.8:0.9"}, "grid", "low:high:n"),
        ({DISCOUNT: "0.8:0.9:2.5"}, "grid", "low:high:n"),
        ({DISCOUNT: "a:b:3"}, "grid", "a number"),
        ({DISCOUNT: "0.8;0.9"}, "grid", "a number"),
        ({DISCOUNT: "0.8-0.9"}, "grid", 'a number, or "low:high:n", such as 0.1:0.5:21, or a list'),
        ({DISCOUNT: "nan,0.9"}, "grid", "a number"),
        ({DISCOUNT: "0.9,1e999999999"}, "grid", "digits"),
        ({DISCOUNT: "1e-999999999:0.9:3"}, "grid", "digits"),
        ({DISCOUNT: []}, "grid", "low:high:n"),
        ({DISCOUNT: [float("inf")]}, "grid", "finite"),
        ({DISCOUNT: 0.5}, "grid", "low:high:n"),
        ({}, "grid", "at least one"),
        (None, "grid", "values by key"),
        ({"time.interest": "::3"}, "grid", "both ends"),  # sourced: it has no range
        ({"benchmarks.fixed_return": "0:1:3"}, "grid", "results rest on"),
        ({DISCOUNT: "::1001", TENURE: "::1000"}, "grid", f"{MOST_RUNS:,}"),
        ({DISCOUNT: "::999999999999"}, "grid", f"{MOST_RUNS:,}"),
        ({DISCOUNT: "::3", TENURE: "::4"}, "zip", "3"),
        ({DISCOUNT: "::3", TENURE: "::4"}, "lhs", "3"),
        ({DISCOUNT: [0.8, 0.9]}, "lhs", "low:high:n"),
        ({DISCOUNT: "::1000"}, "sobol", "1024"),
        ({DISCOUNT: "::3"}, "random", "one of grid"),
        ({DISCOUNT: "::3"}, [{DISCOUNT: 1}], "left out"),
        (None, [], "rows"),
        (None, [{DISCOUNT: 1}, {TENURE: 1}], DISCOUNT),
        (None, {DISCOUNT: [1], TENURE: []}, "1"),
        (None, {"cities.Hub.discuont": [1]}, DISCOUNT),
        (None, 7, "CSV"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_what_would_be_right(over, how, right):
    with pytest.raises(InvalidInput) as told:
        design(SCENARIO, over, how)
    assert right in told.value.right
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("seed", [-1, 0.5, True])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(InvalidInput):
        points({DISCOUNT: "::4"}, "lhs", seed=seed)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("", "a line of keys"),
        (f"{DISCOUNT}\n", "a line a point"),
        (f"{DISCOUNT},{TENURE}\n0.8\n", "2"),
        (f"{DISCOUNT},{DISCOUNT}\n0.8,0.9\n", "once"),
        (f"{DISCOUNT}\nmany\n", "a number"),
        (f"{DISCOUNT}\n1e999999999\n", "digits"),
    ],
)
def test_what_is_wrong_in_a_csv_file_is_named(tmp_path, text, right):
    file = tmp_path / "points.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as told:
        table_of(file)
    assert right in told.value.right


def test_a_csv_file_that_is_not_there_or_not_readable_is_named(tmp_path):
    for file in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InvalidInput) as told:
            table_of(file)
        assert str(file) in str(told.value)
