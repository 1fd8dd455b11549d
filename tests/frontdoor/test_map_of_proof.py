"""What is proven on boxes is right at the points in them, and a changed proof is refused."""

import json
import random
import re
from dataclasses import replace
from fractions import Fraction

import pytest

from games import InvalidInput
from intercity import (
    check_up,
    load_scenario,
    parse_scenario,
    proof_map,
    robustness,
    verify_report,
)
from intercity.checkup.robustness import radius_of, verified
from intercity.checkup.sensitivity import movable
from intercity.checkup.turning_moves import verdict_at
from intercity.cli import main
from intercity.findings.robustness import Robustness, TurningMoves
from intercity.map_of_proof import proof_map as proof_maps
from intercity.map_of_proof.proof_map import MapBox, ProofMap
from intercity.map_of_proof.verdict_on_box import COVERED, ScenarioBox, cells_on_box
from intercity.proofs import Recorder, Unverified
from intercity.region import effort
from intercity.report.together import together
from solvers.enclosure.box import Cell
from solvers.highs import without_solvers
from tests.frontdoor.small_scenarios import quota_scenario
from tests.frontdoor.starter import EXAMPLES, NONE_RETURNS
from tests.properties.strategies import NIGHTLY

LAND = """
format = 1
title = "Land for a plant"
cities = {{ Hangzhou = {{}}, Quzhou = {{}} }}
[time]
horizon = {{ v = 20, low = 18, high = 22 }}
interest = {{ v = 0.05, src = "x" }}
[sources]
x = "an example"
[resources.quota]
kind = "tradable"
owned.Quzhou = {{ v = 100, low = 50, high = 200 }}
{more}
[[activities]]
name = "plant"
sites = ["Hangzhou"]
uses = [{{ resource = "quota" }}]
values = [{{ city = "Hangzhou", kind = "cash", amount = {{ v = 3, low = 1, high = 6 }} }}]
[[activities]]
name = "farm"
sites = ["Quzhou"]
uses = [{{ resource = "quota" }}]
values = [{{ city = "Quzhou", kind = "cash", amount = {{ v = 2, low = 1, high = 3 }} }}]
"""
PLANT, FARM = "activities.0.values.0.amount", "activities.1.values.0.amount"
IDLE = 'owned.Hangzhou = { v = 0, src = "x" }\n[resources.sand]\nkind = "bound"\n'
IDLE += "owned.Hangzhou = { v = 7, low = 1, high = 9 }"
POINTS = 400 if NIGHTLY else 20


def land(more=""):
    return parse_scenario(LAND.format(more=more))


@pytest.mark.parametrize(
    ("example", "pairs", "seed"),
    [
        ("jing_jin_ji", 20 if NIGHTLY else 3, 1),
        ("three_city_park", 20 if NIGHTLY else 1, 2),
        *([("quzhou_hangzhou", 20, 3)] if NIGHTLY else []),
    ],
)
def test_verdicts_at_points_are_those_of_the_map(example, pairs, seed):
    scenario, draw = load_scenario(f"examples/{example}/scenario.toml"), random.Random(seed)
    ranged = [
        key
        for key in movable(scenario)
        if scenario.quantity(key).low != scenario.quantity(key).high
    ]
    asked = [check for check in COVERED if verdict_at(scenario, check, {})]
    settled = 0
    for _ in range(pairs):
        keys = draw.sample(ranged, 2)
        for check in asked if NIGHTLY else draw.sample(asked, min(4, len(asked))):
            found = proof_map(scenario, *keys, check=check, most_boxes=64 if NIGHTLY else 3)
            for _ in range(POINTS):
                point = [
                    low + (high - low) * Fraction(draw.randint(0, 40), 40)
                    for low, high in found.ranges
                ]
                if any(
                    scenario.quantity(key).whole and x.denominator > 1
                    for key, x in zip(keys, point, strict=True)
                ):
                    continue
                proven = found.at(*point)
                if proven is not None:
                    settled += 1
                    moves = dict(zip(keys, point, strict=True))
                    assert verdict_at(scenario, check, moves) == proven, (check, moves)
    assert settled > pairs * POINTS


KEPT = (EXAMPLES / "quzhou_hangzhou" / "scenario.toml").read_text("utf-8")
OFFERS = [
    (True, "resources.quota.exchange.sell_one_off", "province.grant", {"", "fails"}),
    (False, "build.Hangzhou", "resources.quota.owned.Jinhua", {"stands"}),
]


