"""What is drawn is what its name says, and can be copied when it breaks a law."""

import inspect
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import intercity as ic
from intercity import testing

EXAMPLES = Path(__file__).parents[2] / "examples"
QUZHOU = ic.load_scenario(EXAMPLES / "quzhou_hangzhou" / "scenario.toml")
PARK = ic.load_scenario(EXAMPLES / "three_city_park" / "scenario.toml")


@pytest.mark.parametrize(
    ("drawn", "name"),
    [(testing.superadditive_games, "superadditive"), (testing.convex_games, "convex")],
)
def test_games_have_their_property(drawn, name):
    @given(drawn())
    def law(game):
        assert ic.property_violation(game.as_gains(), name) is None

    law()


@given(testing.games_with_a_core())
def test_there_is_a_core(game):
    assert not ic.core(game).empty


def test_a_core_is_all_that_they_have():
    """They reach beyond balanced games of a special kind: not superadditive, and of one point."""

    def one_point(game):
        found = ic.core(game)
        return len(game.players) > 1 and found.lowest == found.highest

    gains = testing.games_with_a_core(senses=["gain"])
    assert find(gains, lambda game: ic.property_violation(game, "superadditive") is not None)
    assert find(gains, one_point)


@pytest.mark.parametrize("kind", ["ties", "fractions", "large", "tiny", "float array", "zero"])
def test_worths_are_of_the_kind_asked_for(kind):
    one_city = testing.coalitional_games(kinds=[kind], max_players=1, senses=["gain"])
    admits = {
        "ties": lambda worth: worth in (0, 1),
        "fractions": lambda worth: abs(worth) <= 20 and worth.denominator <= 30,
        "large": lambda worth: worth % 10**15 == 0,
        "tiny": lambda worth: (worth * 10**12).denominator == 1,
        "float array": lambda worth: float(worth) == worth,
        "zero": lambda worth: worth == 0,
    }[kind]

    @given(one_city)
    def law(game):
        assert admits(game.grand_worth)

    law()


SPELLED = {
    "coalitional_games": testing.coalitional_games(min_players=2, kinds=["fractions"]),
    "float arrays": testing.coalitional_games(min_players=2, kinds=["float array"]),
    "convex_games": testing.convex_games(),
    "production_games": testing.production_games(),
    "bargaining_problems": testing.bargaining_problems(),
    "strategic_games": testing.strategic_games(),
    "subsidy_competitions": testing.subsidy_competitions(),
    "exchange_markets": testing.exchange_markets(),
    "matching_markets": testing.matching_markets(),
    "pairing_games": testing.pairing_games(),
    "bayesian_problems": testing.bayesian_problems(),
    "scenario_moves": testing.scenario_moves(PARK).filter(bool),
}
# All that docs/exploring.md says to import for it.
NAMES = {**{name: getattr(ic, name) for name in ic.__all__}, "Fraction": Fraction, "np": np}


@pytest.mark.parametrize("name", SPELLED)
def test_a_case_that_breaks_a_law_is_printed_as_the_call_that_makes_it(name):
    seen = []

    @settings(database=None, phases=[Phase.generate], print_blob=False)
    @given(SPELLED[name])
    def law(case):
        seen.append(case)
        raise AssertionError

    with pytest.raises(AssertionError) as caught:
        law()
    printed = "\n".join(caught.value.__notes__)
    call = printed[printed.index("case=") + 5 : printed.rindex(")")].split("  # or any other")[0]
    assert eval(call.strip().rstrip(","), NAMES) == seen[-1]


@settings(max_examples=25)
@given(st.data())
def test_moves_stay_in_their_ranges_and_can_be_checked_up(data):
    moves = data.draw(testing.scenario_moves(QUZHOU))
    moved = QUZHOU.moved(moves)
    for key, value in moves.items():
        number = QUZHOU.quantity(key)
        assert not number.sourced
        assert number.low <= value <= number.high
        assert moved.quantity(key).value == value
    assert {key for key, _ in moved.quantities()} == {key for key, _ in QUZHOU.quantities()}


def test_moves_shrink_to_the_number_that_matters():
    """Of the eight assumed numbers of the park, three places alone make its core."""

    def has_a_core(moves):
        report = ic.check_up(PARK.moved(moves), ranges=False)
        return next(f for f in report.findings if f.name == "all together").verdict == "stands"

    places = "platforms.park.provides.places"
    moves = find(testing.scenario_moves(PARK, [places, "platforms.park.cost_per_year"]), has_a_core)
    assert moves == {places: Fraction(5, 2)}  # half-way; a quarter is short of 19/8


def test_moves_move():
    """From the top of a range there are four steps down, and none up."""
    one_city = """
        format = 1
        title = "One city"
        cities.Quzhou.tenure = { v = 5, low = 3, high = 5 }
    """
    seen = set()

    @settings(database=None)
    @given(testing.scenario_moves(ic.parse_scenario(one_city)))
    def law(moves):
        seen.update(moves.values())

    law()
    assert seen == {Fraction(9, 2), 4, Fraction(7, 2), 3}


