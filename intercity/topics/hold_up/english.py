"""What is said of who can be talked down, and of tranches and deposits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from intercity.english import (
    amount,
    as_words,
    enough,
    fitting,
    in_full,
    inside,
    listed,
    measured,
    percent,
    sentences,
    shown,
    told_apart,
    when_words,
)
from intercity.topics.clauses.english import remedy_words, repair_words
from intercity.topics.hold_up.check import (
    HoldUpOutcome,
    Shared,
    Step,
    Unclear,
)
from intercity.topics.hold_up.tranches import (
    HandOverInTranches,
    MemberDeposit,
    NoTranches,
    WhyNot,
)
from intercity.topics.outcome import Clause, NoRepair, Outcome, Repair
from intercity.topics.words import LINE, NO_PAYOFFS, REMEDY, Words

__all__ = [
    "WORDS",
    "alternatives",
    "by_tranches",
    "deposit_told",
    "remedy",
    "tranches_told",
    "why_no_tranches",
]


FEW = 3
"""Of so many instalments each is told with its year."""

UNCLEAR = {
    **NO_PAYOFFS,
    Unclear.NO_FALL_BACK: "a member could not fall back on anything",
}


def says(found: HoldUpOutcome) -> str:
    """Who ends where after which step: all that would not sign, or else the worst loser."""
    told = [_talked_down(found, city) for city in found.would_not_sign or found.talked_down[:1]]
    return sentences(told) or "nobody loses by bargaining again after its part is sunk"


def repair(found: HoldUpOutcome) -> str:
    """Another clause, or tranches and how much they mend, or why there are none."""
    if isinstance(found.repair, NoTranches):
        why = why_no_tranches(found.repair)
        return f"none by instalments: {why}; no other clause was found that does it"
    told = []
    for one in alternatives(found.repair):
        if by_tranches(one):
            part = f": {_falls(found, one)}" if one.mends < 1 else ""
            told.append(f"{tranches_told(one.clauses)}{part}")
        else:
            told.append(repair_words(one))
    return ". Or ".join(told)


def line(found: HoldUpOutcome) -> str:
    """Who ends lowest, against what it has alone."""
    city = next(iter(found.would_not_sign or found.talked_down), None)
    if city is None:
        return "nobody can be talked down once its part is sunk"
    member = found.members[city]
    if member.loss <= 0:
        signed, alone = told_apart(member.as_signed, member.alone)
        return f"{city} has {signed} a year as signed, {alone} alone"
    down, alone = told_apart(member.bargained_again, member.alone)
    beside = "less than" if city in found.would_not_sign else "no less than"
    told = f"{city} can be talked down{{}} to {down} a year, {beside} its {alone} alone"
    return fitting(LINE, told.format(" later"), told.format(""), f"{city} can be talked down")


def remedy(found: Outcome) -> str:
    """The clauses that mend most, without their terms."""
    if isinstance(found.repair, NoTranches):  # not all clauses that could be are tried
        return "none was found in one clause"
    if not isinstance(found.repair, Repair) or not found.repair.mends:
        return ""
    deposits = found.clauses(MemberDeposit)
    told = [
        f"hold back {amount(one.held_back)} of {measured(one.amount, one.unit, one.resource)}"
        for one in found.clauses(HandOverInTranches)
    ]
    if not told:  # one that costs who pays it more than it gains is none
        deposits = tuple(one for one in deposits if one.worthwhile)
    if not told and not deposits:
        return remedy_words(found.repair)
    if not deposits:
        return fitting(REMEDY, *told)
    each = listed(f"{enough(one.amount)} by {one.member}" for one in deposits)
    several = f"deposits by {listed(one.member for one in deposits)}"
    bare = f"{len(deposits)} deposits" if deposits[1:] else _deposit(deposits[0])
    wholly = f"deposits of {each}" if deposits[1:] else f"{_deposit(deposits[0])} of {each}"
    if not told:
        return fitting(
            REMEDY, f"{wholly}, returned later", wholly, several, f"{bare}, returned later"
        )
    return fitting(REMEDY, f"{told[0]}; {wholly}", f"{told[0]}; {bare}")


def falls(found: HoldUpOutcome) -> str:
    """By how much members end below what they have alone, before and with tranches."""
    return _falls(found, found.repair) if isinstance(found.repair, Repair) else ""


def _falls(found: HoldUpOutcome, one: Repair) -> str:
    ends = {city: found.members[city] for city in found.would_not_sign}
    short = sum((its.alone - its.bargained_again for its in ends.values()), Fraction(0))
    before, after = told_apart(short, (1 - one.mends) * short)
    own = "what they have alone" if len(ends) > 1 else "what it has alone"
    return f"what {listed(ends)} would lack of {own} falls from {before} to {after} a year"


def alternatives(found: Repair | NoRepair | None) -> Iterator[Repair]:
    """The clauses that mend most, and what could be signed instead."""
    while isinstance(found, Repair):
        yield found
        found = found.instead


def by_tranches(found: Repair) -> bool:
    """Whether these clauses are tranches, with the deposits that they need."""
    return any(isinstance(clause, HandOverInTranches) for clause in found.clauses)


def _deposit(clause: MemberDeposit) -> str:
    """What it is called: what comes to a deposit that the deal has already is a further one."""
    return "a further deposit" if clause.further else "a deposit"


def deposit_told(clause: MemberDeposit) -> str:
    """What is paid when by whom, when it comes back, and what it costs; or why it is no repair."""
    city, left = clause.member, clause.gain_with_deposit
    size, at = f"{enough(clause.amount)} (once) by {city}", "at its own discount factor"
    back = f"returned with interest after the payments of year {clause.returned_in}"
    part = f"costs {city} {percent(clause.unit_cost)} of it in present value"
    if left is not None and not clause.worthwhile:
        loss = f"{at} it would lose {shown(-left)} a year"
        if clause.unit_cost and clause.gain is not None and clause.gain < 0:
            more, now = told_apart(-left, -clause.gain)
            loss = f"{at} it would lose {more} a year, {now} without it"
        but = f"having it there {part}, so that {loss}" if clause.unit_cost else loss
        return f"none by {_deposit(clause)}: one of {size}, {back}, would hold it, but {but}"
    text = f"{_deposit(clause)} of {size}, {back}, forfeited on leaving"
    if not clause.unit_cost:
        return f"{text}, at no cost to it"
    leaves = "" if left is None else f" and leaves it a gain of {shown(left)} a year {at}"
    return f"{text}; having it there {part}{leaves}"


def tranches_told(clauses: Sequence[Clause]) -> str:
    """Who hands over how much when, and which deposits back that."""
    text, giver, last = "", "", ""
    deposits = []
    for clause in clauses:
        if isinstance(clause, HandOverInTranches):
            text, giver = _handed_over(clause), clause.giver
            last = "instalments" if clause.tranches[1:] else "instalment"
        elif isinstance(clause, MemberDeposit):
            deposits.append(clause)
    for one in sorted(deposits, key=lambda one: one.member != giver):
        needs = "needs" if last == "instalment" else "need"
        text += f"; the last {last} {needs}" if one.member == giver else "; with"
        text += f" {deposit_told(one)}"
    return text


def why_no_tranches(found: NoTranches) -> str:
    """Why no tranches secure what is promised."""
    city, resource = found.city, as_words(found.resource or "")
    told = {
        WhyNot.NOTHING_PROMISED: "nothing is promised that a transfer in instalments could secure",
        WhyNot.TAX_MOVES_WITH_IT: (
            f"the tax of which a share is promised comes with the {resource} that would be held "
            "back, so that both change at once"
        ),
        WhyNot.NOTHING_TO_HOLD_BACK: f"{city} gets nothing that could be held back",
        WhyNot.NO_DISCOUNT_FACTOR: f"the discount factor of {city} is not given",
        WhyNot.NEVER_ENOUGH: f"no {resource} still to come would be reason enough to pay",
        WhyNot.KEPT_ANYWAY: f"{city} keeps its promise without",
        WhyNot.CANNOT_DO_ITS_PART: (
            "a member could not do its part in the years before all is handed over"
        ),
        WhyNot.NO_DEPOSIT: f"{city} would leave even so, and no deposit holds it",
        WhyNot.A_MEMBER_LOSES: f"{city} would lose with them",
        WhyNot.TALKED_DOWN_AS_FAR: "who holds back what is to come is talked down as far",
    }
    if found.needed is None or found.available is None:
        return told[WhyNot(found.reason)]
    return (
        f"{measured(found.needed, found.unit, found.resource or '')} would have to be held back, "
        f"the deal has {amount(found.available)}"
    )


def _handed_over(clause: HandOverInTranches) -> str:
    years = [one.year for one in clause.tranches]
    sizes = [one.amount for one in clause.tranches]
    low, high = min(sizes), max(sizes)
    each = _told(low) if low == high else f"{_told(low)} to {_told(high)}"
    if low != high and len(years) <= FEW:
        dated = (f"{_told(one.amount)} in year {one.year}" for one in clause.tranches)
        what = f"{as_words(clause.resource)} in instalments of {listed(dated)}"
    elif years[1:]:
        apart = years[-1] - years[0] >= len(years)
        when = f"in {len(years)} years from {years[0]}" if apart else f"in years {years[0]}"
        what = f"{as_words(clause.resource)} in instalments of {each} {when} to {years[-1]}"
    else:
        what = f"{each} of {as_words(clause.resource)} in year {years[0]}"
    held, all_of_it = _told(clause.held_back), in_full(clause.amount, amount)
    text = f"hand over {what}, {held} of {all_of_it} held back {when_words(clause.year)}"
    if clause.price:
        due = when_words(clause.paid_in)
        text += f", the whole price of {shown(clause.price)} (once) due {due}"
    return text


def _told(size: Fraction) -> str:
    """What is to be handed over, with all its digits, or about."""
    return inside(size, size, size, amount)


def _talked_down(found: HoldUpOutcome, city: str) -> str:
    member = found.members[city]
    signed, down, alone = told_apart(member.as_signed, member.bargained_again, member.alone)
    step = next(step for step in found.steps if step.year == member.worst_step)
    if member.loss > 0:
        text = (
            f"once {_sunk(found, step)}, {city} can be talked down from {signed} to {down} a year "
            f"({_threat(found, step)})"
        )
    else:
        text = f"as signed {city} has {signed} a year"
        if member.loss:
            text += f", bargained again {down}"
    if city in found.would_not_sign:
        beside, then = "less than", f": foreseeing it, it would not sign{_at_signing(found, city)}"
    else:
        beside, then = "no less than", ""
    return f"{text}, {beside} the {alone} it has alone{then}"


def _at_signing(found: HoldUpOutcome, city: str) -> str:
    """That talks right after the signing would leave it enough, if it can have them first."""
    first, alone = found.steps[0], found.members[city].alone
    has = first.ends_with.get(city)
    if has is None or first.year or has < alone:
        return ""
    told = told_apart(has, alone)[0]
    return (
        f", unless all bargain again right after the signing, and never later: then it has {told}"
    )


def _threat(found: HoldUpOutcome, step: Step) -> str:
    """What each falls back on, and how what going on adds is shared."""
    fails = "the park stands idle" if step.idle else "each has what it can then do by itself"
    fails = f"if talks fail, {fails}"
    if found.outsiders:
        fails += ", or with outsiders where no consent is needed"
    if found.shared is Shared.SHAPLEY:
        how = "by what each adds on average (the Shapley value)"
    elif step.going_on_adds <= 0:
        less = "would bring less" if step.going_on_adds else "adds nothing"
        return f"{fails}, and going on {less}"
    else:
        how = "equally" if found.shared is Shared.EQUALLY else "by bargaining weights"
    return f"{fails}; what going on adds is shared {how}"


def _sunk(found: HoldUpOutcome, step: Step) -> str:
    """What nobody can take back: the parks, and what is handed over for good by then."""
    parks = ["the parks" if found.parks > 1 else "the park"] if found.parks else []
    year = step.year
    whole = [as_words(name) for name in step.sunk if name not in step.more_to_come]
    moved = ["the transfers of {}" if whole[1:] else "the transfer of {}"] if whole else []
    things = [*parks, *(told.format(listed(whole)) for told in moved)]
    if step.more_to_come:
        things.append(f"what is handed over so far of {listed(map(as_words, step.more_to_come))}")
    if not things:
        return f"year {year} has come" if year else "the deal is signed"
    several = things[1:] or found.parks > 1 or whole[1:]
    later = f" by year {year}" if year else ""
    return f"{listed(things)} {'are' if several else 'is'} sunk{later}"


TURNED = {"stands": "nobody is held up", "fails": "a member is held up"}
WORDS = Words(
    asks="If all bargain again once money is spent for good, is each still better off?",
    reasons=UNCLEAR,
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    falls=falls,
    turned=TURNED,
)
