"""The picture of a bargaining problem: drawn where it is exact, with words that can be read."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

import intercity as ic
from intercity.checkup.check_up import Report, check_up
from intercity.pictures import pictures_of
from mechanisms.compact.deal_payoffs import deal_payoffs
from tests.properties.strategies import examples

ROOT = Path(__file__).resolve().parents[2]
QUZHOU = (ROOT / "examples" / "quzhou_hangzhou" / "scenario.toml").read_text("utf-8")
TINY, HUGE = Fraction(1, 10**12), 10**15
LONG = (
    "Qiandongnan Miao and Dong Autonomous Prefecture of Guizhou",
    "Xishuangbanna Dai Autonomous Prefecture in the very south of Yunnan",
)
CORNER = [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)]
"""x <= 1, y <= 1, x + 2y <= 2: Kalai and Smorodinsky (1975)."""


def hull(*points, d=(0, 0), cities=("Hangzhou", "Quzhou"), weights=None) -> ic.BargainingProblem:
    problem = ic.BargainingProblem.from_vertices(cities, points, d)
    return ic.BargainingProblem(
        problem.players, problem.disagreement, problem.points, weights=weights or {}
    )


PROBLEMS = {
    "corner": ic.BargainingProblem.from_inequalities(["Hangzhou", "Quzhou"], CORNER, (0, 0)),
    "straight": ic.BargainingProblem.from_inequalities(["A", "B"], [((1, 1), 2)], (0, 0)),
    "barter": hull((0, Fraction(17, 2)), (2, 8), (6, 7), (12, 5), (14, 4), (18, 0), (2, 2)),
    "crowded": hull((0, 1), (Fraction(1, 100), 1), (1, Fraction(99, 100)), (1, 0)),
    "one point": hull((3, 4), d=(3, 4)),
    "no gain": hull((1, -1), (-1, 1), (0, 0)),
    "only one gains": hull((0, 0), (0, 7)),
    "only one gains, from far up": hull((HUGE, 5), (HUGE, 7), d=(HUGE, 5)),
    "huge": hull((HUGE, 0), (0, 3 * HUGE), (Fraction(8 * HUGE, 10), 2 * HUGE)),
    "tiny": hull((TINY, 0), (0, 3 * TINY), (TINY * Fraction(4, 5), 2 * TINY)),
    "dwarfed": hull((HUGE + 1, HUGE), (HUGE, HUGE + 2), (HUGE, HUGE), d=(HUGE, HUGE)),
    "unlike": hull((10**6, 0), (0, 1), (8 * 10**5, Fraction(9, 10))),
    "negative": hull((5, -7), (-2, 5), (3, 3), d=(-2, -7)),
    "power": hull((5, -7), (-2, 5), (3, 3), d=(-2, -7), weights={"Hangzhou": 3}),
    "long names": hull((5, 1), (1, 5), (4, 4), (4, Fraction(43, 10)), d=(1, 1), cities=LONG),
    "dollars": hull((5, 1), (1, 5), cities=("$\\frac$", "B_1")),
    "smooth": ic.BargainingProblem.from_frontier(["Hangzhou", "Quzhou"], "4 - x**2", (0, 0)),
    "lifted": ic.BargainingProblem.from_inequalities(
        ["A", "B"],
        [({"A": 1, "mu": -1}, 0), ({"B": 1, "mu": 2}, 8), ({"mu": 1}, 3), ({"mu": -1}, 0)],
        (0, 0),
    ),
}


def drawn(figure: Figure, gid: str):
    (found,) = figure.axes[0].findobj(lambda artist: artist.get_gid() == gid)
    return found


def places(figure: Figure, gid: str) -> list[tuple[float, float]]:
    return list(zip(*drawn(figure, gid).get_data(), strict=True))


def labels(figure: Figure) -> list[str]:
    """The column on the right, from above."""
    texts = sorted(figure.texts[2:], key=lambda text: -text.get_position()[1])
    return [" ".join(text.get_text().split()) for text in texts]


def assert_readable(figure: Figure) -> None:
    """No words leave the page, or meet others."""
    figure.draw_without_rendering()
    (axes,) = figure.axes
    texts = [*figure.texts, axes.xaxis.label, axes.yaxis.label]
    for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        texts += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    texts += [axes.xaxis.offsetText, axes.yaxis.offsetText]
    boxes = [t.get_window_extent() for t in texts if t.get_visible() and t.get_text().strip()]
    for box in boxes:
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= figure.bbox.x1
        assert box.y1 <= figure.bbox.y1
    for one, other in itertools.combinations(boxes, 2):
        assert not one.padded(-1).overlaps(other.padded(-1))


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_label_can_be_read(name: str) -> None:
    money = "million yuan a year, kept by the cities after all transfers and fees"
    assert_readable(ic.bargaining_picture(PROBLEMS[name], money=money))


EVEN = "egalitarian = lexicographic egalitarian"
FAIR = f"Kalai–Smorodinsky = {EVEN} = equal loss"


def test_the_solutions_are_drawn_at_their_payoffs() -> None:
    """Kalai and Smorodinsky (1975); Raiffa and Perles-Maschler derived in tests/published."""
    figure = ic.bargaining_picture(PROBLEMS["corner"])
    assert places(figure, "Nash = utilitarian") == [(1, 0.5)]
    ((x, y),) = places(figure, FAIR)
    assert (x, y) == pytest.approx((2 / 3, 2 / 3))
    assert places(figure, "Raiffa") == [(0.75, 0.625)]
    assert places(figure, "Perles–Maschler") == [(0.5, 0.75)]
    assert places(figure, "no agreement") == [(0, 0)]
    assert places(figure, "ideal point") == [(1, 1)]
    assert places(figure, "frontier") == [(0, 1), (1, 0.5)]
    outline = {tuple(point) for point in drawn(figure, "agreements").get_xy()}
    assert outline == {(0, 0), (0, 1), (1, 0.5), (1, 0)}
    assert labels(figure) == [
        "Ideal point: 1 | 1",
        "Perles–Maschler: 0.5 | 0.75",
        "Kalai–Smorodinsky, egalitarian, lexicographic egalitarian and equal loss: 0.667 | 0.667",
        "Raiffa: 0.75 | 0.625",
        "Nash and utilitarian: 1 | 0.5",
        "No agreement: 0 | 0",
    ]


def test_the_lines_are_those_by_which_the_solutions_are_found() -> None:
    """The frontier and the payoffs of Nash's (1950) barter, as derived in tests/published."""
    figure = ic.bargaining_picture(PROBLEMS["barter"])
    assert places(figure, "Nash") == [(12, 5)]
    assert all(x * y == pytest.approx(60) for x, y in places(figure, "way of Nash"))
    proportional, even, lost = (324 / 29, 153 / 29), (6.75, 6.75), (41 / 3, 25 / 6)
    ways = {
        "Kalai–Smorodinsky": [(0, 0), proportional, (18, 8.5)],
        "egalitarian": [(0, 0), even],
        "equal loss": [(18, 8.5), lost],
    }
    for name, way in ways.items():
        line = places(figure, f"way of {name}")
        assert line == [pytest.approx(place) for place in way]
        assert places(figure, EVEN if name == "egalitarian" else name) == [pytest.approx(way[1])]