@pytest.mark.parametrize(("free", "one", "other", "verdicts"), OFFERS)
def test_offers_of_outsiders_are_settled_where_the_law_limits_money(free, one, other, verdicts):
    scenario = parse_scenario(re.sub("(?m)^consent.*$", "", KEPT) if free else KEPT)
    found = proof_map(scenario, one, other, check="outside offers", most_boxes=6)
    assert {verdict for verdict, share in found.shares.items() if share} == verdicts
    assert found.open < Fraction(1, 100)
    draw = random.Random(one)
    for _ in range(1000 if NIGHTLY else 8):
        point = [low + (high - low) * Fraction(draw.randint(0, 97), 97)
                 for low, high in found.ranges]  # fmt: skip
        moves = dict(zip((one, other), point, strict=True))
        proven = found.at(*point)
        assert proven is None or verdict_at(scenario, "outside offers", moves) == proven, moves
    told = json.loads(json.dumps(found.to_json()))
    ProofMap.from_json(told).verify(scenario)
    for box in told["boxes"]:
        for hint in box["hints"].values():
            if hint and "rows" in hint:
                hint["rows"] = hint["columns"] = []
    with pytest.raises(Unverified):
        ProofMap.from_json(told).verify(scenario)


def test_a_verdict_that_turns_on_a_line_is_settled_on_both_sides():
    found = proof_map(land(), PLANT, FARM, check="surplus")
    # The plant must bring more than the farm: in the square [1, 6] x [1, 3] that is 1 - 2/10.
    assert found.shares == {"fails": Fraction(1, 5), "stands": Fraction(4, 5)}
    assert found.open == 0
    assert "OPEN        none of it" in str(found)


def test_components_are_looked_at_one_by_one():
    """Two pairs of cities with nothing in common: both plants must bring more than the farms, 2."""
    pair = LAND.format(more="").split("[resources.quota]")[1]
    for one, other in (("quota", "sand"), ("Hangzhou", "Ningbo"), ("Quzhou", "Lishui"),
                       ('"plant"', '"kiln"'), ('"farm"', '"wood"')):  # fmt: skip
        pair = pair.replace(one, other)
    text = LAND.format(more="").replace("Quzhou = {} }", "Quzhou = {}, Ningbo = {}, Lishui = {} }")
    scenario = parse_scenario(text + "[resources.sand]" + pair)
    other = "activities.2.values.0.amount"
    found = proof_map(scenario, PLANT, other, check="surplus")
    assert found.shares == {"stands": Fraction(16, 25), "fails": Fraction(9, 25)}
    assert verdict_at(scenario, "surplus", {PLANT: Fraction(3), other: Fraction(1)}) == "fails"
    assert proof_map(scenario, PLANT, other, check="all together").shares == {"stands": 1}


POOL = """
format = 1
title = "Firms that nobody owns"
cities = {{ A = {{}}, B = {{}} }}
[resources.firms]
kind = "common"
amount = {{ v = 30, low = 20, high = 60 }}
conjecture = "{conjecture}"
[[activities]]
name = "a plant in A"
sites = ["A"]
limit = {{ v = 20, low = 10, high = 30 }}
uses = [{{ resource = "firms" }}]
values = [{{ city = "A", kind = "cash", amount = {{ v = 3, low = 2, high = 5 }} }}]
[[activities]]
name = "a plant in B"
sites = ["B"]
limit = {{ v = 20, low = 10, high = 30 }}
uses = [{{ resource = "firms" }}]
values = [{{ city = "B", kind = "cash", amount = {{ v = 1, low = 1, high = 1.5 }} }}]
"""


@pytest.mark.parametrize(("conjecture", "stands"), [("race", Fraction(1, 2)), ("stay_home", 0)])
def test_a_common_pool_is_shared_as_its_conjecture_has_it(conjecture, stands):
    """Below 40 firms A and B gain together if each alone has half of them; not if it has all."""
    scenario = parse_scenario(POOL.format(conjecture=conjecture))
    keys = "resources.firms.amount", PLANT
    found = proof_map(scenario, *keys, check="surplus")
    assert stands - Fraction(1, 1000) <= found.shares.get("stands", 0) <= stands
    assert found.open <= Fraction(1, 1000)
    for firms in (25, 55):
        moves = dict(zip(keys, (Fraction(firms), Fraction(4)), strict=True))
        assert verdict_at(scenario, "surplus", moves) == found.at(firms, 4)
    together = proof_map(scenario, *keys, check="all together")
    assert together.at(25, 4) == verdict_at(scenario, "all together", {keys[0]: Fraction(25)})


