"""A table kept in Excel or CSV becomes a scenario; what is wrong with it names its cell."""

from __future__ import annotations

import os
import sys
import time
import tomllib
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import intercity as ic
from games import input_limits
from intercity.checkup.check_up import check_up
from intercity.spreadsheet import read_sheets
from intercity.spreadsheet.from_table import scenario_from_table
from tests.frontdoor.starter import rendered

openpyxl = pytest.importorskip("openpyxl")

SECONDS = 10
"""Of this process's own time, for what takes less than one."""
WORTHS = {"A": 1, "B": 2.5, "C": 0.1, "A, B": 6, "A, C": 9, "B, C": 3, "A, B, C": 12}
BY_HAND = """
format = 1
title = "by hand"
[game]
sense = "gain"
assumed = "an example"
worths = { A = 1, B = 2.5, C = 0.1, "A, B" = 6, "A, C" = 9, "B, C" = 3, "A, B, C" = 12 }
"""


def workbook(path: Path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def rows_of(worths, head=("coalition", "worth")):
    return [head, *worths.items()]


def scenario(path: Path, sheet=None):
    return ic.parse_scenario(scenario_from_table(path, sheet))


def said(path: Path, sheet=None):
    with pytest.raises(ic.IntercityError) as refused:
        scenario_from_table(path, sheet)
    sentence = str(refused.value)
    assert "\n" not in sentence
    return sentence


def test_a_table_of_worths_has_the_same_verdicts_as_one_written_by_hand(tmp_path):
    file = workbook(tmp_path / "w.xlsx", data=rows_of(WORTHS))
    ours, theirs = (
        check_up(scenario(file)).to_json(),
        check_up(ic.parse_scenario(BY_HAND)).to_json(),
    )
    for part in ("findings", "payoffs", "certificates"):
        assert ours[part] == theirs[part]


def test_each_worth_names_its_cell(tmp_path):
    file = workbook(tmp_path / "w.xlsx", data=[["Our table"], [], *rows_of(WORTHS)])
    text = scenario_from_table(file)
    lines = text.replace('"', "").splitlines()
    assert tomllib.loads(text)["game"]["assumed"].endswith("w.xlsx, sheet data, cells B4 to B10")
    for k, (group, worth) in enumerate(WORTHS.items(), 4):
        line = next(one for one in lines if one.startswith(f"{group} ="))
        assert line.endswith(f"= {worth}  # B{k}")


def test_costs_are_costs(tmp_path):
    file = workbook(
        tmp_path / "w.xlsx", data=rows_of({"A": 3, "B": 4, "B, A": 5}, ("Coalition", "COST"))
    )
    found = scenario(file)
    assert found.game.sense == "cost"
    assert ic.CoalitionalGame(["A", "B"], found.game.worths, "cost").worth(["A", "B"]) == 5


def test_a_number_is_what_excel_shows(tmp_path):
    """0.1 + 0.2 has noise in its 17th digit."""
    file = workbook(tmp_path / "w.xlsx", data=rows_of({"A": 0.1 + 0.2, "B": 1e15, "A, B": 1.0e16}))
    worths = scenario(file).game.worths
    assert (worths["A"], worths["A, B"]) == (Fraction(3, 10), 10**16)


def test_a_city_with_the_names_of_others_in_its_own_is_a_city_in_a_table_without_holes(tmp_path):
    groups = ("A", "B", "A and B", "A, B", "A, A and B", "B, A and B", "A, B, A and B")
    file = workbook(tmp_path / "w.xlsx", data=rows_of(dict.fromkeys(groups, 1)))
    assert scenario(file).players == ("A", "B", "A and B")


def test_the_cities_and_what_they_own(tmp_path):
    rows = [
        ["City", "quota (mu)", "factory land (mu, bound)", "note"],
        ["St. Louis", 250, None, "by the sea"],
        ["衢州", 50.5, 0, None],
    ]
    found = scenario(workbook(tmp_path / "r.xlsx", one=rows))
    assert found.players == ("St. Louis", "衢州")
    assert (found.resources["quota"].kind, found.resources["quota"].unit) == ("tradable", "mu")
    assert found.resources["factory_land"].kind == "bound"
    told = [one for _, one in found.quantities()]
    assert [one.value for one in told] == [250, Fraction(101, 2), 0]
    assert not any(one.sourced for one in told)
    lines = [line for line in found.text.splitlines() if line.startswith("owned.")]
    assert [line.rpartition("# ")[2] for line in lines] == ["B2", "B3", "C3"]


OWNED = ["City", "quota (mu)", "quota low", "quota high", "quota source", "sites"]


def test_what_a_table_has_no_source_of_is_assumed_in_its_range(tmp_path):
    rows = [OWNED, ["A", 4, 2, 5, None, None], ["B", 3, None, None, "the yearbook", 1]]
    found = scenario(workbook(tmp_path / "r.xlsx", one=rows))
    owned = found.resources["quota"].owned
    assert (owned["A"].low, owned["A"].high, owned["A"].sourced) == (2, 5, False)
    assert (owned["B"].value, owned["B"].src) == (3, "the yearbook")
    assert found.sources == {"the yearbook": "r.xlsx, sheet one, cell E3"}
    assert list(found.resources) == ["quota", "sites"]
    assert not found.resources["sites"].owned["B"].sourced


@pytest.mark.parametrize("head", ["quota low (mu)", "quota (mu) low"])
def test_a_range_may_name_the_unit_again(tmp_path, head):
    rows = [["City", "quota (mu)", head, "quota high"], ["A", 4, 2, 5]]
    owned = scenario(workbook(tmp_path / "r.xlsx", one=rows)).resources["quota"].owned["A"]
    assert (owned.low, owned.value, owned.high) == (2, 4, 5)


@pytest.mark.parametrize(
    ("heads", "right"),
    [
        (["quota", "quotta low"], "the low of a resource with a head of its own"),
        (["quota", "source"], "the source of a resource with a head of its own"),
        (["quota", "quota low", "quota low (mu)"], "a head that stands once"),
    ],
)
def test_what_is_said_of_no_resource_is_refused(tmp_path, heads, right):
    told = said(workbook(tmp_path / "r.xlsx", one=[["City", *heads], ["A", *[1] * len(heads)]]))
    assert right in told
    assert f"cell {'ABCD'[len(heads)]}1" in told


def test_a_table_of_worths_is_sourced_only_if_each_row_is(tmp_path):
    file = tmp_path / "w.csv"
    head = "coalition,worth,source"
    file.write_text(f'{head}\nA,1,yearbook\nB,2,yearbook\n"A, B",3,a study')
    assert scenario(file).game.src == "yearbook; a study"
    assert scenario(file).sources == {"yearbook; a study": "w.csv, cells B2 to B4"}
    assert "assumed" not in rendered(check_up(scenario(file)), full=False)
    file.write_text(f'{head}\nA,1,yearbook\nB,2,\n"A, B",3,a study')
    assert scenario(file).game.src is None
    told = rendered(check_up(scenario(file)), full=False)
    assert "a table of worths, assumed: no source in w.csv, cells B2 to B4" in told


@pytest.mark.parametrize(
    ("row", "where", "right"),
    [
        (["A", 4, 2, None, None, 1], "cell C2", "given with the other end"),
        (["A", 4, None, 3, "a book", 1], "cell D2", "not both"),
        (["A", 4, 5, 6, None, 1], "cell C2", "in which 4 lies"),
        (["A", 4, -1, 6, None, 1], "cell C2", "0 or more"),
        (["A", None, 2, 6, None, 1], "cell B2", "a number, beside its low"),
        (["A", None, None, None, "a book", 1], "cell B2", "a number, beside its source"),
    ],
)
def test_a_range_that_is_none_names_its_cell(tmp_path, row, where, right):
    told = said(workbook(tmp_path / "r.xlsx", one=[OWNED, row]))
    assert where in told
    assert right in told


def test_the_activity_that_is_proposed_can_be_used(tmp_path):
    file = workbook(tmp_path / "r.xlsx", one=[["city", "quota"], ["A b", 4], ["B", 1]])
    text = scenario_from_table(file)
    at = text.index("# [[activities]]")
    used = text[:at] + text[at:].replace("# ", "")
    found = ic.parse_scenario(used)
    assert found.activities[0].sites == ("A b",)


def test_csv_with_commas_semicolons_and_tabs(tmp_path):
    for separator in ",;\t":
        lines = [f'"{group}"{separator}{worth}' for group, worth in WORTHS.items()]
        file = tmp_path / "w.csv"
        file.write_bytes(
            b"\xef\xbb\xbf" + "\r\n".join([f"coalition{separator}worth", *lines]).encode()
        )
        given = scenario(file).game
        assert given.worths == {group: Fraction(Decimal(str(x))) for group, x in WORTHS.items()}
        assert given.assumed.endswith("w.csv, cells B2 to B8")


def without(*groups, **others):
    return {**{key: x for key, x in WORTHS.items() if key not in groups}, **others}


@pytest.mark.parametrize(
    ("rows", "where", "right"),
    [
        (rows_of({**WORTHS, "B": "2,5"}), "sheet data, cell B3", "2.5, with a decimal point"),
        (rows_of({**WORTHS, "B": "2.5"}), "sheet data, cell B3", "a number"),
        (rows_of({**WORTHS, "B": "many"}), "sheet data, cell B3", "a number"),
        (rows_of({**WORTHS, "B": True}), "sheet data, cell B3", "a number"),
        (rows_of({**WORTHS, "B": None}), "sheet data, cell B3", "the worth of B"),
        (rows_of({**WORTHS, "B": "=1+1"}), "sheet data, cell B3", "given its value"),
        (rows_of(without("A, C")), "sheet data, the row of {A, C} is missing", "7 coalitions"),
        (rows_of(without("A, C", "B")), "(and 1 more) is missing", "7 coalitions"),
        (rows_of({**WORTHS, "C, A": 9}), "sheet data, cell A9", "A6"),
        (rows_of({**WORTHS, "A, A": 9}), "sheet data, cell A9", "different cities"),
        (rows_of({**WORTHS, "A,, B": 9}), "sheet data, cell A9", "one comma"),
        (rows_of(WORTHS, ("coalition", "wroth")), "sheet data, cell B1 is 'wroth'", "worth"),
        (rows_of(WORTHS, ("colaition", "worth")), "sheet data, cell A1", "coalition"),
        (rows_of(WORTHS, ("group", "value")), "sheet data, cell A1 is 'group'", "coalition"),
        (rows_of({"Aton": 1, "B": 2, "Aton, B": 3}, ("x", "y")), "cell A1 is 'x'", "coalition"),
        (rows_of({"A": 1, "B": 2, "A and B": 3}), "cell A4 is 'A and B'", "A, B, with commas"),
        (rows_of({"A": 1, "B": 2, "B+A": 3}), "cell A4 is 'B+A'", "B, A, with commas"),
        (rows_of({"衢州": 1, "杭州": 2, "衢州和杭州": 3}), "cell A4", "衢州, 杭州, with commas"),
        (rows_of(WORTHS, ("coalition", "note")), "the head worth in row 1", "cost"),
        ([("coalition", "worth", "cost"), ("A", 1, 2)], "the head worth in row 1", "either"),
        ([("coalition", "worth", "worth"), ("A", 1, 2)], "sheet data, cell B1", "once"),
        ([("coalition", "worth")], "sheet data, the table under row 1 is empty", "row for each"),
        ([*rows_of(WORTHS), (None, None, "x")], "sheet data, cell C9", "a head"),
        ([("city", "quota"), ("A", "12,5")], "sheet data, cell B2", "12.5"),
        ([("city", "quota"), ("A", -1)], "sheet data, cell B2 is -1", "0 or more"),
        ([("city", "quota"), ("A", 1), ("a", 1)], "sheet data, cell A3", "A2"),
        ([("city", "quota"), ("A, B", 1)], "sheet data, cell A2", "one city"),
        ([("city", "quota"), (None, 1)], "sheet data, cell A2 is empty", "a city"),
        ([("city", "quota (mu)", "quota"), ("A", 1, 1)], "sheet data, cell C1", "once"),
        ([("city", "floor"), ("A", 1)], "sheet data, cell B1", "called otherwise"),
        (rows_of({"A\u200b": 1, "B": 2, "A\u200b, B": 3}), "cell A2 is a name with the", "be seen"),
        (rows_of({"A" * 2001: 1}), "sheet data, cell A2 is a name of 2,001", "at most 2,000"),
        (rows_of({"A": 1, "a": 2, "A, a": 3}), "sheet data, cell A3 is 'a'", "A stands in A2"),
        (rows_of({"A": 1, "B": 2, "a, A": 3}), "sheet data, cell A4 is 'a'", "A, or"),
        (rows_of({**WORTHS, "B": 1e101}), "sheet data, cell B3 is 1e+101", "at most 100 digits"),
        (
            rows_of({", ".join(f"C{k}" for k in range(15)): 1}),
            "w.xlsx: sheet data is of 15 cities;",
            "at most 14, or one of what each city owns",
        ),
        ([("city", "quo\u202eta"), ("A", 1)], "sheet data, cell B1 is a name with", "be seen"),
        ([("city", "quota"), ("A\u2066", 1)], "sheet data, cell A2 is a name with", "be seen"),
        (
            [("city", "quota"), *((f"C{k}", 1) for k in range(input_limits.MOST_CITIES + 1))],
            "w.xlsx: sheet data is of 201 cities;",
            "at most 200",
        ),
        ([("city",), ("A",)], "a head beside city in row 1 is missing", "each resource"),
        ([("city", "quota")], "sheet data, the table under row 1 is empty", "each city"),
        ([], "w.xlsx is empty", "a table"),
    ],
)
def test_what_is_wrong_names_its_cell(tmp_path, rows, where, right):
    told = said(workbook(tmp_path / "w.xlsx", data=rows))
    found, _, expected = told.partition("; it should be ")
    assert found.startswith("w.xlsx")
    assert where in f"{found};", told
    assert right in expected, told


def test_a_city_that_is_misspelt_is_found(tmp_path):
    rows = {"Hangzhou": 1, "Quzhou": 2, "Hanzhou, Quzhou": 4}
    told = said(workbook(tmp_path / "w.xlsx", data=rows_of(rows)))
    assert told.startswith("w.xlsx: sheet data, cell A4 is 'Hanzhou'; it should be Hangzhou")


def test_merged_cells_of_the_table_are_refused_and_those_of_a_title_are_not(tmp_path):
    file = workbook(tmp_path / "w.xlsx", data=[["Title"], *rows_of(WORTHS)])
    book = openpyxl.load_workbook(file)
    book["data"].merge_cells("A1:B1")
    book.save(file)
    assert scenario(file).players == ("A", "B", "C")
    book["data"].merge_cells("B4:B5")
    book.save(file)
    assert said(file).startswith("w.xlsx: sheet data, cells B4:B5 is merged")


def test_the_sheet_is_found_by_its_head_or_by_its_name(tmp_path):
    file = workbook(tmp_path / "w.xlsx", about=[["Ours, of 2024"]], data=rows_of(WORTHS))
    assert scenario(file).players == ("A", "B", "C")
    file = workbook(
        tmp_path / "w.xlsx", one=rows_of(WORTHS), two=[["city", "quota"], ["Quzhou", 3]]
    )
    assert "one and two" in said(file)
    assert scenario(file, "two").players == ("Quzhou",)
    assert "one" in said(file, "three")


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("w.xlsx", b"no workbook", "w.xlsx is no Excel workbook"),
        ("w.xlsx", b"", "w.xlsx is no Excel workbook"),
        ("w.xls", b"", "ends in .xlsx or .csv"),
        ("w.csv", b"", "w.csv is empty"),
        ("w.csv", b"city,worth\nA,1", "cell B1 is 'worth'; it should be a resource, or beside"),
        ("w.csv", b"city,cost (yuan)\nA,1", "in place of city, for a cost"),
        ("w.csv", "coalition,worth\n杭,1".encode("gbk"), "saved as CSV UTF-8"),
        ("w.csv", b'coalition,worth\n"A,1', "no CSV"),
        ("w.csv", b"coalition,worth\nA,1,5", "w.csv: cell C2"),
        ("w.csv", b"coalition;worth\nA;1,5", "w.csv: cell B2 is 1,5; it should be 1.5"),
        (
            "w.csv",
            b"coalition;worth\nA;1,5",
            "point (or save the table as .xlsx, as it is).",
        ),
        ("w.csv", b"coalition;worth\nA;1.200,5", "1.200,5; it should be 1200.5, with one decimal"),
        ("w.csv", b"coalition,worth\nA,1\x0bB", "w.csv: cell B2"),
        ("w.csv", b"coalition,worth\nA\x01,1", "w.csv: cell A2"),
        ("w.csv", b"coalition,worth\nA,1e999", "w.csv: cell B2"),
        ("w.csv", b"coalition,worth\nA,1e99999999999999999999", "w.csv: cell B2 is 1e99999"),
        ("w.csv", b"coalition,worth\nA,-1e-99999999999999999999", "w.csv: cell B2 is -1e-999"),
        ("w.csv", b"coalition,worth\nA," + b"1" * 101, "cell B2 is 11111"),
        ("w.csv", b"coalition,worth\nA,0." + b"1" * 101, "cell B2 is 0.111"),
        ("w.csv", b"coalition;worth\nA;" + b"1" * 5000 + b",5", "cell B2 is 11111"),
    ],
)
def test_files_that_are_no_tables(tmp_path, name, content, found):
    (tmp_path / name).write_bytes(content)
    assert found in said(tmp_path / name)


