"""The smallest counterexample is the textbook's, with its numbers, and can be rebuilt."""

import inspect
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

import games
import intercity as ic
from intercity import testing
from intercity.testing import constructor_text, falsify, from_constructor_text
from intercity.testing.predicate import Predicate
from tests.properties.strategies import NIGHTLY

SEEDS, CASES = (range(20), [100, 1000]) if NIGHTLY else (range(1), [100])
MAJORITY = ic.CoalitionalGame.from_function(["A", "B", "C"], lambda group: int(len(group) > 1))
PENNIES = {
    ic.StrategicGame.from_payoffs(["A", "B"], one, other)
    for one, other in (
        ([[0, 1], [1, 0]], [[1, 0], [0, 1]]),
        ([[1, 0], [0, 1]], [[0, 1], [1, 0]]),
    )
}


def shrunk_to(textbook, claim, over, cases):
    found = [falsify(claim, over, max_examples=cases, seed=seed) for seed in SEEDS]
    return sum(bool(each) and each.case in textbook for each in found) / len(found)


@pytest.mark.parametrize("cases", CASES)
def test_a_superadditive_game_without_a_core_is_that_of_the_majority_of_three(cases):
    over = testing.superadditive_games(senses=["gain"])
    assert shrunk_to({MAJORITY}, "not core(case).empty", over, cases) >= 0.95


@pytest.mark.parametrize("cases", CASES)
def test_a_game_without_a_pure_equilibrium_is_matching_pennies(cases):
    over = testing.strategic_games(max_actions=4)
    assert shrunk_to(PENNIES, "pure_equilibria(case).profiles != ()", over, cases) >= 0.95


@pytest.mark.parametrize(
    "claim",
    [
        "truce(case).bystanders or not truce(case).unwilling",
        "case.shares([0, 0])['A'] <= Fraction(3, 4)",
    ],
)
def test_a_race_shrinks_to_small_whole_numbers_and_mu_1(claim):
    """Money in another unit is the same race, so that whole numbers and mu = 1 will do."""
    over = testing.subsidy_competitions(min_cities=2, max_cities=2)
    found = falsify(claim, over, max_examples=100)
    assert found.case.mu == 1
    assert "Fraction" not in found.call
    assert max(map(abs, found.case.value)) < 10


def test_text_leaves_out_what_is_at_its_default():
    race = ic.SubsidyCompetition(["A", "B"], [1, Fraction(1, 2)], mu=1)
    plain = "SubsidyCompetition(cities=('A', 'B'), value=(1, Fraction(1, 2)), mu=1"
    assert constructor_text(race) == plain + ")"
    closed = replace(race, caps=(0, 0), firm_weight=1)  # which is not the same as no caps
    assert constructor_text(closed) == plain + ", caps=(0, 0), firm_weight=1)"
    half = ic.BargainingProblem(("A", "B"), disagreement={"A": 0, "B": 0}, points=[(0, 1), (1, 0)])
    assert "weights" not in constructor_text(half)
    for value in (race, closed, half):
        assert from_constructor_text(constructor_text(value)) == value


def test_shrinking_takes_no_more_cases_than_four_for_each_that_may_be_drawn():
    over = st.lists(st.integers(0, 10**9), min_size=30, max_size=30)
    found = falsify(lambda case: sum(map(bool, case)) < 15, over, max_examples=3)
    assert found
    assert found.cases <= 3 + 4 * 3 + 3


@pytest.mark.parametrize("claim", ["1 / 0 > len(case)", "[][len(case)]", "int(case) > 0"])
def test_a_claim_that_stops_is_an_error_in_one_sentence(claim):
    with pytest.raises(ic.InvalidInput, match="one that runs"):
        falsify(claim, st.just("city"), max_examples=2)


@pytest.mark.parametrize("over", [st.nothing(), st.integers(3, 1), st.integers().filter(str)])
def test_a_strategy_that_draws_nothing_is_named(over):
    over = over.filter(lambda _: False)
    with pytest.raises(ic.InvalidInput, match="a strategy that draws cases"):
        falsify("case", over, max_examples=2)


def test_the_numbers_that_an_expression_compares_are_told():
    found = falsify(
        "least_core(case).epsilon < 0",
        testing.coalitional_games(max_players=2, min_value=0, max_value=1, senses=["gain"]),
        max_examples=20,
    )
    assert found.numbers == {"least_core(case).epsilon": ic.least_core(found.case).epsilon}
    assert from_constructor_text(found.call) == found.case


