"""The paths side by side, as facts and in words: a table, the paper's claims, and the grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.approximately import approximately
from games.exact import number_to_json
from games.players import coalition_name
from intercity.english import amount, listed, percent, shown
from intercity.topics.paths.claims import CONCLUSION, Claim, ClaimName, claims

if TYPE_CHECKING:
    from intercity.topics.paths.facts import PathFacts

__all__ = ["GridOfClaims", "PathComparison"]

SAID = {
    ClaimName.AGGLOMERATION: "several centres keep projects in hubs",
    ClaimName.DIFFUSION: "several centres bring small cities most",
    ClaimName.OVER_SINGLE: "they bring small cities more than one centre",
    ClaimName.RACE: "they lessen the race",
    ClaimName.WELFARE: "all together have more than with one centre",
    ClaimName.TOTAL: "they lessen what cities pay in all",
    ClaimName.HOLDS: "nobody leaves them",
    ClaimName.DRAIN: "free flow drains small cities",
    ClaimName.FAR_END: "the corridor leaves out its far end",
    ClaimName.LEFT_OUT: "zones leave out small cities",
    ClaimName.FEW: "a point hub leaves out small cities",
}

MARKS = {
    ClaimName.AGGLOMERATION: "a",
    ClaimName.DIFFUSION: "d",
    ClaimName.OVER_SINGLE: "s",
    ClaimName.RACE: "r",
    ClaimName.WELFARE: "w",
}

NOTES = (
    "spread: largest less smallest gain of a city over the start. reached: small cities that have",
    "more than with free flow (of free flow: than at the start); brought: how much more, losses",
    "taken off. a project: subsidy per project in parks. rent: what projects earn more than with",
    "free flow, subsidies counted.",
)

WRITE: dict[str, Callable[[Fraction], str]] = {
    "money": shown,
    "share": percent,
    "cities": amount,
}

HEAD = (
    "",
    "welfare",
    "spread",
    "in hubs",
    "reached",
    "brought",
    "subsidies",
    "a project",
    "rent",
    "stable",
)


@dataclass(frozen=True)
class GridOfClaims:
    """Which claims of the conclusion fail at each point: looked at there, not proven between them.

    ``failing``: by row, then column; those that are too close to say are among them.
    """

    across: str
    down: str
    columns: tuple[Fraction, ...]
    rows: tuple[Fraction, ...]
    failing: tuple[tuple[tuple[ClaimName, ...], ...], ...]

    @property
    def holding(self) -> int:
        """At how many points the whole conclusion holds."""
        return sum(not cell for row in self.failing for cell in row)

    def to_json(self) -> dict[str, Any]:
        size = f"{len(self.columns)} x {len(self.rows)}"
        return {
            "label": f"looked at on a grid of {size} points, not proven between them",
            "across": self.across,
            "down": self.down,
            "columns": [number_to_json(x) for x in self.columns],
            "rows": [number_to_json(x) for x in self.rows],
            "failing": [[[one.value for one in cell] for cell in row] for row in self.failing],
        }


@dataclass(frozen=True, repr=False)
class PathComparison:
    """What ``paths`` found: each path by name, the paper's claims, and the grid if asked for.

    ``ends``: by claim, the numbers that turn it at an end of their range, with that end.
    ``certificates``: of every answer of a solver, in the order of asking, those of grid and ends
    left out. ``print`` shows it, ``to_json`` gives it as data.
    """

    money: str
    paths: Mapping[str, PathFacts]
    grid: GridOfClaims | None
    ends: Mapping[ClaimName, tuple[tuple[str, Fraction], ...]] | None = None
    certificates: tuple[dict[str, Any], ...] = field(default=(), compare=False)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What the paper says of these paths."""
        return claims(self.paths)

    @property
    def holds(self) -> bool | None:
        """Whether the paper's conclusion on several centres holds; ``None``: too close to say."""
        found = [one.holds for one in self.claims if one.name in CONCLUSION]
        return False if False in found else None if None in found else True

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    def __repr__(self) -> str:
        return f"PathComparison({', '.join(self.paths)}; holds {self.holds})"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"

    def to_json(self) -> dict[str, Any]:
        """All facts, claims and certificates."""
        return {
            "format": 1,
            "money": self.money,
            "paths": [one.to_json() for one in self.paths.values()],
            "conclusion_holds": self.holds,
            "claims": [one.to_json() for one in self.claims],
            "grid": None if self.grid is None else self.grid.to_json(),
            "ends": None
            if self.ends is None
            else {
                name.value: [{"key": key, "at": number_to_json(end)} for key, end in turning]
                for name, turning in self.ends.items()
            },
            "certificates": list(self.certificates),
        }


