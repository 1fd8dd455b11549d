r"""Text that shows as what it is: on one line, in one direction, and no longer than stated.

Characters that a terminal obeys rather than shows (control, format and bidirectional characters,
line separators, private ones) are written as escapes. Letters of every script stay.

>>> printable("Quzhou 衢州"), printable("Quzhou\n\x1b[31m\u202e")
('Quzhou 衢州', 'Quzhou\\n\\x1b[31m\\u202e')

Source: Unicode Standard Annex 44, general categories; Unicode Technical Report 36, section 2.
"""

from __future__ import annotations

from unicodedata import category

__all__ = ["cut", "obeyed", "printable"]

_OBEYED = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def obeyed(character: str) -> bool:
    r"""Whether a terminal obeys a character, or may show anything for it.

    >>> obeyed("\u202e"), obeyed("\n"), obeyed("é"), obeyed("衢")
    (True, True, False, False)
    """
    return category(character) in _OBEYED


def printable(text: str) -> str:
    r"""The text with all characters that a terminal obeys as escapes.

    >>> printable("a\x00b")
    'a\\x00b'
    """
    if text.isprintable():
        return text
    return "".join(c.encode("unicode_escape").decode() if obeyed(c) else c for c in text)


def cut(text: str, most: int) -> str:
    """The beginning of what is longer than ``most`` characters.

    >>> cut("a long story", 9), cut("a story", 9)
    ('a lon ...', 'a story')
    """
    return text if len(text) <= most else f"{text[: most - 4]} ..."
