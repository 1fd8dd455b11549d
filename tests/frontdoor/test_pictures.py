"""Pictures: what is drawn is what is exact, in artists that are found by their gid."""

from __future__ import annotations

import io
import itertools
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

import intercity as ic
from intercity.checkup.check_up import Report, check_up
from intercity.pictures import pictures_of, png
from intercity.topics.arms_race.picture import best_replies
from mechanisms.compact.gain_curve import gain_curves, kinks
from mechanisms.compact.instrument import amount_of
from mechanisms.compact.negotiation import SOLUTIONS, negotiated_terms
from mechanisms.compact.terms import terms_of_trade
from tests.frontdoor.conftest import Told
from tests.frontdoor.starter import NONE_RETURNS, STARTER, staying

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {file.parent.name: file for file in sorted(ROOT.glob("examples/*/scenario.toml"))}
QUZHOU = EXAMPLES["quzhou_hangzhou"].read_text("utf-8")

PARK = ic.CoalitionalGame(
    ["Hangzhou", "Ningbo", "Quzhou"],
    {
        "Hangzhou": 30, "Ningbo": 12, "Quzhou": 6,
        ("Hangzhou", "Ningbo"): 45, ("Hangzhou", "Quzhou"): 94, ("Ningbo", "Quzhou"): 43,
        ("Hangzhou", "Ningbo", "Quzhou"): 120,
    },
)  # fmt: skip
TVA = ic.CoalitionalGame.from_array(
    ["navigation", "flood control", "power"],
    [0, 163520, 140826, 301607, 250096, 378821, 367370, 412584],
    "cost",
)
MAJORITY = ic.CoalitionalGame.from_function(["A", "B", "C"], lambda s: 60 if len(s) > 1 else 0)


def game(*worths: object, sense: str = "gain") -> ic.CoalitionalGame:
    return ic.CoalitionalGame.from_array(["A", "B", "C"], [0, *worths], sense)


@pytest.fixture(scope="module")
def quzhou() -> Report:
    return check_up(ic.parse_scenario(QUZHOU), ranges=False)


def drawn(figure: Figure, gid: str):
    found = [
        artist for axes in figure.axes for artist in axes.findobj(lambda a: a.get_gid() == gid)
    ]
    assert len(found) <= 1, gid
    return found[0] if found else None


def points(artist):
    if isinstance(artist, Polygon):
        return [tuple(point) for point in artist.get_xy()[:-1]]
    return list(zip(*artist.get_data(), strict=True))


def payoffs(point, game):
    """The split at a point of the page: the top corner is the first player's, then left, right."""
    x, y = point
    top = y / (3**0.5 / 2)
    right = x - top / 2
    alone = [float(game.worth(1 << i)) for i in range(3)]
    gain = float(game.grand_worth) - sum(alone)
    shares = (top, 1 - top - right, right)
    return tuple(own + share * gain for own, share in zip(alone, shares, strict=True))


def core_corners(game):
    """By brute force: where two of the six constraints are tight and all six hold."""
    whole = game.grand_worth
    rows = [(mask, game.worth(mask)) for mask in range(1, game.grand)]
    sign = 1 if game.sense == "gain" else -1
    found = set()
    for (one, a), (other, b) in itertools.combinations(rows, 2):
        matrix = [[mask >> i & 1 for i in range(3)] for mask in (one, other, game.grand)]
        right = [a, b, whole]

        def det(m):
            return sum(
                m[0][i]
                * (m[1][(i + 1) % 3] * m[2][(i + 2) % 3] - m[1][(i + 2) % 3] * m[2][(i + 1) % 3])
                for i in range(3)
            )

        if det(matrix) == 0:
            continue
        split = tuple(
            Fraction(det([[*r[:i], v, *r[i + 1 :]] for r, v in zip(matrix, right, strict=True)]))
            / det(matrix)
            for i in range(3)
        )
        if all(
            sign * (sum(x for i, x in enumerate(split) if mask >> i & 1) - v) >= 0
            for mask, v in rows
        ):
            found.add(split)
    return found


