"""The subsidy race: how bidding escalates round by round, and who ends up with the money.

From no subsidies, every city replies to all others' bids of the round before, s(k+1) = R(s(k)), as
in Cournot's dynamics; where the replies settle, they are in the equilibrium.

>>> from games import SubsidyCompetition
>>> alike = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=0.25)
>>> [round(bids["Quzhou"], 2) for bids in best_replies(alike, 4)]
[0.0, 0.2, 0.33, 0.41, 0.45]

Source: best replies in turn are Cournot's (1838); the game is that of ``arms_race``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from games.contest import Contest
from games.errors import Undefined, of_kind
from games.exact import floating
from games.subsidy import SubsidyCompetition
from intercity.drawing.page import (
    BLUE,
    COLOURS,
    DASHES,
    INK,
    cycled,
    drawing,
    end_labels,
    page,
    room,
)
from intercity.english import percent, shown
from intercity.topics.arms_race.accord import InForce, signed_race
from intercity.topics.arms_race.builder import competition
from intercity.topics.arms_race.check import race_outcome
from intercity.topics.arms_race.english import direction_words
from solvers.competition.contest_equilibrium import ContestEquilibrium
from solvers.competition.race_verdict import RaceVerdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from intercity.region.context import Context
    from solvers.competition.arms_race import ArmsRace
    from solvers.competition.contest_race import ContestRace

SHOWN_ROUNDS = 24


def race_picture(game: SubsidyCompetition | Contest, *, money: str = "") -> Figure:
    """How bidding escalates round by round, and who ends up with the money.

    Left: from no subsidies, all cities reply to each other's last bid, up to the equilibrium
    (dotted). Right: what the cities keep in all without subsidies, in the race, and if they decided
    jointly; what firms gain by the race, and the part of it that goes to firms that would be in the
    same city if nobody paid (windfall). Where replies do not settle in 100 rounds, the first ones
    are shown.

    Of a contest, left: what each city bids (on average, if at random), in what the firm is worth to
    it; replies round by round are not shown, since they need not come to rest.

    Errors: ``Undefined`` where no equilibrium is found; ``IntercityError`` without matplotlib.

    >>> race = SubsidyCompetition(["Quzhou", "Lishui"], value=[10, 8], mu=2, mass=30)
    >>> print(race_picture(race).texts[0].get_text())
    Bidding leaves the cities 126.6 of the 270.0
    that they could keep jointly; firms gain 147.5
    """
    from solvers.competition.arms_race import arms_race

    of_kind(game, SubsidyCompetition, Contest, place="subject of race_picture")
    of_kind(money, str, place="the unit of money")
    for city, value in zip(game.cities, game.value, strict=True):
        floating(value, f"value of {city}")
    if isinstance(game, Contest):
        contest = arms_race(game)
        with drawing():
            figure = page(*_race_words(game, contest))
            _draw_bids(figure, game, contest, money)
            _draw_money(figure, contest, money)
            figure.draw_without_rendering()
        return figure
    race = arms_race(game)
    path = best_replies(game, SHOWN_ROUNDS if race.rounds is None else race.rounds + 1)
    with drawing():
        figure = page(*_race_words(game, race))
        _draw_path(figure, game, race, path)
        _draw_money(figure, race, money)
        figure.draw_without_rendering()
    return figure


def best_replies(game: SubsidyCompetition, rounds: int) -> list[dict[str, float]]:
    """What each city pays in each round: nothing in round 0, then the reply to the round before."""
    from solvers.competition.logit_choice import ball, logit_choice

    with logit_choice(game) as choice:
        point = [ball(0)] * choice.n
        path = [point]
        for _ in range(rounds):
            outcome = choice.at(point)
            point = [outcome.reply(i).mid() for i in range(choice.n)]
            path.append(point)
        return [dict(zip(game.cities, map(float, bids), strict=True)) for bids in path]


def _race_words(
    game: SubsidyCompetition | Contest, race: ArmsRace | ContestRace
) -> tuple[str, str]:
    keep, joint = race.treasuries.equilibrium, race.treasuries.joint_optimum
    without = race.treasuries.no_subsidy
    if race.verdict is RaceVerdict.NO_RACE:
        title = f"No arms race: the cities keep {shown(keep)}, without subsidies {shown(without)}"
    else:
        title = (
            f"Bidding leaves the cities {shown(keep)} of the {shown(joint)} that they could keep "
            f"jointly; firms gain {shown(race.firms_gain)}"
        )
    if race.outlay <= 0:
        return title, "In the equilibrium nobody pays firms anything"
    if isinstance(race.equilibrium, ContestEquilibrium):  # of one firm
        gets = percent(race.firms_gain / race.outlay) if race.firms_gain else "none"
        subtitle = f"They spend {shown(race.outlay)} on bids; the firm gets {gets} of it"
    else:
        subtitle = (
            f"They pay firms {shown(race.outlay)} in all, {percent(race.windfall / race.outlay)} "
            "of it to firms that would be in the same city if nobody paid"
        )
    if race.verdict is RaceVerdict.UNDECIDED:
        subtitle += "; whether that is a race is open"
    elif race.verdict is not RaceVerdict.NO_RACE:
        subtitle += f"; {direction_words(race_outcome(game, race))}"
    if not race.equilibrium.unique:
        subtitle += "; there may be other equilibria"
    return title, subtitle


def _draw_bids(figure: Figure, game: Contest, race: ContestRace, money: str) -> None:
    axes = figure.add_axes((0.13, 0.13, 0.33, room(figure) - 0.2))
    n = range(len(game.cities))
    for i, city, colour in zip(n, game.cities, cycled(COLOURS, len(n)), strict=True):
        bid = race.equilibrium.subsidies[city]
        axes.barh(
            i,
            float(game.value[i]),
            color="none",
            edgecolor=INK,
            height=0.62,
            gid=f"value of {city}",
        )
        axes.barh(i, float(bid), color=colour, height=0.62, gid=f"bid of {city}")
        axes.annotate(
            shown(bid),
            (float(max(game.value[i], bid)), i),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            weight="bold",
        )
    most = float(max(*game.value, *race.equilibrium.subsidies.values()))
    axes.set_xlim(0, 1.25 * most or 1)
    axes.set_yticks(list(n), list(game.cities))
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.xaxis.get_major_locator().set_params(nbins=4)
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.set_title("Bids, of what the firm is worth", loc="left", weight="bold")
    axes.set_xlabel(textwrap.fill(money or "money", 36))


def _draw_path(
    figure: Figure,
    game: SubsidyCompetition,
    race: ArmsRace,
    path: Sequence[Mapping[str, float]],
) -> None:
    axes = figure.add_axes((0.09, 0.13, 0.37, room(figure) - 0.2))
    n = len(game.cities)
    for city, colour, dashes in zip(
        game.cities, cycled(COLOURS, n), cycled(DASHES, n), strict=True
    ):
        end = float(race.equilibrium.subsidies[city])
        axes.plot(  # as far as the name of the city
            [0, len(path) - 1],
            [end, end],
            color=colour,
            linewidth=1.5,
            linestyle=":",
            gid=f"equilibrium of {city}",
        )
        axes.plot(
            range(len(path)),
            [bids[city] for bids in path],
            color=colour,
            linestyle=dashes,
            linewidth=3,
            marker="o" if len(path) <= SHOWN_ROUNDS else "",
            markersize=6,
            gid=f"bids of {city}",
        )
    most = max([*map(float, race.equilibrium.subsidies.values()), *(max(b.values()) for b in path)])
    axes.set_ylim(-0.04 * (most or 1), 1.1 * (most or 1))
    ends = race.equilibrium.subsidies if race.rounds is not None else path[-1]
    end_labels(axes, {city: float(ends[city]) for city in game.cities}, len(path) - 1)
    axes.set_title("The race, bid by bid (dotted: equilibrium)", loc="left", weight="bold")
    axes.set_xlabel("round of replies to the others' last bid")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_ylabel("subsidy per firm")


def _draw_money(figure: Figure, race: ArmsRace | ContestRace, money: str) -> None:
    axes = figure.add_axes((0.7, 0.13, 0.26, room(figure) - 0.2))
    bars = {
        "cities keep,\nno subsidies": (race.treasuries.no_subsidy, "#BBBBBB"),
        "cities keep,\nin the race": (race.treasuries.equilibrium, BLUE),
        "cities keep,\ndeciding jointly": (race.treasuries.joint_optimum, "#56B4E9"),
        "firms gain\nby the race": (race.firms_gain, "#E69F00"),
    }
    for row, (value, colour) in enumerate(bars.values()):
        axes.barh(row, float(value), color=colour, height=0.62)
        axes.annotate(
            shown(value),
            (max(float(value), 0.0), row),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            weight="bold",
        )
    last = len(bars) - 1
    axes.barh(
        last, float(race.windfall), color="none", edgecolor=INK, hatch="///", height=0.62,
        label=f"windfall, to firms that would be\nthere if nobody paid: {shown(race.windfall)}",
        gid="windfall",
    )  # fmt: skip
    axes.set_yticks(range(len(bars)), list(bars))
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(last + 1.35, -0.6)
    axes.legend(loc="lower left", frameon=False, fontsize=13, borderpad=0)
    axes.axvline(0, color=INK, linewidth=1.5)
    values = [float(value) for value, _ in bars.values()]
    low, high = min(0.0, *values), max(0.0, *values)
    axes.set_xlim(low, high + 0.32 * (high - low) if high > low else 1)
    axes.xaxis.get_major_locator().set_params(nbins=4)
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.set_title("Who has the money", loc="left", weight="bold")
    axes.set_xlabel(textwrap.fill(money or "money", 36))


def pictures(context: Context) -> dict[str, Callable[[], Figure]]:
    """The race, if there is one; not where an accord may be in force, as it shows bids without."""
    game, money = context.once(competition), context.scenario.money
    if game is None:
        return {}

    def race() -> Figure:
        signed = context.once(signed_race)
        without = InForce.BROKEN, InForce.UNRAVELS
        if signed is not None and signed.signed.in_force not in without:
            raise Undefined("picture of the race", "an accord on bids is signed")
        return race_picture(game, money=money)

    return {"race": race}
