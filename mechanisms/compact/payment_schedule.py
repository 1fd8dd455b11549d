"""A schedule of payments among members who discount differently: who is impatient is paid early."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.bargaining import BargainingProblem
from games.by_city import figures, one_of, whole
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import Number, exact
from mechanisms.compact.run_solver import RunSolver, agreed_under, call, check_run_solver
from solvers.answer import Allocation, Answer, Proof
from solvers.bargaining.feasible_payoffs import payoff_program
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["PaymentSchedule", "payment_schedule", "schedule_problem"]

ZERO, ONE = Fraction(0), Fraction(1)
Bounds = Mapping[str, tuple[Fraction | None, Fraction | None]]


@dataclass(frozen=True, slots=True, repr=False)
class PaymentSchedule(Answer):
    """What each member gets from the others, year by year (negative: it pays), and its gain.

    ``gains``: present values, each at the member's own discount factor, that the solution picks.
    ``flat``: the gains if the same had to be paid every year, and ``flat_payments`` by year; empty
    where no such payment makes all gain.
    ``needed``: whether the schedule brings something that the flat one does not; if not,
    ``payments`` are the flat ones, one of several that do. ``certificate``: of the gains, at
    ``schedule_problem``.

    See ``payment_schedule`` for the concept, an example and its source.
    """

    payments: Mapping[str, tuple[Fraction, ...]]
    gains: Mapping[str, Fraction]
    flat: Mapping[str, Fraction]
    flat_payments: Mapping[str, Fraction]
    needed: bool
    status: str
    proof: Proof
    method: str
    certificate: Certificate | None

    def __repr__(self) -> str:
        paid = "year by year" if self.needed else "the same every year"
        return f"PaymentSchedule(paid {paid}; gains {figures(self.gains)})"


def schedule_problem(
    streams: Mapping[str, Sequence[Number]],
    discounts: Mapping[str, Number],
    limits: Mapping[str, tuple[Number | None, Number | None]],
    *,
    flat: bool = False,
    first: int = 0,
    weights: Mapping[str, Number] | None = None,
) -> BargainingProblem:
    """The bargaining problem over gains in present value; see ``payment_schedule``.

    Free variables "to i in year t" are the payments; with ``flat`` one for all years, "to i".
    """
    flows, factors, caps = _read(streams, discounts, limits)
    length = len(next(iter(flows.values())))
    years = range(length)[whole(first, "the first year of payments", 0, length - 1) :]
    rows: list[tuple[dict[str, Fraction], Fraction]] = []
    for city, stream in flows.items():
        gain = {city: ONE}
        for t in years:
            name = _payment(city, t, flat=flat)
            gain[name] = gain.get(name, ZERO) - factors[city] ** t
        rows.append((gain, sum((factors[city] ** t * c for t, c in enumerate(stream)), ZERO)))
    for t in years[:1] if flat else years:
        total = {_payment(city, t, flat=flat): ONE for city in flows}
        rows += [(total, ZERO), ({name: -a for name, a in total.items()}, ZERO)]
        for city, (low, high) in caps.items():
            if low is not None:
                rows.append(({_payment(city, t, flat=flat): -ONE}, -low))
            if high is not None:
                rows.append(({_payment(city, t, flat=flat): ONE}, high))
    problem = BargainingProblem.from_inequalities(flows, rows, dict.fromkeys(flows, ZERO))
    return problem if weights is None else replace(problem, weights=weights)  # type: ignore[arg-type]


def payment_schedule(
    streams: Mapping[str, Sequence[Number]],
    discounts: Mapping[str, Number],
    limits: Mapping[str, tuple[Number | None, Number | None]],
    solution: Callable[[BargainingProblem], Allocation],
    run_solver: RunSolver = call,
    *,
    first: int = 0,
    weights: Mapping[str, Number] | None = None,
) -> PaymentSchedule | None:
    """A schedule of payments among members who discount differently:
    who is impatient is paid early.

    In year t member i gets m_i[t] from the others, sum_i m_i[t] = 0, inside its limits; the deal
    itself brings it a stream c_i[t]. With its own discount factor d_i its gain is the present value

        gain_i = sum_t d_i^t (c_i[t] + m_i[t]),

    linear in the payments, so that what members can reach is a polyhedron and a bargaining solution
    picks present values *and* a schedule. If discount factors are equal only the present value of
    the payments matters; then the same payment every year does as well. If they differ, later money
    is worth relatively more to the patient: they lend to the impatient, up to the limits.

    What members would agree to pay each other year by year, under a bargaining solution.

    ``streams``: by member, what the deal brings over having none in year 0, 1, ..., T - 1, before
    these payments. ``discounts``: factors in [0, 1], with officials' tenure if you like
    (``effective_discount``). ``limits``: by member, the least and most that it may get from the
    others in one year: (0, 5) for one who is only paid, at most 5; a member not named, or ``None``,
    has no limit of its own, and at least all but one need both. ``first``: the first year in which
    they pay, 0 if left out. Gains of 0 are the disagreement.
    ``None``: no payments inside the limits leave nobody with a loss.

    Of several schedules that bring these gains, or somebody more, the one that moves least money
    is given (of those that do, one), but the flat one where it brings them too.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.
    ``weights``: bargaining power by member, 1 where it is not given.

    Errors: ``InvalidInput`` for streams of different lengths, or factors outside [0, 1];
    ``Undefined`` where payments have no limit and lending between unequals could go on for ever.

    >>> half, most = Fraction(1, 2), Fraction(9, 10)
    >>> from solvers.bargaining.egalitarian import egalitarian
    >>> deal = payment_schedule(
    ...     {"Hangzhou": [4, 4, 4], "Quzhou": [0, 0, 0]}, {"Hangzhou": most, "Quzhou": half},
    ...     {"Quzhou": (0, 3)}, egalitarian)
    >>> [str(paid) for paid in deal.payments["Quzhou"]], deal.flat["Quzhou"] < deal.gains["Quzhou"]
    (['3', '3', '32/53'], True)

    Source: Lehrer and Pauzner (1999), Repeated games with differential time preferences,
    Econometrica 67, 393-412, on trade in time.
    """
    check_run_solver(run_solver)
    asked = schedule_problem(streams, discounts, limits, first=first, weights=weights)
    if run_solver(solve, payoff_program(asked, {})).value is None:
        return None
    found = agreed_under(run_solver, solution, asked)
    gains, proven = dict(found), (found.proof, found.method, found.certificate)
    years = range(first, len(next(iter(streams.values()))))
    before = (ZERO,) * first
    level = schedule_problem(streams, discounts, limits, flat=True, first=first, weights=weights)
    flat: dict[str, Fraction] = {}
    near = found.proof.radius or ZERO
    flat_payments: dict[str, Fraction] = {}
    if run_solver(solve, payoff_program(level, {})).value is not None:
        at_level = agreed_under(run_solver, solution, level)
        flat, near = dict(at_level), near + (at_level.proof.radius or ZERO)
        point = _least_moved(
            level, flat, [_payment(city, 0, flat=True) for city in flat], run_solver
        )
        flat_payments = {city: point[_payment(city, 0, flat=True)] for city in flat}
    if flat and all(abs(flat[city] - gain) <= near for city, gain in gains.items()):
        payments = {city: before + (flat_payments[city],) * len(years) for city in gains}
        status = "The same payment every year does it."
        if len({exact(discounts[city]) for city in gains}) == 1:
            status = (
                "The same payment every year does it; any inside the limits with its present value "
                "does."
            )
        return PaymentSchedule(payments, gains, flat, flat_payments, False, status, *proven)
    names = [_payment(city, t, flat=False) for city in gains for t in years]
    point = _least_moved(asked, gains, names, run_solver)
    payments = {
        city: before + tuple(point[_payment(city, t, flat=False)] for t in years) for city in gains
    }
    status = "Who is more impatient is paid earlier, within the limits."
    return PaymentSchedule(payments, gains, flat, flat_payments, True, status, *proven)


def _payment(city: str, year: int, *, flat: bool) -> str:
    return f"to {city}" if flat else f"to {city} in year {year}"


def _least_moved(
    problem: BargainingProblem,
    gains: Mapping[str, Fraction],
    names: Sequence[str],
    run_solver: RunSolver,
) -> Mapping[str, Fraction]:
    """A point of the problem that brings these gains with the least money moved."""
    lp = payoff_program(problem, {})
    moved = {name: f"moved: {name}" for name in names}
    rows = [
        Row(f"{size} {sign}", {size: ONE, name: -Fraction(sign)}, ">=", ZERO)
        for name, size in moved.items()
        for sign in (1, -1)
    ]
    asked = [Row(f"gain of {city}", {city: ONE}, ">=", gain) for city, gain in gains.items()]
    bounds = {**lp.bounds, **dict.fromkeys(moved.values(), (ZERO, None))}
    least = LinearProgram(
        "min", dict.fromkeys(moved.values(), ONE), (*lp.rows, *asked, *rows), bounds
    )
    return run_solver(solve, least).point


def _read(
    streams: Mapping[str, Sequence[Number]],
    discounts: Mapping[str, Number],
    limits: Mapping[str, tuple[Number | None, Number | None]],
) -> tuple[dict[str, list[Fraction]], dict[str, Fraction], Bounds]:
    of_kind(streams, Mapping, place="list of streams", hint="numbers year by year, by member")
    of_kind(limits, Mapping, place="list of limits", hint="the least and the most by member")
    for city, stream in streams.items():
        if not isinstance(stream, Collection):
            raise InvalidInput(f"the stream of {city}", stream, "a list of numbers, year by year")
    if not isinstance(discounts, Mapping):
        raise InvalidInput("the discount factors", discounts, "a number for each member, by name")
    flows = {
        city: [exact(c, f"stream of {city}, year {t}") for t, c in enumerate(stream)]
        for city, stream in streams.items()
    }
    lengths = {city: len(stream) for city, stream in flows.items()}
    if len(set(lengths.values())) != 1 or not all(lengths.values()):
        raise InvalidInput("the years of the streams", lengths, "the same for all, one or more")
    factors = {}
    for city in flows:
        if city not in discounts:
            raise InvalidInput(f"the discount factor of {city}", MISSING, "from 0 to 1")
        factors[city] = exact(discounts[city], f"discount factor of {city}")
        if not 0 <= factors[city] <= 1:
            raise InvalidInput(f"the discount factor of {city}", discounts[city], "from 0 to 1")
    return flows, factors, {city: _read_limit(city, limit, flows) for city, limit in limits.items()}


def _read_limit(
    city: str, limit: object, flows: Mapping[str, object]
) -> tuple[Fraction | None, Fraction | None]:
    one_of(city, flows, "a member with limits")
    if not isinstance(limit, tuple | list) or len(limit) != 2:
        raise InvalidInput(f"the limits of {city}", limit, "two: the least and the most a year")
    low, high = (
        None if one is None else exact(one, f"{which} payment to {city}")
        for one, which in zip(limit, ("least", "most"), strict=True)
    )
    if low is not None and high is not None and low > high:
        raise InvalidInput(f"the limits of {city}", limit, "the least first, then the most")
    return low, high