def test_of_a_pool_that_outsiders_draw_on_first_nothing_is_said():
    scenario = parse_scenario(POOL.format(conjecture="residual"))
    assert proof_map(scenario, "resources.firms.amount", PLANT, check="surplus").open == 1


def test_what_is_open_is_said_of_open_boxes_and_never_rounded_away():
    whole = proof_map(land(), PLANT, FARM, check="surplus")
    box = whole.boxes[0]
    lost = replace(whole, boxes=(replace(box, cells=()), *whole.boxes[1:]))
    assert lost.open > 0
    assert f"in 1 of {len(whole.boxes)} box" in str(lost)
    assert "none of it" not in str(lost)


def test_of_checks_that_boxes_do_not_cover_nothing_is_said_to_be_proven():
    found = Robustness(3, {}, ("zone",), {}, None, {})
    assert together(land(), found).startswith("nothing is said of 1 verdict")
    told = together(land(), found, with_left_out=True)
    assert told == "of zone nothing is said: no such proof is made"


def test_why_nothing_is_said_of_a_check_is_said():
    found = Robustness(3, {}, ("the park", "zone", "surplus"), {}, None, {})
    told = together(land(), found, with_left_out=True)
    park, zone, surplus = told.split("; ")
    assert (
        park
        == "of the park nothing is said: proofs are made of two numbers at a time (intercity map)"
    )
    assert zone == "of zone nothing is said: no such proof is made"
    assert surplus == "of surplus nothing is said: no proof was found"
    assert together(land(), found).endswith("no such proof is made of 2, and of 1 none was found")


@pytest.fixture(scope="module")
def on_an_edge():
    """At a price of 1 the hills, to which a unit brings 1 itself, gain nothing; other checks do."""
    scenario = quota_scenario(worth_in_hub=(2, 3, 4), price=(0.8, 1, 2))
    return scenario, robustness(scenario)


def test_one_verdict_on_a_knife_edge_is_left_out_alone_and_said(on_an_edge):
    scenario, found = on_an_edge
    assert {"terms", "outside offers"} == set(found.edges)
    assert {"surplus", "all together", "consistency"} == set(found.told) == set(found.parts)
    assert found.proven > Fraction(1, 2)
    for check, one in found.edges.items():
        assert one.part < Fraction(1, 512)
        assert verdict_at(scenario, check, one.moves) == one.becomes == "fails"
    told = together(scenario, found)
    assert told.startswith("proven: no verdict on surplus, all together and consistency turns")
    assert "on a knife-edge, and left out: " in told
    assert "terms (the price of quota from Hills to Hub 0.99" in told


def test_a_knife_edge_is_worked_out_again_and_a_false_one_refused(on_an_edge):
    scenario, found = on_an_edge
    written = json.dumps(found.to_json())
    assert verified(scenario, Robustness.from_json(json.loads(written))) > len(found.parts)
    assert Robustness.from_json(json.loads(written)) == found

    def far(edges):
        edges["terms"]["moves"] = {"compact.transfer.0.price_one_off": {"exact": "9/10"}}
        edges["terms"]["part"] = {"exact": "1/2"}

    def not_there(edges):
        edges["terms"]["moves"] = {"compact.transfer.0.price_one_off": {"exact": "100001/100000"}}
        edges["terms"]["part"] = {"exact": "1/100000"}

    def of_another(edges):
        edges["surplus"] = edges.pop("terms")

    for change in (far, not_there, of_another):
        changed = json.loads(written)
        change(changed["edges"])
        with pytest.raises(Unverified):
            verified(scenario, Robustness.from_json(changed))


