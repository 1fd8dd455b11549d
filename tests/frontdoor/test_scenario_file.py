"""Scenario files: exact numbers with provenance, one moved at a time, and a schema for editors."""

from __future__ import annotations

import json
import pickle
import tomllib
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.errors import InvalidInput
from intercity.checkup.check_up import check_up
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import json_schema, load_scenario, parse_scenario

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(ROOT.glob("examples/*/scenario.toml"))
STARTER = ROOT / "intercity" / "starter.toml"
QUZHOU = ROOT / "examples" / "quzhou_hangzhou" / "scenario.toml"
FILES = pytest.mark.parametrize("file", [*EXAMPLES, STARTER], ids=lambda file: file.parent.name)


@FILES
def test_every_example_loads_and_fits_the_schema(file: Path) -> None:
    scenario = load_scenario(file)
    assert scenario.path == file
    jsonschema.Draft202012Validator(json_schema()).validate(tomllib.loads(file.read_text("utf-8")))


def test_the_schema_is_a_schema_and_every_key_is_described() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    json.dumps(schema, allow_nan=False)
    tables = [schema, *schema["$defs"].values()]
    keys = [
        (table["title"], key, field)
        for table in tables
        for key, field in table.get("properties", {}).items()
    ]
    assert len(keys) > 90
    assert not [(table, key) for table, key, field in keys if not field.get("description")]
    assert "from" in schema["$defs"]["Transfer"]["properties"]


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        ("tax_per_mu  = { v = 0.40, low = 0.30, high = 0.50 }", "tax_per_mu = 0.4"),
        ("horizon  = { v = 20,   low = 10,   high = 30 }", "horizon = { v = 20 }"),
        ("horizon  = { v = 20,   low = 10,   high = 30 }", 'horizon = { v = 2.5, src = "X" }'),
        ('kind = "tradable"', 'kind = "tradeable"'),
        ('money  = "million yuan per year"', "monney = 3"),
        ("owned.Uplands = { v = 250,", "owned.Uplands = { v = -250,"),
        ("local_share = { v = 0.40, low = 0.30, high = 0.50 }", "# no local share"),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses_too(found: str, wrong: str) -> None:
    text = STARTER.read_text("utf-8")
    assert found in text
    text = text.replace(found, wrong, 1)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(json_schema()).validate(tomllib.loads(text))
    with pytest.raises(ScenarioError):
        parse_scenario(text)


def test_the_numbers_of_the_main_example_and_where_they_come_from() -> None:
    found = dict(load_scenario(QUZHOU).quantities())
    assert len(found) == 94
    assert sum(quantity.sourced for quantity in found.values()) == 12
    rate = found["project.return_rate.Hangzhou.Quzhou"]
    assert (rate.value, rate.low, rate.high) == (Fraction(3, 10), Fraction(1, 10), Fraction(9, 20))
    assert found["platforms.hai_chuang.cost_one_off"].src == "CYD2017"
    assert found["time.horizon"].whole
    assert not found["time.interest"].whole


@FILES
def test_numbers_come_in_the_order_of_the_file_and_each_exactly_once(file: Path) -> None:
    document = tomllib.loads(file.read_text("utf-8"), parse_float=Fraction)

    def numbers(node: object) -> list[Fraction]:
        if isinstance(node, dict) and "v" in node:
            return [Fraction(node["v"])]
        children = node.values() if isinstance(node, dict) else node
        if not isinstance(node, dict | list):
            return []
        return [number for child in children for number in numbers(child)]

    assert [q.value for _, q in load_scenario(file).quantities()] == numbers(document)


@FILES
def test_moving_a_number_moves_that_number_and_no_other(file: Path) -> None:
    scenario = load_scenario(file)
    before = dict(scenario.quantities())
    for key, quantity in before.items():
        target = quantity.high if quantity.high is not None else quantity.value / 2
        moved = scenario.moved({key: target})
        after = dict(moved.quantities())
        assert after.pop(key).value == target
        assert after == {other: q for other, q in before.items() if other != key}
        assert moved.path == file
    assert dict(scenario.quantities()) == before, "the original stays as it was"


def test_a_moved_number_is_seen_where_the_model_reads_it() -> None:
    scenario = load_scenario(QUZHOU)
    moved = scenario.moved({"compact.refund.0.share": Fraction(1, 4)})
    assert moved.compact is not None
    assert scenario.compact is not None
    assert moved.compact.refund[0].share.value == Fraction(1, 4)
    assert scenario.compact.refund[0].share.value == Fraction(1, 2)