def test_nothing_to_move():
    tva = ic.load_scenario(EXAMPLES / "tva" / "scenario.toml")
    assert find(testing.scenario_moves(tva), lambda moves: True) == {}


def test_moves_that_no_file_could_have_are_not_drawn():
    """The least that quota may be worth could be 0.1, and the most 0.08, but not both."""
    scenario = ic.load_scenario(EXAMPLES / "private_quota" / "scenario.toml")
    ends = ["information.value.lowest", "information.value.highest"]
    drawn = testing.scenario_moves(scenario, ends)
    assert find(drawn, lambda moves: moves.get(ends[0]) == Fraction(1, 10))
    assert find(drawn, lambda moves: moves.get(ends[1]) == Fraction(8, 100))
    with pytest.raises(NoSuchExample):
        find(drawn, lambda moves: list(map(moves.get, ends)) == [Fraction(1, 10), Fraction(8, 100)])


def test_what_cannot_be_moved_is_refused():
    sourced = next(key for key, number in QUZHOU.quantities() if number.sourced)
    for key, words in ((sourced, "an assumed number, with a range"), ("no.such", "the key of a")):
        with pytest.raises(ic.InvalidInput, match=words):
            find(testing.scenario_moves(QUZHOU, [key]), lambda moves: True)
    with pytest.raises(ic.InvalidInput, match="scenario to move is of kind str"):
        find(testing.scenario_moves("quzhou"), lambda moves: True)


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: testing.coalitional_games(kinds=["whole"]), "kinds is .'whole'.; .* 'ties', "),
        (lambda: testing.convex_games(senses="gain"), "senses is 'gain'; it should be a list"),
        (lambda: testing.games_with_a_core(senses=[]), "senses is "),
        (lambda: testing.coalitional_games(min_players=5), "min_players is 5; .* at most 4"),
        (lambda: testing.bayesian_problems(max_cities=1), "min_cities is 2; .* at most 1"),
        (lambda: testing.scenario_moves(PARK, "a.key"), "'a.key'; it should be a list of keys"),
    ],
)
def test_bounds_that_cannot_be_are_one_sentence(draw, words):
    with pytest.raises(ic.InvalidInput, match=words):
        find(draw(), lambda drawn: True)


def strategies_with_bounds():
    for name in testing.__all__:
        bounds = inspect.signature(getattr(testing, name)).parameters
        if any(bound.startswith("max_") for bound in bounds) and name != "falsify":
            yield name, bounds


@pytest.mark.parametrize(("name", "bounds"), list(strategies_with_bounds()))
def test_bounds_come_in_pairs_as_in_hypothesis(name, bounds):
    assert name.endswith(("s", "_core"))
    for bound in bounds:
        if bound.startswith(("min_", "max_")):
            assert {f"min_{bound[4:]}", f"max_{bound[4:]}"} <= set(bounds)


TWO = {"min_side": 2, "max_side": 2}, {"min_actions": 2, "max_actions": 2}
PAIRS = testing.pairing_games(min_hubs=2, max_hubs=2, min_cities=2, max_cities=2)


@pytest.mark.parametrize(
    ("strategy", "sizes"),
    [
        (testing.exchange_markets(**TWO[0]), lambda drawn: map(len, (drawn.bids, drawn.asks))),
        (testing.matching_markets(**TWO[0]), lambda drawn: map(len, (drawn.cities, drawn.hubs))),
        (testing.assignment_games(**TWO[0]), lambda drawn: map(len, (drawn.sellers, drawn.buyers))),
        (testing.strategic_games(**TWO[1]), lambda drawn: map(len, drawn.actions)),
        (testing.zero_sum_games(**TWO[1]), lambda drawn: map(len, drawn.actions)),
        (testing.potential_games(**TWO[1]), lambda drawn: map(len, drawn.actions)),
        (testing.type_spaces(min_types=2, max_types=2), lambda drawn: map(len, drawn.values())),
        (PAIRS, lambda drawn: map(len, (drawn.hubs, drawn.cities))),
        (
            testing.weighted_voting_games(min_weight=2, max_weight=2),
            lambda drawn: drawn.weights.values(),
        ),
    ],
)
def test_lower_bounds_hold(strategy, sizes):
    @settings(max_examples=10, phases=[Phase.generate])
    @given(strategy)
    def law(case):
        assert set(sizes(case)) == {2}

    law()


def test_a_convex_game_may_have_negative_dividends():
    """The smallest: any two of three make 1, and all make 2 (Shapley 1971)."""

    def negative(game):
        return any(d < 0 and len(group) > 1 for group, d in ic.harsanyi_dividends(game).items())

    found = find(testing.convex_games(senses=["gain"]), negative)
    assert found == ic.CoalitionalGame.from_function(["A", "B", "C"], lambda g: max(0, len(g) - 1))


@pytest.mark.parametrize("name", sorted(SPELLED.keys() - {"exchange_markets", "scenario_moves"}))
def test_cities_have_the_same_names_in_all_strategies(name):
    @settings(max_examples=10, phases=[Phase.generate])
    @given(SPELLED[name])
    def law(case):
        cities = list(case.cities if hasattr(case, "cities") else case.players)
        assert cities == list("ABCD"[: len(cities)])

    law()
