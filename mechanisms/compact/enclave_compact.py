"""The enclave compact: land quota against a platform, tax refunds against returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from games.annuity import Annuity
from games.by_city import one_of, whole, within
from games.errors import InvalidInput, Told, of_kind
from games.exact import exact
from games.players import validated_players
from games.production import LinearProductionGame
from mechanisms.compact.clauses import (
    Bonus,
    Contribution,
    Deposit,
    Enclave,
    Loan,
    Payment,
    Pool,
    Promise,
    Refund,
    ReturnClawback,
    Transfer,
)

__all__ = ["EnclaveCompact", "kind_of"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class EnclaveCompact:
    """The enclave compact: land quota against a platform, tax refunds against returns.

    A small city (the *home*) pays for a park inside a hub (the *host*), where projects are
    incubated; some of them later produce at home. In exchange the home hands over construction-land
    quota, and the host promises to refund part of the tax of the projects that stay. A compact
    fixes transfers, platforms, refunds, payments, pools, bonuses and clawbacks; with what it then
    owns, each member does the best it can on its own:

        payoff_i = v_i(endowment after the deal) + park incidence_i + transfers_i + refunds_i
                   + payments_i + pools_i - bonuses_i + clawbacks_i + credit_i + grant_i,

    all per year, one-off amounts as annual equivalents. At the region's interest deposits and loans
    are worth nothing; at a member's own discount factor they count (``deal_stream``). Cities
    outside the deal keep their status quo. Under the deal a member opens no platform of its own,
    but keeps open what it has open without the deal (``with_kept_platforms``): signing alone closes
    nothing.

    The deal on the table, on top of the region's production game.

    ``credit`` is what the province's goodwill is worth to a member a year while the deal holds, and
    ``grant`` is provincial money a year, in ``grant_years`` (first and last; ``None``: always).
    Both end with the deal.
    ``kept``: by member, how often each platform of its own is open with or without the deal.
    ``lag``: years until a breach is answered (see ``walk_away``).
    ``side_payment_limit``, ``refund_limits``: the most that one may pay another a year (``None``:
    as much as they like), and the least and largest share that may be refunded, by law.
    ``loan_limit``: the most that a member may borrow (``None``: no limit is known).
    ``keeps_of_shared``: by member, what 1 of a shared tax costs who pays it, or brings who gets it,
    where grants follow the tax (1 if not given).

    >>> from games.production import Resource
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> sale = Transfer("quota", "Uplands", "Harbour", 60, price=0.5)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(sale,),
    ...                       credit={"Uplands": 2})
    >>> {kind: str(money) for kind, money in deal.incidence("Uplands").items() if money}
    {'price': '30', 'credit': '2'}
    >>> {name: str(units) for name, units in deal.endowment_changes("Uplands").items()}
    {'quota': '-60'}

    Source: Hu and Zhang (2024), on the Quzhou Hai Chuang Park; Myerson (1991), chapter 8, on
    bargaining with a status quo.
    """

    region: LinearProductionGame
    annuity: Annuity
    members: tuple[str, ...]
    enclaves: tuple[Enclave, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    refunds: tuple[Refund, ...] = ()
    credit: Mapping[str, Fraction] = field(default_factory=dict, hash=False)
    grant: Mapping[str, Fraction] = field(default_factory=dict, hash=False)
    side_payment_limit: Fraction | None = None
    refund_limits: tuple[Fraction, Fraction] = (ZERO, Fraction(1))
    kept: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)
    bonuses: tuple[Bonus, ...] = ()
    clawbacks: tuple[ReturnClawback, ...] = ()
    lag: int = 1
    payments: tuple[Payment, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    loans: tuple[Loan, ...] = ()
    loan_limit: Fraction | None = None
    pools: tuple[Pool, ...] = ()
    grant_years: tuple[int, int] | None = None
    keeps_of_shared: Mapping[str, Fraction] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        of_kind(self.region, LinearProductionGame, place="region of a deal")
        of_kind(self.annuity, Annuity, place="annuity of a deal")
        members = validated_players(self.members, "member")
        object.__setattr__(self, "members", members)
        for city in members:
            one_of(city, self.region.cities, "a member")
        for name, kind in (
            ("enclaves", Enclave),
            ("transfers", Transfer),
            ("refunds", Refund),
            ("bonuses", Bonus),
            ("clawbacks", ReturnClawback),
            ("payments", Payment),
            ("deposits", Deposit),
            ("loans", Loan),
            ("pools", Pool),
        ):
            self._read_list(name, kind)
        for name in ("credit", "grant", "kept", "keeps_of_shared"):
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
        if self.side_payment_limit is not None:
            limit = within(self.side_payment_limit, "side payment limit of a deal", "0 or more")
            object.__setattr__(self, "side_payment_limit", limit)
        self._read_refund_limits()
        object.__setattr__(self, "lag", whole(self.lag, "the lag of a deal in years", 1, 10**4))
        if self.grant_years is not None:
            of_kind(self.grant_years, Sequence, place="the years of the grant")
            given = tuple(self.grant_years)
            if len(given) != 2:
                raise InvalidInput("the years of the grant", given, "the first and the last")
            first, last = given
            first = whole(first, "the first year of the grant", 1, self.annuity.horizon)
            last = whole(last, "the last year of the grant", first, self.annuity.horizon)
            object.__setattr__(self, "grant_years", (first, last))
        self._refuse_late_money()
        if self.loan_limit is not None:
            most = within(self.loan_limit, "loan limit of a deal", "0 or more")
            object.__setattr__(self, "loan_limit", most)

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
                    right = its or f"left out: {city} has none"
                    raise InvalidInput(f"a platform that {city} keeps open", name, right)
            read[city] = {name: whole(n, f"{name} in {place}", 0) for name, n in opened.items()}
        object.__setattr__(self, "kept", read)

    def _read_refund_limits(self) -> None:
        given, right = self.refund_limits, "the least and the largest share, both from 0 to 1"
        if isinstance(given, str) or not isinstance(given, Iterable):
            raise InvalidInput("refund limits of a deal", given, right)
        shares = tuple(given)
        if len(shares) != 2:
            raise InvalidInput("refund limits of a deal", Told(f"of length {len(shares)}"), right)
        least, most = (exact(share, "a refund limit of a deal") for share in shares)
        if not 0 <= least <= most <= 1:
            raise InvalidInput("refund limits of a deal", f"{least} and {most}", right)
        object.__setattr__(self, "refund_limits", (least, most))

    def _refuse_late_money(self) -> None:
        """Refuse payments, deposits and loans of years after the horizon."""
        horizon = self.annuity.horizon
        dated = [(f"a payment of {p.payer}", p.last or p.first) for p in self.payments]
        dated += [(f"the deposit of {d.member}", d.until or 0) for d in self.deposits]
        dated += [(f"the loan to {one.borrower}", one.last) for one in self.loans]
        dated += [("a pool", pool.last) for pool in self.pools]
        for what, year in dated:
            if year > horizon:
                right = f"at most {horizon}, the last of the horizon"
                raise InvalidInput(f"the last year of {what}", year, right)

    def _refuse_strangers(self) -> None:
        """Refuse a city that the region has not, and transfers and refunds of who is no member."""
        for place, city in self._named():
            inside = self.region.cities if "enclave" in place else self.members
            if city not in inside:
                raise InvalidInput(place, city, inside)

    def _named(self) -> Iterator[tuple[str, str]]:
        for one in self.enclaves:
            for city in (one.host, one.home, one.paid_by, one.rent_to):
                yield f"a party to enclave {one.name}", city
        for moved in self.transfers:
            yield f"the giver of {moved.resource}", moved.giver
            yield f"the taker of {moved.resource}", moved.taker
        for refund in self.refunds:
            yield "the payer of a refund", refund.payer
            yield "the payee of a refund", refund.payee
        for payment in self.payments:
            yield "the payer of a payment", payment.payer
            yield "the payee of a payment", payment.payee
        yield from (("a member with a weight in a pool", c) for p in self.pools for c in p.weights)
        yield from (("a member with a deposit", deposit.member) for deposit in self.deposits)
        yield from (("the borrower of a loan", loan.borrower) for loan in self.loans)
        yield from (("the payer of a bonus", bonus.payer) for bonus in self.bonuses)
        yield from (("the payee of a clawback", clawback.payee) for clawback in self.clawbacks)
        yield from (("a member with credit", city) for city in self.credit)
        yield from (("a member with a grant", city) for city in self.grant)
        yield from (("a member with platforms that it keeps", city) for city in self.kept)

    @property
    def returning(self) -> Fraction:
        """How many projects return home."""
        return sum((enclave.returning for enclave in self.enclaves), ZERO)

    def with_returns(self, returns: Mapping[str, Fraction]) -> EnclaveCompact:
        """The same compact when so many projects return from each park, by its name."""
        return replace(
            self,
            enclaves=tuple(
                replace(e, returns=returns.get(e.name, e.returns)) for e in self.enclaves
            ),
        )

    def with_return_rate(self, rate: Fraction, home: str) -> EnclaveCompact:
        """The same compact when this share of the projects in one home's parks returns."""
        one_of(home, self.region.cities, "a home")
        return replace(
            self,
            enclaves=tuple(
                replace(e, incubation=replace(e.incubation, return_rate=rate), returns=None)
                if e.home == home
                else e
                for e in self.enclaves
            ),
        )

    def with_transfers(self, transfers: tuple[Transfer, ...]) -> EnclaveCompact:
        """The same compact with these transfers alone."""
        return replace(self, transfers=transfers)

    @property
    def at_signing(self) -> EnclaveCompact:
        """The same compact, all that is handed over later handed over at signing."""
        if not any(t.when for t in self.transfers):
            return self
        return self.with_transfers(tuple(replace(t, when=0) for t in self.transfers))

    def paid_once(self, transfer: Transfer) -> Fraction:
        """The price of a transfer as one payment at its date."""
        of_kind(transfer, Transfer, place="the transfer")
        return transfer.price * transfer.amount / self.annuity.yearly

    @property
    def promises(self) -> tuple[Promise, ...]:
        """What one member pays another in some years: refunds, payments, parts of pools."""
        pooled = (c for pool in self.pools for c in pool.contributions(self.members))
        return (*self.refunds, *self.payments, *pooled)

    def promised_a_year(self, promise: Promise, year: int | None = None) -> Fraction:
        """What is promised for a year in which it is due.

        A refund is a share of a tax or rent, cut to its floor and cap. ``year``: if given, only
        firms that have moved before it pay tax where they go.
        """
        of_kind(promise, Refund, Payment, Contribution, place="the promise")
        if isinstance(promise, Payment):
            return promise.amount
        if isinstance(promise, Contribution):
            return promise.part * self.growth(promise.payer, year)
        return promise.cut(promise.share * self.refund_base(promise, year))

    def promised_to(self, city: str, promise: Promise, year: int | None = None) -> Fraction:
        """What a promise brings a city in a year in which it is due, negative for who pays it."""
        if city not in (promise.payer, promise.payee):
            return ZERO
        paid = self.promised_a_year(promise, year) * self.counts_of(promise, city)
        return -paid if promise.payer == city else paid

    def counts_of(self, promise: Promise, city: str) -> Fraction:
        """What 1 of a promise costs its payer, or brings its payee, grants counted."""
        is_tax = not isinstance(promise, Payment) and getattr(promise, "base", None) != "rent"
        return self.keeps_of_shared.get(city, ONE) if is_tax else ONE

    def even(self, promise: Promise) -> Fraction:
        """The even yearly amount that a promise is worth in all its years."""
        if isinstance(promise, Payment):
            return promise.amount * self.spread(promise)
        moved = {t.when + 1 for t in self.transfers if t.tax}
        starts = sorted({promise.first, *(y for y in moved if promise.first < y <= promise.last)})
        ends = [*(start - 1 for start in starts[1:]), promise.last]
        return sum(
            (
                self.promised_a_year(promise, start) * self.annuity.share_of_years(start, end)
                for start, end in zip(starts, ends, strict=True)
            ),
            ZERO,
        )

    def pooled(self, pool: Pool) -> Fraction:
        """What a pool moves, as an even yearly amount: all that members get beyond what they give.

        >>> from games.production import Resource
        >>> firms = Resource("projects", "tradable", {"Core": 20})
        >>> region = LinearProductionGame(("Core", "Edge"), (firms,), ())
        >>> moved = Transfer("projects", "Core", "Edge", 10, tax=2)
        >>> deal = EnclaveCompact(region, Annuity(4, 0), region.cities, transfers=(moved,))
        >>> str(deal.pooled(Pool(0.5, first=1, last=2)))         # 5 of 20 a year, in half the years
        '5/2'
        """
        of_kind(pool, Pool, place="the pool")
        paid = dict.fromkeys(self.members, ZERO)
        for part in pool.contributions(self.members):
            paid[part.payer] -= self.even(part)
            paid[part.payee] += self.even(part)
        return sum((x for x in paid.values() if x > 0), ZERO)

    def granted(self, city: str, year: int) -> Fraction:
        """What the province grants a member in a year of the deal, from year 1 on."""
        first, last = self.grant_years or (1, year)
        return self.grant.get(city, ZERO) if first <= year <= last else ZERO

    def moved_tax(self, giver: str | None, taker: str, year: int | None) -> Fraction:
        """The tax a year of what was handed over, by anybody if ``None``, before a year or ever."""
        return sum(
            (
                t.tax * t.amount
                for t in self.transfers
                if t.taker == taker and giver in (None, t.giver) and (year is None or t.when < year)
            ),
            ZERO,
        )

    def growth(self, city: str, year: int | None = None) -> Fraction:
        """The tax a year that the deal brings a member, firms moved before that year counted."""
        staying = (e.staying * e.incubation.stay_tax for e in self.enclaves if e.host == city)
        back = (e.returning * e.incubation.plant_tax for e in self.enclaves if e.home == city)
        return sum(staying, ZERO) + sum(back, ZERO) + self.moved_tax(None, city, year)

    def is_due(self, promise: Promise, year: int) -> bool:
        """Whether a promise is to be paid in a year: no later than the horizon, unless for ever."""
        if promise.last is None and self.annuity.forever:
            return promise.first <= year
        last = self.annuity.horizon if promise.last is None else promise.last
        return promise.first <= year <= min(last, self.annuity.horizon)

    def spread(self, promise: Promise) -> Fraction:
        """The even yearly amount that one unit in each year of a promise is worth."""
        annuity = self.annuity
        if promise.last is not None:
            return annuity.share_of_years(promise.first, promise.last)
        even = annuity.share_of_years(promise.first, annuity.horizon)
        if annuity.forever:
            even += (1 + annuity.interest) ** -annuity.horizon  # 1 a year after the horizon
        return even

    def net_payment(self, payer: str, payee: str) -> Fraction:
        """What one member's payments to another come to, less those back, as a yearly amount."""
        return sum(
            (
                ((p.payer == payer) - (p.payee == payer)) * p.amount * self.spread(p)
                for p in self.payments
                if {p.payer, p.payee} == {payer, payee}
            ),
            ZERO,
        )

    def loan_flow(self, city: str, year: int) -> Fraction:
        """What loans bring a city in a year: lent at signing, paid back in equal sums."""
        flow = ZERO
        for loan in self.loans:
            if loan.borrower == city and not year:
                flow += loan.amount
            elif loan.borrower == city and loan.first <= year <= loan.last:
                flow -= loan.amount / self.annuity.present_value(loan.first, loan.last)
        return flow

    def refund_base(self, refund: Refund, year: int | None = None) -> Fraction:
        """What a refund is a share of, a year: of firms that move, in that year, or of all."""
        of_kind(refund, Refund, place="the refund")
        if refund.base == "moved_tax":
            return self.moved_tax(refund.payee, refund.payer, year)
        base = ZERO
        for e in self.enclaves:
            if {e.host, e.home} != {refund.payer, refund.payee}:
                continue
            if refund.base == "stay_tax" and e.host == refund.payer:
                base += e.staying * e.incubation.stay_tax
            elif refund.base == "return_tax" and e.home == refund.payer:
                base += e.returning * e.incubation.plant_tax
            elif refund.base == "rent" and e.rent_to == refund.payer:
                base += e.projects * e.incubation.floor * e.incubation.rent
        return base

    def paid_a_bonus(self, bonus: Bonus) -> Fraction:
        """How many projects are paid it."""
        back = sum((e.returning for e in self.enclaves if e.home == bonus.payer), ZERO)
        return back if bonus.first is None else min(back, bonus.first)

    def clawed_back(self, enclave: Enclave) -> Fraction:
        """What each suited project of a park pays a year in all clawbacks if it stays."""
        return sum(
            (c.amount for c in self.clawbacks if c.payee in (enclave.host, enclave.home)), ZERO
        )

    def pay_a_clawback(self, clawback: ReturnClawback) -> Fraction:
        """How many projects pay it: those suited to return that stay."""
        theirs = [e for e in self.enclaves if clawback.payee in (e.host, e.home)]
        return sum((e.suited - e.returning for e in theirs), ZERO)

    def sites(self, city: str) -> dict[str, Fraction]:
        """By resource, what the deal's parks, and the platforms it keeps, occupy in a city."""
        one_of(city, self.region.cities, "a city")
        occupied: dict[str, Fraction] = {}
        for platform in self.region.platforms:
            times = self.kept.get(city, {}).get(platform.name, 0)
            times += sum(e.host == city for e in self.enclaves if e.name == platform.name)
            for use in platform.uses:
                if times:
                    occupied[use.resource] = occupied.get(use.resource, ZERO) + times * use.amount
        return occupied

    def endowment_changes(
        self, city: str, transfers: Iterable[Transfer] | None = None
    ) -> dict[str, Fraction]:
        """By resource: what the deal adds to, or takes from, a city's endowment.

        A resource that the region does not have is not scarce, and none of it is lacking.
        ``transfers``: those that are done, if not all of the deal's.
        """
        one_of(city, self.region.cities, "a city")
        changes: dict[str, Fraction] = {}
        scarce = {resource.name for resource in self.region.resources}

        def add(resource: str, amount: Fraction) -> None:
            if amount and resource in scarce:
                changes[resource] = changes.get(resource, ZERO) + amount

        for transfer in self.transfers if transfers is None else transfers:
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
                add("quota", -e.returning * e.incubation.plant_quota)
                add("factory_land", -e.returning * e.incubation.plant_land)
        return changes

    def incidence(self, city: str) -> dict[str, Fraction]:
        """By kind, a year: what the parks, promises, prices and grants bring this member."""
        one_of(city, self.region.cities, "a city")
        found = dict.fromkeys(
            (
                *("tax", "spillover", "congestion", "rent", "park cost", "own platforms"),
                *("price", "refund", "payment", "pool", "bonus", "clawback", "credit", "grant"),
            ),
            ZERO,
        )
        for platform in self.region.platforms:
            opened = self.kept.get(city, {}).get(platform.name, 0)
            found["own platforms"] -= opened * platform.cost
        for e in self.enclaves:
            one, staying = e.incubation, e.staying
            if e.host == city:
                found["tax"] += staying * one.kept_stay_tax
                found["spillover"] += e.projects * one.spillover
                found["congestion"] -= e.projects * one.congestion_rd
                found["congestion"] -= staying * one.congestion_production
            if e.home == city:
                found["tax"] += e.returning * one.kept_plant_tax
            if e.rent_to == city:
                found["rent"] += e.projects * one.floor * one.rent
            if e.paid_by == city:
                found["park cost"] -= e.cost
        self._add_money(city, found)
        found["credit"] += self.credit.get(city, ZERO)
        years = self.grant_years
        share = ONE if years is None else self.annuity.share_of_years(*years)
        found["grant"] += self.grant.get(city, ZERO) * share
        return found

    def _add_money(self, city: str, found: dict[str, Fraction]) -> None:
        """What prices, promises, bonuses and clawbacks bring this member."""
        for transfer in self.transfers:
            if transfer.taker == city:
                found["price"] -= transfer.price * transfer.amount
            if transfer.giver == city:
                found["price"] += transfer.price * transfer.amount
        for promise in self.promises:
            if city in (promise.payer, promise.payee):
                sign = 1 if promise.payee == city else -1
                counts = self.counts_of(promise, city)
                found[kind_of(promise)] += sign * counts * self.even(promise)
        for bonus in self.bonuses:
            if bonus.payer == city:
                found["bonus"] -= bonus.amount * self.paid_a_bonus(bonus)
        for clawback in self.clawbacks:
            if clawback.payee == city:
                found["clawback"] += clawback.amount * self.pay_a_clawback(clawback)


def kind_of(promise: Promise) -> str:
    """Which kind of a year's flows a promise is, as in ``EnclaveCompact.incidence``."""
    if isinstance(promise, Refund):
        return "refund"
    return "payment" if isinstance(promise, Payment) else "pool"
