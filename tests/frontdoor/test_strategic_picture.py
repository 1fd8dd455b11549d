"""The picture of best replies: drawn where regrets are zero, with words that can be read."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import intercity as ic
from intercity.topics.arms_race.best_response_picture import step
from tests.properties.strategies import examples

F = Fraction
CITIES = ("Quzhou", "Lishui")
LONG = (
    "Qiandongnan Miao and Dong Autonomous Prefecture of Guizhou",
    "Xishuangbanna Dai Autonomous Prefecture in the very south of Yunnan",
)


def game_of(first, second, actions=("hold", "bid"), cities=CITIES) -> ic.StrategicGame:
    return ic.StrategicGame.from_payoffs(cities, first, second, actions=list(actions))


GAMES = {
    "dilemma": game_of([[3, 1], [4, 2]], [[3, 4], [1, 2]]),
    "chicken": game_of([[6, 2], [7, 0]], [[6, 7], [2, 0]], ("yield", "go")),
    "stag hunt": game_of([[4, 1], [3, 3]], [[4, 3], [1, 3]], ("stag", "hare")),
    "pennies": game_of([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], ("heads", "tails")),
    "zeros": game_of([[0, 0], [0, 0]], [[0, 0], [0, 0]]),
    "one does not care": game_of([[1, 1], [1, 0]], [[0, 0], [0, 0]]),
    "weakly dominated": game_of([[0, 0], [0, 1]], [[0, 1], [0, 0]]),
    "two segments": game_of([[1, 0], [1, 1]], [[1, 0], [0, 0]]),
    "unlike": game_of([[10**15 + 1, 0], [10**15 + 2, 1e-12]], [[3, -4.5], [0.333, 2]]),
    "long names": game_of(
        [[6, 2], [7, 0]],
        [[6, 7], [2, 0]],
        ("keep to the agreement of 2026 on subsidies", "pay every firm that asks what it asks for"),
        LONG,
    ),
    "dollars": game_of([[1, 0], [0, 1]], [[1, 0], [0, 1]], ("$\\frac$", "a_1"), ("$A", "B$")),
}


def found(figure: Figure, gid: str) -> list:
    return figure.axes[0].findobj(lambda artist: artist.get_gid() == gid)


def boxes(figure: Figure) -> set[tuple[tuple[float, float], tuple[float, float]]]:
    """The equilibria that are drawn, each as its ends along both axes."""
    drawn = set()
    for artist in found(figure, "equilibria"):
        if isinstance(artist, Rectangle):
            (x, y), w, h = artist.get_xy(), artist.get_width(), artist.get_height()
            assert min(w, h) > 0  # else there is nothing to be seen
            drawn.add(((x, x + w), (y, y + h)))
        else:
            x, y = (list(map(float, side)) for side in artist.get_data())
            assert min(x) == max(x) or min(y) == max(y)  # no diagonal stands for an area
            drawn.add(((min(x), max(x)), (min(y), max(y))))
    return drawn


def title(figure: Figure) -> str:
    return " ".join(figure.texts[0].get_text().split())


def test_the_classics_are_drawn_where_they_are_known_to_be() -> None:
    """Osborne and Rubinstein (1994), chapters 2 and 3; the chance is that of the second action."""
    third, half = F(1, 3), F(1, 2)
    points = {
        "dilemma": [(1, 1)],
        "chicken": [(0, 1), (third, third), (1, 0)],
        "stag hunt": [(0, 0), (third, third), (1, 1)],
        "pennies": [(half, half)],
    }
    for name, expected in points.items():
        drawn = boxes(ic.best_response_picture(GAMES[name]))
        assert drawn == {tuple((float(p), float(p)) for p in place) for place in expected}


def test_continua_are_drawn_as_segments_and_areas() -> None:
    whole, start, end = (0.0, 1.0), (0.0, 0.0), (1.0, 1.0)
    names = ("zeros", "one does not care", "weakly dominated", "two segments")
    drawn = {name: boxes(ic.best_response_picture(GAMES[name])) for name in names}
    assert drawn["zeros"] == {(whole, whole)}
    assert drawn["one does not care"] == {(start, whole), (whole, start)}
    assert drawn["weakly dominated"] == {(end, whole)}
    # B does not care if A bids, and holds if A holds; A bids if B may bid, else does not care.
    assert drawn["two segments"] == {(whole, start), (end, whole)}


TITLES = {
    "dilemma": "Prisoners' dilemma: the only equilibrium is (bid, bid), and both would rather be "
    "at (hold, hold)",
    "chicken": "Chicken: the equilibria are (yield, go) and (go, yield), and one in which both "
    "draw lots",
    "stag hunt": "Stag hunt: the equilibria are (stag, stag) and (hare, hare), and one in which "
    "both draw lots",
    "pennies": "Matching pennies: the only equilibrium is that both draw lots",
    "zeros": "Ties leave the name open: whatever the cities do is an equilibrium",
    "weakly dominated": "Ties leave the name open: infinitely many equilibria",
}


@pytest.mark.parametrize("name", TITLES)
def test_the_title_names_the_game_and_says_what_was_found(name: str) -> None:
    assert title(ic.best_response_picture(GAMES[name])) == TITLES[name]


TABLE = st.lists(st.lists(st.integers(-2, 2), min_size=2, max_size=2), min_size=2, max_size=2)
GRID = [F(k, 12) for k in range(13)]


def on_the_way(place, corners) -> bool:
    """Whether a place is on a path that goes along the axes."""
    return any(
        all(min(p, q) <= at <= max(p, q) for at, p, q in zip(place, one, other, strict=True))
        for one, other in itertools.pairwise(corners)
    )


@examples(62)
@given(TABLE, TABLE)
def test_steps_and_equilibria_are_where_no_regret_is(first, second) -> None:
    """At 169 pairs of chances, among them nearly all at which differences up to 4 balance."""
    game = game_of(first, second)
    drawn = boxes(ic.best_response_picture(game))
    steps = [step(game, i) for i in range(2)]
    for x, y in itertools.product(GRID, GRID):
        regrets = ic.regrets(game, [[1 - x, x], [1 - y, y]])
        for city, corners, place in zip(CITIES, steps, ((x, y), (y, x)), strict=True):
            assert (corners is None or on_the_way(place, corners)) == (regrets[city] == 0)
        near = any(
            left - 1e-9 <= x <= right + 1e-9 and low - 1e-9 <= y <= high + 1e-9
            for (left, right), (low, high) in drawn
        )
        assert near == (not any(regrets.values()))


def test_best_replies_are_drawn_along_their_steps() -> None:
    figure = ic.best_response_picture(GAMES["chicken"])
    (mine,), (theirs,) = (found(figure, f"best replies of {city}") for city in CITIES)
    third = float(F(1, 3))
    assert list(zip(*mine.get_data(), strict=True)) == [(1, 0), (1, third), (0, third), (0, 1)]
    assert list(zip(*theirs.get_data(), strict=True)) == [(0, 1), (third, 1), (third, 0), (1, 0)]
    (careless,) = found(
        ic.best_response_picture(GAMES["one does not care"]), "best replies of Lishui"
    )
    assert (careless.get_width(), careless.get_height(), careless.get_hatch()) == (1, 1, "/")


def test_the_table_shows_the_payoffs_and_marks_pure_equilibria() -> None:
    figure = ic.best_response_picture(GAMES["dilemma"], money="million yuan")
    table = figure.axes[1]
    words = [text.get_text() for text in table.texts]
    assert sorted(words) == sorted([*"33144122", *["hold", "bid"] * 2, "in million yuan"])
    marked = table.findobj(lambda artist: artist.get_gid() == "pure equilibrium")
    assert [patch.get_xy() for patch in marked] == [(2, 2)]
    lines = [" ".join(text.get_text().split()) for text in figure.texts[2:]]
    assert lines == ["(bid, bid): 2 | 2"]


def test_payoffs_that_hardly_differ_are_told_apart() -> None:
    words = {text.get_text() for text in ic.best_response_picture(GAMES["unlike"]).axes[1].texts}
    assert {"1,000,000,000,000,001", "1,000,000,000,000,002", "1e-12", "0"} <= words


def test_a_path_of_learning_is_drawn_from_its_start_to_its_end() -> None:
    game = GAMES["pennies"]
    path = ic.learning_path(game, rounds=40, start=["heads", "heads"])
    figure = ic.best_response_picture(game, path)
    (line,) = found(figure, "path")
    expected = [tuple(float(strategy[1]) for strategy in point) for point in path.path]
    assert list(zip(*line.get_data(), strict=True)) == expected
    assert "After 40 rounds a city could still gain" in " ".join(figure.texts[1].get_text().split())


@pytest.mark.parametrize("name", GAMES)
def test_every_word_can_be_read(name: str) -> None:
    """No words leave the page, or meet others; none are smaller than 5 points."""
    game = GAMES[name]
    money = "million yuan a year, kept by the cities after all transfers"
    figure = ic.best_response_picture(game, ic.learning_path(game, rounds=9), money=money)
    figure.draw_without_rendering()
    square, table = figure.axes
    texts = [*figure.texts, *table.texts, *figure.legends[0].get_texts()]
    texts += [square.xaxis.label, square.yaxis.label]
    texts += [
        tick.label1 for axis in (square.xaxis, square.yaxis) for tick in axis.get_major_ticks()
    ]
    extents = [text.get_window_extent() for text in texts]
    for text, box in zip(texts, extents, strict=True):
        assert min(box.x0, box.y0) >= 0, text
        assert box.x1 <= figure.bbox.x1, text
        assert box.y1 <= figure.bbox.y1, text
        assert text.get_fontsize() >= 5, text
    for (one, box), (other, its) in itertools.combinations(zip(texts, extents, strict=True), 2):
        assert not box.padded(-2).overlaps(its.padded(-2)), (one, other)


@pytest.mark.parametrize("shape", [(2, 3), (1, 2)])
def test_other_shapes_are_refused(shape: tuple[int, int]) -> None:
    game = ic.StrategicGame.from_payoffs(CITIES, *[[[0] * shape[1]] * shape[0]] * 2)
    with pytest.raises(ic.InvalidInput, match="2 and 2, for two cities"):
        ic.best_response_picture(game)


def test_the_path_of_another_game_is_refused() -> None:
    path = ic.learning_path(GAMES["stag hunt"], rounds=3)
    with pytest.raises(ic.InvalidInput, match="path of learning"):
        ic.best_response_picture(GAMES["pennies"], path)
