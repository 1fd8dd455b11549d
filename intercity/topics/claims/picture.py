"""Claims as vessels: how the Talmud rule shares an estate, as water that finds its level.

Each claim is two vessels of half its size, one standing on the ground, one hanging from the
ceiling, with a thin pipe between. All are joined at the ground: the estate, poured in, finds one
level, and what is in a city's vessels is its share.

>>> problem = BankruptcyProblem({"A": 100, "B": 200, "C": 300}, 200)
>>> claims_picture(problem).texts[0].get_text()
'Of 200 the Talmud rule gives A 50, B 75, C 75'

Source: Kaminski (2000), Hydraulic rationing, Mathematical Social Sciences 40, 131-155; Aumann and
Maschler (1985), Game theoretic analysis of a bankruptcy problem from the Talmud.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from games.bankruptcy import BankruptcyProblem
from games.errors import InvalidInput, Undefined, of_kind
from intercity.drawing.page import GREY, INK, drawing, narrow, page, room, written
from intercity.english import one_unit
from intercity.topics.claims.builder import claims_problem, counted_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from intercity.region.context import Context

__all__ = ["claims_picture", "pictures"]

MOST_CLAIMS = 8
WATER, EMPTY = "#9CCBE8", "white"


def claims_picture(problem: BankruptcyProblem, *, money: str = "") -> Figure:
    """The claims as vessels, filled as the Talmud rule shares the estate.

    The dotted lines are the level of the water, which is the same in all vessels that it reaches.
    ``money``: the unit of claims.

    Errors: ``InvalidInput`` for more than eight claims; ``Undefined`` where nobody claims anything;
    ``IntercityError`` without matplotlib.

    >>> problem = BankruptcyProblem({"Quzhou": 100, "Jinhua": 200, "Hangzhou": 300}, 200)
    >>> claims_picture(problem, money="mu").texts[0].get_text()
    'Of 200 mu the Talmud rule gives Quzhou 50, Jinhua 75, Hangzhou 75'

    Source: Aumann and Maschler (1985); as vessels: Kaminski (2000).
    """
    from mechanisms.claims.talmud import talmud_rule

    of_kind(problem, BankruptcyProblem, place="subject of claims_picture")
    of_kind(money, str, place="the unit of money")
    if len(problem.claims) > MOST_CLAIMS:
        raise InvalidInput("the claims of a picture", len(problem.claims), f"at most {MOST_CLAIMS}")
    ceiling = max(problem.claims.values())
    if not ceiling:
        raise Undefined("claims as vessels", "nobody claims anything")
    awards = talmud_rule(problem)
    whole = sum(problem.claims.values(), Fraction(0))
    with drawing():
        told = ", ".join(f"{city} {written(x)}" for city, x in awards.items())
        unit = f" {money}" if money else ""
        figure = page(
            f"Of {written(problem.estate)}{unit} the Talmud rule gives {told}",
            f"All together claim {written(whole)}. Up to half of that all get the same, but no "
            "more than half a claim; beyond it all lose the same, but no more than half a claim",
        )
        axes = figure.add_axes((0.09, 0.03, 0.88, room(figure) - 0.06))
        axes.set_xlim(-0.2, len(problem.claims) + 0.05)
        axes.set_ylim(-0.2 * float(ceiling), 1.1 * float(ceiling))
        for k, (city, claim) in enumerate(problem.claims.items()):
            _vessels(axes, k, claim, awards[city], ceiling)
            name = axes.annotate(
                f"{city}\nclaims {written(claim)}, gets {written(awards[city])}",
                (k + 0.4, -0.03 * float(ceiling)),
                ha="center",
                va="top",
                fontsize=15 if len(problem.claims) < 5 else 11,
            )
            narrow(name, 0.95 * axes.bbox.width / (len(problem.claims) + 0.25))
        level = _level(problem, awards, ceiling)
        axes.axhline(float(level), color=INK, linestyle=":", linewidth=1.5, gid="level", zorder=4)
        axes.axhline(0, color=INK, linewidth=2)
        axes.axhline(float(ceiling), color=INK, linewidth=2)
        axes.spines["bottom"].set_visible(False)
        axes.set_xticks([])
        ticks = axes.yaxis.get_major_locator()
        ticks.set_params(nbins=6)
        axes.set_yticks([y for y in ticks() if 0 <= y <= float(ceiling)])
        axes.spines["left"].set_bounds(0, float(ceiling))
        axes.set_ylabel("level of the water")
        figure.draw_without_rendering()
    return figure


def _level(problem: BankruptcyProblem, awards: object, ceiling: Fraction) -> Fraction:
    """The level at which vessels that are not full or empty stand; else just where they end."""
    found = Fraction(0)
    for city, claim in problem.claims.items():
        got: Fraction = awards[city]  # type: ignore[index]
        half = claim / 2
        found = max(found, got if got <= half else ceiling - (claim - got))
    return found


def _vessels(axes: Axes, k: int, claim: Fraction, award: Fraction, ceiling: Fraction) -> None:
    """A claim's two halves and their water."""
    from matplotlib.patches import Rectangle

    half, top = float(claim / 2), float(ceiling)
    low, high = float(min(award, claim / 2)), float(max(award - claim / 2, Fraction(0)))
    left, wide = k + 0.05, 0.7
    pipe = left + wide / 2
    axes.plot([pipe, pipe], [half, top - half], color=GREY, linewidth=4, zorder=1)
    for bottom, water in ((0.0, low), (top - half, high)):
        if water:
            axes.add_patch(Rectangle((left, bottom), wide, water, facecolor=WATER, zorder=2))
        axes.add_patch(
            Rectangle((left, bottom), wide, half, fill=False, edgecolor=INK, linewidth=2, zorder=3)
        )


def pictures(context: Context) -> dict[str, Callable[[], Figure]]:
    """The claims, where the scenario has a few."""
    problem, unit = context.once(claims_problem), context.once(counted_in)
    if problem is None or len(problem.claims) > MOST_CLAIMS or not any(problem.claims.values()):
        return {}
    if unit and problem.estate == 1:
        unit = one_unit(unit)
    return {"claims": lambda: claims_picture(problem, money=unit or context.scenario.money)}
