"""Problems with private information: cities that know more about themselves than any rule can.

A rule must choose one of finitely many alternatives. What an alternative a is worth to city i
depends on its type t_i, which it alone knows; the others hold it for one of finitely many, with
known probabilities, drawn independently for each city. With a payment p_i to the common fund

    u_i = v_i(a, t_i) - p_i,    and without the rule    u_i = outside_i(t_i).

>>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1, 3]}, {"Quzhou": {0: 0.25, 2: 0.75}})
>>> swap
BayesianProblem(Hangzhou: 2 types; Quzhou: 2 types; alternatives no trade, trade)
>>> swap.value("Hangzhou", "trade", 3), swap.probability({"Hangzhou": 3, "Quzhou": 2})
(Fraction(3, 1), Fraction(3, 8))

Source: Harsanyi (1967), Games with incomplete information played by Bayesian players; Myerson
(1979), Incentive compatibility and the bargaining problem; Börgers (2015), chapters 2 to 4.
"""

from __future__ import annotations

import itertools
import math
import numbers
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from games.approximately import approximately
from games.by_city import in_order, one_of, whole
from games.errors import InvalidInput, called, of_kind
from games.exact import Number, exact
from games.known_number import handed
from games.players import Coalition, coalition_name, validated_players

__all__ = [
    "MOST_CITIES",
    "BayesianProblem",
    "Prior",
    "alternative_index",
    "buyer_and_seller",
    "groups",
    "midpoint_types",
    "number_prior",
    "profile_name",
    "profiles_apart",
    "read_alternatives",
    "read_coalitions",
    "read_costs",
    "shown",
    "shown_apart",
    "types_in_order",
]

Type = Hashable
"""A type or an alternative: a number (kept as a fraction), a text, or a tuple of these."""

Prior = Mapping[Fraction, Fraction]
"""Types that are numbers, with their probabilities."""

_MOST_PROFILES = 1 << 22

MOST_CITIES = 30
"""Tables over all profiles have a dimension for each city, and arrays of numpy at most 32."""


