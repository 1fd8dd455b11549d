"""What is said of fiscal equalisation."""

from __future__ import annotations

from fractions import Fraction

from intercity.english import fitting, gains_told, listed, percent, shown
from intercity.topics.equalisation.check import EqualisationOutcome, GrantEnds, PriceForTax, WhyNot
from intercity.topics.outcome import NoRepair, Outcome, Repair, Undecided
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]


def says(found: Outcome) -> str:
    """Gains with grants as they are, and with grants adjusted."""
    if isinstance(found, GrantEnds):
        return (
            f"{found.city} would have {shown(found.tax)} more tax of its own, and after "
            f"{shown(found.room)} its grant has ended, so that no one rate holds: give the rate "
            f"{percent(found.rate)}, which is taken back on average"
        )
    if isinstance(found, Undecided):
        return str(found.reason)
    assert isinstance(found, EqualisationOutcome)  # noqa: S101 - the other outcomes are above
    gains = (
        f"{gains_told(found.after)}, and {gains_told(found.before)} if grants stayed as they are"
    )
    if found.losers:
        does = "gains" if len(found.losers) == 1 else "gain"
        text = f"{listed(found.losers)} {does} only if grants stay as they are ({gains})"
    elif found.margin is None:
        text = f"nobody's gain is lost, as each loses or gains nothing before it ({gains})"
    else:
        text = f"nobody's gain turns into a loss as grants are adjusted ({gains})"
    lost = {city: gain for city, gain in found.lost.items() if gain}
    if not lost:
        return f"{text}; no grant changes"
    total = sum(lost.values(), Fraction(0))
    before = sum(found.before.values(), Fraction(0))
    saved = f"; {found.saved_by} saves {shown(total)} a year" if total > 0 else ""
    if total > 0 and before > 0:
        saved += f", {percent(total / before)} of what the deal brings its members"
    kept = "; ".join(
        f"of 1 that {payer} gives up of its tax, {payee} has {shown(share)}, of a price, a rent "
        "or land all"
        for (payer, payee), share in found.received.items()
        if share != 1
    )
    return text + saved + (f"; {kept}" if kept else "")


def line(found: Outcome) -> str:
    """Who loses by it, or how much of the gain is left."""
    if isinstance(found, GrantEnds):
        told = f"{found.city} would lose all of its grant: its rate has to be an average"
        return fitting(LINE, told, "a grant would end: its rate has to be an average")
    if isinstance(found, Undecided):
        return str(found.reason)
    assert isinstance(found, EqualisationOutcome)  # noqa: S101 - the other outcomes are above
    if found.losers:
        city = found.losers[0]
        loses = f"{city} loses {shown(-found.after[city])} a year"
        return fitting(LINE, f"{loses} once its grants are cut", loses)
    return "no member's gain is lost with its grants"


def repair(found: Outcome) -> str:
    """A price in place of a share of a tax, or why there is no other form that does it."""
    if isinstance(found.repair, NoRepair):
        why = {
            WhyNot.NO_TAX_IS_SHARED: "no tax is shared that could be paid in another form",
            WhyNot.NOTHING_IS_SOLD: "nothing is handed over of which a price could be paid",
            WhyNot.STILL_LOSES: "a price in place of the shared tax leaves as large a loss",
        }
        return f"none by the form of payment: {why[WhyNot(found.repair.reason)]}"
    if not isinstance(found.repair, Repair) or not isinstance(found, EqualisationOutcome):
        return ""
    told = [_price(clause) for clause in found.repair.clauses if isinstance(clause, PriceForTax)]
    mends = "" if found.repair.mends == 1 else f" (mends {percent(found.repair.mends)})"
    return f"{listed(told)}: then {gains_told(found.mended_gains)}{mends}"


def remedy(found: Outcome) -> str:
    """The price in place of the tax."""
    if not isinstance(found.repair, Repair):
        return ""
    clause = found.repair.clauses[0]
    assert isinstance(clause, PriceForTax)  # noqa: S101 - the only kind
    name = clause.resource.replace("_", " ")
    return fitting(REMEDY, f"pay in the price of {name}, not in shared tax", "pay by price")


def _price(clause: PriceForTax) -> str:
    unit = clause.unit or "unit"
    return (
        f"{clause.payer} pays {shown(clause.price)} once per {unit} of {clause.resource} (signed "
        f"{shown(clause.signed)}) in place of the share of its tax"
    )


TURNED = {
    "stands": "no member's gain is lost with its grants",
    "fails": "a member's gain is lost with its grants",
}

WORDS = Words(says=says, line=line, repair=repair, remedy=remedy, turned=TURNED)