@pytest.mark.parametrize("edge", [True, False])
def test_what_turns_no_verdict_that_is_told_is_refused(on_an_edge, edge):
    """Surplus stands whatever the price, which is told as an example that turns it."""
    scenario, found = on_an_edge
    price = "compact.transfer.0.price_one_off"
    moves = {} if edge else {price: scenario.quantity(price).high}
    recorder = Recorder()
    becomes = verdict_at(scenario, "surplus", moves, recorder)
    assert becomes == found.verdicts["surplus"]
    never = TurningMoves("surplus", becomes, Fraction(0 if edge else 1), moves, recorder)
    others = replace(
        found,
        verdicts={check: one for check, one in found.verdicts.items() if check != "surplus"},
        parts={check: one for check, one in found.parts.items() if check != "surplus"},
    )
    assert verified(scenario, others)
    edges = {**found.edges, "surplus": never}
    forged = replace(others, edges=edges) if edge else replace(others, turned=never)
    with pytest.raises(Unverified):
        verified(scenario, forged)


def test_more_whole_numbers_than_can_be_looked_at_are_refused_at_once():
    wide = LAND.format(more="").replace("low = 18, high = 22", "low = 1, high = 400")
    with pytest.raises(InvalidInput, match="number of values of the two numbers is 400"):
        proof_map(parse_scenario(wide), "time.horizon", PLANT, check="surplus")


def test_numbers_that_stay_whole_are_looked_at_one_by_one():
    found = proof_map(land(), "time.horizon", FARM, check="surplus")
    assert found.at(19, 2) == "stands"
    assert len(found.boxes) == 5
    found.verify(land())


@pytest.fixture(scope="module")
def stored():
    return json.dumps(proof_map(land(), PLANT, FARM, check="surplus").to_json())


def altered(stored, change):
    told = json.loads(stored)
    change(told)
    return told


def test_a_stored_map_is_worked_out_again(stored):
    ProofMap.from_json(json.loads(stored)).verify(land())


def swap(told):
    cells = told["boxes"][0]["cells"]
    for cell in cells:
        cell["verdict"] = {"stands": "fails", "fails": "stands"}.get(cell["verdict"])
    told["shares"] = {"fails": told["shares"]["stands"], "stands": told["shares"]["fails"]}


def drop_hints(told):
    for box in told["boxes"]:
        box["hints"] = {}


def other_basis(told):
    for box in told["boxes"]:
        for hint in box["hints"].values():
            hint.get("plan", hint)["columns"] = []
            hint.get("plan", hint)["rows"] = []


@pytest.mark.parametrize(
    "change",
    [
        swap,
        drop_hints,
        other_basis,
        lambda told: told.update(open="1/2"),
        lambda told: told.update(check="terms"),
        lambda told: told["boxes"].clear(),
        lambda told: told["boxes"].append(told["boxes"][0]),
        lambda told: told["ranges"][0].__setitem__(1, "7"),
        lambda told: told.pop("keys"),
    ],
)
def test_an_altered_map_is_refused(stored, change):
    with pytest.raises(Unverified):
        ProofMap.from_json(altered(stored, change)).verify(land())


@pytest.mark.parametrize(
    ("keys", "check", "named"),
    [
        ((PLANT, "resources.quota.owned.Quzho"), "surplus", "resources.quota.owned.Quzhou"),
        ((PLANT, "time.interest"), "surplus", "sourced"),
        ((PLANT, PLANT), "surplus", "another than the first"),
        ((PLANT, FARM), "surplu", "surplus"),
        ((PLANT, FARM), "truce clubs", "one of"),
    ],
)
def test_wrong_keys_are_named(keys, check, named):
    with pytest.raises(InvalidInput, match=named):
        proof_map(land(), *keys, check=check)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"enough": -1}, "from 0 to 1"),
        ({"progress": 3}, "progress"),
        ({"most_boxes": 0}, "number of boxes"),
        ({"check": None}, "the check of a map is None"),
    ],
)
def test_wrong_wishes_are_named(wrong, named):
    with pytest.raises(InvalidInput, match=named):
        proof_map(land(), PLANT, FARM, **{"check": "surplus", **wrong})


def test_a_number_that_is_only_printed_beside_results_has_no_map():
    text = LAND.format(more="")
    text += "[benchmarks]\nfixed_return = { v = 0.1, low = 0, high = 1 }"
    with pytest.raises(InvalidInput, match="one that results rest on"):
        proof_map(parse_scenario(text), "benchmarks.fixed_return", FARM, check="surplus")


def test_a_map_of_another_scenario_is_not_proven():
    found = proof_map(land(), PLANT, FARM, check="surplus")
    for other in (land().moved({PLANT: 4}), load_scenario("examples/jing_jin_ji/scenario.toml")):
        with pytest.raises(Unverified, match="of other numbers"):
            found.verify(other)
    with pytest.raises(InvalidInput, match="subject of verify"):
        found.verify("land.toml")


