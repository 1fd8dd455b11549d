"""The subsidy race."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation, missing
from intercity.scenario.names import unknown_names, unlike_members
from intercity.scenario.quantity import toml_text
from intercity.topics.arms_race.accord_validation import accord_violations
from intercity.topics.arms_race.section import Subsidies

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["subsidies_violations"]


_LOGIT = ("mu", "attractiveness", "outside_option", "caps", "firm_weight")


_CONTEST = ("efficiency", "captured")


def subsidies_violations(s: Scenario) -> Iterator[Violation]:
    """Bidders are cities, and each has the numbers that its race asks for."""
    race = s.section(Subsidies)
    if race is None:
        return
    yield from unlike_members(("subsidies", "bidders"), race.bidders, s.players, "city")
    for field in ("attractiveness", "caps", "budget", "spillovers", "efficiency"):
        yield from unknown_names(("subsidies", field), getattr(race, field), race.bidders, "bidder")
    for city, others in race.spillovers.items():
        yield from unknown_names(("subsidies", "spillovers", city), others, race.bidders, "bidder")
        if city in others:
            found, expected = "a spillover from itself", "left out (what is its own is its value)"
            yield Violation(("subsidies", "spillovers", city, city), found, expected)
    yield from _technology(race)
    yield from accord_violations(s, race)
    if isinstance(race.value, Mapping):
        yield from unknown_names(("subsidies", "value"), race.value, race.bidders, "bidder")
        for bidder in race.bidders:
            if bidder not in race.value:
                yield missing(("subsidies", "value", bidder), "a value for every bidder")
        return
    if s.project is None:
        yield Violation(
            ("subsidies", "value"),
            toml_text(race.value),
            "a table by bidder, since there is no [project]",
        )
    elif race.hub is None:
        yield missing(("subsidies", "hub"), "the city in whose district they bid")
    else:
        keys: Keys = ("subsidies", "hub")
        hubs = s.project.return_rate
        yield from unknown_names(
            keys, [race.hub], hubs, "hub of project.return_rate", as_value=True
        )
        for bidder in race.bidders:
            if race.hub in hubs and bidder not in hubs[race.hub]:
                yield missing(
                    ("project", "return_rate", race.hub, bidder),
                    "given, since subsidies.value is taken from project",
                )


def _technology(race: Subsidies) -> Iterator[Violation]:
    """Each technology has its own numbers: what it needs, and what it would not look at."""
    technology = race.technology
    if technology == "logit":
        for field, meaning in (
            ("mass", "the projects that can move"),
            ("mu", "how differently firms judge places, above 0"),
        ):
            if getattr(race, field) is None:
                yield missing(("subsidies", field), meaning)
    foreign = [*_CONTEST, "exponent"] if technology == "logit" else list(_LOGIT)
    foreign += ["exponent"] if technology in ("all-pay", "bertrand") else []
    for field in foreign:
        given = getattr(race, field)
        if given is not None and given != {}:
            whose = "tullock" if field == "exponent" else "logit" if field in _LOGIT else "contests"
            yield Violation(
                ("subsidies", field),
                f'given with technology = "{technology}"',
                f"left out (only {whose} {'look' if whose == 'contests' else 'looks'} at it)",
            )
