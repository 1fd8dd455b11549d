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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from games.errors import IntercityError, of_kind
from intercity.checkup.break_even import decided
from intercity.checkup.sensitivity import movable
from intercity.findings.checks import CHECKS, evaluate
from intercity.findings.robustness import BoxHints, Halved, Robustness, TurningMoves
from intercity.map_of_proof.verdict_on_box import COVERED, ScenarioBox
from intercity.proofs import NotProven, Recorder, Replayer
from intercity.scenario.scenario import Scenario
from intercity.scenario_file import refused
from intercity.topics.registry import context_of
from solvers.enclosure.box import Box
from solvers.enclosure.enclosed_number import EnclosedNumber, centre_of
from solvers.production.opening_proof import Memory
from solvers.production.opening_search import with_memory
from solvers.rational import Rational, fraction, rational

if TYPE_CHECKING:
    from intercity.checkup.workers import Workers
    from intercity.findings.finding import Finding
    from intercity.findings.switching_value import SwitchingValue

__all__ = ["radius_of", "radius_told", "robustness", "verified"]

ZERO, ONE = Fraction(0), Fraction(1)
SMALLEST = Fraction(1, 512)
"""No smaller part of the ranges is tried."""
NEAR = Fraction(63, 64)
"""The largest part that is tried, of that at which a verdict is known to turn."""
CLOSE = Fraction(5, 4)
"""The search for the largest part ends where one that is so many times as large is too much."""
BEYOND = Fraction(9, 8)
"""How much farther than where forms are 0 it is looked for what turns a verdict."""
LITTLE = Fraction(1, 512)
"""How much before and after it is looked first for where exactly it turns."""
TRIED = 96
"""So many ways to turn a verdict are tried."""
PATHS = 16
"""So many ways in which comparisons may come out are looked at."""
WORK = 1500
"""So many numbers times groups: beyond, it would take longer than the check-up itself."""
MORE = 240
"""So many steps more are done where a box is halved, and its halves again."""
WHOLE = 6
"""So many values of numbers that stay whole are looked at one by one."""


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
    numbers = len([key for key in movable(scenario) if _way(scenario, key) != (ZERO, ZERO)])
    if not covered or not numbers:
        left_out = tuple(name for name in verdicts if name not in covered)
        return Robustness(numbers, covered, left_out, dict.fromkeys(covered, ONE), None, {})

    def asked(items: Sequence[_Asked]) -> list[Any]:
        given = scenario, covered
        found = workers.each(_Proofs, given, items) if workers else map(_Proofs(*given), items)
        return list(found)

    # Checks of groups take as long as the others together.
    halves = [tuple(name for name in covered if CHECKS[name].of_groups is one)
              for one in (True, False)]  # fmt: skip
    found = asked([_Smallest(checks) for checks in halves if checks])
    begun: dict[str, _Begun] = {name: one for each in found for name, one in each.items()}
    with with_memory(Memory(), any_plan=True):
        examples = _Examples(scenario, covered, begun)
        turned, edges = examples.nearest(switching_values), examples.edges(switching_values)
    most = max(_short((ONE if turned is None else turned.part) * NEAR), SMALLEST)
    smallest = {name: hints for name in covered if (hints := begun[name].hints) is not None}
    proofs: dict[str, tuple[Fraction, Hints]] = {}
    if turned is None or turned.part > SMALLEST:
        most = _few_enough(scenario, most)
        boxes = asked([_Whole(sides, tuple(smallest)) for sides in _boxes(scenario, most)])
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


def _way(scenario: Scenario, key: str) -> tuple[Fraction, Fraction]:
    """How far a number is from the low and from the high end of its range."""
    quantity = scenario.quantity(key)
    assert quantity.low is not None and quantity.high is not None  # noqa: S101, PT018 - assumed
    return quantity.value - quantity.low, quantity.high - quantity.value