def test_a_constant_is_no_number_of_a_case():
    found = falsify(
        "len(case.links) > Fraction(0) and case.links != ()",
        testing.communication_graphs(),
        max_examples=20,
    )
    assert found.numbers == {"len(case.links)": 0, "case.links": ()}


def test_what_a_function_says_is_wrong_is_told():
    def split_is_stable(game):
        return ic.core_violation(game, ic.equal_surplus_division(game))

    found = falsify(split_is_stable, testing.convex_games(senses=["gain"]), max_examples=40)
    assert found
    assert found.numbers["violation"] == split_is_stable(found.case)
    assert found.claim == "split is stable"


def test_a_claim_may_assert_and_may_be_undefined():
    def asserts(game):
        if game.grand_worth > 2:
            raise AssertionError("too much")

    found = falsify(asserts, testing.convex_games(senses=["gain"], max_players=2), max_examples=40)
    assert found.numbers == {"violation": "too much"}
    assert found.case.grand_worth == 3

    def undefined_or_true(game):
        raise ic.Undefined("point", "there is none")

    nothing = falsify(undefined_or_true, testing.convex_games(), max_examples=10)
    assert nothing == ic.NotRefuted("undefined or true", 10, vacuous=10)


def test_what_holds_is_not_refuted_and_says_in_how_many_cases():
    found = falsify(
        "case.grand_worth == case.worth(case.players)", testing.convex_games(), max_examples=30
    )
    assert isinstance(found, ic.NotRefuted)
    assert found.cases == 30


SMALL = st.sampled_from(range(-5, 5))


@pytest.mark.parametrize(
    ("claim", "supposes"),
    [
        ("case < 0 or case * case >= case", lambda case: case >= 0),
        ("not case >= 0 or case * case >= case", lambda case: case >= 0),
        ("case < 0 or case > 3 or case < 4", lambda case: 0 <= case <= 3),
        ("case * case >= case if case >= 0 else True", lambda case: case >= 0),
        ("all(each < case for each in range(case))", lambda case: case > 0),
        ("all(each > 1 or each < 2 for each in range(case))", lambda case: case > 0),
        ("case < 6 and (case < 0 or case * case >= case)", lambda case: True),
        ("case < 6", lambda case: True),
    ],
)
def test_a_case_in_which_nothing_is_claimed_is_no_evidence(claim, supposes):
    drawn = []
    found = falsify(claim, SMALL.map(lambda case: drawn.append(case) or case), max_examples=40)
    assert (found.cases, found.vacuous) == (len(drawn), sum(not supposes(case) for case in drawn))
    assert bool(found.vacuous) == (not all(map(supposes, drawn)))


def test_what_assume_stops_is_no_evidence():
    drawn = []

    def squares_are_larger(case):
        drawn.append(case)
        assume(case >= 0)
        return case * case >= case

    found = falsify(squares_are_larger, SMALL, max_examples=40)
    assert 0 < found.vacuous == sum(case < 0 for case in drawn)
    assert found.cases == len(drawn)
    assert f"{len(drawn)} cases, of which {found.cases - found.vacuous} say" in str(found)

    def never(case):
        assume(False)

    nothing = falsify(never, SMALL, max_examples=10)
    assert 0 < nothing.cases == nothing.vacuous
    assert "says anything" in str(nothing)


