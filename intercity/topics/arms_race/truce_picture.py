"""Race against truce over time: what a breach brings at once, and what it costs from then on.

>>> from games import SubsidyCompetition
>>> from mechanisms.accord.subsidy_accord import truce
>>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
>>> truce_picture(truce(park), discount=Fraction(1, 2)).texts[0].get_text()
'At a discount factor of 0.5 Quzhou keeps the truce: it takes 0.172'

Source: Friedman (1971), A non-cooperative equilibrium for supergames, Review of Economic Studies
38, 1-12.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from games.by_city import one_of, whole
from games.errors import InvalidInput, of_kind
from games.exact import Number, exact
from intercity.drawing.page import (
    BLUE,
    ORANGE,
    drawing,
    narrow,
    page,
    room,
    written,
)
from mechanisms.accord.truce_terms import TruceTerms

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["truce_picture"]

ZERO, ONE = Fraction(0), Fraction(1)
YEARS = 12


def truce_picture(
    terms: TruceTerms,
    *,
    discount: Number,
    city: str | None = None,
    lag: int = 1,
    money: str = "",
) -> Figure:
    """What a city has year by year if it keeps a truce and if it breaks it, and the sum so far.

    Left: R in each year of the truce; T in each of the first ``lag`` years of a breach, then P in
    the race for ever. Right: the sum of both, each year counted ``discount`` times the one before;
    the numbers at the end are the sums for ever.

    ``terms``: of ``truce``. ``discount``: from 0 to below 1. ``city``: by default the one that
    needs most patience. ``money``: the unit of payoffs.

    Errors: ``InvalidInput`` for another city, discount factor or lag; ``IntercityError`` without
    matplotlib.

    >>> from games import SubsidyCompetition
    >>> from mechanisms import truce
    >>> race = SubsidyCompetition(["Hangzhou", "Quzhou", "Jinhua"], value=[10] * 3, mu=2, mass=30)
    >>> truce_picture(truce(race), discount=0.5).texts[0].get_text()
    'At a discount factor of 0.5 Hangzhou keeps the truce: it takes 0.393'

    Source: Friedman (1971).
    """
    of_kind(terms, TruceTerms, place="subject of truce_picture", hint="truce gives them")
    of_kind(money, str, place="the unit of money")
    delta = exact(discount, "the discount factor")
    if not 0 <= delta < 1:
        raise InvalidInput("the discount factor", delta, "from 0 to below 1")
    lag = int(whole(lag, "lag of the picture", 1, YEARS - 1))
    names = tuple(terms.critical)
    if city is None:
        city = (
            terms.unwilling[0]
            if terms.unwilling
            else max(names, key=lambda one: terms.critical[one] or ZERO)
        )
    one_of(city, names, "the city of the picture")
    keep = [terms.reward[city]] * (YEARS + 1)
    breach = [terms.temptation[city] if year < lag else terms.punishment[city]
              for year in range(YEARS + 1)]  # fmt: skip
    ever = (
        keep[0] / (1 - delta),
        terms.temptation[city] * (1 - delta**lag) / (1 - delta)
        + terms.punishment[city] * delta**lag / (1 - delta),
    )
    with drawing():
        figure = page(*_words(terms, city, delta, ever))
        high = room(figure) - 0.22
        left = figure.add_axes((0.09, 0.12, 0.36, high))
        right = figure.add_axes((0.56, 0.12, 0.3, high))
        _years(left, keep, breach)
        _sums(right, keep, breach, delta, ever)
        for axes, title in ((left, "Year by year"), (right, "Added up, and for ever")):
            axes.set_title(title, loc="left", weight="bold")
            axes.set_xlabel("year")
            axes.xaxis.get_major_locator().set_params(integer=True)
            axes.yaxis.get_major_locator().set_params(nbins=5)
            axes.ticklabel_format(axis="y", useOffset=False)
        label = left.set_ylabel(f"{city} has ({money})" if money else f"{city} has")
        narrow(label, left.bbox.height)
        figure.draw_without_rendering()
    return figure


def _words(
    terms: TruceTerms, city: str, delta: Fraction, ever: tuple[Fraction, Fraction]
) -> tuple[str, str]:
    least = terms.critical[city]
    if least is None:
        title = f"However patient, {city} breaks the truce: it has no less in the race"
    else:
        does = "keeps" if delta >= least else "breaks"
        title = f"At a discount factor of {written(delta)} {city} {does} the truce: it takes "
        title += written(least)
    gain = terms.temptation[city] - terms.reward[city]
    loss = terms.reward[city] - terms.punishment[city]
    change = f"loses {written(loss)}" if loss >= 0 else f"gains {written(-loss)}"
    return title, (
        f"A breach gains {written(gain)} a year until it is noticed and {change} a year ever "
        f"after; for ever the truce is worth {written(ever[0])}, a breach {written(ever[1])}"
    )


def _years(axes: Axes, keep: list[Fraction], breach: list[Fraction]) -> None:
    years = range(YEARS)
    for name, values, colour, dashes in (
        ("keeps the truce", keep, BLUE, "-"),
        ("breaks it in year 0", breach, ORANGE, (0, (6, 2))),
    ):
        axes.step(
            [*years, YEARS],
            [float(x) for x in values],
            where="post",
            color=colour,
            linestyle=dashes,
            linewidth=3,
            label=name,
            gid=name,
        )
    most, least = max(*keep, *breach), min(ZERO, *keep, *breach)
    axes.set_ylim(float(least), float(most + (most - least) * Fraction(35, 100)) or 1)
    axes.set_xlim(0, YEARS)
    axes.legend(loc="upper right", frameon=False, fontsize=14)


def _sums(
    axes: Axes,
    keep: list[Fraction],
    breach: list[Fraction],
    delta: Fraction,
    ever: tuple[Fraction, Fraction],
) -> None:
    ends = []
    for values, colour, dashes, total in (
        (keep, BLUE, "-", ever[0]),
        (breach, ORANGE, (0, (6, 2)), ever[1]),
    ):
        sums, weight, so_far = [], ONE, ZERO
        for value in values[:YEARS]:
            so_far += weight * value
            sums.append(float(so_far))
            weight *= delta
        axes.plot(range(YEARS), sums, color=colour, linestyle=dashes, linewidth=3, marker="o")
        ends.append((float(total), colour, written(total)))
    low, high = min(0.0, *(y for y, _, _ in ends)), max(y for y, _, _ in ends)
    axes.set_ylim(low, 1.12 * high or 1)
    apart = 0.07 * (1.12 * high - low)
    ends.sort()
    heights = [ends[0][0], max(ends[1][0], ends[0][0] + apart)]
    for (y, colour, told), height in zip(ends, heights, strict=True):
        axes.axhline(y, color=colour, linewidth=1, linestyle=":")
        axes.annotate(
            told,
            (YEARS - 1, height),
            xytext=(20, 0),
            textcoords="offset points",
            va="center",
            weight="bold",
            color=colour,
            annotation_clip=False,
        )
