"""The report as tables: every number of the JSON, exact again after CSV and Excel."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import time
from collections import Counter
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path

import pytest

import intercity as ic
from intercity.checkup.check_up import check_up
from intercity.comparison import compare
from intercity.comparison_tables import comparison_tables
from intercity.report.table_files import NUMBER, as_csv, as_workbook
from intercity.report.tables import Table, tables
from tests.frontdoor.starter import report_of, reported

openpyxl = pytest.importorskip("openpyxl")
pd = pytest.importorskip("pandas")

ROOT = Path(__file__).resolve().parents[2]
GAME = """
format = 1
title = "Three cities"
[game]
sense = "gain"
assumed = "an example"
[game.worths]
A = 1
"=B()" = 2
"<script>" = 0.7
"A, =B()" = 4
"A, <script>" = 9
"=B(), <script>" = 3
"A, =B(), <script>" = 10
"""
SHARES = ic.parse_scenario(GAME)


@pytest.fixture(scope="module")
def reports():
    return {
        "starter": reported(),
        "park": report_of("three_city_park", ranges=True),
        "game": check_up(SHARES),
    }


def named(report):
    return {table.name: table for table in tables(report)}


def column(table, name):
    return [row[table.head.index(name)] for row in table.rows]


def numbers_of(node):
    """Every exact number below a node of the JSON."""
    if isinstance(node, dict):
        if set(node) == {"exact", "value"}:
            yield node["exact"]
        else:
            for entry in node.values():
                yield from numbers_of(entry)
    elif isinstance(node, list):
        for entry in node:
            yield from numbers_of(entry)
    elif isinstance(node, int | float) and not isinstance(node, bool):
        yield str(Fraction(str(node)))


@pytest.mark.parametrize("name", ["starter", "park", "game"])
def test_the_facts_are_those_of_the_json(reports, name):
    found, report = named(reports[name]), reports[name].to_json()
    for finding in report["findings"]:
        rows = [row for row in found["facts"].rows if row[0] == finding["name"]]
        if finding["verdict"] == "not asked":
            assert not rows
            continue
        told = [finding[key] for key in ("margin", "facts", "repair")]
        exact = [row[4] for row in rows if row[3] is not None]
        assert Counter(exact) == Counter(numbers_of(told)), finding["name"]
        assert [row[4] for row in rows if row[1] == "verdict"] == [finding["verdict"]]
    assert Counter(column(found["payoffs"], "exact")) == Counter(numbers_of(report["payoffs"]))
    agreed = [row[3] for row in found["agreements"].rows if row[2] is not None]
    assert Counter(agreed) == Counter(numbers_of(report["negotiated"]))
    checks = found["checks"]
    for finding, says, line in zip(
        report["findings"], column(checks, "says"), column(checks, "line"), strict=True
    ):
        assert (says, line) == (finding["words"]["says"], finding["words"]["line"])


def test_a_payoff_stands_with_its_city(reports):
    rows = {row[:2]: Fraction(row[4]) for row in named(reports["park"])["payoffs"].rows}
    assert rows["Aton", "nucleolus"] == 20  # 60 is gained by any two, and by all
    assert rows["Aton", "alone"] == 0


def test_a_clause_says_of_which_kind_it_is(reports):
    for finding in reports["park"].to_json()["findings"]:
        repair = finding["repair"]
        if repair and "clauses" in repair:
            kinds = [
                row[4]
                for row in named(reports["park"])["facts"].rows
                if row[0] == finding["name"] and row[1] == "repair.clauses.kind"
            ]
            assert kinds == [clause["kind"] for clause in repair["clauses"]]
            return
    pytest.fail("no check of the example has a repair")


def test_switching_values_have_both_ends_of_the_interval_and_what_is_outside(reports):
    table, report = named(reports["park"])["switching_values"], reports["park"]
    assert len(table.rows) == len(report.switching_values) > 0
    for row, one in zip(table.rows, report.switching_values, strict=True):
        told = dict(zip(table.head, row, strict=True))
        assert (told["key"], told["check"], told["becomes"]) == (one.key, one.check, one.becomes)
        assert Fraction(told["before_exact"]) == one.before
        assert (told["low"], told["high"]) == (float(one.low), float(one.high))
        assert told["beyond"] == (None if one.beyond is None else float(one.beyond))


def test_every_number_of_the_file_is_there_with_its_source(reports):
    table = named(reports["starter"])["numbers"]
    inputs = reports["starter"].scenario.quantities()
    assert column(table, "key") == [key for key, _ in inputs]
    assert list(map(Fraction, column(table, "exact"))) == [one.value for _, one in inputs]
    assert set(column(table, "source")) == {"assumed"}
    worths = named(reports["game"])["numbers"]
    assert column(worths, "exact")[2] == "7/10"
    assert column(worths, "source") == ["assumed: an example"] * 7


def test_numbers_come_back_exactly_from_csv_and_from_excel(reports):
    for report in reports.values():
        found = tables(report)
        book = openpyxl.load_workbook(BytesIO(as_workbook(found)))
        assert book.sheetnames == [table.name for table in found]
        for table in found:
            read = list(csv.reader(as_csv(table).decode("utf-8-sig").splitlines(keepends=True)))
            cells = [[cell.value for cell in row] for row in book[table.name].iter_rows()]
            for lines, empty in ((read, ""), (cells, None)):
                assert tuple(lines[0]) == table.head
                for line, row in zip(lines[1:], table.rows, strict=True):
                    for told, cell in zip(line, row, strict=True):
                        if isinstance(cell, float):
                            # openpyxl writes 16 digits; the exact column has them all
                            near = abs(cell) / 10**15 if lines is cells else 0
                            assert abs(float(told) - cell) <= near
                        elif cell is None:
                            assert told == empty
                        else:
                            assert told in (cell, f"'{cell}", None if cell == "" else cell)


def test_a_name_is_never_a_formula(reports):
    payoffs = named(reports["game"])["payoffs"]
    assert "=B()" in column(payoffs, "city")
    text = as_csv(payoffs).decode("utf-8-sig")
    cells = [cell for line in csv.reader(text.splitlines()) for cell in line]
    assert "'=B()" in cells
    assert "<script>" in cells
    assert not [cell for cell in cells if cell[:1] in "=+@" and cell]
    sheet = openpyxl.load_workbook(BytesIO(as_workbook([payoffs])))["payoffs"]
    kinds = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds["=B()"] == "s"
    assert "f" not in kinds.values()
    assert kinds[0.7] == "n"


def test_only_what_is_no_number_gets_an_apostrophe():
    assert cells_of("-3/2", "-1e5", "+1", "-0.5", -2.5) == ["-3/2", "-1e5", "+1", "-0.5", "-2.5"]
    for text in ("-x", "@a", "\t=1", "+1+1", "-1+cmd|' /C calc'!A0", "-1 .. 2", "-1\n", "-١"):
        assert cells_of(text) == [f"'{text}"]


def cells_of(*column):
    table = Table("t", ("a",), tuple((cell,) for cell in column))
    lines = csv.reader(StringIO(as_csv(table).decode("utf-8-sig"), newline=""))
    return [row[0] for row in lines][1:]


def test_a_name_like_a_number_of_a_billion_digits_is_not_calculated():
    begun = time.process_time()
    assert cells_of("-1e300000000") == ["-1e300000000"]
    assert time.process_time() - begun < 20  # it would be minutes, and all memory


def test_the_page_knows_numbers_by_the_same_rule():
    script = (ROOT / "intercity" / "page" / "save.js").read_text(encoding="utf-8")
    found = re.search(r"NUMBER = /\^(.*)\$/;", script)
    assert found is not None
    assert found[1].replace(r"\/", "/") == NUMBER.pattern
    assert "/^[=+@\\t\\r-]/.test(text) && !NUMBER.test(text)" in script


def test_what_excel_cannot_hold_is_written_all_the_same():
    table = Table("t", ("a",), (("a\x07b",), ("x" * 40_000,)))
    sheet = openpyxl.load_workbook(BytesIO(as_workbook([table])))["t"]
    assert sheet["A2"].value == "a\ufffdb"
    assert sheet["A3"].value == "x" * 32_766 + "…"  # no number, were it one


def test_a_frame_is_the_table(reports):
    report = reports["park"]
    for name, table in named(report).items():
        frame = report.to_frame(name)
        assert list(frame.columns) == list(table.head)
        assert len(frame) == len(table.rows)
    facts = report.to_frame()
    gain = facts[(facts.check == "surplus") & (facts.fact == "gain_of_all")]
    assert list(gain.value) == [60.0]
    with pytest.raises(ic.InvalidInput, match="payoffs"):
        report.to_frame("payofs")


def test_a_comparison_has_a_row_for_each_scenario():
    other = GAME.replace("0.7", "1.7")
    found = compare({"now": SHARES, "then": ic.parse_scenario(other)})
    frame = found.to_frame()
    inputs = frame[frame.fact == "input"]
    assert list(map(tuple, inputs[["of", "scenario", "exact"]].itertuples(index=False))) == [
        ('game.worths."<script>"', "now", "7/10"),
        ('game.worths."<script>"', "then", "17/10"),
    ]
    gains = frame[frame.fact == "gain"]
    told = {(row.of, row.scenario): Fraction(row.exact) for row in gains.itertuples()}
    for city, row in found.gains.items():
        assert (told[city, "now"], told[city, "then"]) == row
    verdicts = next(t for t in comparison_tables(found) if t.name == "verdicts")
    assert len(verdicts.rows) == 2 * len(found.verdicts)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GAME)
    return path


def test_check_writes_a_folder_of_csv(call, file, tmp_path):
    told = call("check", file, "--no-ranges", "--csv", tmp_path / "out")
    assert told.code == 0
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["agreements.csv", "checks.csv", "facts.csv", "numbers.csv", "payoffs.csv"]
    assert all(f"{tmp_path / 'out' / name}" in told.out for name in written)
    report = check_up(ic.load_scenario(file), ranges=False)
    for table in tables(report):
        if table.rows:
            assert (tmp_path / "out" / f"{table.name}.csv").read_bytes() == as_csv(table)


def test_check_writes_an_excel_file(call, file, tmp_path):
    told = call("check", file, "--no-ranges", "--xlsx", tmp_path / "r.xlsx")
    assert told.code == 0
    frame = pd.read_excel(tmp_path / "r.xlsx", sheet_name="payoffs")
    shares = frame[frame.payoff == "shapley"]
    assert sum(map(Fraction, map(str, shares.exact))) == 11  # 9 and 2: better in parts than 10


def test_compare_writes_a_folder_of_csv(call, file, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text(file.read_text().replace("0.7", "1.7"))
    told = call("compare", file, other, "--csv", tmp_path / "out")
    assert told.code == 0
    text = (tmp_path / "out" / "inputs.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [(row["scenario"], row["exact"]) for row in rows] == [
        ("mine", "7/10"),
        ("other", "17/10"),
    ]


def test_compare_writes_an_excel_file_of_the_same_tables(call, file, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text(file.read_text().replace("0.7", "1.7"))
    told = call("compare", file, other, "--xlsx", tmp_path / "both.xlsx")
    assert told.code == 0
    assert str(tmp_path / "both.xlsx") in told.out
    sheets = pd.read_excel(tmp_path / "both.xlsx", sheet_name=None)
    assert list(sheets) == ["gains", "verdicts", "clauses", "inputs"]
    inputs = sheets["inputs"]
    assert list(zip(inputs.scenario, inputs.value, inputs.exact, strict=True)) == [
        ("mine", 0.7, "7/10"),
        ("other", 1.7, "17/10"),
    ]
    found = compare({name: ic.load_scenario(p) for name, p in (("mine", file), ("other", other))})
    for city, row in found.gains.items():
        lines = sheets["gains"][sheets["gains"].city == city]
        assert [Fraction(str(x)) for x in lines.exact] == list(row)


@pytest.mark.parametrize(
    "options", [("--xlsx", "both.xls"), ("--xlsx", "both.xlsx", "--csv", "out"), ("--xlsx", ".")]
)
def test_what_compare_cannot_write_is_one_sentence(call, file, options):
    (file.parent / "other.toml").write_text(file.read_text())
    before = sorted(file.parent.iterdir())
    told = call("compare", file, "other.toml", *options, at=file.parent)
    assert (told.code, told.err.count("\n"), told.out) == (2, 1, "")
    assert sorted(file.parent.iterdir()) == before


@pytest.mark.parametrize(
    "options",
    [
        ("--csv", "mine.toml"),
        ("--csv", "missing/folder"),
        ("--xlsx", "r.xls"),
        ("--xlsx", "folder.xlsx"),
        ("--xlsx", "missing/r.xlsx"),
        ("--csv", "out", "--xlsx", "r.xlsx"),
        ("--csv", "out", "--json"),
    ],
)
def test_what_cannot_be_written_is_one_sentence_and_nothing_is_left(call, file, options):
    (file.parent / "folder.xlsx").mkdir()
    before = sorted(path.name for path in file.parent.iterdir())
    told = call("check", file, "--no-ranges", *options, at=file.parent)
    assert told.code == 2
    assert told.err.count("\n") == 1
    assert told.out == ""
    assert sorted(path.name for path in file.parent.iterdir()) == before


def test_without_openpyxl_there_is_one_sentence(file, call, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "openpyxl"]:
        monkeypatch.setitem(sys.modules, name, None)
    told = call("check", file, "--xlsx", file.parent / "r.xlsx")
    assert told.code == 2
    assert told.err.startswith("Excel files need openpyxl: ")


FULL = """
import json, resource, sys
from intercity.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
for arguments in json.loads(sys.argv[1]):
    try:
        main(arguments)
    except SystemExit as left:
        print(left.code, file=sys.stderr)
"""


def test_a_disk_that_fills_leaves_nothing_behind(file):
    """In one process, whose files may have no more than 300 bytes."""
    asked = [
        ["check", "mine.toml", "--no-ranges", "--csv", "out"],
        ["check", "mine.toml", "--no-ranges", "--xlsx", "r.xlsx"],
        ["new", "--spreadsheet", "t.xlsx"],
    ]
    command = [sys.executable, "-B", "-c", FULL, json.dumps(asked)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=file.parent)
    assert told.returncode == 0, told.stderr
    lines = told.stderr.splitlines()
    assert lines[1::2] == ["2"] * len(asked)
    assert len(lines) == 2 * len(asked)
    assert all("too large" in line for line in lines[::2])
    assert [path.name for path in file.parent.iterdir()] == ["mine.toml"]
