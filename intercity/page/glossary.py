"""Words that a reader of a page need not know, each explained where the page has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.words import words

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["glossary", "heads_explained"]


def glossary(text: str) -> tuple[tuple[str, str], ...]:
    """The terms that a text has, each with what it is.

    >>> glossary("The bottleneck is land")[0][0]
    'bottleneck'
    """
    return tuple(
        (term, told) for term, at, told in words().terms if re.search(at, text, re.IGNORECASE)
    )


def heads_explained(report: Report) -> Iterator[str]:
    """What the first words in the heads of the first table are."""
    if report.payoffs.alone and report.scenario.game is None:
        yield words().heads_explained["alone"]
    compact = report.context.compact
    if compact is not None and any(one.suited for one in compact.enclaves):
        yield words().heads_explained["return"]
