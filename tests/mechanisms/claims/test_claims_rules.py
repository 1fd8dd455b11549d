"""Claims rules: published divisions, bounds and duality as laws, and the games behind them."""

import copy
import dataclasses
import itertools
import json
import pickle
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mechanisms
from games import BankruptcyProblem, CoalitionalGame, InvalidInput
from mechanisms import (
    adjusted_proportional,
    alpha_min,
    average_of_awards,
    constrained_egalitarian,
    constrained_equal_awards,
    constrained_equal_losses,
    dominguez_thomson,
    dual_rule,
    minimal_overlap,
    piniles_rule,
    proportional_rule,
    random_arrival,
    reverse_talmud,
    talmud_rule,
)
from mechanisms.claims.random_arrival import served_first
from mechanisms.claims.talmud import TalmudCertificate, contested_garment
from solvers import core_violation, nucleolus, shapley_value
from tests.properties.strategies import examples

RULES = [
    proportional_rule,
    constrained_equal_awards,
    constrained_equal_losses,
    talmud_rule,
    adjusted_proportional,
    random_arrival,
    minimal_overlap,
    piniles_rule,
    constrained_egalitarian,
    reverse_talmud,
    average_of_awards,
    dominguez_thomson,
    alpha_min,
]
SELF_DUAL = [proportional_rule, talmud_rule, adjusted_proportional, random_arrival]
CATALOGUE = {
    game["id"]: game
    for game in json.loads(
        (Path(__file__).parents[2] / "published" / "games.json").read_text(encoding="utf-8")
    )
}


@st.composite
def problems(draw, max_cities: int = 4):
    size = draw(st.integers(1, max_cities))
    numbers = draw(
        st.sampled_from(
            [
                st.integers(0, 3),
                st.integers(0, 40),
                st.fractions(0, 9, max_denominator=7),
                st.integers(0, 3).map(lambda k: k * 10**18),
                st.integers(0, 3).map(lambda k: Fraction(k, 10**12)),
            ]
        )
    )
    claims = draw(st.lists(numbers, min_size=size, max_size=size))
    part = draw(st.fractions(0, 1, max_denominator=12))
    return BankruptcyProblem(dict(zip("ABCDEF", claims, strict=False)), sum(claims) * part)


@pytest.mark.parametrize("estate", [100, 200, 300])
def test_the_marriage_contracts_of_the_talmud(estate):
    """Aumann and Maschler (1985); the catalogue also has the game and its Shapley value."""
    entry = CATALOGUE[f"talmud_{estate}"]
    problem = BankruptcyProblem({"c100": 100, "c200": 200, "c300": 300}, estate)
    published = [Fraction(x).limit_denominator(1000) for x in entry["known"]["talmud_rule"]]
    assert list(talmud_rule(problem).values()) == published
    game = CoalitionalGame(
        entry["players"], {tuple(key.split(",")): v for key, v in entry["worth"].items()}
    )
    assert problem.game() == game
    assert list(nucleolus(game).values()) == published
    arrival = {100: [100 / 3] * 3, 200: [100 / 3, 250 / 3, 250 / 3], 300: [50, 100, 150]}[estate]
    assert list(random_arrival(problem).values()) == [
        Fraction(x).limit_denominator(1000) for x in arrival
    ]


def test_ibn_ezra():
    """Reuben's sons (O'Neill 1982): 120 is left to four with claims on all, 1/2, 1/3 and 1/4."""
    problem = BankruptcyProblem({"R": 120, "S": 60, "L": 40, "J": 30}, 120)
    due = [Fraction(485, 6), Fraction(125, 6), Fraction(65, 6), Fraction(15, 2)]
    assert list(minimal_overlap(problem).values()) == due


def test_minimal_overlap_beyond_the_largest_claim():
    """O'Neill (1982): t solves (30-t) + (20-t) = 40 - t, so t = 10; A's 10 is claimed by all."""
    problem = BankruptcyProblem({"A": 10, "B": 20, "C": 30}, 40)
    third = Fraction(10, 3)
    assert list(minimal_overlap(problem).values()) == [third, 10 + third, 20 + third]


def test_piniles_and_the_constrained_egalitarian_rule():
    """400 of 100, 200, 300: 50, 100, 150 and 100/3 each; or one level of 150, A at its claim."""
    problem = BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 400)
    thirds = Fraction(100, 3)
    assert list(piniles_rule(problem).values()) == [50 + thirds, 100 + thirds, 150 + thirds]
    assert list(constrained_egalitarian(problem).values()) == [100, 150, 150]
    for estate in (100, 200, 300):
        talmud = dataclasses.replace(problem, estate=estate)
        assert piniles_rule(talmud) == constrained_egalitarian(talmud) == talmud_rule(talmud)


