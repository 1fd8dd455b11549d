"""Worths given by hand: their game, for each group one, and nothing that would make others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from games.coalitional import CoalitionalGame, refuse_too_large
from games.errors import TooLarge
from games.players import coalition_name
from intercity.scenario.errors import Keys, Violation, missing
from intercity.scenario.names import unknown_names
from intercity.scenario.quantity import toml_text
from intercity.scenario.table_of_worths import joined, members

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["game_violations", "table_of_worths"]


_INSTEAD = (
    "resources",
    "platforms",
    "project",
    "build",
    "firm",
    "activities",
    "compact",
    "province",
    "statistics",
)

NO_TABLE = "[resources] and [[activities]], which say what cities own and can do, need no table"


def game_violations(s: Scenario) -> Iterator[Violation]:
    """A worth for each group, once."""
    game = s.game
    if game is None:
        return
    beside = [f"[{table}]" for table in _INSTEAD if s.has(table)]
    if beside:
        found = f"given beside {' '.join(beside)}"
        yield Violation(("game",), found, "the only place that says what groups make")
    if (game.src is None) == (game.assumed is None):
        where, what = ("game", "src"), 'either src = "..." (who says so) or assumed = "..." (why)'
        yield (
            missing(where, what)
            if game.src is None
            else Violation(where, "given beside assumed", what)
        )
    keys: Keys = ("game", "worths")
    try:
        refuse_too_large(len(s.players), "cities", NO_TABLE)
    except TooLarge as error:
        many = f"a table of {len(s.players)} cities"
        yield Violation(keys, many, f"shorter ({str(error).rstrip('.')})")
        return
    index = {name: 1 << i for i, name in enumerate(s.players)}
    given: dict[int, str] = {}
    for key, worth in game.worths.items():
        names = members(key)
        strangers = list(unknown_names((*keys, key), names, index, "city", as_value=True))
        yield from strangers
        if strangers:
            continue
        mask = sum(index[name] for name in dict.fromkeys(names))
        if len(set(names)) < len(names):
            yield Violation((*keys, key), "a group with a city twice", "different names")
        elif mask in given:
            yield Violation(
                (*keys, key), f"the same group as {toml_text(given[mask])}", "given once"
            )
        elif mask == 0 and worth != 0:
            yield Violation((*keys, key), toml_text(worth), "0, the worth of the empty group")
        given.setdefault(mask, key)
    count = (1 << len(index)) - 1 - sum(mask > 0 for mask in given)
    misread = list(_misread(game.worths, index)) if count else []
    yield from misread
    if count and not misread:
        first = next(mask for mask in range(1, len(given) + 2) if mask not in given)
        group = [name for name, bit in index.items() if first & bit]
        more = f" (and {count - 1} other groups)" if count > 1 else ""
        yield missing((*keys, ", ".join(group)), f"the worth of {coalition_name(group)}{more}")


def _misread(worths: Iterable[str], cities: Collection[str]) -> Iterator[Violation]:
    """Names of several cities without commas, and names that are like one that stands alone.

    One that stands alone and in groups, too, is meant as it is.
    """
    names = {key: members(key) for key in worths}
    alone = {group[0] for group in names.values() if len(group) == 1}
    first: dict[str, str] = {}
    for key, group in names.items():
        for name in group:
            first.setdefault(name, key)
    meant = alone & {name for group in names.values() if len(group) > 1 for name in group}
    for name, key in first.items():
        if name not in cities or name in meant:
            continue
        where: Keys = ("game", "worths", key)
        if parts := joined(name, alone):
            yield Violation(where, "one name", f'"{", ".join(parts)}", with commas')
        elif name not in alone and (near := get_close_matches(name, alone, 1, 0.75)):
            own = f"{toml_text(near[0])}, or have a worth of its own"
            yield Violation(where, toml_text(name), own)


def table_of_worths(scenario: Scenario) -> CoalitionalGame | None:
    """The game by its worths; ``None`` without the section."""
    if scenario.game is None:
        return None
    worths = {members(key): worth for key, worth in scenario.game.worths.items()}
    return CoalitionalGame(scenario.players, worths, scenario.game.sense)
