"""Check 3, first half, in the model text: who would sign, and what would be agreed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from games.players import Coalition
from intercity.notation import check, flows, number, section, sum_of
from intercity.region.context import Context
from intercity.topics.negotiation.english import clause_name, clause_unit
from intercity.topics.negotiation.negotiated import OpenKind, open_clauses, talks_over
from intercity.topics.negotiation.over_time import schedule, streams_of
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import Instrument, main_transfer, with_clauses_merged
from mechanisms.compact.negotiation import SOLUTIONS, Formula, NegotiatedTerms, Negotiation

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Gains, the interval of each open clause, and the solutions with their formulas."""
    compact = context.compact
    if compact is None:
        return
    yield from check(3, "terms", "would every member sign?")
    yield "    gain_i = payoff_i - v({i}) >= 0    for every member i"
    if compact.transfers:
        compact = with_clauses_merged(compact)
        one = compact.transfers[main_transfer(compact)]
        yield ""
        yield (
            f"Other amounts q of {one.resource} in place of {number(one.amount)}: w_i is taken at "
            f"the endowment with q, all else as signed, for 0 <= q <= what {one.giver} owns. "
            "Nobody loses from the least to the largest q with every gain_i(q) >= 0."
        )
    if context.deal is None or context.several_rates:
        return
    compact = with_clauses_merged(compact).at_signing
    yield from _talks(context, compact)
    yield from _over_time(context, compact)


def _talks(context: Context, compact: EnclaveCompact) -> Iterator[str]:
    """What each solution takes for the best, and each open clause."""
    yield from section("What would be agreed on if one clause were open")
    yield (
        "Let q be the open number, all else as signed. Gains are over no deal, each as it is now. "
        "gain_i(q) is concave, and between kinks a straight line (w_i is the value of a linear "
        "program in q). With powers p_i (bargaining weights) and hope_i, the largest gain_i(q) "
        "while nobody loses,"
    )
    yield ""
    yield "    equal gains         max  min over i of gain_i(q) / p_i, then the next"
    yield "    Kalai-Smorodinsky   max  min over i of gain_i(q) / (p_i hope_i), then the next"
    yield "    Nash                max  product over i of gain_i(q)^p_i    over gains >= 0"
    yield ""
    yield (
        "Who cannot gain more stops there, and the others go on. All are taken over the q at which "
        "each group of members I, not all, has at least its floor, what it could have without the "
        f"others; {_floors(context)}."
    )
    caps = ", ".join(f"{city} {number(cap)}" for city, cap in context.contribution_caps.items())
    if caps:
        yield ""
        yield f"Nobody asks for a payoff above what it adds, v*(M) - v*(M without i): {caps}."
    power = {city: context.region.power.get(city, Fraction(1)) for city in compact.members}
    yield ""
    yield ", ".join(f"p_{city} = {number(p)}" for city, p in power.items()) + "."
    for opened in open_clauses(compact):
        if len(opened.instruments) == 1:
            talks = talks_over(context, compact, opened.instruments)
            yield from _clause(context, talks, clause_name(opened), clause_unit(opened))
        elif opened.kind is not OpenKind.MONEY:
            talks = talks_over(context, compact, opened.instruments)
            yield from _two_at_once(context, talks, clause_name(opened))


def _floors(context: Context) -> str:
    """The floors above what members have now."""
    now = context.status_quo
    told = _told(
        {
            group: floor
            for group, floor in context.talk_floors.items()
            if floor > sum((now[city] for city in group), Fraction(0))
        }
    )
    none = "none is above what it has now"
    if context.floor_above is not None:
        none = f"of a member by itself {none}"
        told = f"{told or none}; of groups of several those are told that it takes, by clause"
    split = context.outsiders_split
    if split is None:
        return told or none
    held = ", ".join(f"y_{city} = {number(x)}" for city, x in split.items())
    which = "the nucleolus of v* on O"
    if context.among_many is not None:
        which = "a stable split at which outsiders ask members away least"
    return f"with {held} ({which}): {told or none}"


def _told(floors: Mapping[Coalition, Fraction]) -> str:
    return ", ".join(
        f"floor({', '.join(group)}) = {number(floor)}" for group, floor in floors.items()
    )


def _more_floors(context: Context, talks: Negotiation) -> Iterator[str]:
    """The floors of groups that were found where one was not reached."""
    more = {g: floor for g, floor in talks.floors.items() if g not in context.talk_floors}
    if more:
        yield f"    with {_told(more)}"


