"""Pictures of what an example is about: of a game, a bargaining problem, a race, a split."""

from __future__ import annotations

import doctest
import io
import sys
from collections.abc import Callable, Mapping
from fractions import Fraction
from numbers import Real
from typing import Any

import intercity as ic
from intercity.drawing.chart import Lanes
from intercity.drawing.svg import svg

MOST_BARS = 12


def shown_by(docstring: str, names: Mapping[str, Any]) -> list[Any]:
    """What the lines of an example make and show, in order, the lines run in ``names``."""
    space, seen = dict(names), []
    before = set(map(id, space.values()))
    hook, output = sys.displayhook, sys.stdout
    sys.displayhook, sys.stdout = seen.append, io.StringIO()
    try:
        for example in doctest.DocTestParser().get_examples(docstring):
            try:
                exec(compile(example.source, "<example>", "single"), space)  # noqa: S102 - our own
            except ValueError:
                if example.exc_msg is None:
                    raise
    finally:
        sys.displayhook, sys.stdout = hook, output
    made = [value for value in space.values() if id(value) not in before]
    flat = [one for value in seen for one in (value if type(value) is tuple else (value,))]
    return [*made, *flat]


def pictures(values: list[Any]) -> list[str]:
    """At most two pictures as HTML: of what is played, and of who gets what."""
    found = []
    for kind, draw in _drawn().items():
        subject = next((one for one in values if isinstance(one, kind)), None)
        picture = None if subject is None else _attempt(draw, subject)
        if picture is not None:
            found.append(picture)
            break
    found += [bars for one in values[::-1] if (bars := _bars(one)) is not None][:1]
    return found


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
        ic.CobwebMarket: ic.cobweb_picture,
        ic.MandateAudit: ic.pairing_picture,
        ic.CoalitionalGame: ic.core_triangle,
    }


def _attempt(draw: Callable[[Any], Any], subject: Any) -> str | None:
    """The picture of a subject; none where there is none of such a one (four cities)."""
    try:
        drawn = draw(subject)
    except ic.IntercityError:
        return None
    if isinstance(drawn, ic.DrawnChart):
        return figure_of(drawn.svg, drawn.title)
    return figure_of(_svg(drawn), drawn.texts[0].get_text() if drawn.texts else "")


def _svg(figure: Any) -> str:
    """A matplotlib figure as SVG text, the same at every build."""
    import matplotlib as mpl

    output = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "intercity", "svg.fonttype": "none"}):
        figure.savefig(output, format="svg", metadata={"Date": None}, bbox_inches="tight")
    return output.getvalue().partition("<svg")[2].join(("<svg", ""))


def figure_of(picture: str, title: str) -> str:
    """A picture with its title, as HTML in a page."""
    from html import escape

    lines = "\n".join(line for line in picture.splitlines() if line.strip())
    caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
    return f'```{{raw}} html\n<figure class="picture">{caption}\n{lines}\n</figure>\n```'


def _bars(value: Any) -> str | None:
    """A bar for each city of what it gets."""
    numbers = numbers_of(value)
    if not 2 <= len(numbers) <= MOST_BARS or not any(numbers.values()):
        return None
    chart = Lanes(title="The example in a picture", unit="", columns={"": numbers})
    return figure_of(svg(chart), chart.title)


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
