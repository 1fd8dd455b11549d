r"""A scenario's tables before their meaning: not too many, too deep or too long, and readable.

Every key, text and number of a file passes here once, so that nothing later need look: no name can
steer a terminal, forge a line of a report, or be a number of a million digits.

>>> within_limits("s.toml", {"title": "Two\ncities", "cities": {"A\x1b[2J": {}}})
Traceback (most recent call last):
    ...
intercity.scenario.errors.ScenarioError: s.toml: [cities] "A\x1b[2J" is a name with the character
U+001B; it should be of characters that can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from games.input_limits import (
    DEEPEST_SCENARIO,
    LARGEST_SCENARIO,
    LONGEST_TEXT,
    MOST_DIGITS,
    MOST_VALUES,
)
from games.printable import cut, obeyed
from intercity.scenario.errors import Key, Keys, ScenarioError, ViolationKind, place

__all__ = ["DIGITS", "beyond", "decimal", "illegible", "refuse_beyond_toml", "within_limits"]

DIGITS = f"a number of at most {MOST_DIGITS} digits"
_DEEP = f"at most {DEEPEST_SCENARIO} tables and lists inside each other"
_LONG_RUN = re.compile(r"[0-9][0-9_]{1000}")
_PART = r"""(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(rf"(?:{_PART}[ \t]*+\.[ \t]*+){{{DEEPEST_SCENARIO}}}")


class _BeyondDecimal(str):
    """A number as it is written, of too many digits to be read."""

    __slots__ = ()


def decimal(text: str) -> Decimal | _BeyondDecimal:
    """What a number with a point or an exponent says.

    >>> decimal("0.10")
    Decimal('0.10')
    """
    exponent = re.split("[eE]", text)[1:]
    if len(text) > 2 * MOST_DIGITS or any(len(digits) > 5 for digits in exponent):
        return _BeyondDecimal(text)
    return Decimal(text)


def illegible(words: str) -> tuple[str, str] | None:
    r"""What is wrong with a name or text, and what would be right; ``None`` if nothing is.

    >>> illegible("A\u200b")
    ('with the character U+200B', 'of characters that can be seen')
    """
    if len(words) > LONGEST_TEXT:
        return f"of {len(words):,} characters", f"of at most {LONGEST_TEXT:,}"
    if not words.isprintable():
        for character in filter(obeyed, words):
            return f"with the character U+{ord(character):04X}", "of characters that can be seen"
    return None


def refuse_beyond_toml(file: str, text: str) -> None:
    """Refuse what takes long to read as TOML: a large text, a million digits, or keys in one."""
    if len(text) > LARGEST_SCENARIO:
        found, right = f"a text of {len(text):,} characters", f"of at most {LARGEST_SCENARIO:,}"
        raise ScenarioError(file, "", found, right, kind=ViolationKind.UNREADABLE)
    for pattern, found, right in (
        (_LONG_RUN, "a number of more than 1,000 digits", DIGITS),
        (_DEEP_KEY, f"a key of more than {DEEPEST_SCENARIO} parts", _DEEP),
    ):
        match = pattern.search(text)
        if match is not None:
            line = text.count("\n", 0, match.start()) + 1
            raise ScenarioError(file, f"line {line}", found, right, kind=ViolationKind.UNREADABLE)


def within_limits(file: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The same document; a line break or tab in a text is a blank."""
    count = 0

    def refuse(keys: Keys, found: str, right: str) -> ScenarioError:
        where = place(keys) if keys else ""
        return ScenarioError(file, where, found, right, kind=ViolationKind.UNREADABLE)

    def text(keys: Keys, given: str, what: str) -> str:
        wrong = illegible(given)
        if wrong is not None:
            raise refuse(keys, f"a {what} {wrong[0]}", wrong[1])
        return given

    def key(keys: Keys, given: Key) -> str:
        return text((*keys, given), str(given), "name")

    def read(node: Any, keys: Keys) -> Any:
        nonlocal count
        count += 1
        if count > MOST_VALUES:
            found = f"a file of more than {MOST_VALUES:,} numbers, texts and tables"
            raise refuse((), found, "smaller")
        if len(keys) > DEEPEST_SCENARIO:
            raise refuse(keys, "nested too deeply", _DEEP)
        if isinstance(node, dict):
            return {key(keys, name): read(entry, (*keys, name)) for name, entry in node.items()}
        if isinstance(node, list):
            return [read(entry, (*keys, i)) for i, entry in enumerate(node)]
        if beyond(node):
            shown = hex(node) if isinstance(node, int) else str(node)
            raise refuse(keys, cut(shown, 24), DIGITS)
        if isinstance(node, str):
            return text(keys, re.sub(r"[\t\n\r]+", " ", node), "text")
        return node

    found: dict[str, Any] = read(document, ())
    return found


def beyond(number: object) -> bool:
    """Whether it is a number of too many digits, or too large or small.

    >>> beyond(10**100), beyond(decimal("1e101"))
    (False, True)
    """
    if isinstance(number, Decimal) and number.is_finite():
        return len(number.as_tuple().digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS
    return isinstance(number, _BeyondDecimal) or (
        isinstance(number, int) and abs(number) > 10**MOST_DIGITS
    )
