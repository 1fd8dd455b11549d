"""The map of proof as a picture: where a verdict holds, fails, or is open.

Areas differ by hatch and lightness as well as by colour, so that they are told apart in print.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from textwrap import fill
from typing import TYPE_CHECKING, Any

from games.errors import of_kind
from intercity.drawing.page import INK, drawing, page, room
from intercity.map_of_proof.english import open_share, proven_share
from intercity.map_of_proof.proof_map import ProofMap
from intercity.report.labels import label
from intercity.scenario.scenario import Scenario
from intercity.words import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["proof_map_picture"]

COLOURS = {"stands": "#b9d8c2", "fails": "#c9663d", "": "#d9d9d9"}
OTHERS = (("#8fb0d8", ""), ("#e3c35a", "//"), ("#b08fc7", "xx"), ("#7a7a7a", "\\\\"))
LONG = 24
"""Letters of a line of the legend."""
HATCHES = {"stands": "", "fails": "//", "": ".."}
OPEN = "#ffffff"


def proof_map_picture(found: ProofMap, scenario: Scenario | None = None) -> Figure:
    """The rectangle of two numbers, by what is proven; the cross is where they are assumed to be.

    ``scenario``: names the numbers in words; else by their keys.

    Errors: ``InvalidInput`` for what is no map; ``IntercityError`` without matplotlib.

    See ``proof_map`` for the concept and an example.
    """
    of_kind(found, ProofMap, place="subject of proof_map_picture", hint="proof_map makes one")
    if scenario is not None:
        of_kind(scenario, Scenario, place="its scenario", hint="load_scenario reads it")
    with drawing():
        figure = page(_title(found), _subtitle(scenario))
        axes = figure.add_axes((0.12, 0.13, 0.58, room(figure) - 0.18))
        axes.set_facecolor(OPEN)
        _areas(axes, found)
        x, y = map(float, found.values)
        axes.plot(
            [x], [y], marker="P", markersize=15, color=INK, markeredgecolor="white",
            markeredgewidth=2, linestyle="",
        )  # fmt: skip
        names = found.keys if scenario is None else [label(scenario, key) for key in found.keys]
        axes.set_xlabel(fill(names[0], 70))
        axes.set_ylabel(fill(names[1], 40))
        corner = (axes.get_position().x1 + 0.01, axes.get_position().y1)
        figure.legend(
            handles=_legend(found), loc="upper left", bbox_to_anchor=corner, frameon=False
        )
        figure.draw_without_rendering()
    return figure


def _looks(found: ProofMap) -> Iterator[tuple[str, Fraction, str, str]]:
    """Each verdict that is proven somewhere: its share, colour and hatch."""
    others = iter(OTHERS)
    for verdict, share in found.shares.items():
        if share and verdict in COLOURS:
            yield verdict, share, COLOURS[verdict], HATCHES[verdict]
        elif share:
            yield verdict, share, *next(others, OTHERS[-1])


def _areas(axes: Axes, found: ProofMap) -> None:
    from matplotlib.patches import Polygon

    for verdict, _, colour, hatch in _looks(found):
        for box in found.boxes:
            for part in box.parts.get(verdict, ()):
                corners = [(float(x), float(y)) for x, y in part]
                axes.add_patch(
                    Polygon(corners, facecolor=colour, edgecolor="#555555", hatch=hatch, lw=0)
                )
    corners = [(float(x), float(y)) for box in found.boxes for x, y in box.outline]
    axes.set_xlim(min(x for x, _ in corners), max(x for x, _ in corners))
    axes.set_ylim(min(y for _, y in corners), max(y for _, y in corners))


def _legend(found: ProofMap) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    entries: list[Any] = []
    for verdict, share, colour, hatch in _looks(found):
        told = f"{words().term(verdict) if verdict else 'no verdict'}, proven: "
        told = fill(told + proven_share(share), LONG)
        look = Patch(facecolor=colour, edgecolor="#555555", hatch=hatch, lw=0.5, label=told)
        entries.append(look)
    if found.open:
        told = f"open: {open_share(found.open)}"
        entries.append(Patch(facecolor=OPEN, edgecolor="#555555", lw=0.5, label=told))
    own = "as assumed"
    entries.append(Line2D([], [], color=INK, marker="P", markersize=12, linestyle="", label=own))
    return entries


def _subtitle(scenario: Scenario | None) -> str:
    """What is proven, of what."""
    told = "Proven for whole areas, all other numbers as assumed"
    return told if scenario is None else f"{scenario.title}. {told}"


def _title(found: ProofMap) -> str:
    """The finding."""
    verdict = found.at(*found.values)
    decided = {name for name, share in found.shares.items() if share and name}
    told = words().term(found.check)
    told = told[:1].upper() + told[1:]
    if len(decided) == 1 and not found.open:
        (one,) = decided
        return f"{told}: {words().term(one)} wherever the two numbers are"
    if verdict:
        share = proven_share(found.shares.get(verdict, Fraction(0)))
        return f"{told}: {words().term(verdict)} as assumed, and on {share} of the two ranges"
    return f"{told}, by two numbers"
