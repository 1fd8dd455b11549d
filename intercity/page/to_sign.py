"""What to sign, as a page shows it: each change of a clause, and what stands and who has what then.

Changes are those between the sentences of the two deals, so that nothing is told that is not in the
two files.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any, TypeAlias

from intercity.english import listed, shown
from intercity.findings.finding import Finding
from intercity.page.package import Package
from intercity.report import Report
from intercity.scenario.scenario import Scenario
from intercity.topics.deal.words import DEAL_SENTENCES
from intercity.topics.english import wish_words
from intercity.topics.proposal import Path
from intercity.topics.registry import TOPICS
from intercity.words import chosen, words

__all__ = ["Change", "Number", "ToSign", "shown_number", "to_sign"]

ALIKE = 0.6
"""So like each other are two sentences at least that tell the same clause with other numbers."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is shown, its exact value, and where in a report it stands.

    ``of``: of which report, the first ("") or that of the changed deal ("package").
    """

    shown: str
    exact: str
    at: str
    of: str = ""


def shown_number(value: Fraction, *at: str | int, of: str = "") -> Number:
    """A number of a report, by its path there."""
    return Number(shown(value), str(value), json.dumps(at, ensure_ascii=False), of)


@dataclass(frozen=True, slots=True)
class Change:
    """A clause as it is to be signed, and as it was; "" where there is none."""

    now: str
    was: str


@dataclass(frozen=True, slots=True)
class Left:
    """A check that does not stand with the changes: why, and what would mend it, if a clause does.

    ``place``: of the finding in the report of the changed deal, or of the first, as ``of`` says.
    """

    finding: Finding
    place: int
    of: str

    @property
    def name(self) -> str:
        """What the check is called."""
        return words().term(self.finding.name)


Rows: TypeAlias = tuple[tuple[str, tuple[Number | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class ToSign:
    """``as_is``: no check of the deal fails, and no change was found. ``changed``: one was found.

    ``stands``: the checks that stand with what is to be signed; ``mended``: those that fail without
    the changes. ``gone``: those of the deal that are asked no more, as of a park that is left out.
    ``left``: those of the deal that do not stand; ``unused``: that members could have more;
    ``beside``: others that fail. ``rows``: by member, what it has without a deal, by the deal as it
    is, and by what is to be signed. ``conflict``: wishes that exclude each other, as clauses of a
    sentence. ``uneven``: who would gain hardly anything, as a sentence. ``kept``: by check whose
    clauses beside the deal are changed, what each who signs them keeps, members of the deal or not:
    as it is, and then.
    """

    as_is: bool
    changed: bool
    changes: tuple[Change, ...]
    stands: str
    mended: tuple[str, ...]
    gone: str
    left: tuple[Left, ...]
    unused: tuple[Left, ...]
    beside: tuple[Left, ...]
    rows: Rows
    conflict: tuple[str, ...]
    uneven: str = ""
    kept: tuple[tuple[str, Rows], ...] = ()


def to_sign(report: Report, package: Package | None) -> ToSign | None:
    """What to sign; ``None`` where there is no deal, or where it fails and nothing was searched."""
    of_deal = [one for one in report.findings if one.topic.of_the_deal]
    as_is = not any(one.verdict == "fails" for one in of_deal)
    as_is = as_is and (package is None or package.report is None)
    if report.context.compact is None or (package is None and not as_is):
        return None
    found = None if package is None else package.report
    of, then = ("", report) if found is None else ("package", found)
    few = () if found is None else found.context.hardly_gaining
    at_interest = found is not None and bool(found.context.own_gains)
    lacking = {one.name for one in report.findings if one.verdict in ("fails", "undecided")}
    asked = {one.name for one in of_deal if one.verdict != "not asked"}
    gone = (one.name for one in then.findings if one.verdict == "not asked" and one.name in asked)
    lefts = [
        Left(one, k, of)
        for k, one in enumerate(then.findings)
        if one.verdict in ("fails", "undecided")
    ]
    return ToSign(
        as_is=as_is,
        changed=found is not None,
        changes=()
        if found is None
        else (*_changes(report, found), *_changes_outside_deal(report, found)),
        stands=listed(one.name for one in then.findings if one.verdict == "stands"),
        mended=tuple(
            one.name for one in then.findings if one.verdict == "stands" and one.name in lacking
        ),
        gone=listed(gone),
        left=tuple(one for one in lefts if one.finding.topic.of_the_deal),
        unused=tuple(one for one in lefts if one.finding.topic.of_waste),
        beside=tuple(
            one
            for one in lefts
            if not (one.finding.topic.of_the_deal or one.finding.topic.of_waste)
        ),
        rows=() if found is None else tuple(_rows(report, found)),
        conflict=() if package is None else tuple(map(wish_words, package.conflict)),
        uneven=words().hardly_gaining(few, at_interest=at_interest) if few else "",
        kept=() if found is None else tuple(_kept_by_clauses(report, found)),
    )


def _changes(report: Report, changed: Report) -> Iterator[Change]:
    """Each sentence that is new, with the one in whose place it stands; then those left out."""
    before, after = (chosen(DEAL_SENTENCES)(one.context) for one in (report, changed))
    matched = SequenceMatcher(a=before, b=after, autojunk=False)
    for what, i, j, k, m in matched.get_opcodes():
        if what == "equal":
            continue
        yield from _paired(before[i:j], after[k:m])


def _changes_outside_deal(report: Report, changed: Report) -> Iterator[Change]:
    """Each clause outside the deal that is new or another one, as the file says it."""
    both = [one.scenario for one in (report, changed)]
    told = {path: topic for topic in TOPICS for path in topic.signed}
    for path, topic in told.items():
        was, now = (chosen(topic.contents.words).signed(one) or _clause(one, path) for one in both)
        if was != now:
            yield Change(now, was)


def _kept_by_clauses(report: Report, changed: Report) -> Iterator[tuple[str, Rows]]:
    """By check whose clauses beside the deal are changed, what each keeps by them."""
    for place, (was, now) in enumerate(zip(report.findings, changed.findings, strict=True)):
        topic, texts = was.topic, (report.scenario, changed.scenario)
        clauses = [[_clause(one, path) for path in topic.signed] for one in texts]
        if not topic.kept or clauses[0] == clauses[1]:
            continue
        columns: tuple[tuple[Mapping[str, Fraction], str], ...] = (
            (getattr(was.facts, topic.kept, {}), ""),
            (getattr(now.facts, topic.kept, {}), "package"),
        )
        at = ("findings", place, "facts", topic.kept)
        cities = dict.fromkeys(city for kept, _ in columns for city in kept)
        yield (
            was.name,
            tuple(
                (
                    city,
                    tuple(
                        shown_number(kept[city], *at, city, of=of) if city in kept else None
                        for kept, of in columns
                    ),
                )
                for city in cities
            ),
        )


def _clause(scenario: Scenario, path: Path) -> str:
    """What its file says under a key, as a sentence; "" where it says nothing there."""
    table, key = path
    said = tomllib.loads(scenario.text).get(table, {}).get(key)
    if said is None:
        return ""
    if not isinstance(said, Mapping):
        return words().clause_in_file(table, {key: _value(said)})
    told = {name: _value(one) for name, one in said.items()}
    return words().clause_in_file(f"{table}.{key}", told)


def _value(said: Any) -> str:
    """A value of a file: a number that has a range without it."""
    if isinstance(said, Mapping) and "v" in said:
        said = said["v"]
    if isinstance(said, Mapping):
        return ", ".join(f"{name} {_value(one)}" for name, one in said.items())
    if isinstance(said, list):
        return listed(map(_value, said))
    return str(said).lower() if isinstance(said, bool) else str(said)


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Each new sentence with the old one that it is most like, if it is like one."""
    rest = list(old)
    for now in new:
        like = {was: SequenceMatcher(a=was, b=now, autojunk=False).ratio() for was in rest}
        was = max(like, key=lambda one: like[one], default="")
        if was and like[was] >= ALIKE:
            rest.remove(was)
            yield Change(now, was)
        else:
            yield Change(now, "")
    for was in rest:
        yield Change("", was)


def _rows(report: Report, changed: Report) -> Iterator[tuple[str, tuple[Number | None, ...]]]:
    for city in changed.context.members:
        columns = (
            (report, "alone", ""),
            (report, "signed", ""),
            (changed, "signed", "package"),
        )
        yield (
            city,
            tuple(
                shown_number(values[city], "payoffs", name, city, of=of)
                if city in (values := getattr(one.payoffs, name))
                else None
                for one, name, of in columns
            ),
        )
