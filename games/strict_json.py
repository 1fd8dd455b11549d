"""JSON that can be read in one way only: a key that stands twice in an object is refused.

Python keeps the last of two equal keys, other readers the first: the same text would say two
things.

>>> strict_json('{"verdict": "stands", "verdict": "fails"}')
Traceback (most recent call last):
    ...
games.strict_json.AmbiguousJson: the key 'verdict' stands twice in one object

Source: RFC 8259, section 4: names within an object should be unique.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

__all__ = ["AmbiguousJson", "strict_json"]


class AmbiguousJson(ValueError):
    """JSON that readers can take for different things, or a number that is none."""


def strict_json(text: str | bytes) -> Any:
    """What the text says. Errors: ``ValueError`` where it is no JSON or can be read in two ways."""
    return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise AmbiguousJson(f"the key {twice!r} stands twice in one object")
    return found


def _no_number(name: str) -> NoReturn:
    raise AmbiguousJson(f"{name} is no number in JSON")