def test_names_of_files_and_sheets_that_cannot_be_seen_are_shown_by_their_numbers(tmp_path):
    name = "w\u202e\x1b[31m"
    file = workbook(tmp_path / f"{name}.xlsx", **{"a\u200b": rows_of(WORTHS)})
    found = scenario(file, "a\u200b")
    assert found.title == r"w\u202e\x1b[31m.xlsx, sheet a\u200b"
    assert found.title in found.game.assumed
    (tmp_path / f"{name}.csv").write_text('coalition,worth\nA,1\nB,2\n"A, B",3')
    assert scenario(tmp_path / f"{name}.csv").title == r"w\u202e\x1b[31m.csv"


def test_a_table_of_fourteen_cities_is_read_and_one_of_fifteen_refused(tmp_path):
    """Fifteen have 32,767 coalitions, of which no scenario can be made."""
    for n in (14, 15):
        groups = [[f"C{i}" for i in range(n) if mask >> i & 1] for mask in range(1, 1 << n)]
        lines = [f'"{", ".join(group)}",{len(group)}' for group in groups]
        (tmp_path / f"{n}.csv").write_text("\n".join(["coalition,worth", *lines]))
    assert len(scenario(tmp_path / "14.csv").players) == 14
    assert said(tmp_path / "15.csv").startswith("15.csv is of 15 cities")