def assert_core_is_drawn(game):
    core = drawn(ic.core_triangle(game), "core")
    expected = core_corners(game)
    if core is None:
        assert not expected
        return
    found = [payoffs(point, game) for point in points(core)]
    assert len(found) == len(expected)
    scale = float(max(abs(game.worth(mask)) for mask in range(1, 8)))
    for split in expected:
        assert any(
            all(abs(x - float(y)) <= 1e-9 * scale for x, y in zip(f, split, strict=True))
            for f in found
        ), split


@pytest.mark.parametrize(
    "drawn_game",
    [
        PARK,
        TVA,
        MAJORITY,
        game(0, 0, 1, 0, 1, 0, 1),  # one left glove: a single point
        game(0, 0, 0, 0, 2, 4, 6),
        game(0, 0, 3, 0, 3, 0, 3),
        game(1, 1, 2, 1, 2, 14, 10),  # B and C alone make more than all
        game(0, 0, 10**15, 0, 1, 10**15, 4 * 10**15),
        game(Fraction(1, 10**12), 0, Fraction(2, 10**12), 0, 0, 0, Fraction(4, 10**12)),
        game(-5, -3, 0, -2, 0, -4, 1),
        game(5, 5, 6, 5, 6, 6, 11, sense="cost"),
        game(5, 5, 8, 5, 8, 9, 11, sense="cost"),
    ],
)
def test_the_shaded_polygon_is_the_core(drawn_game: ic.CoalitionalGame) -> None:
    assert_core_is_drawn(drawn_game)


@given(
    worths=st.lists(st.integers(-3, 9), min_size=6, max_size=6),
    above=st.integers(1, 12),
    sense=st.sampled_from(["gain", "cost"]),
)
@settings(max_examples=12)
def test_the_core_of_small_games_is_drawn(worths: list[int], above: int, sense: str) -> None:
    whole = worths[0] + worths[1] + worths[3] + (above if sense == "gain" else -above)
    assert_core_is_drawn(game(*worths, whole, sense=sense))


