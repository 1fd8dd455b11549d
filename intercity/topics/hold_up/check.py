"""Check 6: after each step that cannot be taken back, who can bargain again, and would all sign?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from games.players import Coalition
from intercity.english import listed, percent, shown
from intercity.region.context import Context
from intercity.topics.clauses.english import repair_words
from intercity.topics.clauses.nearest_terms import lawful_repairs
from intercity.topics.finding import Finding, Verdict
from intercity.topics.hold_up.tranches import NoTranches, tranches, tranches_words
from mechanisms.compact.deal_payoffs import DealPayoffs, deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.hold_up import HoldUp, Renegotiation, hold_up

__all__ = ["HeldUp", "check", "held_up"]

NUMBER, NAME = 6, "hold-up"
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class HeldUp:
    """The answer by step and member, and how far each member's lowest path is above signing not.

    ``losers``: who can be talked down below the deal, the worst against its status quo first.
    ``refuses``: who, foreseeing it, would not sign.
    """

    found: HoldUp
    margins: dict[str, Fraction]
    losers: tuple[str, ...]
    refuses: tuple[str, ...]

    @property
    def loss(self) -> Fraction:
        """How much members end below their status quo, in all."""
        return sum((-self.margins[city] for city in self.refuses), ZERO)


def held_up(context: Context) -> HeldUp | None:
    """Who loses by bargaining again; ``None`` if a fall-back is impossible."""
    compact, deal = context.compact, context.deal
    assert compact is not None and deal is not None  # noqa: S101, PT018 - the caller looked
    found = hold_up(
        compact,
        deal,
        context.ask,
        weights=_powers(context, compact),
        continuation=context.continuation,
    )
    return None if found is None else _judged(context, found)


def _powers(context: Context, compact: EnclaveCompact) -> dict[str, Fraction]:
    return {c: w for c, w in context.region.power.items() if c in compact.members}


def _judged(context: Context, found: HoldUp) -> HeldUp:
    margins = found.margins(context.status_quo)
    order = sorted(margins, key=lambda city: margins[city])
    return HeldUp(
        found,
        margins,
        tuple(city for city in order if found.loss(city) > 0),
        tuple(city for city in order if margins[city] < 0),
    )


def check(context: Context) -> Finding:
    """What renegotiation after sinking takes from whom; clauses with which all would sign."""
    compact, deal = context.compact, context.deal
    if compact is None:
        return Finding(NUMBER, NAME, "not asked", "add [compact]")
    if deal is None:
        return Finding(NUMBER, NAME, "undecided", "the deal promises more than its members have")
    answer = held_up(context)
    if answer is None:
        return Finding(NUMBER, NAME, "undecided", "a member could not fall back on anything")
    margin = min(answer.margins.values())
    verdict: Verdict = "fails" if answer.refuses else "stands"
    says = "; ".join(_talked_down(context, compact, answer)) or (
        "nobody loses by bargaining again after its part is sunk"
    )
    figures = _figures(answer.found)
    if verdict == "stands" or context.brief:
        return Finding(NUMBER, NAME, verdict, says, margin=margin, figures=figures)
    repair, mends = _repair(context, answer, figures)
    return Finding(NUMBER, NAME, verdict, says, repair, margin, figures, mends=mends)


def _talked_down(context: Context, compact: EnclaveCompact, answer: HeldUp) -> list[str]:
    """Who ends where after which step; all that would not sign, or else the worst loser."""
    found, told = answer.found, []
    for city in answer.refuses or answer.losers[:1]:
        step, lowest = found.worst(city), found.lowest(city)
        alone = context.status_quo[city]
        if found.loss(city) > 0:
            text = (
                f"once {_sunk(compact, step.year)}, {city} can be talked down from "
                f"{shown(found.deal[city])} to {shown(lowest)} a year ({_threat(context, step)})"
            )
        else:
            text = f"as signed {city} has {shown(found.deal[city])} a year"
            if found.loss(city):
                text += f", bargained again {shown(lowest)}"
        if city in answer.refuses:
            text += f", less than the {shown(alone)} it has alone: foreseeing it, it would not sign"
        else:
            text += f", no less than the {shown(alone)} it has alone"
        told.append(text)
    return told


def _threat(context: Context, step: Renegotiation) -> str:
    """What each falls back on, and how the rest is shared."""
    idle = [name for name, runs in step.runs.items() if not runs]
    threat = "an idle park as the threat" if idle else "what each then has as the threat"
    if len(step.fall_back) > 2:
        return f"{threat}, the rest shared by the Shapley value"
    if step.surplus <= 0:
        return f"{threat}, and {'nobody would go on' if step.surplus else 'going on adds nothing'}"
    equal = len({context.region.power.get(city, Fraction(1)) for city in step.fall_back}) == 1
    return f"{threat}, the rest shared {'equally' if equal else 'by bargaining weights'}"


def _sunk(compact: EnclaveCompact, year: int) -> str:
    """What nobody can take back: the parks, and what is handed over for good by then."""
    done = [t for t in compact.transfers if t.when <= year and not t.reversible]
    parks = {0: [], 1: ["the park"]}.get(len(compact.enclaves), ["the parks"])
    things = [*parks, *dict.fromkeys(t.resource for t in done)]
    later = f" in year {year}" if year else ""
    if not things:
        return f"year {year} has come" if year else "the deal is signed"
    several = things[1:] or len(compact.enclaves) > 1
    return f"{listed(things)} {'are' if several else 'is'} sunk{later}"


def _figures(found: HoldUp) -> dict[str, Fraction]:
    figures = {f"{city}, bargained again": found.lowest(city) for city in found.deal}
    for step in found.steps:
        when = f"after year {step.year}" if step.year else "after signing"
        for city in found.deal:
            figures[f"{city}, {when}, falls back on"] = step.before[city] + step.fall_back[city]
            figures[f"{city}, {when}, ends with"] = step.path[city]
            if len(found.deal) > 2:
                figures[f"{city}, {when}, by Nash"] = step.before[city] + step.nash[city]
    return figures


def _repair(
    context: Context, answer: HeldUp, figures: dict[str, Fraction]
) -> tuple[str, Fraction | None]:
    """Tranches, or another clause with which all would sign; and the share that it mends."""
    text, mends = _by_tranches(context, answer, figures)
    if mends == 1:
        return text, mends
    clause = _by_a_clause(context, answer, figures)
    if clause is None:
        return (text if mends else f"{text}; no other clause was found that does it"), mends
    return (f"{clause}. Or {text}" if mends else clause), Fraction(1)


def _by_tranches(
    context: Context, answer: HeldUp, figures: dict[str, Fraction]
) -> tuple[str, Fraction | None]:
    """Tranches, if less is lost with them; and the share of the loss that they mend."""
    found = tranches(context)
    if isinstance(found, NoTranches):
        return f"none by tranches: {found.reason}", None
    after = _held_up_in(context, found.compact, found.deal)
    if after is None or after.loss >= answer.loss:
        return "none by tranches: who holds back what is to come is talked down as far", None
    mends = 1 - after.loss / answer.loss
    figures[f"{found.schedule.transfer.resource} held back"] = found.schedule.held_back
    figures |= {f"{city}, in tranches": after.found.lowest(city) for city in after.found.deal}
    text = tranches_words(found)
    if mends < 1:
        text += f": that mends {percent(mends)} of what is lost"
    return text, mends


def _by_a_clause(context: Context, answer: HeldUp, figures: dict[str, Fraction]) -> str | None:
    """The nearest clause by which all have enough, talked down or not, as it is looked at again.

    A payment that ends with the deal is none: it can be talked down like all that is to come.
    """
    alone: dict[Coalition, Fraction] = {(c,): context.status_quo[c] for c in context.members}
    talked_down: dict[Coalition, Fraction] = {
        (city,): context.status_quo[city] + max(ZERO, answer.found.loss(city))
        for city in context.members
    }
    for floors in (alone, talked_down):
        for one in lawful_repairs(context, floors):
            after = [_with_firms(context, deal) for deal in one.deals]
            if after and all(held is not None and not held.refuses for held in after):
                for city in context.members:
                    least = min(held.found.lowest(city) for held in after if held is not None)
                    figures[f"{city}, bargained again with the repair"] = least
                return repair_words(one.repair)
    return None


def _with_firms(context: Context, compact: EnclaveCompact) -> HeldUp | None:
    """Who is held up under other clauses, firms choosing anew."""
    chosen = context.as_firms_choose(compact)
    deal = deal_payoffs(chosen, context.ask)
    return None if deal is None else _held_up_in(context, chosen, deal)


def _held_up_in(context: Context, compact: EnclaveCompact, deal: DealPayoffs) -> HeldUp | None:
    again = hold_up(compact, deal, context.ask, weights=_powers(context, compact))
    return None if again is None else _judged(context, again)
