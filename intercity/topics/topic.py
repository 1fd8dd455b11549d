"""A topic: one question that is asked of a region, and everything that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from intercity.scenario.section import Section

if TYPE_CHECKING:
    from fractions import Fraction

    from matplotlib.figure import Figure

    from intercity.drawing.chart import Chart
    from intercity.region.context import Context
    from intercity.scenario.errors import Violation
    from intercity.scenario.scenario import Scenario
    from intercity.topics.condition import Condition
    from intercity.topics.outcome import Outcome, Undecided
    from intercity.topics.proposal import Path, Proposal
    from intercity.topics.words import Words

__all__ = ["Topic"]


def _nothing(*_: Any) -> Iterable[Any]:
    return ()


def _no_objection(_: Context) -> Undecided | None:
    return None


def _no_conditions(_: Context) -> Mapping[Condition, Fraction]:
    return {}


def _no_pictures(_: Any) -> Mapping[str, Callable[[], Figure]]:
    return {}


Charts: TypeAlias = "Callable[[Context, Outcome], Iterable[Chart]]"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a topic has; all of it may be left out.

    ``sections``: its tables of the scenario file, by key, each with what it is about.
    ``violations``: what is wrong between tables. ``games``: what is built from the scenario before
    any check. ``check``: what is found, as facts. ``outcomes``: the classes of what it returns.
    ``words``: the sentences on it, by language; there is English alone.
    ``guard``: why no check ``of_groups`` can be decided, where that is so. ``of_groups``: whether
    it compares with what groups could make. ``of_plans``: whether it compares with what members
    would have, did they do otherwise than the deal says; checks of groups do, too.
    ``by_component``: whether, without a deal, it looks at each component of a region by itself.
    ``of_the_deal``: whether it is about a deal, or about what else a scenario asks.
    ``of_the_file``: whether it looks at the file's own deal, whatever clauses are tried in it.
    ``on_box``: the verdict on a whole box of numbers, in which the context's numbers move; it may
    be what it would turn on, or raise ``Unsettled``. ``None``: nothing is said of boxes.
    ``kinds``: the verdict, by what ``on_box`` says, where that is none.
    ``on_many``: whether boxes of all numbers are tried, too, not of two alone.
    ``conditions``: of a deal that can be carried out, the numbers that must not be negative for the
    check to stand, each linear in the money that clauses move; where they do not decide it, none.
    ``proposals``: what could be written into the file to mend what its check found, the best first.
    ``signed``: the keys of the file, outside the deal, under which such clauses stand.
    ``kept``: the fact that says what each who signs them keeps, by city.
    ``equations``: its chapter of the model text. ``pictures``: by name. ``charts``: of what was
    found, for the page of a report, by language.
    """

    name: str
    number: int = 0
    sections: Mapping[str, tuple[type[Section], str]] = field(default_factory=dict)
    violations: Callable[[Scenario], Iterable[Violation]] = _nothing
    games: tuple[Callable[[Context], Any], ...] = ()
    check: Callable[[Context], Outcome] | None = None
    outcomes: tuple[type[Outcome], ...] = ()
    words: Mapping[str, Words] = field(default_factory=dict)
    guard: Callable[[Context], Undecided | None] = _no_objection
    of_groups: bool = False
    of_plans: bool = False
    by_component: bool = False
    of_the_deal: bool = False
    of_the_file: bool = False
    on_box: Callable[[Context], str] | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    on_many: bool = True
    conditions: Callable[[Context], Mapping[Condition, Fraction]] = _no_conditions
    proposals: Callable[[Context, Any], Iterable[Proposal]] = _nothing
    signed: tuple[Path, ...] = ()
    kept: str = ""
    equations: Callable[[Context], Iterator[str]] = _nothing  # type: ignore[assignment]
    pictures: Callable[[Context], Mapping[str, Callable[[], Figure]]] = _no_pictures
    charts: Mapping[str, Charts] = field(default_factory=dict)

    @property
    def has_conditions(self) -> bool:
        """Whether money that clauses move can bear on its check."""
        return self.conditions is not _no_conditions

    def in_doubt(self, context: Context) -> bool:
        """Whether it looks at plans in which cities keep another share of their tax."""
        return (self.of_groups or self.of_plans) and bool(context.several_rates)
