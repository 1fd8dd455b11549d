"""Outcomes: what a check found, as facts.

An outcome has a verdict, how far it is from tipping, what would repair it, and the facts of its
topic as named fields. It holds numbers, names and enumerations, and no sentence: those are made
from it by the words of the topic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar, TypeVar

from games.errors import IntercityError
from games.exact import number_to_json
from solvers.answer import EXACT, Proof
from solvers.tidy_rows import Tidy

__all__ = [
    "Clause",
    "Components",
    "NoPayoffs",
    "NoRepair",
    "NotAsked",
    "Outcome",
    "Repair",
    "RepairedComponent",
    "Undecided",
    "Verdict",
    "facts_of",
    "in_components",
    "numbers_in",
    "to_json",
]


class Verdict(StrEnum):
    """Whether what a check asks for holds."""

    STANDS = "stands"
    FAILS = "fails"
    UNDECIDED = "undecided"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Tidy):
    """One clause that could be written into the deal, as data. Each kind is a class of its own."""

    kind: ClassVar[str] = "clause"

    def _facts(self) -> Iterator[tuple[str, object]]:
        yield "kind", self.kind
        yield from Tidy._facts(self)


C = TypeVar("C", bound=Clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Clauses that repair what fails, and which share of the loss they mend.

    ``unique``: whether they are the only ones that do it with so little. ``alternatives``: whether
    each of them does it by itself. ``instead``: other clauses, which mend no more.
    """

    clauses: tuple[Clause, ...]
    mends: Fraction = Fraction(1)
    unique: bool = True
    alternatives: bool = False
    instead: Repair | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRepair:
    """That no lawful clause repairs it, and why. Topics add what they looked at, as fields."""

    reason: StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a check found. Each topic adds its facts as fields.

    ``margin``: how far the verdict is from tipping, in the check's own unit, negative where it
    fails; ``None`` where nothing measures it. ``repair``: ``None`` where nothing fails, or where
    only the verdict was asked for. ``proof``: whether the numbers are exact, or how closely they
    are enclosed.
    """

    verdict: Verdict
    margin: Fraction | None = None
    repair: Repair | NoRepair | None = None
    proof: Proof = EXACT

    @property
    def turns_on(self) -> str:
        """The finest verdict, which a number may turn."""
        return self.verdict.value

    @property
    def mended(self) -> bool:
        """Whether there are clauses that repair at least half of what fails."""
        return isinstance(self.repair, Repair) and self.repair.mends >= Fraction(1, 2)

    def clauses(self, kind: type[C]) -> tuple[C, ...]:
        """The clauses of the repair that are of a kind."""
        found = self.repair.clauses if isinstance(self.repair, Repair) else ()
        return tuple(one for one in found if isinstance(one, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAsked(Outcome):
    """That the scenario does not ask: any one of ``needs`` would.

    A need is a section, by its key; what is no section is of an enumeration of the topic.

    >>> NotAsked(needs=("resources", "game")).verdict.value
    'not asked'
    """

    verdict: Verdict = Verdict.NOT_ASKED
    needs: tuple[str, ...]


class NoPayoffs(StrEnum):
    """Why a deal has no payoffs to look at, whatever is asked of it."""

    PROMISES_TOO_MUCH = "promises too much"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided(Outcome):
    """That there is no answer: the reason, or the error that a solver met."""

    verdict: Verdict = Verdict.UNDECIDED
    reason: StrEnum | None = None
    error: IntercityError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairedComponent(Clause):
    """What repairs a component of the region by itself."""

    kind: ClassVar[str] = "in a component"
    cities: tuple[str, ...]
    repair: Repair


@dataclass(frozen=True, slots=True, kw_only=True)
class Components(Outcome):
    """What was found in each unrelated component of a region, by its cities: the worst counts."""

    parts: Mapping[tuple[str, ...], Outcome]

    @property
    def deciding(self) -> tuple[tuple[str, ...], ...]:
        """The components whose verdict is that of the region."""
        return tuple(c for c, one in self.parts.items() if one.verdict is self.verdict)


def in_components(found: Mapping[tuple[str, ...], Outcome]) -> Outcome:
    """The outcome of a region from those of its components, of those that ask at all.

    It has a repair if each component that fails has one, and it mends as much as the least of them.
    """
    parts = {cities: one for cities, one in found.items() if one.verdict is not Verdict.NOT_ASKED}
    if not parts:
        return next(iter(found.values()))
    worst = (Verdict.FAILS, Verdict.UNDECIDED, Verdict.STANDS)
    margins = [one.margin for one in parts.values() if one.margin is not None]
    failing = {c: one.repair for c, one in parts.items() if one.verdict is Verdict.FAILS}
    repairs = {c: one for c, one in failing.items() if isinstance(one, Repair)}
    repair: Repair | NoRepair | None = next(
        (one for one in failing.values() if isinstance(one, NoRepair)), None
    )
    if repairs and len(repairs) == len(failing):
        repair = Repair(
            clauses=tuple(RepairedComponent(cities=c, repair=one) for c, one in repairs.items()),
            mends=min(one.mends for one in repairs.values()),
        )
    return Components(
        verdict=min((one.verdict for one in parts.values()), key=worst.index),
        margin=min(margins, default=None),
        repair=repair,
        proof=next((one.proof for one in parts.values() if one.proof != EXACT), EXACT),
        parts=parts,
    )


def facts_of(outcome: Outcome) -> dict[str, Any]:
    """The facts that the topic adds, by name."""
    common = {field.name for field in fields(Outcome)}
    own = (field.name for field in fields(outcome) if field.name not in common)
    return {name: getattr(outcome, name) for name in own}


def numbers_in(fact: Any) -> int:
    """How many exact numbers a fact holds.

    >>> numbers_in({"A": Fraction(1), "B": (Fraction(2), None)})
    2
    """
    if isinstance(fact, Fraction):
        return 1
    if isinstance(fact, Mapping):
        return sum(map(numbers_in, fact.values()))
    if isinstance(fact, tuple | list):
        return sum(map(numbers_in, fact))
    if is_dataclass(fact) and not isinstance(fact, type):
        return sum(numbers_in(getattr(fact, field.name)) for field in fields(fact))
    return 0


def to_json(fact: Any) -> Any:
    """A fact in JSON: exact numbers as such, enumerations by name, groups by their cities.

    That there is no repair has its reason under ``none``.

    >>> to_json({("A", "B"): Fraction(1, 2)})
    {'A, B': {'exact': '1/2', 'value': 0.5}}
    """
    if isinstance(fact, Fraction):
        return number_to_json(fact)
    if isinstance(fact, StrEnum):
        return fact.name.lower()
    if isinstance(fact, IntercityError):
        return {"message": str(fact)}
    if isinstance(fact, Proof):
        return str(fact)
    if isinstance(fact, Mapping):
        return {_key(key): to_json(each) for key, each in fact.items()}
    if isinstance(fact, tuple | list):
        return [to_json(each) for each in fact]
    if is_dataclass(fact) and not isinstance(fact, type):
        told = {field.name: to_json(getattr(fact, field.name)) for field in fields(fact)}
        if isinstance(fact, NoRepair):
            return {"none": told.pop("reason"), **told}
        return {"kind": fact.kind, **told} if isinstance(fact, Clause) else told
    return fact


def _key(key: Any) -> str:
    if isinstance(key, StrEnum):
        return key.name.lower()
    return ", ".join(key) if isinstance(key, tuple) else str(key)
