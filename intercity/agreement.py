"""Whether the tables of a scenario agree: names that exist, shares that add up, nothing forgotten.

Each rule yields what is wrong as a ``Fault``; the first in the order of the file is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from games.coalitional import coalition_name, refuse_too_large
from games.errors import TooLarge
from intercity.faults import Fault, Keys, nearest
from intercity.quantity import Quantity, toml_text
from intercity.sections import (
    Information,
    Pairing,
    Reservation,
    SharedProject,
    Subsidies,
    Use,
    members,
)

if TYPE_CHECKING:
    from intercity.scenario import Scenario

__all__ = ["inconsistencies", "mandated_hubs"]


def inconsistencies(scenario: Scenario) -> Iterator[Fault]:
    """Everything that is wrong between the tables."""
    for rule in (
        _players,
        _sources,
        _time,
        _resources,
        _platforms,
        _project,
        _activities,
        _compact,
        _province,
        _statistics,
        _subsidies,
        _clubs,
        _information,
        _pairing,
        _operator,
        _game,
    ):
        yield from rule(scenario)


def _unknown(
    keys: Keys, names: Iterable[str], known: Iterable[str], what: str, *, as_value: bool = False
) -> Iterator[Fault]:
    """A fault for each name that is not known; the names are keys, or one value."""
    known = list(known)
    for name in names:
        if name not in known:
            found = f"{toml_text(name)}, an unknown {what}" if as_value else f"an unknown {what}"
            yield Fault(keys if as_value else (*keys, name), found, nearest(name, known))


def _cities(s: Scenario, keys: Keys, names: Iterable[str]) -> Iterator[Fault]:
    yield from _unknown(keys, names, s.players, "city")


def _city(s: Scenario, keys: Keys, name: str | None) -> Iterator[Fault]:
    if name is not None:
        yield from _unknown(keys, [name], s.players, "city", as_value=True)


def _members(
    keys: Keys, names: tuple[str, ...], known: Iterable[str], what: str
) -> Iterator[Fault]:
    """A list of different, known names."""
    known = list(known)
    for i, name in enumerate(names):
        yield from _unknown((*keys, i), [name], known, what, as_value=True)
        if name in names[:i]:
            yield Fault((*keys, i), f"{toml_text(name)} again", "a list of different names")


def _players(s: Scenario) -> Iterator[Fault]:
    if not s.players:
        yield Fault(("cities",), "missing", "at least one city, as [cities.NAME]")
    table: Keys = ("cities",) if s.cities else ("game", "worths") if s.game else ("subsidies",)
    seen: dict[str, str] = {}
    for name in s.players:
        keys = (*table, name) if s.cities else table
        folded = " ".join(name.casefold().split())
        if not folded or "," in name or name != name.strip():
            yield Fault(
                keys,
                f"the city name {toml_text(name)}",
                "a name without commas, and without blanks at its ends",
            )
        elif folded in seen:
            yield Fault(keys, f"the same city as {toml_text(seen[folded])}", "given once")
        seen.setdefault(folded, name)
    try:
        refuse_too_large(len(s.players))
    except TooLarge as error:
        sentence = str(error).rstrip(".")
        yield Fault(table, f"a list of {len(s.players)} cities", f"shorter ({sentence})")


def _sources(s: Scenario) -> Iterator[Fault]:
    expected = 'a key of [sources], or start with "derived"'

    def named(src: str) -> bool:
        return src.startswith("derived") or any(key in src for key in s.sources)

    for keys, quantity in s.located_quantities():
        if quantity.src is not None and not named(quantity.src):
            close = nearest(quantity.src, s.sources)
            yield Fault((*keys, "src"), toml_text(quantity.src), f"{expected} ({close})")
    if s.game is not None and s.game.src is not None and not named(s.game.src):
        yield Fault(("game", "src"), toml_text(s.game.src), expected)


def _time(s: Scenario) -> Iterator[Fault]:
    if s.time is not None:
        return
    one_off = [
        f"platforms.{name}.cost_one_off"
        for name, p in s.platforms.items()
        if p.cost_one_off is not None
    ]
    one_off += [f"resources.{name}.exchange" for name, r in s.resources.items() if r.exchange]
    if s.compact is not None:
        one_off.append("compact")
    told = s.information
    if told is not None and told.project is not None and told.project.cost_one_off is not None:
        one_off.append("information.project.cost_one_off")
    if one_off:
        yield Fault(
            ("time",),
            "missing",
            f"given with horizon and interest, since {one_off[0]} is paid over time",
        )


def _resources(s: Scenario) -> Iterator[Fault]:
    for name, resource in s.resources.items():
        keys: Keys = ("resources", name)
        if name == "floor":
            yield Fault(keys, "given", "called otherwise (floor is what platforms open)")
        yield from _cities(s, (*keys, "owned"), resource.owned)
        if resource.kind == "common":
            if resource.amount is None:
                yield Fault((*keys, "amount"), "missing", "the units in the common pool")
            if resource.conjecture is None:
                yield Fault(
                    (*keys, "conjecture"),
                    "missing",
                    "stay_home, residual or race: what outsiders do with a common pool",
                )
            if resource.owned:
                yield Fault(
                    (*keys, "owned"),
                    "given for a common pool",
                    "left out, or kind should be tradable or bound",
                )
        else:
            for field in ("amount", "conjecture"):
                if getattr(resource, field) is not None:
                    yield Fault(
                        (*keys, field),
                        f"given for a {resource.kind} resource",
                        "left out (only a common pool has it; others are owned)",
                    )
        exchange = resource.exchange
        if exchange is not None:
            if resource.kind != "tradable":
                yield Fault(
                    (*keys, "exchange"),
                    f"given for a {resource.kind} resource",
                    "left out, or kind should be tradable",
                )
            if exchange.sell_one_off.value > exchange.buy_one_off.value:
                yield Fault(
                    (*keys, "exchange", "sell_one_off"),
                    toml_text(exchange.sell_one_off.value),
                    f"at most buy_one_off, {toml_text(exchange.buy_one_off.value)} (else "
                    "everybody buys in order to sell)",
                )


def _platforms(s: Scenario) -> Iterator[Fault]:
    for name, platform in s.platforms.items():
        keys: Keys = ("platforms", name)
        yield from _city(s, (*keys, "site"), platform.site)
        if (platform.cost_one_off is None) == (platform.cost_per_year is None):
            both = platform.cost_one_off is not None
            yield Fault(
                (*keys, "cost_one_off"),
                "given twice" if both else "missing",
                "the fixed cost, as either cost_one_off or cost_per_year",
            )
        if platform.floor is None and not platform.provides:
            yield Fault((*keys, "floor"), "missing", "what the platform opens (floor or provides)")
        if platform.floor is not None and platform.site is None:
            yield Fault((*keys, "site"), "missing", "the city where the floor is")
        yield from _unknown((*keys, "provides"), platform.provides, s.resources, "resource")
        for resource in platform.provides:
            kind = s.resources[resource].kind if resource in s.resources else None
            if kind == "bound" and platform.site is None:
                yield Fault((*keys, "site"), "missing", f"the city whose {resource} it adds to")
        if platform.occupies is not None:
            bound = [key for key, r in s.resources.items() if r.kind == "bound"]
            yield from _unknown(
                (*keys, "occupies"), [platform.occupies], bound, "bound resource", as_value=True
            )
            if platform.site is None:
                yield Fault((*keys, "site"), "missing", f"the city of the {platform.occupies}")
        if platform.brings is not None and "projects" not in s.resources:
            yield Fault(("resources", "projects"), "missing", f"given ({name} brings projects)")


def _project(s: Scenario) -> Iterator[Fault]:
    def needs(table: str, *resources: str) -> Iterator[Fault]:
        for resource in resources:
            if resource not in s.resources:
                yield Fault(("resources", resource), "missing", f"given, since [{table}] uses it")

    if s.build:
        yield from _cities(s, ("build",), s.build)
        yield from needs("build", "buildable", "quota")
    project = s.project
    if project is None:
        if s.firm is not None:
            yield Fault(("project",), "missing", "given, since [firm] says where projects produce")
        return
    yield from needs("project", "projects", "factory_land")
    if project.plant_quota is not None:
        yield from needs("project", "quota")
    for field in ("stay_tax", "spillover", "congestion_rd", "congestion_production", "home_value"):
        yield from _cities(s, ("project", field), getattr(project, field))
    for hub, rates in project.return_rate.items():
        yield from _cities(s, ("project", "return_rate"), [hub])
        yield from _cities(s, ("project", "return_rate", hub), rates)
        if hub in rates:
            yield Fault(
                ("project", "return_rate", hub, hub), "a return from the hub to itself", "left out"
            )
        if hub not in project.stay_tax:
            yield Fault(
                ("project", "stay_tax", hub),
                "missing",
                "the tax kept from a project that stays, for every hub of return_rate",
            )


def _activities(s: Scenario) -> Iterator[Fault]:
    names = [activity.name for activity in s.activities]
    for i, activity in enumerate(s.activities):
        keys: Keys = ("activities", i)
        if activity.name in names[:i]:
            yield Fault((*keys, "name"), f"{toml_text(activity.name)} again", "a name of its own")
        yield from _members((*keys, "sites"), activity.sites, s.players, "city")
        for j, use in enumerate(activity.uses):
            yield from _use(s, (*keys, "uses", j), use, activity.sites)
        for j, value in enumerate(activity.values):
            here: Keys = (*keys, "values", j)
            yield from _unknown(
                (*here, "city"), [value.city], activity.sites, "site of it", as_value=True
            )
            if value.kind == "cost" and value.amount.value < 0:
                shown = toml_text(value.amount.value)
                yield Fault((*here, "amount"), shown, "0 or more: a cost is subtracted")
        if not activity.uses and activity.limit is None:
            yield Fault(
                (*keys, "limit"), "missing", "given, since the activity uses nothing scarce"
            )


def _use(s: Scenario, keys: Keys, use: Use, sites: tuple[str, ...]) -> Iterator[Fault]:
    known = [*s.resources, *(["floor"] if any(p.floor for p in s.platforms.values()) else [])]
    yield from _unknown((*keys, "resource"), [use.resource], known, "resource", as_value=True)
    if use.site is not None:
        yield from _unknown((*keys, "site"), [use.site], sites, "site of it", as_value=True)
    if use.resource in s.resources:
        bound = s.resources[use.resource].kind == "bound"
    else:
        bound = use.resource == "floor"
    if use.resource in known:
        if bound and use.site is None:
            yield Fault((*keys, "site"), "missing", f"the city whose {use.resource} is used")
        if not bound and use.site is not None:
            yield Fault(
                (*keys, "site"), toml_text(use.site), f"left out, since {use.resource} is pooled"
            )


def _compact(s: Scenario) -> Iterator[Fault]:
    compact = s.compact
    if compact is None:
        return
    yield from _members(("compact", "members"), compact.members, s.players, "city")
    yield from _unknown(("compact", "platforms"), compact.platforms, s.platforms, "platform")
    who = compact.members
    for name, terms in compact.platforms.items():
        for field in ("paid_by", "rent_to"):
            yield from _unknown(
                ("compact", "platforms", name, field),
                [getattr(terms, field)],
                who,
                "member",
                as_value=True,
            )
        if name in s.platforms and s.platforms[name].site is None:
            yield Fault(
                ("platforms", name, "site"), "missing", "the city that hosts it in the deal"
            )
    if compact.platforms:
        if compact.projects is None:
            yield Fault(("compact", "projects"), "missing", "the projects that the park admits")
        if s.project is None:
            yield Fault(("project",), "missing", "given, since the deal opens a park")
    for i, transfer in enumerate(compact.transfer):
        keys: Keys = ("compact", "transfer", i)
        tradable = [key for key, r in s.resources.items() if r.kind == "tradable"]
        yield from _unknown(
            (*keys, "resource"), [transfer.resource], tradable, "tradable resource", as_value=True
        )
        yield from _two(keys, transfer.giver, transfer.receiver, who)
    power: Keys = ("compact", "bargaining", "weights")
    yield from _unknown(power, compact.bargaining.weights, who, "member")
    for city, weight in compact.bargaining.weights.items():
        if weight <= 0:
            yield Fault((*power, city), toml_text(weight), "more than 0")
    least, most = compact.limits.tax_share
    if not 0 <= least <= most <= 1:
        yield Fault(
            ("compact", "limits", "tax_share"),
            toml_text(compact.limits.tax_share),
            "[least, largest] share, both from 0 to 1",
        )
    for i, refund in enumerate(compact.refund):
        keys = ("compact", "refund", i)
        yield from _two(keys, refund.payer, refund.receiver, who)
        first, last = refund.years
        if not 1 <= first <= last:
            yield Fault((*keys, "years"), toml_text(refund.years), "[first, last] year, from 1 on")
        if not least <= refund.share.value <= most:
            yield Fault(
                (*keys, "share"),
                toml_text(refund.share.value),
                f"inside compact.limits.tax_share, {toml_text((least, most))}",
            )


def _two(keys: Keys, giver: str, receiver: str, who: tuple[str, ...]) -> Iterator[Fault]:
    yield from _unknown((*keys, "from"), [giver], who, "member", as_value=True)
    yield from _unknown((*keys, "to"), [receiver], who, "member", as_value=True)
    if giver == receiver:
        yield Fault((*keys, "to"), f"{toml_text(receiver)}, who also gives", "another member")


def _province(s: Scenario) -> Iterator[Fault]:
    if s.province is None:
        return
    for i, pair in enumerate(s.province.pairs):
        yield from _members(("province", "pairs", i), pair, s.players, "city")
    yield from _cities(s, ("province", "credit"), s.province.credit)


def _statistics(s: Scenario) -> Iterator[Fault]:
    statistics = s.statistics
    if statistics is None:
        return
    yield from _cities(s, ("statistics", "indicator_value"), statistics.indicator_value)
    keys: Keys = ("statistics", "attribution")
    yield from _cities(s, keys, statistics.attribution)
    for city, share in statistics.attribution.items():
        if not 0 <= share <= 1:
            yield Fault((*keys, city), toml_text(share), "a share from 0 to 1")
    total = sum(statistics.attribution.values())
    if total != 1 and not (statistics.double_counting and total > 1):
        yield Fault(
            keys,
            toml_text(statistics.attribution),
            f"shares that sum to 1 (they sum to {toml_text(total)}; more than 1 needs "
            "double_counting = true)",
        )


def _subsidies(s: Scenario) -> Iterator[Fault]:
    race = s.subsidies
    if race is None:
        return
    yield from _members(("subsidies", "bidders"), race.bidders, s.players, "city")
    for field in ("attractiveness", "caps", "budget", "spillovers", "efficiency"):
        yield from _unknown(("subsidies", field), getattr(race, field), race.bidders, "bidder")
    for city, others in race.spillovers.items():
        yield from _unknown(("subsidies", "spillovers", city), others, race.bidders, "bidder")
        if city in others:
            found, expected = "a spillover from itself", "left out (what is its own is its value)"
            yield Fault(("subsidies", "spillovers", city, city), found, expected)
    yield from _technology(race)
    if isinstance(race.value, Mapping):
        yield from _unknown(("subsidies", "value"), race.value, race.bidders, "bidder")
        for bidder in race.bidders:
            if bidder not in race.value:
                yield Fault(("subsidies", "value", bidder), "missing", "a value for every bidder")
        return
    if s.project is None:
        yield Fault(
            ("subsidies", "value"),
            toml_text(race.value),
            "a table by bidder, since there is no [project]",
        )
    elif race.hub is None:
        yield Fault(("subsidies", "hub"), "missing", "the city in whose district they bid")
    else:
        keys: Keys = ("subsidies", "hub")
        hubs = s.project.return_rate
        yield from _unknown(keys, [race.hub], hubs, "hub of project.return_rate", as_value=True)
        for bidder in race.bidders:
            if race.hub in hubs and bidder not in hubs[race.hub]:
                yield Fault(
                    ("project", "return_rate", race.hub, bidder),
                    "missing",
                    "given, since subsidies.value is taken from project",
                )


_LOGIT = ("mu", "attractiveness", "outside_option", "caps", "firm_weight")
_CONTEST = ("efficiency", "captured")


def _technology(race: Subsidies) -> Iterator[Fault]:
    """Each technology has its own numbers: what it needs, and what it would not look at."""
    technology = race.technology
    if technology == "logit":
        for field, meaning in (
            ("mass", "the projects that can move"),
            ("mu", "how differently firms judge places, above 0"),
        ):
            if getattr(race, field) is None:
                yield Fault(("subsidies", field), "missing", meaning)
    foreign = [*_CONTEST, "exponent"] if technology == "logit" else list(_LOGIT)
    foreign += ["exponent"] if technology in ("all-pay", "bertrand") else []
    for field in foreign:
        given = getattr(race, field)
        if given is not None and given != {}:
            whose = "tullock" if field == "exponent" else "logit" if field in _LOGIT else "contests"
            yield Fault(
                ("subsidies", field),
                f'given with technology = "{technology}"',
                f"left out (only {whose} {'look' if whose == 'contests' else 'looks'} at it)",
            )


def _clubs(s: Scenario) -> Iterator[Fault]:
    if s.clubs is not None and s.subsidies is None:
        yield Fault(("clubs",), "given without [subsidies]", "left out, or [subsidies] added")


_TRADE = ("buyer", "seller", "value", "cost")
_MARKET = ("buyers", "sellers")


def _information(s: Scenario) -> Iterator[Fault]:
    told = s.information
    if told is None:
        return
    keys: Keys = ("information",)
    if told.project is not None:
        yield from _alone(told, (*_TRADE, *_MARKET, "amount"), "a shared project")
        yield from _shared_project(s, told.project)
    elif told.buyers or told.sellers:
        yield from _alone(told, _TRADE, "several buyers and sellers")
        for field in _MARKET:
            side = getattr(told, field)
            if not side:
                yield Fault(
                    (*keys, field), "missing", "one city or more, and what each alone knows"
                )
            yield from _reservations(s, (*keys, field), side)
            for city, given in side.items():
                yield from _no_harm((*keys, field, city), given)
        for city in told.sellers:
            if city in told.buyers:
                yield Fault((*keys, "sellers", city), "a buyer", "on one side only")
    else:
        for field in _TRADE:
            if getattr(told, field) is None:
                meaning = str(type(told).model_fields[field].description)
                other = " (or buyers and sellers, or project, given)" if field == "buyer" else ""
                yield Fault((*keys, field), "missing", meaning + other)
        for field in ("buyer", "seller"):
            yield from _city(s, (*keys, field), getattr(told, field))
        if told.buyer is not None and told.buyer == told.seller:
            found = f"{toml_text(told.seller)}, the buyer"
            yield Fault((*keys, "seller"), found, "another city")
        for field in ("value", "cost"):
            given = getattr(told, field)
            if given is not None:
                yield from _reservation((*keys, field), given)


def _alone(told: Information, fields: Iterable[str], what: str) -> Iterator[Fault]:
    """Only one form of [information] is given."""
    for field in fields:
        if getattr(told, field):
            found = f"given beside {what}"
            yield Fault(("information", field), found, "left out: one question at a time")


def _shared_project(s: Scenario, project: SharedProject) -> Iterator[Fault]:
    keys: Keys = ("information", "project")
    if (project.cost_one_off is None) == (project.cost_per_year is None):
        both = project.cost_one_off is not None
        yield Fault(
            (*keys, "cost_one_off"),
            "given twice" if both else "missing",
            "the cost, as either cost_one_off or cost_per_year",
        )
    if len(project.members) < 2:
        found = "empty" if not project.members else "a single city"
        yield Fault((*keys, "members"), found, "two cities or more, and what each alone knows")
    yield from _reservations(s, (*keys, "members"), project.members)


def _reservations(s: Scenario, keys: Keys, given: Mapping[str, Reservation]) -> Iterator[Fault]:
    yield from _cities(s, keys, given)
    for city, one in given.items():
        yield from _reservation((*keys, city), one)


def _reservation(keys: Keys, given: Reservation) -> Iterator[Fault]:
    """What a city alone knows is given in one way."""
    ranged = given.lowest is not None or given.highest is not None
    if (given.known is not None) + ranged + bool(given.types) != 1:
        expected = "one of: known; lowest and highest; types"
        yield Fault(keys, "given in several ways" if ranged or given.types else "empty", expected)
    elif ranged and (given.lowest is None or given.highest is None):
        lacks = "lowest" if given.lowest is None else "highest"
        yield Fault((*keys, lacks), "missing", "given, as the other end of the range")
    elif (
        given.lowest is not None
        and given.highest is not None
        and given.lowest.value >= given.highest.value
    ):
        found = toml_text(given.highest.value)
        yield Fault((*keys, "highest"), found, "more than lowest")
    worths = [kind.value.value for kind in given.types]
    for i, worth in enumerate(worths):
        if worth in worths[:i]:
            again = f"{toml_text(worth)} again"
            yield Fault((*keys, "types", i, "value"), again, "a value that is not yet listed")


def _no_harm(keys: Keys, given: Reservation) -> Iterator[Fault]:
    """Bids and asks are not below 0, nor are their ranges."""
    numbers: list[tuple[Keys, Quantity]] = [
        ((*keys, field), getattr(given, field))
        for field in ("known", "lowest", "highest")
        if getattr(given, field) is not None
    ]
    numbers += [((*keys, "types", i, "value"), kind.value) for i, kind in enumerate(given.types)]
    for place, quantity in numbers:
        least = quantity.value if quantity.low is None else quantity.low
        if least < 0:
            yield Fault(place, toml_text(least), "0 or more, its range included")


def _pairing(s: Scenario) -> Iterator[Fault]:
    pairing = s.pairing
    if pairing is None:
        return
    yield from _members(("pairing", "hubs"), pairing.hubs, s.players, "city")
    hubs = list(dict.fromkeys(pairing.hubs))
    cities = [city for city in s.players if city not in hubs]
    if not cities:
        yield Fault(("pairing", "hubs"), "all cities", "some of them: the others look for a hub")
    for field in ("to_hub", "to_city"):
        for hub, row in getattr(pairing, field).items():
            yield from _unknown(("pairing", field), [hub], hubs, "hub of pairing.hubs")
            for city in row:
                if city in hubs:
                    found = f"{toml_text(city)}, a hub"
                    yield Fault(("pairing", field, hub, city), found, "a city that is no hub")
                else:
                    yield from _cities(s, ("pairing", field, hub), [city])
    for field in ("capacity", "crowding"):
        named = getattr(pairing, field)
        yield from _unknown(("pairing", field), named, hubs, "hub of pairing.hubs")
    if pairing.centre is not None:
        keys: Keys = ("pairing", "centre")
        yield from _unknown(keys, [pairing.centre], hubs, "hub of pairing.hubs", as_value=True)
    if pairing.from_region:
        yield from _pairs_of_region(s, pairing)
    mandated = mandated_hubs(s)
    known = "city with a mandated pair in [province] pairs"
    yield from _unknown(("pairing", "paid"), pairing.paid, mandated, known)
    for hub in hubs:
        there = [city for city, other in mandated.items() if other == hub]
        places = pairing.capacity.get(hub, 1)
        if len(there) > places:
            yield Fault(
                ("province", "pairs"),
                f"{len(there)} {'city' if len(there) == 1 else 'cities'} for {hub}",
                f"at most {places}, or pairing.capacity.{hub} higher",
            )


def _pairs_of_region(s: Scenario, pairing: Pairing) -> Iterator[Fault]:
    """What pairs gain in the region is one sum, of one city with one hub."""
    if not s.resources and s.game is None:
        yield Fault(
            ("pairing", "to_hub"),
            "missing",
            "given, with to_city, or else [resources] or [game], from which it follows",
        )
    for hub, places in pairing.capacity.items():
        if places > 1:
            yield Fault(
                ("pairing", "capacity", hub),
                toml_text(places),
                "at most 1 where what pairs gain follows from the region",
            )
    if not pairing.payments:
        yield Fault(
            ("pairing", "payments"),
            "false",
            "true, or to_hub and to_city given: the region says what two gain together",
        )
    if s.game is not None and s.game.sense == "cost":
        yield Fault(("pairing", "hubs"), "given beside costs", "left out where [game] is of costs")


def mandated_hubs(s: Scenario) -> dict[str, str]:
    """By city the hub of [pairing] that [province] pairs gives it."""
    if s.pairing is None or s.province is None:
        return {}
    hubs = s.pairing.hubs
    found = {}
    for one, other in s.province.pairs:
        if (one in hubs) != (other in hubs):
            hub, city = (one, other) if one in hubs else (other, one)
            found[city] = hub
    return found


def _operator(s: Scenario) -> Iterator[Fault]:
    operator = s.operator
    if operator is None:
        return
    given = operator.substitution
    if 1 in (given.v, given.high):
        yield Fault(("operator", "substitution"), toml_text(1), "below 1, its range included")
    if not operator.value_quantity.v and not operator.value_quality.v:
        found = "0, as is value_quality"
        yield Fault(("operator", "value_quantity"), found, "above 0, or value_quality so")
    screening = operator.screening
    if screening is not None:
        lowest = screening.accuracy.low
        least = screening.accuracy.v if lowest is None else lowest
        if 2 * least < 1:
            yield Fault(
                ("operator", "screening", "accuracy"), toml_text(least), "1/2 or more, range too"
            )


_INSTEAD = (
    "resources",
    "platforms",
    "project",
    "build",
    "firm",
    "activities",
    "compact",
    "province",
    "statistics",
)


def _game(s: Scenario) -> Iterator[Fault]:
    game = s.game
    if game is None:
        return
    beside = [f"[{table}]" for table in _INSTEAD if getattr(s, table)]
    if beside:
        found = f"given beside {' '.join(beside)}"
        yield Fault(("game",), found, "the only place that says what groups make")
    if (game.src is None) == (game.assumed is None):
        yield Fault(
            ("game", "src"),
            "missing" if game.src is None else "given beside assumed",
            'either src = "..." (who says so) or assumed = "..." (why)',
        )
    keys: Keys = ("game", "worths")
    index = {name: 1 << i for i, name in enumerate(s.players)}
    given: dict[int, str] = {}
    for key, worth in game.worths.items():
        names = members(key)
        strangers = list(_unknown((*keys, key), names, index, "city", as_value=True))
        yield from strangers
        if strangers:
            continue
        mask = sum(index[name] for name in dict.fromkeys(names))
        if len(set(names)) < len(names):
            yield Fault((*keys, key), "a group with a city twice", "different names")
        elif mask in given:
            yield Fault((*keys, key), f"the same group as {toml_text(given[mask])}", "given once")
        elif mask == 0 and worth != 0:
            yield Fault((*keys, key), toml_text(worth), "0, the worth of the empty group")
        given.setdefault(mask, key)
    count = (1 << len(index)) - 1 - sum(mask > 0 for mask in given)
    if count:
        first = next(mask for mask in range(1, len(given) + 2) if mask not in given)
        group = [name for name, bit in index.items() if first & bit]
        more = f" (and {count - 1} other groups)" if count > 1 else ""
        yield Fault(
            (*keys, ", ".join(group)), "missing", f"the worth of {coalition_name(group)}{more}"
        )
