r"""A file that is no TOML: the line that is wrong, and what whoever wrote it meant.

>>> raise no_toml("s.toml", "[project]\nrent = 0,40", "Expected newline (at line 2, column 9)")
Traceback (most recent call last):
    ...
intercity.scenario.errors.ScenarioError: s.toml: line 2, [project] rent is 0,40; it should be
0.40, with a decimal point.
"""

from __future__ import annotations

import re
import tomllib

from games.printable import cut
from intercity.scenario.errors import ScenarioError, ViolationKind
from intercity.scenario.quantity import without_commas

__all__ = ["no_toml"]

LONGEST_READ = 300
_TEXT_OR_COMMENT = re.compile(r"\"[^\"]*\"|'[^']*'|(#.*)")
_HEADER = re.compile(r"\s*(\[\[?\s*[\w-][^,\]]*\]\]?)\s*(?:#.*)?")
_NUMBER_WITH_COMMAS = re.compile(r"(?<==)\s*([-+]?\d+(?:,\d+)+(?:\.\d+)?)(?![\w.])")
_KEY = re.compile(r"(?:[\w.-]|\"[^\"]*\"|'[^']*')+(?=\s*=)")
_NAME_WITHOUT_QUOTES = re.compile(
    r"[\w-]*[^\W\x00-\x7f][\w-]*(?: +[\w-]+)*"  # letters beyond A to Z
    r"|[\w-]+(?: +[\w-]+)+(?=\s*[\]=])"  # blanks
)


def no_toml(file: str, text: str, message: str) -> ScenarioError:
    """What is wrong with a line that is no TOML: a number, a name, or what tomllib says."""

    def error(place: str, found: str, expected: str) -> ScenarioError:
        return ScenarioError(file, place, found, expected, kind=ViolationKind.UNREADABLE)

    at = re.search(r"\(at line (\d+), column (\d+)\)", message)
    lines = text.rstrip().replace("\r\n", "\n").split("\n") if text.strip() else []
    said = re.sub(r" \(at .*\)$", "", message).strip().rstrip(".")
    if at is None or int(at[1]) > len(lines):
        where = f"{lines[-1].strip()!r}, the end of the file" if lines else "empty"
        return error("", f"no TOML at {where}", f"TOML ({said})")
    line, number = lines[int(at[1]) - 1].strip(), f"line {at[1]}"
    bare = _TEXT_OR_COMMENT.sub(lambda found: "" if found[1] else "*" * len(found[0]), line)
    line = line[: len(bare)].rstrip()  # without its comment
    shown = cut(line, 120)
    if said.startswith(("Cannot declare", "Cannot overwrite")):
        once = "given once (this table or key stands in the file already)"
        return error(number, f"`{shown}`", once)
    ends = '"' not in bare and "'" not in bare  # each text in the line
    if ends and len(line) < LONGEST_READ:
        value, quoted = _NUMBER_WITH_COMMAS.search(bare), _with_names_in_quotes(line, bare)
        if value is not None:
            headers = [found[1] for found in map(_HEADER.fullmatch, lines[: int(at[1])]) if found]
            keys = _KEY.findall(line[: value.start()])
            key = keys[-1:] if line.startswith("{") else keys[:1]
            where = " ".join([*headers[-1:], *key])
            return error(
                ", ".join(filter(None, (number, where))), value[1], str(without_commas(value[1]))
            )
        if quoted is not None:
            return error(number, f"`{shown}`", f"`{quoted}`, the name in quotes")
    return error(number, f"`{shown}`", f"TOML ({said}, column {at[2]})")


def _with_names_in_quotes(line: str, bare: str) -> str | None:
    """The line with its names in quotes, if it is TOML then; ``bare``: with its texts masked."""
    quoted = line
    for name in reversed(list(_NAME_WITHOUT_QUOTES.finditer(bare))):
        quoted = f'{quoted[: name.start()]}"{name[0]}"{quoted[name.end() :]}'
    try:
        tomllib.loads(quoted)
    except ValueError:
        return None
    return None if quoted == line else quoted
