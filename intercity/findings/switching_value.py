"""An assumed number that turns a verdict, moved alone inside its range."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.approximately import approximately
from games.exact import number_to_json

if TYPE_CHECKING:
    from intercity.proofs import Recorder

__all__ = ["NEAR", "STEPS", "SwitchingValue"]

STEPS = 100_000
"""Steps from a number to the end of its range: the numbers that are tried are short."""

NEAR = Fraction(1, 4)
"""A switching value is near if the number moves by so much of its range, or less."""


@dataclass(frozen=True, slots=True, repr=False)
class SwitchingValue:
    """Where a number turns a verdict: the check holds its verdict at ``before``, not at ``after``.

    ``value`` is the analyst's number, ``span`` the length of its range; the break-even lies between
    ``before`` and ``after``. ``gap``: a place between them where the check comes to no verdict, or
    where no such region can be; then they are not close. ``in_kind``: whether the verdict is turned
    in kind alone, as one kind of race into another. ``point``: whether it is turned at ``after``,
    and not just beyond it.
    """

    key: str
    check: str
    value: Fraction
    span: Fraction
    before: Fraction
    after: Fraction
    becomes: str
    certificates: tuple[Recorder, ...]
    gap: Fraction | None = None
    in_kind: bool = False
    point: bool = False

    def __repr__(self) -> str:
        value, before, after = map(approximately, (self.value, self.before, self.after))
        between = f"{self.key} {value}, between {before} and {after}"
        return f"SwitchingValue({between}: {self.check} {self.becomes})"

    @property
    def step(self) -> Fraction:
        """No less than one step of the search: so much beyond a number is just beyond it."""
        return self.span / STEPS

    @property
    def distance(self) -> Fraction:
        """How far the number moves until the verdict is turned, as a share of its range."""
        return abs(self.after - self.value) / self.span

    @property
    def near(self) -> bool:
        """Whether a quarter of its range is enough."""
        return self.distance <= NEAR

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "check": self.check,
            "value": number_to_json(self.value),
            "before": number_to_json(self.before),
            "after": number_to_json(self.after),
            "distance": number_to_json(self.distance),
            "gap": None if self.gap is None else number_to_json(self.gap),
            "point": self.point,
            "becomes": self.becomes,
            "certificates": [recorder.to_json() for recorder in self.certificates],
        }
