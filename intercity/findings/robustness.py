"""Robustness: how far all assumed numbers may be off together before a verdict turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.exact import number_to_json
from games.input_limits import fraction_from_json
from games.notebook import shown
from intercity.proofs import Recorder
from solvers.enclosure.hints import hint_from_json, hint_to_json

__all__ = ["BoxHints", "Halved", "Robustness", "TurningMoves"]


@dataclass(frozen=True, slots=True)
class Halved:
    """A box halved across a number, its ``key``, and what the proofs of its halves come from."""

    key: str
    halves: tuple[BoxHints, BoxHints]


BoxHints = Mapping[str, Any] | Halved
"""What the proof of a box is worked out from."""


@dataclass(frozen=True, slots=True)
class TurningMoves:
    """Numbers that together turn the verdict of a ``check`` into what it ``becomes``.

    ``part``: how far the one that moves farthest moves, as a part of the way to the end of its
    range. ``moves``: the new values by key.
    """

    check: str
    becomes: str
    part: Fraction
    moves: Mapping[str, Fraction]
    certificates: Recorder = field(compare=False, repr=False)

    def to_json(self) -> dict[str, Any]:
        """The example with what proves it."""
        return {
            "check": self.check,
            "becomes": self.becomes,
            "part": number_to_json(self.part),
            "moves": {key: number_to_json(value) for key, value in self.moves.items()},
            "certificates": self.certificates.to_json(),
        }

    @classmethod
    def from_json(cls, found: Any) -> TurningMoves:
        """The example that was written."""
        return cls(
            found["check"],
            found["becomes"],
            fraction_from_json(found["part"]["exact"]),
            {key: fraction_from_json(x["exact"]) for key, x in found["moves"].items()},
            Recorder.of(found["certificates"]),
        )


@dataclass(frozen=True, slots=True)
class Robustness:
    """How far all assumed ``numbers`` may be off together.

    ``parts``: by check, within which part of their ranges they may be without turning its verdict,
    proven. ``turned``: an example that turns one of the ``verdicts`` (by check), if any was found.
    ``edges``: by check whose verdict is on a knife-edge, an example next to the numbers that turns
    it; the others are proven without it. ``left_out``: checks with a verdict of which nothing is
    said. ``hints``: by check and box, what the proof is worked out from.
    """

    numbers: int
    verdicts: Mapping[str, str]
    left_out: tuple[str, ...]
    parts: Mapping[str, Fraction]
    turned: TurningMoves | None
    hints: Mapping[str, Sequence[BoxHints]] = field(compare=False, repr=False)
    edges: Mapping[str, TurningMoves] = field(default_factory=dict)

    @property
    def proven(self) -> Fraction:
        """Wherever all are within this part, no verdict turns but on an edge.

        0 if that is not proven, or of no check.
        """
        least = min(self.parts.values(), default=Fraction(0))
        return least if self.parts.keys() >= set(self.told) else Fraction(0)

    @property
    def told(self) -> tuple[str, ...]:
        """The checks of which something is said together: those on no knife-edge."""
        return tuple(check for check in self.verdicts if check not in self.edges)

    def _repr_html_(self) -> str:
        return shown(self)

    def to_json(self) -> dict[str, Any]:
        """The statement with its proof."""
        return {
            "numbers": self.numbers,
            "verdicts": dict(self.verdicts),
            "left_out": list(self.left_out),
            "proven": number_to_json(self.proven),
            "parts": {check: number_to_json(part) for check, part in self.parts.items()},
            "turned": None if self.turned is None else self.turned.to_json(),
            "edges": {check: one.to_json() for check, one in self.edges.items()},
            "hints": {
                check: [_box_to_json(box) for box in boxes] for check, boxes in self.hints.items()
            },
        }

    @classmethod
    def from_json(cls, found: Any) -> Robustness:
        """The statement that was written."""
        turned = found["turned"]
        return cls(
            found["numbers"],
            found["verdicts"],
            tuple(found["left_out"]),
            {name: fraction_from_json(part["exact"]) for name, part in found["parts"].items()},
            None if turned is None else TurningMoves.from_json(turned),
            {
                check: [_box_from_json(box) for box in boxes]
                for check, boxes in found["hints"].items()
            },
            {check: TurningMoves.from_json(one) for check, one in found["edges"].items()},
        )


def _box_to_json(box: BoxHints) -> dict[str, Any]:
    if isinstance(box, Halved):
        return {"halved": box.key, "halves": [_box_to_json(half) for half in box.halves]}
    return {name: hint_to_json(hint) for name, hint in sorted(box.items())}


def _box_from_json(found: Any) -> BoxHints:
    if "halved" in found:
        one, other = found["halves"]
        return Halved(str(found["halved"]), (_box_from_json(one), _box_from_json(other)))
    return {name: hint_from_json(hint) for name, hint in found.items()}
