"""Check 9 in the model text: what the parties know, and the best rule that they would accept."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.checkup import private_information
from intercity.checkup.context import Context
from intercity.model_text.notation import check, number

__all__ = ["state"]

MOST_TOLD = 6


def state(context: Context) -> Iterator[str]:
    """The priors, the constraints in interim form, the virtual values and the optimum."""
    from mechanisms.design.second_best_trade import second_best_trade

    told = context.scenario.information
    if told is None:
        return
    yield from check(
        private_information.NUMBER,
        private_information.NAME,
        "what does it cost that a city alone knows its value?",
    )
    question = private_information.question(told)
    problem = question.problem
    units = private_information.amount_of(context)
    yield (
        f"{told.seller} would hand {number(units)} of {told.good} to {told.buyer}. One unit is "
        f"worth v to {told.buyer} and c to {told.seller}; each knows its own alone, and the other "
        "holds possible, independently:"
    )
    yield ""
    for letter, city, types, prior in zip(
        "vc", problem.cities, problem.types, problem.priors, strict=True
    ):
        given = told.value if city == told.buyer else told.cost
        if len(types) > MOST_TOLD and given.lowest is not None and given.highest is not None:
            ends = f"[{number(given.lowest.value)}, {number(given.highest.value)}]"
            yield f"    {letter} ({city}): {len(types)} midpoints of {ends}, equally likely"
            continue
        listed = ", ".join(
            f"{number(kind)} ({number(chance)})"  # type: ignore[arg-type]
            for kind, chance in zip(types, prior, strict=True)
        )
        yield f"    {letter} ({city}): {listed}"
    yield ""
    yield (
        "A rule trades with probability p(v, c) on reports; X and T are a buyer's expected chance "
        "and payment, Y and R a seller's chance and receipt:"
    )
    yield ""
    yield "    maximise  E[(v - c) p(v, c)]"
    yield "    honest:   v X(v) - T(v) >= v X(w) - T(w),   R(c) - c Y(c) >= R(d) - c Y(d)"
    yield "    willing:  v X(v) - T(v) >= 0,               R(c) - c Y(c) >= 0"
    yield "    balanced: E T = E R"
    yield ""
    yield "With virtual values (next type up for v, next down for c)"
    yield ""
    yield "    psi(v) = v - (v+ - v) P(above v) / P(v),    phi(c) = c + (c - c-) P(below c) / P(c)"
    yield ""
    yield (
        "a rule whose X rises with v and whose Y falls with c can be paid for iff "
        "E[(psi - phi) p] >= 0. The check stands if p = 1 wherever v > c can be paid for."
    )
    found = context.ask(second_best_trade, question)
    yield ""
    yield f"    first best  E[(v - c)+] = {number(found.first_best)} a unit"
    yield f"    second best E[(v - c) p] = {number(found.gains)} a unit"
    yield f"    E[(psi - phi); v > c] = {number(found.spare)} a unit"
    posted = found.posted
    yield f"    best posted price {number(posted.price)}: {number(posted.gains)} a unit"
