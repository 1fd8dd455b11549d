"""What is said of negotiated terms: one table for one open clause, a line for each other.

The first clause that could be agreed on gets the table: what each solution would write into it, who
gains how much, and the formula, whose numbers have as many digits as it takes: who solves the
printed line by hand gets the terms and the gains that stand beside it. The other clauses, money
over time and the truce get a line each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from games.approximately import approximately
from games.players import Coalition
from intercity.english import (
    amount,
    as_words,
    counted,
    enough,
    from_to,
    gains_told,
    group_words,
    in_full,
    inside,
    listed,
    one_unit,
    percent,
    shown,
)
from intercity.topics.arms_race.builder import competition
from intercity.topics.clauses.clause import which_clause
from intercity.topics.clauses.english import loses_words, which_words
from intercity.topics.clauses.nearest_terms import payment_limit
from intercity.topics.english import base_words
from intercity.topics.negotiation.formula import Solution
from intercity.topics.negotiation.formula_english import formula_words
from intercity.topics.negotiation.negotiated import Agreed, OpenClause, OpenKind
from intercity.topics.outside_offers.english import OUTSIDERS_SPLIT
from mechanisms.compact.instrument import with_clauses_merged

if TYPE_CHECKING:
    from intercity.region.context import Context
    from intercity.topics.negotiation.negotiated import Negotiated
    from intercity.topics.negotiation.over_time import Schedule
    from mechanisms.compact.enclave_compact import EnclaveCompact
    from mechanisms.compact.instrument import Instrument

__all__ = [
    "as_signed_words",
    "clause_name",
    "clause_unit",
    "negotiated_head",
    "negotiated_lines",
    "negotiated_table",
    "solution_name",
    "value_words",
]

ZERO = Fraction(0)
MOST_FLOORS = 8
NAMES = {
    Solution.EQUAL_GAINS: "equal gains",
    Solution.KALAI_SMORODINSKY: "Kalai-Smorodinsky",
    Solution.NASH: "Nash",
}


def as_signed_words(context: Context) -> str:
    """On what all but the amount rests: the clauses as signed, and whether firms return."""
    compact, plan = context.compact, context.plan
    if compact is None or plan is None or not compact.returning:
        return "All other clauses as signed"
    returns, does = compact.returning, "returns" if compact.returning == 1 else "return"
    words = f"All other clauses as signed; {counted(returns, 'project')} {does}"
    if returns > plan.returning:
        return f"{words}, more than planned"
    return words if returns == plan.returning else f"{words}, fewer than planned"


def negotiated_head(context: Context) -> str:
    """What the table of negotiated terms tells."""
    now = "each as it is now" + (", the race going on" if context.once(competition) else "")
    text = f"what {listed(context.members)} would gain over no deal ({now}) if one clause were open"
    if context.region.power:
        told = ", ".join(
            f"{city} {amount(weight)}" for city, weight in context.region.power.items()
        )
        text += f" (bargaining power: {told}; 1 if not named)"
    text += ", the rest as signed"
    if context.compact is not None and context.compact.returning:
        text += f", with {amount(context.compact.returning)} returning"
    text += ", counted at the region's interest"
    if context.compact is not None and any(t.when for t in context.compact.transfers):
        text += ", as if all were handed over at signing"
    split = context.outsiders_split
    if split is not None and context.among_many is not None:
        text += f"; what each could have without it is what it could if {OUTSIDERS_SPLIT}"
    elif split is not None:
        told = listed(f"{city} {shown(x)}" for city, x in split.items())
        text += "; what each could have without it counts outsiders at their nucleolus (the group "
        text += f"that is treated worst being treated as well as can be), {told}"
    return text


def negotiated_table(
    context: Context, negotiated: Negotiated, signed: Mapping[str, Fraction]
) -> tuple[tuple[str, ...], ...]:
    """The first clause that could be agreed on: heads, as signed, then by each solution, and why.

    Empty where there is none. ``signed``: what each member gains as signed, were all handed over at
    signing.
    """
    clause, compact = _first(negotiated), context.compact
    if clause is None or compact is None:
        return ()
    (one,) = clause.instruments
    floor = sum((e.floor for e in compact.enclaves), ZERO) if one.kind == "amount" else ZERO
    if one.kind == "payment":
        heads = [f"money ({_law(context, clause)})", f"q, {' to '.join(one.money)}"]
    else:
        each = ", a year each" if one.kind == "price" else ""
        heads = [f"{_called(context, clause)} (q{each}{_looked_at(clause)})", ""]
    heads += ["per 1,000 m2"] if floor else []
    heads += [*compact.members, "because"]
    rows = [tuple(heads), _row("as signed", clause, one.signed, floor, signed, "", exact=True)]
    for solution, found in clause.agreed.items():
        because = (_because(context, clause, found), _lost_words(context, found.lost))
        value = found.terms[one.name]
        name = solution_name(solution, found.gains, context.region.power)
        told = "; but ".join(filter(None, because))
        rows.append(_row(name, clause, value, floor, found.gains, told))
    return tuple(rows)


def _row(  # noqa: PLR0917 - the cells of a row
    name: str,
    clause: OpenClause,
    value: Fraction,
    floor: Fraction,
    gains: Mapping[str, Fraction],
    because: str,
    *,
    exact: bool = False,
) -> tuple[str, ...]:
    (one,) = clause.instruments
    words = value_words(one, value, clause.unit, exact=exact)
    if one.kind == "payment" and value:
        payer = min(one.money, key=lambda city: one.money[city] * value)
        words = f"{in_full(value) if exact else shown(value)} ({payer} pays)"
    cells = [name, words]
    cells += [shown(value / floor)] if floor else []
    cells += [shown(gain, sign=True) for gain in gains.values()]
    return (*cells, because)


def negotiated_lines(context: Context, negotiated: Negotiated) -> Iterator[str]:
    """The other clauses, and money over time, in a line each; then what cannot make all gain."""
    compact, first = context.compact, _first(negotiated)
    if compact is None:
        return
    if negotiated.undecided is not None:
        yield f"what members would agree on is undecided: {negotiated.undecided}"
    for clause in negotiated.clauses:
        if clause is not first and clause.agreed:
            told = _told(context, clause, named=first is None)
            yield f"or {told}" if first else told
    if negotiated.schedule is not None:
        yield _schedule_words(negotiated.schedule, _everyone(compact), payment_limit(context))
    if any(clause.agreed for clause in negotiated.clauses) and context.talks_without_outsiders:
        yield (
            "this leaves out what members could have with outsiders instead, as no stable split of "
            "theirs is known: see outside offers"
        )
    stuck = [one for one in negotiated.clauses if not one.agreed and not one.shortfall]
    if stuck:
        held = f" and leaves each with what it could have without it{_floors(context, stuck[0])}"
        held = held if stuck[0].floors else ""
        makes = f"{_listed_or(context, stuck)} makes {_everyone(compact)} gain{held}"
        yield f"{_at_signing(compact)}no {makes}, the rest as signed"
    short = [one for one in negotiated.clauses if one.shortfall]
    if short:
        yield f"{_at_signing(compact)}{_short(context, short)}"


def _at_signing(compact: EnclaveCompact) -> str:
    """The premise of these solutions where something comes later."""
    later = any(t.when for t in compact.transfers)
    return "were all handed over at signing, " if later else ""


def _short(context: Context, short: Sequence[OpenClause]) -> str:
    """The clauses by which not everybody can have what it could have without the others."""
    least = min(short, key=lambda one: one.shortfall)
    return (
        f"no {_listed_or(context, short)} leaves each with what it could have without it"
        f"{_floors(context, least)}: {enough(least.shortfall)} short at best, the rest as signed"
    )


def _floors(context: Context, clause: OpenClause) -> str:
    """What groups could have without the others, where it is more than they have now.

    Of many groups what each member could; where not each was asked, some.
    """
    few = clause.floors if len(clause.floors) <= MOST_FLOORS else _of_each(clause)
    told = [f"{group_words(group)} {shown(floor)}" for group, floor in few.items()]
    if more := len(clause.floors) - len(few):
        told.append(f"{counted(more, 'group')} of several as --json has it")
    others = "" if context.floor_above is None else ", among others"
    return f" ({listed(told)}{others})" if told else ""


def _of_each(clause: OpenClause) -> dict[Coalition, Fraction]:
    return {group: floor for group, floor in clause.floors.items() if len(group) == 1}


def _listed_or(context: Context, stuck: Sequence[OpenClause]) -> str:
    """These clauses, by name."""
    items = []
    for clause in stuck:
        if clause.kind is OpenKind.MONEY:
            items.append("payment")
            continue
        kind = {OpenKind.AMOUNT: "amount of ", OpenKind.AMOUNT_AND_SHARE: "mix of "}
        called = _called(context, clause, whose=False)
        items.append(f"{kind.get(clause.kind, '')}{called}{_looked_at(clause)}")
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"


def _looked_at(clause: OpenClause) -> str:
    """Between which amounts alone talks are looked at; empty where all are."""
    ends = [(one.lowest, one.highest) for one in clause.instruments if one.kinks]
    return "".join(f" from {amount(a)} to {amount(b)}" for a, b in ends if a is not None and b)


def _first(negotiated: Negotiated) -> OpenClause | None:
    found = (c for c in negotiated.clauses if c.agreed and len(c.instruments) == 1)
    return next(found, None)


def _everyone(compact: EnclaveCompact) -> str:
    return "both" if len(compact.members) == 2 else "all"


def clause_name(clause: OpenClause) -> str:
    """An open clause as a scenario names it.

    >>> clause_name(OpenClause(kind=OpenKind.SHARE, instruments=(), base="stay_tax"))
    'share of stay tax'
    """
    share = f"share of {as_words(clause.base)}"
    return {
        OpenKind.AMOUNT: as_words(clause.resource),
        OpenKind.SHARE: share,
        OpenKind.PRICE: f"price of {as_words(clause.resource)}",
        OpenKind.MONEY: "further money" if clause.further else "money",
        OpenKind.AMOUNT_AND_SHARE: f"{as_words(clause.resource)} and {share}",
    }[clause.kind]


def clause_unit(clause: OpenClause) -> str:
    """In what the open number is counted; empty for a share."""
    units = {
        OpenKind.AMOUNT: clause.unit,
        OpenKind.PRICE: "a year each",
        OpenKind.MONEY: "a year",
    }
    return units.get(clause.kind, "")


def _called(context: Context, clause: OpenClause, *, whose: bool = True) -> str:
    """A clause in words that need no scenario file: whose share of which tax."""
    if clause.kind is OpenKind.MONEY:
        return clause_name(clause)
    if clause.kind is OpenKind.AMOUNT_AND_SHARE:  # each had its line or its place before
        return f"{as_words(clause.resource)} and that share"
    (one,) = clause.instruments
    assert context.compact is not None  # noqa: S101 - it has open clauses
    which = which_words(which_clause(with_clauses_merged(context.compact), one))
    if clause.kind is not OpenKind.SHARE:
        return f"{clause_name(clause)}{which}"
    payee = max(one.money, key=lambda city: one.money[city])
    called = f"share of {base_words(clause.base)}{which}"
    return f"{payee}'s {called}" if whose else called


def _law(context: Context, clause: OpenClause) -> str:
    """Whether the law lets the members pay each other what they would agree on."""
    limit = payment_limit(context)
    if limit is None:
        return "no limit by law is given"
    compact = context.compact
    assert compact is not None  # noqa: S101 - it has open clauses
    paid = (
        abs(found.terms[one.name] + compact.net_payment(*one.money))
        for found in clause.agreed.values()
        for one in clause.instruments
    )
    if max(paid, default=ZERO) <= limit:
        beside = ", the deal's own payments counted" if compact.payments else ""
        return f"the law allows {shown(limit)} a year{beside}"
    return (
        f"if the law allowed more than {shown(limit)} a year" if limit else "if the law allowed it"
    )


def solution_name(
    solution: Solution, gains: Mapping[str, Fraction], power: Mapping[str, Fraction]
) -> str:
    """Equal gains with unequal power, or where gains are not equal, are called what they are.

    Where they cannot be equal the least gain is the largest, and then the next (leximin).
    """
    name = NAMES[solution]
    if solution is not Solution.EQUAL_GAINS:
        return name
    shares = {gain / power.get(city, Fraction(1)) for city, gain in gains.items()}
    by_power = len(set(power.values()) | {Fraction(1)}) > 1
    name = "gains by power" if by_power else name
    if len(shares) == 1:
        return name
    return "largest least gain by power" if by_power else "largest least gain"


def _told(context: Context, clause: OpenClause, *, named: bool) -> str:
    compact, power = context.compact, context.region.power
    assert compact is not None  # noqa: S101 - it has open clauses
    everyone = _everyone(compact)
    head = _called(context, clause)
    if clause.kind is OpenKind.MONEY:
        head += f" ({_law(context, clause)})"
    elif clause.kind is not OpenKind.AMOUNT_AND_SHARE:
        head += f" ({_signed(clause, compact)}; {_range(clause, everyone, compact)})"
    by_terms: dict[str, list[str]] = {}
    for solution, found in clause.agreed.items():
        told = _terms(clause, found, compact, named=named)
        first = found.at_floor[0] if found.at_floor else ()
        if floor := first if found.reason is None else found.reason.floor:
            told += f", as {_floor_words(floor, clause.floors)}"
        if found.lost:
            told += f", but {_lost_words(context, found.lost)}"
        by_terms.setdefault(told, []).append(solution_name(solution, found.gains, power))
    lines = [
        f"{listed(names) if len(names) < 3 else 'all three solutions'} {terms}"
        for terms, names in by_terms.items()
    ]
    return f"{head}: {'; '.join(lines)}"


def _signed(clause: OpenClause, compact: EnclaveCompact) -> str:
    """The number signed, of which a floor or a cap may leave another share due."""
    one = clause.instruments[0]
    told = f"signed {_value(clause, one.signed, compact, exact=True)}"
    if clause.kind is not OpenKind.SHARE:
        return told
    share = with_clauses_merged(compact).refunds[one.place].share
    if share == one.signed:
        return told
    due = value_words(one, one.signed, clause.unit)
    return f"signed {value_words(one, share, clause.unit, exact=True)}, of which {due} is due"


def _value(
    clause: OpenClause, value: Fraction, compact: EnclaveCompact, *, exact: bool = False
) -> str:
    """A value as the analyst wrote it: a price is paid once."""
    if clause.kind is OpenKind.PRICE:
        price = value / compact.annuity.yearly
        return f"{in_full(price) if exact else shown(price)} each, once"
    return value_words(clause.instruments[0], value, clause.unit, exact=exact)


def _agreed(clause: OpenClause, one: Instrument, value: Fraction, compact: EnclaveCompact) -> str:
    """A value that is agreed on, rounded as the ends of its range are that stand beside it."""
    if clause.kind not in {OpenKind.PRICE, OpenKind.SHARE}:
        return value_words(one, value, clause.unit)
    price = clause.kind is OpenKind.PRICE
    unit = compact.annuity.yearly if price else Fraction(1, 100)
    least, most = (None if x is None else x / unit for x in clause.range)
    told = shown if price else _whole
    return inside(value / unit, least, most, told) + (" each, once" if price else "%")


def _range(clause: OpenClause, everyone: str, compact: EnclaveCompact) -> str:
    low, high = clause.range
    kind = clause.instruments[0].kind
    # A price is paid once. At an end as it is printed nobody may lose.
    unit = {"price": compact.annuity.yearly, "refund": Fraction(1, 100)}.get(kind, Fraction(1))
    least, most = (None if x is None else x / unit for x in (low, high))
    told, sign = (_whole, "%") if kind == "refund" else (shown, "")
    if least is not None and most is not None:
        ends = [f"{x}{sign}" for x in from_to(least, most, told)]
    else:
        one_end = [x for x in (least, most) if x is not None]
        ends = [f"{inside(x, least, most, told)}{sign}" for x in one_end]
    if clause.floors:
        if len(ends) < 2:
            return "it could be agreed on"
        where = "only at {}" if low == high else "between {} and {}"
        return f"it could be agreed on {where.format(*ends)}"
    if len(ends) == 2:
        who = f"{everyone} gain" if clause.gain_at_ends else "nobody loses"
        return f"only at {ends[0]} {who}" if low == high else f"{who} from {' to '.join(ends)}"
    if not ends:
        return "nobody loses by it"
    return f"nobody loses {f'up to {ends[0]}' if low is None else f'from {ends[0]} on'}"


def _whole(number: Fraction) -> str:
    return approximately(number, ".0f")


def _terms(clause: OpenClause, found: Agreed, compact: EnclaveCompact, *, named: bool) -> str:
    values = [
        _agreed(clause, one, found.terms[one.name], compact)
        for one in clause.instruments
        if one.kind != "payment" or found.terms[one.name]
    ]
    gains = ", ".join(
        f"{city} {shown(gain, sign=True)}" if named else shown(gain, sign=True)
        for city, gain in found.gains.items()
    )
    return f"{' and '.join(values) or 'nothing'} ({gains})"


def value_words(instrument: Instrument, value: Fraction, unit: str, *, exact: bool = False) -> str:
    """A value of an instrument as one would say it; ``exact``: with all the digits of the file."""

    def told(number: Fraction, how: Callable[[Fraction], str]) -> str:
        return in_full(number, how) if exact else how(number)

    if instrument.kind == "refund":
        return f"{in_full(100 * value, _whole)}%" if exact else percent(value)
    if instrument.kind == "payment":
        payer, payee = instrument.money
        if value > 0:
            return f"{payer} pays {payee} {told(value, shown)}"
        return f"{payee} pays {payer} {told(-value, shown)}" if value else "nothing"
    if instrument.kind == "price":
        return told(value, shown)
    return f"{told(value, amount)} {one_unit(unit) if unit and value == 1 else unit}".strip()


def _floor_words(group: Coalition, floors: Mapping[Coalition, Fraction]) -> str:
    """Why a group gets so much, where it gets no more than its floor."""
    return f"{listed(group)} could have {shown(floors[group])} without it"


def _lost_words(context: Context, lost: Mapping[str, Fraction]) -> str:
    """Who would lose at its own discount factor; empty for nobody."""
    if not lost:
        return ""
    told = listed(loses_words(city, x, context.region.discounts[city]) for city, x in lost.items())
    return f"{told}, {'each ' if len(lost) > 1 else ''}at its own discount factor"


def _because(context: Context, clause: OpenClause, found: Agreed) -> str:
    """Why a solution lies where it does; empty where nothing decides it."""
    if found.reason is None:
        return ""
    if found.reason.floor:
        return _floor_words(found.reason.floor, clause.floors)
    (one,) = clause.instruments
    return formula_words(
        found.reason,
        one,
        lambda value: value_words(one, value, clause.unit),
        powers=bool(context.region.power),
    )


def _schedule_words(found: Schedule, everyone: str, limit: Fraction | None) -> str:
    """Who is paid when, and what that brings.

    ``limit``: the most that one may pay another, to which each is held in all that it pays by it,
    or gets.
    """
    moved = {city: paid for city, paid in found.payments.items() if any(paid)}
    if len(found.payments) == 2:  # one pays just what the other gets
        first = next(iter(moved))
        moved = {first: moved[first]}
    told = "; ".join(f"{city} {', '.join(_runs(paid))}" for city, paid in moved.items())
    gains, last = gains_told(found.gains), max(len(paid) for paid in found.payments.values()) - 1
    same = f"same payment in each of years 1 to {last}"
    if found.flat:
        beside = f"where the {same} brings {gains_told(found.flat)}"
    else:
        beside = f"where no {same} makes {everyone} gain"
    held = ""
    if len(found.payments) > 2 and limit is not None:
        held = f"; by it no member pays, or gets, more than {shown(limit)} a year in all"
    return (
        f"money over time, as members discount differently (gains in present value, each at its "
        f"own factor{held}): {told}, the later ones a promise; so {gains}, {beside}"
    )


def _runs(paid: tuple[Fraction, ...]) -> Iterator[str]:
    """What is got or paid in years next to each other.

    >>> list(_runs((Fraction(0), Fraction(3), Fraction(3), Fraction(-1))))
    ['gets 3.0 a year in years 1 to 2 (6.0 in all)', 'pays 1.0 in year 3']
    """
    dated = list(enumerate(paid))
    for sign, run in groupby(dated, key=lambda one: (one[1] > 0) - (one[1] < 0)):
        years = list(run)
        if sign:
            amounts = [abs(x) for _, x in years]
            first, last, most = years[0][0], years[-1][0], max(amounts)
            does = "gets" if sign == 1 else "pays"
            if first == last:
                yield f"{does} {shown(most)} in year {first}"
                continue
            rate = shown(most) if most == min(amounts) else f"up to {shown(most)}"
            total = shown(sum(amounts, Fraction(0)))
            yield f"{does} {rate} a year in years {first} to {last} ({total} in all)"
