"""Where the paper's conclusion holds, as a proven map: against the paths at points of it."""

import functools
import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest

import intercity as ic
from games.hub_congestion import HubCongestion
from intercity.cli import main
from intercity.map_of_proof.proof_map import ProofMap
from intercity.proofs import Unverified
from solvers import congestion_equilibrium
from solvers.enclosure.box import Box, paths
from solvers.enclosure.crowd_on_box import crowd_on_box
from solvers.enclosure.enclosed_number import bounds_of
from tests.frontdoor.test_paths import EXAMPLE, GRID, TEXT
from tests.properties.strategies import NIGHTLY

TASTE, RETURNING = "paths.taste", "paths.returning"
NARROW = (
    ("v = 0.1,  low = 0.05, high = 0.3 }", "v = 0.1,  low = 0.098, high = 0.102 }"),
    (
        "returning = { v = 0.2, low = 0.05, high = 0.4 }",
        "returning = { v = 0.3, low = 0.27, high = 0.32 }",
    ),
)


@functools.cache
def narrow():
    """The example where its conclusion turns."""
    text = EXAMPLE.read_text("utf-8")
    for old, new in NARROW:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return ic.parse_scenario(text)


@pytest.fixture(scope="module")
def found():
    return ic.proof_map(narrow(), TASTE, RETURNING, check="paths", most_boxes=6)


def test_the_conclusion_at_points_is_that_of_the_map(found):
    draw, settled = random.Random(2), 0
    for _ in range(200 if NIGHTLY else 14):
        point = [
            low + (high - low) * Fraction(draw.randint(0, 61), 61) for low, high in found.ranges
        ]
        proven = found.at(*point)
        if proven is not None:
            settled += 1
            there = narrow().moved(dict(zip((TASTE, RETURNING), point, strict=True)))
            holds = ic.paths(there, grid=False).holds
            assert {True: "stands", False: "fails", None: ""}[holds] == proven
    assert settled > 5


def test_the_map_has_both_and_is_worked_out_again(found):
    assert {"stands", "fails"} <= {name for name, share in found.shares.items() if share > 0.1}
    told = json.loads(json.dumps(found.to_json()))
    ProofMap.from_json(told).verify(narrow())


def swapped(box):
    turned = {"stands": "fails", "fails": "stands"}
    return replace(
        box, cells=tuple(replace(c, found=turned.get(c.found, c.found)) for c in box.cells)
    )


def without_hints(box):
    return replace(box, hints={})


@pytest.mark.parametrize("change", [swapped, without_hints])
def test_an_altered_map_of_paths_is_refused(found, change):
    altered = replace(found, boxes=tuple(map(change, found.boxes)))
    with pytest.raises(Unverified, match="is not proven as the map says"):
        ProofMap.from_json(json.loads(json.dumps(altered.to_json()))).verify(narrow())


@pytest.mark.parametrize("seed", range(6))
def test_projects_at_points_are_those_that_are_enclosed(seed):
    draw = random.Random(seed)
    tops = [draw.randint(1, 20) for _ in range(4)]
    slopes = [Fraction(draw.randint(1, 9), 3) for _ in range(4)]

    def game(x, y):
        return HubCongestion(
            list("ABCD"), [tops[0] + x, *tops[1:]], slopes, draw_startups, tolls=[y, 0, -y, 0]
        )

    draw_startups = draw.randint(1, 30)
    sides = [(Fraction(0), Fraction(2)), (Fraction(-1), Fraction(1))]
    for _ in range(3):
        point = [low + (high - low) * Fraction(draw.randint(0, 7), 7) for low, high in sides]
        exact = congestion_equilibrium(game(*point))
        within = []

        def run(x, y, exact=exact, within=within):
            drawn, earned = crowd_on_box(game(x, y))
            pairs = [*zip(drawn, exact.startups.values(), strict=True), (earned, exact.welfare)]
            ends = [(bounds_of(form), known) for form, known in pairs]
            within.append(all(low <= known <= high for (low, high), known in ends))

        paths(Box(sides), run)
        assert any(within)


def test_the_command_draws_and_verifies_the_map(tmp_path, capsys):
    file, picture = tmp_path / "paths.toml", tmp_path / "map.png"
    taste = ("taste = { v = 1, low = 0.5, high = 4 }", "taste = { v = 1, low = 1, high = 1.001 }")
    assert taste[0] in TEXT
    file.write_text(TEXT.replace(*taste) + GRID, encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["paths", str(file), "--map", "-o", str(picture), "--verify"])
    told = capsys.readouterr().out
    assert end.value.code == 0
    assert "MAP         paths: paths.taste from 1 to 1.001" in told
    assert "so do the proofs of" in told
    assert "looked at on a grid" not in told
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("more", "given", "named"),
    [
        ("", ["--map"], "[paths.grid] is missing"),
        (GRID, ["-o", "a.png"], "-o is 'given without --map'"),
        (GRID, ["--map", "-o", "a.pdf"], ".png or .svg"),
    ],
)
def test_a_wrong_command_for_the_map_is_one_sentence(tmp_path, capsys, more, given, named):
    file = tmp_path / "paths.toml"
    file.write_text(TEXT + more, encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["paths", str(file), *given])
    told = capsys.readouterr().err
    assert end.value.code == 2
    assert named in told
    assert told.count("\n") == 1
