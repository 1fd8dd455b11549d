"""A finding: what one check found, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from intercity.english import fitting
from intercity.topics.outcome import (
    Components,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    facts_of,
    numbers_in,
    to_json,
)
from intercity.topics.topic import Topic
from intercity.topics.words import LINE, REMEDY, Row, in_each, not_asked, undecided
from intercity.words import chosen, words
from solvers.answer import Proof

if TYPE_CHECKING:
    from intercity.drawing.chart import Chart
    from intercity.region.context import Context

__all__ = ["Finding"]

Said = Literal["says", "repair", "line", "remedy", "falls", "proviso", "headline"]


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """The outcome of a topic's check: ``facts``. All that is said is made from them.

    ``turns_on``: the finest verdict, which a number may turn.
    """

    topic: Topic
    facts: Outcome

    def __repr__(self) -> str:
        return f"Finding({self.name}: {self.verdict})"

    def __str__(self) -> str:
        repair = f" REPAIR {self.repair}" if self.repair else ""
        return f"{self.name}: {self.verdict}. {self.says}{repair}"

    @property
    def name(self) -> str:
        """The check's name."""
        return self.topic.name

    @property
    def verdict(self) -> str:
        """stands, fails, undecided or not asked."""
        return self.facts.verdict.value

    @property
    def margin(self) -> Fraction | None:
        """How far the verdict is from tipping, in the check's own unit; negative when it fails."""
        return self.facts.margin

    @property
    def proof(self) -> Proof:
        """Whether its numbers are exact, or how closely they are enclosed."""
        return self.facts.proof

    @property
    def mends(self) -> Fraction | None:
        """The share of the loss that the repair mends; ``None`` where there is none."""
        return self.facts.repair.mends if isinstance(self.facts.repair, Repair) else None

    @property
    def mended(self) -> bool:
        """Whether there are clauses that repair at least half of what fails."""
        return self.facts.mended

    @property
    def in_part(self) -> bool:
        """Whether clauses repair something, and less than half of what fails."""
        return self.mends is not None and self.mends > 0 and not self.mended

    @property
    def turns_on(self) -> str:
        """The finest verdict, which a number may turn."""
        return self.facts.turns_on

    @property
    def claims(self) -> int:
        """The verdict, and each number behind it."""
        return 0 if isinstance(self.facts, NotAsked) else 1 + numbers_in(facts_of(self.facts))

    @property
    def asks(self) -> str:
        """The check as a question, answered yes where it stands and no where it fails."""
        return chosen(self.topic.contents.words).asks

    @property
    def says(self) -> str:
        """What was found, in a sentence."""
        return _text(self.topic, self.facts, "says")

    @property
    def repair(self) -> str:
        """What would repair it, in a sentence; empty where nothing fails."""
        return _text(self.topic, self.facts, "repair")

    @property
    def line(self) -> str:
        """What was found, in one short line."""
        return _text(self.topic, self.facts, "line")

    @property
    def remedy(self) -> str:
        """The clause that repairs it, in one short line; empty where there is none."""
        return _text(self.topic, self.facts, "remedy")

    @property
    def falls(self) -> str:
        """Of a repair that mends a part, what falls by it from what to what; else empty."""
        return "" if self.mends is None or not 0 < self.mends < 1 else _falls(self)

    @property
    def proviso(self) -> str:
        """On what a check that stands rests alone, or who has less by what it finds; else empty."""
        return _text(self.topic, self.facts, "proviso") if self.verdict == "stands" else ""

    @property
    def headline(self) -> str:
        """What the first lines of a report say of it where there is no deal."""
        return _text(self.topic, self.facts, "headline")

    @property
    def tables(self) -> tuple[Row, ...]:
        """Rows of what was compared."""
        return _rows(self.topic, self.facts)

    def charts(self, context: Context) -> Iterable[Chart]:
        """What is drawn of it for the page of a report."""
        if isinstance(self.facts, NotAsked) or not self.topic.contents.charts:
            return ()
        return chosen(self.topic.contents.charts)(context, self.facts)

    def to_json(self) -> dict[str, Any]:
        """The facts under the names of their fields, and the words apart."""
        return {
            "check": self.topic.number,
            "name": self.name,
            "verdict": self.verdict,
            "margin": to_json(self.margin),
            "proof": str(self.facts.proof),
            "facts": to_json(facts_of(self.facts)),
            "repair": to_json(self.facts.repair),
            "words": {name: getattr(self, name) for name in ("says", "repair", "line", "remedy")},
        }


def _text(topic: Topic, found: Outcome, what: Said) -> str:
    if isinstance(found, NotAsked):
        return not_asked(found) if what in ("says", "line") else ""
    own = chosen(topic.contents.words)
    if isinstance(found, Undecided) and (found.error or found.reason in own.reasons):
        return undecided(found, own.reasons) if what in ("says", "line") else ""
    if isinstance(found, Components):
        each = {cities: _text(topic, one, what) for cities, one in found.parts.items()}
        if what in ("line", "remedy"):
            return _in_short(found, each, LINE if what == "line" else REMEDY)
        return in_each({cities: text for cities, text in each.items() if text})
    told: str = getattr(own, what)(found)
    return told


def _falls(finding: Finding) -> str:
    """Of one component only, as remedies of several are told in short."""
    facts = finding.facts
    if not isinstance(facts, Components):
        return _text(finding.topic, facts, "falls")
    if len(facts.deciding) > 1:
        return ""
    return _text(finding.topic, facts.parts[facts.deciding[0]], "falls")


def _in_short(found: Components, each: Mapping[tuple[str, ...], str], most: int) -> str:
    """What is told of the components that decide; if it is too long, of the first of them."""
    told = {cities: each[cities] for cities in found.deciding if each[cities]}
    if not told:
        return ""
    cities, first = next(iter(told.items()))
    more = words().other_parts(len(told) - 1) if len(told) > 1 else ""
    named = words().in_part(cities, first)
    return fitting(most, in_each(told), named + more, first + more, named, first)


def _rows(topic: Topic, found: Outcome) -> tuple[Row, ...]:
    if isinstance(found, NotAsked | Undecided):
        return ()
    if isinstance(found, Components):
        return tuple(row for one in found.parts.values() for row in _rows(topic, one))
    return chosen(topic.contents.words).tables(found)