@pytest.mark.parametrize("most_boxes", [1, 12])
def test_where_the_centre_of_a_box_is_not_on_the_path_no_worth_is_asked_for_there(most_boxes):
    """A use is below 0 at the centre, though at no point of the path: it ended in a TypeError.

    Or nothing can be carried out there: it ended in a ValueError.
    """
    keys = "project.plant_mu", "project.plant_quota"
    found = proof_map(parse_scenario(KEPT), *keys, check="outside offers", most_boxes=most_boxes)
    found.verify(parse_scenario(KEPT))
    assert found.boxes


def test_a_range_of_one_point_is_no_range():
    text = LAND.format(more="").replace(
        "{ v = 3, low = 1, high = 6 }", "{ v = 3, low = 3, high = 3 }"
    )
    with pytest.raises(InvalidInput, match="wider"):
        proof_map(parse_scenario(text), PLANT, FARM, check="surplus")


def test_one_number_in_all_of_its_range_is_proven_before_any_look():
    owned = "resources.quota.owned.Quzhou"
    sides = {owned: (Fraction(50), Fraction(200))}
    cells, box = cells_on_box(land(), sides, "surplus")
    assert {cell.found for cell in cells} == {"stands"}
    with without_solvers():
        assert cells_on_box(land(), sides, "surplus", hints=box.hints)[0] == cells
    cells, _ = cells_on_box(land(), {PLANT: (Fraction(1), Fraction(6))}, "surplus")
    assert {cell.found for cell in cells} == {"stands", "fails"}


def test_what_is_worked_out_for_one_check_changes_no_other():
    scenario = parse_scenario(NONE_RETURNS)
    sides = {}
    for key in movable(scenario):
        number = scenario.quantity(key)
        if not number.whole and number.low < number.high:
            low, high = (number.value + (end - number.value) / 40
                         for end in (number.low, number.high))  # fmt: skip
            sides[key] = low, high
    together, given = ScenarioBox(scenario, sides), {}
    for check in ("double effect", "terms", "outside offers"):
        apart, box = cells_on_box(scenario, sides, check)
        found = together.cells(check)
        assert [cell.found for cell in found] == [cell.found for cell in apart]
        assert len(found) > 1
        assert together.box.hints.keys() == box.hints.keys()
        assert (together.box.steps, len(together.box.seen)) == (box.steps, len(box.seen))
        given |= together.box.hints
    with without_solvers():
        again, _ = cells_on_box(scenario, sides, check, hints=given)
    assert [cell.found for cell in again] == [cell.found for cell in found]


def test_the_radius_encloses_the_break_even():
    # 3 - 2 r against 2 + r: all numbers together turn the verdict at r = 1/3.
    found = robustness(land())
    assert found.turned is not None
    assert Fraction(1, 6) < found.proven < Fraction(1, 3) <= found.turned.part < Fraction(7, 20)
    assert verdict_at(land(), found.turned.check, found.turned.moves) == found.turned.becomes


def test_the_radius_ends_where_a_number_that_stays_whole_has_too_many_values():
    # From 0.3 of its range on, the horizon may be any of seven years or more.
    text = LAND.format(more="").replace("low = 18, high = 22", "low = 10, high = 30")
    text = text.replace("low = 1, high = 6", "low = 2, high = 6")
    found = robustness(parse_scenario(text))
    assert found.parts == dict.fromkeys(found.verdicts, Fraction(4915, 2**14))
    assert verified(parse_scenario(text), found) > len(found.parts)


@pytest.fixture(scope="module")
def jing_jin_ji():
    scenario = load_scenario("examples/jing_jin_ji/scenario.toml")
    return scenario, robustness(scenario)


def test_a_box_that_is_halved_is_worked_out_again_and_a_changed_half_refused(jing_jin_ji):
    scenario, found = jing_jin_ji
    told = json.dumps(found.to_json())
    assert verified(scenario, Robustness.from_json(json.loads(told))) > len(found.parts)

    def other_key(box):
        box["halved"] = "time.interest"

    def same_half_twice(box):
        box["halves"][0] = box["halves"][1]

    def one_half(box):
        box.update(box["halves"][0])
        del box["halved"], box["halves"]

    for change in (other_key, same_half_twice, one_half):
        changed = json.loads(told)
        (box,) = changed["hints"]["terms"]
        change(box)
        with pytest.raises(Unverified):
            verified(scenario, Robustness.from_json(changed))


