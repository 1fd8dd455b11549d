"""Paths side by side, against sums that use none of the solvers; claims that stand and fail."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from itertools import combinations, permutations
from math import exp
from pathlib import Path

import pytest

import intercity as ic
from intercity.proofs import Unverified
from intercity.scenario.errors import ScenarioError
from intercity.topics.paths.claims import CONCLUSION, Claim, ClaimName

EXAMPLE = Path(__file__).parents[2] / "examples" / "zhejiang" / "province_of_ten.toml"

TEXT = """
format = 1
title = "four cities"
cities = { Hub = {}, Port = {}, Hill = {}, Vale = {} }
[paths]
small = ["Hill", "Vale"]
centre = "Hub"
room = { Hub = 1, Port = 1 }
brings = { v = 1, low = 0, high = 2 }
returning = { v = 0.01, low = 0, high = 0.9 }
returned = { v = 600, low = 1, high = 900 }
open = { v = 0.5, low = 0, high = 1 }
taste = { v = 1, low = 0.5, high = 4 }
projects.Hub = { v = 10, low = 5, high = 20 }
projects.Port = { v = 6, low = 5, high = 20 }
projects.Hill = { v = 8, low = 5, high = 20 }
projects.Vale = { v = 6, low = 5, high = 20 }
earns.Hub = { v = 20, low = 5, high = 30 }
earns.Port = { v = 16, low = 5, high = 30 }
earns.Hill = { v = 9, low = 1, high = 30 }
earns.Vale = { v = 8, low = 1, high = 30 }
crowding.Hub = { v = 1, low = 0.5, high = 3 }
crowding.Port = { v = 1, low = 0.5, high = 3 }
crowding.Hill = { v = 1, low = 0.5, high = 3 }
crowding.Vale = { v = 1, low = 0.5, high = 3 }
fit.Hill.Hub = { v = 0.8, low = 0, high = 1 }
fit.Hill.Port = { v = 0.5, low = 0, high = 1 }
fit.Vale.Hub = { v = 0.6, low = 0, high = 1 }
fit.Vale.Port = { v = 0.7, low = 0, high = 1 }
park.Hill = { v = 1, low = 0, high = 5 }
fee.Hill = { v = 0.5, low = 0, high = 5 }
fee.Vale = { v = 0.25, low = 0, high = 5 }
[paths.corridor]
line = ["Hub", "Vale", "Port", "Hill"]
spillover = { v = 0.4, low = 0, high = 1 }
decay = { v = 0.5, low = 0, high = 1 }
link."Vale, Hub" = { v = 3, low = 0, high = 20 }
link."Vale, Port" = { v = 2, low = 0, high = 20 }
link."Port, Hill" = { v = 4, low = 0, high = 20 }
[paths.zone]
complementarity = { v = 1, low = 0, high = 2 }
learning = { v = 1, low = 0, high = 2 }
cost = { v = 5, low = 0, high = 8 }
level.Hub = { v = 4, low = 1, high = 5 }
level.Port = { v = 3, low = 1, high = 5 }
level.Hill = { v = 1.5, low = 1, high = 5 }
level.Vale = { v = 1, low = 1, high = 5 }
[paths.point_hub]
capacity = 2
worth = { v = 10, low = 0, high = 20 }
cost.Hub = { v = 12, low = 0, high = 20 }
cost.Port = { v = 11, low = 0, high = 20 }
"""


def scenario(*changes):
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return ic.parse_scenario(text)


def number(one, key):
    return one.quantity(f"paths.{key}").value


def settled(one, paid):
    """Projects by city: the level at which all find a place, by halving, in floats."""
    cities = one.players
    tops = {c: float(number(one, f"earns.{c}")) + paid.get(c, 0.0) for c in cities}
    slopes = {c: float(number(one, f"crowding.{c}")) for c in cities}
    total = sum(float(number(one, f"projects.{c}")) for c in cities)
    low, high = -1e3, 1e3
    for _ in range(100):
        level = (low + high) / 2
        found = {c: max(0.0, (tops[c] - level) / slopes[c]) for c in cities}
        low, high = (level, high) if sum(found.values()) > total else (low, level)
    return found


def fit(one, city, hub):
    keys = dict(one.quantities())
    key = f"paths.fit.{city}.{hub}"
    return float(keys[key].value) if key in keys else 0.0


def raced(values, mu):
    """Bids and shares: each city's best reply to the others, to the end, b - s = mu/(1 - share)."""
    bids = dict.fromkeys(values, 0.0)
    if len(values) == 1:
        return bids, dict.fromkeys(values, 1.0)

    def shares():
        weights = {c: exp(s / mu) for c, s in bids.items()}
        return {c: w / sum(weights.values()) for c, w in weights.items()}

    for _ in range(500):
        for city, value in values.items():
            low, high = 0.0, value
            for _ in range(60):
                bids[city] = (low + high) / 2
                more = value - bids[city] > mu / (1 - shares()[city])
                low, high = (bids[city], high) if more else (low, bids[city])
    return bids, shares()


