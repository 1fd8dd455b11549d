"""What is said of members that might leave the deal."""

from __future__ import annotations

from intercity.english import (
    counted,
    enough,
    factor_words,
    fitting,
    listed,
    patience_words,
    sentences,
    shown,
)
from intercity.topics.clauses.english import repair_words
from intercity.topics.hold_up.english import (
    alternatives,
    by_tranches,
    deposit_told,
    tranches_told,
)
from intercity.topics.hold_up.english import (
    remedy as best_clauses,
)
from intercity.topics.hold_up.tranches import MemberDeposit
from intercity.topics.outcome import Outcome
from intercity.topics.walk_away.check import (
    EnforcedPromise,
    MemberPath,
    Unclear,
    WalkAwayOutcome,
)
from intercity.topics.words import LINE, NO_PAYOFFS, REMEDY, Words

__all__ = ["WORDS"]


UNCLEAR = {
    **NO_PAYOFFS,
    Unclear.CANNOT_DO_ITS_PART: "a member could not do its part in some year, or having left",
}


def says(found: WalkAwayOutcome) -> str:
    """Who leaves when, how much that brings, and at which patience it would stay."""
    answered = f"who leaves still gets {counted(found.lag, 'year')} of what the others owe it"
    if found.outsiders:
        answered += ", and may deal with outsiders from then on where no consent is needed"
    elif found.outsiders is None:
        answered += "; what outsiders could offer it is not looked at, as there are too many"
    if found.leavers:
        told = (_leaves(city, path) for city, path in found.leavers.items())
        return sentences([*told, _open(found), answered])
    text = (
        "no member does better by leaving, in any year, at its discount factor (what 1 a year "
        f"later is worth to it now){_bounds(found)}"
    )
    if found.others:
        text = f"{_open(found)}; of the others {text}"
    return sentences([text, answered])


def _open(found: WalkAwayOutcome) -> str:
    """Of which members it is open whether they leave; empty if of none."""
    if not found.others:
        return ""
    return f"whether {listed(found.others)} would leave is open, as no discount factor is given"


def repair(found: WalkAwayOutcome) -> str:
    """The deposit of each leaver, or that none holds it; and the tranches that do it, too."""
    if found.repair is None:
        return ""
    text = sentences(
        f"none by a deposit: none holds {city}"
        if path.deposit is None
        else deposit_told(path.deposit)
        for city, path in found.leavers.items()
    )
    for one in alternatives(found.repair):
        if by_tranches(one):
            text += f". Or {tranches_told(one.clauses)}"
        elif isinstance(one, EnforcedPromise):
            text += f". Or {repair_words(one)}{_losing(one)}"
    return text


def _losing(enforced: EnforcedPromise) -> str:
    """That a promise kept is not all that some members would need to sign."""
    if not enforced.losing:
        return ""
    losing = listed(enforced.losing)
    return f" (this holds who would leave; {losing} would lose by the deal even so)"


def remedy(found: Outcome) -> str:
    """The clauses that mend most; or what the deposit is that would cost more than it saves."""
    told = best_clauses(found)
    if told or not isinstance(found, WalkAwayOutcome):
        return told
    deposits = [path.deposit for path in found.leavers.values()]
    dear = [one for one in deposits if one is not None and not one.worthwhile]
    if len(deposits) != 1 or not dear:
        return ""
    more = "a further deposit" if dear[0].further else "a deposit"
    held = f"none: {more} of {enough(dear[0].amount)}"
    return fitting(
        REMEDY,
        f"{held} costs {dear[0].member} more than it gains",
        f"{held} costs more than it brings",
    )


def falls(found: WalkAwayOutcome) -> str:
    """Whom the deposits hold, and what others then still gain by leaving.

    What two members gain is not added: each counts at its own discount factor, in its own year.
    """
    held = {clause.member for clause in found.clauses(MemberDeposit) if clause.worthwhile}
    left = [
        f"{city} still gains {shown(path.gain_of_leaving)} by leaving"
        for city, path in found.leavers.items()
        if city not in held
    ]
    if not held or not left:
        return ""
    hold = "holds" if len(held) == 1 else "hold"
    return f"{hold} {listed(sorted(held, key=list(found.leavers).index))}; {listed(left)}"


def line(found: WalkAwayOutcome) -> str:
    """Who gains most by leaving, or least by staying."""
    city, path = min(found.paths.items(), key=lambda one: one[1].least_value)
    if path.leaves_in is not None:
        gain, year = shown(path.gain_of_leaving), path.pays_most_in
        return fitting(
            LINE,
            f"{city} gains {gain} in present value by leaving in year {year}",
            f"{city} gains {gain} once by leaving in year {year}",
        )
    if found.others:
        return f"whether {listed(found.others)} would leave is open"
    if not path.least_value:
        return "nobody gains by leaving, in any year"
    least = f"{shown(path.least_value)} or more in present value"
    return fitting(
        LINE, f"nobody gains by leaving; {city} would lose {least}", "nobody gains by leaving"
    )


def _leaves(city: str, path: MemberPath) -> str:
    """When leaving pays first and most, and how much that is."""
    first, most, gain = path.leaves_in, path.pays_most_in, shown(path.gain_of_leaving)
    when = f"in year {first} already and most in year {most}"
    text = (
        f"{city} does better by stopping in year {first}, when that pays most: {gain} to it then"
        if first == most
        else f"{city} does better by stopping, {when}: {gain} to it then"
    )
    factor = factor_words(path.discount)
    text += f", at its discount factor (1 a year later is worth {factor} to it now)"
    if path.credit:
        text += f", counting the province's credit of {shown(path.credit)} a year"
    return text + _stays(path)


def _stays(path: MemberPath) -> str:
    """From which factor on it would stay, told apart from its own; or why at none."""
    least, own = path.stays_from, path.discount
    if least is not None:
        return f"; it would stay from {patience_words(least, apart_from=own)} on"
    if path.stays_at:
        return ""
    text = "; no discount factor below 1 would hold it"
    if path.only_costs_from is not None:
        text += f", as from year {path.only_costs_from} on staying only costs it"
    return text


def _bounds(found: WalkAwayOutcome) -> str:
    """From which discount factors on they stay."""
    bounds = [
        f"{city} from a factor of {patience_words(path.stays_from, apart_from=path.discount)} on"
        for city, path in found.paths.items()
        if path.stays_from
    ]
    return f"; that holds for {listed(bounds)}" if bounds else ""


TURNED = {"stands": "nobody walks away", "fails": "a member walks away"}
WORDS = Words(
    asks="Does every member do best by keeping to the deal, in each year?",
    reasons=UNCLEAR,
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    falls=falls,
    turned=TURNED,
)
