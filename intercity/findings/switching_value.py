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
    """An interval in which a number turns a verdict, met on the way to an end of its range.

    ``value`` is the analyst's number, ``span`` the length of its range. On the way from ``value``
    the check ``becomes`` something else ``after`` one place and ``until`` another: proven there,
    and searched between. It is not that at ``before``, close to ``after``, nor at ``beyond``,
    close to ``until``: ``None`` where the interval goes to the end of the range. ``in_kind``:
    whether the verdict is turned in kind alone, as one kind of race into another.
    """

    key: str
    check: str
    value: Fraction
    span: Fraction
    before: Fraction
    after: Fraction
    until: Fraction
    beyond: Fraction | None
    becomes: str
    certificates: tuple[Recorder, ...]
    in_kind: bool = False

    def __repr__(self) -> str:
        value, low, high = map(approximately, (self.value, self.low, self.high))
        interval = f"{self.key} {value}, from {low} to {high}"
        return f"SwitchingValue({interval}: {self.check} {self.becomes})"

    @property
    def low(self) -> Fraction:
        """The lower end of the interval."""
        return min(self.after, self.until)

    @property
    def high(self) -> Fraction:
        """The upper end of the interval."""
        return max(self.after, self.until)

    @property
    def places(self) -> tuple[Fraction, ...]:
        """The numbers at which its ``certificates`` prove what the check comes to."""
        ends = () if self.beyond is None else (self.beyond,)
        return tuple(dict.fromkeys((self.before, self.after, self.until, *ends)))

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
            "until": number_to_json(self.until),
            "beyond": None if self.beyond is None else number_to_json(self.beyond),
            "low": number_to_json(self.low),
            "high": number_to_json(self.high),
            "distance": number_to_json(self.distance),
            "becomes": self.becomes,
            "certificates": [recorder.to_json() for recorder in self.certificates],
        }
