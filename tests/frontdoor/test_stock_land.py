"""A pilot plant on stock land that cities share: what each group makes, counted by hand.

Three plots bring Hangzhou 1 each, or one of them carries a plant of 40 slots, which go to the
products that bring most: 15 of Quzhou at 0.5, 15 of Jinhua and 10 of Lishui at 0.4, 10 of Hangzhou
at 0.3.
"""

from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

import intercity as ic
from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.topics.registry import context_of

F = Fraction
SCENARIO = ic.load_scenario(Path(__file__).parents[2] / "examples" / "stock_land" / "scenario.toml")
COST, SLOTS, OWNED = (
    "platforms.pilot_plant.cost_one_off",
    "platforms.pilot_plant.provides.pilot_slots",
    "resources.stock_plots.owned.Hangzhou",
)
REDEVELOPED = "activities.1.values.0.amount"
ONCE = F(5, 100) / (1 - F(100, 105) ** 20)  # what 1 paid once counts a year, over 20 years
PRODUCTS = {
    "Hangzhou": (10, F(3, 10)),
    "Quzhou": (15, F(5, 10)),
    "Jinhua": (15, F(4, 10)),
    "Lishui": (10, F(4, 10)),
}


def worth(group, cost=120, slots=40, plots=3, redeveloped=1):
    """The better of redeveloping all plots, and of the plant on one of them."""
    if "Hangzhou" not in group:
        return 0
    value, left = F(0), F(slots)
    for number, each in sorted((PRODUCTS[city] for city in group), key=lambda x: -x[1]):
        value += min(left, number) * each
        left -= min(left, number)
    best = max(redeveloped, F(6, 10))
    return max(plots * best, (plots - 1) * best + value - cost * ONCE)


def game(**moved):
    keys = {"cost": COST, "slots": SLOTS, "plots": OWNED, "redeveloped": REDEVELOPED}
    scenario = SCENARIO.moved({keys[name]: value for name, value in moved.items()})
    return context_of(scenario, Recorder(), brief=True)


@pytest.mark.parametrize(
    "moved", [{}, {"slots": 28}, {"plots": 1}, {"redeveloped": F(1, 2)}, {"cost": 140}]
)
def test_each_group_makes_the_better_of_land_and_plant(moved):
    found = game(**moved).game
    for size in range(1, 5):
        for group in combinations(PRODUCTS, size):
            assert found.worth(group) == worth(group, **moved), group


def test_two_cities_would_not_build_and_three_would():
    pairs = [("Hangzhou", city) for city in ("Quzhou", "Jinhua", "Lishui")]
    found = game().game
    assert {found.worth(pair) for pair in pairs} == {3}
    assert all(
        found.worth(("Hangzhou", *pair)) > 3
        for pair in combinations(("Quzhou", "Jinhua", "Lishui"), 2)
    )


@pytest.mark.parametrize(
    ("number", "turn", "better"),
    [
        ("cost", (F(175, 10) - 1) / ONCE, -1),  # 17.5 of products, less the plot
        ("redeveloped", F(175, 10) - 120 * ONCE, -1),
        ("slots", 15 + (120 * ONCE + 1 - F(75, 10)) / F(4, 10), 1),
    ],
)
def test_where_the_plant_stops_being_worth_a_plot(number, turn, better):
    for step, verdict in ((F(1, 100), "stands"), (F(-1, 100), "fails")):
        context = game(**{number: turn + better * step})
        for name in ("surplus", "the park"):
            assert evaluate(context, name).verdict == verdict


def test_the_plant_adds_as_much_whether_there_is_one_plot_or_six():
    alone = {plots: worth(["Hangzhou"], plots=plots) for plots in (1, 6)}
    together = {plots: game(plots=plots).game.grand_worth for plots in (1, 6)}
    assert together[1] - alone[1] == together[6] - alone[6] == worth(PRODUCTS) - 3


def test_equal_shares_of_the_cost_are_left_by_the_owner_of_the_land():
    """They leave Hangzhou two plots less a quarter of the cost, where it had three plots.

    With the slots for others, it must be paid at least its plot: no share of the cost is stable
    in which it pays.
    """
    report = ic.check_up(SCENARIO, ranges=False)
    found = next(one for one in report.findings if one.name == "all together").facts
    assert found.verdict == "stands"
    ways = {way.way.value: way for way in found.shared_cost.ways}
    assert found.shared_cost.cost == 120 * ONCE
    assert ways["equal"].breach.group == ("Hangzhou",)
    assert ways["equal"].breach.gain == 3 - (2 - 120 * ONCE / 4)
    stable = [way.shares["Hangzhou"] for way in ways.values() if way.breach is None]
    assert stable
    assert max(stable) <= -1


def test_three_cities_would_give_a_plot_for_less_than_four():
    """40 slots of three bring 13 to 16.5, of four 17.5: each less the plant's 9.63 a year."""
    three = [("Hangzhou", *pair) for pair in combinations(("Quzhou", "Jinhua", "Lishui"), 2)]
    turns = sorted(made - 120 * ONCE for made in (F(13), F(145, 10), F(165, 10)))
    for turn in turns:
        below, above = (game(redeveloped=turn + step).game for step in (F(-1, 100), F(1, 100)))
        built = [
            sum(one.worth(group) > one.worth(("Hangzhou",)) for group in three)
            for one in (below, above)
        ]
        assert built[0] == built[1] + 1
    assert [round(float(turn), 2) for turn in (turns[0], turns[-1])] == [3.37, 6.87]
