"""What is said of claims on what is not enough."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from intercity.english import adding_up, amount, fitting, listed, one_unit, told_apart
from intercity.topics.claims.check import Awards, ClaimsOutcome
from intercity.topics.outcome import Outcome
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]


def says(found: ClaimsOutcome) -> str:
    """What each is awarded, and who is left less than it is sure of."""
    claimed, estate = told_apart(found.claimed, found.estate, told=amount)
    verb = "are" if found.unit and found.claimed != 1 else "is"
    told = f"{claimed}{_units(found, found.claimed)} {verb} claimed of {estate}"
    told += f"; awards: {_all(found.awards)}"
    if not found.leavers:
        return f"{told}; no group is left less than others would leave it with all their claims met"
    over = f"; beyond their claims: {_each(found.beyond)}" if found.beyond else ""
    return (
        f"{told}{over}; even with all other claims met {amount(found.sure)} would be left to "
        f"{listed(found.leavers)}, {amount(found.gain)} more than awarded"
    )


def line(found: ClaimsOutcome) -> str:
    """Who loses how much."""
    if not found.leavers:
        return "no group is left less than others would leave it with all their claims met"
    loses = f"{amount(found.gain)}{_units(found, found.gain)} that nobody else claims"
    who = f"{listed(found.leavers)} {'lose' if len(found.leavers) > 1 else 'loses'}"
    return fitting(LINE, f"{who} {loses}", f"a group of cities loses {loses}")


def repair(found: Outcome) -> str:
    """Other awards."""
    return f"award {_other(found)}" if _other(found) else ""


def remedy(found: Outcome) -> str:
    """The same, in one line."""
    told = repair(found)
    return fitting(REMEDY, told, "other awards (told with the check)") if told else ""


def _units(found: ClaimsOutcome, number: Fraction) -> str:
    """What so much is counted in, after a blank; empty for money."""
    if not found.unit:
        return ""
    return f" {one_unit(found.unit) if number == 1 else found.unit}"


def _other(found: Outcome) -> str:
    return "".join(_all(one.amounts) for one in found.clauses(Awards))


def _all(awards: Mapping[str, Fraction]) -> str:
    """What all are awarded, which adds up to the estate."""
    return ", ".join(f"{city} {told}" for city, told in adding_up(awards).items())


def _each(amounts: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{city} {amount(x)}" for city, x in amounts.items())


def clause(one: Awards) -> str:
    """What each gets, as a sentence."""
    return f"The weights of the claims are such that awards are {_all(one.amounts)}"


TURNED = {
    "stands": "no group loses what nobody else claims",
    "fails": "a group loses what nobody else claims",
}

WORDS = Words(
    asks="Does every group get what nobody else claims?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=says,
    clause=clause,
    turned=TURNED,
)
