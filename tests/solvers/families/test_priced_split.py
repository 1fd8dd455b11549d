"""The split at the prices of the best plan, by hand."""

from fractions import Fraction

import pytest

from solvers.coalitional.core import core_violation
from solvers.families.priced_split import priced_split, stable_priced_split
from solvers.families.program_game import program_game
from solvers.families.program_oracle import ProgramOracle
from tests.solvers.families.test_moving_box import park_for


@pytest.mark.parametrize(("batches", "parks"), [(3, 1), (5, 2), (7, 3)])
def test_a_host_has_the_profit_of_every_park_that_opens(batches, parks):
    """Two of the batches, worth 80 each, fill a park of 100: 60 are left, and one batch too many.

    Batches are then worth nothing, and the host of all parks has what they make.
    """
    game = park_for({"A": 1, "B": batches - 1}, 80, 100, 2, site="A", limit=4)
    oracle = ProgramOracle(program_game(game), grand=True)
    assert priced_split(oracle) == [Fraction(60 * parks), 0]
    split, _ = stable_priced_split(oracle)
    assert core_violation(game, dict(zip(game.cities, split, strict=True))) is None
