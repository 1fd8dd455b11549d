"""Alternating offers with ever shorter rounds: both openings come to the Nash bargaining solution.

Who opens gains by it, since the other loses a round by a no. With k rounds instead of one, patience
per round is delta_i^(1/k): what is left of a gain after the same time is the same, but a no costs
less. Drawn is what each city gets if it opens, and if the other does, for k = 1, 2, 4, ...

>>> from games import AlternatingOffers, BargainingProblem
>>> pie = BargainingProblem.from_inequalities(["Hangzhou", "Quzhou"], [((1, 1), 1)], (0, 0))
>>> talks = AlternatingOffers(pie, {"Hangzhou": 0.81, "Quzhou": 0.9})
>>> print(offers_picture(talks).texts[0].get_text())
Quzhou gets 0.631 or 0.701, by who opens;
in short rounds 0.667, as by Nash

Source: Binmore, Rubinstein and Wolinsky (1986), The Nash bargaining solution in economic modelling,
RAND Journal of Economics 17, 176-188.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from games.alternating_offers import AlternatingOffers
from games.errors import InvalidInput, of_kind
from games.exact import floating
from intercity.drawing.page import COLOURS, DASHES, INK, drawing, narrow, page, room, written

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from solvers.bargaining.alternating_offers import OffersEquilibrium

SHORTER = (1, 2, 4, 8, 16, 32, 64)
"""How many rounds are made of one."""


def offers_picture(talks: AlternatingOffers, *, money: str = "") -> Figure:
    """What two cities get by opening and by answering, as rounds get short.

    One panel for each city; the line across is the Nash bargaining solution with weights from
    patience (``nash_limit``), to which both curves come. ``money`` is the unit of payoffs.

    Errors: ``InvalidInput`` for other than two cities, or talks with a last round; ``Undefined``
    where a city has no patience at all; ``IntercityError`` without matplotlib.

    >>> from games.bargaining import BargainingProblem
    >>> pie = BargainingProblem.from_inequalities(["A", "B"], [((1, 1), 1)], disagreement=(0, 0))
    >>> talks = AlternatingOffers(pie, {"A": 0.9, "B": 0.8}, first="A")
    >>> offers_picture(talks).texts[0].get_text()
    'B gets 0.286 or 0.357, by who opens; in short rounds 0.321, as by Nash'

    Source: Binmore, Rubinstein and Wolinsky (1986).
    """
    from solvers.bargaining.alternating_offers import alternating_offers
    from solvers.bargaining.nash_bargaining import nash_bargaining
    from solvers.bargaining.nash_limit import nash_limit

    of_kind(talks, AlternatingOffers, place="subject of offers_picture")
    of_kind(money, str, place="the unit of money")
    names = talks.problem.players
    if len(names) != 2:
        raise InvalidInput("the cities of a picture of offers", len(names), "two")
    limit = nash_bargaining(nash_limit(talks))
    found = {k: alternating_offers(_shortened(talks, k)) for k in SHORTER}
    with drawing():
        figure = page(
            _title(names, found[1], limit),
            "Each curve: who opens gets more, as a no costs the other a round. The line across: "
            "the Nash bargaining solution, weighted by patience",
        )
        high = room(figure) - 0.34
        for panel, name in enumerate(names):
            axes = figure.add_axes((0.1 + 0.48 * panel, 0.24, 0.38, high))
            axes.axhline(
                floating(limit[name], f"payoff of {name}"),
                color=INK,
                linewidth=1.5,
                gid=f"Nash of {name}",
            )
            for opener, colour, dashes in zip(names, COLOURS, DASHES, strict=False):
                axes.plot(
                    range(len(SHORTER)),
                    [
                        floating(deal.openings[opener][name], f"payoff of {name}")
                        for deal in found.values()
                    ],
                    color=colour,
                    linestyle=dashes,
                    linewidth=3,
                    marker="o",
                    label=f"{opener} opens",
                    gid=f"{name} if {opener} opens",
                )
            axes.set_xticks(range(len(SHORTER)), [str(k) for k in SHORTER])
            axes.set_xlabel("parts that each round is cut into")
            words = f"{name} gets{f' ({money})' if money else ''}"
            narrow(axes.set_title(words, loc="left", fontsize=13), axes.bbox.width)
            axes.ticklabel_format(axis="y", useOffset=False)
        for k, handle in enumerate(axes.get_lines()[1:]):
            place = (0.1 + 0.48 * k, 0.01)
            legend = figure.legend([handle], [handle.get_label()], loc=place, frameon=False)
            narrow(legend.get_texts()[0], 0.34 * figure.bbox.width)
        figure.draw_without_rendering()
    return figure


def _shortened(talks: AlternatingOffers, k: int) -> AlternatingOffers:
    """The same talks with k rounds in the time of one; roots are rounded as floats are."""
    return replace(
        talks,
        discount={name: _root(delta, k) for name, delta in talks.discount.items()},
        breakdown=1 - _root(1 - talks.breakdown, k),
    )


def _root(number: Fraction, k: int) -> Fraction:
    return number if k == 1 or number == 1 else Fraction(float(number) ** (1 / k))


def _title(names: Sequence[str], found: OffersEquilibrium, limit: Mapping[str, Fraction]) -> str:
    """Of the city for which it matters more, beside what it gets, who opens."""

    def ends(name: str) -> list[Fraction]:
        return sorted(found.openings[opener][name] for opener in names)

    city = max(reversed(names), key=lambda name: ends(name)[1] - ends(name)[0])
    low, high = ends(city)
    if low == high:
        return f"{city} gets {written(low)}, whoever opens and however short rounds are"
    return (
        f"{city} gets {written(low)} or {written(high)}, by who opens; in short rounds "
        f"{written(limit[city])}, as by Nash"
    )
