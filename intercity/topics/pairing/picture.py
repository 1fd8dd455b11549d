"""Who pairs with whom: hubs on the left, cities on the right, and who would rather have each other.

Grey lines are the mandated pairs, coloured ones those of the best pairing, dashed ones the pairs
that gain most by leaving for each other, each with what it makes or gains. Below the names stands
what each has as mandated, the province's credit apart, and the range of what it can have if the
best pairs pay each other. Where they may not, the range is left out.

>>> from games import MandatedPairing, PairingGame
>>> coast = PairingGame(["Hangzhou", "Ningbo"], ["Quzhou", "Lishui"],
...                     to_hub=[[2, 4], [5, 1]], to_city=[[3, 4], [6, 2]])
>>> order = MandatedPairing(coast, {"Quzhou": "Hangzhou", "Lishui": "Ningbo"})
>>> print(pairing_picture(order).texts[0].get_text())
The mandated pairs make 8.0, the best ones 19.0

Source: Gale and Shapley (1962); Shapley and Shubik (1971).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from games.by_city import truth
from games.errors import InvalidInput, of_kind
from games.pairing_game import MandatedPairing
from intercity.drawing.page import BLUE, GREY, INK, ORANGE, drawing, page, room
from intercity.english import shown
from intercity.topics.pairing.builder import mandate
from intercity.topics.pairing.section import Pairing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from intercity.region.context import Context
    from mechanisms.pairing.mandated_pairing import BlockingPair, MandateAudit

MOST_NAMES = 16
MOST_BLOCKING = 6
FEW, CROWDED = 4, 9
PLACES = (0.5, 0.62, 0.38, 0.74, 0.26, 0.84, 0.16)
"""Where along its line a number may stand, the middle first."""
STYLES: dict[str, dict[str, Any]] = {
    "mandated": {"color": "#BBBBBB", "linewidth": 9, "solid_capstyle": "round"},
    "best": {"color": BLUE, "linewidth": 3},
    "blocking": {"color": ORANGE, "linewidth": 2.5, "linestyle": (0, (5, 2.5))},
}


def pairing_picture(mandate: MandatedPairing, *, money: str = "", payments: bool = True) -> Figure:
    """Hubs, cities, mandated pairs, the best ones, and the pairs that would leave.

    ``payments``: whether pairs may pay each other; if not, those leave who both gain by it.
    ``money``: the unit, as "million yuan a year".

    Errors: ``InvalidInput`` for more than 16 hubs or cities, which no page would hold;
    ``IntercityError`` without matplotlib.

    >>> from games.pairing_game import PairingGame
    >>> coast = PairingGame(["Hangzhou", "Ningbo"], ["Quzhou", "Lishui"],
    ...                     to_hub=[[2, 4], [5, 1]], to_city=[[3, 4], [6, 2]])
    >>> order = MandatedPairing(coast, {"Quzhou": "Hangzhou", "Lishui": "Ningbo"}, consent=True)
    >>> pairing_picture(order).texts[0].get_text()
    'The mandated pairs make 8.0, the best ones 19.0'

    Source: Gale and Shapley (1962); Shapley and Shubik (1971).
    """
    of_kind(mandate, MandatedPairing, place="subject of pairing_picture")
    of_kind(money, str, place="the unit of money")
    from mechanisms.pairing.mandated_pairing import mandated_pairing

    game = mandate.game
    most = max(len(game.hubs), len(game.cities))
    if most > MOST_NAMES:
        raise InvalidInput("the names on one side of a picture", most, f"at most {MOST_NAMES}")
    payments = truth(payments, "payments")
    audit = mandated_pairing(mandate)
    with drawing():
        leavers = audit.blocking if payments else audit.without_payments
        figure = page(*_words(audit, leavers, money, payments=payments))
        axes = figure.add_axes((0.02, 0.1, 0.96, room(figure) - 0.13))
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        margin = 0.3 if most > 1 else 0.75  # few names fill the page, too
        axes.set_ylim(1 - most - margin, margin)
        spots = _names(axes, audit, payments=payments)
        others = [pair for pair in leavers if audit.best.pairs.get(pair.city) != pair.hub]
        _lines(axes, audit, others[:MOST_BLOCKING], spots)
        _legend(figure, audit, others)
        figure.draw_without_rendering()
    return figure


def _words(
    audit: MandateAudit, leavers: Sequence[BlockingPair], money: str, *, payments: bool
) -> tuple[str, str]:
    unit = f" {money}" if money else ""
    best = shown(audit.best.value)
    if not audit.mandate.pairs:
        title = f"Left to themselves the best pairs make {best}{unit}"
        return title, "Below each name: what it can have if pairs pay each other and nobody leaves"
    title = f"The mandated pairs make {shown(audit.value)}"
    title += f", the best ones {best}{unit}" if audit.loss else f"{unit}, the most that pairs can"
    if not leavers:
        says = "Nobody would leave for another"
        says += " without being paid to" if audit.blocking else ""
    else:
        first = leavers[0]
        consent = ", which needs consent" if first.needs_consent else ""
        says = (
            f"{first.hub} and {first.city} gain most by leaving for each other: "
            f"{shown(first.together)}{consent}"
        )
    below = "as mandated" + (
        ", and what it can have in the best pairing if pairs pay each other" if payments else ""
    )
    return title, f"{says}. Below each name: {below}"


def _names(axes: Axes, audit: MandateAudit, *, payments: bool) -> dict[str, tuple[float, float]]:
    """Write the names with their figures; where the lines of each begin."""
    game = audit.mandate.game
    most = max(len(game.hubs), len(game.cities))
    spots = {}
    for names, x, align in ((game.hubs, 0.31, "right"), (game.cities, 0.69, "left")):
        step = (most - 1) / (len(names) - 1) if len(names) > 1 else 0
        start = 0 if len(names) > 1 else -(most - 1) / 2
        for k, name in enumerate(names):
            y = start - k * step
            low, high = audit.best.ranges[name]
            can = shown(low) if low == high else f"{shown(low)} to {shown(high)}"
            told = [f"can have {can}"] if payments else []
            if audit.mandate.pairs:
                credit = audit.mandate.credit_of(name)
                own = f" and {shown(credit)} of credit" if credit else ""
                told.insert(0, f"has {shown(audit.mandate.payoffs[name] - credit)}{own}")
            big, small, up = _letters(most)
            aside = -11 if align == "right" else 11
            written = axes.annotate(
                name,
                (x, y),
                xytext=(aside, up),
                textcoords="offset points",
                ha=align,
                va="center",
                weight="bold",
                color=INK,
                fontsize=big,
            )
            figures = axes.annotate(
                ", ".join(told),
                (x, y),
                xytext=(aside, -up),
                textcoords="offset points",
                ha=align,
                va="center",
                color=GREY,
                fontsize=small,
                gid=f"figures of {name}",
            )
            for text in (written, figures):
                _fit(text)
            axes.plot([x], [y], marker="o", markersize=9, color=INK, zorder=5)
            spots[name] = (x, y)
    return spots


def _letters(most: int) -> tuple[float, float, float]:
    """How large names and figures are, and how far from the middle they stand."""
    if most <= FEW:
        return 20, 15, 13
    return (15, 12, 9) if most <= CROWDED else (11, 9, 6)


def _fit(text: Any) -> None:
    """Make it smaller until it stands on the page."""
    width = text.axes.figure.bbox.width
    while text.get_window_extent().x0 < 0 or text.get_window_extent().x1 > width:
        text.set_fontsize(0.95 * text.get_fontsize())


def _lines(
    axes: Axes,
    audit: MandateAudit,
    others: Sequence[BlockingPair],
    spots: dict[str, tuple[float, float]],
) -> None:
    game = audit.mandate.game

    taken: list[tuple[float, float]] = []

    def place(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
        """The first place along a line at which no other number stands; lines cross half-way."""
        wide, high = 0.05, 0.06 * (axes.get_ylim()[1] - axes.get_ylim()[0])
        order = PLACES if one[1] == other[1] else (*PLACES[1:], PLACES[0])
        spots = [tuple(a + at * (b - a) for a, b in zip(one, other, strict=True)) for at in order]
        for x, y in spots:
            if all(abs(x - u) > wide or abs(y - v) > high for u, v in taken):
                taken.append((x, y))
                return x, y
        taken.append((spots[0][0], spots[0][1]))
        return taken[-1]

    def draw(kind: str, hub: str, city: str, words: str) -> None:
        (x0, y0), (x1, y1) = spots[hub], spots[city]
        axes.plot([x0, x1], [y0, y1], gid=f"{kind}: {hub} and {city}", **STYLES[kind])
        if words:
            axes.annotate(
                words,
                place((x0, y0), (x1, y1)),
                ha="center",
                va="center",
                fontsize=16 if len(spots) <= 2 * FEW else 13,
                weight="bold",
                color=GREY if kind == "mandated" else STYLES[kind]["color"],
                bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
                zorder=6,
            )

    both = {
        city: hub for city, hub in audit.mandate.pairs.items() if audit.best.pairs.get(city) == hub
    }
    for city, hub in audit.mandate.pairs.items():
        draw("mandated", hub, city, "" if city in both else shown(game.surplus(hub, city)))
    for city, hub in audit.best.pairs.items():
        draw("best", hub, city, shown(game.surplus(hub, city)))
    for pair in others:
        draw("blocking", pair.hub, pair.city, f"+{shown(pair.together)}")


def _legend(figure: Figure, audit: MandateAudit, others: Sequence[BlockingPair]) -> None:
    from matplotlib.lines import Line2D

    told = {"best": "best pairing, with what the pair makes"}
    if audit.mandate.pairs:
        told = {"mandated": "mandated pair", **told}
        if others:
            more = len(others) - MOST_BLOCKING
            told["blocking"] = "other pairs that gain by leaving"
            told["blocking"] += f" ({more} more)" if more > 0 else ""
    handles = [Line2D([], [], **STYLES[kind]) for kind in told]
    figure.legend(
        handles,
        list(told.values()),
        loc="lower center",
        ncols=len(told),
        frameon=False,
        fontsize=13,
        handlelength=3,
    )


def pictures(context: Context) -> dict[str, Callable[[], Figure]]:
    """The pairs, if they are few enough for a page."""
    money = context.scenario.money
    pairs, given = context.once(mandate), context.scenario.section(Pairing)
    if (
        pairs is None
        or given is None
        or max(len(pairs.game.hubs), len(pairs.game.cities)) > MOST_NAMES
    ):
        return {}
    return {"pairing": lambda: pairing_picture(pairs, money=money, payments=given.payments)}
