"""Variable threats: games by hand, and threats judged by Nash's solution on a grid of replies."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.bargaining import BargainingProblem
from games.errors import InvalidInput
from games.strategic import StrategicGame
from games.threat_game import ThreatGame
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.bargaining.variable_threats import variable_threats

F = Fraction
TWO = ("Hangzhou", "Quzhou")


def solved(game: StrategicGame, *, side_payments: bool = False):
    deal = variable_threats(game, side_payments=side_payments)
    assert deal.certificate.verify(ThreatGame(game, side_payments)) is True
    return deal


def test_inside_an_edge() -> None:
    """Bimatrix (1,4) (-4/3,-4); (-3,-1) (4,1), the threats worked out by hand.

    On x + y = 5, A - B = ((-3, 8/3), (-2, 3)) has its saddle, -2, in row 2 and column 1.
    """
    game = StrategicGame.from_payoffs(TWO, [[1, F(-4, 3)], [-3, 4]], [[4, -4], [-1, 1]])
    for side_payments in (False, True):
        deal = solved(game, side_payments=side_payments)
        assert dict(deal.payoffs) == {"Hangzhou": F(3, 2), "Quzhou": F(7, 2)}
        assert deal.threats == {"Hangzhou": {"2": 1}, "Quzhou": {"1": 1}}
        assert deal.disagreement == {"Hangzhou": -3, "Quzhou": -1}
    lottery = solved(game).agreement
    assert lottery == {("1", "1"): F(5, 6), ("2", "2"): F(1, 6)}
    assert deal.side_payment == F(1, 2)  # of (1, 4), the first of the two best profiles


def test_mixed_threats() -> None:
    """A - B = ((2, -1), (-2, 3)): value 1/2, rows (5/8, 3/8), columns (1/2, 1/2); s = 6."""
    game = StrategicGame.from_payoffs(TWO, [[4, 0], [0, 3]], [[2, 1], [2, 0]])
    deal = solved(game, side_payments=True)
    assert dict(deal.payoffs) == {"Hangzhou": F(13, 4), "Quzhou": F(11, 4)}
    assert deal.threats == {
        "Hangzhou": {"1": F(5, 8), "2": F(3, 8)},
        "Quzhou": {"1": F(1, 2), "2": F(1, 2)},
    }
    assert deal.agreement == {("1", "1"): 1}
    assert deal.side_payment == F(-3, 4)


def test_at_a_corner() -> None:
    """Corner (3, 3) of (0,4) (3,3) (4,0).

    With A/3 - B Hangzhou guarantees itself 0 > -2 by row 2; with 3A - B Quzhou holds it to 0 < 6.
    """
    game = StrategicGame.from_payoffs(TWO, [[3, 0], [4, 0]], [[3, 4], [0, 0]])
    deal = solved(game)
    assert dict(deal.payoffs) == {"Hangzhou": 3, "Quzhou": 3}
    assert deal.agreement == {("1", "1"): 1}
    assert deal.side_payment == 0


def test_a_threat_that_hurts_its_city_pays() -> None:
    """In a race both have 2; but Quzhou can burn 1 of its own and 3 of Hangzhou's."""
    game = StrategicGame.from_payoffs(TWO, [[2, -1]], [[2, 1]])
    deal = solved(game, side_payments=True)
    assert deal.threats["Quzhou"] == {"2": 1}
    assert dict(deal.payoffs) == {"Hangzhou": 1, "Quzhou": 3}
    assert "Hangzhou gains 2" in deal.status
    # Where money cannot change hands, (2, 2) is the one outcome that is best for both.
    assert dict(solved(game).payoffs) == {"Hangzhou": 2, "Quzhou": 2}


def test_split_or_claim() -> None:
    """The game show of textbooks: both threaten to claim all, and share the prize after all."""
    half = F(1, 2)
    game = StrategicGame.from_payoffs(TWO, [[half, 0], [1, 0]], [[half, 1], [0, 0]])
    deal = solved(game)
    assert dict(deal.payoffs) == {"Hangzhou": half, "Quzhou": half}
    assert deal.threats == {"Hangzhou": {"2": 1}, "Quzhou": {"2": 1}}


def test_nothing_to_gain() -> None:
    deal = solved(StrategicGame.from_payoffs(TWO, [[5]], [[7]]))
    assert dict(deal.payoffs) == {"Hangzhou": 5, "Quzhou": 7}
    assert deal.status.startswith("Nobody gains")


def test_zero_sum_games_leave_nothing_to_agree_on() -> None:
    deal = solved(StrategicGame.from_payoffs(TWO, [[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    assert dict(deal.payoffs) == dict(deal.disagreement) == {"Hangzhou": 0, "Quzhou": 0}


def test_threats_are_for_two() -> None:
    game = StrategicGame.from_payoffs(["A", "B", "C"], [[[1]]], [[[1]]], [[[1]]])
    with pytest.raises(InvalidInput, match="a StrategicGame"):
        variable_threats([[1, 2], [3, 4]])
    with pytest.raises(InvalidInput, match="the cities that threaten"):
        variable_threats(game)


PAYOFFS = st.integers(-4, 5)
SIZES = st.tuples(st.integers(1, 3), st.integers(1, 3))


@st.composite
def bimatrices(draw: st.DrawFn) -> StrategicGame:
    rows, columns = draw(SIZES)
    table = st.lists(
        st.lists(PAYOFFS, min_size=columns, max_size=columns), min_size=rows, max_size=rows
    )
    return StrategicGame.from_payoffs(TWO, draw(table), draw(table))


def mixtures(actions: tuple[str, ...]) -> list[dict[str, Fraction]]:
    """All pure actions, and some mixtures of two."""
    pure = [{a: F(1)} for a in actions]
    return pure + [{a: F(k, 4), b: 1 - F(k, 4)} for a, b in pairwise(actions) for k in (1, 2, 3)]


@given(bimatrices())
def test_no_other_threat_pays(game: StrategicGame) -> None:
    """By the Nash solution of the lotteries' polygon, from its own solver, on a grid of threats."""
    deal = solved(game)
    one, two = TWO
    points = [tuple(game.payoff(profile).values()) for profile in game]

    def outcome(threats) -> dict[str, Fraction]:
        expected = game.expected(threats)
        return dict(nash_bargaining(BargainingProblem.from_vertices(TWO, points, expected)))

    assert outcome(deal.threats) == dict(deal.payoffs)
    for reply in mixtures(game.actions[1]):
        assert outcome({one: deal.threats[one], two: reply})[one] >= deal[one]
    for reply in mixtures(game.actions[0]):
        assert outcome({one: reply, two: deal.threats[two]})[one] <= deal[one]
    mean = [
        sum((s * game.payoff(p)[name] for p, s in deal.agreement.items()), F(0)) for name in TWO
    ]
    assert mean == list(deal.payoffs.values())


@given(bimatrices(), st.sampled_from([F(3), F(1, 10**12), F(10**15)]), st.integers(-5, 5))
def test_units_and_zero_points_change_nothing(game, unit, shift) -> None:
    deal = solved(game)
    scaled = StrategicGame.from_function(
        TWO,
        game.actions,
        lambda profile: [
            unit * game.payoff(profile)["Hangzhou"],
            game.payoff(profile)["Quzhou"] + shift,
        ],
    )
    other = solved(scaled)
    assert other["Hangzhou"] == unit * deal["Hangzhou"]
    assert other["Quzhou"] == deal["Quzhou"] + shift
