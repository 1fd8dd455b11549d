"""All paths of a province side by side, the paper's claims, and where on a grid they turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.by_city import truth
from games.errors import IntercityError, InvalidInput, of_kind
from intercity.proofs import Recorder, Replayer, Unverified
from intercity.scenario.scenario import Scenario
from intercity.topics.paths.claims import CONCLUSION, ClaimName, claims
from intercity.topics.paths.corridor import corridor
from intercity.topics.paths.enclaves import multi_centre, single_centre
from intercity.topics.paths.facts import PathFacts
from intercity.topics.paths.free_flow import free_flow
from intercity.topics.paths.path_comparison import GridOfClaims, PathComparison
from intercity.topics.paths.point_hub import point_hub
from intercity.topics.paths.province import Province, province
from intercity.topics.paths.section import Paths
from intercity.topics.paths.zone import zone

if TYPE_CHECKING:
    from intercity.topics.paths.section import Grid
    from mechanisms.compact.run_solver import RunSolver

__all__ = ["all_paths", "paths", "verify_paths"]

MOST = 15
"""So many cities at most: corridor and facility look at all groups."""


def paths(scenario: Scenario, *, grid: bool = True, ends: bool = False) -> PathComparison:
    """Free flow, corridor, zones, point hub, and enclaves with one centre and with several.

    Each path is computed from the same numbers of ``[paths]`` to the same facts, by solvers whose
    certificates are kept. Corridor, zones and point hub are there if the scenario has their tables.
    Without ``grid`` the grid of two numbers is left out; with ``ends`` each assumed number is also
    moved to both ends of its range, the others staying.

    Where it could not be found out which zones of more than 8 cities are stable, that path is left
    out, and no claim holds that would be compared with it.

    Errors: ``InvalidInput`` for a scenario without ``[paths]``, or of more than 15 cities.

    >>> import intercity as ic
    >>> found = ic.paths(ic.load_scenario("examples/zhejiang/province_of_ten.toml"), grid=False)
    >>> list(found.paths)
    ['free flow', 'corridor', 'zone', 'point hub', 'single centre', 'multi-centre']
    >>> found.paths["multi-centre"].bid < found.paths["single centre"].bid
    True

    Source: the paths are Hu and Zhang's (2024), sections 1, 2 and 4.1.
    """
    of_kind(scenario, Scenario, place="subject of paths", hint="load_scenario reads it")
    grid, ends = truth(grid, "grid"), truth(ends, "ends")
    recorder = Recorder()
    found = all_paths(province(scenario), recorder)
    given = scenario.section(Paths)
    asked = given.grid if grid and given is not None else None
    return PathComparison(
        scenario.money,
        found,
        None if asked is None else _grid(scenario, asked),
        _ends(scenario, found) if ends else None,
        certificates=tuple(recorder.to_json()),
    )


def verify_paths(scenario: Scenario, printed: Mapping[str, Any]) -> int:
    """How many certificates of ``to_json`` hold; the paths that they prove are those printed.

    The grid is not looked at again. Errors: ``Unverified``, an ``IntercityError``, says what does
    not hold; ``InvalidInput`` for what is no scenario, or no mapping.

    >>> import intercity as ic
    >>> region = ic.load_scenario("examples/zhejiang/province_of_ten.toml")
    >>> ic.verify_paths(region, ic.paths(region, grid=False).to_json()) > 0
    True
    """
    of_kind(scenario, Scenario, place="scenario of verify_paths", hint="load_scenario reads it")
    of_kind(printed, Mapping, place="what verify_paths re-checks", hint="to_json() of paths")
    certificates = printed.get("certificates")
    if not isinstance(certificates, list):
        raise Unverified("There are no certificates.")
    replayer = Replayer(certificates)
    found = all_paths(province(scenario), replayer)
    replayer.finish()
    again = PathComparison(scenario.money, found, None).to_json()
    for key in ("money", "paths", "conclusion_holds", "claims"):
        if again[key] != printed.get(key):
            raise Unverified(f"What is printed under {key} does not follow from the certificates.")
    return replayer.checked


def all_paths(
    given: Province, run_solver: RunSolver, *, leaving: bool = True
) -> dict[str, PathFacts]:
    """The paths that a province has numbers for, by name."""
    if len(given.cities) > MOST:
        raise InvalidInput("the number of cities", len(given.cities), f"at most {MOST}")
    return {one.name: one for one in _each(given, run_solver, leaving=leaving)}


def _each(given: Province, run_solver: RunSolver, *, leaving: bool) -> Iterator[PathFacts]:
    flow = free_flow(given, run_solver)
    yield flow
    if given.line is not None:
        yield corridor(given, flow, run_solver, leaving=leaving)
    if given.zones is not None:
        try:
            yield zone(given, flow, run_solver)
        except Unverified:
            raise
        except IntercityError:  # whether any zones are stable was not found out
            pass
    if given.site is not None:
        yield point_hub(given, flow, run_solver, leaving=leaving)
    yield single_centre(given, flow, run_solver, leaving=leaving)
    yield multi_centre(given, flow, run_solver, leaving=leaving)


def _ends(
    scenario: Scenario, found: Mapping[str, PathFacts]
) -> dict[ClaimName, tuple[tuple[str, Fraction], ...]]:
    """What turns each claim of the conclusion, of all numbers at both ends of their ranges."""
    here = {one.name: one.holds for one in claims(found)}
    turned: dict[ClaimName, list[tuple[str, Fraction]]] = {name: [] for name in CONCLUSION}
    for key, quantity in scenario.quantities():
        for end in dict.fromkeys((quantity.low, quantity.high)):
            if key[: len("paths.")] != "paths." or end is None or end == quantity.value:
                continue
            moved = all_paths(province(scenario.moved({key: end})), Recorder(), leaving=False)
            for one in claims(moved):
                if one.name in turned and one.holds is not here[one.name]:
                    turned[one.name].append((key, end))
    return {name: tuple(keys) for name, keys in turned.items()}


def _grid(scenario: Scenario, asked: Grid) -> GridOfClaims:
    columns = _steps(scenario, asked.across, asked.columns)
    rows = _steps(scenario, asked.down, asked.rows)

    def failing(across: Fraction, down: Fraction) -> tuple[ClaimName, ...]:
        moved = scenario.moved({asked.across: across, asked.down: down})
        found = claims(all_paths(province(moved), Recorder(), leaving=False))
        return tuple(one.name for one in found if one.name in CONCLUSION and not one.holds)

    return GridOfClaims(
        asked.across,
        asked.down,
        columns,
        rows,
        tuple(tuple(failing(x, y) for x in columns) for y in rows),
    )


def _steps(scenario: Scenario, key: str, count: int) -> tuple[Fraction, ...]:
    """Equal steps from one end of a number's range to the other."""
    found = scenario.quantity(key)
    assert found.low is not None and found.high is not None  # noqa: S101, PT018 - validated
    return tuple(
        found.low + (found.high - found.low) * Fraction(k, count - 1) for k in range(count)
    )
