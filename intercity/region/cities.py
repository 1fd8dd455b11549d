"""Cities, sources and years: what every other table rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from games.input_limits import MOST_CITIES
from intercity.scenario.errors import Keys, Violation, missing, nearest
from intercity.scenario.quantity import toml_text

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["no_time", "players_violations", "sources_violations", "time_violations"]


def players_violations(s: Scenario) -> Iterator[Violation]:
    """City names that can be told apart, and not too many."""
    if not s.players:
        yield missing(("cities",), "at least one city, as [cities.NAME]")
    table: Keys = ("cities",) if s.cities else ("game", "worths") if s.game else ("subsidies",)
    seen: dict[str, str] = {}
    for name in s.players:
        keys = (*table, name) if s.cities else table
        folded = " ".join(name.casefold().split())
        if not folded or "," in name or name != name.strip():
            yield Violation(
                keys,
                f"the city name {toml_text(name)}",
                "a name without commas, and without blanks at its ends",
            )
        elif folded in seen:
            yield Violation(keys, f"the same city as {toml_text(seen[folded])}", "given once")
        seen.setdefault(folded, name)
    if len(s.players) > MOST_CITIES:
        yield Violation(
            table, f"a list of {len(s.players)} cities", f"shorter: at most {MOST_CITIES}"
        )


def sources_violations(s: Scenario) -> Iterator[Violation]:
    """Every source that a number names is listed."""
    expected = 'a key of [sources], or start with "derived"'

    def named(src: str) -> bool:
        return src.startswith("derived") or any(key in src for key in s.sources)

    for keys, quantity in s.located_quantities():
        if quantity.src is not None and not named(quantity.src):
            close = nearest(quantity.src, s.sources)
            yield Violation((*keys, "src"), toml_text(quantity.src), f"{expected} ({close})")
    if s.game is not None and s.game.src is not None and not named(s.game.src):
        yield Violation(("game", "src"), toml_text(s.game.src), expected)


def time_violations(s: Scenario) -> Iterator[Violation]:
    """A horizon wherever years are counted, and interest where they go on for ever."""
    if s.time is not None:
        if s.time.beyond == "perpetuity" and not s.time.interest.value:
            yield Violation(
                ("time", "interest"),
                toml_text(s.time.interest.value),
                'above 0, or beyond should be "nothing": without interest what goes on for ever '
                "adds up without end",
            )
        return
    one_off = [
        f"platforms.{name}.cost_one_off"
        for name, p in s.platforms.items()
        if p.cost_one_off is not None
    ]
    one_off += [f"resources.{name}.exchange" for name, r in s.resources.items() if r.exchange]
    if s.compact is not None:
        one_off.append("compact")
    if one_off:
        yield no_time(one_off[0])


def no_time(key: str) -> Violation:
    """That [time] is missing where a sum that is paid once, at a key, is spread over it."""
    return missing(("time",), f"given with horizon and interest, since {key} is paid over time")