def test_the_hyperbola_of_unequal_power() -> None:
    """Nash with 3 : 1, from (-2, -7): (x + 2)^3 (y + 7) is as great all along, and least at it."""
    problem = PROBLEMS["power"]
    figure = ic.bargaining_picture(problem)
    nash = ic.nash_bargaining(problem)
    best = float((nash["Hangzhou"] + 2) ** 3 * (nash["Quzhou"] + 7))
    assert all(
        (x + 2) ** 3 * (y + 7) == pytest.approx(best) for x, y in places(figure, "way of Nash")
    )
    for (x, y), (u, v) in itertools.pairwise(places(figure, "frontier")):
        for t in range(11):
            a, b = x + t / 10 * (u - x), y + t / 10 * (v - y)
            assert (a + 2) ** 3 * (b + 7) <= best * (1 + 1e-12)
    assert "Power: Hangzhou 3, Quzhou 1" in " ".join(figure.texts[1].get_text().split())


@given(
    corners=st.lists(
        st.tuples(st.integers(-4, 9), st.integers(-4, 9)), min_size=1, max_size=6, unique=True
    )
)
@examples(62)
def test_the_frontier_is_the_upper_edge_of_the_corners(corners) -> None:
    """By brute force: no corner above it, each of its own corners between two of the given."""
    problem = hull((0, 0), *corners)
    figure = ic.bargaining_picture(problem, [])
    line = places(figure, "frontier")
    assert all(a[0] < b[0] and a[1] > b[1] for a, b in itertools.pairwise(line))
    for (x, y), (u, v) in itertools.pairwise(line):
        for a, b in corners:
            assert (u - x) * (b - y) <= (v - y) * (a - x) + 1e-9
    mixed = [
        (p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]))
        for p, q in itertools.product([(0, 0), *corners], repeat=2)
        for t in {
            Fraction(0),
            *(Fraction(-p[k], q[k] - p[k]) for k in (0, 1) if p[k] * q[k] < 0),
        }
    ]
    for end in (line[0], line[-1]):
        assert any(end == pytest.approx(tuple(map(float, point))) for point in mixed)
    most = [max(float(p[k]) for p in mixed if min(p) >= 0) for k in (0, 1)]
    assert (line[-1][0], line[0][1]) == pytest.approx(tuple(most))


