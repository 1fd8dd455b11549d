"""What a scenario's assumed numbers could be instead, several at a time.

The check-up moves one number at a time, and says where each turns a verdict. Drawn moves look for
what two or more do together, and shrink to as few numbers as break the law, as little as they can.

>>> from hypothesis import given
>>> import intercity as ic
>>> scenario = ic.parse_scenario('''
... format = 1
... title = "Terms in office"
... cities.Quzhou.tenure = { v = 5, low = 3, high = 8 }
... cities.Hangzhou.tenure = { v = 4, low = 3, high = 5 }
... ''')
>>> @given(scenario_moves(scenario))
... def terms_in_office_stay_in_their_ranges(moves):
...     assert all(3 <= city.tenure.value <= 8 for city in scenario.moved(moves).cities.values())
>>> terms_in_office_stay_in_their_ranges()
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st

from games.errors import InvalidInput, of_kind
from intercity.region.games import region
from intercity.scenario.quantity import Quantity
from intercity.scenario.scenario import Scenario
from intercity.scenario_file import inconsistencies

__all__ = ["scenario_moves"]

STEPS = 4
"""From the number given to either end of its range: few, so that ends are met together."""


@st.composite
def scenario_moves(
    draw: st.DrawFn, scenario: Scenario, keys: Iterable[str] | None = None
) -> dict[str, Fraction]:
    """New values by key, each inside the range of its number: for ``scenario.moved``.

    ``keys``: the numbers that may move, as ``scenario.quantities`` names them; all that are assumed
    if not given. Each moves a quarter, half, three quarters or all of the way to an end of its
    range.

    Errors: ``InvalidInput`` for a key that is not there, or whose number has a source.
    """
    of_kind(scenario, Scenario, place="scenario to move", hint="load_scenario reads it")
    if isinstance(keys, str) or not isinstance(keys, Iterable | None):
        raise InvalidInput("keys of the numbers that may move", keys, "a list of keys")
    assumed = {key: each for key, each in scenario.quantities() if not each.sourced}
    movable = list(assumed) if keys is None else list(keys)
    for key in movable:
        if key not in assumed:
            value = scenario.quantity(key).value
            raise InvalidInput(f"{key}, to be moved", value, "an assumed number, with a range")
    values = {key: there for key in movable if (there := _values(assumed[key]))}
    if not values:
        return {}
    chosen = draw(st.lists(st.sampled_from(list(values)), unique=True))
    moves = {key: draw(st.sampled_from(values[key])) for key in chosen}  # printed as numbers
    assume(_fits(scenario, moves))
    return moves


def _values(quantity: Quantity) -> list[Fraction]:
    """From the number given towards the ends of its range, the first step upwards first."""
    found = []
    for end in (quantity.high, quantity.low):
        assert end is not None  # noqa: S101 - assumed numbers have a range
        for step in range(1, STEPS + 1):
            value = quantity.value + (end - quantity.value) * step / STEPS
            found.append(Fraction(round(value)) if quantity.whole else value)
    return [value for value in dict.fromkeys(found) if value != quantity.value]


def _fits(scenario: Scenario, moves: dict[str, Fraction]) -> bool:
    """Whether a file with these numbers could be read: its tables agree, and are a region."""
    moved = scenario.moved(moves)
    try:
        region(moved)
    except InvalidInput:
        return False
    return not any(inconsistencies(moved))
