"""How negotiated terms look on the first screen: one table for one open clause, a line for others.

The first clause that could be agreed on gets the table: what each solution would write into it, who
gains how much, and the formula. The other clauses, and the truce, get a line each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from intercity.checkup.finding import listed, percent, shown
from intercity.checkup.negotiated import OpenClause, value_words

if TYPE_CHECKING:
    from intercity.checkup import Report
    from mechanisms.enclave_compact import EnclaveCompact
    from mechanisms.negotiation import NegotiatedTerms

__all__ = ["negotiated_lines", "negotiated_table", "truce_line"]

ZERO = Fraction(0)


def negotiated_table(report: Report) -> Table | None:
    """The table of the first clause that could be agreed on; ``None`` where there is none."""
    clause, compact = _first(report), report.context.compact
    if clause is None or compact is None:
        return None
    (one,) = clause.instruments
    floor = sum((e.floor for e in compact.enclaves), ZERO) if one.kind == "amount" else ZERO
    table = Table(box=None, padding=(0, 2), pad_edge=False)
    law = f"; the law allows {shown(compact.side_payment_limit)}" if one.kind == "payment" else ""
    table.add_column(f"{escape(clause.name)} (q{law})")
    table.add_column("", justify="right")
    if floor:
        table.add_column("per 1,000 m2", justify="right")
    for city in compact.members:
        table.add_column(escape(city), justify="right")
    table.add_column("because", overflow="fold")
    signed = {city: x - report.payoffs.alone[city] for city, x in report.payoffs.planned.items()}
    table.add_row(*_row("as signed", clause, one.signed, floor, signed, "", style="dim"))
    for solution, found in clause.agreed.items():
        formula = clause.formulas.get(solution, "")
        value = found.terms[one.name]
        table.add_row(*_row(solution, clause, value, floor, found.gains, formula))
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
    cells = [name, value_words(clause.instruments[0], value, clause.unit)]
    cells += [shown(value / floor)] if floor else []
    cells += [shown(gain, sign=True) for gain in gains.values()]
    told = [escape(cell) for cell in (*cells, formula)]
    return [f"[{style}]{cell}[/]" if style and cell else cell for cell in told]


def negotiated_lines(report: Report) -> Iterator[str]:
    """The other clauses, in a line each."""
    compact, first = report.context.compact, _first(report)
    if compact is None:
        return
    for clause in report.negotiated.clauses:
        if clause is not first:
            yield f"or {_told(clause, compact)}" if first else _told(clause, compact)


def truce_line(report: Report) -> str:
    """Who pays whom how much for the end of the subsidy race; empty where there is none."""
    from solvers.contest_race import ContestRace

    truce = report.negotiated.truce
    if truce is None:
        return ""
    pays = [f"{city} {shown(-x)}" for city, x in truce.paid.items() if shown(x) != "0" and x < 0]
    gets = [f"{city} {shown(x)}" for city, x in truce.paid.items() if shown(x) != "0" and x > 0]
    bids = ", ".join(f"{city} {shown(s)}" for city, s in truce.subsidies.items()) + " per firm"
    race = report.context.race
    if isinstance(race, ContestRace):
        bids = f"none, the firm in {race.joint.site}"
    money = f"{listed(pays)} paid, {listed(gets)} received" if pays else "no money moves"
    return (
        f"the arms race, bargained down to the bids that are best for all ({bids}), with "
        f"equal gains of {shown(min(truce.gains.values()))} a year each: {money}"
    )


def _first(report: Report) -> OpenClause | None:
    found = (c for c in report.negotiated.clauses if c.agreed and len(c.instruments) == 1)
    return next(found, None)


def _told(clause: OpenClause, compact: EnclaveCompact) -> str:
    everyone = "both" if len(compact.members) == 2 else "all"
    one = clause.instruments[0]
    if not clause.agreed:
        return f"{clause.name}: with the other clauses as they are, none makes {everyone} gain"
    head = clause.name
    if one.kind == "payment":
        head += f" (the law allows {shown(compact.side_payment_limit)} a year)"
    elif len(clause.instruments) == 1:
        head += f" (signed {_value(clause, one.signed, compact)}; {_range(clause, everyone)})"
    by_terms: dict[str, list[str]] = {}
    for solution, found in clause.agreed.items():
        by_terms.setdefault(_terms(clause, found, compact), []).append(solution)
    told = [
        f"{listed(names) if len(names) < 3 else 'all three solutions'} {terms}"
        for terms, names in by_terms.items()
    ]
    return f"{head}: {'; '.join(told)}"


def _value(clause: OpenClause, value: Fraction, compact: EnclaveCompact) -> str:
    """A value as the analyst wrote it: a price is paid once."""
    if clause.instruments[0].kind == "price":
        return f"{shown(value / compact.annuity.yearly)} each, once"
    return value_words(clause.instruments[0], value, clause.unit)


def _range(clause: OpenClause, everyone: str) -> str:
    low, high = clause.range
    kind = clause.instruments[0].kind
    ends = [percent(x) if kind == "refund" else shown(x) for x in (low, high) if x is not None]
    return f"{everyone} gain from {' to '.join(ends)}" if len(ends) == 2 else f"{everyone} gain"


def _terms(clause: OpenClause, found: NegotiatedTerms, compact: EnclaveCompact) -> str:
    values = [
        value_words(one, found.terms[one.name], compact.region.resource(one.resource).unit)
        if one.resource
        else _value(clause, found.terms[one.name], compact)
        if len(clause.instruments) == 1
        else value_words(one, found.terms[one.name], "")
        for one in clause.instruments
        if one.kind != "payment" or found.terms[one.name]
    ]
    gains = ", ".join(shown(gain, sign=True) for gain in found.gains.values())
    return f"{' and '.join(values) or 'nothing'} ({gains})"
