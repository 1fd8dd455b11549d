"""Check 9 in the model text: what the parties know, and the best rule that they would accept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from games.exact import exact
from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.private_values.check import (
    NAME,
    NUMBER,
    amount_of,
    best_rule,
    cut_of,
    question,
    spare_of,
)
from intercity.topics.private_values.section import Information
from intercity.topics.private_values.several_equations import state_exchange, state_project
from intercity.topics.private_values.types import ends_of
from mechanisms.direct.myerson_satterthwaite import UniformTrade

if TYPE_CHECKING:
    from mechanisms.direct.second_best_trade import TradeQuestion

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """The priors, the constraints in interim form, the virtual values and the optimum."""
    told = context.scenario.section(Information)
    if told is None:
        return
    yield from check(
        NUMBER,
        NAME,
        "what does it cost that a city alone knows its value?",
    )
    if told.project is not None:
        yield from state_project(context, told.project)
        return
    if told.buyers:
        yield from state_exchange(context, told)
        return
    asked = question(told)
    units = amount_of(context, told)
    yield (
        f"{told.seller} would hand {number(units)} of {told.good} to {told.buyer}. One unit is "
        f"worth v to {told.buyer} and c to {told.seller}; each knows its own alone, and the other "
        "holds possible, independently:"
    )
    yield ""
    if isinstance(asked, UniformTrade):
        for letter, city, ends in (
            ("v", told.buyer, asked.values),
            ("c", told.seller, asked.costs),
        ):
            yield f"    {letter} ({city}): even on [{number(ends[0])}, {number(ends[1])}]"
    else:
        yield from _listed(asked, told)
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
    yield "With virtual values"
    yield ""
    if isinstance(asked, UniformTrade):
        yield f"    psi(v) = 2 v - {number(asked.values[1])},    phi(c) = 2 c - " + number(
            asked.costs[0]
        )
    else:
        yield "    psi(v) = v - (v+ - v) P(above v) / P(v),    v+ the next value up"
        yield "    phi(c) = c + (c - c-) P(below c) / P(c),    c- the next cost down"
    yield ""
    yield (
        "a rule whose X rises with v and whose Y falls with c can be paid for iff "
        "E[(psi - phi) p] >= 0. The check stands if p = 1 wherever v > c can be paid for."
    )
    found = best_rule(context, told)
    yield ""
    yield f"    first best  E[(v - c)+] = {number(found.first_best)} a unit"
    yield f"    second best E[(v - c) p] = {number(found.gains)} a unit"
    yield f"    E[(psi - phi); v > c] = {number(found.spare)} a unit"
    whole = spare_of(told, found)
    if whole != found.spare:
        yield f"    the same over the whole range, which decides = {number(whole)} a unit"
    posted = found.posted
    yield f"    best posted price {number(posted.price)}: {number(posted.gains)} a unit"


def _listed(asked: TradeQuestion, given: Information) -> Iterator[str]:
    problem, steps = asked.problem, cut_of(given)
    sides = zip("vc", problem.cities, (given.value, given.cost), strict=True)
    for letter, city, side in sides:
        ends = None if side is None else ends_of(side)
        if ends is not None:
            even = f"even on [{number(ends[0])}, {number(ends[1])}]"
            yield f"    {letter} ({city}): {even}, cut into {steps} midpoints"
            continue
        prior = problem.prior(city)
        told = ", ".join(f"{number(exact(t))} ({number(p)})" for t, p in prior.items())
        yield f"    {letter} ({city}): {told}"
