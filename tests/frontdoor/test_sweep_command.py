"""``intercity sweep`` and ``intercity numbers`` on the command line, and pictures of a sweep."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import intercity as ic
from games.errors import InvalidInput
from intercity.drawing.page import BLUE, ORANGE
from tests.frontdoor.small_scenarios import quota_for_a_price

pytest.importorskip("pyarrow")

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "examples" / "quzhou_hangzhou" / "scenario.toml"
PRICE, AMOUNT = "compact.transfer.0.price_one_off", "compact.transfer.0.amount"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "quota.toml"
    path.write_text(quota_for_a_price(price=(0, 2, 40), amount=(0, 5, 10)), encoding="utf-8")
    return path


def sweep_of(file, **over):
    return ic.sweep(ic.load_scenario(file), over, checks=["terms"], backend=1)


# Each unit brings the hub 3 and costs the hills 1: both gain at a price from 1 to 3.


def test_it_counts_verdicts_and_is_gone_on_with(file, tmp_path, call):
    asked = ["sweep", file, "--over", f"{PRICE}=0:4:5", "--over", f"{AMOUNT}=5,10"]
    asked += ["--checks", "terms, surplus", "--backend", 1, "-o", tmp_path / "out"]
    told = call(*asked)
    assert (told.code, told.err) == (0, "")
    assert "terms    stands at 6 (60%), fails at 4 (40%)" in told.out
    assert "surplus  stands at 10 (100%)" in told.out
    assert "not proven between them" in told.out
    again = call(*asked)
    assert "0 worked out now" in again.out


def test_it_writes_a_table_of_verdicts_and_pictures(file, tmp_path, call):
    pytest.importorskip("matplotlib")
    points, table = tmp_path / "points.csv", tmp_path / "verdicts.csv"
    points.write_text(f"{PRICE},{AMOUNT}\n0,5\n2,5\n", encoding="utf-8")
    told = call(
        "sweep", file, "--design", points, "--checks", "terms,firms' choice", "--backend", 1,
        "--csv", table, "--pictures", tmp_path / "drawn",
    )  # fmt: skip
    assert (told.code, told.err) == (0, "")
    with table.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    terms = [(row[PRICE], row["verdict"], row["exact"]) for row in rows if row["check"] == "terms"]
    assert terms == [("0.0", "fails", "-5"), ("2.0", "stands", "5")]
    assert {row["verdict"] for row in rows if row["check"] != "terms"} == {"not asked"}
    assert [one.name for one in (tmp_path / "drawn").iterdir()] == ["terms.png"]
    assert (tmp_path / "drawn" / "terms.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--over", "compact.transfer.0.prize=0:4:5"], ["price_one_off"]),
        (["--over", f"{PRICE}=4:0:5"], ["0:4:5"]),
        (["--over", PRICE], ["KEY=low:high:n"]),
        (["--over", f"{PRICE}=0:4:5", "--over", f"{PRICE}=1"], ["twice"]),
        ([], ["--over is missing", "KEY=low:high:n"]),
        (["--over", f"{PRICE}=0:1e999999999:3"], ["digits"]),
        (["--over", f"{PRICE}=0:4:5", "--checks", "trems"], ["terms"]),
        (["--over", f"{PRICE}=0:4:5", "--backend", "many"], ["backend", "tcp://"]),
        (["--over", f"{PRICE}=0:4:5", "--csv", "table.txt"], [".csv"]),
        (["--over", f"{PRICE}=0:4:5", "-o", "/dev/null/here"], ["/dev/null/here"]),
        (["--design", "nowhere.csv"], ["nowhere.csv", "exists"]),
        (["--over", f"{PRICE}=0:4:5", "--design", "gird"], ["grid"]),
    ],
    ids=str,
)
def test_what_is_wrong_is_one_sentence_and_code_2(file, call, arguments, words):
    told = call("sweep", file, *arguments)
    assert told.code == 2
    assert told.out == ""
    assert told.err.count("\n") == 1
    for word in words:
        assert word in told.err


def test_without_its_packages_it_says_what_to_install(file, call, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    told = call("sweep", file, "--over", f"{PRICE}=0:4:5")
    assert told.code == 2
    assert "pip install pandas pyarrow openpyxl joblib scipy" in told.err
    for name, backend in (("joblib", 2), ("distributed", "tcp://127.0.0.1:8786")):
        monkeypatch.undo()
        monkeypatch.setitem(sys.modules, name, None)
        told = call("sweep", file, "--over", f"{PRICE}=0:4:5", "--backend", backend)
        assert told.code == 2
        assert "needs" in told.err
        assert name in told.err.partition("pip install ")[2].split()


def test_numbers_lists_every_key_with_value_range_and_source(call):
    told = call("numbers", MAIN)
    assert told.code == 0
    head, *lines = told.out.splitlines()
    quantities = ic.load_scenario(MAIN).quantities()
    assert len(lines) == len(quantities) == 94
    for (key, one), line in zip(quantities, lines, strict=True):
        assert line.split()[0] == key
        assert (one.src or "") in line[head.index("source") :]
    (rent,) = [line for line in lines if line.startswith("project.rent ")]
    assert rent.split()[1:5] == ["0.18", "0", "to", "0.36"]


def test_numbers_says_where_there_are_none(call):
    told = call("numbers", ROOT / "examples" / "tva" / "scenario.toml")
    assert told.code == 0
    assert "[game]" in told.out


# ------------------------------------------------------------------------------- pictures


def named(figure, gid):
    return [one for one in figure.findobj() if one.get_gid() == gid]


@pytest.fixture
def plots():
    return pytest.importorskip("matplotlib")


def test_each_point_of_a_grid_has_the_colour_of_its_verdict(file, plots):
    found = sweep_of(file, **{PRICE: "0:4:9", AMOUNT: [5, 10]})
    figure = found.phase_diagram("terms")
    (cells,) = named(figure, "verdicts")
    colours = [
        plots.colors.to_hex(colour) for colour in cells.to_rgba(cells.get_array()).reshape(-1, 4)
    ]
    stands = [1 <= k / 2 <= 3 for k in range(9)]
    assert colours == [(BLUE if one else ORANGE).lower() for one in stands] * 2
    (cross,) = named(figure, "own")
    assert (*cross.get_xdata(), *cross.get_ydata()) == (2, 5)
    (title,) = named(figure, "title")
    assert "56%" in title.get_text()  # 5 of 9


def test_points_on_no_grid_are_dots_at_their_numbers(file, plots):
    scenario = ic.load_scenario(file)
    over = {PRICE: "0:4:8", AMOUNT: "1:10:8"}
    found = ic.sweep(scenario, over, design="sobol", checks=["terms"], backend=1)
    figure = found.phase_diagram("terms")
    for verdict, inside in (("stands", True), ("fails", False)):
        (dots,) = named(figure, verdict)
        drawn = {(x, y) for x, y in dots.get_offsets().tolist()}
        points = {tuple(map(float, p)) for p in found.design.points if (1 <= p[0] <= 3) is inside}
        assert drawn == points


def test_of_one_number_the_margin_stands_over_it(file, plots):
    figure = sweep_of(file, **{PRICE: "0:4:5"}).phase_diagram("terms")
    (line,) = named(figure, "margin")
    # The one who gains less gains 5 (p - 1) or 5 (3 - p).
    assert dict(zip(*line.get_data(), strict=True)) == {0: -5, 1: 0, 2: 5, 3: 0, 4: -5}
    assert [len(named(figure, verdict)) for verdict in ("stands", "fails")] == [3, 2]


def test_what_is_not_drawn_is_said(file, plots):
    found = sweep_of(file, **{PRICE: [2], AMOUNT: [5], "time.interest": [0]})
    with pytest.raises(InvalidInput, match="one number or two"):
        found.phase_diagram("terms")
    with pytest.raises(InvalidInput, match="terms"):
        found.phase_diagram("hold-up")