def test_within_the_radius_no_scenario_that_is_drawn_turns_a_verdict(jing_jin_ji):
    (scenario, found), draw = jing_jin_ji, random.Random(4)
    assert found.parts.keys() == found.verdicts.keys()
    for _ in range(POINTS // 2):
        for check, part in found.parts.items():
            moves = {}
            for key in movable(scenario):
                number = scenario.quantity(key)
                end = draw.choice([number.low, number.high])
                far = part * draw.choice([Fraction(1), Fraction(draw.randint(0, 9), 9)])
                if not number.whole:  # none is within so small a part of its range
                    moves[key] = number.value + far * (end - number.value)
            assert verdict_at(scenario, check, moves) == found.verdicts[check], (check, moves)


def test_the_example_is_not_much_farther_than_its_numbers_turn_the_verdict(jing_jin_ji):
    scenario, found = jing_jin_ji
    nearer = {}
    for key, there in found.turned.moves.items():
        here = scenario.quantity(key).value
        nearer[key] = here + (there - here) * Fraction(9, 10)
    check = found.turned.check
    assert verdict_at(scenario, check, found.turned.moves) == found.turned.becomes
    assert verdict_at(scenario, check, nearer) == found.verdicts[check]


def test_what_one_number_turns_bounds_the_radius():
    """With the farm known to bring 2, the plant turns the verdict alone: from 3 half-way to 1."""
    farm = "{ v = 2, low = 1, high = 3 }"
    report = check_up(parse_scenario(LAND.format(more="").replace(farm, "{ v = 2, src = 'x' }")))
    (alone,) = [one for one in report.switching_values if one.check == "surplus"]
    found = report.robustness
    assert found.turned.moves.keys() == {PLANT} == {alone.key}
    assert Fraction(1, 4) < found.proven < Fraction(1, 2) <= found.turned.part
    assert found.turned.part <= (3 - alone.after) / 2


def test_a_number_that_nothing_depends_on_changes_no_radius():
    with_it, without = robustness(land(IDLE)), robustness(land())
    assert with_it.numbers == without.numbers + 1
    assert with_it.proven == without.proven


def test_a_stored_radius_is_worked_out_again_and_a_larger_one_refused():
    told = json.loads(json.dumps(robustness(land()).to_json()))
    assert verified(land(), Robustness.from_json(told)) >= 2
    told["turned"] = None
    for larger in (Fraction(33, 100), Fraction(1), Fraction(2)):
        told["parts"]["surplus"] = {"exact": str(larger), "value": float(larger)}
        with pytest.raises(Unverified):
            verified(land(), Robustness.from_json(told))


def test_a_map_has_plain_fractions():
    told = json.loads(json.dumps(proof_map(land(), PLANT, FARM, check="surplus").to_json()))
    assert ProofMap.from_json(told).shares
    told["open"] = "1e-999999999"
    with pytest.raises(Unverified):
        ProofMap.from_json(told)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "land.toml"
    path.write_text(LAND.format(more=""), encoding="utf-8")
    return path


def test_the_command_says_what_is_proven_and_draws_it(file, tmp_path, capsys):
    picture = tmp_path / "map.png"
    over = ["--over", PLANT, "--over", FARM, "--check", "surplus"]
    with pytest.raises(SystemExit) as end:
        main(["map", str(file), *over, "-o", str(picture), "--verify"])
    told = capsys.readouterr().out
    assert end.value.code == 0
    assert "stands on 80.00% of it" in told
    assert "fails on 20.00% of it" in told
    assert "VERIFIED" in told
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_map_of_many_cities_says_why_nothing_of_it_is_proven(file, capsys, monkeypatch):
    monkeypatch.setattr(effort, "MOST", 1)
    monkeypatch.setattr(proof_maps, "MOST_STEPS", 0)
    with pytest.raises(SystemExit) as end:
        main(["map", str(file), "--over", PLANT, "--over", FARM, "--check", "surplus"])
    told = capsys.readouterr()
    assert end.value.code == 0
    assert "OPEN        100.00%" in told.out
    assert told.err.startswith("What groups make is proven on areas among at most 1 cities")
    assert told.err.endswith("intercity sweep looks at points.\n")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (["--over", PLANT, "--check", "surplus"], "--over is given once; it should"),
        (["--over", PLANT, "--over", "time.interest", "--check", "surplus"], "sourced"),
        (["--over", PLANT, "--over", FARM, "--check", "truce clubs"], "the check of a map"),
        (["--over", PLANT, "--over", FARM, "--check", "x", "-o", "a.pdf"], ".png or .svg"),
        (["--over", PLANT, "--over", FARM, "--check", "x", "-o", "/no/a.png"], "that exists"),
    ],
)
def test_a_wrong_command_is_one_sentence(file, capsys, given, named):
    with pytest.raises(SystemExit) as end:
        main(["map", str(file), *given])
    told = capsys.readouterr().err
    assert end.value.code == 2
    assert named in told
    assert told.count("\n") == 1


