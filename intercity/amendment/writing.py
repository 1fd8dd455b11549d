"""An amended deal as a file: the analyst's own text, with other numbers and new clauses in it.

Comments, order and provenance stay. A number that is changed keeps its range, which is widened if
it must be. One that had a source has it no more: it is what is proposed, as a new one is, and says
so. New clauses stand at the end of [compact], as its others are indented.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable, Item

from games.errors import InvalidInput
from intercity.amendment.open_clause import Kind, OpenClause
from intercity.amendment.rounding import as_written
from intercity.amendment.search import Draft
from intercity.amendment.step import (
    AtSigning,
    HandOverLess,
    InTranches,
    LeaveOutParks,
    PayBonus,
    PlanReturns,
)
from intercity.scenario.scenario import Scenario
from mechanisms.compact.clauses import Transfer

__all__ = ["amended_text"]

NOTE = "by an amendment of this deal"
LISTS = {Kind.PRICE: "transfer", Kind.SHARE: "refund", Kind.PAYMENT: "payment"}
LISTS |= {Kind.POOL: "pool", Kind.DEPOSIT: "deposit", Kind.LOAN: "loan"}
NUMBERS = {Kind.PRICE: "price_one_off", Kind.SHARE: "share", Kind.POOL: "share"}
Clauses = tuple[tuple[str, Mapping[str, str]], ...]
OF_PARKS = ("platforms", "projects", "returns", "bonus", "clawback")


def amended_text(scenario: Scenario, draft: Draft) -> str:
    """The text of the scenario's file with a draft written into it.

    Errors: ``InvalidInput`` for a scenario that has no text, as numbers of it were moved.
    """
    if not scenario.text:
        raise InvalidInput("the scenario to amend", "without a text", "read by load_scenario")
    document = tomlkit.parse(scenario.text)
    compact: Any = document["compact"]
    _take_steps(scenario, draft, compact)
    grants = []
    for one in draft.changed:
        if one.kind is Kind.GRANT:
            grants.append(draft.values[one.name])
        for place in one.places:
            number = NUMBERS.get(one.kind, "amount")
            _set_number(compact[LISTS[one.kind]][place], number, draft.values[one.name])
    limit, most = scenario.compact and scenario.compact.limits.loan, _most_borrowed(draft)
    if limit and most > limit.value:  # help from outside, beyond what the file allows
        _set_number(compact["limits"], "loan", most)
    for grant in grants:
        if "province" not in document:
            document["province"] = tomlkit.table()
        _set_number(document["province"], "grant", grant)
    return _with_clauses(document, tuple(_new_clauses(scenario, draft)))


def _take_steps(scenario: Scenario, draft: Draft, compact: Any) -> None:
    """What steps change in the clauses that are there."""
    for step in draft.steps:
        if isinstance(step, LeaveOutParks):
            _leave_out_parks(scenario, compact)
        elif isinstance(step, PlanReturns):
            _set_number(compact, "returns", step.returns)
        elif isinstance(step, HandOverLess):
            for place, amount in step.amounts:
                _set_number(compact["transfer"][place], "amount", amount)
        elif isinstance(step, InTranches):
            first = draft.compact.transfers[0]
            _set_number(compact["transfer"][0], "amount", first.amount)
            if first.when:
                compact["transfer"][0]["when"] = first.when
        elif isinstance(step, AtSigning):
            for place in step.places:
                transfer = compact["transfer"][place]
                was = _plain(transfer["when"])
                transfer["when"] = 0
                _say_what_was(transfer, transfer["when"], was)


def _most_borrowed(draft: Draft) -> Fraction:
    """The most that one member borrows in all."""
    loans = draft.compact.loans
    borrowed = [
        sum((one.amount for one in loans if one.borrower == city), Fraction(0))
        for city in draft.compact.members
    ]
    return max(borrowed)


def _leave_out_parks(scenario: Scenario, compact: Any) -> None:
    """Without parks and what hangs on them, as the step ``LeaveOutParks`` does."""
    given = scenario.compact
    assert given is not None  # noqa: S101 - it is amended
    for key in OF_PARKS:
        compact.pop(key, None)
    if all(t.tax is None for t in given.transfer):
        compact.pop("pool", None)
    for k in reversed(range(len(given.refund))):
        if given.refund[k].base != "moved_tax":
            del compact["refund"][k]
    if "refund" in compact and not compact["refund"]:
        compact.pop("refund")


def _new_clauses(scenario: Scenario, draft: Draft) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The lists that new clauses stand in, and their lines."""
    for step in draft.steps:
        if isinstance(step, PayBonus):
            yield "bonus", {"from": _text(step.payer), "amount": _number(step.amount)}
        elif isinstance(step, InTranches):
            for later in draft.compact.transfers[1:]:
                yield "transfer", _tranche(later)
    for one in draft.changed:
        if one.places or one.kind is Kind.GRANT:
            continue
        yield LISTS[one.kind], _clause(scenario, one, draft.values[one.name])


