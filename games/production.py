"""Linear production games: what each coalition can make of the resources that its members own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeVar

from games.approximately import approximately
from games.by_city import by_index, one_of, whole
from games.errors import MISSING, InvalidInput, all_of_kind, of_kind
from games.exact import exact
from games.players import validated_players

__all__ = [
    "Activity",
    "Exchange",
    "LinearProductionGame",
    "Platform",
    "Resource",
    "Use",
    "Value",
]

Conjecture = Literal["stay_home", "residual", "race"]
ValueKind = Literal["cash", "land_revenue", "spillover", "indicator", "cost"]

_TRADES = ("buy", "sell")
_RESOURCE_KINDS = ("tradable", "bound", "common")
_CONJECTURES = ("stay_home", "residual", "race")
_VALUE_KINDS = ("cash", "land_revenue", "spillover", "indicator", "cost")
_A_USE, _A_VALUE = 'as Use("land", 2)', 'as Value("Hangzhou", "cash", 3)'
ZERO = Fraction(0)
T = TypeVar("T", bound="Exchange | Resource | LinearProductionGame")


def _amount(value: object, place: str, least: Fraction | None = ZERO) -> Fraction:
    amount = exact(value, place)
    if least is not None and amount < least:
        raise InvalidInput(place, value, f"{least} or more")
    return amount


def _settle(instance: object, **fields: object) -> None:
    for name, value in fields.items():
        object.__setattr__(instance, name, value)


def _with(whole: T, **parts: object) -> T:
    """A value with some parts put in their place, unread: they come from what was read before."""
    found = object.__new__(type(whole))
    for name in whole.__slots__:
        value = parts[name] if name in parts else getattr(whole, name)
        object.__setattr__(found, name, value)
    return found


@dataclass(frozen=True, slots=True)
class Exchange:
    """An outside market for a tradable resource.

    ``buy``, ``sell``: money per unit and year; buying must not be cheaper than selling.
    ``cap``: the most units that a city may buy, and the most that it may sell: one number for every
    city, or a number by city (none for a city that is not named). A coalition pools its members'
    caps.

    See ``LinearProductionGame`` for the concept and its source.

    >>> Exchange(2, 1, {"Quzhou": 30}).cap_of("Quzhou", "Hangzhou")
    Fraction(30, 1)
    """

    buy: Fraction
    sell: Fraction
    cap: Fraction | Mapping[str, Fraction] = field(hash=False)

    def __post_init__(self) -> None:
        cap: Fraction | Mapping[str, Fraction] = (
            {city: _amount(units, f"the exchange's cap of {city}") for city, units in given.items()}
            if isinstance(given := self.cap, Mapping)
            else _amount(given, "the exchange's cap")
        )
        _settle(
            self,
            buy=_amount(self.buy, "the exchange's buying price"),
            sell=_amount(self.sell, "the exchange's selling price"),
            cap=cap,
        )
        if self.buy < self.sell:
            buy, sell = (approximately(price, ".9g") for price in (self.buy, self.sell))
            raise InvalidInput(
                "the exchange's buying price",
                buy,
                f"at least its selling price {sell}, or trading back and forth would pay",
            )

    def cap_of(self, *cities: str) -> Fraction:
        """The most that these cities together may buy, and may sell."""
        if isinstance(self.cap, Mapping):
            return sum((self.cap.get(city, ZERO) for city in cities), ZERO)
        return self.cap * len(cities)


@dataclass(frozen=True, slots=True)
class Resource:
    """Something scarce, and who owns how much of it.

    ``kind``: ``"tradable"`` (owned, and can be used anywhere in a coalition), ``"bound"`` (serves
    at its owner's site alone) or ``"common"`` (owned by nobody).
    ``owned``: units by owner; empty for a common pool, or for a capacity that only platforms bring.
    ``exchange``: the outside market of a tradable resource.
    ``amount``, ``conjecture``: for a common pool only, how large it is and what outsiders do with
    it. ``"stay_home"``: they leave it alone, S draws on all of it. ``"race"``: each city gets its
    part per head, S draws |S|/n of it. ``"residual"``: the outsiders come first, as one, with all
    of the pool for themselves; S draws what their best plan leaves over, and among their best plans
    it is one that uses least of the pool.

    See ``LinearProductionGame`` for the concept and its source.

    >>> quota = Resource("quota", "tradable", {"Quzhou": 10, "Lishui": 5}, unit="mu")
    >>> quota.owned["Quzhou"]
    Fraction(10, 1)
    """

    name: str
    kind: Literal["tradable", "bound", "common"]
    owned: Mapping[str, Fraction] = field(default_factory=dict, hash=False)
    exchange: Exchange | None = None
    unit: str = ""
    amount: Fraction = ZERO
    conjecture: Conjecture | None = None

    def __post_init__(self) -> None:
        _named(self.name, "a resource")
        place = f"resource {self.name}"
        _settle(self, owned=by_index(self.owned, f"an owner of {place}"))
        of_kind(self.owned, Mapping, place=f"what is owned of {place}", hint="units by owner")
        if self.exchange is not None:
            of_kind(self.exchange, Exchange, place=f"exchange of {place}")
        one_of(self.kind, _RESOURCE_KINDS, f"kind of {place}")
        _settle(
            self,
            owned={
                city: _amount(units, f"{city}'s {self.name}") for city, units in self.owned.items()
            },
            amount=_amount(self.amount, f"amount of {place}"),
        )
        if self.exchange is not None and self.kind != "tradable":
            raise InvalidInput(f"exchange of {place}", self.kind, "given for tradable ones only")
        if self.kind == "common":
            if self.owned:
                raise InvalidInput(f"owner of {place}", next(iter(self.owned)), "nobody")
            if self.conjecture not in _CONJECTURES:
                raise InvalidInput(
                    f"conjecture on {place}",
                    self.conjecture or MISSING,
                    _CONJECTURES,
                )
        elif self.conjecture is not None:
            raise InvalidInput(f"conjecture on {place}", self.conjecture, "left out: it has owners")
        elif self.amount:
            raise InvalidInput(
                f"amount of {place}", self.amount, "left out: say what each city owns"
            )

    def among(self, cities: Collection[str]) -> Resource:
        """The resource as far as these cities own it, with their own rights to trade."""
        owned = {city: units for city, units in self.owned.items() if city in cities}
        exchange = self.exchange
        if exchange is not None and isinstance(exchange.cap, Mapping):
            caps = {city: units for city, units in exchange.cap.items() if city in cities}
            exchange = _with(exchange, cap=caps)
        return _with(self, owned=owned, exchange=exchange)


@dataclass(frozen=True, slots=True)
class Use:
    """Units of a resource, at a site (compulsory for a bound resource) or pooled (``None``).

    See ``LinearProductionGame`` for the concept and its source.

    >>> Use("land", 2, "Hangzhou")          # two units of Hangzhou's own land
    Use(resource='land', amount=Fraction(2, 1), site='Hangzhou')
    """

    resource: str
    amount: Fraction
    site: str | None = None

    def __post_init__(self) -> None:
        if type(self.amount) is not Fraction or self.amount.numerator < 0:
            _settle(self, amount=_amount(self.amount, f"units of {self.resource}"))


@dataclass(frozen=True, slots=True)
class Value:
    """What one unit of an activity brings a city; a ``"cost"`` is written as a negative amount.

    See ``LinearProductionGame`` for the concept and its source.

    >>> Value("Hangzhou", "cost", -3).amount
    Fraction(-3, 1)
    """

    city: str
    kind: ValueKind
    amount: Fraction

    def __post_init__(self) -> None:
        if not isinstance(self.kind, str) or self.kind not in _VALUE_KINDS:
            raise InvalidInput(f"kind of value to {self.city}", self.kind, _VALUE_KINDS)
        if type(self.amount) is not Fraction:
            _settle(self, amount=_amount(self.amount, f"{self.kind} to {self.city}", None))
        if self.kind == "cost" and self.amount > 0:
            place, right = f"cost to {self.city}", "0 or less: it is added, not subtracted"
            raise InvalidInput(place, self.amount, right)


@dataclass(frozen=True, slots=True)
class Activity:
    """What can be done at one or more sites, at any level from 0 to ``limit``.

    ``uses`` and ``values`` are per unit of level; a coalition may run it iff all ``sites`` are in
    the coalition, and only cities at its sites draw value from it.

    See ``LinearProductionGame`` for the concept and its source.

    >>> build = Activity("build", ("Hangzhou",), (Use("quota", 1),),
    ...                  (Value("Hangzhou", "cash", 3), Value("Hangzhou", "cost", -1)))
    >>> build.worth
    Fraction(2, 1)
    """

    name: str
    sites: tuple[str, ...]
    uses: tuple[Use, ...]
    values: tuple[Value, ...]
    limit: Fraction | None = None

    def __post_init__(self) -> None:
        _named(self.name, "an activity")
        place = f"activity {self.name}"
        _settle(
            self,
            sites=all_of_kind(self.sites, str, place=f"the list of sites of {place}"),
            uses=all_of_kind(self.uses, Use, place=f"the list of uses of {place}", hint=_A_USE),
            values=all_of_kind(
                self.values, Value, place=f"the list of values of {place}", hint=_A_VALUE
            ),
        )
        if not self.sites:
            raise InvalidInput(f"sites of {place}", MISSING, "at least one city")
        if self.limit is not None:
            _settle(self, limit=_amount(self.limit, f"limit of {place}"))
        for value in self.values:
            if value.city not in self.sites:
                raise InvalidInput(f"a value of {place}", value.city, "a city at one of its sites")
        for use in self.uses:
            if use.site is not None and use.site not in self.sites:
                raise InvalidInput(f"a use of {place} at", use.site, "at one of its sites")
        if self.limit is None and not any(use.amount for use in self.uses) and self.worth > 0:
            raise InvalidInput(
                f"limit of {place}", MISSING, "given, as it pays and uses nothing scarce"
            )

    @property
    def worth(self) -> Fraction:
        """The value of one unit to all cities at its sites."""
        return sum((value.amount for value in self.values), ZERO)


@dataclass(frozen=True, slots=True)
class Platform:
    """A fixed ``cost`` a year that opens a capacity, an integer number of times up to ``limit``.

    ``opening_cost`` is the part of the cost that is the annual equivalent of what is paid once.
    Each opening adds ``provides`` to the resources and draws ``uses`` from them. A coalition may
    open it iff its ``site`` is a member; ``None`` is a platform that any coalition can open.

    See ``LinearProductionGame`` for the concept and its source.

    >>> park = Platform("park", "Hangzhou", cost=8, provides=(Use("floor", 100),), opening_cost=5)
    >>> park.cost, park.opening_cost, park.limit
    (Fraction(8, 1), Fraction(5, 1), 1)
    """

    name: str
    site: str | None
    cost: Fraction
    provides: tuple[Use, ...] = ()
    uses: tuple[Use, ...] = ()
    limit: int = 1
    opening_cost: Fraction = ZERO

    def __post_init__(self) -> None:
        _named(self.name, "a platform")
        place = f"platform {self.name}"
        _settle(
            self,
            cost=_amount(self.cost, f"cost of {place}", None),
            opening_cost=_amount(self.opening_cost, f"opening cost of {place}", None),
            provides=all_of_kind(self.provides, Use, place=f"what {place} provides", hint=_A_USE),
            uses=all_of_kind(self.uses, Use, place=f"what {place} uses"),
            limit=whole(self.limit, f"limit of {place}", 0),
        )
        for use in (*self.provides, *self.uses):
            if use.site is not None and use.site != self.site:
                raise InvalidInput(f"a resource of {place} at", use.site, "at the platform's site")


@dataclass(frozen=True, slots=True, repr=False)
class LinearProductionGame:
    """Linear production games: what each coalition can make of the resources that its members own.

    Cities own resources and pool those that can move. An activity turns resources into values for
    the cities at its sites; a platform costs a fixed sum and opens a capacity. For a coalition S

      v(S) = max  sum_a value_a x_a - sum_p cost_p z_p + sales - purchases  over  x >= 0, z integer,
      uses of r  <=  what S owns of r + what its platforms provide + what it buys - what it sells,

    where S may run an activity only if all its sites are members, and a resource that is bound to a
    site serves at that site alone. Values to outsiders do not exist here: they would make it a game
    with externalities.

    Cities, their resources, what they can do with them, and the platforms they can open.

    Errors: ``InvalidInput`` names what is wrong: two things of one name, a city or resource that
    is not there, a bound resource without a site, a tradable one with a site, a platform that uses
    or provides a common pool (what outsiders leave of it would depend on their openings).

    >>> barter = LinearProductionGame(
    ...     cities=("Hangzhou", "Quzhou"),
    ...     resources=(Resource("quota", "tradable", {"Quzhou": 10}, unit="mu"),
    ...                Resource("land", "bound", {"Hangzhou": 6}, unit="mu")),
    ...     activities=(Activity("build", ("Hangzhou",),
    ...                          (Use("quota", 1), Use("land", 1, "Hangzhou")),
    ...                          (Value("Hangzhou", "cash", 3),)),))
    >>> barter.activities[0].worth
    Fraction(3, 1)

    Here is data only: ``solvers.production.coalitional_form`` finds the worths. Scale limits do no
    harm to the theorem below, as each activity has a site whose city owns the limit.

    Source: Owen (1975), On the core of linear production games: with every resource owned and no
    platform, the core is never empty, in no subgame either.
    """

    cities: tuple[str, ...]
    resources: tuple[Resource, ...]
    activities: tuple[Activity, ...]
    platforms: tuple[Platform, ...] = ()

    def __post_init__(self) -> None:
        _settle(
            self,
            cities=validated_players(self.cities, "city"),
            resources=all_of_kind(self.resources, Resource, place="the list of resources"),
            activities=all_of_kind(self.activities, Activity, place="the list of activities"),
            platforms=all_of_kind(self.platforms, Platform, place="the list of platforms"),
        )
        _distinct((resource.name for resource in self.resources), "a resource")
        _distinct(
            (
                *(activity.name for activity in self.activities),
                *(platform.name for platform in self.platforms),
                *(f"{verb} {r.name}" for r in self.resources if r.exchange for verb in _TRADES),
            ),
            "an activity",
        )
        for resource in self.resources:
            self._check_cities(resource.owned, f"an owner of {resource.name}")
            if resource.exchange is not None and isinstance(resource.exchange.cap, Mapping):
                self._check_cities(resource.exchange.cap, f"a trader in {resource.name}")
        residual = [r.name for r in self.resources if r.conjecture == "residual"]
        if len(residual) > 1:
            raise InvalidInput("the second residual pool", residual[1], "under another conjecture")
        for activity in self.activities:
            place = f"activity {activity.name}"
            self._check_cities(activity.sites, f"a site of {place}")
            self._check_uses(activity.uses, place)
        for platform in self.platforms:
            place = f"platform {platform.name}"
            self._check_cities(filter(None, [platform.site]), f"the site of {place}")
            drawn = (*platform.provides, *platform.uses)
            self._check_uses(drawn, place)
            for use in drawn:
                if self.resource(use.resource).kind == "common":
                    raise InvalidInput(
                        f"a resource of {place}",
                        use.resource,
                        "tradable or bound: what a platform provides or uses has an owner",
                    )

    def __repr__(self) -> str:
        counts = [
            f"{len(found)} {one if len(found) == 1 else many}"
            for found, one, many in (
                (self.resources, "resource", "resources"),
                (self.activities, "activity", "activities"),
                (self.platforms, "platform", "platforms"),
            )
        ]
        return f"LinearProductionGame({len(self.cities)} cities, {', '.join(counts)})"

    def resource(self, name: str) -> Resource:
        """The resource with that name; ``InvalidInput`` if there is none."""
        for resource in self.resources:
            if resource.name == name:
                return resource
        raise InvalidInput("a resource", name, [r.name for r in self.resources])

    def subgame(self, cities: Iterable[str]) -> LinearProductionGame:
        """The game of some cities alone: what they own, can do, and can open by themselves.

        >>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
        >>> LinearProductionGame(("Hangzhou", "Quzhou"), (land,), ()).subgame(["Quzhou"]).resources
        (Resource(name='land', kind='tradable', owned={'Quzhou': Fraction(5, 1)}, ...),)
        """
        inside = validated_players(cities, "city")
        self._check_cities(inside, "a city of the subgame")
        return _with(
            self,
            cities=inside,
            resources=tuple(resource.among(inside) for resource in self.resources),
            activities=tuple(a for a in self.activities if set(inside).issuperset(a.sites)),
            platforms=tuple(p for p in self.platforms if p.site is None or p.site in inside),
        )

    @property
    def common_pools(self) -> tuple[Resource, ...]:
        """The resources that nobody owns."""
        return tuple(resource for resource in self.resources if resource.kind == "common")

    @property
    def links(self) -> Iterator[set[str]]:
        """Cities that take part in one activity, or own or use one resource that can move."""
        for activity in self.activities:
            if any(value.amount for value in activity.values):
                yield set(activity.sites)
        for resource in self.resources:
            if resource.kind != "bound":
                yield set(self._owners_and_users(resource))

    def _owners_and_users(self, resource: Resource) -> Iterator[str]:
        yield from (city for city, units in resource.owned.items() if units)
        if resource.exchange is not None:
            yield from (city for city in self.cities if resource.exchange.cap_of(city))
        for activity in self.activities:
            if any(use.resource == resource.name and use.amount for use in activity.uses):
                yield from activity.sites
        for platform in self.platforms:
            if platform.site is not None and any(
                use.resource == resource.name for use in (*platform.provides, *platform.uses)
            ):
                yield platform.site

    def _check_cities(self, found: Iterable[str], place: str) -> None:
        for city in found:
            if city not in self.cities:
                raise InvalidInput(place, city, self.cities)

    def _check_uses(self, uses: Iterable[Use], place: str) -> None:
        for use in uses:
            bound = self.resource(use.resource).kind == "bound"
            if bound and use.site is None:
                raise InvalidInput(f"site of {use.resource} in {place}", MISSING, "given")
            if not bound and use.site is not None:
                raise InvalidInput(
                    f"site of {use.resource} in {place}", use.site, "left out: it is pooled"
                )


def _named(name: object, thing: str) -> None:
    if not isinstance(name, str) or not name:
        raise InvalidInput(f"name of {thing}", name, "a text that is not empty")


def _distinct(names: Iterable[str], thing: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InvalidInput(f"name of {thing}", name, "used once")
        seen.add(name)
