"""Subsidy competition: cities bid for mobile firms, and firms choose by logit."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, Spillovers, limits, numbers, spillover_matrix, within
from games.errors import MISSING, InvalidInput
from games.exact import exact, floating
from games.players import validated_players

__all__ = ["SubsidyCompetition"]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class SubsidyCompetition:
    """Subsidy competition: cities bid for mobile firms, and firms choose by logit.

    City i pays each firm that comes s_i in [0, cap_i]; a firm is worth b_i to it, and a_i is what
    firms find there without subsidy. Of firms of total mass M the share that chooses i is

        share_i = exp((a_i + s_i)/mu) / Z,    Z = sum_j exp((a_j + s_j)/mu)  [+ exp(a_0/mu)],

    the last term where firms have an outside option a_0. City i gets

        payoff_i = M ((b_i - k s_i) share_i + sum_{j != i} theta_ij b_j share_j),    k = 1 + lambda:

    theta_ij of a firm's value in j spills over to i, and a yuan of subsidy costs the city k yuan,
    where lambda is the cost of public funds. A budget B_i limits what i spends: M s_i share_i <=
    B_i.

    Cities that bid for the same mobile firms.

    Every figure by city is a mapping from names or a sequence in the order of the cities; every
    money figure is per firm and period, but for ``budgets``.

    ``cities``: n different names.
    ``value``: b_i, what one firm brings to the city.
    ``attractiveness``: a_i, what firms find there without subsidy; 0 where not given.
    ``mu`` > 0: how differently firms judge places; the smaller, the more the subsidy decides.
    ``mass`` > 0: M, how many firms can move.
    ``caps``: highest subsidy that each city may pay; ``None``, for all or for one, is no cap.
    ``budgets``: most that each city can spend in all, M s_i share_i; ``None`` is no budget.
    ``spillovers``: theta_ij, by ``spillovers[i][j]``; 0 where not given.
    ``outside_option``: a_0, or ``None``: every firm goes to one of the cities.
    ``firm_weight`` in [0, 1]: what a yuan that firms gain counts for the region.
    ``public_funds_cost`` >= 0: lambda, what raising a yuan of public money costs beyond it.

    After building, all are tuples of fractions in the order of the cities. The value is frozen,
    hashable, and changed by ``dataclasses.replace``.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> park.payoffs({"Quzhou": Fraction(1, 2), "Lishui": Fraction(1, 2)})
    {'Quzhou': 0.25, 'Lishui': 0.25}

    Source: McFadden (1974), Conditional logit analysis of qualitative choice behavior; Anderson, de
    Palma and Thisse (1992), Discrete Choice Theory of Product Differentiation, chapter 7; on cities
    that bid for firms, Ossa (2015), A quantitative analysis of subsidy competition in the U.S.
    """

    cities: tuple[str, ...]
    value: tuple[Fraction, ...]
    attractiveness: tuple[Fraction, ...]
    mu: Fraction
    mass: Fraction
    caps: tuple[Fraction | None, ...]
    spillovers: tuple[tuple[Fraction, ...], ...]
    outside_option: Fraction | None
    firm_weight: Fraction
    public_funds_cost: Fraction
    budgets: tuple[Fraction | None, ...]
    regional_value: tuple[Fraction, ...] = field(init=False, compare=False)
    """b_j (1 + sum_i theta_ij): what a firm in j is worth to all cities together."""

    def __init__(
        self,
        cities: Iterable[str],
        value: ByCity,
        attractiveness: ByCity | None = None,
        *,
        mu: Any = MISSING,
        mass: Any = 1,
        caps: ByCity | None = None,
        spillovers: Spillovers | None = None,
        outside_option: Any = None,
        firm_weight: Any = 0,
        public_funds_cost: Any = 0,
        budgets: ByCity | None = None,
    ) -> None:
        names = validated_players(cities, "city")
        fields = {
            "cities": names,
            "value": numbers(value, names, "value"),
            "attractiveness": numbers(attractiveness, names, "attractiveness", Fraction(0)),
            "mu": within(mu, "mu", "more than 0"),
            "mass": within(mass, "mass", "more than 0"),
            "caps": limits(caps, names, "cap"),
            "spillovers": spillover_matrix(spillovers, names),
            "outside_option": None
            if outside_option is None
            else exact(outside_option, "outside_option"),
            "firm_weight": within(firm_weight, "firm_weight", "between 0 and 1"),
            "public_funds_cost": within(public_funds_cost, "public_funds_cost", "0 or more"),
            "budgets": limits(budgets, names, "budget"),
        }
        for name, found in fields.items():
            object.__setattr__(self, name, found)
        worth = (
            b * (1 + sum(filter(None, spilled)))
            for b, *spilled in zip(self.value, *self.spillovers, strict=True)
        )
        object.__setattr__(self, "regional_value", tuple(worth))

    @property
    def cost_of_subsidy(self) -> Fraction:
        """1 + lambda, what a yuan of subsidy costs a city."""
        return 1 + self.public_funds_cost

    def profile(self, subsidies: ByCity) -> tuple[Fraction, ...]:
        """Subsidies in the order of the cities; ``InvalidInput`` where one is not in [0, cap]."""
        profile = numbers(subsidies, self.cities, "subsidy")
        for city, paid, cap in zip(self.cities, profile, self.caps, strict=True):
            if paid < 0 or (cap is not None and paid > cap):
                limit = "any number" if cap is None else f"the cap {cap}"
                raise InvalidInput(f"subsidy of {city}", paid, f"from 0 to {limit}")
        return profile

    def shares(self, subsidies: ByCity) -> dict[str, float]:
        """The share of firms that each city attracts, in floating point.

        >>> SubsidyCompetition(["A", "B"], value=[1, 1], mu=1, outside_option=0).shares([0, 0])["A"]
        0.3333333333333333
        """
        return dict(zip(self.cities, self._shares(self.profile(subsidies)), strict=True))

    def payoffs(self, subsidies: ByCity) -> dict[str, float]:
        """What each city gets, in floating point; the solvers enclose it with proof."""
        profile = self.profile(subsidies)
        shares = self._shares(profile)
        value, paid = (
            [
                floating(one, f"{what} of {city}")
                for city, one in zip(self.cities, ones, strict=True)
            ]
            for what, ones in (("value", self.value), ("subsidy", profile))
        )
        cost = floating(self.cost_of_subsidy, "cost of subsidies")
        mass = floating(self.mass, "mass of firms")
        return {
            city: mass
            * (
                (value[i] - cost * paid[i]) * shares[i]
                + sum(
                    float(self.spillovers[i][j]) * value[j] * share
                    for j, share in enumerate(shares)
                )
            )
            for i, city in enumerate(self.cities)
        }

    def _shares(self, profile: Sequence[Fraction]) -> list[float]:
        # Exponents relative to the largest, subtracted exactly: no exp overflows, however small mu.
        utilities = [a + s for a, s in zip(self.attractiveness, profile, strict=True)]
        best = max(utilities + ([] if self.outside_option is None else [self.outside_option]))
        weights = [_exp((utility - best) / self.mu) for utility in utilities]
        outside = (
            0.0 if self.outside_option is None else _exp((self.outside_option - best) / self.mu)
        )
        total = math.fsum([*weights, outside])
        return [weight / total for weight in weights]

    def __repr__(self) -> str:
        shown = self.cities if len(self.cities) <= 6 else (*self.cities[:5], "...")
        outside = "" if self.outside_option is None else ", outside option"
        return (
            f"SubsidyCompetition({', '.join(shown)}; mass {approximately(self.mass)}, "
            f"mu {approximately(self.mu)}{outside})"
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(city)}</td><td>{approximately(self.value[i])}</td>"
            f"<td>{approximately(self.attractiveness[i])}</td></tr>"
            for i, city in enumerate(self.cities)
        )
        return (
            "<table><tr><th>city</th><th>value of a firm</th><th>attractiveness</th></tr>"
            f"{rows}</table><p>mass {approximately(self.mass)}, mu {approximately(self.mu)}</p>"
        )


def _exp(exponent: Fraction) -> float:
    """Of a number that is not positive; 0 where no float holds it, however far below 0."""
    return math.exp(exponent) if exponent > -1000 else 0.0
