"""What is said of what there is to share."""

from __future__ import annotations

from intercity.english import fitting, listed, sentences, share_words, shown
from intercity.topics.surplus.bottleneck import Bottleneck
from intercity.topics.surplus.check import SurplusOutcome, WithoutPlatforms
from intercity.topics.words import LINE, Words

__all__ = ["WORDS"]


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
    """What members gain together."""
    gain, does = found.gain_of_members, "save" if found.costs else "gain"
    amount = f"{shown(abs(gain))}{' a year' if found.yearly else ''}"
    if gain > 0:
        told = f"can {does} {amount} together"
    elif gain:
        told = f"would lose {amount} by acting together"
    else:
        told = f"can {does} nothing together"
    return fitting(
        LINE, f"{listed(found.members)} {told}", f"the {len(found.members)} cities {told}"
    )


def repair(found: SurplusOutcome) -> str:
    """That nothing repairs it."""
    return "" if found.repair is None else "none: there is nothing to share"


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
        return f"all of {whose} can be had without a {platform}"
    if exchange > 0:
        return f"{share_words(exchange / gain)} of {whose} can be had without a {platform}"
    if exchange:  # alone each would open one
        lost = shown(-exchange)
        return f"without any {platform} they would have {lost} less than each has alone"
    return f"all of {whose} needs a {platform}"


def _bottleneck(found: Bottleneck) -> str:
    name = found.resource
    unit = "" if found.unit in ("", "units", name) else f"{found.unit} of "
    return (
        f"the bottleneck is {name} of {found.owner}: 1% more of it ({shown(found.more)} "
        f"{unit}{name}) would add {shown(found.adds)} a year to the gain of all"
    )


TURNED = {"stands": "there is something to share", "fails": "there is nothing to share"}

WORDS = Words(
    asks="Is there anything to share?",
    says=says,
    line=line,
    repair=repair,
    headline=says,
    turned=TURNED,
)
