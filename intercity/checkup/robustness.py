"""Robustness: how far all assumed numbers may be off together before a verdict turns.

Let B(r) be all scenarios in which each assumed number has moved at most the part r of the way from
its value to the low or the high end of its range. A lower bound on the largest r for which no
scenario of B(r) turns a verdict is proven: each check is run once on all of B(r), in affine forms.
An example above it that turns one is found by search: the numbers are moved to where what the
check compares changes most.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from games.errors import of_kind
from intercity.checkup.break_even import decided
from intercity.checkup.part_of_ranges import (
    SMALLEST,
    Sides,
    halves_of,
    part_of_ranges,
    short_fraction,
    to_the_ends,
    with_few_values,
)
from intercity.checkup.sensitivity import movable
from intercity.checkup.turning_moves import TurningSearch, Way, verdict_at, ways_to_turn
from intercity.findings.checks import CHECKS, evaluate
from intercity.findings.robustness import BoxHints, Halved, Robustness, TurningMoves
from intercity.map_of_proof.verdict_on_box import COVERED, ScenarioBox
from intercity.proofs import Replayer, Unverified
from intercity.scenario.scenario import Scenario
from intercity.topics.registry import context_of
from solvers.enclosure.box import Box
from solvers.enclosure.enclosed_number import EnclosedNumber
from solvers.production.opening_proof import Memory
from solvers.production.opening_search import with_memory
from solvers.progress import followed, listening
from solvers.rational import Rational, rational

if TYPE_CHECKING:
    from intercity.checkup.workers import Workers
    from intercity.findings.finding import Finding
    from intercity.findings.switching_value import SwitchingValue

__all__ = ["radius_of", "radius_told", "robustness", "verified"]

ZERO, ONE = Fraction(0), Fraction(1)
NEAR = Fraction(63, 64)
"""The largest part that is tried, of that at which a verdict is known to turn."""
CLOSE = Fraction(5, 4)
"""The search for the largest part ends where one that is so many times as large is too much."""
PATHS = 16
"""So many ways in which comparisons may come out are looked at."""
WORK = 1500
"""So many numbers times groups: beyond, it would take longer than the check-up itself."""
MORE = 240
"""So many steps more are done where a box is halved, and its halves again."""


def robustness(scenario: Scenario) -> Robustness:
    """How far all assumed numbers may be off together before a verdict turns.

    A proven lower bound on that part of their ranges, and an example above it that turns a verdict.
    Verdicts are those of checks of which something is proven on boxes; others are left out by name.

    Errors: ``InvalidInput`` where the scenario's numbers do not fit together.

    >>> from intercity import parse_scenario
    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "Land for a plant"
    ... cities = { Hangzhou = {}, Quzhou = {} }
    ... [resources.quota]
    ... kind = "tradable"
    ... owned.Quzhou = { v = 100, low = 0, high = 200 }
    ... [[activities]]
    ... name = "plant"
    ... sites = ["Hangzhou"]
    ... uses = [{ resource = "quota" }]
    ... values = [{ city = "Hangzhou", kind = "cash", amount = { v = 3, low = 1, high = 6 } }]
    ... [[activities]]
    ... name = "farm"
    ... sites = ["Quzhou"]
    ... uses = [{ resource = "quota" }]
    ... values = [{ city = "Quzhou", kind = "cash", amount = { v = 2, low = 1, high = 3 } }]
    ... ''')
    >>> found = robustness(scenario)                            # 3 - 2 r against 2 + r: up to 1/3
    >>> found.proven < Fraction(1, 3) < found.turned.part < Fraction(35, 100), found.turned.becomes
    (True, 'fails')

    Source: Ben-Tal and Nemirovski (2002), Robust optimization, for uncertainty sets; Moore (1966).
    """
    of_kind(scenario, Scenario, place="subject of robustness", hint="load_scenario reads it")
    with with_memory(Memory()):
        context = context_of(scenario, lambda solver, subject: solver(subject), brief=True)
        findings = [evaluate(context, name) for name in CHECKS]
    return radius_of(scenario, findings)


def radius_of(
    scenario: Scenario,
    findings: Sequence[Finding],
    switching_values: Sequence[SwitchingValue] | None = None,
    workers: Workers | None = None,
) -> Robustness:
    """The same, of findings that are known, and of what single numbers turn, if that is known.

    The answer is the same with any number of ``workers``, or none.
    """
    verdicts = {f.name: decided(f) for f in findings if decided(f)}
    covered = {
        name: verdict
        for name, verdict in verdicts.items()
        if name in COVERED and CHECKS[name].on_many
    }
    numbers = len([key for key in movable(scenario) if to_the_ends(scenario, key) != (ZERO, ZERO)])
    if not covered or not numbers:
        left_out = tuple(name for name in verdicts if name not in covered)
        return Robustness(numbers, covered, left_out, dict.fromkeys(covered, ONE), None, {})

    def asked(items: Sequence[_Asked]) -> list[Any]:
        given = scenario, covered
        found = workers.each(_Proofs, given, items) if workers else map(_Proofs(*given), items)
        told = followed("all assumed numbers together", items)
        return [one for _, one in zip(told, found, strict=True)]

    # Checks of groups take as long as the others together.
    halves = [tuple(name for name in covered if CHECKS[name].of_groups is one)
              for one in (True, False)]  # fmt: skip
    found = asked([_Smallest(checks) for checks in halves if checks])
    begun: dict[str, _Begun] = {name: one for each in found for name, one in each.items()}
    smallest = {name: hints for name in covered if (hints := begun[name].hints) is not None}
    ways = [way for one in begun.values() for way in one.ways]
    with listening(None), with_memory(Memory(), any_plan=True):
        search = TurningSearch(scenario, covered, smallest, ways)
        turned, edges = search.nearest(switching_values), search.edges(switching_values)
    most = max(short_fraction((ONE if turned is None else turned.part) * NEAR), SMALLEST)
    proofs: dict[str, tuple[Fraction, Hints]] = {}
    if turned is None or turned.part > SMALLEST:
        most = with_few_values(scenario, most)
        boxes = asked([_Whole(sides, tuple(smallest)) for sides in part_of_ranges(scenario, most)])
        whole = {name: [box[name] for box in boxes] for name in smallest}
        rest = [_Largest(name, most, whole[name], smallest[name])
                for name in smallest if None in whole[name]]  # fmt: skip
        proofs = {name: (most, hints) for name, hints in whole.items()}
        proofs |= {one.check: largest for one, largest in zip(rest, asked(rest), strict=True)}
    known = {
        name: verdict
        for name, verdict in covered.items()
        if name in proofs or name in edges or (turned is not None and turned.check == name)
    }
    return Robustness(
        numbers,
        known,
        tuple(name for name in verdicts if name not in known),
        {name: part for name, (part, _) in proofs.items()},
        turned,
        {name: hints for name, (_, hints) in proofs.items()},
        edges,
    )


def radius_told(findings: Sequence[Finding], found: Robustness) -> Robustness:
    """The same statement of the verdicts that these findings have."""
    verdicts = {f.name: decided(f) for f in findings if decided(f)}
    known = {name: verdicts[name] for name in verdicts if name in found.verdicts}
    left_out = tuple(name for name in verdicts if name not in known)
    return replace(found, verdicts=known, left_out=left_out)


Hints = Sequence[BoxHints]


class _Begun(NamedTuple):
    """What the smallest part tells: hints, if a check is proven there, and ways to turn it."""

    hints: Hints | None
    ways: list[Way]


class _Smallest(NamedTuple):
    """What the smallest part tells of some checks."""

    checks: tuple[str, ...]


class _Whole(NamedTuple):
    """Which checks are proven on a box that is not halved."""

    sides: Sides
    checks: tuple[str, ...]


class _Largest(NamedTuple):
    """The largest part up to ``most`` on which a check is proven.

    ``whole``: hints of those boxes of ``most`` on which it is. ``smallest``: of the smallest part.
    """

    check: str
    most: Fraction
    whole: Sequence[BoxHints | None]
    smallest: Hints


_Asked = _Smallest | _Whole | _Largest


class _Proofs:
    """Proofs that verdicts are the same on a part of all ranges."""

    def __init__(self, scenario: Scenario, verdicts: Mapping[str, str]) -> None:
        self.scenario, self.verdicts = scenario, verdicts

    def __call__(self, asked: _Asked) -> Any:
        """Each question by itself, so that the answers do not depend on those before."""
        with listening(None), with_memory(Memory(), any_plan=True):
            if isinstance(asked, _Smallest):
                return self._begun(asked.checks)
            if isinstance(asked, _Whole):
                box = self._box(asked.sides)
                return {check: self._whole(check, box) for check in asked.checks}
            return self._largest(asked)

    def _begun(self, checks: Iterable[str]) -> dict[str, _Begun]:
        """By check, what the smallest part tells of it."""
        boxes = [self._box(sides) for sides in part_of_ranges(self.scenario, SMALLEST)]
        found = {}
        for check in checks:
            seen: dict[Any, EnclosedNumber] = {}
            hints = list[BoxHints]()
            for box in boxes:
                one = self._whole(check, box)
                seen |= box.box.seen
                if one is None:
                    break
                hints.append(one)
            proven = 0 < len(hints) == len(boxes)
            seen_ways = ways_to_turn(self.scenario, check, seen.values())
            ways = [way for way in seen_ways if proven or way.part <= SMALLEST]
            found[check] = _Begun(hints if proven else None, ways)
        return found

    def _largest(self, asked: _Largest) -> tuple[Fraction, Hints]:
        """The largest part that is proven, and the hints of its proof."""
        low, high, tried = SMALLEST, asked.most, asked.most
        hints, known = asked.smallest, asked.whole
        while low < tried:
            more = self._looked(asked.check, tried, known)
            if more is None:
                high = tried
            else:
                low, hints = tried, more
            if low == high or high <= low * CLOSE:
                break
            tried, known = _between(low, high), ()
        return low, hints

    def _looked(self, check: str, part: Fraction, known: Sequence[BoxHints | None]) -> Hints | None:
        """Hints of a proof that no scenario of B(part) turns a check; ``None`` where there is none.

        ``known``: those of boxes on which there is one.
        """
        hints, left = list[BoxHints](), [MORE]
        boxes = part_of_ranges(self.scenario, part)
        for sides, proven in itertools.zip_longest(boxes, known):
            found = self._proof(check, sides, left) if proven is None else proven
            if found is None:
                return None
            hints.append(found)
        return hints or None

    def _proof(self, check: str, sides: Sides, left: list[int]) -> BoxHints | None:
        """Hints of a proof on a box, which is halved where it has none, for the steps ``left``."""
        box = self._box(sides)
        found = self._whole(check, box)
        if found is not None:
            return found
        key = _across(sides, box.box)
        left[0] -= 2 * box.box.steps
        if key is None or left[0] < 0:
            return None
        halves = list[BoxHints]()
        for half in halves_of(sides, key):
            found = self._proof(check, half, left)
            if found is None:
                return None
            halves.append(found)
        return Halved(key, (halves[0], halves[1]))

    def _box(self, sides: Sides) -> ScenarioBox:
        return ScenarioBox(self.scenario, sides, most_work=WORK)

    def _whole(self, check: str, box: ScenarioBox) -> BoxHints | None:
        """Hints of a proof on a box as a whole; ``None`` where there is none."""
        verdict = self.verdicts[check]
        cells = box.cells(check, most=PATHS, wanted=verdict)
        return box.box.hints if all(cell.found == verdict for cell in cells) else None


def _across(sides: Sides, box: Box) -> str | None:
    """The number on which what may be below 0 or above hangs most, all forms being as wide."""
    keys = [key for key, (low, high) in sides.items() if low < high]
    shares: dict[str, Rational] = {}
    for x in box.seen.values():
        if abs(x.centre) < x.spread:
            for symbol, slope in x.terms.items():
                if symbol < len(keys):
                    share = shares.get(keys[symbol], rational(0)) + abs(slope) / x.spread
                    shares[keys[symbol]] = share
    return max(shares, key=lambda key: shares[key], default=None)


def _between(low: Fraction, high: Fraction) -> Fraction:
    """About their geometric mean."""
    return short_fraction(Fraction(math.sqrt(low * high)))


def verified(scenario: Scenario, found: Robustness) -> int:
    """Work it out again from its hints; ``Unverified`` where it is not so.

    Returns how many boxes and certificates were checked. Solvers are not asked.
    """
    numbers = len([key for key in movable(scenario) if to_the_ends(scenario, key) != (ZERO, ZERO)])
    turned = {found.turned.check} if found.turned is not None else set()
    if found.numbers != numbers or not {*found.parts, *found.edges, *turned} <= {*found.verdicts}:
        raise Unverified("The radius is of other numbers, or of other checks.")
    checked = 0
    for part in dict.fromkeys(found.parts.values() if numbers else ()):
        checks = [check for check, own in found.parts.items() if own == part]
        boxes = part_of_ranges(scenario, part) if ZERO < part <= ONE else []
        for check in checks:
            if check not in COVERED or not boxes or len(found.hints.get(check, ())) != len(boxes):
                raise Unverified(f"The radius has no proof for {check}.")
        for k, sides in enumerate(boxes):
            hints = {check: found.hints[check][k] for check in checks}
            checked += _checked_boxes(scenario, sides, found.verdicts, hints)
    if found.turned is not None:
        if found.turned.part <= found.proven or found.turned.check in found.edges:
            raise Unverified("The example is not as far away as it says.")
        checked += _checked_example(scenario, found, found.turned)
    for check, one in found.edges.items():
        if one.check != check or check in found.parts or one.part > SMALLEST:
            raise Unverified(f"The verdict of {check} is on no knife-edge.")
        checked += _checked_example(scenario, found, one)
    return checked


def _checked_boxes(
    scenario: Scenario, sides: Sides, verdicts: Mapping[str, str], given: Mapping[str, BoxHints]
) -> int:
    """How many boxes were checked; ``Unverified`` where a verdict is not so on all of them."""
    whole, checked = {check: one for check, one in given.items() if not isinstance(one, Halved)}, 0
    for hints, checks in _together(whole):
        box = ScenarioBox(scenario, sides, hints=hints, most_work=WORK)
        for check in checks:
            cells = box.cells(check, most=PATHS, wanted=verdicts[check])
            if any(cell.found != verdicts[check] for cell in cells):
                raise Unverified(f"The radius is not proven for {check}.")
            checked += 1
    for check, one in given.items():
        if isinstance(one, Halved):
            if one.key not in sides:
                raise Unverified(f"A box is halved across {one.key}, which does not move.")
            for half, part in zip(halves_of(sides, one.key), one.halves, strict=True):
                checked += _checked_boxes(scenario, half, verdicts, {check: part})
    return checked


def _together(
    given: Mapping[str, Mapping[str, Any]],
) -> list[tuple[dict[str, Any], list[str]]]:
    """Hints that agree, and the checks that they are of: searched for apart, they need not."""
    found: list[tuple[dict[str, Any], list[str]]] = []
    for check, own in given.items():
        for hints, checks in found:
            if all(hints.get(name, hint) == hint for name, hint in own.items()):
                hints |= own
                checks.append(check)
                break
        else:
            found.append((dict(own), [check]))
    return found


def _checked_example(scenario: Scenario, found: Robustness, turned: TurningMoves) -> int:
    known, parts = movable(scenario), [ZERO]
    for key, value in turned.moves.items():
        if key not in known:
            raise Unverified(f"The example moves {key}, which is no assumed number.")
        quantity, (down, up) = scenario.quantity(key), to_the_ends(scenario, key)
        way = up if value > quantity.value else down
        if not way:
            raise Unverified(f"The example moves {key} out of its range.")
        parts.append(abs(value - quantity.value) / way)
    if max(parts) != turned.part or turned.part > 1:
        raise Unverified("The example is not as far away as it says.")
    replayer = Replayer(turned.certificates.to_json())
    becomes = verdict_at(scenario, turned.check, turned.moves, replayer)
    replayer.finish()
    if becomes != turned.becomes or becomes in ("", found.verdicts[turned.check]):
        raise Unverified("The example does not turn the verdict as it says.")
    return replayer.checked
