"""Verdicts of an audit: a property holds, fails, was not refuted, or does not apply.

The four are kept apart by type. Only ``Holds`` counts as true, so that ``if audit[property]:`` asks
whether it is proven. ``Fails`` has the case that breaks the property; where the search for one was
not exhaustive and found none, the verdict is ``NotRefuted``, with the number of cases.

>>> bool(NotRefuted("no collusion by a pair", 1000)), bool(Holds("anonymity", "all 9 profiles"))
(False, True)
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from solvers.bargaining.axiom import NotRefuted

__all__ = [
    "CLOSE",
    "Fails",
    "Holds",
    "NotApplicable",
    "NotRefuted",
    "Verdict",
    "verdict_facts",
]


CLOSE = Fraction(99, 100)
"""How close to a supremum that is not reached the case shown comes, at least."""


@dataclass(frozen=True, slots=True)
class Holds:
    """The property holds, exactly. ``by``: the cases that were all checked, or the theorem.

    ``groups``: where the property is about groups that can act by themselves, which were asked.
    """

    property: str
    by: str
    groups: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return f"holds ({self.by})"


@dataclass(frozen=True, slots=True)
class Fails:
    """The property fails, by a case in which as few cities deviate as possible.

    Of all such cases it is the one with the greatest ``gain`` (the first of several), but for
    misreports that pay on average among three cities or more with types in ranges, and for gains in
    which powers of reports stay: there a better one may be.

    ``who``: the cities that misreport, walk out, or are treated badly; none where it is the fund or
    all. ``truth``: the true types that matter to the case; ``reports``: what is reported, where it
    is another. ``gain``: what the misreport brings, or what is lost or missing. ``sentence``: the
    case in words. ``supremum``: what other cases come as close to as one likes and none reaches, as
    can be on ranges of types; ``None`` where no case has more than ``gain``.
    """

    property: str
    who: tuple[str, ...]
    truth: Mapping[str, Hashable]
    reports: Mapping[str, Hashable]
    gain: Fraction
    sentence: str
    supremum: Fraction | None = None

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"fails: {self.sentence}"


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The property compares what this problem does not have. ``why``: what is missing."""

    property: str
    why: str

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"does not apply: {self.why}"


Verdict = Holds | Fails | NotRefuted | NotApplicable


WORDS: dict[type, str] = {
    Holds: "holds",
    Fails: "fails",
    NotRefuted: "not refuted",
    NotApplicable: "does not apply",
}
_BASIS = (
    "by", "groups", "sentence", "who", "truth", "reports", "gain", "supremum", "cases", "why"
)  # fmt: skip
"""The fields of verdicts that say what they rest on."""


def verdict_facts(verdicts: Mapping[str, Verdict]) -> Iterator[tuple[str, object]]:
    """Verdicts as facts for a table: the verdict of each property, then what it rests on.

    >>> dict(verdict_facts({"anonymity": Holds("anonymity", "all 9 profiles")}))["verdict"]
    {'anonymity': 'holds'}
    """
    yield "verdict", {name: WORDS[type(one)] for name, one in verdicts.items()}
    for fact in _BASIS:
        found = {name: getattr(one, fact, None) for name, one in verdicts.items()}
        facts = {name: one for name, one in found.items() if one not in (None, (), {})}
        if facts:
            yield fact, facts
