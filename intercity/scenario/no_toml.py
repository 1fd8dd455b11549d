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
from collections.abc import Callable

from games.printable import cut
from intercity.scenario.errors import ScenarioError, ViolationKind
from intercity.scenario.quantity import without_commas

__all__ = ["no_toml"]

LONGEST_READ = 300
"""No longer line is mended."""
MOST_READ = 1000
"""So many lines are looked at for what one of them lacks."""
_TEXT_OR_COMMENT = re.compile(r"\"[^\"]*\"|'[^']*'|(#.*)")
_TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")
_HEADER = re.compile(r"\s*(\[\[?\s*[\w-][^,\]]*\]\]?)\s*(?:#.*)?")
_NUMBER_WITH_COMMAS = re.compile(r"(?<==)\s*([-+]?\d+(?:,\d+)+(?:\.\d+)?)(?![\w.])")
_KEY = re.compile(r"(?:[\w.-]|\"[^\"]*\"|'[^']*')+(?=\s*=)")
_NAME_WITHOUT_QUOTES = re.compile(
    r"[\w-]*[^\W\x00-\x7f][\w-]*(?: +[\w-]+)*"  # letters beyond A to Z
    r"|[\w-]+(?: +[\w-]+)+(?=\s*[\]=])"  # blanks
)
_SIGNS = str.maketrans(
    "“”„‟‘’，＝：［］｛｝－−．０１２３４５６７８９", '""""\'\',=:[]{}--.0123456789'
)
"""Signs that text editors and Chinese keyboards write in place of those of TOML."""
_PER_CENT = re.compile(r"(?<![\w.])(\d{1,6})(?:\.(\d{1,6}))?\s*[%％]")
_END = r"(?=\s*(?:[,\]}]|$))"
_LETTER_O = re.compile(r"(?<![\w.])\d[\d.]*[oO][\d.oO]*" + _END)
_UNIT = re.compile(r"(?<=\d)\s*[^\W\d_]+(?:[ /]+[^\W\d_]+)*" + _END)
_YES_OR_NO = re.compile(r"(?<==)(\s*)(true|yes|false|no)" + _END, re.IGNORECASE)
_KEY_WITHOUT_SIGN = re.compile(r"([\w.-]+|\0)(?:\s*:\s*|\s+(?={))")
_BETWEEN_ENTRIES = re.compile(r"(?<=[\w\0}\]])\s+(?=\0|[\w.-]+\s*=)")
_NAMES = re.compile(r"(?<==)\s*((?!\d)\w[\w -]*(?:,\s*(?!\d)\w[\w -]*)+)$")
_BRACKETS = {"{": "}", "[": "]"}
_WORD = re.compile(r"(?<=[=\[,])(\s*)((?!\d)\w[\w-]*(?: +[\w-]+)*)" + _END)


def _with_commas(line: str) -> str:
    """A list or table with a comma between its entries, and none after the last.

    >>> _with_commas("a = { v = 1; low = 0 high = 2, }")
    'a = { v = 1, low = 0, high = 2 }'
    """
    key, equals, value = line.partition("=")
    value = re.sub(r",(?=\s*[}\]])", "", value.replace(";", ","))
    return key + equals + _BETWEEN_ENTRIES.sub(", ", value)


def _closed(line: str) -> str:
    """A line in which each bracket that was opened is closed by its own, and no other is.

    >>> _closed("[cities.A"), _closed("a = { v = 1 ]"), _closed("a = { v = 1 }}")
    ('[cities.A]', 'a = { v = 1 }', 'a = { v = 1 }')
    """
    opened: list[str] = []
    kept: list[str] = []
    if line[-1:] in _BRACKETS:  # it goes on in the next
        return line
    for sign in line:
        if sign in _BRACKETS:
            opened.append(_BRACKETS[sign])
        elif sign in _BRACKETS.values():
            sign = opened.pop() if opened else ""
        kept.append(sign)
    return "".join(kept + opened[::-1])


def _quoted(names: str) -> str:
    return ", ".join(f'"{name.strip()}"' for name in names.split(","))


_MENDS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("with plain quotes, commas, digits and signs", lambda line: line.translate(_SIGNS)),
    ("a share in place of a percent", lambda line: _PER_CENT.sub(_as_share, line)),
    (
        "with the digit 0 in place of a letter",
        lambda line: _LETTER_O.sub(lambda found: re.sub("[oO]", "0", found[0]), line),
    ),
    ("the number alone, in the unit that this file counts in", lambda line: _UNIT.sub("", line)),
    ("without blanks in the number", lambda line: re.sub(r"(?<=\d) +(?=\d)", "", line)),
    (
        "with a digit on both sides of the point",
        lambda line: re.sub(r"(?<=\d)\.(?!\d)", ".0", re.sub(r"(?<![\w.])\.(?=\d)", "0.", line)),
    ),
    ("without zeros before the number", lambda line: re.sub(r"(?<![\w.])0+(?=\d)", "", line)),
    (
        "with true or false",
        lambda line: _YES_OR_NO.sub(
            lambda found: found[1] + ("true" if found[2].lower() in ("true", "yes") else "false"),
            line,
        ),
    ),
    ("the text in quotes", lambda line: _WORD.sub(r'\1"\2"', line)),
    ("the key in quotes", lambda line: re.sub(r"^([^=\0]+,[^=\0]+?)\s*=", r'"\1" =', line)),
    ("with = after each key", lambda line: _KEY_WITHOUT_SIGN.sub(r"\1 = ", line)),
    ("with a comma between entries, and none after the last", _with_commas),
    ("with each bracket closed", _closed),
    ("with a quote at both ends of the text", lambda line: line + '"' * (line.count('"') % 2)),
    (
        "a list of texts",
        lambda line: _NAMES.sub(lambda found: f" [{_quoted(found[1])}]", line),
    ),
    ("with # before a remark", lambda line: re.sub(r"\s+//", " #", line)),
    ("without the sign at its end", lambda line: re.sub(r"\s*[,;]$", "", line)),
)
"""What is often meant by a line that is no TOML: what the mended line has, and how it is made."""


