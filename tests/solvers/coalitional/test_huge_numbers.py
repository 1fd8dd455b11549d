"""Numbers beyond floating point are legal, and every message and name copes with them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import intercity as ic
from games.errors import IntercityError

BIG = 10**400
HUGE = ic.CoalitionalGame.from_array(["A", "B"], np.array([0, 1.7e308, 1.7e308, -1.7e308]))
LOSSES = ic.CoalitionalGame(["A", "B"], {"A": -BIG, "B": BIG, ("A", "B"): 3 * BIG})
PARTED = ic.CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, BIG, 3 * BIG, BIG][len(s)])


@pytest.mark.parametrize(
    "concept",
    [
        *(ic.nucleolus, ic.per_capita_nucleolus, ic.proportional_nucleolus),
        *(ic.disruption_nucleolus, ic.gately_point, ic.tau_value),
        ic.kernel_violation,
    ],
)
@pytest.mark.parametrize("game", [HUGE, LOSSES, PARTED], ids=["floats", "losses", "parted"])
def test_a_huge_game_has_an_answer_or_one_sentence(concept, game):
    point = {name: game.grand_worth / len(game.players) for name in game.players}
    try:
        found = concept(game, point) if concept is ic.kernel_violation else concept(game)
    except IntercityError as error:
        found = error
    assert "e+" in str(found) + repr(found)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ic.AirportGame({"A": BIG}),
        lambda: ic.WeightedVoting({"A": BIG}, BIG),
        lambda: ic.BankruptcyProblem({"A": BIG, "B": BIG}, BIG),
        lambda: ic.CoalitionalGame(["A"], {"A": BIG}),
        lambda: ic.core_violation(HUGE, {"A": 0, "B": -1.7e308}),
        lambda: ic.harsanyi_dividends(PARTED),
        lambda: ic.property_violation(PARTED, "monotone"),
    ],
)
def test_a_huge_number_can_be_printed(make):
    assert "e+" in str(make())


def test_a_huge_worth_is_refused_where_floats_search():
    for game in (
        ic.OracleGame(["A", "B", "C"], lambda s: BIG * len(s)),
        ic.OracleGame(["A", "B", "C"], lambda s: len(s) if len(s) != 2 else -BIG),
        ic.FacilityLocation(["A", "B"], ["here"], [BIG], [[1], [2]]),
    ):
        for concept in (ic.least_core, ic.cost_of_stability):
            with pytest.raises(ic.InvalidInput, match=r"e\+400.*floating point"):
                concept(game)


def test_an_exact_number_is_refused_in_short():
    with pytest.raises(ic.InvalidInput, match=r"is 1e\+400; it should be at least 0"):
        raise ic.InvalidInput("rate", Fraction(BIG), "at least 0")
