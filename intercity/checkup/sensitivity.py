"""Sensitivity: which assumed number, moved alone inside its range, turns a verdict, and where?

Each number is moved towards both ends of its range, for every check (``break_even.py``). What is
found are intervals in which the verdict is another one. Their ends are proven: the verdicts on the
two sides of each, within half a per cent of the way to the end of the range. What is between them,
and that no other number turns a verdict, is the word of a search: a verdict that turns, and turns
back within a quarter of the way, may be missed where the check has no margin. So may be one that
turns back before the end of the range where the margins that were looked at, at the ends first,
lie on a straight line; or, within half of the way, stay far from 0: above half of the greatest,
while none falls so fast that it would reach 0. Inside an interval every eighth of what is left of
the way is looked at.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from games.input_limits import fraction_from_json
from intercity.checkup.break_even import CLOSE, Moved, Stretch, Way, decided, first_looks
from intercity.checkup.looked_at import NotingContext
from intercity.checkup.question import Question, question
from intercity.checkup.workers import Workers
from intercity.findings.checks import CHECKS
from intercity.findings.switching_value import SwitchingValue
from intercity.proofs import Recorder, Replayer, Unverified
from solvers.production.opening_proof import Memory, memory
from solvers.production.opening_search import with_memory
from solvers.progress import listening

if TYPE_CHECKING:
    from intercity.findings.finding import Finding
    from intercity.scenario.scenario import Scenario

__all__ = ["find_switching_values", "movable", "replay_switching_value", "workers_for"]


class Search:
    """The search for what one number turns, from what is known of the analyst's own numbers.

    Most numbers leave most questions as they are: those have been answered. And what solvers
    remember after these answers is where the certificates are found from, the same in every
    process.
    """

    def __init__(self, scenario: Scenario, verdicts: Mapping[str, str]) -> None:
        self.scenario, self.verdicts = scenario, verdicts
        self.known: dict[Question, Any] = {}
        with listening(None), with_memory(Memory()):  # whoever waits is told of numbers
            context = NotingContext(scenario, self._keep)
            for name in CHECKS:
                context.find(name)
            self.memory = memory().copy()
        self.noted = context.noted

    def _keep(self, solver: Callable[..., Any], subject: Any) -> Any:
        return _asked(self.known, solver, subject)

    def __call__(self, key: str) -> list[SwitchingValue]:
        """Every verdict that one number turns, with each interval in which it does.

        Verdicts rest on worths, not on which of several best plans is found. What is found is
        proven from the answers with which it was found.
        """
        known_here = ChainMap(dict[Question, Any](), self.known)
        answer = partial(_asked, known_here)
        moved, found = Moved(self.scenario, key, answer, self.noted), []
        ends = [end for end in (moved.low, moved.high) if end != moved.value]
        known: dict[Fraction, list[tuple[Fraction, Fraction]]] = {end: [] for end in ends}
        with listening(None), with_memory(self.memory, any_plan=True):
            for name, verdict in self.verdicts.items():
                ways = [Way(moved, name, verdict, end) for end in ends]
                looked = first_looks(ways)
                for way in ways:
                    for met in way.stretches(looked, known[way.end]):
                        known[way.end].append((met.before, met.after))
                        found.append((name, met))
        with listening(None), with_memory(self.memory):
            return [_proven(moved, name, met, answer) for name, met in found]


def _proven(
    moved: Moved,
    name: str,
    met: Stretch,
    answer: Callable[..., Any],
) -> SwitchingValue:
    """The switching value with the certificates of its sides."""

    def prove(at: Fraction, recorder: Recorder) -> Finding | None:
        def run_solver(solver: Callable[..., Any], subject: Any) -> Any:
            return recorder(wraps(solver)(partial(answer, solver)), subject)

        return moved.prove(name, at, run_solver)

    here, after = moved.look(name, moved.value), moved.look(name, met.after)
    assert here is not None and after is not None  # noqa: S101, PT018 - both have a verdict
    found = SwitchingValue(
        key=moved.key,
        check=name,
        value=moved.value,
        span=moved.high - moved.low,
        before=met.before,
        after=met.after,
        until=met.until,
        beyond=met.beyond,
        becomes=after.turns_on,
        certificates=(),
        in_kind=here.verdict == after.verdict,
    )
    recorders = tuple(Recorder() for _ in found.places)
    for at, recorder in zip(found.places, recorders, strict=True):
        prove(at, recorder)
    return replace(found, certificates=recorders)


def _asked(known: MutableMapping[Question, Any], solver: Callable[..., Any], subject: Any) -> Any:
    """The answer to a question, which is asked once."""
    key = question(solver, subject)
    if key not in known:
        known[key] = solver(subject)
    return known[key]


def movable(scenario: Scenario) -> list[str]:
    """The keys of the assumed numbers, of which each is moved in its range."""
    return [
        key
        for key, quantity in scenario.quantities()
        if not quantity.sourced and not key.startswith("benchmarks.")
    ]


def find_switching_values(
    scenario: Scenario,
    findings: Sequence[Finding],
    progress: Callable[[int, int], None] | None = None,
    workers: Workers | None = None,
) -> tuple[SwitchingValue, ...]:
    """Where assumed numbers turn verdicts, nearest first; last, those turned in kind alone.

    Only verdicts that were come to can be turned, and only into another one: not what is undecided
    or not asked. That no other number turns a verdict is the word of a search. The answer is the
    same with any number of ``workers``, or none.
    """
    verdicts = {finding.name: finding.turns_on for finding in findings if decided(finding)}
    keys = movable(scenario)
    found, order = list[SwitchingValue](), list(CHECKS)
    for done, switching_values in enumerate(_each(scenario, keys, verdicts, workers), start=1):
        found += switching_values
        if progress is not None:
            progress(done, len(keys))

    def rank(switching_value: SwitchingValue) -> tuple[bool, Fraction, str, int, bool]:
        check, above = (
            order.index(switching_value.check),
            switching_value.after > switching_value.value,
        )
        return switching_value.in_kind, switching_value.distance, switching_value.key, check, above

    return tuple(sorted(found, key=rank))


FEW = 12
"""So few numbers are not shared: a process takes longer to start."""


def workers_for(scenario: Scenario, processes: int) -> Workers:
    """Processes that share the search; this one alone where others are not worth their start."""
    few = processes == 1 or len(movable(scenario)) < FEW
    return Workers(1 if few else processes, __name__)


def _each(
    scenario: Scenario, keys: list[str], verdicts: Mapping[str, str], workers: Workers | None
) -> Iterator[list[SwitchingValue]]:
    if not workers:
        return map(Search(scenario, verdicts), keys)
    return workers.each(Search, (scenario, verdicts), keys)


def replay_switching_value(
    scenario: Scenario, findings: Sequence[Finding], switching_value: Any
) -> tuple[int, SwitchingValue]:
    """Re-check a recorded switching value from its certificates; how many were verified."""
    key, name, becomes = (switching_value[entry] for entry in ("key", "check", "becomes"))
    here = next((one for one in findings if one.name == name and decided(one)), None)
    quantity = scenario.quantity(key)
    value, before, after, until = (
        fraction_from_json(switching_value[place]["exact"])
        for place in ("value", "before", "after", "until")
    )
    end = switching_value["beyond"]
    beyond = None if end is None else fraction_from_json(end["exact"])
    where = f"The report's switching value of {key} for {name}"
    if quantity.low is None or quantity.high is None or value != quantity.value:
        raise Unverified(f"{where} is of a number that is not assumed so.")
    if here is None or becomes in (here.turns_on, ""):
        raise Unverified(f"{where} turns nothing.")
    end = quantity.high if after > value else quantity.low
    width = max(CLOSE * abs(end - value), 1 if quantity.whole else 0)
    certificates = switching_value["certificates"]
    span = quantity.high - quantity.low
    again = SwitchingValue(key, name, value, span, before, after, until, beyond, becomes, ())
    if {**again.to_json(), "certificates": certificates} != switching_value:
        raise Unverified(f"{where} is not as far away as it says, or says more.")
    way = [value, before, after, until, end if beyond is None else beyond, end]
    strict = after != before and until != beyond and (until == end if beyond is None else True)
    if not strict or way != sorted(way, reverse=end < value):
        raise Unverified(f"{where} is outside the number's range.")
    if abs(after - before) > width or (beyond is not None and abs(beyond - until) > width):
        raise Unverified(f"{where} does not enclose the break-even closely.")
    checked, recorders = 0, list[Recorder]()
    met: dict[Fraction, Finding | None] = {}
    for at, entries in zip(again.places, certificates, strict=True):
        replayer = Replayer(entries)
        met[at] = Moved(scenario, key, replayer).prove(name, at, replayer)
        replayer.finish()
        if (decided(met[at]) == becomes) != (at in (after, until)):
            raise Unverified(f"{where} does not hold.")
        checked += replayer.checked
        recorders.append(replayer.proven)
    turned = met[after]
    in_kind = turned is not None and turned.verdict == here.verdict
    return checked, replace(again, certificates=tuple(recorders), in_kind=in_kind)
