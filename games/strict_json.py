"""JSON that can be read in one way only, and not too deep: a key that stands twice is refused.

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

from games.input_limits import DEEPEST_REPORT
from games.printable import cut

__all__ = ["AmbiguousJson", "strict_json"]


class AmbiguousJson(ValueError):
    """JSON that readers can take for different things, or a number that is none."""


def strict_json(text: str | bytes) -> Any:
    """What the text says. Errors: ``ValueError`` where it is no JSON or can be read in two ways."""
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except RecursionError:
        raise _too_deep() from None
    _refuse_too_deep(found)
    return found


def _refuse_too_deep(found: Any) -> None:
    level = [found]
    for _ in range(DEEPEST_REPORT):
        level = [
            part
            for node in level
            if isinstance(node, dict | list)
            for part in (node.values() if isinstance(node, dict) else node)
        ]
    if any(isinstance(node, dict | list) for node in level):
        raise _too_deep()


def _too_deep() -> AmbiguousJson:
    return AmbiguousJson(f"more than {DEEPEST_REPORT} lists and objects inside each other")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise AmbiguousJson(f"the key {cut(repr(twice), 60)} stands twice in one object")
    return found


def _no_number(name: str) -> NoReturn:
    raise AmbiguousJson(f"{name} is no number in JSON")
