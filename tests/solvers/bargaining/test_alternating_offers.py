"""Alternating offers: published formulas, hand-made rounds, limits, and an oracle by iteration."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.alternating_offers import AlternatingOffers
from games.bargaining import BargainingProblem
from games.errors import InvalidInput, Undefined
from solvers.bargaining.alternating_offers import alternating_offers
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.bargaining.nash_limit import nash_limit
from solvers.optimum import solve
from tests.properties.strategies import examples

F = Fraction
TWO = ("Hangzhou", "Quzhou")
NAMES = ("Hangzhou", "Quzhou", "Jinhua", "Lishui", "Huzhou")
FACTORS = st.fractions(0, F(49, 50), max_denominator=50)


def pie(n: int = 2, size: int = 1) -> BargainingProblem:
    return BargainingProblem.from_inequalities(NAMES[:n], [([1] * n, size)], [0] * n)


def solved(game: AlternatingOffers):
    deal = alternating_offers(game)
    assert deal.certificate.verify(game) is True
    return deal


# ------------------------------------------------------------------- published


@given(FACTORS, FACTORS)
def test_rubinstein_1982(first: Fraction, second: Fraction) -> None:
    """The first to propose gets (1 - delta_2) / (1 - delta_1 delta_2)."""
    deal = solved(AlternatingOffers(pie(), dict(zip(TWO, (first, second), strict=True))))
    assert deal["Hangzhou"] == (1 - second) / (1 - first * second)
    assert deal["Quzhou"] == 1 - deal["Hangzhou"]
    other = (1 - first) / (1 - first * second)
    assert deal.openings["Quzhou"]["Quzhou"] == other
    assert deal.first_mover_gain["Quzhou"] == other - deal["Quzhou"] >= 0
    assert "no other subgame-perfect equilibrium exists" in deal.status


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_unanimity_of_n_cities(n: int) -> None:
    """Common delta: shares in proportion to 1, delta, ..., delta^(n-1), in the order of turns."""
    delta = F(9, 10)
    deal = solved(AlternatingOffers(pie(n), delta, first=NAMES[1]))
    total = sum(delta**k for k in range(n))
    turns = (*NAMES[1:n], NAMES[0])
    assert [deal[name] for name in turns] == [delta**k / total for k in range(n)]
    assert ("no other" in deal.status) == (n == 2)


def test_the_outside_option_principle() -> None:
    """Binmore, Shaked and Sutton (1989): leaving is worth something only beyond 9/19 here."""
    for outside in (F(0), F(9, 19) - F(1, 100), F(9, 19)):
        deal = solved(AlternatingOffers(pie(), F(9, 10), outside={"Quzhou": outside}))
        assert deal["Quzhou"] == F(9, 19)
    for outside in (F(1, 2), F(7, 10), F(1)):
        deal = solved(AlternatingOffers(pie(), F(9, 10), outside={"Quzhou": outside}))
        assert deal["Quzhou"] == outside


def test_risk_of_breakdown_alone() -> None:
    """Binmore, Rubinstein and Wolinsky (1986): who breaks down with (b_1, b_2) shares the rest.

    x_2 = p b_2 + (1 - p) y_2 and y_1 = p b_1 + (1 - p) x_1, so that with s = 1 - b_1 - b_2 the
    proposer gets b_1 + s / (2 - p).
    """
    broken = dict(zip(TWO, (F(1, 10), F(3, 10)), strict=True))
    for p in (F(1, 2), F(1, 10), F(1, 1000)):
        game = AlternatingOffers(pie(), 1, breakdown=p, breakdown_payoffs=broken)
        deal = solved(game)
        assert deal["Hangzhou"] == F(1, 10) + F(6, 10) / (2 - p)
    nash = nash_bargaining(dataclasses.replace(pie(), disagreement=broken))
    assert dict(nash_bargaining(nash_limit(game))) == dict(nash)
    assert abs(deal["Hangzhou"] - nash["Hangzhou"]) < F(1, 1000)


# ------------------------------------------------------------------- rounds


def test_one_two_and_three_rounds_by_hand() -> None:
    """Stahl (1972): 1; then 1 - delta_2; then 1 - delta_2 (1 - delta_1)."""
    d1, d2 = F(9, 10), F(4, 5)
    shares = {1: F(1), 2: 1 - d2, 3: 1 - d2 * (1 - d1)}
    for rounds, share in shares.items():
        game = AlternatingOffers(pie(), dict(zip(TWO, (d1, d2), strict=True)), rounds=rounds)
        deal = solved(game)
        assert deal["Hangzhou"] == share
        assert [offer.proposer for offer in deal.offers] == [TWO[k % 2] for k in range(rounds)]
        assert deal.offers[-1].payoffs[deal.offers[-1].proposer] == 1


def test_many_rounds_come_to_the_game_without_end() -> None:
    endless = solved(AlternatingOffers(pie(3), F(1, 2)))
    long = solved(AlternatingOffers(pie(3), F(1, 2), rounds=30))
    for name in NAMES[:3]:
        assert abs(long[name] - endless[name]) < F(1, 10**8)
        assert abs(long.first_mover_gain[name] - endless.first_mover_gain[name]) < F(1, 10**8)


def test_a_last_round_in_which_talks_may_break_down() -> None:
    """After the last no Quzhou has 0 or, by half a chance, 1/2: so it gets 1/4."""
    game = AlternatingOffers(
        pie(), F(1, 2), rounds=1, breakdown=F(1, 2), breakdown_payoffs={"Quzhou": F(1, 2)}
    )
    assert solved(game)["Quzhou"] == F(1, 4)


# ------------------------------------------------------------------- limits


def corner() -> BargainingProblem:
    return BargainingProblem.from_inequalities(
        TWO, [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], (F(1, 10), F(1, 5))
    )


@pytest.mark.parametrize("problem", [pie(), corner()], ids=["pie", "corner"])
def test_short_rounds_come_to_the_weighted_nash_solution(problem: BargainingProblem) -> None:
    """delta_i = exp(-rho_i Delta): weights rho_2 / (rho_1 + rho_2) for city 1, and so on."""
    rates = (3, 1)
    distances = []
    for length in (0.1, 0.01, 0.001):
        discount = {
            name: F(math.exp(-rate * length)).limit_denominator(10**12)
            for name, rate in zip(TWO, rates, strict=True)
        }
        game = AlternatingOffers(problem, discount)
        nash = nash_bargaining(problem, dict(zip(TWO, (F(1, 3), F(1)), strict=True)))
        close = nash_bargaining(nash_limit(game))
        assert all(abs(close[name] - nash[name]) < F(1, 10**6) for name in TWO)
        deal = solved(game)
        distances.append(max(abs(deal[name] - nash[name]) for name in TWO))
    assert distances[0] > distances[1] > distances[2]
    assert distances[2] < F(1, 500)


def test_the_limit_keeps_outside_options_as_a_floor_and_not_as_disagreement() -> None:
    game = AlternatingOffers(pie(), F(999, 1000), outside={"Quzhou": F(7, 10)})
    limit = nash_bargaining(nash_limit(game))
    assert dict(limit) == {"Hangzhou": F(3, 10), "Quzhou": F(7, 10)} == dict(solved(game).agreement)
    low = AlternatingOffers(pie(), F(999, 1000), outside={"Quzhou": F(2, 5)})
    assert nash_bargaining(nash_limit(low))["Quzhou"] == F(1, 2)


def shortened(game: AlternatingOffers, rounds: int) -> AlternatingOffers:
    """The same game with so many rounds in the time of one."""
    return dataclasses.replace(
        game,
        discount={name: F(float(d) ** (1 / rounds)) for name, d in game.discount.items()},
        breakdown=1 - F(float(1 - game.breakdown) ** (1 / rounds)),
    )


def test_the_limit_where_both_waiting_and_breakdown_matter() -> None:
    """10 to share, and (2, 1) where talks break down; by hand the first city gets 4.23438.

    e_i = lambda b_i / (rho_i + lambda), weights 1 / (rho_i + lambda), with the rates
    rho = -ln(0.7), -ln(0.9) and lambda = -ln(0.7).
    """
    game = AlternatingOffers(
        pie(size=10),
        dict(zip(TWO, (0.7, 0.9), strict=True)),
        breakdown=0.3,
        breakdown_payoffs=dict(zip(TWO, (2, 1), strict=True)),
    )
    rates, hazard = [-math.log(0.7), -math.log(0.9)], -math.log(0.7)
    e = [hazard * b / (rate + hazard) for rate, b in zip(rates, (2, 1), strict=True)]
    w = [1 / (rate + hazard) for rate in rates]
    expected = e[0] + w[0] / sum(w) * (10 - sum(e))
    limit = nash_bargaining(nash_limit(game))["Hangzhou"]
    assert float(limit) == pytest.approx(expected, abs=1e-12)
    gaps = [solved(shortened(game, n))["Hangzhou"] - limit for n in (10, 1000, 100000)]
    assert 0 < gaps[2] < gaps[1] / 90 < gaps[0] / 8000
    assert nash_limit(game).disagreement["Hangzhou"] == 1  # as impatient as in danger: half of 2


def test_the_limit_of_cities_that_can_wait_almost_for_ever() -> None:
    """-ln(1 - x) is about x: logarithms keep their digits where numbers come near to 1."""
    game = AlternatingOffers(pie(), dict(zip(TWO, (1 - F(1, 10**60), F(1, 2)), strict=True)))
    weight = nash_limit(game).weights["Quzhou"]
    assert float(weight * 10**60) == pytest.approx(1 / math.log(2), rel=1e-14)
    with pytest.raises(InvalidInput, match="last round is 3; it should be none"):
        nash_limit(dataclasses.replace(game, rounds=3))


@given(
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.tuples(st.fractions(F(1, 9), F(8, 9)), st.fractions(F(1, 9), F(8, 9))),
    st.sampled_from([F(7, 10), F(9, 10), F(99, 100), F(999, 1000)]),
)
def test_equilibria_around_a_kink_in_the_nash_point(point, parts, delta) -> None:
    """Two edges meet in the Nash point of equal patience, one flatter than the hyperbola there.

    So the two openings are on different edges, as near to the kink as cities are patient.
    """
    x, y = point
    flat, steep = F(y, x) * parts[0], F(y, x) / parts[1]
    problem = BargainingProblem.from_inequalities(
        TWO, [((s, 1), s * x + y) for s in (flat, steep)], (0, 0)
    )
    assert dict(nash_bargaining(problem)) == dict(zip(TWO, point, strict=True))
    deal = solved(AlternatingOffers(problem, delta))
    one, two = deal.openings["Hangzhou"], deal.openings["Quzhou"]
    for opening in (one, two):  # on the frontier
        assert opening["Quzhou"] == min(s * (x - opening["Hangzhou"]) + y for s in (flat, steep))
    assert (one["Quzhou"], two["Hangzhou"]) == (delta * two["Quzhou"], delta * one["Hangzhou"])


def test_two_edges_by_hand() -> None:
    """u_B = 0.7 u_A, v_A = 0.9 (10 - u_B), 4 u_A + v_A = 15."""
    problem = BargainingProblem.from_inequalities(TWO, [((4, 1), 15), ((1, 1), 10)], (0, 0))
    deal = solved(AlternatingOffers(problem, dict(zip(TWO, (0.7, 0.9), strict=True))))
    assert dict(deal.agreement) == {"Hangzhou": F(600, 337), "Quzhou": 15 - 4 * F(600, 337)}


# ------------------------------------------------------------------- smooth frontiers


def arc(formula: str, **options) -> BargainingProblem:
    return BargainingProblem.from_frontier(TWO, formula, (0, 0), **options)


@examples(50)
@given(st.integers(1, 40), st.integers(1, 9), FACTORS, FACTORS)
def test_offers_on_a_parabola(a, b, first, second) -> None:
    """a - b x^2 = g_2 (a - b g_1^2 x^2): a formula of its own."""
    deal = solved(
        AlternatingOffers(arc(f"{a} - {b}*x**2"), dict(zip(TWO, (first, second), strict=True)))
    )
    own = math.sqrt(a * (1 - second) / (b * (1 - first**2 * second)))
    assert float(deal["Hangzhou"]) == pytest.approx(own, rel=1e-13)
    assert float(deal["Quzhou"]) == pytest.approx(a - b * own**2, rel=1e-9, abs=1e-12)
    assert (deal.proof.radius or 0) < F(1, 10**50)


@examples(62)
@given(
    st.lists(FACTORS, min_size=2, max_size=2),
    st.fractions(0, F(1, 2), max_denominator=6),
    st.lists(st.fractions(-1, 2, max_denominator=4), min_size=4, max_size=4),
    st.sampled_from([None, (0, 3), (1, 4), (0, F(9, 2))]),
)
def test_a_straight_formula_is_a_polygon(factors, risk, others, between) -> None:
    """y = 10 - 2x by balls and by linear programs, whatever leaving and breakdown bring."""
    rows = [((2, 1), 10)]
    if between is not None:
        rows += [((1, 0), between[1]), ((0, 1), 10 - 2 * between[0])]
    options = {
        "discount": dict(zip(TWO, factors, strict=True)),
        "breakdown": risk,
        "breakdown_payoffs": dict(zip(TWO, others[:2], strict=True)),
        "outside": dict(zip(TWO, (abs(x) for x in others[2:]), strict=True)),
    }
    straight = solved(AlternatingOffers(arc("10 - 2*x", between=between), **options))
    corners = solved(
        AlternatingOffers(BargainingProblem.from_inequalities(TWO, rows, (0, 0)), **options)
    )
    assert straight.openings == corners.openings
    assert straight.proof.kind == "exact"


def test_short_rounds_on_an_arc_come_to_the_nash_solution() -> None:
    """Equal patience: 12 - x^2 has its greatest product in (2, 8); by balls, and the limit too."""
    game = AlternatingOffers(arc("12 - x**2"), F(9, 10))
    assert dict(nash_bargaining(nash_limit(game))) == {"Hangzhou": 2, "Quzhou": 8}
    gaps = [solved(shortened(game, n))["Hangzhou"] - 2 for n in (1, 10, 1000)]
    assert 0 < gaps[2] < gaps[1] / 90 < gaps[0] / 800
    with pytest.raises(InvalidInput, match="outside payoff of Quzhou is 9"):
        nash_limit(dataclasses.replace(game, outside={"Quzhou": 9}))


def test_smooth_frontiers_without_an_accepted_offer_say_why() -> None:
    greedy = AlternatingOffers(
        arc("4 - x**2"), F(1, 2), outside=dict(zip(TWO, (1, F(7, 2)), strict=True))
    )
    with pytest.raises(Undefined, match="no agreement gives all what they get without one"):
        alternating_offers(greedy)
    with pytest.raises(InvalidInput, match="on or below the frontier"):
        alternating_offers(AlternatingOffers(arc("-1 - x"), F(1, 2)))
    with pytest.raises(InvalidInput, match="bending outwards"):
        alternating_offers(AlternatingOffers(arc("1/(1 + x) - 1/4"), F(1, 2)))
    with pytest.raises(InvalidInput, match="alone: without points and inequalities"):
        dataclasses.replace(arc("4 - x"), points=((1, 1),))


def test_no_patience_on_an_arc_takes_all() -> None:
    deal = solved(AlternatingOffers(arc("4 - x**2"), 0))
    assert dict(deal.agreement) == {"Hangzhou": 2, "Quzhou": 0}
    assert deal.openings["Quzhou"] == {"Hangzhou": 0, "Quzhou": 4}
    still = solved(AlternatingOffers(arc("-x"), F(1, 2)))
    assert dict(still.agreement) == {"Hangzhou": 0, "Quzhou": 0}


# ------------------------------------------------------------------- an independent oracle

PAYOFFS = st.integers(0, 9)


@examples(62)
@given(
    st.lists(st.tuples(PAYOFFS, PAYOFFS, PAYOFFS), min_size=1, max_size=5),
    st.sampled_from([2, 3]),
    st.lists(st.fractions(0, F(3, 4), max_denominator=8), min_size=3, max_size=3),
    st.fractions(0, F(1, 2), max_denominator=6),
)
def test_offers_repeat_themselves(points, n, factors, risk) -> None:
    """One round before the equilibrium's offer is the equilibrium's offer of the city before it.

    Worked out from the rules (who says no waits, or talks break down), by grid-free linear
    programs of its own: the mix of points that gives the others what they wait for.
    """
    from solvers.linear_program import LinearProgram, Row

    names = NAMES[:n]
    corners = [point[:n] for point in points] + [(0,) * n]
    problem = BargainingProblem.from_vertices(names, corners, [0] * n)
    game = AlternatingOffers(problem, dict(zip(names, factors, strict=False)), breakdown=risk)
    deal = solved(game)
    for i, proposer in enumerate(names):
        later = deal.openings[names[(i + 1) % n]]
        rows = [Row("mix", {str(k): F(1) for k in range(len(corners))}, "==", F(1))]
        for j, name in enumerate(names):
            if j != i:
                waits = (1 - risk) * factors[j] * later[name]
                assert deal.openings[proposer][name] == waits
                mixed = {str(k): F(corner[j]) for k, corner in enumerate(corners)}
                rows.append(Row(name, mixed, ">=", waits))
        own = {str(k): F(corner[i]) for k, corner in enumerate(corners)}
        bounds = {str(k): (F(0), None) for k in range(len(corners))}
        most = solve(LinearProgram("max", own, tuple(rows), bounds)).optimum
        assert deal.openings[proposer][proposer] == most


@examples(62)
@given(FACTORS, FACTORS, st.fractions(F(1, 50), F(1, 5), max_denominator=50))
def test_more_patience_never_hurts(first, second, more) -> None:
    less = alternating_offers(AlternatingOffers(corner(), {TWO[0]: first, TWO[1]: second}))
    patient = min(second + more, F(99, 100))
    deal = alternating_offers(AlternatingOffers(corner(), {TWO[0]: first, TWO[1]: patient}))
    assert deal["Quzhou"] >= less["Quzhou"]


@pytest.mark.parametrize("unit", [F(1, 10**12), F(10**15)])
def test_units_of_any_size_and_shifted_disagreement(unit: Fraction) -> None:
    rows = [((1 / unit, 1 / unit, 2 / unit), 10), ((1 / unit, 3 / unit, 1 / unit), 12)]
    plain = [((1, 1, 2), 10), ((1, 3, 1), 12)]
    discount = dict(zip(NAMES[:3], (F(99, 100), F(9, 10), F(19, 20)), strict=True))
    small, large = (
        solved(
            AlternatingOffers(BargainingProblem.from_inequalities(NAMES[:3], given, low), discount)
        )
        for given, low in ((plain, (-1, 0, 1)), (rows, (-unit, 0, unit)))
    )
    assert all(large[name] == unit * small[name] for name in NAMES[:3])


# ------------------------------------------------------------------- degenerate and wrong


def test_where_nobody_can_gain_all_keep_what_they_have() -> None:
    for n in (2, 3):
        problem = BargainingProblem.from_vertices(NAMES[:n], [[4] * n], [4] * n)
        for rounds in (None, 2):
            deal = solved(AlternatingOffers(problem, F(1, 2), rounds=rounds))
            assert dict(deal.agreement) == problem.disagreement
            assert set(deal.first_mover_gain.values()) == {0}


def test_no_patience_at_all() -> None:
    assert solved(AlternatingOffers(pie(3), 0))[NAMES[0]] == 1
    with pytest.raises(Undefined, match="no patience"):
        nash_limit(AlternatingOffers(pie(), {"Hangzhou": 0, "Quzhou": F(1, 2)}))


def test_games_without_an_accepted_offer_say_why() -> None:
    greedy = AlternatingOffers(pie(), F(1, 2), outside=dict.fromkeys(TWO, F(7, 10)))
    with pytest.raises(Undefined, match="no agreement gives all"):
        alternating_offers(greedy)
    with pytest.raises(Undefined, match="without end"):
        alternating_offers(
            AlternatingOffers(BargainingProblem.from_inequalities(TWO, [((1, 0), 1)], (0, 0)), 0)
        )
    with pytest.raises(InvalidInput, match="within reach"):
        alternating_offers(AlternatingOffers(pie(size=-1), F(1, 2)))


def test_one_number_stands_for_all_cities_even_if_it_is_zero() -> None:
    """Out of an accord at (-1, -1), leaving may well bring 0 to both: it is no missing number."""
    costly = BargainingProblem.from_inequalities(TWO, [((1, 1), 1)], (-1, -1))
    game = AlternatingOffers(costly, F(1, 2), breakdown=F(1, 2), breakdown_payoffs=0, outside=0)
    assert game.breakdown_payoffs == game.outside == dict.fromkeys(TWO, 0)


def test_input_that_cannot_be_right() -> None:
    for wrong, message in (
        ({"discount": 1}, "discount factor of Hangzhou is 1; it should be from 0 and below 1"),
        ({"discount": {"Hangzhou": 0}}, "discount factor of Quzhou is missing"),
        ({"first": "Wenzhou"}, "first to propose is 'Wenzhou'"),
        ({"rounds": 0}, "number of rounds is 0"),
        ({"breakdown": 1}, "probability of breakdown is 1"),
        ({"outside": {"Wenzhou": 1}}, "a city with an outside payoff is 'Wenzhou'"),
        (
            {"problem": arc("4 - x**2"), "rounds": 3},
            "rounds is 3; it should be none on a smooth frontier",
        ),
    ):
        with pytest.raises(InvalidInput, match=message):
            AlternatingOffers(**{"problem": pie(), "discount": F(1, 2), **wrong})
