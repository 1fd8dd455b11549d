"""Check 11 in the model text: what the operator does, and the best contract of each way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.notation import check, number, sum_of
from intercity.region.context import Context
from intercity.scenario.quantity import amount_of
from intercity.topics.operator.builder import park_operator, project_screening
from intercity.topics.operator.section import Operator

if TYPE_CHECKING:
    from games.park_operator import ParkOperator
    from games.project_screening import ProjectScreening

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Tasks, index, risk, and the three ways; then screening, if asked."""
    park = context.once(park_operator)
    if park is None:
        return
    host = park.hosted
    (v1, v2), (m1, m2), (b1, b2) = host.value, host.index, host.basic
    yield from check(11, "operator", "can the park be run so that it is worth it?")
    yield (
        f"Quantity e1 = {number(b1)} + x1 and quality e2 = {number(b2)} + x2, both at least 0, "
        f"bring {sum_of([(v1, 'e1'), (v2, 'e2')])}. Paid b per unit of an index, the operator "
        "chooses x to make largest"
    )
    yield ""
    cost, s = number(host.cost), number(2 * host.substitution)
    yield f"    b (m1 x1 + m2 x2) - K(x),     K(x) = {cost} (x1^2 + {s} x1 x2 + x2^2) / 2"
    yield ""
    yield "and b is chosen to make largest what city and operator have together,"
    yield ""
    yield "    v.e - K(x) - r sigma^2 b^2 / 2 - running cost"
    yield ""
    risk = number(host.risk_aversion)
    costs = {name: number(each) for name, each in (park.running or {}).items()}
    for name, weights, noise in (
        ("hosted", (m1, m2), host.noise),
        ("joint", (v1, v2), park.joint_noise),
    ):
        pair = ", ".join(map(number, weights))
        yield f"    {name}: m = ({pair}), r = {risk}, sigma = {number(noise)}, cost {costs[name]}"
    done = ", ".join(map(number, park.public))
    yield f"    public: e = ({done}), a salary, cost {costs['public']}"
    yield f"    no park: {number(park.outside)}"
    yield ""
    yield (
        "While both tasks are done, b = (m'C^-1 v) / (m'C^-1 m + r sigma^2), with C the matrix of "
        "K; where the second is given up, b = m1 v1 / (m1^2 + c r sigma^2). The better of the two, "
        "or 0."
    )
    yield from _signed(context, park)
    desk = context.once(project_screening)
    if desk is not None:
        yield from _screening(desk)


def _signed(context: Context, park: ParkOperator) -> Iterator[str]:
    """The contract of the file, and what each side has by it."""
    given = context.scenario.section(Operator)
    if given is None or given.contract is None or given.run == "public":
        return
    signed = given.signed(given.contract)
    done = ", ".join(map(number, signed.efforts))
    cost = (park.running or {})[given.run] - amount_of(given.elsewhere)
    yield ""
    yield (
        f"The contract that is signed pays w = {number(signed.fixed)} and b = "
        f"{number(signed.slope)}, by which e = ({done}). The operator signs iff"
    )
    yield ""
    own = number(amount_of(given.elsewhere))
    yield f"    w + b m.e - K(x) - r sigma^2 b^2 / 2 = {number(signed.for_operator)} >= {own}"
    yield ""
    yield "and the cities keep"
    yield ""
    kept = number(signed.for_city - cost)
    yield f"    v.e - w - b m.e - running cost = {kept} >= {number(park.outside)}"
    if given.contract.park is not None:
        yield ""
        yield (
            f"What the operator is paid on average, {number(signed.pay)}, is part of what "
            f"{given.contract.park} costs each year, in the deal and in every group that opens it."
        )


def _screening(desk: ProjectScreening) -> Iterator[str]:
    bad, look, admit = number(desk.bad), number(desk.look), number(desk.admit)
    right = number(desk.accuracy)
    yield ""
    yield (
        f"Of the projects that apply {bad} are bad. A look costs {look}, admitting {admit}; the "
        f"assessment is right with chance {right}. Paid y per passed project, the operator looks "
        "iff"
    )
    yield ""
    least = f"({admit} + {look} / {number(1 - desk.bad)}) / {right}"
    yield f"    {least} <= y <= ({admit} - {look} / {bad}) / {number(1 - desk.accuracy)}"
