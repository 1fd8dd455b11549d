"""What is said of a split that no group would leave."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from games.players import coalition_name
from intercity.english import (
    as_words,
    enough,
    fitting,
    group_words,
    listed,
    percent,
    sentences,
    shown,
    told_apart,
)
from intercity.topics.all_together.check import (
    AllTogetherOutcome,
    BarredGroup,
    FineForLeaving,
    NoStableSplit,
    OutsideMoney,
    OwenPrice,
    StableSplit,
    Unclear,
)
from intercity.topics.all_together.cost_shares import Breach, SharedCost, Way, WayToShare
from intercity.topics.outcome import Clause, Repair
from intercity.topics.words import LINE, ShareRow, Words

__all__ = ["WORDS"]

MOST_NAMES = 60
SHAPLEY = "the Shapley value (each gets what it adds on average, in whatever order cities join)"
COST_SHARES = {
    Way.SHAPLEY: "Shapley shares",
    Way.BY_SAVINGS: "separable costs with the rest by savings",
    Way.BY_COST_ALONE: "shares in proportion to costs alone",
    Way.EQUAL: "equal shares",
}


def says(found: AllTogetherOutcome) -> str:
    """Whether there is such a split; why, and what the usual ways to share come to."""
    told = _stable(found) if isinstance(found, StableSplit) else _unstable(found)
    if found.shared_cost is not None:
        told = [*told, *_shared(found.shared_cost, stable=isinstance(found, StableSplit))]
    head = "if money could flow freely between cities: " if found.law_limits_money else ""
    return head + sentences(told)


def repair(found: AllTogetherOutcome) -> str:
    """The three prices of stability, any of which will do."""
    if not isinstance(found, NoStableSplit) or not isinstance(found.repair, Repair):
        return ""
    clauses = found.repair.clauses
    barred = [one.group for one in clauses if isinstance(one, BarredGroup)]
    told = [_price(found, one) for one in clauses if not isinstance(one, BarredGroup)]
    text = ", or ".join(told)
    if barred:
        one = "one of " if len(barred) > 1 else ""
        text += f", or barring {one}{listed(map(coalition_name, barred))} from dealing apart"
    return text


def headline(found: AllTogetherOutcome) -> str:
    """Whether there is one, and what it takes."""
    if isinstance(found, StableSplit):
        return "a split exists that no group would leave"
    return f"no split keeps every group in: it takes {repair(found)}"


def line(found: AllTogetherOutcome) -> str:
    """What is lacking, or the city of which the split leaves most open."""
    if isinstance(found, NoStableSplit):
        short = f"{_most(found)}{shown(found.outside_money)}"
        what = "cost" if found.costs else "gain"
        return f"no split of the {what} keeps every group in: {short}{_a_year(found)} is lacking"
    if not isinstance(found, StableSplit) or not found.lowest:
        return "a split exists that no group would leave"
    low, high = found.lowest, found.highest
    city = max(low, key=lambda one: high[one] - low[one])
    head = "if money could flow, " if found.law_limits_money else ""
    does = "pays" if found.costs else "has"
    least, most = told_apart(low[city], high[city])
    if low[city] == high[city]:
        told = f"{least}{_a_year(found)} in the one split that no group would leave"
    else:
        told = f"{least} to {most}{_a_year(found)} in splits that no group would leave"
    return fitting(LINE, f"{head}{city} {does} {told}", f"{city} {does} {told}", told)


def remedy(found: AllTogetherOutcome) -> str:
    """The fine for leaving."""
    clauses = found.repair.clauses if isinstance(found.repair, Repair) else ()
    for clause in clauses:
        if isinstance(clause, FineForLeaving):
            fine = f"a fine of {_most(found)}{enough(clause.fine)}{_a_year(found)}"
            if clause.between_parts:
                return f"{fine} for leaving; payments between parts"
            return f"{fine} on a group that leaves"
    return ""


def tables(found: AllTogetherOutcome) -> tuple[ShareRow, ...]:
    """A row for all ways to share what platforms cost that come to the same shares."""
    shared = found.shared_cost
    if shared is None or not shared.platforms:
        return ()
    alike: dict[tuple[Fraction, ...], list[WayToShare]] = {}
    for one in shared.ways:
        alike.setdefault(tuple(one.shares.values()), []).append(one)
    return tuple(_row(ways) for ways in alike.values())


def _row(ways: list[WayToShare]) -> ShareRow:
    first = ways[0]
    told = ", ".join(f"{city} {shown(share)}" for city, share in first.shares.items())
    holds = "no group would leave"
    if first.breach is not None:
        name = group_words(first.breach.group)
        holds = f"{name} would gain {shown(first.breach.gain)} by leaving"
    return ShareRow(listed(one.way.value for one in ways), told, holds)


def _stable(found: StableSplit) -> list[str]:
    told = ["a split that nobody, alone or in a group, would leave", *_in_parts(found)]
    if found.lowest and found.lowest != found.highest:
        told.append("each end of its ranges can be had, but not all together")
    always = "there always is one, as every"
    if found.veto_player is not None:
        told += [f"{always} gain needs {found.veto_player}", "a deal can miss it"]
    elif found.all_owned:
        told.append(f"{always}thing scarce has an owner and no platform is needed")
    if found.prices:
        pooled = [one for one in found.prices if one.site is None] or found.prices[:1]
        told.append(
            f"each could sell what it owns at Owen's prices: {listed(map(_priced, pooled))}"
        )
    elif found.owen:
        told.append("at Owen's prices nothing is scarce")
    if found.lawful is not None:
        reached = "" if found.lawful else "whether "
        undecided = "" if found.lawful else " is undecided"
        told.append(f"{reached}lawful contracts of all reach one{undecided}")
    if found.shapley is not None and found.shapley.breach is None:
        told.append(f"{SHAPLEY} is one")
    elif found.shapley is not None and found.shapley.breach is not None:
        name, gain = group_words(found.shapley.breach.group), found.shapley.breach.gain
        told.append(f"{SHAPLEY} is not one: {name} would do better by {shown(gain)} alone")
    return told


def _priced(price: OwenPrice) -> str:
    """What one more unit is worth to all."""
    where = "" if price.site is None else f" in {price.site}"
    told = shown(price.least)
    if price.most is None:
        told = f"{told} or more"
    elif price.most != price.least:
        told = f"{told} to {shown(price.most)}"
    return f"{told} a unit of {as_words(price.resource)}{where}"


def _unstable(found: AllTogetherOutcome) -> list[str]:
    assert isinstance(found, NoStableSplit)  # noqa: S101 - there is no third outcome
    weights = set(found.groups.values())
    names = listed(map(group_words, found.groups))
    if sum(map(len, found.groups)) > MOST_NAMES:
        names = f"{len(found.groups)} groups (--json has them)"
    if weights == {1}:
        working = f"apart, as {names},"
    elif len(weights) == 1:
        working = f"working {percent(weights.pop())} of the time in each of {names}"
    else:
        working = f"with their time spread over {names}"
    does, less = ("cost", "") if found.costs else ("make", "only ")
    apart, together = told_apart(found.groups_worth, found.worth)
    whole = "all together" if found.better_in_parts is None else "in their best parts"
    told = f"no split: {working} the cities would {does} {apart}, {whole} {less}{together}"
    return [told, *_in_parts(found)]


def _in_parts(found: AllTogetherOutcome) -> list[str]:
    better = found.better_in_parts
    if better is None:
        return []
    does, parts = "costs" if found.costs else "makes", listed(map(coalition_name, better.parts))
    in_parts, as_one = told_apart(found.worth, better.as_one)
    if not better.unique:
        parts += ", one of several best ways,"
    return [f"the region does better in parts: as {parts} it {does} {in_parts}, as one {as_one}"]


def _shared(shared: SharedCost, *, stable: bool) -> list[str]:
    """Of what platforms cost; of a table's costs, which ways would hold."""
    if shared.platforms:
        told = (
            f"ways to share what {listed(map(as_words, shared.platforms))} cost"
            f"{'s' if len(shared.platforms) == 1 else ''}, {shown(shared.cost)} a year"
        )
        if shared.honest_if_asked:
            told += (
                " (if each, with its use as it is, is asked whether it joins at its Shapley share "
                "of this cost, nobody gains by a lie)"
            )
        return [told]
    keep = [COST_SHARES[one.way] for one in shared.ways if one.breach is None]
    leave = {COST_SHARES[one.way]: one.breach for one in shared.ways if one.breach is not None}
    usual = _which_hold(keep, leave) if stable else [_nearest(leave)]
    if shared.honest_if_asked:
        usual.append(
            "if each is asked whether it joins at its Shapley share, nobody gains by a lie"
        )
    return usual


