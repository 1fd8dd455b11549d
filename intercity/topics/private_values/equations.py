"""Check 9 in the model text: what the parties know, and the best rule that they would accept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from games.exact import exact
from intercity import notation
from intercity.notation import number
from intercity.region.context import Context
from intercity.topics.private_values import exchange, project
from intercity.topics.private_values.best_rule import best_rule
from intercity.topics.private_values.check import (
    amount_of,
    best_trade,
    cut_of,
    question,
    spare_of,
)
from intercity.topics.private_values.priors import (
    all_in_ranges,
    ends_of,
    range_of,
    steps_of,
    types_of,
)
from intercity.topics.private_values.section import Information
from mechanisms.direct.myerson_satterthwaite import UniformTrade
from mechanisms.direct.uniform_voluntary_rule import UniformVoluntaryRule

if TYPE_CHECKING:
    from intercity.topics.private_values.best_rule import BestRule
    from intercity.topics.private_values.section import Reservation, SharedProject, SignedRule
    from mechanisms.direct.second_best_trade import TradeQuestion

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """The priors, the constraints in interim form, the virtual values and the optimum."""
    told = context.scenario.section(Information)
    if told is None:
        return
    yield from notation.check(
        9, "private values", "what does it cost that a city alone knows its value?"
    )
    if told.project is not None:
        yield from _state_project(context, told.project)
    elif told.buyers:
        yield from _state_exchange(context, told)
    else:
        yield from _state_trade(context, told)
    if told.rule is not None:
        yield from _state_rule(told.rule)


def _state_rule(rule: SignedRule) -> Iterator[str]:
    """What is signed, and the conditions on which it stands."""
    kind = rule.rules[0]
    told = {
        "price": "trade at p = {level}, iff v >= p and c <= p",
        "least_gain": "p(v, c) = 1 iff v - c >= {level}; T and R make honesty best and leave the "
        "worst types nothing; what is left of E T - E R is shared",
        "k": "trade iff bid >= ask, at ask + {level} (bid - ask)",
        "deals": "p(v, c) of the table; its prices, or T and R that make honesty best",
        "shares": "build iff v_i >= s_i for all i, and t_i = s_i",
        "by": f"{rule.by}",
    }[kind]
    level = getattr(rule, kind) if kind in ("price", "least_gain", "k") else None
    yield ""
    yield "The rule that is signed:"
    yield ""
    yield "    " + told.format(level="" if level is None else number(level.value))
    for row in rule.deals:
        price = "" if row.price is None else f", at {number(row.price)}"
        chance = number(row.chance)
        yield f"    p({number(row.value)}, {number(row.cost)}) = {chance}{price}"
    for city, share in rule.shares.items():
        yield f"    s ({city}): {number(share.value)}"
    yield ""
    yield (
        "It stands if it is honest, willing and balanced, and what it leaves the cities is no more "
        "than 1% of the first best below what the rule would leave that is proposed."
    )


def _state_trade(context: Context, told: Information) -> Iterator[str]:
    """The priors, and the best rule for one buyer and one seller."""
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
    found = best_trade(context, told)
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


def _state_exchange(context: Context, told: Information) -> Iterator[str]:
    """The ranges or priors, the rules' conditions, and the optimum per lot."""
    units = exchange.lot(told)
    yield (
        f"Each buyer would buy {number(units)} of {told.good}, each seller sell as much: a lot. A "
        "unit is worth v_i to buyer i, and c_j to seller j if it keeps it; each knows its own "
        "alone, and the others hold possible, independently:"
    )
    yield ""
    cut = _midpoints({**told.buyers, **told.sellers})
    yield from _known("v", told.buyers, cut)
    yield from _known("c", told.sellers, cut)
    several = {c: k for c, k in exchange.lots_of(told).items() if k > 1}
    if several:
        lots = ", ".join(f"{city} {count}" for city, count in several.items())
        yield f"    several lots, each worth the same: {lots}"
    yield ""
    yield "A rule lets i take part with x_i(reports), as many buyers as sellers, and takes t_i:"
    yield ""
    yield "    maximise  E[sum v_i x_i - sum c_j x_j]"
    yield "    honest and willing for each type on average; balanced: E[sum t] = 0"
    yield ""
    yield "If values were known, with D(p) values above and S(p) costs below a price p, the gain is"
    yield ""
    yield "    E[integral of min(D(p), S(p)) over p]"
    yield ""
    ranges = all_in_ranges({**told.buyers, **told.sellers})
    yield from _virtual(("2 v - high", "2 c - low"), ranges=ranges)
    if units != 1 or several:
        yield (
            "All that is traded counts below, as if a lot were one unit; "
            f"times {number(units)} it is what a year brings."
        )
        yield ""
    found = best_rule(context, exchange.question(told))
    yield from _optimum(found, "per unit of a lot")
    rules = exchange.rules(context, told)
    yield ""
    yield from _cut({**told.buyers, **told.sellers})
    yield f"    first best {number(rules.first_best)} per unit of a lot; gains, and what is kept:"
    for name, rule in rules.rules.items():
        at = f" at {number(rules.price)}" if name == exchange.Rule.POSTED_PRICE else ""
        yield f"    {name}{at}: {number(rule.gain)}, {number(rule.kept)}"


