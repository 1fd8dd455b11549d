"""The catalogue of conjectures: one TOML file each, in this package or in a folder of one's own.

>>> by_name = {each.name: each for each in read_catalogue()}
>>> by_name["shapley-value-of-convex-games-in-core"].status
'theorem'
"""

from __future__ import annotations

from pathlib import Path

from games.errors import MISSING, InvalidInput, Told
from intercity.conjectures.conjecture import Conjecture, read_conjecture
from intercity.files import NotAFile, read_file, why_unread, write_files

__all__ = ["CATALOGUE", "add_conjecture", "read_catalogue"]

LARGEST = 1 << 20
"""Bytes of a file: with certificates one has seventy thousand."""

_SAID = {"theorem": "cited", "proved": "proved"}

CATALOGUE = Path(__file__).parent / "catalogue"


def read_catalogue(folder: Path | None = None) -> tuple[Conjecture, ...]:
    """All conjectures of a folder, by name; the library's own where no folder is given.

    Errors: ``InvalidInput`` for a folder without conjectures, or a file that cannot be read.
    """
    place = CATALOGUE if folder is None else Path(folder)
    files = sorted(place.glob("*.toml"))
    if not files:
        raise InvalidInput(f"folder {place}", MISSING, "a folder with a conjecture in it (*.toml)")
    return tuple(read_conjecture(file.stem, _text(file)) for file in files)


def _text(file: Path) -> str:
    """What is written in a file; ``InvalidInput`` says why it cannot be read."""
    try:
        return read_file(file, LARGEST).decode("utf-8")
    except (OSError, NotAFile, UnicodeDecodeError) as error:
        raise InvalidInput(f"file {file}", Told(why_unread(error)), "a conjecture (TOML)") from None


def add_conjecture(file: Path, folder: Path, *, max_examples: int, seed: int) -> Conjecture:
    """Search a conjecture's file for a counterexample, and write it with its status to a folder.

    What is proved or cited stays so, or is refused if a case breaks it: then the predicate says
    something else.

    Errors: ``InvalidInput`` for a file that cannot be read, a name that the folder has, a status
    without its evidence, what is proved or cited and broken by a case, and a folder that cannot be
    written.
    """
    given = read_conjecture(file.stem, _text(file))
    target = folder / f"{given.name}.toml"
    if target.exists():
        raise InvalidInput("name of the conjecture", given.name, f"one that {folder} has not yet")
    for wrong in given.violations():
        expected = f'"open", or given with evidence that holds ({wrong})'
        raise InvalidInput(f"status of {file.name}", given.status, expected)
    found = given.searched(max_examples=max_examples, seed=seed)
    if given.status in ("theorem", "proved") and found.status == "refuted":
        assert found.refutation is not None  # noqa: S101 - the search found it
        expected = f"what is {_SAID[given.status]} (this case breaks it: {found.refutation.case})"
        raise InvalidInput("predicate", given.predicate.text, expected)
    write_files(folder, {target.name: found.toml().encode()})
    return found