def _lines(found: PathComparison) -> Iterator[str]:
    """Line by line."""
    yield f"PATHS       {found.money}"
    yield ""
    rows = [HEAD, *(_row(path) for path in found.paths.values())]
    widths = [max(len(row[k]) for row in rows) for k in range(len(HEAD))]
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        yield "  ".join([row[0].ljust(widths[0]), *cells]).rstrip()
    yield ""
    yield from NOTES
    yield ""
    for path in found.paths.values():
        yield f"{path.name}: {_built(path)}; {_leaving(path)}"
    if found.paths["free flow"].province.zones is not None and "zone" not in found.paths:
        yield "zone: left out, as it was not found out whether any zones are stable"
    yield ""
    yield _conclusion(found)
    for claim in found.claims:
        if claim.name in CONCLUSION:
            yield f"  {_claim(claim)}"
    yield "BESIDE THE CONCLUSION"
    for claim in found.claims:
        if claim.name not in CONCLUSION:
            yield f"  {_claim(claim)}"
    if found.ends is not None:
        yield ""
        yield "WHAT TURNS IT, each number alone at an end of its range (looked at there only)"
        for name, turning in found.ends.items():
            by = "; ".join(f"{key} at {approximately(end)}" for key, end in turning)
            yield f"  {SAID[name]}: {by or 'none'}"
    if found.grid is not None:
        yield ""
        yield from _grid(found.grid)


def _row(path: PathFacts) -> tuple[str, ...]:
    return (
        path.name,
        shown(path.welfare),
        shown(path.spread),
        percent(path.agglomeration),
        f"{len(path.reached)} of {len(path.province.small)}",
        shown(path.diffused, sign=True),
        shown(path.outlay),
        shown(path.bid),
        shown(path.rent, sign=True),
        "yes" if path.stable else "no",
    )


def _built(path: PathFacts) -> str:
    if path.name == "free flow":
        return "each project where it earns most"
    if path.name == "corridor":
        return (
            f"built from {path.groups[0][0]} to {path.groups[0][-1]}"
            if path.groups
            else "not built"
        )
    if path.name == "zone":
        return f"zones {', '.join(map(coalition_name, path.groups))}" if path.groups else "no zones"
    if path.name == "point hub":
        return (
            f"serves {listed(path.groups[0])}"
            if path.groups
            else "not built: it is worth no more than it costs"
        )
    hubs = {hub: [c for c, h in path.parks.items() if h == hub] for hub in path.province.room}
    parks = "; ".join(
        f"in {hub} those of {listed(cities)}" for hub, cities in hubs.items() if cities
    )
    return f"parks {parks}" if parks else "no parks"


def _leaving(path: PathFacts) -> str:
    if path.stable:
        return "no project would move" if path.name == "free flow" else "nobody would leave"
    who = listed(path.leavers)
    if path.name == "zone":
        return f"no zones are stable; of those in which all have most, {who} would leave"
    if path.name in {"corridor", "point hub"}:
        other = ", and would not if costs were shared otherwise" if path.other_split else ""
        own = "their" if path.leavers[1:] else "its"
        return f"{who} would rather have one of {own} own{other}"
    each = "each of " if path.leavers[1:] else ""
    return f"{each}{who} would have more if it alone had its park elsewhere or none"


def _conclusion(found: PathComparison) -> str:
    verdict = {
        True: "holds for these numbers",
        False: "does not hold for these numbers",
        None: "is not decided for these numbers",
    }[found.holds]
    return (
        "THE PAPER'S CONCLUSION, that enclaves with several centres reach both agglomeration and "
        f"diffusion,\nat less race than with one, {verdict}:"
    )


def _claim(claim: Claim) -> str:
    no = "no" if claim.name == ClaimName.HOLDS else "NO, the model disagrees"
    verdict = {True: "yes", False: no, None: "not decided"}[claim.holds]
    sign = ">" if claim.margin > 0 else "=" if claim.margin == 0 else "<"
    write = WRITE[claim.unit]
    if claim.margin and write(claim.larger) == write(claim.smaller):
        write = approximately
    figures = f"{write(claim.larger)} {sign} {write(claim.smaller)}"
    return f"{SAID[claim.name]}: {verdict} ({figures}; {claim.rival})"


def _grid(grid: GridOfClaims) -> Iterator[str]:
    size = f"{len(grid.columns)} x {len(grid.rows)}"
    yield f"WHERE IT TURNS, looked at on a grid of {size} points, not proven between them"
    yield f"across: {grid.across}; down: {grid.down}"
    cells = [["".join(MARKS[one] for one in cell) or "+" for cell in row] for row in grid.failing]
    head = ["", *map(shown, grid.columns)]
    table = [head, *([shown(y), *row] for y, row in zip(grid.rows, cells, strict=True))]
    widths = [max(len(row[k]) for row in table) for k in range(len(head))]
    for row in table:
        line = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {line}"
    yield "+ it holds; else what fails, or is not decided:"
    for name, mark in MARKS.items():
        yield f"  {mark} {SAID[name]}"