def by_hand(one, parks):
    """What each city has, and subsidies, with parks in given hubs."""
    part, bring = float(number(one, "open")), float(number(one, "brings"))
    go = float(number(one, "returning"))
    back = go * float(number(one, "returned"))
    races, paid = {}, {}
    for hub in set(parks.values()):
        values = {c: back * fit(one, c, hub) for c, h in parks.items() if h == hub}
        races[hub] = raced(values, float(number(one, "taste")))
        bids, shares = races[hub]
        paid[hub] = part * sum(bids[c] * shares[c] for c in values)
    where = settled(one, paid)
    has = {c: bring * n for c, n in where.items()}
    spent = {}
    for hub, (bids, shares) in races.items():
        has[hub] -= bring * go * part * where[hub]
        for c in bids:
            won = part * where[hub] * shares[c]
            spent[c] = won * bids[c]
            has[c] += won * (back * fit(one, c, hub) - bids[c])
            has[c] -= {"Hill": 1.5, "Vale": 0.25}[c]
            has[hub] += {"Hill": 0.5, "Vale": 0.25}[c]
    return where, has, spent


OTHERS = (
    (),
    (("earns.Vale = { v = 8", "earns.Vale = { v = 14"), ("taste = { v = 1", "taste = { v = 2")),
    (
        ("earns.Hill = { v = 9", "earns.Hill = { v = 2"),
        ("open = { v = 0.5", "open = { v = 1"),
        ("returning = { v = 0.01", "returning = { v = 0.5"),
        ("returned = { v = 600", "returned = { v = 10"),
    ),
)


@pytest.mark.parametrize("changes", OTHERS)
def test_free_flow_is_where_no_project_would_move(changes):
    """By halving in floats; and the factor flow with returns that fall in straight lines."""
    one = scenario(*changes)
    found = ic.paths(one).paths["free flow"]
    assert {c: float(n) for c, n in found.projects.items()} == pytest.approx(settled(one, {}))
    flow = ic.FactorFlow(
        one.players,
        {c: number(one, f"earns.{c}") for c in one.players},
        1,
        sum(number(one, f"projects.{c}") for c in one.players),
        congestion={c: number(one, f"crowding.{c}") for c in one.players},
    )
    (end,) = ic.flow_equilibria(flow).stable
    assert end.masses == pytest.approx(dict(found.projects), abs=1e-6)  # nine digits are shown


def test_free_flow_by_hand():
    """(20 + 16 + 9 + 8 - 30) / 4 = 5.75 is earned everywhere: 14.25, 10.25, 3.25 and 2.25."""
    found = ic.paths(scenario()).paths["free flow"]
    assert found.projects == {
        "Hub": Fraction(57, 4),
        "Port": Fraction(41, 4),
        "Hill": Fraction(13, 4),
        "Vale": Fraction(9, 4),
    }
    assert found.earned == 30 * Fraction(23, 4)
    assert found.welfare == 30 + found.earned
    assert found.gains["Hill"] == Fraction(13, 4) - 8
    assert found.spread == Fraction(17, 4) - (Fraction(13, 4) - 8)
    assert (found.reached, found.diffused) == ((), Fraction(11, 2) - 14)
    assert found.agglomeration == Fraction(49, 2) / 30


