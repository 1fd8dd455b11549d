"""Zero-monotone games: no city makes a coalition worse off than without it and itself alone.

    v(S + i) >= v(S) + v(i)    for all S without i           (of costs: <=)

It asks of superadditivity only that nobody is unwelcome, one at a time (so it is called weak
superadditivity, too). Then the nucleolus is the prenucleolus, and the kernel the prekernel.

>>> from games import CoalitionalGame
>>> crowded = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 2, 6, 7][len(s)])
>>> print(zero_monotone_violation(crowded))
{A} and {B, C} make 2 and 6 apart, 8, and 7 together.

Source: Maschler, Peleg and Shapley (1979); Peleg and Sudhölter (2007), definition 2.1.8.
"""

from __future__ import annotations

from games.coalitional import CoalitionalGame
from solvers.properties.monotone import monotone_violation
from solvers.properties.violation import PropertyViolation, parting
from solvers.properties.zero_normalised import zero_normalised

__all__ = ["zero_monotone_violation"]


def zero_monotone_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The city and the coalition that lose most by joining."""
    breach = monotone_violation(zero_normalised(game).as_gains())
    if breach is None:
        return None
    rest, union = breach.coalitions
    (city,) = set(union) - set(rest)
    return parting("zero-monotone", game, (city,), rest)
