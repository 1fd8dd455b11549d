"""What is said of groups that could outbid the deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from games.players import Coalition, coalition_name
from intercity.english import (
    can_borrow_words,
    counted,
    fitting,
    listed,
    sentences,
    shown,
    told_apart,
)
from intercity.topics.clauses.english import remedy_words, repair_words
from intercity.topics.outcome import NoRepair, Verdict
from intercity.topics.outside_offers.check import (
    LawfulClauses,
    NotLookedFor,
    Offer,
    OffersInALargeRegion,
    OutsideOffersOutcome,
    OutsideRange,
    WithConsent,
)
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["OUTSIDERS_SPLIT", "WORDS", "beyond_stable_words"]

OUTSIDERS_SPLIT = "outsiders split stably, and ask members away least (--json has the split)"
MOST_NAMES, MOST_OFFERS, MOST_BEYOND, FEW = 10, 5, 5, 3


def says(found: OutsideOffersOutcome) -> str:
    """Which groups could, what the province or the law makes of it, and whose payoff is far off."""
    text = _told(found)
    if found.with_consent is not None:
        text += _consent(found, found.with_consent)
    if found.lawful is not None:
        text = sentences([text, _by_law(found, found.lawful)])
    return sentences([text, beyond_stable_words(found.beyond_stable)])


def repair(found: OutsideOffersOutcome) -> str:
    """The nearest terms that no group betters, and the outsiders' split on which they rest."""
    if found.repair is None:
        return ""
    if isinstance(found.repair, NoRepair) and isinstance(found.repair.reason, NotLookedFor):
        return _not_looked_for(found)
    words = repair_words(found.repair)
    if found.floors_split is None:
        return words
    if isinstance(found, OffersInALargeRegion):
        return f"if {OUTSIDERS_SPLIT}: {words}"
    told = listed(f"{city} {shown(x)}" for city, x in found.floors_split.items())
    return (
        f"if outsiders split by the nucleolus, which treats the worst-off group among them as well "
        f"as can be ({told}): {words}"
    )


def _not_looked_for(found: OutsideOffersOutcome) -> str:
    """Why no repair was looked for among many cities."""
    if found.stable_outsiders:
        return "not looked for: no stable split of outsiders is known"
    return "not looked for: outsiders have no stable split"


def proviso(found: OutsideOffersOutcome) -> str:
    """Where other groups keep from forming only as the province would have to consent."""
    consent = found.with_consent
    if consent is None or not found.by_consent_alone:
        return ""
    who = _name(consent.groups[0]) if len(consent.groups) == 1 else "others"
    return f"only the province's consent holds it: {who} {_could_gain(consent, ' a year')}"


def line(found: OutsideOffersOutcome) -> str:
    """What a group gains over the deal, or how near the nearest of them is."""
    lawful = found.lawful
    if found.verdict is Verdict.STANDS:
        if found.by_consent_alone:
            return fitting(LINE, proviso(found), "only the province's consent holds it")
        nobody = "no other group could offer its members more"
        if found.margin is None:
            return nobody
        spare = f"{shown(found.margin)} a year" if found.margin else "nothing"
        return f"{nobody}: {spare} to spare"
    if found.hangs_on:
        return fitting(LINE, _hangs(found), "it hangs on who can borrow or lend")
    if not found.offers:
        return "it holds at one split of the outsiders; whether at each is open"
    group = _members_first(found.offers[0])
    if lawful is not None and lawful.group is not None and lawful.gain is not None:
        gain = f"{shown(lawful.gain)} a year more"
        if len(lawful.group) == 1:
            return f"{lawful.group[0]} would have {gain} without the deal"
        return _fits(lawful.group, f"could each have {gain} in another deal")
    if found.if_money_flows is Verdict.UNDECIDED:
        return _fits(group, "may do better without the deal, by how outsiders split")
    gain = f"{_shortfall(found, in_short=True)} a year"
    if len(found.offers) > 1:  # how outsiders split decides which of them
        law = ", if the law allows it" if lawful is not None else ""
        does = f"could gain {gain} over the deal{law}"
        each = " or ".join(map(coalition_name, map(_members_first, found.offers)))
        return fitting(LINE, f"{each} {does}", f"one of {len(found.offers)} groups {does}")
    if lawful is not None:
        return _fits(group, f"could gain {gain} over the deal, if the law allows it")
    if len(group) == 1:
        return f"{group[0]} would have {gain} more without the deal"
    return _fits(group, f"could gain {gain} together by leaving the deal aside")


