"""Random changes to a certificate in JSON: of numbers, names, order and parts, up to three."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

Path = tuple[Any, ...]


def mutated(data: Any, seed: int) -> Any:
    """The JSON with one to three changes, drawn by the seed."""
    draw = random.Random(seed)
    changed = copy.deepcopy(data)
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        draw.choice(CHANGES)(changed, draw)
    return changed


def is_number(part: Any) -> bool:
    return isinstance(part, dict) and part.keys() == {"exact", "value"}


def parts(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every part of the JSON with its path; a fraction is one part."""
    yield path, data
    if isinstance(data, dict) and not is_number(data):
        for key, value in data.items():
            yield from parts(value, (*path, key))
    elif isinstance(data, list):
        for k, value in enumerate(data):
            yield from parts(value, (*path, k))


def put(data: Any, path: Path, part: Any) -> None:
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = part


def below(data: Any, wanted: Any) -> list[tuple[Path, Any]]:
    return [(path, part) for path, part in parts(data) if path and wanted(part)]


def number(data: Any, draw: random.Random) -> None:
    """Another number: near, far, of another sign, or one that stands elsewhere."""
    places = below(data, lambda part: is_number(part) or type(part) is int)
    if not places:
        return
    path, part = draw.choice(places)
    value = Fraction(part["exact"]) if is_number(part) else Fraction(part)
    _, elsewhere = draw.choice(places)
    other = Fraction(elsewhere["exact"]) if is_number(elsewhere) else Fraction(elsewhere)
    tiny = Fraction(1, 10 ** draw.choice((3, 9, 30)))
    near = (value + tiny, value - tiny, value * (1 + tiny))
    far = (value * 2, value / 2, -value, value + 1, value - 1, value + other)
    drawn = draw.choice((*near, *far, other, Fraction(0), Fraction(1)))
    if is_number(part):
        put(data, path, {"exact": str(drawn), "value": float(drawn)})
    else:
        put(data, path, int(drawn))


def two_numbers(data: Any, draw: random.Random) -> None:
    """What one loses another gains: sums stay as they are."""
    places = below(data, is_number)
    if len(places) < 2:
        return
    (one, a), (other, b) = draw.sample(places, 2)
    amount = draw.choice((Fraction(1), Fraction(1, 2), Fraction(1, 10**9), Fraction(a["exact"])))
    for path, part, sign in ((one, a, 1), (other, b, -1)):
        value = Fraction(part["exact"]) + sign * amount
        put(data, path, {"exact": str(value), "value": float(value)})


def text(data: Any, draw: random.Random) -> None:
    """Another name, of those that stand elsewhere; the kind stays."""
    places = [(p, t) for p, t in below(data, lambda t: isinstance(t, str)) if p[-1] != "kind"]
    if places:
        path, _ = draw.choice(places)
        put(data, path, draw.choice(places)[1])


def key(data: Any, draw: random.Random) -> None:
    """Two entries of a mapping change their keys."""
    places = [(p, d) for p, d in parts(data) if p and isinstance(d, dict) and not is_number(d)]
    if places:
        path, part = draw.choice(places)
        if len(part) > 1:
            one, other = draw.sample(list(part), 2)
            turned = {one: other, other: one}
            put(data, path, {turned.get(k, k): v for k, v in part.items()})


def truth(data: Any, draw: random.Random) -> None:
    """A truth value turned, or nothing in place of something."""
    places = below(data, lambda part: isinstance(part, bool))
    if places:
        path, part = draw.choice(places)
        put(data, path, not part)
    elif data:
        path, _ = draw.choice(below(data, lambda part: True))
        put(data, path, None)


def left_out(data: Any, draw: random.Random) -> None:
    """An entry of a list or a mapping is left out."""
    inner = [
        (p, d) for p, d in parts(data) if isinstance(d, list | dict) and d and not is_number(d)
    ]
    if not inner:
        return
    _, part = draw.choice(inner)
    if isinstance(part, list):
        del part[draw.randrange(len(part))]
    else:
        del part[draw.choice(list(part))]


def order(data: Any, draw: random.Random) -> None:
    """Two entries of a list change places, or one stands twice."""
    places = below(data, lambda part: isinstance(part, list) and part)
    if places:
        _, part = draw.choice(places)
        one, other = draw.randrange(len(part)), draw.randrange(len(part))
        if one == other:
            part.insert(one, copy.deepcopy(part[other]))
        else:
            part[one], part[other] = part[other], part[one]


def moved(data: Any, draw: random.Random) -> None:
    """A part in place of another one."""
    places = below(data, lambda part: True)
    if not places:
        return
    path, _ = draw.choice(places)
    _, other = draw.choice(places)
    if path != ("kind",):
        put(data, path, copy.deepcopy(other))


CHANGES = (number, number, number, two_numbers, text, key, truth, left_out, order, moved)