def test_the_core_polygon_does_not_cross_itself() -> None:
    corners = points(drawn(ic.core_triangle(TVA), "core"))
    turns = [
        (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
        for a, b, c in zip(
            corners, corners[1:] + corners[:1], corners[2:] + corners[:2], strict=True
        )
    ]
    assert len(corners) == 6
    assert all(turn > 0 for turn in turns)


@pytest.mark.parametrize("drawn_game", [PARK, TVA])
def test_nucleolus_and_shapley_value_are_where_they_are(drawn_game: ic.CoalitionalGame) -> None:
    figure = ic.core_triangle(drawn_game)
    for name, split in (
        ("nucleolus", ic.nucleolus(drawn_game)),
        ("Shapley value", ic.shapley_value(drawn_game)),
    ):
        (point,) = points(drawn(figure, name))
        expected = [float(split[city]) for city in drawn_game.players]
        assert payoffs(point, drawn_game) == pytest.approx(expected)
    assert drawn(figure, "least core") is None


def test_a_pair_s_line_is_where_it_gets_its_worth() -> None:
    figure = ic.core_triangle(PARK)
    for pair in (("Hangzhou", "Ningbo"), ("Hangzhou", "Quzhou"), ("Ningbo", "Quzhou")):
        for point in points(drawn(figure, f"line of {' + '.join(pair)}")):
            split = dict(zip(PARK.players, payoffs(point, PARK), strict=True))
            assert sum(split[city] for city in pair) == pytest.approx(float(PARK.worth(pair)))
    words = [text.get_text() for text in figure.axes[0].texts]
    assert "Hangzhou + Quzhou\nask for 94.0" in words
    assert "Hangzhou gets 102.0\n(alone 30.0)" in words


def test_an_empty_core_says_so_and_shows_what_is_missing() -> None:
    figure = ic.core_triangle(MAJORITY, money="million a year")
    assert figure.texts[0].get_text().startswith("No way to share 60.0 keeps every group in")
    assert "fine of 20.0" in figure.texts[0].get_text()
    told = " ".join(figure.texts[1].get_text().split())
    assert "Working 50% of the time in each of {A, B}, {A, C} and {B, C} would make 90.0" in told
    (point,) = points(drawn(figure, "least core"))
    assert payoffs(point, MAJORITY) == pytest.approx((20, 20, 20))
    short = [text for text in figure.axes[0].texts if text.get_gid() == "short"]
    assert [text.get_text() for text in short] == ["20.0 short"] * 3


def test_titles_state_the_finding() -> None:
    def title(drawn_game: ic.CoalitionalGame) -> str:
        return " ".join(ic.core_triangle(drawn_game).texts[0].get_text().split())

    assert title(PARK).endswith("keep every group in; the Shapley value is one")
    assert title(TVA).startswith("Some ways to share the cost of 412,584 keep")
    glove = game(0, 0, 1, 0, 1, 0, 1)
    assert (
        title(glove) == "Only one way to share 1.0 keeps every group in; the Shapley value does not"
    )


def test_other_numbers_of_players_are_refused() -> None:
    for players in ("AB", "ABCD"):
        many = ic.CoalitionalGame.from_function(list(players), lambda s: len(s) ** 2)
        with pytest.raises(ic.InvalidInput, match=f"players of a core triangle is {len(players)}"):
            ic.core_triangle(many)


@pytest.mark.parametrize("whole", [3, 2])
def test_nothing_to_gain_has_no_triangle(whole: int) -> None:
    with pytest.raises(ic.Undefined, match="no more than each of them alone"):
        ic.core_triangle(game(1, 1, 2, 1, 2, 2, whole))


@pytest.mark.parametrize(
    "drawn_game",
    [PARK, TVA, MAJORITY, game(0, 0, 1, 0, 1, 0, 1), game(1, 1, 2, 1, 2, 14, 10)],
)
def test_no_words_overlap_or_leave_the_page(drawn_game: ic.CoalitionalGame) -> None:
    figure = ic.core_triangle(drawn_game, money="thousand US dollars")
    (axes,) = figure.axes
    texts = [text for text in axes.texts if text.get_text() and text.get_gid() != "short"]
    boxes = [text.get_window_extent() for text in (*figure.texts, *texts)]
    boxes.append(axes.get_legend().get_window_extent())
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)
    for box in boxes:
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= figure.bbox.x1
        assert box.y1 <= figure.bbox.y1


@pytest.fixture(scope="module")
def willing() -> Report:
    """The main example with firms that return as planned, and Quzhou's officials staying."""
    text = QUZHOU.replace("return_small_city = { v = 1.30,", "return_small_city = { v = 1.35,")
    return check_up(ic.parse_scenario(staying(text, "Quzhou")), ranges=False)


def test_curves_of_the_main_example(willing: Report) -> None:
    quzhou = willing
    compact = quzhou.context.compact
    assert compact is not None
    alone = quzhou.context.status_quo
    curves = gain_curves(compact, alone)
    terms = terms_of_trade(compact, alone)
    assert terms is not None
    assert {city: (c[0][0], c[-1][0]) for city, c in curves.items()} == {
        "Hangzhou": (0, 380),
        "Quzhou": (0, 380),
    }
    # Quzhou sells up to 100 mu of what is left after 120 for plants, builds on 100, then buys.
    assert [q for q, _ in curves["Quzhou"]] == [0, 80, 180, 280, 380]
    (q, y), (r, z) = curves["Hangzhou"]
    assert q - y * (r - q) / (z - y) == terms.lowest  # where the straight line crosses zero
    for city, gain in (("Hangzhou", "29.1"), ("Quzhou", "23.4")):
        at_signed = at(curves[city], Fraction(300))
        assert f"{float(at_signed):.1f}" == gain
        planned = quzhou.context.planned
        assert planned is not None
        assert at_signed == planned.payoffs[city] - alone[city]


def at(kinks, q):
    for (left, y), (right, z) in itertools.pairwise(kinks):
        if left <= q <= right:
            return y + (z - y) * (q - left) / (right - left)
    raise AssertionError(q)