def test_equal_parts_for_all_leave_the_core_where_one_claims_less():
    """Of 300 each has 100; who claims 150 and 200 are sure of 300 - 50, and get 50 less."""
    problem = BankruptcyProblem({"A": 50, "B": 150, "C": 200}, 300)
    left = core_violation(problem.game(), dict.fromkeys("ABC", 100))
    assert (left.coalition, left.gain) == (("B", "C"), 50)
    assert core_violation(problem.game(), talmud_rule(problem)) is None


@pytest.mark.parametrize("rule", RULES)
@given(problem=problems())
@examples(50)
def test_every_rule_divides_fairly(rule, problem):
    """A division in the core, equals alike, the larger claim with more award and more loss."""
    awards = rule(problem)
    assert awards.total() == problem.estate
    assert awards.certificate.verify(problem) is True
    assert core_violation(problem.game(), awards) is None
    for one, other in itertools.permutations(awards, 2):
        if problem.claims[one] <= problem.claims[other]:
            assert awards[one] <= awards[other]
            assert problem.claims[one] - awards[one] <= problem.claims[other] - awards[other]


@pytest.mark.parametrize("rule", SELF_DUAL)
@given(problem=problems())
@examples(50)
def test_self_dual(rule, problem):
    assert dual_rule(rule)(problem) == rule(problem)


@given(problem=problems())
@examples(50)
def test_equal_awards_and_equal_losses_are_dual(problem):
    assert dual_rule(constrained_equal_awards)(problem) == constrained_equal_losses(problem)
    assert dual_rule(constrained_equal_losses)(problem) == constrained_equal_awards(problem)


@given(problem=problems(max_cities=6))
def test_the_talmud_rule_is_the_nucleolus(problem):
    """Aumann and Maschler (1985), theorem C."""
    assert talmud_rule(problem) == nucleolus(problem.game())


@given(problem=problems())
@examples(50)
def test_random_arrival_order_by_order(problem):
    orders = list(itertools.permutations(problem.claims))
    awards = dict.fromkeys(problem.claims, Fraction(0))
    for order in orders:
        left = problem.estate
        for city in order:
            served = min(left, problem.claims[city])
            awards[city] += served / len(orders)
            left -= served
    assert random_arrival(problem) == awards
    assert shapley_value(problem.game()) == awards


@given(problem=problems())
@examples(50)
def test_random_arrival_by_counting(problem):
    """The count for many cities, against the passes over all coalitions of few."""
    few = BankruptcyProblem({c: int(x) % 50 for c, x in problem.claims.items()}, 0)
    few = dataclasses.replace(few, estate=few.missing // 2)
    assert served_first(few.claims, few.estate) == random_arrival(few)


def test_random_arrival_of_forty():
    problem = BankruptcyProblem({f"city {k}": 10 * (k % 7 + 1) for k in range(40)}, 600)
    awards = random_arrival(problem)
    assert awards.total() == 600
    assert awards["city 0"] == awards["city 7"] < awards["city 1"]
    assert awards.certificate.verify(problem) is True
    forged = dataclasses.replace(
        awards.certificate, awards={**awards, "city 0": awards["city 7"] + 1, "city 7": 0}
    )
    assert not forged.verify(problem)
    with pytest.raises(InvalidInput, match="at most 60 for random arrival"):
        random_arrival(BankruptcyProblem({f"city {k}": 1 for k in range(61)}, 5))
    with pytest.raises(InvalidInput, match="round them to larger units"):
        random_arrival(BankruptcyProblem({f"city {k}": 10**9 + k for k in range(21)}, 5))


@given(problem=problems(), data=st.data())
def test_the_level_of_two_proves_all_pairs(problem, data):
    """Kaminski (2000): the certificate checks one pair; here all pairs are."""
    part = st.fractions(0, 1, max_denominator=4)
    awards = {city: claim * data.draw(part) for city, claim in problem.claims.items()}
    if data.draw(st.booleans()):
        awards = dict(talmud_rule(problem))
    divided = BankruptcyProblem(problem.claims, sum(awards.values()))
    garment = all(
        awards[a] == contested_garment(divided.claims[a], divided.claims[b], awards[a] + awards[b])
        for a, b in itertools.permutations(awards, 2)
    )
    assert bool(TalmudCertificate(awards).verify(divided)) == garment


@given(problem=problems())
@examples(50)
def test_the_game_is_what_the_others_leave(problem):
    game = problem.game()
    for mask in range(1, game.grand + 1):
        members = game.members(mask)
        others = sum(c for city, c in problem.claims.items() if city not in members)
        assert game.worth(mask) == max(0, problem.estate - others)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("claims", "estate", "due"),
    [
        ({"A": 5}, 3, [3]),
        ({"A": 0}, 0, [0]),
        ({"A": 0, "B": 0}, 0, [0, 0]),
        ({"A": 4, "B": 6}, 0, [0, 0]),
        ({"A": 4, "B": 6}, 10, [4, 6]),
        ({"A": 0, "B": 6}, 2, [0, 2]),
        ({"A": 7, "B": 7, "C": 7}, 7, [Fraction(7, 3)] * 3),
    ],
)
def test_degenerate(rule, claims, estate, due):
    problem = BankruptcyProblem(claims, estate)
    answer = rule(problem)
    assert list(answer.values()) == due
    assert answer.certificate.verify(problem) is True