@pytest.mark.parametrize("costs", [(3, 2, 4), (1, 1, 1), (9, 1, 1), (20, 20, 20), (2, 9, 0)])
def test_the_corridor_is_built_as_far_as_it_is_worth_it(costs):
    one = scenario(
        ('"Vale, Hub" = { v = 3', f'"Vale, Hub" = {{ v = {costs[0]}'),
        ('"Vale, Port" = { v = 2', f'"Vale, Port" = {{ v = {costs[1]}'),
        ('"Port, Hill" = { v = 4', f'"Port, Hill" = {{ v = {costs[2]}'),
    )
    found = ic.paths(one).paths["corridor"]
    n = ic.paths(one).paths["free flow"].projects
    hub, port = Fraction(2, 5) * n["Hub"], Fraction(2, 5) * n["Port"]
    half, line = Fraction(1, 2), ("Vale", "Port", "Hill")
    tables = [
        {},
        {"Vale": hub * half},
        {"Vale": (hub + port) * half, "Port": hub * half**2, "Hub": port * half**2},
        {
            "Vale": (hub + port) * half,
            "Port": hub * half**2,
            "Hub": port * half**2,
            "Hill": port * half + hub * half**3,
        },
    ]
    gains = [sum(t.get(c, 0) for c in line) - sum(costs[:k]) for k, t in enumerate(tables)]
    end = gains.index(max(gains))
    shares = dict.fromkeys(line, Fraction(0))
    for order in permutations(line[:end]):
        built = 0
        for city in order:
            need = sum(costs[: line.index(city) + 1])
            shares[city] += Fraction(max(0, need - built), len([*permutations(line[:end])]))
            built = max(built, need)
    split = {c: tables[end].get(c, 0) - shares[c] for c in line}
    assert {c: found.has[c] - found.before[c] for c in line} == split
    assert found.has["Hub"] - found.before["Hub"] == tables[end].get("Hub", 0)

    def alone(group):
        return max(sum(t.get(c, 0) for c in group) - sum(costs[:k]) for k, t in enumerate(tables))

    groups = [g for k in (1, 2, 3) for g in combinations(line, k)]
    blocked = {g: alone(g) - sum(split[c] for c in g) for g in groups}
    assert found.stable is (max(blocked.values()) <= 0)
    if not found.stable:
        assert blocked[found.leavers] == max(blocked.values())


def partitions(cities):
    if not cities:
        yield ()
        return
    for k in range(len(cities)):
        for others in combinations(cities[1:], k):
            zone = (cities[0], *others)
            rest = tuple(c for c in cities if c not in zone)
            yield from ((zone, *more) for more in partitions(rest))


@pytest.mark.parametrize("cost", [0, 1, 5, 7, 8])
def test_zones_are_those_that_no_group_would_leave(cost):
    """All partitions, and all groups that could leave; of stable ones the one with most in all."""
    one = scenario(("cost = { v = 5", f"cost = {{ v = {cost}"))
    found = ic.paths(one).paths["zone"]
    levels = {c: number(one, f"zone.level.{c}") for c in one.players}

    def gain(city, zone):
        own = levels[city]
        return sum(own * levels[c] + max(0, levels[c] - own) - cost for c in zone if c != city)

    groups = [g for k in range(1, 5) for g in combinations(one.players, k)]
    stable = {}
    for zones in partitions(one.players):
        has = {c: gain(c, zone) for zone in zones for c in zone}
        if not any(all(gain(c, g) > has[c] for c in g) for g in groups):
            stable[zones] = has
    assert found.stable is bool(stable)
    got = {c: found.has[c] - found.before[c] for c in one.players}
    assert got in stable.values()
    assert sum(got.values()) == max(sum(has.values()) for has in stable.values())


