"""Designs: at which points of some numbers of a scenario the checks are asked.

    grid     every value of one number with every value of the others
    zip      the first values together, the second values together, and so on
    lhs      a Latin hypercube: each number is spread evenly, and put together at random
    sobol    a Sobol sequence, which fills the space more evenly than chance does
    a table  the points themselves, a column for each number

Points are exact: those of ``lhs`` and ``sobol`` are rounded to nine digits of the way from the low
end of a number to its high end. The same ``seed`` gives the same points.

Sources: McKay, Beckman and Conover (1979) for Latin hypercubes; Sobol (1967).

>>> from intercity import parse_scenario
>>> scenario = parse_scenario('''
... format = 1
... title = "One city"
... cities.Quzhou.tenure = { v = 5, low = 3, high = 8 }
... cities.Quzhou.discount = { v = 0.95, low = 0.9, high = 0.98 }
... ''')
>>> found = design(scenario, {"cities.Quzhou.tenure": "3:8:2", "cities.Quzhou.discount": "0.9,1/2"})
>>> for point in found.points:
...     print(*point)
3 9/10
3 1/2
8 9/10
8 1/2
"""

from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from games.errors import InvalidInput, Told, missing_extra, of_kind
from games.exact import Number, exact
from games.input_limits import LARGEST_SCENARIO
from games.printable import cut
from intercity.files import read_file, why_unread
from intercity.scenario.quantity import Quantity, toml_text
from intercity.scenario.scenario import Scenario
from intercity.scenario.within_limits import DIGITS, beyond, decimal

__all__ = ["MOST_RUNS", "Design", "Values", "design", "table_of"]

Values = str | Iterable[Number]
"""``"low:high:n"``, ``"a,b,c"``, or a list of numbers."""
Point = tuple[Fraction, ...]
MOST_RUNS = 1_000_000
"""So many points has a sweep at most."""
STEPS = 10**9
HOW = '"low:high:n", such as 0.1:0.5:21, or a list, such as 0.1,0.2,0.4'
NAMES = ("grid", "zip", "lhs", "sobol")


