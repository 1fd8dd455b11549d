"""Slips: what a student hands in, as one line of text that a teacher pastes into a notebook.

A slip is a line in square brackets: the lesson, the name, the moves, and four letters that change
with any change of the others, so that a line cut short or retyped is noticed:

    [subsidy race | Anna | bid = 7/2 | signs = yes | 3FC8]

``str(slip)`` writes one, ``read_slips`` reads all that stand in a text. Spaces and line breaks
inside a slip do not count, nor does what stands around slips, so that they go through chats and
mails.

Source: Peterson and Brown (1961), Cyclic codes for error detection, for the four letters.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.errors import InvalidInput, Told, all_of_kind, of_kind
from games.exact import Number, exact

__all__ = ["Slip", "read_slips"]

IN_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
LONGEST = 100
"""Letters of a name or a move."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What a student hands in: the lesson, a name, and moves by name, each a text.

    ``str(slip)`` is the line to copy; ``number`` reads a move as an exact number.

    Errors: ``InvalidInput`` for texts that a line cannot hold: empty, too long, with brackets, a
    bar or an equals sign.

    >>> slip = Slip("subsidy race", "Anna", {"bid": "7/2", "signs": "yes"})
    >>> print(slip)
    [subsidy race | Anna | bid = 7/2 | signs = yes | 3FC8]
    >>> slip.number("bid")
    Fraction(7, 2)
    """

    lesson: str
    player: str
    moves: Mapping[str, str]

    def __post_init__(self) -> None:
        of_kind(self.moves, Mapping, place="the moves of a slip", hint="texts by name")
        object.__setattr__(self, "lesson", _text(self.lesson, "the lesson of a slip"))
        object.__setattr__(self, "player", _text(self.player, "the name on a slip"))
        moves = {
            _text(name, "a move's name"): _text(str(move), f"the move {name!r}")
            for name, move in self.moves.items()
        }
        object.__setattr__(self, "moves", moves)

    def __str__(self) -> str:
        fields = (self.lesson, self.player, *(f"{name} = {x}" for name, x in self.moves.items()))
        return f"[{' | '.join((*fields, _check(fields)))}]"

    def number(self, move: str) -> Fraction:
        """A move as a number. Errors: ``InvalidInput`` where it is none."""
        return _number(self.moves[move], f"{move!r} on the slip of {self.player}")

    def _repr_html_(self) -> str:
        from html import escape

        return f"<code>{escape(str(self))}</code>"


def read_slips(
    text: str,
    lesson: str,
    moves: Iterable[str] = (),
    *,
    between: Mapping[str, tuple[Number, Number]] | None = None,
) -> dict[str, Slip]:
    """The slips of a lesson in a text that was pasted, by name; of a name's slips the last counts.

    ``moves``: the names of the moves that each slip must have. ``between``: moves that must be
    numbers, and the least and greatest that may be.

    Errors: ``InvalidInput`` says which slip cannot be right and why: changed on the way, of another
    lesson, without a move, or with a number out of range; and where a text has no slip at all.

    >>> slips = read_slips('''
    ...     Anna: [subsidy race | Anna | bid = 7/2 | signs = yes | 3FC8]
    ...     Bo  : [subsidy race | Bo | bid = 2 |
    ...            signs = no | FF7E]
    ... ''', "subsidy race", ["bid", "signs"], between={"bid": (0, 10)})
    >>> [(name, str(slip.number("bid"))) for name, slip in slips.items()]
    [('Anna', '7/2'), ('Bo', '2')]
    >>> read_slips("[subsidy race | Anna | bid = 9/2 | signs = yes | 3FC8]", "subsidy race")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: slip 1, of Anna, is changed (its last letters are 3FC8, not 27BD); it
    should be copied anew from the student's notebook, from [ to ].
    """
    of_kind(text, str, place="the text with slips")
    of_kind(lesson, str, place="the lesson of slips")
    needed = all_of_kind(moves, str, place="the list of moves")
    ends = {} if between is None else _ends(between)
    found = IN_BRACKETS.findall(text)
    if not found:
        told = Told("without one" if text.strip() else "empty")
        raise InvalidInput("the text with slips", told, f"slips of {lesson!r}, each from [ to ]")
    slips: dict[str, Slip] = {}
    for k, line in enumerate(found, 1):
        slip = _read(line, f"slip {k}")
        place = f"slip {k}, of {slip.player},"
        if slip.lesson != lesson:
            raise InvalidInput(place, Told(f"of the lesson {slip.lesson!r}"), f"of {lesson!r}")
        for move in (*needed, *ends):
            if move not in slip.moves:
                raise InvalidInput(place, Told(f"without {move!r}"), "complete")
        for move, (low, high) in ends.items():
            number = _number(slip.moves[move], f"{move!r} on {place[:-1]}")
            if not low <= number <= high:
                right = f"between {low} and {high}"
                raise InvalidInput(f"{move!r} on {place[:-1]}", Told(str(number)), right)
        slips.pop(slip.player, None)  # who hands in again stands last
        slips[slip.player] = slip
    return slips


def _ends(between: Mapping[str, tuple[Number, Number]]) -> dict[str, tuple[Fraction, Fraction]]:
    of_kind(between, Mapping, place="limits of moves", hint="the least and greatest, by move")
    ends = {}
    for move, pair in between.items():
        place = f"the least and greatest {move}"
        of_kind(move, str, place="a move with limits")
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise InvalidInput(place, pair, "two numbers")
        ends[move] = exact(pair[0], place), exact(pair[1], place)
    return ends


def _read(line: str, place: str) -> Slip:
    fields = [" ".join(field.split()) for field in line.split("|")]
    if len(fields) < 3 or not all(fields):
        told, right = Told(f"[{line.strip()[:LONGEST]}]"), "[lesson | name | move = ... | letters]"
        raise InvalidInput(place, told, right)
    lesson, player, *moves, check = fields
    if check != _check(fields[:-1]):
        told = Told(f"changed (its last letters are {check}, not {_check(fields[:-1])})")
        right = "copied anew from the student's notebook, from [ to ]"
        raise InvalidInput(f"{place}, of {player},", told, right)
    pairs = [move.partition(" = ") for move in moves]
    return Slip(lesson, player, {name: value for name, _, value in pairs})


def _text(given: object, place: str) -> str:
    of_kind(given, str, place=place)
    text = " ".join(str(given).split())
    if not text or len(text) > LONGEST or re.search(r"[\[\]|=]", text):
        raise InvalidInput(place, given, f"up to {LONGEST} letters without [ ] | and =")
    return text


def _number(text: str, place: str) -> Fraction:
    """A whole number, a decimal or a fraction."""
    if not re.fullmatch(r"-?\d+(\.\d+|/0*[1-9]\d*)?", text, flags=re.ASCII):
        raise InvalidInput(place, text, "a number, such as 3, 3.5 or 7/2")
    return Fraction(text)


def _check(fields: Iterable[str]) -> str:
    """Four letters of the fields: the last sixteen bits of their CRC-32."""
    return f"{zlib.crc32('|'.join(fields).encode()) & 0xFFFF:04X}"
