from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame
from solvers import Violation, core, core_violation, cost_of_stability, least_core
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.core import EmptyCoreCertificate, Extreme
from tests.properties.strategies import CITIES, coalitional_games, examples, table, worths_of
from tests.solvers import oracles


@examples(60)
@given(coalitional_games())
def test_emptiness_and_ranges_agree_with_the_program_on_all_rows(game):
    answer = core(game)
    sign = 1 if game.sense == "gain" else -1
    for city in game.players:
        found = oracles.core_range(game, city)
        assert (found is None) == answer.empty
        if found:
            ends = sorted(sign * x for x in found)
            assert [answer.lowest[city], answer.highest[city]] == ends
    assert answer.empty == (least_core(game).epsilon > 0) == (cost_of_stability(game).value > 0)
    if answer.empty:
        assert answer.point is answer.lowest is answer.highest is None
    else:
        assert answer.contains(answer.point)


@examples(60)
@given(coalitional_games(min_players=3, max_players=3))
def test_three_cities_by_the_five_balanced_collections(game):
    assert core(game).empty == oracles.core_is_empty_with_three_players(game)


@examples(25)
@given(coalitional_games(min_players=2, max_players=4, senses=("gain",)))
def test_ranges_are_the_ends_of_the_vertices(game):
    answer, vertices = core(game), oracles.core_vertices(game)
    assert answer.empty == (not vertices)
    for i, city in enumerate(game.players if vertices else ()):
        payoffs = [vertex[i] for vertex in vertices]
        assert (answer.lowest[city], answer.highest[city]) == (min(payoffs), max(payoffs))


@examples(40)
@given(coalitional_games(), st.fractions(Fraction(1, 9), 9), st.data())
def test_the_core_shrinks_when_a_coalition_can_do_better(game, more, data):
    mask = data.draw(st.integers(1, max(1, game.grand - 1)))
    worths = worths_of(game)
    worths[mask] += more if game.sense == "gain" else -more
    before, after = core(game), core(table(worths, game.sense))
    if mask != game.grand and not after.empty:
        assert not before.empty
        for city in game.players:
            assert before.lowest[city] <= after.lowest[city]
            assert after.highest[city] <= before.highest[city]


def test_an_empty_core_is_proven_by_a_plan_that_is_read_by_hand():
    pairs = table([0, 0, 0, 60, 0, 60, 60, 72])
    answer = core(pairs)
    half = Fraction(1, 2)
    assert answer.empty
    assert {m.coalition: m.weight for m in answer.certificate.collection} == {
        ("A", "B"): half,
        ("A", "C"): half,
        ("B", "C"): half,
    }
    assert "least_core()" in answer.status
    assert "cost_of_stability()" in answer.status


def test_a_core_of_costs_asks_no_group_more_than_it_would_pay_alone():
    costs = CoalitionalGame(["A", "B"], {"A": 3, "B": 4, ("A", "B"): 6}, "cost")
    answer = core(costs)
    assert dict(answer.lowest) == {"A": 2, "B": 3}
    assert dict(answer.highest) == {"A": 3, "B": 4}
    assert not answer.contains({"A": 4, "B": 2})
    assert answer.contains({"A": 2, "B": 4})


def test_a_split_that_does_not_add_up_is_a_violation_of_all():
    game = table([0, 0, 0, 6])
    assert core_violation(game, {"A": 3, "B": 3}) is None
    assert core_violation(game, {"A": 2, "B": 3}) == Violation(("A", "B"), Fraction(1))
    assert core_violation(game, {"A": 4, "B": 3}) == Violation(("A", "B"), Fraction(-1))
    costs = table([0, 9, 9, 6], "cost")
    assert core_violation(costs, {"A": 3, "B": 4}) == Violation(("A", "B"), Fraction(1))
    assert core_violation(costs, {"A": 3, "B": 2}) == Violation(("A", "B"), Fraction(-1))


def test_floats_are_judged_within_their_rounding_and_fractions_are_not():
    game = table([0, 0, 0, 0, 0, 0, 0, Fraction(6, 10)])
    assert core_violation(game, {"A": 0.1, "B": 0.2, "C": 0.1 + 0.2}) is None
    exactly = {"A": Fraction(0.1), "B": Fraction(0.2), "C": Fraction(0.1 + 0.2)}
    assert core_violation(game, exactly).coalition == ("A", "B", "C")
    assert core_violation(game, {"A": 0.1, "B": 0.2, "C": 0.3 + 1e-14}) is not None


def test_blocking_lists_every_coalition_that_gains():
    game = table([0, 0, 0, 60, 0, 60, 60, 72])
    blocking = core(game).blocking({"A": 40, "B": 32, "C": 0})
    assert blocking == (Violation(("B", "C"), 28), Violation(("A", "C"), 20))


@examples(30)
@given(st.integers(1, 4), st.integers(-9, 9))
def test_an_additive_game_has_one_stable_split(n, own):
    game = table([own * mask for mask in range(2**n)])
    answer = core(game)
    split = {city: own * 2**i for i, city in enumerate(CITIES[:n])}
    assert dict(answer.point) == dict(answer.lowest) == dict(answer.highest) == split


def test_forged_ranges_are_refuted():
    """Each forgery passes every check but one."""
    game = table([0, 0, 0, 4, 0, 4, 4, 9])
    proof = core(game).certificate
    assert dict(core(game).lowest) == {"A": 0, "B": 0, "C": 0}
    alone = (WeightedCoalition(("A",), Fraction(1)),)
    # A could get as little as 0 only if {B, C} did not block: here it is {A, B} that does.
    blocked = Extreme(dict(zip("ABC", (0, 3, 6), strict=True)), alone)
    assert (
        "{A, B} blocks"
        in type(proof)(proof.lowest | {"A": blocked}, proof.highest).verify(game).reason
    )
    # A core split that gives A more than its least.
    inside = Extreme(dict(zip("ABC", (3, 3, 3), strict=True)), alone)
    assert (
        "does not prove its payoff"
        in type(proof)(proof.lowest | {"A": inside}, proof.highest).verify(game).reason
    )
    # The lowest payoffs shown as the highest.
    assert not type(proof)(proof.lowest, proof.lowest).verify(game)


def test_a_plan_worth_no_more_than_all_does_not_empty_the_core():
    game = table([0, 0, 0, 60, 0, 60, 60, 90])
    half = Fraction(1, 2)
    plan = tuple(WeightedCoalition(pair, half) for pair in (("A", "B"), ("A", "C"), ("B", "C")))
    assert "no better than 90" in EmptyCoreCertificate(plan).verify(game).reason
    assert not core(game).empty