@pytest.mark.parametrize("cost", [4, 11, 30])
@pytest.mark.parametrize("capacity", [1, 2, 4])
def test_the_facility_serves_whom_it_is_worth_most_to(cost, capacity):
    one = scenario(
        (
            "cost.Port = { v = 11, low = 0, high = 20",
            f"cost.Port = {{ v = {cost}, low = 0, high = 30",
        ),
        ("capacity = 2", f"capacity = {capacity}"),
    )
    found = ic.paths(one).paths["point hub"]
    worth = {
        "Hub": {"Hub": 10, "Hill": 8, "Vale": 6},
        "Port": {"Port": 10, "Hill": 5, "Vale": 7},
    }

    def best(group):
        sizes = range(1, capacity + 1)
        return max(
            [0]
            + [
                sum(table.get(c, 0) for c in served) - (12 if site == "Hub" else cost)
                for site, table in worth.items()
                for k in sizes
                for served in combinations(group, k)
            ]
        )

    split = {c: found.has[c] - found.before[c] for c in one.players}
    assert sum(split.values()) == best(one.players)
    assert all(x >= 0 for x in split.values())
    groups = [g for k in range(1, 5) for g in combinations(one.players, k)]
    blocked = {g: best(g) - sum(split[c] for c in g) for g in groups}
    assert found.stable is (max(blocked.values()) <= 0)


@pytest.mark.parametrize("changes", OTHERS)
@pytest.mark.parametrize("name", ["single centre", "multi-centre"])
def test_enclaves_by_replies_in_floats(changes, name):
    """Bids by replies to the end, projects by halving, and every move that one city has."""
    one = scenario(*changes)
    found = ic.paths(one).paths[name]
    parks = {"Hill": "Hub", "Vale": "Hub" if name == "single centre" else "Port"}
    assert found.parks == parks
    where, has, spent = by_hand(one, parks)
    assert {c: float(n) for c, n in found.projects.items()} == pytest.approx(where)
    assert {c: float(x) for c, x in found.has.items()} == pytest.approx(has)
    assert {c: float(x) for c, x in found.subsidies.items()} == pytest.approx(spent, abs=1e-9)
    earned = sum(
        n * (float(number(one, f"earns.{c}")) - n * float(number(one, f"crowding.{c}")))
        for c, n in where.items()
    )
    assert float(found.welfare) == pytest.approx(sum(has.values()) + earned + sum(spent.values()))
    free = float(ic.paths(one).paths["free flow"].earned)
    assert float(found.rent) == pytest.approx(earned + sum(spent.values()) - free)
    leavers = []
    for city in one.players:
        rest = {c: h for c, h in parks.items() if city not in (c, h)}
        hubs = [h for h in ("Hub", "Port") if h not in {parks.get(city), *rest.values()}]
        moves = [rest, *({**rest, city: h} for h in hubs if city in parks)]
        if any(by_hand(one, move)[1][city] > has[city] + 1e-6 for move in moves):
            leavers.append(city)
    assert found.leavers == tuple(leavers)


def claim(one, name):
    found = {c.name: c.holds for c in ic.paths(one).claims}
    return found[name]


FLOW_OUT = [
    ("earns.Hill = { v = 9", "earns.Hill = { v = 25"),
    ("earns.Vale = { v = 8", "earns.Vale = { v = 25"),
]
ALONE_AT_THE_WRONG_PLACE = [  # Port is empty, and Hill, alone in Hub, makes little of what is there
    ("earns.Port = { v = 16", "earns.Port = { v = 5"),
    ("fit.Hill.Hub = { v = 0.8", "fit.Hill.Hub = { v = 0.1"),
    ("fit.Hill.Port = { v = 0.5", "fit.Hill.Port = { v = 0"),
    ("taste = { v = 1", "taste = { v = 4"),  # so that nobody bids
]
TURNED = {
    ClaimName.AGGLOMERATION: [
        ("returning = { v = 0.01", "returning = { v = 0.8"),
        ("returned = { v = 600", "returned = { v = 8"),
    ],
    # what returns brings nothing
    ClaimName.DIFFUSION: [("returned = { v = 600, low = 1", "returned = { v = 0, low = 0")],
    ClaimName.OVER_SINGLE: ALONE_AT_THE_WRONG_PLACE,
    # both fit one hub alone, which has room for both: the same race
    ClaimName.RACE: [
        ("room = { Hub = 1", "room = { Hub = 2"),
        ("fit.Hill.Port = { v = 0.5", "fit.Hill.Port = { v = 0"),
        ("fit.Vale.Port = { v = 0.7", "fit.Vale.Port = { v = 0"),
    ],
    ClaimName.WELFARE: ALONE_AT_THE_WRONG_PLACE,
    ClaimName.TOTAL: [("taste = { v = 1", "taste = { v = 4")],
    ClaimName.HOLDS: [
        ("park.Hill = { v = 1, low = 0, high = 5", "park.Hill = { v = 90, low = 0, high = 99")
    ],
    ClaimName.DRAIN: FLOW_OUT,
    ClaimName.FAR_END: [('"Port, Hill" = { v = 4', '"Port, Hill" = { v = 0')],
    ClaimName.LEFT_OUT: [("cost = { v = 5", "cost = { v = 0")],
    ClaimName.FEW: [
        ("capacity = 2", "capacity = 4"),
        ("cost.Hub = { v = 12", "cost.Hub = { v = 1"),
    ],
}


