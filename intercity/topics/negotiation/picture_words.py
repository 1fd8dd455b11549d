"""The words of a bargaining picture: who gets what, and what the reader should know first.

>>> from games import BargainingProblem
>>> from solvers import kalai_smorodinsky, nash_bargaining
>>> from intercity.topics.negotiation.picture_points import computed
>>> corner = BargainingProblem.from_inequalities(
...     ["Hangzhou", "Quzhou"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], (0, 0))
>>> found = computed(corner, [nash_bargaining, kalai_smorodinsky], {})
>>> title_of(found, teller(found))
'Nash gives Hangzhou 1, Kalai–Smorodinsky 0.667'

Source: the solutions are named as by Peters (2015), Game theory: a multi-leveled approach.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from intercity.drawing.page import written
from intercity.english import amount, listed
from intercity.topics.negotiation.picture_points import Drawn, Payoffs, by_place

__all__ = ["capital", "subtitle_of", "teller", "title_of", "written"]

ZERO = Fraction(0)

WAYS = {
    "Nash": "hyperbola (Nash)",
    "Kalai–Smorodinsky": "to the ideal point (Kalai–Smorodinsky)",
    "egalitarian": "equal gains (egalitarian)",
    "equal loss": "equal losses",
}


def teller(found: Drawn) -> Callable[[Fraction], str]:
    """How to write payoffs: in as few digits, from three on, as tell different points apart."""
    players = found.problem.players
    points = [point for _, point in by_place(found)]
    for digits in range(3, 16):
        told = partial(written, digits=digits)
        words = {tuple(told(p[name] - found.origin[name]) for name in players) for p in points}
        if len(words) == len(points):
            break
    return told


def title_of(found: Drawn, told: Callable[[Fraction], str]) -> str:
    """Who gets what: the difference that the choice of a solution makes to one of the cities."""
    players, groups = found.problem.players, by_place(found)

    def gets(name: str, point: Payoffs) -> str:
        return f"{name} {told(point[name] - found.origin[name])}"

    if not any(found.ideal_point):
        stays = " stays at {}, {} at {}".format
        d, (first, second) = found.problem.disagreement, players
        return f"Nobody can gain: {first}" + stays(amount(d[first]), second, amount(d[second]))
    if not groups:
        best = listed(gets(name, found.ideal) for name in players)
        return f"Neither can hope for more than {best}"
    if len(groups) == 1:
        ((names, only),) = groups
        who = "All agree:" if len(names) > 1 else f"{capital(names[0])} gives"
        return f"{who} {listed(gets(name, only) for name in players)}"
    ideal_point = dict(zip(players, found.ideal_point, strict=True))
    famous = [group for group in groups if {"Nash", "Kalai–Smorodinsky"} & set(group[0])]
    told_of = famous if len(famous) == 2 else groups

    def spread(name: str) -> Fraction:
        payoffs = [point[name] for _, point in told_of]
        return (max(payoffs) - min(payoffs)) / ideal_point[name] if ideal_point[name] else ZERO

    city = max(reversed(players), key=spread)
    ordered = told_of if len(famous) == 2 else sorted(groups, key=lambda group: -group[1][city])
    (most, high), (least, low) = ordered[0], ordered[-1]
    other = told(low[city] - found.origin[city])
    return f"{capital(most[0])} gives {gets(city, high)}, {least[0]} {other}"


def capital(name: str) -> str:
    """The name at the start of a sentence."""
    return name[:1].upper() + name[1:]


def subtitle_of(found: Drawn, first: str) -> str:
    """What is shaded, what the lines are, and whose power counts how much; ``first`` goes first."""
    weights = found.problem.weights
    told = [first] if first else []
    if all(found.ideal_point):
        told.append("Shaded: what leaves neither worse off than no agreement")
    elif any(found.ideal_point):
        city = next(c for c, ideal in zip(weights, found.ideal_point, strict=True) if ideal)
        told.append(f"Only {city} can gain without a loss of the other")
    ways = [words for name, words in WAYS.items() if name in found.solutions]
    if all(found.ideal_point) and ways:
        told.append("Lines: " + ", ".join(ways))
    if len(set(weights.values())) > 1:
        told.append("Power: " + ", ".join(f"{name} {amount(w)}" for name, w in weights.items()))
    return ". ".join(told)
