"""Robustness: how far all assumed numbers may be off together before a verdict turns.

Let B(r) be all scenarios in which each assumed number has moved at most the part r of the way from
its value to the low or the high end of its range. A lower bound on the largest r for which no
scenario of B(r) turns a verdict is proven: each check is run once on all of B(r), in affine forms.
An example above it that turns one is found by search: the numbers are moved to where what the
check compares changes most.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import IntercityError, of_kind
from intercity.checkup.break_even import decided
from intercity.checkup.sensitivity import movable
from intercity.findings.checks import CHECKS, evaluate
from intercity.findings.robustness import Robustness, TurningMoves
from intercity.map_of_proof.verdict_on_box import COVERED, cells_on_box
from intercity.proofs import NotProven, Recorder, Replayer
from intercity.scenario.scenario import Scenario
from intercity.scenario_file import refused
from intercity.topics.registry import context_of
from solvers.enclosure.enclosed_number import centre_of
from solvers.production.opening_proof import Memory
from solvers.production.opening_search import with_memory
from solvers.rational import fraction

if TYPE_CHECKING:
    from intercity.findings.finding import Finding

__all__ = ["radius_of", "radius_told", "robustness", "verified"]

ZERO, ONE = Fraction(0), Fraction(1)
SMALLEST = Fraction(1, 512)
"""No smaller part of the ranges is tried."""
LOOK = Fraction(1, 16)
"""How far numbers move where it is looked for what turns a verdict."""
TRIED = 24
"""So many ways to turn a check are tried."""
SHARES = tuple(Fraction(k, 64) for k in (62, 56, 48, 32, 24, 16, 12, 8, 4, 2, 1))
"""Parts of the way to the nearest example at which a proof is tried."""
PATHS = 16
"""So many ways in which comparisons may come out are looked at."""
WORK = 1500
"""So many numbers times groups: beyond, it would take longer than the check-up itself."""
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


def radius_of(scenario: Scenario, findings: Sequence[Finding]) -> Robustness:
    """The same, of findings that are known."""
    verdicts = {f.name: decided(f) for f in findings if decided(f)}
    covered = {name: verdict for name, verdict in verdicts.items() if name in COVERED}
    left_out = tuple(name for name in verdicts if name not in covered)
    numbers = len([key for key in movable(scenario) if _way(scenario, key) != (ZERO, ZERO)])
    if not covered or not numbers:
        return Robustness(numbers, covered, left_out, ONE, None, {})
    with with_memory(Memory(), any_plan=True):
        search = _Search(scenario, covered)
        turned = search.turned()
        known = dict(covered)
        while True:
            search = _Search(scenario, known, search)
            proven, hints = search.proven(ONE if turned is None else turned.part)
            first = search.order[0]
            if proven or (turned is not None and turned.check == first):
                break
            if search.stands(first, SMALLEST):
                break
            del known[first]  # nothing is proven of it
            if not known:
                break
    left_out = tuple(check for check in verdicts if check not in known)
    return Robustness(numbers, known, left_out, proven, turned, hints)


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


def _boxes(scenario: Scenario, part: Fraction) -> list[dict[str, tuple[Fraction, Fraction]]]:
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


class _Search:
    """The search for the radius of some verdicts."""

    def __init__(
        self, scenario: Scenario, verdicts: Mapping[str, str], before: _Search | None = None
    ) -> None:
        self.scenario, self.verdicts = scenario, verdicts
        self.order = list(verdicts)
        self.found: dict[tuple[str, Fraction], list[Mapping[str, Any]] | None] = (
            {} if before is None else before.found
        )

    def stands(self, check: str, part: Fraction) -> bool:
        """Whether it is proven that no scenario of B(part) turns the check."""
        if (check, part) not in self.found:
            self.found[check, part] = self._hints(check, part)
        return self.found[check, part] is not None

    def _hints(self, check: str, part: Fraction) -> list[Mapping[str, Any]] | None:
        boxes, hints = _boxes(self.scenario, part), list[Mapping[str, Any]]()
        for sides in boxes:
            cells, box = cells_on_box(
                self.scenario,
                sides,
                check,
                most=PATHS,
                wanted=self.verdicts[check],
                most_work=WORK,
            )
            if any(cell.found != self.verdicts[check] for cell in cells):
                return None
            hints.append(box.hints)
        return hints or None

    def all_stand(self, part: Fraction) -> bool:
        """The same of all checks; the one that did not is asked first from then on."""
        for check in self.order:
            if not self.stands(check, part):
                self.order.remove(check)
                self.order.insert(0, check)
                return False
        return True

    def proven(self, below: Fraction) -> tuple[Fraction, dict[str, list[Mapping[str, Any]]]]:
        """The largest of some parts below one at which a verdict turns that is proven.

        And what it is worked out from.
        """
        for share in SHARES:
            part = _short(below * share)
            if part < SMALLEST:
                break
            if self.all_stand(part):
                found = {check: list(self.found[check, part] or []) for check in self.verdicts}
                return part, found
        return ZERO, {}

    def turned(self) -> TurningMoves | None:
        """The nearest example found that turns a verdict."""
        best: tuple[Fraction, str, dict[str, Fraction]] | None = None
        for check in self.verdicts:
            for part, way in self._ways(check):
                most = min(part * Fraction(9, 8), ONE if best is None else best[0])
                if self._turns(check, way, most):
                    best = self._nearest(check, way, most), check, way
                    break
        if best is None:
            return None
        part, check, way = best
        recorder = Recorder()
        moves = self._moves(self._few(check, way, part), part)
        becomes = self._verdict(check, moves, recorder)
        return TurningMoves(check, becomes, part, moves, recorder)

    def _ways(self, check: str) -> list[tuple[Fraction, dict[str, Fraction]]]:
        """By number, to which end it goes to turn what the check compares; nearest first.

        With about the part of the ranges at which that would be.
        """
        sides = {}
        for key in movable(self.scenario):
            quantity, (down, up) = self.scenario.quantity(key), _way(self.scenario, key)
            if (down or up) and not quantity.whole:
                sides[key] = quantity.value - LOOK * down, quantity.value + LOOK * up
        keys = list(sides)
        _, box = cells_on_box(self.scenario, sides, check, most=1, most_work=WORK)
        found: dict[Any, tuple[Fraction, dict[str, Fraction]]] = {}
        for x in box.seen.values():
            slopes = {keys[s]: fraction(a) for s, a in x.terms.items() if s < len(keys)}
            if not slopes:
                continue
            at = centre_of(x)
            # Where a range is not centred on the number, the centre is not at the number.
            here = at + sum((slope * self._place(key) for key, slope in slopes.items()), ZERO)
            for rises in (True, False) if not here else (here < 0,):
                goes = {
                    key: Fraction(1 if (slopes[key] > 0) == rises else -1)
                    for key in sorted(slopes, key=lambda key: -abs(slopes[key]))
                }
                reach = sum(
                    (abs(slope) * abs(goes[key] - self._place(key))
                     for key, slope in slopes.items()), ZERO,
                )  # fmt: skip
                part = max(abs(here) / reach * LOOK, SMALLEST) if reach else ONE
                name = tuple(sorted(goes.items()))
                if reach and part <= 1 and (name not in found or part < found[name][0]):
                    found[name] = part, goes
        return sorted(found.values(), key=lambda one: one[0])[:TRIED]

    def _place(self, key: str) -> Fraction:
        """Where the number itself is in its side of a box, from -1 to 1."""
        down, up = _way(self.scenario, key)
        return (down - up) / (down + up)

    def _moves(self, way: Mapping[str, Fraction], part: Fraction) -> dict[str, Fraction]:
        moves = {}
        for key, sign in way.items():
            down, up = _way(self.scenario, key)
            value = self.scenario.quantity(key).value
            moves[key] = value + part * (up if sign > 0 else -down)
        return {k: x for k, x in moves.items() if x != self.scenario.quantity(k).value}

    def _verdict(self, check: str, moves: Mapping[str, Fraction], run_solver: Any = None) -> str:
        return verdict_at(self.scenario, check, moves, run_solver)

    def _turns(self, check: str, way: Mapping[str, Fraction], part: Fraction) -> bool:
        return self._verdict(check, self._moves(way, part)) not in ("", self.verdicts[check])

    def _nearest(self, check: str, way: dict[str, Fraction], high: Fraction) -> Fraction:
        """The smallest part of this way that turns it, within a hundredth, if it stays turned."""
        low = ZERO
        while high - low > high / 100:
            middle = _short((low + high) / 2)
            if not low < middle < high:
                break
            low, high = (low, middle) if self._turns(check, way, middle) else (middle, high)
        return high

    def _few(self, check: str, way: dict[str, Fraction], part: Fraction) -> dict[str, Fraction]:
        """As few of the numbers, those that matter most first, as turn it so far."""
        keys, low, high = list(way), 0, len(way)
        while high - low > 1:
            middle = (low + high) // 2
            if self._turns(check, {key: way[key] for key in keys[:middle]}, part):
                high = middle
            else:
                low = middle
        return {key: way[key] for key in keys[:high]}


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
    except NotProven:
        raise
    except IntercityError:
        return ""
    return decided(evaluate(context, check))


def verified(scenario: Scenario, found: Robustness) -> int:
    """Work it out again from its hints; ``NotProven`` where it is not so.

    Returns how many boxes and certificates were checked. Solvers are not asked.
    """
    boxes = _boxes(scenario, found.proven) if found.proven else []
    numbers = len([key for key in movable(scenario) if _way(scenario, key) != (ZERO, ZERO)])
    if found.numbers != numbers or not ZERO <= found.proven <= ONE:
        raise NotProven("The radius is of other numbers.")
    checked = 0
    if found.proven and found.hints:
        for check, verdict in found.verdicts.items():
            hints = found.hints.get(check)
            if check not in COVERED or not boxes or hints is None or len(hints) != len(boxes):
                raise NotProven(f"The radius has no proof for {check}.")
            for sides, given in zip(boxes, hints, strict=True):
                cells, _ = cells_on_box(
                    scenario, sides, check, hints=given, most=PATHS, wanted=verdict, most_work=WORK
                )
                if any(cell.found != verdict for cell in cells):
                    raise NotProven(f"The radius is not proven for {check}.")
                checked += 1
    elif found.proven and found.verdicts and numbers:
        raise NotProven("The radius has no proof.")
    if found.turned is not None:
        checked += _checked_example(scenario, found, found.turned)
    return checked


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
    if max(parts) != turned.part or turned.part > 1 or turned.part <= found.proven:
        raise NotProven("The example is not as far away as it says.")
    replayer = Replayer(turned.certificates.to_json())
    becomes = verdict_at(scenario, turned.check, turned.moves, replayer)
    replayer.finish()
    if becomes != turned.becomes or becomes in ("", found.verdicts.get(turned.check)):
        raise NotProven("The example does not turn the verdict as it says.")
    return replayer.checked
