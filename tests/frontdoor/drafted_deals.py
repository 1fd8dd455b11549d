"""Small regions with a deal, drawn at random as scenario files, and changed in what must not count.

Cities own quota and land; one mu of both, built on, brings money. Pairs of cities can hold fairs in
a hall of the first, which bring each of them something, in cash or not. Some cities sign a deal:
quota for a price.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario

CITIES = ("Avon", "Brig", "Cove", "Dale")


@dataclass(frozen=True)
class Fair:
    """So many fairs of two cities: what each brings either of them, and whether that is cash."""

    first: str
    second: str
    halls: int
    to_first: int
    to_second: int
    cash: bool


@dataclass(frozen=True)
class Sale:
    """So much quota from one city to another, at a price paid once (each counts 1/10 a year)."""

    giver: str
    taker: str
    amount: float
    price: float


@dataclass(frozen=True)
class Draft:
    """A region and a deal; ``text`` is its file."""

    cities: tuple[str, ...]
    quota: tuple[int, ...]
    land: tuple[int, ...]
    worth: tuple[int, ...]
    fairs: tuple[Fair, ...]
    members: tuple[str, ...]
    sales: tuple[Sale, ...]
    limit: float | None = None
    money: int = 1
    beside: str = ""
    consent: bool = False

    def text(self) -> str:
        lines = ["format = 1", 'title = "drawn"', 'money = "a year"']
        lines += ["[time]", "horizon = { v = 10, low = 5, high = 20 }"]
        lines += ["interest = { v = 0, low = 0, high = 0.1 }"]
        lines += [
            f"[cities.{city}]\ndiscount = {{ v = 0.9, low = 0.5, high = 0.95 }}"
            for city in self.cities
        ]
        for name, kind, owned in (
            ("quota", "tradable", self.quota),
            ("buildable", "bound", self.land),
        ):
            lines += [f"[resources.{name}]", f'kind = "{kind}"']
            lines += [
                f"owned.{city} = {_assumed(units)}"
                for city, units in zip(self.cities, owned, strict=True)
                if units
            ]
        for k, fair in enumerate(self.fairs):
            lines += [f"[resources.halls{k}]", 'kind = "bound"']
            lines += [f"owned.{fair.first} = {_assumed(fair.halls)}"]
        lines += ["[build]"]
        lines += [
            f"{city} = {_assumed(value * self.money)}"
            for city, value in zip(self.cities, self.worth, strict=True)
        ]
        for k, fair in enumerate(self.fairs):
            kind = "cash" if fair.cash else "spillover"
            values = ", ".join(
                f'{{ city = "{city}", kind = "{kind}", amount = {_assumed(x * self.money)} }}'
                for city, x in ((fair.first, fair.to_first), (fair.second, fair.to_second))
                if x
            )
            lines += [
                "[[activities]]",
                f'name = "fair {k}"',
                f'sites = ["{fair.first}", "{fair.second}"]',
                f'uses = [{{ resource = "halls{k}", site = "{fair.first}" }}]',
                f"values = [{values}]",
            ]
        members = ", ".join(f'"{city}"' for city in self.members)
        lines += ["[compact]", f"members = [{members}]"]
        for sale in self.sales:
            lines += ["[[compact.transfer]]", 'resource = "quota"']
            lines += [f'from = "{sale.giver}"', f'to = "{sale.taker}"']
            lines += [f"amount = {_assumed(sale.amount)}", "reversible = false"]
            lines += [f"price_one_off = {_assumed(10 * sale.price * self.money)}"]
        if self.limit is not None:
            lines += ["[compact.limits]", f"side_payment = {_assumed(self.limit * self.money)}"]
        if self.consent:
            lines += ["[province]", 'consent = ["quota transfer"]']
        return "\n".join([*lines, self.beside]) + "\n"

    def context(self, *, brief: bool = False) -> Context:
        """What the checks look at."""
        return Context(parse_scenario(self.text()), Recorder(), brief=brief)

    def renamed(self, names: dict[str, str]) -> Draft:
        """The same region, its cities called otherwise."""

        def called(*cities: str) -> tuple[str, ...]:
            return tuple(names[city] for city in cities)

        return replace(
            self,
            cities=called(*self.cities),
            members=called(*self.members),
            fairs=tuple(
                replace(f, first=names[f.first], second=names[f.second]) for f in self.fairs
            ),
            sales=tuple(replace(s, giver=names[s.giver], taker=names[s.taker]) for s in self.sales),
        )

    def reordered(self) -> Draft:
        """The same region, written the other way round."""
        return replace(
            self,
            cities=self.cities[::-1],
            quota=self.quota[::-1],
            land=self.land[::-1],
            worth=self.worth[::-1],
            fairs=self.fairs[::-1],
            members=self.members[::-1],
            sales=self.sales[::-1],
        )

    def with_city(self, *names: str, quota: int = 0, land: int = 0) -> Draft:
        """The same region with more cities."""
        count = len(names)
        return replace(
            self,
            cities=(*self.cities, *names),
            quota=(*self.quota, *[quota] * count),
            land=(*self.land, *[land] * count),
            worth=(*self.worth, *[0] * count),
        )

    def in_halves(self) -> Draft:
        """The same region, each sale written as two halves."""
        halves = tuple(replace(sale, amount=sale.amount / 2) for sale in self.sales)
        return replace(self, sales=tuple(half for half in halves for _ in range(2)))


def _assumed(value: float) -> str:
    return f"{{ v = {value}, low = 0, high = {max(2 * value, 1)} }}"


@st.composite
def drafts(draw: st.DrawFn, *, most: int = 4, limited: bool = False) -> Draft:
    """A region of three or more cities, and a deal of two or three of them that can be done."""
    cities = CITIES[: draw(st.integers(3, most))]
    few = st.integers(0, 6)
    quota = tuple(draw(few) for _ in cities)
    land = tuple(draw(few) for _ in cities)
    worth = tuple(draw(st.integers(0, 5)) for _ in cities)
    pairs = [(a, b) for i, a in enumerate(cities) for b in cities[i + 1 :]]
    fairs = tuple(
        Fair(a, b, draw(st.integers(1, 2)), draw(few), draw(st.integers(1, 6)), draw(st.booleans()))
        for a, b in draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
    )
    members = cities[: draw(st.integers(2, 3 if len(cities) > 3 else 2))]
    sales = []
    for giver, taker in draw(
        st.lists(
            st.sampled_from([(a, b) for a in members for b in members if a != b]),
            max_size=2,
            unique=True,
        )
    ):
        left = quota[cities.index(giver)] - sum(s.amount for s in sales if s.giver == giver)
        if left > 0:
            sales.append(Sale(giver, taker, draw(st.integers(1, left)), draw(st.integers(0, 4))))
    limit = draw(st.sampled_from([0, 1, 3])) if limited else None
    return Draft(cities, quota, land, worth, fairs, members, tuple(sales), limit)