def test_a_zip_that_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "w.xlsx", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert "no Excel workbook" in said(tmp_path / "w.xlsx")


@pytest.mark.parametrize("far", ["Z1048576", "XFD1048576"])
def test_a_cell_far_away_costs_nothing(tmp_path, far):
    """Walking through all cells between took minutes."""
    file = workbook(tmp_path / "w.xlsx", data=rows_of(WORTHS), other=[])
    book = openpyxl.load_workbook(file)
    book["data"][far].font = openpyxl.styles.Font(bold=True)
    book["other"][far] = "x"
    book.save(file)
    began = time.process_time()
    assert scenario(file).players == ("A", "B", "C")
    book["data"][far] = "x"
    book.save(file)
    assert f"sheet data, cell {far} is under no head" in said(file)
    assert time.process_time() - began < SECONDS


def test_rows_that_are_merged_to_the_end_cost_nothing(tmp_path):
    file = workbook(tmp_path / "w.xlsx", data=rows_of(WORTHS))
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            merged = b'</sheetData><mergeCells><mergeCell ref="A9:Z1048576"/></mergeCells>'
            archive.writestr(name, part.replace(b"</sheetData>", merged))
    began = time.process_time()
    assert "cells A9:Z1048576 is merged" in said(file)
    assert time.process_time() - began < SECONDS


