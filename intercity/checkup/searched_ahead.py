"""Long searches of a region of many cities, which processes share before the checks ask for them.

A search answers the same question alike wherever it runs, as its work is counted in cases, not in
seconds. So two processes look for the answers that checks will need, each with a context of its
own; then the checks are made as ever, in one process and in their order, and find these answers
known. Reports are the same with any number of processes. What nobody found is looked for when a
check asks: so is all that a process had, where it ends before its time.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import IntercityError
from games.production import LinearProductionGame
from intercity.checkup.question import question
from intercity.proofs import Recorder
from intercity.region.groups import AskedGame
from intercity.topics.registry import context_of
from solvers.certificate import Certificate
from solvers.families.stable_optimum import StableProgram
from solvers.limited_work import limited_work
from solvers.production.opening_proof import Memory
from solvers.production.opening_search import with_memory
from solvers.progress import asking, tell
from solvers.shared_coalitions import shared_coalitions

if TYPE_CHECKING:
    from intercity.checkup.workers import Workers
    from intercity.region.context import Context
    from intercity.scenario.scenario import Scenario

__all__ = ["KnownAnswers", "search_ahead"]

SHARED = {
    "core": "stable splits",
    "least_core": "the fine for leaving",
    "cost_of_stability": "the outside money needed",
    "worth_of_all": "what a group makes",
    "worth_at_most": "the most a group could make",
    "stable_optimum": "the least in stable splits",
    "shortfall_search": "offers of outsiders",
    "marginal_search": "what a group adds to others",
}
"""Solvers whose answers depend on the question alone, and may take long: what each is asked for."""
ALL_ELSE = -1
"""What is looked for beside what components do all together."""

Key = bytes
Found = Certificate | IntercityError
Item = int
"""A component by its number, whose stable splits are looked for, or all else."""
Examine = Callable[["Context"], object]


class KnownAnswers:
    """Answers by question, as certificates; a question that is not known is asked of its solver."""

    def __init__(self, known: Mapping[Key, Found] | None = None) -> None:
        self.known = dict(known or {})
        self.new: dict[Key, Found] = {}

    def __call__(self, solver: Callable[..., Any], subject: Any) -> Any:
        if solver.__name__ not in SHARED:
            return solver(subject)
        name, asked = question(solver, subject, anywhere=True)
        key = hashlib.sha256(name.encode() + asked).digest()
        found = self.known.get(key)
        if found is None:
            return self._ask(key, solver, subject)
        if isinstance(subject, StableProgram):
            subject.splits.answered_elsewhere(subject.objective)
        if isinstance(found, IntercityError):
            raise found.with_traceback(None)  # else each asking would add to it
        return found.answer(subject)

    def _ask(self, key: Key, solver: Callable[..., Any], subject: Any) -> Any:
        try:
            with asking(SHARED[solver.__name__]):
                answer = solver(subject)
        except IntercityError as error:
            self.new[key] = self.known[key] = error
            raise
        self.new[key] = self.known[key] = answer.certificate
        return answer

    def recorded(self, recorder: Recorder) -> Callable[..., Any]:
        """The same, each answer recorded as if its solver had been asked."""

        def run_solver(solver: Callable[..., Any], subject: Any) -> Any:
            def answer(subject: Any) -> Any:
                return self(solver, subject)

            answer.__name__ = solver.__name__
            return recorder(answer, subject)

        return run_solver


class _Searches:
    """The searches of one process; ``deadline``: when they end, by ``time.time``."""

    def __init__(
        self, scenario: Scenario, known: bytes, deadline: float, examine: Examine, together: Examine
    ) -> None:
        self.answers = KnownAnswers(pickle.loads(known))  # noqa: S301 - of our own process
        self.scenario, self.deadline = scenario, deadline
        self.examine, self.together = examine, together
        self.left = False  # whether what other items look for is left to them
        self.context = context_of(scenario, self._run)
        self.cities = {part.cities for part in self.context.parts}

    def _run(self, solver: Callable[..., Any], subject: Any) -> Any:
        if self.left and solver.__name__ == "core" and self._is_component(subject):
            raise IntercityError("It is looked for as another item.")  # as where none was found
        return self.answers(solver, subject)

    def _is_component(self, game: Any) -> bool:
        return isinstance(game, LinearProductionGame) and game.cities in self.cities

    def __call__(self, item: Item) -> bytes:
        """What was found for one item."""
        self.left = item == ALL_ELSE
        left = max(self.deadline - time.time(), 0.001)
        with with_memory(Memory()), shared_coalitions(), limited_work(left):
            if self.left:
                with suppress(IntercityError):
                    self.examine(context_of(self.scenario, self._run))
            else:
                self.together(self.context.parts[item])
        new, self.answers.new = self.answers.new, {}
        return _packed(new)


def search_ahead(
    scenario: Scenario,
    answers: KnownAnswers,
    workers: Workers,
    *,
    examine: Examine,
    together: Examine,
    seconds: float,
) -> None:
    """Let processes look for what the checks of a region of many cities will ask.

    ``examine`` makes all checks of a context, ``together`` the one of whether a component's cities
    have a stable split, which takes as long as all others; ``seconds``: when searches end.
    """
    deadline = time.time() + seconds
    with limited_work(seconds):
        parts = context_of(scenario, answers).parts
    large = [k for k, part in enumerate(parts) if isinstance(part.best, AskedGame)]
    items = [*large[:1], ALL_ELSE, *large[1:]]
    given = scenario, _packed(answers.known), deadline, examine, together
    tell("searches among many cities", 0, len(items))
    with suppress(IntercityError):  # what a process that ended had is looked for when it is asked
        for done, found in enumerate(workers.each(_Searches, given, items)):
            tell("searches among many cities", done + 1, len(items))
            answers.known.update(pickle.loads(found))  # noqa: S301 - of our own processes


def _packed(found: Mapping[Key, Found]) -> bytes:
    written = io.BytesIO()
    _Quickly(written).dump(found)
    return written.getvalue()


class _Quickly(pickle.Pickler):
    """Fractions as two numbers, which is quicker than as text, and errors with their fields."""

    def reducer_override(self, subject: Any) -> Any:
        if type(subject) is Fraction:
            return Fraction, subject.as_integer_ratio()
        if isinstance(subject, IntercityError):
            return _error, (type(subject), subject.args, vars(subject))
        return NotImplemented


def _error(kind: type[IntercityError], args: tuple[Any, ...], facts: dict[str, Any]) -> Any:
    found = kind.__new__(kind, *args)
    vars(found).update(facts)
    return found
