"""Check 5: on the compact's own time path, does a member ever do better by leaving?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from intercity.english import listed, shown
from intercity.region.context import Context
from intercity.topics.finding import Finding
from intercity.topics.hold_up.tranches import (
    Backed,
    Tranches,
    backed,
    deposit_words,
    tranches,
    tranches_words,
)
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.self_enforcement import Patience, WalkAway, deposit, patience
from mechanisms.compact.self_enforcement import walk_away as verdict_at
from mechanisms.compact.walk_away import at_stake, last_obligation

__all__ = ["MemberPath", "check", "member_paths"]

NUMBER, NAME = 5, "walk-away"
ZERO = Fraction(0)
NOT_ASKED = Patience(())


@dataclass(frozen=True, slots=True)
class MemberPath:
    """A member's answer: when leaving pays at its factor, and which factors and deposit hold it.

    ``deposit`` is ``None`` where none holds it. ``only_costs_from``: the first year from which
    staying brings it nothing and costs it something; then no patience holds it.
    """

    verdict: WalkAway
    patience: Patience
    deposit: Backed | None
    only_costs_from: int | None

    @property
    def held(self) -> bool:
        """Whether a deposit holds it that does not turn its gain into a loss."""
        return self.deposit is not None and self.deposit.worthwhile


def member_paths(context: Context) -> dict[str, MemberPath] | None:
    """By member with a discount factor.

    ``None`` where some member could not do its part, in the deal or having left. Where only
    verdicts are wanted, the other factors are left out.
    """
    compact, deal, factors = context.compact, context.deal, context.region.discounts
    assert compact is not None and deal is not None  # noqa: S101, PT018 - the caller looked
    found, annuity = {}, compact.annuity
    end, forever = last_obligation(compact), annuity.forever
    gains = context.own_gains
    for city in compact.members:
        if city not in factors:
            continue
        stake = at_stake(compact, deal, city, context.ask, context.continuation)
        if stake is None:
            return None
        factor = factors[city]
        held = deposit(stake, factor, annuity.interest, end, forever=forever)
        found[city] = MemberPath(
            verdict_at(stake, factor, forever=forever),
            NOT_ASKED if context.brief else patience(stake, forever=forever),
            backed(held, gains.get(city), factor, annuity),
            next((t for t, x in enumerate(stake) if any(x) and all(c <= 0 for c in x)), None),
        )
    return found


def check(context: Context) -> Finding:
    """Each member's value of staying at every date, at its own discount factor."""
    compact, deal = context.compact, context.deal
    if compact is None:
        return Finding(NUMBER, NAME, "not asked", "add [compact]")
    if deal is None:
        return Finding(NUMBER, NAME, "undecided", "the deal promises more than its members have")
    found = member_paths(context)
    if found is None:
        return Finding(
            NUMBER, NAME, "undecided", "a member could not do its part in some year, or having left"
        )
    if not found:
        return Finding(NUMBER, NAME, "not asked", "add discount to [cities]")
    margin = min(path.verdict.margin for path in found.values())
    figures = {f"{city}, least value of staying": p.verdict.margin for city, p in found.items()}
    leavers = {c: p for c, p in found.items() if p.verdict.leaves_in is not None}
    if not leavers:
        told = f"{_stays(found)}; {_answered(compact)}"
        unknown = [city for city in compact.members if city not in found]
        if unknown:
            told = (
                f"whether {listed(unknown)} would leave is open, as no discount factor is given; "
                f"of the others {told}"
            )
            return Finding(NUMBER, NAME, "undecided", told, figures=figures)
        return Finding(NUMBER, NAME, "stands", told, margin=margin, figures=figures)
    says, repairs = [], []
    for city, path in leavers.items():
        factor = context.region.discounts[city]
        says.append(
            f"{city} {_leaves(path.verdict)}, at its discount factor of "
            f"{approximately(factor, '.2f')}{_credit(compact, city)}{_patience(path, factor)}"
        )
        repairs.append(_repair(city, path))
        figures |= _figures(city, path)
    by_tranches = None if context.brief else tranches(context)
    loss = sum((path.verdict.gain for path in leavers.values()), ZERO)
    mended = sum((path.verdict.gain for path in leavers.values() if path.held), ZERO)
    repair = "; ".join(repairs)
    if isinstance(by_tranches, Tranches) and by_tranches.schedule.transfer.taker in leavers:
        repair += f". Or {tranches_words(by_tranches)}"
        figures[f"{by_tranches.schedule.transfer.resource} held back"] = (
            by_tranches.schedule.held_back
        )
        mended = loss if by_tranches.worthwhile else mended
    text = f"{'; '.join(says)}; {_answered(compact)}"
    return Finding(NUMBER, NAME, "fails", text, repair, margin, figures, mends=mended / loss)


def _answered(compact: EnclaveCompact) -> str:
    """The lag, in words."""
    years = "1 year" if compact.lag == 1 else f"{compact.lag} years"
    return f"who leaves still gets {years} of what the others owe it"


def _leaves(verdict: WalkAway) -> str:
    """When leaving pays first and most, and how much that is."""
    first, most, gain = verdict.leaves_in, verdict.pays_most_in, shown(verdict.gain)
    if first == most:
        return f"does better by stopping in year {first}, when that pays most: {gain} to it then"
    return (
        f"does better by stopping, in year {first} already and most in year {most}: {gain} to it "
        "then"
    )


def _repair(city: str, path: MemberPath) -> str:
    if path.deposit is None:
        return f"none by a deposit: none holds {city}"
    return deposit_words(city, path.deposit)


def _figures(city: str, path: MemberPath) -> dict[str, Fraction]:
    verdict, one = path.verdict, path.deposit
    found = {
        f"{city}, first year in which leaving pays": Fraction(verdict.leaves_in or 0),
        f"{city}, year in which leaving pays most": Fraction(verdict.pays_most_in or 0),
        f"{city}, gain of leaving then": verdict.gain,
    }
    if one is not None:
        found[f"deposit of {city}"] = one.deposit.amount
        found[f"deposit of {city}, year of return"] = Fraction(one.deposit.returned_in)
        found[f"deposit of {city}, cost in present value"] = one.deposit.cost
        if one.with_deposit is not None:
            name = f"gain of {city} with its deposit, at its own discount factor"
            found[name] = one.with_deposit
    return found


def _stays(found: dict[str, MemberPath]) -> str:
    bounds = [
        f"{city} from {approximately(critical, '.2f')} on"
        for city, path in found.items()
        if (critical := path.patience.critical) is not None and critical > 0
    ]
    held = f" ({', '.join(bounds)})" if bounds else ""
    return f"no member does better by leaving, in any year, at its discount factor{held}"


def _credit(compact: EnclaveCompact, city: str) -> str:
    credit = compact.credit.get(city, ZERO)
    return f", counting the province's credit of {shown(credit)} a year" if credit else ""


def _patience(path: MemberPath, factor: Fraction) -> str:
    """From which factor on it would stay, told apart from its own; or why at none."""
    critical = path.patience.critical
    if critical is not None:
        forms = [form for form in (".2f", ".3f", ".4f") if _apart(critical, factor, form)]
        return f"; it would stay from {approximately(critical, [*forms, '.9g'][0])} on"
    if path.patience.intervals or path.patience is NOT_ASKED:
        return ""
    text = "; no discount factor below 1 would hold it"
    if path.only_costs_from is not None:
        text += f", as from year {path.only_costs_from} on staying only costs it"
    return text


def _apart(one: Fraction, two: Fraction, form: str) -> bool:
    return approximately(one, form) != approximately(two, form)