def test_a_sheet_of_too_many_cells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(read_sheets, "MOST_CELLS", 1000)
    rows = [(f"{k}", k) for k in range(500)]
    lines = "\n".join(f"{name},{worth}" for name, worth in [("coalition", "worth"), *rows])
    (tmp_path / "w.csv").write_text(lines)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("data")
    for row in [("coalition", "worth"), *rows]:
        sheet.append(row)
    book.save(tmp_path / "w.xlsx")
    for name, here in (("w.csv", "w.csv"), ("w.xlsx", "w.xlsx: sheet data")):
        told = said(tmp_path / name)
        assert told.startswith(f"{here} is a sheet of more than 1,000 cells")


def test_only_files_of_bounded_size_are_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    for name in ("pipe.csv", "zero.csv"):
        assert "is not readable (a device or a pipe" in said(tmp_path / name)
    with (tmp_path / "large.csv").open("wb") as large:
        large.truncate(input_limits.LARGEST_TABLE + 1)
    assert f"more than {input_limits.LARGEST_TABLE:,} bytes" in said(tmp_path / "large.csv")


def test_a_workbook_that_unpacks_to_much_is_refused(tmp_path):
    file = workbook(tmp_path / "w.xlsx", data=rows_of(WORTHS))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("media/picture.bin", bytes(input_limits.LARGEST_TABLE))
    assert file.stat().st_size < input_limits.LARGEST_TABLE / 100
    assert f"more than {input_limits.LARGEST_TABLE:,} bytes, unpacked" in said(file)


