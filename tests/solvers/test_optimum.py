"""Exact linear programs: two methods, a second opinion, every outcome, every proof."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from fractions import Fraction

import cbcbox
import pulp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.errors import IntercityError, InvalidInput
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row, to_pulp
from solvers.optimum import (
    InfeasibilityCertificate,
    OptimalityCertificate,
    UnboundednessCertificate,
    optimal_basis,
    solve,
)
from solvers.simplex import RationalProgram
from solvers.tableau import Tableau

SMALL = st.integers(-4, 4).map(Fraction) | st.sampled_from([Fraction(1, 3), Fraction(-5, 7)])
LIMITS = st.sampled_from(
    [(Fraction(0), None), (None, None), (Fraction(-2), Fraction(3)), (None, Fraction(2))]
)


@st.composite
def linear_programs(draw: st.DrawFn) -> LinearProgram:
    names = [f"x{j}" for j in range(draw(st.integers(1, 4)))]
    vector = st.fixed_dictionaries(dict.fromkeys(names, SMALL))
    rows = tuple(
        Row(f"r{i}", draw(vector), draw(st.sampled_from(["<=", "==", ">="])), draw(SMALL))
        for i in range(draw(st.integers(0, 4)))
    )
    return LinearProgram(
        draw(st.sampled_from(["max", "min"])), draw(vector), rows, {n: draw(LIMITS) for n in names}
    )


@given(linear_programs())
def test_two_methods_agree_and_the_certificate_verifies(lp: LinearProgram) -> None:
    answer = solve(lp)
    assert answer.certificate.verify(lp) is True
    assert Certificate.from_json(answer.certificate.to_json()) == answer.certificate
    alone = Tableau(RationalProgram(lp)).outcome()
    assert alone.kind == answer.outcome
    if answer.outcome == "optimal":
        sign = 1 if lp.sense == "max" else -1
        found = dict(zip(lp.bounds, alone.point, strict=True))
        cost = sum(
            (sign * c * Fraction(str(found[name])) for name, c in lp.objective.items()), Fraction(0)
        )
        assert cost == sign * answer.optimum


@given(linear_programs())
def test_both_bases_give_a_vertex_that_is_optimal(lp: LinearProgram) -> None:
    answer, basis = solve(lp), optimal_basis(lp)
    program = RationalProgram(lp)
    end = Tableau(program).outcome()
    assert (basis is None) == (answer.outcome != "optimal")
    if basis is not None:
        assert len(basis.rows) == len(basis.columns)
        # A redundant equation keeps an artificial column, which no basis by name can express.
        vertex = program.vertex(end.statuses)
        assert vertex is None or program.is_optimal(*vertex)


@given(linear_programs(), st.data())
def test_a_column_in_one_row_alone_is_found_as_all_equations_find_it(
    lp: LinearProgram, data: st.DataObject
) -> None:
    """What is lacking in each row makes it feasible, at a cost."""
    lacking = {row.name: f"lacking in {row.name}" for row in lp.rows}
    cost = 10 if lp.sense == "min" else -10
    rows = tuple(
        dataclasses.replace(
            row,
            relation=">=",
            coefficients=row.coefficients | {lacking[row.name]: data.draw(st.sampled_from([1, 3]))},
        )
        for row in lp.rows
    )
    program = RationalProgram(
        LinearProgram(
            lp.sense,
            lp.objective | dict.fromkeys(lacking.values(), cost),
            rows,
            lp.bounds | dict.fromkeys(lacking.values(), (Fraction(0), None)),
        )
    )
    names = len(program.cost)
    for _ in range(3):
        basic = data.draw(st.sets(st.integers(0, names - 1), max_size=len(rows)))
        columns = [1 if j in basic else 0 for j in range(names)]
        tight = data.draw(st.permutations(range(len(rows))))[: len(basic)]
        slack = [0 if i in tight else 1 for i in range(len(rows))]
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(RationalProgram, "_own_columns", lambda *_: {})
            plain = program.vertex((columns, slack))
        assert program.vertex((columns, slack)) == plain


def test_a_program_reads_coefficients_that_are_made_anew_each_time() -> None:
    class Made(Mapping[str, Fraction]):
        def __getitem__(self, name: str) -> Fraction:
            return Fraction(int(name) * 1000 + 1, 7)

        def __iter__(self) -> Iterator[str]:
            return map(str, range(50))

        def __len__(self) -> int:
            return 50

    row = Row("made", Made(), "<=", Fraction(1))
    lp = LinearProgram("max", {}, (row,), dict.fromkeys(Made(), (Fraction(0), None)))
    assert [str(a) for _, a in RationalProgram(lp).rows[0]] == list(map(str, Made().values()))


def test_hair_thin_differences_are_seen() -> None:
    hair = Fraction(1, 10**30)
    lp = LinearProgram(
        "max",
        {"x": Fraction(1), "y": 1 + hair},
        (Row("r", {"x": Fraction(1), "y": Fraction(1)}, "<=", Fraction(1)),),
        {"x": (Fraction(0), None), "y": (Fraction(0), None)},
    )
    assert solve(lp).optimum == 1 + hair


def test_numbers_beyond_floating_point_are_solved() -> None:
    huge = Fraction(10) ** 400
    lp = LinearProgram(
        "max",
        {"x": Fraction(1)},
        (Row("r", {"x": Fraction(1)}, "<=", huge),),
        {"x": (Fraction(0), None)},
    )
    assert solve(lp).optimum == huge


OPTIMAL = LinearProgram(
    "min",
    {"x": Fraction(2), "y": Fraction(3)},
    (
        Row("r", {"x": Fraction(1), "y": Fraction(1)}, ">=", Fraction(4)),
        Row("s", {"x": Fraction(1), "y": Fraction(3)}, ">=", Fraction(6)),
    ),
    {"x": (Fraction(0), None), "y": (Fraction(0), None)},
)
INFEASIBLE = dataclasses.replace(
    OPTIMAL, rows=(*OPTIMAL.rows, Row("t", {"x": Fraction(1), "y": Fraction(1)}, "<=", Fraction(3)))
)
UNBOUNDED = dataclasses.replace(OPTIMAL, sense="max")


@pytest.mark.parametrize(
    ("lp", "kind", "field"),
    [
        (OPTIMAL, OptimalityCertificate, "point"),
        (OPTIMAL, OptimalityCertificate, "prices"),
        (INFEASIBLE, InfeasibilityCertificate, "multipliers"),
        (UNBOUNDED, UnboundednessCertificate, "direction"),
    ],
)
def test_each_outcome_is_proven_and_a_forged_proof_fails(
    lp: LinearProgram, kind: type[Certificate], field: str
) -> None:
    certificate = solve(lp).certificate
    assert isinstance(certificate, kind)
    assert certificate.verify(lp) is True
    for name, number in getattr(certificate, field).items():
        forged = {**getattr(certificate, field), name: -number - 1}
        assert not dataclasses.replace(certificate, **{field: forged}).verify(lp)
    assert not dataclasses.replace(certificate, **{field: {}}).verify(lp)


def test_cbc_is_of_the_same_opinion() -> None:
    problem = to_pulp(OPTIMAL)
    problem.solve(pulp.COIN_CMD(path=cbcbox.cbc_bin_path(), msg=False))
    assert pulp.value(problem.objective) == pytest.approx(float(solve(OPTIMAL).optimum))


def test_no_optimum_no_number() -> None:
    with pytest.raises(IntercityError, match="No point satisfies"):
        _ = solve(INFEASIBLE).optimum


def test_a_row_must_use_known_names_once() -> None:
    with pytest.raises(InvalidInput, match="z"):
        LinearProgram("max", {"z": Fraction(1)}, (), {})
    row = Row("r", {}, "<=", Fraction(0))
    with pytest.raises(InvalidInput, match="used once"):
        LinearProgram("max", {}, (row, row), {})


def test_a_sense_that_is_neither_is_refused() -> None:
    with pytest.raises(
        InvalidInput, match=r"sense of the linear program is 'maximize'.*\"max\" or"
    ):
        LinearProgram("maximize", {}, (), {})  # type: ignore[arg-type]


def test_bounds_that_cross_are_refused() -> None:
    with pytest.raises(InvalidInput, match=r"the lowest value of x is 2.*at most its highest, 1"):
        LinearProgram("max", {}, (), {"x": (Fraction(2), Fraction(1))})
    assert (
        solve(LinearProgram("max", {}, (), {"x": (Fraction(1), Fraction(1))})).outcome == "optimal"
    )


def test_a_direction_may_not_run_into_a_limit_however_slowly():
    """x has a floor, y both, z a ceiling: for ever x may rise and z fall, y may not move."""
    bounds = {
        "x": (Fraction(0), None),
        "y": (Fraction(0), Fraction(9)),
        "z": (None, Fraction(0)),
    }
    objective = {"x": Fraction(1), "y": Fraction(1), "z": Fraction(-1)}
    program = LinearProgram("max", objective, (), bounds)
    point = dict.fromkeys(bounds, Fraction(0))

    def proves(**steps):
        direction = {name: Fraction(steps.get(name, 0)) for name in bounds}
        return UnboundednessCertificate(point, direction).verify(program) is True

    assert proves(x=1)
    assert proves(z=-1)
    assert proves(x=Fraction(1, 3), z=Fraction(-1, 3))
    for step in (1, Fraction(1, 3)):
        assert not proves(x=1, y=step)
        assert not proves(z=-1, y=-step)
        assert not proves(x=2, z=step)
        assert not proves(x=-step, z=-2)


def test_a_point_whose_denominators_are_too_long_for_one_is_checked_too() -> None:
    """Two bounds of 3,000 bits each, prime to each other."""
    small = Fraction(1, 2**3000), Fraction(1, 3**2000)
    lp = LinearProgram(
        "max",
        {"x": Fraction(1), "y": Fraction(1)},
        (Row("both", {"x": Fraction(1), "y": Fraction(1)}, "<=", Fraction(1)),),
        {name: (Fraction(0), high) for name, high in zip("xy", small, strict=True)},
    )
    program = RationalProgram(lp)
    slack = [1]
    for statuses, optimal in (([2, 2], True), ([2, 0], False), ([0, 2], False)):
        vertex = program.vertex((statuses, slack))
        assert vertex is not None
        assert program.is_optimal(*vertex) is optimal
    assert solve(lp).value == sum(small)