def _which_hold(keep: list[str], leave: dict[str, Breach]) -> list[str]:
    told = [f"{listed(keep)} {'are such splits' if len(keep) > 1 else 'are one'}"] if keep else []
    if leave:
        saves = listed(
            f"{name} ({group_words(one.group)} would save {shown(one.gain)} by leaving)"
            for name, one in leave.items()
        )
        told.append(f"{'not so' if keep else 'none of the usual ones is:'} {saves}")
    return told


def _nearest(leave: dict[str, Breach]) -> str:
    gain, nearest = min((one.gain, name) for name, one in leave.items())
    return (
        f"of the usual ways to share, {nearest} come nearest: by leaving a group would save at "
        f"most {shown(gain)}"
    )


def _price(found: NoStableSplit, clause: Clause) -> str:
    if isinstance(clause, FineForLeaving):
        between = ", with payments between the parts" if clause.between_parts else ""
        fine = f"a fine of {_most(found)}{enough(clause.fine)}{_a_year(found)}"
        return f"{fine} on {'each' if between else 'a'} group that leaves{between}"
    assert isinstance(clause, OutsideMoney)  # noqa: S101 - there is no other price
    return f"{_most(found)}{enough(clause.amount)}{_a_year(found)} of outside money"


def _most(found: AllTogetherOutcome) -> str:
    """That a number is a bound, where limited work did not prove the very number."""
    return "at most " if found.proof.radius else ""


def _a_year(found: AllTogetherOutcome) -> str:
    return " a year" if found.yearly else ""


TURNED = {
    "stands": "a split of all is stable",
    "fails": "no split of all is stable",
}

UNCLEAR: Mapping[StrEnum, str] = {
    Unclear.SEARCH_ENDED: (
        "the search ended before it was known whether a split exists that no group would leave; "
        "if --seconds cut it short, more of them may tell"
    )
}

WORDS = Words(
    asks="Is there a split of the gain that no city or group of cities would leave?",
    says=says,
    line=line,
    repair=repair,
    remedy=remedy,
    headline=headline,
    tables=tables,
    reasons=UNCLEAR,
    turned=TURNED,
)
