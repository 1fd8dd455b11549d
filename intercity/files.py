"""Files: read only as large as is stated, written whole or not at all.

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
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from games.errors import InvalidInput

__all__ = [
    "NotAFile",
    "read_file",
    "reason_of",
    "refuse_to_replace",
    "require_file",
    "require_new",
    "require_other",
    "why_unread",
    "write_file",
    "write_files",
    "write_together",
]


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
        return f"not readable ({reason_of(error)})"
    return str(error)


def refuse_to_replace(path: Path) -> None:
    """``FileExistsError`` where a link, a device or a folder stands: only a file is replaced."""
    if path.is_symlink():
        raise FileExistsError(None, "a symbolic link, which is not followed")
    if path.exists() and not path.is_file():
        raise FileExistsError(None, "a folder, device or pipe, which is not replaced")


def reason_of(error: OSError) -> str:
    """Why the system did not do it, as a phrase."""
    return (error.strerror or "unknown reason").lower()


def require_file(file: Path, option: str, *endings: str) -> None:
    """Refuse what cannot be such a file, before the work is done."""
    if file.suffix.lower() not in endings:
        raise _refused(option, str(file), f"a file that ends in {' or '.join(endings)}")
    if file.is_dir():
        raise _refused(option, str(file), "a file, not a folder")
    if not file.absolute().parent.is_dir():
        raise _refused(option, str(file), "a file in a folder that exists")
    if not os.access(file.absolute().parent, os.W_OK):
        raise _refused(option, str(file), "a file in a folder that may be written to")


def require_other(output: Path, option: str, *read: Path) -> None:
    """Refuse to write over what is read."""
    if output.resolve() in {file.resolve() for file in read}:
        raise _refused(option, str(output), "another file than the scenario")


def require_new(file: Path) -> None:
    """Refuse to write over anything."""
    if file.exists() or file.is_symlink():
        raise _refused("the file to write", str(file), "one that does not exist yet")


def write_file(file: Path, content: str | bytes) -> None:
    """Write the whole file or nothing."""
    write_together({file: content})


def write_together(files: Mapping[Path, str | bytes]) -> None:
    """Write all of these files whole, or none of them.

    Each is written beside its place first, and all are then renamed; a file that was new is taken
    away again where a later one cannot be renamed.
    """
    drafts: dict[Path, Path] = {}
    placed: list[Path] = []
    file = None
    try:
        for file, content in files.items():
            refuse_to_replace(file)
            drafts[file] = _draft(file, content)
        for file, draft in drafts.items():
            new = not file.exists()
            draft.replace(file)
            placed += [file] if new else []
    except OSError as error:
        _take_away([*drafts.values(), *placed])
        reason = reason_of(error)
        raise _refused("the file to write", str(file), f"writable ({reason})") from None
    except BaseException:
        _take_away([*drafts.values(), *placed])
        raise


def _draft(file: Path, content: str | bytes) -> Path:
    """What is to be in a file, in another beside it."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content.encode("utf-8") if isinstance(content, str) else content)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _take_away(files: list[Path]) -> None:
    for one in files:
        one.unlink(missing_ok=True)


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write all files into a folder, which is made if it is missing, or none of them."""
    made = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        for name in files:
            refuse_to_replace(folder / name)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".") as drafts:
            for name, content in files.items():
                (Path(drafts) / name).write_bytes(content)
            for name in files:
                (Path(drafts) / name).replace(folder / name)
    except OSError as error:
        reason = reason_of(error)
        if made and folder.is_dir():
            folder.rmdir()
        raise _refused(
            "the folder to write into", str(folder), f"one that can be written ({reason})"
        ) from None


def _refused(place: str, value: str, expected: str) -> InvalidInput:
    from games.errors import InvalidInput  # numpy comes with it, and --help need not wait

    return InvalidInput(place, value, expected)
