"""The rule that is signed: one that a trade, or a project, can have, run by who is no party."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.scenario.errors import Keys, Violation, missing
from intercity.scenario.names import unknown_names
from intercity.scenario.quantity import toml_text
from intercity.topics.private_values.section import Information, Reservation, SignedRule

__all__ = ["rule_violations"]

AT: Keys = ("information", "rule")
BEST = "best voluntary rule"
AUCTIONS = ("balanced double auction", "McAfee's double auction", "trade reduction")
FORMS = {
    "one buyer and one seller": (("price", "least_gain", "k", "deals", "by"), (BEST,)),
    "several buyers and sellers": (("price", "by"), (BEST, *AUCTIONS, "VCG")),
    "a shared project": (
        ("shares", "by"),
        (BEST, "Clarke pivot", "expected externality", "VCG with a veto"),
    ),
}
ALONE = ("price", "shares")
"""Rules that need nobody to run them: no report decides."""


def rule_violations(told: Information, rule: SignedRule) -> Iterator[Violation]:
    """Exactly one rule is signed, of those for this form, and somebody runs it."""
    form = "one buyer and one seller"
    if told.project is not None:
        form = "a shared project"
    elif told.buyers or told.sellers:
        form = "several buyers and sellers"
    keys, names = FORMS[form]
    choice = f"one of {', '.join(keys[:-1])} and {keys[-1]}"
    if not rule.rules:
        yield Violation(AT, "given without a rule", f"given with {choice}")
        return
    first, *more = rule.rules
    if more:
        yield Violation((*AT, more[0]), f"given beside {first}", f"left out ({choice} alone)")
    elif first not in keys:
        yield Violation((*AT, first), f"given for {form}", f"in its place {choice}")
    elif first == "by" and rule.by not in names:
        right = ", ".join(map(toml_text, names))
        yield Violation((*AT, "by"), f"{toml_text(rule.by)}, given for {form}", f"one of {right}")
    elif rule.by in AUCTIONS and any(
        one.lots > 1 for one in (*told.buyers.values(), *told.sellers.values())
    ):
        right = 'price, or by = "VCG": the auctions are for one lot of each city'
        yield Violation((*AT, "by"), f"{toml_text(rule.by)}, given for several lots", right)
    else:
        yield from _shares(told, rule)
        yield from _deals(told, rule)
        yield from _run_by(told, rule)


def _shares(told: Information, rule: SignedRule) -> Iterator[Violation]:
    """Of every member, and of nobody else."""
    if not rule.shares or told.project is None:
        return
    members = told.project.members
    yield from unknown_names((*AT, "shares"), rule.shares, members, "member of the project")
    for city in members:
        if city not in rule.shares:
            yield missing((*AT, "shares", city), "given, as of each member: 0 if it pays nothing")


def _deals(told: Information, rule: SignedRule) -> Iterator[Violation]:
    """Reports in both lists, as many as there are types, each pair once."""
    if not rule.deals:
        return
    keys: Keys = (*AT, "deals")
    for side, given in (("value", told.value), ("cost", told.cost)):
        if given is None:
            continue
        types, reports = _types(given), {getattr(row, side) for row in rule.deals}
        if types is None:
            right = "known, or a list of types, as a table has a row for each"
            yield Violation(("information", side), "a range beside rule.deals", right)
        elif len(reports) != types:
            many = f"{types} different reports, one for each type of information.{side}"
            yield Violation(keys, f"given with {len(reports)} different of {side}", many)
    pairs = [(row.value, row.cost) for row in rule.deals]
    priced = [row.price is not None for row in rule.deals]
    for k, pair in enumerate(pairs):
        if not 0 <= rule.deals[k].chance <= 1:
            found = toml_text(rule.deals[k].chance)
            yield Violation((*keys, k, "chance"), found, "a chance from 0 to 1")
        if pair in pairs[:k]:
            yield Violation((*keys, k), "for a pair of reports that is above", "given once")
        elif priced[k] != priced[0]:
            found = "given" if priced[k] else "missing"
            yield Violation((*keys, k, "price"), found, "given in all rows, or in none")


def _types(given: Reservation) -> int | None:
    """How many; ``None`` of a range."""
    if given.known is not None:
        return 1
    return len(given.types) or None


def _run_by(told: Information, rule: SignedRule) -> Iterator[Violation]:
    if rule.rules[0] in ALONE:
        return
    if rule.run_by is None:
        yield missing(
            (*AT, "run_by"),
            "who takes the reports and sees to it that they decide, as the province's exchange: "
            "sealed reports bind nobody else",
        )
        return
    parties = {told.buyer, told.seller, *told.buyers, *told.sellers}
    parties |= set() if told.project is None else set(told.project.members)
    if rule.run_by in parties:
        found = f"{toml_text(rule.run_by)}, a city that takes part"
        yield Violation((*AT, "run_by"), found, "somebody whom no report brings anything")