def test_curves_are_exact_between_their_kinks(quzhou: Report) -> None:
    from dataclasses import replace

    from mechanisms.compact.deal_payoffs import deal_payoffs

    compact = quzhou.context.compact
    assert compact is not None
    alone = quzhou.context.status_quo
    curves = gain_curves(compact, alone)
    for q in (Fraction(7), Fraction(80), Fraction(1000, 7), Fraction(279), Fraction(281), 380):
        deal = replace(compact, transfers=(replace(compact.transfers[0], amount=Fraction(q)),))
        found = deal_payoffs(deal)
        assert found is not None
        for city in compact.members:
            assert at(curves[city], q) == found.payoffs[city] - alone[city]


@given(
    lines=st.lists(st.tuples(st.integers(-5, 5), st.integers(-9, 9)), min_size=1, max_size=7),
    high=st.integers(0, 8),
    tie=st.sampled_from([min, max, lambda slopes: sum(slopes, Fraction(0)) / len(slopes)]),
)
def test_kinks_of_the_lowest_of_some_lines(lines, high, tie) -> None:
    """Whatever slope a degenerate program tells in a kink."""

    def curve(q):
        y = min(slope * q + c for slope, c in lines)
        slopes = [Fraction(slope) for slope, c in lines if slope * q + c == y]
        return Fraction(y), tie(slopes)

    crossings = {
        Fraction(d - c, a - b) for (a, c), (b, d) in itertools.permutations(lines, 2) if a != b
    }
    found = kinks(curve, Fraction(0), Fraction(high))
    inside = sorted(q for q in crossings if 0 < q < high)
    expected = [
        (q, curve(q)[0])
        for q in inside
        if len({slope for slope, c in lines if slope * q + c == curve(q)[0]}) > 1
    ]
    assert [q for q, _ in found[1:-1]] == [q for q, _ in expected]
    assert found[1:-1] == expected
    assert {found[0][0], found[-1][0]} == {0, high}


def test_the_terms_are_drawn_at_their_numbers(willing: Report) -> None:
    quzhou = willing
    before = quzhou.to_json()
    figure = ic.terms_picture(quzhou)
    assert quzhou.to_json() == before  # drawing asks nothing that a replay would miss
    compact, alone = quzhou.context.compact, quzhou.context.status_quo
    assert compact is not None
    (found,) = (f for f in quzhou.findings if f.name == "terms")
    lowest, highest = found.facts.open_amount.lowest, found.facts.open_amount.highest
    curves = gain_curves(compact, alone)
    for city, curve in curves.items():
        line = points(drawn(figure, f"gain of {city}"))
        assert line == [(float(q), float(gain)) for q, gain in curve]
    shaded = drawn(figure, "all gain")
    assert isinstance(shaded, Rectangle)
    assert shaded.get_x() == pytest.approx(float(lowest))
    assert shaded.get_x() + shaded.get_width() == pytest.approx(float(highest))
    assert points(drawn(figure, "zero"))[0][1] == 0
    quota = amount_of(compact)
    fair = {
        name: negotiated_terms(
            compact, alone, solution, quota, floors=quzhou.context.talk_floors
        ).terms[quota.name]
        for name, solution in SOLUTIONS.items()
    }
    for gid, amount in {"signed": 300, **fair}.items():
        assert points(drawn(figure, gid))[0][0] == pytest.approx(float(amount))
    # the gains are equal where the picture says so
    assert len({at(curve, fair["equal gains"]) for curve in curves.values()}) == 1
    assert Fraction("104.1") < lowest < Fraction("104.2")
    told = "Nobody loses from 104.2 to 380 mu of quota; signed: 300"
    assert " ".join(figure.texts[0].get_text().split()) == told
    assert "30 projects return" in " ".join(figure.texts[1].get_text().split())
    (axes,) = figure.axes
    assert axes.get_xlabel().startswith("quota that Quzhou hands over to Hangzhou (mu)")
    assert "million yuan per year" in axes.get_ylabel()


