"""Which industry to court: each city picks one, by its own fit, a common signal, and the crowd."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from games.by_city import ByCity, in_order, numbers
from games.errors import MISSING, InvalidInput
from games.players import validated_players

if TYPE_CHECKING:
    from games.strategic import StrategicGame

__all__ = ["Choices", "Fit", "IndustryChoice"]

ZERO = Fraction(0)

Fit = Mapping[str, ByCity] | Sequence[ByCity]
"""fit_ic by ``fit[i][c]``: for each city, by industry."""

Choices = Mapping[str, str] | Sequence[str]
"""The industry that each city courts: by name, or in the order of the cities."""


@dataclass(frozen=True, init=False, slots=True, repr=False)
class IndustryChoice:
    """Which industry to court: each city picks one, by its own fit, a common signal, and the crowd.

    City i that courts industry c, as one of n_c cities in all, *believes* that it will have, and in
    truth has,

        fit_ic + signal_c - crowding_c (n_c - 1),        fit_ic + truth_c - crowding_c (n_c - 1):

    the signal is what everybody says of the industry, the truth what it proves to be worth, and
    their difference is the *hype*. Each other city in the same industry takes crowding_c away, or
    adds to it where crowding is negative: then they form a cluster.

    A city that changes its mind gains, as it believes, what is gained by

        P = sum_i (fit_i + signal)(choice of i) - sum_c crowding_c n_c (n_c - 1)/2,

    an exact potential: there is always an equilibrium in which nobody randomises.

    Cities that each court one of several industries, all at the same time.

    ``cities``, ``industries``: different names.
    ``fit``: what the industry is worth in the city by what is there already; 0 where not given.
    ``signal``: what all believe that it is worth beyond that; 0 where not given.
    ``truth``: what it is worth; what is not given is as the signal says.
    ``crowding``: what each further city in the same industry takes from each; 0 where not given.

    The last three are by industry: mappings, or sequences in the order of the industries; ``fit``
    is one of them for each city. The value is frozen, hashable, and changed by
    ``dataclasses.replace``.

    Errors: ``InvalidInput`` names the number or name that cannot be right.

    >>> chips = IndustryChoice(["Quzhou", "Lishui"], ["chips", "tea"], crowding={"chips": 4},
    ...                        signal={"chips": 9}, truth={"chips": 5}, fit={"Lishui": {"tea": 4}})
    >>> chips.believed(["chips", "chips"])["Lishui"], chips.payoffs(["chips", "tea"])["Lishui"]
    (Fraction(5, 1), Fraction(4, 1))

    Source: Rosenthal (1973), A class of games possessing pure-strategy Nash equilibria; that what
    each likes by itself does not matter to the potential: Milchtaich (1996). Cities that "embrace
    windfall industries" are Hu and Zhang's (2024).
    """

    cities: tuple[str, ...]
    industries: tuple[str, ...]
    fit: tuple[tuple[Fraction, ...], ...]
    signal: tuple[Fraction, ...]
    truth: tuple[Fraction, ...]
    crowding: tuple[Fraction, ...]

    def __init__(
        self,
        cities: Iterable[str],
        industries: Iterable[str],
        *,
        fit: Fit | None = None,
        signal: ByCity | None = None,
        truth: ByCity | None = None,
        crowding: ByCity | None = None,
    ) -> None:
        names, sorts = validated_players(cities, "city"), validated_players(industries, "industry")
        said = numbers(signal, sorts, "signal", ZERO, "industry")
        proven = in_order(truth, sorts, "truth", "industry")
        for field, found in {
            "cities": names,
            "industries": sorts,
            "fit": tuple(
                numbers(row, sorts, f"fit to {city}", ZERO, "industry")
                for city, row in zip(names, in_order(fit, names, "fit"), strict=True)
            ),
            "signal": said,
            "truth": numbers(
                [s if t is None else t for s, t in zip(said, proven, strict=True)], sorts, "truth"
            ),
            "crowding": numbers(crowding, sorts, "crowding", ZERO, "industry"),
        }.items():
            object.__setattr__(self, field, found)

    @property
    def hype(self) -> dict[str, Fraction]:
        """By how much the signal overstates each industry."""
        return {
            c: said - true
            for c, said, true in zip(self.industries, self.signal, self.truth, strict=True)
        }

    def chosen(self, choices: Choices) -> tuple[int, ...]:
        """Choices as indices into ``industries``; ``InvalidInput`` names a wrong one."""
        named = in_order(choices, self.cities, "choice")
        for city, industry in zip(self.cities, named, strict=True):
            if industry not in self.industries:
                raise InvalidInput(
                    f"choice of {city}",
                    MISSING if industry is None else industry,
                    self.industries,
                )
        return tuple(map(self.industries.index, named))

    def counts(self, choices: Choices) -> dict[str, int]:
        """How many cities court each industry."""
        chosen = self.chosen(choices)
        return {industry: chosen.count(c) for c, industry in enumerate(self.industries)}

    def believed(self, choices: Choices) -> dict[str, Fraction]:
        """The payoff that each city expects by its signal."""
        return self._payoffs(choices, self.signal)

    def payoffs(self, choices: Choices) -> dict[str, Fraction]:
        """The true payoff of each city."""
        return self._payoffs(choices, self.truth)

    def _payoffs(self, choices: Choices, worth: Sequence[Fraction]) -> dict[str, Fraction]:
        chosen = self.chosen(choices)
        return {
            city: self.fit[i][c] + worth[c] - self.crowding[c] * (chosen.count(c) - 1)
            for i, (city, c) in enumerate(zip(self.cities, chosen, strict=True))
        }

    def potential(self, choices: Choices) -> Fraction:
        """The potential P: it changes by a city's believed gain from a change of its own."""
        chosen = self.chosen(choices)
        liked = sum((self.fit[i][c] + self.signal[c] for i, c in enumerate(chosen)), ZERO)
        pairs = (chosen.count(c) * (chosen.count(c) - 1) for c in range(len(self.industries)))
        return (
            liked
            - sum((crowd * n for crowd, n in zip(self.crowding, pairs, strict=True)), ZERO) / 2
        )

    def overlap(self, choices: Choices) -> Fraction:
        """Herfindahl's index of the choices, sum of (n_c/n)^2: 1 if all court the same."""
        return Fraction(sum(n * n for n in self.counts(choices).values()), len(self.cities) ** 2)

    def as_strategic(self) -> StrategicGame:
        """This choice as a table of what cities believe they earn; for a handful of cities.

        >>> IndustryChoice(["Quzhou", "Lishui"], ["chips", "tea"], signal=[9, 4]).as_strategic()
        StrategicGame(Quzhou: chips, tea; Lishui: chips, tea)
        """
        from games.strategic import StrategicGame

        return StrategicGame.from_function(self.cities, list(self.industries), self.believed)

    def __repr__(self) -> str:
        n, m = len(self.cities), len(self.industries)
        shown = self.industries if m <= 6 else (*self.industries[:5], "...")
        return f"IndustryChoice({n} {'city' if n == 1 else 'cities'}; {', '.join(shown)})"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(c)}</th>" for c in self.industries)
        rows = "".join(
            f"<tr><th>{html.escape(name)}</th>"
            + "".join(f"<td>{approximately(number)}</td>" for number in row)
            + "</tr>"
            for name, row in (
                *zip(self.cities, self.fit, strict=True),
                ("signal", self.signal),
                ("truth", self.truth),
                ("crowding", self.crowding),
            )
        )
        return f"<table><tr><th>fit</th>{head}</tr>{rows}</table>"