def _as_share(percent: re.Match[str]) -> str:
    """A percent as a share: 5% is 0.05.

    >>> _PER_CENT.sub(_as_share, "5%, 12.5 % and 100%")
    '0.05, 0.125 and 1.00'
    """
    digits = percent[1].zfill(3)
    return f"{digits[:-2].lstrip('0') or '0'}.{digits[-2:]}{percent[2] or ''}"


def no_toml(file: str, text: str, message: str) -> ScenarioError:
    """What is wrong with a line that is no TOML: a number, a name, or what tomllib says."""

    def error(place: str, found: str, expected: str) -> ScenarioError:
        return ScenarioError(file, place, found, expected, kind=ViolationKind.UNREADABLE)

    at = re.search(r"\(at line (\d+), column (\d+)\)", message)
    lines = text.rstrip().replace("\r\n", "\n").split("\n") if text.strip() else []
    said = re.sub(r" \(at .*\)$", "", message).strip().rstrip(".")
    twice = said.startswith(("Cannot declare", "Cannot overwrite"))
    once = "given once (this table or key stands in the file already)"
    if at is None or int(at[1]) > len(lines):
        if twice and lines:
            return error(f"line {len(lines)}", f"`{cut(lines[-1].strip(), 120)}`", once)
        last = lines[-1].strip() if lines else ""
        if len(last) < LONGEST_READ and (mended := _mended(last)) is not None:
            return error(f"line {len(lines)}", f"`{cut(last, 120)}`", mended)
        where = f"{last!r}, the end of the file" if lines else "empty"
        return error("", f"no TOML at {where}", f"TOML ({said})")
    line, number = lines[int(at[1]) - 1].strip(), f"line {at[1]}"
    bare = _TEXT_OR_COMMENT.sub(lambda found: "" if found[1] else "*" * len(found[0]), line)
    line = line[: len(bare)].rstrip()  # without its comment
    shown = cut(line, 120)
    if twice:
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
            others = sum(map(_lacks_quotes, lines[int(at[1]) : int(at[1]) + MOST_READ]))
            so_too = f"; and so in {others} more line{'s' * (others > 1)}" if others else ""
            return error(number, f"`{shown}`", f"`{quoted}`, the name in quotes{so_too}")
    if len(line) < LONGEST_READ and (mended := _mended(line)) is not None:
        return error(number, f"`{shown}`", mended)
    if bare.count("{") > bare.count("}") and at[2] == str(len(lines[int(at[1]) - 1]) + 1):
        return error(number, f"`{shown}`", "on one line, from { to }")
    return error(number, f"`{shown}`", f"TOML ({said}, column {at[2]})")


def _lacks_quotes(line: str) -> bool:
    """Whether a line is TOML but for names without quotes."""
    if len(line) >= LONGEST_READ:
        return False
    bare = _TEXT_OR_COMMENT.sub(lambda found: "" if found[1] else "*" * len(found[0]), line)
    return _with_names_in_quotes(line[: len(bare)], bare) is not None and not _is_toml(line)


def _with_names_in_quotes(line: str, bare: str) -> str | None:
    """The line with its names in quotes, if it is TOML then; ``bare``: with its texts masked."""
    quoted = line
    for name in reversed(list(_NAME_WITHOUT_QUOTES.finditer(bare))):
        if name[0][0].isdigit() and bare[: name.start()].rstrip().endswith("="):
            return None  # a number with its unit: 5万
        quoted = f'{quoted[: name.start()]}"{name[0]}"{quoted[name.end() :]}'
    return quoted if quoted != line and _is_toml(quoted) else None


def _mended(line: str) -> str | None:
    """The line as it was meant, if one mend of what stands outside its texts makes it TOML."""
    texts = _TEXT.findall(line)
    if "\0" in line:
        return None
    for what, mend in _MENDS:
        first, *rest = mend(_TEXT.sub("\0", line)).split("\0")
        mended = first + "".join(text + part for text, part in zip(texts, rest, strict=True))
        if mended != line and _is_toml(mended):
            return f"`{mended}`, {what}"
    return None


def _is_toml(line: str) -> bool:
    try:
        tomllib.loads(line)
    except ValueError:
        return False
    return True