def test_new_writes_what_check_reads(call, tmp_path):
    workbook(tmp_path / "w.xlsx", data=rows_of(WORTHS))
    assert call("new", "mine.toml", "--from", "w.xlsx", at=tmp_path).code == 0
    told = call("check", "mine.toml", at=tmp_path)
    assert told.code == 0
    assert "w.xlsx" in told.out
    kept = (tmp_path / "mine.toml").read_bytes()
    again = call("new", "mine.toml", "--from", "w.xlsx", at=tmp_path)
    assert again.code == 2
    assert (tmp_path / "mine.toml").read_bytes() == kept


def test_the_template_is_read_back_sheet_by_sheet(call, tmp_path):
    assert call("new", "--spreadsheet", "t.xlsx", at=tmp_path).code == 0
    for sheet in ("worths", "cities"):
        made = call("new", f"{sheet}.toml", "--from", "t.xlsx", "--sheet", sheet, at=tmp_path)
        assert made.code == 0
        asked = "write at its end what cities can make of what they own" in made.out
        assert asked == (sheet == "cities")
        checked = call("check", f"{sheet}.toml", "--no-ranges", at=tmp_path)
        assert checked.code == 0
        assert ("DOUBTFUL" in checked.out) == (sheet == "cities")
    assert ic.load_scenario(tmp_path / "worths.toml").game.worths["Aton, Bury, Cove"] == 120


