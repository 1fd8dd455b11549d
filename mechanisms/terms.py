"""Terms of trade: which amounts would both sides sign, and where do fair ones lie?

With every other clause fixed, let the amount q of one transfer move. Member i's gain over its
status quo,

    gain_i(q) = v_i(endowment + q) + clauses_i - v_i,

is concave in q, the largest value of a linear program in which q is one more variable. So the
amounts at which every member gains form an interval, found by two linear programs, and the amount
that makes the smallest gain largest (*egalitarian*) is a third. The same rows, with the members'
payoffs as variables, are a bargaining problem without side payments; its Nash point is a second
answer to what is fair.

Source: Kalai (1977) for the egalitarian point; Owen (1975) for the programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.bargaining import BargainingProblem
from mechanisms.enclave_compact import Ask, EnclaveCompact, call, own_program
from solvers.linear_program import LinearProgram, Row, solve
from solvers.nash_bargaining import nash_bargaining

__all__ = [
    "Terms",
    "bargaining_problem",
    "price_interval",
    "terms_of_trade",
    "terms_program",
]

ZERO = Fraction(0)
AMOUNT = "amount transferred"
LEAST_GAIN = "least gain"


@dataclass(frozen=True, slots=True)
class Terms:
    """The amounts at which no member loses, ``lowest`` to ``highest``.

    All are ``None`` where no amount makes every member gain.

    ``signed`` is the amount in the compact, ``egalitarian`` the amount that makes the smallest gain
    largest, ``nash`` the one that makes the product of gains largest.
    """

    resource: str
    giver: str
    taker: str
    signed: Fraction
    lowest: Fraction | None
    highest: Fraction | None
    egalitarian: Fraction | None
    nash: Fraction | None

    @property
    def inside(self) -> bool:
        """Whether the signed amount lies in the interval."""
        return (
            self.lowest is not None
            and self.highest is not None
            and self.lowest <= self.signed <= self.highest
        )


def terms_program(
    compact: EnclaveCompact,
    status_quo: Mapping[str, Fraction],
    objective: Mapping[str, Fraction],
    *,
    sense: str = "max",
    least_gain: bool = False,
) -> LinearProgram:
    """All members' own programs side by side, tied by the amount of the compact's first transfer.

    Rows "gain of i" ask that member i gains at least nothing (or ``least gain``, a variable).
    """
    transfer = compact.transfers[0]
    without = replace(compact, transfers=(replace(transfer, amount=ZERO), *compact.transfers[1:]))
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {AMOUNT: (ZERO, None)}
    if least_gain:
        bounds[LEAST_GAIN] = (None, None)
    rows: list[Row] = []
    for city in compact.members:
        own = own_program(without, city)
        bounds |= {f"{city}: {name}": limits for name, limits in own.bounds.items()}
        sign = (transfer.giver == city) - (transfer.taker == city)
        for row in own.rows:
            coefficients = {f"{city}: {name}": a for name, a in row.coefficients.items()}
            if row.name == transfer.resource and sign:
                coefficients[AMOUNT] = Fraction(sign)
            rows.append(Row(f"{city}: {row.name}", coefficients, row.relation, row.bound))
        gain = {f"{city}: {name}": c for name, c in own.objective.items()}
        gain[AMOUNT] = sign * transfer.price
        if least_gain:
            gain[LEAST_GAIN] = Fraction(-1)
        clauses = sum(without.incidence(city).values())
        rows.append(Row(f"gain of {city}", gain, ">=", status_quo[city] - clauses))
    resource = next(r for r in compact.region.resources if r.name == transfer.resource)
    owned = resource.owned.get(transfer.giver, ZERO)
    rows.append(Row("no more than is owned", {AMOUNT: Fraction(1)}, "<=", owned))
    return LinearProgram("max" if sense == "max" else "min", objective, tuple(rows), bounds)


def terms_of_trade(
    compact: EnclaveCompact, status_quo: Mapping[str, Fraction], ask: Ask = call
) -> Terms | None:
    """The interval of amounts that all would sign; ``None`` where nothing is transferred."""
    if not compact.transfers:
        return None
    transfer = compact.transfers[0]
    amount = {AMOUNT: Fraction(1)}
    lowest = ask(solve, terms_program(compact, status_quo, amount, sense="min"))
    highest = ask(solve, terms_program(compact, status_quo, amount))
    fair = ask(
        solve,
        terms_program(compact, status_quo, {LEAST_GAIN: Fraction(1)}, least_gain=True),
    )
    some_gain = fair.value is not None and fair.value > 0
    return Terms(
        transfer.resource,
        transfer.giver,
        transfer.taker,
        transfer.amount,
        lowest.value if some_gain else None,
        highest.value if some_gain else None,
        fair.point[AMOUNT] if some_gain else None,
        _nash_amount(compact, status_quo, fair.value, ask),
    )


def price_interval(
    compact: EnclaveCompact, payoffs: Mapping[str, Fraction], status_quo: Mapping[str, Fraction]
) -> tuple[Fraction, Fraction] | None:
    """The prices per unit and year of the first transfer at which neither giver nor taker loses.

    A price moves money and no land, so each gain is linear in it; ``None`` where no price does.
    """
    transfer = compact.transfers[0]
    if not transfer.amount:
        return None
    gain = {city: payoffs[city] - status_quo[city] for city in (transfer.giver, transfer.taker)}
    low = max(ZERO, transfer.price - gain[transfer.giver] / transfer.amount)
    high = transfer.price + gain[transfer.taker] / transfer.amount
    return (low, high) if low <= high else None


def bargaining_problem(
    compact: EnclaveCompact, status_quo: Mapping[str, Fraction]
) -> BargainingProblem:
    """What the members can reach by moving the amount alone; without a deal, their status quo."""
    program = terms_program(compact, status_quo, {})
    rows: list[tuple[dict[str, Fraction], Fraction]] = []
    for row in program.rows:
        city = row.name.removeprefix("gain of ")
        if row.name == f"gain of {city}":
            clauses = status_quo[city] - row.bound
            mine = {name: -c for name, c in row.coefficients.items()}
            rows.append(({city: Fraction(1), **mine}, clauses))
        else:
            rows.append((dict(row.coefficients), row.bound))
    for name, (low, high) in program.bounds.items():
        if low is not None:
            rows.append(({name: Fraction(-1)}, -low))
        if high is not None:
            rows.append(({name: Fraction(1)}, high))
    return BargainingProblem.from_inequalities(compact.members, rows, status_quo)


def _nash_amount(
    compact: EnclaveCompact,
    status_quo: Mapping[str, Fraction],
    equal_gain: Fraction | None,
    ask: Ask,
) -> Fraction | None:
    if equal_gain is None or equal_gain <= 0:
        return None  # somebody cannot gain: there is no product to maximise
    alone = {city: status_quo[city] for city in compact.members}
    found = ask(nash_bargaining, bargaining_problem(compact, alone))
    amount: Fraction = found.certificate.point[AMOUNT]
    return amount
