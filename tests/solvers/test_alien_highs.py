"""A HiGHS of the user's own, with more threads than ours, changes no answer."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import highspy
import pytest

from games import Activity, LinearProductionGame, Platform, Resource, Use, Value
from solvers import coalitional_form, least_core, nucleolus
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import RationalProgram
from tests.properties.strategies import table

OFFICES = [Platform(f"office {k}", "Hub", 1, (Use("desks", 1),)) for k in range(7)]
WORK = Activity("work", ("Hub",), (Use("desks", 1),), (Value("Hub", "cash", 3),), 5)
HUB = LinearProductionGame(("Hub",), (Resource("desks", "tradable"),), (WORK,), tuple(OFFICES))
"""Seven offices of one desk, at 1 each, for at most five who earn 3 each: worth 5 * (3 - 1)."""


def basis():
    rows = (Row("land", {"x": Fraction(3)}, "<=", Fraction(6)),)
    lp = LinearProgram("max", {"x": Fraction(3)}, rows, {"x": (Fraction(0), None)})
    return RationalProgram(lp).floating_basis() is not None


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (basis, True),
        (lambda: coalitional_form(HUB).game.grand_worth, 10),  # too many openings to list
        (lambda: nucleolus(table([0, 0, 0, 60, 0, 60, 60, 72]))["A"], 24),
        (lambda: least_core(table([0, 0, 0, 60, 0, 60, 60, 72])).epsilon, 12),
    ],
)
def test_threads_of_another_highs_change_no_answer(ask, answer):
    def beside_another():
        theirs = highspy.Highs()
        theirs.setOptionValue("output_flag", False)
        theirs.setOptionValue("threads", 2)
        theirs.addVar(0, 1)
        assert theirs.run() == highspy.HighsStatus.kOk
        return ask()

    with ThreadPoolExecutor(1) as fresh:  # HiGHS counts its threads by the thread that runs it
        assert fresh.submit(beside_another).result() == answer
