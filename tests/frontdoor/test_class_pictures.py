"""Pictures for a class: what is drawn is what is exact, and no words stand on others."""

from __future__ import annotations

import io
import itertools
from fractions import Fraction

import pytest

import intercity as ic

pytest.importorskip("matplotlib")

NAMES = ["Hangzhou", "Quzhou", "Jinhua"]
half = Fraction(1, 2)
CLAIMS = ic.BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Hangzhou": 300}, 200)
CORRIDOR = ic.Corridor(
    ["Shanghai", "Jiaxing", "Hangzhou", "Jinhua", "Quzhou"], [8, 3, 5, 1, 0], [1, 1, 3, 4],
    kept=half,
)  # fmt: skip
FLOW = ic.FactorFlow(
    ["Hub", "Edge"], 1, 2, mass=20, congestion=half, speed=half, start={"Hub": 11, "Edge": 9},
    horizon=12,
)  # fmt: skip
KINDS = [
    ic.Firm("software", [5, 2], [1, 1], 1, number=30),
    ic.Firm("devices", [5, 2], [4, 1], 1, number=10),
    ic.Firm("chemicals", [3, 2], [6, 1], 4, number=20),
]
QUADRANTS = ic.Quadrants("Hangzhou", "Quzhou", KINDS)
PARK = ic.CoalitionalGame.from_function(NAMES, lambda s: 60 if len(s) > 1 else 0)
RACE = ic.SubsidyCompetition(NAMES, value=[10] * 3, mu=2, mass=30)
TWO = ic.BargainingProblem.from_inequalities(NAMES[:2], [((1, 1), 10)], (0, 0))
PAIRS = ic.MandatedPairing(
    ic.PairingGame(["Hub", "Port"], ["Quzhou", "Lishui"], [[9, 7], [8, 3]], [[1, 1], [1, 1]]),
    {"Quzhou": "Hub", "Lishui": "Port"},
)
PICTURES = {
    "claims": lambda: ic.claims_picture(CLAIMS, money="mu"),
    "corridor": lambda: ic.corridor_picture(CORRIDOR, money="million yuan a year"),
    "flow": lambda: ic.flow_picture(FLOW, unit="engineers"),
    "quadrants": lambda: ic.quadrants_picture(QUADRANTS, money="million yuan a year"),
    "empty core": lambda: ic.empty_core_picture(PARK, money="million yuan a year"),
    "truce": lambda: ic.truce_picture(ic.truce(RACE), discount=half, money="million yuan a year"),
    "pairs": lambda: ic.pairing_picture(PAIRS),
    "bargaining": lambda: ic.bargaining_picture(TWO),
    "triangle": lambda: ic.core_triangle(PARK, marks={"ours": dict.fromkeys(NAMES, 20)}),
}


@pytest.fixture(scope="module")
def figures():
    return {name: draw() for name, draw in PICTURES.items()}


def by_gid(figure, gid):
    (found,) = [a for axes in figure.axes for a in axes.findobj(lambda a: a.get_gid() == gid)]
    return found


def words(figure):
    return [
        text
        for text in (*figure.texts, *(t for axes in figure.axes for t in axes.texts))
        if text.get_text() and text.get_visible()
    ]


@pytest.mark.parametrize("name", PICTURES)
def test_no_words_stand_on_others_or_off_the_page(name, figures):
    figure = figures[name]
    boxes = {text: text.get_window_extent() for text in words(figure)}
    for one, other in itertools.combinations(boxes, 2):
        inside = boxes[one].padded(-1)
        assert not inside.overlaps(boxes[other].padded(-1)), (one.get_text(), other.get_text())
    for text, box in boxes.items():
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= figure.bbox.x1, text
        assert box.y1 <= figure.bbox.y1, text


@pytest.mark.parametrize("name", PICTURES)
def test_letters_can_be_read_from_the_last_row(name, figures):
    """A letter of 11 points on a page of 7.2 inches is a 47th of its height."""
    assert min(text.get_fontsize() for text in words(figures[name])) >= 11


