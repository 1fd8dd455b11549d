"""Whether the deal holds against other groups, on a whole box of numbers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from games.players import Coalition
from intercity.topics.all_together.check import limits_money
from intercity.topics.outcome import Verdict
from solvers.enclosure.active_box import Unsettled

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]

ZERO = Fraction(0)


def on_box(context: Context) -> str:
    """The verdict, where it does not hang on how outsiders split what they make.

    It stands if no group asks for more than its outsiders make by themselves, and fails if groups
    with some outsiders each ask for more than all of them make.
    """
    game = context.free
    if context.compact is None or context.best is None or game is None:
        return Verdict.NOT_ASKED.value
    members, outsiders = context.members, context.outsiders
    if not outsiders and len(members) < 3:
        return Verdict.NOT_ASKED.value
    if context.deal is None:
        return Verdict.UNDECIDED.value
    payoffs = context.payoffs_by_date
    some = [group for group in _groups(members) if 0 < len(group) < len(members)]
    asked: dict[Coalition, list[Fraction]] = {}
    own = {group: game.worth(group) for group in _groups(outsiders)}
    for beside in _groups(outsiders):
        asked[beside] = [
            game.worth((*group, *beside)) - sum((payoffs[city] for city in group), ZERO)
            for group in some
        ]
    if all(most <= own[group] for group, each in asked.items() for most in each):
        return Verdict.STANDS.value
    if limits_money(context):
        raise Unsettled("what groups can do by lawful clauses")
    if any(
        most > own[group] for group in {(), outsiders} for most in asked[group]
    ):  # all that outsiders make is theirs at any split
        return Verdict.FAILS.value
    raise Unsettled("an offer that hangs on how outsiders split")


def _groups(cities: Coalition) -> Iterator[Coalition]:
    """All groups of them, nobody included."""
    for size in range(len(cities) + 1):
        yield from itertools.combinations(cities, size)
