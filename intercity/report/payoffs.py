"""Who gets what: the table of what each city has, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from games.contest import Contest
from intercity.english import shown
from intercity.findings.payoffs import race_in_force
from intercity.topics.arms_race.builder import competition
from intercity.words import words

if TYPE_CHECKING:
    from rich.console import Console

    from intercity.findings.payoffs import Payoffs
    from intercity.region.context import Context

__all__ = [
    "MOST_FIRST",
    "cities_first",
    "columns_explained",
    "payoff_heads",
    "print_payoffs",
    "stable_head",
]

MOST_FIRST = 10
"""So many cities are shown at first, where there are more."""


def print_payoffs(
    console: Console, context: Context, payoffs: Payoffs, most: int | None = None
) -> None:
    """What each city has, column by column, if the check-up says anything of that.

    Of more than ``most`` cities, those that gain most and least, and how many more there are.
    """
    table = Table(box=None, padding=(0, 2, 0, 1), pad_edge=False)
    table.add_column("")
    columns = [(head, getattr(payoffs, name)) for name, head in payoff_heads(context, payoffs)]
    for head, _ in columns:
        table.add_column(escape(head), justify="right")
    if payoffs.lowest:
        table.add_column(escape(stable_head(context)), justify="right")
    shown_cities = cities_first(payoffs, most)
    more = len(payoffs.alone or payoffs.race) - len([city for city in shown_cities if city])
    for city in shown_cities:
        if city is None:
            table.add_row(escape(words().more_cities(more)))
            continue
        row = [escape(city)]
        row += [shown(column[city]) if city in column else "" for _, column in columns]
        if city in payoffs.lowest:
            row.append(f"{shown(payoffs.lowest[city])} .. {shown(payoffs.highest[city])}")
        table.add_row(*row)
    if table.row_count:
        console.print(table, highlight=False)
        for told in columns_explained(payoffs):
            console.print(f"[dim]{escape(told)}[/]", highlight=False, soft_wrap=False)
        console.print()


def payoff_heads(context: Context, payoffs: Payoffs) -> list[tuple[str, str]]:
    """The heads of the columns shown, by field of ``Payoffs``."""
    told, compact, plan = words(), context.compact, context.plan
    planned = "" if plan is None else told.planned_column(plan.returning)
    signed = ""
    if compact is not None:
        suited = any(enclave.suited for enclave in compact.enclaves)
        returning = compact.returning if suited else None
        signed = told.deal_column(returning, beside_plan=bool(payoffs.planned))
    bids = told.bids_column(on_average=isinstance(context.once(competition), Contest))
    accord = race_in_force(context) is not None
    heads = {
        **told.columns,
        "planned": planned,
        "signed": signed,
        "bids": bids,
        "race": told.race_column(accord=accord),
    }
    order = (
        *("alone", "planned", "signed", "at_own_factor", "with_bonus", "at_signing"),
        *("nucleolus", "shapley"),
    )
    sampled = ("shapley_sampled", "shapley_lowest", "shapley_highest")
    columns = ((name, heads[name]) for name in (*order, *sampled, "bids", "race"))
    return [(name, head) for name, head in columns if head and getattr(payoffs, name)]


def stable_head(context: Context) -> str:
    """The head of the column of stable splits."""
    return words().stable_column(len(context.cities), in_parts=len(context.parts) > 1)


def columns_explained(payoffs: Payoffs) -> Iterator[str]:
    """What the columns are that a reader need not know by name."""
    for column, told in words().explained.items():
        if getattr(payoffs, column):
            yield told


def cities_first(payoffs: Payoffs, most: int | None) -> list[str | None]:
    """The cities to be shown; ``None`` where others are left out.

    Of too many: the deal's members, or else all, those that gain most and those that gain least.
    """
    cities: list[str | None] = list(payoffs.alone or payoffs.race)
    if most is None or len(cities) <= most:
        return cities
    has = payoffs.signed or payoffs.nucleolus or payoffs.shapley_sampled
    has = has or payoffs.race or payoffs.alone
    gains = {city: has[city] - payoffs.alone.get(city, Fraction(0)) for city in has}
    order = sorted(gains, key=lambda city: gains[city], reverse=True)
    if len(order) <= most:
        return [*order, None]
    half = most // 2
    return [*order[:half], None, *order[-half:]]
