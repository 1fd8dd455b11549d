"""Scenario files and reports as a slip of the hand, or an enemy, would leave them.

Each is made from one that is right by a few changes that a seed decides.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

NUMBERS = [
    *("0", "-0", "1", "-1", "2", "500", "501", "0.5", "1e-9", "-1e9", "1e99", "1e-99", "1e100"),
    *("1e101", "1e300000000", "nan", "inf", "-inf", "0x10", "1_000", "1,5", "0b1", "007", ".5"),
    *("5.", "0.999999999999999999999999999", "60", "1e-12", "1e99999999999999999999"),
    *("9" * 101, "0." + "3" * 99, "9" * 5000, "0x" + "f" * 5000),
]
TEXTS = [
    "",
    " ",
    "衢州",
    "São Paulo",
    "[bold]x[/]",
    "[/]",
    "\\\\",
    ":smile:",
    "<script>alert(1)</script>",
    "$x^",
    "%s {0} {x}",
    "A, B",
    "\\u202ecba",
    "\\u001b[31m",
    "A\\nHOLDS       everything",
    "\\u0000",
    "x" * 300,
    "x" * 3000,
    "fails",
    "stands",
    "None",
    "é" * 40,
    "__class__",
]
VALUES = ["true", "[]", "{}", "[[]]", "{ v = 1 }", "{ v = 1, low = 0, high = 2 }", "1979-05-27"]
VALUES += ['{ v = 1, src = "derived" }', "[1, 2]", "{ v = 0, low = 0, high = 0 }", '""']
LINES = [
    "[cities.X]",
    "[cities]",
    "[time]\nhorizon = { v = 500, low = 1, high = 500 }\ninterest = { v = 0, low = 0, high = 1 }",
    "[a.b.c.d]",
    "[[compact.transfer]]",
    "[[activities]]",
    "x = 1",
    "[game]",
    'sources = "x"',
    "]",
    '"""',
    "[[platforms]]",
    "[operator.contract]\nfixed = { v = -1, low = -2, high = 3 }\nenforceable = true",
    "[information.rule]\nprice = { v = 1, low = 0, high = 2 }",
    ".".join("a" * 900) + " = 1",
    "a = " + "[" * 900 + "]" * 900,
    "# \x00",
    "\ufeff",
    "\r",
]
_NUMBER = re.compile(r"(?<![\w.\"-])-?\d+(?:\.\d+)?(?![\w.\"-])")
_TEXT = re.compile(r"\"[^\"\n]*\"")
_VALUE = re.compile(r"(?<== ).+$", re.MULTILINE)
_KEY = re.compile(r"\b[a-z_]{3,}(?=\s*=)|(?<=\[)[\w. ]+(?=\])")


def hostile_scenario(text: str, random: Random) -> str:
    """The text with one to three changes."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        text = random.choice(_CHANGES)(text, random)
    return text


def _at_random(text: str, pattern: re.Pattern[str], new: str, random: Random) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text + new
    match = random.choice(found)
    return text[: match.start()] + new + text[match.end() :]


def _number(text: str, random: Random) -> str:
    return _at_random(text, _NUMBER, random.choice(NUMBERS), random)


def _text(text: str, random: Random) -> str:
    return _at_random(text, _TEXT, f'"{random.choice(TEXTS)}"', random)


def _value(text: str, random: Random) -> str:
    return _at_random(text, _VALUE, random.choice(VALUES), random)


def _key(text: str, random: Random) -> str:
    names = [match[0] for match in _KEY.finditer(text)] or ["x"]
    new = random.choice([random.choice(names), f'"{random.choice(TEXTS)}"'])
    return _at_random(text, _KEY, new, random)


def _lines(text: str, random: Random) -> str:
    lines = text.split("\n")
    i, j = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[i]
        case 1:
            lines.insert(j, lines[i])
        case 2:
            lines[i], lines[j] = lines[j], lines[i]
        case 3:
            lines.insert(i, random.choice(LINES))
        case _:
            del lines[min(i, j) : max(i, j)]
    return "\n".join(lines)


def _characters(text: str, random: Random) -> str:
    i = random.randrange(len(text) + 1)
    match random.randrange(3):
        case 0:
            return text[:i]
        case 1:
            return (
                text[:i] + random.choice("\"'[]{}=,.#\\\n\t\x00\x1b\u202e\U0001f600 9") + text[i:]
            )
        case _:
            return text[:i] + text[i + 1 :]


def _renamed(text: str, random: Random) -> str:
    """A city under another name, wherever it stands."""
    names = re.findall(r"\[cities\.(\w+)\]", text) or ["A"]
    new = random.choice(TEXTS)
    return re.sub(rf'"?\b{random.choice(names)}\b"?', lambda _: f'"{new}"', text)


_CHANGES = [_number, _number, _number, _text, _value, _value, _key, _lines, _lines]
_CHANGES += [_characters, _renamed]

LEAVES: list[Any] = [None, True, False, 0, -1, 1, 2**70, 10**300, 0.5, -0.0, 1e308, "", "x", [], {}]
LEAVES += [[[]], {"exact": "1/3", "value": 0.3}, {"exact": "1e300000000", "value": 1e300}]
LEAVES += [{"exact": "1/0", "value": 0}, {"exact": "0", "value": 0.0}, "\x1b[31m\u202e", "x" * 9999]
LEAVES += ["1e300000000", "1/0", "9" * 5000, "stands", "fails", {"kind": "core"}, [None] * 1000]
LEAVES += ["all claims re-checked\n", {"a": {"a": {"a": 1}}}]


def hostile_report(text: str, random: Random) -> str:
    """The report with one change to its parts, or to its characters."""
    if random.random() < 0.15:
        return _characters(text, random)
    if random.random() < 0.1:
        return _at_random(
            text, re.compile(r"-?\d+(?:\.\d+)?"), random.choice([*NUMBERS, "1e400", "NaN"]), random
        )
    report = copy.deepcopy(json.loads(text))
    places = list(_places(report))
    node, key = random.choice(places)
    other, at = random.choice(places)
    match random.randrange(5):
        case 0:
            del node[key]
        case 1:
            node[key] = copy.deepcopy(other[at])
        case 2 if isinstance(node, list):
            node.insert(key, copy.deepcopy(node[key]))
        case 3 if isinstance(node[key], dict) and "exact" in node[key]:
            value = random.choice([0, 1, -1, 3, 10**30])
            node[key] = {"exact": str(value), "value": float(value)}
        case _:
            node[key] = random.choice(LEAVES)
    return json.dumps(report)


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    entries = node.items() if isinstance(node, dict) else enumerate(node)
    for key, entry in list(entries):
        yield node, key
        if isinstance(entry, dict | list):
            yield from _places(entry)