def test_pictures_are_kept_at_any_resolution_and_as_pdf(figures):
    from matplotlib.image import imread

    figure = figures["bargaining"]
    sizes = []
    for dpi in (50, 100):
        file = io.BytesIO()
        figure.savefig(file, dpi=dpi, format="png")
        file.seek(0)
        sizes.append(imread(file).shape[:2])
    assert sizes == [(360, 640), (720, 1280)]
    file = io.BytesIO()
    figures["claims"].savefig(file, format="pdf")
    assert file.getvalue()[:4] == b"%PDF"


def test_a_notebook_that_cuts_the_margins_moves_no_line(figures):
    from matplotlib.image import imread
    from matplotlib.transforms import Bbox

    def image(**how):
        file = io.BytesIO()
        figures["bargaining"].savefig(file, dpi=50, format="png", **how)
        file.seek(0)
        return imread(file)

    whole, part = image(), image(bbox_inches=Bbox.from_bounds(1, 1, 10, 6))
    assert abs(whole[10:310, 50:550] - part).mean() < 1e-4


def test_solutions_that_coincide_keep_their_colours(figures):
    from matplotlib.colors import to_hex

    (axes,) = figures["bargaining"].axes
    at = [
        line
        for line in axes.lines
        if line.get_marker() == "o" and tuple(map(float, line.get_xdata())) == (5,)
    ]
    sizes = [line.get_markersize() for line in at]
    assert len(set(sizes)) == len(sizes) == 4
    assert len({to_hex(line.get_color()) for line in at}) == 4
    ways = {n: by_gid(figures["bargaining"], f"way of {n}") for n in ("egalitarian", "equal loss")}
    offsets = {line._unscaled_dash_pattern[0] for line in ways.values()}
    assert len(offsets) == 2


def test_solutions_that_coincide_share_a_caption(figures):
    (axes,) = figures["triangle"].axes
    captions = [text.get_text().replace("\n", " ") for text in axes.get_legend().get_texts()]
    assert sum("nucleolus" in told for told in captions) == 1
    assert any("nucleolus = Shapley value" in told for told in captions)
    x, y = by_gid(figures["triangle"], "ours").get_data()
    assert (float(x[0]), float(y[0])) == pytest.approx((0.5, 3**0.5 / 6))


def test_a_mark_that_is_no_split_is_refused():
    with pytest.raises(ic.InvalidInput, match="the sum of the split ours is 61"):
        ic.core_triangle(PARK, marks={"ours": [20, 20, 21]})


def test_water_stands_at_one_level(figures):
    from matplotlib.patches import Rectangle

    figure = figures["claims"]
    level = by_gid(figure, "level").get_ydata()[0]
    assert level == 75  # Ketubot 93a: 50, 75, 75 of 200
    water = [p for p in figure.axes[0].patches if isinstance(p, Rectangle) and p.get_fill()]
    assert sorted(p.get_height() for p in water) == [50, 75, 75]
    assert sum(p.get_height() for p in water) == 200


@pytest.mark.parametrize("estate", [0, 50, 300, 450, 600])
def test_all_the_water_is_in_the_vessels(estate):
    from matplotlib.patches import Rectangle

    problem = ic.BankruptcyProblem(CLAIMS.claims, estate)
    figure = ic.claims_picture(problem)
    (axes,) = figure.axes
    level = by_gid(figure, "level").get_ydata()[0]
    water = [p for p in axes.patches if isinstance(p, Rectangle) and p.get_fill()]
    assert sum(p.get_height() for p in water) == pytest.approx(estate)
    assert all(p.get_y() + p.get_height() <= level + 1e-9 for p in water)


