"""One balance equation for each bargaining solution of two cities on a smooth frontier y = f(x).

Along a frontier that falls and bends inwards each balance falls from plus to minus as the first
city gets more; the solution is where it is 0. With gains x - d1 and y - d2, hopes a1 - d1 and
a2 - d2, weights w1 and w2, and the frontier's slope f':

    Nash                   w1 (y - d2) + w2 (x - d1) f'       = 0
    Kalai-Smorodinsky      w1 (a1 - d1) (y - d2)              = w2 (a2 - d2) (x - d1)
    egalitarian            w1 (y - d2)                        = w2 (x - d1)
    utilitarian            w1 + w2 f'                         = 0
    equal loss             w1 (a1 - x)                        = w2 (a2 - y)
    Perles-Maschler        integral of sqrt(-f') beyond x     = integral before x

On a frontier that falls strictly, the lexicographic egalitarian solution is the egalitarian one.

Source: Nash (1950); Kalai and Smorodinsky (1975); Kalai (1977); Chun (1988); Perles and Maschler
(1981), The super-additive solution for the Nash bargaining game.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import InvalidInput

__all__ = ["BALANCES", "NO_GAIN", "Balance", "Terms", "balance_of", "told"]

NO_GAIN = "Nobody can gain while nobody loses: all keep what they have without an agreement."


@dataclass(frozen=True, slots=True)
class Terms:
    """What balances are made of: numbers or SymPy expressions."""

    x: Any
    y: Any
    slope: Any
    d1: Any
    d2: Any
    a1: Any
    a2: Any
    w1: Any
    w2: Any


@dataclass(frozen=True, slots=True)
class Balance:
    """A solution's name in words, its equation, and what its answer says, on any frontier.

    ``difference`` is left minus right. ``weighted``: what is said where weights differ, if it is
    another thing. ``proportional``: the solution keeps to its ray from d even
    where that ends below the frontier's corner. ``None`` stands for the integrals of the
    Perles-Maschler solution.
    """

    concept: str
    difference: Callable[[Terms], Any] | None
    status: str
    weighted: str = ""
    proportional: bool = False


BALANCES = {
    "nash_bargaining": Balance(
        "Nash bargaining solution",
        lambda t: t.w1 * (t.y - t.d2) + t.w2 * (t.x - t.d1) * t.slope,
        "The product of gains is greatest here.",
    ),
    "kalai_smorodinsky": Balance(
        "Kalai-Smorodinsky solution",
        lambda t: t.w1 * (t.a1 - t.d1) * (t.y - t.d2) - t.w2 * (t.a2 - t.d2) * (t.x - t.d1),
        "Gains are in proportion to the most that each could have gained.",
        "Gains are in proportion to the most that each could have gained, times its weight.",
        proportional=True,
    ),
    "egalitarian": Balance(
        "egalitarian solution",
        lambda t: t.w1 * (t.y - t.d2) - t.w2 * (t.x - t.d1),
        "All gain the same.",
        "Gains are in proportion to the weights.",
        proportional=True,
    ),
    "lexicographic_egalitarian": Balance(
        "lexicographic egalitarian solution",
        lambda t: t.w1 * (t.y - t.d2) - t.w2 * (t.x - t.d1),
        "All gain the same, and nobody could have more at no cost to others.",
        "Gains are in proportion to the weights, and nobody could have more at no cost to others.",
    ),
    "utilitarian": Balance(
        "utilitarian solution",
        lambda t: t.w1 + t.w2 * t.slope,
        "The sum of payoffs is greatest here.",
        "The weighted sum of payoffs is greatest here.",
    ),
    "equal_loss": Balance(
        "equal-loss solution",
        lambda t: t.w1 * (t.a1 - t.x) - t.w2 * (t.a2 - t.y),
        "All lose the same of the most that each could have.",
        "Losses of the most that each could have are in inverse proportion to the weights.",
    ),
    "perles_maschler": Balance(
        "Perles-Maschler solution",
        None,
        "Half of the frontier's length lies on either side, by the root of loss and gain.",
    ),
}


def told(name: str, weights: Mapping[str, Fraction]) -> str:
    """What the answer of a solution says, by whether the weights differ.

    >>> told("egalitarian", {"A": Fraction(1), "B": Fraction(1)})
    'All gain the same.'
    """
    balance = BALANCES[name]
    return (len(set(weights.values())) > 1 and balance.weighted) or balance.status


def balance_of(concept: object) -> tuple[str, Balance]:
    """The name and balance of a solution, given by name or as its function; short names are fine.

    >>> balance_of("nash")[0]
    'nash_bargaining'
    """
    name = concept if isinstance(concept, str) else getattr(concept, "__name__", str(concept))
    wanted = name.lower().replace("-", "_").replace(" ", "_")
    short = {"nash": "nash_bargaining", "ks": "kalai_smorodinsky"}
    wanted = short.get(wanted, wanted)
    if wanted not in BALANCES:
        raise InvalidInput("the bargaining solution", name, BALANCES)
    return wanted, BALANCES[wanted]
