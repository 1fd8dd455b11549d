"""The model in equations: what is maximised, under which limits, and what each check asks of it.

``model_text`` writes, as plain Markdown, the sets, variables, objective and constraints of all
cities together with their numbers, then the deal and, check by check, the conditions it is held
against. Best plans (what a city makes alone, what one more of its quota is worth) are quoted;
whatever follows from them by sums is left to the reader, who can so recompute the check-up's
figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from games.players import coalition_name
from intercity.region.context import Context
from intercity.topics.registry import context_of, topics_of
from mechanisms.compact.run_solver import call

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["model_text"]

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
"""What would open a tag where a browser shows the Markdown: a name may hold one."""


def model_text(scenario: Scenario) -> str:
    """The equations of a scenario, to be read by an economist.

    Errors: those of the solvers, where a city's best plan does not exist.

    >>> from intercity.scenario_file import parse_scenario
    >>> print(model_text(parse_scenario('''
    ... format = 1
    ... title = "Two cities"
    ... [game]
    ... sense = "gain"
    ... assumed = "an example"
    ... worths = { A = 1, B = 2.5, "A, B" = 6 }
    ... ''')))
    # Two cities
    <BLANKLINE>
    Money: money units per year. N = {A, B}.
    <BLANKLINE>
    ## Worths
    <BLANKLINE>
    What each coalition S makes, given as a table (no program behind it):
    <BLANKLINE>
        v({A}) = 1
        v({B}) = 2.5
        v({A, B}) = 6
    <BLANKLINE>
    """
    text = "\n".join(_lines(context_of(scenario, call))) + "\n"
    return _TAG.sub("&lt;", text)


def _lines(context: Context) -> Iterator[str]:
    yield f"# {context.scenario.title}"
    yield ""
    yield f"Money: {context.scenario.money}. N = {coalition_name(context.region.cities)}."
    for topic in topics_of(context.scenario):
        if not topic.in_doubt(context):
            yield from topic.contents.equations(context)
