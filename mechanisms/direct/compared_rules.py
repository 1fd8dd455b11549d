"""Rules side by side: what each gives up of the gain if all values were known."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from games.by_city import one_of
from solvers.answer import Answer

__all__ = ["ComparedRules"]


class _Rule(Protocol):
    @property
    def gain(self) -> Fraction: ...


class ComparedRules(Answer):
    """``first_best``: the gain if values were known; ``rules``: by name, each with its ``gain``."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def first_best(self) -> Fraction: ...
        @property
        def rules(self) -> Mapping[str, _Rule]: ...

    def lost(self, rule: str) -> Fraction:
        """What a rule gives up."""
        one_of(rule, self.rules, "a rule")
        return self.first_best - self.rules[rule].gain
