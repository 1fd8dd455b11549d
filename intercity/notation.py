"""How the model text writes numbers, sums, years and headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from games.approximately import approximately

__all__ = ["changes", "check", "flows", "number", "section", "signed", "sum_of", "years"]


def number(value: Fraction) -> str:
    """A decimal where it ends within 9 digits, else about.

    >>> number(Fraction(-3, 8)), number(Fraction(1, 3))
    ('-0.375', '0.333333')
    """
    if (value * 10**9).denominator == 1:
        whole, part = divmod(abs(value), 1)
        digits = f"{int(part * 10**9):09d}".rstrip("0")
        sign = "-" if value < 0 else ""
        return f"{sign}{int(whole)}" + (f".{digits}" if digits else "")
    return approximately(value)


def sum_of(terms: Iterable[tuple[Fraction, str]]) -> str:
    """``2 x - y``; terms of coefficient 0 are left out, and what an amount is of is in brackets.

    >>> sum_of([(Fraction(2), "x"), (Fraction(0), "z"), (Fraction(-1), "y"), (Fraction(3), "")])
    '2 x - y + 3'
    >>> sum_of([(Fraction(1), "[given]"), (Fraction(-1), "[received]")])
    '1 [given] - 1 [received]'
    """
    text = ""
    for coefficient, name in terms:
        if coefficient:
            sign = "-" if coefficient < 0 else "+"
            times = name and not name.startswith("[")
            size = "" if times and abs(coefficient) == 1 else f"{number(abs(coefficient))} "
            text += f" {sign} {size}{name}".rstrip()
    text = text.strip() or "0"
    return text.removeprefix("+ ") if text[0] != "-" else text.replace("- ", "-", 1)


def signed(value: Fraction) -> str:
    """``+ 2`` or ``- 2``, to go on a sum."""
    return f"{'-' if value < 0 else '+'} {number(abs(value))}"


def changes(found: Mapping[str, Fraction]) -> str:
    """``+300 quota, -80 projects``"""
    if not any(found.values()):
        return "unchanged"
    return ", ".join(
        f"{'+' if amount > 0 else '-'}{number(abs(amount))} {name}"
        for name, amount in found.items()
        if amount
    )


def years(first: int, last: int) -> str:
    """``year 3`` or ``years 1 to 5``"""
    return f"year {first}" if first == last else f"years {first} to {last}"


def flows(by_year: Mapping[int, Fraction]) -> str:
    """Yearly flows, equal ones in a row told once.

    >>> flows({1: Fraction(-12), 2: Fraction(-12), 3: Fraction(2)})
    '-12 in years 1 to 2, 2 in year 3'
    """
    runs: list[tuple[Fraction, int, int]] = []
    for year, flow in by_year.items():
        if runs and runs[-1][0] == flow:
            runs[-1] = (flow, runs[-1][1], year)
        else:
            runs.append((flow, year, year))
    return ", ".join(f"{number(flow)} in {years(first, last)}" for flow, first, last in runs)


def section(title: str) -> Iterator[str]:
    """A heading."""
    yield ""
    yield f"## {title}"
    yield ""


def check(numbered: int, name: str, question: str) -> Iterator[str]:
    """The heading of what a check asks."""
    yield from section(f"Check {numbered}, {name}: {question}")
