"""What members could have at most without the others, whichever stable split outsiders choose.

The floor of members I is the most that they and some outsiders J make beyond what these have in a
stable split y, both chosen at once,

    floor(I)  =  max over J and y of  v(I with J) - y(J),      y(O) = v(O),  y(S) >= v(S),

where S are groups of outsiders O. The most is no less where only some of these groups count, and
each outsider j has between a_j and b_j. Variable z_j says whether j joins. What j has beyond a_j is
x_j or r_j, as it joins or not:

    y_j = a_j + x_j + r_j,    r_j <= (b_j - a_j) (1 - z_j),    y(J) = sum of a_j z_j + x_j.

This is an integer program. An outsider of whom a_j = b_j may join in part, if nothing else is asked
for. That bounds no less: many of them are alike, as sellers in a market are, and cases to tell them
apart would be in vain. Whole variables count what all who join bring instead (``with_sums``).

Source: Bard (1998), Practical bilevel optimization, for problems of two choosers; Glover (1975) for
products of a whole variable.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction

from games.players import Coalition
from solvers.families.integer_program import IntegerProgram
from solvers.families.program_game import ProgramGame
from solvers.linear_program import Row

__all__ = ["floor_program"]

ZERO, ONE = Fraction(0), Fraction(1)


def floor_program(
    asking: ProgramGame,
    *,
    ends: Mapping[str, tuple[Fraction, Fraction]],
    apart: Fraction,
    makes: Mapping[Coalition, Fraction],
    filled: Mapping[str, str],
    whole: Collection[str],
) -> ProgramGame:
    """A game of members alone that is worth no less than their floor.

    ``asking``: the game in which they pay those outsiders that join, who have 1 in its plan, the
    least that these have in stable splits; ``ends``: this and the most they have; ``apart``: what
    outsiders make by themselves; ``makes``: what some groups of them make at least; ``filled``:
    activities that mostly are as large as the city named lets them be; ``whole``: outsiders that do
    not join in part though they have the same in all stable splits.
    """
    everybody, program = tuple(ends), asking.program
    unit = asking.unit()  # of what they have beyond the least, for floats
    spare = {city: (most - least) / unit for city, (least, most) in ends.items()}
    parts = {  # of what an outsider has beyond its least: if it joins, and if it does not
        city: [
            _new(f"{city} has more {when}", program.bounds) for when in ("if it joins", "if not")
        ]
        for city, x in spare.items()
        if x > 0
    }
    rows: list[Row] = []
    taken = {row.name for row in program.rows}
    for group, worth in {**makes, everybody: apart}.items():
        if (more := worth - sum((ends[city][0] for city in group), ZERO)) > 0:
            line = dict.fromkeys((name for city in group for name in parts.get(city, ())), ONE)
            name = _new(", ".join(group), taken)
            rows.append(Row(name, line, "==" if group == everybody else ">=", more / unit))
    for city, (_, left) in parts.items():
        out = {left: ONE, city: spare[city]}
        rows.append(Row(_new(f"{city} joins or not", taken), out, "<=", spare[city]))
    bounds = {name: (ZERO, spare[city]) for city, both in parts.items() for name in both}
    lp = replace(
        program,
        objective={**program.objective, **{joined: -unit for joined, _ in parts.values()}},
        rows=(*program.rows, *rows),
        bounds={**program.bounds, **bounds},
    )
    counted = IntegerProgram(lp, asking.integers).with_sums(filled)
    integers = [name for name in counted.integers if spare.get(name, ONE) > 0 or name in whole]
    return ProgramGame(asking.players, counted.lp, integers)


def _new(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name += "'"
    return name