def test_a_stored_map_is_verified_by_the_command_and_an_altered_one_refused(file, tmp_path, capsys):
    map_ = ["map", str(file), "--over", PLANT, "--over", FARM, "--check", "surplus", "--json"]
    with pytest.raises(SystemExit):
        main(map_)
    text = capsys.readouterr().out
    stored = tmp_path / "map.json"
    for told, code in ((text, 0), (text.replace('"fails"', '"undecided"'), 1)):
        assert (told == text) == (code == 0)
        stored.write_text(told, encoding="utf-8")
        with pytest.raises(SystemExit) as ended:
            main(["verify", str(file), str(stored)])
        assert (ended.value.code or 0) == code
    assert "refused" in capsys.readouterr().err


def test_how_far_a_number_alone_leaves_the_verdict_is_told_nearest_first():
    """The border is where the hub's profit is a quarter less than the small city's."""
    keys = "firm.stay_hub", "firm.return_small_city"
    found = proof_map(parse_scenario(NONE_RETURNS), *keys,
                      check="firms' choice")  # fmt: skip
    tenth = Fraction(1, 10)
    assert found.alone(0) == (9 * tenth, 14 * tenth)
    assert found.alone(1) == (8 * tenth, Fraction(125, 100))
    for one, other, verdict in (
        (0.91, 1.15, "fails"), (0.89, 1.15, "stands"), (1, 1.24, "fails"), (1, 1.26, "stands"),
    ):  # fmt: skip
        assert found.at(one, other) == verdict
    near, next_ = str(found).splitlines()[-2:]
    assert near.split()[:2] == ["NEAREST", keys[0]]
    assert next_.split()[0] == keys[1]


def test_a_verdict_that_ends_on_both_sides_of_a_number_is_told_with_both_ends():
    """In two boxes that meet where the number is; where it stands again farther out is apart."""
    found = proof_map(land(), PLANT, FARM, check="surplus")

    def box(left, right, *cells):
        sides = (Fraction(left), Fraction(right)), (Fraction(1), Fraction(3))
        cells = [
            Cell(tuple((Fraction(x), Fraction(y)) for x, y in corners), verdict, Fraction(0))
            for verdict, corners in cells
        ]
        return MapBox(sides, tuple(cells), {}, fork=False)

    left = box(1, 3, ("fails", [(1, 1), (2, 1), (2, 3), (1, 3)]),
               ("stands", [(2, 1), (3, 1), (3, 3), (2, 3)]))  # fmt: skip
    right = box(3, 6, ("stands", [(3, 1), (5, 1), (3, 3)]),
                ("fails", [(5, 1), ("11/2", 1), ("11/2", 3), (3, 3)]),
                ("stands", [("11/2", 1), (6, 1), (6, 3), ("11/2", 3)]))  # fmt: skip
    told = replace(found, boxes=(left, right))
    assert told.alone(0) == (2, 4)
    assert told.alone(1) == (1, 3)
    assert f"{PLANT} alone: stands from 2 to 4; it may turn 20% of its range away" in str(told)
    assert f"{FARM} alone: stands in all of its range" in str(told)


def test_a_check_that_the_file_does_not_ask_has_no_map():
    for check in ("arms race", "paths"):
        with pytest.raises(InvalidInput, match="is missing"):
            proof_map(land(), PLANT, FARM, check=check)


