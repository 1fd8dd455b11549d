"""Alternating offers: cities propose in turn until all agree,
and waiting costs each its own part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from fractions import Fraction

from games.approximately import approximately
from games.bargaining import BargainingProblem
from games.by_city import by_name, figures, one_of
from games.errors import InvalidInput, of_kind
from games.exact import exact

__all__ = ["AlternatingOffers"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, repr=False)
class AlternatingOffers:
    """Alternating offers: cities propose in turn until all agree,
    and waiting costs each its own part.

    In each round one city proposes feasible payoffs and the others say yes or no. If all say yes,
    that is the agreement. If a city says no, it may leave: then talks end and all get their outside
    payoffs. If it stays, talks break down with probability p, and all get their breakdown payoffs;
    else the next city proposes, a round later. Until then all have their disagreement payoffs d, so
    that an agreement on x in round t is worth, at the start,

        d_i + delta_i^(t - 1) (x_i - d_i)        to city i:  its gains shrink by delta_i each round.

    So a city that says no and stays expects, of what y_i it gets in the next round,

        (1 - p) (d_i + delta_i (y_i - d_i)) + p b_i  =  e_i + g_i (y_i - e_i),

    where g_i = (1 - p) delta_i and e_i, its *impasse* payoff, is what it gets if nobody ever
    agrees.

    Who proposes when, on what, and what waiting costs.

    ``problem``: feasible and disagreement payoffs of n >= 2 cities (on a smooth frontier two, and
    without a last round); they propose in the order of its players. Its weights play no part: power
    is patience here.
    ``discount``: delta_i, for each city or one for all; from 0, below 1 (where talks may break
    down, 1 is allowed).
    ``first``: who proposes in round 1; the first player where not given.
    ``rounds``: the last round; after a no in it all keep their disagreement payoffs, or get their
    breakdown payoffs with probability p. ``None``: no last round.
    ``breakdown``: p, from 0, below 1, the probability that talks break down after a no.
    ``breakdown_payoffs``: b_i, what a city gets then; disagreement where not given.
    ``outside``: what a city gets if it, or another, leaves; disagreement where not given.
    One number stands for all cities.

    Errors: ``InvalidInput`` names the number or city that cannot be right.

    >>> from games.bargaining import BargainingProblem
    >>> pie = BargainingProblem.from_inequalities(["Hangzhou", "Quzhou"], [((1, 1), 100)], (0, 0))
    >>> talks = AlternatingOffers(pie, {"Hangzhou": 0.9, "Quzhou": 0.8}, breakdown=0.25)
    >>> float(talks.patience["Quzhou"])
    0.6

    Source: Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50, 97-109;
    Binmore, Rubinstein and Wolinsky (1986), The Nash bargaining solution in economic modelling,
    RAND Journal of Economics 17, 176-188, for the risk of breakdown; Binmore, Shaked and Sutton
    (1989), The outside option principle, Quarterly Journal of Economics 104, 753-770.
    """

    problem: BargainingProblem
    discount: Mapping[str, Fraction] = field(hash=False)
    _: KW_ONLY
    first: str = ""
    rounds: int | None = None
    breakdown: Fraction = ZERO
    breakdown_payoffs: Mapping[str, Fraction] = field(default_factory=dict, hash=False)
    outside: Mapping[str, Fraction] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        of_kind(self.problem, BargainingProblem, place="problem of alternating offers")
        names, kept = self.problem.players, self.problem.disagreement
        if not isinstance(self.first, str) or self.first:
            one_of(self.first, names, "the first to propose")
        if self.rounds is not None and (type(self.rounds) is not int or self.rounds < 1):
            raise InvalidInput(
                "the number of rounds", self.rounds, "a whole number from 1, or none"
            )
        if self.problem.frontier is not None and self.rounds is not None:
            expected = "none on a smooth frontier: points or inequalities can have one"
            raise InvalidInput("the number of rounds", self.rounds, expected)
        risk = exact(self.breakdown, "probability of breakdown")
        if not 0 <= risk < 1:
            raise InvalidInput("probability of breakdown", risk, "from 0 and below 1")
        discount = by_name(self.discount, names, "discount factor")
        for name, value in discount.items():
            if not 0 <= value <= 1 or (value == 1 and not risk):
                expected = "from 0 and below 1" if not risk else "from 0 to 1"
                raise InvalidInput(f"discount factor of {name}", value, expected)
        broken, outside = self.breakdown_payoffs, self.outside
        fields = {
            "first": self.first or names[0],
            "breakdown": risk,
            "discount": discount,
            "breakdown_payoffs": by_name(broken, names, "breakdown payoff", kept),
            "outside": by_name(outside, names, "outside payoff", kept),
        }
        for place, found in fields.items():
            object.__setattr__(self, place, found)

    def __repr__(self) -> str:
        parts = [f"{self.first} opens", f"discount {figures(self.discount)}"]
        parts += [f"breakdown {approximately(self.breakdown)}"] if self.breakdown else []
        parts += [f"{self.rounds} rounds"] if self.rounds is not None else []
        if self.outside != self.problem.disagreement:
            parts.append(f"outside {figures(self.outside)}")
        return f"AlternatingOffers({'; '.join(parts)}; {self.problem!r})"

    @property
    def order(self) -> tuple[str, ...]:
        """The proposers of rounds 1 to n; then it starts again."""
        names = self.problem.players
        k = names.index(self.first)
        return names[k:] + names[:k]

    @property
    def patience(self) -> Mapping[str, Fraction]:
        """g_i = (1 - p) delta_i, what is left of a gain over the impasse after a round."""
        return {name: (1 - self.breakdown) * delta for name, delta in self.discount.items()}

    @property
    def impasse(self) -> Mapping[str, Fraction]:
        """e_i = ((1 - p) (1 - delta_i) d_i + p b_i) / (1 - g_i), a city's payoff if all say no."""
        p, kept, broken = self.breakdown, self.problem.disagreement, self.breakdown_payoffs
        return {
            name: ((1 - p) * (1 - delta) * kept[name] + p * broken[name]) / (1 - (1 - p) * delta)
            for name, delta in self.discount.items()
        }

    def after_no(self, city: str, payoff: Fraction) -> Fraction:
        """What a city expects after a no: it leaves, or stays and gets ``payoff`` a round later."""
        one_of(city, self.outside, "a city")
        return max(
            self.outside[city],
            self.impasse[city] + self.patience[city] * (payoff - self.impasse[city]),
        )
