"""Where both effects are there, one of them, or none, over two numbers of a scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import whole
from games.errors import IntercityError, InvalidInput, Told, of_kind
from games.exact import number_to_json
from intercity.proofs import Recorder, Unverified
from intercity.scenario.scenario import Scenario
from intercity.topics.double_effect.check import DoubleEffectOutcome, check
from intercity.topics.outcome import Outcome
from intercity.topics.registry import context_of

__all__ = ["DoubleEffectGrid", "Effects", "double_effect_grid"]


class Effects(StrEnum):
    """Which effects a deal has: projects gather in each hub (1), and reach each small city (2)."""

    BOTH = "both"
    GATHERS = "gathers"
    REACHES = "reaches"
    NEITHER = "neither"
    UNDECIDED = "undecided"
    """The deal cannot be carried out there, or the numbers do not fit together."""


MARKS = {
    Effects.BOTH: ("+", "both: more projects start in each hub, and some reach each small city"),
    Effects.GATHERS: ("g", "more start in each hub, and not each small city is reached"),
    Effects.REACHES: ("r", "some reach each small city, and not in each hub more start"),
    Effects.NEITHER: ("-", "neither of the two"),
    Effects.UNDECIDED: ("?", "undecided: the deal cannot be carried out there"),
}


@dataclass(frozen=True, repr=False)
class DoubleEffectGrid:
    """Which effects there are at each point: looked at there, not proven between them.

    ``effects``: by row (a value of ``down``), then by column (a value of ``across``). ``print``
    shows it as a table, ``to_json`` gives it as data.
    """

    across: str
    down: str
    columns: tuple[Fraction, ...]
    rows: tuple[Fraction, ...]
    effects: tuple[tuple[Effects, ...], ...]

    @property
    def counts(self) -> dict[Effects, int]:
        """At how many points each case is found."""
        found = Counter(cell for row in self.effects for cell in row)
        return {case: found[case] for case in Effects}

    @property
    def label(self) -> str:
        """The caution that a grid proves nothing between its points."""
        size = f"{len(self.columns)} x {len(self.rows)}"
        return f"looked at on a grid of {size} points, not proven between them"

    def to_json(self) -> dict[str, Any]:
        """The table, with its label."""
        return {
            "label": self.label,
            "across": self.across,
            "down": self.down,
            "columns": [number_to_json(x) for x in self.columns],
            "rows": [number_to_json(x) for x in self.rows],
            "effects": [[cell.value for cell in row] for row in self.effects],
        }

    def __repr__(self) -> str:
        told = (f"{n} {case.value}" for case, n in self.counts.items() if n)
        return f"DoubleEffectGrid({', '.join(told)})"

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"

    def _lines(self) -> Iterator[str]:
        yield f"The double effect, {self.label}"
        yield f"across: {self.across}; down: {self.down}"
        table = [
            ["", *map(approximately, self.columns)],
            *(
                [approximately(y), *(MARKS[cell][0] for cell in row)]
                for y, row in zip(self.rows, self.effects, strict=True)
            ),
        ]
        widths = [max(len(row[k]) for row in table) for k in range(len(table[0]))]
        for row in table:
            yield "  " + "  ".join(x.rjust(width) for x, width in zip(row, widths, strict=True))
        yield from (f"  {mark} {told}" for mark, told in MARKS.values())


def double_effect_grid(
    scenario: Scenario, across: str, down: str, *, columns: int = 5, rows: int = 5
) -> DoubleEffectGrid:
    """Where on a grid of two numbers a deal has both effects, one of them, or none.

    The check "double effect" is asked at each point: do more projects start in each hub than
    without the deal, and does some project come back to each small city, firms choosing? The two
    numbers go from one end of their range to the other in equal steps, the others stay.

    Errors: ``InvalidInput`` for a key that is not there or has no range, for fewer than 2 columns
    or rows, and for a scenario without a deal that opens a park.

    >>> import intercity as ic
    >>> deal = ic.load_scenario("examples/quzhou_hangzhou/scenario.toml")
    >>> print(ic.double_effect_grid(deal, "firm.separation_cost", "platforms.hai_chuang.brings",
    ...                             columns=3, rows=3))
    The double effect, looked at on a grid of 3 x 3 points, not proven between them
    across: firm.separation_cost; down: platforms.hai_chuang.brings
          0.1  0.3  0.5
       0    ?    ?    ?
      20    +    +    g
      40    +    +    g
      + both: more projects start in each hub, and some reach each small city
      g more start in each hub, and not each small city is reached
      r some reach each small city, and not in each hub more start
      - neither of the two
      ? undecided: the deal cannot be carried out there

    Source: the double effect is Hu and Zhang's (2024), section 3.3.
    """
    of_kind(
        scenario, Scenario, place="subject of double_effect_grid", hint="load_scenario reads it"
    )
    of_kind(across, str, place="the number of the columns", hint="its key")
    of_kind(down, str, place="the number of the rows", hint="its key")
    if across == down:
        raise InvalidInput("the number of the rows", down, "another one than that of the columns")
    xs, ys = _steps(scenario, across, columns, "columns"), _steps(scenario, down, rows, "rows")
    if not isinstance(_outcome(scenario), DoubleEffectOutcome):
        raise InvalidInput(
            "the deal", Told("without a park or projects"), "one that can be carried out, with both"
        )
    effects = tuple(tuple(_effects(scenario.moved({across: x, down: y})) for x in xs) for y in ys)
    return DoubleEffectGrid(across, down, xs, ys, effects)


def _steps(scenario: Scenario, key: str, count: int, what: str) -> tuple[Fraction, ...]:
    """From one end of a number's range to the other, in whole steps where it is a whole number."""
    given = scenario.quantity(key)
    count = whole(count, f"the number of {what}", 2, 50)
    if given.low is None or given.high is None or given.low == given.high:
        raise InvalidInput(key, given.value, "a number with a range, to be moved in it")
    places = [given.low + (given.high - given.low) * Fraction(k, count - 1) for k in range(count)]
    return tuple(dict.fromkeys(Fraction(round(x)) if given.whole else x for x in places))


def _effects(scenario: Scenario) -> Effects:
    try:
        found = _outcome(scenario)
    except Unverified:  # a certificate that does not hold
        raise
    except IntercityError:
        return Effects.UNDECIDED
    if not isinstance(found, DoubleEffectOutcome):
        return Effects.UNDECIDED
    if found.gather_nothing:
        return Effects.NEITHER if found.reached_by_none else Effects.REACHES
    return Effects.GATHERS if found.reached_by_none else Effects.BOTH


def _outcome(scenario: Scenario) -> Outcome:
    return check(context_of(scenario, Recorder(), brief=True))
