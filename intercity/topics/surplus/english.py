"""What is said of what there is to share."""

from __future__ import annotations

from collections.abc import Sequence

from games.players import coalition_name
from intercity.english import as_words, fitting, listed, percent, sentences, shown
from intercity.topics.surplus.bottleneck import Bottleneck
from intercity.topics.surplus.check import SurplusOutcome, WithoutPlatforms
from intercity.topics.surplus.parts import BestParts
from intercity.topics.words import LINE, Words

__all__ = ["WORDS"]

MOST_NAMES, FEW = 80, 3


def says(found: SurplusOutcome) -> str:
    """What members gain, and all; what of it needs a platform; what there is too little of."""
    if found.gain_of_members < 0:
        return (
            f"{listed(found.members)} would lose {shown(-found.gain_of_members)} by acting together"
        )
    told = [_gains(found)]
    if found.without_platforms is not None:
        told.append(_by_instrument(found, found.without_platforms))
    if found.bottleneck is not None:
        told.append(_bottleneck(found.bottleneck))
    if found.borne_by_firms:
        told.append(
            f"not counted in it: {shown(found.borne_by_firms)} a year that the deal's clawback "
            f"takes of firms or spares members in bonuses"
        )
    return sentences(told)


def line(found: SurplusOutcome) -> str:
    """What members gain together, or in groups."""
    gain, does = found.gain_of_members, "save" if found.costs else "gain"
    amount = f"{shown(abs(gain))}{' a year' if found.yearly else ''}"
    members = found.members
    if gain > 0 and found.parts is not None and _apart(found.parts, members):
        groups, told = found.parts.groups, f"can {does} {amount}"
        if not found.parts.unique:
            told = f"{told}, in smaller groups"
        elif groups[1:]:
            several = f"the {len(members)} cities {told}, in {len(groups)} groups"
            return fitting(LINE, f"{listed(map(coalition_name, groups))} {told}", several)
        else:
            (members,), told = groups, f"{told} together"
    elif gain > 0:
        together = " together" if found.parts is not None or len(members) == 2 else ""
        told = f"can {does} {amount}{together}"
    elif gain:
        told = f"would lose {amount} by acting together"
    else:
        told = f"can {does} nothing together"
    the = "the " if members == found.members else ""
    return fitting(LINE, f"{listed(members)} {told}", f"{the}{len(members)} cities {told}")


def repair(found: SurplusOutcome) -> str:
    """That nothing repairs it."""
    return "" if found.repair is None else "none: there is nothing to share"


def _gains(found: SurplusOutcome) -> str:
    word, over = "saved" if found.costs else "to be gained", "over what each has alone"
    everybody = len(found.cities)
    everyone = _in_groups(found.parts_of_all, found.cities)
    if len(found.members) == everybody:
        together = "both" if everybody == 2 else f"all {everybody}"
        gain = f"{shown(found.gain_of_all)} {word}"
        if found.parts_of_all is None and everybody > 2:  # fewer might do
            return f"{gain} among {together} {over}"
        if not everyone:
            return f"{gain} by {together} together {over}"
        assert found.parts_of_all is not None  # noqa: S101 - groups are told
        if found.parts_of_all.unique and len(found.parts_of_all.groups) == 1:
            some = listed(found.parts_of_all.groups[0])
            return f"{gain} by {some} together, as much as by {together}, {over}"
        return f"{gain}{everyone}, {over}"
    members = _in_groups(found.parts, found.members)
    by = "among" if found.parts_of_all is None else "by"
    return (
        f"{shown(found.gain_of_members)} {word} by {listed(found.members)}{members}, "
        f"{shown(found.gain_of_all)} {by} all {everybody}{everyone}, {over}"
    )


def _apart(parts: BestParts, cities: Sequence[str]) -> bool:
    """Whether cities gain what they can without all of them acting together."""
    return bool(parts.groups) and len(parts.groups[0]) < len(cities)


def _in_groups(parts: BestParts | None, cities: Sequence[str]) -> str:
    """Who acts together for a gain, the others adding nothing; empty where all have to."""
    if parts is None or not _apart(parts, cities):
        return ""
    groups, names = parts.groups, listed(map(coalition_name, parts.groups))
    if len(names) > MOST_NAMES:
        return " in smaller groups (--json has them)"
    if not parts.unique:
        return f" in smaller groups, such as {names}"
    return f" in the group{'s' if groups[1:] else ''} {names}"


def _by_instrument(found: SurplusOutcome, without: WithoutPlatforms) -> str:
    """How much of the members' gain needs no platform."""
    gain, exchange = found.gain_of_members, without.gain
    platform = "park" if without.parks else "platform"
    everybody = len(found.members) == len(found.cities)
    whose = "it" if everybody else f"what {listed(found.members)} gain"
    if gain == exchange:
        return f"all of {whose} can be had without a {platform}"
    if exchange > 0:
        return f"{percent(exchange / gain)} of {whose} can be had without a {platform}"
    if exchange:  # alone each would open one
        lost = shown(-exchange)
        return f"without any {platform} they would have {lost} less than each has alone"
    return f"all of {whose} needs a {platform}"


def _bottleneck(found: Bottleneck) -> str:
    name = as_words(found.resource)
    unit = "" if found.unit in ("", "units", found.resource) else f"{found.unit} of "
    told = (
        f"bottleneck is {name} of {found.owner}: 1% more of it ({shown(found.more)} "
        f"{unit}{name}) would add {shown(found.adds)} a year to the gain of all"
    )
    if not found.equal_bottlenecks:
        return f"the {told}"
    also = [f"{as_words(resource)} of {owner}" for resource, owner in found.equal_bottlenecks]
    if len(also) > FEW:
        also = [f"{len(also)} others that are owned (--json has them)"]
    return f"a {told}, as would 1% more of {listed(also)}"


TURNED = {"stands": "there is something to share", "fails": "there is nothing to share"}

WORDS = Words(
    asks="Is there anything to share?",
    says=says,
    line=line,
    repair=repair,
    headline=says,
    turned=TURNED,
)