@pytest.mark.parametrize(
    "arguments",
    [
        ("new",),
        ("new", "mine.toml", "--spreadsheet", "t.xlsx"),
        ("new", "--spreadsheet", "t.xls"),
        ("new", "--spreadsheet", "w.xlsx"),
        ("new", "--from", "w.xlsx"),
        ("new", "mine.toml", "--sheet", "data"),
        ("new", "mine.toml", "--from", "missing.xlsx"),
        ("new", "mine.toml", "--from", "."),
        ("new", "mine.toml", "--from", "w.xlsx"),
        ("new", "missing/mine.toml", "--from", "good.xlsx"),
    ],
)
def test_what_cannot_be_made_is_one_sentence_and_leaves_nothing(call, tmp_path, arguments):
    workbook(tmp_path / "w.xlsx", data=rows_of(without("A, C")))
    workbook(tmp_path / "good.xlsx", data=rows_of(WORTHS))
    told = call(*arguments, at=tmp_path)
    assert told.code == 2
    assert told.err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.xlsx", "w.xlsx"]


def test_without_openpyxl_there_is_one_sentence(tmp_path, call, monkeypatch):
    workbook(tmp_path / "w.xlsx", data=rows_of(WORTHS))
    for name in [name for name in sys.modules if name.partition(".")[0] == "openpyxl"]:
        monkeypatch.setitem(sys.modules, name, None)
    for options in (["mine.toml", "--from", "w.xlsx"], ["--spreadsheet", "t.xlsx"]):
        told = call("new", *options, at=tmp_path)
        assert told.code == 2
        assert told.err.startswith("Excel files need openpyxl: ")
    assert [path.name for path in tmp_path.iterdir()] == ["w.xlsx"]