@dataclass(frozen=True, init=False, slots=True, repr=False)
class BayesianProblem:
    """Cities with private types, and the alternatives that a rule can choose from.

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
            "outside": _outside(outside or {}, names, kinds),
            "costs": read_costs(costs or {}, chosen),
            "coalitions": read_coalitions(coalitions or {}, names, chosen),
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
        """How likely it is that the cities have these types."""
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
        return _index(_kept(kind, f"a type of {city}"), known, f"a type of {city}")

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


def midpoint_types(low: Number, high: Number, count: int) -> tuple[Fraction, ...]:
    """Equally likely types: the midpoints of ``count`` equal parts of [low, high].

    A verdict about them is a verdict about this grid, not about the interval.

    >>> midpoint_types(0, 1, 2)
    (Fraction(1, 4), Fraction(3, 4))
    """
    start, end = exact(low, "the lowest type"), exact(high, "the highest type")
    count = whole(count, "the number of types", 1, 10**6)
    if not start < end:
        raise InvalidInput("the highest type", end, f"more than the lowest, {start}")
    return tuple(start + (end - start) * Fraction(2 * k + 1, 2 * count) for k in range(count))


def shown(kind: Hashable) -> str:
    """How a type or an alternative is printed.

    >>> shown((Fraction(1, 8), "park"))
    '(0.125, park)'
    """
    if isinstance(kind, Fraction):
        return approximately(kind)
    if isinstance(kind, tuple):
        return f"({', '.join(map(shown, kind))})"
    return str(kind)


def shown_apart(one: Hashable, two: Hashable) -> tuple[str, str]:
    """How two types are printed side by side: with as many digits as tell them apart.

    >>> shown_apart(Fraction(250_000), Fraction(250_000) - Fraction(1, 8))
    ('250000', '249999.875')
    """
    names = shown(one), shown(two)
    if one == two or not (isinstance(one, Fraction) and isinstance(two, Fraction)):
        return names
    for form in (".6g", ".9g", ".12g", ".15g"):
        names = approximately(one, form), approximately(two, form)
        if names[0] != names[1]:
            return names
    return str(one), str(two)


def types_in_order(profile: Mapping[str, Any] | Sequence[Any], cities: Sequence[str]) -> list[Any]:
    """One type of each city, given by name or in the order of the cities; else ``InvalidInput``.

    >>> types_in_order({"Quzhou": 2, "Hangzhou": 1}, ["Hangzhou", "Quzhou"])
    [1, 2]
    """
    expected = "one type of " + ", ".join(cities)
    if isinstance(profile, Mapping):
        if set(profile) != set(cities):
            raise InvalidInput("a profile of types", dict(profile), expected)
        return [profile[city] for city in cities]
    if isinstance(profile, str) or not isinstance(profile, Iterable):
        raise InvalidInput("a profile of types", profile, expected)
    kinds = list(profile)
    if len(kinds) != len(cities):
        raise InvalidInput("a profile of types", profile, expected)
    return kinds


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


def profile_name(profile: Mapping[str, Hashable]) -> str:
    """How a profile of types is printed.

    >>> profile_name({"Hangzhou": Fraction(1, 2), "Quzhou": "poor"})
    '(Hangzhou: 0.5, Quzhou: poor)'
    """
    return "(" + ", ".join(f"{city}: {shown(kind)}" for city, kind in profile.items()) + ")"


def profiles_apart(one: Mapping[str, Hashable], two: Mapping[str, Hashable]) -> tuple[str, str]:
    """How two profiles of the same cities are printed side by side."""
    names = {city: shown_apart(kind, two[city]) for city, kind in one.items()}
    return (
        profile_name({city: name for city, (name, _) in names.items()}),
        profile_name({city: name for city, (_, name) in names.items()}),
    )


def _kept(given: Any, place: str) -> Hashable:
    """Numbers as fractions, so that 0.1 and Fraction(1, 10) are the same type."""
    if isinstance(given, str):
        if not given:
            raise InvalidInput(place, given, "a number, a text that is not empty, or a tuple")
        return given
    if isinstance(given, tuple):
        return tuple(_kept(part, place) for part in given)
    if isinstance(given, numbers.Number) or hasattr(given, "__index__"):
        return exact(given, place)
    raise InvalidInput(place, given, "a number, a text, or a tuple of these")


def _index(kept: Hashable, known: tuple[Hashable, ...], place: str) -> int:
    try:
        return known.index(kept)
    except ValueError:
        listed = ", ".join(map(shown, known[:12])) + (", ..." if len(known) > 12 else "")
        raise InvalidInput(
            place, kept if isinstance(kept, str) else shown(kept), f"one of {listed}"
        ) from None


def alternative_index(alternative: Any, known: tuple[Hashable, ...]) -> int:
    """Where an alternative stands among those known; ``InvalidInput`` where it is none."""
    return _index(_kept(alternative, "an alternative"), known, "the alternative chosen")


def _priors(given: Mapping[str, Any], cities: tuple[str, ...]) -> list[dict[Type, Fraction]]:
    if not isinstance(given, Mapping):
        raise InvalidInput("the table of types", given, "a mapping from each city to its types")
    for name in given:
        one_of(name, cities, "a city with types")
    return [_prior(given.get(city), city) for city in cities]


def number_prior(given: Any, city: str) -> Prior:
    """A city's prior over types that are numbers, from the least up.

    ``given``: a list of types, alike likely, or their probabilities. Errors: ``InvalidInput``.

    >>> dict(number_prior([3, 1], "Quzhou"))
    {Fraction(1, 1): Fraction(1, 2), Fraction(3, 1): Fraction(1, 2)}
    """
    prior = {exact(kind, f"a type of {city}"): p for kind, p in _prior(given, city).items()}
    return MappingProxyType(dict(sorted(prior.items())))


def _prior(given: Any, city: str) -> dict[Type, Fraction]:
    place = f"the list of types of {city}"
    if given is None:
        raise InvalidInput(place, "missing", "a list of types, or their probabilities")
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput(place, given, "a list of types, or their probabilities")
    kinds = [_kept(kind, f"a type of {city}") for kind in given]
    if not kinds:
        raise InvalidInput(place, "missing: there is none", "at least one type")
    if len(set(kinds)) < len(kinds):
        twice = next(kind for kind in kinds if kinds.count(kind) > 1)
        raise InvalidInput(f"a type of {city}", shown(twice), "given once (this one stands twice)")
    if not isinstance(given, Mapping):
        return dict.fromkeys(kinds, Fraction(1, len(kinds)))
    prior = {
        kind: exact(chance, f"probability of type {shown(kind)} of {city}")
        for kind, chance in zip(kinds, given.values(), strict=True)
    }
    for kind, chance in prior.items():
        if chance <= 0:
            raise InvalidInput(
                f"probability of type {shown(kind)} of {city}",
                chance,
                "more than 0 (leave out a type that does not occur)",
            )
    if sum(prior.values()) != 1:
        raise InvalidInput(
            f"the sum of the probabilities of {city}'s types",
            sum(prior.values()),
            "1 (fractions, such as Fraction(1, 3), are exact)",
        )
    return prior


def read_alternatives(given: Iterable[Any]) -> tuple[Hashable, ...]:
    """The alternatives, numbers among them as fractions; each once."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput("the list of alternatives", given, "a list")
    kept = [_kept(each, "an alternative") for each in given]
    if not kept:
        raise InvalidInput("the list of alternatives", "missing", "at least one")
    if len(set(kept)) < len(kept):
        twice = next(each for each in kept if kept.count(each) > 1)
        raise InvalidInput("an alternative", shown(twice), "given once (this one stands twice)")
    return tuple(kept)


