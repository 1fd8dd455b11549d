r"""A scenario: a region, a deal, and where every number comes from.

>>> from intercity import parse_scenario
>>> scenario = parse_scenario('''
... format = 1
... title = "Two cities"
... [game]
... sense = "gain"
... assumed = "an example"
... worths = { A = 1, B = 2.5, "A, B" = 6 }
... ''')
>>> scenario.players, scenario.game.worths["A, B"]
(('A', 'B'), Fraction(6, 1))
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, Field, PrivateAttr

from games.errors import InvalidInput
from games.exact import Number, exact
from intercity.scenario.cities import City, Time
from intercity.scenario.deal import Compact, Province
from intercity.scenario.errors import Key, Keys, dotted, nearest
from intercity.scenario.kept_tax import KeptTax
from intercity.scenario.label import Label
from intercity.scenario.production import Activity, Firm, Platform, Project, Resource
from intercity.scenario.quantity import Quantity, amount_of
from intercity.scenario.section import Section
from intercity.scenario.table_of_worths import GivenGame

__all__ = ["Scenario"]

S = TypeVar("S", bound=Section)
ZERO, ONE = Fraction(0), Fraction(1)
_AGAIN = re.compile(r"\b(a|per|each|every) |/|annual|yearly|monthly|年", re.IGNORECASE)


class Scenario(Section):
    """A scenario file. Every number with provenance is a ``Quantity``.

    Beside these tables it has those of the topics, which ``section`` finds by their class.
    ``load_scenario`` makes one; ``moved`` makes another that differs in some numbers.
    """

    format: Annotated[Literal[1], Label("the version of the format")] = Field(
        description="1, the version of this format"
    )
    title: Annotated[str, Label("the title")] = Field(
        min_length=1, description="what the scenario is about"
    )
    money: Annotated[str, Label("the unit of money")] = Field(
        default="money units per year", description="the unit of money, per year"
    )
    time: Time | None = Field(default=None, description="horizon and interest")
    sources: Annotated[Mapping[str, str], Label("the source {0}")] = Field(
        default={}, description="sources by a short key, which numbers name in src"
    )
    cities: Mapping[str, City] = Field(default={}, description="the cities, by name")
    resources: Mapping[str, Resource] = Field(
        default={}, description="what is scarce: quota, projects, buildable, factory_land, ..."
    )
    platforms: Mapping[str, Platform] = Field(default={}, description="parks and offices, by name")
    project: Project | None = Field(default=None, description="what one project uses and brings")
    build: Annotated[Mapping[str, Quantity], Label("the value of a mu built on in {0}")] = Field(
        default={}, description="worth to each city of one more mu of built land, per year"
    )
    firm: Firm | None = Field(default=None, description="what decides where a firm produces")
    activities: tuple[Activity, ...] = Field(
        default=(), description="what cities can do beyond what [project] and [build] say"
    )
    compact: Compact | None = Field(default=None, description="the deal on the table")
    province: Province | None = Field(default=None, description="what stands above the cities")
    benchmarks: Annotated[Mapping[str, Quantity], Label("{0}, a figure from elsewhere")] = Field(
        default={}, description="figures from elsewhere, printed beside the result; not inputs"
    )
    game: GivenGame | None = Field(
        default=None, description="a table of worths, in place of resources and activities"
    )

    _path: Path = PrivateAttr(default=Path("scenario.toml"))
    _text: str = PrivateAttr(default="")
    _where: Mapping[str, Keys] = PrivateAttr(default={})
    _own_tax: Mapping[str, Fraction] = PrivateAttr(default={})
    _moves: Mapping[str, Fraction] = PrivateAttr(default={})

    @classmethod
    def from_document(cls, document: Mapping[str, Any], path: Path, text: str) -> Self:
        """What the file holds, validated table by table; pydantic's errors say what is wrong."""
        scenario = cls.model_validate(document)
        scenario._path, scenario._text = path, text.replace("\r\n", "\n")
        scenario._where = {dotted(keys): keys for keys in _quantity_keys(scenario, document)}
        return scenario._without_null_members()

    def _without_null_members(self) -> Self:
        """The same, where who owns, does, gets and pays nothing is no member of the deal."""
        compact, province = self.compact, self.province
        if compact is None or (province is not None and province.grant is not None):
            return self
        terms = compact.model_copy(update={"members": ()})
        tables = [one for name, one in vars(self).items() if name not in {"cities", "compact"}]
        members = tuple(
            city for city in compact.members if any(_names(one, city) for one in (terms, *tables))
        )
        if not 1 < len(members) < len(compact.members):
            return self
        kept = compact.model_copy(update={"members": members})
        return self.model_copy(update={"compact": kept})

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def text(self) -> str:
        """The file's text, its lines ended by a line feed; empty once a number was moved."""
        return "" if self._moves else self._text

    @property
    def origin(self) -> tuple[str, Mapping[str, Fraction]]:
        """The file's text, and by key the numbers that were moved since."""
        return self._text, self._moves

    @property
    def players(self) -> tuple[str, ...]:
        """The cities: of [cities], else of the table [game], else of a section that names them."""
        if self.cities:
            return tuple(self.cities)
        if self.game is not None:
            return self.game.players
        return next((found for one in self._sections() if (found := one.players)), ())

    def asked_of(self, city: str) -> bool:
        """Whether the table of some topic names a city."""
        return any(_names(one, city) for one in self._sections())

    @property
    def kept_tax(self) -> Mapping[str, KeptTax]:
        """What cities keep of additional own tax, the rest being taken from their grants.

        It has those cities alone of which something is taken.
        """
        return {city: kept for one in self._sections() for city, kept in one.kept_tax.items()}

    def keeps_of_tax(self, city: str) -> Fraction:
        """Of 1 of additional own tax, what a city keeps: on average, of what the deal brings."""
        kept = self.kept_tax.get(city)
        return ONE if kept is None else kept.share(self._own_tax.get(city, ZERO))

    def keeps_of_next(self, city: str) -> Fraction:
        """Of one unit of own tax more than the deal brings, what a city keeps."""
        kept = self.kept_tax.get(city)
        return ONE if kept is None else kept.next_share(self._own_tax.get(city, ZERO))

    def at_own_tax(self, own_tax: Mapping[str, Fraction]) -> Self:
        """The same scenario where the deal brings cities so much own tax, before what is taken."""
        found = self.model_copy()
        found._own_tax = own_tax
        return found

    @property
    def money_again(self) -> bool:
        """Whether ``money`` says that it is money of a year, or of another time, not paid once."""
        return bool(_AGAIN.search(self.money))

    @property
    def keeps_of_shared_tax(self) -> Mapping[str, Fraction]:
        """Of 1 of a tax that is shared, what it costs or brings each city, if not 1.

        Where it counts for the grants of who gets it, those of who collects it are cut less.
        """
        if not any(one.payee_is_cut for one in self._sections()):
            return {}
        return {city: self.keeps_of_tax(city) for city in self.kept_tax}

    def breach_is_seen_after(self, lag: int, cities: Collection[str]) -> int:
        """Years until a breach of a truce of these cities is seen: the lag, or less by a table."""
        within = [one.sees_a_breach_within(cities) for one in self._sections()]
        return min([lag, *(years for years in within if years is not None)])

    def yearly_cost(self, platform: str) -> Fraction:
        """What a platform costs each year, with what is signed with who runs it."""
        costs = [one.yearly_costs.get(platform, ZERO) for one in self._sections()]
        return sum(costs, amount_of(self.platforms[platform].cost_per_year))

    def has(self, table: str) -> bool:
        r"""Whether the file has a table, by its key.

        >>> from intercity import parse_scenario
        >>> scenario = parse_scenario('format = 1\ntitle = "One city"\n[cities.Quzhou]')
        >>> scenario.has("cities"), scenario.has("compact"), scenario.has("corridor")
        (True, False, False)
        """
        return bool(vars(self).get(table))

    def section(self, kind: type[S]) -> S | None:
        """The table of a topic, by its class; ``None`` where the file has none."""
        return next((one for one in self._sections() if isinstance(one, kind)), None)

    def without(self, kind: type[Section]) -> Self:
        """The same scenario without a table of a topic, by its class."""
        gone = [name for name in type(self).model_fields if isinstance(getattr(self, name), kind)]
        return self.model_copy(update=dict.fromkeys(gone))

    def _sections(self) -> Iterator[Section]:
        tables = vars(self).values()  # in the order of the fields
        return (one for one in tables if one is not None and isinstance(one, Section))

    def __repr__(self) -> str:
        cities = f"{len(self.players)} {'city' if len(self.players) == 1 else 'cities'}"
        return f"Scenario({self.title!r}: {cities}, {len(self.quantities())} numbers)"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from html import escape

        rows = {
            "cities": ", ".join(self.players),
            "money": self.money,
            "tables": ", ".join(
                name
                for name in type(self).model_fields
                if name in self.model_fields_set and not isinstance(getattr(self, name), int | str)
            ),
            "numbers": str(len(self.quantities())),
        }
        cells = (f"<tr><td>{name}</td><td>{escape(told)}</td></tr>" for name, told in rows.items())
        return f"<p><b>{escape(self.title)}</b></p><table>{''.join(cells)}</table>"

    def quantities(self) -> tuple[tuple[str, Quantity], ...]:
        """Every number with provenance, by its dotted key, in the order of the file.

        >>> from intercity import parse_scenario
        >>> scenario = parse_scenario('''
        ... format = 1
        ... title = "One city"
        ... cities.Quzhou.tenure = { v = 5, low = 3, high = 8 }
        ... ''')
        >>> [(key, quantity.value) for key, quantity in scenario.quantities()]
        [('cities.Quzhou.tenure', Fraction(5, 1))]
        """
        return tuple((key, self.quantity(key)) for key in self._where)

    def located_quantities(self) -> Iterator[tuple[Keys, Quantity]]:
        """The ``quantities``, each by its keys as a tuple."""
        return ((keys, self.quantity(key)) for key, keys in self._where.items())

    def quantity(self, key: str) -> Quantity:
        """The number at a dotted key; ``InvalidInput`` suggests the nearest key."""
        found: Any = self
        for step in self.keys_of(key):
            found = _child(found, step)
        assert isinstance(found, Quantity)  # noqa: S101 - _where leads to quantities only
        return found

    def moved(self, moves: Mapping[str, Number], *others: object) -> Scenario:
        """The same scenario with some numbers moved, by key; their ranges stay, and may be left.

        Errors: ``InvalidInput`` for a key that is not there, and for a value that such a quantity
        cannot have (a negative amount, a share above 1, a broken number of years).

        >>> from intercity import parse_scenario
        >>> scenario = parse_scenario('''
        ... format = 1
        ... title = "One city"
        ... cities.Quzhou.tenure = { v = 5, low = 3, high = 8 }
        ... ''')
        >>> scenario.moved({"cities.Quzhou.tenure": 7}).cities["Quzhou"].tenure.value
        Fraction(7, 1)
        """
        if others or not isinstance(moves, Mapping):
            raise InvalidInput(
                "moves of numbers", type(moves), 'a dict: moved({"time.horizon": 30})'
            )
        changed = self
        for key, value in moves.items():
            quantity = self.quantity(key)
            number = exact(value, key)
            if not quantity.admits(number):
                raise InvalidInput(key, number, quantity.meaning)
            leaf = quantity.model_copy(update={"v": number})
            changed = _replaced(changed, self.keys_of(key), leaf)
            changed._moves = {**changed._moves, key: number}
        return changed

    def keys_of(self, key: str) -> Keys:
        """The keys that a dotted key joins; ``InvalidInput`` suggests the nearest.

        >>> from intercity import parse_scenario
        >>> scenario = parse_scenario('''
        ... format = 1
        ... title = "One city"
        ... cities."St. Louis".tenure = { v = 5, low = 3, high = 8 }
        ... ''')
        >>> scenario.keys_of('cities."St. Louis".tenure')
        ('cities', 'St. Louis', 'tenure')
        """
        if not isinstance(key, str) or key not in self._where:
            right = "left out: no number of this file has a key"
            if self._where:
                right = nearest(str(key), self._where, "intercity numbers FILE")
            raise InvalidInput("the key of a number", key, right)
        return self._where[key]


