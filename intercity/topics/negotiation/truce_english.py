"""What is said of the end of the subsidy race: who pays whom how much for it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.english import listed, percent, shown

if TYPE_CHECKING:
    from intercity.topics.negotiation.negotiated import Negotiated, Truce

__all__ = ["truce_line"]

ZERO = Fraction(0)


def truce_line(negotiated: Negotiated) -> str:
    """Who pays whom how much for the end of the subsidy race; empty where there is none."""
    truce = negotiated.truce
    if truce is None:
        return ""
    outside = f"; {listed(truce.bystanders)} would not bid anyway" if truce.bystanders else ""
    if truce.how != "bargained":
        return _without_money(truce) + outside
    bids = ", ".join(f"{city} {shown(s)}" for city, s in truce.subsidies.items()) + " per firm"
    if truce.site is not None:
        bids = f"none, the firm in {truce.site}"
    what = "the arms race, bargained down to the bids that are best for all"
    if not truce.race:
        what = "the bids, bargained to those that are best for all"
    return (
        f"{what} ({bids}), with "
        f"equal gains of {shown(truce.smallest_gain)} a year each: {_money(truce.paid)}{outside}"
    )


def _money(paid: Mapping[str, Fraction]) -> str:
    """Who pays, and who gets, how much.

    >>> _money({"A": Fraction(-3), "B": Fraction(3)}), _money({"A": Fraction(0)})
    ('A pays B 3.0', 'no money moves')
    >>> _money({"A": Fraction(-3), "B": Fraction(1), "C": Fraction(2)})
    'A pays 3.0, B gets 1.0 and C gets 2.0'
    """
    pays = {city: shown(-x) for city, x in paid.items() if x < 0}
    gets = {city: shown(x) for city, x in paid.items() if x > 0}
    if not pays:
        return "no money moves"
    if len(pays) == len(gets) == 1:
        return f"{listed(pays)} pays {listed(gets)} {listed(gets.values())}"
    told = [f"{city} pays {x}" for city, x in pays.items()]
    return listed([*told, *(f"{city} gets {x}" for city, x in gets.items())])


def _without_money(truce: Truce) -> str:
    """What can be agreed on where the law allows less money than equal gains take."""
    law = f"the law allows at most {shown(truce.limit or ZERO)} a year from one city to another"
    if not truce.limit:
        law = "the law allows no money between cities"
    if truce.how == "none":
        return (
            f"{law}, and equal gains from the bids that are best for all take more; no truce was "
            "found by which all parties gain without money"
        )
    size, bids = truce.size or ZERO, truce.subsidies
    lots = "with the chances that the race gives"
    if size:
        lots = f"with chances {percent(size)} of the way from the race's to even ones"
    what = {
        "joint optimum": "all pay the bids that are best for all together",
        "cut": f"all bids are cut by {percent(size)}",
        "cap": f"no bid is above {shown(size)} per firm",
        "lots": f"nobody bids and the firm draws lots {'evenly' if size == 1 else lots}",
    }[truce.how]
    if truce.how in ("cut", "joint optimum") and any(bids.values()):
        what += f" ({', '.join(f'{city} {shown(s)}' for city, s in bids.items())} per firm)"
    gains = ", ".join(
        f"{city} {shown(x, sign=True)}"
        for city, x in truce.gains.items()
        if city not in truce.bystanders
    )
    return (
        f"{law}, and equal gains from the bids that are best for all take more; without money all "
        f"parties gain if {what}: {gains} a year"
    )
