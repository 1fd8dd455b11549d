"""Names that a scenario gives: known, different, and told with the nearest one if they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation, nearest
from intercity.scenario.quantity import toml_text

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["unknown_cities", "unknown_city", "unknown_names", "unlike_members"]


def unknown_names(
    keys: Keys, names: Iterable[str], known: Iterable[str], what: str, *, as_value: bool = False
) -> Iterator[Violation]:
    """A fault for each name that is not known; the names are keys, or one value."""
    known = list(known)
    for name in names:
        if name not in known:
            found = f"{toml_text(name)}, an unknown {what}" if as_value else f"an unknown {what}"
            yield Violation(keys if as_value else (*keys, name), found, nearest(name, known))


def unknown_cities(s: Scenario, keys: Keys, names: Iterable[str]) -> Iterator[Violation]:
    """A fault for each key that is no city."""
    yield from map(_or_listed(s), unknown_names(keys, names, s.players, "city"))


def unknown_city(s: Scenario, keys: Keys, name: str | None) -> Iterator[Violation]:
    """A fault where a value is no city."""
    if name is not None:
        found = unknown_names(keys, [name], s.players, "city", as_value=True)
        yield from map(_or_listed(s), found)


def _or_listed(s: Scenario) -> Callable[[Violation], Violation]:
    """A fault with the other remedy: the city may have been left out of [cities]."""
    also = ", or be listed in [cities]" if s.cities else ""
    return lambda fault: fault._replace(expected=fault.expected + also)


def unlike_members(
    keys: Keys, names: tuple[str, ...], known: Iterable[str], what: str
) -> Iterator[Violation]:
    """A list of different, known names."""
    known = list(known)
    for i, name in enumerate(names):
        yield from unknown_names((*keys, i), [name], known, what, as_value=True)
        if name in names[:i]:
            yield Violation((*keys, i), f"{toml_text(name)} again", "a list of different names")
