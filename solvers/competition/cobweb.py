"""Does a cobweb converge, and which side has to lag for it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from games.approximately import approximately
from games.by_city import listed, one_of, whole
from games.cobweb import Cobweb, LagSide
from games.errors import NotProven, of_kind
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball, shown

__all__ = [
    "CobwebAnswer",
    "CobwebCertificate",
    "CobwebMarket",
    "CobwebPeriod",
    "CobwebVerdict",
    "cobweb",
]

CobwebVerdict = Literal["convergent", "closed", "divergent"]
SIDES: tuple[LagSide, LagSide] = ("supply", "demand")
DIGITS, BITS, MOST_BITS = 12, 128, 1 << 16
UNIT = Fraction(1, 10**DIGITS)
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class CobwebMarket:
    """One city's market: where it rests, and whether prices get there.

    ``price``, ``quantity``: at rest. ``ratio``: an error in expectations, over the one before, near
    rest. ``everywhere``: whether the verdict is proven from every start, or only near rest.
    ``converges_if``: the sides of which one has to lag for prices to settle.
    ``supply_reacts_more``: whether supply is the more elastic side. ``critical_weight``: below
    which weight of adaptive expectations prices settle; ``None``: at every weight up to 1.

    See ``cobweb`` for the concept, an example and its source.
    """

    price: Fraction
    quantity: Fraction
    ratio: Fraction
    verdict: CobwebVerdict
    everywhere: bool
    converges_if: tuple[LagSide, ...]
    supply_reacts_more: bool
    critical_weight: Fraction | None


@dataclass(frozen=True, slots=True)
class CobwebPeriod:
    """One period: the price that was expected, the quantity, and the price that cleared it.

    See ``cobweb`` for the concept, an example and its source.
    """

    period: int
    expected: Fraction
    quantity: Fraction
    price: Fraction


@dataclass(frozen=True, slots=True, repr=False)
class CobwebAnswer(Answer):
    """What becomes of each city's market; ``path`` has its periods.

    See ``cobweb`` for the concept, an example and its source.
    """

    game: Cobweb
    markets: Mapping[str, CobwebMarket]
    status: str
    method: str
    proof: Proof
    certificate: CobwebCertificate

    def __getitem__(self, city: str) -> CobwebMarket:
        return self.markets[one_of(city, self.game.cities, "a city")]

    @property
    def settles(self) -> bool:
        """Whether prices converge in all cities."""
        return all(market.verdict == "convergent" for market in self.markets.values())

    def path(self, city: str, periods: int) -> tuple[CobwebPeriod, ...]:
        """The first periods: exact of linear curves, else each number within 10^-12.

        A linear path does not stop where a price or a quantity falls below 0: see it there.
        """
        one_of(city, self.game.cities, "a city")
        periods = whole(periods, "the number of periods", 1)
        if self.game.curves == "linear":
            return tuple(_linear_path(self.game, city, self.markets[city].price, periods))
        return _enclosed_path(self.game, city, periods)

    def below_zero(self, city: str, periods: int) -> int | None:
        """The first of so many periods in which a price or a quantity of the path is below 0.

        There lines no longer hold. ``None``: in none of them, as always with constant elasticities.
        """
        one_of(city, self.game.cities, "a city")
        periods = whole(periods, "the number of periods", 1)
        if self.game.curves != "linear":
            return None
        path = _linear_path(self.game, city, self.markets[city].price, periods)
        return next((one.period for one in path if min(one.price, one.quantity) < 0), None)


@dataclass(frozen=True, slots=True)
class CobwebCertificate(Certificate, kind="cobweb", of="cobweb"):
    """By city the price of rest, and by how much an error is multiplied from period to period."""

    prices: Mapping[str, Fraction]
    ratios: Mapping[str, Fraction]

    def violations(self, subject: Cobweb) -> Iterator[str]:
        if not tuple(self.prices) == tuple(self.ratios) == subject.cities:
            yield "There is a price and a ratio for each city."
        for city, price in self.prices.items():
            if subject.curves == "linear":
                yield from _linear_violations(subject, city, price, self.ratios[city])
            else:
                yield from _enclosed_violations(subject, city, price, self.ratios[city])

    def answer(self, subject: Cobweb) -> CobwebAnswer:
        linear = subject.curves == "linear"
        markets = {
            city: _market(subject, city, price, self.ratios[city])
            for city, price in self.prices.items()
        }
        return CobwebAnswer(
            game=subject,
            markets=markets,
            status=" ".join(
                _market_sentence(subject, city, market) for city, market in markets.items()
            ),
            method="one step of expectations" if linear else "prices of rest in balls",
            proof=EXACT if linear else Proof("enclosed", UNIT),
            certificate=self,
        )


def cobweb(game: Cobweb) -> CobwebAnswer:
    """Does a cobweb converge, and which side has to lag for it?

    Let k be the slope of the side that lags over that of the other one (of elasticities, where
    these are constant), and w what expectations learn of an error (1: naive). Errors e - p* follow

        e_t+1 - p* = r (e_t - p*),        r = 1 - w (1 + k),

    exactly if curves are linear, and near rest if not; r = 0 if expectations are rational. |r| < 1
    is convergent, 1 closed, above divergent. Naive prices so settle just if the side that lags is
    the *less* elastic one: that more elastic supply makes prices settle is true if demand lags, and
    false if supply does.

    Of constant elasticities naive errors in logarithms follow the same line, so the verdict is for
    every start; with adaptive expectations that is proven for k up to 1, as then the error in
    logarithms shrinks in each period, and else the verdict is about starts near rest: divergent is
    then that errors grow there, as swings stay bounded, and at r = -1 errors still die out, since
    -2 f''' - 3 f''^2 < 0 at rest for f(e) = (1 - w) e + w e^-k.

    Errors: ``InvalidInput`` for what is no ``Cobweb``.

    >>> from games import Cobweb
    >>> market = Cobweb(["Hangzhou"], demand=[100], demand_slope=[2], supply=[10], supply_slope=[3],
    ...                 start=[20])
    >>> found = cobweb(market)
    >>> found["Hangzhou"].ratio, found["Hangzhou"].verdict, found["Hangzhou"].converges_if
    (Fraction(-3, 2), 'divergent', ('demand',))
    >>> [str(period.price) for period in found.path("Hangzhou", 3)]
    ['15', '45/2', '45/4']

    Source: Ezekiel (1938), The cobweb theorem; Nerlove (1958), Adaptive expectations and cobweb
    phenomena; Muth (1961), Rational expectations and the theory of price movements. That supply
    elasticity above demand elasticity makes prices converge is Hu and Zhang's (2024).
    """
    of_kind(game, Cobweb, place="subject of cobweb")
    price = _linear_rest if game.curves == "linear" else _enclosed_rest
    return CobwebCertificate(
        {city: price(game, city) for city in game.cities},
        {city: _ratio(game, city) for city in game.cities},
    ).answer(game)


def _ratio(game: Cobweb, city: str) -> Fraction:
    if game.expectations == "rational":
        return ZERO
    return 1 - game.learned * (1 + game.lag_ratio(city))


def _everywhere(game: Cobweb, city: str) -> bool:
    """Whether what holds near rest holds from every start."""
    lines = game.curves == "linear" or game.expectations != "adaptive"
    return lines or game.lag_ratio(city) <= 1


def _verdict(game: Cobweb, city: str) -> CobwebVerdict:
    """By the ratio; at -1 by terms of higher order, where expectations do not follow a line.

    There f(e) = (1 - w) e + w e^-k with rest at 1, w (1 + k) = 2 and k > 1, so that
    -2 f'''(1) - 3 f''(1)^2 = 8 k (1 - k) < 0: near rest errors die out, ever more slowly.
    """
    size = abs(_ratio(game, city))
    if size == 1 and not _everywhere(game, city):
        return "convergent"
    return "convergent" if size < 1 else "closed" if size == 1 else "divergent"


def _market(game: Cobweb, city: str, price: Fraction, ratio: Fraction) -> CobwebMarket:
    k, lag = game.cities.index(city), game.lag_ratio(city)
    if game.curves == "linear":
        quantity = game.committed(city, price)
    else:
        quantity = _enclosed_quantity(game, city)
    by_side = {side: _verdict(replace(game, lag_side=side), city) for side in SIDES}
    return CobwebMarket(
        price=price,
        quantity=quantity,
        ratio=ratio,
        verdict=_verdict(game, city),
        everywhere=_everywhere(game, city),
        converges_if=tuple(side for side, one in by_side.items() if one == "convergent"),
        supply_reacts_more=game.supply_slope[k] > game.demand_slope[k],
        critical_weight=Fraction(2) / (1 + lag) if lag >= 1 else None,
    )


def _market_sentence(game: Cobweb, city: str, market: CobwebMarket) -> str:
    does = {
        "convergent": f"prices in {city} settle at {approximately(market.price)}",
        "closed": f"prices in {city} go round for ever",
        "divergent": f"prices in {city} swing ever wider",
    }[market.verdict]
    near = "" if market.everywhere else " from starts near rest"
    if market.verdict == "divergent" and not market.everywhere:
        does, near = f"prices in {city} swing away from {approximately(market.price)}", " near it"
    sides = listed(market.converges_if)
    more = "supply" if market.supply_reacts_more else "demand"
    level = game.lag_ratio(city) == 1
    which = "With supply and demand alike" if level else f"With {more} the more elastic side"
    if len(market.converges_if) == len(SIDES):
        rule = "they would with either side lagging"
    else:
        rule = f"they settle only if {sides} lags" if sides else "no side's lag makes them settle"
    return f"{which}, and {game.lag_side} lagging, {does}{near}: {rule}."


# Linear curves: all exact.


def _linear_rest(game: Cobweb, city: str) -> Fraction:
    k = game.cities.index(city)
    return (game.demand[k] - game.supply[k]) / (game.demand_slope[k] + game.supply_slope[k])


def _learned(game: Cobweb, expected: Any, price: Any, rest: Any, weight: Any) -> Any:
    """What is expected next."""
    return rest if game.expectations == "rational" else expected + weight * (price - expected)


def _linear_violations(game: Cobweb, city: str, price: Fraction, ratio: Fraction) -> Iterator[str]:
    if game.cleared(city, price) != price:
        yield f"{price} is not the price of rest in {city}."
    step = _learned(game, price + 1, game.cleared(city, price + 1), price, game.learned)
    if step - price != ratio:
        yield f"An error in {city} is not multiplied by {ratio}."


def _linear_path(game: Cobweb, city: str, rest: Fraction, periods: int) -> Iterator[CobwebPeriod]:
    expected = game.start[game.cities.index(city)]
    for t in range(1, periods + 1):
        price = game.cleared(city, expected)
        yield CobwebPeriod(t, expected, game.committed(city, expected), price)
        expected = _learned(game, expected, price, rest, game.learned)


# Constant elasticities: in balls.


def _curves(game: Cobweb, city: str, price: Any) -> tuple[Any, Any]:
    """Supply and demand at a price, in balls."""
    k = game.cities.index(city)
    return (
        ball(game.supply[k]) * price ** ball(game.supply_slope[k]),
        ball(game.demand[k]) * price ** ball(-game.demand_slope[k]),
    )


def _rest_ball(game: Cobweb, city: str) -> Any:
    k = game.cities.index(city)
    power = 1 / (game.supply_slope[k] + game.demand_slope[k])
    return ball(game.demand[k] / game.supply[k]) ** ball(power)


def _enclosed_rest(game: Cobweb, city: str) -> Fraction:
    """To 12 decimals, and never 0."""
    for bits in _precisions():
        with _precision(bits):
            rest = _rest_ball(game, city)
            if rest.rad() < ball(UNIT / 4):
                return max(shown(rest, DIGITS), UNIT)
    raise NotProven("price of rest", f"it is beyond all digits in {city}")


def _enclosed_quantity(game: Cobweb, city: str) -> Fraction:
    for bits in _precisions():
        with _precision(bits):
            supply, _ = _curves(game, city, _rest_ball(game, city))
            if supply.rad() < ball(UNIT / 4):
                return shown(supply, DIGITS)
    raise NotProven("quantity of rest", f"it is beyond all digits in {city}")


def _enclosed_violations(
    game: Cobweb, city: str, price: Fraction, ratio: Fraction
) -> Iterator[str]:
    """Supply is below demand just below the price, and above it just above."""
    if price <= 0 or (price / UNIT).denominator != 1:
        yield f"The price of {city} is no price above 0 of the usual length."
    with _precision(2 * BITS + 8 * len(str(int(price)))):
        for side in (-1, 1):
            at = price + side * UNIT
            if at > 0:
                supply, demand = _curves(game, city, ball(at))
                if not (supply < demand if side < 0 else supply > demand):
                    yield f"{approximately(price)} is not the price of rest in {city}."
    if ratio != _ratio(game, city):
        yield f"An error in {city} is not multiplied by {ratio}."


def _enclosed_path(game: Cobweb, city: str, periods: int) -> tuple[CobwebPeriod, ...]:
    for bits in _precisions():
        with _precision(bits):
            found = [*_balls(game, city, periods)]
            if all(number.rad() < ball(UNIT / 4) for row in found for number in row):
                return tuple(
                    CobwebPeriod(t, *(shown(number, DIGITS) for number in row))
                    for t, row in enumerate(found, 1)
                )
    raise NotProven("path", f"in {periods} periods it leaves all digits; ask for fewer")


def _balls(game: Cobweb, city: str, periods: int) -> Iterator[tuple[Any, Any, Any]]:
    """Expected price, quantity and price, period by period."""
    k, weight = game.cities.index(city), ball(game.learned)
    expected, rest = ball(game.start[k]), _rest_ball(game, city)
    for _ in range(periods):
        supply, demand = _curves(game, city, expected)
        if game.lag_side == "supply":
            quantity = supply
            price = (quantity / ball(game.demand[k])) ** ball(-1 / game.demand_slope[k])
        else:
            quantity = demand
            price = (quantity / ball(game.supply[k])) ** ball(1 / game.supply_slope[k])
        yield expected, quantity, price
        expected = _learned(game, expected, price, rest, weight)


def _precisions() -> Iterator[int]:
    bits = BITS
    while bits <= MOST_BITS:
        yield bits
        bits *= 2


def _precision(bits: int) -> Any:
    from flint import ctx

    return ctx.workprec(bits)
