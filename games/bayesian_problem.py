"""Problems with private information: cities that know more about themselves than any rule can."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.alternatives import alternative_index, read_alternatives, read_coalitions, read_costs
from games.by_city import in_order, one_of, whole
from games.errors import MISSING, InvalidInput, called, of_kind
from games.exact import exact
from games.known_number import handed
from games.players import Coalition, validated_players
from games.private_types import Type, kept, position, read_prior, shown, types_in_order

__all__ = ["MOST_CITIES", "BayesianProblem", "buyer_and_seller"]

_MOST_PROFILES = 1 << 22

MOST_CITIES = 30
"""Tables over all profiles have a dimension for each city, and arrays of numpy at most 32."""


@dataclass(frozen=True, init=False, slots=True, repr=False)
class BayesianProblem:
    """Problems with private information: cities that know more about themselves than any rule can.

    A rule must choose one of finitely many alternatives. What an alternative a is worth to city i
    depends on its type t_i, which it alone knows; the others hold it for one of finitely many, with
    known probabilities, drawn independently for each city. With a payment p_i to the common fund

        u_i = v_i(a, t_i) - p_i,    and without the rule    u_i = outside_i(t_i).

    Cities with private types, and the alternatives that a rule can choose from.

    ``cities``: the names, all different.
    ``types``: for each city a mapping from types to probabilities, or a list of types that are
    equally likely. A type is a number, a text, or a tuple of these.
    ``alternatives``: what can be chosen; each a text, a number, or a tuple of these.
    ``values``: v_i, either a function of (city, alternative, type) or the nested mapping
    ``values[city][alternative][type]``.
    ``outside``: what a city has without the rule: a number, or a mapping from types to numbers, by
    city; 0 where not given.
    ``costs``: what the common fund must pay for an alternative; 0 where not given.
    ``coalitions``: the alternatives that a group of two or more cities can bring about by itself,
    by group; all cities together can bring about each alternative, and no other group any if it is
    not named. Core stability of outcomes is judged by it.

    After building, ``types``, ``priors``, ``values`` and ``outside`` are tuples in the order of the
    cities; ``values[i][k][a]`` is for city i's k-th type. All numbers are exact fractions.

    Errors: ``InvalidInput`` names probabilities that do not add up to 1, a city without types, a
    value that is no number, names that stand twice or nowhere, and more than ``MOST_CITIES``.

    >>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1, 3]}, {"Quzhou": {0: 0.25, 2: 0.75}})
    >>> swap
    BayesianProblem(Hangzhou: 2 types; Quzhou: 2 types; alternatives no trade, trade)
    >>> swap.value("Hangzhou", "trade", 3), swap.probability({"Hangzhou": 3, "Quzhou": 2})
    (Fraction(3, 1), Fraction(3, 8))

    Source: Harsanyi (1967), Games with incomplete information played by Bayesian players; Myerson
    (1979), Incentive compatibility and the bargaining problem; Börgers (2015), chapters 2 to 4.
    """

    cities: tuple[str, ...]
    types: tuple[tuple[Type, ...], ...]
    priors: tuple[tuple[Fraction, ...], ...]
    alternatives: tuple[Hashable, ...]
    values: tuple[tuple[tuple[Fraction, ...], ...], ...]
    outside: tuple[tuple[Fraction, ...], ...]
    costs: tuple[Fraction, ...]
    coalitions: tuple[tuple[Coalition, tuple[Hashable, ...]], ...]

    def __init__(
        self,
        cities: Iterable[str],
        types: Mapping[str, Any],
        alternatives: Iterable[Any],
        values: Callable[[str, Any, Any], Any] | Mapping[str, Mapping[Any, Mapping[Any, Any]]],
        *,
        outside: Mapping[str, Any] | None = None,
        costs: Mapping[Any, Any] | None = None,
        coalitions: Mapping[Any, Iterable[Any]] | None = None,
    ) -> None:
        names = validated_players(cities, "city")
        if len(names) > MOST_CITIES:
            raise InvalidInput("the number of cities", len(names), f"at most {MOST_CITIES}")
        priors = _priors(types, names)
        kinds = tuple(tuple(prior) for prior in priors)
        chosen = read_alternatives(alternatives)
        worth = values if callable(values) else _from_table(values)
        fields = {
            "cities": names,
            "types": kinds,
            "priors": tuple(tuple(prior.values()) for prior in priors),
            "alternatives": chosen,
            "values": tuple(
                tuple(tuple(_worth(worth, city, each, kind) for each in chosen) for kind in known)
                for city, known in zip(names, kinds, strict=True)
            ),
            "outside": _outside({} if outside is None else outside, names, kinds),
            "costs": read_costs({} if costs is None else costs, chosen),
            "coalitions": read_coalitions({} if coalitions is None else coalitions, names, chosen),
        }
        for field, found in fields.items():
            object.__setattr__(self, field, found)
        if math.prod(map(len, kinds)) > _MOST_PROFILES:
            raise InvalidInput(
                "the number of profiles of types",
                math.prod(map(len, kinds)),
                f"at most {_MOST_PROFILES}: fewer cities, fewer types of each, or fewer steps "
                "in place of a range",
            )

    @classmethod
    def bilateral_trade(
        cls, buyer: Mapping[str, Any], seller: Mapping[str, Any]
    ) -> BayesianProblem:
        """One good that the seller owns: the types are what it is worth to each.

        ``buyer`` and ``seller`` each map one name to types, as in ``types``, which are numbers.

        >>> BayesianProblem.bilateral_trade({"Hangzhou": [1, 3]}, {"Hangzhou": [0]})
        Traceback (most recent call last):
            ...
        games.errors.InvalidInput: the seller is 'Hangzhou'; it should be another than the buyer.
        """
        buys, sells = buyer_and_seller(buyer, seller, "types")

        def worth(city: str, alternative: str, kind: Any) -> Any:
            number = exact(kind, f"a type of {city}")
            return Fraction(0) if alternative == "no trade" else number if city == buys else -number

        return cls([buys, sells], {**buyer, **seller}, ["no trade", "trade"], worth)

    def value(self, city: str, alternative: Any, kind: Any) -> Fraction:
        """v_i(a, t_i), exact."""
        i = self._city(city)
        return self.values[i][self.type_index(city, kind)][self.alternative_index(alternative)]

    def outside_option(self, city: str, kind: Any) -> Fraction:
        """What the city has without the rule."""
        return self.outside[self._city(city)][self.type_index(city, kind)]

    def prior(self, city: str) -> dict[Type, Fraction]:
        """What the others believe about a city: each type's probability."""
        i = self._city(city)
        return dict(zip(self.types[i], self.priors[i], strict=True))

    def probability(self, profile: Mapping[str, Any] | Sequence[Any]) -> Fraction:
        """The probability of a profile of types."""
        at = self.profile_index(profile)
        return math.prod(
            (prior[k] for prior, k in zip(self.priors, at, strict=True)), start=Fraction(1)
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """How many types each city has."""
        return tuple(map(len, self.types))

    def profiles(self) -> Iterator[dict[str, Type]]:
        """All profiles of types by city; the last city's changes fastest."""
        for kinds in itertools.product(*self.types):
            yield dict(zip(self.cities, kinds, strict=True))

    def type_index(self, city: str, kind: Any) -> int:
        """Where a type stands; ``InvalidInput`` where it is none of the city's."""
        known = self.types[self._city(city)]
        return position(kept(kind, f"a type of {city}"), known, f"a type of {city}")

    def alternative_index(self, alternative: Any) -> int:
        """Where an alternative stands; ``InvalidInput`` where it is none."""
        return alternative_index(alternative, self.alternatives)

    def profile_index(self, profile: Mapping[str, Any] | Sequence[Any]) -> tuple[int, ...]:
        """A profile of types, by name or in the order of the cities, as positions."""
        kinds = types_in_order(profile, self.cities)
        return tuple(
            self.type_index(city, kind) for city, kind in zip(self.cities, kinds, strict=True)
        )

    def profile_at(self, at: Iterable[int]) -> dict[str, Type]:
        """The profile of types at these positions, one for each city, by name.

        >>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1, 3]}, {"Quzhou": [0, 2]})
        >>> swap.profile_at((1, 0)) == {"Hangzhou": 3, "Quzhou": 0}
        True
        """
        of_kind(at, Iterable, place="the positions", hint="one for each city")
        places = in_order(list(at), self.cities, "position")
        return {
            city: known[whole(k, f"the position of {city}", 0, len(known) - 1)]
            for city, known, k in zip(self.cities, self.types, places, strict=True)
        }

    def _city(self, city: str) -> int:
        return self.cities.index(one_of(city, self.cities, "a city"))

    def __repr__(self) -> str:
        cities = "; ".join(
            f"{city}: {len(known)} type{'s' if len(known) > 1 else ''}"
            for city, known in zip(self.cities, self.types, strict=True)
        )
        listed = [shown(each) for each in self.alternatives[:6]]
        more = ", ..." if len(self.alternatives) > 6 else ""
        return f"BayesianProblem({cities}; alternatives {', '.join(listed)}{more})"


def buyer_and_seller(
    buyer: Mapping[str, Any], seller: Mapping[str, Any], what: str
) -> tuple[str, str]:
    """The two names of a bilateral trade; ``what``: what each is mapped to, as errors say it."""
    for role, given in (("buyer", buyer), ("seller", seller)):
        if not isinstance(given, Mapping) or len(given) != 1:
            raise InvalidInput(f"the {role}", given, f"one name with its {what}")
    (buys,), (sells,) = buyer, seller
    if buys == sells:
        raise InvalidInput("the seller", sells, "another than the buyer")
    return buys, sells


def _priors(given: Mapping[str, Any], cities: tuple[str, ...]) -> list[dict[Type, Fraction]]:
    if not isinstance(given, Mapping):
        raise InvalidInput("the table of types", given, "a mapping from each city to its types")
    for name in given:
        one_of(name, cities, "a city with types")
    return [read_prior(given.get(city), city) for city in cities]


def _from_table(
    table: Mapping[str, Mapping[Any, Mapping[Any, Any]]],
) -> Callable[[str, Any, Any], Any]:
    of_kind(table, Mapping, place="table of values", hint="or a function")

    def worth(city: str, alternative: Hashable, kind: Hashable) -> Any:
        at: Any = table
        for key in (city, alternative, kind):
            at = {kept(k, "a key of the values"): v for k, v in at.items()}.get(key)
            if not isinstance(at, Mapping):
                break
        return MISSING if at is None else at

    return worth


def _worth(
    values: Callable[[str, Any, Any], Any], city: str, alternative: Hashable, kind: Hashable
) -> Fraction:
    place = f"value of {shown(alternative)} to {city} of type {shown(kind)}"
    expected = "a number, found from a city, an alternative and a type"
    found = called(place, expected, values, city, handed(alternative), handed(kind))
    return exact(found, place)


def _outside(
    given: Mapping[str, Any], cities: tuple[str, ...], types: tuple[tuple[Type, ...], ...]
) -> tuple[tuple[Fraction, ...], ...]:
    of_kind(given, Mapping, place="table of outside options")
    for name in given:
        one_of(name, cities, "a city with an outside option")
    found = []
    for city, known in zip(cities, types, strict=True):
        entry = given.get(city, 0)
        if not isinstance(entry, Mapping):
            found.append((exact(entry, f"outside option of {city}"),) * len(known))
            continue
        place = f"a type with an outside option of {city}"
        by_type = {kept(kind, place): option for kind, option in entry.items()}
        for kind in by_type:
            position(kind, known, place)
        found.append(
            tuple(
                exact(by_type.get(kind, 0), f"outside option of {city} of type {shown(kind)}")
                for kind in known
            )
        )
    return tuple(found)
