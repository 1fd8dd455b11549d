"""An amended deal as a file: the analyst's own text, with other numbers and new clauses in it.

New clauses stand at the end of [compact], as its others are indented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable

from games.errors import InvalidInput
from intercity.amendment.amendable_clause import AmendableClause, Kind
from intercity.amendment.draft import Draft
from intercity.amendment.entries import (
    item,
    number_text,
    plain,
    say_what_was,
    set_number,
    text_of,
    with_lines,
)
from intercity.amendment.step import (
    AtSigning,
    DueIn,
    FewerParks,
    Guarantee,
    HandOver,
    InTranches,
    LeaveOutParks,
    PayBonus,
    PlanReturns,
    Within,
)
from intercity.scenario.scenario import Scenario
from mechanisms.compact.clauses import Transfer

__all__ = ["amended_text"]

LISTS = {Kind.PRICE: "transfer", Kind.SHARE: "refund", Kind.PAYMENT: "payment"}
LISTS |= {Kind.POOL: "pool", Kind.DEPOSIT: "deposit", Kind.LOAN: "loan"}
NUMBERS = {Kind.PRICE: "price_one_off", Kind.SHARE: "share", Kind.POOL: "share"}
ONE_OF = {"refunds": "refund", "payments": "payment", "pools": "pool"}
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
            set_number(compact[LISTS[one.kind]][place], number, draft.values[one.name])
    limit, most = scenario.compact and scenario.compact.limits.loan, _most_borrowed(draft)
    if limit and most > limit.value:  # help from outside, beyond what the file allows
        set_number(compact["limits"], "loan", most)
    for grant in grants:
        if "province" not in document:
            document["province"] = tomlkit.table()
        set_number(document["province"], "grant", grant)
    return _with_clauses(document, tuple(_new_clauses(scenario, draft)))


def _take_steps(scenario: Scenario, draft: Draft, compact: Any) -> None:
    """What steps change in the clauses that are there."""
    for step in draft.steps:
        if isinstance(step, LeaveOutParks):
            _leave_out_parks(scenario, compact)
        elif isinstance(step, FewerParks):
            for park in step.parks:
                del compact["platforms"][park]
            assert scenario.compact and scenario.compact.projects  # noqa: S101, PT018 - of parks
            if step.projects != scenario.compact.projects.value:
                set_number(compact, "projects", step.projects)
        elif isinstance(step, PlanReturns):
            set_number(compact, "returns", step.returns)
        elif isinstance(step, HandOver):
            for place, amount in step.amounts:
                set_number(compact["transfer"][place], "amount", amount)
        elif isinstance(step, DueIn | Within | Guarantee):
            of = "refund" if isinstance(step, Within) else ONE_OF[step.of]
            for place in step.places:
                _set_terms(compact[of][place], step)
        elif isinstance(step, InTranches):
            _hold_back(compact, draft)
        elif isinstance(step, AtSigning):
            for place in step.places:
                transfer = compact["transfer"][place]
                was = plain(transfer["when"])
                transfer["when"] = 0
                say_what_was(transfer, transfer["when"], was)


def _hold_back(compact: Any, draft: Draft) -> None:
    """The first of the tranches, in place of the transfers that are parts of one."""
    first = draft.compact.transfers[0]
    del compact["transfer"][1:]
    transfer = compact["transfer"][0]
    set_number(transfer, "amount", first.amount)
    if first.when:
        transfer["when"] = first.when
    if first.price and not any(one.kind is Kind.PRICE for one in draft.changed):
        set_number(transfer, "price_one_off", first.price / draft.compact.annuity.yearly)


def _set_terms(promise: Any, step: DueIn | Within | Guarantee) -> None:
    """Other years, another floor or cap, or a guarantee of a promise."""
    if isinstance(step, DueIn):
        _set_years(promise, step.first, step.last)
    elif isinstance(step, Within):
        _set_floor_and_cap(promise, step)
    else:
        promise["guaranteed_by"] = "province"


def _set_years(clause: Any, first: int, last: int) -> None:
    """Other years, and what they were."""
    old = item(clause, "years")
    was, told, space = plain(old), old.trivia.comment, old.trivia.comment_ws
    clause["years"] = tomlkit.value(f"[{first}, {last}]")
    new = item(clause, "years")
    new.trivia.comment, new.trivia.comment_ws = told, space
    say_what_was(clause, new, was)


def _set_floor_and_cap(refund: Any, step: Within) -> None:
    """The floor and the cap of a refund; a floor of 0 is none."""
    for key, value in (("at_least", step.at_least), ("at_most", step.at_most)):
        there = _exact_of(refund, key)
        if value != there and value is not None:
            set_number(refund, key, value)


def _exact_of(refund: Any, key: str) -> Fraction | None:
    if key not in refund:
        return Fraction(0) if key == "at_least" else None
    return Fraction(plain(refund[key]["v"]))


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
            yield "bonus", {"from": text_of(step.payer), "amount": number_text(step.amount)}
        elif isinstance(step, InTranches):
            for later in draft.compact.transfers[1:]:
                yield "transfer", _tranche(later)
    for one in draft.changed:
        if one.places or one.kind is Kind.GRANT:
            continue
        yield LISTS[one.kind], _clause(scenario, one, draft.values[one.name])


def _tranche(transfer: Transfer) -> Mapping[str, str]:
    return {
        "resource": text_of(transfer.resource),
        "from": text_of(transfer.giver),
        "to": text_of(transfer.taker),
        "amount": number_text(transfer.amount),
        "when": str(transfer.when),
        "reversible": str(transfer.reversible).lower(),
    }


def _clause(scenario: Scenario, one: AmendableClause, value: Fraction) -> Mapping[str, str]:
    if one.kind is Kind.DEPOSIT:
        return {"from": text_of(one.giver), "amount": number_text(value)}
    if one.kind is Kind.LOAN:
        assert scenario.time is not None  # noqa: S101 - money over time needs it
        years = f"[1, {scenario.time.horizon.value}]"
        lender = text_of("the province's fund")
        return {
            "to": text_of(one.taker),
            "amount": number_text(value),
            "years": years,
            "lender": lender,
        }
    parties = {"from": text_of(one.giver), "to": text_of(one.taker)}
    enforceable = str(one.enforced).lower()
    return {**parties, "amount": number_text(value), "enforceable": enforceable}


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
    new = []
    for name, entries in clauses:
        new.append(f"[[compact.{name}]]")
        new += [f"{key} = {entry}" for key, entry in entries.items()]
    return with_lines(text, ("compact",), new) if new else text
