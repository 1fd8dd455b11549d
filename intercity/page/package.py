"""What to sign: a deal with clauses changed so that more of its checks stand, as a page carries it.

The page has the changed file, and its report with the certificates. So what it says of the changed
deal is proven as what it says of the first is. That no better change was found is the result of a
search, and not proven.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from games.errors import IntercityError
from intercity.checkup.replay import verify_report
from intercity.proofs import Unverified
from intercity.report import Report
from intercity.scenario.deal import Compact
from intercity.scenario.scenario import Scenario
from intercity.scenario_file import parse_scenario
from intercity.topics.condition import Condition, Wish
from intercity.topics.registry import TOPICS

__all__ = ["Package", "more_stand", "proven_package"]

KEPT = ("members", "limits", "bargaining", "lag")
"""What of a deal is no clause, and stays as it is."""


@dataclass(frozen=True, slots=True, repr=False)
class Package:
    """What was found to sign. ``Amendment.package`` gives it.

    ``report``: the check-up of the changed deal; ``None`` where no change was found with which more
    checks stand. ``conflict``: wishes that exclude each other, if some were found.
    """

    report: Report | None = None
    conflict: tuple[Condition, ...] = ()

    def __repr__(self) -> str:
        return f"Package({'no change' if self.report is None else repr(self.report)})"

    def conflict_to_json(self) -> list[dict[str, Any]]:
        """The wishes as data."""
        return [
            {"wish": one.wish.name, "cities": list(one.cities), "year": one.year}
            for one in self.conflict
        ]


def proven_package(before: Report, carried: Any) -> Package:
    """The package that a page carries for a report, its own report re-checked without a solver.

    That its wishes exclude each other is the word of a search, as the page says.

    Errors: ``Unverified`` where it is damaged, changes more than clauses, or is not proven.
    """
    scenario = before.scenario
    try:
        changed, conflict = _report(scenario, carried), tuple(map(_wish, carried["conflict"]))
    except Unverified:
        raise
    except IntercityError as error:
        raise Unverified(f"What to sign is no scenario: {error}") from None
    except (LookupError, TypeError, ValueError):
        raise Unverified("What to sign is damaged") from None
    if changed is not None and not more_stand(before, changed):
        raise Unverified("With what is to be signed no more checks stand than before")
    members = () if scenario.compact is None else scenario.compact.members
    if not all(set(wish.cities) <= set(members) for wish in conflict):
        raise Unverified("What to sign tells wishes of cities that are no members")
    return Package(changed, conflict)


def more_stand(before: Report, after: Report) -> bool:
    """Whether more checks stand, and none that stood before fails."""
    stood, stand = (
        {finding.name for finding in one.findings if finding.verdict == "stands"}
        for one in (before, after)
    )
    lost = {finding.name for finding in after.findings if finding.verdict in ("fails", "undecided")}
    return len(stand) > len(stood) and not stood & lost


def _report(scenario: Scenario, carried: Mapping[str, Any]) -> Report | None:
    if carried["report"] is None:
        return None
    changed = parse_scenario(carried["scenario"], scenario.path)
    if not _differ_in_clauses_alone(scenario, changed):
        raise Unverified("What to sign changes more than clauses of the deal")
    outcome = verify_report(changed, carried["report"])
    if outcome.report is None:
        raise Unverified(f"What to sign is not proven: {outcome.reason.rstrip('.')}")
    return outcome.report


def _differ_in_clauses_alone(scenario: Scenario, changed: Scenario) -> bool:
    one, other = scenario.compact, changed.compact
    if one is None or other is None:
        return False
    alike = all(getattr(one, name) == getattr(other, name) for name in KEPT)
    parks = other.projects in (one.projects, None)  # they may be left out
    return alike and parks and _but_for_the_deal(scenario) == _but_for_the_deal(changed)


def _but_for_the_deal(scenario: Scenario) -> dict[str, Any]:
    """What the file says, but for the deal and the clauses that topics sign beside it."""
    tables = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    given = tomllib.loads(scenario.text, parse_float=Decimal)
    for topic in TOPICS:
        for table, key in topic.signed:
            if table in given:
                tables[table] = given[table]
                given[table].pop(key, None)
    return {name: one for name, one in tables.items() if not isinstance(one, Compact)}


def _wish(told: Mapping[str, Any]) -> Condition:
    cities, year = tuple(told["cities"]), told["year"]
    named = bool(cities) and all(isinstance(city, str) for city in cities)
    if not named or not (year is None or type(year) is int):
        raise ValueError
    return Condition(Wish[told["wish"]], cities, year)
