"""Where midpoints lead: the answer of Raiffa's solution, whatever the form of the frontier."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from solvers.answer import Allocation
from solvers.bargaining.balance import NO_GAIN

__all__ = ["Ending", "RaiffaSolution", "told_of_way"]

Ending = Literal["no gain", "frontier", "ideals", "line", "corner", "none"]


class RaiffaSolution(Allocation):
    """Where midpoints lead: the answer of Raiffa's solution, whatever the form of the frontier.

    From what all have for certain each player could at best get so much; the lots' mean over these
    is certain next, and so on, up to the frontier. The way may end after some steps, or approach
    its end.

    Where the midpoints lead, read by name, and the ``steps`` on the way.

    ``steps``: what all have for certain, from the disagreement point on. The last is the end, or so
    near that the rest of the way is known.

    >>> half = {"Hangzhou": Fraction(1, 2), "Quzhou": Fraction(1, 2)}
    >>> end = RaiffaSolution(half, ({"Hangzhou": Fraction(0), "Quzhou": Fraction(0)}, half),
    ...                      method="by hand", status=told_of_way("frontier", 1))
    >>> end.status, len(end.steps)
    ('1 step leads to the frontier.', 2)

    Source: Raiffa (1953); Luce and Raiffa (1957), Games and decisions, section 6.7.
    """

    __slots__ = ("steps",)

    steps: tuple[Mapping[str, Fraction], ...]

    def __init__(
        self,
        payoffs: Mapping[str, Fraction],
        steps: tuple[Mapping[str, Fraction], ...],
        **told: Any,
    ) -> None:
        super().__init__(payoffs, **told)
        object.__setattr__(self, "steps", steps)


def told_of_way(ending: Ending, steps: int) -> str:
    """How the way ends, in a sentence."""
    match ending:
        case "no gain":
            return NO_GAIN
        case "frontier":
            return f"{'1 step leads' if steps == 1 else f'{steps} steps lead'} to the frontier."
        case "ideals":
            return "The midpoints approach what is the best for all at once."
        case "line":
            return "The midpoints approach this point on a straight line."
        case "corner":
            return "The midpoints approach an end of the frontier."
        case "none":
            after = f"{steps} step{'' if steps == 1 else 's'}"
            return f"The midpoints have no end; after {after} they are almost there."