def test_a_smooth_frontier_is_drawn_through_its_formula() -> None:
    figure = ic.bargaining_picture(PROBLEMS["smooth"], [ic.nash_bargaining])
    line = places(figure, "frontier")
    assert (line[0], line[-1]) == ((0, 4), pytest.approx((2, 0)))
    assert all(y == pytest.approx(4 - x**2) for x, y in line)
    ((x, y),) = places(figure, "Nash")  # x^2 = 4/3 makes x (4 - x^2) greatest
    assert (x, y) == pytest.approx(((4 / 3) ** 0.5, 8 / 3))


def test_where_gains_are_dwarfed_the_axes_show_gains() -> None:
    figure = ic.bargaining_picture(PROBLEMS["dwarfed"])
    assert places(figure, "frontier") == [(0, 2), (1, 0)]
    assert places(figure, "no agreement") == [(0, 0)]
    assert figure.axes[0].get_xlabel().startswith("gain of Hangzhou over 1,000,000,000,000,000")
    title = figure.texts[0].get_text()
    assert title.startswith("Egalitarian gives") or "gives" in title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("corner", "Nash gives Hangzhou 1, Kalai–Smorodinsky 0.667"),
        ("one point", "Nobody can gain: Hangzhou stays at 3, Quzhou at 4"),
        ("no gain", "Nobody can gain: Hangzhou stays at 0, Quzhou at 0"),
        ("only one gains", "Nash gives Quzhou 7, egalitarian 0"),
        ("straight", "All agree: A 1 and B 1"),
    ],
)
def test_titles_state_the_finding(name: str, title: str) -> None:
    assert ic.bargaining_picture(PROBLEMS[name]).texts[0].get_text() == title


def test_a_solution_of_one_s_own_and_marks() -> None:
    def to_each_its_half(problem):
        return dict.fromkeys(problem.players, 0.5)

    figure = ic.bargaining_picture(
        PROBLEMS["corner"], [ic.nash_bargaining, to_each_its_half], marks={"as signed": {
            "Hangzhou": 0.25, "Quzhou": -1}},
    )  # fmt: skip
    assert places(figure, "to each its half") == [(0.5, 0.5)]
    assert places(figure, "as signed") == [(0.25, -1)]
    assert figure.axes[0].get_ylim()[0] < -1
    assert figure.texts[0].get_text() == "Nash gives Hangzhou 1, to each its half 0.5"
    assert_readable(figure)


def test_a_mark_without_a_payoff_is_refused() -> None:
    with pytest.raises(ic.InvalidInput, match="as signed, Quzhou is missing"):
        ic.bargaining_picture(PROBLEMS["corner"], marks={"as signed": {"Hangzhou": 1}})


def test_numbers_that_differ_late_are_told_apart() -> None:
    close = hull((1, 0), (0, 1), (Fraction(50001, 100000), Fraction(50001, 100000)))
    figure = ic.bargaining_picture(close, [lambda p: {c: Fraction(1, 2) for c in p.players},
                                           ic.egalitarian])  # fmt: skip
    assert {"Egalitarian: 0.50001 | 0.50001"} < set(labels(figure))


def test_one_function_will_do_and_functions_without_a_name_are_told_apart() -> None:
    """The likeliest slip is no slip: the function in place of a list of it."""
    one = ic.bargaining_picture(PROBLEMS["corner"], ic.nash_bargaining)
    assert one.texts[0].get_text() == "Nash gives Hangzhou 1 and Quzhou 0.5"
    ends = [lambda p: {"Hangzhou": 1, "Quzhou": 0.5}, lambda p: {"Hangzhou": 0, "Quzhou": 1}]
    told = labels(ic.bargaining_picture(PROBLEMS["corner"], ends))
    assert "Your solution: 1 | 0.5" in told
    assert "Your solution (2): 0 | 1" in told


