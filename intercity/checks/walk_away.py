"""Check 5: on the compact's own time path, does a member ever do better by leaving?"""

from __future__ import annotations

from fractions import Fraction

from games.approximately import approximately
from intercity.checks.context import Context
from intercity.checks.finding import Finding, shown
from mechanisms.compact.deal_payoffs import DealPayoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.self_enforcement import Patience, WalkAway, patience, walk_away
from mechanisms.compact.walk_away import at_stake

__all__ = ["check"]

NUMBER, NAME = 5, "walk-away"
ZERO = Fraction(0)
NOT_ASKED = Patience(())


def _verdicts(
    context: Context, compact: EnclaveCompact, deal: DealPayoffs
) -> dict[str, tuple[WalkAway, Patience]] | None:
    """By member with a discount factor: its verdict there, and all factors that hold it.

    ``None`` where some member could not do its part having left. Where only verdicts are wanted,
    the factors are left out.
    """
    found = {}
    for city in compact.members:
        if city in context.region.discounts:
            stake = at_stake(compact, deal, city, context.ask)
            if stake is None:
                return None
            held = NOT_ASKED if context.brief else patience(stake)
            found[city] = (walk_away(stake, context.region.discounts[city]), held)
    return found


def check(context: Context) -> Finding:
    """Each member's value of staying at every date, at its own discount factor."""
    compact, deal = context.compact, context.deal
    if compact is None:
        return Finding(NUMBER, NAME, "not asked", "add [compact]")
    if deal is None:
        return Finding(NUMBER, NAME, "undecided", "the deal promises more than its members have")
    found = _verdicts(context, compact, deal)
    if found is None:
        return Finding(
            NUMBER, NAME, "undecided", "a member needs what is still to come to do its own part"
        )
    if not found:
        return Finding(NUMBER, NAME, "not asked", "add discount to [cities]")
    margin = min(verdict.margin for verdict, _ in found.values())
    figures = {f"{city}, least value of staying": v.margin for city, (v, _) in found.items()}
    leavers = {c: v for c, (v, _) in found.items() if v.leaves_in is not None}
    if not leavers:
        return Finding(NUMBER, NAME, "stands", _stays(found), margin=margin, figures=figures)
    says, repair = [], []
    for city, verdict in leavers.items():
        factor = context.region.discounts[city]
        year = max(verdict.leaves_in or 0, 1)
        says.append(
            f"{city} does better by stopping in year {year}: worth {shown(verdict.deposit)} to it "
            f"then, at its discount factor of {approximately(factor, '.2f')}"
            f"{_credit(compact, city)}{_patience(found[city][1], factor)}"
        )
        repair.append(
            f"a deposit of {shown(verdict.deposit)} (once) by {city}, forfeited on leaving"
        )
        figures[f"deposit of {city}"] = verdict.deposit
    return Finding(NUMBER, NAME, "fails", "; ".join(says), "; ".join(repair), margin, figures)


def _stays(found: dict[str, tuple[WalkAway, Patience]]) -> str:
    bounds = [
        f"{city} from {approximately(p.critical, '.2f')} on"
        for city, (_, p) in found.items()
        if p.critical is not None and p.critical > 0
    ]
    held = f" ({', '.join(bounds)})" if bounds else ""
    return f"no member does better by leaving, in any year, at its discount factor{held}"


def _credit(compact: EnclaveCompact, city: str) -> str:
    credit = compact.credit.get(city, ZERO)
    return f", counting the province's credit of {shown(credit)} a year" if credit else ""


def _patience(held_by: Patience, factor: Fraction) -> str:
    """From which factor on it would stay, told apart from its own."""
    critical = held_by.critical
    if critical is not None:
        forms = [form for form in (".2f", ".3f", ".4f") if _apart(critical, factor, form)]
        return f"; it would stay from {approximately(critical, [*forms, '.9g'][0])} on"
    return "; no discount factor below 1 would hold it" if not held_by.intervals else ""


def _apart(one: Fraction, two: Fraction, form: str) -> bool:
    return approximately(one, form) != approximately(two, form)
