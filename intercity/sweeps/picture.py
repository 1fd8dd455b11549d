"""A phase diagram: over two numbers, where a check stands and where it fails.

Each point is a cell of the colour and the pattern of its verdict. Points that are on no grid are
dots. Over one number the margin stands above the verdicts, and at 0 these turn. A cross
marks the scenario's own numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from games.errors import InvalidInput, Told
from intercity.drawing.page import BLUE, GREY, INK, ORANGE, YELLOW, drawing, page, png, room
from intercity.english import percent
from intercity.files import write_files
from intercity.report.labels import label
from intercity.sweeps.english import VERDICTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from intercity.scenario.scenario import Scenario
    from intercity.sweeps.design import Design

__all__ = ["phase_diagram", "write_phase_diagrams"]

LOOKS: Mapping[str, tuple[str, str, str]] = {
    "stands": (BLUE, "", "o"),
    "fails": (ORANGE, "//", "X"),
    "undecided": (YELLOW, "..", "s"),
    "not asked": ("#DDDDDD", "", "v"),
    "error": ("white", "xx", "."),
}
"""By verdict: its colour, its pattern, and its dot."""


class Swept(Protocol):
    """A sweep, as far as it is drawn: its points, and what was found at each."""

    @property
    def scenario(self) -> Scenario: ...

    @property
    def design(self) -> Design: ...

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]: ...

    def verdict_at(self) -> Mapping[str, Sequence[str]]: ...

    def margins_at(self, check: str) -> Sequence[float | None]: ...


def phase_diagram(found: Swept, check: str) -> Figure:
    """Where one check stands and where it fails. Errors: see ``Sweep.phase_diagram``."""
    keys = found.design.keys
    if len(keys) > 2:
        told = Told(f"of {len(keys)} numbers")
        raise InvalidInput("the sweep to be drawn", told, "of one number or two; or draw its table")
    verdicts = found.verdict_at()[check]
    with drawing():
        figure = page(*_words(found, check, verdicts))
        axes = figure.add_axes((0.12, 0.13, 0.62, room(figure) - 0.18))
        if len(keys) == 1:
            _line(axes, found, check, verdicts)
            dots = False
        else:
            dots = _plane(axes, found, verdicts)
        _mark(axes, found)
        _legend(axes, verdicts, dots=dots)
        axes.set_xlabel(_named(found, keys[0]))
        figure.draw_without_rendering()
    return figure


def write_phase_diagrams(found: Swept, folder: Path) -> list[str]:
    """Write one for each check; the paths, or why there is none.

    Of two numbers, one for each check that has several verdicts: there is no margin to be seen.
    """
    if len(found.design.keys) > 2:
        return ["none is drawn of more than two numbers"]
    files, told = {}, []
    for check, counted in found.counts.items():
        if len(counted) > 1 or (len(found.design.keys) == 1 and "not asked" not in counted):
            name = f"{re.sub('[^a-z]+', '_', check)}.png"
            files[name] = png(phase_diagram(found, check))
            told.append(str(folder / name))
    if not files:
        return ["none is drawn: each check has one verdict at all points"]
    write_files(folder, files)
    return told


def _words(found: Swept, check: str, verdicts: Sequence[str]) -> tuple[str, str]:
    """The finding, and what was looked at."""
    counted = Counter(verdicts)
    shares = {
        verdict: percent(Fraction(counted[verdict], len(verdicts)))
        for verdict in VERDICTS
        if counted[verdict]
    }
    name = f"{check[:1].upper()}{check[1:]}"
    if len(shares) == 1:
        title = f"{name}: {_word(next(iter(shares)))} at every point"
    else:
        parts = ", ".join(f"{_word(verdict)} at {share}" for verdict, share in shares.items())
        title = f"{name}: {parts} of the points"
    points = f"{len(verdicts):,} points looked at, not proven between them"
    return title, f"{found.scenario.title}; {points}"


def _word(verdict: str) -> str:
    return "no result" if verdict == "error" else verdict


def _named(found: Swept, key: str) -> str:
    """A number in words, with its key."""
    told = label(found.scenario, key)
    return f"{told[:1].upper()}{told[1:]}\n{key}"


def _plane(axes: Axes, found: Swept, verdicts: Sequence[str]) -> bool:
    """The first number to the right, the second upwards; whether points are dots."""
    points = found.design.points
    xs, ys = (sorted({point[k] for point in points}) for k in range(2))
    axes.set_ylabel(_named(found, found.design.keys[1]))
    if len(xs) * len(ys) == len(points) and len(points) > 1:
        _cells(axes, xs, ys, dict(zip(points, verdicts, strict=True)))
        return False
    for verdict, (colour, _, mark) in LOOKS.items():
        here = [point for point, one in zip(points, verdicts, strict=True) if one == verdict]
        axes.scatter(
            [float(x) for x, _ in here],
            [float(y) for _, y in here],
            c=GREY if verdict == "error" else colour,
            marker=mark,
            s=max(12, min(90, 30_000 / len(points))),
            linewidths=0,
            gid=verdict,
        )
    return True


def _cells(
    axes: Axes,
    xs: Sequence[Fraction],
    ys: Sequence[Fraction],
    verdict_at: Mapping[tuple[Fraction, ...], str],
) -> None:
    import numpy as np
    from matplotlib.colors import ListedColormap

    names = list(LOOKS)
    cells = np.array([[names.index(verdict_at[x, y]) for x in xs] for y in ys])
    across, up = _edges(xs), _edges(ys)
    colours = ListedColormap([colour for colour, _, _ in LOOKS.values()])
    axes.pcolormesh(
        across, up, cells, cmap=colours, vmin=-0.5, vmax=len(names) - 0.5, gid="verdicts"
    )
    for k, (_, pattern, _) in enumerate(LOOKS.values()):
        if pattern and (cells == k).any():
            # One hatched area for each verdict: hatching each cell would blur.
            axes.contourf(
                *_centres(across, up, np.where(cells == k, 1.0, 0.0)),
                levels=[0.5, 1.5],
                colors="none",
                hatches=[pattern],
            )
    axes.set_xlim(across[0], across[-1])
    axes.set_ylim(up[0], up[-1])


def _edges(values: Sequence[Fraction]) -> list[float]:
    """Half-way between the values; as far beyond the first and the last."""
    at = [float(value) for value in values]
    if len(at) == 1:
        half = abs(at[0]) / 2 or 0.5
        return [at[0] - half, at[0] + half]
    inner = [(one + other) / 2 for one, other in pairwise(at)]
    return [2 * at[0] - inner[0], *inner, 2 * at[-1] - inner[-1]]


def _centres(across: Sequence[float], up: Sequence[float], inside: Any) -> tuple[Any, Any, Any]:
    """Each cell as four corners just inside it, so that what is drawn over it keeps to it."""
    import numpy as np

    def corners(edges: Sequence[float]) -> Any:
        low, high = np.array(edges[:-1]), np.array(edges[1:])
        inset = (high - low) / 1000
        return np.column_stack([low + inset, high - inset]).ravel()

    return corners(across), corners(up), inside.repeat(2, axis=0).repeat(2, axis=1)


def _line(axes: Axes, found: Swept, check: str, verdicts: Sequence[str]) -> None:
    """The margin over one number, on the colours of the verdicts."""
    xs = [point[0] for point in found.design.points]
    order = sorted(range(len(xs)), key=lambda k: xs[k])
    edges = _edges([xs[k] for k in order])
    for place, k in enumerate(order):
        colour, pattern, _ = LOOKS[verdicts[k]]
        axes.axvspan(
            edges[place],
            edges[place + 1],
            facecolor=colour,
            alpha=0.45,
            hatch=pattern,
            edgecolor=GREY if pattern else "none",
            linewidth=0,
            gid=verdicts[k],
        )
    margins = found.margins_at(check)
    axes.plot(
        [float(xs[k]) for k in order],
        [float("nan") if margins[k] is None else margins[k] for k in order],
        color=INK,
        linestyle="none",  # between the points it may jump
        marker="o",
        markersize=9,
        gid="margin",
    )
    if any(margin is not None for margin in margins):
        axes.axhline(0, color=INK, linewidth=1.5, linestyle="--", gid="zero")
    axes.set_ylabel("margin: below 0 the check fails")
    axes.set_xlim(edges[0], edges[-1])


def _mark(axes: Axes, found: Swept) -> None:
    """The scenario's own numbers."""
    own = [found.scenario.quantity(key).value for key in found.design.keys]
    x = float(own[0])
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    if len(own) == 1:
        if left <= x <= right:
            axes.axvline(x, color=INK, linewidth=2, linestyle=":", gid="own")
        return
    y = float(own[1])
    if left <= x <= right and low <= y <= high:
        axes.plot(
            [x], [y], marker="P", markersize=15, color=INK, markeredgecolor="white",
            markeredgewidth=2, linestyle="", gid="own", zorder=5,
        )  # fmt: skip


def _legend(axes: Axes, verdicts: Sequence[str], *, dots: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = []
    for verdict, (colour, pattern, mark) in LOOKS.items():
        if verdict in verdicts and dots:
            look = GREY if verdict == "error" else colour
            handles.append(Line2D([], [], color=look, marker=mark, markersize=10, linestyle=""))
        elif verdict in verdicts:
            handles.append(Patch(facecolor=colour, hatch=pattern, edgecolor=INK, linewidth=0.5))
    labels = [_word(verdict) for verdict in LOOKS if verdict in verdicts]
    if axes.get_ylabel().startswith("margin"):
        handles.append(Line2D([], [], color=INK, linestyle=":", linewidth=2))
    else:
        handles.append(Line2D([], [], color=INK, marker="P", markersize=12, linestyle=""))
    labels.append("the scenario's\nown numbers")
    axes.legend(handles, labels, loc="upper left", bbox_to_anchor=(1.02, 1), frameon=False)