@pytest.mark.parametrize("size", [Fraction(10) ** 400, Fraction(1, 10**400)])
def test_payoffs_beyond_floating_point_have_no_picture(size: Fraction) -> None:
    with pytest.raises(ic.InvalidInput, match=r"e[+-]400; it should be in units"):
        ic.bargaining_picture(hull((size, 0), (0, size)))


def test_a_straight_line_to_an_irrational_end_is_drawn() -> None:
    problem = ic.BargainingProblem.from_frontier(["A", "B"], "pi - x", (0, 0))
    assert ic.bargaining_picture(problem).texts[0].get_text() == "All agree: A 1.57 and B 1.57"


def test_three_cities_do_not_fit_on_a_page() -> None:
    three = ic.BargainingProblem.from_vertices(
        ["Hangzhou", "Ningbo", "Quzhou"], [(1, 1, 1)], (0,) * 3
    )
    with pytest.raises(ic.InvalidInput, match="players of a bargaining picture is 3"):
        ic.bargaining_picture(three)


def test_payoffs_without_end_have_no_picture() -> None:
    endless = ic.BargainingProblem.from_inequalities(["A", "B"], [((1, 0), 1)], (0, 0))
    with pytest.raises(ic.Undefined, match="B's payoff can grow without end"):
        ic.bargaining_picture(endless)


# ---------------------------------------------------------------------------- of a deal


@pytest.fixture(scope="module")
def quzhou() -> Report:
    """With firms that return as planned."""
    willing = QUZHOU.replace("return_small_city = { v = 1.15,", "return_small_city = { v = 1.35,")
    return check_up(ic.parse_scenario(willing), ranges=False)


def test_a_deal_is_drawn_where_its_terms_put_it(quzhou: Report) -> None:
    """The frontier is what moving the amount, one by one, brings."""
    before = quzhou.to_json()
    figure = pictures_of(quzhou)["bargaining"]()
    assert quzhou.to_json() == before
    assert_readable(figure)
    compact, alone = quzhou.context.compact, quzhou.context.status_quo
    signed = quzhou.context.planned.payoffs
    cities = compact.members
    assert places(figure, "no agreement") == [tuple(float(alone[city]) for city in cities)]
    assert places(figure, "as signed") == [tuple(float(signed[city]) for city in cities)]
    reached = []
    for mu in range(80, 381, 20):
        transfer = replace(compact.transfers[0], amount=Fraction(mu))
        payoffs = deal_payoffs(replace(compact, transfers=(transfer,))).payoffs
        reached.append(tuple(float(payoffs[city]) for city in cities))
    line = places(figure, "frontier")
    assert line[0][1] == pytest.approx(reached[0][1])  # Quzhou has most from 80 mu down
    assert line[-1] == pytest.approx(reached[-1])
    for x, y in reached:  # no amount is better for both, and all that are not idle are on it
        (a, b), (c, d) = next(
            (p, q) for p, q in itertools.pairwise(line) if p[0] - 1e-9 <= x <= q[0] + 1e-9
        )
        assert y == pytest.approx(b + (d - b) * (x - a) / (c - a))
    told = " ".join(figure.texts[1].get_text().split())
    assert told.startswith("What the amount of quota can bring. All other clauses as signed; 30")
    assert "Not counted: Hangzhou could have" in told


def test_a_deal_that_no_amount_saves_is_explained() -> None:
    dear = QUZHOU.replace('{ v = 320,  src = "CYD2017" }', '{ v = 3000, src = "CYD2017" }')
    report = check_up(ic.parse_scenario(dear), ranges=False)
    with pytest.raises(ic.Undefined, match="no amount of quota leaves both as well off"):
        pictures_of(report)["bargaining"]()


# ---------------------------------------------------------------------------- of offers


def curve(figure: Figure, gid: str) -> list[float]:
    (line,) = [a for axes in figure.axes for a in axes.findobj(lambda a: a.get_gid() == gid)]
    return list(line.get_ydata())


def pie(cities=("Hangzhou", "Quzhou")) -> ic.BargainingProblem:
    return ic.BargainingProblem.from_inequalities(cities, [((1, 1), 1)], (0, 0))