def test_bars_are_what_cities_get(figures):
    found = ic.corridor_ends(CORRIDOR)
    for city, value in found.values.items():
        assert by_gid(figures["corridor"], f"value of {city}").get_height() == float(value)
    dashed = by_gid(figures["corridor"], "link of Jinhua and Quzhou")
    assert dashed.get_linestyle() == "--"
    assert found.stretches == (("Shanghai", "Jiaxing", "Hangzhou", "Jinhua"), ("Quzhou",))


def test_the_flow_is_the_recurrence(figures):
    """n_i(t + 1) in proportion to n_i(t) e^(k r_i), in plain floats."""
    import math

    hub, edge = [11.0], [9.0]
    for _ in range(FLOW.horizon):
        n = [hub[-1], edge[-1]]
        grown = [x * math.exp(0.5 * (x - 0.5 * x)) for x in n]
        hub.append(20 * grown[0] / sum(grown))
        edge.append(20 * grown[1] / sum(grown))
    drawn = by_gid(figures["flow"], "Where it is (engineers): Hub").get_ydata()
    assert list(drawn) == pytest.approx(hub, rel=1e-9)
    paid = by_gid(figures["flow"], "What a unit earns there: Edge").get_ydata()
    assert list(paid) == pytest.approx([n / 2 for n in edge], rel=1e-9)


def test_firms_stand_in_bold_where_they_earn_most(figures):
    sites = ("Hangzhou", "Quzhou")
    for firm in KINDS:
        profits = {
            (r, p): firm.research[i] - firm.production[j] - firm.separation * (i != j)
            for i, r in enumerate(sites)
            for j, p in enumerate(sites)
        }
        best = max(profits.values())
        for (r, p), profit in profits.items():
            text = by_gid(figures["quadrants"], f"{firm.name} in {r} and {p}")
            assert (text.get_weight() == "bold") == (profit == best)
            assert f"profit {profit}" in text.get_text()


def test_each_city_is_counted_once(figures):
    cells = [
        (gid.split(" in row ", maxsplit=1)[0], gid.split(" in row ")[1])
        for axes in figures["empty core"].axes
        for line in axes.lines
        if (gid := str(line.get_gid() or "")) and " in row " in gid
    ]
    assert sorted(cells) == sorted(
        [("Hangzhou", "1"), ("Quzhou", "1"), ("Hangzhou", "2"), ("Jinhua", "2"),
         ("Quzhou", "3"), ("Jinhua", "3")]
    )  # fmt: skip
    told = " ".join(text.get_text() for text in words(figures["empty core"]))
    assert "90" in told
    assert "> v(all) = 60" in told


def test_a_core_that_is_not_empty_has_no_such_proof():
    with pytest.raises(ic.Undefined, match="not empty"):
        ic.empty_core_picture(ic.CoalitionalGame.from_function(NAMES, len))


@pytest.mark.parametrize(("discount", "does"), [("0.39", "breaks"), ("0.4", "keeps")])
def test_a_truce_tips_at_its_critical_discount(discount, does):
    figure = ic.truce_picture(ic.truce(RACE), discount=Fraction(discount))
    assert f" {does} the truce" in figure.texts[0].get_text().replace("\n", " ")
    left, right = figure.axes
    assert list(left.lines[0].get_ydata()) == [100] * 13
    keep, breach = (line.get_ydata()[-1] for line in right.lines if len(line.get_ydata()) > 2)
    assert (keep > breach) == (does == "keeps")


@pytest.mark.parametrize("bad", [1, -half, 2])
def test_a_discount_factor_is_below_one(bad):
    with pytest.raises(ic.InvalidInput, match="discount factor"):
        ic.truce_picture(ic.truce(RACE), discount=bad)


def test_scenarios_have_their_pictures():
    from pathlib import Path

    from intercity.pictures import pictures_of

    root = Path(__file__).parents[2] / "examples"
    for name, picture in (("claims", "claims"), ("corridor", "corridor"), ("talent_flow", "flow")):
        report = ic.check_up(ic.load_scenario(root / name / "scenario.toml"), ranges=False)
        assert picture in pictures_of(report)