def _child(node: Any, key: Key) -> Any:
    """One step down: a field (by the name it has in the file), a key, a place in a list."""
    if isinstance(node, BaseModel):
        return getattr(node, _field(node, key))
    return node[key]


def _field(node: BaseModel, key: Key) -> str:
    if key in type(node).model_fields:
        return str(key)
    return next(name for name, field in type(node).model_fields.items() if field.alias == key)


def _replaced(node: Any, steps: Keys, leaf: Quantity) -> Any:
    """A copy of the node in which the steps lead to the leaf; the rest is shared."""
    if not steps:
        return leaf
    entry = _replaced(_child(node, steps[0]), steps[1:], leaf)
    if isinstance(node, BaseModel):
        return node.model_copy(update={_field(node, steps[0]): entry})
    if isinstance(node, tuple):
        return tuple(entry if i == steps[0] else old for i, old in enumerate(node))
    return {**node, steps[0]: entry}


def _quantity_keys(scenario: Scenario, document: Mapping[str, Any]) -> Iterator[Keys]:
    def walk(node: Any, raw: Any, keys: Keys) -> Iterator[Keys]:
        if isinstance(node, Quantity):
            yield keys
        elif isinstance(node, BaseModel | Mapping) and isinstance(raw, Mapping):
            for key in raw:
                yield from walk(_child(node, key), raw[key], (*keys, key))
        elif isinstance(node, tuple) and isinstance(raw, list):
            for i, entry in enumerate(raw):
                yield from walk(node[i], entry, (*keys, i))

    yield from walk(scenario, document, ())


def _names(node: Any, city: str) -> bool:
    """Whether a text is the name of a city, or a key that the file chooses.

    Names of fields, and what is said of a number, as its source, name no city.
    """
    if isinstance(node, Quantity):
        return False
    if isinstance(node, BaseModel):
        return any(_names(getattr(node, field), city) for field in type(node).model_fields)
    if isinstance(node, Mapping):
        return city in node or any(_names(each, city) for each in node.values())
    if isinstance(node, tuple):
        return any(_names(each, city) for each in node)
    return bool(node == city)
