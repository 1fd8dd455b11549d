"""Programs whose numbers floats hardly tell apart: the optimum is that of the tableau method."""

import random
from fractions import Fraction

from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve, solve_by_floats
from solvers.rational import fraction
from solvers.simplex import RationalProgram
from solvers.tableau import Tableau


def nearly_tied(seed):
    """Coefficients that are 1, limits that are 3, but for some parts of 10^10 or less."""
    r = random.Random(seed)

    def off(number):
        return number + Fraction(r.randrange(-5, 6), 10 ** r.choice([10, 11, 12]))

    names = [f"x{k}" for k in range(8)]
    rows = tuple(
        Row(f"r{i}", {name: off(1) for name in r.sample(names, 4)}, "<=", off(3)) for i in range(12)
    )
    objective = {name: off(1) for name in names}
    return LinearProgram("max", objective, rows, dict.fromkeys(names, (Fraction(0), Fraction(2))))


def by_tableau(lp):
    point = Tableau(RationalProgram(lp)).outcome().point
    return lp.value(dict(zip(lp.bounds, map(fraction, point), strict=True)))


def test_near_ties_are_solved_exactly_and_mostly_without_the_tableau():
    corrected = 0
    for seed in range(20):
        lp = nearly_tied(seed)
        found = solve(lp)
        assert found.certificate.verify(lp)
        assert found.optimum == by_tableau(lp)
        program = RationalProgram(lp)
        vertex = program.vertex(program.floating_basis())
        near = None if program.is_optimal(*vertex) else program.refined(*vertex)
        if near is not None:
            corrected += 1
            assert program.is_optimal(*near)
            assert solve_by_floats(lp).optimum == found.optimum
    assert corrected > 5


def test_a_program_without_a_point_is_left_by_floats():
    lp = LinearProgram(
        "max",
        {"x": Fraction(1)},
        (Row("r", {"x": Fraction(1)}, ">=", Fraction(3)),),
        {"x": (Fraction(0), Fraction(2))},
    )
    assert solve_by_floats(lp) is None
    assert solve(lp).outcome == "infeasible"
