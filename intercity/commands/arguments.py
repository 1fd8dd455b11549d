"""Arguments and options that commands share, and how a wrong one is refused before the work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from intercity.files import require_file, require_other, wrong

__all__ = [
    "File",
    "NoRanges",
    "of_file",
    "require_excel",
    "require_one_output",
    "require_page",
    "require_picture",
]

File = Annotated[Path, typer.Argument(metavar="FILE", help="A scenario file (TOML).")]

NoRanges = Annotated[
    bool,
    typer.Option(
        "--no-ranges",
        help="Do not move assumed numbers in their ranges, which takes most of the time.",
    ),
]


@contextmanager
def of_file(file: Path) -> Iterator[None]:
    """Say of which file's numbers a game was refused."""
    from games.errors import IntercityError
    from intercity.scenario.errors import ScenarioError

    try:
        yield
    except ScenarioError:
        raise
    except IntercityError as error:
        raise IntercityError(f"{file}: {error}") from None


def require_one_output(given: Mapping[str, bool]) -> None:
    """Refuse more than one of the options that say what is printed or written."""
    chosen = [name for name, one in given.items() if one]
    if len(chosen) > 1:
        raise wrong("the choice of output", " ".join(chosen), "one of them at a time")


def require_page(output: Path, *read: Path) -> None:
    """Refuse what cannot be a page."""
    require_file(output, "--output", ".html", ".htm")
    require_other(output, "--output", *read)


def require_excel(file: Path | None, *read: Path) -> None:
    """Refuse what cannot be an Excel file, and say what is missing to write one."""
    if file is None:
        return
    from intercity.report.table_files import require_openpyxl

    require_file(file, "--xlsx", ".xlsx")
    require_other(file, "--xlsx", *read)
    require_openpyxl()


def require_picture(output: Path, *read: Path) -> None:
    """Refuse what cannot be a picture, and say what is missing to draw one."""
    from intercity.pictures import require_matplotlib

    require_matplotlib()
    require_file(output, "-o", ".png", ".svg")
    require_other(output, "-o", *read)
