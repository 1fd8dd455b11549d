"""What is said of truces between some of the bidders."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from games.partition_game import Conjecture
from intercity.english import (
    fitting,
    in_full,
    listed,
    percent,
    rounded_inside,
    sentences,
    shown,
    told_apart,
)
from intercity.topics.arms_race.english import accord_name
from intercity.topics.arms_race.proposals_english import clause, signed
from intercity.topics.outcome import NoRepair, Outcome, Undecided, Verdict
from intercity.topics.truce_clubs.check import (
    BudgetBinds,
    Club,
    ClubRepair,
    SmallerClub,
    TruceClubsOutcome,
    TruceWithTransfers,
    WhyNot,
)
from intercity.topics.truce_clubs.signed_club import SignedClub
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["CONJECTURES", "WORDS"]

ZERO = Fraction(0)
MOST_NAMED = 8
"""Of so many cities each is named."""

CONJECTURES: Mapping[Conjecture, str] = {
    "gamma": "who is outside bids for itself",
    "delta": "those outside bid as one",
    "alpha": "a club, or a city outside, has all others do their worst to it",
    "beta": "a club, or a city outside, has all others do their worst to it, and sees it first",
}


def says(found: TruceClubsOutcome | Undecided) -> str:
    """What a truce of all brings and who would leave it; which clubs last."""
    if isinstance(found, BudgetBinds):
        when = f"if {listed(found.club)} form a club" if found.club else "while nobody forms a club"
        return (
            f"the budget of {found.city} would bind {when}; what clubs bring then is not computed"
        )
    if isinstance(found, Undecided):
        return "what clubs bring in a contest is not computed where spillovers are given"
    if found.signed is not None:
        return _signed(found, found.signed)
    if found.everyone.share is None:
        return "a truce of all would bring them nothing that the race does not"
    return f"{_truce_of_all(found)} (taking it that {CONJECTURES[found.conjecture]})"


def _signed(found: TruceClubsOutcome, club: SignedClub) -> str:
    """Who would do better outside the accord that is signed."""
    signed = f"signed is a {accord_name(club.accord)}"
    if not club.would_leave:
        pair = _pair(club.pair_gains, "but") if club.pair_leaves else ""
        return f"{signed}: nobody does better by staying outside it alone{pair}"
    pair = _pair(club.pair_gains, "and") if club.pair_leaves else ""
    leaving = f"{_better_outside(club.would_leave, club.gets, club.gain_by_leaving)}{pair}"
    lasting = ""
    if found.everyone.share is not None:
        lasting = (
            f"where those in a club bid as one: {_lasting(found, 'what a truce of all brings')}"
        )
    return sentences([f"{signed}, but {leaving}", lasting])


def _truce_of_all(found: TruceClubsOutcome) -> str:
    who, everyone = f"all {len(found.parties)}", found.everyone
    if found.bystanders:
        who = f"{listed(found.parties)} ({listed(found.bystanders)} would not bid anyway)"
    who += "" if found.host is None else f", with the firm in {found.host},"
    brings = f"a truce of {who} would bring {shown(found.possible)} a year"
    if found.verdict is Verdict.STANDS:
        alone = "and nobody gains by leaving it alone and bidding for itself"
        return f"{brings}, {alone}{_together(everyone, 'but')}"
    if found.verdict is Verdict.UNDECIDED:
        return f"{brings}; whether {_may_leave(found)} by leaving it alone is too close to say"
    leaving = _better_outside(found.would_leave, everyone.gets, everyone.gain_by_leaving)
    return sentences([f"{brings}, but {leaving}{_together(everyone)}", _lasting(found)])


def _better_outside(
    cities: tuple[str, ...], gets: Mapping[str, Fraction], gains: Mapping[str, Fraction]
) -> str:
    """Who does better outside a club; of many those that gain most, if they have the same."""
    most = max(cities, key=lambda city: gains[city])
    told = cities if len(cities) <= MOST_NAMED else (most,)
    outside = ", ".join(
        " against ".join(told_apart(gets[city] + gains[city], gets[city])) for city in told
    )
    if told != cities:
        same = [c for c in cities if (gets[c], gains[c]) == (gets[most], gains[most])]
        first = f"{listed(same) if len(same) <= MOST_NAMED else f'{len(same)}'} by most"
        if len(same) == len(cities):
            first = "each by as much"
        if len(same) == len(gains):
            return f"each of them does better by staying outside it ({outside})"
        number = "all" if len(cities) == len(gains) else f"{len(cities)}"
        return f"{number} of them do better by staying outside it, {first} ({outside})"
    does = "do" if cities[1:] else "does"
    return f"{listed(cities)} {does} better by staying outside it ({outside})"


def _may_leave(found: TruceClubsOutcome) -> str:
    return f"{listed(found.may_leave)} {'gain' if found.may_leave[1:] else 'gains'}"


def _together(club: Club, link: str = "and") -> str:
    """Which two members gain by leaving a club together, if any do."""
    if not club.pair_leaves:
        return ""
    return _pair(club.pair_gains, link)


def _pair(gains: Mapping[str, Fraction], link: str) -> str:
    told = ", ".join(shown(gain, sign=True) for gain in gains.values())
    return f", {link} {listed(gains)} both gain by leaving it together ({told})"


def _lasting(found: TruceClubsOutcome, gain: str = "that gain") -> str:
    """Which clubs nobody would leave or join."""
    doubt = f" ({found.too_close} too close to say)" if found.too_close else ""
    best = found.best
    if found.all_clubs is None:
        return _lasting_nearby(found, gain)
    if best is None:
        return f"there is no club of two or more that nobody would leave or join alone{doubt}"
    lasts = f"that nobody would leave or join alone{doubt}"
    if best.share is not None and best.share <= 0:
        return f"no club of two or more {lasts} brings any of {gain}"
    which = f"the best of {found.lasting} clubs (of {found.all_clubs}) {lasts} is"
    if found.lasting == 1:
        of = "club" if found.all_clubs == 1 else f"one of {found.all_clubs} clubs"
        which = f"the only {of} {lasts} is"
    share = percent(best.share or ZERO)
    who = _members(found, best.members)
    return f"{which} {who}, with {share} of {gain}{_together(best, 'but')}"


def _lasting_nearby(found: TruceClubsOutcome, gain: str) -> str:
    """Of so many bidders, the club that single departures and joins lead to."""
    others = "other clubs were not looked at"
    way = "by single departures and joins from the truce of all"
    if found.best is not None:
        best, share = found.best, percent(found.best.share or ZERO)
        who = _members(found, best.members)
        if len(best.members) > MOST_NAMED and not _any_of(found, best.members):
            names = "" if best.members == found.parties else " (--json has their names)"
            who = f"{_counted(found, best.members)}{names}"
        found_so = f"a club that nobody would leave or join alone, found {way}, is that of {who}"
        return f"{found_so}, with {share} of {gain}{_together(best, 'but')}; {others}"
    if found.too_close:
        return f"whether the club to which one comes {way} lasts is too close to say; {others}"
    return f"no club of two or more that nobody would leave or join alone was found {way}; {others}"


def repair(found: Outcome) -> str:
    """The transfers that hold all, or a smaller club."""
    if not isinstance(found, TruceClubsOutcome):
        return ""
    if isinstance(found.repair, NoRepair):
        if found.repair.reason is WhyNot.NOT_FOUND:
            return "not found: not all clubs of so many bidders were looked at"
        why = _why_not(found, WhyNot(found.repair.reason))
        return f"none: {why} a club of two or more together"
    if not isinstance(found.repair, ClubRepair):
        return ""
    (clause,) = found.repair.clauses
    if isinstance(clause, SmallerClub):
        told = f"a truce of {_members(found, clause.members)}"
        if clause.members == found.parties and len(clause.members) > MOST_NAMED:
            told = f"a truce of {_counted(found, clause.members)}"
        if found.signed is not None:
            told += ", of whom those who stay always bid as one"
        if clause.members == found.parties or found.repair.no_larger is None:
            return told
        return sentences([told, f"{_why_not(found, found.repair.no_larger)} a larger one"])
    return _with_transfers(found, clause) if isinstance(clause, TruceWithTransfers) else ""


def _why_not(found: TruceClubsOutcome, why: WhyNot) -> str:
    if why is WhyNot.NO_TRANSFERS:
        return "no transfers hold"
    limit = found.side_payment_limit
    most = f"more than {in_full(limit)} a year" if limit else "money"
    return f"the law does not let one city pay another {most}, which it would take to hold"


def _with_transfers(found: TruceClubsOutcome, clause: TruceWithTransfers) -> str:
    who, part = _who(found, clause.members), ""
    if clause.members != found.parties:
        gain = "that gain" if found.signed is None else "what a truce of all brings"
        part = f", with {percent(clause.share)} of {gain},"
    if found.signed is not None:
        part = f"{part or ','} those who stay always bidding as one,"
    room = _room(found, clause)
    pays = {city: _no_less(-x, room) for city, x in clause.transfers.items() if x < 0}
    gets = {city: _no_less(x, room) for city, x in clause.transfers.items() if x > 0}
    if not gets:
        who = who if clause.members == found.parties else _members(found, clause.members)
        return f"{who} stay in{part} without transfers{_kept_out(found, clause)}"
    # Who pays most pays what the others get, as it is told, and do not pay.
    most = min(clause.transfers, key=lambda city: clause.transfers[city])
    rest = sum((x for x, _ in gets.values()), ZERO)
    rest -= sum((x for city, (x, _) in pays.items() if city != most), ZERO)
    pays[most] = rounded_inside(rest, rest, rest)
    paid = listed(f"{city} {x}" for city, (_, x) in pays.items())
    got = ((city, x) for city, (_, x) in gets.items())
    told = listed(f"{city}{'' if k else ' gets'} {x}" for k, (city, x) in enumerate(got))
    return f"{who} stay in{part} if {told} a year, from {paid}{_kept_out(found, clause)}"


def _kept_out(found: TruceClubsOutcome, clause: TruceWithTransfers) -> str:
    """Who would join a club that transfers hold, and cannot hold with it."""
    club = next((one for one in found.clubs if one.members == clause.members), None)
    if club is None or club.nobody_joins is not False:
        return ""
    wanting = [city for city, gain in club.gain_by_joining.items() if gain > 0]
    has = "have" if wanting[1:] else "has"
    return (
        f"; {listed(wanting)} would join, and {has} to be kept out: no transfers hold this truce "
        "with one member more"
    )


def _room(found: TruceClubsOutcome, clause: TruceWithTransfers) -> Fraction | None:
    """By what part each of these payments can be raised within the law; ``None``: by any.

    Raised by r / n, what any pay more together is at most r of the largest payment.
    """
    if found.side_payment_limit is None:
        return None
    gets, n = sorted(clause.transfers.values(), reverse=True), len(clause.transfers)
    cuts = {k: sum(gets[:k], ZERO) for k in range(1, n)}
    return (
        min(
            (found.side_payment_limit * k * (n - k) / x - 1 for k, x in cuts.items() if x),
            default=ZERO,
        )
        / n
    )


def _no_less(money: Fraction, room: Fraction | None) -> tuple[Fraction, str]:
    """What keeps a city in, rounded up by at most a thousandth, and by no more than there is room.

    >>> _no_less(Fraction("5.1089"), None), _no_less(Fraction("5.1089"), Fraction(1, 10**4))
    ((Fraction(511, 100), '5.11'), (Fraction(5109, 1000), '5.109'))
    """
    most = None if room is None else money * (1 + room)
    return rounded_inside(money, money, most, apart_from=money * Fraction(99, 100))


def _who(found: TruceClubsOutcome, members: tuple[str, ...]) -> str:
    """All, where they are more than two: of other bidders some may be no parties."""
    every = members == found.parties and len(members) > 2
    return f"all {len(members)}" if every else listed(members)


def _counted(found: TruceClubsOutcome, members: tuple[str, ...]) -> str:
    return f"all {len(members)}" if members == found.parties else f"{len(members)} of them"


def _any_of(found: TruceClubsOutcome, members: tuple[str, ...]) -> str:
    """``any k of the n`` where all parties are alike; else empty."""
    if members == found.parties or found.alike != (found.parties,):
        return ""
    return f"any {len(members)} of the {len(found.parties)}"


def _members(found: TruceClubsOutcome, members: tuple[str, ...]) -> str:
    """The members of a club; where others would do in their place, that they would."""
    if told := _any_of(found, members):
        return f"{told}, which are all alike"
    instead = [
        f"any {len(inside)} of {listed(group)}"
        for group in found.alike
        if 0 < len(inside := [city for city in group if city in members]) < len(group)
    ]
    swapped = f" (or with {listed(instead)}, which are alike)" if instead else ""
    return f"{listed(members)}{swapped}"


def line(found: TruceClubsOutcome | Undecided) -> str:
    """Who gains most by leaving a truce of all, or what that brings."""
    if isinstance(found, BudgetBinds):
        told = "what clubs bring is not computed, as {} would bind"
        return fitting(LINE, told.format(f"the budget of {found.city}"), told.format("a budget"))
    if isinstance(found, Undecided):
        return "what clubs bring in a contest with spillovers is not computed"
    everyone = found.everyone
    if found.signed is not None:
        if not found.signed.would_leave:
            return "nobody does better by staying outside the accord alone"
        alone = found.signed.gain_by_leaving
        most = max(found.signed.would_leave, key=lambda city: alone[city])
        gains = f"gains {shown(alone[most])} a year by staying outside the accord"
        return fitting(LINE, f"{most} {gains}", "a city gains by staying outside the accord")
    if everyone.share is None:
        return "a truce of all brings nothing that the race does not"
    if found.verdict is Verdict.STANDS:
        return (
            f"a truce of all brings {shown(found.possible)} a year, and nobody would leave it alone"
        )
    if found.verdict is Verdict.UNDECIDED:
        close = "by leaving a truce of all is too close to say"
        return fitting(LINE, f"whether {_may_leave(found)} {close}", f"whether one gains {close}")
    most = max(found.would_leave, key=lambda city: everyone.gain_by_leaving[city])
    gain = shown(everyone.gain_by_leaving[most])
    told = f"{most} gains {gain} a year by "
    if found.alike == (found.parties,):
        told = f"each gains {gain} a year by "
    return fitting(LINE, f"{told}leaving a truce of all", f"{told}leaving", "a city would leave")


def remedy(found: Outcome) -> str:
    """Who is paid how much to stay in, or the smaller club."""
    if not isinstance(found, TruceClubsOutcome) or not isinstance(found.repair, ClubRepair):
        return ""
    (clause,) = found.repair.clauses
    if isinstance(clause, SmallerClub):
        several = f"a truce of {_counted(found, clause.members)}"
        if told := _any_of(found, clause.members):
            return fitting(REMEDY, f"a truce of {told}", several)
        return fitting(REMEDY, f"a truce of {listed(clause.members)}", several)
    if not isinstance(clause, TruceWithTransfers):
        return ""
    gets, who = {c: x for c, x in clause.transfers.items() if x > 0}, _who(found, clause.members)
    if not gets:
        return fitting(REMEDY, f"a truce of {who}", f"a truce of {len(clause.members)} of them")
    much = f"{_no_less(sum(gets.values(), ZERO), _room(found, clause))[1]} a year"
    paid = f"with {much} paid to {next(iter(gets))}" if len(gets) == 1 else f"payments of {much}"
    several = f"a truce of {len(clause.members)} of them, with payments of {much}"
    return fitting(REMEDY, f"a truce of {who}, {paid}", several)


def falls(found: Outcome) -> str:
    """What a club or transfers bring, of what a truce of all would."""
    if not isinstance(found, TruceClubsOutcome) or not isinstance(found.repair, ClubRepair):
        return ""
    brings, possible = told_apart(found.repair.mends * found.possible, found.possible)
    return f"it brings {brings} of the {possible} a year that a truce of all would"


TURNED: Mapping[str, str] = {
    Verdict.STANDS: "nobody would leave the truce alone",
    Verdict.FAILS: "a city does better outside the truce",
}

WORDS = Words(
    asks="Would every bidder keep a truce of all, in which they bid as one?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    falls=falls,
    clause=clause,
    signed=signed,
    turned=TURNED,
)