def test_terms_at_which_not_all_gain_are_not_shaded() -> None:
    dear = QUZHOU.replace('{ v = 320,  src = "CYD2017" }', '{ v = 1000, src = "CYD2017" }')
    figure = ic.terms_picture(check_up(ic.parse_scenario(dear), ranges=False))
    assert drawn(figure, "all gain") is None
    assert " ".join(figure.texts[0].get_text().split()) == (
        "No amount of quota makes both gain; signed: 300"
    )


def test_a_price_tilts_both_curves() -> None:
    text = QUZHOU.replace(
        "price_one_off = { v = 0, low = 0, high = 0.5 }", "price_one_off = { v = 1 }"
    )
    text = text.replace("{ v = 1 }", "{ v = 1, low = 0, high = 2 }")
    paid = check_up(ic.parse_scenario(text), ranges=False)
    free = check_up(ic.parse_scenario(QUZHOU), ranges=False)
    assert paid.context.compact is not None
    assert free.context.compact is not None
    price = paid.context.compact.transfers[0].price
    assert price > 0
    tilted = gain_curves(paid.context.compact, paid.context.status_quo)
    flat = gain_curves(free.context.compact, free.context.status_quo)
    for city, sign in (("Hangzhou", -1), ("Quzhou", 1)):
        assert tilted[city] == [(q, y + sign * price * q) for q, y in flat[city]]


def test_a_deal_that_cannot_be_done_has_no_curves() -> None:
    text = QUZHOU.replace(
        "amount = { v = 300, low = 100, high = 400 }", "amount = { v = 600, low = 100, high = 700 }"
    )
    report = check_up(ic.parse_scenario(text), ranges=False)
    with pytest.raises(ic.Undefined, match="promises more than its members have"):
        ic.terms_picture(report)


def test_without_a_deal_there_are_no_terms() -> None:
    report = check_up(ic.load_scenario(EXAMPLES["tva"]), ranges=False)
    with pytest.raises(ic.InvalidInput, match=r"\[compact\] of the scenario is missing"):
        ic.terms_picture(report)
    assert list(pictures_of(report)) == ["core_triangle"]


RACES = {
    "alike": ic.SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4)),
    "war": ic.SubsidyCompetition(
        ["Kansas", "Missouri"],
        value=[66, 55],
        mu=Fraction(15, 2),
        mass=1000,
        spillovers=[[0, Fraction(1, 5)], [Fraction(1, 5), 0]],
    ),
    "asleep": ic.SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=2),
    "alone": ic.SubsidyCompetition(["Quzhou"], value=[1], mu=2),
    "cycle": ic.SubsidyCompetition(
        ["A", "B", "C"],
        value=[3, 1, 1],
        mu=Fraction(1, 20),
        spillovers=[[0, 2, 0], [-1, 0, 0], [-1, 0, 0]],
    ),
}


@pytest.mark.parametrize("name", RACES)
def test_the_race_is_drawn_at_its_numbers(name: str) -> None:
    game, race = RACES[name], ic.arms_race(RACES[name])
    figure = ic.race_picture(game, money="million yuan per year")
    path, money = figure.axes
    for city in game.cities:
        bids = points(drawn(figure, f"bids of {city}"))
        assert bids[0] == (0, 0)
        assert bids[1][1] == pytest.approx(float(race.first_replies[city]))
        end = float(race.equilibrium.subsidies[city])
        assert points(drawn(figure, f"equilibrium of {city}"))[0][1] == pytest.approx(end)
        if race.rounds is not None:
            assert [x for x, _ in bids] == list(range(race.rounds + 2))
            assert bids[race.rounds][1] == pytest.approx(end, abs=float(game.mu) / 100)
    lengths = [
        bar.get_width() for bars in money.containers for bar in bars if bar.get_gid() != "windfall"
    ]
    assert lengths == pytest.approx(
        [
            float(race.treasuries.no_subsidy),
            float(sum(race.equilibrium.payoffs.values())),
            float(race.treasuries.joint_optimum),
            float(race.firms_gain),
        ],
        abs=1e-12,
    )
    windfall = drawn(figure, "windfall")
    assert windfall.get_width() == pytest.approx(float(race.windfall))
    assert 0 <= windfall.get_width() <= lengths[-1] + 1e-12
    assert path.get_ylabel() == "subsidy per firm"
    assert money.get_xlabel() == "million yuan per year"


