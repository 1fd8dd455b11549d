"""A contest: cities bid for one firm, in one of three technologies."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, get_args

from games.approximately import approximately
from games.by_city import (
    ByCity,
    Spillovers,
    limits,
    numbers,
    one_of,
    spillover_matrix,
    whole,
    within,
)
from games.errors import InvalidInput
from games.exact import floating
from games.players import validated_players

__all__ = ["Contest", "Technology"]

Technology = Literal["tullock", "all-pay", "bertrand"]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class Contest:
    """A contest: cities bid for one firm, in one of three technologies.

    City i bids x_i, from 0 to its budget. Its bid counts as much as e_i times itself, its
    *efficiency*.

    - ``"tullock"``: every bid is spent, and the firm goes to i with the chance
      e_i x_i^r / sum_j e_j x_j^r; the larger the exponent r, the more the larger bid decides.
    - ``"all-pay"``: every bid is spent, and the largest e_i x_i gets the firm (r without limit).
    - ``"bertrand"``: the largest e_i x_i gets the firm, and only the winner pays.

    The firm is worth V_i to city i where it wins, and theta_ij V_j if j does; a yuan spent costs
    k = 1 + lambda yuan:

        payoff_i = p_i V_i + sum_{j != i} p_j theta_ij V_j - k * (what i spends).

    Of what is spent the firm pockets a share c: all of it where the winner's bid is a subsidy
    (Bertrand), none where bids are studies, roads and travel (the other two), unless told
    otherwise.

    Every figure by city is a mapping from names or a sequence in the order of the cities.

    ``cities``: n different names.
    ``value``: V_i >= 0, what the firm brings to the city if it comes.
    ``technology``: "tullock", "all-pay" or "bertrand".
    ``exponent``: r > 0, of Tullock's contest; the others have no use for it.
    ``efficiency``: e_i > 0, how much a yuan of the city counts; 1 where not given.
    ``budgets``: most that each city can bid; ``None``, for all or for one, is no budget.
    ``spillovers``: theta_ij, by ``spillovers[i][j]``; 0 where not given.
    ``public_funds_cost`` >= 0: lambda, what raising a yuan of public money costs beyond it.
    ``captured`` in [0, 1]: c, the share of what is spent that the firm pockets; by default 1 in
    "bertrand" and 0 in the others.

    Among equal bids that win the firm draws lots; so it does if nobody bids, then among the cities
    to which it is worth something (among all, if there are none).

    After building, all are tuples of fractions in the order of the cities. The value is frozen,
    hashable, and changed by ``dataclasses.replace``, the technology too.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> from dataclasses import replace
    >>> race = Contest(["Quzhou", "Lishui"], value=[4, 2])
    >>> race.shares({"Quzhou": 1, "Lishui": 3})
    {'Quzhou': 0.25, 'Lishui': 0.75}
    >>> replace(race, technology="all-pay").payoffs({"Quzhou": 1, "Lishui": 3})
    {'Quzhou': -1.0, 'Lishui': -1.0}

    Source: Tullock (1980), Efficient rent seeking; Hillman and Riley (1989); on externalities
    between bidders, Jehiel and Moldovanu (1996); on contests as a whole, Konrad (2009), Strategy
    and Dynamics in Contests.
    """

    cities: tuple[str, ...]
    value: tuple[Fraction, ...]
    technology: Technology
    exponent: Fraction
    efficiency: tuple[Fraction, ...]
    budgets: tuple[Fraction | None, ...]
    spillovers: tuple[tuple[Fraction, ...], ...]
    public_funds_cost: Fraction
    captured: Fraction | None

    def __init__(
        self,
        cities: Iterable[str],
        value: ByCity,
        technology: Technology = "tullock",
        *,
        exponent: Any = 1,
        efficiency: ByCity | None = None,
        budgets: ByCity | None = None,
        spillovers: Spillovers | None = None,
        public_funds_cost: Any = 0,
        captured: Any = None,
    ) -> None:
        names = validated_players(cities, "city")
        one_of(technology, get_args(Technology), "technology")
        fields = {
            "cities": names,
            "value": numbers(value, names, "value"),
            "technology": technology,
            "exponent": within(exponent, "exponent", "more than 0"),
            "efficiency": numbers(efficiency, names, "efficiency", Fraction(1)),
            "budgets": limits(budgets, names, "budget"),
            "spillovers": spillover_matrix(spillovers, names),
            "public_funds_cost": within(public_funds_cost, "public_funds_cost", "0 or more"),
            "captured": None
            if captured is None
            else within(captured, "captured", "between 0 and 1"),
        }
        for field, found in fields.items():
            object.__setattr__(self, field, found)
        for city, worth, efficient in zip(names, self.value, self.efficiency, strict=True):
            within(worth, f"value of {city}", "0 or more")
            within(efficient, f"efficiency of {city}", "more than 0")

    @property
    def cost_of_subsidy(self) -> Fraction:
        """1 + lambda, what a yuan that is spent costs a city."""
        return 1 + self.public_funds_cost

    @property
    def pocketed(self) -> Fraction:
        """c, the share of what is spent that the firm pockets."""
        if self.captured is not None:
            return self.captured
        return Fraction(self.technology == "bertrand")

    @property
    def regional_value(self) -> tuple[Fraction, ...]:
        """V_j (1 + sum_i theta_ij): what the firm in j is worth to all cities together."""
        n = range(len(self.cities))
        return tuple(self.value[j] * (1 + sum(self.spillovers[i][j] for i in n)) for j in n)

    def gross(self, i: int, j: int) -> Fraction:
        """What the firm brings to city i (by index) if it goes to j, before what i spends."""
        for index in (i, j):
            whole(index, "a city's index", 0, len(self.cities) - 1)
        return self.value[i] if i == j else self.spillovers[i][j] * self.value[j]

    def stake(self, i: int, j: int) -> Fraction:
        """(V_i - theta_ij V_j)/k: the most that i would spend to take the firm from j."""
        lost = self.gross(i, j)
        return (self.value[i] - lost) / self.cost_of_subsidy

    @property
    def stakes(self) -> tuple[tuple[Fraction, ...], ...]:
        """The matrix of what i has at stake against j; on the diagonal 0."""
        n = range(len(self.cities))
        alone = [worth / self.cost_of_subsidy for worth in self.value]
        return tuple(
            tuple(
                Fraction(0) if i == j else self.stake(i, j) if self.spillovers[i][j] else alone[i]
                for j in n
            )
            for i in n
        )

    @property
    def idle_shares(self) -> tuple[Fraction, ...]:
        """Each city's chance if nobody bids."""
        wanted = [worth > 0 or not any(self.value) for worth in self.value]
        return tuple(Fraction(one, sum(wanted)) for one in wanted)

    def profile(self, bids: ByCity) -> tuple[Fraction, ...]:
        """Bids in the order of the cities; ``InvalidInput`` where one is not in [0, budget]."""
        profile = numbers(bids, self.cities, "bid")
        for city, bid, budget in zip(self.cities, profile, self.budgets, strict=True):
            if bid < 0 or (budget is not None and bid > budget):
                limit = "any number" if budget is None else f"the budget {budget}"
                raise InvalidInput(f"bid of {city}", bid, f"from 0 to {limit}")
        return profile

    def shares(self, bids: ByCity) -> dict[str, float]:
        """Each city's chance of getting the firm, in floating point."""
        profile = self.profile(bids)
        chances = [float(share) for share in self.idle_shares]
        scores = [e * x for e, x in zip(self.efficiency, profile, strict=True)]
        if any(profile) and self.technology == "tullock":
            # Relative to the largest bid, so that no power overflows.
            most = max(profile)
            impact = [
                float(e) * float(x / most) ** float(self.exponent)
                for e, x in zip(self.efficiency, profile, strict=True)
            ]
            chances = [one / sum(impact) for one in impact]
        elif any(profile):
            first = [score == max(scores) for score in scores]
            chances = [one / sum(first) for one in first]
        return dict(zip(self.cities, chances, strict=True))

    def payoffs(self, bids: ByCity) -> dict[str, float]:
        """What each city gets, in floating point; the solvers prove theirs."""
        profile = self.profile(bids)
        chances = list(self.shares(bids).values())
        n, k = range(len(self.cities)), floating(self.cost_of_subsidy, "cost of bids")
        paid = [chances[i] if self.technology == "bertrand" else 1.0 for i in n]
        return {
            city: sum(chances[j] * floating(self.gross(i, j), f"value of {city}") for j in n)
            - k * floating(profile[i], f"bid of {city}") * paid[i]
            for i, city in enumerate(self.cities)
        }

    def __repr__(self) -> str:
        shown = self.cities if len(self.cities) <= 6 else (*self.cities[:5], "...")
        exponent = (
            f", exponent {approximately(self.exponent)}" if self.technology == "tullock" else ""
        )
        return f"Contest({', '.join(shown)}; {self.technology}{exponent})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(city)}</td><td>{approximately(worth)}</td></tr>"
            for city, worth in zip(self.cities, self.value, strict=True)
        )
        return (
            f"<table><tr><th>city</th><th>value of the firm</th></tr>{rows}</table>"
            f"<p>{html.escape(self.technology)}</p>"
        )