@pytest.mark.parametrize("name", TURNED)
def test_each_claim_stands_here_and_fails_elsewhere(name):
    """Where nobody bids nothing draws projects into hubs, so that one claim stands with a race."""
    here = TURNED[ClaimName.RACE] if name == ClaimName.AGGLOMERATION else ()
    assert claim(scenario(*here), name) is True
    assert claim(scenario(*TURNED[name]), name) is False


def test_what_is_printed_of_a_facility():
    """At a cost of 10 for who it is worth 10 to it is not built, and costs no more than that."""
    even = [
        ("capacity = 2", "capacity = 1"),
        ("cost.Hub = { v = 12", "cost.Hub = { v = 10"),
        ("cost.Port = { v = 11", "cost.Port = { v = 10"),
    ]
    assert "not built: it is worth no more than it costs" in str(ic.paths(scenario(*even)))
    one = ic.paths(
        scenario(("capacity = 2", "capacity = 1"), ("v = 11, low = 0", "v = 4, low = 0"))
    )
    assert one.paths["point hub"].leavers == ("Vale",)
    assert "serves Port; Vale would rather have one of its own" in str(one)


def test_of_paths_that_bring_nothing_more_free_flow_is_named():
    """Ends that cost more than they bring, and no facility; free flow is 0 on top of itself."""
    nothing = [
        ('"Vale, Hub" = { v = 3', '"Vale, Hub" = { v = 20'),
        ('"Vale, Port" = { v = 2', '"Vale, Port" = { v = 20'),
        ("worth = { v = 10", "worth = { v = 0"),
        ("cost = { v = 5", "cost = { v = 8"),
    ]
    found = ic.paths(scenario(*nothing))
    others = [one.diffused for one in found.paths.values() if "cent" not in one.name]
    assert max(others) == 0
    told = next(c for c in found.claims if c.name is ClaimName.DIFFUSION)
    assert (told.smaller, told.rival) == (0, "free flow")


def test_the_conclusion_is_its_five_claims():
    example = ic.load_scenario(EXAMPLE)
    holds = ic.paths(example.moved({"paths.returning": Fraction(2, 5)}), grid=False)
    assert holds.holds is True
    assert all(c.holds for c in holds.claims if c.name in CONCLUSION)
    assert ic.paths(scenario(*TURNED[ClaimName.RACE])).holds is False


def test_claims_that_are_too_close_to_say():
    near = Fraction(1) + Fraction(1, 10**12)
    for strict in (True, False):
        equal = Claim(ClaimName.RACE, Fraction(1), Fraction(1), strict, "money", "x")
        close = Claim(ClaimName.RACE, near, Fraction(1), strict, "money", "x")
        assert equal.holds is not strict
        assert close.holds is None


GRID = """
[paths.grid]
across = "paths.taste"
down = "paths.returned"
columns = 3
rows = 2
"""


