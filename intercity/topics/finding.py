"""What a check finds: a verdict, in plain words, with its figures and its repair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Literal

from games.exact import number_to_json
from intercity.topics.outcome import Outcome, facts_of, to_json
from intercity.topics.words import RuleRow, ShareRow

__all__ = [
    "Finding",
    "Verdict",
]

Verdict = Literal["stands", "fails", "undecided", "not asked"]


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """The outcome of one check.

    ``says``: what was found, in an economist's words. ``repair``: the clause that would mend it, or
    "none" and why. ``margin``: how far the verdict is from tipping (negative when it fails), in the
    check's own unit. ``mends``: the share of the loss that the repair mends; ``None`` where there
    is no repair. ``figures``: the numbers behind the words. ``proof``: whether these are exact,
    or enclosed and how tightly. ``finer``: a verdict that distinguishes more than ``verdict``.
    ``headline``: what the first lines of a report say of it, where it is told there.
    ``rules``: the rules that were compared, a row each; ``shares``: the ways to share a cost.
    ``facts``: what the words are made of.
    """

    number: int
    name: str
    verdict: Verdict
    says: str
    repair: str = ""
    margin: Fraction | None = None
    figures: Mapping[str, Fraction] = field(default_factory=dict)
    finer: str = ""
    proof: str = "exact"
    headline: str = ""
    rules: tuple[RuleRow, ...] = ()
    shares: tuple[ShareRow, ...] = ()
    mends: Fraction | None = None
    facts: Outcome | None = None

    def __repr__(self) -> str:
        return f"Finding({self.name}: {self.verdict})"

    def __str__(self) -> str:
        repair = f" REPAIR {self.repair}" if self.repair else ""
        return f"{self.name}: {self.verdict}. {self.says}{repair}"

    @property
    def mended(self) -> bool:
        """Whether there is a clause that repairs at least half of what fails."""
        return self.mends is not None and self.mends >= Fraction(1, 2)

    @property
    def outcome(self) -> str:
        """The finest verdict, which a number may flip."""
        return self.finer or self.verdict

    def to_json(self) -> dict[str, Any]:
        return {
            "check": self.number,
            "name": self.name,
            "verdict": self.verdict,
            "says": self.says,
            "repair": self.repair,
            "mends": None if self.mends is None else number_to_json(self.mends),
            "rules": [asdict(row) for row in self.rules],
            "shares": [asdict(row) for row in self.shares],
            "proof": self.proof,
            "facts": None if self.facts is None else to_json(facts_of(self.facts)),
            "figures": {name: number_to_json(value) for name, value in self.figures.items()},
        }