def test_a_race_in_words() -> None:
    def words(name: str) -> list[str]:
        return [" ".join(text.get_text().split()) for text in ic.race_picture(RACES[name]).texts]

    title, subtitle = words("war")
    assert title == (
        "Bidding leaves the cities 41,669 of the 72,600 that they could keep jointly; firms gain "
        "32,462"
    )
    assert subtitle.startswith("They pay firms 32,751 in all, 86% of it to firms that would be")
    assert words("asleep")[0] == "No arms race: the cities keep 1.0, without subsidies 1.0"
    assert ic.arms_race(RACES["cycle"]).rounds is None
    assert "other equilibria" in words("cycle")[1]


def test_best_replies_are_those_of_the_formula() -> None:
    """Two alike: the reply to s is the root of (b - t)(1 - share(t, s)) = mu, by bisection."""
    from math import exp

    first, second = (bids["Quzhou"] for bids in best_replies(RACES["alike"], 2)[1:])

    def reply(s: float) -> float:
        low, high = 0.0, 1.0
        for _ in range(60):
            t = (low + high) / 2
            share = 1 / (1 + exp((s - t) / 0.25))
            low, high = (t, high) if (1 - t) * (1 - share) > 0.25 else (low, t)
        return low

    assert first == pytest.approx(reply(0))
    assert second == pytest.approx(reply(first))


def test_names_with_dollars_are_not_read_as_formulas() -> None:
    odd = ic.CoalitionalGame.from_array(["$\\frac$", "B_1", "C^2"], [0, 0, 0, 1, 0, 1, 1, 2])
    figure = ic.core_triangle(odd, money="$ a year, in $")
    assert png(figure).startswith(b"\x89PNG")


def test_letters_that_no_font_has_cost_a_warning_and_no_picture() -> None:
    odd = ic.CoalitionalGame.from_array(["\U00013000", "B", "C"], [0, 0, 0, 1, 0, 1, 1, 2])
    with pytest.warns(UserWarning, match="no installed font can write all names") as heard:
        figure = ic.core_triangle(odd)
    assert len(heard) == 1
    assert png(figure).startswith(b"\x89PNG")


def test_drawing_leaves_the_user_s_style_alone() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    ic.core_triangle(PARK)
    assert dict(mpl.rcParams) == before


def test_pictures_are_as_wide_as_a_projector() -> None:
    from matplotlib.image import imread

    pixels = imread(io.BytesIO(png(ic.race_picture(RACES["alike"]))))
    assert pixels.shape[:2] == (1080, 1920)


# ---------------------------------------------------------------------------- the command line


def run(*arguments: object, code: str) -> subprocess.CompletedProcess[str]:
    start = f"{code}; from intercity.cli import main; main({[str(a) for a in arguments]!r})"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", start],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_draws_what_a_scenario_has(tmp_path: Path, call: Callable[..., Told]) -> None:
    folder = tmp_path / "drawn"
    none_returns = tmp_path / "none_returns.toml"
    none_returns.write_text(NONE_RETURNS, encoding="utf-8")
    told = call("check", none_returns, "--no-ranges", "--pictures", folder)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("CHECK-UP")
    assert [line for line in told.out.splitlines()[-4:] if "bargaining" not in line][-2:] == [
        f"PICTURE     {folder / name}" for name in ("race.png", "pairing.png")
    ]
    # As firms choose, no amount of quota leaves both as well off as without a deal.
    assert "PICTURE     no bargaining.png: The bargaining picture is not defined here" in told.out
    written = sorted(file.name for file in folder.iterdir())
    assert written == ["pairing.png", "race.png", "terms.png"]
    for file in folder.iterdir():
        assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["three_city_park", "tva", "kansas_missouri"])
def test_examples_have_their_picture(name: str, tmp_path: Path) -> None:
    report = check_up(ic.load_scenario(EXAMPLES[name]), ranges=False)
    expected = "race" if name == "kansas_missouri" else "core_triangle"
    assert list(pictures_of(report)) == [expected]
    assert png(pictures_of(report)[expected]()).startswith(b"\x89PNG")


