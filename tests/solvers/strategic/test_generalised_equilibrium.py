"""Games with shared limits: published sets, and every point of a grid judged by exact replies."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, QuadraticGame, Undefined
from solvers import generalised_equilibrium
from solvers.strategic.generalised_equilibrium import GeneralisedEquilibriumCertificate

F = Fraction
HARKER = QuadraticGame.from_formulas(
    {"x": "34*x - x**2 - 8*x*y/3", "y": "24.25*y - y**2 - 5*x*y/4"},
    upper=10,
    shared=[({"x": 1, "y": 1}, 15)],
)


def test_harker():
    """Harker (1991): (5, 9), and all (x, 15 - x) with x from 9 to 10."""
    found = generalised_equilibrium(HARKER)
    assert [(one.start, one.end) for one in found.segments] == [
        ({"x": 5, "y": 9}, {"x": 5, "y": 9}),
        ({"x": 9, "y": 6}, {"x": 10, "y": 5}),
    ]
    assert found.point == {"x": 5, "y": 9}
    assert found.prices == (0,)
    assert found.certificate.verify(HARKER) is True


def test_a_shared_quota():
    """Of Rosen's (1965) kind: a_i x - x^2/2, a = 1, 2, x + y <= 2: price 1/2 at (1/2, 3/2)."""
    game = QuadraticGame.from_formulas(
        {"Quzhou": "x - x**2/2", "Lishui": "2*y - y**2/2"},
        {"Quzhou": "x", "Lishui": "y"},
        shared=[({"Quzhou": 1, "Lishui": 1}, 2)],
    )
    found = generalised_equilibrium(game)
    assert found.point == {"Quzhou": F(1, 2), "Lishui": F(3, 2)}
    assert found.prices == (F(1, 2),)
    (segment,) = found.segments
    assert (segment.start, segment.end) == ({"Quzhou": 0, "Lishui": 2}, {"Quzhou": 1, "Lishui": 1})
    assert found.unique


def test_three_share_a_quota_at_one_price():
    """a = 3, 2, 1 and a quota of 3: x_i = a_i - price; price 1, and the third stays at 0."""
    game = QuadraticGame.from_formulas(
        {"x": "3*x - x**2/2", "y": "2*y - y**2/2", "z": "z - z**2/2"},
        shared=[({"x": 1, "y": 1, "z": 1}, 3)],
    )
    found = generalised_equilibrium(game)
    assert list(found.point.values()) == [2, 1, 0]
    assert found.prices == (1,)
    assert found.segments is None


def test_two_nash_equilibria_and_the_one_between():
    """x(1 - 2y) on [0, 1] each: the game of chicken, by hand; not negative definite."""
    game = QuadraticGame.from_formulas({"x": "x - 2*x*y", "y": "y - 2*x*y"}, upper=1)
    found = generalised_equilibrium(game)
    assert [tuple(one.start.values()) for one in found.segments] == [
        (0, 1),
        (F(1, 2), F(1, 2)),
        (1, 0),
    ]
    assert all(one.start == one.end for one in found.segments)
    assert not found.unique


def test_no_bound_and_no_peak():
    with pytest.raises(Undefined, match="no choices within the limits"):
        generalised_equilibrium(QuadraticGame.from_formulas({"x": "x"}))
    idle = QuadraticGame.from_formulas({"x": "0", "y": "y - y**2"}, upper=1)  # x does not care
    (segment,) = generalised_equilibrium(idle).segments
    assert (segment.start, segment.end) == ({"x": 0, "y": F(1, 2)}, {"x": 1, "y": F(1, 2)})


def best(game, x, i):
    """Player i's best choices given the other's, from the definition: an interval."""
    other = 1 - i
    low, high = game.lower[i], game.upper[i]
    for one in game.shared:
        a, rest = one.weights[i], one.limit - one.weights[other] * x[other]
        if a > 0:
            high = min(high, rest / a)
        elif a < 0:
            low = max(low, rest / a)
        elif rest < 0:
            return None
    if low > high:
        return None
    flat = game.linear[i][i] + game.quadratic[i][i][other] * x[other]
    bend = game.quadratic[i][i][i]
    if bend == 0:
        return (low, high) if flat == 0 else (high, high) if flat > 0 else (low, low)
    peak = min(max(-flat / bend, low), high)
    return (peak, peak)


def on(point, segment):
    start, end = tuple(segment.start.values()), tuple(segment.end.values())
    turn = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
    within = all(min(a, b) <= x <= max(a, b) for a, x, b in zip(start, point, end, strict=True))
    return turn == 0 and within


@st.composite
def duels(draw):
    small = st.integers(-4, 4)
    payoffs = {
        name: f"({draw(small)})*x + ({draw(small)})*y - {draw(st.integers(0, 2))}*{name}**2"
        f" + ({draw(small)})*x*y/2"
        for name in ("x", "y")
    }
    shared = [
        ({"x": draw(st.integers(-2, 2)), "y": draw(st.integers(-2, 2))}, draw(st.integers(0, 4)))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return QuadraticGame.from_formulas(payoffs, lower=0, upper=2, shared=shared)


@given(duels())
def test_every_equilibrium_on_a_grid_is_on_a_segment_and_no_other(game):
    try:
        found = generalised_equilibrium(game)
    except Undefined:
        return
    assert found.certificate.verify(game) is True
    if found.segments is None:
        return
    step = F(1, 4)
    points = [(step * i, step * j) for i in range(9) for j in range(9)]
    for one in found.segments:
        start, end = tuple(one.start.values()), tuple(one.end.values())
        points += [start, end, tuple((a + b) / 2 for a, b in zip(start, end, strict=True))]
    for x in points:
        replies = [best(game, x, i) for i in (0, 1)]
        stable = game.allows(x) and all(
            reply is not None and reply[0] <= x[i] <= reply[1] for i, reply in enumerate(replies)
        )
        assert stable == any(on(x, one) for one in found.segments), x


@pytest.mark.parametrize(
    ("payoffs", "options", "sentence"),
    [
        ({"x": "x**3", "y": "y"}, {}, "payoff of x is 'x**3'; it should be a polynomial"),
        ({"x": "z*x", "y": "y"}, {}, "payoff of x is 'z*x'; it should be a polynomial"),
        ({"x": "exp(x)", "y": "y"}, {}, "payoff of x is 'exp(x)'; it should be a polynomial"),
        ({"x": "x**2", "y": "y"}, {}, "square of x's own choice in its payoff is 1"),
        ({"x": "x", "y": "y"}, {"lower": 2, "upper": 1}, "lower bound of x is 2"),
        ({"x": "x", "y": "y"}, {"shared": [({"q": 1}, 2)]}, "a city with a weight is 'q'"),
    ],
)
def test_bad_input_is_named(payoffs, options, sentence):
    with pytest.raises(InvalidInput) as error:
        QuadraticGame.from_formulas(payoffs, **options)
    assert str(error.value).startswith(sentence)


def test_forged_points_are_refuted():
    for x, y, price in ((5, 9, 1), (9, 6, 0), (8, 7, 0), (5, 8, 0)):
        forged = GeneralisedEquilibriumCertificate({"x": F(x), "y": F(y)}, (F(price),))
        assert not forged.verify(HARKER)