def _over_time(context: Context, compact: EnclaveCompact) -> Iterator[str]:
    """Payments year by year among members that discount differently."""
    found, streams = schedule(context), None
    if found is not None:
        streams = streams_of(context)
    if found is None or streams is None:
        return
    yield from section("What would be paid when")
    limit = number(compact.side_payment_limit or Fraction(0))
    yield (
        "The deal brings member i c_i[t] in year t over having none; it gets m_i[t] from the rest "
        f"(pays, if below 0), at most {limit} a year either way. With its own discount factor d_i,"
    )
    yield ""
    yield "    gain_i = sum over t of d_i^t (c_i[t] + m_i[t]),    sum over i of m_i[t] = 0"
    yield "    max  min over i of gain_i / p_i,    compared with m_i[t] the same in every year"
    for city in compact.members:
        yield ""
        yield f"    d_{city} = {number(context.region.discounts[city])}"
        yield f"    c_{city} = {flows(dict(enumerate(streams[city])))}"
        yield f"    m_{city} = {flows(dict(enumerate(found.payments[city])))}"
        same = f", {number(found.flat[city])} if the same is paid every year" if found.flat else ""
        yield f"    gain_{city} = {number(found.gains[city])}{same}"


def _two_at_once(context: Context, talks: Negotiation, name: str) -> Iterator[str]:
    """Two clauses open at once: the same programs, over both numbers."""
    yield ""
    yield f"**{name[0].upper()}{name[1:]}** at once: the same, with gain_i(q1, q2)."
    yield ""
    told = (f"q{k} = {_meaning(one)}" for k, one in enumerate(talks.instruments, 1))
    yield f"    {',    '.join(told)}"
    yield from _more_floors(context, talks)
    if not talks.all_can_gain:
        yield "    no q1, q2 make every member gain"
        return
    for solution, concept in SOLUTIONS.items():
        found = talks.under(concept)
        values = (f"q{k} = {number(v)}" for k, v in enumerate(found.terms.values(), 1))
        gains = (f"gain_{city} = {number(gain)}" for city, gain in found.gains.items())
        yield f"    {solution}: {', '.join(values)}    {', '.join(gains)}"


def _clause(context: Context, talks: Negotiation, name: str, unit: str) -> Iterator[str]:
    (one,), compact = talks.instruments, talks.compact
    yield ""
    told = f"{_meaning(one)} ({unit})" if unit else _meaning(one)
    share = compact.refunds[one.place].share if one.kind == "refund" else one.signed
    due = "" if share == one.signed else f", of which its floor or cap leaves {number(one.signed)}"
    yield f"**{name[0].upper()}{name[1:]}**, q = {told}, signed {number(share)}{due}:"
    yield ""
    yield from _more_floors(context, talks)
    if not talks.all_can_gain:
        yield "    no q makes every member gain"
        return
    for piece in talks.pieces:
        lines = (f"gain_{city} = {_line(*piece.lines[city])}" for city in compact.members)
        yield f"    {number(piece.start)} <= q <= {number(piece.end)}:    {',    '.join(lines)}"
    low, high = talks.range
    ideal_gains = ", ".join(
        f"hope_{city} = {number(gain)}" for city, gain in talks.ideal_gains().items()
    )
    ends = [number(end) for end in (low, high) if end is not None]
    floors = ", or has less than its floor," if talks.floors else ""
    yield f"    nobody loses{floors} from q = {' to '.join(ends)};    {ideal_gains}"
    for solution, concept in SOLUTIONS.items():
        found = talks.under(concept)
        assert found.formula is not None  # noqa: S101 - one instrument, one of the three
        yield f"    {solution}: {_formula(found, found.formula, solution, one)}"


def _meaning(one: Instrument) -> str:
    if one.kind == "payment":
        payer, payee = one.money
        return f"what {payer} pays {payee}"
    return f"the {one.name}"


def _line(a: Fraction, b: Fraction) -> str:
    return sum_of(((a, ""), (b, "q")))


def _formula(found: NegotiatedTerms, formula: Formula, solution: str, one: Instrument) -> str:
    lines = {city: _line(*formula.piece.lines[city]) for city in formula.binding}
    low, high = found.values[one.name]
    value = f"q = {number(formula.value)}"
    if formula.where == "any" and low is not None and high is not None:
        return f"any q from {number(low)} to {number(high)}"
    if formula.where == "crossing" and solution == "Nash":
        parts = (
            sum_of([(formula.claims[city] * formula.piece.slope(city), "")]) + f" / ({line})"
            for city, line in lines.items()
        )
        return f"{' + '.join(parts)} = 0, so {value}"
    if formula.where == "crossing":
        parts = (
            line if formula.claims[city] == 1 else f"({line}) / {number(formula.claims[city])}"
            for city, line in lines.items()
        )
        return f"{' = '.join(parts)}, so {value}"
    why = {
        "kink": "the lines break there; what is to be largest falls on both sides",
        "most": "the largest q that there is; what is to be largest falls with any less",
        "least": "the least q that there is; what is to be largest falls with any more",
        "fixed": "there is no other q",
        "floor": f"{' and '.join(formula.floor)} would have less than its floor on one side",
        "cap": "a member has what it adds, and more on one side",
    }
    return f"{value} ({why[formula.where]})"