def test_each_point_of_the_grid_is_a_province_of_its_own():
    one = ic.parse_scenario(TEXT + GRID)
    grid = ic.paths(one).grid
    assert grid.columns == (Fraction(1, 2), Fraction(9, 4), Fraction(4))
    assert grid.rows == (1, 900)
    for y, row in zip(grid.rows, grid.failing, strict=True):
        for x, cell in zip(grid.columns, row, strict=True):
            moved = one.moved({"paths.taste": x, "paths.returned": y})
            found = ic.paths(moved, grid=False).claims
            assert cell == tuple(c.name for c in found if c.name in CONCLUSION and not c.holds)
    assert len({cell for row in grid.failing for cell in row}) > 1
    assert grid.holding == sum(cell == () for row in grid.failing for cell in row)


def test_what_turns_a_claim_at_an_end():
    one = scenario(*TURNED[ClaimName.RACE])
    found = ic.paths(one, grid=False, ends=True)
    here = {c.name: c.holds for c in found.claims}
    listed = {(name, key, end) for name, keys in found.ends.items() for key, end in keys}
    for key in ("paths.taste", "paths.returning", "paths.fit.Hill.Port", "paths.earns.Hill"):
        quantity = one.quantity(key)
        for end in {quantity.low, quantity.high} - {quantity.value}:
            there = {c.name: c.holds for c in ic.paths(one.moved({key: end})).claims}
            for name in CONCLUSION:
                assert ((name, key, end) in listed) is (there[name] is not here[name])
    assert listed
    assert "each number alone at an end of its range" in str(found)
    assert "ends" in found.to_json()


def test_what_is_printed_follows_from_its_certificates():
    one = scenario()
    printed = json.loads(json.dumps(ic.paths(one).to_json()))
    assert ic.verify_paths(one, printed) == len(printed["certificates"]) > 8
    forged = json.loads(json.dumps(printed))
    forged["paths"][0]["stable"] = False
    with pytest.raises(Unverified, match="paths"):
        ic.verify_paths(one, forged)
    for k in range(len(printed["certificates"])):
        fewer = {**printed, "certificates": printed["certificates"][:k]}
        with pytest.raises(Unverified):
            ic.verify_paths(one, fewer)
    with pytest.raises(Unverified):
        ic.verify_paths(scenario(("taste = { v = 1", "taste = { v = 2")), printed)


def test_zones_that_were_not_found_leave_the_claim_open():
    """Ten cities of which none has a best zone: the largest zone has no limit, learning counts."""
    text = EXAMPLE.read_text("utf-8").replace("largest         = 4", "largest = 10")
    one = ic.parse_scenario(text).moved({"paths.returning": Fraction(2, 5)})
    found = ic.paths(one, grid=False)
    assert "zone" not in found.paths
    assert "it was not found out" in str(found)
    claim = next(c for c in found.claims if c.name == ClaimName.DIFFUSION)
    assert (claim.margin > 0, claim.holds, found.holds) == (True, None, None)
    printed = json.loads(json.dumps(found.to_json()))
    assert ic.verify_paths(one, printed) == len(printed["certificates"]) - 1


def test_tables_that_are_left_out_are_no_paths():
    text = TEXT[: TEXT.index("[paths.corridor]")]
    found = ic.paths(ic.parse_scenario(text))
    assert list(found.paths) == ["free flow", "single centre", "multi-centre"]
    assert not {ClaimName.FAR_END, ClaimName.LEFT_OUT, ClaimName.FEW} & {
        c.name for c in found.claims
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('centre = "Hub"', 'centre = "Hill"', "paths"),
        ('small = ["Hill", "Vale"]', 'small = ["Hill", "Hill"]', "again"),
        ('small = ["Hill", "Vale"]', 'small = ["Hill", "Port"]', "no hubs"),
        ("projects.Vale = { v = 6, low = 5, high = 20 }", "", "given for each city"),
        ("crowding.Hub = { v = 1, low = 0.5", "crowding.Hub = { v = 0, low = 0", "above 0"),
        ("fit.Hill.Hub", "fit.Hill.Vale", "unknown hub"),
        ("park.Hill", "park.Hub", "unknown city of paths.fit"),
        ('line = ["Hub", "Vale", "Port", "Hill"]', 'line = ["Hub", "Port", "Hill"]', "Hub, Port"),
        ('line = ["Hub", "Vale", "Port", "Hill"]', 'line = ["Hub", "Vale", "Hub"]', "again"),
        ('link."Vale, Port"', 'link."Vale, Vale"', "two different cities"),
        ('link."Vale, Port"', 'link."Hub, Vale"', "stands twice"),
        ("decay = { v = 0.5, low = 0, high = 1 }", "decay = { v = 2, low = 0, high = 3 }", "share"),
        ("level.Vale = { v = 1, low = 1, high = 5 }", "", "given for each city"),
        ("capacity = 2", "capacity = 0", "1"),
        ("cost.Port = { v = 11", "cost.Vale = { v = 11", "unknown hub"),
        ("cost.Port = { v = 11, low = 0", "cost.Port = { v = -1, low = -2", "not negative"),
    ],
)
def test_bad_input_is_told_in_a_sentence(old, new, said):
    with pytest.raises(ScenarioError, match=said) as told:
        scenario((old, new))
    assert str(told.value).splitlines()[0].endswith(".")


