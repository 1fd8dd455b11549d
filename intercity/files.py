"""Files from outside: only regular ones, and only as large as is stated.

A device or a pipe may have no end, or none that comes soon; and what stands where a file is to be
written may be a link to something else.

>>> read_file(Path("/no/such/file"), 10)
Traceback (most recent call last):
    ...
FileNotFoundError: [Errno 2] No such file or directory: '/no/such/file'
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

__all__ = ["NotAFile", "read_file", "refuse_to_replace", "why_unread"]


class NotAFile(ValueError):
    """What is no regular file, or one that is too large; the message is a phrase."""


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a regular file of at most so many. Errors: ``OSError``, ``NotAFile``."""
    _refuse_others(path.stat().st_mode)
    # without waiting: since it was looked up, another may have put a pipe in its place
    opened = os.open(path, os.O_RDONLY | _flag("O_NONBLOCK") | _flag("O_BINARY"))
    with os.fdopen(opened, "rb") as file:
        told = os.fstat(file.fileno())
        _refuse_others(told.st_mode)
        if told.st_size > most or len(found := file.read(most + 1)) > most:
            raise NotAFile(f"a file of more than {most:,} bytes")
    return found


def _flag(name: str) -> int:
    """A flag that some systems have."""
    return int(getattr(os, name, 0))


def _refuse_others(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise NotAFile("not readable (is a directory)")
    if not stat.S_ISREG(mode):
        raise NotAFile("not readable (a device or a pipe, not a file)")


def why_unread(error: Exception) -> str:
    """Why a file was not read, as a phrase.

    >>> why_unread(NotAFile("a file of more than 10 bytes"))
    'a file of more than 10 bytes'
    """
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 at byte {error.start}"
    if isinstance(error, OSError):
        return f"not readable ({(error.strerror or 'unknown reason').lower()})"
    return str(error)


def refuse_to_replace(path: Path) -> None:
    """``FileExistsError`` where a link, a device or a folder stands: only a file is replaced."""
    if path.is_symlink():
        raise FileExistsError(None, "a symbolic link, which is not followed")
    if path.exists() and not path.is_file():
        raise FileExistsError(None, "a folder, device or pipe, which is not replaced")
