"""Private information on ranges: any type between a lowest and a highest one is possible."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.affine_number import Oracle, affine_reports
from games.alternatives import alternative_index, read_alternatives, read_coalitions, read_costs
from games.bayesian_problem import BayesianProblem, buyer_and_seller
from games.by_city import one_of
from games.errors import MISSING, InvalidInput, Told, called, of_kind
from games.exact import Number, exact
from games.players import Coalition, validated_players
from games.private_types import shown, types_in_order

__all__ = ["ContinuousProblem"]

ZERO = Fraction(0)
Range = tuple[Fraction, Fraction]
Line = tuple[Fraction, Fraction]
"""Level and slope."""


@dataclass(frozen=True, init=False, slots=True, repr=False)
class ContinuousProblem:
    """Private information on ranges: any type between a lowest and a highest one is possible.

    The sibling of ``BayesianProblem`` for types that are numbers: city i's type t_i lies in a
    range, evenly or with a density that is constant on parts of it, independently of the others.
    What an alternative is worth to it, and what it has without the rule, are affine in its type:

        u_i = level_i(a) + slope_i(a) t_i - p_i.

    Cities whose types lie in ranges, and the alternatives that a rule can choose from.

    ``cities``: the names, all different.
    ``types``: for each city its range ``(low, high)``, with all types alike likely, or a mapping
    from parts of it to probabilities: ``{(0, 1): 0.25, (1, 4): 0.75}`` is even on each part.
    ``alternatives``: what can be chosen; each a text, a number, or a tuple of these.
    ``values``: a function of (city, alternative, type), affine in the type.
    ``outside``: what a city has without the rule, by city: a number, or an affine function of its
    type; 0 where not given.
    ``costs``, ``coalitions``: as in ``BayesianProblem``.

    After building, ``ranges``, ``priors`` (parts with their probabilities), ``values``
    (``values[i][a]``, a level and a slope) and ``outside`` are tuples in the order of the cities.

    Errors: ``InvalidInput`` names a range that is empty, parts that leave a gap or overlap,
    probabilities that do not add up to 1, and a value that is not affine in the type.

    >>> swap = ContinuousProblem.bilateral_trade({"Hangzhou": (0, 1)}, {"Quzhou": (0, 0.5)})
    >>> swap
    ContinuousProblem(Hangzhou: 0 to 1; Quzhou: 0 to 0.5; alternatives no trade, trade)
    >>> swap.value("Quzhou", "trade", 0.25), swap.prior("Hangzhou")
    (Fraction(-1, 4), {(Fraction(0, 1), Fraction(1, 1)): Fraction(1, 1)})

    Source: Myerson (1981); Myerson and Satterthwaite (1983); Börgers (2015), chapters 2 to 4.
    """

    cities: tuple[str, ...]
    ranges: tuple[Range, ...]
    priors: tuple[tuple[tuple[Range, Fraction], ...], ...]
    alternatives: tuple[Hashable, ...]
    values: tuple[tuple[Line, ...], ...]
    outside: tuple[Line, ...]
    costs: tuple[Fraction, ...]
    coalitions: tuple[tuple[Coalition, tuple[Hashable, ...]], ...]

    def __init__(
        self,
        cities: Iterable[str],
        types: Mapping[str, Any],
        alternatives: Iterable[Any],
        values: Callable[[str, Any, Any], Any],
        *,
        outside: Mapping[str, Any] | None = None,
        costs: Mapping[Any, Any] | None = None,
        coalitions: Mapping[Any, Iterable[Any]] | None = None,
    ) -> None:
        names = validated_players(cities, "city")
        of_kind(types, Mapping, place="table of types", hint="a range for each city")
        for name in types:
            one_of(name, names, "a city with types")
        of_kind(values, Callable, place="table of values")  # type: ignore[arg-type]
        priors = tuple(_prior(types.get(city), city) for city in names)
        chosen = read_alternatives(alternatives)
        fields = {
            "cities": names,
            "ranges": tuple((prior[0][0][0], prior[-1][0][1]) for prior in priors),
            "priors": priors,
            "alternatives": chosen,
            "values": tuple(
                tuple(
                    _line(values, (city, each), city, f"value of {shown(each)} to {city}")
                    for each in chosen
                )
                for city in names
            ),
            "outside": _outside({} if outside is None else outside, names),
            "costs": read_costs({} if costs is None else costs, chosen),
            "coalitions": read_coalitions({} if coalitions is None else coalitions, names, chosen),
        }
        for field, found in fields.items():
            object.__setattr__(self, field, found)

    @classmethod
    def bilateral_trade(
        cls, buyer: Mapping[str, Any], seller: Mapping[str, Any]
    ) -> ContinuousProblem:
        """One good that the seller owns: the types are what it is worth to each.

        ``buyer`` and ``seller`` each map one name to its range. Alternatives: no trade, trade.
        """
        buys, sells = buyer_and_seller(buyer, seller, "range")

        def worth(city: str, alternative: str, kind: Any) -> Any:
            return 0 if alternative == "no trade" else kind if city == buys else -kind

        return cls([buys, sells], {**buyer, **seller}, ["no trade", "trade"], worth)

    @classmethod
    def auction(cls, bidders: Mapping[str, Any]) -> ContinuousProblem:
        """One good for one of the bidders: the types are what it is worth to each.

        ``bidders`` maps each name to its range. Alternatives: unsold, and each bidder's name.

        >>> ContinuousProblem.auction({"Quzhou": (0, 1), "Lishui": (0, 2)})
        ContinuousProblem(Quzhou: 0 to 1; Lishui: 0 to 2; alternatives unsold, Quzhou, Lishui)
        """
        of_kind(bidders, Mapping, place="table of bidders", hint="the range of each, by name")
        return cls(
            bidders,
            bidders,
            ["unsold", *bidders],
            lambda city, winner, kind: kind if city == winner else 0,
        )

    @classmethod
    def public_project(cls, cities: Mapping[str, Any], cost: Number) -> ContinuousProblem:
        """One project for all: the types are what it is worth to each, the cost is the fund's.

        ``cities`` maps each name to its range. Alternatives: not built, built.
        """
        of_kind(cities, Mapping, place="table of cities", hint="the range of each, by name")
        return cls(
            cities,
            cities,
            ["not built", "built"],
            lambda _, choice, kind: kind if choice == "built" else 0,
            costs={"built": cost},
        )

    def value(self, city: str, alternative: Any, kind: Any) -> Fraction:
        """v_i(a, t_i), exact."""
        i = self._city(city)
        level, slope = self.values[i][self.alternative_index(alternative)]
        return level + slope * self._kind(i, kind)

    def outside_option(self, city: str, kind: Any) -> Fraction:
        """What the city has without the rule."""
        i = self._city(city)
        level, slope = self.outside[i]
        return level + slope * self._kind(i, kind)

    def prior(self, city: str) -> dict[Range, Fraction]:
        """What the others believe about a city: the probability of each part of its range."""
        return dict(self.priors[self._city(city)])

    def alternative_index(self, alternative: Any) -> int:
        """Where an alternative stands; ``InvalidInput`` where it is none."""
        return alternative_index(alternative, self.alternatives)

    def profile(self, types: Mapping[str, Any] | Sequence[Any]) -> tuple[Fraction, ...]:
        """One type of each city, by name or in the order of the cities, as fractions."""
        kinds = types_in_order(types, self.cities)
        return tuple(self._kind(i, kind) for i, kind in enumerate(kinds))

    def on_grid(self, types: Mapping[str, Any]) -> BayesianProblem:
        """The same problem with finitely many types, as in ``BayesianProblem``.

        >>> swap = ContinuousProblem.bilateral_trade({"Hangzhou": (0, 1)}, {"Quzhou": (0, 1)})
        >>> swap.on_grid({"Hangzhou": [0, 1], "Quzhou": [0, 0.5]})
        BayesianProblem(Hangzhou: 2 types; Quzhou: 2 types; alternatives no trade, trade)
        """
        of_kind(types, Mapping, place="table of types", hint="a list for each city")
        listed = {city: types.get(city) for city in self.cities}
        kinds = {
            city: list(given) if isinstance(given, Iterable) else []
            for city, given in listed.items()
        }
        return BayesianProblem(
            self.cities,
            types,
            self.alternatives,
            self.value,
            outside={
                city: {kind: self.outside_option(city, kind) for kind in kinds[city]}
                for city in self.cities
            },
            costs=dict(zip(self.alternatives, self.costs, strict=True)),
            coalitions=dict(self.coalitions),
        )

    def _city(self, city: str) -> int:
        one_of(city, self.cities, "a city")
        return self.cities.index(city)

    def _kind(self, i: int, kind: Any) -> Fraction:
        place = f"a type of {self.cities[i]}"
        number = exact(kind, place)
        low, high = self.ranges[i]
        if not low <= number <= high:
            raise InvalidInput(place, number, f"between {shown(low)} and {shown(high)}")
        return number

    def __repr__(self) -> str:
        cities = "; ".join(
            f"{city}: {shown(low)} to {shown(high)}"
            for city, (low, high) in zip(self.cities, self.ranges, strict=True)
        )
        listed = [shown(each) for each in self.alternatives[:6]]
        more = ", ..." if len(self.alternatives) > 6 else ""
        return f"ContinuousProblem({cities}; alternatives {', '.join(listed)}{more})"


def _prior(given: Any, city: str) -> tuple[tuple[Range, Fraction], ...]:
    place = f"the range of {city}"
    if given is None:
        raise InvalidInput(place, MISSING, "its lowest and its highest type")
    if not isinstance(given, Mapping):
        return ((_range(given, place), Fraction(1)),)
    parts = []
    for part, chance in given.items():
        ends = _range(part, f"a part of {place}")
        name = f"probability of {shown(ends[0])} to {shown(ends[1])} of {city}"
        share = exact(chance, name)
        if share <= 0:
            raise InvalidInput(name, share, "more than 0 (a part that does not occur is no part)")
        parts.append((ends, share))
    parts.sort()
    if not parts:
        raise InvalidInput(place, MISSING, "at least one part with its probability")
    for ((_, end), _), ((start, _), _) in itertools.pairwise(parts):
        if end != start:
            raise InvalidInput(
                f"the next part of {place} after {shown(end)}",
                Told(f"missing: one starts at {shown(start)}"),
                f"one that starts at {shown(end)}",
            )
    total = sum((share for _, share in parts), ZERO)
    if total != 1:
        raise InvalidInput(
            f"the sum of the probabilities of {city}'s types",
            total,
            "1 (fractions, such as Fraction(1, 3), are exact)",
        )
    return tuple(parts)


def _range(given: Any, place: str) -> Range:
    if isinstance(given, str) or not isinstance(given, Sequence) or len(given) != 2:
        raise InvalidInput(place, given, "its lowest and its highest type, such as (0, 1)")
    low, high = (exact(end, f"an end of {place}") for end in given)
    if not low < high:
        known = " (a type that is known is no range: write it into the values)" * (low == high)
        raise InvalidInput(
            place, f"{shown(low)} to {shown(high)}", f"from one number to a higher one{known}"
        )
    return low, high


def _line(function: Any, arguments: tuple[Any, ...], city: str, place: str) -> Line:
    """Level and slope of what a function says of a type that is not known yet."""
    oracle = Oracle()
    (kind,) = affine_reports([city], oracle)
    found = called(place, "an affine function of the type", function, *arguments, kind)
    if oracle.refusal:
        raise oracle.refusal
    found = exact(found, place)
    return getattr(found, "form", None) or (found, ZERO)


def _outside(given: Mapping[str, Any], cities: tuple[str, ...]) -> tuple[Line, ...]:
    of_kind(given, Mapping, place="table of outside options")
    for name in given:
        one_of(name, cities, "a city with an outside option")
    found = []
    for city in cities:
        entry, place = given.get(city, 0), f"outside option of {city}"
        found.append(
            _line(entry, (), city, place) if callable(entry) else (exact(entry, place), ZERO)
        )
    return tuple(found)
