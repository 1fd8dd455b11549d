"""The map of proof as a picture: where a verdict holds, fails, or is open.

Areas differ by hatch and lightness as well as by colour, so that they are told apart in print.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import of_kind
from intercity.drawing.page import require_matplotlib
from intercity.map_of_proof.english import open_share, proven_share
from intercity.map_of_proof.proof_map import ProofMap
from intercity.report.labels import label
from intercity.scenario.scenario import Scenario
from intercity.words import words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["proof_map_picture"]

COLOURS = {"stands": "#b9d8c2", "fails": "#c9663d", "": "#d9d9d9"}
OTHERS = (("#8fb0d8", ""), ("#e3c35a", "//"), ("#b08fc7", "xx"), ("#7a7a7a", "\\\\"))
LONG = 40
"""Letters of a legend's entry beyond which entries stand below each other."""
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
    require_matplotlib()
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch, Polygon

    figure = Figure(figsize=(7.2, 6.0), layout="constrained")
    axes = figure.subplots()
    axes.set_facecolor(OPEN)
    others = iter(OTHERS)
    legend: list[Any] = []
    for verdict, share in found.shares.items():
        if not share:
            continue
        if verdict in COLOURS:
            colour, hatch = COLOURS[verdict], HATCHES[verdict]
        else:
            colour, hatch = next(others, OTHERS[-1])
        for box in found.boxes:
            for part in box.parts.get(verdict, ()):
                corners = [(float(x), float(y)) for x, y in part]
                axes.add_patch(
                    Polygon(corners, facecolor=colour, edgecolor="#555555", hatch=hatch, lw=0)
                )
        told = words().term(verdict) if verdict else "no verdict"
        legend.append(
            Patch(facecolor=colour, edgecolor="#555555", hatch=hatch, lw=0.5,
                  label=f"{told}, proven: {proven_share(share)}")
        )  # fmt: skip
    if found.open:
        legend.append(
            Patch(facecolor=OPEN, edgecolor="#555555", lw=0.5,
                  label=f"open: {open_share(found.open)}")
        )  # fmt: skip
    (left, right), (low, high) = (
        (min(float(x) for box in found.boxes for x, _ in box.outline),
         max(float(x) for box in found.boxes for x, _ in box.outline)),
        (min(float(y) for box in found.boxes for _, y in box.outline),
         max(float(y) for box in found.boxes for _, y in box.outline)),
    )  # fmt: skip
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)
    axes.plot(*map(float, found.values), marker="+", color="black", ms=14, mew=2)
    axes.annotate(
        "assumed",
        tuple(map(float, found.values)),
        xytext=(9, 7),
        textcoords="offset points",
        fontsize=9,
        bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8},
    )
    names = found.keys if scenario is None else [label(scenario, key) for key in found.keys]
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    axes.set_title(_title(found), loc="left", fontsize=11, wrap=True)
    columns = 1 if any(len(one.get_label()) > LONG for one in legend) else 2
    figure.legend(handles=legend, loc="outside lower center", ncols=columns, frameon=False)
    return figure


def _title(found: ProofMap) -> str:
    """The finding."""
    verdict = found.at(*found.values)
    decided = {name for name, share in found.shares.items() if share and name}
    told = words().term(found.check)
    if len(decided) == 1 and not found.open:
        (one,) = decided
        return f"{told}: {words().term(one)} wherever the two numbers are"
    if verdict:
        share = proven_share(found.shares.get(verdict, Fraction(0)))
        return f"{told}: {words().term(verdict)} as assumed, and on {share} of the two ranges"
    return f"{told}, by two numbers"
