"""Stores: where the parts of a sweep are kept, in memory or in a folder.

A folder has ``sweep.json``, which says what is swept, and ``parts/``, each part a Parquet file. A
part is written under a temporary name and renamed, so that it is there as a whole or not at all:
whatever ends a sweep, its finished parts stay, and what they hold is not worked out again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from games.errors import InvalidInput, Told
from games.input_limits import fraction_from_json
from intercity.files import read_file, reason_of, write_file
from intercity.scenario.quantity import toml_text
from intercity.scenario_file import parse_scenario

if TYPE_CHECKING:
    from pyarrow import Table

    from intercity.scenario.scenario import Scenario

__all__ = ["FolderStore", "MemoryStore", "Store", "Subject"]

ABOUT, LOCK = "sweep.json", ".lock"
LARGEST_ABOUT = 20_000_000


@dataclass(frozen=True, slots=True)
class Subject:
    """What is swept: the ``text`` of a scenario and what was ``moved`` in it before, as texts.

    And the ``keys`` of the numbers, the ``checks`` asked, the ``version`` of the library, and
    whether ``figures`` are wanted beside verdicts.
    """

    text: str
    moved: dict[str, str]
    keys: tuple[str, ...]
    checks: tuple[str, ...]
    version: str
    figures: bool = True

    def to_json(self) -> str:
        """The text of the folder's description."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({"format": 1, **told}, indent=1, ensure_ascii=False)


class MemoryStore:
    """Parts kept in memory, for a sweep that is written nowhere."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._parts: list[bytes] = []

    def add(self, part: bytes) -> None:
        """Keep a part."""
        self._parts.append(part)

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[Table]:
        """Each part as a table of Arrow."""
        import pyarrow.parquet as pq

        for part in self._parts:
            yield pq.read_table(BytesIO(part), columns=columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class FolderStore:
    """Parts kept in a folder, for one sweep at a time, to be gone on with.

    Entering it makes the folder, or makes sure that what is there is of the same sweep. Errors:
    ``InvalidInput`` where it is of another one, is used by another process or cannot be written.
    """

    def __init__(self, folder: Path, subject: Subject) -> None:
        self.folder, self.subject = folder, subject
        self._lock: Any = None

    @property
    def parts(self) -> Path:
        """The folder of the parts, which pandas reads as one table."""
        return self.folder / "parts"

    def __enter__(self) -> Self:
        about = self.folder / ABOUT
        if self.folder.exists() and not self.folder.is_dir():
            raise self._refused("a folder, not a file")
        if self.folder.is_dir() and not about.exists() and not self._only_begun:
            raise self._refused("a new or empty folder, or that of a sweep: this has other files")
        try:
            self.parts.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self.folder / LOCK)
        except OSError as error:
            raise self._refused(f"a folder that can be written to ({reason_of(error)})") from None
        if self._lock is None:
            raise self._refused("another folder, or this one later: another sweep is writing to it")
        try:
            if about.exists():
                self._refuse_another(about)
            else:
                write_file(about, self.subject.to_json())
            drafts = *self.parts.glob(".*"), *self.folder.glob(f".{ABOUT}.*")
            for draft in drafts:  # of a sweep that was killed
                draft.unlink(missing_ok=True)
        except BaseException:
            self.__exit__()
            raise
        return self

    @property
    def _only_begun(self) -> bool:
        """Whether the folder is empty, or is of a sweep that was killed as it began."""
        own = (self.parts.name, LOCK)
        return not any(self.parts.glob("*")) and all(
            one.name in own or one.name.startswith(f".{ABOUT}.") for one in self.folder.iterdir()
        )

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _refused(self, right: str) -> InvalidInput:
        return InvalidInput("the folder of the sweep", str(self.folder), right)

    def _refuse_another(self, about: Path) -> None:
        """Refuse to go on with a sweep of another scenario, of other numbers or checks."""
        try:
            told = json.loads(read_file(about, LARGEST_ABOUT))
            kept = Subject(
                str(told["text"]),
                {k: str(fraction_from_json(x)) for k, x in dict(told["moved"]).items()},
                tuple(map(str, told["keys"])),
                tuple(map(str, told["checks"])),
                str(told["version"]),
                told.get("figures", True) is True,
            )
        except (OSError, ValueError, LookupError, TypeError):
            raise self._refused(f"one whose {ABOUT} can be read") from None
        mine = self.subject
        if kept.version != mine.version:
            raise self._another(f"of version {kept.version} of intercity; this is {mine.version}")
        if difference := _difference(kept, mine):
            raise self._another(f"of another scenario: {difference}")
        if kept.keys != mine.keys:
            raise self._another(f"over {', '.join(kept.keys)}, not {', '.join(mine.keys)}")
        if kept.checks != mine.checks:
            asked, now = ", ".join(kept.checks), ", ".join(mine.checks)
            raise self._another(f"of the checks {asked}, not {now}")
        if kept.figures != mine.figures:
            kinds = {True: "with figures", False: "of verdicts alone"}
            raise self._another(f"{kinds[kept.figures]}, not {kinds[mine.figures]}")
        self.subject = kept

    def _another(self, told: str) -> InvalidInput:
        right = f"gone on with as it was begun ({ABOUT} in it says how); or choose another folder"
        return InvalidInput(f"the sweep in {self.folder}", Told(told), right)

    def add(self, part: bytes) -> None:
        """Write a part, whole or not at all. Errors: ``InvalidInput`` where there is no room."""
        file = self.parts / f"{hashlib.sha256(part).hexdigest()[:20]}.parquet"
        draft = self.parts / f".{file.stem}.draft"
        try:
            with draft.open("wb") as out:
                out.write(part)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(file)
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            right = (
                f"writable ({reason_of(error)}); what is there is kept: make room, and ask for the "
                "same sweep again"
            )
            raise self._refused(right) from None

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[Table]:
        """Each part as a table of Arrow."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        for file in sorted(self.parts.glob("*.parquet")):
            try:
                yield pq.read_table(file, columns=columns, partitioning=None)
            except (OSError, pa.ArrowException) as error:
                why = str(error).split("\n")[0][:200]
                right = "a part of a sweep; delete it, and ask for the same sweep again"
                raise InvalidInput(str(file), Told(f"not readable ({why})"), right) from None


Store = MemoryStore | FolderStore


def _locked(file: Path) -> Any:
    """An open file that no other process has locked; ``None`` where one has.

    The lock ends with the process, whatever ends it. Where the system has no locks, none is held.
    """
    handle = file.open("w", encoding="utf-8")
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    except (ImportError, OSError):
        pass
    return handle


def _difference(kept: Subject, mine: Subject) -> str:
    """In which numbers two scenarios differ, or that they do; empty where they say the same."""
    if (kept.text, kept.moved) == (mine.text, mine.moved):
        return ""
    was, now = _scenario(kept), _scenario(mine)
    numbers = dict(was.quantities())
    differ = [
        f"{key} was {toml_text(numbers[key].value)} and is {toml_text(one.value)} now"
        for key, one in now.quantities()
        if key in numbers and numbers[key].value != one.value
    ]
    if differ:
        more = f" and {len(differ) - 3} more" if len(differ) > 3 else ""
        return ", ".join(differ[:3]) + more
    same = all(getattr(was, name, None) == getattr(now, name) for name in type(now).model_fields)
    return "" if same else "it says something else"


def _scenario(subject: Subject) -> Scenario:
    return parse_scenario(subject.text).moved({k: Fraction(x) for k, x in subject.moved.items()})