def _boxes(scenario: Scenario, part: Fraction) -> list[Sides]:
    """B(part), one box for each value of numbers that stay whole; none where they are too many."""
    sides: dict[str, tuple[Fraction, Fraction]] = {}
    whole_ones: dict[str, range] = {}
    for key in movable(scenario):
        quantity = scenario.quantity(key)
        down, up = _way(scenario, key)
        low, high = quantity.value - part * down, quantity.value + part * up
        if quantity.whole:
            whole_ones[key] = range(-int(-low // 1), int(high // 1) + 1)
        elif low < high:
            sides[key] = (low, high)
    count = 1
    for values in whole_ones.values():
        count *= len(values)
    if count > WHOLE:
        return []
    return [
        sides | {key: (Fraction(x), Fraction(x)) for key, x in zip(whole_ones, at, strict=True)}
        for at in itertools.product(*whole_ones.values())
    ]


def _few_enough(scenario: Scenario, most: Fraction) -> Fraction:
    """The largest part up to ``most`` in which numbers that stay whole have few values enough."""
    low, high = SMALLEST, most
    while low < high and not _boxes(scenario, high):
        middle = _short((low + high) / 2)
        if not low < middle < high:
            return low
        low, high = (middle, high) if _boxes(scenario, middle) else (low, middle)
    return high


Hints = Sequence[BoxHints]
Sides = Mapping[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True, slots=True, order=True)
class _Way:
    """A way to turn a check: numbers that go up (1) or down (-1), at about which ``part``."""

    part: Fraction
    check: str
    goes: tuple[tuple[str, int], ...]


class _Begun(NamedTuple):
    """What the smallest part tells: hints, if a check is proven there, and ways to turn it."""

    hints: Hints | None
    ways: list[_Way]


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
        ways = {key: _way(scenario, key) for key in movable(scenario)}
        self.places = {
            key: (down - up) / (down + up) for key, (down, up) in ways.items() if down + up
        }
        """By key, where the number itself is in its side of a box, from -1 to 1."""

    def __call__(self, asked: _Asked) -> Any:
        """Each question by itself, so that the answers do not depend on those before."""
        with with_memory(Memory(), any_plan=True):
            if isinstance(asked, _Smallest):
                return self._begun(asked.checks)
            if isinstance(asked, _Whole):
                box = self._box(asked.sides)
                return {check: self._whole(check, box) for check in asked.checks}
            return self._largest(asked)

    def _begun(self, checks: Iterable[str]) -> dict[str, _Begun]:
        """By check, what the smallest part tells of it."""
        boxes = [self._box(sides) for sides in _boxes(self.scenario, SMALLEST)]
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
            ways = [w for w in self._ways(check, seen.values()) if proven or w.part <= SMALLEST]
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
        boxes = _boxes(self.scenario, part)
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
        for half in _halves(sides, key):
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

    def _ways(self, check: str, seen: Iterable[EnclosedNumber]) -> Iterator[_Way]:
        """By what a check compares with 0 on the smallest part, about where that is 0."""
        keys = [key for key in self.places if not self.scenario.quantity(key).whole]
        for x in seen:
            slopes = {keys[s]: fraction(a) for s, a in x.terms.items() if s < len(keys)}
            at = centre_of(x)
            # Where a range is not centred on the number, the centre is not at the number.
            here = at + sum((slope * self.places[key] for key, slope in slopes.items()), ZERO)
            for rises in (True, False) if not here else (here < 0,):
                goes = {key: 1 if (slope > 0) == rises else -1 for key, slope in slopes.items()}
                reach = sum(
                    (abs(slope) * abs(goes[key] - self.places[key])
                     for key, slope in slopes.items()), ZERO,
                )  # fmt: skip
                if reach and abs(here) / reach * SMALLEST <= ONE:
                    order = sorted(slopes, key=lambda key: -abs(slopes[key]))
                    there = max(abs(here) / reach * SMALLEST, SMALLEST)
                    yield _Way(_short(there), check, tuple((key, goes[key]) for key in order))


class _Examples:
    """The search for an example that turns a verdict, from what the smallest part tells."""

    def __init__(
        self, scenario: Scenario, verdicts: Mapping[str, str], begun: Mapping[str, _Begun]
    ) -> None:
        self.scenario, self.verdicts = scenario, verdicts
        self.proven = {check for check, one in begun.items() if one.hints is not None}
        """The checks of which something is proven."""
        ways = sorted(way for one in begun.values() for way in one.ways)
        self.ways = [way for way in ways if way.check in self.proven and way.part > SMALLEST]
        self.near = [way for way in ways if way.check not in self.proven]
        """Ways to turn others within the smallest part."""

    def nearest(self, switching_values: Sequence[SwitchingValue] | None) -> TurningMoves | None:
        """The nearest example found that turns a verdict of which something is proven."""
        best: _Way | None = None
        for one in switching_values or ():
            if one.check in self.proven and not one.in_kind:
                down, up = _way(self.scenario, one.key)
                rises = one.after > one.value
                part = abs(one.after - one.value) / (up if rises else down)
                way = _Way(part, one.check, ((one.key, 1 if rises else -1),))
                best = way if best is None else min(best, way)
        tried = set[tuple[str, frozenset[tuple[str, int]]]]()
        for way in self.ways:
            if len(tried) >= TRIED or (best is not None and way.part >= best.part):
                break
            if (way.check, frozenset(way.goes)) in tried:
                continue
            if switching_values is not None and len(way.goes) == 1:
                continue  # what one number turns is known
            tried.add((way.check, frozenset(way.goes)))
            most = min(way.part * BEYOND, ONE if best is None else best.part)
            if self._turns(way, most):
                best = self._nearest(way, most)
        return None if best is None else self._example(best)

    def edges(self, switching_values: Sequence[SwitchingValue] | None) -> dict[str, TurningMoves]:
        """By check, the example of one that turns within the smallest part: it is on a knife-edge.

        Of what single numbers turn, too: they are no nearer.
        """
        known = {(one.check, one.key) for one in switching_values or ()}
        found: dict[str, TurningMoves] = {}
        for way in self.near[:TRIED]:
            if switching_values is not None and len(way.goes) == 1:
                ((key, _),) = way.goes
                if (way.check, key) not in known:
                    continue  # it turns nothing by itself
            if way.check not in found and self._turns(way, SMALLEST):
                found[way.check] = self._example(self._nearest(way, SMALLEST))
        return found

    def _example(self, best: _Way) -> TurningMoves:
        """As few numbers as turn it, with what proves it."""
        recorder = Recorder()
        moves = self._moves(self._few(best))
        becomes = verdict_at(self.scenario, best.check, moves, recorder)
        return TurningMoves(best.check, becomes, best.part, moves, recorder)

    def _moves(self, way: _Way) -> dict[str, Fraction]:
        moves = {}
        for key, sign in way.goes:
            down, up = _way(self.scenario, key)
            value = self.scenario.quantity(key).value
            moves[key] = value + way.part * (up if sign > 0 else -down)
        return {k: x for k, x in moves.items() if x != self.scenario.quantity(k).value}

    def _turns(self, way: _Way, part: Fraction) -> bool:
        moves = self._moves(replace(way, part=part))
        return verdict_at(self.scenario, way.check, moves) not in ("", self.verdicts[way.check])

    def _nearest(self, way: _Way, high: Fraction) -> _Way:
        """The smallest part of this way that turns it, within a hundredth, if it stays turned."""
        low, places = ZERO, [_short(way.part * (1 - LITTLE)), _short(way.part * (1 + LITTLE))]
        while high - low > high / 100:
            places = [place for place in places if low < place < high]
            middle = places.pop() if places else _short((low + high) / 2)
            if not low < middle < high:
                break
            low, high = (low, middle) if self._turns(way, middle) else (middle, high)
        return replace(way, part=high)

    def _few(self, way: _Way) -> _Way:
        """As few of the numbers, those that matter most first, as turn it so far."""
        low, high = 0, len(way.goes)
        while high - low > 1:
            middle = (low + high) // 2
            if self._turns(replace(way, goes=way.goes[:middle]), way.part):
                high = middle
            else:
                low = middle
        return replace(way, goes=way.goes[:high])


def _halves(sides: Sides, key: str) -> list[Sides]:
    low, high = sides[key]
    middle = (low + high) / 2
    return [{**sides, key: (low, middle)}, {**sides, key: (middle, high)}]


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
    return _short(Fraction(math.sqrt(low * high)))


def _short(part: Fraction) -> Fraction:
    return Fraction(round(part * 2**14), 2**14)


def verdict_at(
    scenario: Scenario, check: str, moves: Mapping[str, Fraction], run_solver: Any = None
) -> str:
    """The verdict of a check with some numbers moved; empty where there is none to turn."""
    try:
        at = scenario.moved(moves)
        if refused(at):
            return ""
        context = context_of(at, run_solver or (lambda solver, x: solver(x)), brief=True)
        context.verdict_alone = True
    except NotProven:
        raise
    except IntercityError:
        return ""
    return decided(evaluate(context, check))


def verified(scenario: Scenario, found: Robustness) -> int:
    """Work it out again from its hints; ``NotProven`` where it is not so.

    Returns how many boxes and certificates were checked. Solvers are not asked.
    """
    numbers = len([key for key in movable(scenario) if _way(scenario, key) != (ZERO, ZERO)])
    turned = {found.turned.check} if found.turned is not None else set()
    if found.numbers != numbers or not {*found.parts, *found.edges, *turned} <= {*found.verdicts}:
        raise NotProven("The radius is of other numbers, or of other checks.")
    checked = 0
    for part in dict.fromkeys(found.parts.values() if numbers else ()):
        checks = [check for check, own in found.parts.items() if own == part]
        boxes = _boxes(scenario, part) if ZERO < part <= ONE else []
        for check in checks:
            if check not in COVERED or not boxes or len(found.hints.get(check, ())) != len(boxes):
                raise NotProven(f"The radius has no proof for {check}.")
        for k, sides in enumerate(boxes):
            hints = {check: found.hints[check][k] for check in checks}
            checked += _checked_boxes(scenario, sides, found.verdicts, hints)
    if found.turned is not None:
        if found.turned.part <= found.proven or found.turned.check in found.edges:
            raise NotProven("The example is not as far away as it says.")
        checked += _checked_example(scenario, found, found.turned)
    for check, one in found.edges.items():
        if one.check != check or check in found.parts or one.part > SMALLEST:
            raise NotProven(f"The verdict of {check} is on no knife-edge.")
        checked += _checked_example(scenario, found, one)
    return checked


def _checked_boxes(
    scenario: Scenario, sides: Sides, verdicts: Mapping[str, str], given: Mapping[str, BoxHints]
) -> int:
    """How many boxes were checked; ``NotProven`` where a verdict is not so on all of them."""
    whole, checked = {check: one for check, one in given.items() if not isinstance(one, Halved)}, 0
    for hints, checks in _together(whole):
        box = ScenarioBox(scenario, sides, hints=hints, most_work=WORK)
        for check in checks:
            cells = box.cells(check, most=PATHS, wanted=verdicts[check])
            if any(cell.found != verdicts[check] for cell in cells):
                raise NotProven(f"The radius is not proven for {check}.")
            checked += 1
    for check, one in given.items():
        if isinstance(one, Halved):
            if one.key not in sides:
                raise NotProven(f"A box is halved across {one.key}, which does not move.")
            for half, part in zip(_halves(sides, one.key), one.halves, strict=True):
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
            raise NotProven(f"The example moves {key}, which is no assumed number.")
        quantity, (down, up) = scenario.quantity(key), _way(scenario, key)
        way = up if value > quantity.value else down
        if not way:
            raise NotProven(f"The example moves {key} out of its range.")
        parts.append(abs(value - quantity.value) / way)
    if max(parts) != turned.part or turned.part > 1:
        raise NotProven("The example is not as far away as it says.")
    replayer = Replayer(turned.certificates.to_json())
    becomes = verdict_at(scenario, turned.check, turned.moves, replayer)
    replayer.finish()
    if becomes != turned.becomes or becomes in ("", found.verdicts[turned.check]):
        raise NotProven("The example does not turn the verdict as it says.")
    return replayer.checked
