"""Proposals: the repair of a check as what is to be written into the scenario's file.

>>> Proposal("claims", clause=None, entries=((("claims", "estate"), Fraction(3)),)).tables
('claims',)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intercity.topics.outcome import Clause

__all__ = ["Bare", "Entry", "Path", "Proposal", "Row", "money"]


@dataclass(frozen=True, slots=True)
class Bare:
    """A number that the file has without a range, as it is a term."""

    number: Fraction


Row = Mapping[str, Bare]
Names = tuple[str, ...]
Entry = Fraction | Bare | bool | int | str | Names | tuple[Names, ...] | tuple[Row, ...]
"""What stands in the file: a fraction is a number with its range; rows are a list of tables."""
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A clause, and the entries of the file that say it, by their keys.

    ``check``: the check that it is to mend. ``left_out``: what is taken out of the file before.
    ``gives``: by city, how much more it then has a year, where that is known; ``moved``: what
    cities pay each other for it a year; ``enforced``: whether somebody has to enforce it, where
    others need nobody; ``size``: how much it changes what they do, in a unit of its check.
    """

    check: str
    clause: Clause
    entries: tuple[tuple[Path, Entry], ...]
    left_out: tuple[Path, ...] = ()
    gives: Mapping[str, Fraction] = field(default_factory=dict)
    moved: Fraction = Fraction(0)
    enforced: bool = False
    size: Fraction = Fraction(0)

    @property
    def kind(self) -> str:
        """The kind of its clause."""
        return self.clause.kind

    @property
    def burden(self) -> tuple[Fraction, bool, Fraction]:
        """The order of proposals, the smaller the better: money, then enforcement, then size."""
        return self.moved, self.enforced, self.size

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of the file that it changes."""
        return tuple(dict.fromkeys(path[0] for path, _ in self.entries))


def money(paid: Mapping[str, Fraction], digits: int) -> dict[str, Fraction]:
    """What each gets (negative: pays) with so many digits after the point, still 0 in all.

    Who gets something gets no less for it; who pays most bears the difference.

    >>> money({"A": Fraction(1, 3), "B": Fraction(-1, 3)}, 2)
    {'A': Fraction(17, 50), 'B': Fraction(-17, 50)}
    """
    unit = Fraction(1, 10**digits)
    found = {city: -(-x // unit) * unit for city, x in paid.items()}
    last = min(paid, key=lambda city: paid[city])
    found[last] -= sum(found.values(), Fraction(0))
    return found
