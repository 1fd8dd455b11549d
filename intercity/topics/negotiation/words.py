"""How negotiated terms look on the first screen: one table for one open clause, a line for others.

The first clause that could be agreed on gets the table: what each solution would write into it, who
gains how much, and the formula. The other clauses, and the truce, get a line each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from games.approximately import approximately
from games.players import coalition_name
from intercity.english import amount, inside, listed, percent, shown
from intercity.topics.arms_race.builder import competition, subsidy_race
from intercity.topics.clauses.english import BASES
from intercity.topics.clauses.nearest_terms import payment_limit
from intercity.topics.negotiation.negotiated import OpenClause, floor_words, lost_words, value_words
from intercity.topics.negotiation.over_time import schedule_words
from solvers.competition.contest_race import ContestRace

if TYPE_CHECKING:
    from intercity.checkup.payoffs import Payoffs
    from intercity.region.context import Context
    from intercity.topics.negotiation.negotiated import Negotiated
    from mechanisms.compact.enclave_compact import EnclaveCompact
    from mechanisms.compact.negotiation import NegotiatedTerms
    from mechanisms.compact.threat_point import Disarmament

__all__ = [
    "as_signed_words",
    "negotiated_head",
    "negotiated_lines",
    "negotiated_table",
    "solution_name",
    "truce_line",
]

ZERO = Fraction(0)


def as_signed_words(context: Context) -> str:
    """On what all but the amount rests: the clauses as signed, and whether firms return."""
    compact = context.compact
    returns = Fraction(0) if compact is None else compact.returning
    if not returns:
        return "All other clauses as signed"
    words = f"All other clauses as signed; {amount(returns)} projects return"
    planned = Fraction(0) if context.plan is None else context.plan.returning
    if returns == planned:
        return words
    return f"{words}, {'fewer' if returns < planned else 'more'} than planned"


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
    if split is not None:
        told = listed(f"{city} {shown(x)}" for city, x in split.items())
        text += f"; what each could have without it counts outsiders at their nucleolus, {told}"
    return text


def negotiated_table(context: Context, negotiated: Negotiated, payoffs: Payoffs) -> Table | None:
    """The table of the first clause that could be agreed on; ``None`` where there is none."""
    clause, compact = _first(negotiated), context.compact
    if clause is None or compact is None:
        return None
    (one,) = clause.instruments
    floor = sum((e.floor for e in compact.enclaves), ZERO) if one.kind == "amount" else ZERO
    table = Table(box=None, padding=(0, 2, 0, 1), pad_edge=False)
    if one.kind == "payment":
        table.add_column(f"money ({_law(context, clause)})")
        table.add_column(escape(f"q, {' to '.join(one.money)}"), justify="right")
    else:
        each = ", a year each" if one.kind == "price" else ""
        table.add_column(escape(f"{_called(clause)} (q{each})"))
        table.add_column("", justify="right")
    if floor:
        table.add_column("per 1,000 m2", justify="right")
    for city in compact.members:
        table.add_column(escape(city), justify="right")
    table.add_column("because", overflow="fold")
    as_signed = payoffs.at_signing or payoffs.signed
    signed = {city: x - payoffs.alone[city] for city, x in as_signed.items()}
    table.add_row(*_row("as signed", clause, one.signed, floor, signed, "", style="dim"))
    for solution, found in clause.agreed.items():
        because = (
            clause.formulas.get(solution, ""),
            lost_words(context, clause.lost.get(solution, {})),
        )
        formula = "; but ".join(filter(None, because))
        value = found.terms[one.name]
        name = solution_name(solution, found, context.region.power)
        table.add_row(*_row(name, clause, value, floor, found.gains, formula))
    return table


def _row(  # noqa: PLR0917 - the cells of a row
    name: str,
    clause: OpenClause,
    value: Fraction,
    floor: Fraction,
    gains: Mapping[str, Fraction],
    formula: str,
    style: str = "",
) -> list[str]:
    (one,) = clause.instruments
    words = value_words(one, value, clause.unit)
    if one.kind == "payment" and value:
        payer = next(city for city, each in one.money.items() if each * value < 0)
        words = f"{shown(value)} ({payer} pays)"
    cells = [name, words]
    cells += [shown(value / floor)] if floor else []
    cells += [shown(gain, sign=True) for gain in gains.values()]
    told = [escape(cell) for cell in (*cells, formula)]
    return [f"[{style}]{cell}[/]" if style and cell else cell for cell in told]


def negotiated_lines(context: Context, negotiated: Negotiated) -> Iterator[str]:
    """The other clauses, and money over time, in a line each; then what cannot make all gain."""
    compact, first = context.compact, _first(negotiated)
    if compact is None:
        return
    for clause in negotiated.clauses:
        if clause is not first and clause.agreed:
            told = _told(context, clause, named=first is None)
            yield f"or {told}" if first else told
    if negotiated.schedule is not None:
        yield schedule_words(negotiated.schedule, _everyone(compact))
    stuck = [one for one in negotiated.clauses if not one.agreed and not one.shortfall]
    if stuck:
        held = f" and leaves each with what it could have without it{_floors(stuck[0])}"
        held = held if stuck[0].floors else ""
        makes = f"{_listed_or(stuck)} makes {_everyone(compact)} gain{held}"
        yield f"{_at_signing(compact)}no {makes}, the rest as signed"
    short = [one for one in negotiated.clauses if one.shortfall]
    if short:
        yield f"{_at_signing(compact)}{_short(short)}"


def _at_signing(compact: EnclaveCompact) -> str:
    """The premise of these solutions where something comes later."""
    later = any(t.when for t in compact.transfers)
    return "were all handed over at signing, " if later else ""


def _short(short: Sequence[OpenClause]) -> str:
    """The clauses by which not everybody can have what it could have without the others."""
    least = min(short, key=lambda one: one.shortfall)
    return (
        f"no {_listed_or(short)} leaves each with what it could have without it{_floors(least)}: "
        f"{shown(least.shortfall)} short at best, the rest as signed"
    )


def _floors(clause: OpenClause) -> str:
    """What groups could have without the others, where it is more than they have now."""
    told = listed(
        f"{coalition_name(group) if len(group) > 1 else group[0]} {shown(floor)}"
        for group, floor in clause.floors.items()
    )
    return f" ({told})" if told else ""


def _listed_or(stuck: Sequence[OpenClause]) -> str:
    """These clauses, by name."""
    items = []
    for clause in stuck:
        kind = clause.instruments[0].kind
        if kind == "payment":
            items.append("payment")
        elif len(clause.instruments) > 1:
            items.append(f"mix of {_called(clause)}")
        else:
            items.append(("amount of " if kind == "amount" else "") + _called(clause, whose=False))
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"


def truce_line(context: Context, negotiated: Negotiated) -> str:
    """Who pays whom how much for the end of the subsidy race; empty where there is none."""
    truce, game = negotiated.truce, context.once(competition)
    if truce is None or game is None:
        return ""
    outside = f"; {listed(truce.bystanders)} would not bid anyway" if truce.bystanders else ""
    if truce.how != "bargained":
        return _without_money(truce) + outside
    moved = [(city, x) for city, x in truce.paid.items() if shown(x) != "0"]
    pays = [f"{city} pays {shown(-x)}" for city, x in moved if x < 0]
    gets = [f"{city} gets {shown(x)}" for city, x in moved if x > 0]
    bids = ", ".join(f"{city} {shown(s)}" for city, s in truce.subsidies.items()) + " per firm"
    race = context.once(subsidy_race)
    if isinstance(race, ContestRace):
        bids = f"none, the firm in {race.joint.site}"
    money = listed([*pays, *gets]) if pays else "no money moves"
    what = "the arms race, bargained down to the bids that are best for all"
    if race is not None and race.verdict in ("no race", "bids too low"):
        what = "the bids, bargained to those that are best for all"
    return (
        f"{what} ({bids}), with "
        f"equal gains of {shown(truce.smallest_gain)} a year each: {money}{outside}"
    )


def _without_money(truce: Disarmament) -> str:
    """What can be agreed on where the law allows less money than equal gains take."""
    law = f"the law allows at most {shown(truce.limit or ZERO)} a year from one city to another"
    if not truce.limit:
        law = "the law allows no money between cities"
    if truce.how == "none":
        return (
            f"{law}, and equal gains from the bids that are best for all take more; no truce was "
            "found by which all parties gain without money"
        )
    size, bids = truce.size or ZERO, truce.subsidies
    lots = "with the chances that the race gives"
    if size:
        lots = f"with chances {percent(size)} of the way from the race's to even ones"
    what = {
        "joint optimum": "all pay the bids that are best for all together",
        "cut": f"all bids are cut by {percent(size)}",
        "cap": f"no bid is above {shown(size)} per firm",
        "lots": f"nobody bids and the firm draws lots {'evenly' if size == 1 else lots}",
    }[truce.how]
    if truce.how in ("cut", "joint optimum") and any(bids.values()):
        what += f" ({', '.join(f'{city} {shown(s)}' for city, s in bids.items())} per firm)"
    gains = ", ".join(
        f"{city} {shown(x, sign=True)}"
        for city, x in truce.gains.items()
        if city not in truce.bystanders
    )
    return (
        f"{law}, and equal gains from the bids that are best for all take more; without money all "
        f"parties gain if {what}: {gains} a year"
    )


def _first(negotiated: Negotiated) -> OpenClause | None:
    found = (c for c in negotiated.clauses if c.agreed and len(c.instruments) == 1)
    return next(found, None)


def _everyone(compact: EnclaveCompact) -> str:
    return "both" if len(compact.members) == 2 else "all"


def _called(clause: OpenClause, *, whose: bool = True) -> str:
    """A clause in words that need no scenario file: whose share of which tax."""
    if len(clause.instruments) > 1:
        return "money" if clause.instruments[0].kind == "payment" else _two(clause)
    (one,) = clause.instruments
    if one.kind != "refund":
        return f"{clause.name}{clause.which}"
    payee = next(city for city, each in one.money.items() if each > 0)
    base = next(words for base, words in BASES.items() if f"share of {base}" in one.name)
    called = f"{payee}'s share of {base}" if whose else f"share of {base}"
    return f"{called}{clause.which}"


def _two(clause: OpenClause) -> str:
    """An amount and a share, each of which had its line or its place before."""
    return f"{clause.instruments[0].resource} and that share"


def _law(context: Context, clause: OpenClause) -> str:
    """Whether the law lets the members pay each other what they would agree on."""
    limit = payment_limit(context)
    if limit is None:
        return "no limit by law is given"
    paid = (abs(x) for found in clause.agreed.values() for x in found.terms.values())
    if max(paid, default=ZERO) <= limit:
        return f"the law allows {shown(limit)} a year"
    return (
        f"if the law allowed more than {shown(limit)} a year" if limit else "if the law allowed it"
    )


def solution_name(name: str, found: NegotiatedTerms, power: Mapping[str, Fraction]) -> str:
    """Equal gains with unequal power, or where gains are not equal, are called what they are."""
    if name != "equal gains":
        return name
    shares = {gain / power.get(city, Fraction(1)) for city, gain in found.gains.items()}
    name = "gains by power" if len(set(power.values()) | {Fraction(1)}) > 1 else name
    return name if len(shares) == 1 else f"nearest to {name}"


def _told(context: Context, clause: OpenClause, *, named: bool) -> str:
    compact, power = context.compact, context.region.power
    assert compact is not None  # noqa: S101 - it has open clauses
    everyone = _everyone(compact)
    one = clause.instruments[0]
    head = _called(clause)
    if one.kind == "payment":
        head += f" ({_law(context, clause)})"
    elif len(clause.instruments) == 1:
        signed = _value(clause, one.signed, compact)
        head += f" (signed {signed}; {_range(clause, everyone, compact)})"
    by_terms: dict[str, list[str]] = {}
    for solution, found in clause.agreed.items():
        told = _terms(clause, found, compact, named=named)
        if found.at_floor and found.formula is None:
            told += f", as {floor_words(found.at_floor[0], clause.floors)}"
        elif found.formula is not None and found.formula.floor:
            told += f", as {floor_words(found.formula.floor, clause.floors)}"
        if lost := lost_words(context, clause.lost.get(solution, {})):
            told += f", but {lost}"
        by_terms.setdefault(told, []).append(solution_name(solution, found, power))
    lines = [
        f"{listed(names) if len(names) < 3 else 'all three solutions'} {terms}"
        for terms, names in by_terms.items()
    ]
    return f"{head}: {'; '.join(lines)}"


def _value(clause: OpenClause, value: Fraction, compact: EnclaveCompact) -> str:
    """A value as the analyst wrote it: a price is paid once."""
    if clause.instruments[0].kind == "price":
        return f"{shown(value / compact.annuity.yearly)} each, once"
    return value_words(clause.instruments[0], value, clause.unit)


def _range(clause: OpenClause, everyone: str, compact: EnclaveCompact) -> str:
    low, high = clause.range
    kind = clause.instruments[0].kind
    # A price is paid once. At an end as it is printed nobody may lose.
    unit = {"price": compact.annuity.yearly, "refund": Fraction(1, 100)}.get(kind, Fraction(1))
    least, most = (None if x is None else x / unit for x in (low, high))
    ends = [
        f"{inside(x, least, most, _whole)}%" if kind == "refund" else inside(x, least, most)
        for x in (least, most)
        if x is not None
    ]
    if clause.floors:
        if len(ends) < 2:
            return "it could be agreed on"
        between = f"only at {ends[0]}" if low == high else f"between {' and '.join(ends)}"
        return f"it could be agreed on {between}"
    if len(ends) == 2:
        who = f"{everyone} gain" if _all_gain_at_ends(clause) else "nobody loses"
        return f"{who} from {' to '.join(ends)}"
    if not ends:
        return "nobody loses by it"
    return f"nobody loses {f'up to {ends[0]}' if low is None else f'from {ends[0]} on'}"


def _whole(number: Fraction) -> str:
    return approximately(number, ".0f")


def _all_gain_at_ends(clause: OpenClause) -> bool:
    """Whether the straight lines on which terms lie show that each member gains at both ends."""
    pieces = [found.formula.piece for found in clause.agreed.values() if found.formula is not None]
    return all(
        any(
            piece.start <= end <= piece.end and all(piece.gain(c, end) > 0 for c in piece.lines)
            for piece in pieces
        )
        for end in clause.range
        if end is not None
    )


def _terms(
    clause: OpenClause, found: NegotiatedTerms, compact: EnclaveCompact, *, named: bool
) -> str:
    values = [
        value_words(one, found.terms[one.name], compact.region.resource(one.resource).unit)
        if one.resource
        else _value(clause, found.terms[one.name], compact)
        if len(clause.instruments) == 1
        else value_words(one, found.terms[one.name], "")
        for one in clause.instruments
        if one.kind != "payment" or found.terms[one.name]
    ]
    gains = ", ".join(
        f"{city} {shown(gain, sign=True)}" if named else shown(gain, sign=True)
        for city, gain in found.gains.items()
    )
    return f"{' and '.join(values) or 'nothing'} ({gains})"
