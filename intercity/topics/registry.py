"""All topics, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from intercity.region.context import Context
from intercity.topics.topic import Topic

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario
    from mechanisms.compact.run_solver import RunSolver

__all__ = ["TOPICS", "context_of", "topics_of"]

NAMES = (
    "model",
    "deal",
    "surplus",
    "park",
    "all_together",
    "terms",
    "efficiency",
    "outside_offers",
    "firms_choice",
    "walk_away",
    "hold_up",
    "arms_race",
    "truce_clubs",
    "private_values",
    "pairing",
    "operator",
    "statistics",
    "consistency",
    "equalisation",
    "double_effect",
    "flow",
    "cobweb",
    "white_space",
    "zone",
    "weekend_engineers",
    "claims",
    "industries",
    "point_hub",
    "meetings",
    "broker",
    "corridor",
    "firm_offers",
    "paths",
    "negotiation",
)
"""The folders of this package that hold a topic, one a line."""

TOPICS: tuple[Topic, ...] = tuple(import_module(f"intercity.topics.{name}").TOPIC for name in NAMES)


def _refuse_duplicates() -> None:
    """``ValueError`` where two topics have one name, or add one table."""
    for kind, given in (
        ("name", [topic.name for topic in TOPICS]),
        ("table", [key for topic in TOPICS for key in topic.tables]),
    ):
        twice = {one for one in given if given.count(one) > 1}
        if twice:
            raise ValueError(f"two topics have the {kind} {', '.join(sorted(twice))}")


_refuse_duplicates()


def topics_of(scenario: Scenario) -> Iterator[Topic]:
    """Those that say something of a scenario: the others need not be imported."""
    return (topic for topic in TOPICS if topic.concerns(scenario))


def context_of(scenario: Scenario, run_solver: RunSolver, *, brief: bool = False) -> Context:
    """What checks look at, the games of all topics built; ``InvalidInput`` where one cannot be."""
    context = Context(scenario, run_solver, brief=brief)
    for topic in topics_of(scenario):
        for game in topic.contents.games:
            context.once(game)
    return context