def _tranche(transfer: Transfer) -> Mapping[str, str]:
    return {
        "resource": _text(transfer.resource),
        "from": _text(transfer.giver),
        "to": _text(transfer.taker),
        "amount": _number(transfer.amount),
        "when": str(transfer.when),
        "reversible": str(transfer.reversible).lower(),
    }


def _clause(scenario: Scenario, one: OpenClause, value: Fraction) -> Mapping[str, str]:
    if one.kind is Kind.DEPOSIT:
        return {"from": _text(one.giver), "amount": _number(value)}
    if one.kind is Kind.LOAN:
        assert scenario.time is not None  # noqa: S101 - money over time needs it
        years = f"[1, {scenario.time.horizon.value}]"
        lender = _text("the province's fund")
        return {"to": _text(one.taker), "amount": _number(value), "years": years, "lender": lender}
    parties = {"from": _text(one.giver), "to": _text(one.taker)}
    return {**parties, "amount": _number(value), "enforceable": "false"}


def _with_clauses(document: Any, clauses: Clauses) -> str:
    """The document's text with new clauses: in the lists of an inline [compact], or as tables."""
    compact, tables = document["compact"], []
    for name, entries in clauses:
        if isinstance(compact, InlineTable) and name not in compact:
            compact[name] = tomlkit.array()
        if isinstance(compact.get(name), Array):
            inside = ", ".join(f"{key} = {entry}" for key, entry in entries.items())
            compact[name].append(tomlkit.value(f"{{ {inside} }}"))
        else:
            tables.append((name, entries))
    return _with_tables(tomlkit.dumps(document), tuple(tables))


def _with_tables(text: str, clauses: Clauses) -> str:
    """The text with new tables after the last line of [compact] that is no comment."""
    if not clauses:
        return text
    lines = text.split("\n")
    last, indent, inside = len(lines) - 1, "", False
    for k, line in enumerate(lines):
        header = re.match(r"(\s*)\[\[?\s*([\"'\w-]+)", line)
        if header and _complete("\n".join(lines[:k])):
            inside = header[2].strip("\"'") == "compact"
            nested = re.match(r"(\s*)\[\[?\s*compact\s*\.", line)
            indent = nested[1] if inside and nested else indent
        if inside and line.strip() and not line.strip().startswith("#"):
            last = k
    new = []
    for name, entries in clauses:
        new.append(f"{indent}[[compact.{name}]]")
        new += [f"{indent}{key} = {entry}" for key, entry in entries.items()]
    return "\n".join([*lines[: last + 1], *new, *lines[last + 1 :]])


def _complete(text: str) -> bool:
    """Whether no value goes on after a text's last line."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _set_number(table: Any, key: str, value: Fraction) -> None:
    """Another number in a table, with its range, its comment and what it was."""
    number = f"{as_written(value):f}"
    old: Any = table.get(key)
    if old is None:
        table[key] = tomlkit.value(_number(value))
        return
    was = _plain(old["v"])
    if "src" not in old:
        old["v"] = tomlkit.value(number)
        beyond = {"low": value < _exact(old, "low"), "high": value > _exact(old, "high")}
        old.update({end: tomlkit.value(number) for end, is_beyond in beyond.items() if is_beyond})
    elif isinstance(old, InlineTable):
        comment = old.trivia.comment
        table[key] = tomlkit.value(_number(value))
        old = table[key]
        old.trivia.comment = comment
    else:
        old.pop("src")
        old.update({one: tomlkit.value(number) for one in ("v", "low", "high")} | {"note": NOTE})
    if isinstance(old, InlineTable):
        _say_what_was(table, old, was)
    else:
        _say_what_was(old, old["v"], was)


def _say_what_was(table: Any, entry: Any, was: str) -> None:
    """What an entry of a table was, in a comment; one inside braces can have none."""
    if isinstance(entry, Item) and not isinstance(table, InlineTable):
        told = entry.trivia.comment.lstrip("# ").strip()
        entry.comment(f"was {was}" + (f"; {told}" if told else ""))


def _exact(quantity: Mapping[str, Any], key: str) -> Fraction:
    number = quantity[key if key in quantity else "v"]
    # a whole number may stand there as 0x1F, which no fraction reads
    return Fraction(int(number) if isinstance(number, int) else _plain(number))


def _plain(number: Any) -> str:
    """A number as it stands in the file."""
    return number.as_string() if isinstance(number, Item) else str(number)


def _number(value: Fraction) -> str:
    told = f"{as_written(value):f}"
    return f'{{ v = {told}, low = {told}, high = {told}, note = "{NOTE}" }}'


def _text(name: str) -> str:
    return tomlkit.string(name).as_string()
