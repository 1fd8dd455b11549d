"""Files: read up to a stated size, written whole or not at all.

A device or a pipe may never end, so neither is read; nor is a link, a device or a folder replaced.

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
    "require_folder",
    "require_new",
    "require_other",
    "why_unread",
    "write_file",
    "write_files",
    "write_together",
    "wrong",
]


class NotAFile(ValueError):
    """What is no regular file, or one that is too large; the message is a phrase."""


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a regular file with at most ``most``. Errors: ``OSError``, ``NotAFile``."""
    _refuse_others(path.stat().st_mode)
    # do not wait: the file may have been replaced by a pipe meanwhile
    opened = os.open(path, os.O_RDONLY | _flag("O_NONBLOCK") | _flag("O_BINARY"))
    with os.fdopen(opened, "rb") as file:
        status = os.fstat(file.fileno())
        _refuse_others(status.st_mode)
        if status.st_size > most or len(found := file.read(most + 1)) > most:
            raise NotAFile(f"a file of more than {most:,} bytes")
    return found


def _flag(name: str) -> int:
    """A flag of ``os``; 0 on systems without it."""
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
    """Why the system refused, as a phrase."""
    return (error.strerror or "unknown reason").lower()


def require_file(file: Path, option: str, *endings: str) -> None:
    """Refuse a file that cannot be written or has another ending, before the work is done."""
    if file.suffix.lower() not in endings:
        raise wrong(option, str(file), f"a file that ends in {' or '.join(endings)}")
    if file.is_dir():
        raise wrong(option, str(file), "a file, not a folder")
    if not file.absolute().parent.is_dir():
        raise wrong(option, str(file), "a file in a folder that exists")
    if not os.access(file.absolute().parent, os.W_OK):
        raise wrong(option, str(file), "a file in a folder that may be written to")


def require_folder(folder: Path, option: str) -> None:
    """Refuse a folder that can neither be written to nor be made, before the work is done."""
    written = folder if folder.exists() else folder.absolute().parent
    if folder.exists() and not folder.is_dir():
        raise wrong(option, str(folder), "a folder, not a file")
    if not written.is_dir():
        raise wrong(option, str(folder), "a folder, or the name of a new one in one that exists")
    if not os.access(written, os.W_OK):
        raise wrong(option, str(folder), "a folder that may be written to")


def require_other(output: Path, option: str, *read: Path) -> None:
    """Refuse to write over what is read."""
    if output.resolve() in {file.resolve() for file in read}:
        raise wrong(option, str(output), "another file than those that are read")


def require_new(file: Path) -> None:
    """Refuse to write over anything."""
    if file.exists() or file.is_symlink():
        raise wrong("the file to write", str(file), "one that does not exist yet")


def write_file(file: Path, content: str | bytes) -> None:
    """Write the whole file or nothing."""
    write_together({file: content})


def write_together(files: Mapping[Path, str | bytes]) -> None:
    """Write all of these files whole, or none of them."""
    try:
        _write_all(files)
    except OSError as error:
        reason = reason_of(error)
        raise wrong("the file to write", error.filename, f"writable ({reason})") from None


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files into a folder, which is made if it is missing, or none of them."""
    made = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        _write_all({folder / name: content for name, content in files.items()})
    except OSError as error:
        reason = reason_of(error)
        if made and folder.is_dir():
            folder.rmdir()
        raise wrong(
            "the folder to write into", str(folder), f"one that can be written ({reason})"
        ) from None


def _write_all(files: Mapping[Path, str | bytes]) -> None:
    """Write all of these files whole, or none; the ``filename`` of an ``OSError`` is the file's.

    Each is written beside its place first, and all are then renamed. If one cannot be renamed, the
    files that were new are removed again.
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
    except BaseException as error:
        for one in (*drafts.values(), *placed):
            one.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = str(file)
        raise


def _draft(file: Path, content: str | bytes) -> Path:
    """A temporary file beside another, with its content to be."""
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


def wrong(place: str, value: str, expected: str) -> InvalidInput:
    """The error for such a value, of an option say, and what would be right."""
    from games.errors import InvalidInput  # it imports numpy, which --help does without

    return InvalidInput(place, value, expected)
