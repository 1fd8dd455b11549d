"""The enclave compact: land quota against a platform, tax refunds against returns.

A small city (the *home*) pays for a park inside a hub (the *host*), where projects are incubated;
some of them later produce at home. In exchange the home hands over construction-land quota, and the
host promises to refund part of the tax of the projects that stay. A compact fixes transfers,
platforms and refunds; with what it then owns, each member does the best it can on its own:

    payoff_i = v_i(endowment after the deal) + park incidence_i + transfers_i + refunds_i,

all per year, one-off amounts as annual equivalents. Cities outside the deal keep their status quo.
Under the deal a member opens no platform of its own, but keeps open what it has open without the
deal (``with_kept_platforms``): signing alone closes nothing.

Source: Hu and Zhang (2024), on the Quzhou Hai Chuang Park; Myerson (1991), chapter 8, on bargaining
with a status quo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal, get_args

from games.annuity import Annuity
from games.by_city import whole, within
from games.coalitional import validated_players
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.production import LinearProductionGame
from solvers.linear_program import LinearProgram, Row, solve
from solvers.production.coalition_program import coalition_program
from solvers.production.coalitional_form import coalitional_form

__all__ = [
    "DealPayoffs",
    "Enclave",
    "EnclaveCompact",
    "Incubation",
    "Refund",
    "Shortfall",
    "Transfer",
    "deal_payoffs",
    "of_the_deal",
    "own_game",
    "own_program",
    "own_row",
    "shortfalls",
    "with_kept_platforms",
]

ZERO = Fraction(0)
Ask = Callable[..., Any]
"""How an answer is obtained: ``ask(solver, subject)``; by default the solver is called."""


def call(solver: Callable[..., Any], subject: Any) -> Any:
    """The plain way to ask: call the solver."""
    return solver(subject)


Base = Literal["stay_tax", "return_tax", "rent"]
BASES: tuple[Base, ...] = get_args(Base)


def _read(instance: object, place: str, expected: str, *fields: str) -> None:
    """Read fields as exact numbers, in a range if one is expected."""
    for name in fields:
        given, what = getattr(instance, name), f"{name.replace('_', ' ')} of {place}"
        number = within(given, what, expected) if expected else exact(given, what)
        object.__setattr__(instance, name, number)


def _yes_or_no(given: object, place: str) -> None:
    if not isinstance(given, bool):
        raise InvalidInput(place, given, "True or False")


@dataclass(frozen=True, slots=True)
class Incubation:
    """What one project of a host's park brings a year, and what it uses.

    A project that returns builds a plant at home: ``plant_tax`` there, on ``plant_land`` mu, with
    ``plant_quota`` mu of new quota. One that stays pays ``stay_tax`` to the host.
    """

    floor: Fraction
    rent: Fraction
    spillover: Fraction
    congestion_rd: Fraction
    stay_tax: Fraction
    congestion_production: Fraction
    plant_tax: Fraction
    plant_land: Fraction
    plant_quota: Fraction
    return_rate: Fraction

    def __post_init__(self) -> None:
        _read(self, "a project", "0 or more", "floor", "plant_land", "plant_quota")
        _read(self, "a project", "between 0 and 1", "return_rate")
        money = ("rent", "spillover", "congestion_rd", "stay_tax", "congestion_production")
        _read(self, "a project", "", *money, "plant_tax")


@dataclass(frozen=True, slots=True)
class Enclave:
    """One park of a ``home`` in a ``host``: who pays (``cost`` a year), who gets the rent.

    ``running_cost`` is the part of the cost that ends when the park is no longer paid for; the rest
    is the annual equivalent of what was paid once, and is sunk.
    ``brings`` of the projects come from outside the region; the others leave the host's own pool.
    """

    name: str
    host: str
    home: str
    paid_by: str
    rent_to: str
    cost: Fraction
    floor: Fraction
    projects: Fraction
    brings: Fraction
    incubation: Incubation
    running_cost: Fraction = ZERO

    def __post_init__(self) -> None:
        of_kind(self.incubation, Incubation, place=f"incubation of {self.name}")
        _read(self, self.name, "0 or more", "floor", "projects", "brings")
        _read(self, self.name, "", "cost", "running_cost")

    @property
    def planned_returns(self) -> Fraction:
        return self.projects * self.incubation.return_rate

    @property
    def from_host_pool(self) -> Fraction:
        return max(ZERO, self.projects - self.brings)


@dataclass(frozen=True, slots=True)
class Transfer:
    """``amount`` of a tradable resource from ``giver`` to ``taker`` in year ``when``.

    ``price`` per unit is paid by the taker: the annual equivalent, over the whole horizon, of one
    payment at the date of the transfer. So of a transfer at signing (``when`` = 0) it is sunk; of a
    later one ``price / annuity.yearly`` is due in year ``when``, before the last of the horizon, as
    the quota is used from the next year on. ``deal_payoffs`` counts each transfer, and its price,
    as one of year 0; what depends on years (``deal_stream``, ``walk_away``, ``hold_up``) counts it
    from its own year on. Where the transfer is reversible,
    the quota goes back if the deal ends, and the price of the years without it is given back too.
    """

    resource: str
    giver: str
    taker: str
    amount: Fraction
    price: Fraction = ZERO
    when: int = 0
    reversible: bool = False

    def __post_init__(self) -> None:
        place = f"the transfer of {self.resource}"
        _read(self, place, "0 or more", "amount", "price")
        whole(self.when, f"the year of {place}", 0)
        _yes_or_no(self.reversible, f"reversible of {place}")
        if self.giver == self.taker:
            raise InvalidInput(f"the taker of {place}", self.taker, "another than who gives")


@dataclass(frozen=True, slots=True)
class Refund:
    """``share`` of a base, from ``payer`` to ``payee``, in each of the years first..last.

    ``base``: the payer's tax from projects that stay in the parks which the payee has there
    (``"stay_tax"``), its tax from plants that came back to it from parks in the payee's city
    (``"return_tax"``), or its rent from parks that one of the two has with the other (``"rent"``).
    """

    payer: str
    payee: str
    share: Fraction
    first: int
    last: int
    enforceable: bool = False
    base: Base = "stay_tax"

    def __post_init__(self) -> None:
        place = f"the refund of {self.payer} to {self.payee}"
        _read(self, place, "between 0 and 1", "share")
        first = whole(self.first, f"the first year of {place}", 1)
        whole(self.last, f"the last year of {place}", first)
        _yes_or_no(self.enforceable, f"enforceable of {place}")
        if self.payer == self.payee:
            raise InvalidInput(f"the payee of {place}", self.payee, "another than who pays")
        if self.base not in BASES:
            raise InvalidInput(f"the base of {place}", self.base, "one of " + ", ".join(BASES))


@dataclass(frozen=True, slots=True)
class EnclaveCompact:
    """The deal on the table, on top of the region's production game.

    ``credit`` is what the province's goodwill is worth to a member a year while the deal holds; it
    counts for staying in the deal, not in the payoffs. ``grant`` is provincial money a year.
    ``kept``: by member, how often each platform of its own is open with or without the deal.
    ``side_payment_limit``, ``refund_limits``: the most that one may pay another a year, and the
    least and largest share that may be refunded, by law.
    """

    region: LinearProductionGame
    annuity: Annuity
    members: tuple[str, ...]
    enclaves: tuple[Enclave, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    refunds: tuple[Refund, ...] = ()
    credit: Mapping[str, Fraction] = field(default_factory=dict, hash=False)
    grant: Mapping[str, Fraction] = field(default_factory=dict, hash=False)
    side_payment_limit: Fraction = ZERO
    refund_limits: tuple[Fraction, Fraction] = (ZERO, Fraction(1))
    kept: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        of_kind(self.region, LinearProductionGame, place="region of a deal")
        of_kind(self.annuity, Annuity, place="annuity of a deal")
        members = validated_players(self.members, "member")
        object.__setattr__(self, "members", members)
        for city in members:
            if city not in self.region.cities:
                raise InvalidInput("a member", city, "one of " + ", ".join(self.region.cities))
        for name, kind in (("enclaves", Enclave), ("transfers", Transfer), ("refunds", Refund)):
            self._read_list(name, kind)
        for name in ("credit", "grant", "kept"):
            given = getattr(self, name)
            of_kind(given, Mapping, place=f"{name} of a deal", hint="by member")
        self._refuse_strangers()
        for transfer in self.transfers:
            resource = self.region.resource(transfer.resource)
            if resource.kind != "tradable":
                raise InvalidInput(
                    f"kind of resource {resource.name}",
                    resource.kind,
                    "tradable, since the deal moves it",
                )
            if transfer.when >= self.annuity.horizon:  # it is used from the next year on
                raise InvalidInput(
                    f"the year of the transfer of {resource.name}",
                    transfer.when,
                    f"before year {self.annuity.horizon}, the last of the horizon: nothing is "
                    "left to use it in",
                )
        for name in ("credit", "grant"):
            given = getattr(self, name)
            read = {city: exact(x, f"the {name} of {city}") for city, x in given.items()}
            object.__setattr__(self, name, read)
        self._read_kept()
        _read(self, "a deal", "0 or more", "side_payment_limit")
        self._read_refund_limits()

    def _read_list(self, name: str, kind: type) -> None:
        given = getattr(self, name)
        if isinstance(given, kind) or not isinstance(given, Iterable):
            raise InvalidInput(f"the {name} of a deal", type(given), f"a list of {kind.__name__}")
        entries = tuple(given)
        for entry in entries:
            of_kind(entry, kind, place=f"one of the {name} of a deal")
        object.__setattr__(self, name, entries)

    def _read_kept(self) -> None:
        """Each member keeps platforms that it can open, a whole number of times."""
        read = {}
        for city, opened in self.kept.items():
            place = f"what {city} keeps open"
            of_kind(opened, Mapping, place=place, hint="how often, by platform")
            its = [p.name for p in self.region.platforms if p.site in {None, city}]
            for name in opened:
                if name not in its:
                    right = "one of " + ", ".join(its) if its else f"left out: {city} has none"
                    raise InvalidInput(f"a platform that {city} keeps open", name, right)
            read[city] = {name: whole(n, f"{name} in {place}", 0) for name, n in opened.items()}
        object.__setattr__(self, "kept", read)

    def _read_refund_limits(self) -> None:
        given, right = self.refund_limits, "the least and the largest share, both from 0 to 1"
        if isinstance(given, str) or not isinstance(given, Iterable):
            raise InvalidInput("refund limits of a deal", given, right)
        shares = tuple(given)
        if len(shares) != 2:
            raise InvalidInput("refund limits of a deal", f"of length {len(shares)}", right)
        least, most = (exact(share, "a refund limit of a deal") for share in shares)
        if not 0 <= least <= most <= 1:
            raise InvalidInput("refund limits of a deal", f"{least} and {most}", right)
        object.__setattr__(self, "refund_limits", (least, most))

    def _refuse_strangers(self) -> None:
        """Refuse a city that the region has not, and transfers and refunds of who is no member."""
        for place, city in self._named():
            inside = self.region.cities if "enclave" in place else self.members
            if city not in inside:
                raise InvalidInput(place, city, f"one of {', '.join(inside)}")

    def _named(self) -> Iterator[tuple[str, str]]:
        for one in self.enclaves:
            for city in (one.host, one.home, one.paid_by, one.rent_to):
                yield f"a party to enclave {one.name}", city
        for moved in self.transfers:
            yield f"the giver of {moved.resource}", moved.giver
            yield f"the taker of {moved.resource}", moved.taker
        for promise in self.refunds:
            yield "the payer of a refund", promise.payer
            yield "the payee of a refund", promise.payee
        yield from (("a member with credit", city) for city in self.credit)
        yield from (("a member with a grant", city) for city in self.grant)
        yield from (("a member with platforms that it keeps", city) for city in self.kept)

    @property
    def planned_returns(self) -> Fraction:
        """How many projects the plan sends home."""
        return sum((enclave.planned_returns for enclave in self.enclaves), ZERO)

    def with_return_rate(self, rate: Fraction, home: str | None = None) -> EnclaveCompact:
        """The same compact when this share of its projects (of one home's parks) returns."""
        return replace(
            self,
            enclaves=tuple(
                replace(e, incubation=replace(e.incubation, return_rate=rate))
                if home in {None, e.home}
                else e
                for e in self.enclaves
            ),
        )

    def with_transfers(self, transfers: tuple[Transfer, ...]) -> EnclaveCompact:
        """The same compact with these transfers alone."""
        return replace(self, transfers=transfers)

    def paid_once(self, transfer: Transfer) -> Fraction:
        """The price of a transfer as one payment at its date."""
        return transfer.price * transfer.amount / self.annuity.yearly

    def refund_a_year(self, refund: Refund) -> Fraction:
        """The refund while it is paid: a share of a tax or rent from the parks of the two."""
        return refund.share * self.refund_base(refund)

    def refund_base(self, refund: Refund) -> Fraction:
        """What a refund is a share of, a year."""
        base = ZERO
        for e in self.enclaves:
            staying = e.projects - e.planned_returns
            if {e.host, e.home} != {refund.payer, refund.payee}:
                continue
            if refund.base == "stay_tax" and e.host == refund.payer:
                base += staying * e.incubation.stay_tax
            elif refund.base == "return_tax" and e.home == refund.payer:
                base += e.planned_returns * e.incubation.plant_tax
            elif refund.base == "rent" and e.rent_to == refund.payer:
                base += e.projects * e.incubation.floor * e.incubation.rent
        return base

    def sites(self, city: str) -> dict[str, Fraction]:
        """By resource, what the deal's parks, and the platforms it keeps, occupy in a city."""
        occupied: dict[str, Fraction] = {}
        for platform in self.region.platforms:
            times = self.kept.get(city, {}).get(platform.name, 0)
            times += sum(e.host == city for e in self.enclaves if e.name == platform.name)
            for use in platform.uses:
                if times:
                    occupied[use.resource] = occupied.get(use.resource, ZERO) + times * use.amount
        return occupied

    def endowment_changes(self, city: str) -> dict[str, Fraction]:
        """By resource: what the deal adds to, or takes from, a city's endowment.

        A resource that the region does not have is not scarce, and none of it is lacking.
        """
        changes: dict[str, Fraction] = {}
        scarce = {resource.name for resource in self.region.resources}

        def add(resource: str, amount: Fraction) -> None:
            if amount and resource in scarce:
                changes[resource] = changes.get(resource, ZERO) + amount

        for transfer in self.transfers:
            if transfer.giver == city:
                add(transfer.resource, -transfer.amount)
            if transfer.taker == city:
                add(transfer.resource, transfer.amount)
        for e in self.enclaves:
            if e.host == city:
                add("projects", -e.from_host_pool)
                for platform in self.region.platforms:
                    for use in platform.uses if platform.name == e.name else ():
                        add(use.resource, -use.amount)
            if e.home == city:
                add("quota", -e.planned_returns * e.incubation.plant_quota)
                add("factory_land", -e.planned_returns * e.incubation.plant_land)
        return changes

    def incidence(self, city: str) -> dict[str, Fraction]:
        """By kind, a year: what the parks, refunds, prices and grants bring this member."""
        found = dict.fromkeys(
            (
                *("tax", "spillover", "congestion", "rent", "park cost", "own platforms"),
                *("price", "refund", "grant"),
            ),
            ZERO,
        )
        for platform in self.region.platforms:
            opened = self.kept.get(city, {}).get(platform.name, 0)
            found["own platforms"] -= opened * platform.cost
        for e in self.enclaves:
            one, staying = e.incubation, e.projects - e.planned_returns
            if e.host == city:
                found["tax"] += staying * one.stay_tax
                found["spillover"] += e.projects * one.spillover
                found["congestion"] -= e.projects * one.congestion_rd
                found["congestion"] -= staying * one.congestion_production
            if e.home == city:
                found["tax"] += e.planned_returns * one.plant_tax
            if e.rent_to == city:
                found["rent"] += e.projects * one.floor * one.rent
            if e.paid_by == city:
                found["park cost"] -= e.cost
        for transfer in self.transfers:
            if transfer.taker == city:
                found["price"] -= transfer.price * transfer.amount
            if transfer.giver == city:
                found["price"] += transfer.price * transfer.amount
        for refund in self.refunds:
            paid = self.refund_a_year(refund) * self.annuity.share_of_years(
                refund.first, refund.last
            )
            if refund.payer == city:
                found["refund"] -= paid
            if refund.payee == city:
                found["refund"] += paid
        found["grant"] += self.grant.get(city, ZERO)
        return found


def own_program(
    compact: EnclaveCompact, city: str, changes: Mapping[str, Fraction] | None = None
) -> LinearProgram:
    """What a city does best on its own, its endowment as changed (by default: by the deal).

    It has a row for each resource that the city could own, named by ``own_row``.
    """
    base = coalition_program(compact.region, (city,), compact.kept.get(city, {}))
    moved = compact.endowment_changes(city) if changes is None else changes
    change = {own_row(compact, name, city): amount for name, amount in moved.items()}
    used = {row.name for row in base.rows}
    # What a city does not use itself it can still hand over, and not more of it than it has.
    unused = [
        Row(own_row(compact, resource.name, city), {}, "<=", resource.owned.get(city, ZERO))
        for resource in compact.region.resources
        if own_row(compact, resource.name, city) not in used
    ]
    return replace(
        base,
        rows=tuple(
            Row(row.name, row.coefficients, row.relation, row.bound + change.get(row.name, ZERO))
            for row in (*base.rows, *unused)
        ),
    )


def own_game(region: LinearProductionGame, city: str) -> LinearProductionGame:
    """The production game of one city alone, without the others and what they own."""
    return LinearProductionGame(
        (city,),
        tuple(
            replace(r, owned={c: q for c, q in r.owned.items() if c == city})
            for r in region.resources
        ),
        tuple(a for a in region.activities if set(a.sites) == {city}),
        tuple(p for p in region.platforms if p.site in {None, city}),
    )


def with_kept_platforms(compact: EnclaveCompact, ask: Ask = call) -> EnclaveCompact:
    """The compact when each member keeps open what it would have open alone.

    A park of the deal that its host would also open by itself is the deal's from then on.
    """
    of_kind(compact, EnclaveCompact, place="deal")
    parks = [e.name for e in compact.enclaves]
    kept = {}
    for city in compact.members:
        game = own_game(compact.region, city)
        if all(platform.limit <= parks.count(platform.name) for platform in game.platforms):
            continue  # nothing but parks of the deal
        alone = ask(coalitional_form, game).plan((city,)).openings
        opened = {name: times - parks.count(name) for name, times in alone.items()}
        kept[city] = {name: times for name, times in opened.items() if times > 0}
    return replace(compact, kept=kept)


def own_row(compact: EnclaveCompact, resource: str, city: str) -> str:
    """The row of a city's own program that limits a resource: the city's site if it is bound."""
    bound = compact.region.resource(resource).kind == "bound"
    return f"{resource} at {city}" if bound else resource


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A member promises more than it has: ``lacking`` units beyond what it can buy."""

    city: str
    resource: str
    owned: Fraction
    promised: Fraction
    purchasable: Fraction

    @property
    def beyond_owned(self) -> Fraction:
        return max(ZERO, self.promised - self.owned)

    @property
    def lacking(self) -> Fraction:
        return max(ZERO, self.promised - self.owned - self.purchasable)


def shortfalls(compact: EnclaveCompact) -> tuple[Shortfall, ...]:
    """Each place where the deal promises more than a member owns, worst first.

    Quota given away plus quota that the promised plants need; projects taken from the host's pool;
    factory land of the plants; sites of the parks, and of platforms kept; floor of the parks.
    """
    of_kind(compact, EnclaveCompact, place="deal")
    found = []
    resources = {resource.name: resource for resource in compact.region.resources}
    for city in compact.members:
        needs: dict[str, Fraction] = {}

        def need(name: str, amount: Fraction, needs: dict[str, Fraction] = needs) -> None:
            needs[name] = needs.get(name, ZERO) + amount

        for transfer in compact.transfers:
            if transfer.giver == city:
                need(transfer.resource, transfer.amount)
            if transfer.taker == city:
                need(transfer.resource, -transfer.amount)
        for e in compact.enclaves:
            if e.home == city:
                need("quota", e.planned_returns * e.incubation.plant_quota)
                need("factory_land", e.planned_returns * e.incubation.plant_land)
            if e.host == city:
                need("projects", e.from_host_pool)
        for name, occupied in compact.sites(city).items():
            need(name, occupied)
        for name, promised in needs.items():
            resource = resources.get(name)
            if resource is None:
                continue  # the region does not count it as scarce
            owned = resource.owned.get(city, ZERO)
            exchange = resource.exchange
            if promised > owned:
                found.append(
                    Shortfall(city, name, owned, promised, exchange.cap if exchange else ZERO)
                )
    for e in compact.enclaves:
        used = e.projects * e.incubation.floor
        if used > e.floor:
            found.append(Shortfall(e.host, f"floor of {e.name}", e.floor, used, ZERO))
    return tuple(sorted(found, key=lambda s: (-s.lacking, -s.beyond_owned)))


@dataclass(frozen=True, slots=True)
class DealPayoffs:
    """Each member's payoff a year under the deal, its plan, and its ``own`` part of the payoff."""

    payoffs: Mapping[str, Fraction]
    plans: Mapping[str, Mapping[str, Fraction]]
    own: Mapping[str, Fraction]


def of_the_deal(compact: EnclaveCompact, deal: DealPayoffs, *cities: str) -> None:
    """Refuse what is no compact, what are no payoffs under it, and who is no member."""
    of_kind(compact, EnclaveCompact, place="deal")
    of_kind(deal, DealPayoffs, place="payoffs of the deal", hint="as deal_payoffs finds them")
    for city in compact.members:
        if city not in deal.own or city not in deal.payoffs:
            raise InvalidInput(f"payoff of {city} under the deal", "missing", "given")
    for city in cities:
        if city not in compact.members:
            raise InvalidInput("a member", city, "one of " + ", ".join(compact.members))


def deal_payoffs(compact: EnclaveCompact, ask: Ask = call) -> DealPayoffs | None:
    """What each member gets under the deal when it makes the best of what it then owns.

    A transfer counts whole, with its price, in whichever year it is due: as if due at signing.
    ``None`` when some member cannot even do what it promised (see ``shortfalls``).
    """
    of_kind(compact, EnclaveCompact, place="deal")
    payoffs, plans, own = {}, {}, {}
    if any(s.lacking for s in shortfalls(compact)):
        return None
    for city in compact.members:
        best = ask(solve, own_program(compact, city))
        if best.value is None:
            return None
        own[city] = best.value
        payoffs[city] = best.value + sum(compact.incidence(city).values())
        plans[city] = best.point
    return DealPayoffs(payoffs, plans, own)
