"""What commands share: the FILE argument, and how an input is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from games.errors import InvalidInput

__all__ = ["File", "of_file", "wrong"]

File = Annotated[Path, typer.Argument(metavar="FILE", help="A scenario file (TOML).")]


def wrong(place: str, value: str, expected: str) -> InvalidInput:
    """The error for an option with such a value, which should be what is expected."""
    from games.errors import InvalidInput  # numpy comes with it, and --help need not wait

    return InvalidInput(place, value, expected)


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
