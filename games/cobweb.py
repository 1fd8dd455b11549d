"""The cobweb: a market in which one side reacts to the price that it expects, a period late."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, get_args

from games.approximately import approximately
from games.by_city import ByCity, numbers, one_of, within
from games.errors import MISSING, InvalidInput, Told
from games.players import validated_players

__all__ = ["Cobweb", "Curves", "Expectations", "LagSide"]

LagSide = Literal["supply", "demand"]
Expectations = Literal["naive", "adaptive", "rational"]
Curves = Literal["linear", "constant elasticity"]

ONE = Fraction(1)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class Cobweb:
    """The cobweb: a market in which one side reacts to the price that it expects, a period late.

    In each city firms demand a factor of innovation (engineers, say) and others supply it,

        D(p) = A - d p,          S(p) = C + b p                 (linear)
        D(p) = A p^-d,           S(p) = C p^b                   (constant elasticity).

    The side that lags has to commit itself at the price e_t that it expects, the other one then
    takes the price p_t at which the market clears. Expectations are

        naive       e_t+1 = p_t                     (as it is now, so it will be)
        adaptive    e_t+1 = e_t + w (p_t - e_t)     (w of each error is learned)
        rational    e_t   = the price of rest       (nobody errs twice).

    The first expectation is the price at the start, so rational cities begin with it, too, and are
    at rest one period later.

    Cities, each with its own market; factors do not move between them.

    ``demand``, ``supply``: A and C; ``demand_slope``, ``supply_slope``: d and b, both above 0: in
    constant elasticity they are the elasticities. ``start``: the price at first. All by city.
    ``lag_side``: who lags, ``"supply"`` or ``"demand"``. ``weight``: w, above 0 and at most 1, of
    adaptive expectations.

    Errors: ``InvalidInput`` names the number that cannot be right, such as an elasticity of 0 or a
    market whose demand is nowhere as large as its supply.

    >>> market = Cobweb(["Hangzhou"], demand=[100], demand_slope=[2], supply=[10], supply_slope=[1],
    ...                 start=[20])
    >>> market.cleared("Hangzhou", Fraction(20))
    Fraction(35, 1)

    Source: Ezekiel (1938), The cobweb theorem; Nerlove (1958) for adaptive expectations, Muth
    (1961) for rational ones.
    """

    cities: tuple[str, ...]
    demand: tuple[Fraction, ...]
    demand_slope: tuple[Fraction, ...]
    supply: tuple[Fraction, ...]
    supply_slope: tuple[Fraction, ...]
    start: tuple[Fraction, ...]
    lag_side: LagSide
    expectations: Expectations
    weight: Fraction | None
    curves: Curves

    def __init__(
        self,
        cities: Iterable[str],
        *,
        demand: ByCity,
        demand_slope: ByCity,
        supply: ByCity,
        supply_slope: ByCity,
        start: ByCity,
        lag_side: LagSide = "supply",
        expectations: Expectations = "naive",
        weight: Any = None,
        curves: Curves = "linear",
    ) -> None:
        names = validated_players(cities, "city")
        for field, found in {
            "cities": names,
            "demand": numbers(demand, names, "demand"),
            "demand_slope": numbers(demand_slope, names, "demand slope"),
            "supply": numbers(supply, names, "supply"),
            "supply_slope": numbers(supply_slope, names, "supply slope"),
            "start": numbers(start, names, "start"),
            "lag_side": one_of(lag_side, get_args(LagSide), "the side that lags"),
            "expectations": one_of(expectations, get_args(Expectations), "expectations"),
            "curves": one_of(curves, get_args(Curves), "the kind of curves"),
            "weight": _weight(expectations, weight),
        }.items():
            object.__setattr__(self, field, found)
        slope = "slope" if curves == "linear" else "elasticity"
        for k, city in enumerate(names):
            within(self.demand_slope[k], f"the {slope} of demand in {city}", "more than 0")
            within(self.supply_slope[k], f"the {slope} of supply in {city}", "more than 0")
            within(self.start[k], f"the price at the start in {city}", "more than 0")
            if curves != "linear":
                within(self.demand[k], f"the demand at price 1 in {city}", "more than 0")
                within(self.supply[k], f"the supply at price 1 in {city}", "more than 0")
                continue
            price = (self.demand[k] - self.supply[k]) / (
                self.demand_slope[k] + self.supply_slope[k]
            )
            if price <= 0 or self.supply[k] + self.supply_slope[k] * price <= 0:
                crossing = Told(f"nowhere met by supply above 0 (only at the price {price})")
                raise InvalidInput(f"demand in {city}", crossing, "larger")

    @property
    def learned(self) -> Fraction:
        """w; all of an error, where expectations are not adaptive."""
        return ONE if self.weight is None else self.weight

    def lag_ratio(self, city: str) -> Fraction:
        """k: the slope (or elasticity) of the side that lags over that of the other one."""
        k = self.cities.index(city)
        d, b = self.demand_slope[k], self.supply_slope[k]
        return b / d if self.lag_side == "supply" else d / b

    def committed(self, city: str, expected: Fraction) -> Fraction:
        """The quantity to which the side that lags commits itself; linear curves alone."""
        k = self.cities.index(city)
        if self.lag_side == "supply":
            return self.supply[k] + self.supply_slope[k] * expected
        return self.demand[k] - self.demand_slope[k] * expected

    def cleared(self, city: str, expected: Fraction) -> Fraction:
        """The price at which the market then clears; linear curves alone."""
        k, quantity = self.cities.index(city), self.committed(city, expected)
        if self.lag_side == "supply":
            return (self.demand[k] - quantity) / self.demand_slope[k]
        return (quantity - self.supply[k]) / self.supply_slope[k]

    def __repr__(self) -> str:
        shown = self.cities if len(self.cities) <= 6 else (*self.cities[:5], "...")
        return f"Cobweb({', '.join(shown)}; {self.lag_side} lags, {self.expectations} expectations)"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(city)}</td>"
            + "".join(f"<td>{approximately(number)}</td>" for number in row)
            + "</tr>"
            for city, *row in zip(
                self.cities,
                self.demand,
                self.demand_slope,
                self.supply,
                self.supply_slope,
                self.start,
                strict=True,
            )
        )
        return (
            "<table><tr><th>city</th><th>demand</th><th>slope</th><th>supply</th><th>slope</th>"
            f"<th>start</th></tr>{rows}</table><p>{self.curves}; {self.lag_side} lags, "
            f"{self.expectations} expectations</p>"
        )


def _weight(expectations: str, weight: Any) -> Fraction | None:
    """The weight that adaptive expectations, and no others, have."""
    place = "the weight of adaptive expectations"
    if expectations != "adaptive":
        if weight is not None:
            raise InvalidInput(place, weight, f"left out: expectations are {expectations}")
        return None
    if weight is None:
        raise InvalidInput(place, MISSING, "a number above 0 and at most 1")
    found = within(weight, place, "more than 0")
    if found > 1:
        raise InvalidInput(place, found, "at most 1")
    return found
