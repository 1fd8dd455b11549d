"""How patient cities must be for any punishments whatever to keep an agreement.

With x = delta^L, let A be the profiles that an equilibrium in pure strategies (with public draws)
may play at all. City j's worst equilibrium begins with one of them, and j may reply to it: so it
gets at least v_j, its least best reply among them. It can never expect more than M_j, the most that
any of them gives it. So a profile can be in A only if for each city, with g_j its gain by a breach,

    (1 - x) g_j  <=  x (M_j - v_j).

Leave out what is not, over and over; the agreement then needs x >= g_j / (g_j + R_j - v_j). All
this only gets easier with x, and changes at finitely many x: the least one is found exactly.

>>> from games import RepeatedGame
>>> dilemma = StrategicGame.from_payoffs(["A", "B"], [[9, 1], [10, 3]], [[9, 10], [1, 3]])
>>> penal_bound(TacitAgreement(RepeatedGame(dilemma), ["1", "1"]))
Fraction(1, 7)

Source: Abreu, Pearce and Stacchetti (1990), Toward a theory of discounted repeated games with
imperfect monitoring, Econometrica 58, 1041-1063: the first steps of their operator, on boxes.
"""

from __future__ import annotations

from fractions import Fraction

from games.repeated import TacitAgreement
from games.strategic import StrategicGame
from solvers.strategic.grim_trigger import breach_gains, reply_payoffs

__all__ = ["least_punishments", "penal_bound", "weight_needed"]

_MOST_EVENTS = 100
"""After so many the bound is left as it is: still a bound, if not the best of its kind."""


def weight_needed(gain: Fraction, worth: Fraction) -> Fraction | None:
    """The least weight x on the future with (1 - x) gain <= x worth; None where there is none.

    ``worth`` is what the future loses by a breach; where that is negative, nothing is kept.
    """
    if worth < 0 or (gain and not worth):
        return None
    return gain / (gain + worth) if gain else Fraction(0)


def penal_bound(agreement: TacitAgreement) -> Fraction | None:
    """The weight delta^L below which no punishments keep an agreement; None: at no patience."""
    stage = agreement.game.stage
    payoffs = [[int(u) for u in table.flat] for table in stage.tables]
    replies = [[int(u) for u in best.flat] for best in reply_payoffs(stage)]
    gains = [g / u for g, u in zip(breach_gains(agreement).values(), stage.units, strict=True)]
    reward = [r / u for r, u in zip(agreement.reward.values(), stage.units, strict=True)]

    def needed(worst: list[int]) -> Fraction | None:
        weights = [
            weight_needed(gain, R - v) for gain, R, v in zip(gains, reward, worst, strict=True)
        ]
        found = [weight for weight in weights if weight is not None]
        return max(found) if len(found) == len(weights) else None

    weight = needed([min(best) for best in replies])
    for _ in range(_MOST_EVENTS):
        if weight is None:
            return None
        worst, event = _worst(payoffs, replies, weight)
        least = needed(worst) if worst else None
        if least is not None and (least <= weight or event is None or least < event):
            return max(least, weight)
        weight = event
    return weight


def least_punishments(stage: StrategicGame, weight: Fraction) -> dict[str, Fraction] | None:
    """Below which payoff no city can be held at a weight; None where nothing can be played."""
    payoffs = [[int(u) for u in table.flat] for table in stage.tables]
    worst, _ = _worst(
        payoffs, [[int(u) for u in best.flat] for best in reply_payoffs(stage)], weight
    )
    if not worst:
        return None
    return {city: v * u for city, v, u in zip(stage.players, worst, stage.units, strict=True)}


def _worst(
    payoffs: list[list[int]], replies: list[list[int]], weight: Fraction
) -> tuple[list[int], Fraction | None]:
    """The v at a weight, [] where nothing can be played; the next weight at which more can be."""
    left = list(range(len(payoffs[0])))
    event: Fraction | None = None
    while left:
        worst = [min(best[a] for a in left) for best in replies]
        most = [max(u[a] for a in left) for u in payoffs]
        kept = []
        for a in left:
            own = [
                weight_needed(Fraction(best[a] - u[a]), Fraction(max(M - v, 0)))
                for u, best, v, M in zip(payoffs, replies, worst, most, strict=True)
            ]
            if None in own:
                continue
            least = max(w for w in own if w is not None)
            if least <= weight:
                kept.append(a)
            elif event is None or least < event:
                event = least
        if len(kept) == len(left):
            return worst, event
        left = kept
    return [], event
