"""What every table of a scenario file is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from intercity.scenario.kept_tax import KeptTax

__all__ = ["Section"]


class Section(BaseModel):
    """A table of the file: frozen, and without keys that nobody would read."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @property
    def players(self) -> tuple[str, ...]:
        """The cities that the table names, where no other table does."""
        return ()

    @property
    def kept_tax(self) -> Mapping[str, KeptTax]:
        """By city, what the table leaves it of its own tax, where that is not all."""
        return {}

    def sees_a_breach_within(self, cities: Collection[str]) -> int | None:
        """In how many years a breach of a truce of these cities is seen, where the table says."""
        del cities
        return None

    @property
    def payee_is_cut(self) -> bool:
        """Whether a tax that is shared counts as the own tax of who gets it."""
        return False

    @property
    def yearly_costs(self) -> Mapping[str, Fraction]:
        """By platform, what the table adds to what it costs a year."""
        return {}
