"""Pictures of what an example is about: of a game, a bargaining problem, a race, a split."""

from __future__ import annotations

import doctest
import io
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from html import escape
from inspect import isroutine
from numbers import Real
from typing import Any

import intercity as ic
from intercity.drawing.chart import Curves, Lanes
from intercity.drawing.svg import svg
from intercity.report import Report
from solvers.answer import Answer

MOST_BARS = 12
TABULATED = (
    ic.AssignmentGame,
    ic.AirportGame,
    ic.BankruptcyProblem,
    ic.DividendGame,
    ic.FlowGame,
    ic.GloveGame,
    ic.SpanningTreeGame,
    ic.WeightedVoting,
)
"""Games with a structure of their own, of which three cities are drawn as any three."""


def shown_by(name: str, docstring: str, names: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """By name, what the lines of an example make, then what they show, run in ``names``.

    What the function itself returns counts as shown, even where only a part of it is.
    """
    seen: list[Any] = []
    space = {**names, "print": lambda *told, **_: seen.extend(told)}
    if isroutine(names.get(name)):
        space[name] = lambda *given, **options: _kept(seen, names[name](*given, **options))
    before = set(map(id, space.values()))
    hook, sys.displayhook = sys.displayhook, seen.append
    try:
        for example in doctest.DocTestParser().get_examples(docstring):
            try:
                exec(compile(example.source, "<example>", "single"), space)  # noqa: S102 - our own
            except ValueError:
                if example.exc_msg is None:
                    raise
    finally:
        sys.displayhook = hook
    made = [(name, value) for name, value in space.items() if id(value) not in before]
    flat = [one for value in seen for one in (value if type(value) is tuple else (value,))]
    return [*made, *(("", value) for value in flat)]


def _kept(seen: list[Any], value: Any) -> Any:
    seen.append(value)
    return value


def pictures(values: list[tuple[str, Any]]) -> list[str]:
    """At most two pictures as HTML: of what is played, and of who gets what."""
    found = []
    for kind, draw in _drawn().items():
        drawn = (_attempt(draw, one) for _, one in values if isinstance(one, kind))
        found += list(filter(None, drawn))[:1]
        if found:
            break
    bars = (_bars(name, one) for name, one in values[::-1])
    return [*found, *list(filter(None, bars))[:1]]


def awards(rule: Callable[[Any], Any]) -> str | None:
    """What a claims rule awards, as more and more is there: a line for each of three claims."""
    claims = {"claims 100": 100, "claims 200": 200, "claims 300": 300}
    lines: dict[str, list[tuple[Fraction, Fraction]]] = {name: [] for name in claims}
    for estate in range(0, 601, 25):
        try:
            split = rule(ic.BankruptcyProblem(claims, estate))
        except ic.IntercityError:
            return None
        for name, line in lines.items():
            line.append((Fraction(estate), split[name]))
    title = "What each is awarded, by what there is"
    chart = Curves(title=title, across="to be divided", up="awarded", curves=lines)
    return figure_of(svg(chart), title)


def _drawn() -> dict[type, Callable[[Any], Any]]:
    """How each kind of thing is drawn."""
    from matplotlib.figure import Figure

    return {
        Figure: lambda figure: figure,
        ic.DrawnChart: lambda chart: chart,
        ic.BargainingProblem: ic.bargaining_picture,
        ic.AlternatingOffers: ic.offers_picture,
        ic.SubsidyCompetition: ic.race_picture,
        ic.StrategicGame: ic.best_response_picture,
        ic.Cobweb: ic.cobweb_picture,
        ic.MandatedPairing: ic.pairing_picture,
        ic.CoalitionalGame: ic.core_triangle,
        Report: lambda report: next(iter(ic.charts(report).values())),
        **dict.fromkeys(TABULATED, lambda game: ic.core_triangle(ic.tabulated(game))),
    }


def _attempt(draw: Callable[[Any], Any], subject: Any) -> str | None:
    """The picture of a subject; none where there is none of such a one (four cities)."""
    try:
        drawn = draw(subject)
    except ic.IntercityError:
        return None
    if isinstance(drawn, ic.DrawnChart):
        return figure_of(drawn.svg, drawn.title)
    return drawn_figure(drawn)


def drawn_figure(figure: Any) -> str:
    """A matplotlib figure, which has its title in it, as HTML."""
    title = figure.texts[0].get_text() if figure.texts else "a picture of the example"
    told = escape(" ".join(title.split()))
    return figure_of(f'<img alt="{told}" src="data:image/png;base64,{_png(figure)}">', "")


def _png(figure: Any) -> str:
    """A matplotlib figure in two thirds of the size in which the library writes it."""
    output = io.BytesIO()
    figure.savefig(output, format="png", dpi=100)
    return b64encode(output.getvalue()).decode()


def figure_of(picture: str, title: str) -> str:
    """A picture with its title, as HTML in a page."""
    lines = "\n".join(line for line in picture.splitlines() if line.strip())
    caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
    return f'```{{raw}} html\n<figure class="picture">{caption}\n{lines}\n</figure>\n```'


def _bars(name: str, value: Any) -> str | None:
    """A bar for each city of what it gets; of an answer, of the first such figure in it."""
    for field, one in ((name, value), *_fields(value)):
        numbers = numbers_of(one)
        if 2 <= len(numbers) <= MOST_BARS and any(numbers.values()):
            called = field.replace("_", " ") or "Who has what"
            title = f"{called[0].upper()}{called[1:]} in the example"
            return figure_of(svg(Lanes(title=title, unit="", columns={"": numbers})), title)
    return None


def _fields(value: Any) -> list[tuple[str, Any]]:
    """The figures of an answer that is no mapping itself."""
    if isinstance(value, Mapping) or not (is_dataclass(value) and isinstance(value, Answer)):
        return []
    return [(one.name, getattr(value, one.name, None)) for one in fields(value)]


def numbers_of(value: Any) -> dict[str, Fraction]:
    """A number for each name; nothing where it is something else."""
    if not isinstance(value, Mapping):
        return {}
    found = dict(value.items())
    if not all(isinstance(x, Real) and not isinstance(x, bool) for x in found.values()):
        return {}
    if not all(isinstance(name, str) for name in found):
        return {}
    try:
        return {name: Fraction(x) for name, x in found.items()}
    except (ValueError, OverflowError):
        return {}