@dataclass(frozen=True, slots=True)
class Design:
    """The ``points``, each with a value for each of the ``keys``. ``name``: how they were chosen.

    ``notes``: of numbers that a source gives, and of those that leave the range in the file.
    """

    name: str
    keys: tuple[str, ...]
    points: tuple[Point, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Design({self.name}: {len(self.points)} points of {', '.join(self.keys)})"


@dataclass(frozen=True, slots=True)
class _Span:
    """From ``low`` to ``high`` in ``n`` equal steps."""

    low: Fraction
    high: Fraction
    n: int

    @property
    def values(self) -> list[Fraction]:
        return [self.at(Fraction(k, self.n - 1)) for k in range(self.n)]

    def at(self, part: Fraction) -> Fraction:
        return self.low + (self.high - self.low) * part


def design(
    scenario: Scenario,
    over: Mapping[str, Values] | None = None,
    how: str | Any = "grid",
    *,
    seed: int = 0,
) -> Design:
    """The points of a sweep. ``how``: the name of a design, or a table (see ``table_of``).

    Errors: ``InvalidInput`` for a key that is not there (it suggests the nearest), for a number
    that no result rests on, for values that are none, and for more points than ``MOST_RUNS``.
    """
    if not isinstance(how, str):
        if over:
            raise InvalidInput("over", Told("given beside a table"), "left out: a table has keys")
        keys, points = table_of(how)
        quantities = {key: _movable(scenario, key) for key in keys}
        return _designed("table", quantities, points)
    if how not in NAMES:
        raise InvalidInput("the design", how, [*NAMES, "a table"])
    of_kind(over, Mapping, place="over", hint='values by key, such as {"KEY": "low:high:n"}')
    assert over is not None  # noqa: S101 - it is a mapping
    if not over:
        raise InvalidInput("over", Told("empty"), "at least one number, by its key")
    quantities = {key: _movable(scenario, key) for key in over}
    given = {key: _given(quantities[key], key, values) for key, values in over.items()}
    if how in ("lhs", "sobol"):
        return _designed(how, quantities, _drawn(how, given, quantities, seed))
    values = [_values(given[key], quantities[key]) for key in over]
    if how == "zip":
        _equal_length({key: len(one) for key, one in zip(over, values, strict=True)})
        return _designed(how, quantities, zip(*values, strict=True))
    _few(math.prod(map(len, values)))
    return _designed(how, quantities, itertools.product(*values))


def table_of(table: Any) -> tuple[tuple[str, ...], list[Point]]:
    """Keys and points of a table: a path of a CSV file, a pandas table, columns or rows by key.

    >>> table_of({"firm.stay_hub": [1, 0.5], "build.Quzhou": [0, 1]})
    (('firm.stay_hub', 'build.Quzhou'), [(Fraction(1, 1), Fraction(0, 1)), (Fraction(1, 2),
    Fraction(1, 1))])
    """
    if isinstance(table, Path):
        return _csv(table)
    if hasattr(table, "to_dict") and hasattr(table, "columns"):  # pandas
        table = {str(key): list(table[key]) for key in table.columns}
    if isinstance(table, Mapping):
        columns = {key: list(values) for key, values in table.items()}
        _equal_length({key: len(values) for key, values in columns.items()})
        return _points(tuple(columns), zip(*columns.values(), strict=True))
    if isinstance(table, Sequence) and table and all(isinstance(row, Mapping) for row in table):
        keys = tuple(table[0])
        for k, row in enumerate(table, 1):
            if set(row) != set(keys):
                raise InvalidInput(
                    f"row {k} of the table", ", ".join(map(str, row)), f"of {', '.join(keys)}"
                )
        return _points(keys, ([row[key] for key in keys] for row in table))
    right = "a path of a CSV file, a pandas table, or a list of rows, each with values by key"
    raise InvalidInput("the table of points", type(table), right)


def _csv(path: Path) -> tuple[tuple[str, ...], list[Point]]:
    try:
        text = read_file(path, 100 * LARGEST_SCENARIO).decode("utf-8-sig")
        rows = [row for row in csv.reader(text.splitlines()) if any(map(str.strip, row))]
    except FileNotFoundError:
        raise InvalidInput("the table of points", str(path), "a CSV file that exists") from None
    except (OSError, ValueError, csv.Error) as error:
        raise InvalidInput(str(path), Told(why_unread(error)), "a CSV file in UTF-8") from None
    if len(rows) < 2:
        raise InvalidInput(str(path), Told("without points"), "a line of keys, and a line a point")
    keys = tuple(key.strip() for key in rows[0])
    for k, row in enumerate(rows[1:], 2):
        if len(row) != len(keys):
            right = f"{len(keys)}, one for each key"
            raise InvalidInput(f"{path}: the number of values in line {k}", len(row), right)
    return _points(keys, ([cell.strip() for cell in row] for row in rows[1:]))


def _points(
    keys: tuple[str, ...], rows: Iterable[Sequence[Any]]
) -> tuple[tuple[str, ...], list[Point]]:
    twice = [key for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if twice:
        raise InvalidInput("the key of a column", twice[0], "there once")
    named = [f"{key} in row {{}} of the table" for key in keys]
    points = [
        tuple(_number(x, place.format(k)) for x, place in zip(row, named, strict=True))
        for k, row in enumerate(rows, 1)
    ]
    return keys, points


def _number(value: Any, place: str, right: str = "a number") -> Fraction:
    if not isinstance(value, str):
        return exact(value, place)
    text = value.strip()
    try:
        far = "/" not in text and beyond(decimal(text))
        found = None if far else Fraction(text)
    except (ArithmeticError, ValueError):
        raise InvalidInput(place, value, right) from None
    if found is None:  # a billion digits would take the memory, and hours
        raise InvalidInput(place, cut(text, 40), DIGITS)
    return found


def _movable(scenario: Scenario, key: str) -> Quantity:
    quantity = scenario.quantity(key)
    if key.startswith("benchmarks."):
        raise InvalidInput(
            "the number to sweep", key, "one that results rest on, not one printed beside them"
        )
    return quantity


def _given(quantity: Quantity, key: str, values: Values) -> _Span | list[Fraction]:
    """What was given for a key: a span, or the values."""
    place = f"the sweep of {key}"
    if not isinstance(values, str):
        of_kind(values, Iterable, place=place, hint=f"or {HOW}")
        found = [exact(x, place) for x in values]
    elif ":" in values:
        return _span(quantity, place, values)
    else:
        found = [_number(x, place, f"a number, or {HOW}") for x in values.split(",")]
    if not found:
        raise InvalidInput(place, Told("empty"), HOW)
    return list(dict.fromkeys(found))


def _span(quantity: Quantity, place: str, text: str) -> _Span:
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != 3 or not parts[2].isdecimal() or not parts[2].isascii():
        raise InvalidInput(place, text, HOW)
    ends = []
    for part, own in zip(parts, (quantity.low, quantity.high), strict=False):
        if not part and own is None:
            right = f"given with both ends: {toml_text(quantity.value)} is sourced, with no range"
            raise InvalidInput(place, text, right)
        ends.append(_number(part, place) if part else own)
    low, high = ends
    assert low is not None and high is not None  # noqa: S101, PT018 - filled in above
    if len(parts[2]) > 9:
        raise InvalidInput(place, cut(text, 80), f"of at most {MOST_RUNS:,} values")
    n = int(parts[2])
    if low > high:
        right = f"{parts[1]}:{parts[0]}:{n}, the low end first"
        raise InvalidInput(place, text, right)
    if low == high and not (parts[0] or parts[1]):
        range_ = f"its own range is from {toml_text(low)} to {toml_text(high)}"
        raise InvalidInput(place, text, f"given with two ends that differ: {range_}")
    if low == high or n < 2:
        raise InvalidInput(place, text, "from a low end to a higher one, in at least 2 values")
    _few(n)
    return _Span(low, high, n)


def _values(given: _Span | list[Fraction], quantity: Quantity) -> list[Fraction]:
    """The values of one number; steps of a number that is whole are rounded."""
    if isinstance(given, list):
        return given
    return list(dict.fromkeys(_as_whole(x, quantity) for x in given.values))


def _as_whole(x: Fraction, quantity: Quantity) -> Fraction:
    return Fraction(round(x)) if quantity.whole else x


def _drawn(
    how: str,
    given: Mapping[str, _Span | list[Fraction]],
    quantities: Mapping[str, Quantity],
    seed: int,
) -> list[Point]:
    """Points of a space that scipy draws."""
    spans = {}
    for key, one in given.items():
        if isinstance(one, list):
            raise InvalidInput(f"the sweep of {key}", Told("a list"), f"low:high:n for {how}")
        spans[key] = one
    n = _equal_length({key: one.n for key, one in spans.items()})
    if how == "sobol" and n & (n - 1):
        raise InvalidInput(
            "the number of points of a Sobol sequence",
            n,
            f"a power of 2, such as {1 << n.bit_length()}",
        )
    try:
        from scipy.stats import qmc
    except ImportError:
        raise missing_extra(f"the design {how} needs scipy", "sweep") from None
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InvalidInput("the seed", seed, "a whole number from 0 on")
    kind = qmc.LatinHypercube if how == "lhs" else qmc.Sobol
    drawn = kind(len(spans), rng=seed).random(n)
    return [
        tuple(
            _as_whole(span.at(Fraction(round(x * STEPS), STEPS)), quantities[key])
            for x, (key, span) in zip(map(float, row), spans.items(), strict=True)
        )
        for row in drawn
    ]


def _equal_length(lengths: Mapping[str, int]) -> int:
    """How many values each has; ``InvalidInput`` where they differ."""
    if not lengths:
        raise InvalidInput("the table of points", Told("empty"), "a column for each number")
    (first, n), *others = lengths.items()
    for key, length in others:
        if length != n:
            right = f"{n}, as of {first}: this design puts them together one by one"
            raise InvalidInput(f"the number of values of {key}", length, right)
    return n


def _few(n: int) -> None:
    if n > MOST_RUNS:
        raise InvalidInput("the number of points", n, f"at most {MOST_RUNS:,}")


def _designed(name: str, quantities: Mapping[str, Quantity], points: Iterable[Point]) -> Design:
    found = tuple(dict.fromkeys(points))
    _few(len(found))
    if not found:
        raise InvalidInput("the table of points", Told("empty"), "at least one point")
    return Design(name, tuple(quantities), found, tuple(_notes(quantities, found)))


def _notes(quantities: Mapping[str, Quantity], points: Sequence[Point]) -> Iterable[str]:
    for k, (key, quantity) in enumerate(quantities.items()):
        values = [point[k] for point in points]
        low, high = min(values), max(values)
        if quantity.sourced:
            yield f"{key} is sourced ({quantity.src}), and moved all the same"
            continue
        assert quantity.low is not None and quantity.high is not None  # noqa: S101, PT018 - assumed
        if low < quantity.low or high > quantity.high:
            own = f"{toml_text(quantity.low)} to {toml_text(quantity.high)}"
            yield f"{key} leaves the range that the file gives it, {own}"