def _state_project(context: Context, shared: SharedProject) -> Iterator[str]:
    """The ranges or priors, the rules' conditions, and the optimum."""
    cost = project.cost_of(context, shared)
    name = shared.name[0].upper() + shared.name[1:]
    yield (
        f"{name} costs C = {number(cost)} a year, and is worth v_i a year to member i, who "
        "knows it alone; the others hold possible, independently:"
    )
    yield ""
    yield from _known("v", shared.members, _midpoints(shared.members))
    yield ""
    yield "A rule builds with probability x(reports), and takes t_i from member i:"
    yield ""
    yield "    maximise  E[(sum v_i - C) x]"
    yield "    honest and willing for each type on average; balanced: E[sum t] = E[C x]"
    yield ""
    ranges = all_in_ranges(shared.members)
    yield from _virtual(("2 v - high",), ranges=ranges)
    yield from _optimum(best_rule(context, project.question(context, shared)), "a year")
    rules = project.rules(context, shared)
    yield ""
    yield from _cut(shared.members)
    yield f"    first best {number(rules.first_best)} a year; gains, what is kept, least expected:"
    for name, rule in rules.rules.items():
        if ranges and name == project.FundRule.VETO:
            continue  # it leaves the fund what is said above
        figures = (number(rule.gain), number(rule.kept), number(rule.worst.payoff))
        yield f"    {name}: {', '.join(figures)}"
    if rules.shares:
        shares = ", ".join(f"{city} {number(x)}" for city, x in rules.shares.items())
        yield f"    fixed shares: {shares}"


def _midpoints(given: Mapping[str, Reservation]) -> int | None:
    """Into how many values a range is cut for the best rule; ``None`` where it is asked whole."""
    return None if all_in_ranges(given) else steps_of(given)


def _known(letter: str, given: Mapping[str, Reservation], steps: int | None) -> Iterator[str]:
    for city, one in given.items():
        if one.known is not None:
            yield f"    {letter} ({city}): {number(one.known.value)}"
        elif one.types:
            told = ", ".join(f"{number(t)} ({number(p)})" for t, p in types_of(one).items())
            yield f"    {letter} ({city}): {told}"
        else:
            low, high = range_of(one)
            count = one.steps or steps
            cut = "" if count is None else f", cut into {count} midpoints"
            yield f"    {letter} ({city}): even on [{number(low)}, {number(high)}]{cut}"


def _virtual(virtual: tuple[str, ...], *, ranges: bool) -> Iterator[str]:
    if ranges:
        yield f"Virtual worths are {' and '.join(virtual)} (a known value is its own)."
        yield (
            "The best rule does what would be best if each range were stretched by t from its most "
            "eager end; with G(t) the gain then, G(t) - (t - 1) G'(t) is gained and "
            "G(t) + (2 - t) G'(t) is left in the fund. The check stands if that is 0 or more at "
            "t = 1."
        )
    else:
        yield "With types in the order of how eager they are, w the worth of taking part:"
        yield ""
        yield "    psi(w) = w - (w+ - w) P(above w) / P(w),    w+ the next type"
        yield ""
        yield (
            "a rule in which the more eager do not take part less can be paid for iff its expected "
            "psi, less cost, is at least 0. The check stands if that holds where all is gained."
        )
    yield ""


def _optimum(found: BestRule, per: str) -> Iterator[str]:
    yield f"    first best {number(found.first_best)} {per}"
    if isinstance(found, UniformVoluntaryRule) and found.stretch != 1:
        yield f"    best rule  {number(found.gains)} {per}, at t = {number(found.stretch)}"
    else:
        yield f"    best rule  {number(found.gains)} {per}"
    yield f"    left in the fund if all is gained: {number(found.spare)} {per}"


def _cut(given: Mapping[str, Reservation]) -> Iterator[str]:
    steps = _midpoints(given)
    if all_in_ranges(given):
        yield "Simple rules, on whole ranges:"
    elif steps is not None:
        yield f"Simple rules, with {steps} equally likely midpoints in place of a range:"
    else:
        yield "Simple rules:"
    yield ""
