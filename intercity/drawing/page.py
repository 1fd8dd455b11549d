"""The page that every picture is drawn on: as wide as a projector, with the finding as its title.

``page(title, subtitle)`` is a matplotlib ``Figure`` with its words on top and ``room`` below them.
Colours are those that colour-blind readers tell apart; lines also differ in their dashes.

>>> with drawing():
...     figure = page("Bidding leaves the cities 2.0", "They could keep 6.0 jointly")
...     print(f"{room(figure):.1f}")
0.9

Source: Okabe and Ito (2008), Color universal design.
"""

from __future__ import annotations

import math
import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from games.approximately import approximately
from games.errors import missing_extra
from intercity.english import amount

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
INK, GREY = "#222222", "#666666"
YELLOW, OLIVE = "#F5EC86", "#8A7F00"
COLOURS = (BLUE, ORANGE, GREEN, PURPLE, "#56B4E9", "#E69F00", INK)
DASHES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)))
STYLE = {
    "font.size": 15,
    "axes.labelsize": 15,
    "axes.titlesize": 16,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 1.5,
    "text.parse_math": False,  # a dollar is a dollar
}
SCRIPTS = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei")
"""Fonts for names in Chinese, of which those that are installed are used."""


def require_matplotlib() -> None:
    """``IntercityError``, with the remedy, where matplotlib is missing."""
    try:
        import matplotlib as mpl
    except ImportError:
        raise missing_extra("pictures need matplotlib", "plots") from None
    del mpl


@contextmanager
def drawing() -> Iterator[None]:
    """Our style for the time of drawing; ``IntercityError`` without matplotlib.

    The style is given back at the end, and pyplot is not touched. Where no font can write a name it
    is drawn as boxes, and a warning says which font to install.
    """
    require_matplotlib()
    import matplotlib as mpl
    from matplotlib.font_manager import get_font_names

    installed = set(get_font_names())
    fonts = ["DejaVu Sans", *(font for font in SCRIPTS if font in installed)]
    with mpl.rc_context({**STYLE, "font.family": fonts}), warnings.catch_warnings():
        warnings.filterwarnings("always", r"Glyph .* missing from", UserWarning)
        tell, missing = warnings.showwarning, list[str]()

        def listen(message: Warning | str, *where: Any, **more: Any) -> None:
            if str(message).startswith("Glyph "):  # matplotlib's words
                missing.append(str(message))
            else:
                tell(message, *where, **more)

        warnings.showwarning = listen
        yield
    if missing:
        told = f"no installed font can write all names ({missing[0]}); install Noto Sans CJK SC"
        warnings.warn(told, UserWarning, stacklevel=3)


def png(figure: Figure) -> bytes:
    """The picture as PNG, 1920 x 1080 points: as wide as a projector."""
    from io import BytesIO

    with drawing():
        file = BytesIO()
        figure.savefig(file, format="png")
    return file.getvalue()


def page(title: str, subtitle: str) -> Figure:
    """A figure with nothing but its words, to be used inside ``drawing``.

    Notebooks show it as it is, whether or not they have loaded pyplot.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = _shown_in_notebooks()(figsize=(12.8, 7.2), dpi=150)
    FigureCanvasAgg(figure)
    head = _wrapped(figure, title, 0.97, size=19, weight="bold", color=INK, gid="title")
    below = figure.transFigure.inverted().transform(head.get_window_extent().p0)[1] - 0.02
    _wrapped(figure, subtitle, below, size=14, color=GREY, gid="subtitle")
    return figure


@cache
def _shown_in_notebooks() -> type[Figure]:
    """Figures that say how a notebook shows them; made here, since matplotlib may be missing."""
    from matplotlib.figure import Figure

    class Picture(Figure):  # type: ignore[misc]
        def _repr_png_(self) -> bytes:
            return png(self)

    return Picture


def _wrapped(figure: Figure, words: str, y: float, **style: Any) -> Any:
    """Write from the left margin in as few lines as fit, of about equal length."""
    text = figure.text(0.03, y, words, va="top", **style)
    width = len(words)
    while text.get_window_extent().x1 > 0.97 * figure.bbox.x1 and width > 20:
        width -= 1
        text.set_text(textwrap.fill(words, width))
    lines = text.get_text().count("\n")
    while width > 20 and textwrap.fill(words, width - 1).count("\n") == lines:
        width -= 1
    if lines:
        text.set_text(textwrap.fill(words, width))
    return text


def narrow(text: Any, most: float) -> None:
    """Break lines until the words are at most so many points of the page wide."""
    words = text.get_text()
    width = len(words)
    while text.get_window_extent().width > most and width > 8:
        width -= 1
        text.set_text(textwrap.fill(words, width))


def room(figure: Figure) -> float:
    """The height of the page below its words."""
    bottom: float = figure.texts[-1].get_window_extent().y0 / figure.bbox.height
    return bottom


def cycled(choices: Sequence[Any], n: int) -> list[Any]:
    """The first n of these, from the start again where they run out."""
    return [choices[k % len(choices)] for k in range(n)]


def end_labels(axes: Axes, ends: Mapping[str, float], x: float) -> None:
    """Each curve's name right of its end, apart from the others and inside the frame."""
    low, high = axes.get_ylim()
    colours = dict(zip(ends, cycled(COLOURS, len(ends)), strict=True))
    names = sorted(ends, key=lambda name: ends[name])
    words = [textwrap.fill(name, 16, break_long_words=False) for name in names]
    half = [0.03 * (high - low) * (1 + text.count("\n")) for text in words]
    heights: list[float] = []
    for k, name in enumerate(names):  # upwards, none on the one before
        least = heights[-1] + half[k - 1] + half[k] if heights else -math.inf
        heights.append(max(ends[name], least))
    ceiling = high
    for k in reversed(range(len(names))):  # downwards, none above the frame
        heights[k] = min(heights[k], ceiling - half[k])
        ceiling = heights[k] - half[k]
    for name, text, height in zip(names, words, heights, strict=True):
        axes.annotate(
            text,
            (x, height),
            xytext=(12, 0),
            textcoords="offset points",
            color=colours[name],
            weight="bold",
            va="center",
            annotation_clip=False,
        )


def written(number: Fraction, digits: int = 3) -> str:
    """A payoff: whole where it is, else in some digits.

    >>> written(Fraction(12), 3), written(Fraction(2, 3), 3), written(Fraction(10**6, 3), 3)
    ('12', '0.667', '333,333')
    """
    if abs(number) < 10**9:
        if number.denominator == 1:
            return amount(number)
        digits = max(digits, len(str(int(abs(number)))))
    return approximately(number, f",.{digits}g")
