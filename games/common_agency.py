"""Common agency: several cities each offer a wage for hours of the same engineer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, Spillovers, in_order, numbers, within
from games.errors import InvalidInput
from games.players import validated_players

__all__ = ["CommonAgency"]

ZERO = Fraction(0)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class CommonAgency:
    """Common agency: several cities each offer a wage for hours of the same engineer.

    City j offers the wage w_j >= 0 an hour. The engineer then chooses hours h, all h_i >= 0 and
    H = sum h_i at most what the employer at home allows, that make largest

        sum_i (w_i - t_i) h_i - sum_i c_i h_i^2 / 2 - s H^2 / 2,

    t_i what an hour in i costs on the way, c_i how fast hours there become a burden, s how fast all
    of them do. Hence h_i = max(0, w_i - t_i - m)/c_i with one m for all: s H, or more where the
    employer's limit binds. City j has

        sum_k v_jk h_k + (g_j - w_j) h_j,

    v_jk what an hour in k brings city j: knowledge may spill over; g_j what others pay it for each
    hour there.

    An engineer ("weekend engineer") with a job at home, and cities that want his spare hours.

    ``value``: v_jk by ``value[j][k]``, or one number for each city, what an hour there brings it.
    ``burden``: c_i > 0. ``travel``: t_i >= 0, 0 where not given. ``tiredness``: s >= 0.
    ``time`` > 0: the spare hours that there are. ``allowed``: how many of them the employer at home
    allows, all if ``None``. ``home_loss`` >= 0: what each hour costs that employer. ``grant``: g_j,
    0 where not given, below 0 where the city pays; from hand to hand, so that all together have
    neither more nor less by it.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> two = CommonAgency(["Quzhou", "Lishui"], value=[10, 6], burden=[1, 1], time=20)
    >>> two.hours([5, 3])
    {'Quzhou': Fraction(5, 1), 'Lishui': Fraction(3, 1)}

    Source: Bernheim and Whinston (1986), Common agency, Econometrica 54, 923-942; with wages that
    are linear, Dixit (1996), The Making of Economic Policy. Weekend engineers are Hu and Zhang's
    (2024).
    """

    cities: tuple[str, ...]
    value: tuple[tuple[Fraction, ...], ...]
    burden: tuple[Fraction, ...]
    travel: tuple[Fraction, ...]
    tiredness: Fraction
    time: Fraction
    allowed: Fraction
    home_loss: Fraction
    grant: tuple[Fraction, ...]

    def __init__(
        self,
        cities: Iterable[str],
        value: ByCity | Spillovers,
        burden: ByCity,
        time: Any,
        *,
        travel: ByCity | None = None,
        tiredness: Any = 0,
        allowed: Any = None,
        home_loss: Any = 0,
        grant: ByCity | None = None,
    ) -> None:
        names = validated_players(cities, "city")
        hours = within(time, "the spare hours", "more than 0")
        permit = hours if allowed is None else within(allowed, "the allowed hours", "0 or more")
        if permit > hours:
            raise InvalidInput("the allowed hours", permit, f"at most the spare hours, {hours}")
        for field, found in {
            "cities": names,
            "value": _values(value, names),
            "burden": numbers(burden, names, "burden"),
            "travel": numbers(travel, names, "travel", ZERO),
            "tiredness": within(tiredness, "the tiredness", "0 or more"),
            "time": hours,
            "allowed": permit,
            "home_loss": within(home_loss, "the loss at home", "0 or more"),
            "grant": numbers(grant, names, "grant", ZERO),
        }.items():
            object.__setattr__(self, field, found)
        for k, city in enumerate(names):
            within(self.burden[k], f"burden of {city}", "more than 0")
            within(self.travel[k], f"travel of {city}", "0 or more")

    def offers(self, offers: ByCity) -> tuple[Fraction, ...]:
        """Wages in the order of the cities; ``InvalidInput`` names one below 0."""
        found = numbers(offers, self.cities, "offer")
        for city, wage in zip(self.cities, found, strict=True):
            within(wage, f"offer of {city}", "0 or more")
        return found

    def hours(self, offers: ByCity) -> dict[str, Fraction]:
        """How the engineer splits his time at these wages."""
        wages = self.offers(offers)
        worth = [wage - way for wage, way in zip(wages, self.travel, strict=True)]
        return dict(zip(self.cities, self.split(worth, self.allowed), strict=True))

    def split(self, worth: Sequence[Fraction], time: Fraction) -> tuple[Fraction, ...]:
        """The hours that are best where one in i is worth so much, before burden and tiredness."""
        least = self.price_of_time(worth, time)
        return (
            tuple(max(ZERO, x - least) / c for x, c in zip(worth, self.burden, strict=True))
            if time
            else (ZERO,) * len(self.cities)
        )

    def price_of_time(self, worth: Sequence[Fraction], time: Fraction) -> Fraction:
        """m: the marginal cost of an hour to all other uses of time, at the best hours."""
        order = sorted(zip(worth, self.burden, strict=True), key=lambda entry: -entry[0])
        free = _level(order, lambda y, c: self.tiredness * y / (1 + self.tiredness * c))
        used = sum((max(ZERO, x - free) / c for x, c in order), ZERO)
        return free if used <= time else _level(order, lambda y, c: (y - time) / c)

    def payoffs(self, offers: ByCity) -> dict[str, Fraction]:
        """Each city's payoff at these wages."""
        wages, hours = self.offers(offers), tuple(self.hours(offers).values())
        return {
            city: sum((v * h for v, h in zip(self.value[j], hours, strict=True)), ZERO)
            + (self.grant[j] - wages[j]) * hours[j]
            for j, city in enumerate(self.cities)
        }

    def surplus(self, hours: ByCity) -> Fraction:
        """What cities, the engineer and the employer at home have of these hours together."""
        spent = numbers(hours, self.cities, "hours")
        total = sum(spent, ZERO)
        worth = sum((x * h for x, h in zip(self.joint_worth, spent, strict=True)), ZERO)
        burden = sum((c * h * h for c, h in zip(self.burden, spent, strict=True)), ZERO)
        return worth - (burden + self.tiredness * total * total) / 2

    @property
    def own_worth(self) -> tuple[Fraction, ...]:
        """The worth of an hour in each city to that city, its grant included."""
        return tuple(self.value[j][j] + paid for j, paid in enumerate(self.grant))

    @property
    def joint_worth(self) -> tuple[Fraction, ...]:
        """The worth of an hour in each city to all, before burden and tiredness."""
        return tuple(
            sum(column, ZERO) - way - self.home_loss
            for column, way in zip(zip(*self.value, strict=True), self.travel, strict=True)
        )

    def __repr__(self) -> str:
        shown = self.cities if len(self.cities) <= 6 else (*self.cities[:5], "...")
        return f"CommonAgency({', '.join(shown)}; {approximately(self.allowed)} hours)"


def _values(given: Any, names: tuple[str, ...]) -> tuple[tuple[Fraction, ...], ...]:
    """The matrix v; of one number for each city, its diagonal."""
    rows = in_order(given, names, "value")
    if any(isinstance(row, Iterable) for row in rows):
        return tuple(
            numbers(row, names, f"value to {city}", ZERO)
            for city, row in zip(names, rows, strict=True)
        )
    own = numbers(given, names, "value")
    return tuple(
        tuple(own[j] if j == k else ZERO for k in range(len(own))) for j in range(len(own))
    )


def _level(order: Sequence[tuple[Fraction, Fraction]], level: Any) -> Fraction:
    """The level above which hours are worth it, from those worth most down."""
    found, y, c = ZERO, ZERO, ZERO
    for k, (worth, burden) in enumerate(order):
        if worth <= (found if k else ZERO):
            break
        y, c = y + worth / burden, c + 1 / burden
        found = level(y, c)
    return found