def _from_table(
    table: Mapping[str, Mapping[Any, Mapping[Any, Any]]],
) -> Callable[[str, Any, Any], Any]:
    of_kind(table, Mapping, place="table of values", hint="or a function")

    def worth(city: str, alternative: Hashable, kind: Hashable) -> Any:
        at: Any = table
        for key in (city, alternative, kind):
            at = {_kept(k, "a key of the values"): v for k, v in at.items()}.get(key)
            if not isinstance(at, Mapping):
                break
        return "missing" if at is None else at

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
        by_type = {_kept(kind, place): option for kind, option in entry.items()}
        for kind in by_type:
            _index(kind, known, place)
        found.append(
            tuple(
                exact(by_type.get(kind, 0), f"outside option of {city} of type {shown(kind)}")
                for kind in known
            )
        )
    return tuple(found)


def read_costs(
    given: Mapping[Any, Any], alternatives: tuple[Hashable, ...]
) -> tuple[Fraction, ...]:
    """What each alternative costs, 0 where not given."""
    of_kind(given, Mapping, place="table of costs")
    costs = [Fraction(0)] * len(alternatives)
    for each, cost in given.items():
        at = _index(_kept(each, "an alternative"), alternatives, "an alternative with a cost")
        costs[at] = exact(cost, f"cost of {shown(each)}")
    return tuple(costs)


def groups(
    cities: Sequence[str],
    alternatives: Sequence[Hashable],
    coalitions: Iterable[tuple[Coalition, Sequence[Hashable]]],
) -> list[tuple[tuple[int, ...], list[int]]]:
    """Each group that can act by itself, and what it can do, by positions; small groups first.

    All together can do anything, and a city alone has its outside option.
    """
    able = {
        tuple(cities.index(city) for city in members): [alternatives.index(each) for each in open_]
        for members, open_ in coalitions
    }
    everybody = tuple(range(len(cities)))
    able[everybody] = list(range(len(alternatives)))
    for i in everybody:
        able.setdefault((i,), [])
    return sorted(able.items(), key=lambda group: (len(group[0]), group[0]))


def read_coalitions(
    given: Mapping[Any, Iterable[Any]], cities: tuple[str, ...], alternatives: tuple[Hashable, ...]
) -> tuple[tuple[Coalition, tuple[Hashable, ...]], ...]:
    """The alternatives of each group that can act by itself, members in the order of the cities."""
    of_kind(given, Mapping, place="table of what coalitions can do")
    found: dict[Coalition, tuple[Hashable, ...]] = {}
    for group, able in given.items():
        of_kind(group, str, tuple, frozenset, place="group")
        for name in (group,) if isinstance(group, str) else group:
            one_of(name, cities, "a member of a group")
        members = tuple(city for city in cities if city in group)
        if isinstance(group, str) or len(members) < 2:
            raise InvalidInput(
                "a group", group, "two or more cities (alone a city has its outside option)"
            )
        place = f"an alternative of {coalition_name(members)}"
        if isinstance(able, str) or not isinstance(able, Iterable):
            raise InvalidInput(f"what {coalition_name(members)} can do", able, "a list")
        found[members] = tuple(
            alternatives[_index(_kept(each, place), alternatives, place)] for each in able
        )
    return tuple(found.items())
