"""What every table of a scenario file is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Section"]


class Section(BaseModel):
    """A table of the file: frozen, and without keys that nobody would read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def players(self) -> tuple[str, ...]:
        """The cities that the table names, where no other table does."""
        return ()
