"""The operator of a park: figures for which its effort has a best answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation
from intercity.scenario.quantity import toml_text
from intercity.topics.operator.section import Operator

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["operator_violations"]


def operator_violations(s: Scenario) -> Iterator[Violation]:
    """Substitution below 1, something of value, and a look that is better than chance."""
    operator = s.section(Operator)
    if operator is None:
        return
    given = operator.substitution
    if 1 in (given.v, given.high):
        yield Violation(("operator", "substitution"), toml_text(1), "below 1, its range included")
    if not operator.value_quantity.v and not operator.value_quality.v:
        found = "0, as is value_quality"
        yield Violation(("operator", "value_quantity"), found, "above 0, or value_quality so")
    screening = operator.screening
    if screening is not None:
        lowest = screening.accuracy.low
        least = screening.accuracy.v if lowest is None else lowest
        if 2 * least < 1:
            yield Violation(
                ("operator", "screening", "accuracy"), toml_text(least), "1/2 or more, range too"
            )
