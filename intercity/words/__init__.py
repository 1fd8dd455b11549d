"""What a report says around the words of its topics, and the language it is told in.

A language is a class in a file of its own, entered in ``WORDS``, and for each topic a file of its
words, entered in ``Topic.words``. There is English alone. Reports in JSON, which are re-checked
word for word, are in the language that was chosen when they were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from intercity.words.english import English

__all__ = ["WORDS", "chosen", "told_in", "words"]

WORDS: dict[str, English] = {"en": English()}
"""By language, what a report says around the words of its topics."""

T = TypeVar("T")
_language: ContextVar[str] = ContextVar("language", default="en")


def chosen(by_language: Mapping[str, T]) -> T:
    """The entry of the language that was chosen."""
    return by_language[_language.get()]


def words() -> English:
    """The words in the language that was chosen."""
    return chosen(WORDS)


@contextmanager
def told_in(language: str) -> Iterator[None]:
    """All that is told meanwhile is told in this language.

    >>> with told_in("en"):
    ...     words().listed(["Quzhou", "Hangzhou"])
    'Quzhou and Hangzhou'
    """
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)