@pytest.mark.parametrize(
    ("claim", "over", "words"),
    [
        (7, testing.convex_games(), "claim is 7; it should be a function"),
        ("core(case", testing.convex_games(), "claim is 'core.case'; .* expression"),
        ("core(game).empty", testing.convex_games(), "an expression in the name case"),
        ("case.nothing", testing.convex_games(), "this one stops: AttributeError"),
        ("shapley(case)['A'] > 0", testing.convex_games(), "did you mean 'shapley_value'?"),
        ("case", testing.convex_games, r"it should be called: convex_games\(\)"),
        ("case", [1, 2], "over is .* a Hypothesis strategy"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(claim, over, words):
    with pytest.raises(ic.InvalidInput, match=words):
        falsify(claim, over, max_examples=5)


def test_answers_are_judged_again_by_their_certificates_alone(monkeypatch):
    claim = Predicate("not core(case).empty")
    answers = claim.judge(MAJORITY).answers

    def unreachable(*arguments, **options):
        raise AssertionError("a solver was asked")

    monkeypatch.setattr("solvers.core", unreachable)
    unreachable.__module__, unreachable.__name__ = "solvers.coalitional.core", "core"
    assert claim.replay(MAJORITY, answers) is False
    richer = ic.CoalitionalGame.from_function(["A", "B", "C"], len)
    with pytest.raises(ic.InvalidInput, match="certificate of core"):
        claim.replay(richer, answers)
    with pytest.raises(ic.InvalidInput, match="certified answers is 1"):
        claim.replay(MAJORITY, [*answers, *answers])


# --------------------------------------------------------------- every public game

KINDS = [
    kind
    for name in games.__all__
    if inspect.isclass(kind := getattr(games, name)) and not issubclass(kind, BaseException)
]
KINDS += [ic.EnclaveCompact, ic.DirectMechanism]
KINDS += [ic.FundRule, ic.OriginDestination, ic.ProgramGame, ic.ProvisionPoint, ic.RaceOnGrid]
BY_FUNCTION = {games.ContinuousProblem, games.CostSharingProblem, games.OracleGame}
"""They keep functions, which are never equal."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_public_game_can_be_drawn_and_rebuilt_from_its_text(kind):
    @settings(
        max_examples=100 if NIGHTLY else 4,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(st.from_type(kind))
    def law(case):
        assert type(case) is kind
        text = constructor_text(case)
        again = from_constructor_text(text)
        assert constructor_text(again) == text if kind in BY_FUNCTION else again == case

    law()


# --------------------------------------------------------------- new strategies

WHAT_THEY_ARE = {
    "no core": (
        testing.games_without_a_core(max_players=3),
        lambda game: ic.core(game).empty,
    ),
    "simple": (
        testing.simple_games(),
        lambda game: (
            {game.worth(m) for m in range(1, game.grand + 1)} <= {0, 1}
            and game.grand_worth == 1
            and ic.property_violation(game, "monotone") is None
        ),
    ),
    "supermodular": (
        testing.supermodular_games(),
        lambda game: ic.supermodular(game).violation is None,
    ),
    "potential": (testing.potential_games(), lambda game: ic.potential(game).cycle is None),
    "zero-sum": (
        testing.zero_sum_games(),
        lambda game: all(
            sum(game.payoff((a, b)).values()) == 0 for a in game.actions[0] for b in game.actions[1]
        ),
    ),
    "trees": (
        testing.communication_graphs(trees=True),
        lambda graph: graph.connected and len(graph.links) == len(graph.players) - 1,
    ),
    "types": (
        testing.type_spaces(),
        lambda types: all(sum(prior.values()) == 1 for prior in types.values()),
    ),
}


@pytest.mark.parametrize("name", WHAT_THEY_ARE)
def test_what_is_drawn_is_what_its_name_says(name):
    strategy, law = WHAT_THEY_ARE[name]
    assert not falsify(law, strategy, max_examples=200 if NIGHTLY else 25)


def test_a_strategy_that_is_misspelt_is_told():
    with pytest.raises(AttributeError, match="did you mean 'convex_games'"):
        testing.convex_game()


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("core_violation(case, nucleolus(case))", "is None: write '... is None' if that is right"),
        ("core(case)", "of kind Core"),
        ("shapley_value(case)", "of kind Allocation"),
        ("shapley_value(case)['A']", "of kind Fraction"),
    ],
)
def test_what_is_neither_true_nor_false_is_no_claim(claim, told):
    """A stable split has no violation: None would have been taken for a claim that is refuted."""
    stable = testing.convex_games(senses=["gain"])
    with pytest.raises(ic.InvalidInput, match=r"true or false of a case") as raised:
        falsify(claim, stable, max_examples=5)
    assert told in str(raised.value)


def test_a_violation_that_is_compared_with_none_is_a_claim():
    stable = testing.games_with_a_core(senses=["gain"])
    assert not falsify("core_violation(case, nucleolus(case)) is None", stable, max_examples=20)
    found = falsify("core_violation(case, shapley_value(case)) is None", stable, max_examples=100)
    assert ic.core(found.case).empty is False
    assert ic.core_violation(found.case, ic.shapley_value(found.case)) is not None
