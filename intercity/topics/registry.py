"""All topics, in the order in which they are read."""

from __future__ import annotations

from importlib import import_module

from intercity.topics.topic import Topic

__all__ = ["TOPICS"]

NAMES = (
    "model",
    "deal",
    "surplus",
    "park",
    "all_together",
    "terms",
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
    "negotiation",
)
"""The folders of this package that hold a topic, one a line."""

TOPICS: tuple[Topic, ...] = tuple(import_module(f"intercity.topics.{name}").TOPIC for name in NAMES)