def test_a_number_cannot_be_moved_to_what_it_cannot_be() -> None:
    scenario = load_scenario(QUZHOU)
    for key, value in [
        ("time.horizon", Fraction(41, 2)),
        ("resources.quota.owned.Quzhou", Fraction(-1)),
        ("project.local_share", Fraction(11, 10)),
        ("cities.Quzhou.discount", Fraction(1)),
    ]:
        with pytest.raises(InvalidInput, match=key):
            scenario.moved({key: value})
    with pytest.raises(InvalidInput, match=r"time\.horizon"):
        scenario.moved({"time.horizn": Fraction(3)})


def test_scenarios_are_frozen() -> None:
    scenario = load_scenario(STARTER)
    with pytest.raises(ValueError, match="frozen"):
        scenario.title = "another"  # type: ignore[misc]


@given(st.decimals(min_value="-1e20", max_value="1e20", allow_nan=False, places=12))
def test_decimals_are_read_exactly(number: object) -> None:
    text = f"{number:f}"
    scenario = parse_scenario(
        'format = 1\ntitle = "x"\n[game]\nsense = "gain"\nassumed = "x"\n'
        f"worths = {{ A = {text} }}\n"
    )
    assert scenario.game is not None
    assert scenario.game.worths["A"] == Fraction(text)


def test_names_need_not_be_plain() -> None:
    scenario = parse_scenario(
        'format = 1\ntitle = "x"\n["cities"."St. Louis"]\ntenure = { v = 4, low = 2, high = 8 }\n'
        '[cities."上海"]\ndiscount = { v = 0.9, low = 0.8, high = 0.95 }\n'
    )
    assert scenario.players == ("St. Louis", "上海")
    keys = [key for key, _ in scenario.quantities()]
    assert keys == ['cities."St. Louis".tenure', "cities.上海.discount"]
    moved = scenario.moved({keys[0]: Fraction(5)}).cities["St. Louis"].tenure
    assert moved is not None
    assert moved.value == 5


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_bytes(b"\xef\xbb\xbf" + STARTER.read_bytes())
    assert load_scenario(file).players == ("Harbour", "Uplands")


def test_the_given_tables_are_the_published_ones() -> None:
    skane = load_scenario(ROOT / "examples" / "skane" / "scenario.toml")
    tva = load_scenario(ROOT / "examples" / "tva" / "scenario.toml")
    assert skane.game is not None
    assert tva.game is not None
    assert len(skane.game.worths) == 63
    assert len(tva.game.worths) == 7
    # Young, Okada and Hashimoto (1979), what each group pays alone, and at the margin
    alone = ["21.95", "17.08", "10.91", "15.88", "20.81", "21.98"]
    margin = ["17.36", "9.85", "0.82", "6.4", "12.9", "14.06"]
    worths = {frozenset(key.split(", ")): cost for key, cost in skane.game.worths.items()}
    everybody = frozenset(skane.players)
    for group, single, last in zip(skane.players, alone, margin, strict=True):
        assert worths[frozenset([group])] == Fraction(single)
        # the table rounds: 12.9 for M, where its own costs give 12.89
        assert abs(worths[everybody] - worths[everybody - {group}] - Fraction(last)) <= Fraction(
            "0.01"
        )
    assert tva.game.worths["navigation, flood control, power"] == 412584


@pytest.mark.parametrize(
    "key",
    [
        *("white_space", "zone", "weekend_engineers", "claims", "industries", "point_hub"),
        *("meetings", "broker", "corridor", "firm_offers"),
    ],
)
def test_the_tables_of_the_manual_can_be_checked(key: str) -> None:
    page = (ROOT / "docs" / "scenario.md").read_text("utf-8")
    table = next(one for one in page.split("```toml\n") if one.startswith(f"[{key}]"))
    head = 'format = 1\ntitle = "manual"\ncities = { Harbour = {}, Uplands = {} }\n'
    report = check_up(parse_scenario(head + table.split("```")[0]), ranges=False)
    assert {"stands", "fails"} & {one.verdict for one in report.findings}
    assert not report.warnings


def test_a_scenario_is_the_same_after_a_pickle():
    """Its class is made for the tables of its file, and is found again in another process."""
    two = 'format = 1\ntitle = "Two"\n[cities.A]\n[cities.B]\n'
    plain, corridor = parse_scenario(two), load_scenario(ROOT / "examples/corridor/scenario.toml")
    for scenario in (plain, corridor):
        again = pickle.loads(pickle.dumps(scenario))
        assert again == scenario
        assert type(again) is type(scenario)
        assert again.origin == scenario.origin
    assert corridor.has("corridor")
    assert not plain.has("corridor")


def test_a_path_is_no_text_of_a_scenario():
    with pytest.raises(InvalidInput, match="what the file holds: load_scenario reads it"):
        parse_scenario("region.toml")