def test_a_report_with_all_numbers_together_is_verified_and_a_changed_one_refused():
    report = check_up(land())
    assert "TOGETHER" in str(report)
    told = json.loads(json.dumps(report.to_json()))
    assert verify_report(land(), told).ok
    told["robustness"]["verdicts"]["surplus"] = "fails"
    assert not verify_report(land(), told).ok
    told = json.loads(json.dumps(report.to_json()))
    told["robustness"]["parts"] = {}
    told["robustness"]["proven"] = {"exact": "0", "value": 0.0}
    told["robustness"]["hints"] = {}
    assert verify_report(land(), told).ok  # it says less, and that is true
    told["robustness"]["proven"] = {"exact": "1/4", "value": 0.25}
    assert not verify_report(land(), told).ok
    told = json.loads(json.dumps(report.to_json()))
    assert told["robustness"]["proven"]["value"] < 1
    for part in (told["robustness"]["proven"], *told["robustness"]["parts"].values()):
        part |= {"exact": "1", "value": 1.0}
    assert not verify_report(land(), told).ok  # all of their ranges is more than is proven
    told = json.loads(json.dumps(report.to_json()))
    told["robustness"]["left_out"] = ["race"]
    assert not verify_report(land(), told).ok
    assert "robustness" not in check_up(land(), ranges=False).to_json()


def test_numbers_without_room_to_move_are_not_counted_as_moved():
    fixed = land("owned.Hangzhou = { v = 0, low = 0, high = 0 }")
    assert robustness(fixed).numbers == robustness(land()).numbers == 4
    told = str(check_up(fixed))
    assert "4 of 5 assumed numbers with room to move" in " ".join(told.split())


def test_where_a_file_would_be_refused_there_is_no_verdict():
    """Who buys at 10 and sells at 20 gains without end: a triangle of half 10 by 10 is refused."""
    scenario = land(
        "[resources.quota.exchange]\n"
        "buy_one_off = { v = 30, low = 10, high = 40 }\n"
        "sell_one_off = { v = 5, low = 1, high = 20 }\n"
        "cap = { v = 10, low = 5, high = 20 }"
    )
    buy, sell = (f"resources.quota.exchange.{way}_one_off" for way in ("buy", "sell"))
    assert verdict_at(scenario, "surplus", {buy: Fraction(10), sell: Fraction(20)}) == ""
    assert verdict_at(scenario, "surplus", {buy: Fraction(20), sell: Fraction(10)}) == "stands"
    found = proof_map(scenario, buy, sell, check="surplus")
    assert found.at(10, 20) == ""
    assert found.open == 0
    assert found.shares == {"": Fraction(50, 30 * 19), "stands": 1 - Fraction(50, 30 * 19)}


def test_hints_of_one_check_do_not_stand_in_for_those_of_another():
    scenario = quota_scenario()
    found = robustness(scenario)
    assert found.parts["surplus"] == found.parts["consistency"]
    (own,), (needed,) = found.hints["consistency"], found.hints["surplus"]
    useless = {**own, **dict.fromkeys(needed)}
    hints = {**found.hints, "consistency": [useless]}
    assert verified(scenario, replace(found, hints=hints)) == verified(scenario, found)


def test_the_radius_is_that_of_the_check_that_bears_least():
    """Of checks on a knife-edge nothing is said; a check without a proof leaves none of all."""
    parts = {"surplus": Fraction(1, 2), "terms": Fraction(1, 3)}
    verdicts = dict.fromkeys(parts, "stands")
    turned = TurningMoves("terms", "fails", Fraction(0), {}, Recorder())
    assert Robustness(2, verdicts, (), parts, None, {}).proven == Fraction(1, 3)
    on_edge = Robustness(2, verdicts, (), parts, None, {}, edges={"terms": turned})
    assert on_edge.told == ("surplus",)
    without = {"surplus": Fraction(1, 2)}
    assert Robustness(2, verdicts, (), without, None, {}).proven == 0
    known = Robustness(2, verdicts, (), without, None, {}, edges={"terms": turned})
    assert known.proven == Fraction(1, 2)
    assert Robustness(2, {}, ("park",), {}, None, {}).proven == 0
    assert Robustness(2, {"terms": "stands"}, (), {}, None, {}, {"terms": turned}).proven == 0


def test_where_no_check_is_covered_nothing_is_proven():
    """No finding has a verdict here, so that none is proven to stay, however far numbers move."""
    found = radius_of(quota_scenario(), [])
    assert found.verdicts == {}
    assert found.proven == 0
    assert verified(quota_scenario(), found) == 0