def remedy(found: OutsideOffersOutcome) -> str:
    """The nearest terms, and that they rest on one split of the outsiders where they do."""
    if isinstance(found.repair, NoRepair) and isinstance(found.repair.reason, NotLookedFor):
        return _not_looked_for(found)
    words = remedy_words(found.repair)
    if not words or found.floors_split is None:
        return words
    return fitting(REMEDY, f"{words}, for one split of outsiders", f"{words}, for one split", words)


def beyond_stable_words(found: Sequence[OutsideRange]) -> str:
    """What to say of members outside their stable ranges, of many the farthest; of none nothing."""
    if not found:
        return ""
    if len(found) <= MOST_BEYOND:
        return f"as signed {listed(map(_beyond, found))}"
    first = sorted(found, key=lambda one: min(one.payoff - one.least, one.most - one.payoff))[:FEW]
    more = f"{len(found) - FEW} others are outside of theirs, too (--json has them)"
    return f"as signed {listed([*map(_beyond, first), more])}"


def _beyond(one: OutsideRange) -> str:
    """What a member has, and its range, with as many digits as tell them apart."""
    payoff, least, most = one.payoff, one.least, one.most
    told, low, high = told_apart(payoff, least, most)
    if low == high:
        return f"{one.city} has {told}, where splits that no group would leave bring it {low}"
    return f"{one.city} has {told}, where splits that no group would leave bring it {low} to {high}"


def _hangs(found: OutsideOffersOutcome) -> str:
    """On who can borrow it hangs."""
    can = can_borrow_words(found.hangs_on, found.discounts, found.interest)
    return f"it hangs on whether {listed(found.hangs_on)} {can}"


def _told(found: OutsideOffersOutcome) -> str:
    if found.hangs_on:
        lower = "the lower of its payoffs with and without that"
        if len(found.hangs_on) > 1:
            lower = "the lower of their payoffs with and without that"
        could = " or ".join(f"{_who(one)} could make {shown(one.worth)}" for one in found.offers)
        some = f" in some splits of {listed(found.outsiders)}" if found.holds_at else ""
        return f"{_hangs(found)}: at {lower}, {could}, more than the deal brings{some}"
    if found.if_money_flows is Verdict.STANDS:
        return "no other group could offer its members more than the deal does"
    unstable = ""
    if not found.stable_outsiders:
        unstable = (
            " (outsiders have no stable split: each is only taken to have no less than alone)"
        )
    outsiders = listed(found.outsiders) if len(found.outsiders) < 5 else "the outsiders"
    split = f"{outsiders} split what they make by themselves"
    if found.if_money_flows is Verdict.UNDECIDED:
        holds_at = _split(found.holds_at)
        if not found.offers:
            return (
                f"it may depend on how {split}: it holds at {holds_at}; no stable split was found "
                "at which it does not, and whether there is one is open"
            )
        one = found.offers[0]
        return (
            f"it depends on how {split}{unstable}: it holds at {holds_at}; but {_who(one)} "
            f"could make {shown(one.worth)}, more than the deal brings {listed(one.members)} and "
            f"the least that {_some(one.outsiders)} might have"
        )
    asked = any(offer.outsiders for offer in found.offers)
    however = f"however {split}, " if len(found.outsiders) > 1 and asked else ""
    few = found.offers if len(found.offers) <= MOST_OFFERS else found.offers[:FEW]
    names = " or ".join(map(_who, few))
    if len(few) > 1 and any(len(offer.group) > MOST_NAMES for offer in few):
        names = _which(found.offers)
    elif len(few) < len(found.offers):
        names += f" or one of {len(found.offers) - FEW} other groups (--json has them)"
    could = f"could gain {shown(found.shortfall)} or more over the deal"
    if len(found.offers) == 1:
        worth = shown(found.offers[0].worth)
        could = f"could make {worth} and gain {_shortfall(found)} over the deal"
    return f"{however}{names} {could}{unstable}"


def _which(offers: Sequence[Offer]) -> str:
    """How many groups there are, how large, and who in them would leave the deal.

    The first few cities of large groups are often the same, and tell no reader which it is.
    """
    sizes = sorted({len(offer.group) for offer in offers})
    size = " to ".join(map(str, dict.fromkeys((sizes[0], sizes[-1]))))
    leavers = {offer.members for offer in offers}
    groups = f"one of {len(offers)} groups of {size} cities"
    if len(leavers) == 1:
        return f"{groups}, each with {listed(*leavers)} (--json has them),"
    return f"{groups} (--json has them)"


