"""What is said of what there is to share."""

from __future__ import annotations

from intercity.english import listed, share_words, shown
from intercity.topics.surplus.bottleneck import Bottleneck
from intercity.topics.surplus.check import SurplusOutcome, WithoutPlatforms
from intercity.topics.words import Words

__all__ = ["WORDS"]

LONGEST_LIST = 24
"""From so many characters on, members are counted in a line, not named."""


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
    return "; ".join(told)


def line(found: SurplusOutcome) -> str:
    """What members gain together."""
    gain, names = found.gain_of_members, listed(found.members)
    who = names if len(names) < LONGEST_LIST else f"the {len(found.members)} cities"
    if gain < 0:
        return f"{who} would lose {shown(-gain)} together"
    if not gain:
        return f"nothing to be {_gained(found)} by {who} together"
    return f"{shown(gain)} to be {_gained(found)} by {who} together"


def repair(found: SurplusOutcome) -> str:
    """That nothing repairs it."""
    return "" if found.repair is None else "none: there is nothing to share"


def _gained(found: SurplusOutcome) -> str:
    return "saved" if found.costs else "gained"


def _gains(found: SurplusOutcome) -> str:
    word, over = "saved" if found.costs else "to be gained", "over what each has alone"
    everybody = len(found.cities)
    if len(found.members) == everybody:
        together = "both" if everybody == 2 else f"all {everybody}"
        return f"{shown(found.gain_of_all)} {word} by {together} together {over}"
    return (
        f"{shown(found.gain_of_members)} {word} by {listed(found.members)}, "
        f"{shown(found.gain_of_all)} by all {everybody}, {over}"
    )


def _by_instrument(found: SurplusOutcome, without: WithoutPlatforms) -> str:
    """How much of the members' gain needs no platform."""
    gain, exchange = found.gain_of_members, without.gain
    platform = "park" if without.parks else "platform"
    everybody = len(found.members) == len(found.cities)
    whose = "it" if everybody else f"what {listed(found.members)} gain"
    if gain == exchange:
        return f"all of {whose} without a {platform}"
    if not exchange:
        return f"all of {whose} needs a {platform}"
    if exchange < 0:  # alone each would open one
        lost = shown(-exchange)
        return f"without any {platform} they would have {lost} less than each has alone"
    return f"{share_words(exchange / gain)} of {whose} without a {platform}"


def _bottleneck(found: Bottleneck) -> str:
    name = found.resource
    unit = "" if found.unit in ("", "units", name) else f"{found.unit} of "
    return (
        f"the bottleneck is {name} of {found.owner}: 1% more of it ({shown(found.more)} "
        f"{unit}{name}) would add {shown(found.adds)} to the gain of all"
    )


TURNED = {"stands": "there is something to share", "fails": "there is nothing to share"}

WORDS = Words(says=says, line=line, repair=repair, headline=says, turned=TURNED)
