"""A topic: one question that is asked of a region, and everything that belongs to it.

Its files are imported when they are first asked for: a file without its tables does not need them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
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
    from intercity.topics.outcome import NotAsked, Outcome, Undecided
    from intercity.topics.proposal import Path, Proposal
    from intercity.topics.words import Words

__all__ = ["Contents", "Topic"]


def _nothing(*_: Any) -> Iterable[Any]:
    return ()


def _no_objection(_: Context) -> Undecided | None:
    return None


def _no_conditions(_: Context) -> Mapping[Condition, Fraction]:
    return {}


def _no_pictures(_: Any) -> Mapping[str, Callable[[], Figure]]:
    return {}


Charts: TypeAlias = "Callable[[Context, Outcome], Iterable[Chart]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a topic has in its files; all of it may be left out.

    ``sections``: the classes of its tables, by key. ``violations``: what is wrong between tables.
    ``games``: what is built from the scenario before any check. ``check``: what is found, as facts.
    ``outcomes``: the classes of what it returns.
    ``words``: the sentences on it, by language; there is English alone.
    ``guard``: why no check ``of_groups`` can be decided, where that is so.
    ``kinds``: the verdict, by what ``on_box`` says, where that is none.
    ``conditions``: of a deal that can be carried out, the numbers that must not be negative for the
    check to stand, each linear in the money that clauses move; where they do not decide it, none.
    ``proposals``: what could be written into the file to mend what its check found, the best first.
    ``equations``: its chapter of the model text. ``pictures``: by name. ``charts``: of what was
    found, for the page of a report, by language.
    """

    sections: Mapping[str, type[Section]] = field(default_factory=dict)
    violations: Callable[[Scenario], Iterable[Violation]] = _nothing
    games: tuple[Callable[[Context], Any], ...] = ()
    check: Callable[[Context], Outcome] | None = None
    outcomes: tuple[type[Outcome], ...] = ()
    words: Mapping[str, Words] = field(default_factory=dict)
    guard: Callable[[Context], Undecided | None] = _no_objection
    kinds: Mapping[str, str] = field(default_factory=dict)
    conditions: Callable[[Context], Mapping[Condition, Fraction]] = _no_conditions
    proposals: Callable[[Context, Any], Iterable[Proposal]] = _nothing
    equations: Callable[[Context], Iterator[str]] = _nothing  # type: ignore[assignment]
    pictures: Callable[[Context], Mapping[str, Callable[[], Figure]]] = _no_pictures
    charts: Mapping[str, Charts] = field(default_factory=dict)

    @property
    def has_conditions(self) -> bool:
        """Whether money that clauses move can bear on its check."""
        return self.conditions is not _no_conditions


@dataclass(frozen=True, slots=True)
class Topic:
    """What is known of a topic before its files are imported; all but its name may be left out.

    ``number``: of its check; 0 where it has none.
    ``tables``: what it adds to the scenario file, by key, each with what it is about. Of a file
    that has none of them, and none that it ``needs``, it says nothing.
    ``needs``: what such a file lacks for the check to be asked; left out, the tables.
    ``of_groups``: whether it compares with what groups could make. ``of_plans``: whether it
    compares with what members would have, did they do otherwise than the deal says; checks of
    groups do, too. ``by_component``: whether, without a deal, it looks at each component of a
    region by itself.
    ``of_the_deal``: whether it asks if a deal holds, and costs nobody anything; or what else a
    scenario asks.
    ``of_waste``: whether it fails where a deal wastes something, which breaks no deal.
    ``asks_outsiders``: whether it has to search, among many cities, what outsiders could offer: for
    each deal anew, which takes long.
    ``of_the_file``: whether it looks at the file's own deal, whatever clauses are tried in it.
    ``on_box``: the verdict on a whole box of numbers, in which the context's numbers move; it may
    be what it would turn on, or raise ``Unsettled``. ``None``: nothing is said of boxes.
    ``on_many``: whether boxes of all numbers are tried, too, not of two alone.
    ``signed``: the keys of the file, outside the deal, under which its proposals stand.
    ``kept``: the fact that says what each who signs them keeps, by city.
    ``load``: imports the topic's files.
    """

    name: str
    number: int = 0
    tables: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    of_groups: bool = False
    of_plans: bool = False
    by_component: bool = False
    of_the_deal: bool = False
    of_waste: bool = False
    asks_outsiders: bool = False
    of_the_file: bool = False
    on_box: Callable[[Context], str] | None = None
    on_many: bool = True
    signed: tuple[Path, ...] = ()
    kept: str = ""
    load: Callable[[], Contents] = Contents

    @property
    def contents(self) -> Contents:
        """What it has in its files, imported when first asked for."""
        return _loaded(self.load)

    def concerns(self, scenario: Scenario) -> bool:
        r"""Whether a file has a table of which it says something; without tables, of any.

        >>> from intercity import parse_scenario
        >>> from intercity.topics.corridor import TOPIC
        >>> TOPIC.concerns(parse_scenario('format = 1\ntitle = "a city"\ncities.A = {}'))
        False
        """
        return not self.tables or any(map(scenario.has, (*self.tables, *self.needs)))

    def not_asked(self) -> NotAsked:
        """What is found in a file that it does not concern."""
        from intercity.topics.outcome import NotAsked

        return NotAsked(needs=self.needs or tuple(self.tables))

    def in_doubt(self, context: Context) -> bool:
        """Whether it looks at plans in which cities keep another share of their tax."""
        return (self.of_groups or self.of_plans) and bool(context.several_rates)


@cache
def _loaded(load: Callable[[], Contents]) -> Contents:
    return load()
