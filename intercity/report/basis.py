"""BASIS, COMPARE and DOUBTFUL: which conventions and numbers a check-up rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from intercity.english import amount, listed, percent
from intercity.report.labels import as_given

if TYPE_CHECKING:
    from intercity.findings.switching_value import SwitchingValue
    from intercity.plausibility import Doubt
    from intercity.region.context import Context
    from intercity.scenario.scenario import Scenario

__all__ = ["basis", "benchmarks", "conventions", "doubtful"]


def conventions(context: Context) -> str:
    """The unit of money, how time counts, and what outsiders are taken to do."""
    scenario = context.scenario
    parts = [scenario.money]
    if scenario.time is not None:
        years = scenario.time.horizon.value
        horizon, over = ("1 year", "it") if years == 1 else (f"{amount(years)} years", "them")
        rate = percent(scenario.time.interest.value)
        parts.append(
            f"{horizon} at {rate}; one-off sums are spread over {over}; nothing counts after {over}"
            if scenario.time.beyond == "nothing"
            else f"the region goes on for ever, at {rate}; parks are renewed every {horizon}"
        )
    game = context.game
    if game is not None and game.sense == "cost":
        parts.append("figures are costs: less is better")
    apart = [
        one for one in context.components if len(one) > 1 and not set(one) & set(context.cities)
    ]
    if apart:
        told = listed(city for one in apart for city in one)
        parts.append(f"left out: {told}, which have nothing to do with the deal")
    pools = [r for r in scenario.resources.values() if r.conjecture is not None]
    if pools:
        parts.append(f"outsiders and the common pool: {pools[0].conjecture}")
    elif context.compact is not None and "projects" in scenario.resources:
        parts.append("without a deal firms stay where they are")
    return "; ".join(parts)


def basis(scenario: Scenario, switching_values: Sequence[SwitchingValue] | None) -> str:
    """How many numbers there are, and how many of them are assumed."""
    inputs = scenario.quantities()
    quantities = [q for key, q in inputs if not key.startswith("benchmarks.")]
    sourced = sum(q.sourced for q in quantities)
    if not quantities:
        game = scenario.game
        return "no numbers" if game is None else f"a table of worths: {game.src or game.assumed}"
    text = f"{len(quantities)} number{'s' if len(quantities) > 1 else ''}: {sourced} sourced, "
    text += f"{len(quantities) - sourced} assumed"
    if switching_values:
        text += ". ~ one of them, moved inside its own range, turns the verdict"
    return text


def benchmarks(scenario: Scenario) -> str:
    """Figures from elsewhere, to compare with."""
    told = [
        f"{name.replace('_', ' ')} {as_given(quantity.value)} ({quantity.src or 'assumed'})"
        for name, quantity in scenario.benchmarks.items()
    ]
    return f"figures from elsewhere, no inputs: {', '.join(told)}"


def doubtful(doubts: Sequence[Doubt], most: int, where: str) -> list[str]:
    """Numbers that look like slips; of too many the first, and where the others are told."""
    told = [str(doubt) for doubt in doubts]
    if len(told) > most:
        told = [*told[: most - 1], f"and {len(told) - most + 1} more, {where}"]
    return told
