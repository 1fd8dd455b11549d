"""BASIS, COMPARE and DOUBTFUL: which conventions and numbers a check-up rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from intercity.report.labels import as_given
from intercity.words import words

if TYPE_CHECKING:
    from intercity.findings.switching_value import SwitchingValue
    from intercity.plausibility import Doubt
    from intercity.region.context import Context
    from intercity.scenario.quantity import Quantity
    from intercity.scenario.scenario import Scenario

__all__ = ["assumed_numbers", "basis", "benchmarks", "conventions", "doubtful", "left_out"]


def conventions(context: Context) -> str:
    """The unit of money, how time counts, and what outsiders are taken to do."""
    scenario, told = context.scenario, words()
    parts = [scenario.money]
    time = scenario.time
    if time is not None:
        ends = time.beyond == "nothing"
        parts.append(told.horizon(time.horizon.value, time.interest.value, ends=ends))
    game = context.game
    if game is not None and game.sense == "cost":
        parts.append(told.costs)
    if apart := left_out(context):
        parts.append(told.left_out(apart, of_the_deal=context.compact is not None))
    pools: dict[str, list[str]] = {}
    for name, resource in scenario.resources.items():
        if resource.conjecture is not None:
            pools.setdefault(resource.conjecture, []).append(name)
    parts += [told.common_pool(names, conjecture) for conjecture, names in pools.items()]
    if not pools and context.compact is not None and "projects" in scenario.resources:
        parts.append(told.firms_stay)
    return "; ".join(parts)


def left_out(context: Context) -> list[str]:
    """The cities that no check looks at: those of other components, unless a table asks of them."""
    apart = [one for one in context.components if not set(one) & set(context.cities)]
    return [
        city for one in apart for city in one if len(one) > 1 or not context.scenario.asked_of(city)
    ]


def assumed_numbers(scenario: Scenario) -> list[Quantity]:
    """The numbers that have no source."""
    return [quantity for quantity in _inputs(scenario) if not quantity.sourced]


def _inputs(scenario: Scenario) -> list[Quantity]:
    """The numbers that the check-up rests on."""
    return [q for key, q in scenario.quantities() if not key.startswith("benchmarks.")]


def basis(scenario: Scenario, switching_values: Sequence[SwitchingValue] | None) -> str:
    """How many numbers there are, and how many of them are assumed."""
    quantities = _inputs(scenario)
    if quantities:
        sourced = sum(quantity.sourced for quantity in quantities)
        return words().numbers(len(quantities), sourced, turns=bool(switching_values))
    game = scenario.game
    if game is None:
        return words().no_numbers
    return words().a_table_of_worths(game.src, game.assumed)


def benchmarks(scenario: Scenario) -> str:
    """Figures from elsewhere, to compare with."""
    told = [
        f"{name.replace('_', ' ')} {as_given(quantity.value)} ({quantity.src or words().assumed})"
        for name, quantity in scenario.benchmarks.items()
    ]
    return words().figures_from_elsewhere(told)


def doubtful(doubts: Sequence[Doubt], most: int, option: str) -> list[str]:
    """Numbers that look like slips; of too many the first, and which option tells the others."""
    told = [str(doubt) for doubt in doubts]
    if len(told) > most:
        told = [*told[: most - 1], words().and_more(len(told) - most + 1, option)]
    return told
