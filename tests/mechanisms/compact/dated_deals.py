"""Small random deals over time, and a replay of their years that knows nothing of the library.

A deal is a list of promises: who owes whom what in which year. The replay asks of each promise
whether it is kept, given who has left when, and adds up land and money. What a city makes of its
land is found by filling its best uses first, with its hall open or shut.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations

from hypothesis import strategies as st

from games.annuity import Annuity
from games.production import Activity, LinearProductionGame, Platform, Resource, Use, Value
from mechanisms.compact.clauses import (
    Deposit,
    Enclave,
    Incubation,
    Loan,
    Payment,
    Pool,
    Refund,
    Transfer,
)
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.kept_platforms import with_kept_platforms

F = Fraction
NAMES = ("A", "B", "C")


@dataclass(frozen=True)
class Hall:
    """What a city can open: places on which a mu is worth more, for a cost a year.

    ``once``: the part of the cost that is the annual equivalent of what is paid once.
    """

    cost: F
    places: F
    value: F
    once: F


@dataclass(frozen=True)
class City:
    land: F
    uses: tuple[tuple[F, F], ...]  # value of a mu, and how many
    hall: Hall | None


@dataclass(frozen=True)
class Deal:
    """Numbers from which both the compact and the replay are made."""

    cities: dict[str, City]
    annuity: Annuity
    lag: int
    transfers: tuple[Transfer, ...]
    refunds: tuple[Refund, ...]
    parks: tuple[Enclave, ...]
    credit: dict[str, F]
    payments: tuple[Payment, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    loans: tuple[Loan, ...] = ()
    pools: tuple[Pool, ...] = ()

    @property
    def members(self):
        return tuple(self.cities)

    def compact(self):
        resources = [Resource("quota", "tradable", {c: one.land for c, one in self.cities.items()})]
        activities, platforms = [], []
        for name, city in self.cities.items():
            for k, (value, limit) in enumerate(city.uses):
                what, land = f"use {k} in {name}", (Use("quota", 1),)
                worth = (Value(name, "cash", value),)
                activities.append(Activity(what, (name,), land, worth, limit))
            if city.hall is not None:
                places = f"places in {name}"
                resources.append(Resource(places, "bound", {}))
                provided = (Use(places, city.hall.places, name),)
                hall, cost, once = f"hall in {name}", city.hall.cost, city.hall.once
                platforms.append(Platform(hall, name, cost, provided, opening_cost=once))
                inputs = Use("quota", 1), Use(places, 1, name)
                worth = (Value(name, "cash", city.hall.value),)
                activities.append(Activity(f"towers in {name}", (name,), inputs, worth))
        region = LinearProductionGame(
            self.members, tuple(resources), tuple(activities), tuple(platforms)
        )
        compact = EnclaveCompact(
            region,
            self.annuity,
            self.members,
            self.parks,
            self.transfers,
            self.refunds,
            credit=self.credit,
            lag=self.lag,
            payments=self.payments,
            deposits=self.deposits,
            loans=self.loans,
            pools=self.pools,
        )
        return with_kept_platforms(compact)


def numbers(low, high):
    return st.integers(low, high).map(Fraction)


@st.composite
def deals(draw, sizes=(2, 2, 3), *, parks=True, halls=True, prices=True, forever=True):
    names = NAMES[: draw(st.sampled_from(sizes))]
    pairs = st.permutations(names).map(lambda order: order[:2])
    horizon = draw(st.integers(2, 5))
    beyond = draw(st.sampled_from(["nothing", "perpetuity"])) if forever else "nothing"
    rates = [F(1, 10), F(1, 4)] + ([F(0)] if beyond == "nothing" else [])
    cities = {}
    for name in names:
        uses = draw(st.lists(st.tuples(numbers(1, 6), numbers(1, 4)), min_size=1, max_size=2))
        hall = None
        if halls and draw(st.booleans()):
            cost, once = draw(numbers(1, 8)), draw(st.sampled_from([F(0), F(1), F(1, 2)]))
            hall = Hall(cost, draw(numbers(1, 4)), draw(numbers(2, 9)), cost * once)
        cities[name] = City(draw(numbers(0, 8)), tuple(uses), hall)
    transfers = []
    for _ in range(draw(st.integers(0, 3))):
        giver, taker = draw(pairs)
        transfers.append(
            Transfer(
                "quota",
                giver,
                taker,
                draw(numbers(1, 4)),
                draw(st.sampled_from([F(0), F(1), F(5, 2)])) if prices else F(0),
                draw(st.integers(0, horizon - 1)),
                draw(st.booleans()) if prices else False,
                draw(numbers(0, 2)) if prices else F(0),
            )
        )
    built = []
    for k in range(draw(st.integers(0, 2 if len(names) > 2 else 1)) if parks else 0):
        host, home = draw(pairs)
        one = Incubation(
            1,
            draw(numbers(0, 3)),
            draw(numbers(0, 1)),
            0,
            draw(numbers(0, 6)),
            0,
            draw(numbers(0, 5)),
            0,
            draw(numbers(0, 1)),
            draw(st.sampled_from([F(0), F(1, 2)])),
        )
        once, running = draw(numbers(0, 4)), draw(numbers(0, 9))
        projects = draw(numbers(1, 3))
        owner, landlord = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        park = Enclave(
            f"park {k}", host, home, owner, landlord, once + running, 9, projects, projects, one,
            running,
        )  # fmt: skip
        built.append(park)
    refunds = []
    for park in built:
        for _ in range(draw(st.integers(0, 2))):
            first = draw(st.integers(1, horizon))
            base = draw(st.sampled_from(["stay_tax", "return_tax", "rent"]))
            payer = {"stay_tax": park.host, "return_tax": park.home, "rent": park.rent_to}[base]
            if payer not in {park.host, park.home}:
                continue
            payee = park.home if payer == park.host else park.host
            refunds.append(
                Refund(
                    payer,
                    payee,
                    draw(st.sampled_from([F(1, 2), F(1)])),
                    first,
                    draw(st.integers(first, horizon)),
                    draw(st.sampled_from([False, False, True])),
                    base,
                )
            )
    for t in transfers:
        if t.tax and draw(st.booleans()):
            first = draw(st.integers(1, horizon))
            refunds.append(
                Refund(
                    t.taker,
                    t.giver,
                    draw(st.sampled_from([F(1, 2), F(1)])),
                    first,
                    draw(st.integers(first, horizon)),
                    draw(st.sampled_from([False, False, True])),
                    "moved_tax",
                    draw(numbers(0, 1)),
                    draw(st.sampled_from([None, F(2)])),
                    draw(st.booleans()),
                )
            )
    credit = {name: draw(numbers(0, 3)) for name in names if draw(st.booleans())}
    money = draw(some_money(names, horizon)) if prices else ((), (), (), ())
    return Deal(
        cities,
        Annuity(horizon, draw(st.sampled_from(rates)), beyond),
        draw(st.sampled_from([1, 1, 2])),
        tuple(transfers),
        tuple(refunds),
        tuple(built),
        credit,
        *money,
    )


@st.composite
def some_money(draw, names, horizon):
    """A few payments, deposits, loans and pools."""
    payments, deposits, loans, pools = [], [], [], []
    years = st.integers(1, horizon)
    for _ in range(draw(st.integers(0, 2))):
        payer, payee = draw(st.permutations(names))[:2]
        first, last = sorted((draw(years), draw(years)))
        last = draw(st.sampled_from([last, None]))
        enforceable = draw(st.sampled_from([False, False, True]))
        guaranteed = draw(st.booleans())
        money = draw(numbers(0, 9))
        payments.append(Payment(payer, payee, money, first, last, enforceable, guaranteed))
    if draw(st.booleans()):
        until = draw(st.sampled_from([None, None, horizon]))
        deposits.append(Deposit(draw(st.sampled_from(names)), draw(numbers(1, 9)), until))
    if draw(st.booleans()):
        first, last = sorted((draw(years), draw(years)))
        loans.append(Loan(draw(st.sampled_from(names)), draw(numbers(1, 9)), first, last))
    if draw(st.booleans()):
        first, last = sorted((draw(years), draw(years)))
        weights = dict(zip(names, draw(st.permutations([F(1), F(2), F(1)])), strict=False))
        weights = draw(st.sampled_from([weights, {}]))
        how = draw(st.sampled_from([(False, False), (True, False), (False, True)]))
        pools.append(Pool(F(1, 2), first, last, weights, *how))
    return tuple(payments), tuple(deposits), tuple(loans), tuple(pools)


class Replay:
    """What happens year by year; ``leaver`` = (who, when), or ``gone`` = (who is left, after when).

    Leaving is seen, and answered after the lag; who is gone is gone at once, and so is each of the
    others from each other.
    """

    def __init__(self, deal, leaver=None, left_together=None):
        self.deal, self.leaver, self.left = deal, leaver, left_together
        self.years = deal.annuity.last + (deal.lag if deal.annuity.forever else 0)
        self.shut = frozenset()
        self.by_rent = False

    # ------------------------------------------------ who keeps what

    def together(self, a, b, year):
        """Whether two still keep to the deal with each other, and know it."""
        if self.leaver is not None and self.leaver[0] in {a, b}:
            return year < self.leaver[1] + self.deal.lag
        if self.left is not None and year > self.left[1]:
            return {a, b} <= set(self.left[0])
        return True

    def keeps(self, a, b, year):
        """Whether a does in that year what it owes b."""
        if self.leaver is not None and a == self.leaver[0] and year >= self.leaver[1]:
            return False
        return self.together(a, b, year)

    def in_deal(self, city, year):
        others = [c for c in self.deal.members if c != city]
        return all(self.together(city, other, year) for other in others)

    # ------------------------------------------------ one year of one city

    def flow(self, city, year):
        land, money = self.land(city, year), F(0)
        if land is None:
            return None
        if year:
            if land < 0:
                return None
            money += self.best(city, land)
            if self.in_deal(city, year):
                money += self.deal.credit.get(city, F(0))
        for park in self.deal.parks if year else ():
            money += self.of_park(park, city, year)
        if not self.by_rent:
            money += self.as_built(city, year)
        money += self.promised(city, year)
        money += self.apart_from_the_deal(city, year)
        for t in self.deal.transfers:
            sign = (t.giver == city) - (t.taker == city)
            once = t.price * t.amount / self.deal.annuity.yearly
            paid = self.keeps(t.taker, t.giver, t.when)
            if year == t.when and paid:
                money += sign * once
            if (
                t.reversible
                and paid
                and year > t.when
                and not self.together(t.giver, t.taker, year)
            ):
                money -= sign * once / self.deal.annuity.from_year(t.when + 1)
        return money

    def promised(self, city, year):
        """What refunds, pools and payments bring a city in a year."""
        money = F(0)
        for refund in self.deal.refunds:
            sign = (refund.payee == city) - (refund.payer == city)
            due = refund.first <= year <= refund.last
            if due and self.paid(refund, refund.payer, refund.payee, year):
                money += sign * self.cut(refund, year)
        for pool in self.deal.pools:
            if pool.first <= year <= pool.last:
                money += self.pooled(pool, city, year)
        for one in self.deal.payments:
            sign = (one.payee == city) - (one.payer == city)
            last = one.last or (year if self.deal.annuity.forever else self.deal.annuity.horizon)
            if one.first <= year <= last and self.paid(one, one.payer, one.payee, year):
                money += sign * one.amount
        return money

    def paid(self, clause, payer, payee, year):
        """Whether what is due is paid: by who owes it, by a court's order, or by a guarantor."""
        broken = self.leaver is not None and self.leaver[0] == payee
        return (
            clause.enforceable
            or self.keeps(payer, payee, year)
            or (clause.guaranteed and not broken)
        )

    def cut(self, refund, year):
        """A refund of a year, no less than its floor and no more than its cap."""
        due = max(self.base(refund, year) * refund.share, refund.at_least)
        return due if refund.at_most is None else min(due, refund.at_most)

    def pooled(self, pool, city, year):
        """What a city has from the others out of the pot, less what they have from it."""
        money, weights = F(0), pool.weights or dict.fromkeys(self.deal.members, F(1))
        for other in self.deal.members:
            part = {c: pool.share * weights[c] / sum(weights.values()) for c in (city, other)}
            if other != city and self.paid(pool, other, city, year):
                money += part[city] * self.grown(other, year)
            if other != city and self.paid(pool, city, other, year):
                money -= part[other] * self.grown(city, year)
        return money

    def passed_on(self, pool, year):
        """What of the pot comes from another than who gets it."""
        weights = pool.weights or dict.fromkeys(self.deal.members, F(1))
        others = {c: sum(w for k, w in weights.items() if k != c) for c in weights}
        return sum(others[c] * self.grown(c, year) for c in self.deal.members)

    def grown(self, city, year):
        """The tax that the deal brings a city in a year."""
        moved = [t for t in self.deal.transfers if t.taker == city and self.in_place(t, year)]
        total = sum((t.tax * t.amount for t in moved), F(0))
        for park in self.deal.parks:
            one = park.incubation
            back = park.projects * one.return_rate
            if self.open(park, year):
                total += (park.projects - back) * one.stay_tax * (park.host == city)
                total += back * one.plant_tax * (park.home == city)
        return total

    def in_place(self, t, year):
        """Whether what was to be handed over is where it went."""
        handed_over = t.when < year and self.keeps(t.giver, t.taker, t.when)
        return handed_over and not (t.reversible and not self.together(t.giver, t.taker, year))

    def apart_from_the_deal(self, city, year):
        """Money that is in escrow, or owed to who is no member."""
        money, growth = F(0), 1 + self.deal.annuity.interest
        for one in self.deal.deposits:
            end = one.until or self.all_ends()
            left = self.leaver is not None and self.leaver[0] == city and self.leaver[1] <= end
            if one.member == city and year == 0:
                money -= one.amount
            if one.member == city and year == end and not left:
                money += one.amount * growth**end
        for one in self.deal.loans:
            if one.borrower == city and year == 0:
                money += one.amount
            elif one.borrower == city and one.first <= year <= one.last:
                money -= one.amount / sum(self.now(t) for t in range(one.first, one.last + 1))
        return money

    def all_ends(self):
        """The last year in which anybody owes what no court enforces."""
        deal, end = self.deal, self.deal.annuity.horizon
        years = [0, *(t.when for t in deal.transfers)]
        years += [end for park in deal.parks if park.running_cost]
        for year in range(1, end + 1):
            plan = Replay(deal)
            owed = [
                (one.first, one.last or end, amount)
                for one, amount in (
                    *((r, plan.cut(r, year)) for r in deal.refunds),
                    *((p, p.amount) for p in deal.payments),
                    *((p, p.share * plan.passed_on(p, year)) for p in deal.pools),
                )
                if not one.enforceable and not one.guaranteed
            ]
            years += [year for first, last, amount in owed if amount and first <= year <= last]
        return max(years)

    def land(self, city, year):
        land = self.deal.cities[city].land
        for t in self.deal.transfers:
            if self.in_place(t, year):
                land += t.amount * ((t.taker == city) - (t.giver == city))
        for park in self.deal.parks:
            if park.home == city and self.open(park, year):
                land -= park.projects * park.incubation.return_rate * park.incubation.plant_quota
        return land

    def best(self, city, land):
        return self.filled(city, land, self.opens(city, land))

    def opens(self, city, land):
        if self.deal.cities[city].hall is None:
            return False
        return self.filled(city, land, True) > self.filled(city, land, False)

    # ------------------------------------------------ what is paid once

    def as_built(self, city, year):
        """Rents of what is paid once given back, and what is paid for it in this year instead."""
        end, hall = self.deal.annuity.horizon, self.deal.cities[city].hall
        sunk = sum(p.cost - p.running_cost for p in self.deal.parks if p.paid_by == city)
        money = F(0) if not year else sunk if year <= end else F(0)
        if not year:
            money -= sum(sunk * self.now(k) for k in range(1, end + 1))
        if hall is None or not hall.once:
            return money
        start = self.start(city)
        for y in range(1, end + 1):
            left = [hall.once * self.now(s - year) for s in range(y, end + 1)]
            if y == year and self.has_hall(city, y):
                money += hall.once
            if y - 1 == year and y != start:
                had = y > 1 and self.has_hall(city, y - 1)
                money -= (self.has_hall(city, y) - had) * sum(left)
            if y == start:
                plan = Replay(self.deal)
                had = y > 1 and plan.has_hall(city, y - 1)
                if y - 1 == year:
                    money -= (plan.has_hall(city, y) - had) * sum(left)
                if y == year:
                    money -= (self.has_hall(city, y) - plan.has_hall(city, y)) * sum(left)
        return money

    def now(self, years):
        return (1 + self.deal.annuity.interest) ** -years

    def has_hall(self, city, year):
        return self.opens(city, self.land(city, year))

    def start(self, city):
        """The first year in which a city does not go by the plan."""
        if self.leaver is not None:
            return self.leaver[1] if city == self.leaver[0] else None
        return None if self.left is None else self.left[1] + 1

    def filled(self, city, land, opened):
        one = self.deal.cities[city]
        uses = list(one.uses) + ([(one.hall.value, one.hall.places)] if opened else [])
        worth = -one.hall.cost if opened else F(0)
        for value, limit in sorted(uses, reverse=True):
            used = min(land, limit)
            worth, land = worth + value * used, land - used
        return worth

    # ------------------------------------------------ parks

    def free_from(self, park):
        """The first year in which its payer may shut it, or None."""
        others = {park.host, park.home} - {park.paid_by}
        if self.leaver is not None:
            if park.paid_by == self.leaver[0]:
                return self.leaver[1]
            if self.leaver[0] in others:
                return self.leaver[1] + self.deal.lag
        if self.left is not None and any(
            not self.together(park.paid_by, c, self.left[1] + 1) for c in others
        ):
            return self.left[1] + 1
        return None

    def open(self, park, year):
        since = self.free_from(park)
        return park.name not in self.shut or since is None or year < since

    def of_park(self, park, city, year):
        runs, one, money = self.open(park, year), park.incubation, F(0)
        if park.paid_by == city:
            money -= park.cost - (F(0) if runs else park.running_cost)
        if not runs:
            return money
        back = park.projects * one.return_rate
        if park.host == city:
            money += (park.projects - back) * one.stay_tax + park.projects * one.spillover
        if park.home == city:
            money += back * one.plant_tax
        if self.landlord(park, year) == city:
            money += park.projects * one.rent
        return money

    def landlord(self, park, year):
        kept = park.paid_by == park.rent_to or self.keeps(park.paid_by, park.rent_to, year)
        return park.rent_to if kept else park.paid_by

    def base(self, refund, year):
        total = F(0)
        if refund.base == "moved_tax":
            for t in self.deal.transfers:
                theirs = (t.giver, t.taker) == (refund.payee, refund.payer)
                total += t.tax * t.amount * (theirs and self.in_place(t, year))
            return total
        for park in self.deal.parks:
            one = park.incubation
            if {park.host, park.home} != {refund.payer, refund.payee} or not self.open(park, year):
                continue
            back = park.projects * one.return_rate
            if refund.base == "stay_tax" and park.host == refund.payer:
                total += (park.projects - back) * one.stay_tax
            elif refund.base == "return_tax" and park.home == refund.payer:
                total += back * one.plant_tax
            elif refund.base == "rent" and self.landlord(park, year) == refund.payer:
                total += park.projects * one.rent
        return total

    def settle(self):
        """Each payer shuts what it rather shuts, the leaver last, the parks of others running."""
        self.by_rent = True  # choices are made at the region's interest
        shut, payers = set(), dict.fromkeys(p.paid_by for p in self.deal.parks)
        last = None if self.leaver is None else self.leaver[0]
        for payer in sorted(payers, key=lambda p: p == last):
            free = [
                p for p in self.deal.parks if p.paid_by == payer and self.free_from(p) is not None
            ]
            if not free:
                continue
            before = frozenset(shut) if payer == last else frozenset()
            since = min(self.free_from(p) for p in free)
            if self.leaver is not None and payer != last:
                since = self.leaver[1] + self.deal.lag
            options = chain.from_iterable(combinations(free, k) for k in range(len(free) + 1))
            best = None
            for option in options:
                self.shut = before | {p.name for p in option}
                flows = [self.flow(payer, year) for year in range(since, self.years + 1)]
                if None in flows:
                    continue
                value = self.deal.annuity.evenly([F(0)] * since + flows)
                if best is None or value > best[0]:
                    best = value, {p.name for p in option}
            shut |= best[1] if best else set()
        self.shut = frozenset(shut)
        self.by_rent = False
        return self

    def stream(self, city):
        """Flows of years 0, 1, ...; None if it cannot do its part in some year."""
        flows = [self.flow(city, year) for year in range(self.years + 1)]
        return None if None in flows else flows


def value(flows, discount, *, forever):
    """Present value of a stream, the last flow for ever if it is one for ever."""
    total = sum((discount**t * x for t, x in enumerate(flows)), F(0))
    if forever:
        total += discount ** len(flows) * flows[-1] / (1 - discount)
    return total