def _shortfall(found: OutsideOffersOutcome, *, in_short: bool = False) -> str:
    """What groups could gain, or at least and at most could, if work was limited.

    ``in_short``: only at least.
    """
    if not isinstance(found, OffersInALargeRegion) or found.shortfall_exact:
        return shown(found.shortfall)
    if in_short or found.shortfall_at_most is None:
        return f"at least {shown(found.shortfall)}"
    least, most = told_apart(found.shortfall, found.shortfall_at_most)
    return f"{least} to {most} (it was not worked out more closely)"


def _consent(found: OutsideOffersOutcome, consented: WithConsent) -> str:
    """What only the province's consent holds."""
    if consented.verdict is Verdict.STANDS:
        return ""
    with_it = f"with its consent {listed(map(_name, consented.groups))} {_could_gain(consented)}"
    if found.if_money_flows is Verdict.STANDS:
        return f" without the province's consent; only that holds the deal: {with_it}"
    more = consented.shortfall > found.shortfall
    return f"; it needs no consent of the province{f' ({with_it})' if more else ''}"


def _could_gain(consented: WithConsent, each: str = "") -> str:
    """What groups gain if the province consents, or on what it hangs whether they do."""
    if consented.verdict is Verdict.FAILS:
        return f"could gain {shown(consented.shortfall)}{each}"
    if consented.hangs_on:
        return f"may gain: it hangs on whether {listed(consented.hangs_on)} can borrow or lend"
    return "could gain, if outsiders split in some ways"


def _by_law(found: OutsideOffersOutcome, lawful: LawfulClauses) -> str:
    """Whether a group can do so where the law limits money between cities."""
    if lawful.group is not None and lawful.gain is not None:
        name, gain = _name(lawful.group), shown(lawful.gain)
        if len(lawful.group) == 1:
            known = [offer.group for offer in found.offers] == [lawful.group]
            if known and lawful.gain == found.shortfall:
                return ""  # it was told
            return f"{name} would have {gain} more, and needs no clause"
        return f"{name} can do so by lawful clauses, each of its members gaining {gain} or more"
    law = f"at most {shown(lawful.limit)} a year" if lawful.limit else "no money"
    return (
        f"whether it could do so lawfully is undecided: the law allows {law} between city budgets, "
        "and no group was found that gives each of its members more by lawful clauses"
        f"{'' if lawful.all_tried else ' (not all were tried)'}"
    )


def _who(offer: Offer) -> str:
    """The group of an offer; of a large one first who would leave the deal."""
    return _name(offer.group if len(offer.group) <= MOST_NAMES else _members_first(offer))


def _members_first(offer: Offer) -> Coalition:
    """The group of an offer, members of the deal before outsiders."""
    return *offer.members, *(city for city in offer.group if city not in offer.members)


def _name(group: Coalition) -> str:
    if len(group) > MOST_NAMES:
        return _some(group)
    return coalition_name(group) if len(group) > 1 else f"{group[0]} alone"


def _some(group: Coalition) -> str:
    """The names of a group, or of a large one the first few."""
    if len(group) <= MOST_NAMES:
        return listed(group)
    return listed([*group[:FEW], f"{len(group) - FEW} others"])


def _split(split: Mapping[str, Fraction]) -> str:
    """What each has, or how many have that."""
    if len(split) > MOST_NAMES:
        return f"a split among all {len(split)} (--json has it)"
    return listed(f"{city} {shown(x)}" for city, x in split.items())


def _fits(group: Coalition, does: str) -> str:
    """What a group does, with all its names, or as many as a line has room for."""
    first, *others = group
    told = [f"{listed(group)} {does}", f"{first} with {counted(len(others), 'other')} {does}"]
    return fitting(LINE, *(told if others else [f"{first} alone {does}"]), f"a group {does}")


TURNED = {
    "stands": "no group may break the deal",
    "fails": "a group may break the deal",
}

WORDS = Words(
    asks="Would no member, or group of members and others, have more without the rest?",
    says=says,
    line=line,
    proviso=proviso,
    repair=repair,
    remedy=remedy,
    turned=TURNED,
)