def test_a_bad_folder_is_one_sentence_and_nothing_is_written(
    tmp_path: Path, call: Callable[..., Told]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    blocked = tmp_path / "blocked"
    (blocked / "core_triangle.png").mkdir(parents=True)
    for folder, place, right in (
        (taken, "--pictures", "a folder, not a file"),
        (
            tmp_path / "no" / "such",
            "--pictures",
            "a folder, or the name of a new one in one",
        ),
        (blocked, "the folder to write into", "one that can be written"),
    ):
        told = call("check", EXAMPLES["tva"], "--no-ranges", "--pictures", folder)
        assert (told.code, told.out) == (2, "")
        assert told.err.startswith(f"{place} is '{folder}'; it should be {right}")
        assert told.err.count("\n") == 1
    assert taken.read_text() == "mine"
    assert not (tmp_path / "no").exists()
    assert [file.name for file in blocked.iterdir()] == ["core_triangle.png"]


def test_no_line_crosses_the_words_that_both_gain() -> None:
    # In the middle of the amounts at which both gain, from 67.5 to 202.
    text = STARTER.replace("{ v = 120, low = 60, high = 150 }", "{ v = 135, low = 60, high = 150 }")
    figure = ic.terms_picture(check_up(ic.parse_scenario(text), ranges=False))
    figure.draw_without_rendering()
    (axes,) = figure.axes
    (words,) = [one for one in axes.texts if one.get_text() == "both gain"]
    ends = words.get_window_extent()
    lines = [line for line in axes.lines if str(line.get_gid()).startswith(("signed", "equal"))]
    for line in lines:
        x, _ = axes.transData.transform((line.get_xdata()[0], 0))
        assert not ends.x0 <= x <= ends.x1
    assert lines


def test_a_scenario_without_pictures_has_its_report(
    tmp_path: Path, call: Callable[..., Told]
) -> None:
    folder = tmp_path / "drawn"
    told = call("check", EXAMPLES["skane"], "--no-ranges", "--pictures", folder)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("CHECK-UP")
    assert told.out.splitlines()[-1].startswith("PICTURE     none is drawn of this scenario: ")
    assert not folder.exists()


def test_a_picture_that_cannot_be_drawn_is_explained(
    tmp_path: Path, call: Callable[..., Told]
) -> None:
    flat = tmp_path / "flat.toml"
    text = EXAMPLES["tva"].read_text("utf-8")
    flat.write_text(text.replace("412584", "554442"), "utf-8")
    told = call("check", flat, "--no-ranges", "--pictures", tmp_path / "drawn")
    assert (told.code, told.err) == (0, "")
    last = told.out.splitlines()[-1]
    assert last.startswith(
        "PICTURE     no core_triangle.png: The core triangle is not defined here"
    )


@pytest.mark.parametrize("other", ["--json", "--verify", "--write-lp=x.lp", "--write-model=x"])
def test_pictures_go_with_no_other_output(
    other: str, tmp_path: Path, call: Callable[..., Told]
) -> None:
    told = call("check", EXAMPLES["tva"], "--pictures", tmp_path / "drawn", other)
    assert (told.code, told.out) == (2, "")
    assert "one of them at a time" in told.err
    assert list(tmp_path.iterdir()) == []


def test_without_matplotlib_there_is_one_sentence(
    tmp_path: Path, call: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.setitem(sys.modules, name, None)
    folder = tmp_path / "drawn"
    told = call("check", EXAMPLES["tva"], "--pictures", folder)
    assert (told.code, told.out) == (2, "")
    assert told.err == f"pictures need matplotlib: {sys.executable} -m pip install matplotlib\n"
    assert not folder.exists()


def test_a_report_needs_no_matplotlib() -> None:
    """In a process that has not imported it."""
    missing = "import sys; sys.modules['matplotlib'] = None"
    assert run("check", EXAMPLES["tva"], "--no-ranges", code=missing).returncode == 0