@pytest.mark.parametrize("rule", RULES)
def test_what_is_no_problem_is_refused(rule):
    with pytest.raises(InvalidInput, match=f"subject of {rule.__name__} is of kind dict"):
        rule({"A": 5})


@pytest.mark.parametrize(
    ("claims", "estate", "words"),
    [
        ({"A": 4, "B": 6}, -1, "the estate is -1; it should be 0 or more."),
        ({"A": 4, "B": 6}, 11, "should be at most 10, the sum of the claims"),
        ({"A": -4, "B": 6}, 1, "claim of A is -4; it should be 0 or more."),
        ({"A": "much"}, 1, "claim of A is 'much'; it should be a number."),
        ({"A": float("nan")}, 1, "claim of A is nan; it should be a finite number."),
        ({}, 0, "the list of cities is missing; it should be at least one name"),
        ([4, 6], 5, "a claim for each city, by name"),
    ],
)
def test_bad_input(claims, estate, words):
    with pytest.raises(InvalidInput) as raised:
        BankruptcyProblem(claims, estate)
    assert words in str(raised.value)


def test_a_problem_is_a_value():
    problem = BankruptcyProblem({"A": 4, "B": 6}, 4)
    turned = BankruptcyProblem({"B": 6, "A": 4}, 4)
    assert (problem == turned, hash(problem) == hash(turned)) == (True, True)
    assert pickle.loads(pickle.dumps(problem)) == copy.deepcopy(problem) == problem
    assert dataclasses.replace(problem, estate=5).missing == 5
    assert problem != dataclasses.replace(problem, estate=5)
    with pytest.raises(TypeError):
        problem.claims["A"] = 5
    assert "<td>A</td>" in problem._repr_html_()


def test_a_rule_of_your_own_has_a_dual_that_is_not_proven():
    problem = BankruptcyProblem({"A": 4, "B": 6}, 4)
    first_come = dual_rule(lambda p: {"A": min(4, float(p.estate)), "B": max(0, p.estate - 4)})
    assert first_come(problem) == {"A": 0, "B": 4}
    assert str(first_come(problem).proof) == "unproven"


def test_large_and_tiny_numbers_stay_exact():
    claims = {"A": Fraction(1, 3), "B": 10**30, "C": 10**30 + 1}
    problem = BankruptcyProblem(claims, 10**30)
    for rule in RULES:
        assert rule(problem).total() == 10**30
        assert rule(problem).certificate.verify(problem) is True


def test_all_rules_are_here():
    concepts = [getattr(mechanisms, name) for name in mechanisms.__all__]
    rules = {
        concept.__name__
        for concept in concepts
        if getattr(concept, "__module__", "").startswith("mechanisms.claims.")
        and getattr(concept, "__annotations__", {}).get("return") == "Allocation"
    }
    assert rules == {rule.__name__ for rule in RULES}


def test_random_arrival_at_the_limits_of_what_is_counted():
    """The binomial coefficients of 60 are the last that 64 bits hold; cells are 2^24 at most."""
    sixty = BankruptcyProblem({f"city {k}": 1 for k in range(60)}, 30)
    assert set(random_arrival(sixty).values()) == {Fraction(1, 2)}
    claims = {f"city {k}": Fraction(1) for k in range(20)}
    most = 2**24 // 22 - 1  # 21 cities: 22 sizes of groups, and sums from 0 on
    large = claims | {"large": Fraction(most - 20)}
    assert set(served_first(large, Fraction(1)).values()) == {Fraction(1, 21)}
    with pytest.raises(InvalidInput, match=f"at most {most} in sum"):
        served_first(claims | {"large": Fraction(most - 19)}, Fraction(1))