def test_offers_come_to_the_nash_solution() -> None:
    """Rubinstein (1982): (1 - d2)/(1 - d1 d2) to who opens; 0.81 = 0.9^2, so the limit is 1/3."""
    talks = ic.AlternatingOffers(pie(), {"Hangzhou": 0.81, "Quzhou": 0.9})
    figure = ic.offers_picture(talks)
    rounds = [2**k for k in range(7)]
    for opener, d1, d2 in (("Hangzhou", 0.81, 0.9), ("Quzhou", 0.9, 0.81)):
        shares = [(1 - d2 ** (1 / k)) / (1 - d1 ** (1 / k) * d2 ** (1 / k)) for k in rounds]
        assert curve(figure, f"{opener} if {opener} opens") == pytest.approx(shares)
    for city, end in (("Hangzhou", 1 / 3), ("Quzhou", 2 / 3)):
        assert curve(figure, f"Nash of {city}") == pytest.approx([end, end])
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == list(
        map(str, rounds)
    )


def test_offers_of_long_names_can_be_read() -> None:
    talks = ic.AlternatingOffers(pie(LONG), 0.5)
    figure = ic.offers_picture(talks, money="million yuan a year, kept by the cities")
    figure.draw_without_rendering()
    texts = [*figure.texts, *(t for legend in figure.legends for t in legend.get_texts())]
    for axes in figure.axes:
        texts += [axes.xaxis.label, *axes.get_xticklabels(), axes._left_title]
    boxes = [text.get_window_extent() for text in texts if text.get_text()]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.padded(-1).overlaps(other.padded(-1))
    assert min(min(box.x0, box.y0) for box in boxes) >= 0
    assert max(box.x1 for box in boxes) <= figure.bbox.x1


def test_an_option_elsewhere_is_a_floor_in_the_limit_too() -> None:
    """Binmore, Shaked and Sutton (1989): 0.6 is more than the half that patience would bring."""
    talks = ic.AlternatingOffers(pie(), 0.9, outside={"Quzhou": 0.6})
    figure = ic.offers_picture(talks)
    assert figure.texts[0].get_text().startswith("Quzhou gets 0.6 or 0.64, by who opens")
    assert curve(figure, "Nash of Quzhou") == pytest.approx([0.6, 0.6])


def test_offers_that_have_no_picture() -> None:
    three = ic.BargainingProblem.from_inequalities(["A", "B", "C"], [((1, 1, 1), 1)], (0, 0, 0))
    with pytest.raises(ic.InvalidInput, match="the cities of a picture of offers is 3"):
        ic.offers_picture(ic.AlternatingOffers(three, 0.9))
    with pytest.raises(ic.InvalidInput, match="the last round is 3"):
        ic.offers_picture(ic.AlternatingOffers(pie(), 0.9, rounds=3))


def test_offers_with_impatience_and_risk_at_once_come_to_their_own_limit() -> None:
    """With 64 rounds made of one a no costs a hundredth of what it did: the curves are near."""
    talks = ic.AlternatingOffers(
        pie(), {"Hangzhou": 0.7, "Quzhou": 0.9}, breakdown=0.3, breakdown_payoffs={"Hangzhou": 0.2}
    )
    figure = ic.offers_picture(talks)
    (line, _) = curve(figure, "Nash of Quzhou")
    opens, answers = (curve(figure, f"Quzhou if {c} opens") for c in ("Quzhou", "Hangzhou"))
    assert answers[-1] < line < opens[-1]
    assert opens[-1] - answers[-1] < (opens[0] - answers[0]) / 30


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_lines_lead_to_their_labels_at_any_dpi(dpi):
    problem = hull((0, 0), (10, 0), (8, 6), (0, 9), d=(1, 1))
    figure = ic.bargaining_picture(problem)
    figure.set_dpi(dpi)
    figure.draw_without_rendering()
    labels = [text for text in figure.texts if text.get_gid() not in ("title", "subtitle")]
    starts = [
        figure.transFigure.transform(one.xyann)
        for one in figure.axes[0].texts
        if one.get_text() == ""
    ]
    assert len(starts) == len(labels) == 8
    for text, (x, y) in zip(labels, starts, strict=True):
        box = text.get_window_extent()
        assert 0 < box.x0 - x < 0.01 * figure.bbox.width
        assert box.y0 < y < box.y1