@pytest.mark.parametrize(
    ("key", "said"),
    [("paths.tast", "paths.taste"), ("paths.returned", "another key"), ("cities", "unknown key")],
)
def test_a_grid_of_what_is_no_number(key, said):
    with pytest.raises(ScenarioError, match=said):
        ic.parse_scenario(TEXT + GRID.replace("paths.taste", key))


def test_a_scenario_without_the_table_is_refused():
    one = ic.parse_scenario('format = 1\ntitle = "x"\n[cities.A]')
    with pytest.raises(ic.InvalidInput, match=r"\[paths\] is missing"):
        ic.paths(one)


@pytest.fixture(scope="module")
def ten():
    """The paths of the example."""
    return ic.paths(ic.load_scenario(EXAMPLE))


def test_the_example_on_the_command_line(ten, call):
    told = call("paths", EXAMPLE)
    assert (told.code, told.err) == (0, "")
    assert told.out == f"{ten}\n"
    assert "looked at on a grid of 6 x 5 points, not proven between them" in told.out
    assert json.loads(call("paths", EXAMPLE, "--json").out) == json.loads(json.dumps(ten.to_json()))
    assert "VERIFIED" in call("paths", EXAMPLE, "--verify").out
    assert call("paths", EXAMPLE, "--json", "--verify").code == 2


def test_the_command_needs_nothing_that_another_has_imported(ten):
    command = [sys.executable, "-W", "error", "-m", "intercity", "paths", EXAMPLE, "--no-grid"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith(str(ten).split("\n\n", 1)[0])


def test_the_tables_in_the_docs_are_read():
    page = (EXAMPLE.parents[2] / "docs" / "scenario.md").read_text("utf-8")
    block = page[page.index("[paths]\nsmall") :].split("```")[0]
    head = 'format = 1\ntitle = "x"\ncities = { Harbour = {}, Port = {}, Uplands = {} }\n'
    found = ic.paths(ic.parse_scenario(head + block))
    assert len(found.paths) == 6
    assert len(found.grid.failing) == 3


def test_where_the_example_and_the_paper_disagree(ten):
    """What docs and README say of it."""
    found = ten
    disagree = {c.name for c in found.claims if c.holds is False}
    assert disagree == {
        ClaimName.AGGLOMERATION,
        ClaimName.DIFFUSION,
        ClaimName.TOTAL,
        ClaimName.HOLDS,
    }
    assert 0 < found.grid.holding < 30
    one, many = found.paths["single centre"], found.paths["multi-centre"]
    assert many.rent > one.rent
    assert len(many.leavers) == 4
    assert "; each of Jiaxing, Jinhua, Lishui and Taizhou would have more if it alone" in str(found)
    assert found.paths["point hub"].reach < many.reach
    holds = {
        (x, y)
        for y, row in zip(found.grid.rows, found.grid.failing, strict=True)
        for x, cell in zip(found.grid.columns, row, strict=True)
        if not cell
    }
    assert len(holds) == 2
    assert {x for x, _ in holds} == {Fraction(1, 10)}
